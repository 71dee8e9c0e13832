//! Where the configuration is found, what is in force, and that a new list of feeds is taken up.

use crate::support::Home;

const FEED: &str = "[[feeds]]\nurl = \"https://a.example/feed\"\n";

#[test]
fn the_configuration_is_looked_for_in_order() {
    let home = Home::new();
    let data = format!("data_dir = {:?}\n", home.data());
    let feeds = |n: usize| -> String {
        let feed = |n| FEED.replace("a.example", &format!("a{n}.example"));
        (0..n).map(feed).collect()
    };
    let usual = home.write("etc/sayso/sayso.toml", &(data.clone() + &feeds(1)));
    let named = home.write("named.toml", &(data.clone() + &feeds(2)));
    let given = home.write("given.toml", &(data + &feeds(3)));
    let check = |args: &[&str], variable: Option<&str>| -> String {
        let mut command = home.command(&[&["check"], args].concat());
        command.envs(variable.map(|path| ("SAYSO_CONFIG", path)));
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    let (usual, named, given) = (
        usual.to_str().unwrap(),
        named.to_str().unwrap(),
        given.to_str().unwrap(),
    );
    assert!(check(&[], None).starts_with(&format!("{usual}: good; 1 feeds")));
    assert!(check(&[], Some("")).starts_with(usual));
    assert!(check(&[], Some(named)).starts_with(&format!("{named}: good; 2 feeds")));
    assert!(
        check(&["--config", given], Some(named)).starts_with(&format!("{given}: good; 3 feeds"))
    );
    // One that is named and not there is no reason to take another.
    assert!(check(&[], Some("/nowhere/x.toml")).contains("/nowhere/x.toml: there is no such file"));
}

#[test]
fn fragments_are_checked_shown_and_not_added_twice() {
    let home = Home::new();
    let path = home.config(&[("https://a.example/feed", "A")]);
    let config = path.to_str().unwrap();
    home.write(
        "sayso.d/10-b.toml",
        "[[feeds]]\nurl = \"https://b.example/\"\noutlet = \"B\"\ntoken_from = \"env:B_TOKEN\"\n",
    );
    let good = home.run(&["check", "--config", config]).good();
    assert!(
        good.out.contains("2 feeds, some of 1 fragment"),
        "{}",
        good.out
    );
    let printed = home.run(&["check", "--print", "--config", config]).good();
    let line = printed.out.lines().find(|l| l.contains("b.example"));
    assert!(
        line.unwrap().ends_with("sayso.d/10-b.toml:2"),
        "{}",
        printed.out
    );

    let opml = r#"<opml version="2.0"><body><outline xmlUrl="https://b.example/"/><outline xmlUrl="https://c.example/"/></body></opml>"#;
    home.write("list.opml", opml);
    let list = home.path("list.opml");
    let import = [
        "feeds",
        "import",
        list.to_str().unwrap(),
        "--config",
        config,
    ];
    let told = home.run(&import).good().err;
    assert!(
        told.contains("1 feed added") && told.contains("1 listed already"),
        "{told}"
    );

    home.write(
        "sayso.d/20-c.toml",
        "[poll]\nurl = 1\n[[feeds]]\nurl = \"https://a.example/feed\"\n",
    );
    let bad = home.run(&["check", "--config", config]);
    assert_eq!(bad.code, Some(2));
    for part in [
        "20-c.toml:1:1: 'poll' has no place in a fragment",
        "20-c.toml:4:7: feed https://a.example/feed is listed in",
    ] {
        assert!(bad.err.contains(part), "{}", bad.err);
    }
}

#[test]
fn the_example_is_good_as_it_is_printed() {
    let home = Home::new();
    let example = home.run(&["check", "--example"]).good().out;
    let path = home.write("mine.toml", &example);
    home.run(&["check", "--config", path.to_str().unwrap()])
        .good();
}
