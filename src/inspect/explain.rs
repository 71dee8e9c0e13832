//! Why an attribution was reported: the extractor run again over the stored revision, and its own values as a view. Everything that
//! is told comes out of the extractor or the store.

use crate::extract::explain;
use crate::extract::model::explain::Reading;
use crate::inspect::copies;
use crate::inspect::error::AskError;
use crate::inspect::excerpt::Excerpts;
use crate::inspect::lookup;
use crate::inspect::speakers::Names;
use crate::inspect::texts::Texts;
use crate::inspect::view::ExplainView;
use crate::inspect::view::HiddenView;
use crate::inspect::view::ModelView;
use crate::inspect::view::ReadingView;
use crate::inspect::view::ReasonView;
use crate::inspect::view::ResolutionView;
use crate::inspect::wordings::address;
use crate::model::ClaimId;
use crate::model::Place;
use crate::store::Store;

/// Takes `STORY:REVISION:NUMBER`, where the story is named as anywhere.
pub(super) fn explain(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
) -> Result<ExplainView, AskError> {
    let (story, revision, number) = parse(asked).ok_or_else(|| AskError::NoAddress {
        asked: asked.to_owned(),
    })?;
    let row = lookup::story(store, story)?;
    let kept = row.revisions.iter().find(|r| r.number == revision);
    let kept = kept.ok_or_else(|| AskError::NoRevision {
        story: row.id.to_string(),
        revision,
        kept: row.revisions.iter().map(|r| r.number).collect(),
    })?;
    let rows = store.attributions(row.id, revision)?.unwrap_or_default();
    let attribution = number
        .checked_sub(1)
        .and_then(|n| rows.get(n as usize))
        .ok_or_else(|| AskError::NoAttribution {
            story: row.id.to_string(),
            revision,
            number,
            count: rows.len(),
        })?;
    let unread = |reason: String| copies::unread(row.id, reason);
    let story = texts.whole_at(kept.position).map_err(unread)?;
    let place = attribution.standing.place;
    let text = match place {
        Place::Body => story.text(),
        Place::Headline => story.title.clone(),
    };
    let excerpts = Excerpts::new(&text);
    let a = attribution;
    let why = explain::explain(&story, place, &a.source, &a.cue, &a.content);
    let mut names = Names::new(store);
    let who = why.found.as_ref().and_then(|a| a.speaker.as_ref());
    let account = why.account.as_ref();
    let others = account.map_or(&[][..], |account| &account.others);
    Ok(ExplainView {
        attribution: address(row.id, revision, number - 1),
        story: row.id,
        title: story.title.clone(),
        revision,
        found_again: why.found.is_some(),
        hidden: hidden(store, a.claim)?,
        place,
        claim: a.claim,
        kind: a.kind,
        source: excerpts.spans(&a.source),
        cue: excerpts.spans(&a.cue),
        content: excerpts.spans(&a.content),
        cue_class: a.class,
        class_known: why.class.1 && why.class.0 == a.class,
        rule: a.rule.clone(),
        rule_right: why.rule_right,
        confidences: a.particulars.confidences,
        model: account.map(|account| ModelView {
            reading: reading(&account.reading, &excerpts),
            least: account.least,
            reasons: account
                .reasons
                .iter()
                .map(|reason| ReasonView {
                    looks_at: reason.looks_at.to_owned(),
                    weight: reason.weight,
                })
                .collect(),
        }),
        resolution: ResolutionView {
            read_as: why.read_as.to_owned(),
            name: who.map(|who| who.name.clone()),
            role: who.and_then(|who| who.role.clone()),
            aliases: who.map(|who| who.aliases.clone()).unwrap_or_default(),
            global: who.is_some_and(|who| who.global),
            speaker: names.of(a.speaker)?,
            relayed_by: a.relayed_by.clone(),
        },
        runners_up: others
            .iter()
            .map(|other| reading(other, &excerpts))
            .collect(),
    })
}

/// Who hid the claim, and why.
fn hidden(store: &Store, claim: ClaimId) -> Result<Option<HiddenView>, AskError> {
    let by = store.claim(claim)?.and_then(|row| row.hidden);
    let row = by.map(|by| store.correction(by)).transpose()?.flatten();
    Ok(row.map(|row| HiddenView {
        correction: row.seq,
        made: row.correction.made,
        note: row.correction.note,
    }))
}

/// Story, revision and number. A URL has colons of its own, so the address is read from its end.
fn parse(asked: &str) -> Option<(&str, u32, u32)> {
    let mut parts = asked.trim().rsplitn(3, ':');
    let number = parts.next()?.trim().parse().ok()?;
    let revision = parts.next()?.trim().parse().ok()?;
    let story = parts.next()?.trim();
    (!story.is_empty()).then_some((story, revision, number))
}

fn reading(reading: &Reading, excerpts: &Excerpts<'_>) -> ReadingView {
    ReadingView {
        source: excerpts.spans(&reading.raw.source),
        cue: excerpts.spans(&reading.raw.cue),
        content: excerpts.spans(&reading.raw.content),
        p_cue: reading.cue,
        p_source: reading.source,
        p_content: reading.content,
        p_reading: reading.whole,
        p_judge: reading.judged,
        confidence: reading.raw.confidence,
        reported: reading.reported,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (asked, expect) in [
            ("9f31c2aa04:1:3", Some(("9f31c2aa04", 1, 3))),
            (
                " https://post.example/a:b:2:10 ",
                Some(("https://post.example/a:b", 2, 10)),
            ),
            ("9f31c2aa04", None),
            ("9f31c2aa04:1", None),
            (":1:2", None),
            ("a:x:2", None),
        ] {
            assert_eq!(parse(asked), expect, "{asked}");
        }
    }
}
