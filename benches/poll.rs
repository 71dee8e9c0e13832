//! What polling costs, and whether it keeps its promises in a crowd: `cargo bench --bench poll`.
//!
//! 1. One simulated day of 10,000 feeds on 2,000 hosts, a tenth of them bad; proved from the hosts' own log.
//! 2. The program itself on 10,000 feeds on 2,000 addresses of loopback: asked once cold and once warm, then the service, how soon
//!    it is ready, the memory that it takes while nothing is due, and what each poll costs that finds nothing new.
//!
//! `-- day` or `-- cost` does one of them; `-- serve PORT` only serves the feeds of the second, for other readers to
//! be compared with, and `-- list PORT` prints their addresses. Measures, asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../tests/it/support/crowd/mod.rs"]
mod crowd;

use crowd::Crowd;
use crowd::log::SECOND;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
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
    cpu_of("self", children)
}

fn cpu_of(pid: &str, children: bool) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
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
    let urls = urls(port.trim().parse().unwrap());
    std::fs::write(&config, configuration(home.path(), &urls, "2h")).unwrap();
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
    let service = Service::start(&config, home.path());
    std::thread::sleep(Duration::from_secs(5));
    service.memory("idle");
    drop(service);
    // So often that several polls of each feed are seen in a minute; half of them find their connection open still.
    std::fs::write(&config, configuration(home.path(), &urls, "20s")).unwrap();
    let service = Service::start(&config, home.path());
    while service.polls() < 2 * FEEDS as u64 {
        std::thread::sleep(Duration::from_secs(1));
    }
    let (polls, used) = (service.polls(), service.cpu());
    std::thread::sleep(Duration::from_secs(60));
    let (polls, used) = (service.polls() - polls, service.cpu() - used);
    println!(
        "every 20 s  {:>7.0} polls/s {used:>7.1} s CPU {:>7.0} µs CPU a poll that finds nothing new",
        polls as f64 / 60.0,
        used * 1e6 / polls as f64
    );
    service.memory("polling");
}

fn configuration(home: &Path, urls: &[String], interval: &str) -> String {
    let mut text = format!(
        "data_dir = {:?}\n[poll]\nallow_private = ['127.0.0.0/8']\nper_host_gap = '0s'\nmin_interval = '{interval}'\n\
         max_interval = '{interval}'\ninterval = '{interval}'\n[pages]\nfull_text = 'never'\n\
         [feed_defaults]\nexclude = {{ title = ['report'] }}\n",
        home.join("data")
    );
    for url in urls {
        text.push_str(&format!("[[feeds]]\nurl = {url:?}\n"));
    }
    text
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

/// The running service.
struct Service {
    process: Helper,
    socket: PathBuf,
}

impl Service {
    /// Starts it, and says how long it took until it was ready.
    fn start(config: &Path, home: &Path) -> Service {
        let begun = Instant::now();
        let mut service = Service {
            process: Helper(program(config).stderr(Stdio::null()).spawn().unwrap()),
            socket: home.join("data/sayso.sock"),
        };
        while !service.get("/readyz").contains(" 200 ") {
            let ended = service.process.0.try_wait().unwrap();
            assert!(
                ended.is_none() && begun.elapsed() < Duration::from_secs(120),
                "it does not start"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
        println!("ready after {:>7.2} s", begun.elapsed().as_secs_f64());
        service
    }

    /// The answer to this page; empty where nobody listens yet.
    fn get(&self, page: &str) -> String {
        let mut answer = String::new();
        let asked = UnixStream::connect(&self.socket).and_then(|mut stream| {
            write!(stream, "GET {page} HTTP/1.0\r\n\r\n")?;
            stream.read_to_string(&mut answer)
        });
        // Cut off on the way from one listener to the next: asked again.
        drop(asked);
        answer
    }

    fn polls(&self) -> u64 {
        let page = self.get("/metrics");
        page.lines()
            .filter(|line| line.starts_with("sayso_polls_total{"))
            .map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
            .sum()
    }

    fn cpu(&self) -> f64 {
        cpu_of(&self.process.0.id().to_string(), false)
    }

    fn memory(&self, when: &str) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.0.id()));
        for line in status.unwrap().lines() {
            if let Some(kib) = line.strip_prefix("VmRSS:") {
                println!("memory while {when:<8} {}", kib.trim());
            }
        }
    }
}
