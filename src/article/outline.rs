//! The tree of a page to a list of blocks of text and the boxes they stand in: what begins a block, what its element
//! makes of it, how much of it is links. Every later step reads this list and no markup. No opinion on words.

use super::MAX_BODY;
use super::MAX_PARAGRAPH;
use super::MAX_PARAGRAPHS;
use super::marks;
use super::marks::Role;
use super::plain;
use super::rows;
use crate::feed::clean_line;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use dom_query::NodeRef;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Elements whose insides are never a story's words.
const SKIPPED: &str = "
    script style noscript template svg math button input select option textarea iframe object video
    audio canvas head map dialog amp-ad amp-embed amp-analytics amp-sidebar amp-consent amp-state";

/// Elements that begin and end a block.
const BLOCKS: &str = "
    p div section article main header footer aside nav form figure figcaption blockquote pre ul ol li dl
    dt dd table caption thead tbody tr td th h1 h2 h3 h4 h5 h6 hr address details summary fieldset
    center body hgroup search menu";

/// The lists, ready to be asked.
static LISTS: LazyLock<[HashSet<&str>; 2]> =
    LazyLock::new(|| [SKIPPED, BLOCKS].map(|list| list.split_ascii_whitespace().collect()));

/// What kind of element a box is, as far as any later step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// `article`.
    Article,
    /// `p`.
    Paragraph,
    /// `ul`, `ol`, `menu`.
    List,
    /// `td`, `th`.
    Cell,
    /// `h1` to `h6`, by level.
    Heading(u8),
    /// `html`, `body`, `main`: the page's frame, whatever its classes say.
    Frame,
    /// `header`.
    Header,
    /// Any other.
    Other,
}

/// A box: an element that holds blocks.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The box around it; the first is its own.
    pub parent: usize,
    /// Its element.
    pub tag: Tag,
    /// What its class, id and the like say that it is.
    pub role: Role,
    /// A digest of its element and classes: equal for boxes of one making.
    pub look: u64,
    /// It has a class.
    pub is_classed: bool,
    /// The blocks in it and in boxes in it.
    pub blocks: Range<usize>,
}

/// A block: a run of text that a reader sees as one paragraph.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The innermost box around it.
    pub node: usize,
    /// What its element makes of it.
    pub kind: ParagraphKind,
    /// Its words on one clean line, at most [`MAX_PARAGRAPH`] bytes.
    pub text: String,
    /// Its length in words, as [`plain::words`] counts them.
    pub words: usize,
    /// Hundredths of it that are links to other places.
    pub linked: usize,
    /// The box itself stands in a link, as what announces another page does.
    pub in_link: bool,
}

impl Block {
    /// The block as a paragraph.
    pub fn paragraph(&self) -> Paragraph {
        Paragraph {
            kind: self.kind,
            text: self.text.clone(),
        }
    }
}

/// Boxes and blocks, both in document order.
#[derive(Clone, Debug, Default)]
pub(super) struct Outline {
    /// The first is the root that was walked.
    pub nodes: Vec<Node>,
    /// All of them, the page's furniture too.
    pub blocks: Vec<Block>,
}

impl Outline {
    /// All blocks as paragraphs, within the limits of a story.
    pub fn paragraphs(&self) -> Vec<Paragraph> {
        let mut bytes = 0;
        let within = |b: &&Block| {
            bytes += b.text.len();
            bytes <= MAX_BODY
        };
        let blocks = self.blocks.iter().take(MAX_PARAGRAPHS).take_while(within);
        blocks.map(Block::paragraph).collect()
    }
}

/// What holds for everything inside an element.
#[derive(Clone, Copy)]
struct Around {
    node: usize,
    kind: ParagraphKind,
    linked: bool,
    /// The innermost box stands in a link.
    box_linked: bool,
    /// Inside an element that holds one run of text, where an unknown element is a part of the line.
    in_line: bool,
    verbatim: bool,
}

/// What to do next on the walk, which keeps its own stack so that depth costs no stack of the thread.
enum Step<'a> {
    Enter(NodeRef<'a>, Around),
    /// The end of a box.
    Leave(usize),
}

/// The outline of what stands under `root`. What a reader would not see is in it only where `hidden` asks for it.
pub(super) fn of(root: NodeRef<'_>, hidden: bool) -> Outline {
    let mut out = Collector::default();
    out.outline.nodes.push(Node {
        parent: 0,
        tag: Tag::Frame,
        role: Role::Plain,
        look: 0,
        is_classed: false,
        blocks: 0..0,
    });
    let around = Around {
        node: 0,
        kind: ParagraphKind::Text,
        linked: false,
        box_linked: false,
        in_line: false,
        verbatim: false,
    };
    let mut stack = vec![Step::Enter(root, around)];
    while let Some(step) = stack.pop() {
        match step {
            Step::Leave(node) => {
                out.end();
                out.outline.nodes[node].blocks.end = out.outline.blocks.len();
            }
            Step::Enter(node, around) if node.is_text() => out.text(&node.text(), around),
            Step::Enter(node, around) => {
                let Some(inner) = enter(&mut out, &node, around, hidden) else {
                    continue;
                };
                if inner.node != around.node {
                    stack.push(Step::Leave(inner.node));
                }
                for child in node.children_it(true) {
                    stack.push(Step::Enter(child, inner));
                }
            }
        }
    }
    out.end();
    let total = out.outline.blocks.len();
    out.outline.nodes[0].blocks = 0..total;
    rows::mark(&mut out.outline);
    out.outline
}

