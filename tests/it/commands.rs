//! What a person types, well and badly: one clear sentence, what to do, the right exit code.

use crate::support::Home;

#[test]
fn mistakes_are_named_with_the_way_out() {
    let home = Home::new();
    home.write("syntax.toml", "[[feeds]\nurl = \"https://a.example/\"\n");
    home.write(
        "unknown.toml",
        "[poll]\nintervall = \"5m\"\n[[feeds]]\nurl = \"https://a.example/f\"\n",
    );
    home.write(
        "twice.toml",
        "[[feeds]]\nurl = \"https://a.example/f\"\n[[feeds]]\nurl = \"https://a.example/f#x\"\n",
    );
    home.write(
        "bad.toml",
        "[poll]\ninterval = \"soon\"\n[[feeds]]\nurl = \"gopher://a.example\"\n",
    );
    home.write(
        "unwritable.toml",
        "data_dir = \"/proc/sayso\"\n[[feeds]]\nurl = \"https://a.example/f\"\n",
    );
    let at = |name: &str| home.path(name).to_str().unwrap().to_owned();
    let check = |args: &[&str], code: i32, needles: &[&str]| {
        let ran = home.run(args);
        assert_eq!(ran.code, Some(code), "{args:?}\n{}{}", ran.out, ran.err);
        for needle in needles {
            assert!(
                ran.err.contains(needle),
                "{args:?}: {needle:?} is missing in:\n{}",
                ran.err
            );
        }
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
    };
    check(&["run"], 2, &["no configuration", "--config"]);
    check(&["check", "--config", "none.toml"], 2, &["none.toml"]);
    check(
        &["check", "--config", &at("syntax.toml")],
        2,
        &["syntax.toml:1:", "TOML"],
    );
    check(
        &["check", "--config", &at("unknown.toml")],
        2,
        &["unknown.toml:2:", "intervall", "interval"],
    );
    check(
        &["check", "--config", &at("twice.toml")],
        2,
        &["twice.toml:4:", "twice"],
    );
    check(
        &["check", "--config", &at("bad.toml")],
        2,
        &["bad.toml:2:", "bad.toml:4:", "gopher"],
    );
    check(
        &["run", "--once", "--config", &at("unwritable.toml")],
        1,
        &["/proc/sayso", "data_dir"],
    );
    check(&["inspect", "claims"], 1, &["sayso run"]);
    check(&["store", "verify"], 1, &["sayso run"]);
    check(&["frobnicate"], 2, &["frobnicate"]);
    check(
        &["inspect", "claims", "--format", "xml"],
        2,
        &["xml", "jsonl"],
    );
    check(&["extract", "none.txt"], 2, &["none.txt"]);
    check(
        &["extract", "a.txt", "b.txt", "--format", "brat"],
        2,
        &["--out"],
    );
    check(&["extract", "a.txt", "--out", "x"], 2, &["brat"]);
    home.write("text.txt", "Nothing.\n");
    let (text, here) = (at("text.txt"), at("."));
    check(
        &["extract", &text, "--format", "brat", "--out", &here],
        2,
        &["text.txt", "exists already"],
    );
    check(&["eval", "none.jsonl"], 2, &["none.jsonl"]);
    check(&["eval", &text], 1, &["text.txt:1:", "labelled"]);
    check(
        &["eval", &text, "--bootstrap", "9999999"],
        2,
        &["bootstrap"],
    );
    check(&["ingest", "none.jsonl"], 2, &["none.jsonl"]);
    check(&["try", "none.xml"], 2, &["none.xml"]);
}

#[test]
fn bad_lines_cost_themselves_only() {
    let home = Home::new();
    let input = concat!(
        "{\"url\":\"https://a.example/1\",\"title\":\"One\",\"text\":\"“The dam holds,” said Ines Okafor.\"}\n",
        "not json\n",
        "\n",
        "{\"title\":\"no text\"}\n",
        "{\"url\":\"https://a.example/2\",\"title\":\"Two\",\"text\":\"Nothing is said here.\"}\n",
    );
    let data = home.data();
    let ran = home.run_with(
        &["ingest", "-", "--data-dir", data.to_str().unwrap()],
        input.as_bytes(),
    );
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err.contains("standard input:2:") && ran.err.contains("standard input:4:"),
        "{}",
        ran.err
    );
    let stories = home
        .ask(&["inspect", "stories", "--format", "jsonl"])
        .good()
        .jsonl();
    assert_eq!(stories.len(), 2);
    // The same again: everything is known.
    let ran = home.run_with(
        &["ingest", "-", "--data-dir", data.to_str().unwrap()],
        input.as_bytes(),
    );
    assert!(ran.err.contains("2 unchanged"), "{}", ran.err);
    assert_eq!(
        home.ask(&["inspect", "stories", "--format", "jsonl"])
            .good()
            .jsonl(),
        stories
    );
}

