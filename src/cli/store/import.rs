//! `sayso store import`: what another archive or an export holds, through the same journal as everything else. Histories are not
//! woven: of a story that is known here, only states later than the newest known one are taken.

use crate::archive::Reader;
use crate::archive::RecordBody;
use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::cli::service::open_service;
use crate::cli::style;
use crate::cli::talk;
use crate::cli::watch;
use crate::cli::watch::Progress;
use crate::model::Act;
use crate::model::Correction;
use crate::model::Story;
use crate::pipeline::counters::Counters;
use crate::pipeline::ingest::MAX_LINE;
use crate::pipeline::journal::CorrectError;
use crate::pipeline::journal::Journal;
use crate::pipeline::journal::Pending;
use crate::pipeline::replay::archive_dir;
use crate::poll::Clock;
use crate::store::IdentityDigest;
use crate::store::Store;
use clap::Args as ClapArgs;
use serde::Deserialize;
use std::collections::HashMap;
use std::collections::VecDeque;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Stories that are recorded together.
const JOB_STORIES: usize = 128;
/// Jobs under way; at the bound the oldest is waited for before another record is read.
const JOBS_UNDER_WAY: usize = 4;
/// Faults that are named one by one; the rest are counted.
const NAMED: u64 = 20;

/// Arguments of `store import`.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// A data directory, a backup of one, or an export in JSON lines.
    #[arg(value_name = "DIR")]
    from: PathBuf,

    #[command(flatten)]
    place: Place,
}

/// A record of the other archive under the number that it has there.
struct Foreign {
    seq: u64,
    body: Body,
}

enum Body {
    Story(Box<Story>),
    Correction(Correction),
}

/// What there is to read.
enum From {
    Archive(PathBuf),
    /// `revisions.jsonl` and, where it is there, `corrections.jsonl`.
    Export(PathBuf, PathBuf),
}

/// Takes in all there is.
pub(super) fn run(args: &Args) -> Outcome {
    let from = source(&args.from)?;
    let config = paths::config_or_defaults(&args.place)?;
    let same = |a: &Path, b: &Path| matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b);
    if same(&args.from, &config.data_dir) {
        return Err(Failure::misuse(format!(
            "{} is the data directory itself: name the one to import from, and with --data-dir or --config the one to import to",
            args.from.display()
        )));
    }
    let counters = Arc::new(Counters::default());
    let observer = watch::fitting(&counters, Progress::Stories);
    let service = open_service(&config, counters.clone(), observer, Clock::System)?;
    let mut taker = Taker {
        journal: service.journal,
        store: service.store,
        batch: Vec::new(),
        under_way: VecDeque::new(),
        corrections: Vec::new(),
        older: 0,
        faults: 0,
        refused: 0,
    };
    let read = match from {
        From::Archive(dir) => taker.archive(&dir),
        From::Export(revisions, corrections) => taker
            .lines(&revisions, revision)
            .and_then(|()| taker.lines(&corrections, correction)),
    };
    // What was read before a failure is recorded all the same.
    let settled = taker.flush().and_then(|()| taker.correct());
    let (older, faults, refused) = (taker.older, taker.faults, taker.refused);
    drop(taker);
    let ended = service.running.join();
    eprintln!("{}", watch::summary(&counters.read()));
    if older > 0 {
        talk::note(&format!(
            "{} left out: known here, in that state or a later one",
            style::count(older, "state of a story", "states of stories")
        ));
    }
    read.and(settled)?;
    ended.map_err(Failure::failed)?;
    match faults + refused {
        0 => Ok(()),
        _ => Err(Failure::failed(format!(
            "{faults} records could not be read and {refused} corrections not be made; the rest is here now"
        ))),
    }
}

fn source(dir: &Path) -> Result<From, Failure> {
    let archive = archive_dir(dir);
    let revisions = dir.join("revisions.jsonl");
    if archive.is_dir() {
        Ok(From::Archive(archive))
    } else if revisions.is_file() {
        if !dir.join("export.json").is_file() {
            talk::warning(&format!(
                "{} has no export.json: that export did not come to its end",
                dir.display()
            ));
        }
        Ok(From::Export(revisions, dir.join("corrections.jsonl")))
    } else {
        Err(Failure::misuse(format!(
            "{} holds neither an archive nor a revisions.jsonl: name a data directory, a backup, or what `sayso store export DIR` wrote",
            dir.display()
        )))
    }
}

struct Taker {
    journal: Journal,
    store: Arc<Store>,
    batch: Vec<Story>,
    under_way: VecDeque<Pending>,
    /// Made when every story is here.
    corrections: Vec<(u64, Correction)>,
    older: u64,
    faults: u64,
    refused: u64,
}

impl Taker {
    fn archive(&mut self, dir: &Path) -> Outcome {
        let reader = Reader::open(dir).map_err(Failure::failed)?;
        for record in reader.iter_from(None).map_err(Failure::failed)? {
            match record {
                Ok((_, record)) => {
                    let seq = record.seq;
                    match record.body {
                        RecordBody::Story(story) => self.take(Foreign {
                            seq,
                            body: Body::Story(Box::new(story)),
                        })?,
                        RecordBody::Correction(correction) => self.take(Foreign {
                            seq,
                            body: Body::Correction(correction),
                        })?,
                    }
                }
                Err(damage) => self.fault(&damage.to_string()),
            }
        }
        Ok(())
    }

