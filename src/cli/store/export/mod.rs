//! `sayso store export`: tables of the view, revisions and corrections of the archive, into files for other programs. An export
//! is whole when its `export.json` is there, which is written last, and loudly not whole otherwise.

mod what;

use super::sink::FileFormat;
use super::sink::Sink;
use crate::archive::Reader;
use crate::archive::RecordBody;
use crate::cli::Place;
use crate::cli::backend::Backend;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::cli::service::with_progress;
use crate::cli::style;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::Column;
use crate::inspect::Question;
use crate::inspect::Table;
use crate::pipeline::replay::archive_dir;
use crate::poll::Clock;
use clap::Args as ClapArgs;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::HashSet;
use std::fs;
use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use what::What;

/// Version of what an export's tables look like; raised when a column changes its meaning.
const FORMAT: u32 = 1;
/// Faults of the archive that are named one by one; the rest are counted.
const NAMED: usize = 20;

/// Arguments of `store export`.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The directory to write to, made if it is not there; - is standard output, for one table.
    #[arg(value_name = "DIR|-")]
    to: PathBuf,

    /// Only these tables.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "TABLE,...")]
    only: Vec<What>,

    /// Only what was touched after this number.
    #[arg(long, value_name = "NUMBER")]
    since: Option<u64>,

    /// The format of the files.
    #[arg(long, value_enum, default_value_t = FileFormat::Jsonl)]
    format: FileFormat,

    #[command(flatten)]
    place: Place,
}

/// Where rows come from and what went wrong on the way.
struct Export {
    backend: Backend,
    archive: PathBuf,
    since: Option<u64>,
    /// The last number that the view had when the export began.
    until: u64,
    /// Stories of one table whose words could not be read, the most of any table.
    unread: u64,
    damage: HashSet<String>,
}

/// Writes the tables asked for.
pub(super) fn run(args: &Args) -> Outcome {
    let config = paths::config_or_defaults(&args.place)?;
    let backend = Backend::open(&config.data_dir, Clock::System.now())?;
    let mut export = Export::begin(backend, archive_dir(&config.data_dir), args.since)?;
    let chosen = |what: &What| args.only.is_empty() || args.only.contains(what);
    let tables: Vec<What> = What::ALL.into_iter().filter(chosen).collect();
    if args.to.as_os_str() == "-" {
        let [table] = tables.as_slice() else {
            return Err(Failure::misuse(
                "standard output takes one table: name it with --only, or give a directory",
            ));
        };
        let out = anstream::stdout();
        let mut sink = Sink::new(BufWriter::new(out), args.format, table.columns())?;
        let rows = export.table(*table, &mut sink)?;
        sink.end()?;
        export.sound()?;
        talk::note(&export.ended(&format!("{rows} {}", table.name())));
        return Ok(());
    }
    let files = write_all(&mut export, &args.to, args.format, &tables)?;
    let said: Vec<String> = tables
        .iter()
        .filter_map(|table| {
            Some(format!(
                "{} {}",
                style::number(*files.get(table.name())?),
                table.name()
            ))
        })
        .collect();
    talk::note(&export.ended(&said.join(", ")));
    Ok(())
}

fn write_all(
    export: &mut Export,
    dir: &Path,
    format: FileFormat,
    tables: &[What],
) -> Result<BTreeMap<&'static str, u64>, Failure> {
    let cannot = |path: &Path, e: io::Error| Failure::failed(format!("{}: {e}", path.display()));
    fs::create_dir_all(dir).map_err(|e| cannot(dir, e))?;
    let name = |stem: &str, end: &str| match export.since {
        None => format!("{stem}.{end}"),
        Some(since) => format!("{stem}.since-{since}.{end}"),
    };
    let manifest = dir.join(name("export", "json"));
    let names: Vec<String> = tables
        .iter()
        .map(|table| name(table.name(), format.extension()))
        .collect();
    // What an earlier export left must not vouch for this one.
    match fs::remove_file(&manifest) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(cannot(&manifest, e)),
        _ => {}
    }
    let (mut counts, mut listed) = (BTreeMap::new(), Vec::new());
    for (table, name) in tables.iter().zip(&names) {
        let path = dir.join(name);
        let part = dir.join(format!("{name}.part"));
        let file = File::create(&part).map_err(|e| cannot(&part, e))?;
        let sink = Sink::new(BufWriter::new(file), format, table.columns());
        let mut sink = sink.map_err(|e| cannot(&part, e))?;
        let rows = export.table(*table, &mut sink)?;
        let file = sink.end().and_then(|out| Ok(out.into_inner()?));
        let synced = file.and_then(|file| file.sync_all());
        synced.map_err(|e| cannot(&part, e))?;
        fs::rename(&part, &path).map_err(|e| cannot(&path, e))?;
        counts.insert(table.name(), rows);
        listed.push(json!({"table": table.name(), "file": name, "rows": rows}));
    }
    export.sound()?;
    let whole = json!({
        "format": FORMAT,
        "program": env!("CARGO_PKG_VERSION"),
        "since": export.since,
        "until": export.until,
        "tables": listed,
    });
    let written = File::create(&manifest).and_then(|mut file| {
        writeln!(file, "{whole:#}")?;
        file.sync_all()?;
        File::open(dir)?.sync_all()
    });
    written.map_err(|e| cannot(&manifest, e))?;
    Ok(counts)
}

