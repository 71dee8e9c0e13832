//! `sayso speakers list`: what was decided about speakers. How it is decided must not be known here.

use crate::cli::Place;
use crate::cli::backend::Backend;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Listing;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::paths;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::CorrectionView;
use crate::inspect::Question;
use crate::poll::Clock;
use serde::Serialize;
use std::io;
use std::io::BufWriter;

/// One correction about speakers in a listing.
#[derive(Serialize)]
#[serde(transparent)]
struct Decision(CorrectionView);

impl Row for Decision {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 5] = [
            Column::up_to("NUMBER", 10).right(),
            Column::up_to("MADE", 16).keep(3),
            Column::up_to("", 24),
            Column::rest("WHAT", 20),
            Column::rest("NOTE", 12).keep(1),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let view = &self.0;
        let act = match (view.undoes, view.undone_by) {
            (Some(number), _) => format!("undo {number}"),
            (None, Some(by)) => format!("{} (undone {by})", view.act),
            (None, None) => view.act.clone(),
        };
        let counts = view.undone_by.is_none();
        vec![
            Cell::plain(view.number.to_string()),
            Cell::plain(style::time(view.made)),
            Cell::styled(if counts { style::CUE } else { style::FAINT }, act),
            Cell::plain(view.what.as_deref().unwrap_or("–")),
            Cell::plain(view.note.as_deref().unwrap_or("")),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "number",
            "made",
            "act",
            "what",
            "undoes",
            "note",
            "undone_by",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let view = &self.0;
        let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
        vec![
            view.number.to_string(),
            view.made.to_string(),
            view.act.clone(),
            view.what.clone().unwrap_or_default(),
            number(view.undoes),
            view.note.clone().unwrap_or_default(),
            number(view.undone_by),
        ]
    }
}

/// Lists the corrections about speakers, newest first.
pub fn list(place: &Place, format: Format) -> Outcome {
    let now = Clock::System.now();
    let backend = Backend::open(&paths::data_dir(place)?, now).map_err(Failure::failed)?;
    let scene = Scene {
        look: Look::of_stdout(),
        now,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut listing = Listing::<Decision>::new(&mut out, format, scene);
    let mut before = None;
    loop {
        let question = Question::Corrections {
            before,
            speakers: true,
        };
        let Answer::Corrections(found) = backend.ask(&question).map_err(Failure::failed)? else {
            return Err(Failure::failed(
                "the running sayso answered another question",
            ));
        };
        let rows: Vec<Decision> = found.corrections.into_iter().map(Decision).collect();
        listing.rows(&rows)?;
        match found.next {
            None => break,
            next => before = next,
        }
    }
    if listing.end()? == 0 {
        talk::note("nobody has corrected a speaker yet");
    }
    Ok(())
}
