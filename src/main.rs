//! Maps the command line's result to the process's exit code and says who hands out memory, and does nothing else.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Stories and polls are allocated on one thread and freed on another, for years: the C library's allocator then holds several times
/// what is used.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    sayso::cli::main()
}
