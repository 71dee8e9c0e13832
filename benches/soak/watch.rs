//! What is looked at while the service runs, and whether it grew. Knows nothing of news.

use crate::Failure;
use crate::newsroom::Newsroom;
use std::fmt;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// The share of a run, at its beginning, in which caches fill and growth means nothing.
const WARM_UP: f64 = 0.25;
/// Growth of memory over the rest of a run that still counts as flat.
const MEMORY: f64 = 1.15;
/// Growth of open files that still counts as flat.
const FILES: f64 = 1.20;

/// The service at one moment.
pub struct Sample {
    at: Duration,
    resident: u64,
    files: u64,
    stories: u64,
    published: usize,
    waiting: u64,
    failures: u64,
}

impl Sample {
    /// The line above the samples.
    pub const HEAD: &'static str =
        " seconds   memory MiB   open files     published      recorded    waiting    failures";

    /// Looks at the process and asks it.
    pub fn take(
        pid: u32,
        at: Duration,
        newsroom: &Newsroom,
        home: &Path,
    ) -> Result<Sample, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse().ok());
        let files = std::fs::read_dir(format!("/proc/{pid}/fd"))?.count();
        // Before the socket listens there is nothing to ask.
        let metrics = scrape(&home.join("data/sayso.sock")).unwrap_or_default();
        let sum = |name: &str| -> u64 {
            let values = metrics.lines().filter(|line| line.starts_with(name));
            let values = values.filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
            values.sum::<f64>() as u64
        };
        Ok(Sample {
            at,
            resident: resident.unwrap_or(0) * 1024,
            files: files as u64,
            stories: sum("sayso_view_rows{kind=\"stories\"}"),
            published: newsroom.published().len(),
            waiting: sum("sayso_backlog_stories"),
            failures: sum("sayso_failures_total{"),
        })
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>8} {:>12} {:>12} {:>13} {:>13} {:>10} {:>11}",
            self.at.as_secs(),
            self.resident >> 20,
            self.files,
            self.published,
            self.stories,
            self.waiting,
            self.failures
        )
    }
}

fn scrape(socket: &Path) -> std::io::Result<String> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(b"GET /metrics HTTP/1.0\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// Compares the first third of what follows the warm-up with the last; an error where memory or open files grew.
pub fn verdict(samples: &[Sample]) -> Result<(), Failure> {
    let warm = (samples.len() as f64 * WARM_UP) as usize;
    let rest = &samples[warm.min(samples.len())..];
    let third = rest.len() / 3;
    if third == 0 {
        println!("the run was too short to say whether anything grows");
        return Ok(());
    }
    let (first, last) = (&rest[..third], &rest[rest.len() - third..]);
    let mut grew = Vec::new();
    for (what, of, most) in [
        (
            "memory in MiB",
            (|s| s.resident >> 20) as fn(&Sample) -> u64,
            MEMORY,
        ),
        ("open files", |s| s.files, FILES),
    ] {
        let (before, after) = (median(first, of), median(last, of));
        println!("{what}: {before} in the first third after the warm-up, {after} in the last");
        if after as f64 > before as f64 * most {
            grew.push(what);
        }
    }
    match grew.is_empty() {
        true => Ok(()),
        false => Err(format!("{} grew", grew.join(" and ")).into()),
    }
}

fn median(samples: &[Sample], of: fn(&Sample) -> u64) -> u64 {
    let mut values: Vec<u64> = samples.iter().map(of).collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}
