//! Whether somebody was seen to have said some words: exactly, in other words, in part, somebody else, or nobody. Answers from the
//! index over wordings; whether what was said is true must not be known here.

use crate::extract::claim::Nearness;
use crate::extract::claim::Told;
use crate::extract::claim::comparable_words;
use crate::extract::claim::contradicts;
use crate::extract::claim::same_statement;
use crate::inspect::claims;
use crate::inspect::error::AskError;
use crate::inspect::lookup;
use crate::inspect::speakers::Names;
use crate::inspect::view::Seen;
use crate::inspect::view::VerifiedView;
use crate::inspect::view::VerifyView;
use crate::inspect::wordings::diff;
use crate::model::QuoteKind;
use crate::model::SpeakerId;
use crate::store::Store;
use crate::store::rows::ClaimRow;
use crate::text::fold_words;
use std::collections::HashSet;

/// Claims in one answer, the best.
pub const MAX_VERIFIED: usize = 10;
/// Claims whose words are compared with those asked for: those that share most runs of words with them.
const CANDIDATES: usize = 200;
/// Longest quotation that is looked for, in bytes; the rest of a longer one is not looked at.
const MAX_QUOTE: usize = 8_000;
/// Fewest words that are a part of something; fewer stand in everything.
const MIN_PART: usize = 3;
/// Share of the shorter words that must stand in the longer ones in their order for one to be a part of the other.
const PART: f64 = 0.85;

pub(super) fn verify(
    store: &Store,
    quote: &str,
    speaker: Option<&str>,
) -> Result<VerifyView, AskError> {
    let quote = quote[..quote.floor_char_boundary(MAX_QUOTE)].trim();
    // Somebody whom nobody here ever heard of said nothing here: an answer, not an error.
    let wanted: Option<HashSet<SpeakerId>> = match speaker {
        Some(name) => Some(match lookup::speakers(store, name) {
            Ok(ids) => ids.into_iter().collect(),
            Err(AskError::Unknown { .. }) => HashSet::new(),
            Err(other) => return Err(other),
        }),
        None => None,
    };
    let mut found: Vec<(Match, ClaimRow)> = Vec::new();
    for id in store.claims_worded_like(quote, CANDIDATES)? {
        if let Some(row) = store.claim(id)?
            && row.hidden.is_none()
            && let Some(best) = best_wording(quote, &row)
        {
            found.push((best, row));
        }
    }
    let by = |row: &ClaimRow| {
        wanted
            .as_ref()
            .map(|wanted| row.speaker.is_some_and(|id| wanted.contains(&id)))
    };
    found.sort_by(|(a, of_a), (b, of_b)| {
        let order =
            |m: &Match, row: &ClaimRow| (m.seen == Seen::NotSeen, by(row) == Some(false), m.seen);
        order(a, of_a)
            .cmp(&order(b, of_b))
            .then(b.shared.total_cmp(&a.shared))
            .then(of_b.sightings.cmp(&of_a.sightings))
            .then(of_a.id.cmp(&of_b.id))
    });
    found.truncate(MAX_VERIFIED);
    let mut names = Names::new(store);
    let mut matches = Vec::new();
    for (best, row) in &found {
        let wording = row
            .variants
            .get(best.variant)
            .map_or("", |v| v.text.as_str());
        matches.push(VerifiedView {
            seen: best.seen,
            by_speaker: by(row),
            diff: match best.seen {
                Seen::Exact => Vec::new(),
                _ => diff(quote, wording),
            },
            wording: wording.to_owned(),
            claim: claims::listed(store, row, &mut names)?,
        });
    }
    let seen = match matches.first() {
        None => Seen::NotSeen,
        Some(first) if first.seen == Seen::NotSeen => Seen::NotSeen,
        Some(first) if first.by_speaker == Some(false) => Seen::OtherSpeaker,
        Some(first) => first.seen,
    };
    let first = store.events_after(0).next().transpose()?;
    Ok(VerifyView {
        quote: quote.to_owned(),
        speaker: speaker.map(str::to_owned),
        seen,
        matches,
        stories: store.totals().stories,
        since: first.map(|event| event.observed),
    })
}

/// How a claim has the words.
struct Match {
    seen: Seen,
    variant: usize,
    /// Share of the words in common.
    shared: f64,
}

