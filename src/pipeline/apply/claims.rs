//! From attributions to claims: one speaker, one statement, all its wordings.
//!
//! The same words by the same speaker are one claim wherever they stand. Close wordings join within a copy group, where the
//! text is the same text; elsewhere only long wordings that hardly differ, and indirect ones only within a week. A wrong join
//! is worse than a missed one.
//! Knows neither how speakers are found nor how rows are written.

use crate::extract::claim;
use crate::model::Attribution;
use crate::model::ClaimId;
use crate::model::GroupId;
use crate::model::Particulars;
use crate::model::Place;
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::digest;
use crate::pipeline::analyse::Statement;
use crate::store::rows::ClaimRow;
use crate::store::rows::VariantRow;

/// Longest cue kept, in bytes; of a longer one the end goes.
const MAX_CUE: usize = 200;

/// Under what a wording is looked up: its speaker and its words. Without a speaker, and where the words say too little to be
/// known again elsewhere ("no comment"), within the copy group. `words` is the key of the wording.
pub fn lookup(
    speaker: Option<SpeakerId>,
    group: GroupId,
    wording: &str,
    words: u64,
) -> (Option<SpeakerId>, u64) {
    match speaker {
        Some(_) if !claim::says_little(wording) => (speaker, words),
        _ => (
            speaker,
            digest(&[b"nobody", &group.to_bytes(), &words.to_be_bytes()]),
        ),
    }
}

/// A row for a claim not seen before; it has no sighting yet.
pub fn new_row(
    id: ClaimId,
    speaker: Option<SpeakerId>,
    from: &Attribution,
    story: StoryId,
    time: Timestamp,
) -> ClaimRow {
    ClaimRow {
        id,
        speaker,
        kind: from.kind,
        class: from.class,
        relayed_by: from.relayed_by.clone(),
        cue: String::new(),
        particulars: Particulars::default(),
        headline: true,
        variants: Vec::new(),
        first_seen: time,
        last_seen: time,
        first_story: story,
        sightings: 0,
        independent: 0,
        hidden: None,
    }
}

/// What a story tells of one act of speech.
pub struct Telling<'a> {
    /// The wording.
    pub wording: &'a str,
    /// The words of the cue.
    pub cue: &'a str,
    /// The attribution with what else is told of it.
    pub statement: &'a Statement,
    /// The story's time.
    pub time: Timestamp,
}

/// Adds one wording. The commonest represents the claim; among equals the fullest, then the earliest.
/// `count` is false for a wording that the same story has already brought.
pub fn add_wording(row: &mut ClaimRow, told: &Telling<'_>, count: bool) {
    let (from, time) = (&told.statement.attribution, told.time);
    let in_headline = told.statement.place == Place::Headline;
    let wording = cut(told.wording, ClaimRow::MAX_WORDING);
    learn(&mut row.particulars, &told.statement.particulars);
    // A headline tells in short, and in its own words, what the story tells: no wording of a claim that the story has.
    if in_headline && !row.headline {
        return;
    }
    if row.headline && !in_headline {
        row.variants.clear();
        row.headline = false;
    }
    row.first_seen = row.first_seen.min(time);
    row.last_seen = row.last_seen.max(time);
    if let Some(variant) = row.variants.iter_mut().find(|v| v.text == wording) {
        variant.count += u32::from(count);
        variant.first = variant.first.min(time);
        variant.last = variant.last.max(time);
    } else if row.variants.len() < ClaimRow::MAX_VARIANTS {
        row.variants.push(VariantRow {
            text: wording.to_owned(),
            kind: from.kind,
            count: 1,
            first: time,
            last: time,
        });
    } else {
        return;
    }
    row.variants.sort_by(|a, b| {
        b.count
            .cmp(&a.count)
            .then(b.text.len().cmp(&a.text.len()))
            .then(a.first.cmp(&b.first))
            .then_with(|| a.text.cmp(&b.text))
    });
    if row.text() == wording {
        row.kind = from.kind;
        row.class = from.class;
        row.cue = cut(told.cue, MAX_CUE).to_owned();
        let particulars = &told.statement.particulars;
        row.particulars.negation = particulars.negation;
        row.particulars.about = particulars.about.clone();
    }
}

