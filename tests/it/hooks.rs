//! A feed's hub speaks to the running program: it is asked, confirms, and what it sends becomes a story.

use crate::support::{FeedServer, Home, Reply};
use ring::hmac;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

fn feed(server: &FeedServer, title: &str) -> String {
    let link = |rel: &str, path: &str| {
        let (href, name) = (server.url(path), "http://www.w3.org/2005/Atom");
        format!(r#"<a:link xmlns:a="{name}" rel="{rel}" href="{href}"/>"#)
    };
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x.example/</link>{}{}
<item><title>{title}</title><guid isPermaLink="false">{title}</guid><description>“We have the people,” said Jonas Brandt, the director.</description></item></channel></rss>"#,
        link("hub", "/hub"),
        link("self", "/feed")
    )
}

/// Sends a request and gives the status line and the body.
fn ask(to: &str, head: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(to).unwrap();
    let length = body.len();
    let request = format!(
        "{head}\r\nhost: news.example\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.lines().next().unwrap().to_owned(), body.to_owned())
}

#[test]
fn what_a_hub_sends_becomes_a_story() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on(
        "/feed",
        Reply::ok("application/rss+xml", feed(&server, "Mill closed")),
    );
    server.on("/hub", Reply::status(202));
    let path = home.config(&[(&server.url("/feed"), "Oster News")]);
    let websub =
        "[websub]\ncallback = \"https://news.example/hooks\"\nlisten = \"127.0.0.1:0\"\n[[feeds]]";
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("[[feeds]]", websub, 1)).unwrap();
    let config = path.to_str().unwrap();
    let mut child = home.start(&["run", "--config", config]);
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    let bound = loop {
        line.clear();
        assert!(
            log.read_line(&mut line).unwrap() > 0,
            "it never listened for hubs"
        );
        if let Some((_, rest)) = line.split_once("bound=") {
            break rest.split_whitespace().next().unwrap().to_owned();
        }
    };
    server.wait_asked("/hub");
    let form = server.asked("/hub").remove(0).body;
    let form: HashMap<String, String> = url::form_urlencoded::parse(form.as_bytes())
        .into_owned()
        .collect();
    let path = form["hub.callback"]
        .strip_prefix("https://news.example")
        .unwrap();
    let topic: String =
        url::form_urlencoded::byte_serialize(form["hub.topic"].as_bytes()).collect();

    let query =
        format!("hub.mode=subscribe&hub.topic={topic}&hub.challenge=c%267&hub.lease_seconds=600");
    let (status, body) = ask(&bound, &format!("GET {path}x?{query} HTTP/1.1"), "");
    assert!(status.contains("404"), "{status} {body}");
    let (status, body) = ask(&bound, &format!("GET {path}?{query} HTTP/1.1"), "");
    assert!(status.contains("200") && body == "c&7", "{status} {body}");

    let news = feed(&server, "Mill to reopen");
    let key = hmac::Key::new(hmac::HMAC_SHA512, form["hub.secret"].as_bytes());
    let tag = hmac::sign(&key, news.as_bytes());
    let digits: String = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let post = format!(
        "POST {path} HTTP/1.1\r\ncontent-type: application/rss+xml\r\nx-hub-signature: sha512={digits}"
    );
    let (status, _) = ask(&bound, &post, &news);
    assert!(status.contains("202"), "{status}");
    for (head, expect) in [
        ("GET / HTTP/1.1", "404"),
        ("POST /hooks/0011223344556677/abc HTTP/1.1", "410"),
        ("DELETE /hooks/0011223344556677/abc HTTP/1.1", "405"),
    ] {
        let (status, _) = ask(&bound, head, "x");
        assert!(status.contains(expect), "{head}: {status}");
    }
    let stories = || {
        home.run(&[
            "inspect", "stories", "--format", "jsonl", "--config", config,
        ])
        .good()
    };
    while !stories().out.contains("Mill to reopen") {
        std::thread::yield_now();
    }
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
    assert!(!rest.contains(&form["hub.secret"]), "no secret is told");
}
