//! One row of the view as the values of its table's columns, in their order. Pure.

use crate::inspect::excerpt::Excerpts;
use crate::inspect::view::SpeakerRef;
use crate::model::Particulars;
use crate::model::Verdict;
use crate::store::rows::AttributionRow;
use crate::store::rows::ClaimRow;
use crate::store::rows::Counted;
use crate::store::rows::SightingRow;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use crate::store::rows::VariantRow;
use serde_json::Value;
use serde_json::json;

pub(super) fn sighting(row: &SightingRow) -> Vec<Value> {
    vec![
        json!(row.claim),
        json!(row.story),
        json!(row.group),
        json!(row.outlet),
        json!(row.time),
        json!(row.revision),
        json!(row.attribution),
        json!(row.current),
    ]
}

pub(super) fn attribution(
    story: &StoryRow,
    n: usize,
    row: &AttributionRow,
    excerpts: Option<&Excerpts<'_>>,
    speaker: Option<SpeakerRef>,
) -> Vec<Value> {
    let spans = |spans| json!(excerpts.map(|excerpts| excerpts.spans(spans)));
    let mut cells = vec![
        json!(story.id),
        json!(story.newest().map(|revision| revision.number)),
        json!(n),
        json!(row.claim),
        json!(row.speaker),
        json!(speaker.map(|speaker| speaker.name)),
        json!(row.kind),
        json!(row.class),
        spans(&row.source),
        spans(&row.cue),
        spans(&row.content),
        json!(row.relayed_by),
        json!(row.rule),
        real(row.confidence),
        json!(row.standing.place),
    ];
    cells.extend(particulars(&row.particulars));
    cells
}

pub(super) fn claim(row: &ClaimRow, speaker: Option<SpeakerRef>) -> Vec<Value> {
    let mut cells = vec![
        json!(row.id),
        json!(row.speaker),
        json!(speaker.map(|speaker| speaker.name)),
        json!(row.text()),
        json!(row.kind),
        json!(row.class),
        variants(&row.variants),
        json!(row.relayed_by),
        json!(row.first_seen),
        json!(row.last_seen),
        json!(row.first_story),
        json!(row.sightings),
        json!(row.independent),
        json!(row.cue),
        json!(row.headline),
    ];
    cells.extend(particulars(&row.particulars));
    cells
}

pub(super) fn story(row: &StoryRow, text: Option<String>) -> Vec<Value> {
    let of = match &row.verdict {
        Verdict::Copy { of, .. } | Verdict::Revision { of } => vec![*of],
        Verdict::Partial { of } => of.iter().map(|part| part.story).collect(),
        Verdict::New | Verdict::Unchanged => Vec::new(),
    };
    vec![
        json!(row.id),
        json!(row.group),
        json!(row.verdict.word()),
        json!(of),
        json!(row.url),
        json!(row.feed),
        json!(row.outlet),
        json!(row.title),
        json!(row.byline),
        json!(row.language),
        json!(row.published),
        json!(row.updated),
        json!(row.first_seen),
        json!(row.revision_count),
        json!(row.words),
        json!(row.attributions),
        json!(text),
    ]
}

pub(super) fn speaker(row: &SpeakerRow) -> Vec<Value> {
    vec![
        json!(row.id),
        json!(row.name),
        json!(row.kind),
        json!(row.local_to),
        forms(&row.aliases),
        forms(&row.roles),
        json!(row.first_seen),
        json!(row.last_seen),
        json!(row.claims.saturating_sub(row.hidden.0)),
        json!(row.sightings.saturating_sub(row.hidden.1)),
    ]
}

/// What both attributions and claims tell: the last columns of either table.
fn particulars(told: &Particulars) -> Vec<Value> {
    let when = told.when.as_ref();
    let at = told.at.as_ref();
    vec![
        json!(told.negation),
        json!(told.about),
        json!(when.map(|when| when.from.to_string())),
        json!(when.map(|when| when.to.to_string())),
        json!(at.map(|at| at.kind)),
        json!(at.map(|at| &at.words)),
        real(told.confidences.extraction),
        real(told.confidences.attribution),
        real(told.confidences.resolution),
    ]
}

/// As many digits as it has: a 32-bit number shown as 64 bits would pretend to more.
fn real(number: f32) -> Value {
    json!(number.to_string().parse::<f64>().ok())
}

fn variants(variants: &[VariantRow]) -> Value {
    let one = |form: &VariantRow| {
        json!({
            "text": form.text, "type": form.kind, "count": form.count, "first_seen": form.first, "last_seen": form.last,
        })
    };
    Value::Array(variants.iter().map(one).collect())
}

fn forms(forms: &[Counted]) -> Value {
    let one = |form: &Counted| {
        json!({
            "text": form.text, "count": form.count, "first_seen": form.first, "last_seen": form.last,
        })
    };
    Value::Array(forms.iter().map(one).collect())
}
