//! The running service: asked over its socket, refused a twin, ended by a signal.

use crate::support::{FeedServer, Home, Reply};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::process::Child;
use std::time::Duration;

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x.example/</link>
<item><title>Mill to reopen</title><guid isPermaLink="false">mill-1</guid><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate>
<description>&lt;p&gt;The paper mill at Oster will reopen in March, its owner announced on Monday.&lt;/p&gt;&lt;p&gt;“We have the orders and we have the people,” said Jonas Brandt, the managing director.&lt;/p&gt;</description></item></channel></rss>"#;

/// Reads the child's log until a line has `word`; panics with the whole log when it ends first.
fn wait_for(log: &mut impl BufRead, word: &str) {
    let mut seen = String::new();
    loop {
        let from = seen.len();
        assert!(
            log.read_line(&mut seen).unwrap() > 0,
            "{word:?} never came:\n{seen}"
        );
        if seen[from..].contains(word) {
            return;
        }
    }
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).unwrap();
}

#[test]
fn the_daemon_answers_refuses_a_twin_and_ends_in_order() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::ok("application/rss+xml", FEED));
    let config = home.config(&[(&server.url("/feed"), "Oster News")]);
    let text = std::fs::read_to_string(&config)
        .unwrap()
        .replace("[[feeds]]", "[[feeds]]\ninterval = \"10s\"");
    std::fs::write(
        &config,
        text.replace("[poll]", "[poll]\nmin_interval = \"10s\""),
    )
    .unwrap();
    let config = config.to_str().unwrap();
    // A first round, so that the daemon's own comes at a due time and not in the spread of first polls.
    home.run(&["run", "--once", "--config", config]).good();

    let mut child = home.start(&["run", "--config", config]);
    let mut log = BufReader::new(child.stderr.take().unwrap());
    wait_for(&mut log, "listening");

    // The store is locked, so this answer came over the socket.
    let live = home
        .run(&["inspect", "claims", "--format", "jsonl", "--config", config])
        .good();
    assert!(
        live.jsonl()
            .iter()
            .any(|claim| claim["speaker"]["name"] == "Jonas Brandt"),
        "{}",
        live.out
    );

    let twin = home.run(&["run", "--once", "--config", config]);
    assert_eq!(twin.code, Some(1));
    assert!(
        twin.err.contains("another") && twin.err.contains("data"),
        "{}",
        twin.err
    );
    let verify = home.run(&["store", "verify", "--config", config]);
    assert_eq!(verify.code, Some(1), "{}", verify.err);

    signal(&child, Signal::TERM);
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
    assert!(!home.exists("data/sayso.sock"), "the socket is gone");

    // Asked of the store itself, the answer is the same.
    let direct = home
        .run(&["inspect", "claims", "--format", "jsonl", "--config", config])
        .good();
    assert_eq!(direct.out, live.out);
}

#[test]
fn a_signal_ends_a_hanging_poll() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::Hang);
    let config = home.config(&[(&server.url("/feed"), "Slow")]);
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(
        &config,
        text.replace("\"5s\"", "\"60s\"")
            .replace("\"2s\"", "\"50s\""),
    )
    .unwrap();
    let mut child = home.start(&["run", "--once", "--config", config.to_str().unwrap()]);
    let mut log = child.stderr.take().unwrap();
    server.wait_asked("/feed");
    signal(&child, Signal::INT);
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
}

