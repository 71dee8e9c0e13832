//! Data that moves: exports, whole and of what was touched since, imports of archives and exports, and what is loudly not whole.

use crate::support::Home;
use crate::support::canal::{BRIDGES, ask, id, line, told};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

/// Everything that a rebuild of the same stories has to give again.
fn view(home: &Home) -> Vec<Value> {
    let lists = ["stories", "claims", "speakers"];
    let mut all: Vec<Value> = lists.iter().map(|list| ask(home, &[list])).collect();
    // Which correction it was is a number of the archive.
    for story in all[0].as_array_mut().unwrap() {
        let placed = &mut story["correction"];
        *placed = json!(!placed.is_null());
    }
    all
}

#[test]
fn an_export_is_whole_and_goes_on_where_it_ended() {
    let home = told();
    let out = home.path("out");
    let dir = out.to_str().unwrap();
    let said = home.ask(&["store", "export", dir]).good();
    assert!(said.err.contains("complete up to number 4"), "{}", said.err);
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(out.join("export.json")).unwrap()).unwrap();
    assert_eq!(
        (&manifest["until"], &manifest["since"]),
        (&json!(4), &Value::Null)
    );
    for table in manifest["tables"].as_array().unwrap() {
        let file = rows(&out.join(table["file"].as_str().unwrap()));
        assert_eq!(json!(file.len()), table["rows"], "{table}");
    }
    let stats = ask(&home, &["stats"]);
    for (file, total) in [
        ("stories", "stories"),
        ("claims", "claims"),
        ("sightings", "sightings"),
        ("speakers", "speakers"),
        ("attributions", "attributions"),
    ] {
        let found = rows(&out.join(format!("{file}.jsonl")));
        assert_eq!(json!(found.len()), stats[total], "{file}");
    }
    // Spans are code points of the text that stands beside them.
    let stories = rows(&out.join("stories.jsonl"));
    for found in rows(&out.join("attributions.jsonl")) {
        let story = stories.iter().find(|s| s["id"] == found["story"]).unwrap();
        let into = if found["place"] == "headline" {
            "title"
        } else {
            "text"
        };
        let text: Vec<char> = story[into].as_str().unwrap().chars().collect();
        for span in found["content"].as_array().unwrap() {
            let [start, end] = ["start", "end"].map(|key| span[key].as_u64().unwrap() as usize);
            let words: String = text[start..end].iter().collect();
            assert_eq!(span["text"], words);
        }
    }

    let late = line("Late Post", "Paint", "2026-05-07T09:00:00Z", &BRIDGES);
    home.write("late.jsonl", &late);
    home.ask(&["ingest", home.path("late.jsonl").to_str().unwrap()])
        .good();
    home.ask(&["store", "export", dir, "--since", "4"]).good();
    let touched = rows(&out.join("stories.since-4.jsonl"));
    assert!(
        touched.iter().any(|s| s["outlet"] == "Late Post"),
        "{touched:?}"
    );
    assert!(
        !touched.iter().any(|s| s["outlet"] == "Canal Wire"),
        "{touched:?}"
    );
    assert_eq!(rows(&out.join("revisions.since-4.jsonl")).len(), 1);

    // What was exported with what was touched since in its place is what an export of everything gives.
    let again = home.path("again");
    home.ask(&["store", "export", again.to_str().unwrap()])
        .good();
    for (table, keys) in [
        ("stories", 1),
        ("claims", 1),
        ("speakers", 1),
        ("sightings", 2),
        ("attributions", 3),
    ] {
        let key = |row: &Value| {
            let names = [
                ["id"].as_slice(),
                &["claim", "story"],
                &["story", "revision", "attribution"],
            ][keys - 1];
            names
                .iter()
                .map(|name| row[*name].to_string())
                .collect::<Vec<_>>()
        };
        let mut merged = rows(&out.join(format!("{table}.since-4.jsonl")));
        for row in rows(&out.join(format!("{table}.jsonl"))) {
            if !merged.iter().any(|new| key(new) == key(&row)) {
                merged.push(row);
            }
        }
        merged.sort_by_key(key);
        let mut whole = rows(&again.join(format!("{table}.jsonl")));
        whole.sort_by_key(key);
        assert_eq!(merged, whole, "{table}");
    }

    let beyond = home.ask(&["store", "export", dir, "--since", "99"]);
    assert_eq!(beyond.code, Some(2));
    assert!(beyond.err.contains("has got to 5 only"), "{}", beyond.err);
    home.ask(&["copies", "split", &id(&home, "Varde Post")])
        .good();
    let corrected = home.ask(&["store", "export", dir, "--since", "5"]).good();
    assert!(
        corrected.err.contains("everything is exported"),
        "{}",
        corrected.err
    );
    assert_eq!(rows(&out.join("stories.jsonl")).len(), 5);
}

