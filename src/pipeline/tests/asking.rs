//! What a host and its feed say of themselves, and how the feed is asked after that: in what words, at which address, when.

use super::*;
use crate::poll::tests::server::Reply;
use crate::store::Window;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::time::Duration;

fn one_feed(server: &Server, lines: &str) -> Desk {
    Desk::new(&format!(
        "[pages]\nfull_text = 'never'\n[[feeds]]\nurl = {:?}\n{lines}\n",
        server.url("/feed")
    ))
}

/// A document with these elements beside its items, each of which is titled by its number.
fn document(elements: &str, items: std::ops::Range<usize>) -> String {
    let links: Vec<String> = items.map(|n| format!("http://x.example/{n}")).collect();
    let items: Vec<(&str, &str, &str)> = links
        .iter()
        .map(|link| (link.as_str(), link.as_str(), "Some words."))
        .collect();
    rss(&items).replace("<title>T</title>", &format!("<title>T</title>{elements}"))
}

/// The minutes at which the serving poller asked for the feed, the first `requests` times, by a clock that goes from minute
/// to minute.
async fn asked_at(
    requests: usize,
    script: impl Fn(usize) -> Reply + Send + Sync + 'static,
) -> Vec<usize> {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| script(count.fetch_add(1, Ordering::SeqCst))).await;
    let desk = one_feed(&server, "");
    let poller = desk.poller.clone();
    let serving = tokio::spawn(async move { poller.serve().await });
    let mut asked = Vec::new();
    for minute in 0..24 * 60 {
        // Pauses that a host asks for are kept by this clock, due times by the other.
        tokio::time::sleep(Duration::from_secs(60)).await;
        while desk.poller.counters.read().waiting > 0 {
            // The clock stands still while the journal's thread works.
            let turn = tokio::task::spawn_blocking(std::thread::yield_now);
            turn.await.unwrap();
        }
        asked.resize(server.seen().len(), minute);
        if asked.len() >= requests {
            break;
        }
        desk.later(MINUTE);
    }
    desk.poller.stop.cancel();
    serving.await.unwrap().unwrap();
    asked
}

#[tokio::test(start_paused = true)]
async fn a_feed_is_asked_again_when_it_and_its_host_wish_it() {
    let ok = |lines: &str, elements: &str| {
        Reply::of(
            &format!("200 OK\netag: \"e\"\n{lines}"),
            document(elements, 0..9),
        )
    };
    // The least and the most minutes until the second request. It is nine in the morning.
    #[rustfmt::skip]
    let table: [(&str, &str, std::ops::RangeInclusive<usize>); 8] = [
        ("200", "", 27..=34),
        ("200", "<ttl>600</ttl>", 27..=34),
        ("200", "<skipHours><hour>9</hour><hour>10</hour><hour>11</hour></skipHours>", 180..=240),
        ("200\ncache-control: max-age=7200", "", 120..=133),
        ("200\ndate: Mon, 16 Nov 2026 09:00:00 GMT\nexpires: Mon, 16 Nov 2026 12:00:00 GMT", "", 180..=199),
        ("429 Too Many\nretry-after: 7200", "", 120..=133),
        ("503 Sorry\nretry-after: Mon, 16 Nov 2026 11:00:00 GMT", "", 120..=133),
        ("500 Oops", "", 27..=34),
    ];
    for (head, elements, expect) in table {
        let asked = asked_at(2, move |_| match head.strip_prefix("200") {
            Some(lines) => ok(lines.trim(), elements),
            None => Reply::of(head, ""),
        })
        .await;
        let wait = asked[1] - asked[0];
        assert!(expect.contains(&wait), "{head} {elements}: {wait}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lively_feed_is_asked_ever_sooner_but_not_sooner_than_it_wishes() {
    const BY_THE_HOUR: &str =
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>3</sy:updateFrequency>";
    for (elements, expect) in [
        ("", 4..=8),
        ("<ttl>20</ttl>", 17..=24),
        (BY_THE_HOUR, 17..=24),
    ] {
        // Half of what is shown is new each time.
        let asked = asked_at(7, move |n| {
            let text = document(elements, n * 5..n * 5 + 10).replace(
                "<rss ",
                "<rss xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" ",
            );
            Reply::of(&format!("200 OK\netag: \"{n}\""), text)
        })
        .await;
        let last = asked[6] - asked[5];
        assert!(expect.contains(&last), "{elements}: {asked:?}");
        assert!((27..=34).contains(&(asked[1] - asked[0])), "{asked:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_the_same_is_not_read_again_and_the_newest_validators_are_kept() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let n = count.fetch_add(1, Ordering::SeqCst);
        // Without validators at first; then with others each time, beside the same body.
        let head = match n {
            0..3 => "200 OK".to_owned(),
            _ => format!("200 OK\netag: \"{n}\"\nlast-modified: then {n}"),
        };
        Reply::of(&head, document("", 0..3))
    })
    .await;
    let desk = one_feed(&server, "");
    for _ in 0..6 {
        desk.poll().await;
        desk.later(HOUR);
    }
    let sent: Vec<(Option<String>, Option<String>)> = server
        .seen()
        .iter()
        .map(|request| {
            let header = |name| request.header(name).map(str::to_owned);
            (header("if-none-match"), header("if-modified-since"))
        })
        .collect();
    let with = |n: usize| (Some(format!("\"{n}\"")), Some(format!("then {n}")));
    let none = (None, None);
    assert_eq!(
        sent,
        [
            none.clone(),
            none.clone(),
            none.clone(),
            none,
            with(3),
            with(4)
        ]
    );
    let (feed, _) = desk.store.feed_memories().next().unwrap();
    let fetches = desk.store.fetches(feed).unwrap();
    let outcomes: Vec<&str> = fetches.iter().map(|f| f.outcome.as_str()).collect();
    assert_eq!(outcomes[0], "read");
    assert_eq!(outcomes[1..], ["unchanged"; 5]);
}

#[tokio::test]
async fn now_and_then_a_feed_is_asked_without_conditions() {
    let server = Server::start(|request| match request.header("if-none-match") {
        Some(_) => Reply::of("304 Not Modified", ""),
        None => Reply::of("200 OK\netag: \"e\"", document("", 0..1)),
    })
    .await;
    let desk = one_feed(&server, "");
    for _ in 0..300 {
        desk.poll().await;
    }
    let seen = server.seen();
    let plain = seen.iter().filter(|r| r.header("if-none-match").is_none());
    assert_eq!(
        plain.count(),
        1 + 2,
        "the first, and after a hundred polls one in a hundred"
    );
}

#[tokio::test]
async fn a_passing_redirect_is_walked_each_time_and_one_to_a_sign_in_page_is_named() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => Reply::redirect(302, "/today"),
        "/today" => Reply::of("200 OK", document("", 0..1)),
        "/members" => Reply::redirect(302, "/account/login?next=/members"),
        "/eu" => Reply::redirect(301, "/consent/eu"),
        _ => Reply::of("404 No", ""),
    })
    .await;
    let desk = one_feed(&server, "");
    for _ in 0..8 {
        desk.poll().await;
        desk.later(DAY);
    }
    assert_eq!(paths(&server), ["/feed", "/today"].repeat(8));
    for path in ["/members", "/eu"] {
        server.requests.lock().unwrap().clear();
        let desk = Desk::new(&format!("[[feeds]]\nurl = {:?}\n", server.url(path)));
        desk.poll().await;
        assert_eq!(desk.told(), ["login_page"]);
        // The page behind the redirect is never asked for.
        assert_eq!(paths(&server), [path]);
    }
}

