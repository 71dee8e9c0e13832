//! What kind of act a cue names: statement, question, demand, belief and so on. PolNeAR has no such labels, so that this is
//! a table of words with rules for their frames and for words that it lacks. Where cues come from must not be known here.

mod words;

use crate::extract::lexicon;
use crate::model::CueClass;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Longest cue read, in words; what comes after is not looked at.
const MAX_WORDS: usize = 24;

/// How far apart two words of a phrase may stand ("call urgently for").
const REACH: usize = 3;

/// A cue's class, and how it was come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The class.
    pub class: CueClass,
    /// Whether a word of the table decided; else the frame did.
    pub known: bool,
}

/// What a word of the table does.
#[derive(Clone, Copy)]
struct Entry {
    class: CueClass,
    /// Decides only where no other word does.
    weak: bool,
}

struct Table {
    words: FxHashMap<&'static str, Entry>,
    /// By first word: the words after it, and the class.
    phrases: FxHashMap<&'static str, Vec<(Vec<&'static str>, CueClass)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: FxHashMap::default(),
        phrases: FxHashMap::default(),
    };
    for (letter, rest) in rows(words::WORDS) {
        let Some(class) = class_of(letter.to_ascii_uppercase()) else {
            continue;
        };
        let weak = letter.is_ascii_lowercase();
        for word in rest.split(' ') {
            table.words.entry(word).or_insert(Entry { class, weak });
        }
    }
    for (letter, rest) in rows(words::PHRASES) {
        let Some(class) = class_of(letter) else {
            continue;
        };
        for phrase in rest.split('|').map(str::trim) {
            let mut parts = phrase.split(' ');
            if let Some(first) = parts.next() {
                let row = table.phrases.entry(first).or_default();
                row.push((parts.collect(), class));
            }
        }
    }
    // The longest phrase that fits is the one meant.
    for row in table.phrases.values_mut() {
        row.sort_by_key(|(parts, _)| std::cmp::Reverse(parts.len()));
    }
    table
});

fn rows(table: &'static str) -> impl Iterator<Item = (char, &'static str)> {
    table.lines().filter_map(|line| {
        let (letter, rest) = line.split_once(": ")?;
        Some((letter.chars().next()?, rest))
    })
}

fn class_of(letter: char) -> Option<CueClass> {
    Some(match letter {
        'S' => CueClass::Statement,
        'C' => CueClass::Claim,
        'Q' => CueClass::Question,
        'D' => CueClass::Demand,
        'P' => CueClass::Promise,
        'N' => CueClass::Denial,
        'R' => CueClass::Praise,
        'A' => CueClass::Accusation,
        'U' => CueClass::Announcement,
        'B' => CueClass::Belief,
        'I' => CueClass::Intention,
        'E' => CueClass::Evidence,
        'T' => CueClass::Act,
        'H' => CueClass::Threat,
        _ => return None,
    })
}

/// The class of a cue, from its words and the first words of what is attributed; both as printed, fragments joined by
/// spaces. A cue without a word (a colon, a dash) states.
pub fn of_cue(cue: &str, content: &str) -> Reading {
    let table = &*TABLE;
    let lower = cue.to_lowercase().replace('’', "'");
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-')
        .map(|w| w.trim_matches(['\'', '-']))
        .filter(|w| w.chars().any(char::is_alphanumeric))
        .take(MAX_WORDS)
        .collect();
    let known = |class| Reading { class, known: true };
    if words.is_empty() {
        return known(CueClass::Statement);
    }
    let folded: Vec<Vec<String>> = words.iter().map(|w| lemmas(w)).collect();
    let frame = Frame::of(content);
    let negated = words.iter().any(|w| {
        matches!(*w, "not" | "never" | "no" | "neither" | "nor" | "without") || w.ends_with("n't")
    });
    let turn = |class| {
        if negated && said(class) {
            CueClass::Denial
        } else {
            class
        }
    };
    let mut weak = None;
    for (at, forms) in folded.iter().enumerate() {
        if let Some(class) = phrase(table, &folded, at, frame) {
            return known(turn(class));
        }
        let mut entries = forms
            .iter()
            .filter_map(|f| Some((f, *table.words.get(f.as_str())?)));
        let first = entries.clone().next();
        match entries.find(|(_, e)| !e.weak).or(first) {
            Some((lemma, Entry { class, weak: false })) => {
                return known(turn(framed(lemma, class, frame)));
            }
            Some((_, entry)) => weak = Some(entry.class),
            None => {
                // The rules' verbs, which their authors classed too.
                let verb = forms.first().and_then(|word| lexicon::lookup(word));
                if let Some((verb, _)) = verb {
                    return known(turn(framed(verb.lemma, verb.class, frame)));
                }
            }
        }
    }
    match weak {
        // "Have", "make", "in": the frame says more where it says anything.
        Some(CueClass::Act) => Reading {
            class: frame.guess(),
            known: false,
        },
        Some(class) => known(turn(class)),
        None => Reading {
            class: derived(table, &folded).unwrap_or_else(|| frame.guess()),
            known: false,
        },
    }
}

