//! That the files in `config/` agree with the code: the example shows every key with its default, the demo is whole.

use super::*;

/// `text` with every setting that is shown after a bare `#` put in force.
fn uncommented(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if setting.starts_with(|c: char| c.is_ascii_lowercase()) => setting,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_is_made_of_the_definitions() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/config/sayso.toml");
    let shipped = std::fs::read_to_string(path).unwrap();
    assert!(
        shipped == example(),
        "config/sayso.toml is not what the definitions say; write it anew: sayso check --example > config/sayso.toml"
    );
    let longest = shipped.lines().map(|l| l.chars().count()).max();
    assert!(longest <= Some(130), "{longest:?}");
}

#[test]
fn the_example_shows_every_key_with_its_default() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config/sayso.toml"));
    let shipped = Config::load_in(path, &environment()).unwrap();
    let text = uncommented(&std::fs::read_to_string(path).unwrap());
    // A feed has a password or a token: the example shows both.
    let text = text.replace("token_from = ", "#token_from = ");
    let shown = Config::from_str_in(&text, path, &environment()).unwrap();

    assert!(shown.contact.is_some(), "contact is shown");
    assert!(shown.cache_dir.is_some(), "cache_dir is shown");
    let mut feeds = shown.feeds.clone();
    assert_eq!(feeds[0].interval, Some(Poll::default().interval));
    assert_eq!(feeds[0].exclude.url, ["/live/"]);
    assert!(!feeds[0].access.is_plain());
    feeds[0] = shipped.feeds[0].clone();
    for (feed, other) in feeds.iter_mut().zip(&shipped.feeds) {
        feed.line = other.line;
    }
    let of_shown = Config {
        contact: None,
        cache_dir: None,
        feeds,
        ..shown
    };
    assert_eq!(of_shown, shipped);
    assert_eq!(shipped.poll, Poll::default());
    assert_eq!(shipped.dedup, Dedup::default());
    assert_eq!(shipped.store, Store::default());
    assert_eq!(shipped.run, Run::default());
    assert_eq!(shipped.websub, WebSub::default());
    assert_eq!(shipped.data_dir, load(FEED).unwrap().data_dir);
    assert!(shipped.feeds.len() >= 12);

    let (document, _) = DeTable::parse_recoverable(&text);
    for (table, keys) in EVERYWHERE.iter().chain([&("", TOP_KEYS)]) {
        let table = match *table {
            "" => document.get_ref(),
            "feeds" => document.get_ref()["feeds"].get_ref()[0]
                .get_ref()
                .as_table()
                .unwrap(),
            name => document.get_ref()[name].get_ref().as_table().unwrap(),
        };
        for key in keys.iter().filter(|key| **key != "token_from") {
            assert!(table.contains_key(*key), "{key} is not shown");
        }
    }
}

#[test]
fn the_demo_loads_and_its_files_are_there() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config/demo.toml"));
    let config = Config::load_in(path, &environment()).unwrap();
    assert_eq!(
        config.data_dir,
        Path::new("/home/ada/.local/share/sayso-demo")
    );
    assert_eq!(config.feeds.len(), 3);
    for feed in &config.feeds {
        assert!(feed.url.to_file_path().unwrap().is_file(), "{}", feed.url);
    }
}
