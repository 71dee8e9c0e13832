//! Stories: listing, and one with its text.

use crate::inspect::PAGE_SCAN;
use crate::inspect::copies;
use crate::inspect::error::AskError;
use crate::inspect::excerpt::Excerpts;
use crate::inspect::filter::Admits;
use crate::inspect::hidden::Hidden;
use crate::inspect::lookup;
use crate::inspect::page_size;
use crate::inspect::question::Cursor;
use crate::inspect::question::Filter;
use crate::inspect::reuse::Sizes;
use crate::inspect::search;
use crate::inspect::search::PAGE_TEXTS;
use crate::inspect::speakers::Names;
use crate::inspect::texts::Texts;
use crate::inspect::view::AttributionView;
use crate::inspect::view::Page;
use crate::inspect::view::ParagraphView;
use crate::inspect::view::PartialView;
use crate::inspect::view::RevisionView;
use crate::inspect::view::StoryDetail;
use crate::inspect::view::StoryView;
use crate::inspect::wordings;
use crate::inspect::wordings::address;
use crate::model::Place;
use crate::model::Timestamp;
use crate::model::Verdict;
use crate::store::Store;
use crate::store::Window;
use crate::store::rows::AttributionRow;
use crate::store::rows::StoryRow;

/// Where a walk in order of time ended, as a window wants it.
pub(super) fn window(filter: &Filter) -> Window {
    Window {
        since: filter.since,
        until: filter.until,
        after: filter.after.map(|c| (Timestamp::from_millis(c.key), c.id)),
    }
}

pub(super) fn stories(
    store: &Store,
    texts: &dyn Texts,
    filter: &Filter,
) -> Result<Page<StoryView>, AskError> {
    let speakers = filter.speaker.as_deref();
    let speakers = speakers
        .map(|name| lookup::speakers(store, name))
        .transpose()?;
    let admits = Admits::new(filter, speakers);
    if let Some(page) = search::stories(store, texts, filter, &admits)? {
        return Ok(page);
    }
    let size = page_size(filter);
    let most = match admits.query().is_empty() {
        true => PAGE_SCAN,
        false => PAGE_TEXTS,
    };
    let mut sizes = Sizes::default();
    let mut rows = Vec::new();
    let mut last = filter.after;
    for (looked_at, story) in store.stories(window(filter)).enumerate() {
        if rows.len() >= size || looked_at >= most {
            return Ok(Page { rows, next: last });
        }
        let story = story?;
        last = Some(Cursor {
            key: story.time().millis(),
            id: story.id.0,
        });
        if admitted(store, &story, &admits)? && search::has(texts, &story, admits.query()) {
            rows.push(view(&story, sizes.of(store, story.group)?));
        }
    }
    Ok(Page { rows, next: None })
}

/// Whether the story is admitted, whatever its words.
pub(super) fn admitted(store: &Store, story: &StoryRow, admits: &Admits) -> Result<bool, AskError> {
    Ok(admits.outlet(&story.outlet)
        && (!admits.asks_for_attributions() || says(store, story, admits)?))
}

