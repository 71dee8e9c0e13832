//! Copy groups and revisions as a person meets them.

use crate::support::canal::{LOCK, ask, cut, id, line, told};
use serde_json::{Value, json};

#[test]
fn the_way_of_a_story_through_outlets_is_data() {
    let home = told();
    let copies = ask(&home, &["copies", &id(&home, "Varde Post")]);
    let members = copies["members"].as_array().unwrap();
    let told: Vec<(&str, u64, i64, bool)> = members
        .iter()
        .map(|m| {
            (
                m["outlet"].as_str().unwrap(),
                m["order"].as_u64().unwrap(),
                m["delay"].as_i64().unwrap(),
                m["leading"].as_bool().unwrap(),
            )
        })
        .collect();
    // Two were published at once: the one seen first leads.
    assert_eq!(
        told,
        [
            ("Canal Wire", 1, 0, true),
            ("Holm Mirror", 2, 0, false),
            ("Varde Post", 3, 9_000, false),
        ]
    );
    let cut = &members[2];
    assert_eq!(cut["verdict"], "copy");
    assert!(
        cut["of_this"].as_f64() > Some(0.95) && cut["of_that"].as_f64() < Some(0.95),
        "{cut}"
    );
    let evidence = &cut["evidence"];
    assert_eq!(evidence["test"], "near_match");
    assert_eq!(evidence["nearest"], members[0]["id"]);
    assert!(
        evidence["figures"]["shared"].as_u64() > Some(0),
        "{evidence}"
    );
    assert!(!evidence["why"].as_str().unwrap().is_empty());
    let stories = ask(&home, &["stories"]);
    let sizes: Vec<u64> = (0..4)
        .map(|n| stories[n]["group_size"].as_u64().unwrap())
        .collect();
    assert_eq!(sizes.iter().sum::<u64>(), 3 + 3 + 3 + 1);
    let table = home
        .ask(&["inspect", "copies", &id(&home, "Varde Post")])
        .good();
    for part in ["in 3 outlets", "+2 h", "leading", "Why", "Near match"] {
        assert!(table.out.contains(part), "{part}:\n{}", table.out);
    }
}

