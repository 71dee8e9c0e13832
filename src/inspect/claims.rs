//! Claims: listing, and one with its wordings and sightings.

use crate::inspect::PAGE_SCAN;
use crate::inspect::error::AskError;
use crate::inspect::excerpt::Excerpts;
use crate::inspect::filter::Admits;
use crate::inspect::lookup;
use crate::inspect::page_size;
use crate::inspect::question::Cursor;
use crate::inspect::question::Filter;
use crate::inspect::search;
use crate::inspect::speakers::Names;
use crate::inspect::stories::window;
use crate::inspect::texts::Texts;
use crate::inspect::view::ClaimDetail;
use crate::inspect::view::ClaimView;
use crate::inspect::view::Page;
use crate::inspect::view::SightingView;
use crate::inspect::wordings::address;
use crate::inspect::wordings::variants;
use crate::model::ClaimId;
use crate::model::Place;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::SightingRow;
use crate::store::rows::StoryRow;
use std::collections::HashSet;

/// Sightings that one claim's answer lists. Of more, those in the stories with the lowest ids are listed, in time order.
pub const MAX_SIGHTINGS: usize = 500;
/// Sightings that a listing reads for each claim to name its outlets.
pub const LISTED_SIGHTINGS: usize = 200;

pub(super) fn claims(store: &Store, filter: &Filter) -> Result<Page<ClaimView>, AskError> {
    let speakers = filter.speaker.as_deref();
    let speakers = speakers
        .map(|name| lookup::speakers(store, name))
        .transpose()?;
    page(store, filter, &Admits::new(filter, speakers))
}

/// Claims that are admitted, newest first.
pub(super) fn page(
    store: &Store,
    filter: &Filter,
    admits: &Admits,
) -> Result<Page<ClaimView>, AskError> {
    if let Some(page) = search::claims(store, filter, admits)? {
        return Ok(page);
    }
    // One speaker's claims have an index of their own; claims of several are picked out of all.
    match admits.speakers() {
        Some([one]) => collect(
            store,
            store.claims_by_speaker(*one, window(filter)),
            filter,
            admits,
        ),
        _ => collect(store, store.claims(window(filter)), filter, admits),
    }
}

fn collect(
    store: &Store,
    claims: impl Iterator<Item = Result<ClaimRow, StoreError>>,
    filter: &Filter,
    admits: &Admits,
) -> Result<Page<ClaimView>, AskError> {
    let size = page_size(filter);
    let mut names = Names::new(store);
    let mut rows = Vec::new();
    let mut last = filter.after;
    for (looked_at, claim) in claims.enumerate() {
        if rows.len() >= size || looked_at >= PAGE_SCAN {
            return Ok(Page { rows, next: last });
        }
        let claim = claim?;
        last = Some(Cursor {
            key: claim.first_seen.millis(),
            id: claim.id.0,
        });
        rows.extend(admitted(store, &claim, admits, &mut names)?);
    }
    Ok(Page { rows, next: None })
}

/// The claim as a listing has it, if it is admitted.
pub(super) fn admitted(
    store: &Store,
    claim: &ClaimRow,
    admits: &Admits,
    names: &mut Names<'_>,
) -> Result<Option<ClaimView>, AskError> {
    let wordings = claim.variants.iter().map(|v| v.text.as_str());
    if claim.hidden.is_some() {
        return Ok(None);
    }
    if !(admits.kind(claim.kind)
        && admits.class(claim.class)
        && admits.speaker(claim.speaker)
        && admits.query().matches(wordings))
    {
        return Ok(None);
    }
    let outlets = outlets(store, claim.id)?;
    if admits.asks_for_outlet() && !outlets.iter().any(|o| admits.outlet(o)) {
        return Ok(None);
    }
    Ok(Some(view(claim, outlets, names)?))
}

/// One claim as a listing shows it.
pub(super) fn seen(
    store: &Store,
    claim: &ClaimRow,
    names: &mut Names<'_>,
) -> Result<ClaimView, StoreError> {
    view(claim, outlets(store, claim.id)?, names)
}

/// The outlets that carry a claim, in order of time.
fn outlets(store: &Store, claim: ClaimId) -> Result<Vec<String>, StoreError> {
    let mut sightings: Vec<SightingRow> = store
        .sightings(claim)
        .take(LISTED_SIGHTINGS)
        .collect::<Result<_, _>>()?;
    sightings.sort_by_key(|s| (s.time, s.story));
    let mut outlets: Vec<String> = Vec::new();
    for sighting in sightings {
        if !outlets.contains(&sighting.outlet) {
            outlets.push(sighting.outlet);
        }
    }
    Ok(outlets)
}

