//! Cue verbs in their verb groups: where in a unit a form from the lexicon really is a cue, and in which voice and mood.
//! What its source and content are must not be known here.

use super::lexicon::Form;
use super::lexicon::Verb;
use super::passage::Passage;
use super::words::Tag;
use std::ops::Range;

/// How a cue stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// "said", "has said", "is saying"
    Finite,
    /// "saying", without an auxiliary
    Participle,
    /// "went on to say"
    Infinitive,
    /// "is believed", "was quoted as saying"
    Passive,
}

/// One cue.
#[derive(Clone, Debug)]
pub struct Cue {
    /// The verb group: auxiliaries, adverbs, verb, particle.
    pub range: Range<usize>,
    /// The verb itself.
    pub head: usize,
    /// What the lexicon says of it.
    pub verb: &'static Verb,
    /// The form of the head.
    pub form: Form,
    /// How it stands.
    pub mood: Mood,
    /// Whether its preposition or particle was found and is part of `range`.
    pub prep: bool,
}

/// Verbs after which "to say" tells what was said.
const CARRIERS: &[&str] = &[
    "went",
    "continued",
    "continues",
    "goes",
    "going",
    "on",
    "proceeded",
    "twitter",
    "came",
    "chose",
    "spoke",
    "wrote",
    "took",
    "used",
    "began",
    "rose",
    "managed",
];

/// Verbs that negate the infinitive after them.
const REFUSERS: &[&str] = &[
    "declined",
    "declines",
    "declining",
    "refused",
    "refuses",
    "refusing",
    "failed",
    "unable",
    "stopped",
    "without",
    "able",
    "want",
    "wants",
    "wanted",
    "reluctant",
    "plans",
    "expected",
];

/// Light reads of "if he says" and the like: nothing was said.
const HYPOTHETICAL: &[&str] = &["if", "unless", "whether"];

/// The cues of a unit in order.
pub fn cues(p: &Passage, unit: &Range<usize>) -> Vec<Cue> {
    unit.clone().filter_map(|i| cue_at(p, i, unit)).collect()
}

fn cue_at(p: &Passage, head: usize, unit: &Range<usize>) -> Option<Cue> {
    let (verb, form) = p.items.get(head)?.verb?;
    let floor = unit.start;
    // "was quoted as saying": the passive has it.
    if form == Form::Ing && head > floor && p.is(head - 1, "as") {
        return None;
    }
    let mut start = head;
    let (mut modal, mut be, mut have, mut negated, mut doubtful) =
        (false, false, false, false, false);
    while start > floor {
        match p.tag(start - 1) {
            Tag::Adv if !p.is_any(start - 1, &["here", "there", "back", "home"]) => {}
            Tag::Time
                if p.is_any(
                    start - 1,
                    &["recently", "previously", "later", "last", "next"],
                ) => {}
            Tag::Neg => negated = true,
            Tag::Modal => {
                negated |= ends_in_not(p.word(start - 1));
                doubtful |= p.is_any(
                    start - 1,
                    &[
                        "can", "could", "may", "might", "must", "should", "shall", "cannot",
                    ],
                );
                modal = true;
            }
            Tag::Have => {
                negated |= ends_in_not(p.word(start - 1));
                have = true;
            }
            Tag::Clitic if form == Form::Ing => be = true,
            Tag::Be => {
                negated |= ends_in_not(p.word(start - 1));
                be = true;
            }
            _ => break,
        }
        start -= 1;
    }
    if negated || doubtful || !noun_excluded(p, head, start, form, verb, unit) {
        return None;
    }
    let before = |k: usize| if k > floor { p.tag(k - 1) } else { Tag::Stop };
    let mood = match form {
        Form::Ing if be => Mood::Finite,
        Form::Ing => Mood::Participle,
        Form::Past | Form::Participle if be => Mood::Passive,
        Form::Participle if have => Mood::Finite,
        Form::Participle => return None,
        Form::Past => Mood::Finite,
        Form::Third if start == head || !(modal || be || have) => Mood::Finite,
        Form::Third => return None,
        Form::Base if before(start) == Tag::To => Mood::Infinitive,
        Form::Base if modal || have => Mood::Finite,
        Form::Base => Mood::Finite,
    };
    // "was saying" has adverbs; leading adverbs that belong to what is before stay outside.
    while start < head
        && matches!(p.tag(start), Tag::Adv | Tag::Time)
        && !matches!(
            before(start),
            Tag::Pron | Tag::Name | Tag::Noun | Tag::Rel | Tag::Cc | Tag::Close | Tag::Comma
        )
    {
        start += 1;
    }
    if mood == Mood::Infinitive {
        let to = start - 1;
        let carried = (floor..to)
            .rev()
            .take(6)
            .take_while(|&k| !matches!(p.tag(k), Tag::Comma | Tag::Stop))
            .any(|k| p.is_any(k, CARRIERS));
        let refused = (floor..to)
            .rev()
            .take(3)
            .any(|k| p.is_any(k, REFUSERS) || p.tag(k) == Tag::Neg);
        if !carried || refused {
            return None;
        }
        start = to;
        if to >= floor + 2 && p.is(to - 1, "on") && p.is_any(to - 2, &["went", "goes", "going"]) {
            start = to - 2;
        } else if to > floor && p.is_any(to - 1, &["continued", "continues", "proceeded"]) {
            start = to - 1;
        }
    }
    let hypothetical = mood == Mood::Finite
        && (floor..start)
            .rev()
            .take(6)
            .take_while(|&k| !matches!(p.tag(k), Tag::Comma | Tag::Verb))
            .any(|k| p.is_any(k, HYPOTHETICAL));
    if hypothetical {
        return None;
    }
    let (end, prep) = tail(p, head, verb, unit);
    Some(Cue {
        range: start..end,
        head,
        verb,
        form,
        mood,
        prep,
    })
}

