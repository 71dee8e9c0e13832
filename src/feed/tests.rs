//! Whole documents: good ones of each format, broken ones, and what is no feed. Files are under `tests/fixtures/feeds`.
#![allow(clippy::unwrap_used)]

use super::*;

const BASE: &str = "https://harbour.example/feeds/all.xml";

fn read(text: &str) -> Document {
    parse(text.as_bytes(), BASE, None).unwrap()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Harbour &amp;amp; Hill</title>\
         <link>https://harbour.example/</link><language>en-GB</language>{items}</channel></rss>"
    )
}

fn titles(document: &Document) -> Vec<&str> {
    document.entries.iter().map(|e| e.title.as_str()).collect()
}

#[test]
fn rss_in_full() {
    let d = parse(
        include_bytes!("../../tests/fixtures/feeds/harbour.rss"),
        BASE,
        None,
    )
    .unwrap();
    assert_eq!(d.title.as_deref(), Some("The Harbour & Hill Gazette"));
    assert_eq!(d.site.as_deref(), Some("https://harbour.example/"));
    assert_eq!(d.language.as_deref(), Some("en-GB"));
    assert!(d.problems.is_empty(), "{:?}", d.problems);
    let e = &d.entries[0];
    assert_eq!(e.guid.as_deref(), Some("hh-1042"));
    assert_eq!(
        e.link.as_deref(),
        Some("https://harbour.example/news/ferry?id=1042")
    );
    assert_eq!(e.title, "Ferry “won’t sail” before May, says Café owner");
    assert_eq!(e.authors, ["Ada Quill"]);
    assert_eq!(e.published.unwrap().to_string(), "2026-03-01T07:15:00Z");
    assert_eq!(e.updated, None);
    assert_eq!(e.categories, ["Transport", "Islands & coast"]);
    assert!(e.summary.as_deref().unwrap().contains("<p>"));
    assert!(e.content.as_deref().unwrap().contains("<p>The ferry"));
    // The second item states no guid and no date: none is made up.
    let e = &d.entries[1];
    assert_eq!(
        (e.guid.as_deref(), e.published, e.updated),
        (None, None, None)
    );
    assert_eq!(e.link.as_deref(), Some("https://harbour.example/news/well"));
    // The third has a permalink for a guid and nothing else.
    assert_eq!(
        d.entries[2].link.as_deref(),
        Some("https://harbour.example/p/77")
    );
}

#[test]
fn atom_in_full() {
    let d = parse(
        include_bytes!("../../tests/fixtures/feeds/hill.atom"),
        BASE,
        None,
    )
    .unwrap();
    assert_eq!(d.title.as_deref(), Some("Hill Wire"));
    assert_eq!(d.site.as_deref(), Some("https://hill.example/"));
    let e = &d.entries[0];
    assert_eq!(e.guid.as_deref(), Some("tag:hill.example,2026:5"));
    assert_eq!(e.link.as_deref(), Some("https://hill.example/wire/5"));
    assert_eq!(e.title, "Rents & rates: <em> is a tag");
    assert_eq!(e.updated.unwrap().to_string(), "2026-03-02T10:00:00Z");
    assert_eq!(e.published.unwrap().to_string(), "2026-03-02T09:30:00Z");
    assert_eq!(d.entries[1].title, "Mayor to stay");
}

#[test]
fn json_in_full_and_out_of_shape() {
    let good = r#"{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"1","url":"/a","title":"A & B","content_html":"<p>x</p>","date_published":"2026-03-01T08:15:00Z"}]}"#;
    let d = read(good);
    assert_eq!(
        d.entries[0].link.as_deref(),
        Some("https://harbour.example/a")
    );
    assert_eq!(
        (d.entries[0].title.as_str(), d.problems.len()),
        ("A & B", 0)
    );
    let odd = r#"{"items":[{"id":7,"url":"https://harbour.example/a","title":"A","tags":["x",3]}, 5, {"title":null,"url":"https://harbour.example/b"}]}"#;
    let d = read(odd);
    assert_eq!(d.entries.len(), 2);
    assert_eq!(d.entries[0].guid.as_deref(), Some("7"));
    assert_eq!(d.entries[0].categories, ["x", "3"]);
    assert_eq!(d.problems.len(), 2);
}