#[test]
fn two_stories_stand_side_by_side_with_exact_places() {
    let home = told();
    let (wire, cut_copy) = (id(&home, "Canal Wire"), id(&home, "Holm Mirror"));
    let diff = ask(&home, &["copies", &cut_copy, "--diff"]);
    assert_eq!(
        (&diff["left"]["story"], &diff["right"]["story"]),
        (&json!(wire), &json!(cut_copy))
    );
    assert!(!diff["judged"].is_null());
    let texts = [&wire, &cut_copy].map(|id| {
        ask(&home, &["story", id])["text"]
            .as_str()
            .unwrap()
            .to_owned()
    });
    let blocks = diff["blocks"].as_array().unwrap();
    assert_eq!(blocks.len(), 8);
    for block in blocks {
        for (side, text) in ["left", "right"].iter().zip(&texts) {
            assert_eq!(block[side]["text"], cut(text, &block[side]));
        }
    }
    let changed: Vec<&Value> = blocks.iter().filter(|b| b["change"] == "changed").collect();
    assert_eq!(changed.len(), 1);
    let words: Vec<(&str, &str)> = changed[0]["words"]
        .as_array()
        .unwrap()
        .iter()
        .map(|w| {
            (
                w["change"].as_str().unwrap(),
                w["right"]["text"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(words[1], ("only_right", "much"));
    assert_eq!(cut(&texts[1], &changed[0]["words"][1]["right"]), "much");
    assert_eq!(
        diff["summary"],
        "headline “at Brann” dropped, “much” put in"
    );
    let shown = home.ask(&["inspect", "copies", &wire, &cut_copy]).good();
    assert!(
        shown.out.contains("[much]") && shown.out.contains(" ~ "),
        "{}",
        shown.out
    );
    let csv = home
        .ask(&["inspect", "copies", &wire, &cut_copy, "--format", "csv"])
        .good();
    assert_eq!(csv.out.lines().count(), 9);
}

#[test]
fn what_a_story_took_of_another_is_listed_and_shown() {
    let home = told();
    let feature = id(&home, "Tarn Weekly");
    let copies = ask(&home, &["copies", &feature]);
    let reuse = &copies["reuses"][0];
    let passages = reuse["passages"].as_array().unwrap();
    assert_eq!(passages.len(), 1, "{reuse}");
    assert_eq!(passages[0]["left"]["paragraphs"], json!([1, 3]));
    assert_eq!(passages[0]["right"]["paragraphs"], json!([5, 7]));
    let text = ask(&home, &["story", &feature])["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        passages[0]["right"]["text"],
        cut(&text, &passages[0]["right"])
    );
    // And from the other end, whichever member of the group it was matched with.
    let taken = &ask(&home, &["copies", &id(&home, "Holm Mirror")])["reused_by"];
    assert_eq!(
        (&taken[0]["id"], &taken[0]["passages"]),
        (&json!(feature), &reuse["passages"])
    );
    let shown = home.ask(&["inspect", "copies", &feature]).good();
    assert!(
        shown.out.contains("paragraph 5, sentence 1 to paragraph 7"),
        "{}",
        shown.out
    );
}

#[test]
fn a_revision_says_what_it_changed_and_a_clock_makes_none() {
    let home = told();
    let revise = |text: &[&str]| {
        let mut story: Value = serde_json::from_str(&line(
            "Canal Wire",
            "Barge strikes gate at Brann",
            "2026-05-05T08:00:00Z",
            &LOCK,
        ))
        .unwrap();
        story["text"] = json!(text.join("\n\n"));
        home.write("again.jsonl", &story.to_string());
        home.ask(&["ingest", home.path("again.jsonl").to_str().unwrap()])
            .good();
    };
    let mut text = LOCK.map(str::to_owned).to_vec();
    text[2] = text[2].replace("3 metres", "5 metres");
    text.push("The board will meet again on Thursday.".to_owned());
    revise(&text.iter().map(String::as_str).collect::<Vec<_>>());
    // Typography, a clock and a counter.
    let mut ticked: Vec<String> = text.iter().map(|t| t.replace(['“', '”'], "\"")).collect();
    ticked.insert(0, "Last updated 5 minutes ago".to_owned());
    ticked.push("12 comments".to_owned());
    revise(&ticked.iter().map(String::as_str).collect::<Vec<_>>());
    let wire = id(&home, "Canal Wire");
    let story = ask(&home, &["story", &wire]);
    let history = story["history"].as_array().unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1]["summary"], "“3” → “5”, 1 sentence added");
    assert_eq!(history[1]["changes"]["equal"], 7);
    assert!(history[0]["changes"].is_null());
    let diff = ask(&home, &["story", &wire, "--diff", "1..2"]);
    assert_eq!(diff["counts"]["added"], 1);
    assert_eq!(
        diff["figures"],
        json!({"shared": ["40", "1911"], "only_left": ["3"], "only_right": ["5"]})
    );
    let shown = home.ask(&["inspect", "story", &wire, "--diff"]).good();
    assert!(
        shown.out.contains("[3]") && shown.out.contains("[5]"),
        "{}",
        shown.out
    );
    let listed = home.ask(&["inspect", "story", &wire]).good();
    assert!(listed.out.contains("“3” → “5”"), "{}", listed.out);
    let none = home.ask(&["inspect", "story", &wire, "--diff", "7"]);
    assert_eq!(none.code, Some(1));
    assert!(
        none.err.contains("no revision 7; kept are 1, 2"),
        "{}",
        none.err
    );
    let unrevised = home.ask(&["inspect", "story", &id(&home, "Varde Post"), "--diff"]);
    assert!(
        unrevised.err.contains("one revision only"),
        "{}",
        unrevised.err
    );
}

#[test]
fn two_columns_where_there_is_room_and_one_where_there_is_not() {
    let home = told();
    let (wire, same) = (id(&home, "Canal Wire"), id(&home, "Holm Mirror"));
    for (columns, expect) in [("80", WIDE), ("60", NARROW)] {
        let data = home.data();
        let args = [
            "inspect",
            "copies",
            &wire,
            &same,
            "--data-dir",
            data.to_str().unwrap(),
        ];
        let ran = home
            .command(&args)
            .env("COLUMNS", columns)
            .output()
            .unwrap();
        let shown = String::from_utf8(ran.stdout).unwrap();
        // What dedup itself says of the two stands in between.
        let (head, rest) = expect.split_once("~~~\n").unwrap();
        let fits = shown.starts_with(head) && shown.ends_with(rest);
        assert!(fits, "{columns} columns:\n{shown}");
    }
}

const WIDE: &str = "\
Barge strikes gate [at Brann]          ~ Barge strikes gate
Canal Wire · 2026-05-05 08:00 ·          Holm Mirror · 2026-05-05 08:00 ·
957e9e39                                 dff5dae9
100 % of its words stand in the other    99 % of its words stand in the other

headline “at Brann” dropped, “much” put in
~~~
figures in both: 40, 3, 1911
names in both: Brann, Tuesday, Oda Lund, Varde, Holm, Friday, Lund

  … 6 sentences the same …
The board has asked for bids to        │ The board has asked for bids to
replace the gate, which was hung in    │ replace the gate, which was hung in
1911.                                  │ 1911.

Traders at the Holm market expect fish ~ Traders at the Holm market expect fish
from the coast to cost more by the     ~ from the coast to cost [much] more by
weekend.                               ~ the weekend.
";

const NARROW: &str = "\
~ Barge strikes gate [-at Brann-]
- Canal Wire · 2026-05-05 08:00 · 957e9e39
+ Holm Mirror · 2026-05-05 08:00 · dff5dae9
- 100 % of its words stand in the other
+ 99 % of its words stand in the other

headline “at Brann” dropped, “much” put in
~~~
figures in both: 40, 3, 1911
names in both: Brann, Tuesday, Oda Lund, Varde, Holm,
Friday, Lund

  … 6 sentences the same …
  The board has asked for bids to replace the gate, which
  was hung in 1911.

~ Traders at the Holm market expect fish from the coast to
  cost {+much+} more by the weekend.
";
