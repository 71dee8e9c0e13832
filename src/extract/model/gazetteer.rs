//! Stems that are often part of a cue, learnt from training data: numbers of stems and how often, no words.

/// Stems with their heat, sorted by stem.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    entries: Vec<(u32, u8)>,
}

impl Gazetteer {
    /// From pairs of a stem's number and its heat, in any order.
    pub fn new(mut entries: Vec<(u32, u8)>) -> Self {
        entries.sort_unstable();
        entries.dedup_by_key(|e| e.0);
        Gazetteer { entries }
    }

    /// 0 for unknown or never, 1 below 5 %, 2 below 15 %, 3 below 30 %, 4 below 50 %, 5 below 75 %, 6 above.
    pub fn heat(&self, stem: u32) -> u8 {
        self.entries
            .binary_search_by_key(&stem, |e| e.0)
            .map_or(0, |i| self.entries[i].1)
    }

    /// The entries, sorted by stem.
    pub fn entries(&self) -> &[(u32, u8)] {
        &self.entries
    }
}
