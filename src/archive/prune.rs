//! Which days of the archive are past keeping, and their deletion. Knows nothing of the view that has to follow.

use super::disk;
use super::error::ArchiveError;
use super::walk::DayReader;
use super::walk::Frames;
use crate::model::Day;
use std::fs;
use std::fs::File;
use std::path::Path;

/// How much of the archive is kept. The newest day always is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// Days are kept for so many days after their own; `None` for ever.
    pub days: Option<u32>,
    /// Bytes that the day files may take together: of more, the oldest days go; `None` for any number.
    pub bytes: Option<u64>,
}

/// A day past keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The day.
    pub day: Day,
    /// Bytes of its files.
    pub bytes: u64,
    /// Records in it that can be read.
    pub records: u64,
}

/// The days of the archive in `dir` that are past keeping on `today`, oldest first.
pub fn expired(dir: &Path, keep: &Retention, today: Day) -> Result<Vec<Expired>, ArchiveError> {
    let days = disk::days(dir)?;
    let newest = days.last().copied();
    expired_of(dir, &days, newest, keep, today)
}

/// The same of some of the days, rising, but for the archive's newest.
pub(super) fn expired_of(
    dir: &Path,
    days: &[Day],
    newest: Option<Day>,
    keep: &Retention,
    today: Day,
) -> Result<Vec<Expired>, ArchiveError> {
    let mut sizes = Vec::new();
    for &day in days {
        let mut bytes = 0;
        for path in disk::files_of(dir, day)? {
            bytes += fs::metadata(&path)
                .map_err(|e| ArchiveError::io(&path, e))?
                .len();
        }
        sizes.push(bytes);
    }
    let mut total: u64 = sizes.iter().sum();
    let mut expired = Vec::new();
    for (&day, &bytes) in days.iter().zip(&sizes) {
        let age = i64::from(today.number()) - i64::from(day.number());
        let old = keep.days.is_some_and(|days| age > i64::from(days));
        let much = keep.bytes.is_some_and(|most| total > most);
        if Some(day) == newest || !old && !much {
            break;
        }
        total -= bytes;
        let path = disk::day_path(dir, day);
        let reader = DayReader::open(&path).map_err(|e| ArchiveError::io(&path, e))?;
        let frames = Frames::new(reader, 0, false).flatten();
        let records = frames.map(|frame| u64::from(frame.header.records)).sum();
        expired.push(Expired {
            day,
            bytes,
            records,
        });
    }
    Ok(expired)
}

/// Deletes days with all that lies beside them (what was torn off their ends), oldest first, durably. The view still shows
/// what was in them until it is rebuilt.
pub fn delete(dir: &Path, days: &[Expired]) -> Result<(), ArchiveError> {
    for expired in days {
        for path in disk::files_of(dir, expired.day)? {
            fs::remove_file(&path).map_err(|e| ArchiveError::io(&path, e))?;
        }
    }
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(|e| ArchiveError::io(dir, e))
}
