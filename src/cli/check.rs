//! `sayso check`: every problem of the configuration at once.

use crate::cli::Place;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use clap::Args as ClapArgs;

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  sayso check --config config/sayso.toml

Exit codes: 0 the configuration is good, 2 it is not; problems go to standard error, one a line, as FILE:LINE:COLUMN.")]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Loads the configuration as `run` would, and says what it came to.
pub fn run(args: &Args) -> Outcome {
    let (path, config) = paths::config(&args.place)?;
    anstream::println!(
        "{}: good; {} feeds; data in {}",
        path.display(),
        config.feeds.len(),
        config.data_dir.display()
    );
    Ok(())
}
