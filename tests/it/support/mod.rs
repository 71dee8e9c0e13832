//! What the tests stand on: the real program in a home of its own, and a feed server on loopback.

pub mod canal;
#[allow(dead_code)] // the benchmark reads more of it than the test
pub mod crowd;
mod home;
mod server;

pub use home::{Home, Ran};
pub use server::{FeedServer, Reply};

/// The small deterministic generator of the tests (Knuth's MMIX constants): a failing run can be had again by its seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}
