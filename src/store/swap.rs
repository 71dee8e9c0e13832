//! Putting a view that was built elsewhere in the place of the live one. Knows nothing of how it was built.

use super::error::StoreError;
use super::manifest;
use super::view::MANIFEST;
use super::view::Store;
use super::view::VIEW;
use std::fs;
use std::io;
use std::path::Path;

/// What the replaced view is called until it is deleted.
const OLD: &str = "view.old";

impl Store {
    /// Puts the closed view in `fresh` (a data directory of its own) in the place of the one in `dir`, and deletes that one.
    ///
    /// A crash on the way leaves the old view, the new one, or one that the next open finds damaged and that is then
    /// rebuilt from the archive; never a mixture.
    pub fn replace(fresh: &Path, dir: &Path) -> Result<(), StoreError> {
        let old = dir.join(OLD);
        remove(&old)?;
        let moves = [
            (dir.join(VIEW), old.clone()),
            (fresh.join(VIEW), dir.join(VIEW)),
            (fresh.join(MANIFEST), dir.join(MANIFEST)),
        ];
        for (from, to) in moves {
            match fs::rename(&from, &to) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::io(&from, error));
                }
                _ => {}
            }
        }
        manifest::sync_dir(dir)?;
        remove(&old)?;
        remove(fresh)
    }

    /// Deletes a view that was never put in place, if there is one.
    pub fn discard(fresh: &Path) -> Result<(), StoreError> {
        remove(fresh)
    }
}

fn remove(dir: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(dir, error)),
        _ => Ok(()),
    }
}
