//! Opening, changing and closing the view, and setting a damaged one aside. Knows nothing of what is asked of it.

use super::VIEW_FORMAT;
use super::error::StoreError;
use super::key::FeedKey;
use super::key::MetaKey;
use super::laid::Knobs;
use super::laid::LAYERS;
use super::layers::Batch;
use super::layers::Engine;
use super::manifest;
use super::manifest::State;
use super::rows::FeedRow;
use super::rows::Totals;
use super::search::Words;
use super::typed::put_only;
use crate::archive::DirLock;
use crate::archive::Position;
use crate::model::FeedId;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::TryLockError;
use std::sync::atomic::AtomicU64;
use xxhash_rust::xxh3::xxh3_64;

/// The directory of the layers inside the data directory.
pub(super) const VIEW: &str = "view";
/// The manifest inside the data directory.
pub(super) const MANIFEST: &str = "view.json";
/// The file inside the data directory whose lock says that somebody has the view open. sled's own lock would not do: a
/// panic inside sled may leave it held, and a damaged view has to be set aside all the same.
const LOCK: &str = "view.lock";
/// The file inside the data directory that says why the view beside it must not be believed any more.
pub(super) const CONDEMNED: &str = "view.condemned";
/// What damaged views are called, before their number.
const SET_ASIDE: &str = "view.damaged-";
/// Damaged views kept; when there are more, the oldest are deleted.
const MAX_SET_ASIDE: usize = 2;

/// The only key of the `meta` tree: the [`State`].
pub(super) const STATE: MetaKey = MetaKey { number: 0 };

/// How to open a view.
#[derive(Clone, Debug)]
pub struct OpenOptions {
    /// Bound of the engine's page cache, in bytes of pages on disk. The process takes several times as much.
    pub cache_bytes: u64,
    /// How often the engine writes, syncs and tidies by itself, in milliseconds.
    pub flush_every_ms: u64,
    /// Free bytes on the disk below which the view writes no more ([`StoreError::Full`]): a wholly full disk would also keep it from being opened again.
    pub reserve_bytes: u64,
    /// The number of the first layer of a view that is made: [`Store::next_layer`] of the one whose place it is to take, else 1.
    pub first_layer: u64,
    /// Whether to make a view where there is none; else [`StoreError::Missing`].
    pub create: bool,
    /// Whether a view that is made will be built from nothing, for [`Store::settle`]: until then nothing of it is durable, and changes cost
    /// a tenth. Held in memory until [`Store::fold_is_due`], some 300 MB.
    pub bulk: bool,
    /// Where the sorted runs of a view that is built from nothing lie, in a folder of its own; `None` is inside the view.
    pub runs: Option<PathBuf>,
}

impl Default for OpenOptions {
    fn default() -> OpenOptions {
        OpenOptions {
            cache_bytes: 64 * 1024 * 1024,
            flush_every_ms: 500,
            reserve_bytes: 64 * 1024 * 1024,
            first_layer: 1,
            create: true,
            bulk: false,
            runs: None,
        }
    }
}

/// The view that is asked. One process has it open at a time. Reading goes on while it is changed; changes take their turn.
/// Dropping it gives up the lock; what was not checkpointed is replayed from the archive next time.
pub struct Store {
    pub(super) engine: Engine,
    pub(super) dir: PathBuf,
    pub(super) reserve_bytes: AtomicU64,
    /// How far the view has come. Never held over a write, so that asking does not wait for the disk.
    pub(super) state: Mutex<State>,
    /// How often another view took the place of this one.
    pub(super) generation: AtomicU64,
    /// The turn of whoever changes the view; set by a failed write, see [`StoreError::Stopped`].
    pub(super) stopped: Mutex<bool>,
    /// The turn of whoever folds, or indexes words.
    pub(super) folding: Mutex<()>,
    pub(super) words: Words,
    /// Held, not used; last, so that the engine is closed before it is given up.
    _lock: DirLock,
}

