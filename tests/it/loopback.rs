//! The poller against a real HTTP server: what was asked, what was recorded, what a failing feed costs the others.

use crate::support::{FeedServer, Home, Reply};

fn rss(items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(link, title, text)| {
            format!("<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate><description>{text}</description></item>")
        })
        .collect();
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>http://x.example/</link>{items}</channel></rss>"#
    )
}

const PAGE: &str = "<html><head><title>The quay</title></head><body><article><h1>The quay is closed</h1>\
<p>The north quay at Tollhaven will stay closed until the spring, the harbour board decided on Monday evening after a long meeting.</p>\
<p>“Nobody walks on that stone until we know what is under it,” Marta Quill, the board's chair, told reporters outside the hall.</p>\
<p>The closure affects nine fishing boats and the Saturday market, which moves to the car park behind the church for the winter.</p>\
</article></body></html>";

#[test]
fn a_feed_and_its_pages_become_stories_and_claims() {
    let (home, server) = (Home::new(), FeedServer::start());
    let link = server.url("/quay");
    server.on(
        "/feed",
        Reply::ok(
            "application/rss+xml",
            rss(&[(&link, "The quay is closed", "A short summary.")]),
        )
        .header("ETag", "\"v1\""),
    );
    server.on("/quay", Reply::ok("text/html", PAGE));
    let config = home.config(&[(&server.url("/feed"), "Tollhaven News")]);
    let config = config.to_str().unwrap();

    home.run(&["run", "--once", "--config", config]).good();
    let claims = home
        .run(&["inspect", "claims", "--format", "jsonl", "--config", config])
        .good()
        .jsonl();
    assert_eq!(claims.len(), 1, "{claims:#?}");
    assert_eq!(claims[0]["speaker"]["name"], "Marta Quill");

    // The second poll sends the validator back byte for byte, and asks for no page twice.
    home.run(&["run", "--once", "--config", config]).good();
    let asked = server.asked("/feed");
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].headers.get("if-none-match"), None);
    assert_eq!(
        asked[1].headers.get("if-none-match").map(String::as_str),
        Some("\"v1\"")
    );
    assert!(
        asked[0].headers["user-agent"].starts_with("sayso/"),
        "{asked:?}"
    );
    assert_eq!(server.asked("/quay").len(), 1);
    assert_eq!(
        home.run(&[
            "inspect", "stories", "--format", "jsonl", "--config", config
        ])
        .good()
        .jsonl()
        .len(),
        1
    );
}

