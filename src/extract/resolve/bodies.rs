//! The bodies that a story names, and which of them "the company" or "their union" means. People must not be known here.

use super::names;
use crate::extract::words;
use crate::extract::words::Tag;
use crate::text::Token;
use crate::text::TokenKind;
use crate::text::fold;

/// Most mentions of bodies that are kept of one story; later ones are not compared.
const MAX_MENTIONS: usize = 2_000;
/// Longest name of a body, in tokens; the rest of a longer run of capitals is another name.
const MAX_NAME: usize = 10;

/// One place where a body is named.
#[derive(Debug)]
struct Named {
    name: String,
    folded: String,
    at: u32,
}

/// Every place where a story names a body, in order.
#[derive(Debug, Default)]
pub struct Bodies {
    named: Vec<Named>,
}

impl Bodies {
    /// Notes a body that a source names at byte `at`, if its own words did not tell.
    pub fn note(&mut self, name: &str, at: u32) {
        let folded = fold(name);
        if self.named.len() < MAX_MENTIONS
            && !self.named.iter().any(|n| n.at == at || n.folded == folded)
        {
            let place = self.named.partition_point(|n| n.at < at);
            self.named.insert(
                place,
                Named {
                    name: name.to_owned(),
                    folded,
                    at,
                },
            );
        }
    }

    /// Whether the story calls a body by exactly this name.
    pub fn has(&self, name: &str) -> bool {
        let folded = fold(name);
        self.named.iter().any(|n| n.folded == folded)
    }

    /// The body that a noun without a name means at byte `at`: the one last named in the same paragraph (which begins at
    /// `from`), else the only one of its kind in the story, else the only one that has the noun in its name.
    pub fn meant(&self, phrase: &str, from: u32, at: u32) -> Option<&str> {
        let phrase = fold(phrase);
        let noun = phrase.rsplit(' ').next()?;
        let fits = |n: &&Named| {
            let own = n.folded.split(' ').any(|w| w == noun);
            let other = || {
                let mut words = n.folded.split(' ');
                words.any(|w| names::NO_BUSINESS.has(w) || names::MEDIA.has(w))
            };
            own || names::BUSINESSES.has(noun) && !other()
        };
        let fitting: Vec<&Named> = self.named.iter().filter(fits).collect();
        let near = fitting.iter().rev().find(|n| n.at >= from && n.at < at);
        if let Some(near) = near {
            return Some(&near.name);
        }
        let same: Vec<&Named> = fitting
            .iter()
            .copied()
            .filter(|n| n.folded.split(' ').any(|w| w == noun))
            .collect();
        let before: Vec<&Named> = same.iter().copied().filter(|n| n.at < at).collect();
        only(&fitting)
            .or_else(|| only(&same))
            .or_else(|| only(&before))
    }

    /// The body last named from byte `from` up to byte `to`.
    pub fn last_in(&self, from: u32, to: u32) -> Option<&str> {
        let end = self.named.partition_point(|n| n.at < to);
        let last = self.named.get(end.checked_sub(1)?)?;
        (last.at >= from).then_some(&last.name)
    }

    /// Reads the names of bodies from a paragraph, which begins at byte `base`, and its tokens: runs of capitalised words with
    /// a body's noun in them. One pass.
    pub fn paragraph(&mut self, text: &str, all: &[Token], base: u32) {
        let word = |i: usize| all.get(i).map_or("", |t| &text[t.span.range()]);
        let mut i = 0;
        while i < all.len() {
            if !begins(text, all, i) {
                i += 1;
                continue;
            }
            let start = i;
            i += 1;
            while i < all.len() && i - start < MAX_NAME {
                let more = |k: usize| capital(text, all, k);
                let link = matches!(word(i), "of" | "and" | "for" | "&")
                    && more(i + 1)
                    // "Ann Lee of the Guild": the body begins after the link.
                    && (word(i) != "of" || (start..i).any(|k| names::BODIES.has(word(k))))
                    // "Yahoo and New York": a body of one word is whole.
                    && !(word(i) == "and" && i - start == 1 && names::BODIES.has(word(start)));
                let owner = all[i].kind == TokenKind::Clitic && more(i + 1)
                    || matches!(word(i), "’" | "'") && more(i + 1);
                if !(more(i) || link || owner) {
                    break;
                }
                i += 1;
            }
            let is_body = (start..i).any(|k| names::BODIES.has(word(k)));
            let last = word(i - 1);
            let titled = names::TITLES.has(last) && !names::BODIES.has(last);
            if i - start < 2 || !is_body || titled || self.named.len() >= MAX_MENTIONS {
                continue;
            }
            let span = all[start].span.start as usize..all[i - 1].span.end as usize;
            let name = &text[span];
            self.named.push(Named {
                name: name.to_owned(),
                folded: fold(name),
                at: base + all[start].span.start,
            });
        }
    }
}

/// The name that all of them have.
fn only<'n>(of: &[&'n Named]) -> Option<&'n str> {
    let first = of.first()?;
    of.iter()
        .all(|n| n.folded == first.folded)
        .then_some(first.name.as_str())
}

fn capital(text: &str, all: &[Token], i: usize) -> bool {
    all.get(i).is_some_and(|t| {
        t.kind == TokenKind::Word && text[t.span.range()].starts_with(char::is_uppercase)
    })
}

/// Whether a name can begin at token `i`: a capital that is not merely a sentence's ("The", "On", "Under").
fn begins(text: &str, all: &[Token], i: usize) -> bool {
    capital(text, all, i) && {
        let word = &text[all[i].span.range()];
        words::tag(&word.to_lowercase(), true, true).0 == Tag::Name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::text::tokens;

    #[test]
    fn which_body_is_meant() {
        for (text, phrase, expect) in [
            (
                "The Northern Line Company sails. | said",
                "company",
                Some("Northern Line Company"),
            ),
            (
                "The Reed Council met.\nThe Fell Farmers’ Union and the Salt Union met. |",
                "union",
                Some("Salt Union"),
            ),
            (
                "The Fell Farmers’ Union came. The Salt Union came.\nOn Monday |",
                "union",
                None,
            ),
            (
                "Kent Ferries sank.\nThe | said",
                "company",
                Some("Kent Ferries"),
            ),
            ("The Kent Council met. | said", "company", None),
            (
                "On Monday | said.\nThe Union of Reed and Rush Cutters met.",
                "their union",
                Some("Union of Reed and Rush Cutters"),
            ),
            (
                "Kent Ferries sank.\nHull Railways did not.\nThe Bay Ferry Company did.\n| said",
                "company",
                Some("Bay Ferry Company"),
            ),
            ("Nobody met.\n| said", "company", None),
        ] {
            let at = text.find('|').map_or(0, |a| a as u32);
            let mut from = 0;
            let spans: Vec<Span> = text
                .split('\n')
                .map(|p| {
                    let span = Span::new(from, from + p.len());
                    from += p.len() + 1;
                    span
                })
                .collect();
            let here = spans.iter().rev().find(|s| s.start <= at);
            let mut bodies = Bodies::default();
            for span in &spans {
                let paragraph = span.of(text).unwrap_or_default();
                bodies.paragraph(paragraph, &tokens(paragraph), span.start);
            }
            let got = bodies.meant(phrase, here.map_or(0, |s| s.start), at);
            assert_eq!(got, expect, "{text}: {bodies:?}");
        }
    }
}
