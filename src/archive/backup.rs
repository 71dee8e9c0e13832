//! A copy of the archive, day by day, while it is appended to. The view is not copied: it is rebuilt from this. Knows nothing of when.

use super::disk;
use super::error::ArchiveError;
use super::walk::DayReader;
use super::walk::Frames;
use crate::model::Day;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Read;
use std::path::Path;

/// What follows a day file's name while it is copied.
const COPYING: &str = ".copying";

/// What a backup came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Days copied: new ones, and those that had changed since the last time.
    pub days: u64,
    /// Days that lay there already.
    pub kept: u64,
    /// Bytes copied.
    pub bytes: u64,
    /// What could not be read in the days copied, in words; it was copied as it is.
    pub damage: Vec<String>,
}

/// Copies the archive in `dir` into the directory `to`, made if need be: every day that is not there or has changed. Each copy is read
/// back before it takes its place; it ends with a whole frame. Days that were pruned here stay there. Needs no lock.
pub fn backup(dir: &Path, to: &Path) -> Result<Copied, ArchiveError> {
    fs::create_dir_all(to).map_err(|e| ArchiveError::io(to, e))?;
    let mut copied = Copied::default();
    for day in disk::days(dir)? {
        let from = disk::day_path(dir, day);
        let target = disk::day_path(to, day);
        match one(&from, &target, to, day, &mut copied) {
            // Pruned just now.
            Err(e) if e.kind() == io::ErrorKind::NotFound && !from.exists() => {}
            done => done.map_err(|e| ArchiveError::io(&target, e))?,
        }
    }
    let synced = File::open(to).and_then(|dir| dir.sync_all());
    synced.map_err(|e| ArchiveError::io(to, e))?;
    Ok(copied)
}

fn one(from: &Path, target: &Path, to: &Path, day: Day, copied: &mut Copied) -> io::Result<()> {
    let reader = DayReader::open(from)?;
    let last = reader.last_whole()?;
    let end = last.map_or(0, |(at, header)| at + header.total());
    if let Ok(there) = DayReader::open(target)
        && there.len()? == end
        && there.last_whole()? == last
    {
        copied.kept += 1;
        return Ok(());
    }
    let copying = to.join(format!("{day}{COPYING}"));
    let mut file = File::create(&copying)?;
    io::copy(&mut reader.into_file()?.take(end), &mut file)?;
    file.sync_all()?;
    for frame in Frames::new(DayReader::open(&copying)?, 0, false) {
        if let Err(damage) = frame {
            copied.damage.push(damage.to_string());
        }
    }
    fs::rename(&copying, target)?;
    copied.days += 1;
    copied.bytes += end;
    Ok(())
}
