//! How bodies come packed, and what hosts say beside them.

use super::body;
use super::client;
use super::none;
use super::server::Reply;
use super::server::Server;
use async_compression::tokio::write::BrotliEncoder;
use async_compression::tokio::write::GzipEncoder;
use async_compression::tokio::write::ZlibEncoder;
use async_compression::tokio::write::ZstdEncoder;
use tokio::io::AsyncWriteExt;

const TEXT: &[u8] = b"<rss version='2.0'><channel><title>The quay</title></channel></rss>";

/// The text as each encoder packs it.
async fn packed(name: &str) -> Vec<u8> {
    macro_rules! pack {
        ($encoder:ident) => {{
            let mut encoder = $encoder::new(Vec::new());
            encoder.write_all(TEXT).await.unwrap();
            encoder.shutdown().await.unwrap();
            encoder.into_inner()
        }};
    }
    match name {
        "gzip" => pack!(GzipEncoder),
        "br" => pack!(BrotliEncoder),
        "zstd" => pack!(ZstdEncoder),
        "deflate" => pack!(ZlibEncoder),
        _ => TEXT.to_vec(),
    }
}

#[tokio::test]
async fn every_packing_that_is_asked_for_is_unpacked_and_no_other() {
    for (name, fault) in [
        ("gzip", None),
        ("br", None),
        ("zstd", None),
        ("deflate", None),
        ("identity", None),
        ("compress", Some("protocol")),
    ] {
        let bytes = packed(name).await;
        let server = Server::start(move |request| {
            let asked = request.header("accept-encoding").unwrap_or_default();
            assert_eq!(asked, "gzip, br, zstd, deflate");
            Reply::of(&format!("200 OK\ncontent-encoding: {name}"), &bytes)
        })
        .await;
        let got = client().feed(&server.url("/"), &none()).await;
        match fault {
            None => assert_eq!(body(got.unwrap()).bytes, TEXT, "{name}"),
            Some(fault) => assert_eq!(got.unwrap_err().name(), fault, "{name}"),
        }
        if matches!(name, "identity" | "compress") {
            continue;
        }
        // Cut in the middle it is no document, however well it began.
        let mut bytes = packed(name).await;
        bytes.truncate(bytes.len() / 2);
        let server =
            Server::start(move |_| Reply::of(&format!("200 OK\ncontent-encoding: {name}"), &bytes))
                .await;
        let error = client().feed(&server.url("/"), &none()).await.unwrap_err();
        assert_eq!(error.name(), "broken_body", "{name}");
    }
}

#[tokio::test]
async fn for_how_long_a_document_holds_is_told_with_it() {
    let server = Server::start(|request| match request.header("if-none-match") {
        Some(_) => Reply::of("304 Not Modified\ncache-control: max-age=300", ""),
        None => Reply::of(
            "200 OK\netag: \"e\"\ncache-control: max-age=600\nage: 60",
            "<rss/>",
        ),
    })
    .await;
    let client = client();
    let page = body(client.feed(&server.url("/"), &none()).await.unwrap());
    assert_eq!(page.fresh_ms, Some(540_000));
    let again = client.feed(&server.url("/"), &page.validators).await;
    let crate::poll::Fetched::NotModified { fresh_ms, .. } = again.unwrap() else {
        panic!("it was modified");
    };
    assert_eq!(fresh_ms, Some(300_000));
}

#[tokio::test]
async fn no_cookie_that_is_set_comes_back() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Reply::of("302 Found\nset-cookie: a=1; path=/\nlocation: /feed", ""),
        _ => Reply::of("200 OK\nset-cookie: b=2; path=/", "<rss/>"),
    })
    .await;
    let client = client();
    for _ in 0..2 {
        client.feed(&server.url("/"), &none()).await.unwrap();
    }
    assert_eq!(server.seen().len(), 4);
    assert!(server.seen().iter().all(|r| r.header("cookie").is_none()));
}
