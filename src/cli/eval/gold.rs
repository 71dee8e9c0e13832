//! Attributions labelled by hand, one document a line; every mistake named with its line. Knows nothing of scoring.

use crate::cli::exit::Failure;
use crate::extract::model::score::Triple;
use crate::pipeline::plain::MAX_TEXT;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::io::BufRead;
use std::io::Read;

/// Mistakes named before the rest is only counted.
const NAMED: usize = 20;

/// Longest line read, in bytes: a text of the largest size with its labels; a longer one is a mistake.
const MAX_LINE: usize = 4 * MAX_TEXT;

/// One labelled document.
#[derive(Debug)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Each annotator's attributions, those without content left out.
    pub annotators: Vec<Vec<Triple>>,
}

#[derive(Deserialize)]
struct Record {
    doc: String,
    text: String,
    annotators: Option<Vec<Annotator>>,
    attributions: Option<Vec<Labelled>>,
}

#[derive(Deserialize)]
struct Annotator {
    attributions: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    #[serde(default)]
    source: Vec<(usize, usize)>,
    #[serde(default)]
    cue: Vec<(usize, usize)>,
    #[serde(default)]
    content: Vec<(usize, usize)>,
}

/// Reads every document of `name`. All mistakes are reported together, so that one pass of corrections is enough.
pub fn read(name: &str, mut from: impl BufRead) -> Result<Vec<Document>, Failure> {
    let (mut out, mut names, mut wrong) = (Vec::new(), BTreeSet::new(), Vec::new());
    let mut line = Vec::new();
    for number in 1u64.. {
        line.clear();
        let limit = MAX_LINE as u64 + 1;
        let read = (&mut from).take(limit).read_until(b'\n', &mut line);
        if read.map_err(|e| Failure::failed(format!("{name}: {e}")))? == 0 {
            break;
        }
        if line.len() > MAX_LINE {
            wrong.push(format!(
                "{name}:{number}: longer than {} MB; cut the text into stories",
                MAX_LINE / 1_000_000
            ));
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match document(&line) {
            Ok(found) if !names.insert(found.name.clone()) => wrong.push(format!(
                "{name}:{number}: document {:?} was given before; every document has one line",
                found.name
            )),
            Ok(found) => out.push(found),
            Err(message) => wrong.push(format!("{name}:{number}: {message}")),
        }
    }
    if wrong.is_empty() && out.is_empty() {
        wrong.push(format!(
            "{name}: no document in it; each line is one, see sayso eval --help"
        ));
    }
    if wrong.is_empty() {
        return Ok(out);
    }
    let more = wrong.len().saturating_sub(NAMED);
    wrong.truncate(NAMED);
    if more > 0 {
        wrong.push(format!("and {more} more lines"));
    }
    Err(Failure::failed(wrong.join("\n")))
}

fn document(line: &[u8]) -> Result<Document, String> {
    let record: Record = serde_json::from_slice(line).map_err(|e| {
        format!(
            "not a labelled document ({e}); a line is {{\"doc\",\"text\",\"annotators\":[{{\"attributions\":[..]}}]}}"
        )
    })?;
    let annotators = match (record.annotators, record.attributions) {
        (Some(all), _) if all.is_empty() => {
            return Err(format!(
                "document {:?} has no annotator; leave the line out or give one with an empty list of attributions",
                record.doc
            ));
        }
        (Some(all), _) => all.into_iter().map(|a| a.attributions).collect(),
        (None, Some(one)) => vec![one],
        (None, None) => {
            return Err(format!(
                "document {:?} has neither annotators nor attributions; give one of them",
                record.doc
            ));
        }
    };
    let length = record.text.chars().count();
    let mut out = Vec::new();
    for (who, labelled) in annotators.into_iter().enumerate() {
        let mut kept = Vec::new();
        for (n, one) in labelled.into_iter().enumerate() {
            let roles = [one.source, one.cue, one.content];
            for (role, spans) in ["source", "cue", "content"].into_iter().zip(&roles) {
                if let Some((s, e)) = spans.iter().find(|(s, e)| s >= e || *e > length) {
                    return Err(format!(
                        "document {:?}, annotator {}, attribution {}: {role} [{s},{e}] is no part of the text, which has \
                         {length} code points; give [start,end] with start < end <= {length}",
                        record.doc,
                        who + 1,
                        n + 1
                    ));
                }
            }
            if !roles[2].is_empty() {
                kept.push(Triple { roles });
            }
        }
        out.push(kept);
    }
    Ok(Document {
        name: record.doc,
        text: record.text,
        annotators: out,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_shapes_are_read_and_what_has_no_content_is_left_out() {
        let lines = r#"{"doc":"a","text":"Ann said no.","annotators":[{"id":"x","attributions":[{"source":[[0,3]],"cue":[[4,8]],"content":[[9,11]]},{"source":[],"cue":[[4,8]],"content":[]}]},{"attributions":[]}],"tokens":[]}

{"doc":"b","text":"Né: oui.","attributions":[{"content":[[4,8]]}],"title":null}"#;
        let all = read("gold", lines.as_bytes()).unwrap();
        let shape: Vec<Vec<usize>> = all
            .iter()
            .map(|d| d.annotators.iter().map(Vec::len).collect())
            .collect();
        assert_eq!(shape, [vec![1, 0], vec![1]]);
        assert_eq!(
            all[1].annotators[0][0].roles,
            [vec![], vec![], vec![(4, 8)]]
        );
    }

    #[test]
    fn every_mistake_is_named_with_its_line() {
        for (lines, needles) in [
            ("", vec!["gold: no document"]),
            (
                "{}\nnonsense",
                vec!["gold:1: ", "gold:2: ", "not a labelled document"],
            ),
            (r#"{"doc":"a","text":"x"}"#, vec!["gold:1: ", "neither"]),
            (
                r#"{"doc":"a","text":"x","annotators":[]}"#,
                vec!["gold:1: ", "no annotator"],
            ),
            (
                "{\"doc\":\"a\",\"text\":\"é\",\"attributions\":[{\"cue\":[[0,2]],\"content\":[[0,1]]}]}",
                vec!["attribution 1: cue [0,2]", "1 code points"],
            ),
            (
                "{\"doc\":\"a\",\"text\":\"ab\",\"attributions\":[{\"content\":[[1,1]]}]}",
                vec!["content [1,1]"],
            ),
            (
                "{\"doc\":\"a\",\"text\":\"\",\"attributions\":[]}\n{\"doc\":\"a\",\"text\":\"\",\"attributions\":[]}",
                vec!["gold:2: ", "given before"],
            ),
            (&"?\n".repeat(25), vec!["gold:20: ", "and 5 more lines"]),
        ] {
            let Err(Failure::Failed(message)) = read("gold", lines.as_bytes()) else {
                panic!("{lines}");
            };
            for needle in needles {
                assert!(message.contains(needle), "{lines}\n{message}");
            }
        }
    }
}
