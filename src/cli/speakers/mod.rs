//! `sayso speakers`: what people decide about speakers. The running service makes a correction; where none runs, this process does.

mod known;
mod list;

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::hands::Hands;
use crate::cli::output::Format;
use crate::cli::style;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::ClaimView;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::SpeakerView;
use crate::model::Act;
use crate::model::StoryId;
use crate::pipeline::apply::Corrected;
use crate::text::fold;
use clap::Args as ClapArgs;
use clap::Subcommand;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Candidates that an ambiguous name lists.
const CANDIDATES: usize = 12;

/// Arguments of `speakers`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A correction is recorded in the archive like what was observed: it survives every rebuild, holds for stories to come and wins
over what is found, until it is undone. `inspect speaker NAME` shows which names are one speaker and why.
A speaker is named by any form of the name, or by the id or its beginning where several bear it.

Examples:
  sayso speakers merge 'Bob Kinsella' 'Robert Kinsella'       the first is the second
  sayso speakers split 'Ana Ruiz' --form 'A. Ruiz'            whom stories call A. Ruiz is somebody else
  sayso speakers split 'Ana Ruiz' --story 9f31c2aa04          in that story (and its copies) another Ana Ruiz speaks
  sayso speakers rename 9f31c2aa04 'Ana Ruiz (coach)'         how she is shown from now on
  sayso speakers import people.csv                            known speakers, their aliases, their Wikidata ids
  sayso speakers hide 38b46a509c --note 'she was quoting him'  nobody said so: shown nowhere from now on
  sayso speakers list                                         what was decided
  sayso speakers undo 1742                                    one of these counts no longer

Exit codes: 0 done, 1 refused or failed, 2 wrong use or configuration.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Two are one: all that the first said, and will say, is the second's.
    Merge(Merge),
    /// One is two: what was said under a form of the name, or in some stories, is somebody else's.
    Split(Split),
    /// Show a speaker under another name; the old one stays an alias.
    Rename(Rename),
    /// Read a list of known speakers.
    #[command(after_help = "\
The file is CSV with a header line. Columns, in any order:
  name      the name to show; needed
  kind      person (where nothing stands), organisation or government
  aliases   other names that mean nobody else, parted by semicolons
  wikidata  Wikidata's id, as Q42
Names in the list win over what is found: a surname that is an alias there means that person in every story.
A list that is known already changes nothing; `speakers undo` takes it back.

Examples:
  sayso speakers import people.csv
  sayso speakers import people.csv --dry-run    check it, and record nothing")]
    Import(Import),
    /// Hide what somebody is said to have said and did not: it is shown, searched and exported nowhere.
    Hide(Hide),
    /// Take a correction back.
    Undo(Undo),
    /// List the corrections, newest first.
    List(List),
}

