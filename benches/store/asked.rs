//! What people ask of the view, asked often. Knows nothing of how it was filled.

use crate::Failure;
use crate::row;
use crate::stream;
use sayso::inspect::Answer;
use sayso::inspect::ArchiveTexts;
use sayso::inspect::Filter;
use sayso::inspect::Question;
use sayso::inspect::Rank;
use sayso::inspect::ask;
use sayso::model::Timestamp;
use sayso::store::Store;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

/// Times that each question is asked.
const ASKED: usize = 31;

/// Asks what people ask, often, and tells the median and the slowest.
pub fn ask_all(store: &Store, data: &Path) -> Result<(), Failure> {
    let texts = ArchiveTexts::new(data);
    let newest = |filter: Filter| Filter {
        limit: Some(20),
        ..filter
    };
    let speaker = |name: &str, filter: Filter| Filter {
        speaker: Some(name.to_owned()),
        ..filter
    };
    let words = |typed: &str, rank| {
        newest(Filter {
            search: Some(typed.to_owned()),
            rank,
            ..Filter::default()
        })
    };
    let all = newest(Filter::default());
    let claims = |filter: Filter| Question::Claims { filter };
    let stories = |filter: Filter| Question::Stories { filter };
    let Answer::Claims(page) = ask(store, &texts, &claims(all.clone()), Timestamp::default())?
    else {
        return Err("no claims".into());
    };
    let first = page.rows.first().ok_or("no claim")?;
    let name = first.speaker.as_ref().ok_or("no speaker")?.name.clone();
    let (common, often) = (stream::word(0), stream::word(40));
    let (rare, rarer) = (stream::word(9_000), stream::word(15_000));
    let said: Vec<&str> = first.text.split(' ').collect();
    let phrase = format!("\"{}\"", said[said.len() - 4..].join(" "));
    let swapped = format!("\"{often} {common}\"");
    for (what, question) in [
        (
            "one claim",
            Question::Claim {
                claim: first.id.to_string(),
            },
        ),
        (
            "one story",
            Question::Story {
                story: first.first_story.to_string(),
            },
        ),
        ("claims, newest 20", claims(all.clone())),
        (
            "claims of one speaker, newest 20",
            claims(speaker(&name, all.clone())),
        ),
        ("stories, newest 20", stories(all)),
        ("claims, a common word", claims(words(&common, Rank::Time))),
        ("claims, a rare word", claims(words(&rare, Rank::Time))),
        (
            "claims, two common words",
            claims(words(&format!("{common} {often}"), Rank::Time)),
        ),
        ("claims, a phrase", claims(words(&phrase, Rank::Time))),
        (
            "claims, a phrase of common words",
            claims(words(&swapped, Rank::Time)),
        ),
        (
            "claims, a word that nobody said",
            claims(words("zzyzx", Rank::Time)),
        ),
        (
            "claims, a common word by relevance",
            claims(words(&common, Rank::Relevance)),
        ),
        (
            "claims, three words by relevance",
            claims(words(&format!("{common} {often} {rare}"), Rank::Relevance)),
        ),
        (
            "claims of one speaker, a common word",
            claims(speaker(&name, words(&common, Rank::Time))),
        ),
        (
            "stories, a common word",
            stories(words(&common, Rank::Time)),
        ),
        (
            "stories, two rare words",
            stories(words(&format!("{rare} {rarer}"), Rank::Time)),
        ),
        (
            "stories, a phrase of a claim",
            stories(words(&phrase, Rank::Time)),
        ),
        (
            "whether somebody said some words",
            Question::Verify {
                quote: said[2..].join(" "),
                speaker: None,
            },
        ),
    ] {
        let mut times = Vec::new();
        for _ in 0..ASKED {
            let begun = Instant::now();
            ask(store, &texts, &question, Timestamp::default())?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let told = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
        let (median, worst) = (times[ASKED / 2], times[ASKED - 1]);
        let what = format!("{what}, ms (median, slowest)");
        row(&what, format!("{} {}", told(median), told(worst)));
    }
    Ok(())
}