/// Whether one attribution of the newest revision meets what the filter asks of attributions.
fn says(store: &Store, story: &StoryRow, admits: &Admits) -> Result<bool, AskError> {
    let mut hidden = Hidden::new(store)?;
    for a in newest_attributions(store, story)? {
        let asked = admits.kind(a.kind) && admits.class(a.class) && admits.speaker(a.speaker);
        if asked && !hidden.is(a.claim)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn newest_attributions(store: &Store, story: &StoryRow) -> Result<Vec<AttributionRow>, AskError> {
    let rows = match story.newest() {
        Some(revision) => store.attributions(story.id, revision.number)?,
        None => None,
    };
    Ok(rows.unwrap_or_default())
}

pub(super) fn view(row: &StoryRow, (size, outlets): (u32, u32)) -> StoryView {
    let (of, partial_of) = match &row.verdict {
        Verdict::Copy { of, .. } => (Some(*of), Vec::new()),
        Verdict::Partial { of } => (None, of.iter().map(|p| p.story).collect()),
        Verdict::New | Verdict::Revision { .. } | Verdict::Unchanged => (None, Vec::new()),
    };
    StoryView {
        id: row.id,
        url: row.url.clone(),
        group: row.group,
        verdict: row.verdict.word().to_owned(),
        of,
        partial_of,
        outlet: row.outlet.clone(),
        title: row.title.clone(),
        byline: row.byline.clone(),
        language: row.language.clone(),
        published: row.published,
        updated: row.updated,
        first_seen: row.first_seen,
        feed: row.feed,
        origin: row.origin,
        revisions: row.revision_count,
        words: row.words,
        attributions: row.attributions,
        group_size: size,
        group_outlets: outlets,
        correction: row.placed.as_ref().map(|placed| placed.by),
    }
}

pub(super) fn story(
    store: &Store,
    texts: &dyn Texts,
    asked: &str,
) -> Result<StoryDetail, AskError> {
    let row = lookup::story(store, asked)?;
    let unread = |reason: String| copies::unread(row.id, reason);
    let newest = row
        .newest()
        .ok_or_else(|| unread("the view names no revision of it".to_owned()))?;
    let story = texts.story_at(newest.position).map_err(unread)?;
    let text = story.text();
    let excerpts = Excerpts::new(&text);
    let mut names = Names::new(store);
    let of_title = Excerpts::new(&story.title);
    let mut attributions = Vec::new();
    let mut hidden = Hidden::new(store)?;
    for (n, a) in (0..).zip(newest_attributions(store, &row)?) {
        if hidden.is(a.claim)? {
            continue;
        }
        let excerpts = match a.standing.place {
            Place::Body => &excerpts,
            Place::Headline => &of_title,
        };
        let address = address(row.id, newest.number, n);
        attributions.push(attribution(&a, address, excerpts, &mut names)?);
    }
    let paragraphs = story.paragraphs().map(|(span, paragraph)| {
        let [start, end] = excerpts.pair(span);
        ParagraphView {
            kind: paragraph.kind,
            start,
            end,
        }
    });
    let paragraphs = paragraphs.collect();
    let size = Sizes::default().of(store, row.group)?;
    Ok(StoryDetail {
        revision: newest.number,
        history: claim_history(store, copies::history(texts, &row), &row, &mut names)?,
        paragraphs,
        attributions,
        copies: size.0.saturating_sub(1),
        evidence: row.evidence.as_ref().map(copies::evidence),
        partial_matches: partial_matches(store, &row)?,
        story: view(&row, size),
        text_taken: story.taken.is_some(),
        text,
    })
}

fn attribution(
    a: &AttributionRow,
    address: String,
    excerpts: &Excerpts<'_>,
    names: &mut Names<'_>,
) -> Result<AttributionView, AskError> {
    Ok(AttributionView {
        claim: a.claim,
        speaker: names.of(a.speaker)?,
        kind: a.kind,
        class: a.class,
        source: excerpts.spans(&a.source),
        cue: excerpts.spans(&a.cue),
        content: excerpts.spans(&a.content),
        attribution: address,
        place: a.standing.place,
        negation: a.particulars.negation,
        about: a.particulars.about.clone(),
        when: a.particulars.when.clone(),
        at: a.particulars.at.clone(),
        confidences: a.particulars.confidences,
        repeats: excerpts.spans(&a.standing.repeats),
        relayed_by: a.relayed_by.clone(),
        rule: a.rule.clone(),
        confidence: a.confidence,
    })
}

/// The revisions with what each did to the claims.
fn claim_history(
    store: &Store,
    mut history: Vec<RevisionView>,
    row: &StoryRow,
    names: &mut Names<'_>,
) -> Result<Vec<RevisionView>, AskError> {
    if row.revision_count < 2 {
        return Ok(history);
    }
    // The records that the revisions came in, newest first; what a row remembers of them ends somewhere.
    let records = store.print(row.id)?.map(|print| {
        let earlier = print.earlier.into_iter().map(|(seq, _)| seq);
        let mut all: Vec<u64> = earlier.chain([print.seq]).collect();
        all.reverse();
        all
    });
    for (back, seq) in (0..).zip(records.unwrap_or_default()) {
        let number = row.revision_count.saturating_sub(back);
        let revision = history.iter_mut().find(|r| r.number == number);
        if let Some(revision) = revision.filter(|r| r.number > 1)
            && let Some(event) = store.event(seq)?.filter(|event| event.revision == number)
        {
            let shown = Hidden::new(store)?.changes(&event.changes)?;
            revision.claims = wordings::changes(names, row.id, number, &shown)?;
        }
    }
    Ok(history)
}

fn partial_matches(store: &Store, row: &StoryRow) -> Result<Vec<PartialView>, AskError> {
    let Verdict::Partial { of } = &row.verdict else {
        return Ok(Vec::new());
    };
    let mut views = Vec::new();
    for part in of {
        let (outlet, title) = store
            .story(part.story)?
            .map(|s| (s.outlet, s.title))
            .unzip();
        views.push(PartialView {
            id: part.story,
            outlet,
            title,
            of_this: part.of_this,
            of_that: part.of_that,
        });
    }
    Ok(views)
}