#[test]
fn one_table_goes_to_standard_output_in_every_format() {
    let home = told();
    let csv = home
        .ask(&[
            "store", "export", "-", "--only", "claims", "--format", "csv",
        ])
        .good();
    assert!(
        csv.out.starts_with("id,speaker,speaker_name,text,"),
        "{}",
        csv.out
    );
    let several = home.ask(&["store", "export", "-"]);
    assert_eq!(several.code, Some(2));
    assert!(several.err.contains("--only"), "{}", several.err);
    let out = home.path("parquet");
    home.ask(&[
        "store",
        "export",
        out.to_str().unwrap(),
        "--format",
        "parquet",
    ])
    .good();
    let bytes = fs::read(out.join("claims.parquet")).unwrap();
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
}

#[test]
fn an_import_gives_the_same_view_from_an_archive_and_from_an_export() {
    let home = told();
    home.ask(&[
        "copies",
        "split",
        &id(&home, "Varde Post"),
        "--note",
        "another lock",
    ])
    .good();
    home.ask(&[
        "copies",
        "join",
        &id(&home, "Tarn Weekly"),
        &id(&home, "Canal Wire"),
    ])
    .good();
    home.ask(&["copies", "undo", "6"]).good();
    let out = home.path("out");
    home.ask(&["store", "export", out.to_str().unwrap()]).good();
    for from in [home.data(), out] {
        let other = Home::new();
        let import = ["store", "import", from.to_str().unwrap()];
        let first = other.ask(&import).good();
        assert!(first.err.contains("4 stories recorded"), "{}", first.err);
        assert_eq!(view(&other), view(&home));
        let list = |home: &Home| {
            home.ask(&["copies", "list", "--format", "jsonl"])
                .good()
                .jsonl()
        };
        assert_eq!(list(&other).len(), 3);
        assert_eq!(list(&other)[2]["note"], "another lock");
        let again = other.ask(&import).good();
        assert!(
            again.err.contains("4 states of stories left out"),
            "{}",
            again.err
        );
        assert_eq!(list(&other).len(), 3);
        other.ask(&["store", "verify"]).good();
    }
    let own = home.ask(&["store", "import", home.data().to_str().unwrap()]);
    assert_eq!(own.code, Some(2));
    assert!(own.err.contains("the data directory itself"), "{}", own.err);
    let nothing = home.ask(&["store", "import", home.path("no").to_str().unwrap()]);
    assert_eq!(nothing.code, Some(2));
    assert!(
        nothing.err.contains("neither an archive nor"),
        "{}",
        nothing.err
    );
}

#[test]
fn an_export_over_damage_is_loudly_not_whole() {
    let home = told();
    let archive = home.data().join("archive");
    let day = fs::read_dir(&archive)
        .unwrap()
        .flatten()
        .find(|f| f.file_name().to_string_lossy().ends_with(".zst"))
        .unwrap()
        .path();
    let mut bytes = fs::read(&day).unwrap();
    let middle = bytes.len() / 4;
    bytes[middle] ^= 0x55;
    fs::write(&day, bytes).unwrap();
    let out = home.path("out");
    let ran = home.ask(&["store", "export", out.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("not complete"), "{}", ran.err);
    assert!(!out.join("export.json").exists());
    assert_eq!(rows(&out.join("stories.jsonl")).len(), 4);
}
