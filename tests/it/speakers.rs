//! What people decide about speakers, and what is shown of one.

use crate::labelled::{ingest, inspect, labelled};
use crate::support::Home;
use serde_json::{Value, json};

fn newsroom() -> Home {
    let home = Home::new();
    let wanted = ["19-", "20-", "21-", "34-", "35-", "39-", "40-", "44-"];
    let lines = labelled()
        .into_iter()
        .filter(|s| wanted.iter().any(|w| s.file.starts_with(w)));
    ingest(&home, "some.jsonl", lines.map(|s| s.line));
    home
}

fn speaker(home: &Home, name: &str) -> Value {
    inspect(home, &["speaker", name])
}

fn id(home: &Home, name: &str) -> String {
    speaker(home, name)["speaker"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn claims(home: &Home, name: &str) -> usize {
    speaker(home, name)["claims"]["rows"]
        .as_array()
        .unwrap()
        .len()
}

#[test]
fn a_merge_holds_for_what_was_and_what_comes_and_can_be_undone() {
    let home = newsroom();
    let look = |home: &Home| {
        home.ask(&["inspect", "speakers", "--format", "jsonl"])
            .good()
            .out
    };
    let found = look(&home);
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(found, look(&home), "the same speakers with the same ids");

    let into = id(&home, "Bob Kinsella");
    let (his, hers) = (claims(&home, "Bob Kinsella"), claims(&home, "Gord Webster"));
    let merged = home
        .ask(&[
            "speakers",
            "merge",
            "Gord Webster",
            "Bob Kinsella",
            "--note",
            "a test",
        ])
        .good();
    assert!(
        merged.out.contains("Gord Webster is Bob Kinsella now"),
        "{}",
        merged.out
    );
    assert_eq!(id(&home, "Gord Webster"), into);
    assert_eq!(claims(&home, "Gord Webster"), his + hers);
    let joins = speaker(&home, "Gord Webster")["joins"].clone();
    assert!(
        joins
            .as_array()
            .unwrap()
            .iter()
            .any(|j| j["form"] == "Gord Webster" && j["reason"] == "person"),
        "{joins}"
    );
    home.ask(&["store", "verify"]).good();
    let again = home.ask(&["speakers", "merge", "Gord Webster", "Bob Kinsella"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("already"), "{}", again.err);

    let later = json!({"url": "https://labelled.example/later", "outlet": "Toronto Beacon", "published": "2008-06-01T08:00:00Z",
        "title": "Buses are back", "text": "TTA general manager Gord Webster said the buses would run on Sunday.\n\n“We have the drivers and we have the fuel,” Webster said."});
    ingest(&home, "later.jsonl", std::iter::once(later));
    assert_eq!(claims(&home, "Bob Kinsella"), his + hers + 2);
    let seen = look(&home);
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(seen, look(&home), "decisions survive a rebuild");

    let list = home
        .ask(&["speakers", "list", "--format", "jsonl"])
        .good()
        .jsonl();
    assert_eq!(
        (&list[0]["what"], &list[0]["note"]),
        (&json!("Gord Webster is Bob Kinsella"), &json!("a test"))
    );
    let number = list[0]["number"].to_string();
    home.ask(&["speakers", "undo", &number]).good();
    assert_eq!(claims(&home, "Bob Kinsella"), his);
    assert_eq!(
        claims(&home, "Gord Webster"),
        hers + 2,
        "what came meanwhile goes back too"
    );
    home.ask(&["store", "verify"]).good();
    let undone = look(&home);
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(undone, look(&home));
    let twice = home.ask(&["speakers", "undo", &number]);
    assert!(twice.err.contains("was undone"), "{}", twice.err);
    // They have lists of their own.
    assert_eq!(
        home.ask(&["copies", "list", "--format", "jsonl"])
            .good()
            .out,
        ""
    );
}

#[test]
fn a_split_takes_a_form_or_stories_out() {
    let home = newsroom();
    let all = claims(&home, "Bob Kinsella");
    let split = home
        .ask(&[
            "speakers",
            "split",
            "Bob Kinsella",
            "--form",
            "Robert Kinsella",
        ])
        .good();
    assert!(split.out.contains("1 claim moved"), "{}", split.out);
    assert_eq!(claims(&home, "Robert Kinsella"), 1);
    assert_eq!(claims(&home, "Bob Kinsella"), all - 1);
    home.ask(&["store", "verify"]).good();
    let url = "https://labelled.example/34-senate-hearing.txt";
    let before = claims(&home, "Brad Tillery");
    home.ask(&["speakers", "split", "Brad Tillery", "--story", url])
        .good();
    let both = home.ask(&["speakers", "rename", "Tillery", "Bradley Tillery the elder"]);
    assert_eq!(both.code, Some(1));
    assert!(
        both.err.contains("several speakers bear 'Tillery'") && both.err.lines().count() >= 3,
        "{}",
        both.err
    );
    home.ask(&["store", "verify"]).good();
    for (args, part) in [
        (
            ["speakers", "split", "Hal Bowdoin", "--form", "Howard"],
            "stories have it under ‘Hal Bowdoin’",
        ),
        (
            ["speakers", "split", "Hal Bowdoin", "--form", "Hal Bowdoin"],
            "speakers rename",
        ),
        (
            ["speakers", "merge", "Hal Bowdoin", "Kinsela", "--note=x"],
            "Kinsella",
        ),
        (
            ["speakers", "undo", "9999", "--note=x", "--note=y"],
            "cannot be used multiple times",
        ),
    ] {
        let refused = home.ask(&args);
        assert_ne!(refused.code, Some(0), "{args:?}");
        assert!(refused.err.contains(part), "{args:?}: {}", refused.err);
    }
    let list = home
        .ask(&["speakers", "list", "--format", "jsonl"])
        .good()
        .jsonl();
    for row in &list {
        home.ask(&["speakers", "undo", &row["number"].to_string()])
            .good();
    }
    assert_eq!(claims(&home, "Bob Kinsella"), all);
    assert_eq!(claims(&home, "Brad Tillery"), before);
    home.ask(&["store", "verify"]).good();
}

#[test]
fn names_can_be_given_and_lists_read() {
    let home = newsroom();
    home.ask(&["speakers", "rename", "Hal Bowdoin", "Harold Bowdoin"])
        .good();
    let detail = speaker(&home, "Harold Bowdoin");
    assert_eq!(detail["speaker"]["name"], "Harold Bowdoin");
    assert_eq!(
        id(&home, "Hal Bowdoin"),
        detail["speaker"]["id"].as_str().unwrap()
    );
    let path = home.write(
        "known.csv",
        "name,kind,aliases,wikidata\nDonald Mirsky,person,Don Mirsky; Mayor Mirsky; Mirsky,Q4242\n",
    );
    let path = path.to_str().unwrap();
    assert!(
        home.ask(&["speakers", "import", path, "--dry-run"])
            .good()
            .out
            .contains("nothing is recorded")
    );
    let before = claims(&home, "Don Mirsky");
    home.ask(&["speakers", "import", path, "--note", "council list"])
        .good();
    let detail = speaker(&home, "Don Mirsky");
    assert_eq!(
        (&detail["speaker"]["name"], &detail["wikidata"]),
        (&json!("Donald Mirsky"), &json!("Q4242"))
    );
    assert_eq!(claims(&home, "Mirsky"), before);
    let again = home.ask(&["speakers", "import", path]);
    assert!(
        again.err.contains("known by these names already"),
        "{}",
        again.err
    );
    let bad = home.write("bad.csv", "name,kind\nAna,robot\n");
    let bad = home.ask(&["speakers", "import", bad.to_str().unwrap()]);
    assert_eq!(bad.code, Some(2));
    assert!(
        bad.err.contains("line 2: 'robot' is no kind"),
        "{}",
        bad.err
    );
    home.ask(&["store", "verify"]).good();
    let seen = inspect(&home, &["speakers"]);
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(seen, inspect(&home, &["speakers"]));
    for row in home
        .ask(&["speakers", "list", "--format", "jsonl"])
        .good()
        .jsonl()
    {
        home.ask(&["speakers", "undo", &row["number"].to_string()])
            .good();
    }
    assert_eq!(
        speaker(&home, "Hal Bowdoin")["speaker"]["name"],
        "Hal Bowdoin"
    );
    assert_eq!(speaker(&home, "Don Mirsky")["wikidata"], Value::Null);
    home.ask(&["store", "verify"]).good();
}

#[test]
fn a_speakers_page_tells_who_what_when_and_why() {
    let home = newsroom();
    let detail = speaker(&home, "Robert Kinsella");
    assert_eq!(detail["speaker"]["name"], "Bob Kinsella");
    assert_eq!(detail["joins"][0]["reason"], "nickname");
    assert_eq!(detail["periods"].as_array().unwrap().len(), 4);
    assert_eq!(detail["outlets"][0]["text"], "Toronto Beacon");
    let about = speaker(&home, "Karel Smit")["about"].clone();
    assert_eq!(about[0]["speaker"]["name"], "Marit Smit", "{about}");
    let card = home
        .ask(&["inspect", "speaker", "Robert Kinsella"])
        .good()
        .out;
    for part in [
        "office",
        "one as",
        "a nickname, and the roles agree",
        "when",
        "█",
        "Toronto Beacon (2×)",
    ] {
        assert!(card.contains(part), "{part}: {card}");
    }
    assert!(!card.contains('\u{1b}'), "{card}");
    let near = home.ask(&["inspect", "speaker", "Kinsela"]);
    assert!(near.err.contains("Bob Kinsella"), "{}", near.err);
    let two = inspect(&home, &["speakers", "--search", "David Okoye"]);
    assert_eq!(
        two.as_array().unwrap().len(),
        2,
        "a minister and a goalkeeper: {two}"
    );
}
