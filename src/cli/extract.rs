//! `sayso extract`: plain text to attributions; stores nothing.

use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::extract;
use crate::extract::claim;
use crate::model::Attribution;
use crate::model::CodePoints;
use crate::model::QuoteKind;
use crate::model::Span;
use crate::pipeline::plain::MAX_TEXT;
use crate::pipeline::plain::PlainText;
use crate::poll::Clock;
use clap::Args as ClapArgs;
use clap::ValueEnum;
use serde::Serialize;
use std::io::IsTerminal;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Arguments of `extract`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
On a terminal the text is shown with source, cue and content coloured; in a pipe there is one JSON object a file:
{\"doc\",\"attributions\":[{\"source\":[[start,end]..],\"cue\":[..],\"content\":[..],\"type\",\"cue_class\",\"speaker\",\"confidence\",..}]}
with offsets in Unicode code points into the file's text. --format table, json and csv list the attributions.

Examples:
  sayso extract story.txt
  pbpaste | sayso extract - --format table
  sayso extract story.txt --by rules")]
pub struct Args {
    /// Plain text files in UTF-8; - is standard input.
    #[arg(default_value = "-", value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Which extractor reads the text: the trained model, which `run` and `ingest` use too, or the rules alone.
    #[arg(long, value_enum, default_value = "model")]
    by: Extractor,

    /// How to print [default: coloured text on a terminal, else jsonl].
    #[arg(long, value_enum)]
    format: Option<Format>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Extractor {
    /// Rules of how English news is written.
    Rules,
    /// The trained model, with the rules' knowledge of speakers.
    Model,
}

#[derive(Serialize)]
struct Document {
    doc: String,
    attributions: Vec<Found>,
}

/// One attribution as others read it.
#[derive(Serialize)]
struct Found {
    source: Vec<[u32; 2]>,
    cue: Vec<[u32; 2]>,
    content: Vec<[u32; 2]>,
    #[serde(rename = "type")]
    kind: &'static str,
    cue_class: &'static str,
    speaker: Option<String>,
    speaker_kind: Option<&'static str>,
    role: Option<String>,
    relayed_by: Option<String>,
    confidence: f32,
    rule: String,
    text: String,
}

/// Reads each file, prints what was found in it.
pub fn run(args: &Args) -> Outcome {
    let format = args
        .format
        .or_else(|| (!std::io::stdout().is_terminal()).then_some(Format::Jsonl));
    let mut rows = Vec::new();
    for path in &args.files {
        let (name, text) = read(path)?;
        let plain = PlainText::new(&text);
        let attributions = match args.by {
            Extractor::Rules => extract::extract_by_rules(&plain.story),
            Extractor::Model => extract::extract_trained(&plain.story).map_err(Failure::failed)?,
        };
        match format {
            None => coloured(&name, &text, &plain, &attributions, args.files.len() > 1)?,
            Some(Format::Jsonl) => {
                let document = Document {
                    doc: name,
                    attributions: found(&text, &plain, &attributions),
                };
                let line =
                    serde_json::to_string(&document).map_err(|e| Failure::failed(e.to_string()))?;
                writeln!(std::io::stdout(), "{line}")?;
            }
            Some(_) => rows.extend(
                found(&text, &plain, &attributions)
                    .into_iter()
                    .map(|found| Listed {
                        doc: name.clone(),
                        found,
                    }),
            ),
        }
    }
    if let Some(format @ (Format::Table | Format::Json | Format::Csv)) = format {
        let scene = Scene {
            look: Look::of_stdout(),
            now: Clock::System.now(),
        };
        listing(&mut std::io::stdout().lock(), format, scene, &rows)?;
    }
    Ok(())
}

impl Row for Listed {
    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::up_to("SPEAKER", 28),
            Column::rest("WHAT", 30),
            Column::up_to("TYPE", 8),
            Column::up_to("CUE CLASS", 12).keep(2),
            Column::up_to("DOC", 24).keep(1),
        ];
        COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::styled(
                style::SOURCE,
                self.found.speaker.as_deref().unwrap_or("(nobody named)"),
            ),
            Cell::plain(if self.found.kind == QuoteKind::Direct.word() {
                format!("“{}”", self.found.text)
            } else {
                self.found.text.clone()
            }),
            Cell::plain(self.found.kind),
            Cell::plain(self.found.cue_class),
            Cell::styled(style::FAINT, &self.doc),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "doc",
            "speaker",
            "type",
            "cue_class",
            "relayed_by",
            "confidence",
            "text",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let found = &self.found;
        vec![
            self.doc.clone(),
            found.speaker.clone().unwrap_or_default(),
            found.kind.to_owned(),
            found.cue_class.to_owned(),
            found.relayed_by.clone().unwrap_or_default(),
            format!("{:.2}", found.confidence),
            found.text.clone(),
        ]
    }
}