/// Whether saying nothing of the kind is a denial.
fn said(class: CueClass) -> bool {
    matches!(
        class,
        CueClass::Statement
            | CueClass::Announcement
            | CueClass::Praise
            | CueClass::Promise
            | CueClass::Threat
    )
}

/// How the content begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frame {
    /// With a quotation mark, or one near.
    Quoted,
    /// "that …"
    Clause,
    /// "to …"
    Infinitive,
    /// "whether …", "if …", "how …"
    Wondering,
    /// Anything else.
    Other,
}

impl Frame {
    fn of(content: &str) -> Frame {
        let begins = content.trim_start();
        if begins.chars().take(40).any(crate::text::is_double_quote) {
            return Frame::Quoted;
        }
        let first = begins.split_whitespace().next().unwrap_or_default();
        match first.to_lowercase().as_str() {
            "that" => Frame::Clause,
            "to" => Frame::Infinitive,
            "whether" | "if" | "how" | "why" => Frame::Wondering,
            _ => Frame::Other,
        }
    }

    /// What an unknown word most likely does in this frame: beside a quotation or a clause one speaks, with an infinitive
    /// one intends, with a bare noun one acts.
    fn guess(self) -> CueClass {
        match self {
            Frame::Quoted | Frame::Clause | Frame::Wondering => CueClass::Statement,
            Frame::Infinitive => CueClass::Intention,
            Frame::Other => CueClass::Act,
        }
    }
}

/// What a known word does in a frame that changes it.
fn framed(lemma: &str, class: CueClass, frame: Frame) -> CueClass {
    match (lemma, frame) {
        ("ask" | "tell" | "say", Frame::Infinitive) => CueClass::Demand,
        ("agree" | "offer" | "volunteer", Frame::Infinitive) => CueClass::Promise,
        ("hope" | "like" | "love", Frame::Infinitive) => CueClass::Intention,
        ("continue", Frame::Infinitive) => CueClass::Act,
        ("show" | "find" | "see" | "appear" | "illustrate", Frame::Quoted) => CueClass::Statement,
        _ => class,
    }
}

/// The class of the phrase that begins at word `at`.
fn phrase(table: &Table, folded: &[Vec<String>], at: usize, frame: Frame) -> Option<CueClass> {
    let stands = |parts: &[&str]| {
        let mut from = at + 1;
        parts.iter().enumerate().all(|(n, part)| {
            let mut window = folded.iter().enumerate().skip(from).take(REACH);
            match window.find(|(_, forms)| forms.iter().any(|f| f == part)) {
                Some((found, _)) => {
                    from = found + 1;
                    true
                }
                // "Hope" with a content that begins with "to".
                None => *part == "to" && n + 1 == parts.len() && frame == Frame::Infinitive,
            }
        })
    };
    folded
        .get(at)?
        .iter()
        .filter_map(|form| table.phrases.get(form.as_str()))
        .flatten()
        .find(|(parts, _)| stands(parts))
        .map(|(_, class)| *class)
}

/// The dictionary forms that a printed word may be of, the word itself first.
fn lemmas(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    if let Some(lemma) = super::stem::irregular(word) {
        out.push(lemma.to_owned());
    }
    let mut add = |lemma: String| {
        if lemma.len() > 1 && !out.contains(&lemma) {
            out.push(lemma);
        }
    };
    if let Some(root) = word.strip_suffix("'s") {
        add(root.to_owned());
    }
    for (end, y) in [("ies", "y"), ("ied", "y"), ("ying", "ie")] {
        if let Some(root) = word.strip_suffix(end) {
            add(format!("{root}{y}"));
        }
    }
    for end in [
        "es", "s", "ed", "ing", "d", "er", "or", "ers", "ors", "ingly", "edly",
    ] {
        let Some(root) = word.strip_suffix(end) else {
            continue;
        };
        if !root.is_ascii() || root.len() < 2 {
            continue;
        }
        add(root.to_owned());
        add(format!("{root}e"));
        let bytes = root.as_bytes();
        if let [.., a, b] = bytes
            && a == b
        {
            add(root[..root.len() - 1].to_owned());
        }
    }
    out
}

/// The class of a word that the table lacks but whose root it has: "reaffirmed", "counterclaim", "misremember".
fn derived(table: &Table, folded: &[Vec<String>]) -> Option<CueClass> {
    const BEFORE: [&str; 8] = [
        "re-", "re", "mis", "over", "counter-", "counter", "pre", "co-",
    ];
    const AFTER: [(&str, &str); 8] = [
        ("ation", "e"),
        ("ation", ""),
        ("ion", "e"),
        ("ion", ""),
        ("ment", ""),
        ("al", ""),
        ("ance", ""),
        ("ly", ""),
    ];
    let find = |word: &str| table.words.get(word).map(|e| e.class);
    folded.iter().flatten().find_map(|form| {
        let before = BEFORE.iter().filter_map(|b| form.strip_prefix(b));
        let by_root = before.into_iter().find_map(find);
        by_root.or_else(|| {
            AFTER
                .iter()
                .find_map(|(end, back)| find(&format!("{}{back}", form.strip_suffix(end)?)))
        })
    })
}

#[cfg(test)]
mod tests;
