//! Line breaks of plain text: which part paragraphs and which only stand where a line was full. What the lines say must not be
//! known here.

/// Longest line, in characters, of a text whose lines are broken for width; newsroom systems break at 60 to 80.
const MAX_WIDTH: usize = 100;

/// What tells a text's broken lines from its paragraphs.
#[derive(Clone, Copy, Debug)]
pub struct LineBreaks {
    /// Characters of the longest line.
    widest: usize,
}

impl LineBreaks {
    /// Looks at all lines of `text`. One pass.
    pub fn of(text: &str) -> Self {
        let width = |line: &str| line.trim().chars().count();
        LineBreaks {
            widest: text.lines().map(width).max().unwrap_or(0),
        }
    }

    /// Whether the break between two lines that are not blank is only a space: the sentence goes on with a small letter, or
    /// all lines are short and the next word had no room.
    pub fn is_space(self, before: &str, after: &str) -> bool {
        let (before, after) = (before.trim(), after.trim());
        let goes_on = after.starts_with(char::is_lowercase)
            && before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
        let word = after.split_whitespace().next().unwrap_or_default();
        let full = self.widest <= MAX_WIDTH
            && before.chars().count() + 1 + word.chars().count() > self.widest;
        goes_on || full
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks() {
        let wrapped = "The dam at Orrin will be closed on Friday. It\nis old. Ann Lee, who built it, said it\nshould go.";
        let lines = "The dam is old.\n“It should go,” Ann Lee said on Friday, and so did everybody else who was asked about the dam at Orrin, old and young.\nShe built it";
        for (text, at, expect) in [
            (wrapped, 0, true),
            (wrapped, 1, true),
            (lines, 0, false),
            (lines, 1, false),
        ] {
            let all: Vec<&str> = text.lines().collect();
            let got = LineBreaks::of(text).is_space(all[at], all[at + 1]);
            assert_eq!(got, expect, "{text} {at}");
        }
    }
}
