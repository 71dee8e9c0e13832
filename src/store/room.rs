//! How much room the disk has for the view. Knows nothing of what is written.

use super::error::StoreError;
use super::view::Store;
use std::path::Path;
use std::sync::atomic::Ordering;

impl Store {
    /// An error where the disk has fewer free bytes than [`super::OpenOptions::reserve_bytes`]: then nothing new is to be taken in.
    pub fn has_room(&self) -> Result<(), StoreError> {
        self.spare(self.reserve(), 0)
    }

    /// Sets [`super::OpenOptions::reserve_bytes`] from now on.
    pub fn set_reserve(&self, bytes: u64) {
        self.reserve_bytes.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn reserve(&self) -> u64 {
        self.reserve_bytes.load(Ordering::Relaxed)
    }

    pub(super) fn spare(&self, reserve: u64, bytes: u64) -> Result<(), StoreError> {
        match free_bytes(&self.dir) {
            Some(free) if free < reserve.saturating_add(bytes) => {
                let dir = self.dir.clone();
                Err(StoreError::Full { dir })
            }
            _ => Ok(()),
        }
    }
}

/// Free bytes on the file system of `dir` for who is not root; `None` where that cannot be told.
fn free_bytes(dir: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let stat = rustix::fs::statvfs(dir).ok()?;
        Some(stat.f_bavail.saturating_mul(stat.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = dir;
        None
    }
}
