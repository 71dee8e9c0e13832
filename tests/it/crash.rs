//! The program killed at random moments: what it acknowledged is there, once, every start succeeds, and the view is the archive's.

use crate::support::{Dice, FeedServer, Home, Reply};
use std::io::Write;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Kills in one test run. `KILLS=100 cargo test crash` makes more.
fn rounds() -> u64 {
    std::env::var("KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(12)
}

/// Milliseconds between two looks at whether a program has ended.
const STEP: u64 = 2;

fn line(n: u64) -> String {
    let text = format!(
        "The council of Ward {n} voted on plan {n} on Monday, after {} letters from residents had reached the clerk.\\n\\n“Plan {n} is the only plan that pays for itself,” said Rosa Lindqvist-{n}, who drew it up over the winter.\\n\\nThe work on it begins in week {} and costs {} crowns.",
        n * 7 + 3,
        n % 50,
        n * 1_013
    );
    format!(
        "{{\"url\":\"https://ward.example/{n}\",\"title\":\"Ward {n} votes\",\"text\":\"{text}\",\"outlet\":\"Ward News\",\"published\":\"2026-11-16T08:00:00Z\"}}\n"
    )
}

/// Lets the child run so many milliseconds, or to its end, and kills it. Whether it had ended, which it must have done well.
fn kill_after(child: &mut Child, millis: u64) -> bool {
    let (_hold, never) = mpsc::channel::<()>();
    let mut ended = None;
    for _ in 0..millis.div_ceil(STEP) {
        let _ = never.recv_timeout(Duration::from_millis(STEP));
        ended = child.try_wait().unwrap();
        if ended.is_some() {
            break;
        }
    }
    assert!(ended.is_none_or(|status| status.success()), "{ended:?}");
    // It may have ended by itself just now.
    drop(child.kill());
    child.wait().unwrap();
    ended.is_some()
}

/// Reads the events behind those that are there already, as whoever follows by their numbers does.
fn follow(home: &Home, events: &mut Vec<serde_json::Value>) {
    let after = events
        .last()
        .map_or(0, |event| event["seq"].as_u64().unwrap());
    let new = home.ask(&[
        "inspect",
        "tail",
        "--after",
        &after.to_string(),
        "--format",
        "jsonl",
    ]);
    // Killed before it made anything, there is nothing to ask yet.
    if new.code == Some(0) {
        events.extend(new.jsonl());
    }
}

/// The view's stories and claims, as the program tells them.
fn view(home: &Home) -> (Vec<serde_json::Value>, Vec<serde_json::Value>) {
    let ask = |what: &str| {
        home.ask(&["inspect", what, "--format", "jsonl", "--limit", "1000000"])
            .good()
            .jsonl()
    };
    (ask("stories"), ask("claims"))
}

#[test]
fn killed_at_random_nothing_is_lost_or_doubled() {
    let home = Home::new();
    let mut dice = Dice::new(20_261_116);
    // What no run has acknowledged by ending well: handed in again, as a poller does. What was acknowledged never is.
    let mut input = String::new();
    let (mut stories, mut acknowledged) = (0, 0);
    let mut followed = Vec::new();
    let data = home.data();
    let args = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    for round in 0..rounds() {
        for _ in 0..=dice.below(20) {
            input.push_str(&line(stories));
            stories += 1;
        }
        let all = stories;
        let mut child = home
            .command(&args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let bytes = input.clone().into_bytes();
        let (written, done) = mpsc::channel();
        let writer = std::thread::spawn(move || {
            // The pipe breaks when the program is killed while it reads.
            drop(stdin.write_all(&bytes));
            drop(stdin);
            let _ = written.send(());
        });
        // Between before it opens anything and after it has read everything.
        let _ = done.recv_timeout(Duration::from_millis(dice.below(5)));
        // Now and then it has the time to end.
        let millis = match round % 8 {
            7 => 60_000,
            _ => dice.below(220),
        };
        if kill_after(&mut child, millis) {
            acknowledged = all;
            input.clear();
        }
        writer.join().unwrap();
        follow(&home, &mut followed);
    }
    assert!(acknowledged > 0, "some runs come to their end");
    home.run_with(&args, input.as_bytes()).good();

    home.ask(&["store", "verify"]).good();
    let live = view(&home);
    assert_eq!(live.0.len() as u64, stories, "every line is one story");
    assert!(
        live.0.iter().all(|story| story["revisions"] == 1),
        "no story was recorded twice"
    );
    assert_eq!(live.1.len() as u64, stories, "every story has one claim");
    follow(&home, &mut followed);
    let mut whole = Vec::new();
    follow(&home, &mut whole);
    assert_eq!(whole.len() as u64, stories, "every story is one event");
    assert!(followed == whole, "an event was missed, or came twice");

    home.ask(&["store", "rebuild"]).good();
    home.ask(&["store", "verify"]).good();
    assert!(view(&home) == live, "the rebuilt view is not the live one");
    whole.clear();
    follow(&home, &mut whole);
    assert!(followed == whole, "the rebuilt view tells other events");
}

#[test]
fn a_poller_killed_at_random_polls_again_and_that_is_all() {
    let (home, server) = (Home::new(), FeedServer::start());
    let config = home.config(&[(&server.url("/feed"), "Ward News")]);
    let config = config.to_str().unwrap();
    let mut dice = Dice::new(4_711);
    let (mut items, mut stories) = (String::new(), 0u64);
    for _ in 0..rounds() {
        for _ in 0..=dice.below(12) {
            let page = format!(
                "<html><head><title>Ward {stories} votes</title></head><body><article><h1>Ward {stories} votes</h1>\
                 <p>The council of Ward {stories} voted on plan {stories} on Monday, after {} letters from residents had reached the clerk in a week.</p>\
                 <p>“Plan {stories} is the only plan that pays for itself,” said Rosa Lindqvist-{stories}, who drew it up over the winter.</p>\
                 <p>The work begins in week {} and costs {} crowns, which the ward has in its reserve since the sale of the mill.</p></article></body></html>",
                stories * 7 + 3,
                stories % 50,
                stories * 1_013
            );
            server.on(&format!("/{stories}"), Reply::ok("text/html", page));
            let link = server.url(&format!("/{stories}"));
            items.push_str(&format!(
                "<item><title>Ward {stories} votes</title><link>{link}</link></item>"
            ));
            stories += 1;
        }
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>T</title><link>http://x.example/</link>{items}</channel></rss>"
        );
        server.on(
            "/feed",
            Reply::ok("application/rss+xml", feed).header("ETag", &format!("\"{stories}\"")),
        );
        let mut child = home
            .command(&["run", "--once", "--config", config])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        kill_after(&mut child, dice.below(400));
    }
    // More entries than one poll fetches pages for wait for the next one.
    for _ in 0..=stories / 50 {
        home.run(&["run", "--once", "--config", config]).good();
    }
    home.ask(&["store", "verify"]).good();
    let live = view(&home);
    assert_eq!(
        (live.0.len() as u64, live.1.len() as u64),
        (stories, stories)
    );
    assert!(
        live.0.iter().all(|story| story["revisions"] == 1),
        "no story was recorded twice"
    );
    home.ask(&["store", "rebuild"]).good();
    assert!(view(&home) == live, "the rebuilt view is not the live one");
}

/// A story of a small town whose notice at the end may be left out of a later revision.
fn noticed(n: u64, revision: u64, notice: bool) -> String {
    let notice = if notice {
        "\\n\\nReaders who saw anything are asked to ring the desk of the Tollhaven Courier before Friday noon at the latest."
    } else {
        ""
    };
    let text = format!(
        "Shop {n} in Harbour Lane was robbed of {} crowns on Sunday night, for time {revision} in a month, police said.\\n\\n“We counted {} broken panes,” said Inspector Ada Holm-{n} of the harbour station.{notice}",
        n * 311 + 17,
        n * 7 + 2
    );
    format!(
        "{{\"url\":\"https://courier.example/{n}\",\"title\":\"Shop {n} robbed\",\"text\":\"{text}\",\"outlet\":\"Courier {n}\",\"published\":\"2026-11-16T08:00:00Z\"}}\n"
    )
}

#[test]
fn restarts_between_revisions_leave_the_view_of_a_rebuild() {
    let home = Home::new();
    let data = home.data();
    let args = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    // Each line in a run of its own: the index is filled anew every time, from what the view keeps of it.
    for (n, revision, notice) in [
        (0, 1, true),
        (1, 1, true),
        (2, 1, true),
        (3, 1, true),
        (0, 2, false),
        (1, 2, false),
        (4, 1, true),
        (5, 1, true),
        (4, 2, false),
        (6, 1, true),
    ] {
        home.run_with(&args, noticed(n, revision, notice).as_bytes())
            .good();
    }
    home.ask(&["store", "verify"]).good();
    let live = view(&home);
    assert_eq!(live.0.len(), 7);
    home.ask(&["store", "rebuild"]).good();
    assert!(view(&home) == live, "the rebuilt view is not the live one");
}
