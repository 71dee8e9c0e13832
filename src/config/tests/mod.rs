//! What the configuration accepts and what it says about the rest; and that the shipped files agree with the code.

#![allow(clippy::unwrap_used)]

mod fragments;
mod habits;
mod shipped;

use super::*;
use std::time::Duration;

fn environment() -> Environment {
    Environment {
        home: Some("/home/ada".into()),
        ..Environment::default()
    }
}

fn load(text: &str) -> Result<Config, Problems> {
    Config::from_str_in(text, Path::new("/etc/sayso/x.toml"), &environment())
}

const FEED: &str = "[[feeds]]\nurl = \"https://a.example/feed\"\n";

/// `text` and [`FEED`] below it must give exactly these problems, by line, column and a part of the message.
fn check(text: &str, expect: &[(usize, usize, &str)]) {
    check_whole(&format!("{text}\n{FEED}"), expect);
}

fn check_whole(text: &str, expect: &[(usize, usize, &str)]) {
    let problems = match load(text) {
        Ok(_) => Problems::default(),
        Err(problems) => problems,
    };
    let matches = problems.count() == expect.len()
        && problems
            .iter()
            .zip(expect)
            .all(|(problem, (line, column, part))| {
                problem.at.unwrap_or((0, 0)) == (*line, *column) && problem.message.contains(part)
            });
    assert!(matches, "\n{text}\ngave\n{problems}\ninstead of {expect:?}");
}

#[test]
fn the_least_configuration_has_every_default() {
    let config = load(FEED).unwrap();
    assert_eq!(config.poll, Poll::default());
    assert_eq!(config.pages, Pages::default());
    assert_eq!(config.data_dir, Path::new("/home/ada/.local/share/sayso"));
    assert_eq!(config.feeds[0].outlet, "a.example");
    assert_eq!(config.feeds[0].line, 2);
    assert_eq!(config.feeds[0].full_text, FullText::Auto);
    assert_eq!(config.contact, None);
}

#[test]
fn every_kind_of_value_is_read() {
    let config = load(
        "contact = 'desk@a.example'\ndata_dir = '~/x'\n[poll]\ninterval = '2h 30m'\nmax_body = '1 MiB'\nmax_redirects = 0x0A\n\
         max_in_flight = 1_000\nallow_private = true\n[pages]\nfull_text = 'never'\n[dedup]\n[[feeds]]\nurl = ' HTTPS://WWW.A.example:443/f '\n\
         interval = '1h'\n[[feeds]]\nurl = 'file:demo/feed.xml'\nfull_text = 'always'\noutlet = ' B '\nlanguage = 'en-GB'\n",
    )
    .unwrap();
    assert_eq!(config.poll.interval, Duration::from_secs(9_000));
    assert_eq!(config.poll.max_body.bytes(), 1 << 20);
    assert_eq!(config.poll.max_redirects, 10);
    assert_eq!(config.poll.max_in_flight, 1_000);
    assert_eq!(config.poll.allow_private, AllowPrivate::Everything);
    assert_eq!(config.contact.as_deref(), Some("desk@a.example"));
    let [a, b] = &config.feeds[..] else {
        panic!("two feeds")
    };
    assert_eq!(a.url.as_str(), "https://www.a.example/f");
    assert_eq!(
        (a.outlet.as_str(), a.full_text),
        ("a.example", FullText::Never)
    );
    assert_eq!(a.interval, Some(Duration::from_secs(3_600)));
    assert_eq!(b.url.as_str(), "file:///etc/sayso/demo/feed.xml");
    assert_eq!((b.outlet.as_str(), b.full_text), ("B", FullText::Always));
    assert_eq!(b.id(), crate::model::FeedId::of_url("file:demo/feed.xml"));
}

#[test]
fn unknown_keys_name_the_nearest_or_the_right_table() {
    check(
        "[poll]\nintervall = '30m'",
        &[(2, 1, "did you mean 'interval'?")],
    );
    check(
        "[poll]\nmax-body = '1 MiB'",
        &[(2, 1, "did you mean 'max_body'?")],
    );
    check("[pol]\n", &[(1, 2, "did you mean 'poll'?")]);
    check("cache = '64 MiB'", &[(1, 1, "it belongs in [store]")]);
    check(
        "[store]\ndata_dir = '/x'",
        &[(2, 1, "it belongs at the top of the file")],
    );
    check(
        "[[feeds]]\nurl='https://b.example/'\nlang = 'en'",
        &[(3, 1, "did you mean 'language'?")],
    );
    check("[store]\ncolour = 1", &[(2, 1, "the keys here are cache")]);
    check(
        "[[feeds]]\nurl='https://b.example/'\nname='B'",
        &[(3, 1, "in [[feeds]]; the keys here are url, outlet")],
    );
    check(
        "[[feeds]]\nurl='https://b.example/'\nmax_body='1 MiB'",
        &[(3, 1, "it belongs in [poll]")],
    );
}

