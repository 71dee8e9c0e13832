//! Feeds of every kind and every fault: each document under `tests/fixtures/feeds` against the result that stands beside it.
//! A result names only what it is about; whatever it names has to be so.

use sayso::feed;
use serde_json::Value;
use serde_json::json;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

const BASE: &str = "https://feeds.example/news/all.xml";

fn fixtures() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds");
    let files = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut results: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|e| e == "json"))
        .collect();
    results.sort();
    results
}

/// What stands in the document, under the names that `sayso try` gives it.
fn shown(bytes: &[u8], content_type: Option<&str>) -> Value {
    match feed::parse(bytes, BASE, content_type) {
        Err(error) => {
            let feeds = match &error {
                feed::FeedError::HtmlPage { feeds, .. } => {
                    feeds.iter().map(|feed| feed.url.clone()).collect()
                }
                _ => Vec::new(),
            };
            json!({ "error": error.name(), "feeds": feeds })
        }
        Ok(d) => {
            let text = |html: &Option<String>| html.as_deref().map(feed::lines_of_html);
            let entries: Vec<Value> = d
                .entries
                .iter()
                .map(|e| {
                    let mut row = serde_json::to_value(e).unwrap();
                    row["id"] = row["guid"].take();
                    row["summary_html"] = row["summary"].take();
                    row["content_html"] = row["content"].take();
                    row["summary"] = json!(text(&e.summary));
                    row["content"] = json!(text(&e.content));
                    row["bad_dates"] = json!(e.bad_dates.len());
                    row
                })
                .collect();
            let children: Vec<&str> = d.children.iter().map(|child| child.url.as_str()).collect();
            json!({
                "format": d.format, "outcome": d.quality, "mended": d.mended, "lost": d.lost, "title": d.title,
                "description": d.description, "site": d.site, "language": d.language, "updated": d.updated,
                "hints": d.hints, "children": children, "count": d.entries.len(), "entries": entries,
            })
        }
    }
}

/// Where `found` is not what `wanted` names, with the path to it.
fn differences(at: &str, wanted: &Value, found: &Value, out: &mut Vec<String>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(_)) => {
            for (key, value) in wanted
                .iter()
                .filter(|(key, _)| *key != "about" && *key != "content_type")
            {
                differences(&format!("{at}.{key}"), value, &found[key], out);
            }
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            for (n, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                differences(&format!("{at}[{n}]"), wanted, found, out);
            }
        }
        _ if wanted == found => {}
        _ => out.push(format!("{at}: {found} instead of {wanted}")),
    }
}

#[test]
fn every_document_reads_as_the_result_beside_it_says() {
    let mut wrong = Vec::new();
    let results = fixtures();
    assert!(
        results.len() >= 40,
        "fixtures are missing: {}",
        results.len()
    );
    for path in results {
        let wanted: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let beside = ["xml", "rss", "atom", "feed", "html"].map(|end| path.with_extension(end));
        let document = beside
            .iter()
            .find(|path| path.exists())
            .unwrap_or_else(|| panic!("{path:?} has no document"));
        let bytes = fs::read(document).unwrap();
        let found = shown(&bytes, wanted["content_type"].as_str());
        let name = path.file_stem().unwrap().to_string_lossy();
        differences(&name, &wanted, &found, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