/// Adds what one story tells of the act to what is known: the first that says when and where is believed, and the surest counts.
fn learn(known: &mut Particulars, told: &Particulars) {
    known.when = known.when.take().or_else(|| told.when.clone());
    known.at = known.at.take().or_else(|| told.at.clone());
    let (a, b) = (&mut known.confidences, told.confidences);
    a.extraction = a.extraction.max(b.extraction);
    a.attribution = a.attribution.max(b.attribution);
    a.resolution = a.resolution.max(b.resolution);
}

/// The text, cut at a character boundary to at most so many bytes.
pub fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CueClass;
    use crate::model::QuoteKind;

    fn statement(kind: QuoteKind, place: Place) -> Statement {
        let attribution = Attribution {
            source: vec![],
            cue: vec![],
            content: vec![],
            kind,
            class: CueClass::Statement,
            speaker: None,
            relayed_by: None,
            rule: "test".into(),
            confidence: 1.0,
        };
        Statement {
            attribution,
            place,
            particulars: Particulars::default(),
            repeats: vec![],
        }
    }

    fn empty() -> ClaimRow {
        let from = statement(QuoteKind::Indirect, Place::Body).attribution;
        new_row(ClaimId(1), None, &from, StoryId(1), Timestamp::default())
    }

    fn add(row: &mut ClaimRow, wording: &str, statement: &Statement) {
        let told = Telling {
            wording,
            cue: "said",
            statement,
            time: Timestamp::default(),
        };
        add_wording(row, &told, true);
    }

    #[test]
    fn the_commonest_then_the_fullest_wording_represents_the_claim() {
        let indirect = statement(QuoteKind::Indirect, Place::Body);
        let direct = statement(QuoteKind::Direct, Place::Body);
        let mut row = empty();
        add(&mut row, "the bridge is shut", &indirect);
        add(&mut row, "the bridge is shut until May", &direct);
        assert_eq!(
            (row.text(), row.kind, row.cue.as_str()),
            ("the bridge is shut until May", QuoteKind::Direct, "said")
        );
        add(&mut row, "the bridge is shut", &indirect);
        assert_eq!(
            (row.text(), row.kind),
            ("the bridge is shut", QuoteKind::Indirect)
        );
        let kinds: Vec<QuoteKind> = row.variants.iter().map(|v| v.kind).collect();
        assert_eq!(kinds, [QuoteKind::Indirect, QuoteKind::Direct]);
    }

    #[test]
    fn a_headline_represents_a_claim_only_until_a_story_has_it() {
        let headline = statement(QuoteKind::Indirect, Place::Headline);
        let body = statement(QuoteKind::Direct, Place::Body);
        let mut row = empty();
        add(&mut row, "bridge shut", &headline);
        assert!(row.headline);
        add(&mut row, "the bridge is shut until May", &body);
        add(&mut row, "bridge shut", &headline);
        assert!(!row.headline);
        assert_eq!(row.variants.len(), 1);
        assert_eq!(row.text(), "the bridge is shut until May");
    }

    #[test]
    fn wordings_are_bounded_in_number_and_length() {
        let from = statement(QuoteKind::Direct, Place::Body);
        let mut row = empty();
        for n in 0..100 {
            add(&mut row, &format!("wording {n}"), &from);
        }
        add(&mut row, &"é".repeat(5_000), &from);
        assert_eq!(row.variants.len(), ClaimRow::MAX_VARIANTS);
        let mut row = empty();
        add(&mut row, &"é".repeat(5_000), &from);
        assert_eq!(row.text().len(), ClaimRow::MAX_WORDING);
    }
}
