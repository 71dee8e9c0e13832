//! What polling costs, and whether it keeps its promises in a crowd: `cargo bench --bench poll`.
//!
//! 1. One simulated day of 10,000 feeds on 2,000 hosts, a tenth of them bad; proved from the hosts' own log.
//! 2. The program itself on 10,000 feeds on 2,000 addresses of loopback, asked once cold and once warm, then idle.
//!
//! `-- day` or `-- cost` does one of them; `-- serve PORT` only serves the feeds of the second, for other readers to
//! be compared with, and `-- list PORT` prints their addresses. Measures, asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/it/support/crowd/mod.rs"]
mod crowd;

use crowd::Crowd;
use crowd::log::SECOND;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const FEEDS: usize = 10_000;
const HOSTS: usize = 2_000;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let word = arguments.first().map_or("", String::as_str);
    let port = arguments.get(1).and_then(|port| port.parse().ok());
    match word {
        "serve" => serve(TcpListener::bind(("0.0.0.0", port.unwrap_or(0))).unwrap()),
        "list" => urls(port.unwrap_or(0))
            .iter()
            .for_each(|url| println!("{url}")),
        "day" => day(),
        "cost" => cost(),
        _ => {
            day();
            cost();
        }
    }
}

/// User and system time of this process (or of its children that ended), in seconds.
fn cpu(children: bool) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    let first = if children { 13 } else { 11 };
    let ticks: f64 = fields[first..first + 2]
        .iter()
        .map(|f| f.parse::<f64>().unwrap())
        .sum();
    ticks / 100.0
}

fn day() {
    let (begun, before) = (Instant::now(), cpu(false));
    let crowd = Crowd {
        feeds: FEEDS,
        hosts: HOSTS,
        hours: 24,
    };
    let day = crowd.live();
    let used = cpu(false) - before;
    println!(
        "a day of {FEEDS} feeds on {HOSTS} hosts in {:.0} s",
        begun.elapsed().as_secs_f64()
    );
    println!("requests                     {:>9}", day.log.asked.len());
    let conditional = day
        .log
        .asked
        .iter()
        .filter(|asked| asked.conditional)
        .count();
    println!("  of them conditional        {conditional:>9}");
    println!("polls                        {:>9}", day.polled);
    println!("stories                      {:>9}", day.stories);
    println!("CPU, hosts included          {used:>9.1} s");
    println!(
        "impolite requests            {:>9}",
        day.log.impolite(2 * SECOND).len()
    );
    let mut waits = day.log.longest_waits();
    waits.sort_unstable();
    let minutes = |ms: Option<&u64>| ms.map_or(0, |ms| ms / 60_000);
    println!(
        "longest wait of a good feed  {:>9} min",
        minutes(waits.last())
    );
    let delays = day.log.delays();
    for (name, share) in [
        ("half", 50),
        ("nine in ten", 90),
        ("ninety-nine in a hundred", 99),
    ] {
        let delay = minutes(delays.get(delays.len() * share / 100));
        println!(
            "{name:<25} of {} new entries asked for within {delay} min",
            delays.len()
        );
    }
    println!("polls of bad feeds, least and most:");
    for (kind, (least, most)) in day.log.polls_of_bad() {
        println!("  {:<14} {least:>5} {most:>5}", format!("{kind:?}"));
    }
    let memory: Vec<String> = day
        .memory
        .iter()
        .map(|kib| (kib / 1024).to_string())
        .collect();
    println!(
        "memory by the hour, hosts and their log included, MiB: {}",
        memory.join(" ")
    );
}

/// The feeds' addresses, on so many addresses of loopback.
fn urls(port: u16) -> Vec<String> {
    let address = |host: usize| format!("127.0.{}.{}", 10 + host / 250, 1 + host % 250);
    (0..FEEDS)
        .map(|feed| format!("http://{}:{port}/feed/{feed}.xml", address(feed % HOSTS)))
        .collect()
}