#[tokio::test]
async fn stories_are_chosen_by_each_part_of_their_entries() {
    const ITEMS: &str = "<item><title>Quay</title><link>http://x.example/news/1</link><dc:creator>Ada Quill</dc:creator><category>World</category><description>One.</description></item>\
        <item><title>Cup</title><link>http://x.example/sport/2</link><dc:creator>Jo Reed</dc:creator><category>Sport</category><description>Two.</description></item>";
    let server = Server::start(|_| {
        let text = format!("<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title><language>en-GB</language>{ITEMS}</channel></rss>");
        Reply::of("200 OK", text)
    })
    .await;
    let check = async |lines: &str, expect: &[&str]| {
        let desk = one_feed(&server, lines);
        desk.poll().await;
        let stories = desk.store.stories(Window::default());
        let mut titles: Vec<String> = stories.map(|story| story.unwrap().title).collect();
        titles.sort();
        assert_eq!(titles, expect, "{lines}");
    };
    check("", &["Cup", "Quay"]).await;
    check("include = { title = ['quay'] }", &["Quay"]).await;
    check("include = { url = ['/sport/'] }", &["Cup"]).await;
    check("include = { author = ['quill'] }", &["Quay"]).await;
    check("exclude = { author = ['quill'] }", &["Cup"]).await;
    check("exclude = { category = ['sport'] }", &["Quay"]).await;
    check("include = { language = ['en'] }", &["Cup", "Quay"]).await;
    check("include = { language = ['fr'] }", &[]).await;
    check("exclude = { language = ['en'] }", &[]).await;
}

#[tokio::test]
async fn a_lively_feed_that_falls_silent_is_known_so_until_it_speaks_again() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let n = count.fetch_add(1, Ordering::SeqCst);
        // Lively for ten polls, then nothing new for thirty, then one more.
        let newest = if n < 40 { n.min(9) } else { 10 };
        Reply::of("200 OK", document("", newest..newest + 3))
    })
    .await;
    let desk = one_feed(&server, "");
    let mut silent = Vec::new();
    for _ in 0..41 {
        desk.poll().await;
        let (_, memory) = desk.store.feed_memories().next().unwrap();
        silent.push(memory.silent_since.is_some());
        desk.later(3 * HOUR);
    }
    assert_eq!(silent[..12], [false; 12]);
    assert_eq!((silent[39], silent[40]), (true, false));
}

#[tokio::test]
async fn pages_are_fetched_always_never_or_where_the_feed_has_no_whole_text() {
    let whole = "The harbour board met on Monday and put off the works until spring. ".repeat(60);
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let host = request.header("host").unwrap().to_owned();
            let link = |name: &str| format!("http://{host}/{name}");
            let (short, long) = (link("short"), link("long"));
            let paragraphs = format!("&lt;p&gt;{whole}&lt;/p&gt;").repeat(3);
            let items = [
                (short.as_str(), "In short", "One line."),
                (long.as_str(), "At length", paragraphs.as_str()),
            ];
            Reply::of("200 OK", rss(&items))
        }
        _ => Reply::of("404 No", ""),
    })
    .await;
    for (how, expect) in [
        ("always", &["/long", "/short"][..]),
        ("auto", &["/short"]),
        ("never", &[]),
    ] {
        server.requests.lock().unwrap().clear();
        let desk = Desk::new(&format!(
            "[[feeds]]\nurl = {:?}\nfull_text = '{how}'\n",
            server.url("/feed")
        ));
        desk.poll().await;
        let mut pages = paths(&server);
        pages.retain(|path| !matches!(path.as_str(), "/feed" | "/robots.txt"));
        pages.sort();
        assert_eq!(pages, expect, "{how}");
    }
}
