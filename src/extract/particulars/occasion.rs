//! On what occasion or to whom something was said: "in a statement", "told Reuters", "at a press conference in Geneva". When it
//! was said must not be known here.

use crate::model::Occasion;
use crate::model::SaidWhere;
use crate::model::Span;
use crate::text::words;

/// Most words of such a phrase; what follows is something else.
const MAX_WORDS: usize = 12;
/// Words between the preposition and the noun: "in a rare and angry statement".
const REACH: usize = 5;

/// Nouns after "in", "at", "during", "on", and the occasion that they name.
const NOUNS: &[(&str, Occasion)] = &[
    ("statement", Occasion::Statement),
    ("release", Occasion::Statement),
    ("communique", Occasion::Statement),
    ("communiqué", Occasion::Statement),
    ("interview", Occasion::Interview),
    ("tweet", Occasion::Post),
    ("post", Occasion::Post),
    ("blog", Occasion::Post),
    ("message", Occasion::Post),
    ("twitter", Occasion::Post),
    ("facebook", Occasion::Post),
    ("instagram", Occasion::Post),
    ("telegram", Occasion::Post),
    ("x", Occasion::Post),
    ("letter", Occasion::Document),
    ("report", Occasion::Document),
    ("filing", Occasion::Document),
    ("memo", Occasion::Document),
    ("email", Occasion::Document),
    ("article", Occasion::Document),
    ("editorial", Occasion::Document),
    ("book", Occasion::Document),
    ("memoir", Occasion::Document),
    ("ruling", Occasion::Document),
    ("note", Occasion::Document),
    ("lawsuit", Occasion::Document),
    ("complaint", Occasion::Document),
    ("speech", Occasion::Speech),
    ("address", Occasion::Speech),
    ("sermon", Occasion::Speech),
    ("rally", Occasion::Speech),
    ("briefing", Occasion::PressConference),
    ("court", Occasion::Hearing),
    ("parliament", Occasion::Hearing),
    ("hearing", Occasion::Hearing),
    ("testimony", Occasion::Hearing),
    ("trial", Occasion::Hearing),
    ("television", Occasion::Broadcast),
    ("tv", Occasion::Broadcast),
    ("radio", Occasion::Broadcast),
    ("broadcast", Occasion::Broadcast),
    ("programme", Occasion::Broadcast),
    ("podcast", Occasion::Broadcast),
    ("video", Occasion::Broadcast),
    ("meeting", Occasion::Meeting),
    ("conference", Occasion::Meeting),
    ("summit", Occasion::Meeting),
    ("forum", Occasion::Meeting),
    ("event", Occasion::Meeting),
    ("debate", Occasion::Meeting),
];

/// Whom one tells something at a hearing.
const HEARERS: &[&str] = &[
    "parliament",
    "congress",
    "court",
    "judge",
    "jury",
    "committee",
    "lawmakers",
    "senators",
    "senate",
    "inquiry",
    "tribunal",
    "mps",
    "inquest",
    "panel",
    "council",
];

