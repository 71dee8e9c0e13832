//! One table into one file: JSON lines, CSV or Parquet. Knows nothing of where rows come from.
//!
//! Parquet is written without Arrow: a column of text, numbers or times each, all optional, lists as JSON text; row groups of
//! [`GROUP_ROWS`] rows, compressed by Snappy, which every reader of Parquet knows.

use crate::cli::output;
use crate::inspect::Column;
use crate::inspect::Kind;
use crate::model::Timestamp;
use clap::ValueEnum;
use parquet::basic::Compression;
use parquet::basic::LogicalType;
use parquet::basic::Repetition;
use parquet::basic::TimeUnit;
use parquet::basic::Type as Physical;
use parquet::data_type::BoolType;
use parquet::data_type::ByteArray;
use parquet::data_type::ByteArrayType;
use parquet::data_type::DataType;
use parquet::data_type::DoubleType;
use parquet::data_type::Int64Type;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::file::writer::SerializedRowGroupWriter;
use parquet::schema::types::Type;
use serde_json::Value;
use std::io;
use std::io::Write;
use std::sync::Arc;

/// Rows of a row group of Parquet.
const GROUP_ROWS: usize = 10_000;
/// Bytes of text after which a row group ends early: it is held in memory until it is whole.
const GROUP_BYTES: usize = 16 << 20;

/// The format of an export's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header; lists as JSON.
    Csv,
    /// Apache Parquet; lists as JSON.
    Parquet,
}

impl FileFormat {
    /// How the files' names end.
    pub(super) fn extension(self) -> &'static str {
        match self {
            FileFormat::Jsonl => "jsonl",
            FileFormat::Csv => "csv",
            FileFormat::Parquet => "parquet",
        }
    }
}

/// What rows are written to.
pub(super) enum Sink<W: Write + Send> {
    Jsonl(W, &'static [Column]),
    Csv(W),
    Parquet(Box<Groups<W>>),
}

impl<W: Write + Send> Sink<W> {
    /// Begins a table.
    pub(super) fn new(
        mut to: W,
        format: FileFormat,
        columns: &'static [Column],
    ) -> io::Result<Sink<W>> {
        Ok(match format {
            FileFormat::Jsonl => Sink::Jsonl(to, columns),
            FileFormat::Csv => {
                let header: Vec<_> = columns.iter().map(|column| column.name).collect();
                output::csv(&mut to, Some(&header), std::iter::empty())?;
                Sink::Csv(to)
            }
            FileFormat::Parquet => Sink::Parquet(Box::new(Groups::new(to, columns)?)),
        })
    }

    /// Writes rows: one value a column.
    pub(super) fn rows(&mut self, rows: Vec<Vec<Value>>) -> io::Result<()> {
        match self {
            Sink::Jsonl(to, columns) => {
                for row in rows {
                    to.write_all(object(columns, &row)?.as_bytes())?;
                }
                Ok(())
            }
            Sink::Csv(to) => {
                let records = rows
                    .into_iter()
                    .map(|row| row.into_iter().map(plain).collect());
                output::csv(to, None, records)
            }
            Sink::Parquet(groups) => groups.rows(rows),
        }
    }

