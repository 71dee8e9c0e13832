//! Where layers lie, how they are opened and which are named. Knows nothing of asking them, nor of when they are exchanged.

use super::bulk::Bulk;
use super::bulk::RUN;
use super::engine::Delta;
use super::error::StoreError;
use super::manifest;
use super::pack::Pack;
use serde::Deserialize;
use serde::Serialize;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// The file that names the layers, inside the view's directory.
pub(super) const LAYERS: &str = "layers.json";
/// What the changing layer's directory is called, before its number.
const DELTA: &str = "delta-";
/// What packs are called, before their number.
const PACK: &str = "pack-";
/// The part of the cache that blocks of the pack get: a quarter; sled's pages get the rest.
const PACK_CACHE: u64 = 4;

/// Which layers there are, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Names {
    pub(super) live: u64,
    pub(super) frozen: Option<u64>,
    pub(super) pack: Option<u64>,
}

impl Names {
    /// A number above that of every layer.
    pub(super) fn above(&self) -> u64 {
        self.live.max(self.pack.unwrap_or(0)) + 1
    }

    /// The number of the next pack: not below that of the oldest layer, so that in a view that takes another one's place no pack has the
    /// path of one whose last reader may still delete it.
    pub(super) fn next_pack(&self) -> u64 {
        let oldest = self.frozen.unwrap_or(self.live);
        self.pack.map_or(oldest, |pack| oldest.max(pack + 1))
    }
}

/// The layers themselves.
pub(super) struct Layers {
    pub(super) names: Names,
    pub(super) live: Arc<Delta>,
    /// Takes no changes any more: it is being folded.
    pub(super) frozen: Option<Arc<Delta>>,
    pub(super) pack: Option<Arc<Pack>>,
    /// While the view is built from nothing: all that there is. Then the others are empty.
    pub(super) bulk: Option<Arc<Bulk>>,
}

/// How sled's layers are opened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Knobs {
    pub(super) cache_bytes: u64,
    pub(super) flush_every_ms: u64,
    /// The number of the first layer of a view that is made.
    pub(super) first_layer: u64,
    /// Whether the view is built from nothing; it then has to be settled to last.
    pub(super) bulk: bool,
}

impl Knobs {
    pub(super) fn delta(self, path: &Path) -> Result<Delta, StoreError> {
        let cache = self.cache_bytes - self.cache_bytes / PACK_CACHE;
        Delta::open(path, cache, Some(self.flush_every_ms))
    }

    pub(super) fn pack(self, path: &Path) -> Result<Pack, StoreError> {
        Pack::open(path, self.cache_bytes / PACK_CACHE)
    }
}

/// Opens the layers in a directory, making the first one where there are none. What a crash left over is deleted.
/// Runs of a view that is built from nothing lie in `runs`, if given.
pub(super) fn open_layers(
    dir: &Path,
    knobs: Knobs,
    runs: Option<&Path>,
) -> Result<Layers, StoreError> {
    fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
    let list = dir.join(LAYERS);
    let names: Option<Names> = manifest::read_sealed(&list)?;
    let fresh = names.is_none();
    let names = names.unwrap_or(Names {
        live: knobs.first_layer,
        frozen: None,
        pack: None,
    });
    if !fresh {
        for n in [Some(names.live), names.frozen].into_iter().flatten() {
            let path = delta_path(dir, n);
            if !path.join("db").exists() {
                return Err(StoreError::Damaged {
                    tree: "view",
                    key: path.display().to_string(),
                    what: "it is gone".into(),
                });
            }
        }
    }
    delete_strays(dir, &names)?;
    let delta = |n: u64| knobs.delta(&delta_path(dir, n)).map(Arc::new);
    let pack = |n: u64| knobs.pack(&pack_path(dir, n)).map(Arc::new);
    let bulk = match fresh && knobs.bulk {
        true => Some(Arc::new(new_bulk(runs.unwrap_or(dir), knobs)?)),
        false => None,
    };
    let layers = Layers {
        names,
        pack: names.pack.map(pack).transpose()?,
        frozen: names.frozen.map(delta).transpose()?,
        live: delta(names.live)?,
        bulk,
    };
    if fresh {
        manifest::sync_dir(&delta_path(dir, names.live))?;
        manifest::write_sealed(&list, &names)?;
    }
    Ok(layers)
}

pub(super) fn delta_path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{DELTA}{number}"))
}

pub(super) fn pack_path(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{PACK}{number}"))
}

pub(super) fn remove_dir(path: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io(path, e)),
        _ => Ok(()),
    }
}

/// A view to be built from nothing whose runs lie in `dir`; what a crash left there is deleted.
fn new_bulk(dir: &Path, knobs: Knobs) -> Result<Bulk, StoreError> {
    fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
    for entry in fs::read_dir(dir).map_err(|e| StoreError::io(dir, e))? {
        let name = entry.map_err(|e| StoreError::io(dir, e))?.file_name();
        if numbered(&name, RUN).is_some() {
            let path = dir.join(&name);
            fs::remove_file(&path).map_err(|e| StoreError::io(&path, e))?;
        }
    }
    Ok(Bulk::new(dir, knobs.cache_bytes / PACK_CACHE))
}

/// The number behind `prefix` in a file's name.
fn numbered(name: &OsStr, prefix: &str) -> Option<u64> {
    name.to_str()?.strip_prefix(prefix)?.parse().ok()
}

/// Deletes layers that are not named: made or given up just before a crash.
fn delete_strays(dir: &Path, names: &Names) -> Result<(), StoreError> {
    for entry in fs::read_dir(dir).map_err(|e| StoreError::io(dir, e))? {
        let name = entry.map_err(|e| StoreError::io(dir, e))?.file_name();
        let number = |prefix: &str| numbered(&name, prefix);
        let path = dir.join(&name);
        if number(DELTA).is_some_and(|n| n != names.live && Some(n) != names.frozen) {
            remove_dir(&path)?;
        } else if number(PACK).is_some_and(|n| Some(n) != names.pack) {
            fs::remove_file(&path).map_err(|e| StoreError::io(&path, e))?;
        } else if number(RUN).is_some() {
            fs::remove_file(&path).map_err(|e| StoreError::io(&path, e))?;
        }
    }
    Ok(())
}
