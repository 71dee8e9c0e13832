//! What a feed says of itself: names, addresses, and how often it wants to be asked.

use super::Reader;
use crate::feed::Document;
use crate::feed::Hints;
use crate::feed::date;
use crate::feed::plain::cut;
use crate::feed::xml::DOCUMENT;
use crate::feed::xml::Id;
use crate::feed::xml::Ns;

/// Hubs kept of one feed, the first ones.
const MAX_HUBS: usize = 4;
/// Longest language tag in bytes; a longer one is none.
const MAX_TAG: usize = 35;
/// The longest time that a feed can ask to be left alone, in minutes (a year); a longer one is taken for it.
const MAX_MINUTES: u32 = 366 * 24 * 60;

impl Reader<'_> {
    /// Fills in all of `document` but its entries.
    pub(super) fn read_head(&self, head: Id, document: &mut Document) {
        let hints = &mut document.hints;
        let (mut period, mut frequency) = (None, None);
        let mut language = None;
        for id in self.tree.children(head) {
            let element = self.tree.get(id);
            let line = || Some(self.line(id)).filter(|line| !line.is_empty());
            let text = || self.tree.text(id).trim().to_owned();
            match (element.ns, &*element.name) {
                (Ns::Core | Ns::Atom, "title") if document.title.is_none() => {
                    document.title = line()
                }
                (Ns::Dc, "title") if document.title.is_none() => document.title = line(),
                (Ns::Core | Ns::Atom, "description" | "subtitle" | "tagline" | "abstract")
                    if document.description.is_none() =>
                {
                    document.description = line();
                }
                (Ns::Core | Ns::Atom, "language") | (Ns::Dc, "language") if language.is_none() => {
                    language = Some(text())
                }
                (Ns::Core | Ns::Atom, "generator") => {
                    let name = line().or_else(|| self.tree.attribute(id, "uri").map(str::to_owned));
                    hints.generator = name.map(|name| cut(&name, 200).to_owned());
                }
                (Ns::Core, "ttl") => hints.ttl_minutes = number(&text()).filter(|n| *n > 0),
                (Ns::Core, "skiphours") => hints.skip_hours = self.hours(id),
                (Ns::Core, "skipdays") => hints.skip_days = self.days(id),
                (Ns::Syndication, "updateperiod") => period = Some(text()),
                (Ns::Syndication, "updatefrequency") => frequency = Some(text()),
                (Ns::Syndication, "updatebase") => hints.update_base = date::parse(&text()),
                (Ns::Core, "lastbuilddate") | (Ns::Atom | Ns::Core, "updated" | "modified") => {
                    document.updated = date::parse(&text()).or(document.updated);
                }
                (Ns::Dc, "date") | (Ns::Core, "pubdate") if document.updated.is_none() => {
                    document.updated = date::parse(&text());
                }
                (Ns::Core | Ns::Atom, "link") => self.feed_link(id, hints),
                (Ns::History, "complete") => hints.complete = true,
                (Ns::History, "archive") => hints.archive = true,
                (Ns::Itunes, "new-feed-url") => hints.moved_to = self.address(id, &text()),
                _ => {}
            }
        }
        if period.is_some() || frequency.is_some() {
            hints.update_minutes = Some(minutes_of(period.as_deref(), frequency.as_deref()));
        }
        let root = self.tree.children(DOCUMENT).next();
        let tag = |id: Id| {
            self.tree
                .attribute_of(id, Ns::Xml, "lang")
                .map(str::to_owned)
        };
        let stated = language
            .or_else(|| tag(head))
            .or_else(|| root.and_then(tag));
        document.language = stated
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty() && l.len() <= MAX_TAG);
        let about = self
            .tree
            .attribute_of(head, Ns::Rdf, "about")
            .or(self.tree.attribute(head, "href"));
        document.site = self.site(head).or_else(|| self.address(head, about?));
    }

    /// A link of the feed to itself, its hub or its other pages.
    fn feed_link(&self, id: Id, hints: &mut Hints) {
        let rel = self
            .tree
            .attribute(id, "rel")
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let href = self
            .tree
            .attribute(id, "href")
            .and_then(|href| self.address(id, href));
        let Some(href) = href else { return };
        // RFC 5005 allows several words, and some write the whole address of the relation.
        for rel in rel.split_whitespace() {
            let href = href.clone();
            match rel.rsplit('/').next().unwrap_or(rel) {
                "hub" if hints.hubs.len() < MAX_HUBS && !hints.hubs.contains(&href) => {
                    hints.hubs.push(href)
                }
                "self" => hints.self_url = hints.self_url.take().or(Some(href)),
                "next" => hints.next = Some(href),
                "prev-archive" => hints.previous_archive = Some(href),
                "current" => hints.current = Some(href),
                _ => {}
            }
        }
    }

    /// The hours of `skipHours`, in GMT; 24 is midnight.
    fn hours(&self, id: Id) -> Vec<u8> {
        let text = self
            .tree
            .children(id)
            .map(|hour| self.tree.text(hour))
            .collect::<Vec<_>>()
            .join(" ");
        let text = if text.is_empty() {
            self.tree.text(id)
        } else {
            text
        };
        let words = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|w| !w.is_empty());
        let hours = words
            .filter_map(|w| w.parse::<u8>().ok())
            .filter(|h| *h <= 24)
            .map(|h| h % 24);
        let mut hours: Vec<u8> = hours.collect();
        hours.sort_unstable();
        hours.dedup();
        hours
    }

    /// The days of `skipDays`, in GMT; 0 is Monday.
    fn days(&self, id: Id) -> Vec<u8> {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let text = self
            .tree
            .children(id)
            .map(|day| self.tree.text(day))
            .collect::<Vec<_>>()
            .join(" ");
        let text = if text.is_empty() {
            self.tree.text(id)
        } else {
            text
        }
        .to_ascii_lowercase();
        let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphabetic()).collect();
        let is_named = |day: &str| words.iter().any(|word| word.starts_with(day));
        (0u8..7)
            .zip(DAYS)
            .filter(|(_, day)| is_named(day))
            .map(|(n, _)| n)
            .collect()
    }
}

/// The whole number at the front of a text.
fn number(text: &str) -> Option<u32> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end)?
        .parse()
        .ok()
        .map(|n: u32| n.min(MAX_MINUTES))
}

/// Minutes between two updates as `sy:` states them. What publishers write instead of the five periods is taken for
/// the nearest of them, and a frequency that is none for 1: a daily feed that is asked hourly costs little.
pub(in crate::feed) fn minutes_of(period: Option<&str>, frequency: Option<&str>) -> u32 {
    let period = period.unwrap_or("daily").trim().to_ascii_lowercase();
    let minutes: f64 = match period.as_str() {
        p if p.starts_with("hour") || p.starts_with("always") => 60.0,
        p if p.starts_with("min") => 1.0,
        p if p.starts_with("week") => 7.0 * 1440.0,
        p if p.starts_with("month") => 30.0 * 1440.0,
        p if p.starts_with("year") || p.starts_with("annual") => 365.0 * 1440.0,
        _ => 1440.0,
    };
    let times = frequency.and_then(|f| f.trim().replace(',', ".").parse::<f64>().ok());
    let times = times.filter(|n| n.is_finite() && *n > 0.0).unwrap_or(1.0);
    // Beyond the range, a float becomes the nearest number that fits.
    ((minutes / times) as u32).clamp(1, MAX_MINUTES)
}
