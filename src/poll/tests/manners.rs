//! A feed's own headers, credentials, user agent and proxy; `robots.txt`; bodies that unpack to too much.

use super::body;
use super::client;
use super::client_with;
use super::none;
use super::params;
use super::server::Reply;
use super::server::Request;
use super::server::Server;
use super::server::gzip_bomb;
use crate::config::Access;
use crate::config::Header;
use crate::config::SecretFrom;
use crate::poll::Client;
use crate::poll::ClientParams;
use crate::poll::Clock;
use crate::poll::FetchError;
use crate::poll::Manners;
use crate::poll::Want;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;
use url::Url;

#[tokio::test]
async fn headers_and_credentials_go_home_and_nowhere_else() {
    let other = Server::start(|_| Reply::of("200 OK", "x")).await;
    let away = other.url("/");
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => Reply::redirect(302, "/stay"),
        "/stay" => Reply::redirect(302, &away),
        _ => Reply::of("200 OK", "x"),
    })
    .await;
    let access = Access {
        headers: vec![
            ("x-reader".into(), Header::Plain("desk 7".into())),
            (
                "x-key".into(),
                Header::Secret(SecretFrom::Environment("PATH".into())),
            ),
            ("accept".into(), Header::Plain("application/rss+xml".into())),
        ],
        user: Some("me".into()),
        user_agent_suffix: Some("(subscriber 7)".into()),
        ..Access::default()
    };
    let client = client();
    let home = Url::parse(&server.url("/feed")).unwrap();
    let manners = client.manners(&home, &access).unwrap();
    client
        .feed_as(home.clone(), &none(), &manners)
        .await
        .unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for request in &seen {
        assert_eq!(request.header("x-reader"), Some("desk 7"));
        assert_eq!(
            request.header("x-key"),
            std::env::var("PATH").ok().as_deref()
        );
        assert_eq!(request.header("authorization"), Some("Basic bWU6"));
        assert_eq!(request.header("accept"), Some("application/rss+xml"));
        assert!(
            request
                .header("user-agent")
                .unwrap()
                .ends_with(" (subscriber 7)")
        );
    }
    let stranger = &other.seen()[0];
    for name in ["x-reader", "x-key", "authorization"] {
        assert_eq!(stranger.header(name), None);
    }
    assert!(stranger.header("accept").unwrap().contains("text/html"));
    let unset = Access {
        token: Some(SecretFrom::Environment("SAYSO_NO_SUCH_SECRET".into())),
        ..Access::default()
    };
    let error = client.manners(&home, &unset).err().unwrap();
    assert!(
        error.to_string().contains("SAYSO_NO_SUCH_SECRET"),
        "{error}"
    );
}