/// Ten kilobytes of feed, always the same.
fn document(feed: usize) -> String {
    let text =
        "The harbour board met on Monday, said its chair, and put off the works until spring. ";
    let items: String = (0..20)
        .map(|n| {
            format!(
                "<item><title>Report {n} of {feed}</title><link>http://pages.example/{feed}/{n}</link><guid>http://pages.example/{feed}/{n}</guid>\
                 <pubDate>Mon, 16 Nov 2026 08:{n:02}:00 GMT</pubDate><description>{}</description></item>",
                text.repeat(3)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Outlet {feed}</title><link>http://pages.example/{feed}</link><description>Outlet {feed}</description>{items}</channel></rss>"
    )
}

fn serve(listener: TcpListener) {
    println!("{}", listener.local_addr().unwrap().port());
    for stream in listener.incoming().flatten() {
        // A client that hangs up ends its own thread only.
        std::thread::spawn(move || drop(answer(stream)));
    }
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let name = line.split(['/', '.']).nth(2).unwrap_or_default();
        let feed: usize = name.parse().unwrap_or(0);
        let (mut known, mut close) = (false, false);
        loop {
            line.clear();
            if reader.read_line(&mut line)? <= 2 {
                break;
            }
            let lower = line.to_ascii_lowercase();
            known |= lower.starts_with("if-none-match: \"v1\"");
            close |= lower.starts_with("connection: close");
        }
        let head = "etag: \"v1\"\r\nlast-modified: Mon, 16 Nov 2026 08:00:00 GMT\r\ncontent-type: application/rss+xml";
        let answer = match known {
            true => format!("HTTP/1.1 304 Not Modified\r\n{head}\r\n\r\n"),
            false => {
                let body = document(feed);
                format!(
                    "HTTP/1.1 200 OK\r\n{head}\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
            }
        };
        stream.write_all(answer.as_bytes())?;
        if close {
            return Ok(());
        }
    }
}

/// A process that ends with this one's interest in it.
struct Helper(Child);

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn cost() {
    let me = std::env::current_exe().unwrap();
    let mut server = Command::new(me)
        .args(["serve", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut port = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut port)
        .unwrap();
    let _server = Helper(server);
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("sayso.toml");
    let mut text = format!(
        "data_dir = {:?}\n[poll]\nallow_private = ['127.0.0.0/8']\nper_host_gap = '0s'\n[pages]\nfull_text = 'never'\n\
         [feed_defaults]\nexclude = {{ title = ['report'] }}\n",
        home.path().join("data")
    );
    for url in urls(port.trim().parse().unwrap()) {
        text.push_str(&format!("[[feeds]]\nurl = {url:?}\n"));
    }
    std::fs::write(&config, text).unwrap();
    for what in ["cold", "warm", "warm again"] {
        let (begun, before) = (Instant::now(), cpu(true));
        let done = program(&config).arg("--once").output().unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let (wall, used) = (begun.elapsed().as_secs_f64(), cpu(true) - before);
        println!(
            "{what:<11} {:>7.0} feeds/s {:>7.1} s CPU {:>7.0} µs CPU a poll",
            FEEDS as f64 / wall,
            used,
            used * 1e6 / FEEDS as f64
        );
    }
    idle(&config, home.path());
}

fn program(config: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command
        .arg("run")
        .arg("--config")
        .arg(config)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// The service between polls: how soon it answers after its start, and the memory that it takes.
fn idle(config: &Path, home: &Path) {
    let begun = Instant::now();
    let mut child = program(config);
    let service = Helper(child.stderr(Stdio::null()).spawn().unwrap());
    let socket = home.join("data/sayso.sock");
    while std::os::unix::net::UnixStream::connect(&socket).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "it does not start"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    println!(
        "answers after               {:>7.2} s",
        begun.elapsed().as_secs_f64()
    );
    std::thread::sleep(Duration::from_secs(5));
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.0.id())).unwrap();
    for line in status
        .lines()
        .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
    {
        println!("{line}");
    }
}
