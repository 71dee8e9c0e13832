//! `sayso ingest`: stories from JSON lines through the same stages as the poller.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::cli::service::open_service;
use crate::cli::talk;
use crate::cli::watch;
use crate::cli::watch::Progress;
use crate::pipeline::counters::Counters;
use crate::pipeline::ingest;
use crate::pipeline::journal::Journal;
use crate::pipeline::journal::Pending;
use crate::poll::Clock;
use clap::Args as ClapArgs;
use std::collections::VecDeque;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

/// Stories that are recorded together.
const JOB_STORIES: usize = 128;
/// Bytes of text that are recorded together at most, about: a few very long stories make a job of their own.
const JOB_BYTES: usize = 16 << 20;
/// Jobs under way; at the bound the oldest is waited for before another line is read.
const JOBS_UNDER_WAY: usize = 4;
/// Bad lines that are named one by one; the rest are counted.
const LINES_NAMED: u64 = 20;

/// Arguments of `ingest`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A line is one JSON object: {\"url\",\"title\",\"text\",\"published\",\"outlet\"}, of which only text is needed;
guid, updated, byline and language may be given too. Paragraphs of the text are parted by blank lines.
A service that runs on the data directory has to be stopped first. A line that is no story is named and skipped. What is known already is not recorded twice.

Examples:
  sayso ingest stories.jsonl
  zstdcat backfile.jsonl.zst | sayso ingest -

Exit codes: 0 every line was recorded or known, 1 some lines were not, 2 wrong use or configuration\n(a file that cannot be opened; what came before it is recorded).")]
pub struct Args {
    /// Files of JSON lines; - is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    place: Place,
}

/// Reads every file, records every story, says what it came to.
pub fn run(args: Args) -> Outcome {
    let config = paths::config_or_defaults(&args.place)?;
    let counters = Arc::new(Counters::default());
    let observer = watch::fitting(&counters, Progress::Stories);
    let clock = Clock::System;
    let service = open_service(&config, counters.clone(), observer, clock.clone())?;
    let mut feeder = Feeder {
        journal: service.journal,
        counters: &counters,
        clock,
        batch: Vec::new(),
        under_way: VecDeque::new(),
        bad: 0,
        bytes: 0,
    };
    let mut outcome = Ok(());
    for path in &args.files {
        outcome = feeder.file(path);
        if outcome.is_err() {
            break;
        }
    }
    // What was read before a failure is recorded all the same.
    let flushed = feeder.finish();
    let bad = feeder.bad;
    drop(feeder);
    let ended = service.running.join();
    eprintln!("{}", watch::summary(&counters.read()));
    outcome.and(flushed)?;
    ended.map_err(Failure::failed)?;
    if bad > 0 {
        return Err(Failure::failed(format!(
            "{bad} lines were not recorded; the rest were"
        )));
    }
    Ok(())
}

struct Feeder<'a> {
    journal: Journal,
    counters: &'a Counters,
    clock: Clock,
    batch: Vec<crate::model::Story>,
    under_way: VecDeque<Pending>,
    bad: u64,
    /// Bytes of text in `batch`.
    bytes: usize,
}

impl Feeder<'_> {
    fn file(&mut self, path: &PathBuf) -> Outcome {
        let stdin = path.as_os_str() == "-";
        let name = if stdin {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let cannot = |e: std::io::Error| Failure::failed(format!("{name}: {e}"));
        let mut reader: Box<dyn BufRead> = if stdin {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            let file = File::open(path).map_err(|e| Failure::misuse(format!("{name}: {e}")))?;
            Box::new(BufReader::with_capacity(1 << 16, file))
        };
        let mut line = Vec::new();
        for number in 1u64.. {
            line.clear();
            let read = (&mut reader)
                .take(ingest::MAX_LINE as u64 + 1)
                .read_until(b'\n', &mut line)
                .map_err(cannot)?;
            if read == 0 {
                break;
            }
            if line.len() > ingest::MAX_LINE {
                self.refuse(
                    &name,
                    number,
                    &format!("longer than {} MiB", ingest::MAX_LINE >> 20),
                );
                skip_line(&mut reader).map_err(cannot)?;
                continue;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            self.counters.entries(1);
            let story = std::str::from_utf8(&line)
                .map_err(|e| format!("not UTF-8: {e}"))
                .and_then(|text| ingest::story(text, self.clock.now()));
            match story {
                Ok(story) => self.push(story)?,
                Err(message) => self.refuse(&name, number, &message),
            }
        }
        Ok(())
    }

    fn refuse(&mut self, name: &str, number: u64, message: &str) {
        self.bad += 1;
        self.counters.failed("bad_line");
        if self.bad <= LINES_NAMED {
            talk::warning(&format!("{name}:{number}: {message}"));
        } else if self.bad == LINES_NAMED + 1 {
            talk::warning("further bad lines are counted, not named");
        }
    }

    fn push(&mut self, story: crate::model::Story) -> Outcome {
        self.bytes += story.body.iter().map(|p| p.text.len()).sum::<usize>();
        self.batch.push(story);
        if self.batch.len() >= JOB_STORIES || self.bytes >= JOB_BYTES {
            self.send()
        } else {
            Ok(())
        }
    }

    fn send(&mut self) -> Outcome {
        if !self.batch.is_empty() {
            let batch = std::mem::take(&mut self.batch);
            self.bytes = 0;
            self.under_way
                .push_back(self.journal.submit(batch).map_err(Failure::failed)?);
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

    fn finish(&mut self) -> Outcome {
        self.send()?;
        while !self.under_way.is_empty() {
            self.settle()?;
        }
        Ok(())
    }
}

/// Reads past the end of a line that is too long, without keeping it.
fn skip_line(reader: &mut dyn BufRead) -> std::io::Result<()> {
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            return Ok(());
        }
        let (used, ended) = match available.iter().position(|b| *b == b'\n') {
            Some(at) => (at + 1, true),
            None => (available.len(), false),
        };
        reader.consume(used);
        if ended {
            return Ok(());
        }
    }
}
