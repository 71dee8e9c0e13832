//! Servers that stall, lie, flood and break off: each must end in a named error, soon, and in little memory.

use super::body;
use super::client;
use super::client_with;
use super::none;
use super::params;
use super::server::Reply;
use super::server::Server;
use super::server::gzip_bomb;
use crate::poll::ClientParams;
use crate::poll::FetchError;
use crate::poll::Phase;
use crate::poll::Want;
use std::time::Duration;

/// The name of the error that this reply to a request for a feed ends in, and its sentence.
async fn ends_in(
    params: ClientParams,
    reply: impl Fn() -> Reply + Send + Sync + 'static,
) -> FetchError {
    let server = Server::start(move |_| reply()).await;
    client_with(params)
        .feed(&server.url("/"), &none())
        .await
        .unwrap_err()
}

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn slow_servers_run_out_of_each_kind_of_time() {
    let check = async |params: ClientParams, reply: fn() -> Reply, expect: Phase| match ends_in(
        params, reply,
    )
    .await
    {
        FetchError::Timeout { phase, after, .. } => {
            assert_eq!(phase, expect);
            assert!(after <= SHORT);
        }
        other => panic!("{other:?}"),
    };
    let first_byte = ClientParams {
        first_byte_timeout: SHORT,
        ..params()
    };
    check(
        first_byte.clone(),
        || Reply::Hang(Vec::new()),
        Phase::FirstByte,
    )
    .await;
    check(
        first_byte,
        || Reply::Hang(b"HTTP/1.1 200 OK\r\nx: ".to_vec()),
        Phase::FirstByte,
    )
    .await;
    let idle = ClientParams {
        idle_timeout: SHORT,
        ..params()
    };
    let half = || Reply::Hang(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf".to_vec());
    check(idle, half, Phase::Idle).await;
    let total = ClientParams {
        total_timeout: SHORT,
        ..params()
    };
    check(total.clone(), half, Phase::Total).await;
    // Never idle, never done, and each piece is ready before it is asked for.
    let greedy = ClientParams {
        max_body: u64::MAX,
        ..total
    };
    let trickle = || {
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        Reply::Endless(head, b"1\r\nx\r\n".to_vec())
    };
    check(greedy, trickle, Phase::Total).await;
}

#[tokio::test]
async fn the_time_for_the_whole_covers_all_redirects() {
    let server = Server::start(|request| {
        let n: u64 = request.path.trim_start_matches('/').parse().unwrap();
        Reply::redirect(302, &format!("/{}", n + 1))
    })
    .await;
    let client = client_with(ClientParams {
        total_timeout: SHORT,
        max_redirects: usize::MAX,
        ..params()
    });
    let error = client.feed(&server.url("/0"), &none()).await.unwrap_err();
    assert!(
        matches!(
            error,
            FetchError::Timeout {
                phase: Phase::Total,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(!server.seen().is_empty());
}

#[tokio::test]
async fn bodies_stop_at_the_cap_however_they_come() {
    let cap = usize::try_from(params().max_body).unwrap();
    let fits = Server::start(move |_| Reply::of("200 OK", vec![b'x'; cap])).await;
    let page = body(client().feed(&fits.url("/"), &none()).await.unwrap());
    assert_eq!(page.bytes.len(), cap);
    let check = async |reply: Box<dyn Fn() -> Reply + Send + Sync>| {
        let error = ends_in(params(), reply).await;
        assert_eq!(error.name(), "too_large", "{error}");
    };
    check(Box::new(move || Reply::of("200 OK", vec![b'x'; cap + 1]))).await;
    // Announced only: refused before it comes.
    check(Box::new(|| {
        Reply::Hang(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec())
    }))
    .await;
    check(Box::new(|| {
        Reply::Endless(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b'x'; 4096])
    }))
    .await;
    check(Box::new(|| {
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        Reply::Endless(head, b"4\r\nbody\r\n".repeat(100))
    }))
    .await;
    let bomb = gzip_bomb(32 * 1024 * 1024);
    assert!(bomb.len() < 256 * 1024);
    check(Box::new(move || {
        Reply::of("200 OK\ncontent-encoding: gzip", &bomb)
    }))
    .await;
    let zstd = zstd::bulk::compress(&vec![b'x'; 64 * 1024 * 1024], 1).unwrap();
    check(Box::new(move || {
        Reply::of("200 OK\ncontent-encoding: zstd", &zstd)
    }))
    .await;
}

#[tokio::test]
async fn the_bomb_itself_is_sound_when_small() {
    let server = Server::start(|_| {
        // The checksum and length that end a gzip stream: without them it would count as broken off.
        let mut gzip = gzip_bomb(258);
        gzip.extend(crc32fast::hash(&[b'a'; 259]).to_le_bytes());
        gzip.extend(259u32.to_le_bytes());
        Reply::of("200 OK\ncontent-encoding: gzip", gzip)
    })
    .await;
    let page = body(client().feed(&server.url("/"), &none()).await.unwrap());
    assert_eq!(page.bytes, [b'a'; 259]);
}

#[tokio::test]
async fn answers_that_are_not_http_or_break_off_are_named() {
    let check = async |reply: fn() -> Reply, expect: &str| {
        let error = ends_in(params(), reply).await;
        assert_eq!(error.name(), expect, "{error}");
        assert!(!error.to_string().contains('\n'));
    };

    check(|| Reply::Bytes(Vec::new()), "protocol").await;
    check(
        || Reply::Bytes(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()),
        "protocol",
    )
    .await;
    check(
        || Reply::Bytes(b"HTTP/1.1 200 OK\r\nbad header\r\n\r\n".to_vec()),
        "protocol",
    )
    .await;
    check(
        || Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-le".to_vec()),
        "protocol",
    )
    .await;
    check(
        || {
            Reply::Bytes(
                [
                    b"HTTP/1.1 200 OK\r\n".to_vec(),
                    b"a: b\r\n".repeat(300),
                    b"\r\n".to_vec(),
                ]
                .concat(),
            )
        },
        "protocol",
    )
    .await;
    // A head without end.
    check(
        || Reply::Endless(b"HTTP/1.1 200 OK\r\nx: ".to_vec(), vec![b'x'; 4096]),
        "protocol",
    )
    .await;
    check(
        || Reply::Bytes(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec()),
        "broken_body",
    )
    .await;
    check(
        || Reply::Bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal".to_vec()),
        "broken_body",
    )
    .await;
    check(
        || Reply::Bytes(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        "broken_body",
    )
    .await;
    check(
        || Reply::of("200 OK\ncontent-encoding: gzip", "not gzip at all"),
        "broken_body",
    )
    .await;
    check(
        || Reply::of("200 OK\ncontent-encoding: gzip", &gzip_bomb(258)[..14]),
        "broken_body",
    )
    .await;
    check(
        || Reply::of("200 OK\ncontent-encoding: zstd", "not zstd"),
        "broken_body",
    )
    .await;
    check(
        || Reply::of("200 OK\ncontent-encoding: br", [0xffu8; 40]),
        "broken_body",
    )
    .await;
}

#[tokio::test]
async fn many_headers_short_of_the_bound_are_read() {
    let server =
        Server::start(|_| Reply::of(&format!("200 OK{}", "\na: b".repeat(200)), "x")).await;
    assert!(client().feed(&server.url("/"), &none()).await.is_ok());
}

#[tokio::test]
async fn hosts_that_cannot_be_reached_are_named() {
    let check = async |url: &str, expect: &str| {
        let error = client().get(url, Want::Feed, &none()).await.unwrap_err();
        assert_eq!(error.name(), expect, "{error}");
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
    };
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    check(&format!("http://me:secret@{closed}/"), "connect").await;
    let garbage = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let garbled = format!("https://me:secret@{}/", garbage.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = garbage.accept().await {
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &[b'x'; 64]).await;
        }
    });
    check(&garbled, "tls").await;
    // A label of more than 63 bytes: no resolver has to be asked to know that it does not exist.
    check(
        &format!("http://me:secret@{}.example/", "x".repeat(70)),
        "dns",
    )
    .await;
    check("ftp://me:secret@example.org/", "unsupported_scheme").await;
    check("file:///etc/hostname", "unsupported_scheme").await;
    check("me:secret@example.org", "unsupported_scheme").await;
    check("http://me:secret@[::zz]/", "bad_url").await;
    check("/feed.xml", "bad_url").await;
    check("", "bad_url").await;
}
