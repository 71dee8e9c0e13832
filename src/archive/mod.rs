//! The journal of what was observed: the truth. Knows nothing of the view that is built from it.

mod position;

pub use position::Position;
