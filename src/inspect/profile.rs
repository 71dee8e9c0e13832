//! What a speaker's claims come to: how they speak, about what, when, and what others say of them. Plain counts over bounded
//! stretches of the view; knows nothing of how they are shown.

use crate::inspect::PAGE_SCAN;
use crate::inspect::claims;
use crate::inspect::error::AskError;
use crate::inspect::speakers::Names;
use crate::inspect::view::ClaimView;
use crate::inspect::view::CueView;
use crate::inspect::view::PeriodView;
use crate::inspect::view::TopicView;
use crate::model::Day;
use crate::model::QuoteKind;
use crate::model::SpeakerKind;
use crate::store::Store;
use crate::store::Window;
use crate::store::rows::ClaimRow;
use crate::store::rows::SpeakerRow;
use crate::text::fold;
use crate::text::fold_words;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The newest claims of all, among which those about the speaker are looked for, and with which words are compared.
const SCANNED: usize = 4_000;
/// The newest claims of the speaker whose words are counted.
const READ: usize = 1_000;
/// Topics, and claims about the speaker, in one answer.
const TOPICS: usize = 12;
/// Claims about the speaker in one answer.
const ABOUT: usize = 10;
/// Stretches of time in one answer; of a longer time the last ones.
const PERIODS: usize = 120;
/// Days, weeks and months for which there is one bar each; a longer time is counted in the next longer unit.
const BARS: i32 = 60;
/// Shortest word that is a topic, in characters.
const MIN_TERM: usize = 4;

/// Words that are nobody's topic, folded.
const COMMON: &str = "about above after again against also although among another anything around because been before being below \
     between both cannot could does doing done down during each either else even ever every everything first from further gave \
     give given going gone good great have having here hers herself himself however into itself just keep know later least less \
     like long made make many might more most much must need never next nobody nothing only other others ours over people perhaps \
     quite rather really right said same says shall should since some something soon still such sure take than that their theirs \
     them themselves then there these they thing things think this those though three through time today told took toward under \
     until upon used using very want wants well went were what when where whether which while whom whose will with within without \
     would year years your yours says saying came come comes back last week month night morning days monday tuesday wednesday \
     thursday friday saturday sunday called call calls told tell wrote writes asked asks";

/// What there is to tell.
pub(super) struct Profile {
    pub cues: Vec<CueView>,
    pub topics: Vec<TopicView>,
    pub periods: Vec<PeriodView>,
    pub about: Vec<ClaimView>,
}

/// The profile of one speaker.
pub(super) fn of(store: &Store, speaker: &SpeakerRow) -> Result<Profile, AskError> {
    let mut cues: BTreeMap<&str, CueView> = BTreeMap::new();
    let mut days: BTreeMap<i32, u32> = BTreeMap::new();
    let mut own: BTreeMap<String, u32> = BTreeMap::new();
    let mut read = 0;
    for claim in store
        .claims_by_speaker(speaker.id, Window::default())
        .take(PAGE_SCAN)
    {
        let claim = claim?;
        if claim.hidden.is_some() {
            continue;
        }
        let cue = cues.entry(claim.class.word()).or_insert(CueView {
            class: claim.class,
            claims: 0,
            direct: 0,
        });
        cue.claims += 1;
        cue.direct += u32::from(claim.kind == QuoteKind::Direct);
        *days.entry(claim.first_seen.day().number()).or_default() += 1;
        if read < READ {
            read += 1;
            for term in terms(&claim) {
                *own.entry(term).or_default() += 1;
            }
        }
    }
    let named = Named::of(speaker);
    let mut all: BTreeMap<String, u32> = BTreeMap::new();
    let (mut seen, mut names) = (0u32, Names::new(store));
    let mut about = Vec::new();
    for claim in store.claims(Window::default()).take(SCANNED) {
        let claim = claim?;
        if claim.hidden.is_some() {
            continue;
        }
        seen += 1;
        for term in terms(&claim)
            .into_iter()
            .filter(|term| own.contains_key(term))
        {
            *all.entry(term).or_default() += 1;
        }
        if about.len() < ABOUT && claim.speaker != Some(speaker.id) && named.is_in(&claim) {
            about.push(claims::seen(store, &claim, &mut names)?);
        }
    }
    let mut cues: Vec<CueView> = cues.into_values().collect();
    cues.sort_by_key(|cue| (std::cmp::Reverse(cue.claims), cue.class.word()));
    Ok(Profile {
        cues,
        topics: topics(own, &all, seen, &named),
        periods: periods(&days),
        about,
    })
}

/// The words of a claim that can be topics, each once.
fn terms(claim: &ClaimRow) -> BTreeSet<String> {
    let word = |word: &String| {
        word.chars().count() >= MIN_TERM
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
            && !COMMON.split_whitespace().any(|common| common == word)
    };
    fold_words(claim.text()).filter(word).collect()
}