#[test]
fn a_failing_feed_holds_up_nobody_and_is_named() {
    let (home, server) = (Home::new(), FeedServer::start());
    let story = server.url("/a");
    server.on(
        "/good",
        Reply::ok(
            "application/rss+xml",
            rss(&[(&story, "A title", "Some text that the feed itself carries.")]),
        ),
    );
    server.on("/gone", Reply::status(410));
    server.on(
        "/html",
        Reply::ok("text/html", "<html><body>Sign in</body></html>"),
    );
    server.on("/slow", Reply::Hang);
    // Hosts are told apart by port, so each failing feed has a server of its own that only it waits for.
    let slow = FeedServer::start();
    slow.on("/slow", Reply::Hang);
    let config = home.config(&[
        (&slow.url("/slow"), "Slow"),
        (&server.url("/gone"), "Gone"),
        (&server.url("/html"), "Html"),
        (&server.url("/good"), "Good"),
    ]);
    let config = config.to_str().unwrap();

    let ran = home.run(&["run", "--once", "--config", config]).good();
    for word in ["timeout", "http_status", "feed_html"] {
        assert!(ran.err.contains(word), "{word} is missing in:\n{}", ran.err);
    }
    let stories = home
        .run(&[
            "inspect", "stories", "--format", "jsonl", "--config", config,
        ])
        .good()
        .jsonl();
    assert_eq!(
        stories.len(),
        1,
        "the page is missing, so the feed's own text is the story"
    );
    let feeds = home
        .run(&["inspect", "feeds", "--format", "jsonl", "--config", config])
        .good()
        .jsonl();
    let failing = feeds
        .iter()
        .filter(|feed| feed["failures"].as_u64() == Some(1))
        .count();
    assert_eq!((feeds.len(), failing), (4, 3), "{feeds:#?}");
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let (home, server) = (Home::new(), FeedServer::start());
    server.on("/feed", Reply::ok("application/rss+xml", rss(&[])));
    let url = server.url("/feed");
    let config = home.write(
        "strict.toml",
        &format!("data_dir = {:?}\n[[feeds]]\nurl = {url:?}\n", home.data()),
    );
    let ran = home.run(&["run", "--once", "--config", config.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(
        ran.err.contains("blocked_address") && ran.err.contains("allow_private"),
        "{}",
        ran.err
    );
    assert!(server.asked("/feed").is_empty());
}

#[test]
fn a_web_feed_cannot_reach_local_files() {
    let (home, server) = (Home::new(), FeedServer::start());
    let secret = home.write("secret.html", PAGE);
    let link = format!("file://{}", secret.display());
    server.on(
        "/feed",
        Reply::ok("application/rss+xml", rss(&[(&link, "A title", "Text.")])),
    );
    let config = home.config(&[(&server.url("/feed"), "Sly")]);
    let config = config.to_str().unwrap();
    home.run(&["run", "--once", "--config", config]).good();
    assert!(
        home.run(&["inspect", "claims", "--format", "jsonl", "--config", config])
            .good()
            .jsonl()
            .is_empty()
    );
}

#[test]
fn no_feed_can_rewrite_or_take_another_outlets_story() {
    let (home, server) = (Home::new(), FeedServer::start());
    let link = server.url("/quay");
    let words = "The evil feed says something long of its own about this very address. ".repeat(20);
    let items = rss(&[(&link, "Nothing to see", &words)]);
    server.on("/evil", Reply::ok("application/rss+xml", items));
    server.on(
        "/feed",
        Reply::ok(
            "application/rss+xml",
            rss(&[(&link, "The quay is closed", "A summary.")]),
        ),
    );
    server.on("/quay", Reply::ok("text/html", PAGE));
    // Before and after the outlet itself is polled: the page that was read is the story, and its outlet is the outlet.
    for order in [["/evil", "/feed"], ["/feed", "/evil"]] {
        let home = Home::new();
        for path in order {
            let outlet = if path == "/evil" {
                "Evil"
            } else {
                "Tollhaven News"
            };
            let config = home.config(&[(&server.url(path), outlet)]);
            home.run(&["run", "--once", "--config", config.to_str().unwrap()])
                .good();
        }
        let stories = home
            .ask(&["inspect", "stories", "--format", "jsonl"])
            .good()
            .jsonl();
        let quay: Vec<_> = stories
            .iter()
            .filter(|s| s["outlet"] == "Tollhaven News")
            .collect();
        assert_eq!(quay.len(), 1, "{order:?}: {stories:#?}");
        assert_eq!(quay[0]["title"], "The quay is closed", "{order:?}");
        let claims = home
            .ask(&["inspect", "claims", "--format", "jsonl"])
            .good()
            .jsonl();
        assert!(
            claims.iter().any(|c| c["speaker"]["name"] == "Marta Quill"),
            "{order:?}"
        );
        home.ask(&["store", "verify"]).good();
    }
    drop(home);
}

#[test]
fn a_page_that_is_the_front_page_is_no_story() {
    let (home, server) = (Home::new(), FeedServer::start());
    let links = [server.url("/gone-1"), server.url("/gone-2")];
    let items: Vec<_> = links
        .iter()
        .map(|link| (link.as_str(), "A headline", "The feed's own words on it."))
        .collect();
    server.on("/feed", Reply::ok("application/rss+xml", rss(&items)));
    for path in ["/gone-1", "/gone-2"] {
        server.on(path, Reply::status(302).header("Location", "/"));
    }
    server.on("/", Reply::ok("text/html", PAGE));
    let config = home.config(&[(&server.url("/feed"), "Tollhaven News")]);
    let ran = home
        .run(&["run", "--once", "--config", config.to_str().unwrap()])
        .good();
    assert!(ran.err.contains("page_gone"), "{}", ran.err);
    assert_eq!(
        home.ask(&["inspect", "stories", "--format", "jsonl"])
            .good()
            .jsonl()
            .len(),
        2
    );
    assert!(
        home.ask(&["inspect", "claims", "--format", "jsonl"])
            .good()
            .jsonl()
            .is_empty()
    );
}

#[test]
fn an_index_of_news_sitemaps_is_followed() {
    let (home, server) = (Home::new(), FeedServer::start());
    let (news, gone, story) = (
        server.url("/news.xml"),
        server.url("/gone.xml"),
        server.url("/quay"),
    );
    let index = format!(
        "<sitemapindex><sitemap><loc>{gone}</loc><lastmod>2026-11-17</lastmod></sitemap><sitemap><loc>{news}</loc></sitemap></sitemapindex>"
    );
    let urls = format!(
        "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>{story}</loc><news:news><news:title>The quay is closed</news:title>\
         <news:publication_date>2026-11-16T08:00:00Z</news:publication_date></news:news></url></urlset>"
    );
    server.on("/index.xml", Reply::ok("application/xml", index));
    server.on("/news.xml", Reply::ok("application/xml", urls));
    server.on("/gone.xml", Reply::status(404));
    server.on("/quay", Reply::ok("text/html", PAGE));
    let config = home.config(&[(&server.url("/index.xml"), "Tollhaven News")]);
    let config = config.to_str().unwrap();

    home.run(&["run", "--once", "--config", config]).good();
    let stories = home
        .run(&[
            "inspect", "stories", "--format", "jsonl", "--config", config,
        ])
        .good()
        .jsonl();
    assert_eq!(stories.len(), 1, "{stories:#?}");
    let feeds = home
        .run(&["inspect", "feeds", "--format", "jsonl", "--config", config])
        .good()
        .jsonl();
    assert_eq!(feeds[0]["outcome"], "strict");
    assert!(
        feeds[0]["problem"].as_str().unwrap().contains("gone.xml"),
        "{feeds:#?}"
    );
}
