//! `extract` and `eval`: what they print of a text, and that one measures the other.

use crate::support::Home;

#[test]
fn extract_gives_code_points_into_the_given_text() {
    let home = Home::new();
    let text = "Zoë Ångström spoke on Monday.\n\n“Die Brücke — she is safe,” said Zoë Ångström.\n";
    let ran = home.run_with(&["extract", "-"], text.as_bytes()).good();
    let found = &ran.jsonl()[0]["attributions"];
    let chars: Vec<char> = text.chars().collect();
    let words = |role: &str| -> String {
        let span = &found[0][role][0];
        chars[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize]
            .iter()
            .collect()
    };
    assert_eq!(
        (words("source").as_str(), words("cue").as_str()),
        ("Zoë Ångström", "said"),
        "{found}"
    );
    assert!(
        words("content").contains("Die Brücke — she is safe"),
        "{found}"
    );
    assert_eq!(found[0]["speaker"], "Zoë Ångström");
}

#[test]
fn what_extract_finds_can_be_corrected_in_brat_and_measured_by_eval() {
    let home = Home::new();
    let text = "“The weir holds,” Zoë Holm said on Monday.\n";
    home.write("weir.txt", text);
    let file = home.path("weir.txt").to_str().unwrap().to_owned();
    let folder = home.path("brat").to_str().unwrap().to_owned();
    home.run(&["extract", &file, "--format", "brat", "--out", &folder])
        .good();
    let notes = std::fs::read_to_string(home.path("brat/weir.ann")).unwrap();
    for needle in [
        "Source 18 26\tZoë Holm\n",
        "Cue 27 31\tsaid\n",
        "HasContent",
    ] {
        assert!(notes.contains(needle), "{notes}");
    }
    assert_eq!(
        std::fs::read_to_string(home.path("brat/weir.txt")).unwrap(),
        text
    );
    assert!(home.path("brat/annotation.conf").exists());

    let found = home.run(&["extract", &file]).good().jsonl().remove(0);
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&found), ["attributions", "doc"]);
    assert_eq!(
        keys(&found["attributions"][0]),
        [
            "confidence",
            "content",
            "cue",
            "cue_class",
            "source",
            "speaker",
            "type"
        ]
    );
    let gold = serde_json::json!({
        "doc": "weir", "text": text, "attributions": found["attributions"],
    });
    home.write("gold.jsonl", &format!("{gold}\n"));
    let gold = home.path("gold.jsonl").to_str().unwrap().to_owned();
    let errors = home.path("errors.jsonl").to_str().unwrap().to_owned();
    let run = |by: &str| {
        let args = [
            "eval", &gold, "--by", by, "--format", "json", "--errors", &errors,
        ];
        serde_json::from_str::<serde_json::Value>(&home.run(&args).good().out).unwrap()
    };
    let figures = run("model");
    assert_eq!(figures["all"]["attr_strict"]["F"], 100.0);
    assert_eq!(figures["speech"]["attr_direct"]["gold"], 1.0);
    assert_eq!(std::fs::read_to_string(&errors).unwrap(), "");
    assert_eq!(run("rules")["documents"], 1);
    let table = home.run(&["eval", &gold, "--bootstrap", "5"]).good().out;
    assert!(table.contains("attr_relaxed   100.00"), "{table}");
}
