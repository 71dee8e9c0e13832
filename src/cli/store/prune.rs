//! `sayso store prune`: takes away what `[retention]` keeps no longer: days, texts of days, notes on fetches. Knows nothing of how.

use crate::archive;
use crate::archive::Archive;
use crate::archive::Expired;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::service::plan;
use crate::cli::service::retention;
use crate::cli::service::with_progress;
use crate::cli::style;
use crate::cli::talk;
use crate::config::Config;
use crate::pipeline::keep;
use crate::pipeline::keep::Keep;
use crate::pipeline::replay;
use crate::poll::Clock;
use crate::store::Store;
use crate::store::StoreError;
use std::path::Path;

/// Names what goes, and unless it is a dry run takes it away.
pub(super) fn run(config: &Config, dry_run: bool) -> Outcome {
    let keep = retention(config);
    if keep == Keep::default() {
        talk::note("[retention] sets no bound, so that everything is kept");
    }
    let gone = if dry_run { "would go" } else { "gone" };
    days(config, &keep, dry_run, gone)?;
    if keep.texts != archive::Retention::default() {
        texts(config, &keep, dry_run, gone)?;
    }
    if keep.fetches != archive::Retention::default() {
        fetches(config, &keep, dry_run, gone)?;
    }
    Ok(())
}

/// Days of the archive with all that was read from them.
fn days(config: &Config, keep: &Keep, dry_run: bool, gone: &str) -> Outcome {
    let dir = replay::archive_dir(&config.data_dir);
    let today = Clock::System.now().day();
    // Held while days go; given up for the rebuild, which takes it again.
    let lock = match dry_run {
        true => None,
        false => Some(Archive::open(&dir).map_err(Failure::failed)?),
    };
    let days = archive::expired(&dir, &keep.records, today).map_err(Failure::failed)?;
    let (records, bytes) = told(&days, "", gone);
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

/// Names days, and gives their records and bytes in all.
fn told(days: &[Expired], what: &str, gone: &str) -> (String, String) {
    for day in days {
        let (records, bytes) = (style::number(day.records), style::number(day.bytes));
        anstream::println!("{}: {what}{records} records, {bytes} bytes {gone}", day.day);
    }
    let sum = |of: fn(&Expired) -> u64| style::number(days.iter().map(of).sum());
    (sum(|day| day.records), sum(|day| day.bytes))
}

/// Texts of days whose claims stay.
fn texts(config: &Config, keep: &Keep, dry_run: bool, gone: &str) -> Outcome {
    let dir = replay::archive_dir(&config.data_dir);
    let today = Clock::System.now().day();
    let due = keep::texts_due(&dir, keep, today).map_err(Failure::failed)?;
    // What is left of a text is known only once it is taken away.
    if dry_run {
        let (records, bytes) = told(&due, "the texts of ", gone);
        let days = due.len();
        anstream::println!(
            "the texts of {days} days, {records} records, in files of {bytes} bytes {gone}"
        );
        return Ok(());
    }
    if due.is_empty() {
        anstream::println!("the texts of 0 days, 0 bytes {gone}");
        return Ok(());
    }
    let _lock = Archive::open(&dir).map_err(Failure::failed)?;
    // What the view has not applied yet would be judged otherwise without its text.
    let (store, ..) = with_progress("bringing the view up to date", |progress| {
        replay::open_up_to_date(&config.data_dir, &plan(config), progress)
    })
    .map_err(Failure::failed)?;
    let done = keep::take_texts(&dir, &store, &due, &|| false).map_err(Failure::failed)?;
    index(&store, &dir)?;
    store.checkpoint().map_err(Failure::failed)?;
    drop(store);
    let (mut days, mut freed) = (0u64, 0);
    for day in done {
        match day.left {
            None => {
                let (before, after) = (style::number(day.before), style::number(day.after));
                anstream::println!("{}: texts {gone}, {before} bytes, now {after}", day.day);
                days += 1;
                freed += day.before.saturating_sub(day.after);
            }
            Some(why) => talk::warning(&format!("{} keeps its texts: {why}", day.day)),
        }
    }
    let freed = style::number(freed);
    anstream::println!("the texts of {days} days, {freed} bytes {gone}");
    Ok(())
}

fn index(store: &Store, archive: &Path) -> Outcome {
    if store.words_are_due().map_err(Failure::failed)? {
        let reader = archive::Reader::open(archive).map_err(Failure::failed)?;
        let indexed = store.index_words(&reader, &|| false);
        indexed.map_err(Failure::failed)?;
    }
    Ok(())
}

/// How fetches went.
fn fetches(config: &Config, keep: &Keep, dry_run: bool, gone: &str) -> Outcome {
    let store = match super::open(config) {
        Err(StoreError::Locked { .. }) if dry_run => {
            talk::note("notes on fetches are not counted while the service runs");
            return Ok(());
        }
        Err(StoreError::Missing { .. }) => return Ok(()),
        opened => opened.map_err(Failure::failed)?,
    };
    let due = keep::fetches_due(&store, keep, Clock::System.now(), !dry_run);
    let due = due.map_err(Failure::failed)?;
    if !dry_run && due.notes > 0 {
        // Out of the files of the view too.
        store.fold(&|| false).map_err(Failure::failed)?;
    }
    store.close().map_err(Failure::failed)?;
    let (notes, bytes) = (style::number(due.notes), style::number(due.bytes));
    anstream::println!("notes on {notes} fetches, {bytes} bytes {gone}");
    Ok(())
}
