//! `sayso store verify`: names every fault of archive and view, and mends what can be derived. Knows nothing of how either is checked.

use crate::archive;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::talk;
use crate::config::Config;
use crate::pipeline::replay;
use crate::store::StoreError;

/// What was found.
#[derive(Default)]
struct Found {
    /// Faults of the archive.
    archive: Vec<String>,
    /// Faults of the view, all of which a rebuild mends.
    view: Vec<String>,
    /// What was looked at, in words.
    told: String,
}

/// Checks, and with `repair` rebuilds a view at fault and checks again.
pub(super) fn run(config: &Config, repair: bool) -> Outcome {
    let mut found = check(config)?;
    if repair && !found.view.is_empty() {
        for fault in &found.view {
            talk::note(&format!("to be mended: {fault}"));
        }
        match super::rebuild(config) {
            // Damage of the archive is told below.
            Ok(()) | Err(Failure::Failed(_)) => found = check(config)?,
            Err(failure) => return Err(failure),
        }
    }
    for fault in found.archive.iter().chain(&found.view) {
        anstream::println!("{fault}");
    }
    let told = found.told;
    let faults = found.archive.len() + found.view.len();
    if faults == 0 {
        anstream::println!("all is well: {told}");
        return Ok(());
    }
    let way_out = match found.view.is_empty() {
        true => "what is damaged in the archive is lost unless a backup has it",
        false => "a fault of the view is mended by `sayso store verify --repair`",
    };
    Err(Failure::failed(format!(
        "{faults} faults in {told}; {way_out}"
    )))
}

fn check(config: &Config) -> Result<Found, Failure> {
    let dir = replay::archive_dir(&config.data_dir);
    let summary = archive::verify(&dir).map_err(Failure::failed)?;
    let mut found = Found::default();
    let damages = summary.damages.iter();
    found
        .archive
        .extend(damages.map(|damage| format!("archive: {damage}")));
    let unlisted = summary.damage_count - summary.damages.len() as u64;
    beyond_list(&mut found.archive, unlisted);
    let reader = archive::Reader::open(&dir).map_err(Failure::failed)?;
    let view = match super::open(config) {
        Ok(store) => {
            let report = store.verify(Some(&reader)).map_err(Failure::failed)?;
            let problems = report.problems.iter();
            found
                .view
                .extend(problems.map(|problem| format!("view: {problem}")));
            let unlisted = report.problem_count - report.problems.len() as u64;
            beyond_list(&mut found.view, unlisted);
            let applied = store.applied().map_or(0, |(_, seq)| seq);
            let newest = reader.last().map_err(Failure::failed)?;
            let behind = newest.map_or(0, |(_, seq)| seq).saturating_sub(applied);
            if behind > 0 {
                talk::note(&format!(
                    "the view is {behind} records behind; the next start brings it up to date"
                ));
            }
            format!("{} rows in the view", report.rows)
        }
        Err(StoreError::Missing { .. }) => {
            talk::note("there is no view; the next start builds it");
            "no view".to_owned()
        }
        Err(error @ (StoreError::Locked { .. } | StoreError::Newer { .. })) => {
            return Err(Failure::failed(error));
        }
        Err(error) => {
            found.view.push(format!("view: {error}"));
            "an unreadable view".to_owned()
        }
    };
    found.told = format!(
        "{} records in {} frames, {} bytes of archive; {view}",
        summary.records, summary.frames, summary.bytes
    );
    Ok(found)
}

/// Says how many faults there are that no list names.
fn beyond_list(faults: &mut Vec<String>, more: u64) {
    if more > 0 {
        faults.push(format!("and {more} more of the same part"));
    }
}
