//! The view that is asked: sled, rebuilt from the archive at will. Knows nothing of how rows come about.

pub mod rows;
