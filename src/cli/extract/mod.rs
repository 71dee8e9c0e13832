//! `sayso extract`: plain text to attributions; stores nothing. How each form looks is its own file's business.

mod brat;
mod coloured;
pub mod reader;

use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::extract::claim;
use crate::model::QuoteKind;
use crate::pipeline::plain::MAX_TEXT;
use crate::poll::Clock;
use brat::Marked;
use clap::Args as ClapArgs;
use clap::ValueEnum;
use reader::Extractor;
use reader::Reading;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Arguments of `extract`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
On a terminal the text is shown with source, cue and content coloured; in a pipe there is one JSON object a file:
{\"doc\",\"attributions\":[{\"source\":[[start,end]..],\"cue\":[..],\"content\":[..],\"type\",\"cue_class\",\"speaker\",\"confidence\"}]}
with offsets in Unicode code points into the file's text. --format table, json and csv list the attributions, with the
speaker's kind and role and the words; brat writes standoff annotations for the brat annotation tool.

Examples:
  sayso extract story.txt
  pbpaste | sayso extract - --format table
  sayso extract --speech-only --format jsonl *.txt > found.jsonl
  sayso extract --format brat story.txt > story.ann
  sayso extract --format brat --out annotate/ *.txt")]
pub struct Args {
    /// Plain text files in UTF-8; - is standard input.
    #[arg(default_value = "-", value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Which extractor reads the text: the trained model, which `run` and `ingest` use too, or the rules alone.
    #[arg(
        long,
        value_enum,
        default_value = "model",
        hide_possible_values = true,
        value_name = "model|rules"
    )]
    by: Extractor,

    /// Leave out what was not said: beliefs, intentions, evidence, acts (by the cue's class).
    #[arg(long)]
    speech_only: bool,

    /// How to print [default: coloured text on a terminal, else jsonl].
    #[arg(long, value_enum)]
    format: Option<Shape>,

    /// With --format brat: write NAME.txt and NAME.ann of every file into this folder. Nothing is overwritten.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The shapes of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    /// For people.
    Table,
    /// One JSON document: a list of attributions.
    Json,
    /// One JSON object a file.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Standoff annotations for the brat tool.
    Brat,
}

/// A file's attributions, as `eval` and other scorers read them.
#[derive(Serialize)]
struct Document<'a> {
    doc: &'a str,
    attributions: &'a [Found],
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
    confidence: f32,
}

/// One attribution in a listing, with what is worth reading beside its spans.
#[derive(Serialize)]
struct Listed {
    doc: String,
    #[serde(flatten)]
    found: Found,
    speaker_kind: Option<&'static str>,
    role: Option<String>,
    relayed_by: Option<String>,
    rule: String,
    text: String,
}

/// Reads each file, prints what was found in it.
pub fn run(args: &Args) -> Outcome {
    let shape = args
        .format
        .or_else(|| (!std::io::stdout().is_terminal()).then_some(Shape::Jsonl));
    check(args, shape)?;
    let mut rows = Vec::new();
    for path in &args.files {
        let (name, text) = read(path)?;
        let mut reading = Reading::new(&text, args.by)?;
        if args.speech_only {
            reading.attributions.retain(|a| a.class.is_speech());
        }
        match shape {
            None => coloured::show(&name, &text, &reading, args.files.len() > 1)?,
            Some(Shape::Jsonl) => {
                let document = Document {
                    doc: &name,
                    attributions: &found(&reading),
                };
                output::document(&mut std::io::stdout().lock(), Format::Jsonl, &document)?;
            }
            Some(Shape::Brat) => annotations(args.out.as_deref(), path, &text, &reading)?,
            Some(Shape::Table | Shape::Json | Shape::Csv) => rows.extend(listed(&name, &reading)),
        }
    }
    let format = match shape {
        Some(Shape::Table) => Format::Table,
        Some(Shape::Json) => Format::Json,
        Some(Shape::Csv) => Format::Csv,
        Some(Shape::Jsonl | Shape::Brat) | None => return Ok(()),
    };
    let scene = Scene {
        look: Look::of_stdout(),
        now: Clock::System.now(),
    };
    listing(&mut std::io::stdout().lock(), format, scene, &rows)?;
    Ok(())
}

