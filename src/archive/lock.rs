//! The lock that says who writes to a directory. Knows nothing of what lies there.

use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::io;
use std::path::Path;

/// A held lock file. Given up when dropped, and by the system however the process ends.
#[derive(Debug)]
pub(crate) struct DirLock(File);

impl DirLock {
    /// Takes the lock that the file at `path` stands for, making the file where it is not there. `None`: somebody holds it.
    pub(crate) fn take(path: &Path) -> io::Result<Option<DirLock>> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(DirLock(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }
}

impl Drop for DirLock {
    // Closing alone is not enough: a process that another thread has just begun holds a copy of the handle, and so the
    // lock, until it runs its own program.
    fn drop(&mut self) {
        // What cannot be unlocked is closed now.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::DirLock;

    #[test]
    fn a_dropped_lock_is_free_though_a_child_still_holds_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let lock = DirLock::take(&path).unwrap().unwrap();
        assert!(DirLock::take(&path).unwrap().is_none());
        // What a fork does to the handle.
        let childs = lock.0.try_clone().unwrap();
        drop(lock);
        assert!(DirLock::take(&path).unwrap().is_some());
        drop(childs);
    }
}
