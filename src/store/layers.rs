//! The view as layers of bytes: what changed lately in sled, all before it in a pack. Knows nothing of rows.
//!
//! A key's newest layer decides; a deletion is written down as such where a layer below may have the key. When sled
//! has grown, its layer is frozen, a new one takes the changes, and the frozen one is folded into a new pack beside
//! the old (`Store::fold`); asking and changing go on meanwhile. `layers.json` names the layers and is replaced as a whole, so
//! that after a crash the layers are those from before or those from after.

use super::error::StoreError;
use super::key::Table;
use super::laid::Knobs;
use super::laid::LAYERS;
use super::laid::Layers;
use super::laid::Names;
use super::laid::delta_path;
use super::laid::open_layers;
use super::laid::pack_path;
use super::laid::remove_dir;
use super::manifest;
use super::pack::Pack;
use super::pack::PackWriter;
use super::scan::Scan;
use super::scan::Source;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Bound;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

/// Keys to put (`Some`) and to delete (`None`), all at once.
pub(super) type Batch = BTreeMap<(Table, Vec<u8>), Option<Vec<u8>>>;
/// A key and its value.
pub(super) type Pair = (Vec<u8>, Vec<u8>);
/// A range of key bytes.
pub(super) type KeyRange = (Bound<Vec<u8>>, Bound<Vec<u8>>);

/// Stands in a layer for a deleted key. No row begins with it ([`super::codec`] writes its version first), and no mark has a value.
pub(super) const GONE: &[u8] = &[0xff];
/// Entries between two questions whether folding shall stop.
const ASK_EVERY: u64 = 1_024;
/// Size of sled's layer from which it is folded, unless a quarter of the pack is larger: below this, folding saves too little.
const FOLD_FROM: u64 = 24 << 20;
/// The same when the process ends.
const CLOSING_FOLD_FROM: u64 = 4 << 20;
/// Size of the pack from which nothing is folded when the process ends.
const CLOSING_PACK: u64 = 128 << 20;

/// All layers of one view. Whoever changes it or folds takes turns with the others by a lock of their own.
pub(super) struct Engine {
    dir: PathBuf,
    knobs: Knobs,
    layers: RwLock<Arc<Layers>>,
}

impl Engine {
    /// Opens the layers in `dir`, making the first one where there are none. What a crash left over is deleted.
    /// Runs of a view that is built from nothing lie in `runs`, else in `dir`.
    pub(super) fn open(
        dir: &Path,
        knobs: Knobs,
        runs: Option<&Path>,
    ) -> Result<Engine, StoreError> {
        Ok(Engine {
            dir: dir.to_path_buf(),
            knobs,
            layers: RwLock::new(Arc::new(open_layers(dir, knobs, runs)?)),
        })
    }

    /// Opens the layers that lie in the directory now, which are others than before. Nobody may change the view meanwhile; walks under way
    /// go on over the old ones.
    pub(super) fn reopen(&self) -> Result<(), StoreError> {
        let layers = Arc::new(open_layers(&self.dir, self.knobs, None)?);
        *self.layers.write().unwrap_or_else(PoisonError::into_inner) = layers;
        Ok(())
    }

    /// A number above that of every layer. A view that is to take this one's place begins with it: sled's old layers may
    /// still write below their paths, which must not be those of new ones.
    pub(super) fn next_layer(&self) -> u64 {
        self.layers().names.above()
    }