/// What does not go together is refused before anything is read.
fn check(args: &Args, shape: Option<Shape>) -> Outcome {
    let Some(folder) = &args.out else {
        if shape == Some(Shape::Brat) && args.files.len() > 1 {
            return Err(Failure::misuse(
                "brat wants a file of annotations for each text; give a folder for them with --out",
            ));
        }
        return Ok(());
    };
    if shape != Some(Shape::Brat) {
        return Err(Failure::misuse("--out goes with --format brat alone"));
    }
    let mut names = BTreeSet::new();
    for path in &args.files {
        let stem = stem(path);
        if !names.insert(stem.clone()) {
            return Err(Failure::misuse(format!(
                "two of the files would become {stem}.ann; rename one of them"
            )));
        }
        for end in ["ann", "txt"] {
            let taken = folder.join(format!("{stem}.{end}"));
            if taken.exists() {
                return Err(Failure::misuse(format!(
                    "{} exists already; give another folder or move it away",
                    taken.display()
                )));
            }
        }
    }
    Ok(())
}

/// The name of a text's annotations, without their ending.
fn stem(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if path.as_os_str() != "-" => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

/// Writes one text's annotations to standard output, or with the text into a folder that brat can open.
fn annotations(folder: Option<&Path>, path: &Path, text: &str, reading: &Reading) -> Outcome {
    let all = found(reading);
    let marked: Vec<Marked> = all
        .iter()
        .map(|f| Marked {
            source: &f.source,
            cue: &f.cue,
            content: &f.content,
            kind: f.kind,
            class: f.cue_class,
            speaker: f.speaker.as_deref(),
            confidence: f.confidence,
        })
        .collect();
    let standoff = brat::standoff(text, &marked);
    let Some(folder) = folder else {
        std::io::stdout().lock().write_all(standoff.as_bytes())?;
        return Ok(());
    };
    let write = |name: &str, bytes: &str| {
        let at = folder.join(name);
        std::fs::write(&at, bytes).map_err(|e| Failure::failed(format!("{}: {e}", at.display())))
    };
    std::fs::create_dir_all(folder)
        .map_err(|e| Failure::failed(format!("{}: {e}", folder.display())))?;
    if !folder.join("annotation.conf").exists() {
        write("annotation.conf", brat::CONF)?;
    }
    let stem = stem(path);
    write(&format!("{stem}.txt"), text)?;
    write(&format!("{stem}.ann"), &standoff)
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
                format!("“{}”", self.text)
            } else {
                self.text.clone()
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
            self.relayed_by.clone().unwrap_or_default(),
            format!("{:.2}", found.confidence),
            self.text.clone(),
        ]
    }
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

fn found(reading: &Reading) -> Vec<Found> {
    reading
        .attributions
        .iter()
        .map(|a| Found {
            source: reading.pairs(&a.source),
            cue: reading.pairs(&a.cue),
            content: reading.pairs(&a.content),
            kind: a.kind.word(),
            cue_class: a.class.word(),
            speaker: a.speaker.as_ref().map(|who| who.name.clone()),
            confidence: a.confidence,
        })
        .collect()
}

fn listed(name: &str, reading: &Reading) -> Vec<Listed> {
    let text = reading.plain.story.text();
    let all = found(reading).into_iter().zip(&reading.attributions);
    all.map(|(found, a)| Listed {
        doc: name.to_owned(),
        found,
        speaker_kind: a.speaker.as_ref().map(|who| who.kind.word()),
        role: a.speaker.as_ref().and_then(|who| who.role.clone()),
        relayed_by: a.relayed_by.clone(),
        rule: a.rule.clone(),
        text: claim::wording(&text, &a.content),
    })
    .collect()
}
