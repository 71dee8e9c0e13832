//! `sayso store`: checks archive and view, rebuilds the view, says how large they are, makes them smaller, prunes them.

mod compact;
mod export;
mod import;
mod prune;
mod sink;
mod size;
mod verify;

use crate::archive;
use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::paths;
use crate::cli::service::plan;
use crate::cli::service::with_progress;
use crate::cli::talk;
use crate::config::Config;
use crate::pipeline::replay;
use crate::store::OpenOptions;
use crate::store::Store;
use crate::store::StoreError;
use clap::Args as ClapArgs;
use clap::Subcommand;
use std::path::Path;
use std::path::PathBuf;

/// Arguments of `store`.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check every frame of the archive, every row of the view and every reference both ways.
    #[command(after_help = "\
Reads everything and, without --repair, changes nothing; needs that no daemon runs on the data directory. The view is derived
from the archive, so that all of it can be mended; what is damaged in the archive is named and stays as it is.

Examples:
  sayso store verify --config config/sayso.toml
  sayso store verify --repair --config config/sayso.toml

Exit codes: 0 all is well, 1 something is not, each fault named on standard output.")]
    Verify(Verify),
    /// Build the view anew from the archive, beside the live one, then swap them.
    #[command(after_help = "\
The same archive gives the same view. Use it after `store verify` found the view at fault, or to apply a better
extractor to everything kept. Needs that no daemon runs on the data directory.

Examples:
  sayso store rebuild --config config/sayso.toml")]
    Rebuild(Rebuild),
    /// How large archive and view are, tree by tree.
    #[command(after_help = "\
Reads the whole view; needs that no daemon runs on the data directory. Bytes of trees are what is in them, before packing.

Examples:
  sayso store size --config config/sayso.toml
  sayso store size --format json")]
    Size(Size),
    /// Copy the archive, day by day, while the service runs or not.
    #[command(after_help = "\
Copies each day that is not in DIR/archive yet or has changed since; run it as often as you like. The archive is all there is to back
up: the view is rebuilt from it. To restore, make DIR the data directory (or copy it there) and start: `sayso run` builds the view.

Examples:
  sayso store backup /mnt/backup/sayso --config config/sayso.toml
  sayso store verify --data-dir /mnt/backup/sayso")]
    Backup(Backup),
    /// Write stories, attributions, claims, sightings and speakers to files for other programs.
    #[command(after_help = "\
Asks the running service, or reads the view itself. DIR gets a file a table and, last of all, export.json: without it the export
is not whole. The tables are those of the view (sightings, attributions, claims, stories, speakers) and the two of the archive
(revisions: every observed state of a story; corrections: what people decided). Spans are in Unicode code points of the story's text.
What --since names is the number that the export before ended with: only rows that were touched after it are written, as they are
now; a row whose first columns are those of one that you have takes its place. A person's correction may touch any row: behind one, the
export is whole again, and says so.

Examples:
  sayso store export out/
  sayso store export out/ --format parquet
  sayso store export out/ --since 48211
  sayso store export - --only claims --format csv > claims.csv

Exit codes: 0 complete, 1 not complete (standard error says what is missing, and there is no export.json).")]
    Export(export::Args),
    /// Take in what another data directory, a backup or an export holds.
    #[command(after_help = "\
Reads the archive in DIR, or the revisions.jsonl of an export there, and records every observed state of a story that is not known
here, as it was first seen there; then the corrections that are not known here. A state that is older than what is known of its
story is left out: histories are not woven together. May be repeated; needs that no daemon runs on the data directory.

Examples:
  sayso store import /mnt/old-machine/sayso
  sayso store import out/ --data-dir /var/lib/sayso

Exit codes: 0 all is here now, 1 some of it could not be read, each fault named on standard error.")]
    Import(import::Args),
    /// Take away what `[retention]` keeps no longer: days with all that was read from them, texts, notes on fetches.
    #[command(after_help = "\
