//! `inspect verify`: whether some words were said, by whom, and in what form. Its answer is also its exit code.

use crate::cli::backend::Backend;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::inspect::args::Verify;
use crate::cli::inspect::changes;
use crate::cli::inspect::pages::mismatch;
use crate::cli::inspect::rows::speaker_cell;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::inspect::Answer;
use crate::inspect::Question;
use crate::inspect::Seen;
use crate::inspect::VerifiedView;
use crate::inspect::VerifyView;
use std::io;
use std::io::Read;
use std::io::Write;

/// Most bytes that are read of a quotation on standard input; what is behind them is not looked at.
const MAX_INPUT: u64 = 64 * 1024;
/// The words are known, but by somebody else than the speaker asked for.
const OTHER_SPEAKER: u8 = 3;
/// The words are not known.
const NOT_SEEN: u8 = 4;

/// What the help says at its end.
pub(super) const HELP: &str = "\
Examples:
  sayso inspect verify 'The dam will hold'
  sayso inspect verify 'The dam will hold' --speaker 'Ines Orne'
  pbpaste | sayso inspect verify - --format json

Exit codes: 0 seen (exactly, in other words, or in part), 3 seen, but by somebody else than --speaker, 4 not seen;
1 it failed, 2 wrong use. That something was not seen here does not mean that nobody said it.";

/// Asks and writes the answer.
pub(super) fn run(out: &mut dyn Write, backend: &Backend, args: &Verify, scene: Scene) -> Outcome {
    let mut quote = args.quote.clone();
    if quote == "-" {
        quote.clear();
        let mut bytes = Vec::new();
        io::stdin().lock().take(MAX_INPUT).read_to_end(&mut bytes)?;
        quote.push_str(&String::from_utf8_lossy(&bytes));
    }
    if quote.trim().is_empty() {
        return Err(Failure::misuse("there are no words to look for"));
    }
    let speaker = args.speaker.clone();
    let Answer::Verify(view) = backend.ask(&Question::Verify { quote, speaker })? else {
        return Err(mismatch());
    };
    let format = args.shared.format;
    match format {
        Format::Table => show(out, scene, &view)?,
        Format::Csv => {
            output::listing(out, format, scene, &view.matches)?;
        }
        Format::Json | Format::Jsonl => output::document(out, format, &view)?,
    }
    match view.seen {
        Seen::Exact | Seen::Variant | Seen::Partial => Ok(()),
        Seen::OtherSpeaker => {
            out.flush()?;
            Err(Failure::Answered(OTHER_SPEAKER))
        }
        Seen::NotSeen => {
            out.flush()?;
            Err(Failure::Answered(NOT_SEEN))
        }
    }
}

pub(super) fn show(out: &mut dyn Write, scene: Scene, view: &VerifyView) -> io::Result<()> {
    let look = scene.look;
    let searched = format!(
        "{}{}",
        style::count(view.stories, "story", "stories"),
        view.since
            .map_or_else(String::new, |since| format!(" since {}", since.day())),
    );
    let asked = view.speaker.as_deref().map(style::line);
    let verdict = match (view.seen, asked) {
        (Seen::Exact, _) => "Seen in these words.".to_owned(),
        (Seen::Variant, _) => "Seen in other words.".to_owned(),
        (Seen::Partial, _) => "Seen in part.".to_owned(),
        (Seen::OtherSpeaker, Some(asked)) => format!("Seen, but not by {asked}."),
        (Seen::OtherSpeaker, None) => "Seen, but by somebody else.".to_owned(),
        (Seen::NotSeen, Some(asked)) => {
            format!("Not seen, by {asked} or anybody else, in {searched}.")
        }
        (Seen::NotSeen, None) => format!("Not seen in {searched}."),
    };
    let paint = match view.seen {
        Seen::Exact | Seen::Variant | Seen::Partial => style::CONTENT,
        Seen::OtherSpeaker | Seen::NotSeen => style::BAD,
    };
    for line in style::wrap(&verdict, look.reading()) {
        writeln!(out, "{}", look.paint(paint, &line))?;
    }
    let mut near = false;
    for found in &view.matches {
        writeln!(out)?;
        if found.seen == Seen::NotSeen && !near {
            writeln!(
                out,
                "{}",
                look.paint(style::HEADING, "NEAR, BUT NOT THE SAME")
            )?;
            near = true;
        }
        one(out, look, found)?;
    }
    if !view.matches.is_empty() {
        let told = format!("\nLooked through {searched}.");
        writeln!(out, "{}", look.paint(style::FAINT, &told))?;
    }
    Ok(())
}

fn one(out: &mut dyn Write, look: Look, found: &VerifiedView) -> io::Result<()> {
    let claim = &found.claim;
    let name = claim
        .speaker
        .as_ref()
        .map_or_else(|| "(nobody named)".to_owned(), |s| style::line(&s.name));
    let other = match found.by_speaker {
        Some(false) => ", another speaker",
        _ => "",
    };
    writeln!(
        out,
        "{}  {}{other}",
        look.paint(
            style::CUE,
            if found.seen == Seen::NotSeen {
                "near"
            } else {
                found.seen.word()
            }
        ),
        look.paint(style::SOURCE, &name),
    )?;
    for line in style::wrap(&style::line(&found.wording), look.reading() - 2) {
        writeln!(out, "  {}", look.paint(style::CONTENT, &line))?;
    }
    if !found.diff.is_empty() {
        writeln!(
            out,
            "  {}",
            look.paint(style::FAINT, "from the words asked for to these:")
        )?;
        changes::differences(out, look, &found.diff, 4)?;
    }
    let facts = format!(
        "{} {} · first seen here {} · {}, {} independent · {} · claim {}",
        claim.kind.word(),
        claim.class.word(),
        style::time(claim.first_seen),
        style::count(u64::from(claim.sightings), "sighting", "sightings"),
        claim.independent,
        style::line(&super::rows::outlets(&claim.outlets)),
        style::short(claim.id),
    );
    for line in style::wrap(&facts, look.reading() - 2) {
        writeln!(out, "  {}", look.paint(style::FAINT, &line))?;
    }
    Ok(())
}

impl Row for VerifiedView {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 4] = [
            Column::up_to("SEEN", 8),
            Column::up_to("SPEAKER", 20),
            Column::rest("WORDING", 40),
            Column::up_to("CLAIM", style::SHORT_ID),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(self.seen.word()),
            speaker_cell(self.claim.speaker.as_ref()),
            Cell::plain(&self.wording),
            super::rows::id_cell(self.claim.id),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "seen",
            "by_speaker",
            "wording",
            "claim",
            "speaker",
            "speaker_id",
            "text",
            "first_seen",
            "sightings",
            "independent",
            "outlets",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let claim = &self.claim;
        let speaker = claim.speaker.as_ref();
        vec![
            self.seen.word().to_owned(),
            super::rows::field(self.by_speaker),
            self.wording.clone(),
            claim.id.to_string(),
            super::rows::field(speaker.map(|s| &s.name)),
            super::rows::field(speaker.map(|s| s.id)),
            claim.text.clone(),
            claim.first_seen.to_string(),
            claim.sightings.to_string(),
            claim.independent.to_string(),
            claim.outlets.join("; "),
        ]
    }
}