#[test]
fn encodings_are_settled_before_the_parser() {
    let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><rss version=\"2.0\"><channel><item><title>Zoë</title></item></channel></rss>";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(titles(&parse(&wide, BASE, None).unwrap()), ["Zoë"]);
    let narrow = text.replace("UTF-16", "latin-1");
    assert_eq!(titles(&read(&narrow)), ["Zoë"], "valid UTF-8 wins");
    let bytes: Vec<u8> = narrow.chars().map(|c| c as u32 as u8).collect();
    assert_eq!(titles(&parse(&bytes, BASE, None).unwrap()), ["Zoë"]);
}

#[test]
fn one_bad_item_costs_one_item() {
    let good = |n: u32| {
        format!("<item><title>Story {n}</title><link>https://harbour.example/{n}</link></item>")
    };
    for (bad, kept) in [
        // Not to be read, nor worth keeping.
        ("<item><title>Half a", 2),
        ("<item><media:content><title></item>", 2),
        ("<item><title>No end <![CDATA[ x</title></item>", 3),
        // To be read in part.
        (
            "<item><title>Bad <br> tag</title><link>https://harbour.example/x</link></item>",
            3,
        ),
        (
            "<item><title>Cut</title><link>https://harbour.example/x</link><description>and then",
            3,
        ),
    ] {
        let text = rss(&[good(1), bad.to_owned(), good(2)].concat());
        let d = read(&text);
        assert_eq!(d.entries.len(), kept, "{bad}: {:?}", d.problems);
        assert!(d.title.as_deref() == Some("Harbour & Hill"), "{bad}");
        assert_eq!(d.entries[0].title, "Story 1", "{bad}");
        assert_eq!(d.entries[kept - 1].title, "Story 2", "{bad}");
        assert!(!d.problems.is_empty(), "{bad}");
    }
}

#[test]
fn what_can_be_mended_is() {
    let item = "<item><title>Fish & chips &eacute; &nbsp;x</title><link>https://harbour.example/?a=1&b=2</link></item>";
    let good = rss(item);
    for text in [
        good.clone(),
        good.replace("version=\"2.0\"", "version=\"2.0.1\""),
        good.replace(" version=\"2.0\"", ""),
        good.replace("<rss ", "<RSS ").replace("</rss>", "</RSS>"),
        format!("<br />\n<b>Warning</b>: odd in <b>line 3</b>\n{good}"),
        format!("\u{feff}\n  {good}\n<script>x</script>"),
        good.replace("Fish", "Fi\u{0}\u{b}sh&#0;")
            .replace("&#0;", ""),
        good.replace("</channel></rss>", ""),
        good.replace(
            "<rss version",
            "<rss xmlns=\"http://www.w3.org/2005/Atom\" version",
        ),
    ] {
        let d = read(&text);
        assert_eq!(titles(&d), ["Fish & chips é x"], "{text}");
        assert_eq!(
            d.entries[0].link.as_deref(),
            Some("https://harbour.example/?a=1&b=2"),
            "{text}"
        );
    }
    let undeclared = "<rss><channel><item><title>T</title><dc:creator>Ada</dc:creator><content:encoded>&lt;p>x</content:encoded></item></channel></rss>";
    let d = read(undeclared);
    assert_eq!(
        (
            d.entries[0].authors[0].as_str(),
            d.entries[0].content.as_deref()
        ),
        ("Ada", Some("<p>x"))
    );
    let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Old</title><entry><title>T</title><id>1</id><link rel='alternate' href='/t'/></entry></feed>";
    assert_eq!(
        read(old).entries[0].link.as_deref(),
        Some("https://harbour.example/t")
    );
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel><title>R</title></channel><item><title>T</title><link>/t</link></item></rdf:RDF>";
    assert_eq!(titles(&read(rdf)), ["T"]);
}

