//! `sayso store compact`: recompresses the archive's closed days, indexes words, packs the view. Knows nothing of how.

use crate::archive;
use crate::archive::Archive;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::style;
use crate::cli::talk;
use crate::config::Config;
use crate::pipeline::replay;
use crate::store::StoreError;

/// Does one after the other.
pub(super) fn run(config: &Config) -> Outcome {
    let dir = replay::archive_dir(&config.data_dir);
    // Held to the end: whoever starts meanwhile is told.
    let (_archive, notices) = Archive::open(&dir).map_err(Failure::failed)?;
    for notice in &notices {
        talk::warning(&notice.to_string());
    }
    let days = archive::recompress(&dir, &|| false).map_err(Failure::failed)?;
    let mut left = 0;
    for day in &days {
        let (before, after) = (style::number(day.before), style::number(day.after));
        match &day.left {
            None => anstream::println!("archive {}: {before} bytes, now {after}", day.day),
            Some(why) => {
                left += 1;
                anstream::println!("archive {}: left as it is ({why})", day.day);
            }
        }
    }
    match super::open(config) {
        Ok(store) => {
            let before = store.size_on_disk().map_err(Failure::failed)?;
            let reader = archive::Reader::open(&dir).map_err(Failure::failed)?;
            store
                .index_words(&reader, &|| false)
                .map_err(Failure::failed)?;
            store.fold(&|| false).map_err(Failure::failed)?;
            let after = store.size_on_disk().map_err(Failure::failed)?;
            let (before, after) = (style::number(before), style::number(after));
            anstream::println!("view: {before} bytes, now {after}");
            store.close().map_err(Failure::failed)?;
        }
        Err(StoreError::Missing { .. }) => talk::note("there is no view; the next start builds it"),
        Err(error) => return Err(Failure::failed(error)),
    }
    match left {
        0 => Ok(()),
        _ => Err(Failure::failed(
            "damaged days were left as they are: `sayso store verify` names the damage",
        )),
    }
}