impl Store {
    /// Opens the view in the data directory `dir` (`dir/view/`, `dir/view.json`).
    ///
    /// An error for which [`StoreError::calls_for_rebuild`] holds is answered by [`Store::set_aside`], another
    /// open, and a replay of the whole archive. Where the view has applied more than the archive holds, it has to be set aside too.
    pub fn open(dir: &Path, options: OpenOptions) -> Result<Store, StoreError> {
        let view = dir.join(VIEW);
        let there = view.join(LAYERS).exists();
        if !options.create && !there {
            return Err(StoreError::Missing {
                dir: dir.to_path_buf(),
            });
        }
        fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
        let lock = lock(dir)?;
        let path = dir.join(MANIFEST);
        let recorded = manifest::read(&path)?;
        let damaged = |what: &str| StoreError::Damaged {
            tree: "view",
            key: view.display().to_string(),
            what: what.to_owned(),
        };
        if dir.join(CONDEMNED).exists() {
            return Err(damaged("the archive was changed under it"));
        }
        if !there && recorded.is_some_and(|r| r.applied.is_some()) {
            return Err(damaged("the database is gone, but its manifest is there"));
        }
        let knobs = Knobs {
            cache_bytes: options.cache_bytes,
            flush_every_ms: options.flush_every_ms,
            first_layer: options.first_layer,
            bulk: options.bulk,
        };
        let runs = options.runs.filter(|_| options.bulk);
        let runs = runs.map(|cache| runs_of(&cache, dir));
        let engine = Engine::open(&view, knobs, runs.as_deref())?;
        if !there {
            manifest::sync_dir(&view)?;
            manifest::sync_dir(dir)?;
        }
        let store = Store {
            engine,
            dir: dir.to_path_buf(),
            reserve_bytes: AtomicU64::new(options.reserve_bytes),
            state: Mutex::new(State {
                format: VIEW_FORMAT,
                ..State::default()
            }),
            generation: AtomicU64::new(0),
            stopped: Mutex::new(false),
            folding: Mutex::new(()),
            words: Words::default(),
            _lock: lock,
        };
        let kept: Option<State> = store.get(&STATE)?;
        if let Some(kept) = kept {
            manifest::check_format(kept.format)?;
            *hold(&store.state) = kept;
        }
        let seq = |s: Option<State>| s.and_then(|s| s.applied).map_or(0, |(_, seq)| seq);
        match recorded {
            Some(recorded) if seq(kept) < seq(Some(recorded)) => {
                return Err(damaged("the database holds less than its manifest says"));
            }
            Some(recorded) if seq(kept) == seq(Some(recorded)) => {
                if kept.is_some_and(|k| k != recorded) {
                    return Err(damaged("the database and its manifest disagree"));
                }
            }
            Some(_) => {}
            None if kept.is_some() => {
                return Err(damaged("the manifest is gone, but the database is there"));
            }
            None => manifest::write_sealed(&path, &*hold(&store.state))?,
        }
        Ok(store)
    }

    /// Moves the view in `dir` out of the way as `view.damaged-N`, manifest included, and says where to. The newest two are kept.
    /// The next open makes an empty view. [`StoreError::Locked`] while somebody has the view open.
    pub fn set_aside(dir: &Path) -> Result<PathBuf, StoreError> {
        let _lock = lock(dir)?;
        let mut numbers = set_aside_numbers(dir)?;
        let number = numbers.last().map_or(1, |n| n + 1);
        let target = dir.join(format!("{SET_ASIDE}{number}"));
        let view = dir.join(VIEW);
        if view.exists() {
            fs::rename(&view, &target).map_err(|e| StoreError::io(&view, e))?;
        } else {
            fs::create_dir(&target).map_err(|e| StoreError::io(&target, e))?;
        }
        let path = dir.join(MANIFEST);
        if path.exists() {
            fs::rename(&path, target.join(MANIFEST)).map_err(|e| StoreError::io(&path, e))?;
        }
        super::swap::pardon(dir)?;
        manifest::sync_dir(dir)?;
        numbers.push(number);
        for old in numbers.iter().rev().skip(MAX_SET_ASIDE) {
            let old = dir.join(format!("{SET_ASIDE}{old}"));
            fs::remove_dir_all(&old).map_err(|e| StoreError::io(&old, e))?;
        }
        Ok(target)
    }

    /// The archive record that the view has applied last: its place and number.
    pub fn applied(&self) -> Option<(Position, u64)> {
        hold(&self.state).applied
    }

    /// Totals over the whole view.
    pub fn totals(&self) -> Totals {
        hold(&self.state).totals
    }

    /// Bytes that the view takes on disk.
    pub fn size_on_disk(&self) -> Result<u64, StoreError> {
        self.engine.size_on_disk()
    }

    /// Does all that a change says in one transaction, together with the applied position. A change that is applied already does nothing.
    ///
    /// Durable after the next [`Store::checkpoint`]; until then a crash costs a replay from the archive.
    pub fn apply(&self, change: &super::Change) -> Result<(), StoreError> {
        let mut stopped = hold(&self.stopped);
        if let Some((position, seq)) = self.applied() {
            if change.seq <= seq {
                return Ok(());
            }
            if change.position <= position {
                return Err(StoreError::OutOfOrder {
                    seq: change.seq,
                    position: change.position,
                });
            }
        }
        let state = State {
            format: VIEW_FORMAT,
            applied: Some((change.position, change.seq)),
            totals: change.totals,
        };
        let mut batch = self.batch_of(change)?;
        put_only(&mut batch, &STATE, &state)?;
        self.commit(&mut stopped, &batch)?;
        *hold(&self.state) = state;
        Ok(())
    }