#[test]
fn an_unknown_name_or_id_suggests_near_ones() {
    let home = Home::new();
    let line = "{\"url\":\"https://a.example/1\",\"title\":\"One\",\"text\":\"“The dam holds for now,” said Ines Okafor, the engineer.\"}\n";
    let data = home.data();
    home.run_with(
        &["ingest", "-", "--data-dir", data.to_str().unwrap()],
        line.as_bytes(),
    )
    .good();
    let ran = home.ask(&["inspect", "speaker", "Ines Okafur"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("Ines Okafor"), "{}", ran.err);
    let ran = home.ask(&["inspect", "story", "0123456789abcdef"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("0123456789abcdef"), "{}", ran.err);
}

#[test]
fn every_listing_speaks_every_format() {
    let home = Home::new();
    let line = "{\"url\":\"https://a.example/1\",\"title\":\"One\",\"text\":\"“The dam holds for now,” said Ines Okafor, the engineer.\",\"outlet\":\"A\"}\n";
    let data = home.data();
    home.run_with(
        &["ingest", "-", "--data-dir", data.to_str().unwrap()],
        line.as_bytes(),
    )
    .good();
    for what in ["stories", "speakers", "claims", "tail"] {
        for format in ["table", "json", "jsonl", "csv"] {
            let ran = home.ask(&["inspect", what, "--format", format]).good();
            assert!(!ran.out.is_empty(), "{what} {format}");
            assert!(
                !ran.out.contains('\u{1b}'),
                "no colour in a pipe: {what} {format}"
            );
            match format {
                "json" => assert!(
                    serde_json::from_str::<serde_json::Value>(&ran.out)
                        .unwrap()
                        .is_array(),
                    "{what}"
                ),
                "jsonl" => assert_eq!(ran.jsonl().len(), 1, "{what}"),
                "csv" => assert_eq!(ran.out.lines().count(), 2, "{what}: {}", ran.out),
                _ => {}
            }
        }
    }
}

#[test]
fn feeds_go_out_and_in_as_opml() {
    let home = Home::new();
    let config = home.config(&[("https://a.example/feed", "A & B")]);
    let config = config.to_str().unwrap();
    let out = home
        .run(&["feeds", "export", "--config", config])
        .good()
        .out;
    assert!(
        out.contains("xmlUrl=\"https://a.example/feed\"") && out.contains("A &amp; B"),
        "{out}"
    );
    let more = home.write(
        "more.opml",
        &out.replace("a.example/feed", "b.example/feed"),
    );
    let ran = home
        .run(&[
            "feeds",
            "import",
            more.to_str().unwrap(),
            "--config",
            config,
        ])
        .good();
    assert!(ran.err.contains("1 feed added"), "{}", ran.err);
    let checked = home.run(&["check", "--config", config]).good();
    assert!(checked.out.contains("2 feeds"), "{}", checked.out);
    let again = home
        .run(&[
            "feeds",
            "import",
            more.to_str().unwrap(),
            "--config",
            config,
        ])
        .good();
    assert!(again.err.contains("1 listed already"), "{}", again.err);
    // The groups that a list has are those of the list that comes out.
    let grouped = home.write(
        "grouped.opml",
        r#"<opml version="2.0"><body><outline text="Wires"><outline text="North"><outline type="rss" text="C" xmlUrl="https://c.example/feed"/></outline></outline></body></opml>"#,
    );
    let grouped = grouped.to_str().unwrap();
    home.run(&["feeds", "import", grouped, "--config", config])
        .good();
    let out = home
        .run(&["feeds", "export", "--config", config])
        .good()
        .out;
    let at = |text: &str| out.find(text).unwrap_or_else(|| panic!("{text}: {out}"));
    assert!(at("\"Wires\"") < at("\"North\"") && at("\"North\"") < at("https://c.example/feed"));
}

#[test]
fn every_subcommand_has_help_with_examples_and_stands_in_the_readme() {
    let readme =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let home = Home::new();
    for name in sayso::cli::subcommands() {
        let help = home.run(&[&name, "--help"]).good().out;
        assert!(help.contains("Usage: sayso"), "{help}");
        assert!(
            readme.contains(&format!("sayso {name}")),
            "README does not name `sayso {name}`"
        );
    }
}

#[test]
fn the_manual_has_a_page_for_every_command_and_completions_for_three_shells() {
    let home = Home::new();
    let share = home.path("share");
    home.run(&["manual", "install", share.to_str().unwrap()])
        .good();
    let read = |name: &str| {
        std::fs::read_to_string(share.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
    };
    for command in sayso::cli::subcommands() {
        let page = read(&format!("man/man1/sayso-{command}.1"));
        assert!(page.contains(".SH OPTIONS"), "{command}");
        for script in [
            "bash-completion/completions/sayso",
            "zsh/site-functions/_sayso",
            "fish/vendor_completions.d/sayso.fish",
        ] {
            assert!(read(script).contains(&command), "{command} in {script}");
        }
    }
    let page = home.run(&["manual"]).good().out;
    assert_eq!(page, read("man/man1/sayso.1"));
    let script = home.run(&["manual", "completions", "bash"]).good().out;
    assert_eq!(script, read("bash-completion/completions/sayso"));
    let refused = home.run(&["manual", "install", "/proc/nowhere"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("/proc/nowhere"), "{}", refused.err);
}