/// What holds inside an element; `None` where nothing in it is read.
fn enter(out: &mut Collector, node: &NodeRef<'_>, around: Around, hidden: bool) -> Option<Around> {
    let name = node.node_name().unwrap_or_default();
    let name: &str = &name;
    let [skipped, blocks] = &*LISTS;
    if skipped.contains(name) || !hidden && marks::is_hidden(node) || marks::is_scrambled(node) {
        return None;
    }
    if name == "br" {
        out.line_break(around);
        return None;
    }
    let mut inner = around;
    if name == "a" {
        let href = node.attr("href").unwrap_or_default();
        inner.linked |= !href.is_empty() && !href.starts_with('#');
    }
    inner.verbatim |= name == "pre";
    let is_block = blocks.contains(name);
    // An element of the site's own is a box, unless it is part of a line.
    let is_own = name.contains('-') && !around.in_line;
    let read = marks::read(name, node);
    inner.kind = kind_of(name, &read, around.kind);
    if is_block || is_own || inner.kind != around.kind || read.role != Role::Plain {
        out.end();
        inner.node = out.outline.nodes.len();
        inner.box_linked = around.linked;
        let at = out.outline.blocks.len();
        out.outline.nodes.push(Node {
            parent: around.node,
            tag: tag_of(name),
            role: read.role,
            look: read.look,
            is_classed: read.is_classed,
            blocks: at..at,
        });
    }
    inner.in_line |= matches!(name, "p" | "li" | "dt" | "dd" | "figcaption") || is_heading(name);
    Some(inner)
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn tag_of(name: &str) -> Tag {
    match name {
        "article" => Tag::Article,
        "p" => Tag::Paragraph,
        "ul" | "ol" | "menu" => Tag::List,
        "td" | "th" => Tag::Cell,
        "html" | "body" | "main" => Tag::Frame,
        "header" | "hgroup" => Tag::Header,
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" | "h4" | "h5" | "h6" => Tag::Heading(3),
        _ => Tag::Other,
    }
}

/// The kind of the text in an element, given that of the text around it. What stands under a picture stays that, whatever is in it.
fn kind_of(name: &str, read: &marks::Reading, around: ParagraphKind) -> ParagraphKind {
    let is_settled = matches!(
        around,
        ParagraphKind::Caption | ParagraphKind::PullQuote | ParagraphKind::Boilerplate
    );
    if read.is_pull && !matches!(name, "body" | "main" | "article") {
        return ParagraphKind::PullQuote;
    }
    // A figure can hold a quotation, whose words are the story's.
    if name == "blockquote" && around == ParagraphKind::Caption && !read.is_caption {
        return ParagraphKind::BlockQuote;
    }
    if is_settled {
        return around;
    }
    if name == "figcaption" || read.is_caption {
        return ParagraphKind::Caption;
    }
    match name {
        _ if is_heading(name) => ParagraphKind::Heading,
        "li" => ParagraphKind::ListItem,
        "blockquote" => ParagraphKind::BlockQuote,
        // Text beside a picture in its figure, with no caption element of its own.
        "figure" => ParagraphKind::Caption,
        _ => around,
    }
}

/// Gathers text into blocks.
#[derive(Default)]
struct Collector {
    outline: Outline,
    text: String,
    /// Bytes of it that are links, and all but spaces.
    linked: usize,
    solid: usize,
    breaks: usize,
    /// Where the block began.
    begun: Option<Around>,
}

impl Collector {
    fn text(&mut self, text: &str, around: Around) {
        if around.verbatim {
            for (n, part) in text.split("\n\n").enumerate() {
                if n > 0 {
                    self.end();
                }
                self.push(part, around);
            }
        } else {
            self.push(text, around);
        }
    }

    fn push(&mut self, text: &str, around: Around) {
        let solid = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        // White space between two line breaks does not part them.
        if solid == 0 {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            return;
        }
        self.breaks = 0;
        self.begun.get_or_insert(around);
        self.solid += solid;
        self.linked += if around.linked { solid } else { 0 };
        // "The pier.Photo: ...": parts that only a style sets apart.
        let mut before = self.text.chars().rev();
        let ended = matches!(before.next(), Some('.' | '!' | '?'))
            && before.next().is_some_and(char::is_lowercase);
        if ended && text.starts_with(char::is_uppercase) {
            self.text.push(' ');
        }
        self.text.push_str(text);
        if self.text.len() > 4 * MAX_PARAGRAPH {
            self.end();
        }
    }

    /// One `<br>` is a space, two in a row end the block.
    fn line_break(&mut self, around: Around) {
        self.breaks += 1;
        if self.breaks >= 2 || self.begun.is_some_and(|begun| begun.node != around.node) {
            self.end();
        } else {
            self.text.push(' ');
        }
    }

    fn end(&mut self) {
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let (linked, solid) = (self.linked, self.solid.max(1));
        (self.linked, self.solid) = (0, 0);
        let Some(begun) = self.begun.take() else {
            return;
        };
        if let Some(paragraph) = plain::paragraph(begun.kind, &text) {
            self.outline.blocks.push(Block {
                node: begun.node,
                kind: begun.kind,
                words: plain::words(&paragraph.text),
                text: paragraph.text,
                linked: linked * 100 / solid,
                in_link: begun.box_linked,
            });
        }
    }
}

/// All text under `root` as one line, for what is searched rather than read.
pub(super) fn line(root: &NodeRef<'_>) -> String {
    clean_line(&root.text())
}
