//! Which claims people have hidden, so that nobody is shown them. Knows nothing of how they came to be.

use crate::model::Act;
use crate::model::ClaimId;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::ClaimChangeRow;
use std::collections::HashMap;

/// Tells hidden claims for one answer.
pub(super) struct Hidden<'a> {
    store: &'a Store,
    /// Whether there is any: else no row is read.
    any: bool,
    known: HashMap<ClaimId, bool>,
}

impl<'a> Hidden<'a> {
    pub(super) fn new(store: &'a Store) -> Result<Hidden<'a>, StoreError> {
        Ok(Hidden {
            store,
            any: store.totals().hidden.0 > 0,
            known: HashMap::new(),
        })
    }

    /// Whether a person hid this claim.
    pub(super) fn is(&mut self, claim: ClaimId) -> Result<bool, StoreError> {
        if !self.any {
            return Ok(false);
        }
        if let Some(known) = self.known.get(&claim) {
            return Ok(*known);
        }
        let row = self.store.claim(claim)?;
        let hidden = row.is_some_and(|row| row.hidden.is_some());
        self.known.insert(claim, hidden);
        Ok(hidden)
    }

    /// Of what a revision did to claims, what may be shown.
    pub(super) fn changes(
        &mut self,
        rows: &[ClaimChangeRow],
    ) -> Result<Vec<ClaimChangeRow>, StoreError> {
        let mut shown = Vec::new();
        for row in rows {
            let mut hidden = false;
            for told in row.before.iter().chain(&row.after) {
                hidden = hidden || self.is(told.claim)?;
            }
            if !hidden {
                shown.push(row.clone());
            }
        }
        Ok(shown)
    }
}

/// What an act that hides a claim says, in a line.
pub(super) fn line(act: &Act) -> Option<String> {
    match act {
        Act::HideClaim { name, wording, .. } if name.is_empty() => Some(format!("“{wording}”")),
        Act::HideClaim { name, wording, .. } => Some(format!("{name} did not say “{wording}”")),
        _ => None,
    }
}
