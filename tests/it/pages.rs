//! Whole pages to stories: every `NAME.html` under `tests/fixtures/pages` with a `NAME.expected.json` beside it, and the same pages damaged.
//!
//! The pages are of our own words in the markup of real publishing systems. An expectation states the page's `url` and any of the
//! story's particulars; of its `body` all paragraphs but the page's own lines, in order; or the `error` that the page must give.

use crate::support::Dice;
use crate::support::FeedServer;
use crate::support::Home;
use crate::support::Reply;
use sayso::article;
use sayso::article::Article;
use sayso::article::ArticleError;
use sayso::model::ParagraphKind;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages")
}

/// Every page with its expectation, by name.
fn pages() -> Vec<(String, Vec<u8>, Option<Value>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "html") {
            let expected = fs::read(path.with_extension("expected.json")).ok();
            let expected = expected.map(|bytes| serde_json::from_slice(&bytes).unwrap());
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read(&path).unwrap(), expected));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// The paragraphs that are not the page's own, a line each.
fn body_of(article: &Article) -> Vec<String> {
    let kept = article
        .body
        .iter()
        .filter(|p| p.kind != ParagraphKind::Boilerplate);
    kept.map(|p| format!("{}: {}", p.kind.word(), p.text))
        .collect()
}

/// The same of an expectation.
fn body_in(expected: &Value) -> Vec<String> {
    let line = |p: &Value| {
        let kind: ParagraphKind = serde_json::from_value(p["kind"].clone()).unwrap();
        format!("{}: {}", kind.word(), p["text"].as_str().unwrap())
    };
    expected["body"]
        .as_array()
        .unwrap()
        .iter()
        .map(line)
        .collect()
}

/// What differs, a line each.
fn differences(read: &Result<Article, ArticleError>, expected: &Value) -> Vec<String> {
    let article = match read {
        Ok(article) => article,
        Err(error) if expected["error"] == error.name() => return Vec::new(),
        Err(error) => return vec![error.to_string()],
    };
    if let Some(error) = expected["error"].as_str() {
        return vec![format!("wanted {error}, got {:#?}", body_of(article))];
    }
    let time = |t: Option<sayso::model::Timestamp>| t.map(|t| t.to_string());
    let fields = [
        ("title", article.title.clone()),
        ("byline", article.byline.clone()),
        ("published", time(article.published)),
        ("updated", time(article.updated)),
        ("canonical_url", article.canonical_url.clone()),
        ("site_name", article.site_name.clone()),
        ("language", article.language.clone()),
        ("image", article.image.clone()),
    ];
    let stated = fields
        .iter()
        .filter(|(name, _)| expected.get(name).is_some());
    let wrong = stated.filter(|(name, value)| expected[*name].as_str() != value.as_deref());
    let mut all: Vec<String> = wrong
        .map(|(name, value)| format!("{name}: wanted {}, got {value:?}", expected[*name]))
        .collect();
    let (body, wanted) = (body_of(article), body_in(expected));
    if body != wanted {
        all.extend(
            body.iter()
                .filter(|l| !wanted.contains(l))
                .map(|l| format!("+ {l}")),
        );
        all.extend(
            wanted
                .iter()
                .filter(|l| !body.contains(l))
                .map(|l| format!("- {l}")),
        );
        if all.is_empty() {
            all.push("the body's paragraphs are in another order".into());
        }
    }
    all
}

#[test]
fn every_page_gives_its_story() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (name, bytes, expected) in pages() {
        let Some(expected) = expected else { continue };
        let url = expected["url"].as_str().unwrap();
        let read = article::from_page(&bytes, url, Some("text/html; charset=utf-8"));
        wrong.extend(
            differences(&read, &expected)
                .into_iter()
                .map(|d| format!("{name}: {d}")),
        );
        checked += 1;
    }
    assert!(checked >= 50, "only {checked} pages with an expectation");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wall_costs_the_page_and_not_the_story() {
    let (home, server) = (Home::new(), FeedServer::start());
    let walls = [
        ("consent", "Ada Quill"),
        ("cloudflare", "Bo Tarn"),
        ("paywall-stub", "Cora Fell"),
    ];
    let mut items = String::new();
    for (name, speaker) in walls {
        let html = fs::read_to_string(folder().join(format!("{name}.html"))).unwrap();
        server.on(
            &format!("/{name}"),
            Reply::ok("text/html; charset=utf-8", html),
        );
        let link = server.url(&format!("/{name}"));
        let said = format!(
            "“The {name} boat will not sail before the spring tide,” said {speaker}, who runs the line."
        );
        items += &format!(
            "<item><title>Boat {name}</title><link>{link}</link><description>{said}</description></item>"
        );
    }
    // The AMP form of a page names the page itself.
    let plain = server.url("/water/church");
    let amp = fs::read_to_string(folder().join("amp.html")).unwrap();
    let amp = amp.replace("https://news.example/water/church", &plain);
    server.on(
        "/water/church/amp",
        Reply::ok("text/html; charset=utf-8", amp),
    );
    items += &format!(
        "<item><title>Church</title><link>{plain}/amp</link><description>Short.</description></item>"
    );
    let feed = format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>");
    server.on("/feed", Reply::ok("application/rss+xml", feed));
    let config = home.config(&[(&server.url("/feed"), "Tollhaven News")]);
    let config = config.to_str().unwrap();

    home.run(&["run", "--once", "--config", config]).good();
    let ask = |what: &str| {
        let args = ["inspect", what, "--format", "jsonl", "--config", config];
        home.run(&args).good().jsonl()
    };
    let claims = ask("claims");
    for (name, speaker) in walls {
        let is_theirs = |c: &&Value| c["speaker"]["name"] == speaker;
        assert_eq!(
            claims.iter().filter(is_theirs).count(),
            1,
            "{name}: {claims:#?}"
        );
    }
    let stories = ask("stories");
    assert!(
        stories.iter().any(|s| s["url"] == plain.as_str()),
        "{stories:#?}"
    );
}

