//! Standard output in four formats. A listing is written page by page and never held as a whole.
//!
//! JSON is lossless. CSV is for spreadsheets: what a spreadsheet would run as a formula is set behind an apostrophe.
//! No format lets a stranger's text steer the terminal. Knows nothing of questions and answers.

use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::table::Layout;
use crate::model::Timestamp;
use clap::ValueEnum;
use serde::Serialize;
use std::io;
use std::io::Write;
use std::marker::PhantomData;

/// The shape of what goes to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

/// What rows are shown on.
#[derive(Clone, Copy, Debug)]
pub struct Scene {
    /// Width and colour.
    pub look: Look,
    /// The present, for "5 min ago".
    pub now: Timestamp,
}

/// A thing that can stand in a listing.
pub trait Row: Serialize {
    /// The table's columns.
    fn columns() -> &'static [Column];
    /// Its cells, one for each column.
    fn cells(&self, scene: Scene) -> Vec<Cell>;
    /// The header of its CSV form: the names of the JSON form.
    fn header() -> &'static [&'static str];
    /// Its CSV fields, one for each name.
    fn fields(&self) -> Vec<String>;
}

/// A listing under way.
pub struct Listing<'w, R> {
    out: &'w mut dyn Write,
    format: Format,
    scene: Scene,
    layout: Option<Layout>,
    written: u64,
    of: PhantomData<R>,
}

impl<'w, R: Row> Listing<'w, R> {
    /// Begins a listing of rows of one kind.
    pub fn new(out: &'w mut dyn Write, format: Format, scene: Scene) -> Self {
        Listing {
            out,
            format,
            scene,
            layout: None,
            written: 0,
            of: PhantomData,
        }
    }

    /// Writes some more rows. A table's columns are fitted to the first of them.
    pub fn rows(&mut self, rows: &[R]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        match self.format {
            Format::Table => {
                let cells: Vec<_> = rows.iter().map(|row| row.cells(self.scene)).collect();
                let layout = match &self.layout {
                    Some(layout) => layout,
                    None => {
                        let layout = Layout::new(R::columns(), &cells, self.scene.look);
                        self.out.write_all(layout.head().as_bytes())?;
                        self.layout.insert(layout)
                    }
                };
                for row in &cells {
                    self.out.write_all(layout.row(row).as_bytes())?;
                }
            }
            Format::Json => {
                for (n, row) in (self.written..).zip(rows) {
                    let before = if n == 0 { "[\n" } else { ",\n" };
                    write!(self.out, "{before}{}", json(row)?)?;
                }
            }
            Format::Jsonl => {
                for row in rows {
                    writeln!(self.out, "{}", json(row)?)?;
                }
            }
            Format::Csv => {
                let header = (self.written == 0).then(R::header);
                csv(self.out, header, rows.iter().map(Row::fields))?;
            }
        }
        self.written += rows.len() as u64;
        Ok(())
    }

    /// What is written to, for what stands between the rows.
    pub fn writer(&mut self) -> &mut dyn Write {
        self.out
    }

    /// Ends it, so that even no rows are valid in the format, and tells how many there were.
    pub fn end(self) -> io::Result<u64> {
        match (self.format, self.written) {
            (Format::Json, 0) => self.out.write_all(b"[]\n")?,
            (Format::Json, _) => self.out.write_all(b"\n]\n")?,
            (Format::Csv, 0) => csv(self.out, Some(R::header()), std::iter::empty())?,
            _ => {}
        }
        self.out.flush()?;
        Ok(self.written)
    }
}

/// A whole listing at once.
pub fn listing<R: Row>(
    out: &mut dyn Write,
    format: Format,
    scene: Scene,
    rows: &[R],
) -> io::Result<u64> {
    let mut listing = Listing::new(out, format, scene);
    listing.rows(rows)?;
    listing.end()
}

/// One document as JSON: over several lines for `Json`, on one for `Jsonl`.
pub fn document(out: &mut dyn Write, format: Format, value: &impl Serialize) -> io::Result<()> {
    let text = match format {
        Format::Json => escape(&serde_json::to_string_pretty(value)?),
        _ => json(value)?,
    };
    writeln!(out, "{text}")?;
    out.flush()
}