    fn layers(&self) -> Arc<Layers> {
        let layers = self.layers.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&layers)
    }

    /// Puts other layers in place, once they are named on the disk.
    fn put(&self, layers: Layers) -> Result<(), StoreError> {
        manifest::write_sealed(&self.dir.join(LAYERS), &layers.names)?;
        *self.layers.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(layers);
        Ok(())
    }

    /// The value under a key.
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let layers = self.layers();
        if let Some(bulk) = &layers.bulk {
            return bulk.get(table, key);
        }
        for delta in [Some(&layers.live), layers.frozen.as_ref()]
            .into_iter()
            .flatten()
        {
            if let Some(value) = delta.get(table, key)? {
                return Ok((value != GONE).then_some(value));
            }
        }
        match &layers.pack {
            Some(pack) => pack.get(table, key),
            None => Ok(None),
        }
    }

    /// Keys and values of a table in order of keys. Not a snapshot: what is written meanwhile may or may not be seen.
    pub(super) fn scan(&self, table: Table, from: Bound<Vec<u8>>, to: Bound<Vec<u8>>) -> Scan {
        let empty = match (&from, &to) {
            (Bound::Included(a), Bound::Included(b)) => a > b,
            (Bound::Included(a) | Bound::Excluded(a), Bound::Included(b) | Bound::Excluded(b)) => {
                a >= b
            }
            _ => false,
        };
        let mut sources = Vec::new();
        if !empty {
            let layers = self.layers();
            let range = (from, to);
            if let Some(bulk) = &layers.bulk {
                return Scan::new(bulk.sources(table, &range));
            }
            let deltas = [Some(&layers.live), layers.frozen.as_ref()];
            for delta in deltas.into_iter().flatten() {
                sources.push(Source::delta(delta, table, range.clone()));
            }
            if let Some(pack) = &layers.pack {
                sources.push(Source::pack(pack, table, range, true));
            }
        }
        Scan::new(sources)
    }

    /// Puts and deletes in one transaction: after a crash all of it is there or none.
    pub(super) fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let layers = self.layers();
        if let Some(bulk) = &layers.bulk {
            bulk.put(batch);
            return Ok(());
        }
        let bottom = layers.frozen.is_none() && layers.pack.is_none();
        layers.live.commit(batch, (!bottom).then_some(GONE))
    }

    /// Returns once everything committed lies on the disk.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        self.layers().live.sync()
    }

    /// Bytes that the layers take on disk.
    pub(super) fn size_on_disk(&self) -> Result<u64, StoreError> {
        let layers = self.layers();
        let mut size = layers.live.size_on_disk()?;
        if let Some(frozen) = &layers.frozen {
            size += frozen.size_on_disk()?;
        }
        size += layers.bulk.as_ref().map_or(0, |bulk| bulk.len());
        Ok(size + layers.pack.as_ref().map_or(0, |pack| pack.len()))
    }

    /// Whether the view is being built from nothing and was not settled yet.
    pub(super) fn is_bulk(&self) -> bool {
        self.layers().bulk.is_some()
    }

    /// Moves what is in memory to the disk, where the view is built from nothing. Nobody may change the view meanwhile.
    pub(super) fn spill(&self) -> Result<(), StoreError> {
        self.layers()
            .bulk
            .as_ref()
            .map_or(Ok(()), |bulk| bulk.spill())
    }

    /// Makes a view that was built from nothing durable, as one pack and an empty changing layer. Nobody may change it meanwhile.
    pub(super) fn settle(&self) -> Result<(), StoreError> {
        let layers = self.layers();
        let Some(bulk) = &layers.bulk else {
            return Ok(());
        };
        let number = layers.names.next_pack();
        let path = pack_path(&self.dir, number);
        let mut writer = PackWriter::new(&path)?;
        bulk.write(&mut writer)?;
        writer.finish()?;
        layers.live.sync()?;
        manifest::sync_dir(&self.dir)?;
        self.put(Layers {
            names: Names {
                pack: Some(number),
                ..layers.names
            },
            live: Arc::clone(&layers.live),
            frozen: None,
            pack: Some(Arc::new(self.knobs.pack(&path)?)),
            bulk: None,
        })
    }

    /// Bytes of the pack, or of the runs that will be one.
    pub(super) fn packed_bytes(&self) -> u64 {
        let layers = self.layers();
        let runs = layers.bulk.as_ref().map_or(0, |bulk| bulk.len());
        runs + layers.pack.as_ref().map_or(0, |pack| pack.len())
    }

    /// Bytes that a table takes in the pack.
    pub(super) fn packed_table(&self, table: Table) -> u64 {
        let pack = &self.layers().pack;
        pack.as_ref().map_or(0, |pack| pack.table_len(table))
    }

    /// Whether folding is worth its while: the changing layer is large, by itself and beside the pack, or a fold was not
    /// finished. When `closing`, a smaller one is worth it, unless the pack is so large that folding takes more than a few seconds.
    pub(super) fn fold_is_due(&self, closing: bool) -> Result<bool, StoreError> {
        let packed = self.packed_bytes();
        let layers = self.layers();
        if let Some(bulk) = &layers.bulk {
            return Ok(bulk.is_full());
        }
        let live = layers.live.size_on_disk()?;
        let due = |from: u64| layers.frozen.is_some() || live > from;
        Ok(match closing {
            false => due(FOLD_FROM.max(packed / 4)),
            true => packed < CLOSING_PACK && due(CLOSING_FOLD_FROM.max(packed / 8)),
        })
    }

    /// Freezes the changing layer and puts an empty one above it. Nothing where one is frozen already. Nobody may change the view meanwhile.
    pub(super) fn freeze(&self) -> Result<(), StoreError> {
        let layers = self.layers();
        if layers.frozen.is_some() {
            return Ok(());
        }
        layers.live.sync()?;
        let names = Names {
            live: layers.names.live + 1,
            frozen: Some(layers.names.live),
            pack: layers.names.pack,
        };
        let path = delta_path(&self.dir, names.live);
        remove_dir(&path)?;
        let live = self.knobs.delta(&path)?;
        live.sync()?;
        manifest::sync_dir(&path)?;
        self.put(Layers {
            names,
            live: Arc::new(live),
            frozen: Some(Arc::clone(&layers.live)),
            pack: layers.pack.clone(),
            bulk: None,
        })
    }

    /// Writes the frozen layer and the pack into one new pack, unless `stop` says so meanwhile; then nothing is changed. Only one may
    /// do so at a time; asking and changing go on. Where a layer cannot be read, nothing is changed either.
    pub(super) fn write_pack(&self, stop: &dyn Fn() -> bool) -> Result<Option<Folded>, StoreError> {
        let layers = self.layers();
        let Some(frozen) = &layers.frozen else {
            return Ok(None);
        };
        let number = layers.names.next_pack();
        let path = pack_path(&self.dir, number);
        let mut writer = PackWriter::new(&path)?;
        let all = (Bound::Unbounded, Bound::Unbounded);
        let mut written = 0u64;
        for table in Table::ALL {
            let mut sources = vec![Source::delta(frozen, table, all.clone())];
            if let Some(pack) = &layers.pack {
                sources.push(Source::Pack(
                    pack.scan(table, all.clone(), false).peekable(),
                ));
            }
            for pair in Scan::new(sources) {
                let (key, value) = pair?;
                writer.put(table, &key, &value)?;
                written += 1;
                if written.is_multiple_of(ASK_EVERY) && stop() {
                    drop(writer);
                    return fs::remove_file(&path)
                        .map(|()| None)
                        .map_err(|e| StoreError::io(&path, e));
                }
            }
        }
        writer.finish()?;
        manifest::sync_dir(&self.dir)?;
        let pack = Arc::new(self.knobs.pack(&path)?);
        Ok(Some(Folded { number, pack }))
    }

    /// Puts a written pack in the place of the layers that it was written from. Nobody may change the view meanwhile.
    pub(super) fn take_pack(&self, folded: Folded) -> Result<(), StoreError> {
        let layers = self.layers();
        self.put(Layers {
            names: Names {
                live: layers.names.live,
                frozen: None,
                pack: Some(folded.number),
            },
            live: Arc::clone(&layers.live),
            frozen: None,
            pack: Some(folded.pack),
            bulk: None,
        })?;
        if let Some(frozen) = &layers.frozen {
            frozen.doom();
        }
        if let Some(pack) = &layers.pack {
            pack.doom();
        }
        Ok(())
    }
}

/// A new pack that nobody reads yet.
pub(super) struct Folded {
    number: u64,
    pack: Arc<Pack>,
}
