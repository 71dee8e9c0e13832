//! What a word does in a sentence, as far as the word alone tells. Closed classes are listed; the rest is a guess from its
//! ending and its capital. Sentences must not be known here.

use super::lexicon;
use super::lexicon::Form;
use super::lexicon::Verb;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The part that a word or mark plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// the, a, this, some, every
    Det,
    /// his, their, my
    Poss,
    /// he, they, it, I: a subject that stands alone
    Pron,
    /// him, them, us
    Object,
    /// who, which, whom, whose
    Rel,
    /// that
    That,
    /// what, how, whether, if, why
    Wh,
    /// because, although, while, when, after, before, since
    Sub,
    /// and, but, or, nor
    Cc,
    /// of, in, on
    Prep,
    /// to
    To,
    /// will, can, could
    Modal,
    /// is, was, been
    Be,
    /// has, had, do, did
    Have,
    /// not, never, no longer
    Neg,
    /// also, then, repeatedly
    Adv,
    /// a finite verb, as far as one can tell
    Verb,
    /// walking
    Ing,
    /// Monday, yesterday, week, year
    Time,
    /// a capitalised word that is none of the above
    Name,
    /// digits
    Num,
    /// any other word
    Noun,
    /// ’s
    Clitic,
    /// ,
    Comma,
    /// :
    Colon,
    /// ;
    Semi,
    /// — –
    Dash,
    /// . ? ! …
    Stop,
    /// ( [
    Open,
    /// ) ]
    Close,
    /// A whole quotation.
    Quote,
    /// Any other mark.
    Mark,
}

impl Tag {
    /// Whether it can be the last word of a noun phrase.
    pub fn nounish(self) -> bool {
        matches!(self, Tag::Name | Tag::Noun | Tag::Num | Tag::Close)
    }

    /// Whether it shows that a clause has a finite verb.
    pub fn finite(self) -> bool {
        matches!(self, Tag::Verb | Tag::Modal | Tag::Be | Tag::Have)
    }
}

const CLOSED: &[(Tag, &str)] = &[
    (
        Tag::Det,
        "the a an this these those some any every each no all both many most several few another such other more much neither either half two three four five six seven eight nine ten dozens hundreds thousands one",
    ),
    (Tag::Poss, "his her their its my our your whose"),
    (
        Tag::Pron,
        "he she they it we i you everyone everybody someone somebody nobody anyone many-one others one-another there",
    ),
    (
        Tag::Object,
        "him them us me himself herself itself themselves myself ourselves yourself",
    ),
    (Tag::Rel, "who which whom"),
    (Tag::That, "that"),
    (Tag::Wh, "what how whether if why where"),
    (
        Tag::Sub,
        "because although though while when whenever after before since until unless whereas as once than whilst",
    ),
    (Tag::Cc, "and but or nor yet plus"),
    (
        Tag::Prep,
        "of in on at by for with from about against into over under through during between among without within towards toward upon across behind beyond despite inside outside near around like amid per via throughout following including regarding concerning unlike alongside off up out down above below onto except",
    ),
    (Tag::To, "to"),
    (
        Tag::Modal,
        "will would can could may might must shall should cannot can't won't wouldn't couldn't shouldn't 'll 'd",
    ),
    (
        Tag::Be,
        "is are was were be been being am isn't aren't wasn't weren't 're 'm",
    ),
    (
        Tag::Have,
        "has have had having do does did don't doesn't didn't hasn't haven't hadn't 've",
    ),
    (Tag::Neg, "not never neither-nor hardly barely"),
    (
        Tag::Adv,
        "also then now later again still even just only once-more already often always ever sometimes soon instead too further thus therefore however meanwhile moreover furthermore nevertheless nonetheless perhaps maybe afterwards afterward first earlier so far here back rather quite very almost nearly together apart indeed long since-then",
    ),
    (
        Tag::Time,
        "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight january february march april may-month june july august september october november december mon tue wed thu fri sat sun jan. feb. mar. apr. aug. sept. oct. nov. dec. morning afternoon evening night noon midnight week weekend month year years months weeks days hours minutes decade earlier-today last next recently previously ago",
    ),
    (
        Tag::Verb,
        "set went came took made got gave met led ran won lost left kept became brought built bought caught chose drew drove fell felt flew fought grew hit hung knew laid lay lent lit put paid rode rose sent set shook shut slept slid sold spent stood stole struck taught threw wore wept rang sank seemed seems remains appears makes takes gives goes comes gets keeps wants needs helps plans tries works leads means runs stands faces holds looks brings continues includes began broke cut ate hurt swept sought tore woke withdrew underwent overcame became sat spun stuck swung hopes loves likes seeks owes agreed know want need think believe go get make take come give run keep try",
    ),
];

static WORDS: LazyLock<FxHashMap<&'static str, Tag>> = LazyLock::new(|| {
    let mut map = FxHashMap::default();
    for (tag, list) in CLOSED {
        for word in list.split(' ') {
            map.entry(word).or_insert(*tag);
        }
    }
    map
});