/// The first occasion that the piece of text gives.
pub(super) fn find(text: &str, piece: Span) -> Option<SaidWhere> {
    let inner = piece.of(text)?;
    let words: Vec<(Span, &str)> = words(inner).collect();
    // A comma, a quotation mark or a full stop ends the phrase.
    let joined = |at: usize| -> bool {
        let between = words
            .get(at)
            .zip(words.get(at + 1))
            .and_then(|(a, b)| inner.get(a.0.end as usize..b.0.start as usize));
        between.is_some_and(|gap| {
            gap.chars()
                .all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’'))
        })
    };
    let low = |at: usize| {
        words
            .get(at)
            .map_or(String::new(), |(_, w)| w.to_lowercase())
    };
    let phrase = |from: usize, to: usize| {
        let (first, last) = (words.get(from)?.0, words.get(to)?.0);
        Span::new(first.start as usize, last.end as usize)
            .of(inner)
            .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    (0..words.len()).find_map(|at| {
        let word = low(at);
        if matches!(
            word.as_str(),
            "in" | "at" | "during" | "on" | "via" | "through"
        ) {
            let mut n = at;
            while n - at < REACH && joined(n) {
                n += 1;
                let noun = NOUNS.iter().find(|(noun, _)| *noun == low(n));
                if let Some((_, kind)) = noun {
                    let press =
                        low(n) == "conference" && matches!(low(n - 1).as_str(), "press" | "news");
                    let kind = if press {
                        Occasion::PressConference
                    } else {
                        *kind
                    };
                    return Some(SaidWhere {
                        kind,
                        words: phrase(at, last(n, at, &joined, &low, &words))?,
                    });
                }
            }
        }
        if matches!(word.as_str(), "told" | "tells" | "telling") && joined(at) {
            let mut end = at + 1;
            let stops = |n: usize| {
                matches!(
                    low(n).as_str(),
                    "that" | "the" | "a" | "an" | "his" | "her" | "its" | "their"
                ) && n > at + 1
                    || is_time(&low(n))
                    || matches!(
                        low(n).as_str(),
                        "in" | "at" | "on" | "during" | "by" | "about" | "how"
                    )
            };
            if stops(end) {
                return None;
            }
            while end - at < MAX_WORDS && joined(end) && !stops(end + 1) {
                end += 1;
            }
            let heard: Vec<String> = (at + 1..=end).map(low).collect();
            let capital = |n: usize| {
                words
                    .get(n)
                    .is_some_and(|(_, w)| w.starts_with(char::is_uppercase))
            };
            let named = capital(at + 1) || low(at + 1) == "the" && capital(at + 2);
            let kind = kind_of(&heard, named);
            // "told a news conference in Geneva"
            let end = last(end, at, &joined, &low, &words);
            return Some(SaidWhere {
                kind,
                words: phrase(at, end)?,
            });
        }
        None
    })
}

/// What it is to be told by whom.
fn kind_of(heard: &[String], named: bool) -> Occasion {
    let has = |word: &str| heard.iter().any(|w| w == word);
    if has("reporters")
        || has("journalists")
        || has("conference") && (has("press") || has("news"))
        || has("briefing")
    {
        return Occasion::PressConference;
    }
    if heard.iter().any(|w| HEARERS.contains(&w.as_str())) {
        return Occasion::Hearing;
    }
    if has("television") || has("tv") || has("radio") {
        return Occasion::Broadcast;
    }
    if has("agency") || has("newspaper") || has("magazine") || named {
        return Occasion::Interview;
    }
    Occasion::Addressee
}

/// The last word of a phrase whose noun is word `n`: with whom an interview was, where a conference was held.
fn last(
    n: usize,
    from: usize,
    joined: &dyn Fn(usize) -> bool,
    low: &dyn Fn(usize) -> String,
    words: &[(Span, &str)],
) -> usize {
    let follows = joined(n)
        && matches!(
            low(n + 1).as_str(),
            "with" | "to" | "in" | "on" | "at" | "for" | "of"
        );
    let capital = |n: usize| {
        words
            .get(n)
            .is_some_and(|(_, w)| w.starts_with(char::is_uppercase))
    };
    let mut end = n + 2;
    let article = matches!(low(end).as_str(), "the" | "a") && joined(end);
    end += usize::from(article);
    if !follows || !joined(n + 1) || !capital(end) || is_time(&low(end)) {
        return n;
    }
    while end - from < MAX_WORDS && joined(end) && capital(end + 1) && !is_time(&low(end + 1)) {
        end += 1;
    }
    end
}

/// Words that tell a time and no place.
fn is_time(word: &str) -> bool {
    const TIMES: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "yesterday",
        "last",
        "this",
        "tonight",
        "earlier",
    ];
    TIMES.contains(&word)
}