#[derive(Serialize)]
struct Listed {
    doc: String,
    #[serde(flatten)]
    found: Found,
}

fn read(path: &Path) -> Result<(String, String), Failure> {
    let stdin = path.as_os_str() == "-";
    let name = if stdin {
        "-".to_owned()
    } else {
        path.display().to_string()
    };
    let mut bytes = Vec::new();
    let limit = MAX_TEXT as u64 + 1;
    let read = if stdin {
        std::io::stdin().take(limit).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    read.map_err(|e| Failure::misuse(format!("{name}: {e}")))?;
    if bytes.len() > MAX_TEXT {
        return Err(Failure::failed(format!(
            "{name}: larger than {} MB; cut it into stories",
            MAX_TEXT / 1_000_000
        )));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        Failure::failed(format!(
            "{name}: not UTF-8 (byte {}); convert it first, for example with iconv",
            e.utf8_error().valid_up_to()
        ))
    })?;
    Ok((name, text))
}

fn found(text: &str, plain: &PlainText, attributions: &[Attribution]) -> Vec<Found> {
    let points = CodePoints::new(text);
    let story_text = plain.story.text();
    let pairs = |spans: &[Span]| {
        spans
            .iter()
            .map(|span| points.pair(plain.original(*span)))
            .collect()
    };
    let one = |a: &Attribution| Found {
        source: pairs(&a.source),
        cue: pairs(&a.cue),
        content: pairs(&a.content),
        kind: a.kind.word(),
        cue_class: a.class.word(),
        speaker: a.speaker.as_ref().map(|who| who.name.clone()),
        speaker_kind: a.speaker.as_ref().map(|who| who.kind.word()),
        role: a.speaker.as_ref().and_then(|who| who.role.clone()),
        relayed_by: a.relayed_by.clone(),
        confidence: a.confidence,
        rule: a.rule.clone(),
        text: claim::wording(&story_text, &a.content),
    };
    attributions.iter().map(one).collect()
}

/// The text with its attributions coloured, and a line for each below.
fn coloured(
    name: &str,
    text: &str,
    plain: &PlainText,
    attributions: &[Attribution],
    head: bool,
) -> Outcome {
    let look = Look::of_stdout();
    let mut out = std::io::stdout().lock();
    if head {
        writeln!(out, "{}\n", look.paint(style::HEADING, name))?;
    }
    let mut styles = vec![style::PLAIN; text.len()];
    for (spans, style) in attributions.iter().flat_map(|a| {
        [
            (&a.content, style::CONTENT),
            (&a.cue, style::CUE),
            (&a.source, style::SOURCE),
        ]
    }) {
        for span in spans {
            let span = plain.original(*span);
            if let Some(part) = styles.get_mut(span.range()) {
                part.fill(style);
            }
        }
    }
    for (span, paragraph) in plain.paragraphs() {
        let at = span.range().start;
        let faint = !paragraph.kind.is_story_text();
        let tagged: Vec<(char, anstyle::Style)> = paragraph
            .text
            .char_indices()
            .filter(|(_, c)| *c == '\n' || !style::is_unsafe(*c))
            .map(|(n, c)| {
                (
                    if c == '\n' { ' ' } else { c },
                    if faint { style::FAINT } else { styles[at + n] },
                )
            })
            .collect();
        for line in style::wrap_tagged(&tagged, look.reading()) {
            writeln!(out, "{}", paint_line(look, line))?;
        }
        writeln!(out)?;
    }
    for a in attributions {
        let who = a
            .speaker
            .as_ref()
            .map_or("(nobody named)", |who| who.name.as_str());
        let relayed = a
            .relayed_by
            .as_ref()
            .map(|by| format!(", relayed by {by}"))
            .unwrap_or_default();
        let wording = style::cut(
            &style::line(&claim::wording(&plain.story.text(), &a.content)),
            look.width.saturating_sub(4),
        );
        writeln!(
            out,
            "{} {}",
            look.paint(style::SOURCE, &style::line(who)),
            look.paint(
                style::FAINT,
                &format!("{}, {}{relayed}", a.kind.word(), a.class.word())
            )
        )?;
        writeln!(out, "    {wording}")?;
    }
    Ok(())
}

fn paint_line(look: Look, line: &[(char, anstyle::Style)]) -> String {
    let mut out = String::new();
    for run in line.chunk_by(|a, b| a.1 == b.1) {
        let words: String = run.iter().map(|(c, _)| c).collect();
        out.push_str(&look.paint(run[0].1, &words));
    }
    out
}
