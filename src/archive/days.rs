//! How much each day of the archive holds, from the headers of its first and last frames: cheap however long the archive is.

use super::disk;
use super::walk::DayReader;
use crate::model::Day;
use std::fs;
use std::path::Path;

/// One day of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySize {
    /// The day.
    pub day: Day,
    /// Records in it: stories as they were observed, and what people decided.
    pub records: u64,
    /// Bytes of its file.
    pub bytes: u64,
}

/// The days of the archive in `dir`, oldest first. A day that cannot be read counts as empty: this is for looking, `verify` is
/// for being sure.
pub fn day_sizes(dir: &Path) -> Vec<DaySize> {
    let Ok(days) = disk::days(dir) else {
        return Vec::new();
    };
    let size = |day: Day| {
        let path = disk::day_path(dir, day);
        DaySize {
            day,
            records: records(&path).unwrap_or(0),
            bytes: fs::metadata(&path).map_or(0, |file| file.len()),
        }
    };
    days.into_iter().map(size).collect()
}

/// Records are numbered without gaps, so the first and the last number tell how many there are.
fn records(path: &Path) -> Option<u64> {
    let reader = DayReader::open(path).ok()?;
    let first = reader.header(0, reader.len().ok()?).ok()??;
    let (_, last) = reader.last_whole().ok()??;
    let end = last.first_seq.checked_add(u64::from(last.records))?;
    end.checked_sub(first.first_seq)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::archive::Archive;
    use crate::model::Story;

    #[test]
    fn days_are_counted_and_a_damaged_one_is_empty() {
        let dir = tempfile::tempdir().unwrap();
        let (mut archive, _) = Archive::open(dir.path()).unwrap();
        let story = Story::default();
        for (batch, time) in [
            (3, "2026-11-16T08:00:00Z"),
            (2, "2026-11-16T09:00:00Z"),
            (1, "2026-11-18T08:00:00Z"),
        ] {
            archive
                .append(&vec![&story; batch], time.parse().unwrap())
                .unwrap();
        }
        let days = day_sizes(dir.path());
        let told: Vec<_> = days
            .iter()
            .map(|d| (d.day.to_string(), d.records))
            .collect();
        assert_eq!(told, [("2026-11-16".into(), 5), ("2026-11-18".into(), 1)]);
        assert!(days[0].bytes > days[1].bytes);

        fs::write(dir.path().join("2026-11-18.jsonl.zst"), "x").unwrap();
        assert_eq!(day_sizes(dir.path())[1].records, 0);
        assert!(day_sizes(&dir.path().join("none")).is_empty());
    }
}
