//! Which word forms are cues, with their lemma, class and what may follow them. Pure data behind one lookup; where in a
//! sentence a form really is a cue is `cue.rs`'s business.

mod verbs;

use crate::model::CueClass;
use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What may follow a cue verb as content; see the table's head for the letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    /// A clause with "that".
    pub clause: bool,
    /// A clause without it.
    pub bare: bool,
    /// A quotation.
    pub quote: bool,
    /// A noun phrase.
    pub noun: bool,
    /// An infinitive.
    pub infinitive: bool,
    /// A clause with "whether", "how", "why".
    pub wh: bool,
    /// Somebody addressed stands before the content.
    pub addressee: bool,
    /// Somebody addressed and an infinitive, all of which is content.
    pub object_infinitive: bool,
    /// A passive without agent is a cue too.
    pub passive: bool,
}

/// One cue verb.
#[derive(Debug, PartialEq, Eq)]
pub struct Verb {
    /// Dictionary form.
    pub lemma: &'static str,
    /// What kind of act it is.
    pub class: CueClass,
    /// What may follow.
    pub frames: Frames,
    /// Prepositions and particles before the content.
    pub preps: Vec<&'static str>,
}

impl Verb {
    /// Whether the verb can stand beside a quotation or a clause: a verb of saying or thinking, not only of dealing with something.
    pub fn speaks(&self) -> bool {
        self.frames.quote || self.frames.clause || self.frames.bare
    }
}

/// The form in which a verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say
    Base,
    /// says
    Third,
    /// said, wrote; where past and participle look alike, this
    Past,
    /// written
    Participle,
    /// saying
    Ing,
}

struct Lexicon {
    verbs: Vec<Verb>,
    forms: FxHashMap<String, (usize, Form)>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let verbs: Vec<(Verb, Option<(&str, &str)>)> = entries().filter_map(read).collect();
    let mut forms = FxHashMap::with_capacity_and_hasher(verbs.len() * 5, FxBuildHasher);
    for (i, (verb, irregular)) in verbs.iter().enumerate() {
        for (form, word) in inflect(verb.lemma, *irregular) {
            forms.entry(word).or_insert((i, form));
        }
    }
    Lexicon {
        verbs: verbs.into_iter().map(|(verb, _)| verb).collect(),
        forms,
    }
});

/// The cue verb that `word` (lower case, with a straight apostrophe) is a form of.
pub fn lookup(word: &str) -> Option<(&'static Verb, Form)> {
    let lexicon = &*LEXICON;
    lexicon
        .forms
        .get(word)
        .and_then(|&(i, form)| Some((lexicon.verbs.get(i)?, form)))
}

/// Past and participle of a verb that does not take "-ed".
type Irregular = Option<(&'static str, &'static str)>;

fn entries() -> impl Iterator<Item = &'static str> {
    verbs::VERBS
        .split(['\n', ';'])
        .map(str::trim)
        .filter(|e| !e.is_empty())
}

fn read(line: &'static str) -> Option<(Verb, Irregular)> {
    let mut columns = line.split(' ');
    let lemma = columns.next()?;
    let class = match columns.next()? {
        "S" => CueClass::Statement,
        "C" => CueClass::Claim,
        "Q" => CueClass::Question,
        "D" => CueClass::Demand,
        "P" => CueClass::Promise,
        "N" => CueClass::Denial,
        "R" => CueClass::Praise,
        "A" => CueClass::Accusation,
        "U" => CueClass::Announcement,
        "B" => CueClass::Belief,
        "H" => CueClass::Threat,
        _ => return None,
    };
    let mut parts = columns.next()?.split('+');
    let mut frames = Frames::default();
    for letter in parts.next()?.chars() {
        *(match letter {
            'c' => &mut frames.clause,
            'b' => &mut frames.bare,
            'q' => &mut frames.quote,
            'n' => &mut frames.noun,
            't' => &mut frames.infinitive,
            'w' => &mut frames.wh,
            'o' => &mut frames.addressee,
            'x' => &mut frames.object_infinitive,
            'p' => &mut frames.passive,
            _ => return None,
        }) = true;
    }
    let preps = parts.collect();
    let irregular = columns.next().zip(columns.next());
    Some((
        Verb {
            lemma,
            class,
            frames,
            preps,
        },
        irregular,
    ))
}

/// All forms of a verb by the spelling rules of English; consonants are doubled only where the list below says so.
fn inflect(lemma: &str, irregular: Irregular) -> Vec<(Form, String)> {
    const DOUBLING: &[&str] = &[
        "refer", "pen", "pan", "quip", "slam", "rap", "recap", "rebut", "rip", "dub", "admit",
        "commit", "submit", "concur", "permit", "sob", "chat", "quit", "spin", "fret", "brag",
        "blog", "nod", "compel", "dispel", "expel", "extol", "abhor", "forbid", "opt", "spur",
        "label", "signal",
    ];
    let end = |s: &str| lemma.ends_with(s);
    let vowel_y = ["ay", "ey", "oy", "uy"].iter().any(|s| end(s));
    let third = if end("y") && !vowel_y {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|s| end(s)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    };
    let double = match lemma.chars().next_back() {
        Some(last) if DOUBLING.contains(&lemma) && lemma != "opt" => format!("{lemma}{last}"),
        _ => lemma.to_owned(),
    };
    let past = if end("e") {
        format!("{lemma}d")
    } else if end("y") && !vowel_y {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else {
        format!("{double}ed")
    };
    let ing = if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if end("e") && !end("ee") && !end("oe") && !end("ye") {
        format!("{}ing", &lemma[..lemma.len() - 1])
    } else {
        format!("{double}ing")
    };
    let mut out = vec![
        (Form::Base, lemma.to_owned()),
        (Form::Third, third),
        (Form::Ing, ing),
    ];
    match irregular {
        Some((past, participle)) => {
            out.push((Form::Past, past.to_owned()));
            if participle != past {
                out.push((Form::Participle, participle.to_owned()));
            }
        }
        None => out.push((Form::Past, past)),
    }
    // Both spellings: "labelled" and "labeled".
    if matches!(lemma, "label" | "signal") {
        out.push((Form::Past, format!("{lemma}ed")));
        out.push((Form::Ing, format!("{lemma}ing")));
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        let bad: Vec<_> = entries().filter(|l| read(l).is_none()).collect();
        assert!(bad.is_empty(), "{bad:?}");
        let mut lemmas: Vec<_> = LEXICON.verbs.iter().map(|v| v.lemma).collect();
        lemmas.sort_unstable();
        let twice: Vec<_> = lemmas.windows(2).filter(|w| w[0] == w[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert!(LEXICON.forms.len() > 1500, "{}", LEXICON.forms.len());
    }

    #[test]
    fn forms() {
        for (word, lemma, form) in [
            ("said", "say", Form::Past),
            ("says", "say", Form::Third),
            ("replied", "reply", Form::Past),
            ("referring", "refer", Form::Ing),
            ("lying", "lie", Form::Ing),
            ("wrote", "write", Form::Past),
            ("written", "write", Form::Participle),
            ("denies", "deny", Form::Third),
            ("agreeing", "agree", Form::Ing),
            ("preaches", "preach", Form::Third),
        ] {
            let (verb, got) = lookup(word).unwrap();
            assert_eq!((verb.lemma, got), (lemma, form));
        }
        assert!(lookup("table").is_none());
    }
}
