//! Words that stand on a thing ("a sign that reads ‘Mind the geese’"): nobody says them. Other sources must not be known here.

use super::clause::Scene;
use super::cue::Cue;
use super::subject::Subject;
use super::words::Tag;

/// Things with words on them, which nobody says.
const INSCRIBED: &[&str] = &[
    "sign",
    "signs",
    "plaque",
    "plaques",
    "stone",
    "headstone",
    "gravestone",
    "tombstone",
    "banner",
    "banners",
    "placard",
    "placards",
    "poster",
    "posters",
    "inscription",
    "motto",
    "sticker",
    "stickers",
    "label",
    "board",
    "billboard",
    "billboards",
    "shirt",
    "shirts",
    "t-shirt",
    "t-shirts",
    "badge",
    "badges",
    "tattoo",
    "flag",
    "flags",
    "notice",
    "cap",
    "caps",
    "hat",
    "hats",
    "mug",
    "graffiti",
    "screen",
    "plate",
];

/// Papers that carry somebody's words.
const PAPERS: &[&str] = &[
    "statement",
    "letter",
    "letters",
    "tweet",
    "tweets",
    "post",
    "posts",
    "email",
    "emails",
    "e-mail",
    "e-mails",
    "report",
    "memo",
    "message",
    "messages",
    "text",
    "release",
    "petition",
    "article",
    "note",
    "document",
    "documents",
    "headline",
    "headlines",
    "page",
    "resolution",
    "bill",
    "law",
    "platform",
    "filing",
    "complaint",
    "ruling",
    "order",
    "agreement",
];

/// Whether `noun` is a thing with words on it.
pub fn is_inscribed(noun: &str) -> bool {
    INSCRIBED.iter().any(|w| w.eq_ignore_ascii_case(noun))
}

impl Scene<'_, '_> {
    /// "The stone by the bridge, which reads ‘…’": an inscription, no statement.
    pub(super) fn inscribed(&self, cue: &Cue, subject: &Subject) -> bool {
        let p = self.p;
        if !matches!(
            cue.verb.lemma,
            "read" | "say" | "state" | "proclaim" | "declare"
        ) {
            return false;
        }
        let range = subject.antecedent.as_ref().unwrap_or(&subject.range);
        // The noun that the phrase is about is the last before its first preposition.
        let head = (range.clone().skip(1))
            .find(|&k| p.tag(k) == Tag::Prep)
            .unwrap_or(range.end)
            .saturating_sub(1);
        // "a sign by the gate"
        let behind = (self.unit.start..head)
            .rev()
            .take(8)
            .take_while(|&k| {
                !matches!(p.tag(k), Tag::Comma | Tag::Quote | Tag::That) && !p.tag(k).finite()
            })
            .any(|k| p.is_any(k, INSCRIBED) && p.tag(k + 1) == Tag::Prep);
        let thing = p.is_any(head, INSCRIBED) || behind;
        let reads = cue.verb.lemma == "read"
            && subject.antecedent.is_some()
            && !p.is(subject.range.start, "who")
            && !range.clone().any(|k| p.is_any(k, PAPERS));
        thing || reads
    }
}