    /// Remembers what polling knows of a feed. Durable as [`Store::apply`] is.
    pub fn put_feed(&self, feed: FeedId, row: &FeedRow) -> Result<(), StoreError> {
        let mut stopped = hold(&self.stopped);
        let mut batch = Batch::new();
        self.put_row(&mut batch, &FeedKey { feed }, row)?;
        self.commit(&mut stopped, &batch)
    }

    /// Changes what no archive record changes; `fill` puts the rows. Durable as [`Store::apply`] is.
    pub(super) fn commit_polling(
        &self,
        batch: &mut Batch,
        fill: impl FnOnce(&Store, &mut Batch) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut stopped = hold(&self.stopped);
        fill(self, batch)?;
        self.commit(&mut stopped, batch)
    }

    /// Returns once everything applied so far lies on the disk and the manifest says so. Of a view in bulk nothing does before it is settled.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        let mut stopped = hold(&self.stopped);
        let state = *hold(&self.state);
        if *stopped {
            return Err(self.stopped());
        }
        if self.engine.is_bulk() {
            return Ok(());
        }
        let done = self
            .engine
            .sync()
            .and_then(|()| manifest::write_sealed(&self.dir.join(MANIFEST), &state));
        *stopped = done.is_err();
        done
    }

    /// Whether [`Store::fold`] is worth its while. At the end of a process (`closing`) less is worth it, as long as it takes
    /// a moment only.
    pub fn fold_is_due(&self, closing: bool) -> Result<bool, StoreError> {
        self.engine.fold_is_due(closing)
    }

    /// Moves what changed lately into the packed layer, which takes a fifth of the disk. Asking and changing go on meanwhile, and `stop` is
    /// asked now and then whether to leave it for later. `false` where it was left, or is under way already.
    pub fn fold(&self, stop: &dyn Fn() -> bool) -> Result<bool, StoreError> {
        let turn = match self.folding.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        {
            let stopped = hold(&self.stopped);
            if *stopped {
                return Err(self.stopped());
            }
            self.spare(self.reserve(), self.engine.packed_bytes())?;
            if self.engine.is_bulk() {
                return self.engine.spill().map(|()| true);
            }
            self.engine.freeze()?;
        }
        let Some(folded) = self.engine.write_pack(stop)? else {
            return Ok(false);
        };
        let _stopped = hold(&self.stopped);
        self.engine.take_pack(folded)?;
        drop(turn);
        Ok(true)
    }

    /// Makes a view that was opened in bulk like any other: packed, and durable. Does nothing to another.
    pub fn settle(&self) -> Result<(), StoreError> {
        {
            let _turn = hold(&self.folding);
            let stopped = hold(&self.stopped);
            if *stopped {
                return Err(self.stopped());
            }
            self.spare(self.reserve(), self.engine.packed_bytes())?;
            self.engine.settle()?;
        }
        self.checkpoint()
    }

    /// Checkpoints and gives up the lock.
    pub fn close(self) -> Result<(), StoreError> {
        self.checkpoint()
    }

    fn commit(&self, stopped: &mut bool, batch: &Batch) -> Result<(), StoreError> {
        if *stopped {
            return Err(self.stopped());
        }
        // The other half is for what is archived already and must get here.
        self.spare(self.reserve() / 2, 0)?;
        let done = self.engine.commit(batch);
        *stopped = done.is_err();
        done
    }

    fn stopped(&self) -> StoreError {
        StoreError::Stopped {
            dir: self.dir.clone(),
        }
    }
}

/// Locks a value. Each is set by one assignment, so one left behind by a panic is whole.
pub(super) fn hold<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The folder of runs of the data directory `dir` inside a directory that several may share.
fn runs_of(cache: &Path, dir: &Path) -> PathBuf {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    let own = xxh3_64(dir.as_os_str().as_encoded_bytes());
    cache.join(format!("runs-{own:016x}"))
}

/// Takes the lock of the view in `dir`.
fn lock(dir: &Path) -> Result<DirLock, StoreError> {
    let path = dir.join(LOCK);
    let taken = DirLock::take(&path).map_err(|e| StoreError::io(&path, e))?;
    taken.ok_or_else(|| StoreError::Locked {
        dir: dir.to_path_buf(),
    })
}

/// The numbers of the damaged views in `dir`, rising.
fn set_aside_numbers(dir: &Path) -> Result<Vec<u64>, StoreError> {
    let mut numbers = Vec::new();
    for entry in fs::read_dir(dir).map_err(|e| StoreError::io(dir, e))? {
        let name = entry.map_err(|e| StoreError::io(dir, e))?.file_name();
        let number = name.to_str().and_then(|n| n.strip_prefix(SET_ASIDE));
        numbers.extend(number.and_then(|n| n.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    Ok(numbers)
}