    /// Ends the table and gives back what it was written to, flushed.
    pub(super) fn end(self) -> io::Result<W> {
        let mut to = match self {
            Sink::Jsonl(to, _) | Sink::Csv(to) => to,
            Sink::Parquet(groups) => groups.end()?,
        };
        to.flush()?;
        Ok(to)
    }
}

/// A row as one line of JSON, its keys in the order of the columns.
fn object(columns: &[Column], row: &[Value]) -> io::Result<String> {
    let mut line = String::from("{");
    for (n, (column, value)) in columns.iter().zip(row).enumerate() {
        let comma = if n == 0 { "" } else { "," };
        line += &format!("{comma}\"{}\":{}", column.name, output::json(value)?);
    }
    Ok(line + "}\n")
}

/// A value as a field of CSV.
fn plain(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A Parquet file under way.
pub(super) struct Groups<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: &'static [Column],
    waiting: Vec<Vec<Value>>,
    bytes: usize,
}

impl<W: Write + Send> Groups<W> {
    fn new(to: W, columns: &'static [Column]) -> io::Result<Groups<W>> {
        let fields = columns.iter().map(|column| field(column).map(Arc::new));
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(other)?;
        let schema = Type::group_type_builder("sayso")
            .with_fields(fields)
            .build();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("sayso ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let schema = Arc::new(schema.map_err(other)?);
        let writer = SerializedFileWriter::new(to, schema, Arc::new(properties)).map_err(other)?;
        Ok(Groups {
            writer,
            columns,
            waiting: Vec::new(),
            bytes: 0,
        })
    }

    fn rows(&mut self, rows: Vec<Vec<Value>>) -> io::Result<()> {
        for row in rows {
            self.bytes += row
                .iter()
                .filter_map(Value::as_str)
                .map(str::len)
                .sum::<usize>();
            self.waiting.push(row);
            if self.waiting.len() >= GROUP_ROWS || self.bytes >= GROUP_BYTES {
                self.group().map_err(other)?;
            }
        }
        Ok(())
    }

    fn group(&mut self) -> Result<(), ParquetError> {
        let rows = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for (n, column) in self.columns.iter().enumerate() {
            let cells = rows.iter().map(|row| row.get(n).unwrap_or(&Value::Null));
            match column.kind {
                Kind::Text | Kind::List => write::<ByteArrayType>(&mut group, cells.map(text))?,
                Kind::Number => write::<Int64Type>(&mut group, cells.map(Value::as_i64))?,
                Kind::Real => write::<DoubleType>(&mut group, cells.map(Value::as_f64))?,
                Kind::Flag => write::<BoolType>(&mut group, cells.map(Value::as_bool))?,
                Kind::Time => write::<Int64Type>(&mut group, cells.map(millis))?,
            }
        }
        group.close().map(drop)
    }

    fn end(mut self) -> io::Result<W> {
        self.group().map_err(other)?;
        self.writer.into_inner().map_err(other)
    }
}

/// The column as Parquet's schema has it.
fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::List => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
        Kind::Number => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Time => {
            let utc = LogicalType::timestamp(true, TimeUnit::MILLIS);
            (Physical::INT64, Some(utc))
        }
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// One column of a row group: the values that are there, and for each row whether one is.
fn write<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut values, mut there) = (Vec::new(), Vec::new());
    for cell in cells {
        there.push(i16::from(cell.is_some()));
        values.extend(cell);
    }
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General(
            "more columns than the schema has".into(),
        ));
    };
    column
        .typed::<T>()
        .write_batch(&values, Some(&there), None)?;
    column.close()
}

fn text(value: &Value) -> Option<ByteArray> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(ByteArray::from(text.as_str())),
        list => Some(ByteArray::from(list.to_string().as_str())),
    }
}

fn millis(value: &Value) -> Option<i64> {
    let time: Timestamp = value.as_str()?.parse().ok()?;
    Some(time.millis())
}

fn other(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::FileReader;
    use parquet::file::serialized_reader::SerializedFileReader;
    use serde_json::json;

    const COLUMNS: &[Column] = &[
        Column {
            name: "id",
            kind: Kind::Text,
        },
        Column {
            name: "n",
            kind: Kind::Number,
        },
        Column {
            name: "sure",
            kind: Kind::Real,
        },
        Column {
            name: "new",
            kind: Kind::Flag,
        },
        Column {
            name: "seen",
            kind: Kind::Time,
        },
        Column {
            name: "forms",
            kind: Kind::List,
        },
    ];

    fn written(format: FileFormat) -> Vec<u8> {
        let mut sink = Sink::new(Vec::new(), format, COLUMNS).unwrap();
        let one = vec![
            json!("=1+1, “é”"),
            json!(-3),
            json!(0.5),
            json!(true),
            json!("2026-03-01T00:00:01Z"),
            json!([{"text": "a"}]),
        ];
        sink.rows(vec![one]).unwrap();
        sink.rows(vec![vec![Value::Null; COLUMNS.len()]]).unwrap();
        sink.end().unwrap()
    }

    #[test]
    fn text_formats_hold_every_value() {
        let check = |format, expect: &str| {
            assert_eq!(String::from_utf8(written(format)).unwrap(), expect);
        };
        check(
            FileFormat::Csv,
            "id,n,sure,new,seen,forms\n\"'=1+1, “é”\",-3,0.5,true,2026-03-01T00:00:01Z,\"[{\"\"text\"\":\"\"a\"\"}]\"\n,,,,,\n",
        );
        let lines = String::from_utf8(written(FileFormat::Jsonl)).unwrap();
        let rows: Vec<Value> = lines
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        assert_eq!(rows[0]["forms"], json!([{"text": "a"}]));
        assert_eq!(rows[0]["id"], "=1+1, “é”");
        assert!(rows[1]["n"].is_null());
    }

    #[test]
    fn parquet_reads_back() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&written(FileFormat::Parquet)).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let rows: Vec<String> = reader
            .get_row_iter(None)
            .unwrap()
            .map(|row| row.unwrap().to_string())
            .collect();
        assert_eq!(rows.len(), 2);
        for part in [
            "=1+1, “é”",
            "-3",
            "0.5",
            "true",
            "2026-03-01 00:00:01",
            "[{\"text\":\"a\"}]",
        ] {
            assert!(rows[0].contains(part), "{part} is not in {}", rows[0]);
        }
        assert_eq!(
            rows[1].matches("null").count(),
            COLUMNS.len(),
            "{}",
            rows[1]
        );
    }
}
