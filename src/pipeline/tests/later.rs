//! Pages that come later: retried on a schedule of their own, looked at again, within a budget, only where allowed.

use super::*;
use crate::model::TextOrigin;
use crate::poll::tests::server::Reply;
use crate::store::Window;
use crate::store::rows::StoryRow;

fn page(text: &str) -> String {
    format!(
        "<html><head><title>The quay</title></head><body><article><h1>The quay is closed</h1>\
        <p>The north quay at Tollhaven will stay closed until the spring, the harbour board decided on Monday evening after a long meeting.</p>\
        <p>{text}</p><p>The closure affects nine fishing boats and the Saturday market, which moves to the car park behind the church for the winter.</p>\
        </article></body></html>"
    )
}

/// A site with one story, whose page answers as told.
async fn site(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let host = request.header("host").unwrap().to_owned();
            let link = format!("http://{host}/quay");
            Reply::of(
                "200 OK",
                rss(&[(&link, "The quay is closed", "A short summary of it.")]),
            )
        }
        "/robots.txt" => Reply::of("404 No", ""),
        _ => answer(request),
    })
    .await
}

fn desk(server: &Server, lines: &str) -> Desk {
    Desk::new(&format!(
        "{lines}\n[[feeds]]\nurl = {:?}\n",
        server.url("/feed")
    ))
}

fn story(desk: &Desk) -> StoryRow {
    let stories: Vec<StoryRow> = desk
        .store
        .stories(Window::default())
        .map(Result::unwrap)
        .collect();
    assert_eq!(stories.len(), 1);
    stories.into_iter().next().unwrap()
}

fn pages(server: &Server) -> Vec<Request> {
    let seen = server.seen();
    seen.into_iter()
        .filter(|request| request.path == "/quay")
        .collect()
}

async fn due_now(desk: &Desk) {
    desk.poller.work_later(false).await.unwrap();
}

#[tokio::test]
async fn a_story_enters_with_the_feeds_text_and_becomes_a_revision_when_its_page_can_be_had() {
    let tries = std::sync::atomic::AtomicUsize::new(0);
    let server = site(
        move |_| match tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
            0..3 => Reply::of("503 Sorry", ""),
            _ => Reply::of(
                "200 OK\ncontent-type: text/html",
                page("Nobody walks on that stone."),
            ),
        },
    )
    .await;
    let desk = desk(&server, "");
    desk.poll().await;
    assert_eq!(
        (story(&desk).origin, story(&desk).revision_count),
        (TextOrigin::Feed, 1)
    );
    assert_eq!(desk.told(), ["http_status"]);
    // After 5 min, 30 min and 2 h, and not a minute earlier.
    for (wait, asked) in [(4, 1), (1, 2), (29, 2), (1, 3), (119, 3), (1, 4)] {
        desk.later(wait * MINUTE);
        due_now(&desk).await;
        assert_eq!(pages(&server).len(), asked, "{wait}");
    }
    let row = story(&desk);
    assert_eq!((row.origin, row.revision_count), (TextOrigin::Page, 2));
    desk.poll().await;
    let memory = desk.store.feed_memories().next().unwrap().1;
    assert_eq!((memory.pages_wanted, memory.pages_read), (1, 1));
}

#[tokio::test]
async fn a_page_that_never_comes_is_given_up_and_one_that_is_forbidden_is_not_asked_twice() {
    for (status, expect) in [("500 Oops", 6), ("403 No", 1)] {
        let server = site(move |_| Reply::of(status, "")).await;
        let desk = desk(&server, "");
        desk.poll().await;
        for _ in 0..10 {
            desk.later(DAY + HOUR);
            due_now(&desk).await;
        }
        assert_eq!(pages(&server).len(), expect, "{status}");
        assert!(desk.poller.later.is_empty());
        assert_eq!(story(&desk).origin, TextOrigin::Feed);
    }
}

#[tokio::test]
async fn pages_are_looked_at_again_at_their_times_and_only_changes_are_revisions() {
    let looks = std::sync::atomic::AtomicUsize::new(0);
    let server = site(move |request| {
        let n = looks.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let clock = format!("Updated {n} hours ago</p><p>{} comments", 100 + n);
        let html = |tag: &str, text: &str| {
            Reply::of(&format!("200 OK\ncontent-type: text/html\netag: \"{tag}\""), page(text))
        };
        match (n, request.header("if-none-match")) {
            (0, None) => html("a", &clock),
            (1, Some("\"a\"")) => Reply::of("304 Not Modified", ""),
            (2, Some("\"a\"")) => html("b", &clock),
            (3, Some("\"b\"")) => html("c", "The board has now asked for a survey of the stone."),
            (4, Some("\"c\"")) => Reply::of("200 OK\ncontent-type: text/html", "<html><body><article><h1>The quay is closed</h1><p>Please subscribe to read on, it is cheap.</p></article></body></html>"),
            (5, Some("\"c\"")) => Reply::of("304 Not Modified", ""),
            other => panic!("{other:?}"),
        }
    })
    .await;
    let desk = desk(&server, "");
    desk.poll().await;
    let mut revisions = Vec::new();
    for wait in [
        10 * MINUTE,
        50 * MINUTE,
        5 * HOUR,
        18 * HOUR,
        6 * DAY,
        30 * DAY,
    ] {
        desk.later(wait - 1);
        let before = pages(&server).len();
        due_now(&desk).await;
        assert_eq!(pages(&server).len(), before, "not a moment earlier");
        desk.later(1);
        due_now(&desk).await;
        revisions.push(story(&desk).revision_count);
    }
    assert_eq!(pages(&server).len(), 6);
    assert_eq!(revisions, [1, 1, 2, 2, 2, 2]);
    assert!(desk.poller.later.is_empty());
}

#[tokio::test]
async fn looks_keep_to_their_budget_and_to_what_the_configuration_allows() {
    for (lines, expect) in [
        ("[pages]\nrechecks_per_day = 0", 1),
        ("[feed_defaults]\nrecheck = false", 1),
        // The look an hour after is over the budget and left out; the next day has one of its own.
        ("[pages]\nrechecks_per_day = 1", 3),
        ("", 4),
    ] {
        let server = site(|_| Reply::of("200 OK\ncontent-type: text/html", page("Nobody."))).await;
        let desk = desk(&server, lines);
        desk.poll().await;
        for wait in [10 * MINUTE, 50 * MINUTE, 23 * HOUR] {
            desk.later(wait);
            due_now(&desk).await;
        }
        assert_eq!(pages(&server).len(), expect, "{lines}");
    }
}

#[tokio::test]
async fn the_queue_outlives_the_process_and_lets_go_of_feeds_that_are_gone() {
    let server = site(|_| Reply::of("500 Oops", "")).await;
    let desk = desk(&server, "");
    desk.poll().await;
    let reloaded = crate::pipeline::later::Later::load(&desk.store);
    assert_eq!((reloaded.len(), desk.poller.later.len()), (1, 1));
    let other = desk.configure("[[feeds]]\nurl = 'https://other.example/feed'\n");
    desk.poller.reload(Arc::new(other)).unwrap();
    desk.later(HOUR);
    due_now(&desk).await;
    assert_eq!(pages(&server).len(), 1);
    assert!(desk.poller.later.is_empty());
    assert_eq!(desk.store.page_tasks().count(), 0);
}
