//! Files as feeds and pages, and who may lead to them.

use super::body;
use super::client;
use super::none;
use crate::poll::Fetched;
use crate::poll::may_follow;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use url::Url;

fn url(path: &Path) -> String {
    Url::from_file_path(path).unwrap().into()
}

/// A directory with a feed, pages beside and below it, and a secret outside, reachable only by tricks.
fn site() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    let feeds = root.path().join("feeds");
    fs::create_dir_all(feeds.join("pages")).unwrap();
    fs::create_dir(root.path().join("feeds-other")).unwrap();
    fs::write(feeds.join("feed.xml"), "<rss/>").unwrap();
    fs::write(feeds.join("page.html"), "beside").unwrap();
    fs::write(feeds.join("pages/page one.html"), "below").unwrap();
    fs::write(root.path().join("secret.txt"), "secret").unwrap();
    fs::write(root.path().join("feeds-other/page.html"), "secret").unwrap();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(root.path(), feeds.join("up")).unwrap();
        std::os::unix::fs::symlink(feeds.join("page.html"), feeds.join("alias.html")).unwrap();
        std::os::unix::fs::symlink(&feeds, root.path().join("linked")).unwrap();
    }
    root
}

#[tokio::test]
async fn an_unchanged_file_is_not_modified_and_a_changed_one_is_read() {
    let root = site();
    let path = root.path().join("feeds/feed.xml");
    let client = client();
    let first = body(client.feed(&url(&path), &none()).await.unwrap());
    assert_eq!(first.bytes, b"<rss/>");
    assert_eq!(first.final_url, url(&path));
    let again = client.feed(&url(&path), &first.validators).await.unwrap();
    let unchanged = Fetched::NotModified {
        validators: first.validators.clone(),
        fresh_ms: None,
        permanent_redirect_to: None,
    };
    assert_eq!(again, unchanged);
    fs::write(&path, "<rss version='2.0'/>").unwrap();
    let changed = body(client.feed(&url(&path), &first.validators).await.unwrap());
    assert_eq!(changed.bytes, b"<rss version='2.0'/>");
    assert_ne!(changed.validators, first.validators);
}

#[tokio::test]
async fn what_is_not_a_plain_file_of_fair_size_is_refused() {
    let root = site();
    let big = root.path().join("big.xml");
    let exact = root.path().join("exact.xml");
    fs::write(&big, vec![b'x'; 64 * 1024 + 1]).unwrap();
    fs::write(&exact, vec![b'x'; 64 * 1024]).unwrap();
    assert!(client().feed(&url(&exact), &none()).await.is_ok());
    let check = async |url: &str, expect: &str| {
        let error = client().feed(url, &none()).await.unwrap_err();
        assert_eq!(error.name(), expect, "{error}");
    };
    check(&url(&big), "too_large").await;
    check(&url(&root.path().join("feeds")), "not_a_file").await;
    check(&url(&root.path().join("none.xml")), "not_found_file").await;
    check(
        &url(&root.path().join("feeds/feed.xml/x")),
        "not_found_file",
    )
    .await;
    check("file://elsewhere/feed.xml", "bad_url").await;
    #[cfg(unix)]
    {
        check("file:///dev/zero", "not_a_file").await;
        let socket = root.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        check(&url(&socket), "not_a_file").await;
    }
    #[cfg(target_os = "linux")]
    {
        let pipe = root.path().join("pipe");
        let made = rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        );
        made.unwrap();
        check(&url(&pipe), "not_a_file").await;
    }
}

#[tokio::test]
async fn only_a_file_leads_to_files_and_only_below_itself() {
    let root = site();
    let feed = url(&root.path().join("feeds/feed.xml"));
    let below = |path: &str| format!("{}/{path}", feed.trim_end_matches("/feed.xml"));
    let client = client();
    let check = async |feed: &str, page: &str, expect: Option<&str>| {
        let allowed = may_follow(feed, page);
        assert_eq!(allowed.as_ref().err().map(|e| e.name()), expect, "{page}");
        if page.starts_with("file:") {
            let read = client.page(feed, page, &none(), &Default::default()).await;
            assert_eq!(read.as_ref().err().map(|e| e.name()), expect, "{page}");
            if let Ok(read) = read {
                assert_ne!(body(read).bytes, b"secret");
            }
        }
    };
    check(&feed, &below("page.html"), None).await;
    check(&feed, &below("pages/page%20one.html"), None).await;
    check(&feed, &below("pages/../page.html"), None).await;
    check(&feed, "https://example.org/page", None).await;
    check("https://example.org/feed", "http://example.org/page", None).await;
    check(&feed, &below("../secret.txt"), Some("outside_feed")).await;
    check(
        &feed,
        &below("pages/%2e%2e/%2e%2e/secret.txt"),
        Some("outside_feed"),
    )
    .await;
    check(
        &feed,
        &below("pages/..%2f..%2fsecret.txt"),
        Some("outside_feed"),
    )
    .await;
    check(
        &feed,
        &below("../feeds-other/page.html"),
        Some("outside_feed"),
    )
    .await;
    check(&feed, "file:///etc/hostname", Some("outside_feed")).await;
    check(&feed, "file:///no/such/file", Some("outside_feed")).await;
    check(&feed, &below("none.html"), Some("not_found_file")).await;
    check(
        "https://example.org/feed",
        &below("page.html"),
        Some("outside_feed"),
    )
    .await;
    check(
        "https://example.org/feed",
        "file:///etc/hostname",
        Some("outside_feed"),
    )
    .await;
    check(&feed, "ftp://example.org/", Some("unsupported_scheme")).await;
    check(&feed, "javascript:alert(1)", Some("unsupported_scheme")).await;
    check(&feed, "not a url", Some("bad_url")).await;
    #[cfg(unix)]
    {
        check(&feed, &below("alias.html"), None).await;
        check(&feed, &below("up/secret.txt"), Some("outside_feed")).await;
        // A feed reached through a link may lead to what lies beside its real place.
        let linked = url(&root.path().join("linked/feed.xml"));
        check(&linked, &url(&root.path().join("linked/page.html")), None).await;
    }
}