#[test]
fn an_empty_feed_is_a_feed() {
    assert!(read(&rss("")).entries.is_empty());
    assert!(
        read("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>")
            .entries
            .is_empty()
    );
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    for (body, name) in [
        ("", "feed_empty"),
        (" \r\n\u{feff}", "feed_empty"),
        ("<!DOCTYPE html><html><body><feed>x</feed>", "feed_html"),
        ("\n<!-- hi --><HTML><head>", "feed_html"),
        ("<div>Access denied</div>", "feed_html"),
        ("Not found", "feed_not_markup"),
        ("%PDF-1.4", "feed_not_markup"),
        (
            "<?xml version='1.0'?><urlset><url/></urlset>",
            "feed_sitemap",
        ),
        ("<opml version='2.0'><body/></opml>", "feed_other"),
        ("[1,2]", "feed_other"),
        ("{\"error\":\"no\"}", "feed_other"),
        ("{\"items\":", "feed_parser"),
        ("<rss><channel><item><title>", "feed_parser"),
    ] {
        let error = parse(body.as_bytes(), BASE, None).unwrap_err();
        assert_eq!(error.name(), name, "{body}: {error}");
        assert!(error.to_string().starts_with(BASE), "{error}");
    }
}

#[test]
fn strangers_documents_are_bounded() {
    let many = rss(&"<item><title>x</title></item>".repeat(MAX_ENTRIES + 5));
    let d = read(&many);
    assert_eq!((d.entries.len(), d.problems.len()), (MAX_ENTRIES, 1));
    let broken = rss(&"<item><title>x</title><link>/a</link><b></item>".repeat(MAX_ENTRIES + 5));
    assert_eq!(read(&broken).entries.len(), MAX_ENTRIES);
    let long = rss(&format!(
        "<item><guid>{0}</guid><title>{0}</title><link>https://x.example/{0}</link><description>{1}</description></item>",
        "é".repeat(5_000),
        "é".repeat(1 << 20),
    ));
    let e = &read(&long).entries[0];
    assert_eq!((e.guid.as_ref(), e.link.as_ref()), (None, None));
    assert!(e.title.len() <= 1_000 && e.summary.as_ref().unwrap().len() <= 1 << 20);
    for hostile in [
        "<rss><channel>".to_owned() + &"<a>".repeat(300_000),
        "<rss><channel><item><description>".to_owned() + &"<![CDATA[".repeat(200_000),
        "<rss ".to_owned() + &"xmlns:a='b' ".repeat(100_000),
        "<rss><channel>".to_owned() + &"<item><![CDATA[".repeat(20_000),
        "<feed><entry>".to_owned() + &"item entry & &# <".repeat(100_000),
        "{\"items\":".to_owned() + &"[".repeat(100_000),
        "<!DOCTYPE rss [<!ENTITY a '&b;&b;'><!ENTITY b 'x'>]><rss version='2.0'><channel><item><title>&a;</title></item></channel></rss>".to_owned(),
    ] {
        // Whatever the outcome, it comes, and without a panic.
        let _ = parse(hostile.as_bytes(), BASE, None);
    }
}

#[test]
fn damaged_documents_never_panic() {
    let mut seed = 11_u64;
    let mut next = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let whole: [&[u8]; 2] = [
        include_bytes!("../../tests/fixtures/feeds/harbour.rss"),
        include_bytes!("../../tests/fixtures/feeds/hill.atom"),
    ];
    let mut read = 0;
    for n in 0..400 {
        let mut bytes = whole[n % 2].to_vec();
        for _ in 0..4 {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => bytes.truncate(bytes.len() - next(bytes.len() / 8)),
                2 => bytes.insert(at, b"<>&\"'/"[next(6)]),
                _ => drop(bytes.drain(at..(at + next(20)).min(bytes.len()))),
            }
        }
        read += usize::from(parse(&bytes, BASE, None).is_ok_and(|d| !d.entries.is_empty()));
    }
    assert!(
        read > 320,
        "only {read} of 400 damaged documents gave an entry"
    );
}
