//! The arguments of `inspect`: what can be asked and how it is filtered. Knows nothing of answers.

use crate::cli::Place;
use crate::cli::inspect::tail::Tail;
use crate::cli::inspect::verify;
use crate::cli::inspect::words;
use crate::cli::output::Format;
use crate::inspect::Filter;
use crate::inspect::Rank;
use crate::model::CueClass;
use crate::model::Day;
use crate::model::QuoteKind;
use crate::model::Timestamp;
use clap::Args as ClapArgs;
use clap::Subcommand;
use std::time::Duration;

/// Rows of a table where no limit is given; the other formats have no limit then.
pub(super) const TABLE_ROWS: u32 = 40;

/// Arguments of `inspect`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  sayso inspect claims                                   who said what, newest first
  sayso inspect claims --since 2d --search 'licence'  about something, lately
  sayso inspect claims --search '\"fishing licence\" minister' --rank relevance
  sayso inspect speaker 'Ines Maravel'                  one person, by any form of the name
  sayso inspect claim 38b46a509c                         every wording and every story that has it
  sayso inspect story https://example.org/a              the text, with who says what marked in it
  sayso inspect copies 9f31c2aa04                        who ran the same text, and who was first
  sayso inspect copies 9f31c2aa04 --diff                 beside what it was copied from, word by word
  sayso inspect copies 9f31c2aa04 38b46a509c             any two stories side by side
  sayso inspect story 9f31c2aa04 --diff 1..3             what changed between two revisions
  sayso inspect stories --format jsonl > stories.jsonl   all of them, for a program
  sayso inspect verify 'The dam will hold'               did anybody say that, and in these words?
  sayso inspect explain 9f31c2aa04:1:3                   why the third attribution of a story was reported
  sayso inspect tail -f                                  as it happens
  sayso inspect tail --after 4711 --format jsonl         what happened since the event with that number

Ids may be cut short. Times are UTC. A running service is asked; else the data directory is read.")]
pub struct Args {
    #[command(subcommand)]
    pub(super) what: What,
}

/// What is asked.
#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// How much there is.
    Stats(Plain),
    /// The feeds and how they fare.
    Feeds(Plain),
    /// One feed: its state, why it is polled as it is, and its last fetches.
    Feed(OneFeed),
    /// Stories, newest first.
    Stories(ManyStories),
    /// One story: its text with who says what marked in it.
    Story(StoryText),
    /// Every story that carries the same text, the leading one first, and why; with another story or --diff: side by side.
    Copies(Copies),
    /// Speakers, those with most claims first.
    Speakers(ManySpeakers),
    /// One speaker: names, offices, claims.
    Speaker(OneSpeaker),
    /// Claims, newest first.
    Claims(ManyStories),
    /// One claim: its wordings, and every story that has it.
    Claim(OneClaim),
    /// Whether somebody was seen to have said some words: exactly, in other words, in part, somebody else, or nobody.
    #[command(after_help = verify::HELP)]
    Verify(Verify),
    /// Why an attribution was reported: what the extractor weighed, whom it took the source for, what came second.
    Explain(Explain),
    /// What happened last, and with -f what happens.
    Tail(Tail),
}

