//! The log: one line for each failure, every line about an errand under the errand's number, and no secret in any.

use crate::support::{FeedServer, Home, Reply};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn every_line_carries_its_errands_number_each_failure_has_one_and_no_secret_is_told() {
    let (home, server) = (Home::new(), FeedServer::start());
    let feed = format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x.example/</link><item><title>Mill to reopen</title><link>{0}</link><guid>{0}</guid><description>The mill will reopen.</description></item></channel></rss>"#,
        server.url("/mill")
    );
    server.on("/good", Reply::ok("application/rss+xml", feed));
    server.on("/mill", Reply::status(500));
    server.on("/bad", Reply::status(500));
    server.on("/page", Reply::ok("text/html", "<p>No feed.</p>"));
    let bad = server.url("/bad").replace("http://", "http://ada:hunter2@");
    let path = home.config(&[
        (&server.url("/good"), "Good"),
        (&bad, "Bad"),
        (&server.url("/page"), "Page"),
    ]);
    let config = path.to_str().unwrap();
    let ran = home
        .run(&["--log-format", "json", "run", "--once", "--config", config])
        .good();
    assert!(!ran.err.contains("hunter2"), "{}", ran.err);
    let lines = ran.err.lines().filter(|line| line.starts_with('{'));
    let lines: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let number = |line: &Value| line["span"]["request"].as_u64();
    let about = |word: &str| -> Vec<&Value> {
        let found = lines.iter().filter(|line| line.to_string().contains(word));
        found.collect()
    };
    // One warning a failure, and no other.
    let warnings = lines.iter().filter(|line| line["level"] == "WARN").count();
    assert_eq!(warnings, 3, "{}", ran.err);
    let mut numbers = BTreeSet::new();
    for word in ["/good", "/bad", "/page"] {
        let of: BTreeSet<Option<u64>> = about(word).into_iter().map(number).collect();
        assert_eq!(of.len(), 1, "{word}: {}", ran.err);
        numbers.extend(of);
    }
    assert_eq!(numbers.len(), 3, "one for each: {}", ran.err);
    assert!(!numbers.contains(&None), "{}", ran.err);
    // The page's failure and the story, which another thread records, belong to the poll that brought them.
    let poll = number(about("/good")[0]);
    for word in ["/mill", "Mill to reopen"] {
        let found = about(word);
        assert!(!found.is_empty(), "{word}: {}", ran.err);
        assert!(found.iter().all(|line| number(line) == poll), "{}", ran.err);
    }
}
