//! How text stands on a terminal: width, colour, wrapping, times, and the removal of whatever a stranger's text could do to it.
//! Knows nothing of what is printed.

use crate::model::Timestamp;
use anstyle::AnsiColor;
use anstyle::Style;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

/// Columns where standard output is no terminal and `COLUMNS` is not set.
const WIDTH_OF_A_PIPE: usize = 100;
/// Narrower terminals are written to as if they had this many columns.
const MIN_WIDTH: usize = 40;
/// Longest line of running text, however wide the terminal: longer ones are hard to read.
pub const READING_WIDTH: usize = 88;

/// Headings of tables and sections.
pub const HEADING: Style = Style::new().bold();
/// Titles and names.
pub const STRONG: Style = Style::new().bold();
/// What is there for completeness: ids, URLs, boilerplate.
pub const FAINT: Style = Style::new().dimmed();
/// The words naming who speaks.
pub const SOURCE: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
/// The words that attribute.
pub const CUE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow)));
/// What is attributed.
pub const CONTENT: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
/// Words that went.
pub const GONE: Style = Style::new()
    .strikethrough()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
/// Words that came.
pub const CAME: Style = Style::new()
    .bold()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
/// Something that needs a look.
pub const BAD: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red)));
/// No style at all.
pub const PLAIN: Style = Style::new();

/// What the place that is written to can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// Whether colours are wanted.
    pub colour: bool,
}

impl Look {
    /// For standard output: colour on a terminal only, unless `NO_COLOR`, `CLICOLOR` or `CLICOLOR_FORCE` say otherwise;
    /// `COLUMNS`, else the terminal's width, else 100 columns.
    pub fn of_stdout() -> Look {
        let out = std::io::stdout();
        let choice = anstream::AutoStream::choice(&out);
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        Look {
            width: columns
                .or_else(terminal_width)
                .unwrap_or(WIDTH_OF_A_PIPE)
                .max(MIN_WIDTH),
            colour: choice != anstream::ColorChoice::Never,
        }
    }

    /// For text without colour.
    pub fn plain(width: usize) -> Look {
        Look {
            width,
            colour: false,
        }
    }

    /// `text` in a style, or as it is where colours are not wanted.
    pub fn paint(self, style: Style, text: &str) -> String {
        if !self.colour || style == PLAIN || text.is_empty() {
            return text.to_owned();
        }
        format!("{style}{text}{style:#}")
    }

    /// The width for running text.
    pub fn reading(self) -> usize {
        self.width.min(READING_WIDTH)
    }
}

#[cfg(unix)]
fn terminal_width() -> Option<usize> {
    let out = std::io::stdout();
    let size = out
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(&out).ok())??;
    (size.ws_col > 0).then_some(size.ws_col as usize)
}

#[cfg(not(unix))]
fn terminal_width() -> Option<usize> {
    let _ = std::io::stdout().is_terminal();
    None
}

/// Whether a character could move the cursor, change the terminal or reorder the line: control characters (C0, C1, DEL),
/// line and paragraph separators, bidirectional overrides and isolates, byte order marks.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// A stranger's text as one line: line breaks and tabs become spaces, what [`is_unsafe`] goes.
pub fn line(text: &str) -> String {
    let spaced = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if is_unsafe(c) => None,
        c => Some(c),
    });
    let mut out = String::with_capacity(text.len());
    for c in spaced {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `width` columns, broken at spaces; a word that is longer than a line is broken within.
/// Nothing is lost but the spaces at the breaks. Never empty.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let styled: Vec<(char, ())> = text.chars().map(|c| (c, ())).collect();
    let lines = wrap_tagged(&styled, width);
    let text = |line: &[(char, ())]| line.iter().map(|(c, ())| c).collect();
    lines.into_iter().map(text).collect()
}

/// [`wrap`] for characters that carry something, such as a style.
pub fn wrap_tagged<T: Copy>(text: &[(char, T)], width: usize) -> Vec<&[(char, T)]> {
    let width = width.max(2);
    let columns = |c: char| c.width().unwrap_or(0);
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0);
    // Where the line could be broken: just behind its last space.
    let mut space: Option<usize> = None;
    let mut at = 0;
    while at < text.len() {
        let c = text[at].0;
        if c == ' ' {
            space = Some(at);
        }
        if used + columns(c) > width && c != ' ' {
            let end = space.unwrap_or(at);
            lines.push(trim(&text[start..end]));
            start = space.map_or(at, |s| s + 1);
            used = text[start..at].iter().map(|(c, _)| columns(*c)).sum();
            space = None;
        }
        used += columns(c);
        at += 1;
    }
    let rest = trim(&text[start..]);
    if !rest.is_empty() || lines.is_empty() {
        lines.push(rest);
    }
    lines
}

fn trim<T>(mut line: &[(char, T)]) -> &[(char, T)] {
    while let [rest @ .., (' ', _)] = line {
        line = rest;
    }
    while let [(' ', _), rest @ ..] = line {
        line = rest;
    }
    line
}

/// The text cut to `width` columns, with an ellipsis where something went.
pub fn cut(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.width().unwrap_or(0);
        used < width
    });
    let kept: String = kept.collect();
    format!("{}…", kept.trim_end())
}

/// A time for a reader, in UTC and to the minute: `2026-11-18 08:15`.
pub fn time(at: Timestamp) -> String {
    let full = at.to_string();
    match (full.get(..10), full.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute}"),
        _ => full,
    }
}