#[test]
fn a_signal_ends_a_start_that_brings_the_view_up_to_date_and_the_next_goes_on() {
    const STORIES: usize = 600;
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::ok("application/rss+xml", FEED));
    let config = home.config(&[(&server.url("/feed"), "Oster News")]);
    let config = config.to_str().unwrap();
    let lines: String = (0..STORIES)
        .map(|n| format!("{{\"url\":\"http://y.example/{n}\",\"title\":\"Report {n}\",\"text\":\"The ferry {n} is late, said Marta Quill.\"}}\n"))
        .collect();
    home.run_with(&["ingest", "-", "--config", config], lines.as_bytes())
        .good();
    std::fs::remove_dir_all(home.path("data/view")).unwrap();
    std::fs::remove_file(home.path("data/view.json")).unwrap();

    let mut child = home.start(&["run", "--config", config]);
    let mut answer = String::new();
    while answer.is_empty() {
        assert_eq!(child.try_wait().unwrap(), None);
        let Ok(mut stream) = UnixStream::connect(home.path("data/sayso.sock")) else {
            std::thread::yield_now();
            continue;
        };
        // Whoever is cut off asks again.
        let _ = stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n");
        let _ = stream.read_to_string(&mut answer);
    }
    assert!(answer.contains("503"), "{answer}");
    signal(&child, Signal::TERM);
    let mut log = String::new();
    let _ = child.stderr.take().unwrap().read_to_string(&mut log);
    assert_eq!(child.wait().unwrap().code(), Some(0), "{log}");
    assert!(!home.exists("data/sayso.sock"), "the socket is gone");

    home.run(&["run", "--once", "--config", config]).good();
    let stories = home
        .run(&[
            "inspect", "stories", "--limit", "0", "--format", "jsonl", "--config", config,
        ])
        .good();
    assert_eq!(stories.jsonl().len(), STORIES + 1);
    home.run(&["store", "verify", "--config", config]).good();
}

#[test]
fn a_changed_configuration_is_taken_while_it_runs_and_a_bad_one_is_not() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::ok("application/rss+xml", FEED));
    server.on("/more", Reply::ok("application/rss+xml", FEED));
    server.on("/third", Reply::ok("application/rss+xml", FEED));
    let path = home.config(&[(&server.url("/feed"), "Oster News")]);
    let config = path.to_str().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let refused = home.run(&["reload", "--config", config]);
    assert_eq!(refused.code, Some(1), "nobody runs: {}", refused.err);

    let mut child = home.start(&["run", "--config", config]);
    let mut log = BufReader::new(child.stderr.take().unwrap());
    wait_for(&mut log, "listening");
    std::fs::write(&path, format!("{text}[[feeds]]\nurl = 'ftp://x'\n")).unwrap();
    let bad = home.run(&["reload", "--data-dir", home.data().to_str().unwrap()]);
    assert_eq!(bad.code, Some(1), "{}", bad.err);
    assert!(bad.err.contains("the scheme 'ftp'"), "{}", bad.err);

    let more = format!("{text}[[feeds]]\nurl = {:?}\n", server.url("/more"));
    std::fs::write(&path, &more).unwrap();
    let good = home.run(&["reload", "--config", config]).good();
    assert!(good.err.contains("1 feed added"), "{}", good.err);
    server.wait_asked("/more");

    // A fragment beside it is part of it.
    let third = format!("[[feeds]]\nurl = {:?}\n", server.url("/third"));
    home.write("sayso.d/more.toml", &third);
    signal(&child, Signal::HUP);
    wait_for(&mut log, "reloaded");
    server.wait_asked("/third");
    signal(&child, Signal::TERM);
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
}

