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
use crate::model::SpeakerId;
use crate::model::StoryId;
use crate::model::Timestamp;
use crate::model::digest;
use crate::store::rows::ClaimRow;
use crate::store::rows::Counted;

/// Under what a wording is looked up: its speaker and its words. Without a speaker, and where the words say too little to be
/// known again elsewhere ("no comment"), within the copy group.
pub fn lookup(
    speaker: Option<SpeakerId>,
    group: GroupId,
    wording: &str,
) -> (Option<SpeakerId>, u64) {
    let words = claim::key(wording);
    match speaker {
        Some(_) if !claim::says_little(wording) => (speaker, words),
        _ => (
            speaker,
            digest(&[b"nobody", &group.to_bytes(), &words.to_be_bytes()]),
        ),
    }
}

/// The id of a claim first seen in this wording.
pub fn new_id((speaker, words): (Option<SpeakerId>, u64)) -> ClaimId {
    let speaker = speaker.map(SpeakerId::to_bytes);
    ClaimId(digest(&[
        b"claim",
        speaker.as_ref().map_or(&[], |id| id.as_slice()),
        &words.to_be_bytes(),
    ]))
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
        variants: Vec::new(),
        first_seen: time,
        last_seen: time,
        first_story: story,
        sightings: 0,
        independent: 0,
    }
}

/// Adds one wording. The commonest represents the claim; among equals the fullest, then the earliest.
/// `count` is false for a wording that the same story has already brought.
pub fn add_wording(
    row: &mut ClaimRow,
    wording: &str,
    from: &Attribution,
    time: Timestamp,
    count: bool,
) {
    let wording = cut(wording);
    row.first_seen = row.first_seen.min(time);
    row.last_seen = row.last_seen.max(time);
    if let Some(variant) = row.variants.iter_mut().find(|v| v.text == wording) {
        variant.count += u32::from(count);
        variant.first = variant.first.min(time);
        variant.last = variant.last.max(time);
    } else if row.variants.len() < ClaimRow::MAX_VARIANTS {
        row.variants.push(Counted {
            text: wording.to_owned(),
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
    }
}

fn cut(text: &str) -> &str {
    let end = (0..=ClaimRow::MAX_WORDING.min(text.len()))
        .rev()
        .find(|&n| text.is_char_boundary(n));
    &text[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CueClass;
    use crate::model::QuoteKind;

    fn attribution(kind: QuoteKind) -> Attribution {
        Attribution {
            source: vec![],
            cue: vec![],
            content: vec![],
            kind,
            class: CueClass::Statement,
            speaker: None,
            relayed_by: None,
            rule: "test".into(),
            confidence: 1.0,
        }
    }

    #[test]
    fn the_commonest_then_the_fullest_wording_represents_the_claim() {
        let indirect = attribution(QuoteKind::Indirect);
        let direct = attribution(QuoteKind::Direct);
        let mut row = new_row(
            ClaimId(1),
            None,
            &indirect,
            StoryId(1),
            Timestamp::default(),
        );
        add_wording(
            &mut row,
            "the bridge is shut",
            &indirect,
            Timestamp::default(),
            true,
        );
        add_wording(
            &mut row,
            "the bridge is shut until May",
            &direct,
            Timestamp::default(),
            true,
        );
        assert_eq!(
            (row.text(), row.kind),
            ("the bridge is shut until May", QuoteKind::Direct)
        );
        add_wording(
            &mut row,
            "the bridge is shut",
            &indirect,
            Timestamp::default(),
            true,
        );
        assert_eq!(
            (row.text(), row.kind),
            ("the bridge is shut", QuoteKind::Indirect)
        );
    }

    #[test]
    fn wordings_are_bounded_in_number_and_length() {
        let from = attribution(QuoteKind::Direct);
        let mut row = new_row(ClaimId(1), None, &from, StoryId(1), Timestamp::default());
        for n in 0..100 {
            add_wording(
                &mut row,
                &format!("wording {n}"),
                &from,
                Timestamp::default(),
                true,
            );
        }
        add_wording(
            &mut row,
            &"é".repeat(5_000),
            &from,
            Timestamp::default(),
            true,
        );
        assert_eq!(row.variants.len(), ClaimRow::MAX_VARIANTS);
        let mut row = new_row(ClaimId(1), None, &from, StoryId(1), Timestamp::default());
        add_wording(
            &mut row,
            &"é".repeat(5_000),
            &from,
            Timestamp::default(),
            true,
        );
        assert_eq!(row.text().len(), ClaimRow::MAX_WORDING);
    }
}
