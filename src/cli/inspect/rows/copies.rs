//! Sentences side by side and corrections as table rows and CSV records.

use crate::cli::inspect::rows::field;
use crate::cli::inspect::rows::id_cell;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::inspect::BlockView;
use crate::inspect::CorrectionView;
use crate::inspect::PlaceView;
use crate::text::diff::Fate;

fn word(fate: Fate) -> &'static str {
    match fate {
        Fate::Equal => "equal",
        Fate::Changed => "changed",
        Fate::OnlyLeft => "only_left",
        Fate::OnlyRight => "only_right",
    }
}

impl Row for BlockView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 3] = [
            Column::rest("LEFT", 20),
            Column::up_to("", 10),
            Column::rest("RIGHT", 20),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let text =
            |place: &Option<PlaceView>| Cell::plain(place.as_ref().map_or("", |p| p.text.as_str()));
        vec![
            text(&self.left),
            Cell::styled(style::FAINT, word(self.change)),
            text(&self.right),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "change",
            "left",
            "left_paragraph",
            "left_at",
            "right",
            "right_paragraph",
            "right_at",
            "moved_at",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let at = |place: &Option<PlaceView>| {
            field(place.as_ref().map(|p| format!("{}-{}", p.start, p.end)))
        };
        let text = |place: &Option<PlaceView>| field(place.as_ref().map(|p| &p.text));
        let paragraph = |place: &Option<PlaceView>| field(place.as_ref().map(|p| p.paragraph));
        vec![
            word(self.change).to_owned(),
            text(&self.left),
            paragraph(&self.left),
            at(&self.left),
            text(&self.right),
            paragraph(&self.right),
            at(&self.right),
            at(&self.moved),
        ]
    }
}

impl Row for CorrectionView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 7] = [
            Column::up_to("NUMBER", 10).right(),
            Column::up_to("MADE", 16).keep(3),
            Column::up_to("", 14),
            Column::up_to("STORY", style::SHORT_ID),
            Column::up_to("OUTLET", 18).keep(2),
            Column::rest("TITLE", 20),
            Column::rest("NOTE", 12).keep(1),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let act = match (self.undoes, self.undone_by) {
            (Some(number), _) => format!("undo {number}"),
            (None, Some(by)) => format!("{} (undone {by})", self.act),
            (None, None) => self.act.clone(),
        };
        let counts = self.undone_by.is_none();
        vec![
            Cell::plain(self.number.to_string()),
            Cell::plain(style::time(self.made)),
            Cell::styled(if counts { style::CUE } else { style::FAINT }, act),
            self.story.map_or_else(|| Cell::plain("–"), id_cell),
            Cell::plain(self.outlet.as_deref().unwrap_or("–")),
            Cell::plain(self.title.as_deref().unwrap_or("–")),
            Cell::plain(self.note.as_deref().unwrap_or("")),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "number",
            "made",
            "act",
            "story",
            "outlet",
            "title",
            "with",
            "undoes",
            "from",
            "group",
            "note",
            "undone_by",
        ]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.number.to_string(),
            self.made.to_string(),
            self.act.clone(),
            field(self.story),
            field(self.outlet.as_ref()),
            field(self.title.as_ref()),
            field(self.with),
            field(self.undoes),
            field(self.from),
            field(self.group),
            field(self.note.as_ref()),
            field(self.undone_by),
        ]
    }
}