#[tokio::test]
async fn a_token_and_a_password_come_from_where_they_are_kept_and_stay_with_their_host() {
    let other = Server::start(|_| Reply::of("200 OK", "x")).await;
    let away = other.url("/");
    let server = Server::start(move |_| Reply::redirect(302, &away)).await;
    // A variable that every machine has.
    let secret = || Some(SecretFrom::Environment("PATH".into()));
    let path = std::env::var("PATH").unwrap();
    let pair = crate::poll::manners::base64(format!("me:{path}").as_bytes());
    for (access, expect) in [
        (
            Access {
                token: secret(),
                ..Access::default()
            },
            format!("Bearer {path}"),
        ),
        (
            Access {
                user: Some("me".into()),
                password: secret(),
                ..Access::default()
            },
            format!("Basic {pair}"),
        ),
    ] {
        asked(&server);
        let client = client();
        let home = Url::parse(&server.url("/feed")).unwrap();
        let manners = client.manners(&home, &access).unwrap();
        let page = client.feed_as(home.clone(), &none(), &manners).await;
        assert_eq!(body(page.unwrap()).bytes, b"x");
        let sent = server.seen();
        assert_eq!(sent[0].header("authorization"), Some(expect.as_str()));
    }
    let strangers = other.seen();
    assert_eq!(strangers.len(), 2);
    for request in strangers {
        assert_eq!(request.header("authorization"), None);
    }
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_whole_address_and_private_literals_stay_refused() {
    let proxy = Server::start(|_| Reply::of("200 OK", "through")).await;
    let access = Access {
        proxy: Some(Url::parse(&proxy.url("/")).unwrap()),
        ..Access::default()
    };
    let client = client_with(ClientParams {
        allow_private: Default::default(),
        ..params()
    });
    let url = "http://feeds.sayso.invalid/feed";
    let parsed = Url::parse(url).unwrap();
    let manners = client.manners(&parsed, &access).unwrap();
    let page = body(client.feed_as(parsed, &none(), &manners).await.unwrap());
    assert_eq!(page.bytes, b"through");
    assert_eq!(proxy.seen()[0].path, url);
    let address = Url::parse("http://10.0.0.1/feed").unwrap();
    let private = client.feed_as(address, &none(), &manners).await;
    assert_eq!(private.unwrap_err().name(), "blocked_address");
    assert_eq!(proxy.seen().len(), 1);
    let missing = Access {
        ca_file: Some("/nowhere/ca.pem".into()),
        ..Access::default()
    };
    let error = client.manners(&Url::parse(url).unwrap(), &missing).err();
    assert!(error.unwrap().to_string().contains("/nowhere/ca.pem"));
}

#[tokio::test]
async fn what_unpacks_to_a_hundred_times_its_size_is_no_document() {
    let roomy = ClientParams {
        max_body: 64 * 1024 * 1024,
        ..params()
    };
    let bomb = gzip_bomb(8 * 1024 * 1024);
    let server = Server::start(move |request| match request.path.as_str() {
        "/bomb" => Reply::of("200 OK\ncontent-encoding: gzip", &bomb),
        // As much, but sent as it is.
        "/plain" => Reply::of("200 OK", vec![b'a'; 2 * 1024 * 1024]),
        _ => Reply::of("200 OK\ncontent-encoding: gzip, br", "x"),
    })
    .await;
    let client = client_with(roomy);
    let get = async |path: &str| client.get(&server.url(path), Want::Feed, &none()).await;
    assert_eq!(get("/bomb").await.unwrap_err().name(), "inflated");
    assert_eq!(
        body(get("/plain").await.unwrap()).bytes.len(),
        2 * 1024 * 1024
    );
    assert_eq!(get("/twice").await.unwrap_err().name(), "protocol");
}

/// A client whose clock is moved by hand.
fn timed() -> (Client, Arc<AtomicI64>) {
    let at = Arc::new(AtomicI64::new(1_800_000_000_000));
    let params = ClientParams {
        robots: true,
        ..params()
    };
    let client = Client::new(params, Clock::Manual(at.clone())).unwrap();
    (client, at)
}

async fn page(client: &Client, url: &str) -> Result<(), FetchError> {
    let manners = Manners::default();
    client.page(url, url, &none(), &manners).await.map(|_| ())
}

fn asked(server: &Server) -> Vec<String> {
    let seen = std::mem::take(&mut *server.requests.lock().unwrap());
    seen.into_iter()
        .map(|request: Request| request.path)
        .collect()
}

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn pages_are_read_where_robots_txt_lets_them_be_and_feeds_in_any_case() {
    let rules = "User-agent: *\nDisallow: /private";
    let server = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => Reply::of("200 OK", rules),
        "/moved" => Reply::redirect(302, "/private/b"),
        _ => Reply::of("200 OK", "x"),
    })
    .await;
    let (client, at) = timed();
    let url = |path: &str| server.url(path);
    assert_eq!(
        page(&client, &url("/private/a")).await.unwrap_err().name(),
        "robots"
    );
    assert!(page(&client, &url("/open")).await.is_ok());
    // Every hop is looked at.
    assert_eq!(
        page(&client, &url("/moved")).await.unwrap_err().name(),
        "robots"
    );
    assert!(client.feed(&url("/private/feed"), &none()).await.is_ok());
    assert_eq!(
        asked(&server),
        ["/robots.txt", "/open", "/moved", "/private/feed"]
    );
    // Kept for a day, then asked for again.
    at.fetch_add(23 * HOUR, Ordering::SeqCst);
    assert!(page(&client, &url("/open")).await.is_ok());
    at.fetch_add(2 * HOUR, Ordering::SeqCst);
    assert!(page(&client, &url("/open")).await.is_ok());
    assert_eq!(asked(&server), ["/open", "/robots.txt", "/open"]);
}

#[tokio::test]
async fn without_robots_txt_everything_is_open_and_behind_a_broken_one_nothing() {
    let status = Arc::new(Mutex::new("404 No"));
    let script = status.clone();
    let server = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" => Reply::of(*script.lock().unwrap(), ""),
        _ => Reply::of("200 OK", "x"),
    })
    .await;
    let (client, at) = timed();
    let url = server.url("/a");
    assert!(page(&client, &url).await.is_ok());
    // What was known holds on while the file is broken.
    *status.lock().unwrap() = "500 Oops";
    at.fetch_add(25 * HOUR, Ordering::SeqCst);
    assert!(page(&client, &url).await.is_ok());

    let (client, at) = timed();
    asked(&server);
    let error = page(&client, &url).await.unwrap_err();
    assert!(error.name() == "robots" && error.may_pass(), "{error}");
    assert!(page(&client, &url).await.is_err());
    assert_eq!(
        asked(&server),
        ["/robots.txt"],
        "asked again after an hour, not before"
    );
    at.fetch_add(2 * HOUR, Ordering::SeqCst);
    assert!(page(&client, &url).await.is_err());
    at.fetch_add(31 * 24 * HOUR, Ordering::SeqCst);
    assert!(
        page(&client, &url).await.is_ok(),
        "after a month there are taken to be none"
    );
    let (client, _) = timed();
    *status.lock().unwrap() = "200 OK";
    assert!(page(&client, &url).await.is_ok());
}

#[tokio::test]
async fn a_crawl_delay_is_kept_to() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::of("200 OK", "User-agent: sayso\nCrawl-delay: 0.2"),
        _ => Reply::of("200 OK", "x"),
    })
    .await;
    let (client, _) = timed();
    let begun = std::time::Instant::now();
    for path in ["/a", "/b", "/c"] {
        page(&client, &server.url(path)).await.unwrap();
    }
    assert!(begun.elapsed().as_millis() >= 600, "three waits of 0.2 s");
}
