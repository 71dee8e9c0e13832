//! Maps the command line's result to the process's exit code, and does nothing else.

fn main() {}
