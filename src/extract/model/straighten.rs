//! Doubled apostrophes and backticks read as the quotation marks that they stand for. What is quoted must not be known here.

use crate::model::Span;

/// Doubled apostrophes and backticks stand for double quotation marks in some agencies' texts. Where there are any, the text
/// with each pair written as a mark and a space, the space on the outer side, so that all offsets stay.
pub fn straighten(text: &str) -> Option<String> {
    if !text.contains("''") && !text.contains("``") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        if (c == '\'' || c == '`') && chars.peek() == Some(&c) {
            chars.next();
            let next = chars.peek().copied().unwrap_or(' ');
            let opens = c == '`'
                || (!next.is_whitespace()
                    && (before.is_whitespace() || matches!(before, '(' | '[' | '-' | '—' | '–')));
            out.push_str(if opens { " \"" } else { "\" " });
            before = if opens { '"' } else { ' ' };
        } else {
            out.push(c);
            before = c;
        }
    }
    Some(out)
}

/// The span of a straightened mark with the other half of its pair.
pub fn widen(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let Some(half) = text.get(start..end).filter(|h| *h == "'" || *h == "`") else {
        return span;
    };
    if text[end..].starts_with(half) {
        Span::new(start, end + 1)
    } else if text[..start].ends_with(half) {
        Span::new(start - 1, end)
    } else {
        span
    }
}