fn ends_in_not(word: &str) -> bool {
    word.len() > 3
        && (word.ends_with("n't") || word.ends_with("n’t") || word.eq_ignore_ascii_case("cannot"))
}

/// Whether the form at `head` is not after all a noun ("the claims", "his call") or an adjective ("the alleged plot").
fn noun_excluded(
    p: &Passage,
    head: usize,
    start: usize,
    form: Form,
    verb: &Verb,
    unit: &Range<usize>,
) -> bool {
    if start < head {
        return true;
    }
    let before = if head > unit.start {
        p.tag(head - 1)
    } else {
        Tag::Stop
    };
    let after = p.tag(head + 1);
    match form {
        Form::Ing => !matches!(before, Tag::Det | Tag::Poss | Tag::Clitic) || after == Tag::That,
        Form::Past => {
            let agent = after == Tag::Prep && p.is(head + 1, "by");
            // "Several said that …"
            let alone = before == Tag::Det
                && p.is_any(
                    head - 1,
                    &[
                        "several", "some", "many", "most", "both", "few", "all", "another", "one",
                    ],
                )
                && matches!(
                    after,
                    Tag::That | Tag::Quote | Tag::Pron | Tag::Wh | Tag::Comma
                );
            !agent
                && (alone
                    || !matches!(
                        before,
                        Tag::Det | Tag::Poss | Tag::Prep | Tag::Clitic | Tag::Be
                    ))
        }
        Form::Participle => true,
        Form::Base if before == Tag::To => true,
        Form::Third | Form::Base
            if matches!(
                before,
                Tag::Det | Tag::Poss | Tag::Prep | Tag::Clitic | Tag::Num | Tag::Object
            ) =>
        {
            false
        }
        Form::Third => {
            let follows = matches!(
                after,
                Tag::That
                    | Tag::Quote
                    | Tag::Det
                    | Tag::Pron
                    | Tag::Name
                    | Tag::Poss
                    | Tag::Wh
                    | Tag::Colon
                    | Tag::Comma
                    | Tag::Object
                    | Tag::Time
                    | Tag::Num
                    | Tag::Stop
            ) || after == Tag::Prep && verb.preps.contains(&p.word(head + 1))
                || after == Tag::To && verb.frames.infinitive
                || matches!(
                    after,
                    Tag::Noun | Tag::Prep | Tag::Adv | Tag::Ing | Tag::Clitic
                ) && matches!(
                    verb.lemma,
                    "say"
                        | "tell"
                        | "think"
                        | "believe"
                        | "write"
                        | "argue"
                        | "insist"
                        | "describe"
                );
            follows
                && (before.nounish()
                    || matches!(
                        before,
                        Tag::Pron
                            | Tag::Rel
                            | Tag::That
                            | Tag::Comma
                            | Tag::Quote
                            | Tag::Cc
                            | Tag::Adv
                            | Tag::Time
                    ))
        }
        // Without an auxiliary only after a plural that can say something, or between a quotation and its source.
        Form::Base => {
            let plural = before == Tag::Pron && !p.is_any(head - 1, &["he", "she", "it", "there"])
                || before == Tag::Noun && p.word(head - 1).ends_with('s')
                || before == Tag::Noun && p.is_any(head - 1, &["people", "police"])
                || before == Tag::Rel
                || before == Tag::Name && p.word(head - 1).ends_with('s');
            let follows = matches!(
                after,
                Tag::That
                    | Tag::Quote
                    | Tag::Det
                    | Tag::Pron
                    | Tag::Name
                    | Tag::Poss
                    | Tag::Wh
                    | Tag::Colon
                    | Tag::Noun
                    | Tag::Object
                    | Tag::Stop
                    | Tag::Comma
            ) || after == Tag::To && verb.frames.infinitive;
            plural && follows
        }
    }
}

/// Where the verb group ends: after a preposition or particle that the lexicon gives the verb.
fn tail(p: &Passage, head: usize, verb: &Verb, unit: &Range<usize>) -> (usize, bool) {
    let next = head + 1;
    if next < unit.end && verb.preps.iter().any(|prep| p.is(next, prep)) {
        return (next + 1, true);
    }
    (next, false)
}
