//! Claims over a real view: what joins over stories, what revisions do, and that every road to a view gives the same ids.
#![allow(clippy::unwrap_used)]

use super::tests::Live;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::StoryId;
use crate::store::rows::ClaimChange;
use crate::store::rows::ClaimRow;

/// What was first said of the dam.
const FIRST: &str = "The dam above Orrin was inspected on Tuesday by two engineers from the coast, who walked its crest for an hour.\n\n\
    “The dam will hold through the winter and nobody below it has anything to fear,” said Ada Holm, the chief engineer.\n\n\
    Per Lund, who farms below it, said that nobody had asked him.\n\n\
    The valley has had more rain since October than in any autumn since 1931, and the river is high at every bridge.";
/// The same story an hour later: Holm is softer, Lund is gone, and the mayor has come.
const SECOND: &str = "The dam above Orrin was inspected on Tuesday by two engineers from the coast, who walked its crest for an hour.\n\n\
    “The dam may hold through the winter and nobody below it has anything to fear,” said Ada Holm, the chief engineer.\n\n\
    Mayor Ines Orne told reporters that the town would pay for a second opinion.\n\n\
    The valley has had more rain since October than in any autumn since 1931, and the river is high at every bridge.";
/// Another outlet's own story, with a cut of what Holm said.
const OTHER: &str = "Farmers in the valley of Orrin met in the hall last night and voted to move their cattle to the hills.\n\n\
    “Nobody below it has anything to fear,” Ada Holm had said in the morning.\n\n\
    The vote was 31 to 4, and the first trucks left at dawn with a light on either side and a boy walking in front.";

fn claims(live: &Live, story: StoryId) -> Vec<ClaimRow> {
    let row = live.store.story(story).unwrap().unwrap();
    let rows = live
        .store
        .attributions(story, row.revision_count)
        .unwrap()
        .unwrap();
    let claim = |id| live.store.claim(id).unwrap().unwrap();
    rows.iter().map(|row| claim(row.claim)).collect()
}

#[test]
fn a_revision_is_an_event_with_what_it_did_to_claims() {
    let mut live = Live::new();
    let story = live.text("post", "Dam inspected", FIRST);
    live.text("post", "Dam inspected", SECOND);
    live.text("post", "Dam inspected", SECOND);
    let events: Vec<_> = live.store.events_after(0).map(Result::unwrap).collect();
    let numbers: Vec<(u64, u32)> = events.iter().map(|e| (e.seq, e.revision)).collect();
    assert_eq!(
        numbers,
        [(1, 1), (2, 2)],
        "each once, and none for what changed nothing"
    );
    assert!(events[0].changes.is_empty());
    let told: Vec<(ClaimChange, bool)> = events[1]
        .changes
        .iter()
        .map(|c| {
            (
                c.change,
                c.before.as_ref().map(|b| &b.text) == c.after.as_ref().map(|a| &a.text),
            )
        })
        .collect();
    let kinds: Vec<ClaimChange> = told.iter().map(|t| t.0).collect();
    assert!(kinds.contains(&ClaimChange::Softened), "{kinds:?}");
    assert!(kinds.contains(&ClaimChange::Removed), "{kinds:?}");
    assert!(kinds.contains(&ClaimChange::Added), "{kinds:?}");
    assert!(told.iter().all(|t| !t.1));
    let lund = events[1]
        .changes
        .iter()
        .find(|c| c.change == ClaimChange::Removed)
        .unwrap();
    assert!(lund.before.as_ref().unwrap().text.contains("asked him"));
    assert_eq!(live.store.event(2).unwrap().unwrap(), events[1]);
    assert!(claims(&live, story).len() >= 2);
    live.check();
}

#[test]
fn a_cut_joins_the_whole_in_another_outlets_story() {
    let mut live = Live::new();
    let first = live.text("post", "Dam inspected", FIRST);
    let other = live.text("herald", "Farmers move their cattle", OTHER);
    let whole = claims(&live, first)
        .into_iter()
        .find(|c| c.text().contains("will hold"))
        .unwrap();
    let cut = claims(&live, other)
        .into_iter()
        .find(|c| c.variants.iter().any(|v| v.text.starts_with("Nobody")))
        .unwrap();
    assert_eq!(whole.id, cut.id);
    assert_eq!(
        (cut.sightings, cut.independent, cut.variants.len()),
        (2, 2, 2)
    );
    assert_eq!(cut.kind, QuoteKind::Direct);
    let found = live
        .store
        .claims_worded_like("nobody below it has anything to fear", 5)
        .unwrap();
    assert_eq!(found.first(), Some(&cut.id));
    live.check();
}

#[test]
fn a_headline_is_marked_and_gives_way_to_the_story() {
    let mut live = Live::new();
    let story = live.text(
        "post",
        "Dam will hold through the winter, says Ada Holm",
        FIRST,
    );
    let row = live.store.story(story).unwrap().unwrap();
    let rows = live
        .store
        .attributions(story, row.revision_count)
        .unwrap()
        .unwrap();
    let headlines: Vec<_> = rows
        .iter()
        .filter(|r| r.standing.place == Place::Headline)
        .collect();
    assert_eq!(headlines.len(), 1);
    assert_eq!(
        headlines[0].content[0].of(&row.title),
        Some("Dam will hold through the winter")
    );
    let body = claims(&live, story)
        .into_iter()
        .find(|c| c.text().contains("will hold"))
        .unwrap();
    assert_eq!(headlines[0].claim, body.id, "the story says it in full");
    assert!(!body.headline);
    assert_eq!(body.sightings, 1, "one story");
    live.check();
}
