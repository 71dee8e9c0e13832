//! Claims, speakers and sightings as table rows and CSV records.

use crate::cli::inspect::claim;
use crate::cli::inspect::rows::field;
use crate::cli::inspect::rows::id_cell;
use crate::cli::inspect::rows::outlets;
use crate::cli::inspect::rows::places;
use crate::cli::inspect::rows::speaker_cell;
use crate::cli::inspect::rows::words;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::inspect::ClaimView;
use crate::inspect::SightingView;
use crate::inspect::SpeakerView;
use crate::model::CueClass;
use crate::model::Negation;
use crate::model::QuoteKind;

impl Row for ClaimView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 7] = [
            Column::up_to("TIME", 16),
            Column::up_to("SPEAKER", 20),
            Column::rest("CLAIM", 40),
            Column::up_to("KIND", 8).keep(1),
            Column::up_to("SEEN", 7).keep(3).right(),
            Column::up_to("OUTLETS", 20).keep(2),
            Column::up_to("ID", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(style::time(self.first_seen)),
            speaker_cell(self.speaker.as_ref()),
            Cell::plain(match self.kind {
                QuoteKind::Direct => format!("“{}”", self.text),
                QuoteKind::Indirect | QuoteKind::Mixed => self.text.clone(),
            }),
            Cell::styled(style::FAINT, self.kind.word()),
            Cell::plain(format!("{}×", self.sightings)),
            Cell::plain(outlets(&self.outlets)),
            id_cell(self.id),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "speaker",
            "speaker_id",
            "speaker_kind",
            "text",
            "type",
            "cue_class",
            "cue",
            "negation",
            "about",
            "when_from",
            "when_to",
            "where",
            "headline",
            "extraction",
            "attribution",
            "resolution",
            "relayed_by",
            "first_seen",
            "last_seen",
            "first_story",
            "wordings",
            "sightings",
            "independent",
            "outlets",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let speaker = self.speaker.as_ref();
        vec![
            self.id.to_string(),
            field(speaker.map(|s| &s.name)),
            field(speaker.map(|s| s.id)),
            field(speaker.map(|s| s.kind.word())),
            self.text.clone(),
            self.kind.word().to_owned(),
            self.class.word().to_owned(),
            self.cue.clone(),
            field(self.negation.map(Negation::word)),
            self.about.join("; "),
            field(self.when.as_ref().map(|when| when.from)),
            field(self.when.as_ref().map(|when| when.to)),
            field(self.at.as_ref().map(|at| &at.words)),
            self.headline.to_string(),
            self.confidences.extraction.to_string(),
            self.confidences.attribution.to_string(),
            self.confidences.resolution.to_string(),
            field(self.relayed_by.as_ref()),
            self.first_seen.to_string(),
            self.last_seen.to_string(),
            self.first_story.to_string(),
            self.wordings.to_string(),
            self.sightings.to_string(),
            self.independent.to_string(),
            self.outlets.join("; "),
        ]
    }
}

impl Row for SpeakerView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 7] = [
            Column::rest("SPEAKER", 20),
            Column::up_to("KIND", 12).keep(1),
            Column::rest("OFFICE", 16).keep(2),
            Column::up_to("CLAIMS", 8).right(),
            Column::up_to("SEEN", 8).keep(3).right(),
            Column::up_to("LAST", 16).keep(4),
            Column::up_to("ID", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::styled(style::SOURCE, &self.name),
            Cell::styled(style::FAINT, self.kind.word()),
            Cell::plain(self.roles.first().map_or("", |role| role.text.as_str())),
            Cell::plain(style::number(u64::from(self.claims))),
            Cell::plain(format!("{}×", style::number(u64::from(self.sightings)))),
            Cell::plain(style::time(self.last_seen)),
            id_cell(self.id),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "name",
            "kind",
            "local_to",
            "aliases",
            "roles",
            "claims",
            "sightings",
            "first_seen",
            "last_seen",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let texts = |forms: &[crate::inspect::FormView]| {
            let texts: Vec<&str> = forms.iter().map(|f| f.text.as_str()).collect();
            texts.join("; ")
        };
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.kind.word().to_owned(),
            field(self.local_to),
            texts(&self.aliases),
            texts(&self.roles),
            self.claims.to_string(),
            self.sightings.to_string(),
            self.first_seen.to_string(),
            self.last_seen.to_string(),
        ]
    }
}

impl Row for SightingView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 5] = [
            Column::up_to("TIME", 16),
            Column::up_to("OUTLET", 20),
            Column::up_to("", 11),
            Column::rest("TITLE", 24),
            Column::up_to("STORY", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(style::time(self.time)),
            Cell::styled(style::STRONG, &self.outlet),
            Cell::styled(style::CUE, claim::how(self)),
            Cell::plain(&self.title),
            id_cell(self.story),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "story",
            "group",
            "copy",
            "time",
            "outlet",
            "title",
            "url",
            "revision",
            "current",
            "attribution",
            "place",
            "type",
            "cue_class",
            "source",
            "source_at",
            "cue",
            "cue_at",
            "content",
            "content_at",
            "before",
            "after",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.story.to_string(),
            self.group.to_string(),
            self.copy.to_string(),
            self.time.to_string(),
            self.outlet.clone(),
            self.title.clone(),
            field(self.url.as_ref()),
            self.revision.to_string(),
            self.current.to_string(),
            self.attribution.clone(),
            self.place.word().to_owned(),
            field(self.kind.map(QuoteKind::word)),
            field(self.class.map(CueClass::word)),
            words(&self.source),
            places(&self.source),
            words(&self.cue),
            places(&self.cue),
            words(&self.content),
            places(&self.content),
            self.before.clone(),
            self.after.clone(),
        ]
    }
}
