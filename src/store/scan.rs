//! Walking several layers as one: of a key that several have, the newest decides. Knows nothing of how layers come and go.

use super::engine::Delta;
use super::engine::DeltaScan;
use super::error::StoreError;
use super::key::Table;
use super::layers::GONE;
use super::layers::KeyRange;
use super::layers::Pair;
use super::memory::Memory;
use super::memory::MemoryScan;
use super::pack::Pack;
use super::pack::PackScan;
use std::iter::Peekable;
use std::sync::Arc;

/// A layer being walked.
pub(super) enum Source {
    Delta {
        scan: Box<Peekable<DeltaScan>>,
        /// The trees that are walked stay open with it.
        _of: Arc<Delta>,
    },
    Pack(Peekable<PackScan>),
    Memory(Box<Peekable<MemoryScan>>),
}

impl Source {
    pub(super) fn pack(pack: &Arc<Pack>, table: Table, range: KeyRange, keep: bool) -> Source {
        Source::Pack(pack.scan(table, range, keep).peekable())
    }

    pub(super) fn delta(delta: &Arc<Delta>, table: Table, range: KeyRange) -> Source {
        Source::Delta {
            scan: Box::new(delta.scan(table, range).peekable()),
            _of: Arc::clone(delta),
        }
    }

    pub(super) fn memory(memory: &Arc<Memory>, table: Table, range: KeyRange) -> Source {
        Source::Memory(Box::new(memory.scan(table, range).peekable()))
    }

    fn peek(&mut self) -> Option<&Result<Pair, StoreError>> {
        match self {
            Source::Delta { scan, .. } => scan.peek(),
            Source::Pack(scan) => scan.peek(),
            Source::Memory(scan) => scan.peek(),
        }
    }

    fn next(&mut self) -> Option<Result<Pair, StoreError>> {
        match self {
            Source::Delta { scan, .. } => scan.next(),
            Source::Pack(scan) => scan.next(),
            Source::Memory(scan) => scan.next(),
        }
    }
}

/// Walks over one table through all layers; see [`super::layers::Engine::scan`]. What a layer cannot read is an error in its place.
pub(super) struct Scan {
    /// Newest first.
    sources: Vec<Source>,
    /// Whether deleted keys are given, with [`GONE`].
    deletions: bool,
}

impl Scan {
    /// A walk over these, newest first.
    pub(super) fn new(sources: Vec<Source>) -> Scan {
        Scan {
            sources,
            deletions: false,
        }
    }

    /// The same, giving deleted keys too where that is wanted.
    pub(super) fn telling_deletions(self, deletions: bool) -> Scan {
        Scan { deletions, ..self }
    }
}

impl Iterator for Scan {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut smallest: Option<Vec<u8>> = None;
            let mut failed = None;
            for (n, source) in self.sources.iter_mut().enumerate() {
                match source.peek() {
                    Some(Ok((key, _))) if smallest.as_ref().is_none_or(|least| key < least) => {
                        smallest = Some(key.clone());
                    }
                    Some(Err(_)) => failed = Some(n),
                    Some(Ok(_)) | None => {}
                }
            }
            if let Some(n) = failed {
                return self.sources[n].next();
            }
            let smallest = smallest?;
            let mut newest = None;
            for source in &mut self.sources {
                let here = matches!(source.peek(), Some(Ok((key, _))) if *key == smallest);
                if here && let Some(Ok((_, value))) = source.next() {
                    newest.get_or_insert(value);
                }
            }
            match newest {
                Some(value) if self.deletions || value != GONE => {
                    return Some(Ok((smallest, value)));
                }
                _ => {}
            }
        }
    }
}