/// No arguments of its own.
#[derive(Debug, ClapArgs)]
pub(super) struct Plain {
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OneFeed {
    /// Its address as configured, its id, the beginning of its id, or its outlet's name.
    #[arg(value_name = "FEED")]
    pub feed: String,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ManyStories {
    /// Only with this speaker: a name, another form of it, or an id.
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    #[command(flatten)]
    pub listing: Listing,
    #[command(flatten)]
    pub quotes: Quotes,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct StoryText {
    /// Its URL, its id, or the beginning of its id.
    #[arg(value_name = "STORY")]
    pub story: String,
    /// What changed between two revisions, as 1..3; without numbers the last change, with one number what that revision changed.
    #[arg(long, value_name = "REV..REV", num_args = 0..=1, default_missing_value = "", value_parser = Revisions::parse)]
    pub diff: Option<Revisions>,
    /// With --diff, show sentences that are the same too, however many.
    #[arg(long, requires = "diff")]
    pub full: bool,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Copies {
    /// Its URL, its id, or the beginning of its id.
    #[arg(value_name = "STORY")]
    pub story: String,
    /// Another story, in the group or not: the two side by side.
    #[arg(value_name = "OTHER")]
    pub other: Option<String>,
    /// Side by side with the story that it was matched with.
    #[arg(long)]
    pub diff: bool,
    /// Side by side, show sentences that are the same too, however many.
    #[arg(long)]
    pub full: bool,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ManySpeakers {
    #[command(flatten)]
    pub listing: Listing,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OneSpeaker {
    /// A name, another form of it, an id, or the beginning of an id.
    #[arg(value_name = "NAME")]
    pub speaker: String,
    #[command(flatten)]
    pub listing: Listing,
    #[command(flatten)]
    pub quotes: Quotes,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct OneClaim {
    /// Its id or the beginning of it.
    #[arg(value_name = "CLAIM")]
    pub claim: String,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Verify {
    /// The words; - reads them from standard input.
    #[arg(value_name = "QUOTE")]
    pub quote: String,
    /// Who is to have said them: a name, another form of it, or an id.
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// Its address, STORY:REVISION:NUMBER, as `inspect story` and `inspect claim` print it.
    #[arg(value_name = "ATTRIBUTION")]
    pub attribution: String,
    #[command(flatten)]
    pub shared: Shared,
}

/// What every question takes.
#[derive(Debug, ClapArgs)]
pub(super) struct Shared {
    /// The shape of the output.
    #[arg(long, value_enum, default_value = "table", value_name = "FORMAT")]
    pub format: Format,
    #[command(flatten)]
    pub place: Place,
}

/// What every listing takes.
#[derive(Debug, ClapArgs)]
pub(super) struct Listing {
    /// From this time on: 2026-03-01, 2026-03-01T08:15:00Z, or how long ago: 2h, 3d.
    #[arg(long, value_name = "TIME", value_parser = When::parse)]
    pub since: Option<When>,
    /// Before this time; as --since. A day means its beginning.
    #[arg(long, value_name = "TIME", value_parser = When::parse)]
    pub until: Option<When>,
    /// Only with all of these words, and "phrases in quotation marks", in the claim, or in the story's title and text; of speakers, with
    /// this in a name. Case and accents do not count.
    #[arg(long, value_name = "WORDS")]
    pub search: Option<String>,
    /// At most so many rows; 0 for all [default: 40 in a table, else all].
    #[arg(long, value_name = "N")]
    pub limit: Option<u32>,
}

/// What concerns quotations.
#[derive(Debug, ClapArgs)]
pub(super) struct Quotes {
    /// Only from outlets with this in their name.
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// Only direct, indirect or mixed quotation.
    #[arg(long = "type", value_name = "TYPE", value_parser = words::kind)]
    pub kind: Option<QuoteKind>,
    /// Only one kind of act: statement, claim, question, demand, promise, threat, denial, praise, accusation, announcement; or, what was
    /// not said: belief, intention, evidence, act.
    #[arg(long, value_name = "CLASS", value_parser = words::class)]
    pub class: Option<CueClass>,
    /// Only what was said or written: no beliefs, intentions, evidence or acts.
    #[arg(long)]
    pub speech_only: bool,
    /// With --search: newest first, or what says most of the words first.
    #[arg(long, value_name = "ORDER", value_parser = words::rank, default_value = "time")]
    pub rank: Rank,
}

impl Listing {
    /// The filter that this part of the arguments asks for.
    pub fn filter(&self, now: Timestamp) -> Filter {
        Filter {
            since: self.since.map(|when| when.before(now)),
            until: self.until.map(|when| when.before(now)),
            search: self.search.clone(),
            ..Filter::default()
        }
    }

    /// How many rows are wanted; `None` for all.
    pub fn rows(&self, format: Format) -> Option<u32> {
        match (self.limit, format) {
            (Some(0), _) => None,
            (Some(n), _) => Some(n),
            (None, Format::Table) => Some(TABLE_ROWS),
            (None, _) => None,
        }
    }
}

impl Quotes {
    /// Adds what this part of the arguments asks for.
    pub fn add_to(&self, filter: &mut Filter) {
        filter.outlet = self.outlet.clone();
        filter.kind = self.kind;
        filter.class = self.class;
        filter.speech_only = self.speech_only;
        // Without words nothing is more relevant than anything else.
        filter.rank = match filter.search {
            Some(_) => self.rank,
            None => Rank::Time,
        };
    }
}

/// Two revisions as people write them: `1..3`, `..3`, `2..`, `3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Revisions {
    pub from: Option<u32>,
    pub to: Option<u32>,
}

impl Revisions {
    fn parse(text: &str) -> Result<Revisions, String> {
        let wrong = || "write two revisions as 1..3, or one as 3".to_owned();
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| wrong()),
        };
        match text.split_once("..") {
            Some((from, to)) => Ok(Revisions {
                from: number(from)?,
                to: number(to)?,
            }),
            None => Ok(Revisions {
                from: None,
                to: number(text)?,
            }),
        }
    }
}

/// A point in time as people write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    At(Timestamp),
    Ago(Duration),
    /// The beginning of the day so many days back.
    Days(i32),
}

impl When {
    fn parse(text: &str) -> Result<When, String> {
        let text = text.trim();
        match text {
            "today" => return Ok(When::Days(0)),
            "yesterday" => return Ok(When::Days(1)),
            _ => {}
        }
        let span = text.strip_suffix("ago").unwrap_or(text).trim();
        if let Ok(span) = humantime::parse_duration(span) {
            return Ok(When::Ago(span));
        }
        let at = text.parse::<Timestamp>().map(When::At);
        at.map_err(|_| "write 2026-03-01, 2026-03-01T08:15:00Z, today, yesterday, or how long ago: 90min, 2h, 3d".to_owned())
    }

    fn before(self, now: Timestamp) -> Timestamp {
        match self {
            When::At(at) => at,
            When::Ago(span) => {
                let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
                now.plus_millis(-millis)
            }
            When::Days(back) => {
                let day = Day::from_number(now.day().number() - back);
                day.map_or(now, Day::start)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn times_as_people_write_them() {
        let now: Timestamp = "2026-11-18T10:30:00Z".parse().unwrap();
        for (text, expect) in [
            ("2026-03-01", "2026-03-01T00:00:00Z"),
            ("2026-03-01T08:15:00+02:00", "2026-03-01T06:15:00Z"),
            ("2h", "2026-11-18T08:30:00Z"),
            ("3d", "2026-11-15T10:30:00Z"),
            ("90min ago", "2026-11-18T09:00:00Z"),
            ("1h 30m", "2026-11-18T09:00:00Z"),
            ("today", "2026-11-18T00:00:00Z"),
            ("yesterday", "2026-11-17T00:00:00Z"),
            ("900000y", "0000-01-01T00:00:00Z"),
        ] {
            assert_eq!(
                When::parse(text).unwrap().before(now).to_string(),
                expect,
                "{text}"
            );
        }
        assert!(When::parse("soon").unwrap_err().contains("2h"));
    }

    #[test]
    fn revisions_as_people_write_them() {
        for (text, from, to) in [
            ("", None, None),
            ("3", None, Some(3)),
            ("1..3", Some(1), Some(3)),
            ("2..", Some(2), None),
            ("..2", None, Some(2)),
        ] {
            assert_eq!(Revisions::parse(text), Ok(Revisions { from, to }), "{text}");
        }
        assert!(Revisions::parse("one").unwrap_err().contains("1..3"));
    }
}
