//! Putting a view that was built elsewhere in the place of the live one. Knows nothing of how it was built.

use super::VIEW_FORMAT;
use super::error::StoreError;
use super::manifest;
use super::manifest::State;
use super::view::CONDEMNED;
use super::view::MANIFEST;
use super::view::STATE;
use super::view::Store;
use super::view::VIEW;
use super::view::hold;
use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

/// What the replaced view is called until it is deleted.
const OLD: &str = "view.old";

impl Store {
    /// Puts the closed view in `fresh` (a data directory of its own) in the place of the one in `dir`, and deletes that one.
    /// Needs that nobody has either open; see [`Store::adopt`].
    ///
    /// A crash on the way leaves the old view, the new one, or one that the next open finds damaged and that is then
    /// rebuilt from the archive; never a mixture.
    pub fn replace(fresh: &Path, dir: &Path) -> Result<(), StoreError> {
        exchange(fresh, dir)?;
        remove(&dir.join(OLD))?;
        remove(fresh)
    }

    /// The number that the first layer of a view must have that this one is to adopt.
    pub fn next_layer(&self) -> u64 {
        self.engine.next_layer()
    }

    /// How often this view adopted another one. What was found damaged in an earlier generation is gone.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    /// As [`Store::replace`] while this view is open: who asks from now on is answered from the other one. A view that takes no more
    /// writes because one failed takes them again.
    pub fn adopt(&self, fresh: &Path) -> Result<(), StoreError> {
        // In the order in which a fold takes them.
        let _turn = hold(&self.folding);
        let mut stopped = hold(&self.stopped);
        *stopped = true;
        exchange(fresh, &self.dir)?;
        self.engine.reopen()?;
        self.words.forget();
        let kept: Option<State> = self.get(&STATE)?;
        *hold(&self.state) = kept.unwrap_or(State {
            format: VIEW_FORMAT,
            ..State::default()
        });
        *stopped = false;
        self.generation.fetch_add(1, Ordering::Relaxed);
        remove(&self.dir.join(OLD))?;
        remove(fresh)
    }

    /// Says that the view in `dir` must not be believed any more, however the process goes on: for before the archive is changed under it. Until
    /// another one takes its place, opening it gives an error that calls for a rebuild.
    pub fn condemn(dir: &Path) -> Result<(), StoreError> {
        let path = dir.join(CONDEMNED);
        let marked = File::create(&path).and_then(|file| file.sync_all());
        marked.map_err(|e| StoreError::io(&path, e))?;
        manifest::sync_dir(dir)
    }

    /// Deletes a view that was never put in place, if there is one.
    pub fn discard(fresh: &Path) -> Result<(), StoreError> {
        remove(fresh)
    }
}

fn exchange(fresh: &Path, dir: &Path) -> Result<(), StoreError> {
    let old = dir.join(OLD);
    remove(&old)?;
    let moves = [
        (dir.join(VIEW), old),
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
    pardon(dir)?;
    manifest::sync_dir(dir)
}

/// Takes back what [`Store::condemn`] said: another view is in place.
pub(super) fn pardon(dir: &Path) -> Result<(), StoreError> {
    let path = dir.join(CONDEMNED);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(&path, error)),
        _ => Ok(()),
    }
}

fn remove(dir: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(dir, error)),
        _ => Ok(()),
    }
}
