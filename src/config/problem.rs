//! What is wrong with a configuration, and where. Knows lines and columns; knows nothing of TOML or of any key.

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;

/// Problems kept of one configuration. Later ones are only counted: a reader who has a hundred to mend needs no more today.
const MAX_PROBLEMS: usize = 100;

/// One fault of a configuration file, in one sentence that says what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it was named to us.
    pub path: PathBuf,
    /// Line and column, both from 1, the column in characters; `None` where the fault lies in no one place.
    pub at: Option<(usize, usize)>,
    /// The sentence.
    pub message: String,
}

/// `file:line:col: message`, the form that editors and compilers agree on.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.path.display())?;
        if let Some((line, column)) = self.at {
            write!(f, "{line}:{column}:")?;
        }
        write!(f, " {}", self.message)
    }
}

/// Every problem of one configuration, file by file and in the order of each; never empty when it is returned as an error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    beyond: usize,
}

impl Problems {
    /// A single problem that lies in no one place of the file.
    pub(super) fn of_file(path: &Path, message: impl Into<String>) -> Problems {
        let problem = Problem {
            path: path.to_owned(),
            at: None,
            message: message.into(),
        };
        Problems {
            list: vec![problem],
            beyond: 0,
        }
    }

    /// Adds those of another file.
    pub(super) fn append(&mut self, other: Problems) {
        self.beyond += other.beyond;
        self.list.extend(other.list);
        self.beyond += self.list.len().saturating_sub(MAX_PROBLEMS);
        self.list.truncate(MAX_PROBLEMS);
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The problems, file by file and in the order of each; at most a hundred.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.list.iter()
    }

    /// How many there are, those that were only counted included.
    pub fn count(&self) -> usize {
        self.list.len() + self.beyond
    }
}

/// One line a problem.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.list.iter().enumerate() {
            let line_break = if n == 0 { "" } else { "\n" };
            write!(f, "{line_break}{problem}")?;
        }
        if let (Some(problem), true) = (self.list.first(), self.beyond > 0) {
            write!(f, "\n{}: {} more", problem.path.display(), self.beyond)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Gathers the problems of one text. Owned by whoever checks the file, lent to each check.
pub(super) struct Log<'a> {
    path: &'a Path,
    text: &'a str,
    /// Where each line starts.
    lines: Vec<usize>,
    found: Vec<(usize, Problem)>,
}

impl<'a> Log<'a> {
    pub(super) fn new(path: &'a Path, text: &'a str) -> Self {
        let after_break = text.match_indices('\n').map(|(at, _)| at + 1);
        Log {
            path,
            text,
            lines: std::iter::once(0).chain(after_break).collect(),
            found: Vec::new(),
        }
    }

    /// A problem with the bytes at `span`.
    pub(super) fn at(&mut self, span: Range<usize>, message: impl Into<String>) {
        let problem = Problem {
            path: self.path.to_owned(),
            at: Some(self.place(span.start)),
            message: message.into(),
        };
        self.found.push((span.start, problem));
    }

    /// A fault of TOML's grammar at `span`, as the parser put it.
    pub(super) fn syntax(&mut self, span: Option<Range<usize>>, reason: &str) {
        let span = span.unwrap_or(0..0);
        let (before, from) = self.text.split_at_checked(span.start).unwrap_or_default();
        // The parser takes a bare word for a misspelt number.
        let is_word = from.starts_with(|c: char| c.is_ascii_alphabetic());
        let message = if is_word && before.trim_end().ends_with('=') {
            "not valid TOML: text stands in quotes".to_owned()
        } else {
            format!(
                "not valid TOML: {}",
                reason.trim().replace(['\n', '\r'], " ")
            )
        };
        self.at(span, message);
    }

    /// A problem with the file as a whole; listed first.
    pub(super) fn whole(&mut self, message: impl Into<String>) {
        let problem = Problem {
            path: self.path.to_owned(),
            at: None,
            message: message.into(),
        };
        self.found.push((0, problem));
    }

    /// Line and column of a byte offset, both from 1.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or("");
        (line, before.chars().count() + 1)
    }

    /// The lines that already have a problem.
    pub(super) fn faulty_lines(&self) -> Vec<usize> {
        let places = self.found.iter().filter_map(|(_, p)| p.at);
        places.map(|(line, _)| line).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Drops what a broken line made of itself: problems of `kept..` that stand on one of `lines`.
    pub(super) fn forget_echoes(&mut self, kept: usize, lines: &[usize]) {
        let mut n = 0;
        self.found.retain(|(_, problem)| {
            n += 1;
            n <= kept || problem.at.is_some_and(|(line, _)| !lines.contains(&line))
        });
    }

    /// The file.
    pub(super) fn path(&self) -> &'a Path {
        self.path
    }

    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// The problems in the order of the file, the excess counted.
    pub(super) fn into_problems(mut self) -> Problems {
        self.found.sort_by_key(|(offset, _)| *offset);
        let beyond = self.found.len().saturating_sub(MAX_PROBLEMS);
        let kept = self.found.into_iter().take(MAX_PROBLEMS);
        Problems {
            list: kept.map(|(_, problem)| problem).collect(),
            beyond,
        }
    }
}