#[test]
fn the_feeds_of_a_site_are_found_and_a_stopped_one_is_resumed() {
    let (home, server) = (Home::new(), FeedServer::start());
    let page = r#"<link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/none">"#;
    server.on("/", Reply::ok("text/html", page));
    server.on("/feed", Reply::ok("application/rss+xml", FEED));
    server.on("/gone", Reply::status(410));
    let config = home.config(&[(&server.url("/gone"), "Gone")]);
    let config = config.to_str().unwrap();
    let site = server.url("/");
    let found = home
        .run(&[
            "feeds", "discover", &site, "--format", "jsonl", "--config", config,
        ])
        .good()
        .jsonl();
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0]["entries"], 1);
    assert_eq!(found[1]["error"], "http_status");

    for _ in 0..2 {
        home.run(&["run", "--once", "--config", config]);
    }
    assert_eq!(server.asked("/gone").len(), 1, "stopped");
    let feed = home
        .run(&[
            "inspect", "feed", "Gone", "--format", "json", "--config", config,
        ])
        .good();
    let feed: serde_json::Value = serde_json::from_str(&feed.out).unwrap();
    assert_eq!(feed["feed"]["state"], "stopped");
    assert_eq!(feed["fetches"][0]["status"], 410);
    let listed = home.run(&["inspect", "feeds", "--config", config]).good();
    let gone = server.url("/gone");
    assert!(listed.out.contains(&format!("feeds resume {gone}")));
    for (time, name) in [(2, gone.as_str()), (3, "gone")] {
        home.run(&["feeds", "resume", name, "--config", config])
            .good();
        home.run(&["run", "--once", "--config", config]);
        assert_eq!(server.asked("/gone").len(), time, "{name}");
    }
    let unknown = home.run(&["feeds", "resume", "Elsewhere", "--config", config]);
    assert!(unknown.err.contains("no feed of the configuration"));
}

/// Messages in which a word must have come: some come every 100 ms as long as the service lives.
const TOLD_WITHIN: usize = 600;

/// The messages of a service manager's socket until one has `word`; panics when none of many has, or none comes for long.
fn told(manager: &UnixDatagram, word: &str) -> String {
    let mut seen = Vec::new();
    let mut message = [0; 4_096];
    for _ in 0..TOLD_WITHIN {
        let n = manager
            .recv(&mut message)
            .unwrap_or_else(|e| panic!("{word:?} was never told: {e}; told were {seen:?}"));
        let text = String::from_utf8_lossy(&message[..n]).into_owned();
        if text.contains(word) {
            return text;
        }
        seen.push(text);
    }
    panic!("{word:?} was never told; told were {seen:?}");
}

#[test]
fn the_service_manager_and_the_metrics_are_told_how_it_goes() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::ok("application/rss+xml", FEED));
    let config = home.config(&[(&server.url("/feed"), "Oster News")]);
    // A free port: asked for and given back.
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut text = std::fs::read_to_string(&config).unwrap();
    text = text.replace(
        "[[feeds]]",
        &format!("[run]\nmetrics = \"{address}\"\n\n[[feeds]]"),
    );
    std::fs::write(&config, text).unwrap();

    let path = home.path("manager.sock");
    let manager = UnixDatagram::bind(&path).unwrap();
    manager
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let mut command = home.command(&["run", "--config", config.to_str().unwrap()]);
    command
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "300000")
        .stderr(std::process::Stdio::null());
    let mut child = command.spawn().unwrap();
    told(&manager, "READY=1");
    let ask = |page: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {page} HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let status = told(&manager, "1 story today, 0 waiting");
    assert!(
        status.contains("WATCHDOG=1") && status.contains("1 feed,"),
        "{status}"
    );
    let metrics = ask("/metrics");
    for line in [
        "sayso_polls_total{outcome=\"read\"} 1",
        "sayso_durable_sequence 1",
        "sayso_backlog_age_seconds 0",
        "sayso_pages_waiting 0",
        "sayso_polling_held 0",
        "sayso_observed_stories_total{verdict=\"new\"} 1",
        "sayso_step_seconds_count{step=\"fetch_feed\"} 1",
        "sayso_view_rows{kind=\"stories\"} 1",
    ] {
        assert!(metrics.lines().any(|l| l == line), "{line}: {metrics}");
    }
    assert!(ask("/readyz").contains("200 OK"));
    // A reload is told with its time, and then that it is over.
    signal(&child, Signal::HUP);
    let reloading = told(&manager, "RELOADING=1");
    assert!(reloading.contains("MONOTONIC_USEC="), "{reloading}");
    told(&manager, "READY=1");
    assert!(ask("/ask").contains("404"), "questions are not for TCP");
    signal(&child, Signal::TERM);
    told(&manager, "STOPPING=1");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