    /// Reads a file of an export. One that is not there holds nothing.
    fn lines(&mut self, path: &Path, read: fn(&str) -> Result<Foreign, String>) -> Outcome {
        let name = path.display();
        let file = match File::open(path) {
            Ok(file) => file,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(e) => return Err(Failure::failed(format!("{name}: {e}"))),
        };
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut line = Vec::new();
        for number in 1u64.. {
            line.clear();
            let taken = (&mut reader)
                .take(MAX_LINE as u64 + 1)
                .read_until(b'\n', &mut line);
            match taken.map_err(|e| Failure::failed(format!("{name}: {e}")))? {
                0 => break,
                n if n > MAX_LINE => {
                    return Err(Failure::failed(format!(
                        "{name}:{number}: longer than {} MiB: this is no export",
                        MAX_LINE >> 20
                    )));
                }
                _ => {}
            }
            let text = std::str::from_utf8(&line).map_err(|e| e.to_string());
            match text.and_then(read) {
                Ok(foreign) => self.take(foreign)?,
                Err(why) => self.fault(&format!("{name}:{number}: {why}")),
            }
        }
        Ok(())
    }

    fn fault(&mut self, what: &str) {
        self.faults += 1;
        match self.faults {
            n if n <= NAMED => talk::warning(what),
            n if n == NAMED + 1 => talk::warning("further faults are counted, not named"),
            _ => {}
        }
    }

    fn take(&mut self, foreign: Foreign) -> Outcome {
        match foreign.body {
            Body::Correction(correction) => self.corrections.push((foreign.seq, correction)),
            Body::Story(story) if self.is_known(&story)? => self.older += 1,
            Body::Story(story) => {
                self.batch.push(*story);
                if self.batch.len() >= JOB_STORIES {
                    self.send()?;
                }
            }
        }
        Ok(())
    }

    /// Whether this state of a story, or a later one, is known here.
    fn is_known(&self, story: &Story) -> Result<bool, Failure> {
        let identity = IdentityDigest::of(&story.identity());
        let known = self.store.identity(identity).map_err(Failure::failed)?;
        let row = self.store.story(known.unwrap_or(story.id()));
        let row = row.map_err(Failure::failed)?;
        let newest = row.and_then(|row| row.newest().map(|revision| revision.observed));
        Ok(newest.is_some_and(|newest| newest >= story.observed))
    }

    fn send(&mut self) -> Outcome {
        if !self.batch.is_empty() {
            let batch = std::mem::take(&mut self.batch);
            let sent = self.journal.submit(batch).map_err(Failure::failed)?;
            self.under_way.push_back(sent);
        }
        while self.under_way.len() >= JOBS_UNDER_WAY {
            self.settle()?;
        }
        Ok(())
    }

    fn settle(&mut self) -> Outcome {
        if let Some(pending) = self.under_way.pop_front() {
            pending.wait().map_err(Failure::failed)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Outcome {
        self.send()?;
        while !self.under_way.is_empty() {
            self.settle()?;
        }
        Ok(())
    }

    /// Makes the corrections that are not known here. An undo names another correction by a number, which is another here.
    fn correct(&mut self) -> Outcome {
        let mut here = Vec::new();
        for row in self.store.corrections() {
            let row = row.map_err(Failure::failed)?;
            here.push((row.seq, row.correction));
        }
        let mut numbers = HashMap::new();
        for (seq, mut correction) in std::mem::take(&mut self.corrections) {
            if let Act::Undo { correction: of } = &mut correction.act {
                match numbers.get(of) {
                    Some(number) => *of = *number,
                    None => {
                        self.refused += 1;
                        talk::warning(&format!(
                            "correction {seq} undoes number {of}, which is not among what was read"
                        ));
                        continue;
                    }
                }
            }
            if let Some((number, _)) = here.iter().find(|(_, known)| *known == correction) {
                numbers.insert(seq, *number);
                continue;
            }
            match self.journal.correct(correction) {
                Ok(made) => {
                    numbers.insert(seq, made.number);
                }
                Err(CorrectError::Refused(why)) => {
                    self.refused += 1;
                    talk::warning(&format!("correction {seq} was not made: {why}"));
                }
                Err(error) => return Err(Failure::failed(error)),
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Numbered<T> {
    seq: u64,
    #[serde(flatten)]
    what: T,
}

/// A line of `revisions.jsonl`.
fn revision(line: &str) -> Result<Foreign, String> {
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).map_err(|e| format!("not a revision: {e}"))?;
    // Absent is what the archive leaves out and an export writes as null.
    fields.retain(|_, value| !value.is_null());
    let read: Numbered<Story> =
        serde_json::from_value(fields.into()).map_err(|e| format!("not a revision: {e}"))?;
    Ok(Foreign {
        seq: read.seq,
        body: Body::Story(Box::new(read.what)),
    })
}

/// A line of `corrections.jsonl`.
fn correction(line: &str) -> Result<Foreign, String> {
    let read: Numbered<Correction> =
        serde_json::from_str(line).map_err(|e| format!("not a correction: {e}"))?;
    Ok(Foreign {
        seq: read.seq,
        body: Body::Correction(read.what),
    })
}
