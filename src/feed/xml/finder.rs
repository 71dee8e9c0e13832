//! Searches forward that cost, all together, one walk through the text for each needle.

use std::collections::HashMap;

/// Where the next occurrence of a needle is; asked with positions that only grow, so that all searches together are linear.
pub(super) struct Finder<'t> {
    text: &'t str,
    next: HashMap<String, usize>,
}

impl<'t> Finder<'t> {
    /// Searches in `text`.
    pub fn new(text: &'t str) -> Finder<'t> {
        Finder {
            text,
            next: HashMap::new(),
        }
    }

    /// Where `needle` stands from `from` on; the largest number where it does not.
    pub fn find(&mut self, needle: &str, from: usize) -> usize {
        if let Some(at) = self.next.get(needle).copied().filter(|at| *at >= from) {
            return at;
        }
        let found = self.text.get(from..).and_then(|rest| rest.find(needle));
        let at = found.map_or(usize::MAX, |n| from + n);
        self.next.insert(needle.to_owned(), at);
        at
    }
}
