//! What polling may cost: at each limit it waits, says why, and loses nothing.

use crate::support::{FeedServer, Home, Ran, Reply};
use std::path::{Path, PathBuf};

/// A feed of one story, padded to `size` bytes.
fn feed(link: &str, size: usize) -> String {
    let text = format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x.example/</link><item><title>Mill to reopen</title><link>{link}</link><guid>{link}</guid><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate><description>The mill will reopen.</description></item></channel></rss>"#
    );
    let padding = "x".repeat(size - text.len() - 7);
    format!("{text}<!--{padding}-->")
}

/// The home's configuration with `lines` under `[poll]` and `more` above the feeds.
fn config(home: &Home, server: &FeedServer, lines: &str, more: &str) -> PathBuf {
    let path = home.config(&[(&server.url("/feed"), "Oster News")]);
    let text = std::fs::read_to_string(&path).unwrap();
    let text = text.replace("[poll]\n", &format!("[poll]\n{lines}\n"));
    home.write(
        "sayso.toml",
        &text.replace("[[feeds]]", &format!("{more}\n[[feeds]]")),
    )
}

fn once(home: &Home, config: &Path) -> Ran {
    home.run(&["run", "--once", "--config", config.to_str().unwrap()])
}

#[test]
fn a_days_traffic_is_kept_to_across_restarts() {
    let (home, server) = (Home::new(), FeedServer::start());
    let link = server.url("/mill");
    server.on(
        "/feed",
        Reply::ok("application/rss+xml", feed(&link, 8_500)),
    );
    server.on("/mill", Reply::ok("text/html", "<p>The mill.</p>"));
    let path = config(&home, &server, "traffic_per_day = '10 KB'", "");

    // Past four fifths of the day's traffic the page waits, and its story has the feed's text.
    let ran = once(&home, &path).good();
    assert!(ran.err.contains("1 traffic_budget"), "{}", ran.err);
    assert!(server.asked("/mill").is_empty());
    let stories = home
        .ask(&["inspect", "stories", "--format", "jsonl"])
        .good();
    assert_eq!(stories.jsonl()[0]["title"], "Mill to reopen");

    // The feed itself is asked up to the whole of it, and no further.
    once(&home, &path).good();
    assert_eq!(server.asked("/feed").len(), 2);
    let ran = once(&home, &path);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err.contains("[poll] traffic_per_day is 10 KB"),
        "{}",
        ran.err
    );
    assert_eq!(server.asked("/feed").len(), 2);

    // More is allowed again: the page is fetched when its turn has come, and is not forgotten.
    let raised = config(&home, &server, "traffic_per_day = '1 MB'", "");
    once(&home, &raised).good();
    assert_eq!(server.asked("/feed").len(), 3);
}

#[test]
fn past_its_memory_nothing_is_polled_and_what_is_known_is_answered() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on(
        "/feed",
        Reply::ok("application/rss+xml", feed("http://x.example/1", 2_000)),
    );
    let path = config(&home, &server, "", "[run]\nmemory = '1 MiB'");
    let ran = once(&home, &path);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("[run] memory is 1 MiB"), "{}", ran.err);
    assert!(server.asked("/feed").is_empty());
    home.ask(&["inspect", "stats"]).good();
}
