//! Lists as met in the wild, hostile lists, and that what is written is read again.

#![allow(clippy::unwrap_used)]

use super::read::MAX_TEXT;
use super::*;

fn outline(title: &str, xml_url: &str, groups: &[&str]) -> Outline {
    Outline {
        title: title.to_owned(),
        xml_url: xml_url.to_owned(),
        html_url: None,
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
    }
}

/// The body must give these feeds and so many problems.
fn check(body: &str, expect: &[Outline], problems: usize) {
    let text = format!(
        "<?xml version='1.0'?><opml version='1.0'><head><title>T</title></head><body>{body}</body></opml>"
    );
    let (feeds, found) = parse(&text).unwrap();
    assert_eq!(feeds, expect, "{body}");
    assert_eq!(found.len(), problems, "{found:?}");
}

#[test]
fn lists_in_the_wild_are_read() {
    check(
        "<outline text='A' xmlUrl='https://a.example/f'/>",
        &[outline("A", "https://a.example/f", &[])],
        0,
    );
    check(
        "<outline title='A &amp; Co' xmlurl='https://a.example/?x=1&y=2&#38;z'/>",
        &[outline("A & Co", "https://a.example/?x=1&y=2&z", &[])],
        0,
    );
    check(
        "<outline text='A' type='rss' url='https://a.example/f'/>",
        &[outline("A", "https://a.example/f", &[])],
        0,
    );
    check(
        "<outline text='A' type='link' url='https://a.example/f'/>",
        &[],
        1,
    );
    check(
        "<outline text='News'><outline title='World'><outline text='A' xmlUrl='u:a'/></outline><outline text='B' xmlUrl='u:b'/></outline><outline text='C' xmlUrl='u:c'/>",
        &[
            outline("A", "u:a", &["News", "World"]),
            outline("B", "u:b", &["News"]),
            outline("C", "u:c", &[]),
        ],
        0,
    );
    check(
        "<outline text='A' xmlUrl='u:a'></outline><outline text='B' xmlUrl='u:b'/>",
        &[outline("A", "u:a", &[]), outline("B", "u:b", &[])],
        0,
    );
    check(
        "<outline text='A' xmlUrl='u:a'><outline text='B' xmlUrl='u:b'/></outline>",
        &[outline("A", "u:a", &[]), outline("B", "u:b", &[])],
        0,
    );
    check(
        "<outline text=' Two\n lines ' xmlUrl='u:a' xmlUrl='u:b'/>",
        &[outline("Two lines", "u:b", &[])],
        0,
    );
    check(
        "<outline text='Empty'/><outline/><outline text='G'></outline>",
        &[],
        2,
    );
    check(
        "</outline></outline><outline text='A' xmlUrl='u:a'/>",
        &[outline("A", "u:a", &[])],
        0,
    );
}

#[test]
fn what_is_no_list_is_refused() {
    for text in [
        "",
        "  ",
        "hello",
        "{}",
        "<rss><channel/></rss>",
        "<html><body>",
        "<!DOCTYPE html><html>",
        "<",
        "\u{feff}",
    ] {
        assert_eq!(parse(text), Err(OpmlError::NotOpml), "{text}");
    }
    let broken = parse("<opml><body><outline text='A' <<<");
    assert!(
        matches!(broken, Err(OpmlError::Broken { .. })),
        "{broken:?}"
    );
    assert!(matches!(
        parse(&" ".repeat(MAX_BYTES + 1)),
        Err(OpmlError::TooLong(_))
    ));
}

#[test]
fn what_came_before_the_damage_is_kept() {
    let (feeds, problems) =
        parse("\u{feff}<opml><body><outline text='A' xmlUrl='u:a'/><outline text='B' xmlUrl='u:b")
            .unwrap();
    assert_eq!(feeds, [outline("A", "u:a", &[])]);
    assert_eq!(problems.len(), 1);
}

#[test]
fn hostile_lists_are_bounded() {
    let deep = format!(
        "<opml>{}<outline text='A' xmlUrl='u:a'/>",
        "<outline text='g'>".repeat(50_000)
    );
    let (feeds, _) = parse(&deep).unwrap();
    assert_eq!(feeds[0].groups.len(), MAX_DEPTH);

    let many = format!(
        "<opml>{}",
        "<outline xmlUrl='u:a'/>".repeat(MAX_OUTLINES + 10)
    );
    let (feeds, problems) = parse(&many).unwrap();
    assert_eq!((feeds.len(), problems.len()), (MAX_OUTLINES, 1));

    let bad = format!("<opml>{}", "<outline text='x'/>".repeat(1_000));
    assert_eq!(parse(&bad).unwrap().1.len(), MAX_PROBLEMS);

    let long = format!(
        "<opml><outline text='{0}' xmlUrl='u:a'/><outline text='B' xmlUrl='{0}'/>",
        "é".repeat(5_000)
    );
    let (feeds, problems) = parse(&long).unwrap();
    assert_eq!(feeds[0].title.chars().count(), MAX_TEXT);
    assert_eq!((feeds.len(), problems.len()), (1, 1));

    let bomb = "<!DOCTYPE opml [<!ENTITY a '&b;&b;'><!ENTITY b '&a;&a;'>]><opml><outline text='&a;' xmlUrl='u:a'/></opml>";
    assert_eq!(parse(bomb).unwrap().0[0].title, "&a;");
}

#[test]
fn what_is_written_is_read_again() {
    let mut list = vec![
        outline("A", "https://a.example/?x=1&y=2", &[]),
        outline("\"B\" <b> 'é' &amp;", "u:b", &["News & <Views>"]),
        outline("C", "u:c", &["News & <Views>", "World"]),
        outline("D", "u:d", &["Sport", "World"]),
    ];
    list[1].html_url = Some("https://b.example/?q=\"".to_owned());
    let text = write(&list);
    assert_eq!(parse(&text).unwrap(), (list, Vec::new()), "{text}");
    assert!(parse(&write(&[])).unwrap().0.is_empty());
    let control = outline("a\u{1}b\nc", "u:a", &["x\u{0}y"]);
    assert_eq!(
        parse(&write(&[control])).unwrap().0,
        [outline("a b c", "u:a", &["x y"])]
    );
    assert_eq!(
        parse(&write(&[outline("", "u:a", &[])])).unwrap().0[0].title,
        "u:a"
    );
}
