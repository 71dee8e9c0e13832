//! What is said to well-behaved servers: conditions, redirects, politeness, identity.

use super::body;
use super::client;
use super::client_with;
use super::none;
use super::params;
use super::server::Reply;
use super::server::Server;
use super::validators;
use crate::poll::AllowPrivate;
use crate::poll::ClientParams;
use crate::poll::Fetched;
use crate::poll::Outcome;
use crate::poll::Want;
use crate::poll::user_agent;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_document_comes_with_all_that_the_next_request_needs() {
    let server = Server::start(|_| {
        Reply::of(
            "200 OK\ncontent-type: application/rss+xml; charset=utf-8\netag: W/\"a b\"\nlast-modified: yesterday-ish",
            "<rss/>",
        )
    })
    .await;
    let page = body(
        client()
            .feed(&server.url("/feed#top"), &none())
            .await
            .unwrap(),
    );
    assert_eq!(page.bytes, b"<rss/>");
    assert_eq!(page.final_url, server.url("/feed"));
    assert_eq!(
        page.content_type.as_deref(),
        Some("application/rss+xml; charset=utf-8")
    );
    assert_eq!(page.validators, validators("W/\"a b\"", "yesterday-ish"));
    assert_eq!(page.permanent_redirect_to, None);
    let request = &server.seen()[0];
    assert_eq!(request.header("if-none-match"), None);
    assert_eq!(request.header("if-modified-since"), None);
    assert_eq!(request.header("cookie"), None);
    assert_eq!(
        request.header("user-agent"),
        Some(user_agent(None).as_str())
    );
    assert!(
        request
            .header("accept")
            .unwrap()
            .starts_with("application/rss+xml")
    );
    for encoding in ["gzip", "br", "zstd", "deflate"] {
        assert!(
            request
                .header("accept-encoding")
                .unwrap()
                .contains(encoding)
        );
    }
}

#[tokio::test]
async fn validators_are_sent_byte_for_byte_and_refreshed_by_not_modified() {
    let check = async |known: (&str, &str), answer: &str, expect: (&str, &str)| {
        let answer = answer.to_owned();
        let server = Server::start(move |_| {
            Reply::Bytes(format!("HTTP/1.1 304 Not Modified\r\n{answer}\r\n").into_bytes())
        })
        .await;
        let known = validators(known.0, known.1);
        let got = client().feed(&server.url("/"), &known).await.unwrap();
        assert_eq!(
            got,
            Fetched::NotModified {
                validators: validators(expect.0, expect.1),
                fresh_ms: None,
                permanent_redirect_to: None
            }
        );
        let request = &server.seen()[0];
        assert_eq!(request.header("if-none-match"), known.etag.as_deref());
        assert_eq!(
            request.header("if-modified-since"),
            known.last_modified.as_deref()
        );
    };
    check(("W/\"x\"", "not, a date"), "", ("W/\"x\"", "not, a date")).await;
    check(("\"x\"", ""), "ETag: \"y\"\r\n", ("\"y\"", "")).await;
    check(
        ("", "Thu, 01 Jan 1970 00:00:00 GMT"),
        "Last-Modified: z\r\n",
        ("", "z"),
    )
    .await;
    check(
        ("unquoted é", "a"),
        "Last-Modified: b\r\n",
        ("unquoted é", "b"),
    )
    .await;
}

#[tokio::test]
async fn a_validator_that_cannot_be_sent_or_kept_is_left_out() {
    let long = "x".repeat(2_000);
    let server =
        Server::start(move |_| Reply::of(&format!("200 OK\netag: {long}\nlast-modified: m"), ""))
            .await;
    let known = validators("line\nbreak: injected", "m");
    let page = body(client().feed(&server.url("/"), &known).await.unwrap());
    assert_eq!(page.validators, validators("", "m"));
    let request = &server.seen()[0];
    assert_eq!(
        (request.header("if-none-match"), request.header("break")),
        (None, None)
    );
}

