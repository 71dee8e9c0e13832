//! OPML to outlines, leniently and within bounds. Knows nothing of how outlines are written.

use super::MAX_BYTES;
use super::MAX_DEPTH;
use super::MAX_OUTLINES;
use super::MAX_PROBLEMS;
use super::OpmlError;
use super::Outline;
use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

/// Longest title, group name or address kept, in characters; what is longer is cut, an address left out.
pub(super) const MAX_TEXT: usize = 2_000;

/// The feeds of an OPML document in its order, and a sentence for each outline that was left out or cut.
///
/// # Errors
/// [`OpmlError`] where the text is no OPML; a document that breaks after its first feed yields what came before.
pub fn parse(text: &str) -> Result<(Vec<Outline>, Vec<String>), OpmlError> {
    if text.len() > MAX_BYTES {
        return Err(OpmlError::TooLong(text.len()));
    }
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;

    let mut list = List::default();
    let mut rooted = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if is(&tag, "opml") => rooted = true,
            Ok(Event::Start(tag) | Event::Empty(tag)) if !rooted => {
                // Anything but OPML: a feed, a web page.
                let _ = tag;
                return Err(OpmlError::NotOpml);
            }
            Ok(Event::Start(tag)) if is(&tag, "outline") => {
                let group = list.outline(&tag, true);
                list.open(group);
            }
            Ok(Event::Empty(tag)) if is(&tag, "outline") => {
                list.outline(&tag, false);
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                list.close();
            }
            Ok(Event::Eof) if !rooted => return Err(OpmlError::NotOpml),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) if !rooted => return Err(OpmlError::NotOpml),
            Err(error) => {
                let (at, reason) = (reader.error_position(), error.to_string());
                if list.feeds.is_empty() {
                    return Err(OpmlError::Broken { at, reason });
                }
                list.problem(format!(
                    "the list is broken at byte {at} ({reason}); outlines after it are lost"
                ));
                break;
            }
        }
        if list.feeds.len() >= MAX_OUTLINES {
            list.problem(format!(
                "the list has {MAX_OUTLINES} feeds or more; any after those are left out"
            ));
            break;
        }
    }
    Ok((list.feeds, list.problems))
}

/// What was read so far.
#[derive(Default)]
struct List {
    feeds: Vec<Outline>,
    problems: Vec<String>,
    /// The open outlines, [`MAX_DEPTH`] at most: a group's name, or `None` for a feed that has outlines in it.
    open: Vec<Option<String>>,
    /// Open outlines beyond those.
    deeper: usize,
}

impl List {
    fn problem(&mut self, message: String) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(message);
        }
    }

    /// Takes an outline: a feed is recorded; a group's name is returned.
    fn outline(&mut self, tag: &BytesStart<'_>, may_hold_others: bool) -> Option<String> {
        let (mut title, mut text) = (None, None);
        let (mut xml_url, mut html_url, mut url, mut kind) = (None, None, None, None);
        let mut damaged = false;
        for attribute in tag.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                damaged = true;
                break;
            };
            let slot = match attribute.key.0.to_ascii_lowercase().as_str() {
                "title" => &mut title,
                "text" => &mut text,
                "xmlurl" => &mut xml_url,
                "htmlurl" => &mut html_url,
                "url" => &mut url,
                "type" => &mut kind,
                _ => continue,
            };
            *slot = Some(clean(&attribute.value)).filter(|value| !value.is_empty());
        }
        // `text` is what a reader shows; some exporters leave a placeholder in the one that they do not use.
        let name = text.or(title).unwrap_or_default();
        let is_feed = kind.is_some_and(|kind| {
            let kind = kind.to_ascii_lowercase();
            ["rss", "atom", "feed", "rdf"].contains(&kind.as_str())
        });
        let address = xml_url.or_else(|| url.filter(|_| is_feed));
        let shown: String = name.chars().take(80).collect();
        match address {
            Some(address) if address.chars().count() < MAX_TEXT => {
                let open = self.open.iter().flatten();
                self.feeds.push(Outline {
                    title: name,
                    xml_url: address,
                    html_url,
                    groups: open.cloned().collect(),
                });
                None
            }
            Some(_) => {
                self.problem(format!(
                    "outline '{shown}' has an address of {MAX_TEXT} characters or more; left out"
                ));
                None
            }
            None if damaged => {
                self.problem(format!(
                    "outline '{shown}' has attributes that cannot be read; left out"
                ));
                None
            }
            None if may_hold_others && !is_feed => Some(name).filter(|name| !name.is_empty()),
            None => {
                self.problem(format!(
                    "outline '{shown}' has no feed address (xmlUrl); left out"
                ));
                None
            }
        }
    }

    fn open(&mut self, group: Option<String>) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(group);
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.open.pop();
        }
    }
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref().eq_ignore_ascii_case(name)
}

/// An attribute's value as one line of plain text, at most [`MAX_TEXT`] characters.
fn clean(value: &str) -> String {
    let text = unescape(value);
    let printable = text.replace(|c: char| c.is_control() && !c.is_whitespace(), "");
    let words: Vec<&str> = printable.split_whitespace().collect();
    words.join(" ").chars().take(MAX_TEXT).collect()
}

/// Predefined and numeric references resolved; any other ampersand stands for itself, for addresses are full of them.
fn unescape(value: &str) -> String {
    /// Longest reference worth looking for: `&#x10FFFF;`.
    const MAX_REFERENCE: usize = 10;
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let end = from.bytes().take(MAX_REFERENCE).position(|b| b == b';');
        let found = end.and_then(|end| Some((end, character(from.get(1..end)?)?)));
        let (length, character) = found.map_or((1, '&'), |(end, c)| (end + 1, c));
        text.push(character);
        rest = &from[length..];
    }
    text.push_str(rest);
    text
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
