//! `sayso store prune`: takes away what `[retention]` keeps no longer. Knows nothing of how.

use crate::archive;
use crate::archive::Archive;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::service::plan;
use crate::cli::service::retention;
use crate::cli::service::with_progress;
use crate::cli::style;
use crate::cli::talk;
use crate::config::Config;
use crate::pipeline::replay;
use crate::poll::Clock;
use crate::store::Store;

/// Names the days, and unless it is a dry run takes them away.
pub(super) fn run(config: &Config, dry_run: bool) -> Outcome {
    let keep = retention(config);
    if keep == archive::Retention::default() {
        talk::note("[retention] sets no bound, so that everything is kept");
    }
    let dir = replay::archive_dir(&config.data_dir);
    let today = Clock::System.now().day();
    // Held while days go; given up for the rebuild, which takes it again.
    let lock = match dry_run {
        true => None,
        false => Some(Archive::open(&dir).map_err(Failure::failed)?),
    };
    let days = archive::expired(&dir, &keep, today).map_err(Failure::failed)?;
    let gone = if dry_run { "would go" } else { "gone" };
    let mut sums = (0, 0);
    for day in &days {
        sums = (sums.0 + day.records, sums.1 + day.bytes);
        let (records, bytes) = (style::number(day.records), style::number(day.bytes));
        anstream::println!("{}: {records} records, {bytes} bytes {gone}", day.day);
    }
    let (records, bytes) = (style::number(sums.0), style::number(sums.1));
    if dry_run || days.is_empty() {
        anstream::println!(
            "{} days, {records} records, {bytes} bytes {gone}",
            days.len()
        );
        return Ok(());
    }
    Store::condemn(&config.data_dir).map_err(Failure::failed)?;
    archive::delete(&dir, &days).map_err(Failure::failed)?;
    drop(lock);
    let replayed = with_progress("rebuilding", |progress| {
        replay::rebuild(&config.data_dir, &plan(config), progress)
    })
    .map_err(Failure::failed)?;
    anstream::println!(
        "{} days, {records} records, {bytes} bytes {gone}; the view holds {} records now",
        days.len(),
        style::number(replayed.records)
    );
    Ok(())
}