impl Export {
    fn begin(backend: Backend, archive: PathBuf, since: Option<u64>) -> Result<Export, Failure> {
        let tail = Question::Tail {
            after: None,
            limit: Some(1),
        };
        let Answer::Tail(tail) = backend.ask(&tail)? else {
            return Err(mismatch());
        };
        let until = tail.next;
        if let Some(since) = since
            && since > until
        {
            return Err(Failure::misuse(format!(
                "--since {since}: the archive has got to {until} only; is this the data directory that the export before was of?"
            )));
        }
        let mut corrected = 0;
        for speakers in [false, true] {
            let before = None;
            let asked = Question::Corrections { before, speakers };
            let Answer::Corrections(made) = backend.ask(&asked)? else {
                return Err(mismatch());
            };
            let newest = made.corrections.first().map_or(0, |newest| newest.number);
            corrected = corrected.max(newest);
        }
        let since = since.filter(|&since| {
            if corrected > since {
                talk::note(&format!(
                    "a person's correction (number {corrected}) came after {since} and may have touched any row: everything is exported"
                ));
            }
            corrected <= since
        });
        Ok(Export {
            backend,
            archive,
            since,
            until,
            unread: 0,
            damage: HashSet::new(),
        })
    }

    /// Writes one table and counts its rows.
    fn table<W: Write + Send>(&mut self, what: What, sink: &mut Sink<W>) -> Result<u64, Failure> {
        match what.table() {
            Some(table) => self.of_view(table, sink),
            None => self.of_archive(what, sink),
        }
    }

    fn of_view<W: Write + Send>(
        &mut self,
        table: Table,
        sink: &mut Sink<W>,
    ) -> Result<u64, Failure> {
        let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
        let (mut written, mut unread, mut after) = (0, 0, None);
        // Of what was touched more than once, the first row that comes is as good as the last.
        let mut seen = HashSet::new();
        with_progress("exporting", |progress| {
            loop {
                let answer = self.backend.ask(&Question::Export {
                    table,
                    after,
                    since: self.since,
                })?;
                let Answer::Export(mut page) = answer else {
                    return Err(mismatch());
                };
                if page.columns != columns {
                    return Err(mismatch());
                }
                if self.since.is_some() {
                    page.rows.retain(|row| {
                        let key: Vec<&Value> = row.iter().take(table.key_columns()).collect();
                        seen.insert(serde_json::to_string(&key).unwrap_or_default())
                    });
                }
                written += page.rows.len() as u64;
                unread += u64::from(page.unread);
                sink.rows(page.rows)?;
                progress(written);
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            self.unread = self.unread.max(unread);
            Ok(written)
        })
    }

    fn of_archive<W: Write + Send>(
        &mut self,
        what: What,
        sink: &mut Sink<W>,
    ) -> Result<u64, Failure> {
        let reader = Reader::open(&self.archive).map_err(Failure::failed)?;
        let records = reader.iter_from(None).map_err(Failure::failed)?;
        let (since, until) = (self.since.unwrap_or(0), self.until);
        let mut written = 0;
        with_progress("exporting", |progress| {
            for record in records {
                let record = match record {
                    Ok((_, record)) if record.seq > until => break,
                    Ok((_, record)) if record.seq > since => record,
                    Ok(_) => continue,
                    Err(error) => {
                        self.damage.insert(error.to_string());
                        continue;
                    }
                };
                let row = match (what, &record.body) {
                    (What::Revisions, RecordBody::Story(story)) => {
                        let mut fields = json!(story);
                        let id = story.id();
                        fields["seq"] = json!(record.seq);
                        fields["story"] = json!(id);
                        row(what, &mut fields)
                    }
                    (What::Corrections, RecordBody::Correction(correction)) => {
                        let mut fields = json!(correction);
                        fields["seq"] = json!(record.seq);
                        row(what, &mut fields)
                    }
                    _ => continue,
                };
                sink.rows(vec![row])?;
                written += 1;
                progress(written);
            }
            Ok(written)
        })
    }

    /// Whether nothing was missing.
    fn sound(&self) -> Outcome {
        if self.unread == 0 && self.damage.is_empty() {
            return Ok(());
        }
        for damage in self.damage.iter().take(NAMED) {
            talk::warning(damage);
        }
        Err(Failure::failed(format!(
            "not complete: the words of {} stories and {} places of the archive could not be read; `sayso store verify` names them all",
            self.unread,
            self.damage.len()
        )))
    }

    fn ended(&self, what: &str) -> String {
        let until = self.until;
        format!("complete up to number {until}: {what}; go on later with --since {until}")
    }
}

/// The values of an object in the order of the columns.
fn row(what: What, fields: &mut Value) -> Vec<Value> {
    let take = |column: &Column| fields[column.name].take();
    what.columns().iter().map(take).collect()
}

fn mismatch() -> Failure {
    Failure::failed(
        "the running sayso answered another question than was asked: are both the same version?",
    )
}
