//! Standoff annotations as the brat tool reads and writes them: text-bound spans, relations from the cue to its source and
//! content, attributes. Offsets are code points. Knows nothing of how attributions are found.

use crate::cli::style;
use std::collections::HashMap;
use std::fmt::Write;

/// One attribution in code points of the text.
pub struct Marked<'a> {
    /// Words naming who speaks.
    pub source: &'a [[u32; 2]],
    /// Words that attribute.
    pub cue: &'a [[u32; 2]],
    /// What is attributed.
    pub content: &'a [[u32; 2]],
    /// Direct, indirect or mixed.
    pub kind: &'a str,
    /// What kind of act the cue names.
    pub class: &'a str,
    /// Who the source is.
    pub speaker: Option<&'a str>,
    /// How sure the extractor is.
    pub confidence: f32,
}

/// What brat has to know of these annotations: goes beside them as `annotation.conf`.
pub const CONF: &str = "\
[entities]
Source
Cue
Content

[relations]
HasSource Arg1:Cue|Content, Arg2:Source
HasContent Arg1:Cue, Arg2:Content
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Type Arg:Content, Value:direct|indirect|mixed
CueClass Arg:Cue, Value:statement|claim|question|demand|promise|denial|praise|accusation|announcement|belief|intention|evidence|act
Confidence Arg:Content, Value:low|medium|high
";

/// The `.ann` file for these attributions of `text`. A span that several attributions share is written once.
pub fn standoff(text: &str, all: &[Marked]) -> String {
    let mut sheet = Sheet {
        chars: text.chars().collect(),
        spans: HashMap::new(),
        out: String::new(),
        attributes: 0,
    };
    let (mut relations, mut notes) = (0u32, 0u32);
    for a in all {
        let source = sheet.span("Source", a.source);
        let cue = sheet.span("Cue", a.cue);
        let Some(content) = sheet.span("Content", a.content) else {
            continue;
        };
        let mut relate = |sheet: &mut Sheet, name: &str, from: u32, to: u32| {
            relations += 1;
            sheet.line(format_args!("R{relations}\t{name} Arg1:T{from} Arg2:T{to}"));
        };
        if let Some(source) = source {
            relate(&mut sheet, "HasSource", cue.unwrap_or(content), source);
        }
        if let Some(cue) = cue {
            relate(&mut sheet, "HasContent", cue, content);
            sheet.attribute("CueClass", cue, a.class);
        }
        sheet.attribute("Type", content, a.kind);
        let sure = match a.confidence {
            c if c >= 0.8 => "high",
            c if c >= 0.5 => "medium",
            _ => "low",
        };
        sheet.attribute("Confidence", content, sure);
        if let (Some(speaker), Some(on)) = (a.speaker, source.or(cue)) {
            notes += 1;
            let speaker = one_line(&speaker.chars().collect::<Vec<_>>());
            sheet.line(format_args!("#{notes}\tAnnotatorNotes T{on}\t{speaker}"));
        }
    }
    sheet.out
}

/// A label and the fragments that it stands on.
type Bound = (&'static str, Vec<(usize, usize)>);

struct Sheet {
    chars: Vec<char>,
    /// Numbers of the text-bound annotations written, by name and fragments.
    spans: HashMap<Bound, u32>,
    out: String,
    attributes: u32,
}

impl Sheet {
    fn line(&mut self, line: std::fmt::Arguments) {
        // Writing to a string does not fail.
        let _ = writeln!(self.out, "{line}");
    }

    fn attribute(&mut self, name: &str, on: u32, value: &str) {
        self.attributes += 1;
        let number = self.attributes;
        self.line(format_args!("A{number}\t{name} T{on} {value}"));
    }

    /// Writes a text-bound annotation and returns its number; `None` for no words.
    fn span(&mut self, name: &'static str, spans: &[[u32; 2]]) -> Option<u32> {
        let fragments = self.fragments(spans);
        if fragments.is_empty() {
            return None;
        }
        let next = self.spans.len() as u32 + 1;
        let key = (name, fragments);
        if let Some(&number) = self.spans.get(&key) {
            return Some(number);
        }
        let offsets: Vec<String> = key.1.iter().map(|(s, e)| format!("{s} {e}")).collect();
        let words: Vec<String> = key
            .1
            .iter()
            .map(|&(s, e)| one_line(&self.chars[s..e]))
            .collect();
        let (offsets, words) = (offsets.join(";"), words.join(" "));
        self.line(format_args!("T{next}\t{name} {offsets}\t{words}"));
        self.spans.insert(key, next);
        Some(next)
    }

    /// Fragments within the text; cut at line ends, over which brat lets no fragment go.
    fn fragments(&self, spans: &[[u32; 2]]) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        for &[start, end] in spans {
            let (start, end) = (start as usize, (end as usize).min(self.chars.len()));
            let mut from = start;
            for at in start..end {
                if is_break(self.chars[at]) {
                    out.push((from, at));
                    from = at + 1;
                }
            }
            out.push((from, end));
        }
        out.retain(|(s, e)| s < e);
        out
    }
}

/// Characters that end a line of the `.ann` file or part its columns.
fn is_break(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The words as a column of the file; what could steer a terminal is left blank.
fn one_line(words: &[char]) -> String {
    let safe = |&c: &char| if style::is_unsafe(c) { ' ' } else { c };
    words.iter().map(safe).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_relations_and_attributes() {
        let text = "“Zoë\nis late,” Ann said, “again.”";
        let said = Marked {
            source: &[[15, 18]],
            cue: &[[19, 23]],
            content: &[[0, 14], [25, 33]],
            kind: "direct",
            class: "statement",
            speaker: Some("Ann\tLee"),
            confidence: 0.9,
        };
        let twice = Marked {
            content: &[[1, 4]],
            cue: &[],
            speaker: None,
            confidence: 0.1,
            ..said
        };
        let nothing = Marked {
            content: &[],
            ..twice
        };
        assert_eq!(
            standoff(text, &[said, twice, nothing]),
            "T1\tSource 15 18\tAnn\n\
             T2\tCue 19 23\tsaid\n\
             T3\tContent 0 4;5 14;25 33\t“Zoë is late,” “again.”\n\
             R1\tHasSource Arg1:T2 Arg2:T1\n\
             R2\tHasContent Arg1:T2 Arg2:T3\n\
             A1\tCueClass T2 statement\n\
             A2\tType T3 direct\n\
             A3\tConfidence T3 high\n\
             #1\tAnnotatorNotes T1\tAnn Lee\n\
             T4\tContent 1 4\tZoë\n\
             R3\tHasSource Arg1:T4 Arg2:T1\n\
             A4\tType T4 direct\n\
             A5\tConfidence T4 low\n"
        );
    }

    #[test]
    fn offsets_off_the_text_write_nothing() {
        let off = Marked {
            source: &[[3, 2]],
            cue: &[[90, 95]],
            content: &[[4, 9]],
            kind: "direct",
            class: "statement",
            speaker: None,
            confidence: 0.5,
        };
        assert_eq!(standoff("abc", &[off]), "");
    }
}
