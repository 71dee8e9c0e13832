//! Who speaks: hand-labelled stories through the whole program, with their scores.

use crate::support::Home;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// One labelled story.
pub struct Labelled {
    pub file: String,
    pub line: Value,
    /// Speaker, words, relay.
    said: Vec<Vec<String>>,
    /// Names with kinds.
    cast: BTreeMap<String, String>,
}

pub fn labelled() -> Vec<Labelled> {
    let mut all = Vec::new();
    for entry in fs::read_dir("tests/fixtures/speakers").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (head, rest) = text.split_once("\n\n").unwrap();
        let head: BTreeMap<&str, &str> = head.lines().filter_map(|l| l.split_once(": ")).collect();
        let (body, rest) = rest.split_once("\n== attributions\n").unwrap();
        let (said, cast) = rest.split_once("== speakers\n").unwrap();
        let parts = |line: &str| {
            line.split(" | ")
                .map(|p| p.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        all.push(Labelled {
            line: json!({
                "url": format!("https://labelled.example/{file}"), "title": head["title"], "outlet": head["outlet"],
                "published": format!("{}T08:00:00Z", head["published"]), "text": body,
            }),
            said: said.trim().lines().map(parts).collect(),
            cast: cast.trim().lines().map(parts).map(|p| (p[0].clone(), p[1].clone())).collect(),
            file,
        });
    }
    all.sort_by_key(|s| (s.line["published"].to_string(), s.file.clone()));
    all
}

pub fn ingest(home: &Home, name: &str, lines: impl Iterator<Item = Value>) {
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let path = home.write(name, &text);
    home.ask(&["ingest", path.to_str().unwrap()]).good();
}

pub fn inspect(home: &Home, args: &[&str]) -> Value {
    let ran = home
        .ask(&[&["inspect"], args, &["--format", "json"]].concat())
        .good();
    serde_json::from_str(&ran.out).unwrap()
}

/// The words of a text: lower case, without accents.
fn words(text: &str) -> Vec<String> {
    let folded = sayso::text::fold(text);
    let split = folded.split(|c: char| !c.is_alphanumeric());
    split.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn spans(value: &Value) -> String {
    let texts = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|s| s["text"].as_str());
    texts.collect::<Vec<_>>().join(" ")
}

/// How well a content found covers the labelled words, 0 where it is another.
fn cover(gold: &[String], found: &[String]) -> f64 {
    let mut left = found.to_vec();
    let mut both = 0;
    for word in gold {
        if let Some(at) = left.iter().position(|w| w == word) {
            left.swap_remove(at);
            both += 1;
        }
    }
    let adjacent = gold.len() > 2 || found.join(" ").contains(&gold.join(" "));
    match both * 2 >= gold.len() && both > 0 && adjacent {
        true => both as f64 / gold.len() as f64 * (both as f64 / found.len() as f64).powf(0.25),
        false => 0.0,
    }
}

/// The name without what tells it from another of the same words.
fn bare(name: &str) -> &str {
    name.split(" [").next().unwrap()
}

/// Whether one of a speaker's names is the labelled one; of somebody without a name, the description or a fuller one.
fn is_called(gold: &str, names: &[String], described: bool) -> bool {
    let gold = words(bare(gold));
    names.iter().any(|name| {
        let name = words(name);
        name == gold || described && gold.iter().all(|w| name.contains(w))
    })
}

#[derive(Default)]
struct Share(u32, u32);

impl Share {
    fn add(&mut self, right: bool) {
        self.0 += u32::from(right);
        self.1 += 1;
    }
    fn of(&self) -> f64 {
        f64::from(self.0) / f64::from(self.1.max(1))
    }
}

#[test]
fn labelled_stories_have_their_speakers() {
    let home = Home::new();
    let stories = labelled();
    assert!(stories.len() >= 50);
    ingest(
        &home,
        "labelled.jsonl",
        stories.iter().map(|s| s.line.clone()),
    );
    let rows = home
        .ask(&["inspect", "speakers", "--limit", "0", "--format", "jsonl"])
        .good()
        .jsonl();
    let named = |row: &Value| -> Vec<String> {
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        let aliases = row["aliases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| text(&a["text"]));
        std::iter::once(text(&row["name"])).chain(aliases).collect()
    };
    let names: BTreeMap<String, Vec<String>> = rows
        .iter()
        .map(|row| (row["id"].as_str().unwrap().to_owned(), named(row)))
        .collect();
    let (mut all, mut pronouns, mut offices, mut relays) = (
        Share::default(),
        Share::default(),
        Share::default(),
        Share::default(),
    );
    let (mut told, mut found_of) = (Vec::new(), Share::default());
    // File, labelled speaker, id.
    let mut items: BTreeSet<(String, String, String)> = BTreeSet::new();
    for story in &stories {
        let view = inspect(&home, &["story", story.line["url"].as_str().unwrap()]);
        let found = view["attributions"].as_array().unwrap();
        for said in &story.said {
            let (gold, content) = (&said[0], &said[1]);
            let best = content.split(" … ").flat_map(|part| {
                let part = words(part);
                found
                    .iter()
                    .map(move |f| (cover(&part, &words(&spans(&f["content"]))), f))
                    .collect::<Vec<_>>()
            });
            let best = best
                .filter(|(c, _)| *c > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            found_of.add(best.is_some());
            let Some((_, found)) = best else { continue };
            let id = found["speaker"]["id"].as_str();
            let called = id.map_or(&[][..], |id| names[id].as_slice());
            let described = gold.starts_with(char::is_lowercase) || !story.cast.contains_key(gold);
            let right = match gold.as_str() {
                "-" => id.is_none(),
                _ => is_called(gold, called, described),
            };
            all.add(right);
            let source = words(&spans(&found["source"]));
            let pronoun = matches!(source.as_slice(), [one] if ["he", "she", "they", "it", "him", "her"].contains(&one.as_str()));
            let other = !source.iter().any(|w| words(bare(gold)).contains(w))
                && story.cast.contains_key(gold);
            match (pronoun, other) {
                (true, _) => pronouns.add(right),
                (false, true) => offices.add(right),
                _ => {}
            }
            if let Some(relay) = said.get(2) {
                let by = words(found["relayed_by"].as_str().unwrap_or_default());
                relays.add(words(relay).iter().any(|w| by.contains(w)));
            }
            if !right {
                told.push(format!(
                    "{}: {gold} | got {called:?} | {} | {content}",
                    story.file,
                    source.join(" ")
                ));
            }
            let kind = story.cast.get(gold).map_or("", String::as_str);
            let near = called
                .iter()
                .any(|name| words(bare(gold)).iter().any(|w| words(name).contains(w)));
            if let (Some(id), true, true) = (
                id,
                near,
                ["person", "organisation", "government"].contains(&kind),
            ) {
                items.insert((story.file.clone(), gold.clone(), id.to_owned()));
            }
        }
    }
    let (mut both, mut wrong, mut missed) = (0u32, 0u32, 0u32);
    let items: Vec<_> = items.into_iter().collect();
    for (n, a) in items.iter().enumerate() {
        for b in items[n + 1..].iter().filter(|b| b.0 != a.0) {
            match (a.1 == b.1, a.2 == b.2) {
                (true, true) => both += 1,
                (false, true) => {
                    wrong += 1;
                    told.push(format!("joined {a:?} and {b:?}"));
                }
                (true, false) => {
                    missed += 1;
                    told.push(format!("apart {a:?} and {b:?}"));
                }
                (false, false) => {}
            }
        }
    }
    let precision = f64::from(both) / f64::from((both + wrong).max(1));
    let recall = f64::from(both) / f64::from((both + missed).max(1));
    let f1 = 2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE);
    let report = format!(
        "found {}/{}; right speaker {:.3} of {}; pronouns {:.3} of {}; offices {:.3} of {}; relays {}/{}; joins P {precision:.3} R {recall:.3} F1 {f1:.3} of {}\n{}",
        found_of.0,
        found_of.1,
        all.of(),
        all.1,
        pronouns.of(),
        pronouns.1,
        offices.of(),
        offices.1,
        relays.0,
        relays.1,
        both + missed,
        told.join("\n")
    );
    println!("{report}");
    assert!(
        all.of() >= 0.90 && pronouns.of() >= 0.80 && offices.of() >= 0.80,
        "{report}"
    );
    assert!(
        relays.of() >= 0.80 && precision >= 0.98 && f1 >= 0.95,
        "{report}"
    );
}
