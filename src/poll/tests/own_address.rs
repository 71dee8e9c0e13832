//! The address that a document states for itself, and whom it is believed of.

use super::body;
use super::client;
use super::none;
use super::server::Reply;
use super::server::Server;

#[tokio::test]
async fn a_document_may_state_its_own_address_on_its_host() {
    for (stated, expect) in [
        ("/en/feed.rss", "/en/feed.rss"),
        ("feed.rss#top", "/feed.rss"),
        ("https://other.example/feed.rss", "/feed"),
        ("::", "/::"),
        ("mailto:a@b.example", "/feed"),
    ] {
        let head = format!("200 OK\ncontent-location: {stated}");
        let server = Server::start(move |_| Reply::of(&head, "<rss/>")).await;
        let page = body(client().feed(&server.url("/feed"), &none()).await.unwrap());
        assert_eq!(page.base(), server.url(expect), "{stated}");
        assert_eq!(page.final_url, server.url("/feed"), "{stated}");
    }
}