/// A claim as a listing has it.
pub(super) fn listed(
    store: &Store,
    row: &ClaimRow,
    names: &mut Names<'_>,
) -> Result<ClaimView, StoreError> {
    view(row, outlets(store, row.id)?, names)
}

fn view(
    row: &ClaimRow,
    outlets: Vec<String>,
    names: &mut Names<'_>,
) -> Result<ClaimView, StoreError> {
    Ok(ClaimView {
        id: row.id,
        speaker: names.of(row.speaker)?,
        text: row.text().to_owned(),
        kind: row.kind,
        class: row.class,
        cue: row.cue.clone(),
        negation: row.particulars.negation,
        about: row.particulars.about.clone(),
        when: row.particulars.when.clone(),
        at: row.particulars.at.clone(),
        headline: row.headline,
        confidences: row.particulars.confidences,
        relayed_by: row.relayed_by.clone(),
        first_seen: row.first_seen,
        last_seen: row.last_seen,
        first_story: row.first_story,
        wordings: u32::try_from(row.variants.len()).unwrap_or(u32::MAX),
        sightings: row.sightings,
        independent: row.independent,
        outlets,
    })
}

pub(super) fn claim(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
) -> Result<ClaimDetail, AskError> {
    let row = lookup::claim(store, asked)?;
    let mut sightings: Vec<SightingRow> = store
        .sightings(row.id)
        .take(MAX_SIGHTINGS)
        .collect::<Result<_, _>>()?;
    sightings.sort_by_key(|s| (s.time, s.story));
    let mut groups = HashSet::new();
    let mut views = Vec::new();
    for s in &sightings {
        views.push(sighting(store, texts, s, !groups.insert(s.group))?);
    }
    let claim = view(&row, outlets(store, row.id)?, &mut Names::new(store))?;
    Ok(ClaimDetail {
        claim,
        variants: variants(&row),
        sightings: views,
    })
}

/// A sighting with its words. Where the text cannot be read any more, the sighting still counts and comes without.
fn sighting(
    store: &Store,
    texts: &dyn Texts,
    row: &SightingRow,
    copy: bool,
) -> Result<SightingView, AskError> {
    let story = store.story(row.story)?;
    let mut view = SightingView {
        story: row.story,
        group: row.group,
        copy,
        time: row.time,
        outlet: row.outlet.clone(),
        title: story.as_ref().map_or_else(String::new, |s| s.title.clone()),
        url: story.as_ref().and_then(|s| s.url.clone()),
        revision: row.revision,
        current: row.current,
        attribution: address(row.story, row.revision, row.attribution),
        place: Place::Body,
        kind: None,
        class: None,
        repeats: Vec::new(),
        source: Vec::new(),
        cue: Vec::new(),
        content: Vec::new(),
        before: String::new(),
        after: String::new(),
    };
    let found = story.map(|s| words(store, texts, row, &s)).transpose()?;
    if let Some((text, attribution, whole)) = found.flatten() {
        let excerpts = Excerpts::new(&text);
        view.place = attribution.standing.place;
        view.kind = Some(attribution.kind);
        view.class = Some(attribution.class);
        view.repeats = excerpts.spans(&attribution.standing.repeats);
        view.source = excerpts.spans(&attribution.source);
        view.cue = excerpts.spans(&attribution.cue);
        view.content = excerpts.spans(&attribution.content);
        if whole {
            (view.before, view.after) = excerpts.around(&attribution.content);
        }
    }
    Ok(view)
}

/// The text in which a claim was sighted, the attribution there, and whether more of that text is left than attributions; `None` where
/// text or attribution is gone.
fn words(
    store: &Store,
    texts: &dyn Texts,
    sighting: &SightingRow,
    story: &StoryRow,
) -> Result<Option<(String, AttributionRow, bool)>, AskError> {
    let revision = story
        .revisions
        .iter()
        .find(|r| r.number == sighting.revision);
    let Some(revision) = revision else {
        return Ok(None);
    };
    let rows = store.attributions(story.id, revision.number)?;
    let row = rows.and_then(|rows| rows.into_iter().nth(sighting.attribution as usize));
    let Some(row) = row.filter(|row| row.claim == sighting.claim) else {
        return Ok(None);
    };
    let story = texts.story_at(revision.position).ok();
    Ok(story.map(|story| match row.standing.place {
        Place::Body => (story.text(), row, story.taken.is_none()),
        Place::Headline => (story.title, row, true),
    }))
}
