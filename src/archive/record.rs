//! Records and their JSON lines. Knows nothing of frames and files.

use super::error::Why;
use crate::model::Correction;
use crate::model::Story;
use serde::Deserialize;
use serde::Serialize;

/// Version of the line format. Raised when a line changes its meaning; new kinds of records do not raise it.
const VERSION: u32 = 1;

/// Longest record, in bytes of JSON. A longer one is refused before anything is written.
pub const MAX_RECORD: usize = 16 * 1024 * 1024;

/// Longest name of an unknown kind that is repeated in a message.
const MAX_KIND: usize = 40;

/// One thing that was observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its number: one more than that of the record before it, 1 for the first.
    pub seq: u64,
    /// What it is.
    pub body: RecordBody,
}

/// What a record holds. More kinds will come; a kind unknown to this program is reported as [`Why::Kind`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RecordBody {
    /// A story as observed.
    Story(Story),
    /// What a person decided.
    Correction(Correction),
}

#[derive(Serialize)]
struct StoryLine<'a> {
    v: u32,
    seq: u64,
    kind: &'static str,
    story: &'a Story,
}

#[derive(Serialize)]
struct CorrectionLine<'a> {
    v: u32,
    seq: u64,
    kind: &'static str,
    correction: &'a Correction,
}

#[derive(Deserialize)]
struct Line {
    v: u32,
    seq: u64,
    kind: String,
    story: Option<Story>,
    /// Read in a second step, since its acts may be newer than this program.
    correction: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Envelope {
    v: u32,
    #[serde(default)]
    kind: String,
}

/// A story's record as one line of JSON, without the line's end.
pub(super) fn write_story(seq: u64, story: &Story) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&StoryLine {
        v: VERSION,
        seq,
        kind: "story",
        story,
    })
}

/// A correction's record, as [`write_story`].
pub(super) fn write_correction(seq: u64, correction: &Correction) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(&CorrectionLine {
        v: VERSION,
        seq,
        kind: "correction",
        correction,
    })
}

/// The correction in a line of that kind. One whose act is not known here is of an unknown kind.
fn correction(value: serde_json::Value) -> Result<Correction, Why> {
    let act = match &value["act"] {
        serde_json::Value::Object(act) => act.keys().next().cloned(),
        _ => None,
    };
    serde_json::from_value(value).map_err(|e| match act {
        Some(act) if e.to_string().contains("unknown variant") => {
            Why::Kind(format!("correction/{act}").chars().take(MAX_KIND).collect())
        }
        _ => Why::Line(e.to_string()),
    })
}

/// The record in a line.
pub(super) fn read(line: &[u8]) -> Result<Record, Why> {
    let read: Result<Line, _> = serde_json::from_slice(line);
    let bad = match read {
        Ok(Line {
            v: VERSION,
            seq,
            kind,
            story: Some(story),
            ..
        }) if kind == "story" => {
            let body = RecordBody::Story(story);
            return Ok(Record { seq, body });
        }
        Ok(Line {
            v: VERSION,
            seq,
            kind,
            correction: Some(value),
            ..
        }) if kind == "correction" => {
            let body = RecordBody::Correction(correction(value)?);
            return Ok(Record { seq, body });
        }
        Ok(Line { kind, .. }) if kind == "correction" => "the correction is missing".to_owned(),
        Ok(_) => "the story is missing".to_owned(),
        Err(e) => e.to_string(),
    };
    // A line of a newer version or kind need not have the rest of our shape, so look again at these two alone.
    match serde_json::from_slice::<Envelope>(line) {
        Ok(Envelope { v, .. }) if v > VERSION => Err(Why::Newer {
            found: v,
            known: VERSION,
        }),
        Ok(Envelope { v, .. }) if v < VERSION => Err(Why::Line(format!("version {v}"))),
        Ok(Envelope { kind, .. })
            if !["story", "correction"].contains(&kind.as_str()) && !kind.is_empty() =>
        {
            Err(Why::Kind(kind.chars().take(MAX_KIND).collect()))
        }
        _ => Err(Why::Line(bad)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::model::Act;
    use crate::model::StoryId;
    use crate::model::Timestamp;

    #[test]
    fn a_story_comes_back_from_one_line() {
        let story = Story {
            title: "Two\nlines “and” marks\u{2028}".into(),
            ..Story::default()
        };
        let line = write_story(7, &story).unwrap();
        assert!(line.starts_with(br#"{"v":1,"seq":7,"kind":"story","story":{"#));
        assert!(!line.contains(&b'\n'));
        let body = RecordBody::Story(story);
        assert_eq!(read(&line).unwrap(), Record { seq: 7, body });
    }

    #[test]
    fn a_correction_comes_back_from_one_line() {
        let correction = Correction {
            made: Timestamp::from_secs(5),
            note: Some("two rivers".into()),
            act: Act::SplitCopy { story: StoryId(7) },
        };
        let line = write_correction(3, &correction).unwrap();
        assert_eq!(
            String::from_utf8(line.clone()).unwrap(),
            r#"{"v":1,"seq":3,"kind":"correction","correction":{"made":"1970-01-01T00:00:05Z","note":"two rivers","act":{"split_copy":{"story":"0000000000000007"}}}}"#
        );
        let body = RecordBody::Correction(correction);
        assert_eq!(read(&line).unwrap(), Record { seq: 3, body });
    }

    #[test]
    fn other_lines_are_named() {
        let check = |line: &str, expect: &str| {
            let said = read(line.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(expect), "{line}: {said}");
        };
        check("", "not a record");
        check("{}", "not a record");
        check(r#"{"v":1,"seq":1,"kind":"story"}"#, "story is missing");
        check(r#"{"v":0,"seq":1,"kind":"story"}"#, "version 0");
        check(r#"{"v":1,"seq":1,"kind":"merge","a":1}"#, "kind 'merge'");
        check(r#"{"v":1,"kind":"merge","story":[]}"#, "kind 'merge'");
        check(r#"{"v":2,"story":"new"}"#, "format 2");
        check(
            r#"{"v":1,"seq":1,"kind":"correction"}"#,
            "correction is missing",
        );
        check(
            r#"{"v":1,"seq":1,"kind":"correction","correction":{"made":"1970-01-01T00:00:05Z","act":{"marry":{}}}}"#,
            "kind 'correction/marry'",
        );
        check(
            r#"{"v":1,"seq":1,"kind":"correction","correction":{"act":{"undo":{"correction":1}}}}"#,
            "made",
        );
    }
}
