//! The archive's directory: day files by name, the lock, and the seam where fault tests stand. Knows nothing of frames.

use super::error::ArchiveError;
use super::lock::DirLock;
use crate::model::Day;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// What follows the day in a day file's name.
const SUFFIX: &str = ".jsonl.zst";
/// The file whose lock says that somebody appends.
const LOCK: &str = "lock";

/// The path of a day's file.
pub(super) fn day_path(dir: &Path, day: Day) -> PathBuf {
    dir.join(format!("{day}{SUFFIX}"))
}

/// The days that have a file, rising. Other files in the directory are left alone.
pub(super) fn days(dir: &Path) -> Result<Vec<Day>, ArchiveError> {
    let mut days = Vec::new();
    for entry in fs::read_dir(dir).map_err(|e| ArchiveError::io(dir, e))? {
        let name = entry.map_err(|e| ArchiveError::io(dir, e))?.file_name();
        let day = name.to_str().and_then(|n| n.strip_suffix(SUFFIX));
        let day = day.and_then(|text| {
            let day = text.parse::<Day>().ok()?;
            (day.to_string() == text).then_some(day)
        });
        days.extend(day);
    }
    days.sort_unstable();
    Ok(days)
}

/// The files of a day: its own and what was put beside it under its name.
pub(super) fn files_of(dir: &Path, day: Day) -> Result<Vec<PathBuf>, ArchiveError> {
    let start = format!("{day}.");
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).map_err(|e| ArchiveError::io(dir, e))? {
        let name = entry.map_err(|e| ArchiveError::io(dir, e))?.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(&start)) {
            files.push(dir.join(name));
        }
    }
    Ok(files)
}

/// Takes the lock of the directory.
pub(super) fn lock(dir: &Path) -> Result<DirLock, ArchiveError> {
    let path = dir.join(LOCK);
    let taken = DirLock::take(&path).map_err(|e| ArchiveError::io(&path, e))?;
    taken.ok_or_else(|| ArchiveError::Locked {
        dir: dir.to_path_buf(),
    })
}

/// What the archive does to a disk when it appends. Tests put one here that fails or forgets.
pub trait Disk: Send {
    /// Opens a day file for appending, making it where it is not there.
    fn open_day(&mut self, path: &Path) -> io::Result<Box<dyn DayFile>>;
    /// Makes the names in a directory durable.
    fn sync_dir(&mut self, dir: &Path) -> io::Result<()>;
}

/// An open day file.
pub trait DayFile: Send {
    /// Its length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether it has no bytes.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
    /// Writes at its end.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns once its bytes and length are durable.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts it to a length, durably.
    fn truncate(&mut self, len: u64) -> io::Result<()>;
}

/// The operating system's disk.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    fn open_day(&mut self, path: &Path) -> io::Result<Box<dyn DayFile>> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Box::new(file))
    }

    fn sync_dir(&mut self, dir: &Path) -> io::Result<()> {
        File::open(dir)?.sync_all()
    }
}

impl DayFile for File {
    fn len(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)?;
        self.sync_data()
    }
}
