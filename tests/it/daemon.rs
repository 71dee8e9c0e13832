//! The running service: asked over its socket, refused a twin, ended by a signal.

use crate::support::{FeedServer, Home, Reply};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Read};
use std::process::Child;

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
