//! What a feed's own settings do to its requests and its stories, and what a reload changes while polling goes on.

use super::*;
use crate::poll::tests::server::Reply;
use crate::store::Window;
use std::time::Duration;

fn titles(desk: &Desk) -> Vec<String> {
    let stories = desk.store.stories(Window::default());
    let mut titles: Vec<String> = stories.map(|story| story.unwrap().title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn stories_are_made_of_admitted_entries_only_and_pages_of_others_are_not_asked_for() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => {
            let host = request.header("host").unwrap().to_owned();
            let link = |name: &str| format!("http://{host}/{name}");
            let (a, b, c) = (link("a"), link("live/b"), link("c"));
            Reply::of(
                "200 OK",
                rss(&[
                    (&a, "Harbour news", "One."),
                    (&b, "Harbour live", "Two."),
                    (&c, "Sport", "Three."),
                ]),
            )
        }
        _ => Reply::of("404 No", ""),
    })
    .await;
    let desk = Desk::new(&format!(
        "[feed_defaults]\nexclude = {{ url = ['/live/'] }}\n[[feeds]]\nurl = {:?}\ninclude = {{ title = ['harbour'] }}\n",
        server.url("/feed")
    ));
    desk.poll().await;
    assert_eq!(titles(&desk), ["Harbour news"]);
    assert_eq!(paths(&server), ["/feed", "/robots.txt", "/a"]);
}

#[tokio::test]
async fn a_feed_whose_host_lies_can_be_asked_without_conditions() {
    let server = Server::start(|_| Reply::of("200 OK\netag: \"v\"", rss(&[]))).await;
    let feed = format!("[[feeds]]\nurl = {:?}\n", server.url("/feed"));
    for (line, expect) in [("", Some("\"v\"")), ("conditional = false", None)] {
        let desk = Desk::new(&format!("{feed}{line}"));
        server.requests.lock().unwrap().clear();
        desk.poll().await;
        desk.poll().await;
        assert_eq!(server.seen()[1].header("if-none-match"), expect, "{line}");
    }
}

#[tokio::test]
async fn a_reload_adds_and_removes_feeds_while_polling_goes_on_and_a_bad_one_changes_nothing() {
    let (ask, mut asked) = tokio::sync::mpsc::unbounded_channel();
    let server = Server::start(move |request| {
        ask.send(request.path.clone()).unwrap();
        Reply::of("200 OK", rss(&[]))
    })
    .await;
    let feed =
        |path: &str, more: &str| format!("[[feeds]]\nurl = {:?}\n{more}\n", server.url(path));
    let desk = Desk::new(&feed("/a", ""));
    desk.poll().await;
    assert_eq!(asked.recv().await.unwrap(), "/a");
    let poller = desk.poller.clone();
    let serving = tokio::spawn(async move { poller.serve().await });
    let settle = async || {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    };
    settle().await;

    let broken = desk.configure(&feed("/c", "token_from = 'env:SAYSO_NO_SUCH_SECRET'"));
    let error = desk.poller.reload(Arc::new(broken)).unwrap_err();
    assert!(
        error.to_string().contains("SAYSO_NO_SUCH_SECRET"),
        "{error}"
    );
    assert_eq!(desk.poller.config().feeds.len(), 1);

    let new = desk.configure(&format!(
        "{}{}[store]\ncache = '32 MiB'\n",
        feed("/a", "full_text = 'never'"),
        feed("/b", "")
    ));
    let reloaded = desk.poller.reload(Arc::new(new)).unwrap();
    assert_eq!(
        reloaded.to_string(),
        "1 feed added, 0 removed, 1 changed; changes of [store] wait for a restart"
    );
    settle().await;
    desk.later(MINUTE);
    assert_eq!(
        asked.recv().await.unwrap(),
        "/b",
        "at once, and /a not before it is due"
    );
    desk.poller.stop.cancel();
    serving.await.unwrap().unwrap();
}

/// A document with these items: title, link, guid.
fn with_guids(items: &[(&str, &str, &str)]) -> String {
    let item = |(title, link, guid): &(&str, &str, &str)| {
        format!(
            "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{guid}</guid><description>{title} in a few words.</description></item>"
        )
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>T</title>{items}</channel></rss>")
}

#[tokio::test]
async fn a_story_is_the_same_when_its_guid_changes_and_repeated_guids_lose_none() {
    let document = Arc::new(Mutex::new(String::new()));
    let served = document.clone();
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => Reply::of("200 OK", served.lock().unwrap().clone()),
        _ => Reply::of("404 No", ""),
    })
    .await;
    let desk = Desk::new(&format!(
        "[feed_defaults]\nfull_text = 'never'\n[[feeds]]\nurl = {:?}\n",
        server.url("/feed")
    ));
    let (a, b, c) = (
        server.url("/a"),
        server.url("/b"),
        server.url("/c?utm_source=x"),
    );
    let again = c.replace("?utm_source=x", "/#top");
    for (items, expect) in [
        (
            vec![
                ("Ferry", &a, "g1"),
                ("Bridge", &b, "g1"),
                ("Mill", &c, "g1"),
            ],
            vec!["Bridge", "Ferry", "Mill"],
        ),
        // Each under another guid than before, one of them that of its neighbour, one by another spelling of its link.
        (
            vec![
                ("Ferry", &a, "g2"),
                ("Bridge", &b, "g3"),
                ("Mill", &again, "g2"),
            ],
            vec!["Bridge", "Ferry", "Mill"],
        ),
        (
            vec![("Ferry", &a, "g9"), ("Tower", &server.url("/d"), "g3")],
            vec!["Bridge", "Ferry", "Mill", "Tower"],
        ),
    ] {
        let items: Vec<(&str, &str, &str)> = items
            .iter()
            .map(|(title, link, guid)| (*title, link.as_str(), *guid))
            .collect();
        *document.lock().unwrap() = with_guids(&items);
        desk.poll().await;
        assert_eq!(titles(&desk), expect);
        desk.later(HOUR);
    }
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_slept_asks_each_feed_once_and_one_after_the_other() {
    let server = Server::start(|_| Reply::of("200 OK", rss(&[]))).await;
    let feeds: String = (0..6)
        .map(|n| format!("[[feeds]]\nurl = {:?}\n", server.url(&format!("/{n}"))))
        .collect();
    let desk = Desk::new(&feeds);
    desk.poll().await;
    assert_eq!(server.seen().len(), 6);
    let poller = desk.poller.clone();
    let serving = tokio::spawn(async move { poller.serve().await });
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(server.seen().len(), 6, "nothing is due yet");
    // The lid is opened ten hours later.
    desk.later(10 * HOUR);
    tokio::time::sleep(Duration::from_secs(120)).await;
    let mut asked = paths(&server);
    asked.sort();
    let twice: Vec<String> = (0..12).map(|n| format!("/{}", n / 2)).collect();
    assert_eq!(asked, twice);
    assert_eq!(server.most_at_once(), 1);
    desk.poller.stop.cancel();
    serving.await.unwrap().unwrap();
}