/// As [`time`], `–` where there is none.
pub fn time_or_dash(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "–".to_owned(), time)
}

/// How long ago, or until when, in one unit: `5 min ago`, `in 2 h`, `now`.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.since(at) / 1000;
    let span = match seconds.abs() {
        0..=59 => return "now".to_owned(),
        s @ 60..=3_599 => format!("{} min", s / 60),
        s @ 3_600..=172_799 => format!("{} h", s / 3_600),
        s => format!("{} days", s / 86_400),
    };
    if seconds > 0 {
        format!("{span} ago")
    } else {
        format!("in {span}")
    }
}

/// How much later, in one unit: `+5 min`, `+3 h`, `+2 days`; `–` for no later.
pub fn later(seconds: i64) -> String {
    match seconds {
        ..=0 => "–".to_owned(),
        s @ 1..=59 => format!("+{s} s"),
        s @ 60..=7_199 => format!("+{} min", s / 60),
        s @ 7_200..=172_799 => format!("+{} h", s / 3_600),
        s => format!("+{} days", s / 86_400),
    }
}

/// A number with its thousands set apart: `12,345`.
pub fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `1 story`, `2 stories`.
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}

/// Digits of an id that tables show. With a million things of a kind one shown id in four thousand is ambiguous; the error then names those that are meant.
pub const SHORT_ID: usize = 8;

/// The beginning of an id, as tables show it and every command takes it.
pub fn short(id: impl std::fmt::Display) -> String {
    let mut id = id.to_string();
    id.truncate(SHORT_ID);
    id
}

/// One bar a value, the highest full: `▁▃█·▂`. A dot is none at all.
pub fn sparkline(values: &[u32]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = values.iter().copied().max().unwrap_or(0).max(1) as usize;
    let bar = |&v: &u32| match v as usize {
        0 => '·',
        v => BARS[((v * BARS.len()).div_ceil(most) - 1).min(BARS.len() - 1)],
    };
    values.iter().map(bar).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn strangers_cannot_steer_the_terminal() {
        for (text, expect) in [
            ("a\u{1b}[31mred\u{1b}[0m", "a[31mred[0m"),
            ("a\u{9b}2Jb\u{7f}", "a2Jb"),
            ("one\r\n two\tthree", "one two three"),
            ("pay \u{202e}lla\u{202c} now", "pay lla now"),
            ("\u{1b}]0;title\u{7}x", "]0;titlex"),
            ("مرحبا — ok 👩‍🔧", "مرحبا — ok 👩‍🔧"),
        ] {
            assert_eq!(line(text), expect);
        }
    }

    #[test]
    fn lines_are_broken_at_spaces() {
        for (text, width, expect) in [
            ("one two three", 7, vec!["one two", "three"]),
            ("one two three", 8, vec!["one two", "three"]),
            ("one two three", 80, vec!["one two three"]),
            ("abcdefghij kl", 4, vec!["abcd", "efgh", "ij", "kl"]),
            ("日本語 です", 6, vec!["日本語", "です"]),
            ("", 5, vec![""]),
            ("a  b", 1, vec!["a", "b"]),
        ] {
            assert_eq!(wrap(text, width), expect, "{text} at {width}");
        }
    }

    #[test]
    fn wrapping_loses_nothing_and_keeps_the_width() {
        let text = "“Wir sind, sagte sie, am Ende” und 日本語のテキスト, https://example.org/a/very/long/path/indeed";
        for columns in 2..60 {
            let lines = wrap(text, columns);
            assert!(
                lines.iter().all(|l| width(l) <= columns),
                "{columns}: {lines:?}"
            );
            let squeezed = |s: &str| s.split_whitespace().collect::<String>();
            assert_eq!(squeezed(&lines.concat()), squeezed(text));
        }
    }

    #[test]
    fn small_forms() {
        let at = |s: &str| s.parse::<Timestamp>().unwrap();
        let now = at("2026-11-18T10:00:00Z");
        assert_eq!(time(at("2026-11-18T08:15:59Z")), "2026-11-18 08:15");
        assert_eq!(time_or_dash(None), "–");
        for (when, expect) in [
            ("2026-11-18T09:59:30Z", "now"),
            ("2026-11-18T09:30:00Z", "30 min ago"),
            ("2026-11-17T09:30:00Z", "24 h ago"),
            ("2026-11-10T09:30:00Z", "8 days ago"),
            ("2026-11-18T12:10:00Z", "in 2 h"),
        ] {
            assert_eq!(ago(at(when), now), expect);
        }
        for (seconds, expect) in [
            (0, "–"),
            (40, "+40 s"),
            (300, "+5 min"),
            (5_400, "+90 min"),
            (9_000, "+2 h"),
            (200_000, "+2 days"),
        ] {
            assert_eq!(later(seconds), expect);
        }
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1,234,567");
        assert_eq!(count(1, "story", "stories"), "1 story");
        assert_eq!(cut("Tehran Times", 8), "Tehran…");
        assert_eq!(cut("Reuters", 8), "Reuters");
        assert_eq!(sparkline(&[0, 1, 4, 8]), "·▁▄█");
        assert_eq!(sparkline(&[]), "");
    }

    #[test]
    fn colour_only_where_wanted() {
        assert_eq!(Look::plain(80).paint(BAD, "x"), "x");
        let look = Look {
            width: 80,
            colour: true,
        };
        assert_eq!(look.paint(BAD, "x"), "\u{1b}[31mx\u{1b}[0m");
    }
}
