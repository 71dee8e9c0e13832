//! Searching claims and stories: words, phrases, filters, order; and an index that is damaged, gone or of another format.

use crate::support::Home;
use std::fs;
use std::path::PathBuf;

/// More than a search looks through without an index.
const STORIES: u64 = 80;

fn line(n: u64) -> String {
    let text = match n {
        7 => {
            "The harbour master spoke at noon.\\n\\n“The fishing licence of every trawler lapses in May,” said Ada Holm, the harbour master.\\n\\nA heron watched from the pier."
                .to_owned()
        }
        9 => {
            "“A licence for fishing costs ninety crowns, and the licence lapses,” said Bo Quist, a fisherman.\\n\\nThe pier is shut."
                .to_owned()
        }
        _ => format!(
            "The council of Ward {n} voted on plan {n} on Monday.\\n\\n“Plan {n} pays for itself in ward{n},” said Rosa Lindqvist-{n}, who drew it up."
        ),
    };
    format!(
        "{{\"url\":\"https://ward.example/{n}\",\"title\":\"Ward {n} votes\",\"text\":\"{text}\",\"outlet\":\"Outlet {}\",\"published\":\"2026-11-16T{:02}:{:02}:00Z\"}}\n",
        n % 3,
        n / 60,
        n % 60
    )
}

fn segments(home: &Home) -> Vec<PathBuf> {
    let files = fs::read_dir(home.data().join("view")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut found: Vec<PathBuf> = files
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with("words-")
        })
        .collect();
    found.sort();
    found
}

/// What each search finds: how many, and the first one's words or title.
fn found(home: &Home, args: &str) -> (usize, String) {
    let mut all: Vec<&str> = vec!["inspect"];
    all.extend(args.split('|'));
    all.extend(["--format", "jsonl"]);
    let rows = home.ask(&all).good().jsonl();
    let first = rows.first().map_or("", |row| {
        let told = row.get("text").or(row.get("title"));
        told.and_then(|t| t.as_str()).unwrap()
    });
    (rows.len(), first.to_owned())
}

/// What somebody said, as `inspect verify` finds it: in what form, and the first one's words.
fn verified(home: &Home, quote: &str) -> (String, String) {
    let told = home.ask(&["inspect", "verify", quote, "--format", "jsonl"]);
    let told = told.jsonl().remove(0);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    (text(&told["seen"]), text(&told["matches"][0]["wording"]))
}

fn check_all(home: &Home, when: &str) {
    for (quote, seen, begins) in [
        ("Plan 41 pays for itself in ward41", "exact", "Plan 41 pays"),
        ("pays for itself in ward12", "partial", "Plan 12 pays"),
        (
            "The fishing licence of each trawler lapses in May",
            "variant",
            "The fishing licence",
        ),
        ("a licence costs ninety crowns in May", "not_seen", ""),
        ("nobody ever said this", "not_seen", ""),
    ] {
        let (how, wording) = verified(home, quote);
        assert_eq!(how, seen, "{when}: {quote}");
        assert!(wording.starts_with(begins), "{when}: {quote}: {wording}");
    }
    for (args, count, begins) in [
        ("claims|--search|ward41", 1, "Plan 41 pays"),
        ("claims|--search|itself pays PLAN", 78, "Plan 79 pays"),
        ("claims|--search|\"plan 12\"", 1, "Plan 12 pays"),
        ("claims|--search|\"12 plan\"", 0, ""),
        (
            "claims|--search|fishing licence",
            2,
            "A licence for fishing",
        ),
        (
            "claims|--search|\"fishing licence\"",
            1,
            "The fishing licence",
        ),
        (
            "claims|--search|licence|--speaker|Ada Holm",
            1,
            "The fishing licence",
        ),
        (
            "claims|--search|licence|--outlet|Outlet 0",
            1,
            "A licence for fishing",
        ),
        ("claims|--search|licence|--type|indirect", 0, ""),
        (
            "claims|--search|plan|--until|2026-11-16T00:05:00Z",
            5,
            "Plan 4 pays",
        ),
        (
            "claims|--search|plan|--since|2026-11-16T01:15:00Z|--limit|3",
            3,
            "Plan 79 pays",
        ),
        ("stories|--search|heron", 1, "Ward 7 votes"),
        ("stories|--search|pier", 2, "Ward 9 votes"),
        ("stories|--search|\"the pier is\"", 1, "Ward 9 votes"),
        (
            "stories|--search|votes pier|--outlet|Outlet 1",
            1,
            "Ward 7 votes",
        ),
        ("stories|--search|votes", 80, "Ward 79 votes"),
        (
            "stories|--search|drew monday|--speaker|Rosa Lindqvist-33",
            1,
            "Ward 33 votes",
        ),
    ] {
        let (rows, first) = found(home, args);
        assert_eq!(rows, count, "{when}: {args}");
        assert!(first.starts_with(begins), "{when}: {args}: {first}");
    }
}

#[test]
fn words_are_found_whatever_becomes_of_their_index() {
    let home = Home::new();
    let data = home.data();
    let ingest = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    let input: String = (0..STORIES).map(line).collect();
    home.run_with(&ingest, input.as_bytes()).good();
    assert!(segments(&home).len() >= 2, "claims and stories");
    check_all(&home, "indexed");
    let relevant = found(&home, "claims|--search|licence lapses|--rank|relevance");
    assert!(
        relevant.0 == 2 && relevant.1.contains("the licence lapses"),
        "{relevant:?}"
    );
    home.ask(&["store", "verify"]).good();

    // A story's new text is found before and after it is indexed, and the old one no longer.
    let revised = line(9).replace("is shut", "is closed: a hundred crowns is the fine");
    home.run_with(&ingest, revised.as_bytes()).good();
    for when in ["noted", "indexed anew"] {
        let count = |words: &str| found(&home, &format!("stories|--search|{words}")).0;
        assert_eq!(count("hundred crowns"), 1, "{when}");
        assert_eq!(count("pier shut"), 0, "{when}");
        home.ask(&["store", "compact"]).good();
    }
    check_all(&home, "indexed anew");

    // A flipped byte is named, and searching makes do without.
    for path in segments(&home) {
        let mut bytes = fs::read(&path).unwrap();
        bytes[40] ^= 1;
        fs::write(&path, bytes).unwrap();
    }
    let named = home.ask(&["store", "verify"]);
    assert_eq!(named.code, Some(1));
    assert!(named.out.contains("words/"), "{}", named.out);
    check_all(&home, "damaged");
    let unranked = home.ask(&[
        "inspect",
        "claims",
        "--search",
        "licence",
        "--rank",
        "relevance",
    ]);
    assert!(unranked.err.contains("--rank time"), "{}", unranked.err);
    home.ask(&["store", "compact"]).good();
    home.ask(&["store", "verify"]).good();
    check_all(&home, "made anew");

    // Gone, cut short, or in another format.
    for (n, path) in segments(&home).into_iter().enumerate() {
        match n {
            0 => fs::remove_file(path).unwrap(),
            _ => fs::write(path, b"SAYSOWE1").unwrap(),
        }
    }
    check_all(&home, "gone");
    home.ask(&["store", "compact"]).good();
    let names = data.join("view/words.json");
    let told = fs::read_to_string(&names).unwrap();
    let newer = told.replacen("\"format\":3", "\"format\":9", 1);
    assert_ne!(newer, told);
    fs::write(&names, newer).unwrap();
    check_all(&home, "newer");
    home.ask(&["store", "rebuild"]).good();
    assert!(segments(&home).len() >= 2);
    check_all(&home, "rebuilt");
}