fn topics(
    own: BTreeMap<String, u32>,
    all: &BTreeMap<String, u32>,
    seen: u32,
    named: &Named,
) -> Vec<TopicView> {
    let mut topics: Vec<TopicView> = own
        .into_iter()
        .filter(|(term, _)| !named.parts.contains(term))
        .map(|(term, claims)| {
            let others = all.get(&term).copied().unwrap_or(0).max(claims);
            let rare = (f64::from(seen.max(others)) + 1.0) / (f64::from(others) + 0.5);
            let score = (f64::from(claims) * rare.ln().max(0.1)) as f32;
            TopicView {
                term,
                claims,
                score,
            }
        })
        .collect();
    topics.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.term.cmp(&b.term))
    });
    topics.truncate(TOPICS);
    topics
}

/// The names under which a speaker is spoken of.
struct Named {
    /// Whole names, folded, each between spaces.
    whole: Vec<String>,
    /// Words of the names.
    parts: BTreeSet<String>,
    /// Whether the name alone says who it is.
    tells: bool,
}

impl Named {
    fn of(speaker: &SpeakerRow) -> Named {
        let forms =
            std::iter::once(&speaker.name).chain(speaker.aliases.iter().map(|alias| &alias.text));
        let mut whole: Vec<String> = Vec::new();
        let mut parts = BTreeSet::new();
        for form in forms {
            let words: Vec<String> = fold_words(form).collect();
            parts.extend(words.iter().cloned());
            let surname = speaker.kind == SpeakerKind::Person && words.len() == 1;
            let told = words.len() > 1 || surname || form.starts_with(char::is_uppercase);
            if told && words.iter().any(|word| word.chars().count() > 2) {
                whole.push(format!(" {} ", words.join(" ")));
            }
        }
        whole.dedup();
        Named {
            whole,
            parts,
            tells: !matches!(speaker.kind, SpeakerKind::Unnamed | SpeakerKind::Document),
        }
    }

    fn is_in(&self, claim: &ClaimRow) -> bool {
        let text = claim.text();
        // Names have capitals: most claims have none of the letters.
        let folded = fold(text);
        let near = self.whole.iter().any(|name| folded.contains(name.trim()));
        if !self.tells || !near {
            return false;
        }
        let words: Vec<String> = fold_words(text).collect();
        let padded = format!(" {} ", words.join(" "));
        self.whole.iter().any(|name| padded.contains(name.as_str()))
    }
}

/// Claims by day, week, month or year, whichever gives a readable number of them; stretches without claims are there with 0.
fn periods(days: &BTreeMap<i32, u32>) -> Vec<PeriodView> {
    let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value())
    else {
        return Vec::new();
    };
    let span = last - first;
    let unit = match span {
        span if span < BARS => "day",
        span if span < BARS * 7 => "week",
        span if span < BARS * 31 => "month",
        _ => "year",
    };
    let mut periods: Vec<PeriodView> = Vec::new();
    for number in first..=last {
        let claims = days.get(&number).copied().unwrap_or(0);
        let start = match unit {
            // Day 1 was a Monday.
            "week" => number - (number - 1).rem_euclid(7),
            _ => number,
        };
        let Some(day) = Day::from_number(start) else {
            continue;
        };
        let day = day.to_string();
        let length = match unit {
            "month" => day.len().saturating_sub(3),
            "year" => day.len().saturating_sub(6),
            _ => day.len(),
        };
        let period = day.get(..length).unwrap_or(&day);
        match periods.last_mut().filter(|last| last.period == period) {
            Some(last) => last.claims += claims,
            None => periods.push(PeriodView {
                period: period.to_owned(),
                unit: unit.to_owned(),
                claims,
            }),
        }
    }
    periods.drain(..periods.len().saturating_sub(PERIODS));
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_counted_in_the_unit_that_fits() {
        for (days, unit, expect) in [
            (vec![(738_000, 2), (738_002, 1)], "day", vec![2, 0, 1]),
            (
                vec![(738_000, 1), (738_003, 4), (738_100, 1)],
                "week",
                vec![5],
            ),
            (vec![(738_000, 1), (738_900, 1)], "month", vec![1, 0]),
            (vec![(730_000, 1), (738_900, 3)], "year", vec![1, 0]),
        ] {
            let periods = periods(&days.into_iter().collect());
            assert_eq!(periods[0].unit, unit);
            let counts: Vec<u32> = periods
                .iter()
                .take(expect.len())
                .map(|p| p.claims)
                .collect();
            assert_eq!(counts, expect, "{periods:?}");
        }
    }
}
