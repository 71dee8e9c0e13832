//! Fragments beside the configuration, and the configuration in force as it is printed.

use super::*;
use std::path::PathBuf;

fn texts(main: &str, fragments: &[&str]) -> Texts {
    let fragment = |(n, text): (usize, &&str)| Text {
        path: PathBuf::from(format!("/etc/sayso/x.d/{n}.toml")),
        text: (*text).to_owned(),
    };
    Texts {
        fragments: fragments.iter().enumerate().map(fragment).collect(),
        ..Texts::of(main, Path::new("/etc/sayso/x.toml"))
    }
}

fn check(main: &str, fragments: &[&str], expect: &[&str]) {
    let told = match Config::of_texts(&texts(main, fragments), &environment()) {
        Ok(_) => Problems::default(),
        Err(problems) => problems,
    };
    let matches = told.count() == expect.len()
        && told
            .iter()
            .zip(expect)
            .all(|(problem, start)| problem.to_string().starts_with(start));
    assert!(matches, "{told}\ninstead of {expect:#?}");
}

const B: &str = "[[feeds]]\nurl = 'https://b.example/'\noutlet = 'B'\n";

#[test]
fn fragments_list_feeds_and_are_named_in_what_is_wrong() {
    let all = texts(
        FEED,
        &[
            B,
            "[outlets.B]\nlanguage = 'en'\n[[feeds]]\nurl = 'file:c.xml'\n",
        ],
    );
    let config = Config::of_texts(&all, &environment()).unwrap();
    let [a, b, c] = &config.feeds[..] else {
        panic!()
    };
    assert_eq!(
        (a.fragment.as_deref(), a.place().as_str()),
        (None, "line 2 of the configuration")
    );
    assert_eq!(b.place(), "line 2 of /etc/sayso/x.d/0.toml");
    assert_eq!(
        b.language.as_deref(),
        Some("en"),
        "outlets hold for all files"
    );
    assert_eq!(
        c.url.as_str(),
        "file:///etc/sayso/c.xml",
        "relative to the configuration"
    );

    check("", &[B], &[]);
    check("", &["", ""], &["/etc/sayso/x.toml: there are no feeds"]);
    check(
        FEED,
        &["[poll]\ninterval = '1h'\n", "colour = 1\n[[feed]]\n"],
        &[
            "/etc/sayso/x.d/0.toml:1:1: 'poll' has no place in a fragment",
            "/etc/sayso/x.d/1.toml:1:1: unknown key 'colour'",
            "/etc/sayso/x.d/1.toml:2:3: unknown key 'feed' at the top of the file; did you mean 'feeds'?",
        ],
    );
    check(
        &format!("{FEED}[outlets.B]\n"),
        &[
            B,
            "\n[[feeds]]\nurl = 'http://b.example/#x'\n[outlets.B]\nrecheck = false\n",
        ],
        &[
            "/etc/sayso/x.d/1.toml:3:7: feed http://b.example/#x is listed in /etc/sayso/x.d/0.toml on line 2 already",
            "/etc/sayso/x.d/1.toml:4:1: the outlet B has a table in /etc/sayso/x.toml on line 3 already",
        ],
    );
    check(
        "colour = 1\n[[feeds]]\nurl = 'https://a.example/'\n",
        &["[[feeds]]\nurl = b.example\n", "feeds = 'x'\n"],
        &[
            "/etc/sayso/x.toml:1:1: unknown key",
            "/etc/sayso/x.d/0.toml:2:7: not valid TOML",
            "/etc/sayso/x.d/1.toml:1:9: feeds must be tables",
        ],
    );
}

