//! A feed that names a hub: what the hub is asked, what is believed of what it says, and how often the feed is asked then.

use super::*;
use crate::model::FeedId;
use crate::pipeline::hubs::Confirmation;
use crate::pipeline::hubs::Pushed;
use crate::poll::tests::server::Reply;
use crate::store::Window;
use ring::hmac;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// The feed with its first `entries` entries, naming its hub as its host does.
fn feed(host: &str, entries: usize) -> String {
    let items: Vec<(String, String)> = (0..entries)
        .map(|n| (format!("http://x.example/{n}"), format!("Headline {n}")))
        .collect();
    let items: Vec<(&str, &str, &str)> = items
        .iter()
        .map(|(link, title)| (link.as_str(), title.as_str(), "The feed carries all of it."))
        .collect();
    let links = format!(
        r#"<title>T</title><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="http://{host}/hub"/><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="http://{host}/feed"/>"#
    );
    rss(&items).replace("<title>T</title>", &links)
}

struct Publisher {
    server: Server,
    entries: Arc<AtomicUsize>,
    /// Another hub than at first is named.
    moved: Arc<AtomicBool>,
}

impl Publisher {
    async fn start(hub: &'static str) -> Publisher {
        let entries = Arc::new(AtomicUsize::new(3));
        let moved = Arc::new(AtomicBool::new(false));
        let (shared, other) = (entries.clone(), moved.clone());
        let server = Server::start(move |request| match request.path.as_str() {
            "/hub" | "/hub2" => Reply::of(hub, ""),
            _ => {
                let host = request.header("host").unwrap_or_default();
                let entries = shared.load(Ordering::SeqCst);
                let moved = other.load(Ordering::SeqCst);
                let etag = format!("200 OK\netag: \"{entries} {moved}\"");
                let name = if moved { "/hub2\"" } else { "/hub\"" };
                Reply::of(&etag, feed(host, entries).replace("/hub\"", name))
            }
        })
        .await;
        Publisher {
            server,
            entries,
            moved,
        }
    }

    fn desk(&self, callback: &str) -> Desk {
        let url = self.server.url("/feed");
        Desk::new(&format!(
            "[pages]\nfull_text = 'never'\n[websub]\ncallback = '{callback}'\n[[feeds]]\nurl = {url:?}\n"
        ))
    }

    fn id(&self) -> FeedId {
        FeedId::of_url(&self.server.url("/feed"))
    }

    /// What the hub was asked, form by form.
    fn asked(&self) -> Vec<HashMap<String, String>> {
        self.asked_at("/hub")
    }

    fn asked_at(&self, path: &str) -> Vec<HashMap<String, String>> {
        let seen = self.server.seen().into_iter().filter(|r| r.path == path);
        seen.map(|request| {
            url::form_urlencoded::parse(request.body.as_bytes())
                .into_owned()
                .collect()
        })
        .collect()
    }

    fn confirmation(&self, mode: &str) -> Confirmation {
        Confirmation {
            mode: mode.into(),
            topic: self.server.url("/feed"),
            challenge: "c7".into(),
            lease: Some(7 * 24 * 3600),
            reason: String::new(),
        }
    }
}

fn token(form: &HashMap<String, String>) -> String {
    form["hub.callback"].rsplit('/').next().unwrap().to_owned()
}

fn stories(desk: &Desk) -> usize {
    desk.store.stories(Window::default()).count()
}

/// How long until the feed is polled again, in minutes.
fn wait(desk: &Desk, feed: FeedId) -> i64 {
    let row = desk.store.feed(feed).unwrap().unwrap();
    row.next_due.unwrap().since(row.last_attempt.unwrap()) / MINUTE
}

#[tokio::test]
async fn no_hub_hears_of_us_unless_there_is_a_callback() {
    let publisher = Publisher::start("202 Accepted").await;
    publisher.desk("off").poll().await;
    assert_eq!(paths(&publisher.server), ["/feed"]);
}