pub(super) fn json(value: &impl Serialize) -> io::Result<String> {
    Ok(escape(&serde_json::to_string(value)?))
}

/// Writes characters that could steer a terminal as `\uXXXX`. serde_json does so below U+0020; above U+007E they stand in strings only.
fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c > '~' && style::is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// CSV records, with a header where one is given.
pub(super) fn csv(
    out: &mut dyn Write,
    header: Option<&[&str]>,
    records: impl Iterator<Item = Vec<String>>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    if let Some(header) = header {
        writer.write_record(header).map_err(from_csv)?;
    }
    for record in records {
        let fields = record.iter().map(|field| csv_field(field));
        writer.write_record(fields).map_err(from_csv)?;
    }
    writer.flush()
}

/// A field without control characters, and not beginning as a formula does.
fn csv_field(text: &str) -> String {
    let safe = text.chars().filter(|&c| c == '\n' || !style::is_unsafe(c));
    let mut safe: String = safe.collect();
    if safe.starts_with(['=', '+', '-', '@']) && safe.parse::<f64>().is_err() {
        safe.insert(0, '\'');
    }
    safe
}

/// The error as it came from the writer below: a closed pipe has to stay one.
fn from_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[derive(Serialize)]
    struct Pair {
        name: &'static str,
        n: i32,
    }

    impl Row for Pair {
        fn columns() -> &'static [Column] {
            const COLUMNS: [Column; 2] = [Column::up_to("NAME", 10), Column::up_to("N", 4).right()];
            &COLUMNS
        }
        fn cells(&self, _: Scene) -> Vec<Cell> {
            vec![Cell::plain(self.name), Cell::plain(self.n.to_string())]
        }
        fn header() -> &'static [&'static str] {
            &["name", "n"]
        }
        fn fields(&self) -> Vec<String> {
            vec![self.name.into(), self.n.to_string()]
        }
    }

    const PAIRS: [Pair; 2] = [
        Pair {
            name: "a,\u{9b}b",
            n: -1,
        },
        Pair {
            name: "=1+1",
            n: 20,
        },
    ];

    fn check(format: Format, pages: &[&[Pair]], expect: &str) {
        let scene = Scene {
            look: Look::plain(80),
            now: Timestamp::default(),
        };
        let mut out = Vec::new();
        let mut listing = Listing::new(&mut out, format, scene);
        for page in pages {
            listing.rows(page).unwrap();
        }
        listing.end().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expect, "{format:?}");
    }

    #[test]
    fn every_format_is_whole_however_the_rows_come() {
        let paged: [&[Pair]; 3] = [&PAIRS[..1], &[], &PAIRS[1..]];
        for pages in [&[&PAIRS[..]][..], &paged] {
            check(
                Format::Json,
                pages,
                "[\n{\"name\":\"a,\\u009bb\",\"n\":-1},\n{\"name\":\"=1+1\",\"n\":20}\n]\n",
            );
            check(
                Format::Jsonl,
                pages,
                "{\"name\":\"a,\\u009bb\",\"n\":-1}\n{\"name\":\"=1+1\",\"n\":20}\n",
            );
            check(Format::Csv, pages, "name,n\n\"a,b\",-1\n'=1+1,20\n");
        }
        check(Format::Table, &[&PAIRS], "NAME   N\na,b   -1\n=1+1  20\n");
    }

    #[test]
    fn nothing_is_valid_too() {
        check(Format::Json, &[], "[]\n");
        check(Format::Jsonl, &[&[]], "");
        check(Format::Csv, &[], "name,n\n");
        check(Format::Table, &[], "");
    }

    #[test]
    fn escaped_json_says_the_same() {
        let text = "tag \u{e0041} \u{202e} \u{7f} é \u{1b}";
        let json = json(&text).unwrap();
        assert!(!json.chars().any(style::is_unsafe));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    #[test]
    fn a_closed_pipe_stays_a_closed_pipe() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let scene = Scene {
            look: Look::plain(80),
            now: Timestamp::default(),
        };
        for format in [Format::Table, Format::Json, Format::Jsonl, Format::Csv] {
            let error = listing(&mut Closed, format, scene, &PAIRS).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format:?}");
        }
    }
}
