//! The source's own rules: the layer table, one job a file, bans with their reasons.

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of `src/` in the order of the flow. A folder imports itself and those before it.
const LAYERS: [&str; 14] = [
    "model", "text", "feed", "article", "dedup", "extract", "config", "archive", "store", "poll",
    "pipeline", "inspect", "serve", "cli",
];

/// Crates with a shape of their own, and the only places that may name them.
const NAMED_IN: [(&str, &[&str]); 9] = [
    ("sled", &["store/"]),
    (
        "zstd",
        &["archive/", "extract/model/weights.rs", "store/pack/"],
    ),
    ("feed_rs", &["feed/"]),
    ("dom_query", &["article/"]),
    ("html5ever", &["article/", "feed/plain.rs"]),
    ("reqwest", &["poll/"]),
    ("toml", &["config/"]),
    ("axum", &["serve/"]),
    ("similar", &["text/diff/"]),
];

/// Text that may stand nowhere, but in the files named, and why.
const BANS: [(&str, &[&str], &str); 7] = [
    (
        "SystemTime::now",
        &["poll/clock.rs"],
        "only one file reads the wall clock",
    ),
    (
        "Utc::now",
        &["poll/clock.rs"],
        "only one file reads the wall clock",
    ),
    ("Local::now", &[], "only one file reads the wall clock"),
    (
        "use crate::{",
        &[],
        "one import a line, so that this test can read them",
    ),
    (
        "super::super",
        &[],
        "name a module by its path from the crate",
    ),
    ("todo!(", &[], "nothing is a stub"),
    ("unimplemented!(", &[], "nothing is a stub"),
];

const MOST_LINES: usize = 400;

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every Rust file below `top`, as its path relative to `top` and its text.
fn tree(top: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(top);
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .map(|p| {
            (
                p.strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
                fs::read_to_string(&p).unwrap(),
            )
        })
        .collect()
}

fn layer(folder: &str) -> Option<usize> {
    LAYERS.iter().position(|l| *l == folder)
}

/// The modules that a line names behind `crate::`.
fn imports(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("crate::").map(|(at, m)| {
        let rest = &line[at + m.len()..];
        &rest[..rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())]
    })
}

#[test]
fn every_folder_has_its_place_in_the_layer_table() {
    for (file, _) in tree("src") {
        if let Some((folder, _)) = file.split_once('/') {
            // A second program stands above every layer and imports the library by name.
            assert!(
                folder == "bin" || layer(folder).is_some(),
                "src/{file}: the folder is missing in LAYERS"
            );
        }
    }
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let mods: Vec<&str> = lib
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod "))
        .filter_map(|l| l.strip_suffix(';'))
        .collect();
    assert_eq!(
        mods, LAYERS,
        "src/lib.rs lists the folders in the order of the flow"
    );
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (file, text) in tree("src") {
        let Some((folder, _)) = file.split_once('/') else {
            continue;
        };
        for (n, line) in text.lines().enumerate() {
            for name in imports(line) {
                if layer(name) > layer(folder) {
                    wrong.push(format!(
                        "src/{file}:{}: {folder} must not know {name}",
                        n + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_folders() {
    let mut wrong = Vec::new();
    // A test may make a stranger's bytes with the crate that a real stranger would use.
    for (file, text) in tree("src")
        .into_iter()
        .filter(|(file, _)| !file.contains("/tests/"))
    {
        for (n, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for (name, allowed) in NAMED_IN {
                let used = [format!("use {name}::"), format!("use {name};")]
                    .iter()
                    .any(|u| line.contains(u))
                    || line.match_indices(&format!("{name}::")).any(|(at, _)| {
                        !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                    });
                if used && !allowed.iter().any(|a| file.starts_with(a)) {
                    wrong.push(format!(
                        "src/{file}:{}: {name} may be named in {allowed:?} only",
                        n + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_one_job_and_say_it() {
    let mut wrong = Vec::new();
    for top in ["src", "tests", "benches"] {
        for (file, text) in tree(top) {
            if !text.starts_with("//! ") {
                wrong.push(format!(
                    "{top}/{file}: the first line must say the file's job, after //!"
                ));
            }
            let lines = text.lines().count();
            if lines > MOST_LINES {
                wrong.push(format!("{top}/{file}: {lines} lines; {MOST_LINES} at most"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn banned_text_is_absent() {
    let mut wrong = Vec::new();
    for (file, text) in tree("src") {
        for (n, line) in text.lines().enumerate() {
            for (ban, allowed, why) in BANS {
                if line.contains(ban) && !allowed.contains(&file.as_str()) {
                    wrong.push(format!("src/{file}:{}: {ban}: {why}", n + 1));
                }
            }
        }
    }
    for (file, text) in tree("tests") {
        for ban in ["#[ignore", "should_panic", "thread::sleep("] {
            if file != "it/tidy.rs" && text.contains(ban) {
                wrong.push(format!("tests/{file}: {ban}: tests neither sleep nor hide"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