#[tokio::test]
async fn a_hub_is_asked_believed_when_it_confirms_and_asked_again_before_the_lease_ends() {
    let publisher = Publisher::start("202 Accepted").await;
    let desk = publisher.desk("https://news.example/hooks/");
    desk.poll().await;
    desk.poll().await;
    let asked = publisher.asked();
    assert_eq!(asked.len(), 1, "once, until it has had its time");
    let form = &asked[0];
    assert_eq!(form["hub.mode"], "subscribe");
    assert_eq!(form["hub.topic"], publisher.server.url("/feed"));
    assert_eq!(form["hub.lease_seconds"], "604800");
    assert_eq!(form["hub.secret"].len(), 40);
    let (id, token) = (publisher.id(), token(form));
    let callback = format!("https://news.example/hooks/{id}/{token}");
    assert_eq!(form["hub.callback"], callback);

    let confirm = |id, token: &str, confirmation: &Confirmation| {
        desk.poller.hub_confirms(id, token, confirmation)
    };
    let subscribe = publisher.confirmation("subscribe");
    let other_topic = Confirmation {
        topic: "http://elsewhere.example/".into(),
        ..subscribe.clone()
    };
    for (id, token, confirmation) in [
        (id, "x", &subscribe),
        (FeedId(7), token.as_str(), &subscribe),
        (id, &token, &other_topic),
        (id, &token, &publisher.confirmation("unsubscribe")),
        (id, &token, &publisher.confirmation("dance")),
    ] {
        assert_eq!(confirm(id, token, confirmation), None, "{confirmation:?}");
    }
    assert!(wait(&desk, id) < 60);
    assert_eq!(confirm(id, &token, &subscribe), Some("c7".to_owned()));
    // From now on it is asked as seldom as any feed, but asked.
    desk.poll().await;
    assert!((6 * 60 * 9 / 10..=6 * 60).contains(&wait(&desk, id)));
    // A quarter of the lease before its end, with the same secret.
    desk.later(5 * DAY);
    desk.poll().await;
    assert_eq!(publisher.asked().len(), 1);
    desk.later(12 * HOUR);
    desk.poll().await;
    assert_eq!(publisher.asked().len(), 2);
    assert_eq!(publisher.asked()[1], asked[0]);
    // Where it was not renewed, polling is what it was.
    desk.later(3 * DAY);
    desk.poll().await;
    assert!(wait(&desk, id) < 6 * 60 * 9 / 10, "{}", wait(&desk, id));
}

#[tokio::test]
async fn what_a_hub_sends_is_read_when_it_is_signed_and_left_when_it_is_not() {
    let publisher = Publisher::start("202 Accepted").await;
    let desk = publisher.desk("https://news.example/hooks");
    desk.poll().await;
    let (id, form) = (publisher.id(), publisher.asked().remove(0));
    let token = token(&form);
    let body = feed(&publisher.server.address.to_string(), 5).into_bytes();
    let key = hmac::Key::new(hmac::HMAC_SHA256, form["hub.secret"].as_bytes());
    let digits: String = hmac::sign(&key, &body)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let signature = format!("sha256={digits}");
    let send = |token: &str, signature: Option<&str>| {
        desk.poller
            .hub_sends(id, token, signature, None, body.clone())
    };
    // Before it is confirmed nothing is expected.
    assert_eq!(send(&token, Some(&signature)), Pushed::Unwanted);
    desk.poller
        .hub_confirms(id, &token, &publisher.confirmation("subscribe"));
    assert_eq!(send("x", Some(&signature)), Pushed::Unwanted);
    assert_eq!(send(&token, None), Pushed::Taken);
    let other = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(send(&token, Some(other)), Pushed::Taken);
    assert_eq!(stories(&desk), 3);

    let poller = desk.poller.clone();
    let reading = tokio::spawn(async move { poller.work_pushes().await });
    assert_eq!(send(&token, Some(&signature)), Pushed::Taken);
    while stories(&desk) < 5 {
        tokio::task::yield_now().await;
    }
    // The feed's next poll counts them, and finds nothing that it did not know.
    publisher.entries.store(5, Ordering::SeqCst);
    while desk.store.feed(id).unwrap().unwrap().stories < 5 {
        desk.poll().await;
    }
    assert_eq!(stories(&desk), 5);
    // Too much at once is sent back.
    desk.poller.stop.cancel();
    reading.await.unwrap().unwrap();
    let answers: Vec<Pushed> = (0..65).map(|_| send(&token, Some(&signature))).collect();
    assert_eq!(answers[63..], [Pushed::Taken, Pushed::Busy]);
    // The lease ends, and with it what is believed.
    desk.later(8 * DAY);
    assert_eq!(send(&token, Some(&signature)), Pushed::Unwanted);
}

#[tokio::test]
async fn a_hub_that_did_not_tell_of_news_is_not_relied_on_until_it_does() {
    let publisher = Publisher::start("202 Accepted").await;
    let desk = publisher.desk("https://news.example/hooks");
    desk.poll().await;
    let (id, form) = (publisher.id(), publisher.asked().remove(0));
    desk.poller
        .hub_confirms(id, &token(&form), &publisher.confirmation("subscribe"));
    desk.later(HOUR);
    desk.poll().await;
    assert!(wait(&desk, id) > 300);
    publisher.entries.store(4, Ordering::SeqCst);
    desk.later(HOUR);
    desk.poll().await;
    assert!(wait(&desk, id) < 60, "{}", wait(&desk, id));
    let known = desk.store.feed_memory(id).unwrap().hub.unwrap();
    assert!(known.missed.is_some());
}

