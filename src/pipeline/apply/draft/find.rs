//! Which known claim a wording is one of. Reads the draft and the store, changes neither.

use super::Draft;
use super::Kin;
use crate::extract::claim;
use crate::extract::claim::Nearness;
use crate::model::ClaimId;
use crate::model::Place;
use crate::model::QuoteKind;
use crate::model::SpeakerId;
use crate::model::Timestamp;
use crate::pipeline::analyse::Statement;
use crate::pipeline::apply::changes::Told;
use crate::pipeline::apply::speakers;
use crate::store::StoreError;
use crate::store::rows::ClaimRow;
use crate::store::rows::ToldRow;

/// An indirect report joins close wordings of the last week only: what somebody says again later is another occasion.
const INDIRECT_WITHIN_MS: i64 = 7 * 24 * 3_600_000;

impl Draft<'_> {
    /// The known claim of this very wording, if any.
    pub(super) fn worded(
        &self,
        key: (Option<SpeakerId>, u64),
    ) -> Result<Option<ClaimId>, StoreError> {
        let here = self.keys.iter().find(|(k, _)| *k == key);
        here.map_or_else(
            || self.store.claim_by_key(key.0, key.1),
            |(_, id)| Ok(Some(*id)),
        )
    }

    /// The known claim that this wording, which is new, is another wording of, if any: close words in the text that this story
    /// carries too; else close words among the speaker's newest claims.
    pub(super) fn find(
        &self,
        key: (Option<SpeakerId>, u64),
        wording: &str,
        statement: &Statement,
    ) -> Result<Option<ClaimId>, StoreError> {
        let found = &statement.attribution;
        fn told(text: &str, kind: QuoteKind) -> claim::Told<'_> {
            claim::Told { text, kind }
        }
        let matches = |row: &ClaimRow, near: Nearness| {
            let this = told(wording, found.kind);
            row.speaker == key.0
                && row
                    .variants
                    .iter()
                    .any(|v| claim::same_statement(told(&v.text, v.kind), this, near))
        };
        let apart = |last_seen: Timestamp| match self.story.time().since(last_seen).abs()
            <= INDIRECT_WITHIN_MS
        {
            true => Nearness::SameDays,
            false => Nearness::Elsewhere,
        };
        let near = |row: &ClaimRow| match self.related {
            Kin::SameText => Nearness::CopyGroup,
            Kin::Embedded => apart(row.last_seen),
        };
        if let Some(row) = self.kin.iter().find(|row| matches(row, near(row))) {
            return Ok(Some(row.id));
        }
        let Some(speaker) = key.0 else {
            return Ok(None);
        };
        let recent = self.recent.claims(self.store, speaker)?;
        let sketch = self.recent.sketch(wording);
        for known in recent.iter() {
            let near = apart(known.last_seen);
            if known.may_be(&sketch, found.kind, near)
                && let Some(row) = self.store.claim(known.id)?
                && matches(&row, near)
            {
                return Ok(Some(known.id));
            }
        }
        Ok(None)
    }

    /// The claim of this very story that its headline tells in short, and whose it is: by whoever the headline names, or by whomever where
    /// it names nobody who is known elsewhere ("mayor says …").
    pub(super) fn told_in_body(&self, statement: &Statement, headline: &str) -> Option<ToldRow> {
        let who = statement.attribution.speaker.as_ref()?;
        let own = speakers::own_id(who, self.story.group);
        let whole = claim::key(headline);
        let fits = |told: &&Told| {
            let by = !who.global || told.row.speaker == Some(own);
            by && (told.words == whole || claim::in_short(headline, &told.row.text))
        };
        let mut told = self
            .after
            .iter()
            .filter(|_| statement.place == Place::Headline);
        told.find(fits).map(|told| told.row.clone())
    }
}
