//! What made the extractor report an attribution: run again over the same story, it gives the same, and with it the probabilities,
//! features and readings that it weighed. How this is shown must not be known here.

use super::Parts;
use super::combine::reliability;
use super::headline;
use super::model::Model;
use super::model::class;
use super::model::explain::Account;
use super::resolve::mention;
use super::resolve::mention::Mention;
use super::trained::readable;
use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::Place;
use crate::model::Span;
use crate::model::Story;

/// What made the extractor report an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The attribution as it was found again; `None` where this version of the extractor does not find it any more.
    pub found: Option<Attribution>,
    /// What the trained model thought; `None` where it had no candidate there, as for a quotation without a cue.
    pub account: Option<Account>,
    /// For a rule's finding: how often the rule is right, as measured.
    pub rule_right: Option<f32>,
    /// The class that the cue's words give, and whether a word of the table decided (else the frame did).
    pub class: (CueClass, bool),
    /// How the source's own words were read; empty where there is no source.
    pub read_as: &'static str,
}

/// Explains the attribution with these spans in the story's text or headline.
pub fn explain(
    story: &Story,
    place: Place,
    source: &[Span],
    cue: &[Span],
    content: &[Span],
) -> Explanation {
    let alone = headline::alone(story);
    let story = match place {
        Place::Body => story,
        Place::Headline => &alone,
    };
    let text = story.text();
    let parts = Parts::of(story, &text);
    let words = |spans: &[Span]| {
        let words: Vec<&str> = spans.iter().filter_map(|s| s.of(&text)).collect();
        words.join(" ")
    };
    let same = |a: &Attribution| {
        a.cue == cue && a.source == source && a.content.first() == content.first()
    };
    let found = super::extract(story).into_iter().find(same);
    let account = Model::embedded()
        .ok()
        .and_then(|model| model.account(&text, &readable(&text, &parts.own), cue));
    let reading = class::of_cue(&words(cue), &words(content));
    Explanation {
        rule_right: found.as_ref().and_then(|a| reliability(&a.rule)),
        account,
        class: (reading.class, reading.known),
        read_as: match source.is_empty() {
            true => "",
            false => read_as(&words(source)),
        },
        found,
    }
}

/// What a source's words are by themselves.
fn read_as(source: &str) -> &'static str {
    match mention::read(source) {
        Mention::Pronoun(_) => "a pronoun: whoever was spoken of last and fits",
        Mention::Group { .. } => {
            "a pronoun for a group or a body: the one that spoke or acted last"
        }
        Mention::Nobody => "a word that means nobody in particular",
        Mention::Person { .. } => "a person's name",
        Mention::Medium { .. } => "something through which a person speaks: its owner",
        Mention::Role { .. } => "an office or description: whoever holds it in the story",
        Mention::Organisation { .. } => "the name of a body",
        _ => "a description without a name",
    }
}
