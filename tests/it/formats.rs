//! Data directories of every released format are opened; of a newer one the program says what to do, and touches nothing.

use crate::support::Home;
use std::fs;
use std::path::{Path, PathBuf};

fn fixtures() -> Vec<PathBuf> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let entries = fs::read_dir(top).unwrap().map(|e| e.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What the directory holds, a line a story, in the form of `stories.jsonl`.
fn stories(home: &Home) -> Vec<String> {
    let all = home
        .ask(&["inspect", "stories", "--format", "jsonl"])
        .good();
    let mut lines: Vec<String> = all
        .jsonl()
        .iter()
        .map(|s| {
            format!(
                "{{\"url\":{},\"outlet\":{},\"title\":{},\"revisions\":{}}}",
                s["url"], s["outlet"], s["title"], s["revisions"]
            )
        })
        .collect();
    lines.sort();
    lines
}

fn files(dir: &Path, out: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, out);
        } else if fs::metadata(&path).unwrap().len() > 0 {
            // Locks are empty.
            out.push((path.clone(), fs::read(&path).unwrap()));
        }
    }
    out.sort();
}

#[test]
fn every_released_format_is_opened() {
    let all = fixtures();
    assert!(!all.is_empty());
    for fixture in all {
        let home = Home::new();
        copy(&fixture, &home.data());
        let expect = fs::read_to_string(home.path("data/stories.jsonl")).unwrap();
        fs::remove_file(home.path("data/stories.jsonl")).unwrap();
        // Whoever writes brings the view up to date first, or builds it anew where its format is another.
        let line = br#"{"url":"https://kiln.example/new","title":"New","text":"The quay was closed on Monday, the board said.","published":"2026-11-21T08:00:00Z","outlet":"The Kiln"}"#;
        let data = home.data();
        home.run_with(&["ingest", "-", "--data-dir", data.to_str().unwrap()], line)
            .good();
        let mut found = stories(&home);
        let new = found.iter().position(|s| s.contains("kiln.example/new"));
        found.remove(new.unwrap_or_else(|| panic!("{}", fixture.display())));
        assert_eq!(
            found,
            expect.lines().collect::<Vec<_>>(),
            "{}",
            fixture.display()
        );
        let decided = home.ask(&["copies", "list", "--format", "jsonl"]).good();
        assert_eq!(decided.jsonl().len(), 1, "what people decided is kept");
        home.ask(&["store", "verify"]).good();

        home.ask(&["store", "rebuild"]).good();
        assert_eq!(stories(&home).len(), expect.lines().count() + 1);
        home.ask(&["store", "verify"]).good();
    }
}

/// The header of the first frame says a version that nobody knows yet; its checksum is right.
fn from_the_future(day: &Path) {
    let mut bytes = fs::read(day).unwrap();
    bytes[13] = 99;
    let crc = crc32fast::hash(&bytes[..38]);
    bytes[38..42].copy_from_slice(&crc.to_le_bytes());
    fs::write(day, bytes).unwrap();
}

#[test]
fn a_newer_format_is_refused_in_plain_words_and_left_alone() {
    let fixture = fixtures().remove(0);
    for newer in ["archive", "view"] {
        let home = Home::new();
        copy(&fixture, &home.data());
        if newer == "archive" {
            let mut days: Vec<PathBuf> = fs::read_dir(home.path("data/archive"))
                .unwrap()
                .map(|e| e.unwrap().path())
                .collect();
            days.sort();
            from_the_future(&days.pop().unwrap());
        } else {
            let path = home.path("data/view.json");
            let text = fs::read_to_string(&path).unwrap();
            let found = text.replacen("\"format\":3", "\"format\":99", 1);
            assert_ne!(found, text);
            fs::write(&path, found).unwrap();
        }
        let (mut before, mut after) = (Vec::new(), Vec::new());
        files(&home.data(), &mut before);
        let config = home.config(&[("http://127.0.0.1:9/feed", "Nobody")]);
        let ran = home.run(&["run", "--once", "--config", config.to_str().unwrap()]);
        assert_eq!(ran.code, Some(1), "{newer}: {}", ran.err);
        assert!(
            ran.err.contains("newer sayso (format 99") && ran.err.contains("upgrade sayso"),
            "{newer}: {}",
            ran.err
        );
        files(&home.data(), &mut after);
        assert!(before == after, "{newer}: something was changed");
    }
}
