//! `sayso check`: every problem of the configuration at once; or the configuration in force, or an example of one.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::config;
use crate::config::Environment;
use crate::config::Texts;
use clap::Args as ClapArgs;
use std::io::Write;

/// Arguments of `check`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  sayso check --config config/sayso.toml
  sayso check --print                        every setting in force, and where each is from; secrets are masked
  sayso check --example > sayso.toml         a commented configuration to start from

Beside sayso.toml, sayso.d/*.toml may list further feeds; they are read in the order of their names and checked with it.
Exit codes: 0 the configuration is good, 2 it is not; problems go to standard error, one a line, as FILE:LINE:COLUMN.")]
pub struct Args {
    /// Print the configuration in force as TOML, each value with where it came from.
    #[arg(long, conflicts_with = "example")]
    print: bool,

    /// Print the commented example: every key with its default and reason.
    #[arg(long)]
    example: bool,

    #[command(flatten)]
    place: Place,
}

/// Loads the configuration as `run` would, and says what it came to.
pub fn run(args: &Args) -> Outcome {
    if args.example {
        return Ok(std::io::stdout().write_all(config::example().as_bytes())?);
    }
    if args.print {
        let path = paths::config_file(&args.place)?;
        let environment = Environment::of_process().with_data_dir(args.place.data_dir.as_deref());
        let texts = Texts::read(&path).map_err(Failure::misuse)?;
        let text = config::effective(&texts, &environment).map_err(Failure::misuse)?;
        return Ok(std::io::stdout().write_all(text.as_bytes())?);
    }
    let (path, config) = paths::config(&args.place)?;
    let mut fragments: Vec<_> = config
        .feeds
        .iter()
        .filter_map(|f| f.fragment.as_ref())
        .collect();
    fragments.dedup();
    let fragments = match fragments.len() {
        0 => String::new(),
        1 => ", some of 1 fragment".to_owned(),
        n => format!(", some of {n} fragments"),
    };
    anstream::println!(
        "{}: good; {} feeds{fragments}; data in {}",
        path.display(),
        config.feeds.len(),
        config.data_dir.display()
    );
    Ok(())
}
