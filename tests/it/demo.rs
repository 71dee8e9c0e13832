//! The demo newsroom against its answer key: what a careful reader would have noted down.

use crate::support::Home;
use serde_json::Value;

fn newsroom() -> Home {
    let home = Home::new();
    home.run(&["run", "--once", "--config", "config/demo.toml"])
        .good();
    home
}

fn ask(home: &Home, what: &[&str]) -> Vec<Value> {
    let mut args = vec!["inspect"];
    args.extend(what);
    args.extend(["--format", "jsonl", "--config", "config/demo.toml"]);
    home.run(&args).good().jsonl()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn stories_get_the_verdicts_of_a_careful_reader() {
    let home = newsroom();
    let stories = ask(&home, &["stories"]);
    let find = |part: &str| {
        let found: Vec<&Value> = stories
            .iter()
            .filter(|s| text(s, "url").contains(part))
            .collect();
        assert_eq!(found.len(), 1, "{part}: {stories:#?}");
        found[0]
    };
    assert_eq!(stories.len(), 11);
    let (wire, copy, brief) = (
        find("ferry-strikes"),
        find("ferry-ploughs"),
        find("ferry-hits"),
    );
    assert_eq!(
        text(wire, "group"),
        text(copy, "group"),
        "the syndicated copy"
    );
    assert_eq!(
        text(wire, "group"),
        text(brief, "group"),
        "the brief cut from it"
    );
    let in_group = stories
        .iter()
        .filter(|s| text(s, "group") == text(wire, "group"))
        .count();
    assert_eq!(in_group, 3, "and nothing else");
    let revised: Vec<&Value> = stories
        .iter()
        .filter(|s| s["revisions"].as_u64() > Some(1))
        .collect();
    assert_eq!(revised.len(), 1);
    assert!(text(revised[0], "url").contains("cannery-fire"));
    let partial = find("could-it-happen-here");
    let embedded = partial["partial_of"].as_array().unwrap();
    assert!(!embedded.is_empty(), "{partial:#?}");
    assert!(
        embedded
            .iter()
            .all(|id| [wire, copy, brief].iter().any(|s| s["id"] == *id)),
        "{partial:#?}"
    );
}

#[test]
fn claims_are_those_of_the_answer_key() {
    let home = newsroom();
    let claims = ask(&home, &["claims", "--limit", "1000"]);
    // speaker, words of the claim, type, sightings, independent ones
    let key = include_str!("../fixtures/demo/claims.tsv");
    let mut missing = Vec::new();
    for line in key
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let [speaker, kind, sightings, independent, words] = line
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .unwrap_or_else(|_| panic!("{line}"));
        let found = claims.iter().any(|claim| {
            let sighted = |name: &str, expect: &str| {
                claim[name].as_u64().map(|n| n.to_string()).as_deref() == Some(expect)
            };
            claim["speaker"]["name"].as_str().unwrap_or("-") == speaker
                && text(claim, "type") == kind
                && text(claim, "text").contains(words)
                && sighted("sightings", sightings)
                && sighted("independent", independent)
        });
        if !found {
            missing.push(line);
        }
    }
    let told: Vec<String> = claims
        .iter()
        .map(|c| {
            format!(
                "{}\t{}\t{}\t{}\t{}",
                text(&c["speaker"], "name"),
                text(c, "type"),
                c["sightings"],
                c["independent"],
                text(c, "text")
            )
        })
        .collect();
    assert!(
        missing.is_empty(),
        "missing:\n{}\n\ngot:\n{}",
        missing.join("\n"),
        told.join("\n")
    );
}

#[test]
fn what_only_stands_in_quotation_marks_is_no_claim() {
    let home = newsroom();
    let claims = ask(&home, &["claims", "--limit", "1000"]);
    for words in [
        "The Salt Road",
        "Lanterns for the Drowned",
        "Miss Penhale",
        "Pay and pass",
        "newsletter",
        "Read original",
        "Photo",
    ] {
        let found: Vec<&Value> = claims
            .iter()
            .filter(|c| text(c, "text").starts_with(words))
            .collect();
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn a_second_run_changes_nothing() {
    let home = newsroom();
    let before = (
        ask(&home, &["stories"]),
        ask(&home, &["claims", "--limit", "1000"]),
    );
    home.run(&["run", "--once", "--config", "config/demo.toml"])
        .good();
    assert!(
        before
            == (
                ask(&home, &["stories"]),
                ask(&home, &["claims", "--limit", "1000"])
            )
    );
    home.run(&["store", "verify", "--config", "config/demo.toml"])
        .good();
}
