//! Text without a page around it to paragraphs: what a feed carries, and plain text.

use super::MAX_BODY;
use super::MAX_PARAGRAPH;
use super::MAX_PARAGRAPHS;
use super::classify::classify;
use super::dom;
use super::outline;
use super::weigh::Strictness;
use super::weigh::Weighed;
use crate::feed::clean_line;
use crate::feed::decode_entities;
use crate::feed::strip_tags;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use crate::text::LineBreaks;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

/// A feed's own text, HTML or plain, to paragraphs, classified without knowing the headline; run [`classify`] again with it.
pub fn from_feed(content: &str) -> Vec<Paragraph> {
    let has_tags = strip_tags(content) != content;
    if !has_tags {
        return from_plain(&decode_entities(content));
    }
    let parsed = catch_unwind(AssertUnwindSafe(|| {
        dom::tree(content, "").map(|tree| {
            let outline = outline::of(tree.root(), false);
            let weighed = Weighed::of(&outline, "", Strictness::Open);
            let mut body = outline.paragraphs();
            for (paragraph, _) in body
                .iter_mut()
                .zip(&weighed.dropped)
                .filter(|(_, out)| **out)
            {
                paragraph.kind = ParagraphKind::Boilerplate;
            }
            body
        })
    }));
    match parsed {
        Ok(Ok(mut body)) => {
            classify("", &mut body);
            body
        }
        // Markup that no parser should be given still has words in it.
        _ => from_plain(&decode_entities(&strip_tags(content))),
    }
}

/// Plain text to paragraphs, classified without knowing the headline; run [`classify`] again with it where it is known.
///
/// Blank lines part paragraphs, and so do line breaks that do not only stand where a line was full; in a text without blank
/// lines each line is a paragraph.
pub fn from_plain(text: &str) -> Vec<Paragraph> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n");
    let text = text.replace(['\u{2029}', '\u{c}'], "\n\n");
    let has_blank = text.trim().lines().any(|line| clean_line(line).is_empty());
    let breaks = LineBreaks::of(&text);
    let mut chunks = vec![String::new()];
    let mut before = "";
    for line in text.lines() {
        let is_blank = clean_line(line).is_empty();
        if is_blank || !has_blank || !breaks.is_space(before, line) {
            chunks.push(String::new());
        }
        before = line;
        if let Some(chunk) = chunks.last_mut() {
            chunk.push_str(line);
            chunk.push(' ');
        }
    }
    let mut bytes = 0;
    let paragraphs = chunks
        .iter()
        .filter_map(|chunk| paragraph(ParagraphKind::Text, chunk));
    let mut body: Vec<Paragraph> = paragraphs
        .take(MAX_PARAGRAPHS)
        .take_while(|p| {
            bytes += p.text.len();
            bytes <= MAX_BODY
        })
        .collect();
    classify("", &mut body);
    body
}

/// One clean line of at most [`MAX_PARAGRAPH`] bytes; `None` where nothing is left.
pub(super) fn paragraph(kind: ParagraphKind, text: &str) -> Option<Paragraph> {
    let mut text = clean_line(text);
    if text.len() > MAX_PARAGRAPH {
        let mut end = MAX_PARAGRAPH;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    (!text.is_empty()).then_some(Paragraph { kind, text })
}

/// The length of a text in words. Of scripts that are written without spaces two characters count as one.
pub fn words(text: &str) -> usize {
    let (mut words, mut halves, mut inside) = (0, 0, false);
    for c in text.chars() {
        if is_unspaced(c) {
            halves += 1;
            inside = false;
        } else if c.is_whitespace() {
            inside = false;
        } else if !inside && c.is_alphanumeric() {
            words += 1;
            inside = true;
        }
    }
    words + usize::div_ceil(halves, 2)
}

/// Han, kana, Thai, Lao, Burmese, Khmer: scripts written without spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
        || matches!(c, '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, expect) in [
            ("", 0),
            ("One two, three.", 3),
            ("The owner’s boat – late", 4),
            ("島の連絡船、五月まで欠航", 6),
            ("外岛渡轮 stopped", 3),
            ("नाव नहीं है", 3),
            ("— * —", 0),
        ] {
            assert_eq!(words(text), expect, "{text}");
        }
    }
}
