//! What dedup's verdict rested on, as a row to be kept: later the index has moved on and could not say it any more.

use crate::dedup::Agreement;
use crate::dedup::Evidence;
use crate::dedup::Fingerprint;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::AgreementRow;
use crate::store::rows::EvidenceRow;
use crate::store::rows::Test;

/// The row for a judgement on the text of `print`; `None` where nothing was near enough to be compared.
pub(super) fn row(
    store: &Store,
    print: &Fingerprint,
    evidence: &Evidence,
) -> Result<Option<EvidenceRow>, StoreError> {
    let Some(nearest) = &evidence.nearest else {
        return Ok(None);
    };
    let of_nearest = store.print(nearest.story)?;
    let same_text = of_nearest
        .and_then(|row| Fingerprint::from_bytes(&row.print).ok())
        .is_some_and(|other| other.is_same_text(print));
    let why = fit(evidence.why.clone());
    Ok(Some(EvidenceRow {
        test: if same_text {
            Test::ExactText
        } else {
            Test::NearMatch
        },
        nearest: nearest.story,
        of_this: nearest.of_this,
        of_that: nearest.of_that,
        shared: count(nearest.shared),
        figures: agreement(&nearest.figures),
        names: agreement(&nearest.names),
        why,
    }))
}

/// Adds a sentence to the reason. Where both are too long for a row the earlier one is cut: the newer says why the story is where it is.
pub(super) fn add(row: &mut EvidenceRow, note: &str) {
    if note.is_empty() {
        return;
    }
    let note = fit(format!(" {note}"));
    let left = EvidenceRow::MAX_WHY.saturating_sub(note.len());
    row.why.truncate(row.why.floor_char_boundary(left));
    row.why.push_str(&note);
}

fn fit(mut why: String) -> String {
    why.truncate(why.floor_char_boundary(EvidenceRow::MAX_WHY));
    why
}

fn agreement(of: &Agreement) -> AgreementRow {
    AgreementRow {
        shared: count(of.shared),
        fewer: count(of.fewer),
        contradicted: count(of.contradicted),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
