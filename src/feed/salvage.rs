//! Item by item: cuts a document that cannot be read as a whole into its items and reads each alone.

use super::Document;
use super::MAX_ENTRIES;
use super::MAX_PROBLEMS;
use super::mend::Mended;
use super::mend::attribute;
use super::mend::end_of_tag;
use super::sniff::Kind;
use super::strict;
use crate::model::Entry;

/// The fields that are taken over from an item that cannot be read even alone.
const FIELDS: &[&str] = &[
    "title",
    "link",
    "guid",
    "id",
    "pubDate",
    "published",
    "updated",
    "dc:date",
    "description",
    "summary",
    "content:encoded",
    "content",
    "dc:creator",
    "category",
    "author",
];

/// Longest namespace prefix of an item's name in bytes, colon and `<` included; an item with a longer one is not seen.
const MAX_PREFIX: usize = 32;

/// How many items `text` has by its start tags, at most one more than [`MAX_ENTRIES`].
pub(super) fn count_items(text: &str, kind: Kind) -> usize {
    starts(text, kind).take(MAX_ENTRIES + 1).count()
}

/// Reads each item of a mended document alone; what stands before the first is read for the feed's title.
pub(super) fn read(mended: &Mended, kind: Kind, base_url: &str) -> Document {
    let inner = mended.inner.as_str();
    let places: Vec<usize> = starts(inner, kind).take(MAX_ENTRIES + 1).collect();
    let head = inner.get(..places.first().copied().unwrap_or(inner.len()));
    let mut document = head
        .and_then(|head| strict::read(&framed(mended, kind, head, true), base_url).ok())
        .unwrap_or_default();
    document.entries.clear();
    if places.len() > MAX_ENTRIES {
        document.problems.push(format!(
            "more than {MAX_ENTRIES} entries in one document; only the first {MAX_ENTRIES} were read"
        ));
    }
    for (n, start) in places.iter().take(MAX_ENTRIES).enumerate() {
        let end = places.get(n + 1).copied().unwrap_or(inner.len());
        let Some(stretch) = inner.get(*start..end) else {
            continue;
        };
        match one(mended, kind, stretch, base_url) {
            Ok(entry) => document.entries.push(entry),
            Err(reason) if document.problems.len() < MAX_PROBLEMS => {
                document
                    .problems
                    .push(format!("entry {} was lost: {reason}", n + 1));
            }
            Err(_) => {}
        }
    }
    document
}

/// Where the items' start tags stand.
fn starts(text: &str, kind: Kind) -> impl Iterator<Item = usize> {
    let name = item_name(kind);
    text.match_indices(name).filter_map(move |(at, _)| {
        let near = at.saturating_sub(MAX_PREFIX);
        let before = text.as_bytes().get(near..at)?;
        let open = near + before.iter().rposition(|b| *b == b'<')?;
        let prefix = text.get(open + 1..at)?;
        let after = text.as_bytes().get(at + name.len())?;
        let is_prefix =
            prefix.is_empty() || prefix.ends_with(':') && !prefix.contains(['/', ' ', '>']);
        (is_prefix && (after.is_ascii_whitespace() || *after == b'>')).then_some(open)
    })
}

/// What an item is called.
fn item_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Atom => "entry",
        Kind::Rss | Kind::Rdf => "item",
    }
}

/// One item, whose text runs to the next one's start: as it stands, else from those of its fields that are whole.
fn one(mended: &Mended, kind: Kind, stretch: &str, base_url: &str) -> Result<Entry, String> {
    let name = stretch
        .get(1..)
        .and_then(|s| s.split(|c: char| c.is_whitespace() || c == '>').next())
        .unwrap_or_default();
    let end_tag = format!("</{name}>");
    let whole = stretch
        .rfind(&end_tag)
        .and_then(|at| stretch.get(..at + end_tag.len()));
    let first = match whole {
        Some(item) => strict::read(&framed(mended, kind, item, false), base_url),
        None => Err("it has no end".to_owned()),
    };
    let reason = match first {
        Ok(document) => match document.entries.into_iter().next() {
            Some(entry) => return Ok(entry),
            None => "nothing in it could be read".to_owned(),
        },
        Err(reason) => reason,
    };
    let rebuilt = rebuilt(whole.unwrap_or(stretch), kind);
    let second = strict::read(&framed(mended, kind, &rebuilt, false), base_url);
    let entry = second.ok().and_then(|d| d.entries.into_iter().next());
    entry
        .filter(|e| e.link.is_some() || (e.guid.is_some() && !e.title.is_empty()))
        .ok_or(reason)
}