#[tokio::test]
async fn redirects_are_walked_and_a_permanent_move_is_told() {
    let server = Server::start(|request| match request.path.as_str() {
        "/old" => Reply::redirect(301, "/newer"),
        "/newer" => Reply::redirect(308, "/newest"),
        "/newest" => Reply::redirect(302, "/today?x=1#y"),
        "/gone-quiet" => Reply::redirect(301, "/same"),
        "/same" => Reply::Bytes(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()),
        _ => Reply::of("200 OK", "here"),
    })
    .await;
    let page = body(
        client()
            .feed(&server.url("/old"), &validators("\"e\"", ""))
            .await
            .unwrap(),
    );
    assert_eq!(page.bytes, b"here");
    assert_eq!(page.final_url, server.url("/today?x=1"));
    assert_eq!(page.permanent_redirect_to, Some(server.url("/newest")));
    let paths: Vec<String> = server.seen().into_iter().map(|r| r.path).collect();
    assert_eq!(paths, ["/old", "/newer", "/newest", "/today?x=1"]);
    assert!(
        server
            .seen()
            .iter()
            .all(|r| r.header("if-none-match") == Some("\"e\""))
    );
    let quiet = client()
        .feed(&server.url("/gone-quiet"), &validators("\"e\"", ""))
        .await
        .unwrap();
    assert_eq!(
        quiet,
        Fetched::NotModified {
            validators: validators("\"e\"", ""),
            fresh_ms: None,
            permanent_redirect_to: Some(server.url("/same")),
        }
    );
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_named() {
    let server = Server::start(|request| match request.path.as_str() {
        "/a" => Reply::redirect(302, "/b"),
        "/b" => Reply::redirect(302, "/a"),
        "/private" => Reply::redirect(302, "http://169.254.169.254/latest/"),
        "/decimal" => Reply::redirect(302, "http://2130706434/"),
        "/v6" => Reply::redirect(302, "http://[::ffff:10.0.0.1]/"),
        "/file" => Reply::redirect(301, "file:///etc/hostname"),
        "/data" => Reply::redirect(301, "data:text/plain,x"),
        "/ftp" => Reply::redirect(301, "ftp://example.org/"),
        "/nowhere" => Reply::of("302 Found", ""),
        "/bad" => Reply::redirect(302, "http://[::zz/"),
        path => {
            let n: u32 = path.trim_start_matches('/').parse().unwrap();
            Reply::redirect(307, &format!("/{}", n + 1))
        }
    })
    .await;
    let check = async |path: &str, expect: &str, asked: usize| {
        let before = server.seen().len();
        let error = client()
            .get(&server.url(path), Want::Page, &none())
            .await
            .unwrap_err();
        assert_eq!(
            (error.name(), server.seen().len() - before),
            (expect, asked),
            "{error}"
        );
    };
    check("/a", "redirect_loop", 2).await;
    check("/0", "redirect", 6).await;
    check("/nowhere", "redirect", 1).await;
    check("/bad", "redirect", 1).await;
    check("/private", "blocked_address", 1).await;
    check("/decimal", "blocked_address", 1).await;
    check("/v6", "blocked_address", 1).await;
    check("/file", "unsupported_scheme", 1).await;
    check("/data", "unsupported_scheme", 1).await;
    check("/ftp", "unsupported_scheme", 1).await;
}

#[tokio::test]
async fn this_machine_is_not_asked_unless_allowed() {
    let server = Server::start(|_| Reply::of("200 OK", "private")).await;
    let port = server.address.port();
    let strict = client_with(ClientParams {
        allow_private: AllowPrivate::Nothing,
        ..params()
    });
    for host in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ] {
        let url = format!("http://{host}:{port}/");
        let error = strict.feed(&url, &none()).await.unwrap_err();
        assert_eq!(error.name(), "blocked_address", "{error}");
        assert!(error.to_string().contains("allow_private"));
    }
    assert!(server.seen().is_empty());
    assert!(client().feed(&server.url("/"), &none()).await.is_ok());
    let open = client_with(ClientParams {
        allow_private: AllowPrivate::Everything,
        ..params()
    });
    assert!(
        open.feed(&format!("http://localhost:{port}/"), &none())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_domain_answers_one_request_at_a_time_and_two_domains_answer_side_by_side() {
    let slow = Server::start(|_| Reply::of("200 OK", "x")).await;
    let client = client();
    let asked = (0..8).map(|n| {
        let (client, url) = (client.clone(), slow.url(&format!("/{n}")));
        tokio::spawn(async move {
            client
                .page("http://example.org/", &url, &none(), &Default::default())
                .await
        })
    });
    for task in asked.collect::<Vec<_>>() {
        assert!(task.await.unwrap().is_ok());
    }
    assert_eq!((slow.seen().len(), slow.most_at_once()), (8, 1));

    // Each answers only once the other has been asked too, so a client that took turns would never be done.
    let here: Arc<AtomicUsize> = Arc::default();
    let both = async |here: &Arc<AtomicUsize>| {
        let here = Arc::clone(here);
        Server::start(move |_| {
            here.fetch_add(1, Ordering::SeqCst);
            match here.load(Ordering::SeqCst) {
                1 => Reply::Hang(Vec::new()),
                _ => Reply::of("200 OK", "x"),
            }
        })
        .await
    };
    let (one, two) = (both(&here).await, both(&here).await);
    let first = {
        let (client, url) = (client.clone(), one.url("/"));
        tokio::spawn(async move { client.get(&url, Want::Page, &none()).await })
    };
    while one.seen().is_empty() || here.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    assert!(client.get(&two.url("/"), Want::Page, &none()).await.is_ok());
    assert!(!first.is_finished());
    first.abort();
}

#[tokio::test]
async fn a_cancelled_request_gives_its_turn_back() {
    let server = Server::start(|request| match request.path.as_str() {
        "/hang" => Reply::Hang(Vec::new()),
        _ => Reply::of("200 OK", "x"),
    })
    .await;
    let client = client();
    let stuck = {
        let (client, url) = (client.clone(), server.url("/hang"));
        tokio::spawn(async move { client.get(&url, Want::Feed, &none()).await })
    };
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    stuck.abort();
    assert!(
        client
            .get(&server.url("/"), Want::Feed, &none())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn statuses_are_told_apart_and_a_pause_holds_the_domain() {
    #[rustfmt::skip]
    let table = [
        ("200 OK", "ok", None, false),
        ("203 Non-Authoritative", "ok", None, false),
        ("206 Partial", "http_status", None, false),
        ("304 Not Modified", "http_status", None, false),
        ("300 Choices", "http_status", None, false),
        ("401 Unauthorized", "http_status", None, false),
        ("403 Forbidden\ncf-mitigated: challenge", "challenge", None, false),
        ("404 Not Found", "http_status", None, false),
        ("404 Not Found\nretry-after: 60", "http_status", Some(60_000), false),
        ("410 Gone", "http_status", None, false),
        ("429 Too Many", "http_status", Some(600_000), true),
        ("429 Too Many\nretry-after: 0", "http_status", Some(0), false),
        ("429 Too Many\nretry-after: 60", "http_status", Some(60_000), true),
        ("503 Sorry\nretry-after: Sun, 01 Mar 2026 08:02:00 GMT", "http_status", Some(120_000), true),
        ("503 Sorry\nretry-after: 999999", "http_status", Some(86_400_000), true),
        ("503 Sorry", "http_status", None, false),
        ("500 Oops", "http_status", None, false),
        ("599 Odd", "http_status", None, false),
    ];
    for (head, name, retry_after, held) in table {
        let server = Server::start(move |_| Reply::of(head, "")).await;
        let client = client();
        let got = client.get(&server.url("/"), Want::Feed, &none()).await;
        let (got_name, got_retry) = match &got {
            Ok(_) => ("ok", None),
            Err(e) => (e.name(), e.retry_after()),
        };
        assert_eq!((got_name, got_retry), (name, retry_after), "{head}");
        if let Err(error) = &got {
            assert_eq!(error.status().unwrap().to_string(), head[..3]);
        }
        let again = client.get(&server.url("/"), Want::Feed, &none()).await;
        let refused = again.as_ref().err().map(|e| e.name()) == Some("held");
        assert_eq!(refused, held, "{head}: {again:?}");
        if held {
            assert_eq!(server.seen().len(), 1);
            assert!(matches!(
                Outcome::from(&again.unwrap_err()),
                Outcome::Held { .. }
            ));
        }
    }
}

#[tokio::test]
async fn credentials_go_to_their_host_and_nowhere_else() {
    let other = Server::start(|_| Reply::of("200 OK", "x")).await;
    let away = other.url("/");
    let server = Server::start(move |request| match request.path.as_str() {
        "/away" => Reply::redirect(302, &away),
        "/stay" => Reply::redirect(302, "/end"),
        "/end" => Reply::of("200 OK", "x"),
        _ => Reply::of("404 Not Found", ""),
    })
    .await;
    let url = |path: &str| server.url(path).replace("http://", "http://me:secret@");
    let page = body(client().feed(&url("/stay"), &none()).await.unwrap());
    assert_eq!(page.final_url, server.url("/end"));
    for request in server.seen() {
        assert_eq!(request.header("authorization"), Some("Basic bWU6c2VjcmV0"));
    }
    client().feed(&url("/away"), &none()).await.unwrap();
    assert_eq!(other.seen()[0].header("authorization"), None);
    assert_eq!(other.seen()[0].header("referer"), None);
    let error = client().feed(&url("/none"), &none()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[test]
fn the_user_agent_is_honest_and_sendable() {
    let name = concat!("sayso/", env!("CARGO_PKG_VERSION"));
    assert_eq!(user_agent(None), name);
    assert_eq!(user_agent(Some("  ")), name);
    assert_eq!(
        user_agent(Some("https://example.org/bot")),
        format!("{name} (+https://example.org/bot)")
    );
    let bad = ClientParams {
        user_agent: user_agent(Some("line\nbreak")),
        ..params()
    };
    let error = crate::poll::Client::new(bad, crate::poll::Clock::System).err();
    assert!(error.unwrap().to_string().contains("User-Agent"));
}
