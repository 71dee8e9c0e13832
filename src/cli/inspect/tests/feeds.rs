//! How feeds fare, as people see it.

use super::*;
use crate::inspect::FeedState;

#[test]
fn the_listing_names_what_is_wrong_below() {
    check(
        100,
        Question::Feeds {
            configured: Vec::new(),
        },
        "\
FEED  STATE    READ  TRIED      LAST NEW    NEXT       EVERY  STORIES  FULL  URL
Post  failing  –     5 min ago  2 days ago  in 30 min  –            1     –  (not in the
                                                                             configuration)

Post: 2 failures in a row
  post.example did not answer within 30 s
",
    );
}

#[test]
fn feeds_in_trouble_are_told_with_what_to_do() {
    let Answer::Feeds(feeds) = answered(Question::Feeds {
        configured: Vec::new(),
    }) else {
        panic!("these are no feeds");
    };
    let url = Some("https://post.example/feed".to_owned());
    let text = |text: &str| Some(text.to_owned());
    let mut feed = feeds[0].clone();
    (feed.url, feed.failures) = (url, 1);
    let mut told = String::new();
    for (state, error, found, moved) in [
        (
            FeedState::Failing,
            text("answered 404"),
            text("https://post.example/rss"),
            None,
        ),
        (FeedState::Stopped, text("answered 410"), None, None),
        (FeedState::Ok, None, None, text("https://new.example/feed")),
        (FeedState::Ok, None, None, None),
        (FeedState::Silent, None, None, None),
    ] {
        let moved_since = moved.is_some().then(fixture::now);
        (feed.state, feed.error, feed.error_text) = (state, None, error);
        (feed.found, feed.moved_to, feed.moved_since) = (found, moved, moved_since);
        let mut out = Vec::new();
        let scene = Scene {
            look: Look::plain(100),
            now: fixture::now(),
        };
        brief::troubles(&mut out, scene, std::slice::from_ref(&feed)).unwrap();
        told.push_str(&String::from_utf8(out).unwrap());
    }
    assert_eq!(
        told,
        "
Post: 1 failure in a row
  answered 404
  its site names another: https://post.example/rss

Post: stopped
  answered 410
  once it is there again: sayso feeds resume https://post.example/feed

Post: moved
  asked at https://new.example/feed since 2026-03-03 12:00: give that address
"
    );
}