/// `part` within the root and, for RSS, the channel. The head brings its own channel tag, which has no end yet.
fn framed(mended: &Mended, kind: Kind, part: &str, is_head: bool) -> String {
    match kind {
        Kind::Atom => [mended.open.as_str(), part, &mended.close].concat(),
        // An RSS 1.0 item on its own reads as one of RSS 2.0.
        Kind::Rss | Kind::Rdf => {
            let root = mended.open.replacen(
                "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"",
                "<rss version=\"2.0\"",
                1,
            );
            let has_channel = is_head && part.contains("<channel");
            let open = if has_channel { "" } else { "<channel>" };
            let closed = is_head && part.contains("</channel>");
            let close = if closed { "" } else { "</channel>" };
            [root.as_str(), open, part, close, "</rss>"].concat()
        }
    }
}

/// A new item out of the known fields of `item`, the inside of each one protected; other elements are left out.
fn rebuilt(item: &str, kind: Kind) -> String {
    let mut out = format!("<{}>", item_name(kind));
    for field in FIELDS {
        let open = format!("<{field}");
        let close = format!("</{field}>");
        let Some((attributes, inside)) = first_field(item, &open, &close) else {
            continue;
        };
        if *field == "link" && inside.is_none() {
            let href = attribute(attributes, "href").unwrap_or_default();
            out.push_str(&format!("<link href=\"{href}\"/>"));
            continue;
        }
        let inside = inside.unwrap_or_default();
        // Text and markup are told apart by whether there are tags; within a section references stand as written.
        let is_section = inside.trim_start().starts_with("<![CDATA[");
        let inside = if is_section {
            inside
                .trim()
                .trim_start_matches("<![CDATA[")
                .trim_end_matches("]]>")
                .to_owned()
        } else if inside.contains('<') {
            inside.to_owned()
        } else {
            super::plain::decode_entities(inside)
        };
        let inside = inside.replace("]]>", "]]&gt;");
        let html = kind == Kind::Atom && matches!(*field, "title" | "summary" | "content");
        let section = if html { " type=\"html\"" } else { "" };
        if kind == Kind::Atom && *field == "author" {
            let name = first_field(&inside, "<name", "</name>").and_then(|(_, n)| n);
            let name = name.unwrap_or_default();
            out.push_str(&format!("<author><name><![CDATA[{name}]]></name></author>"));
        } else {
            out.push_str(&format!("<{field}{section}><![CDATA[{inside}]]></{field}>"));
        }
    }
    out.push_str(&format!("</{}>", item_name(kind)));
    out
}

/// The attributes and the inside of the first element that begins with `open`; no inside for an empty tag, nothing for an element without end.
fn first_field<'a>(item: &'a str, open: &str, close: &str) -> Option<(&'a str, Option<&'a str>)> {
    for (at, _) in item.match_indices(open) {
        let tag = item.get(at..)?;
        let after = tag.as_bytes().get(open.len())?;
        if !(after.is_ascii_whitespace() || matches!(after, b'>' | b'/')) {
            continue;
        }
        let end = end_of_tag(tag)?;
        let attributes = tag.get(open.len()..end)?;
        if attributes.ends_with("/>") {
            return Some((attributes, None));
        }
        let inside = tag.get(end..)?;
        let stop = inside.find(close)?;
        return Some((attributes, inside.get(..stop)));
    }
    None
}
