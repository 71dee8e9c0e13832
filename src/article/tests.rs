//! Whole pages to articles: good ones, walls, hostile ones. Pages are under `tests/fixtures/pages`.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::model::ParagraphKind;

const URL: &str = "https://harbour.example/news/ferry?utm_source=x";

fn page(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/pages/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// A letter for each kind, then the text.
fn shown(body: &[Paragraph]) -> String {
    let letter = |kind| match kind {
        ParagraphKind::Text => 'T',
        ParagraphKind::Heading => 'H',
        ParagraphKind::ListItem => 'L',
        ParagraphKind::BlockQuote => 'Q',
        ParagraphKind::Caption => 'C',
        ParagraphKind::PullQuote => 'P',
        ParagraphKind::Boilerplate => 'B',
    };
    body.iter()
        .map(|p| format!("{} {}\n", letter(p.kind), p.text))
        .collect()
}

fn story(body: &[Paragraph]) -> Vec<&str> {
    body.iter()
        .filter(|p| p.kind.is_story_text())
        .map(|p| p.text.as_str())
        .collect()
}

#[test]
fn a_full_page() {
    let a = from_page(&page("ferry.html"), URL, Some("text/html")).unwrap();
    assert_eq!(a.title.as_deref(), Some("Ferry “will not sail” before May"));
    assert_eq!(a.byline.as_deref(), Some("Ada Quill, Bo Tarn"));
    assert_eq!(a.published.unwrap().to_string(), "2026-03-01T07:15:00Z");
    assert_eq!(a.updated.unwrap().to_string(), "2026-03-01T09:00:00Z");
    assert_eq!(
        a.canonical_url.as_deref(),
        Some("https://harbour.example/news/ferry")
    );
    assert_eq!(a.site_name.as_deref(), Some("Harbour Gazette"));
    assert_eq!(a.language.as_deref(), Some("en-GB"));
    assert_eq!(
        story(&a.body),
        [
            "The island ferry will not sail before May, its owner said on Sunday, after storms broke the slipway in February.",
            "“We have no slipway, and without a slipway we have no ferry,” said Cora Fell, who has run the line for 20 years.",
            "The council’s harbour office told islanders to expect a supply boat twice a week.",
            "No boat will sail at night, the office said.",
            "Fell denied that the repair had been put off. “Nobody put off anything,” she said.",
            "Supplies on Monday and Thursday",
            "Post on Friday only",
            "The minister wrote: We shall pay for the whole of it.",
        ],
        "{}",
        shown(&a.body)
    );
    let captions: Vec<&str> = a
        .body
        .iter()
        .filter(|p| p.kind == ParagraphKind::Caption)
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(
        captions,
        ["The broken slipway, seen from the pier. Photo: Di Marsh"],
        "{}",
        shown(&a.body)
    );
}

#[test]
fn a_page_of_bare_markup() {
    let a = from_page(&page("bare.html"), "https://hill.example/well", None).unwrap();
    assert_eq!(a.title.as_deref(), Some("Village well runs dry"));
    assert_eq!(a.byline.as_deref(), Some("Cy Fell"));
    assert_eq!(a.published.unwrap().to_string(), "2026-03-02T00:00:00Z");
    assert_eq!(
        story(&a.body),
        [
            "The well at Upper Hill ran dry on Monday for the first time since 1911, the parish said.",
            "“We drew the last bucket at noon,” said the warden, Ed Rill. “There was sand in it.”",
            "The parish has asked the county for a tanker, and the county has not answered yet.",
        ],
        "{}",
        shown(&a.body)
    );
}

#[test]
fn a_page_drawn_by_script_has_its_text_in_linked_data() {
    let a = from_page(&page("script.html"), "https://hill.example/mill", None).unwrap();
    assert_eq!(story(&a.body).len(), 2, "{}", shown(&a.body));
    assert_eq!(a.title.as_deref(), Some("Mill to reopen"));
}

#[test]
fn walls_have_names() {
    let html = |title: &str, body: &str| {
        format!("<html><head><title>{title}</title></head><body>{body}</body></html>")
    };
    for (page, name) in [
        (
            html(
                "Just a moment...",
                "<p>Enable JavaScript and cookies to continue</p>",
            ),
            "page_challenge",
        ),
        (
            html(
                "x",
                "<script src='https://ct.captcha-delivery.com/c.js'></script><p>Please enable JS</p>",
            ),
            "page_challenge",
        ),
        (
            html(
                "Access Denied",
                "You don't have permission to access this page. https://errors.edgesuite.net/1",
            ),
            "page_challenge",
        ),
        (
            html(
                "Gazette",
                "<h1>Before you continue to the Gazette</h1><p>We and our partners store cookies to personalise what you see and count visits.</p>",
            ),
            "page_consent",
        ),
        (
            html(
                "Ferry",
                "<article><p>The ferry will not sail before May.</p><div>Subscribe to continue reading</div></article>",
            ),
            "page_paywall",
        ),
        (
            html(
                "Ferry",
                "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":\"False\"}</script><p>The ferry will not sail.</p>",
            ),
            "page_paywall",
        ),
        (html("Empty", "<div id=root></div>"), "page_no_text"),
        (html("Short", "<p>Too few words here.</p>"), "page_no_text"),
    ] {
        let error = from_page(page.as_bytes(), URL, Some("text/html")).unwrap_err();
        assert_eq!(error.name(), name, "{error}: {page}");
    }
    let about = String::from("<p>The council said on Monday that its new page asks readers to verify you are human, a phrase it had taken from elsewhere.</p>")
        + "<p>Officials told the Gazette that the words just a moment... had frightened some readers away from the ferry timetable.</p>"
        + &(0..8).map(|n| format!("<p>Reader number {n} said the page had taken a long time to open and that the ferry had gone by then.</p>")).collect::<String>();
    let a = from_page(html("Challenge", &about).as_bytes(), URL, None).unwrap();
    assert_eq!(story(&a.body).len(), 10, "{}", shown(&a.body));
}

#[test]
fn what_is_no_page_is_said_to_be_none() {
    for (bytes, content_type) in [
        (&b"%PDF-1.7"[..], Some("text/html")),
        (b"\x89PNG", None),
        (b"{}", Some("application/json")),
        (b"abc", Some("video/mp4")),
    ] {
        assert_eq!(
            from_page(bytes, URL, content_type).unwrap_err().name(),
            "page_not_html"
        );
    }
}

/// Runs on a small stack, so that recursion over the depth of a page would show.
fn on_small_stack(html: String) -> Result<Article, ArticleError> {
    let work = move || from_page(html.as_bytes(), URL, Some("text/html"));
    std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap()
}

#[test]
fn hostile_pages_cost_bounded_time_and_stack() {
    let prose = "<p>The island ferry will not sail before May, its owner said on Sunday, after storms broke the slipway in February, and nobody knows when it will.</p>";
    let refused = |html: String| on_small_stack(html).unwrap_err().name() == "page_too_complex";
    assert!(refused("<div>".repeat(1_000_000)));
    assert!(refused(format!(
        "<div>{}{prose}",
        "<div></x>".repeat(100_000)
    )));
    assert!(
        refused("<span><div></span></div>".repeat(50_000)),
        "end tags that are ignored"
    );
    assert!(refused("<template>".repeat(100_000)));
    assert!(
        refused((0..40_000).map(|n| format!("<b id={n}><p>x")).collect()),
        "formatting that is reopened"
    );
    assert!(refused(format!("<p {}>", "a ".repeat(1_000_000))));
    assert!(refused(format!(
        "<p {}>",
        (0..500_000).map(|n| format!("a{n} ")).collect::<String>()
    )));
    assert!(refused(
        (0..100_000).map(|n| format!("<body a{n}>")).collect()
    ));
    let fish = format!("{prose}<p>{}</p>", "fish &amp; chips ".repeat(10_000));
    assert!(
        on_small_stack(format!("<article title=\"{fish}\">{fish}{fish}</article>")).is_ok(),
        "text that is slow to write out"
    );
    // Large but plain: read.
    assert!(
        on_small_stack(format!(
            "<article>{prose}<img src='data:{}'>{prose}</article>",
            "A".repeat(4 << 20)
        ))
        .is_ok()
    );
    assert!(refused("a".repeat(MAX_PAGE + 1)), "a page that never ends");
    let data =
        r#"<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"x"}</script>"#;
    let hints = "<p class=\"share related sidebar\">x</p>".repeat(5_000);
    let nested = format!("<script>a={}</script>", "[".repeat(200_000));
    let state = format!(
        "<script>a=[{}0]</script>",
        "\"Some words of prose that end here.\",".repeat(10_000)
    );
    let articles = format!("<article><h1>Ferry</h1>{}</article>", prose.repeat(3)).repeat(300);
    let headings = "<h3><a href=/x>Ferry late</a></h3>".repeat(5_000);
    for (what, extra) in [
        ("linked data", data.repeat(2_000)),
        ("boxes with names", hints),
        ("nested data", nested),
        ("data of a script", state),
        ("articles", articles),
        ("linked headings", headings),
        ("references", "&amp;&#x41;&bogus;".repeat(20_000)),
        (
            "a class",
            format!("<p class=\"{}\">x</p>", "share ".repeat(100_000)),
        ),
        ("bytes of no encoding", "\u{80}\u{9f}".repeat(100_000)),
    ] {
        let read = on_small_stack(format!("<body><main>{prose}{prose}</main>{extra}"));
        assert!(read.is_ok_and(|a| !a.body.is_empty()), "{what}");
    }
    let deep = format!(
        "{}{}{}",
        "<div>".repeat(200),
        prose.repeat(20),
        "</div>".repeat(200)
    );
    assert!(on_small_stack(deep).is_ok());
    let many = (0..6_000)
        .map(|n| {
            format!(
                "<p>Paragraph number {n} of a very long page, which somebody wrote by hand.</p>"
            )
        })
        .collect::<String>();
    assert_eq!(on_small_stack(many).unwrap().body.len(), MAX_PARAGRAPHS);
}

#[test]
fn a_feed_carries_html_or_plain_text() {
    for (content, expect) in [
        (
            "<p>One&nbsp;two.</p><p>Three<br>four.</p>",
            "T One two.\nT Three four.\n",
        ),
        ("One two.<br><br>Three.", "T One two.\nT Three.\n"),
        ("Fish &amp; chips.\n\nMore.", "T Fish & chips.\nT More.\n"),
        ("5 < 6 and so on", "T 5 < 6 and so on\n"),
        (
            "<figure><img src=x><figcaption>A pier</figcaption></figure><p>Text.</p>",
            "C A pier\nT Text.\n",
        ),
        (
            "<p>Text stands here.</p><p>The post <a>Ferry late</a> appeared first on <a>Gazette</a>.</p>",
            "T Text stands here.\nB The post Ferry late appeared first on Gazette.\n",
        ),
        (
            "<ul><li>One</li><li>Two</li></ul><blockquote><p>Said.</p></blockquote>",
            "L One\nL Two\nQ Said.\n",
        ),
        ("", ""),
        (" <p> </p> ", ""),
    ] {
        assert_eq!(shown(&from_feed(content)), expect, "{content}");
    }
    let deep = "<div>".repeat(100_000) + "Words remain.";
    assert_eq!(shown(&from_feed(&deep)), "T Words remain.\n");
}

#[test]
fn plain_text_has_paragraphs() {
    for (text, expect) in [
        ("One\ntwo.\n\nThree.", "T One two.\nT Three.\n"),
        ("One.\r\nTwo.\r\nThree.", "T One.\nT Two.\nT Three.\n"),
        ("One.\n \u{a0}\nTwo.\u{200b}\u{7}", "T One.\nT Two.\n"),
        ("  One.\n\n\n\n", "T One.\n"),
        ("", ""),
    ] {
        assert_eq!(shown(&from_plain(text)), expect, "{text:?}");
    }
}

#[test]
fn damaged_pages_never_fail_in_our_own_code() {
    let mut seed = 7_u64;
    let mut next = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    for name in ["ferry.html", "bare.html", "script.html"] {
        let whole = page(name);
        for _ in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..8 {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes[at] = next(256) as u8,
                    1 => bytes.truncate(bytes.len() - next(bytes.len() / 4)),
                    2 => bytes.insert(at, b"<>&\"'/"[next(6)]),
                    _ => drop(bytes.drain(at..(at + next(30)).min(bytes.len()))),
                }
            }
            let outcome = from_page(&bytes, URL, None);
            assert_ne!(
                outcome.as_ref().err().map(ArticleError::name),
                Some("page_parser")
            );
            let body = from_feed(&String::from_utf8_lossy(&bytes));
            for p in outcome.into_iter().flat_map(|a| a.body).chain(body) {
                assert_eq!(p.text, crate::feed::clean_line(&p.text));
                assert!(!p.text.is_empty());
            }
        }
    }
}
