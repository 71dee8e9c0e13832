//! An endurance run: the service at full speed against a newsroom on loopback with faults. Memory, open files and stories are
//! counted; growth and loss fail it.
//!
//!     cargo bench --bench soak -- --minutes 60
//!
//! Without `--minutes` it does nothing, so that `cargo bench` stays short. `--feeds 200` and `--stories 2` (new stories for each
//! poll of a feed) set the load. Caches are set as small as they go, so that they are full early: what grows after that is a leak.

mod newsroom;
mod watch;

use newsroom::Newsroom;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;
use watch::Sample;

/// How often the service is looked at.
const EVERY: Duration = Duration::from_secs(10);
/// How long the service may take to catch up once the faults are over.
const CATCH_UP: Duration = Duration::from_secs(600);
/// Feeds that share a site.
const FEEDS_A_SITE: usize = 10;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(minutes) = argument("--minutes") else {
        eprintln!("soak: nothing to do; cargo bench --bench soak -- --minutes 60");
        return Ok(());
    };
    let feeds = usize::try_from(argument("--feeds").unwrap_or(200))?;
    let stories = argument("--stories").unwrap_or(2);
    let home = tempfile::tempdir()?;
    let newsroom = Newsroom::open(feeds, FEEDS_A_SITE, stories)?;
    let config = home.path().join("soak.toml");
    std::fs::write(&config, configuration(home.path(), &newsroom))?;

    let log = std::fs::File::create(home.path().join("log"))?;
    let mut service = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(["run", "--config"])
        .arg(&config)
        .env("SAYSO_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()?;
    let outcome = soak(&mut service, &newsroom, home.path(), minutes);
    // Whatever went wrong, nothing is left running.
    let _ = service.kill();
    let _ = service.wait();
    if outcome.is_err() {
        eprintln!("the log's end:\n{}", tail(&home.path().join("log"), 20));
    }
    outcome
}

fn soak(
    service: &mut Child,
    newsroom: &Newsroom,
    home: &Path,
    minutes: u64,
) -> Result<(), Failure> {
    let begun = Instant::now();
    let mut samples: Vec<Sample> = Vec::new();
    println!("{}", Sample::HEAD);
    let mut look = |samples: &mut Vec<Sample>| -> Result<(), Failure> {
        std::thread::sleep(EVERY);
        if let Some(status) = service.try_wait()? {
            return Err(format!("the service ended by itself: {status}").into());
        }
        let sample = Sample::take(service.id(), begun.elapsed(), newsroom, home)?;
        println!("{sample}");
        std::io::stdout().flush()?;
        samples.push(sample);
        Ok(())
    };
    while begun.elapsed() < Duration::from_secs(minutes * 60) {
        look(&mut samples)?;
    }
    // From here on every answer is honest and nothing new appears: what was published must all arrive.
    newsroom.calm();
    let calm = Instant::now();
    let mut late = Vec::new();
    let missing = loop {
        look(&mut late)?;
        let missing = missing(newsroom, home)?;
        if missing.is_empty() || calm.elapsed() > CATCH_UP {
            break missing;
        }
    };
    println!(
        "{} stories were published, {} polls answered, {} of them with a fault",
        newsroom.published().len(),
        newsroom.answered(),
        newsroom.faults()
    );
    match missing.iter().next() {
        Some(first) => {
            let lost = missing.len();
            return Err(format!("{lost} stories are lost, {first} among them").into());
        }
        None => println!("no story was lost"),
    }
    watch::verdict(&samples)
}

/// Stories that were published and are not known.
fn missing(newsroom: &Newsroom, home: &Path) -> Result<HashSet<String>, Failure> {
    let asked = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args([
            "inspect",
            "stories",
            "--limit",
            "0",
            "--format",
            "jsonl",
            "--data-dir",
        ])
        .arg(home.join("data"))
        .stderr(Stdio::inherit())
        .output()?;
    if !asked.status.success() {
        return Err("the service gave no answer".into());
    }
    let mut missing = newsroom.published();
    for line in String::from_utf8(asked.stdout)?.lines() {
        let story: serde_json::Value = serde_json::from_str(line)?;
        if let Some(url) = story["url"].as_str() {
            missing.remove(url);
        }
    }
    Ok(missing)
}

fn configuration(home: &Path, newsroom: &Newsroom) -> String {
    let mut text = format!(
        "data_dir = {:?}\n[poll]\nallow_private = true\nper_host_gap = \"0s\"\nmin_interval = \"10s\"\ninterval = \"10s\"\n\
         connect_timeout = \"2s\"\nfirst_byte_timeout = \"3s\"\nidle_timeout = \"2s\"\ntotal_timeout = \"8s\"\nmax_body = \"1 MiB\"\n\
         [pages]\nrobots = false\n[dedup]\nwindow = \"1day\"\nmemory = \"1 MiB\"\n[store]\ncache = \"8 MiB\"\n",
        home.join("data")
    );
    for (n, url) in newsroom.feeds().iter().enumerate() {
        text += &format!("[[feeds]]\nurl = {url:?}\noutlet = \"Outlet {n}\"\ninterval = \"10s\"\n");
    }
    text
}

fn argument(name: &str) -> Option<u64> {
    let mut words = std::env::args().skip_while(|word| word != name);
    words.nth(1)?.parse().ok()
}

fn tail(path: &Path, lines: usize) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