#[tokio::test]
async fn a_hub_that_refuses_is_named_and_asked_again_a_day_later_and_polling_goes_on() {
    let publisher = Publisher::start("400 Bad Request").await;
    let desk = publisher.desk("https://news.example/hooks");
    desk.poll().await;
    desk.later(HOUR);
    desk.poll().await;
    let known = desk.store.feed_memory(publisher.id()).unwrap().hub.unwrap();
    assert!(known.error.unwrap().contains("answered 400"));
    assert_eq!(publisher.asked().len(), 1);
    desk.later(DAY);
    desk.poll().await;
    assert_eq!(publisher.asked().len(), 2);
    assert_eq!(stories(&desk), 3);
}

#[tokio::test]
async fn a_feed_that_is_taken_out_is_unsubscribed_and_its_hub_is_heard_no_more() {
    let publisher = Publisher::start("202 Accepted").await;
    let callback =
        "[pages]\nfull_text = 'never'\n[websub]\ncallback = 'https://news.example/hooks'\n";
    let with = |feeds: &[&str]| {
        let feeds = feeds.iter().map(|path| publisher.server.url(path));
        let feeds = feeds.map(|url| format!("[[feeds]]\nurl = {url:?}\n"));
        format!("{callback}{}", feeds.collect::<String>())
    };
    let desk = Desk::new(&with(&["/feed"]));
    desk.poll().await;
    let (id, form) = (publisher.id(), publisher.asked().remove(0));
    let token = token(&form);
    let confirm = |mode: &str| {
        desk.poller
            .hub_confirms(id, &token, &publisher.confirmation(mode))
    };
    assert!(confirm("subscribe").is_some());
    desk.poller.part().await;
    assert_eq!(publisher.asked().len(), 1, "nothing is to be ended");
    let reload = |feeds: &[&str]| {
        let config = desk.configure(&with(feeds));
        desk.poller.reload(Arc::new(config)).unwrap();
    };
    reload(&["/other"]);
    desk.poller.part().await;
    desk.poller.part().await;
    let asked = publisher.asked();
    assert_eq!(asked.len(), 2, "once a day");
    assert_eq!(asked[1]["hub.mode"], "unsubscribe");
    assert_eq!(asked[1]["hub.topic"], form["hub.topic"]);
    assert_eq!(asked[1]["hub.callback"], form["hub.callback"]);
    assert!(!asked[1].contains_key("hub.secret"));
    let sent = desk.poller.hub_sends(id, &token, None, None, Vec::new());
    assert_eq!(sent, Pushed::Unwanted);
    // A hub that says nothing is asked once more, and may not be told that we wish to stay.
    desk.later(DAY);
    desk.poller.part().await;
    assert_eq!(publisher.asked().len(), 3);
    assert_eq!(confirm("subscribe"), None);
    // Who comes back meanwhile stays.
    reload(&["/feed"]);
    assert_eq!(confirm("unsubscribe"), None);
    reload(&["/other"]);
    assert!(desk.store.feed_memory(id).unwrap().hub.is_some());
    assert_eq!(confirm("unsubscribe"), Some("c7".to_owned()));
    assert_eq!(confirm("unsubscribe"), None, "it has ended");
    assert!(desk.store.feed_memory(id).unwrap().hub.is_none());
    desk.poll().await;
    assert!(paths(&publisher.server).contains(&"/other".to_owned()));
}

#[tokio::test]
async fn where_another_hub_takes_over_the_first_is_unsubscribed_and_polling_goes_on() {
    let publisher = Publisher::start("202 Accepted").await;
    let desk = publisher.desk("https://news.example/hooks");
    desk.poll().await;
    let (id, first) = (publisher.id(), publisher.asked().remove(0));
    let confirm = |form: &HashMap<String, String>, mode: &str| {
        desk.poller
            .hub_confirms(id, &token(form), &publisher.confirmation(mode))
    };
    assert!(confirm(&first, "subscribe").is_some());
    publisher.moved.store(true, Ordering::SeqCst);
    publisher.entries.store(4, Ordering::SeqCst);
    desk.later(HOUR);
    desk.poll().await;
    assert_eq!(stories(&desk), 4);
    let second = publisher.asked_at("/hub2").remove(0);
    assert_eq!(second["hub.mode"], "subscribe");
    assert_ne!(second["hub.callback"], first["hub.callback"]);
    assert_ne!(second["hub.secret"], first["hub.secret"]);
    desk.poller.part().await;
    let asked = publisher.asked();
    assert_eq!(asked[1]["hub.mode"], "unsubscribe");
    assert_eq!(asked[1]["hub.callback"], first["hub.callback"]);
    assert!(confirm(&second, "subscribe").is_some());
    assert_eq!(confirm(&second, "unsubscribe"), None, "that one is wanted");
    assert_eq!(confirm(&first, "unsubscribe"), Some("c7".to_owned()));
    assert_eq!(confirm(&first, "unsubscribe"), None);
    desk.later(DAY);
    desk.poller.part().await;
    assert_eq!(publisher.asked().len(), 2);
}
