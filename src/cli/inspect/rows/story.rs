//! Stories, their copies and the attributions in them as table rows and CSV records.

use crate::cli::inspect::rows::field;
use crate::cli::inspect::rows::id_cell;
use crate::cli::inspect::rows::join;
use crate::cli::inspect::rows::percent;
use crate::cli::inspect::rows::places;
use crate::cli::inspect::rows::speaker_cell;
use crate::cli::inspect::rows::words;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::inspect::AttributionView;
use crate::inspect::CopyView;
use crate::inspect::StoryView;
use crate::model::Negation;
use crate::store::rows::Test;

impl Row for StoryView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 7] = [
            Column::up_to("TIME", 16),
            Column::up_to("OUTLET", 18).keep(4),
            Column::rest("TITLE", 28),
            Column::up_to("TEXT", 8).keep(3),
            Column::up_to("SAME TEXT", 16).keep(1),
            Column::up_to("QUOTES", 6).keep(2).right(),
            Column::up_to("ID", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let verdict = match self.verdict.as_str() {
            "new" => style::PLAIN,
            _ => style::CUE,
        };
        vec![
            Cell::plain(style::time(self.time())),
            Cell::plain(&self.outlet),
            Cell::styled(style::STRONG, &self.title),
            Cell::styled(verdict, &self.verdict),
            Cell::plain(match self.group_size {
                0 | 1 => String::new(),
                n => format!(
                    "{} in {}",
                    style::count(u64::from(n), "story", "stories"),
                    style::number(u64::from(self.group_outlets))
                ),
            }),
            Cell::plain(self.attributions.to_string()),
            id_cell(self.id),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "url",
            "group",
            "verdict",
            "of",
            "partial_of",
            "outlet",
            "title",
            "byline",
            "language",
            "published",
            "updated",
            "first_seen",
            "revisions",
            "words",
            "attributions",
            "group_size",
            "group_outlets",
            "correction",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            field(self.url.as_ref()),
            self.group.to_string(),
            self.verdict.clone(),
            field(self.of),
            join(&self.partial_of, " "),
            self.outlet.clone(),
            self.title.clone(),
            field(self.byline.as_ref()),
            field(self.language.as_ref()),
            field(self.published),
            field(self.updated),
            self.first_seen.to_string(),
            self.revisions.to_string(),
            self.words.to_string(),
            self.attributions.to_string(),
            self.group_size.to_string(),
            self.group_outlets.to_string(),
            field(self.correction),
        ]
    }
}

impl Row for CopyView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 8] = [
            Column::up_to("#", 5).keep(1).right(),
            Column::up_to("TIME", 16),
            Column::up_to("AFTER", 10),
            Column::up_to("OUTLET", 20),
            Column::rest("TITLE", 20),
            Column::up_to("MATCH", 8).keep(2),
            Column::up_to("SAME", 9).right(),
            Column::up_to("ID", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::styled(style::FAINT, self.order.to_string()),
            Cell::plain(style::time(self.published.unwrap_or(self.first_seen))),
            match self.leading {
                true => Cell::styled(style::CONTENT, "leading"),
                false => Cell::plain(style::later(self.delay)),
            },
            Cell::styled(
                if self.leading {
                    style::STRONG
                } else {
                    style::PLAIN
                },
                &self.outlet,
            ),
            Cell::plain(&self.title),
            match self.of {
                Some(of) => id_cell(of),
                None => Cell::plain("–"),
            },
            // Both ways: a cut is wholly its original's, however little of the original it is.
            Cell::plain(match self.of_this.zip(self.of_that) {
                Some((this, that)) => {
                    format!("{}/{}", percent(this).trim_end_matches(" %"), percent(that))
                }
                None => "–".to_owned(),
            }),
            id_cell(self.id),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "leading",
            "outlet",
            "url",
            "title",
            "published",
            "first_seen",
            "of",
            "of_this",
            "of_that",
            "words",
            "order",
            "delay",
            "verdict",
            "test",
            "why",
            "correction",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.leading.to_string(),
            self.outlet.clone(),
            field(self.url.as_ref()),
            self.title.clone(),
            field(self.published),
            self.first_seen.to_string(),
            field(self.of),
            field(self.of_this),
            field(self.of_that),
            self.words.to_string(),
            self.order.to_string(),
            self.delay.to_string(),
            self.verdict.clone(),
            field(self.evidence.as_ref().map(|e| match e.test {
                Test::ExactText => "exact_text",
                Test::NearMatch => "near_match",
            })),
            field(self.evidence.as_ref().map(|e| &e.why)),
            field(self.correction),
        ]
    }
}

impl Row for AttributionView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 7] = [
            Column::up_to("N", 4).right(),
            Column::up_to("SPEAKER", 24),
            Column::up_to("CUE", 14).keep(2),
            Column::rest("CONTENT", 28),
            Column::up_to("KIND", 8).keep(3),
            Column::up_to("ACT", 12).keep(1),
            Column::up_to("CLAIM", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::styled(
                style::FAINT,
                self.attribution.rsplit(':').next().unwrap_or_default(),
            ),
            speaker_cell(self.speaker.as_ref()),
            Cell::styled(style::CUE, words(&self.cue)),
            Cell::plain(words(&self.content)),
            Cell::styled(style::FAINT, self.kind.word()),
            Cell::styled(style::FAINT, self.class.word()),
            id_cell(self.claim),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "claim",
            "speaker",
            "speaker_id",
            "type",
            "cue_class",
            "source",
            "source_at",
            "cue",
            "cue_at",
            "content",
            "content_at",
            "relayed_by",
            "rule",
            "confidence",
            "attribution",
            "place",
            "negation",
            "about",
            "when_from",
            "when_to",
            "where",
            "attribution_confidence",
            "resolution_confidence",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let speaker = self.speaker.as_ref();
        vec![
            self.claim.to_string(),
            field(speaker.map(|s| &s.name)),
            field(speaker.map(|s| s.id)),
            self.kind.word().to_owned(),
            self.class.word().to_owned(),
            words(&self.source),
            places(&self.source),
            words(&self.cue),
            places(&self.cue),
            words(&self.content),
            places(&self.content),
            field(self.relayed_by.as_ref()),
            self.rule.clone(),
            self.confidence.to_string(),
            self.attribution.clone(),
            self.place.word().to_owned(),
            field(self.negation.map(Negation::word)),
            self.about.join("; "),
            field(self.when.as_ref().map(|when| when.from)),
            field(self.when.as_ref().map(|when| when.to)),
            field(self.at.as_ref().map(|at| &at.words)),
            self.confidences.attribution.to_string(),
            self.confidences.resolution.to_string(),
        ]
    }
}