#[test]
fn wrong_types_and_values_are_told() {
    check(
        "[poll]\ninterval = 30",
        &[(
            2,
            12,
            "interval must be a duration in quotes with its unit, such as \"15m\"",
        )],
    );
    check(
        "[poll]\ninterval = '15 parsecs'",
        &[(2, 12, "not \"15 parsecs\"")],
    );
    check("[poll]\nmax_body = '64'", &[(2, 12, "must be a size")]);
    check(
        "[poll]\nmax_redirects = -1",
        &[(2, 17, "0 or more, not -1")],
    );
    check(
        "[poll]\nmax_redirects = 99",
        &[(2, 17, "max_redirects is 99; it must be between 0 and 20")],
    );
    check(
        "[poll]\nmax_in_flight = 99999999999999999999999",
        &[(2, 17, "must be a whole number")],
    );
    check("[poll]\nallow_private = 'yes'", &[(2, 17, "true or false")]);
    check(
        "[poll]\nallow_private = ['127.0.0.1', '10.0.0.0/33']",
        &[(2, 17, "a list of addresses and networks")],
    );
    check(
        "[pages]\nfull_text = 'maybe'",
        &[(2, 13, "\"auto\", \"always\" or \"never\"")],
    );
    check(
        "[websub]\ncallback = 'https://news.example/?x'",
        &[(2, 12, "a web address without query")],
    );
    check("poll = 3", &[(1, 8, "'poll' must be a table")]);
    check("data_dir = 'x'", &[(1, 12, "must be an absolute path")]);
    check(
        "contact = 'nobody'",
        &[(1, 11, "contact must be a web address")],
    );
    check(
        "contact = \"https://a.example/)\\nEvil: 1\"",
        &[(1, 11, "contact must be")],
    );
}

#[test]
fn contradictions_are_told_where_somebody_wrote_them() {
    check(
        "[poll]\nmin_interval = '1h'",
        &[(2, 16, "min_interval (1h) is longer than interval (30m)")],
    );
    check(
        "[poll]\ntotal_timeout = '12s'",
        &[(
            2,
            17,
            "first_byte_timeout (15s) is longer than total_timeout (12s)",
        )],
    );
    check(
        "[[feeds]]\nurl='https://b.example/'\ninterval='1m'",
        &[(3, 10, "between min_interval (5m) and max_interval (6h)")],
    );
}

#[test]
fn feeds_are_checked() {
    check("[[feeds]]\n", &[(1, 1, "this feed has no url")]);
    check(
        "[[feeds]]\nurl = 'www.b.example/feed'",
        &[(2, 7, "write it with its scheme")],
    );
    check(
        "[[feeds]]\nurl = 'b.example:80/feed'",
        &[(2, 7, "write it with its scheme")],
    );
    check(
        "[[feeds]]\nurl = 'ftp://b.example/feed'",
        &[(2, 7, "the scheme 'ftp'")],
    );
    check(
        "[[feeds]]\nurl = 'https://b example/'",
        &[(2, 7, "is not a valid address")],
    );
    check("[[feeds]]\nurl = 'file:'", &[(2, 7, "names no file here")]);
    check(
        "[[feeds]]\nurl = 'file:https://b.example/'",
        &[(2, 7, "names no file here")],
    );
    check(
        "[[feeds]]\nurl = 'file://host/x'",
        &[(2, 7, "names no file here")],
    );
    check(
        "[[feeds]]\nurl = 'https://b.example/'\noutlet = ' '",
        &[(3, 10, "outlet must be a name")],
    );
    check(
        "[[feeds]]\nurl = 'https://b.example/'\nlanguage = 'English (UK)'",
        &[(3, 12, "BCP 47")],
    );
    check(
        "[[feeds]]\nurl = 'http://A.example:80/feed#top'",
        &[(4, 7, "listed twice: on line 2 and on line 4")],
    );
    check_whole("", &[(0, 0, "there are no feeds")]);
    check_whole("feeds = []", &[(0, 0, "there are no feeds")]);
    check_whole(
        "feeds = 'https://a.example'",
        &[(1, 9, "[[feeds]] in double brackets")],
    );
    check_whole(
        "[feeds]\nurl = 'https://a.example'",
        &[(1, 1, "[[feeds]] in double brackets")],
    );
    check_whole(
        "feeds = ['https://a.example']",
        &[(1, 10, "a feed must be a table")],
    );
}