#[test]
fn fragments_are_read_in_the_order_of_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("news.toml", FEED.as_bytes());
    write(
        "news.d/20-b.toml",
        b"[[feeds]]\nurl = 'https://b2.example/'\n",
    );
    write(
        "news.d/10-a.toml",
        b"[[feeds]]\nurl = 'https://b1.example/'\n",
    );
    write("news.d/.hidden.toml", b"=");
    write("news.d/notes.txt", b"=");
    let path = folder.path().join("news.toml");
    let config = Config::load_in(&path, &environment()).unwrap();
    let outlets: Vec<&str> = config.feeds.iter().map(|f| f.outlet.as_str()).collect();
    assert_eq!(outlets, ["a.example", "b1.example", "b2.example"]);

    write("news.d/30.toml", b"a = 1\n\xff");
    let told = Config::load_in(&path, &environment())
        .unwrap_err()
        .to_string();
    assert!(told.contains("30.toml: line 2 is not UTF-8"), "{told}");
    write("news.d/30.toml", &vec![b'#'; files::MAX_FILE as usize]);
    let told = Config::load_in(&path, &environment())
        .unwrap_err()
        .to_string();
    assert!(
        told.contains("30.toml: the fragments are larger than 8 MiB together"),
        "{told}"
    );
}

#[test]
fn the_configuration_in_force_is_a_configuration_and_says_where_it_is_from() {
    let all = texts(
        "contact = 'desk@a.example'\n[poll]\nmax_body = '1 MiB'\n[pages]\nfull_text = 'never'\n\
         [feed_defaults]\nlanguage = 'en'\nheaders = { Accept-Language = 'en' }\n\
         [outlets.B]\nexclude = { title = [\"a \\\"b\\\"\"] }\n\
         [[feeds]]\nurl = 'https://a.example/feed'\ngroups = ['X']\ninterval = '1h'\n",
        &[
            "[[feeds]]\nurl = 'https://b.example/'\noutlet = 'B'\nuser = 'me'\npassword_from = 'env:PW'\nconditional = false\n",
        ],
    );
    let config = Config::of_texts(&all, &environment()).unwrap();
    let printed = effective(&all, &environment()).unwrap();
    let again = Config::from_str_in(&printed, Path::new("/etc/sayso/x.toml"), &environment());
    let mut again = again.unwrap_or_else(|told| panic!("{told}\n{printed}"));
    for (feed, known) in again.feeds.iter_mut().zip(&config.feeds) {
        feed.line = known.line;
        feed.fragment.clone_from(&known.fragment);
    }
    assert_eq!(again, config, "{printed}");
    for (start, end) in [
        (
            "data_dir = \"/home/ada/.local/share/sayso\"",
            "# default, from $HOME",
        ),
        ("contact = ", "# /etc/sayso/x.toml:1"),
        ("max_body = \"1 MiB\"", "# /etc/sayso/x.toml:3"),
        ("max_in_flight = 32", "# default"),
        ("url = \"https://b.example/\"", "# /etc/sayso/x.d/0.toml:2"),
        ("outlet = \"a.example\"", "# default, the address's host"),
        ("full_text = \"never\"", "# [pages] full_text"),
        ("language = \"en\"", "# /etc/sayso/x.toml:7"),
        (
            "exclude = { title = ['a \"b\"'] }",
            "# /etc/sayso/x.toml:10",
        ),
        ("password_from = \"env:PW\"", "# /etc/sayso/x.d/0.toml:5"),
    ] {
        let line = printed
            .lines()
            .find(|l| l.starts_with(start) && l.ends_with(end));
        assert!(line.is_some(), "{start} … {end} in\n{printed}");
    }
}

#[test]
fn no_secret_is_printed() {
    let all = texts(
        "[[feeds]]\nurl = 'https://me:s3cret@a.example/f?token=s3cret&x=1'\nproxy = 'http://u:s3cret@p.example/'\n\
         headers = { Cookie = 's3cret', X-Key = 'env:KEY' }\n",
        &[],
    );
    let printed = effective(&all, &environment()).unwrap();
    assert!(!printed.contains("s3cret"), "{printed}");
    assert!(
        printed.contains("https://***@a.example/f?token=***&x=1") && printed.contains("env:KEY"),
        "{printed}"
    );
}
