//! A feed that got ahead of its polls, and hosts that say when to ask again: what was asked then.

use super::*;
use crate::poll::tests::server::Reply;
use crate::store::Window;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// A page of a feed with the entries `from..to`, newest first, and where the one before it is.
fn feed(from: usize, to: usize, next: Option<&str>) -> String {
    let items: Vec<(String, String)> = (from..to)
        .rev()
        .map(|n| (format!("http://x.example/{n}"), format!("Headline {n}")))
        .collect();
    let items: Vec<(&str, &str, &str)> = items
        .iter()
        .map(|(link, title)| (link.as_str(), title.as_str(), "The feed carries all of it."))
        .collect();
    let link = next.map_or_else(String::new, |href| {
        format!(r#"<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="{href}"/>"#)
    });
    rss(&items).replace("<title>T</title>", &format!("<title>T</title>{link}"))
}

fn desk(server: &Server) -> Desk {
    let url = server.url("/feed");
    Desk::new(&format!(
        "[pages]\nfull_text = 'never'\n[[feeds]]\nurl = {url:?}\n"
    ))
}

fn stories(desk: &Desk) -> usize {
    desk.store.stories(Window::default()).count()
}

#[tokio::test]
async fn a_feed_that_got_ahead_is_walked_back_until_an_entry_is_known_and_polled_sooner() {
    let newest = Arc::new(AtomicUsize::new(10));
    let shared = newest.clone();
    let server = Server::start(move |request| {
        let newest = shared.load(Ordering::SeqCst);
        let page: usize = match request.path.split_once("page=") {
            Some((_, page)) => page.parse().unwrap(),
            None => 0,
        };
        let to = newest.saturating_sub(10 * page);
        let next = format!("/feed?page={}", page + 1);
        let document = feed(to.saturating_sub(10), to, Some(&next));
        Reply::of(&format!("200 OK\netag: \"{newest}\""), document)
    })
    .await;
    let desk = desk(&server);
    // All of a first document is new: nobody wants the archive.
    desk.poll().await;
    assert_eq!(paths(&server), ["/feed"]);
    newest.store(15, Ordering::SeqCst);
    desk.poll().await;
    assert_eq!(paths(&server), ["/feed"; 2]);
    // Twenty-five more, of which the feed shows ten: two older pages, and the second ends in what is known.
    newest.store(40, Ordering::SeqCst);
    server.requests.lock().unwrap().clear();
    desk.poll().await;
    assert_eq!(paths(&server), ["/feed", "/feed?page=1", "/feed?page=2"]);
    assert_eq!(stories(&desk), 40);
    let (id, memory) = desk.store.feed_memories().next().unwrap();
    assert!(
        memory.why.starts_with("shortened: nothing in it was known"),
        "{}",
        memory.why
    );
    let row = desk.store.feed(id).unwrap().unwrap();
    assert_eq!(row.interval_ms, Some(5 * MINUTE as u64));
    // However far it got ahead, the walk ends.
    newest.store(400, Ordering::SeqCst);
    server.requests.lock().unwrap().clear();
    desk.poll().await;
    assert_eq!(paths(&server).len(), 6);
    assert_eq!(stories(&desk), 100);
}

#[tokio::test]
async fn no_walk_leads_round_in_a_circle_or_to_another_site() {
    for next in [
        "/feed",
        "http://elsewhere.example/feed",
        "file:///etc/passwd",
    ] {
        let polls = Arc::new(AtomicUsize::new(0));
        let server = Server::start(move |_| {
            let n = polls.fetch_add(1, Ordering::SeqCst) * 10;
            Reply::of("200 OK", feed(n, n + 5, Some(next)))
        })
        .await;
        let desk = desk(&server);
        desk.poll().await;
        desk.poll().await;
        assert_eq!(paths(&server), ["/feed"; 2], "{next}");
        assert_eq!(desk.told(), [""; 0]);
    }
}

#[tokio::test]
async fn a_page_that_is_no_feed_costs_that_page() {
    let polls = Arc::new(AtomicUsize::new(0));
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let n = polls.fetch_add(1, Ordering::SeqCst) * 10;
            Reply::of("200 OK", feed(n, n + 5, Some("/older")))
        }
        _ => Reply::of("200 OK", "<html><body>No feed</body></html>"),
    })
    .await;
    let desk = desk(&server);
    desk.poll().await;
    desk.poll().await;
    assert_eq!(paths(&server), ["/feed", "/feed", "/older"]);
    assert_eq!(stories(&desk), 10);
}

#[tokio::test]
async fn when_a_host_says_that_nothing_changes_for_hours_it_is_left_alone_for_hours() {
    let (ask, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::start(move |request| {
        ask.send(request.path.clone()).unwrap();
        Reply::of("200 OK\netag: \"e\"\ncache-control: max-age=7200", rss(&[]))
    })
    .await;
    let desk = desk(&server);
    desk.poll().await;
    asked.recv().await.unwrap();
    let due = |desk: &Desk| {
        let (id, _) = desk.store.feed_memories().next().unwrap();
        let row = desk.store.feed(id).unwrap().unwrap();
        row.next_due.unwrap().since(row.last_attempt.unwrap())
    };
    assert!((2 * HOUR..=2 * HOUR + 12 * MINUTE).contains(&due(&desk)));
    let (_, memory) = desk.store.feed_memories().next().unwrap();
    assert_eq!(memory.why, "its host says that it will not change for 2h");
}