Deletes whole days of the archive and builds the view anew from what is left; rewrites days whose texts go, with the words of their
attributions alone; and forgets how fetches went. So what is gone is gone from the disk. The service does it by itself at the
beginning of a day. Needs that no daemon runs on the data directory, but for --dry-run.

Examples:
  sayso store prune --dry-run --config config/sayso.toml
  sayso store prune --config config/sayso.toml")]
    Prune(Prune),
    /// Make archive and view as small as they get, without losing anything.
    #[command(after_help = "\
Recompresses the archive's closed days and packs the view. The service does both by itself in the background; this does
all of it at once. Needs that no daemon runs on the data directory.

Examples:
  sayso store compact --config config/sayso.toml

Exit codes: 0 done, 1 a damaged day was left as it is.")]
    Compact(Compact),
}

#[derive(Debug, ClapArgs)]
struct Verify {
    #[command(flatten)]
    place: Place,

    /// Rebuild the view from the archive if anything is wrong with it, then check again.
    #[arg(long)]
    repair: bool,
}

#[derive(Debug, ClapArgs)]
struct Rebuild {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Compact {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Backup {
    /// Where to; made if it is not there.
    #[arg(value_name = "DIR")]
    to: PathBuf,

    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Prune {
    #[command(flatten)]
    place: Place,

    /// Say what would go, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, ClapArgs)]
struct Size {
    #[command(flatten)]
    place: Place,

    /// Shape of the output.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// Runs the one asked for.
pub fn run(args: Args) -> Outcome {
    match args.command {
        Command::Verify(args) => verify::run(&existing(&args.place)?, args.repair),
        Command::Rebuild(args) => rebuild(&existing(&args.place)?),
        Command::Compact(args) => compact::run(&existing(&args.place)?),
        Command::Backup(args) => backup(&existing(&args.place)?, &args.to),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Prune(args) => prune::run(&existing(&args.place)?, args.dry_run),
        Command::Size(args) => size::run(&existing(&args.place)?, args.format),
    }
}

/// The configuration, whose data directory must be there.
fn existing(place: &Place) -> Result<Config, Failure> {
    let config = paths::config_or_defaults(place)?;
    if !replay::archive_dir(&config.data_dir).exists() {
        return Err(Failure::failed(format!(
            "there is no archive in {}: `sayso run` or `sayso ingest` makes one, --config or --data-dir names another place",
            config.data_dir.display()
        )));
    }
    Ok(config)
}

fn open(config: &Config) -> Result<Store, StoreError> {
    Store::open(
        &config.data_dir,
        OpenOptions {
            create: false,
            ..plan(config).options
        },
    )
}

fn backup(config: &Config, to: &Path) -> Outcome {
    let (from, to) = (
        replay::archive_dir(&config.data_dir),
        replay::archive_dir(to),
    );
    let copied = archive::backup(&from, &to).map_err(Failure::failed)?;
    for damage in &copied.damage {
        talk::warning(&format!("copied as it is: {damage}"));
    }
    anstream::println!(
        "{} days copied, {} bytes; {} days lay there already",
        copied.days,
        copied.bytes,
        copied.kept
    );
    match copied.damage.is_empty() {
        true => Ok(()),
        false => Err(Failure::failed(
            "parts of the archive cannot be read; everything else is copied",
        )),
    }
}

fn rebuild(config: &Config) -> Outcome {
    let replayed = with_progress("rebuilding", |progress| {
        replay::rebuild(&config.data_dir, &plan(config), progress)
    })
    .map_err(Failure::failed)?;
    for damage in &replayed.damage {
        talk::warning(&damage.to_string());
    }
    anstream::println!("rebuilt the view from {} records", replayed.records);
    if replayed.damage.is_empty() {
        return Ok(());
    }
    Err(Failure::failed(format!(
        "{} parts of the archive could not be read; everything else is in the view",
        replayed.damage.len()
    )))
}