/// The wording of a claim that is nearest to the words asked for, if any is near.
fn best_wording(quote: &str, row: &ClaimRow) -> Option<Match> {
    let asked = Words::of(quote);
    let matches = row.variants.iter().enumerate().filter_map(|(variant, v)| {
        let words = Words::of(&v.text);
        let seen = how(&asked, &words, quote, &v.text)?;
        let shared =
            asked.common(&words) as f64 / asked.all.len().max(words.all.len()).max(1) as f64;
        Some(Match {
            seen,
            variant,
            shared,
        })
    });
    matches.min_by(|a, b| a.seen.cmp(&b.seen).then(b.shared.total_cmp(&a.shared)))
}

/// How one wording has the words asked for.
fn how(asked: &Words, words: &Words, quote: &str, wording: &str) -> Option<Seen> {
    if asked.all.is_empty() || words.all.is_empty() {
        return None;
    }
    if asked.all == words.all || fold_words(quote).eq(fold_words(wording)) {
        return Some(Seen::Exact);
    }
    let (short, long) = match asked.all.len() <= words.all.len() {
        true => (asked, words),
        false => (words, asked),
    };
    let common = short.common(long);
    let whole = long
        .all
        .windows(short.all.len())
        .any(|run| run == short.all);
    if whole && short.all.len() >= MIN_PART {
        return Some(Seen::Partial);
    }
    let told = |text| Told {
        text,
        kind: QuoteKind::Direct,
    };
    if same_statement(told(quote), told(wording), Nearness::CopyGroup) {
        return Some(Seen::Variant);
    }
    let of_short = common as f64 / short.all.len() as f64;
    let near = short.all.len() >= MIN_PART && of_short >= PART && short.is_run_of(long)
        || common * 10 >= long.all.len() * 7 && short.all.len() >= MIN_PART;
    // What denies, counts or names otherwise was not said; that it is near is worth telling.
    near.then(|| match contradicts(quote, wording) {
        true => Seen::NotSeen,
        false => Seen::Variant,
    })
}

struct Words {
    all: Vec<String>,
}

/// Longest text whose words are aligned; of longer ones the beginning is.
const MAX_ALIGNED: usize = 500;

impl Words {
    fn of(text: &str) -> Words {
        let mut all = comparable_words(text);
        all.truncate(MAX_ALIGNED);
        Words { all }
    }

    /// Words in common in the same order.
    fn common(&self, other: &Words) -> usize {
        let mut row = vec![0usize; other.all.len() + 1];
        for a in &self.all {
            let mut diagonal = 0;
            for (j, b) in other.all.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if a == b {
                    diagonal + 1
                } else {
                    above.max(row[j])
                };
                diagonal = above;
            }
        }
        row.last().copied().unwrap_or(0)
    }

    /// Whether most runs of three words stand in the other: words in common that are strewn over it are none of its parts.
    fn is_run_of(&self, other: &Words) -> bool {
        let runs: HashSet<&[String]> = other.all.windows(3).collect();
        let own = self.all.windows(3);
        let total = own.len();
        let there = own.filter(|run| runs.contains(run)).count();
        total > 0 && there * 10 >= total * 7
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_wording_has_some_words() {
        let said = "The dam will hold through the winter and nobody below it has anything to fear";
        for (quote, expect) in [
            (
                "the dam will hold through the winter, and nobody below it has anything to fear!",
                Some(Seen::Exact),
            ),
            ("The dam will hold through the winter", Some(Seen::Partial)),
            ("nobody below it has anything to fear", Some(Seen::Partial)),
            (
                "I tell you: the dam will hold through the winter and nobody below it has anything to fear, nobody",
                Some(Seen::Partial),
            ),
            (
                "The dam will hold through the summer and nobody below it has anything to fear",
                Some(Seen::Variant),
            ),
            (
                "The dam will not hold through the winter and nobody below it has anything to fear",
                Some(Seen::NotSeen),
            ),
            (
                "The bridge is shut and will stay shut until the spring",
                None,
            ),
            ("the dam", None),
            ("", None),
        ] {
            let got = how(&Words::of(quote), &Words::of(said), quote, said);
            assert_eq!(got, expect, "{quote}");
        }
    }
}
