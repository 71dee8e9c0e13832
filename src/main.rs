//! Maps the command line's result to the process's exit code, and does nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    sayso::cli::main()
}
