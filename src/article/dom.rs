//! Text of a page to a tree, within bounds. Names the HTML crates for the whole folder; knows nothing of news.
//!
//! The HTML algorithm is quadratic or worse in places: an end tag walks all open elements, an unclosed
//! `<b>` is copied into every later block, an attribute is compared with all others of its tag, and a second `<body>` with those of the first.
//! So the page is fed in small pieces and the parser's own state is measured after each, which no trick of nesting evades;
//! and what happens inside one tag is bounded before, by [`attributes_bounded`].

use super::ArticleError;
use dom_query::Document;
use dom_query::NodeId;
use html5ever::ParseOpts;
use html5ever::interface::Tracer;
use html5ever::parse_document;
use html5ever::tendril::StrTendril;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use std::cell::Cell;

/// Elements open at once and formatting to be reopened, and so the depth of the tree; a deeper page is refused. Real pages stay under 100.
const MAX_OPEN: usize = 300;
/// Nodes of one tree; a larger page is refused. Large news pages have some 20,000.
const MAX_NODES: usize = 120_000;
/// `<` characters in one page; a page with more is refused.
const MAX_TAGS: usize = 200_000;
/// Attributes of one tag; a page where one has more is refused.
const MAX_ATTRIBUTES: u32 = 4_000;
/// `<html` and `<body` in one page; each one's attributes are compared with the first one's.
const MAX_ROOT_TAGS: usize = 256;
/// Bytes fed between two measurements; what is built within one piece is bounded by it.
const PIECE: usize = 4_096;

/// The tree of a page.
///
/// # Errors
/// [`ArticleError::TooComplex`] where a bound above is passed.
pub(super) fn tree(html: &str, url: &str) -> Result<Document, ArticleError> {
    let refuse = |what: &'static str| ArticleError::TooComplex {
        url: url.to_owned(),
        what,
    };
    if html.bytes().filter(|b| *b == b'<').count() > MAX_TAGS {
        return Err(refuse("tags"));
    }
    if !attributes_bounded(html.as_bytes()) {
        return Err(refuse("attributes in one tag"));
    }
    if root_tags(html.as_bytes()) > MAX_ROOT_TAGS {
        return Err(refuse("<body> tags"));
    }
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let mut end = PIECE.min(rest.len());
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (piece, after) = rest.split_at(end);
        rest = after;
        parser.process(StrTendril::from(piece));
        let open = Counter::default();
        let builder = &parser.tokenizer.sink;
        builder.trace_handles(&open);
        if open.0.get() > MAX_OPEN {
            return Err(refuse("elements inside each other"));
        }
        if builder.sink.tree.len() > MAX_NODES {
            return Err(refuse("elements"));
        }
        // A list of parse errors is kept for people who debug pages; strangers fill it.
        builder.sink.errors.borrow_mut().clear();
    }
    Ok(parser.finish())
}

/// Counts what the tree builder holds: open elements and formatting to be reopened.
#[derive(Default)]
struct Counter(Cell<usize>);

impl Tracer for Counter {
    type Handle = NodeId;
    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// `<html` and `<body`, in whatever case and wherever they stand.
fn root_tags(html: &[u8]) -> usize {
    let is_root = |w: &&[u8]| w.eq_ignore_ascii_case(b"<body") || w.eq_ignore_ascii_case(b"<html");
    html.windows(5).filter(is_root).count()
}

/// Whether no tag can have more than [`MAX_ATTRIBUTES`], wherever the parser would see one begin.
///
/// A `<` may stand in a script, a comment or an attribute, and which of these it is only the parser knows. So each `<` with a letter is taken
/// for a tag's begin, all of them are followed at once through the tokenizer's states, and of those that meet in
/// one state the greatest count goes on: one pass, and an upper bound.
fn attributes_bounded(html: &[u8]) -> bool {
    /// Where in a tag a reading stands.
    const NAME: usize = 0;
    const BETWEEN: usize = 1;
    const ATTRIBUTE: usize = 2;
    const BEFORE_VALUE: usize = 3;
    const BARE: usize = 4;
    const SINGLE: usize = 5;
    const DOUBLE: usize = 6;
    let mut counts: [Option<u32>; 7] = [None; 7];
    for (at, &b) in html.iter().enumerate() {
        let mut next: [Option<u32>; 7] = [None; 7];
        for (state, count) in counts.iter().enumerate() {
            let Some(count) = *count else { continue };
            let space = b.is_ascii_whitespace();
            let to = match (state, b) {
                (SINGLE, b'\'') | (DOUBLE, b'"') => Some(BETWEEN),
                (SINGLE | DOUBLE, _) => Some(state),
                (_, b'>') => None,
                (NAME | ATTRIBUTE | BARE | BETWEEN, _) if space => Some(BETWEEN),
                (NAME | ATTRIBUTE | BETWEEN, b'/') => Some(BETWEEN),
                (NAME, _) => Some(NAME),
                (ATTRIBUTE, b'=') => Some(BEFORE_VALUE),
                // A sign of equality after a space still belongs to the attribute before it.
                (BETWEEN, b'=') => Some(BEFORE_VALUE),
                (BETWEEN | ATTRIBUTE, _) => Some(ATTRIBUTE),
                (BEFORE_VALUE, _) if space => Some(BEFORE_VALUE),
                (BEFORE_VALUE, b'\'') => Some(SINGLE),
                (BEFORE_VALUE, b'"') => Some(DOUBLE),
                _ => Some(BARE),
            };
            let Some(to) = to else { continue };
            let begins = state == BETWEEN && matches!(to, ATTRIBUTE | BEFORE_VALUE);
            let count = count + u32::from(begins);
            if count > MAX_ATTRIBUTES {
                return false;
            }
            let slot = &mut next[to];
            *slot = Some(slot.map_or(count, |c| c.max(count)));
        }
        let opens = html.get(at.wrapping_sub(1)) == Some(&b'<');
        if opens && b.is_ascii_alphabetic() {
            next[NAME] = Some(next[NAME].unwrap_or(0));
        }
        counts = next;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_bounded_wherever_a_tag_may_begin() {
        let many = "a ".repeat(MAX_ATTRIBUTES as usize + 1);
        for (html, expect) in [
            ("<p class=x id='y z'>".to_owned(), true),
            (format!("<p {many}>"), false),
            (format!("<p {}>", many.replace(' ', "/")), false),
            (format!("<p {}>", many.replace(' ', "=''")), false),
            (format!("<!-- <x y=\" --><p {many}>"), false),
            (format!("<p title=\"{many}\">"), true),
            (format!("<p>{many}"), true),
            (format!("<script>a<b && \"{many}\""), false),
            (format!("<script>a<b && c>d;\"{many}\""), true),
        ] {
            let shown: String = html.chars().take(40).collect();
            assert_eq!(attributes_bounded(html.as_bytes()), expect, "{shown}");
        }
    }
}
