//! What nobody said is hidden by a person: shown, searched and exported nowhere, in what comes too, and after a rebuild; until that is undone.

use crate::support::Home;
use serde_json::{Value, json};

const TEXT: &str = "The weir was opened on Monday after a week of rain.\n\n“The weir will stay open until the thaw is over,” said Ida Morell, who keeps it.\n\n“Nobody below the weir has to leave the house,” said Otto Brand, the mayor of Sluis.";

fn story(n: u64) -> Value {
    json!({"url": format!("https://weir.example/{n}"), "outlet": format!("Weir {n}"), "title": "Weir opened",
        "text": TEXT, "published": format!("2026-11-16T08:0{n}:00Z")})
}

fn ingest(home: &Home, story: &Value) {
    let data = home.data();
    let args = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    home.run_with(&args, story.to_string().as_bytes()).good();
}

fn rows(home: &Home, args: &str) -> Vec<Value> {
    let mut all: Vec<&str> = args.split('|').collect();
    all.extend(["--format", "jsonl"]);
    home.ask(&all).good().jsonl()
}

/// Everything by which the claim could come to light.
fn shown(home: &Home) -> [usize; 9] {
    let one = |args: &str| rows(home, args).remove(0);
    let stories = rows(home, "inspect|stories");
    let id = stories[0]["id"].as_str().unwrap();
    let verified = home.ask(&["inspect", "verify", "stay open until the thaw is over"]);
    [
        rows(home, "inspect|claims|--speaker|Morell").len(),
        rows(home, "inspect|claims|--search|thaw").len(),
        one(&format!("inspect|story|{id}"))["attributions"]
            .as_array()
            .unwrap()
            .len(),
        rows(home, "inspect|speakers").len(),
        rows(home, "store|export|-|--only|claims").len(),
        rows(home, "store|export|-|--only|attributions").len(),
        rows(home, "store|export|-|--only|sightings").len(),
        one("inspect|stats")["claims"].as_u64().unwrap() as usize,
        usize::from(verified.code == Some(0)),
    ]
}

#[test]
fn what_is_hidden_stays_hidden_until_it_is_undone() {
    let home = Home::new();
    ingest(&home, &story(1));
    assert_eq!(shown(&home), [1, 1, 2, 2, 2, 2, 2, 2, 1]);
    let claim = rows(&home, "inspect|claims|--search|thaw").remove(0);
    let id = claim["id"].as_str().unwrap();
    let stories = rows(&home, "inspect|stories");
    let address = format!("{}:1:1", stories[0]["id"].as_str().unwrap());
    let hidden = home
        .ask(&[
            "speakers",
            "hide",
            &address,
            "--note",
            "a quotation of a poem",
        ])
        .good();
    assert!(
        hidden.out.starts_with("correction 2 (hide claim): "),
        "{}",
        hidden.out
    );
    assert_eq!(shown(&home), [0, 0, 1, 1, 1, 1, 1, 1, 0]);
    for args in [&["inspect", "claim", id][..], &["speakers", "hide", id]] {
        let refused = home.ask(args);
        assert_eq!(refused.code, Some(1));
        assert!(refused.err.contains("undo 2"), "{}", refused.err);
    }
    // Why it was reported is still told, and that it is hidden.
    let told = home.ask(&["inspect", "explain", &address]).good();
    let told = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        told.contains("(correction 2: “a quotation of a poem”)") && told.contains("undo 2"),
        "{told}"
    );
    let why = &rows(&home, &format!("inspect|explain|{address}"))[0];
    assert_eq!(why["hidden"]["correction"], 2);
    home.ask(&["store", "verify"]).good();

    // Copies come, another says it in a text of its own, and the view is built anew.
    ingest(&home, &story(2));
    let mut own = story(3);
    own["text"] = json!(
        "It rained again.\n\n“The weir will stay open until the thaw is over,” said Ida Morell on Tuesday."
    );
    ingest(&home, &own);
    let seen = shown(&home);
    assert_eq!(seen, [0, 0, 0, 1, 1, 2, 2, 1, 0]);
    home.ask(&["store", "verify"]).good();
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(shown(&home), seen);
    let events = rows(&home, "inspect|tail");
    assert!(
        events
            .iter()
            .any(|event| event["correction"] == "hide claim")
    );
    assert!(
        !events
            .iter()
            .any(|event| event["new_claims"].to_string().contains("thaw"))
    );

    // A merge takes along what is hidden.
    home.ask(&["speakers", "merge", "Ida Morell", "Otto Brand"])
        .good();
    home.ask(&["store", "verify"]).good();
    assert_eq!(rows(&home, "inspect|claims").len(), 1);
    home.ask(&["speakers", "undo", "5"]).good();
    home.ask(&["store", "verify"]).good();

    home.ask(&["speakers", "undo", "2"]).good();
    assert_eq!(shown(&home), [1, 1, 1, 2, 2, 5, 5, 2, 1]);
    home.ask(&["store", "verify"]).good();
    home.ask(&["store", "rebuild"]).good();
    assert_eq!(shown(&home), [1, 1, 1, 2, 2, 5, 5, 2, 1]);
    let list = rows(&home, "speakers|list");
    let acts: Vec<&str> = list.iter().map(|c| c["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["undo", "undo", "merge speakers", "hide claim"]);
    let what = list[3]["what"].as_str().unwrap();
    assert!(what.contains("Ida Morell did not say “The weir"), "{what}");
    assert_eq!(list[3]["note"], "a quotation of a poem");
}
