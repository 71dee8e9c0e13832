//! `sayso copies`: what people decide about copy groups. The running service makes a correction; where none runs, this process does.

use crate::cli::Place;
use crate::cli::backend::Backend;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::hands::Hands;
use crate::cli::output::Format;
use crate::cli::output::Listing;
use crate::cli::output::Scene;
use crate::cli::paths;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::CopiesView;
use crate::inspect::CorrectionView;
use crate::inspect::Question;
use crate::model::Act;
use crate::pipeline::apply::Corrected;
use crate::poll::Clock;
use clap::Args as ClapArgs;
use clap::Subcommand;
use std::io;
use std::io::BufWriter;

/// Arguments of `copies`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A correction is recorded in the archive like what was observed: it survives every rebuild and wins over what is
found, until it is undone. `inspect copies STORY` shows who is in a group and why.

Examples:
  sayso copies split 9f31c2aa04                          it is no copy of the others in its group
  sayso copies split 9f31c2aa04 --note 'another match'   and why
  sayso copies join 9f31c2aa04 38b46a509c                the same text as that story and its group
  sayso copies join 9f31c2aa04 38b46a509c --all          and so do all the copies of it
  sayso copies list                                      what was decided
  sayso copies undo 1742                                 one of these counts no longer

Exit codes: 0 done, 1 refused or failed, 2 wrong use or configuration.")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Take a story out of its copy group and put it in one of its own.
    Split(Split),
    /// Put a story in another story's copy group.
    Join(Join),
    /// Take a correction back.
    Undo(Undo),
    /// List the corrections, newest first.
    List(List),
}

#[derive(Debug, ClapArgs)]
struct Split {
    /// Its URL, its id, or the beginning of its id.
    #[arg(value_name = "STORY")]
    story: String,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Join {
    /// Its URL, its id, or the beginning of its id.
    #[arg(value_name = "STORY")]
    story: String,
    /// A story of the group, as STORY, or the group's whole id.
    #[arg(value_name = "GROUP")]
    group: String,
    /// Join every story of STORY's copy group, each by a correction of its own.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    why: Why,
}

#[derive(Debug, ClapArgs)]
struct Undo {
    /// The correction's number, as `copies list` gives it.
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
        What::List(args) => list(&args),
        What::Split(args) => correct(&args.why, |hands| {
            let story = story(hands, &args.story)?.asked;
            Ok(vec![Act::SplitCopy { story }])
        }),
        What::Join(args) => correct(&args.why, |hands| {
            let story = story(hands, &args.story)?;
            let with = group(hands, &args.group)?.asked;
            if !args.all {
                let story = story.asked;
                return Ok(vec![Act::JoinCopy { story, with }]);
            }
            if story.total > story.members.len() as u64 {
                return Err(Failure::failed(format!(
                    "that group has {} stories, and {} can be joined at once",
                    story.total,
                    story.members.len()
                )));
            }
            let joins = story.members.iter().map(|member| Act::JoinCopy {
                story: member.id,
                with,
            });
            Ok(joins.collect())
        }),
        What::Undo(args) => correct(&args.why, |_| {
            Ok(vec![Act::Undo {
                correction: args.number,
            }])
        }),
    }
}

fn copies(hands: &Hands, question: Question) -> Result<CopiesView, Failure> {
    match hands.ask(&question)? {
        Answer::Copies(copies) => Ok(*copies),
        _ => Err(Failure::failed(
            "the running sayso answered another question than was asked: are both the same version?",
        )),
    }
}

fn story(hands: &Hands, asked: &str) -> Result<CopiesView, Failure> {
    let story = asked.to_owned();
    copies(
        hands,
        Question::Copies {
            story,
            group: false,
        },
    )
}

fn group(hands: &Hands, asked: &str) -> Result<CopiesView, Failure> {
    let story = asked.to_owned();
    copies(hands, Question::Copies { story, group: true })
}

/// Makes the corrections one after the other, and ends with the first that is refused.
fn correct(why: &Why, acts: impl FnOnce(&Hands) -> Result<Vec<Act>, Failure>) -> Outcome {
    let hands = Hands::open(&why.place)?;
    let made = acts(&hands).and_then(|acts| {
        acts.into_iter().try_for_each(|act| {
            let word = act.word();
            tell(word, &hands.make(act, why.note.clone())?);
            Ok(())
        })
    });
    made.and(hands.close())
}

/// Says what a correction came to.
fn tell(word: &str, done: &Corrected) {
    let number = done.number;
    let Some((story, group)) = done.story.zip(done.group) else {
        anstream::println!("correction {number} ({word}) is recorded; it moved no story");
        return;
    };
    let story = style::short(story);
    let moved = match done.from == Some(group) {
        true => format!("story {story} stays in copy group {group}"),
        false => format!("story {story} is in copy group {group} now"),
    };
    anstream::println!("correction {number} ({word}): {moved}");
    if word != "undo" {
        talk::note(&format!("`sayso copies undo {number}` takes it back"));
    }
}

fn list(args: &List) -> Outcome {
    let now = Clock::System.now();
    let backend = Backend::open(&paths::data_dir(&args.place)?, now).map_err(Failure::failed)?;
    let scene = Scene {
        look: Look::of_stdout(),
        now,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let mut listing = Listing::<CorrectionView>::new(&mut out, args.format, scene);
    let mut before = None;
    loop {
        let answer = backend.ask(&Question::Corrections {
            before,
            speakers: false,
        });
        let Answer::Corrections(found) = answer.map_err(Failure::failed)? else {
            return Err(Failure::failed(
                "the running sayso answered another question",
            ));
        };
        listing.rows(&found.corrections)?;
        match found.next {
            None => break,
            next => before = next,
        }
    }
    if listing.end()? == 0 {
        talk::note("nobody has corrected anything yet");
    }
    Ok(())
}
