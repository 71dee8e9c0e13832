//! A stretch of the tree to paragraphs: what begins a new one, and what its element makes of it. No opinion on words.

use super::MAX_BODY;
use super::MAX_PARAGRAPH;
use super::MAX_PARAGRAPHS;
use crate::feed::clean_line;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use dom_query::NodeRef;

/// Elements whose insides are never a story's words.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "button", "input", "select",
    "textarea", "iframe", "object", "video", "audio", "canvas", "nav", "form", "head", "map",
    "dialog",
];

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "address",
    "details",
    "summary",
    "fieldset",
    "center",
    "body",
];

/// Words in a class that mark the text under a picture, and those that mark a sentence set apart as an ornament.
const CAPTION_CLASSES: &[&str] = &[
    "caption",
    "photo-credit",
    "image-credit",
    "img-credit",
    "photocredit",
];
const PULL_CLASSES: &[&str] = &["pullquote", "pull-quote", "pull_quote"];

/// Words in a class or id that mark boxes between a story's paragraphs. Only whole words count: `share` is not in `shareholders`.
const BOX_WORDS: &[&str] = &[
    "newsletter",
    "signup",
    "subscribe",
    "subscription",
    "promo",
    "related",
    "share",
    "sharing",
    "social",
    "advert",
    "advertisement",
    "ad",
    "ads",
    "sponsored",
    "paywall",
    "comments",
    "recommended",
    "recirculation",
    "teaser",
    "breadcrumb",
    "breadcrumbs",
    "kicker",
    "eyebrow",
    "timestamp",
    "outbrain",
    "taboola",
];
/// Most words in such a box. A longer one with such a class is a page's layout and holds the story.
const MAX_BOX_WORDS: usize = 80;

/// What to do next on the walk, which keeps its own stack so that depth costs no stack of the thread.
enum Step<'a> {
    Enter(NodeRef<'a>, ParagraphKind),
    /// The end of a block with the kind that its text has.
    Leave(ParagraphKind),
}

/// The paragraphs under `root` in reading order, bounded by the limits of [`super`].
pub(super) fn paragraphs(root: NodeRef<'_>) -> Vec<Paragraph> {
    let mut out = Collector::default();
    let mut stack = vec![Step::Enter(root, ParagraphKind::Text)];
    while let Some(step) = stack.pop() {
        if out.is_full() {
            break;
        }
        match step {
            Step::Leave(kind) => out.end(kind),
            Step::Enter(node, kind) if node.is_text() => {
                out.breaks = 0;
                out.text.push_str(&node.text());
                if out.text.len() > 4 * MAX_PARAGRAPH {
                    out.end(kind);
                }
            }
            Step::Enter(node, kind) => {
                let name = node.node_name().unwrap_or_default();
                let name: &str = &name;
                if SKIPPED.contains(&name) || is_hidden(&node) {
                    continue;
                }
                if name == "br" {
                    out.line_break(kind);
                    continue;
                }
                let inner = kind_of(name, &node, kind);
                let is_block = BLOCKS.contains(&name) || inner != kind;
                if is_block {
                    out.end(kind);
                    stack.push(Step::Leave(inner));
                }
                for child in node.children_it(true) {
                    stack.push(Step::Enter(child, inner));
                }
            }
        }
    }
    out.end(ParagraphKind::Text);
    out.done
}

/// The kind of the text in an element, given that of the text around it. What stands under a picture stays that, whatever is in it.
fn kind_of(name: &str, node: &NodeRef<'_>, around: ParagraphKind) -> ParagraphKind {
    let settled = [
        ParagraphKind::Caption,
        ParagraphKind::PullQuote,
        ParagraphKind::Boilerplate,
    ];
    if settled.contains(&around) {
        return around;
    }
    let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
    let is_page = matches!(name, "body" | "main" | "article" | "section");
    let classed = |words: &[&str]| !is_page && words.iter().any(|w| class.contains(w));
    if name == "figcaption" || classed(CAPTION_CLASSES) {
        return ParagraphKind::Caption;
    }
    if classed(PULL_CLASSES) {
        return ParagraphKind::PullQuote;
    }
    if is_box(name, node, &class) {
        return ParagraphKind::Boilerplate;
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ParagraphKind::Heading,
        "li" => ParagraphKind::ListItem,
        "blockquote" => ParagraphKind::BlockQuote,
        // Text beside a picture in its figure, with no caption element of its own.
        "figure" => ParagraphKind::Caption,
        _ => around,
    }
}

/// Whether an element is a box that the page puts between a story's paragraphs, by its class or id and its size.
fn is_box(name: &str, node: &NodeRef<'_>, class: &str) -> bool {
    if !matches!(
        name,
        "div" | "aside" | "section" | "p" | "ul" | "span" | "figure" | "footer" | "time"
    ) {
        return false;
    }
    let id = node.attr("id").unwrap_or_default().to_ascii_lowercase();
    let words = class.split(|c: char| !c.is_ascii_alphanumeric());
    let mut words = words.chain(id.split(|c: char| !c.is_ascii_alphanumeric()));
    words.any(|w| BOX_WORDS.contains(&w))
        && node
            .text()
            .split_whitespace()
            .take(MAX_BOX_WORDS + 1)
            .count()
            <= MAX_BOX_WORDS
}

/// Whether a reader would not see the element.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr("style").unwrap_or_default();
    let style: String = style
        .chars()
        .take(200)
        .filter(|c| !c.is_whitespace())
        .collect();
    node.has_attr("hidden") || style.to_ascii_lowercase().contains("display:none")
}

/// Gathers text into paragraphs.
#[derive(Default)]
struct Collector {
    text: String,
    breaks: usize,
    bytes: usize,
    done: Vec<Paragraph>,
}

impl Collector {
    fn is_full(&self) -> bool {
        self.done.len() >= MAX_PARAGRAPHS || self.bytes >= MAX_BODY
    }

    /// One `<br>` is a space, two in a row end the paragraph.
    fn line_break(&mut self, kind: ParagraphKind) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.end(kind);
        } else {
            self.text.push(' ');
        }
    }

    fn end(&mut self, kind: ParagraphKind) {
        self.breaks = 0;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if self.is_full() {
            return;
        }
        if let Some(paragraph) = super::plain::paragraph(kind, &text) {
            self.bytes += paragraph.text.len();
            self.done.push(paragraph);
        }
    }
}

/// All text under `root` as one line, for what is searched rather than read.
pub(super) fn line(root: &NodeRef<'_>) -> String {
    clean_line(&root.text())
}