#[test]
fn every_problem_is_told_at_once_and_in_order() {
    check(
        "colour = 'é'\n[poll]\ninterval = 30\nmax_redirects = 99\n[store]\ncache = '1 B'\n[[feeds]]\nurl = 'x'",
        &[
            (1, 1, "unknown key 'colour'"),
            (3, 12, "interval must be"),
            (4, 17, "max_redirects is 99"),
            (6, 9, "cache is 1 B"),
            (8, 7, "not a full address"),
        ],
    );
}

#[test]
fn broken_toml_is_told_with_the_rest() {
    check("contact = desk", &[(1, 11, "text stands in quotes")]);
    check(
        "contact = 'a@b.example\n[poll]\nmax_redirects = 99",
        &[(1, 23, "not valid TOML"), (3, 17, "max_redirects is 99")],
    );
    check(
        "[poll]\nmax_redirects = \nmax_in_flight = 0",
        &[(2, 17, "not valid TOML"), (3, 17, "max_in_flight is 0")],
    );
    check(
        "[poll]\ninterval = '1h'\ninterval = '2h'",
        &[(3, 1, "not valid TOML")],
    );
}

#[test]
fn a_problem_reads_as_editors_expect_it() {
    let problems = load("é = 1\n[[feeds]]\nurl = 'https://a.example/'\n").unwrap_err();
    assert_eq!(problems.count(), 1);
    let text = problems.to_string();
    assert!(text.starts_with("/etc/sayso/x.toml:1:1: "), "{text}");
}

#[test]
fn as_many_feeds_as_are_allowed_are_read() {
    let feed = |n| format!("[[feeds]]\nurl = 'https://a.example/{n}'\n");
    let mut text: String = (0..MAX_FEEDS).map(feed).collect();
    let config = load(&text).unwrap();
    assert_eq!(
        (config.feeds.len(), config.feeds[MAX_FEEDS - 1].line),
        (MAX_FEEDS, 2 * MAX_FEEDS)
    );
    text += &feed(MAX_FEEDS);
    assert!(
        load(&text)
            .unwrap_err()
            .to_string()
            .contains("split the file")
    );
}

#[test]
fn many_problems_are_counted_and_long_values_cut() {
    let text: String = (0..250)
        .map(|n| format!("key{n} = '{}'\n", "x".repeat(300)))
        .collect();
    let problems = load(&format!("{text}{FEED}")).unwrap_err();
    assert_eq!((problems.iter().count(), problems.count()), (100, 250));
    assert!(problems.to_string().ends_with(": 150 more"));
    let problems = load(&format!(
        "[poll]\ninterval = '{}'\n{FEED}",
        "x\\t".repeat(300)
    ))
    .unwrap_err();
    assert!(problems.to_string().len() < 300);
}

#[test]
fn no_text_makes_it_panic() {
    let text = include_str!("../../../config/sayso.toml");
    let example = text.replace("\n#", "\n");
    // Every prefix is a file that somebody stopped typing; every broken bracket one that somebody mistyped.
    for cut in (0..text.len())
        .step_by(97)
        .filter(|at| text.is_char_boundary(*at))
    {
        let _ = load(&text[..cut]);
        let _ = append_feeds(&Texts::of(&text[..cut], Path::new("x.toml")), &[]);
    }
    for (a, b) in [
        ("[", "["),
        ("]", ""),
        ("\"", ""),
        ("=", "=="),
        ("\n", "\u{0}\n"),
        ("[[feeds]]", "[feeds]"),
    ] {
        let _ = load(&example.replace(a, b));
    }
    let _ = load(&"[".repeat(10_000));
    let _ = load(&format!("a = {}", "[".repeat(10_000)));
}

#[test]
fn files_that_cannot_be_read_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sayso.toml");
    let say = |path: &Path| {
        Config::load_in(path, &environment())
            .unwrap_err()
            .to_string()
    };
    assert!(say(&path).contains("--config"));
    assert!(say(folder.path()).contains("directory"));
    std::fs::write(&path, b"a = 1\n\xff\xfe").unwrap();
    assert!(say(&path).contains("line 2 is not UTF-8"));
    std::fs::write(&path, vec![b'#'; files::MAX_FILE as usize + 1]).unwrap();
    assert!(say(&path).contains("larger than 8 MiB"));
}
