//! The command line: what can be asked, and which file answers it. Knows no stage by itself.

pub mod backend;
mod check;
mod copies;
mod discover;
mod eval;
mod exit;
mod extract;
mod feeds;
mod hands;
mod ingest;
pub mod inspect;
mod log;
mod manual;
mod notify;
pub mod output;
mod paths;
mod reload;
mod run;
mod service;
mod speakers;
mod store;
pub mod style;
pub mod table;
pub mod talk;
mod trial;
mod watch;

use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::log::LogFormat;
use clap::Args as ClapArgs;
use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::error::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;

/// Polls news feeds, recognises every story in any guise, and records who said what.
#[derive(Debug, Parser)]
#[command(
    name = "sayso",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
#[command(after_help = "\
Start here:
  sayso run --config config/demo.toml      the demo newsroom, without internet
  sayso inspect claims                     who said what, newest first
  sayso try https://example.org/feed.xml   what a feed would yield; stores nothing

Exit codes: 0 done, 1 failed, 2 wrong use or configuration.")]
struct Args {
    /// The shape of log lines on standard error; SAYSO_LOG sets what is logged (info, debug, sayso::poll=debug).
    #[arg(
        long,
        value_enum,
        default_value = "text",
        global = true,
        hide_possible_values = true,
        value_name = "text|json"
    )]
    log_format: LogFormat,

    #[command(subcommand)]
    command: Command,
}

/// Where the configuration and the data are.
#[derive(Clone, Debug, Default, ClapArgs)]
pub struct Place {
    /// The TOML file [default: $SAYSO_CONFIG, else $XDG_CONFIG_HOME/sayso/sayso.toml, else /etc/sayso/sayso.toml].
    #[arg(long, short, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// The data directory, whatever the configuration says.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service: poll feeds, read stories, record who said what.
    Run(run::Args),
    /// Check the configuration and report every problem at once.
    Check(check::Args),
    /// Show what a feed or page would yield; stores nothing.
    Try(trial::Args),
    /// Take stories from JSON lines through the same stages as the poller.
    Ingest(ingest::Args),
    /// Plain text to attributions; stores nothing.
    Extract(extract::Args),
    /// Measure the extractor on attributions that people have labelled.
    Eval(eval::Args),
    /// Ask what is known: stories, copies, speakers, claims.
    Inspect(inspect::Args),
    /// Correct copy groups: split, join, undo, list.
    Copies(copies::Args),
    /// Correct speakers: merge, split, rename, hide, undo, list; import known ones.
    Speakers(speakers::Args),
    /// Check or rebuild the view from the archive.
    Store(store::Args),
    /// Find feeds, import and export lists of them (OPML), resume one that was stopped.
    Feeds(feeds::Args),
    /// Have the running service read its configuration again.
    Reload(reload::Args),
    /// Man pages and shell completions.
    Manual(manual::Args),
}

/// Parses the command line, runs the one command, tells what went wrong. The whole program.
pub fn main() -> ExitCode {
    quiet_contained_panics();
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let code = match error.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => 0,
                _ => 2,
            };
            // The help itself could not be written: a closed pipe, which is no error.
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match dispatch(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

/// A library that panics on a stranger's bytes is contained where it is called, and the failure is told there; its own
/// cry would only frighten. A panic of ours is told in full.
fn quiet_contained_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| match panic.location() {
        Some(place) if !place.file().starts_with("src/") => {
            tracing::debug!(%place, "a library panicked and was contained");
        }
        _ => usual(panic),
    }));
}

fn dispatch(args: Args) -> Outcome {
    let logs = args.log_format;
    // A service writes its log; everything else speaks up only when something is wrong.
    let level = match &args.command {
        Command::Run(_) if !watch::on_terminal() => "info",
        _ => "warn",
    };
    log::start(logs, level).map_err(Failure::misuse)?;
    match args.command {
        Command::Run(args) => run::run(args),
        Command::Check(args) => check::run(&args),
        Command::Try(args) => trial::run(&args),
        Command::Ingest(args) => ingest::run(args),
        Command::Extract(args) => extract::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Inspect(args) => inspect::run(args),
        Command::Copies(args) => copies::run(args),
        Command::Speakers(args) => speakers::run(args),
        Command::Store(args) => store::run(args),
        Command::Feeds(args) => feeds::run(&args),
        Command::Reload(args) => reload::run(&args),
        Command::Manual(args) => manual::run(&args, Args::command()),
    }
}

/// The subcommands' names, for the test that README names them all.
pub fn subcommands() -> Vec<String> {
    Args::command()
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }
}
