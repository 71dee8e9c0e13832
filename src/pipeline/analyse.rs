//! The pure part of the work on one observed story: everything that needs no memory of other stories. Runs on many
//! threads, before or after the story is durable, and never looks at the store.

use crate::article;
use crate::dedup;
use crate::dedup::Fingerprint;
use crate::extract;
use crate::extract::claimed::is_claim;
use crate::extract::particulars::StoryDay;
use crate::extract::particulars::particulars;
use crate::model::Attribution;
use crate::model::Particulars;
use crate::model::Place;
use crate::model::Span;
use crate::model::Story;
use crate::text;
use serde::Deserialize;
use serde::Serialize;
use std::num::NonZeroUsize;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// Attributions kept of one story, the first ones; the rest are dropped. The longest real transcripts have a few hundred.
const MAX_ATTRIBUTIONS: usize = 1_000;

/// Somebody's statement in a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Who said what. Spans point into the text, or into the headline.
    pub attribution: Attribution,
    /// In which of the two.
    pub place: Place,
    /// What else the story tells of it.
    pub particulars: Particulars,
    /// Where the story has it again as an ornament.
    pub repeats: Vec<Span>,
}

/// What can be known of a story by itself.
pub struct Analysis {
    /// The text that the spans point into.
    pub text: String,
    /// What tells one revision from another.
    pub substance: u64,
    /// What dedup compares.
    pub print: Fingerprint,
    /// Who said what: the attributions that are claims, those of the headline last.
    pub statements: Vec<Statement>,
    /// Words of story text.
    pub words: u32,
    /// Where the text was taken away: the hash of each paragraph that had one.
    pub taken: Option<Vec<Option<u32>>>,
}

/// What is kept of an analysis when the story's text is taken away: enough for a rebuild to come to the same view.
#[derive(Serialize, Deserialize)]
struct Kept {
    substance: u64,
    words: u32,
    /// In hexadecimal.
    print: String,
    paragraphs: Vec<Option<u32>>,
    statements: Vec<Statement>,
}

/// Takes a story's text away but for the words of its attributions. `own` is the fingerprint that the view has of this state of the
/// story, where it has one.
pub fn take_text(story: &mut Story, own: Option<&Fingerprint>) -> serde_json::Result<()> {
    let analysis = analyse(story);
    let print = own.unwrap_or(&analysis.print).to_bytes();
    let mut kept_words = Vec::new();
    for statement in &analysis.statements {
        if statement.place == Place::Body {
            let a = &statement.attribution;
            let all = a.source.iter().chain(&a.cue).chain(&a.content);
            kept_words.extend(all.chain(&statement.repeats).copied());
        }
    }
    let paragraphs = story.body.iter().map(|p| dedup::paragraph_hash(&p.text));
    let kept = Kept {
        substance: analysis.substance,
        words: analysis.words,
        print: print.iter().map(|byte| format!("{byte:02x}")).collect(),
        paragraphs: paragraphs.collect(),
        statements: analysis.statements,
    };
    let kept = serde_json::to_string(&kept)?;
    story.take_text(&kept_words, kept);
    Ok(())
}

/// The analysis of a story whose text was taken away; `None` for any other.
fn recall(story: &Story) -> Option<Analysis> {
    let told = &story.taken.as_ref()?.analysis;
    let read = || {
        let kept: Kept = serde_json::from_str(told).map_err(|e| e.to_string())?;
        let print = unhex(&kept.print).ok_or("its fingerprint is no hexadecimal")?;
        let print = Fingerprint::from_bytes(&print).map_err(|e| e.to_string())?;
        Ok((kept, print))
    };
    let (kept, print) = read().unwrap_or_else(|why: String| {
        tracing::error!(
            url = story.url,
            title = story.title,
            why,
            "what was kept of this story's text cannot be read; it is kept without attributions"
        );
        let kept = Kept {
            substance: article::substance(story),
            words: 0,
            print: String::new(),
            paragraphs: Vec::new(),
            statements: Vec::new(),
        };
        (kept, Fingerprint::of(story))
    });
    Some(Analysis {
        text: story.text(),
        substance: kept.substance,
        print,
        statements: kept.statements,
        words: kept.words,
        taken: Some(kept.paragraphs),
    })
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// Reads one story; of one whose text was taken away, what was read from it then.
///
/// A panic of the extractor on a stranger's text is contained and logged: the story is kept, without attributions.
pub fn analyse(story: &Story) -> Analysis {
    if let Some(recalled) = recall(story) {
        return recalled;
    }
    let text = story.text();
    let words = story
        .body
        .iter()
        .filter(|p| p.kind.is_story_text())
        .map(|p| text::words(&p.text).count())
        .sum::<usize>();
    let statements =
        catch_unwind(AssertUnwindSafe(|| statements(story, &text))).unwrap_or_else(|_| {
            tracing::error!(
                url = story.url,
                title = story.title,
                "the extractor panicked on this story; it is kept without attributions"
            );
            Vec::new()
        });
    Analysis {
        text,
        substance: article::substance(story),
        print: Fingerprint::of(story),
        statements,
        words: u32::try_from(words).unwrap_or(u32::MAX),
        taken: None,
    }
}

/// What the story's own words and its headline say that somebody said, in order, the headline's last.
pub fn statements(story: &Story, text: &str) -> Vec<Statement> {
    let day = StoryDay::of_story(story);
    let mut found = extract::extract(story);
    found.retain(|a| is_claim(text, a));
    let mut repeats = extract::ornaments(story, text, &mut found);
    found.truncate(MAX_ATTRIBUTIONS);
    repeats.truncate(MAX_ATTRIBUTIONS);
    let statement = |text: &str, place, attribution, repeats| Statement {
        particulars: particulars(text, day, &attribution),
        attribution,
        place,
        repeats,
    };
    let body = found.into_iter().zip(repeats);
    let mut out: Vec<Statement> = body
        .map(|(a, repeats)| statement(text, Place::Body, a, repeats))
        .collect();
    let of_title = extract::headline(story).into_iter();
    let of_title = of_title.filter(|a| is_claim(&story.title, a));
    out.extend(of_title.map(|a| statement(&story.title, Place::Headline, a, Vec::new())));
    out
}

/// Reads many stories on `workers` threads; the answers are in the order of the stories.
pub fn analyse_all(stories: &[&Story], workers: NonZeroUsize) -> Vec<Analysis> {
    let share = stories.len().div_ceil(workers.get()).max(1);
    if stories.len() <= 1 || workers.get() == 1 {
        return stories.iter().map(|story| analyse(story)).collect();
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> = stories
            .chunks(share)
            .map(|part| {
                (
                    part,
                    scope
                        .spawn(move || part.iter().map(|story| analyse(story)).collect::<Vec<_>>()),
                )
            })
            .collect();
        parts
            .into_iter()
            .flat_map(|(part, thread)| {
                // `analyse` contains the panics that strangers' text can cause; what is left is tried once more here,
                // where a panic ends the pipeline in the open.
                thread
                    .join()
                    .unwrap_or_else(|_| part.iter().map(|story| analyse(story)).collect())
            })
            .collect()
    })
}