/// Nouns and adjectives in "-ed" and "-ing" that are not verbs.
const NOT_VERBS: &[&str] = &[
    "need",
    "seed",
    "speed",
    "breed",
    "indeed",
    "hundred",
    "united",
    "allied",
    "armed",
    "unarmed",
    "red",
    "bed",
    "feed",
    "deed",
    "greed",
    "weed",
    "sacred",
    "naked",
    "wicked",
    "alleged",
    "so-called",
    "unprecedented",
    "experienced",
    "advanced",
    "aged",
    "elected",
    "undecided",
    "registered",
    "unnamed",
    "retired",
    "limited",
    "supposed",
    "biased",
    "complicated",
    "embed",
    "exceed",
    "proceed",
    "succeed",
    "shed",
    "sled",
    "spring",
    "king",
    "ring",
    "thing",
    "nothing",
    "something",
    "everything",
    "anything",
    "morning",
    "evening",
    "meeting",
    "building",
    "during",
    "being",
    "wing",
    "string",
    "briefing",
    "hearing",
    "warning",
    "filing",
    "ruling",
    "offering",
    "painting",
    "wedding",
    "spending",
    "funding",
    "training",
    "housing",
    "finding",
    "opening",
    "setting",
    "feeling",
    "beijing",
    "voting",
    "polling",
    "shooting",
    "bombing",
    "killing",
    "leading",
    "outgoing",
    "incoming",
    "ongoing",
    "sitting",
    "acting",
    "founding",
    "managing",
    "following",
    "including",
    "according",
    "existing",
    "growing",
    "remaining",
    "rising",
    "banking",
    "engineering",
    "marketing",
    "manufacturing",
    "mining",
    "publishing",
    "sterling",
    "visiting",
    "gathering",
    "rating",
    "understanding",
    "beginning",
    "ending",
    "crossing",
    "gambling",
    "fighting",
    "writing",
    "reading",
    "campaigning",
    "fundraising",
    "lobbying",
    "rally",
    "holding",
];

/// Words in "-ly" that are not adverbs.
const NOT_ADVERBS: &[&str] = &[
    "family",
    "only",
    "early",
    "daily",
    "weekly",
    "monthly",
    "likely",
    "unlikely",
    "friendly",
    "elderly",
    "deadly",
    "assembly",
    "italy",
    "july",
    "supply",
    "reply",
    "ally",
    "rally",
    "fly",
    "apply",
    "rely",
    "imply",
    "comply",
    "lovely",
    "lonely",
    "costly",
    "ugly",
    "holy",
    "bully",
    "jelly",
    "kelly",
    "emily",
    "sally",
    "billy",
    "molly",
    "anomaly",
    "monopoly",
    "homily",
    "multiply",
    "lively",
    "orderly",
    "scholarly",
    "timely",
    "worldly",
];

/// The part of `low` (lower case, straight apostrophe), and the cue verb that it may be. `capital`: whether it is
/// printed with a capital; `first`: whether a sentence begins with it, so that the capital says nothing.
pub fn tag(low: &str, capital: bool, first: bool) -> (Tag, Option<(&'static Verb, Form)>) {
    // "US", "IT" and "May" are names where they stand inside a sentence; "I" is not.
    let closed = WORDS.get(low).copied();
    if let Some(tag) = closed {
        let never = matches!(
            tag,
            Tag::Prep | Tag::Adv | Tag::Verb | Tag::Modal | Tag::Sub | Tag::Neg
        );
        let pure_name = capital && !first && (never || matches!(low, "us" | "it" | "no"));
        if pure_name {
            return (Tag::Name, None);
        }
        // A cue verb that is also listed for clause detection ("knew") stays a verb.
        return (
            tag,
            if capital && !first {
                None
            } else {
                lexicon::lookup(low)
            },
        );
    }
    let verb = lexicon::lookup(low);
    let adverb = low.ends_with("ly") && low.len() > 4 && !NOT_ADVERBS.contains(&low);
    if capital && !first {
        return (Tag::Name, verb.filter(|_| false));
    }
    if let Some((_, form)) = verb {
        let tag = match form {
            Form::Past | Form::Third => Tag::Verb,
            Form::Participle => Tag::Noun,
            Form::Ing => Tag::Ing,
            Form::Base => Tag::Noun,
        };
        // At the start of a sentence a form that is no participle is an imperative or a name ("Rand says").
        return (tag, verb);
    }
    if adverb {
        return (Tag::Adv, None);
    }
    let verbal = |end: &str| {
        low.len() > end.len() + 2
            && low.ends_with(end)
            && !low.contains('-')
            && !NOT_VERBS.contains(&low)
    };
    if verbal("ed") {
        return (Tag::Verb, None);
    }
    if verbal("ing") {
        return (Tag::Ing, None);
    }
    if capital && low.chars().all(char::is_alphanumeric) {
        return (Tag::Name, None);
    }
    (if capital { Tag::Name } else { Tag::Noun }, None)
}

/// Whether a word, as printed, is of none of the closed classes.
pub fn is_open(word: &str) -> bool {
    let low = word.to_lowercase();
    let tag = tag(&low, false, false).0;
    matches!(tag, Tag::Noun | Tag::Name | Tag::Ing) && low.starts_with(char::is_alphabetic)
}
