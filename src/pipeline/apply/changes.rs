//! What a revision did to the claims of its story: added, removed, reworded, re-attributed, softened, hardened. Pure: two lists of
//! what was told, before and after. How claims are found and kept must not be known here.

use crate::extract::claim::doubts;
use crate::extract::claim::reworded;
use crate::model::CueClass;
use crate::store::rows::ClaimChange;
use crate::store::rows::ClaimChangeRow;
use crate::store::rows::ToldRow;

/// One attribution as a revision tells it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What is kept of it.
    pub row: ToldRow,
    /// The key of its whole wording.
    pub words: u64,
}

/// What became of the claims, in the order of the newer revision; what was removed stands where it stood. Every attribution of either list
/// is in one change or in none where nothing of it changed.
pub fn changes(before: &[Told], after: &[Told]) -> Vec<ClaimChangeRow> {
    let mut pairs = Pairs {
        of_before: vec![None; before.len()],
        of_after: vec![None; after.len()],
    };
    let speakers = |a: &Told, b: &Told| a.row.speaker == b.row.speaker;
    // From the surest sign that two are one to the least sure.
    pairs.join(before, after, |a, b| a.words == b.words && speakers(a, b));
    pairs.join(before, after, |a, b| a.row.claim == b.row.claim);
    pairs.join(before, after, |a, b| a.words == b.words);
    pairs.join(before, after, |a, b| {
        speakers(a, b) && reworded(&a.row.text, &b.row.text)
    });
    pairs.join(before, after, |a, b| reworded(&a.row.text, &b.row.text));
    let mut out: Vec<(u32, ClaimChangeRow)> = Vec::new();
    for (n, now) in after.iter().enumerate() {
        let was = pairs.of_after[n].map(|m| &before[m]);
        let change = match was {
            Some(was) => changed(was, now),
            None => Some(ClaimChange::Added),
        };
        if let Some(change) = change {
            let row = ClaimChangeRow {
                change,
                before: was.map(|was| was.row.clone()),
                after: Some(now.row.clone()),
            };
            out.push((n as u32 * 2 + 1, row));
        }
    }
    for (m, was) in before
        .iter()
        .enumerate()
        .filter(|(m, _)| pairs.of_before[*m].is_none())
    {
        // Behind the last one before it that is still there.
        let place = (0..m).rev().find_map(|m| pairs.of_before[m]);
        let row = ClaimChangeRow {
            change: ClaimChange::Removed,
            before: Some(was.row.clone()),
            after: None,
        };
        out.push((place.map_or(0, |n| n as u32 * 2 + 2), row));
    }
    out.sort_by_key(|(place, _)| *place);
    out.into_iter().map(|(_, row)| row).collect()
}

/// Which of the one list is which of the other.
struct Pairs {
    of_before: Vec<Option<usize>>,
    of_after: Vec<Option<usize>>,
}

impl Pairs {
    /// Joins those that are left over and fit, each with the first that does.
    fn join(&mut self, before: &[Told], after: &[Told], fits: impl Fn(&Told, &Told) -> bool) {
        for (n, now) in after.iter().enumerate() {
            if self.of_after[n].is_some() {
                continue;
            }
            let free = (0..before.len()).filter(|&m| self.of_before[m].is_none());
            let found = free.into_iter().find(|&m| fits(&before[m], now));
            if let Some(m) = found {
                (self.of_before[m], self.of_after[n]) = (Some(n), Some(m));
            }
        }
    }
}

/// What changed between two tellings of one thing. Who says it matters more than how firmly, and that more than the words.
fn changed(was: &Told, now: &Told) -> Option<ClaimChange> {
    if was.row.speaker != now.row.speaker {
        return Some(ClaimChange::Reattributed);
    }
    let weight = |told: &Told| (weight(told.row.class), -(doubts(&told.row.text) as i32));
    match weight(now).cmp(&weight(was)) {
        std::cmp::Ordering::Less => Some(ClaimChange::Softened),
        std::cmp::Ordering::Greater => Some(ClaimChange::Hardened),
        std::cmp::Ordering::Equal => (was.words != now.words).then_some(ClaimChange::Reworded),
    }
}

/// How much weight a reporter gives to what is said with such a cue: confirmed, said, claimed, believed.
fn weight(class: CueClass) -> i32 {
    match class {
        CueClass::Announcement => 3,
        CueClass::Claim => 1,
        CueClass::Belief | CueClass::Intention => 0,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::claim::key;
    use crate::model::ClaimId;
    use crate::model::SpeakerId;

    fn told(who: u64, class: CueClass, text: &str) -> Told {
        Told {
            words: key(text),
            row: ToldRow {
                claim: ClaimId(key(text) ^ who),
                speaker: Some(SpeakerId(who)),
                class,
                text: text.into(),
                attribution: 0,
            },
        }
    }

    #[test]
    fn what_a_revision_did() {
        use ClaimChange::*;
        use CueClass::Announcement;
        use CueClass::Claim;
        use CueClass::Statement;
        let dam = "the dam will hold through the winter";
        for (before, after, expect) in [
            (
                vec![told(1, Statement, dam)],
                vec![told(1, Statement, dam)],
                vec![],
            ),
            (vec![], vec![told(1, Statement, dam)], vec![Added]),
            (vec![told(1, Statement, dam)], vec![], vec![Removed]),
            (
                vec![told(1, Statement, dam)],
                vec![told(2, Statement, dam)],
                vec![Reattributed],
            ),
            (
                vec![told(1, Statement, dam)],
                vec![told(1, Claim, dam)],
                vec![Softened],
            ),
            (
                vec![told(1, Claim, dam)],
                vec![told(1, Announcement, dam)],
                vec![Hardened],
            ),
            (
                vec![told(1, Statement, dam)],
                vec![told(1, Statement, "the dam may hold through the winter")],
                vec![Softened],
            ),
            (
                vec![told(1, Statement, "at least 12 people died in the flood")],
                vec![told(1, Statement, "at least 21 people died in the flood")],
                vec![Reworded],
            ),
            (
                vec![
                    told(1, Statement, dam),
                    told(2, Statement, "rain is forecast for the week"),
                ],
                vec![
                    told(2, Statement, "rain is forecast for the week"),
                    told(3, Statement, "nobody was asked"),
                ],
                vec![Removed, Added],
            ),
            (
                vec![told(1, Statement, dam)],
                vec![told(1, Statement, "rain is forecast for the week")],
                vec![Removed, Added],
            ),
        ] {
            let found = changes(&before, &after);
            let kinds: Vec<ClaimChange> = found.iter().map(|c| c.change).collect();
            assert_eq!(kinds, expect, "{before:?} / {after:?}");
        }
    }

    #[test]
    fn every_attribution_is_told_once() {
        let texts = [
            "the dam will hold",
            "the gate is shut",
            "rain is forecast",
            "nobody was asked",
            "the road is open",
        ];
        let before: Vec<Told> = texts
            .iter()
            .map(|t| told(1, CueClass::Statement, t))
            .collect();
        let after: Vec<Told> = texts[2..]
            .iter()
            .rev()
            .map(|t| told(2, CueClass::Statement, t))
            .collect();
        let found = changes(&before, &after);
        let count = |of: fn(&ClaimChangeRow) -> bool| found.iter().filter(|c| of(c)).count();
        assert_eq!(count(|c| c.before.is_some()), before.len());
        assert_eq!(count(|c| c.after.is_some()), after.len());
    }
}