#[derive(Debug, ClapArgs)]
struct Merge {
    /// The speaker who is none of their own.
    #[arg(value_name = "SPEAKER")]
    from: String,
    /// The speaker who they are.
    #[arg(value_name = "INTO")]
    into: String,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Split {
    /// The speaker that something is taken from.
    #[arg(value_name = "SPEAKER")]
    speaker: String,
    /// The form of the name by which stories call the other.
    #[arg(
        long,
        value_name = "NAME",
        conflicts_with = "story",
        required_unless_present = "story"
    )]
    form: Option<String>,
    /// A story in which it is the other who speaks: its URL, its id, or the beginning of its id. Its copies go with it.
    #[arg(long, value_name = "STORY")]
    story: Vec<String>,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Rename {
    /// The speaker.
    #[arg(value_name = "SPEAKER")]
    speaker: String,
    /// The name to show.
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Hide {
    /// The claim: its id, the beginning of its id, or one of its attributions as STORY:REVISION:NUMBER.
    #[arg(value_name = "CLAIM")]
    claim: String,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Import {
    /// The CSV file; - is standard input.
    file: PathBuf,
    /// Check the file, and record nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Undo {
    /// The correction's number, as `speakers list` gives it.
    #[arg(value_name = "NUMBER")]
    number: u64,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct List {
    /// The shape of the output.
    #[arg(long, value_enum, default_value = "table", value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Why {
    /// Why, for whoever reads the list.
    #[arg(long, value_name = "WORDS")]
    note: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Makes the one correction, or lists them.
pub fn run(args: Args) -> Outcome {
    match args.what {
        What::List(args) => list::list(&args.place, args.format),
        What::Merge(args) => correct(&args.why, |hands| {
            let from = one(hands, &args.from)?;
            let into = one(hands, &args.into)?;
            Ok(vec![Act::MergeSpeakers {
                from: from.id,
                from_name: from.name,
                into: into.id,
                into_name: into.name,
            }])
        }),
        What::Split(args) => correct(&args.why, |hands| {
            let speaker = one(hands, &args.speaker)?;
            let mut stories = BTreeSet::new();
            for story in &args.story {
                stories.extend(with_copies(hands, story)?);
            }
            Ok(vec![Act::SplitSpeaker {
                speaker: speaker.id,
                name: speaker.name,
                form: args.form.as_deref().map(fold),
                stories: stories.into_iter().collect(),
            }])
        }),
        What::Rename(args) => correct(&args.why, |hands| {
            let speaker = one(hands, &args.speaker)?;
            Ok(vec![Act::RenameSpeaker {
                speaker: speaker.id,
                from_name: speaker.name,
                name: args.name.trim().to_owned(),
            }])
        }),
        What::Import(args) => {
            let (file, known) = known::read(&args.file)?;
            if args.dry_run {
                anstream::println!("{} known speakers; nothing is recorded", known.len());
                return Ok(());
            }
            correct(&args.why, |_| {
                let lists = known
                    .chunks(Act::MAX_KNOWN)
                    .map(|known| Act::KnownSpeakers {
                        file: file.clone(),
                        known: known.to_vec(),
                    });
                Ok(lists.collect())
            })
        }
        What::Hide(args) => correct(&args.why, |hands| {
            let claim = claim(hands, &args.claim)?;
            let (speaker, name) = claim.speaker.map(|s| (s.id, s.name)).unzip();
            Ok(vec![Act::HideClaim {
                claim: claim.id,
                speaker,
                name: name.unwrap_or_default(),
                wording: claim.text,
            }])
        }),
        What::Undo(args) => correct(&args.why, |_| {
            Ok(vec![Act::Undo {
                correction: args.number,
            }])
        }),
    }
}

/// The one speaker that a name means.
fn one(hands: &Hands, asked: &str) -> Result<SpeakerView, Failure> {
    let question = Question::Speaker {
        speaker: asked.to_owned(),
        filter: Filter {
            limit: Some(1),
            ..Filter::default()
        },
    };
    match hands.ask(&question)? {
        Answer::Speaker(detail) => Ok(detail.speaker),
        Answer::Speakers(page) => Err(Failure::failed(ambiguous(asked, &page.rows))),
        _ => Err(Failure::failed(
            "the running sayso answered another question than was asked: are both the same version?",
        )),
    }
}

fn ambiguous(asked: &str, rows: &[SpeakerView]) -> String {
    let line = |row: &SpeakerView| {
        let role = row.roles.first().map_or(String::new(), |role| {
            format!(", {}", style::line(&role.text))
        });
        let claims = style::count(u64::from(row.claims), "claim", "claims");
        format!(
            "\n  {}  {} ({}{role}, {claims})",
            style::short(row.id),
            style::line(&row.name),
            row.kind.word()
        )
    };
    let lines: String = rows.iter().take(CANDIDATES).map(line).collect();
    let more = match rows.len().saturating_sub(CANDIDATES) {
        0 => String::new(),
        n => format!("\n  and {n} more: `inspect speakers --search` narrows them down"),
    };
    format!(
        "several speakers bear '{}': say which by its id{lines}{more}",
        style::line(asked)
    )
}

/// The claim that an id or an attribution's address means.
fn claim(hands: &Hands, asked: &str) -> Result<ClaimView, Failure> {
    let mut claim = asked.to_owned();
    if asked.contains(':') {
        let attribution = asked.to_owned();
        if let Answer::Explain(explained) = hands.ask(&Question::Explain { attribution })? {
            claim = explained.claim.to_string();
        }
    }
    match hands.ask(&Question::Claim { claim })? {
        Answer::Claim(detail) => Ok(detail.claim),
        _ => Err(Failure::failed(
            "the running sayso answered another question than was asked: are both the same version?",
        )),
    }
}

/// A story and all the stories that carry the same text.
fn with_copies(hands: &Hands, asked: &str) -> Result<Vec<StoryId>, Failure> {
    let question = Question::Copies {
        story: asked.to_owned(),
        group: false,
    };
    match hands.ask(&question)? {
        Answer::Copies(copies) => Ok(copies.members.iter().map(|member| member.id).collect()),
        _ => Err(Failure::failed(
            "the running sayso answered another question than was asked: are both the same version?",
        )),
    }
}

/// Makes the corrections one after the other, and ends with the first that is refused.
fn correct(why: &Why, acts: impl FnOnce(&Hands) -> Result<Vec<Act>, Failure>) -> Outcome {
    let hands = Hands::open(&why.place)?;
    let made = acts(&hands).and_then(|acts| {
        acts.into_iter().try_for_each(|act| {
            let (word, said) = (act.word(), said(&act));
            tell(word, &said, &hands.make(act, why.note.clone())?);
            Ok(())
        })
    });
    made.and(hands.close())
}

/// What an act does, in a line.
fn said(act: &Act) -> String {
    match act {
        Act::MergeSpeakers {
            from_name,
            into_name,
            ..
        } => {
            format!(
                "{} is {} now",
                style::line(from_name),
                style::line(into_name)
            )
        }
        Act::SplitSpeaker {
            name,
            form: Some(form),
            ..
        } => {
            format!(
                "‘{}’ is not {} any more",
                style::line(form),
                style::line(name)
            )
        }
        Act::SplitSpeaker { name, stories, .. } => {
            let stories = style::count(stories.len() as u64, "story", "stories");
            format!("another {} speaks in {stories}", style::line(name))
        }
        Act::RenameSpeaker {
            from_name, name, ..
        } => {
            format!(
                "{} is shown as {}",
                style::line(from_name),
                style::line(name)
            )
        }
        Act::HideClaim { wording, .. } => format!("“{}” is hidden", style::line(wording)),
        Act::KnownSpeakers { known, .. } => {
            style::count(known.len() as u64, "known speaker", "known speakers")
        }
        _ => String::new(),
    }
}

/// Says what a correction came to.
fn tell(word: &str, said: &str, done: &Corrected) {
    let number = done.number;
    let moved = style::count(u64::from(done.claims), "claim", "claims");
    let moved = match word {
        "hide claim" => moved,
        _ => format!("{moved} moved"),
    };
    let said = match said {
        "" => String::new(),
        said => format!("{said}; "),
    };
    anstream::println!("correction {number} ({word}): {said}{moved}");
    if word != "undo" {
        talk::note(&format!("`sayso speakers undo {number}` takes it back"));
    }
}
