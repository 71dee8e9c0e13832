//! What the extractor missed and what it found wrongly, for reading. What counts as right must not be decided here.

use super::gold::Document;
use super::is_speech;
use super::words;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::extract::model::score;
use crate::extract::model::score::Triple;
use serde::Serialize;
use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

/// The file that errors are written to.
pub struct Errors {
    out: BufWriter<File>,
    name: String,
}

/// One error.
#[derive(Serialize)]
struct Error<'a> {
    doc: &'a str,
    /// missed, content, source, or false_alarm.
    error: &'static str,
    /// Where the cue (or else the content) begins, in code points.
    at: usize,
    gold: Option<Told>,
    found: Option<Told>,
    /// The line that it stands in.
    line: String,
}

/// An attribution in words.
#[derive(Serialize)]
struct Told {
    source: String,
    cue: String,
    content: String,
}

impl Errors {
    /// Creates the file; an older one is overwritten.
    pub fn new(path: &Path) -> Result<Errors, Failure> {
        let name = path.display().to_string();
        let file = File::create(path).map_err(|e| Failure::misuse(format!("{name}: {e}")))?;
        Ok(Errors {
            out: BufWriter::new(file),
            name,
        })
    }

    /// Writes a document's errors against its first annotator, in order of position.
    pub fn document(&mut self, doc: &Document, found: &[Triple], speech_only: bool) -> Outcome {
        let chars: Vec<char> = doc.text.chars().collect();
        let kept = |all: &[Triple]| -> Vec<Triple> {
            let keep = |t: &&Triple| !speech_only || is_speech(&chars, t);
            all.iter().filter(keep).cloned().collect()
        };
        let gold = kept(doc.annotators.first().map_or(&[][..], Vec::as_slice));
        for error in errors(&doc.name, &doc.text, &chars, &gold, &kept(found)) {
            let line = serde_json::to_string(&error).map_err(|e| Failure::failed(e.to_string()))?;
            writeln!(self.out, "{line}")
                .map_err(|e| Failure::failed(format!("{}: {e}", self.name)))?;
        }
        Ok(())
    }

    /// Makes sure that everything is written.
    pub fn end(mut self) -> Outcome {
        self.out
            .flush()
            .map_err(|e| Failure::failed(format!("{}: {e}", self.name)))
    }
}

fn errors<'a>(
    doc: &'a str,
    text: &str,
    chars: &[char],
    gold: &[Triple],
    found: &[Triple],
) -> Vec<Error<'a>> {
    let (right, reached) = score::verdicts(text, gold, found);
    let told = |t: &Triple| Told {
        source: words(chars, &t.roles[0]),
        cue: words(chars, &t.roles[1]),
        content: words(chars, &t.roles[2]),
    };
    let mut out = Vec::new();
    let mut paired = vec![false; found.len()];
    for g in gold
        .iter()
        .zip(&reached)
        .filter(|(_, r)| !**r)
        .map(|(g, _)| g)
    {
        let near = found
            .iter()
            .zip(&right)
            .position(|(f, right)| !right && meets(&f.roles[1], &g.roles[1]));
        let error = match near {
            None => "missed",
            Some(n) if score_alike(text, g, &found[n]) => "source",
            Some(_) => "content",
        };
        if let Some(n) = near {
            paired[n] = true;
        }
        out.push(Error {
            doc,
            error,
            at: place(g),
            gold: Some(told(g)),
            found: near.map(|n| told(&found[n])),
            line: line(chars, place(g)),
        });
    }
    for (n, f) in found.iter().enumerate() {
        if !right[n] && !paired[n] {
            out.push(Error {
                doc,
                error: "false_alarm",
                at: place(f),
                gold: None,
                found: Some(told(f)),
                line: line(chars, place(f)),
            });
        }
    }
    out.sort_by_key(|e| e.at);
    out
}

/// Whether the contents are alike enough, so that only the source is wrong.
fn score_alike(text: &str, gold: &Triple, found: &Triple) -> bool {
    let same_source = Triple {
        roles: [
            gold.roles[0].clone(),
            found.roles[1].clone(),
            found.roles[2].clone(),
        ],
    };
    score::correct(text, std::slice::from_ref(gold), &[same_source]) == [true]
}

fn meets(a: &[(usize, usize)], b: &[(usize, usize)]) -> bool {
    a.iter().any(|a| b.iter().any(|b| a.0 < b.1 && b.0 < a.1))
}

fn place(t: &Triple) -> usize {
    let first = t.roles[1].first().or(t.roles[2].first());
    first.map_or(0, |s| s.0)
}

/// The line around a place.
fn line(chars: &[char], at: usize) -> String {
    let at = at.min(chars.len());
    let from = chars[..at]
        .iter()
        .rposition(|c| *c == '\n')
        .map_or(0, |n| n + 1);
    let to = chars[at..].iter().position(|c| *c == '\n');
    chars[from..to.map_or(chars.len(), |n| at + n)]
        .iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ann said no. Bob said yes.\nIt is said that Cy left.";

    fn triple(source: &[(usize, usize)], cue: (usize, usize), content: (usize, usize)) -> Triple {
        Triple {
            roles: [source.to_vec(), vec![cue], vec![content]],
        }
    }

    #[test]
    fn errors_are_named_by_kind_and_place() {
        let chars: Vec<char> = TEXT.chars().collect();
        let a = triple(&[(0, 3)], (4, 8), (9, 11));
        let b = triple(&[(13, 16)], (17, 21), (22, 25));
        let c = triple(&[], (30, 37), (38, 50));
        let gold = [a.clone(), b.clone(), c.clone()];
        let mut wrong_source = b.clone();
        wrong_source.roles[0] = vec![(0, 3)];
        let mut short = c.clone();
        short.roles[2] = vec![(38, 42)];
        let all = |found: &[Triple]| -> Vec<(&'static str, usize)> {
            errors("d", TEXT, &chars, &gold, found)
                .iter()
                .map(|e| (e.error, e.at))
                .collect()
        };
        assert_eq!(all(&gold), []);
        assert_eq!(
            all(std::slice::from_ref(&a)),
            [("missed", 17), ("missed", 30)]
        );
        assert_eq!(
            all(&[a.clone(), wrong_source, short]),
            [("source", 17), ("content", 30)]
        );
        let extra = triple(&[], (27, 29), (43, 45));
        let with_extra = [a, b, c, extra];
        assert_eq!(all(&with_extra), [("false_alarm", 27)]);
        assert_eq!(line(&chars, 30), "It is said that Cy left.");
    }
}
