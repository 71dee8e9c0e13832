//! The words by which kinds of quotation, acts and orders are named on the command line. Knows nothing of what is done with them.

use crate::inspect::Rank;
use crate::model::CueClass;
use crate::model::QuoteKind;

/// A kind of quotation by its word.
pub(super) fn kind(word: &str) -> Result<QuoteKind, String> {
    let kinds = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];
    by_word(word, &kinds, QuoteKind::word)
}

/// A kind of act by its word.
pub(super) fn class(word: &str) -> Result<CueClass, String> {
    let classes = [
        CueClass::Statement,
        CueClass::Claim,
        CueClass::Question,
        CueClass::Demand,
        CueClass::Promise,
        CueClass::Threat,
        CueClass::Denial,
        CueClass::Praise,
        CueClass::Accusation,
        CueClass::Announcement,
        CueClass::Belief,
        CueClass::Intention,
        CueClass::Evidence,
        CueClass::Act,
    ];
    by_word(word, &classes, CueClass::word)
}

/// An order of what is found.
pub(super) fn rank(word: &str) -> Result<Rank, String> {
    by_word(word, &[Rank::Time, Rank::Relevance], Rank::word)
}

fn by_word<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let found = all.iter().copied().find(|&one| name(one) == word);
    found.ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|&one| name(one)).collect();
        format!("it is one of {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn words_for_kinds() {
        assert_eq!(kind("mixed"), Ok(QuoteKind::Mixed));
        assert_eq!(class("denial"), Ok(CueClass::Denial));
        assert_eq!(rank("relevance"), Ok(Rank::Relevance));
        assert!(
            kind("Quoted")
                .unwrap_err()
                .contains("direct, indirect, mixed")
        );
    }
}