/// How long the damaged pages are read: a moment in every run, longer where `FUZZ_SECONDS` says so.
const ROUNDS: usize = 150;

#[test]
fn damaged_pages_cost_a_page_and_never_the_program() {
    let seconds = std::env::var("FUZZ_SECONDS")
        .ok()
        .and_then(|s| s.parse().ok());
    let end = seconds.map(|s| Instant::now() + Duration::from_secs(s));
    let whole = pages();
    let mut dice = Dice::new(11);
    let mut round = 0;
    let mut slowest = (Duration::ZERO, 0);
    while end.map_or(round < ROUNDS, |end| Instant::now() < end) {
        let bytes = damaged(&whole, &mut dice);
        let begun = Instant::now();
        check(&bytes, round);
        slowest = slowest.max((begun.elapsed(), round));
        round += 1;
    }
    println!(
        "{round} damaged pages; the slowest, number {}, took {:?}",
        slowest.1, slowest.0
    );
}

/// A page with other pages' pieces in it, torn, doubled and mistyped.
fn damaged(whole: &[(String, Vec<u8>, Option<Value>)], dice: &mut Dice) -> Vec<u8> {
    let pick = |dice: &mut Dice| &whole[dice.below(whole.len() as u64) as usize].1;
    let mut bytes = pick(dice).clone();
    for _ in 0..=dice.below(12) {
        let at = dice.below(bytes.len().max(1) as u64) as usize;
        let length = dice.below(400) as usize;
        let end = (at + length).min(bytes.len());
        match dice.below(9) {
            0 => bytes.truncate(at.max(200)),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let other = pick(dice);
                let from = dice.below(other.len() as u64) as usize;
                let piece = other[from..(from + length * 8).min(other.len())].to_vec();
                bytes.splice(at..at, piece);
            }
            3 => {
                let piece = bytes[at..end].repeat(2 + dice.below(60) as usize);
                bytes.splice(at..end, piece);
            }
            4 => {
                let last = bytes.len() - 1;
                bytes[at.min(last)] = dice.below(256) as u8;
            }
            5 => {
                let marks: [&[u8]; 8] = [
                    b"<",
                    b">",
                    b"\"",
                    b"</div>",
                    b"<table><tr><td>",
                    b"<br><br>",
                    b"&#x0;",
                    b"<!--",
                ];
                let mark = marks[dice.below(8) as usize].repeat(1 + dice.below(40) as usize);
                bytes.splice(at..at, mark);
            }
            6 => {
                // Every element of one kind becomes another.
                let names: [&[u8]; 6] = [b"div", b"p", b"article", b"aside", b"li", b"a"];
                let (from, to) = (names[dice.below(6) as usize], names[dice.below(6) as usize]);
                bytes = renamed(&bytes, from, to);
            }
            7 => bytes
                .splice(at..at, "\u{202e}\u{0}漢字 \u{feff}".bytes())
                .for_each(drop),
            _ => bytes[at..end].reverse(),
        }
        bytes.truncate(2 << 20);
    }
    bytes
}

fn renamed(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let opens = bytes[..at].ends_with(b"<") || bytes[..at].ends_with(b"</");
        let after = bytes.get(at + from.len()).copied().unwrap_or(b'>');
        if opens && bytes[at..].starts_with(from) && !after.is_ascii_alphanumeric() {
            out.extend_from_slice(to);
            at += from.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

/// What holds of any page: no failure of our own, and paragraphs that are clean lines within bounds, the same when read again.
fn check(bytes: &[u8], round: usize) {
    let url = "https://news.example/a/b?amp=1";
    let read = article::from_page(bytes, url, None);
    let name = read.as_ref().err().map(ArticleError::name);
    assert_ne!(name, Some("page_parser"), "round {round}");
    assert_eq!(read, article::from_page(bytes, url, None), "round {round}");
    let from_feed = article::from_feed(&String::from_utf8_lossy(bytes));
    let body = read.into_iter().flat_map(|a| a.body).chain(from_feed);
    for p in body {
        assert_eq!(p.text, sayso::feed::clean_line(&p.text), "round {round}");
        assert!(
            !p.text.is_empty() && p.text.len() <= article::MAX_PARAGRAPH,
            "round {round}"
        );
    }
}
