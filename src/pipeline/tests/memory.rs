//! What a feed's host says of its address, over days: moves, ends, and lies about "not modified".

use super::*;
use crate::poll::tests::server::Reply;

#[tokio::test]
async fn a_feed_that_moved_for_good_is_asked_at_its_new_address_after_days() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => Reply::redirect(301, "/new"),
        "/new" => Reply::of("200 OK\netag: \"v1\"", rss(&[])),
        _ => Reply::of("404 No", ""),
    })
    .await;
    let desk = Desk::new(&format!("[[feeds]]\nurl = {:?}\n", server.url("/feed")));
    for _ in 0..7 {
        desk.poll().await;
        desk.later(12 * HOUR);
    }
    assert_eq!(paths(&server), ["/feed", "/new"].repeat(7));
    server.requests.lock().unwrap().clear();
    desk.poll().await;
    desk.poll().await;
    assert_eq!(paths(&server), ["/new", "/new"]);
    for request in server.seen() {
        assert_eq!(request.header("if-none-match"), Some("\"v1\""));
    }
}

#[tokio::test]
async fn a_feed_that_is_gone_for_good_is_not_asked_again() {
    let server = Server::start(|_| Reply::of("410 Gone", "")).await;
    let desk = Desk::new(&format!("[[feeds]]\nurl = {:?}\n", server.url("/feed")));
    for _ in 0..3 {
        desk.poll().await;
        desk.later(DAY);
    }
    // Once the feed, then its site for another one, as far as that is allowed.
    assert_eq!(paths(&server), ["/feed", "/robots.txt", "/"]);
}

#[tokio::test]
async fn a_feed_that_is_not_found_is_looked_for_on_its_site() {
    let page = r#"<link rel="alternate" type="application/rss+xml" href="/other.xml">"#;
    let server = Server::start(move |request| match request.path.as_str() {
        "/" => Reply::of("200 OK\ncontent-type: text/html", page),
        _ => Reply::of("404 No", ""),
    })
    .await;
    let desk = Desk::new(&format!("[[feeds]]\nurl = {:?}\n", server.url("/feed")));
    for _ in 0..4 {
        desk.poll().await;
        desk.later(HOUR);
    }
    // The second failure starts the search, and a day has to pass before the next.
    assert_eq!(
        paths(&server),
        ["/feed", "/feed", "/robots.txt", "/", "/feed", "/feed"]
    );
    let (feed, memory) = desk.store.feed_memories().next().unwrap();
    assert_eq!(memory.found, Some(server.url("/other.xml")));
    assert_eq!(desk.store.fetches(feed).unwrap().len(), 4);
}

#[tokio::test]
async fn a_host_that_says_not_modified_for_ever_is_asked_plainly_when_its_feed_falls_silent() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |request| {
        let n = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        if n >= 8 && request.header("if-none-match").is_some() {
            return Reply::of("304 Not Modified", "");
        }
        let link = format!("http://x.example/{n}");
        let item = rss(&[(&link, "A title", "Some words that the feed itself carries.")]);
        Reply::of("200 OK\netag: \"same\"", item)
    })
    .await;
    let desk = Desk::new(&format!(
        "[pages]\nfull_text = \"never\"\n[[feeds]]\nurl = {:?}\n",
        server.url("/feed")
    ));
    for _ in 0..8 {
        desk.poll().await;
        desk.later(HOUR);
    }
    server.requests.lock().unwrap().clear();
    for _ in 0..30 {
        desk.poll().await;
        desk.later(HOUR);
    }
    let seen = server.seen();
    let plain = seen.iter().filter(|r| r.header("if-none-match").is_none());
    assert_eq!((seen.len(), plain.count()), (30, 1));
}
