//! Words that are on things, in songs or in the mouths of crowds, and names of things: titles, mottos, placards, chants. Nobody states
//! them. What is merely supposed must not be known here.

use crate::model::Attribution;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::SpeakerKind;
use crate::text::fold_words;
use crate::text::is_quote;

/// Things that bear words, and things that are made of words that nobody states.
const BEARERS: &[&str] = &[
    "placard",
    "placards",
    "banner",
    "banners",
    "sign",
    "signs",
    "poster",
    "posters",
    "t-shirt",
    "shirt",
    "shirts",
    "hat",
    "sticker",
    "motto",
    "slogan",
    "plaque",
    "plate",
    "inscription",
    "stone",
    "gravestone",
    "headstone",
    "tattoo",
    "mural",
    "graffiti",
    "lyrics",
    "lyric",
    "verse",
    "chorus",
    "refrain",
    "song",
    "anthem",
    "hymn",
    "label",
    "billboard",
    "mug",
];
/// What goes before words on a thing: "bore the words", "with the line".
const WORDS: &[&str] = &[
    "words",
    "line",
    "lines",
    "word",
    "inscription",
    "motto",
    "slogan",
    "lyrics",
    "chorus",
    "legend",
    "verse",
];
/// Verbs of songs and plays.
const PERFORM: &[&str] = &[
    "play",
    "plays",
    "played",
    "sing",
    "sings",
    "sang",
    "sung",
    "singing",
    "perform",
    "performs",
    "performed",
    "hummed",
    "goes",
    "opens",
    "opened",
];
/// Verbs of crowds.
const CHANT: &[&str] = &["chant", "chants", "chanted", "chanting"];
const SHOUT: &[&str] = &[
    "shouted", "shouting", "yelled", "yelling", "shout", "sang", "screamed",
];
/// Most words of what a nameless crowd shouts; more is a statement.
const SHOUTED: usize = 5;
/// Verbs that give a thing its name.
const NAME: &[&str] = &[
    "called",
    "titled",
    "entitled",
    "named",
    "dubbed",
    "nicknamed",
    "christened",
    "headlined",
];
/// The same, by those who use the name.
const CALL: &[&str] = &["call", "calls", "nickname", "dub"];
/// Who is nobody but everybody about.
const ANYBODY: &[&str] = &[
    "locals",
    "islanders",
    "villagers",
    "residents",
    "neighbours",
    "neighbors",
    "fans",
    "people",
    "everyone",
    "everybody",
    "sailors",
    "fishermen",
    "farmers",
    "children",
    "they",
    "we",
];
/// Verbs of an audience.
const ATTEND: &[&str] = &["seen", "watched", "viewed", "heard"];

/// Whether what is attributed is a title, a name, a motto, words on a thing, a line of a song or a chant.
pub(super) fn is_lettering(text: &str, a: &Attribution) -> bool {
    let words = |spans: &[crate::model::Span]| -> Vec<String> {
        let parts = spans.iter().filter_map(|s| s.of(text));
        parts.flat_map(fold_words).collect()
    };
    if a.kind == QuoteKind::Indirect {
        return false;
    }
    let (source, cue, content) = (words(&a.source), words(&a.cue), words(&a.content));
    let has = |words: &[String], list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let person = a
        .speaker
        .as_ref()
        .is_some_and(|who| who.kind == SpeakerKind::Person);
    let bears = source.last().is_some_and(|w| BEARERS.contains(&w.as_str())) && !person
        || matches!(cue.as_slice(), [thing, be] if BEARERS.contains(&thing.as_str()) && matches!(be.as_str(), "is" | "was" | "reads"));
    let held = has(&cue, BEARERS) && a.class == CueClass::Act
        || has(&cue, BEARERS)
            && has(
                &cue,
                &[
                    "held", "holding", "carried", "carrying", "waved", "waving", "wearing", "wore",
                ],
            );
    // "bore | the words “…”"
    let head = a
        .content
        .first()
        .and_then(|s| s.of(text))
        .unwrap_or_default();
    let lead = head.split(is_quote).next().unwrap_or_default();
    let of_words = fold_words(lead)
        .last()
        .is_some_and(|w| WORDS.contains(&w.as_str()))
        && fold_words(lead).count() <= 3;
    let borne = of_words
        && !has(
            &cue,
            &["said", "says", "told", "wrote", "used", "spoke", "added"],
        );
    let performed = has(&cue, PERFORM) && !has(&cue, &["said", "says", "down"]);
    let chanted = has(&cue, CHANT)
        || has(&cue, SHOUT)
            && !person
            && content.len() <= SHOUTED + 2
            && quoted(text, a) <= SHOUTED;
    let named = matches!(cue.as_slice(), [one] if NAME.contains(&one.as_str()))
        && !person
        && opens_quoted(text, a);
    // "Locals call the rock “the old man”", "lives in what agents call a “residence”", "The dog answers to “Rex”".
    let known_as = has(&cue, CALL) && source.last().is_some_and(|w| ANYBODY.contains(&w.as_str()))
        || content.first().is_some_and(|w| w == "what")
            && fold_words(lead).any(|w| CALL.contains(&w.as_str()))
        || matches!(
            cue.first().map(String::as_str),
            Some("answer" | "answers" | "answered")
        ) && matches!(
            fold_words(lead)
                .last()
                .as_deref()
                .or(cue.last().map(String::as_str)),
            Some("to")
        ) && quoted(text, a) <= SHOUTED;
    let attended = has(&cue, ATTEND) && has(&cue, &["was", "were", "been"]);
    bears || held || borne || performed || chanted || named || known_as || attended || sung(text, a)
}

/// "In the song's last verse, “…”": what the words right before a quotation say that it is.
fn sung(text: &str, a: &Attribution) -> bool {
    let Some(content) = a.content.first() else {
        return false;
    };
    let before = text.get(..content.start as usize).unwrap_or_default();
    let before = before[before.floor_char_boundary(before.len().saturating_sub(60))..].trim_end();
    let sentence = before
        .rsplit(['\n', '.', '?', '!'])
        .next()
        .unwrap_or_default();
    let last = fold_words(sentence).last();
    sentence.ends_with(',')
        && fold_words(sentence).next().is_some_and(|w| w == "in")
        && last.is_some_and(|w| {
            matches!(
                w.as_str(),
                "verse" | "chorus" | "refrain" | "song" | "hymn" | "anthem"
            )
        })
}

/// Whether the content begins with a quotation mark, right behind the cue.
fn opens_quoted(text: &str, a: &Attribution) -> bool {
    let (Some(cue), Some(content)) = (a.cue.last(), a.content.first()) else {
        return false;
    };
    let gap = text.get(cue.end as usize..content.start as usize);
    let marked = content.of(text).is_some_and(|c| c.starts_with(is_quote));
    gap.is_some_and(|gap| {
        gap.chars()
            .all(|c| c.is_whitespace() || c == ',' || is_quote(c))
    }) && (marked || a.kind == QuoteKind::Direct)
}

/// Words in quotation marks.
fn quoted(text: &str, a: &Attribution) -> usize {
    let content = a.content.iter().filter_map(|s| s.of(text));
    let counts = content.map(|part| match crate::text::quotes(part).first() {
        Some(quote) => quote
            .inner
            .of(part)
            .map_or(0, |inner| fold_words(inner).count()),
        None => fold_words(part).count(),
    });
    counts.sum()
}
