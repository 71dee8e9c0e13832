//! Who stands behind a dash under or after a quotation: “We go.” — Ann Lee. Cue verbs must not be known here.

use super::passage::Passage;
use super::walk::Found;
use super::walk::Walk;
use super::words::Tag;
use crate::model::CueClass;
use crate::model::QuoteKind;

/// Most items of a name with what describes it.
const MAX_ITEMS: usize = 10;
/// Fewest words of a quotation that is signed.
const MIN_WORDS: usize = 4;

impl Walk {
    /// Reads a paragraph that is a quotation with its signature, or the signature of the quotation that was the paragraph before.
    pub(super) fn signature(&mut self, p: &Passage) -> bool {
        let quoted = p.tag(0) == Tag::Quote;
        let dash = usize::from(quoted);
        let name = dash + 1..p.items.len();
        let signed = p.tag(dash) == Tag::Dash
            && (1..=MAX_ITEMS).contains(&name.len())
            && p.tag(name.start) == Tag::Name
            && name.clone().all(|i| {
                matches!(
                    p.tag(i),
                    Tag::Name
                        | Tag::Noun
                        | Tag::Det
                        | Tag::Prep
                        | Tag::Comma
                        | Tag::Num
                        | Tag::Open
                        | Tag::Close
                        | Tag::Clitic
                )
            });
        let (Some(source), Some(cue)) = (p.bytes(&name), p.bytes(&(dash..dash + 1))) else {
            return false;
        };
        if !signed {
            return false;
        }
        if !quoted {
            // The line under a quotation that nobody has been found for.
            let open = self
                .found
                .last_mut()
                .filter(|f| f.rule == "floating" && f.follows.is_none());
            let Some(found) = open else {
                return false;
            };
            let gap = found
                .content
                .last()
                .and_then(|c| p.text.get(c.end as usize..cue.start as usize));
            if gap.is_none_or(|gap| !gap.trim().is_empty()) {
                return false;
            }
            found.source = vec![source];
            found.cue = vec![cue];
            found.rule = "signature";
            found.confidence = 0.9;
            return true;
        }
        if !p.quote_has_words(0, MIN_WORDS) {
            return false;
        }
        self.found.push(Found {
            source: vec![source],
            antecedent: None,
            cue: vec![cue],
            content: vec![p.items[0].span],
            kind: QuoteKind::Direct,
            class: CueClass::Statement,
            rule: "signature",
            confidence: 0.9,
            relay: None,
            follows: None,
        });
        true
    }
}
