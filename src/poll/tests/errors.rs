//! That the list of failures is closed, and every failure in it is told without secrets.

use crate::poll::ERROR_NAMES;
use crate::poll::FetchError;
use crate::poll::Phase;
use crate::poll::RedirectFault;
use crate::poll::ShownUrl;
use std::time::Duration;

fn every_kind() -> Vec<(FetchError, f64)> {
    let url = || ShownUrl::of("https://me:secret@example.org/feed");
    let detail = || "why".to_owned();
    let status = |status| FetchError::HttpStatus {
        url: url(),
        status,
        retry_after_ms: None,
    };
    let dns = |temporary| FetchError::Dns {
        url: url(),
        detail: detail(),
        temporary,
    };
    #[rustfmt::skip]
    let rows = vec![
        (FetchError::BlockedAddress { url: url(), address: [127, 0, 0, 1].into() }, 1.0),
        (dns(true), 0.25),
        (dns(false), 0.5),
        (FetchError::Connect { url: url(), detail: detail() }, 0.5),
        (FetchError::Tls { url: url(), detail: detail() }, 0.5),
        (FetchError::Timeout { url: url(), phase: Phase::Idle, after: Duration::from_millis(5) }, 0.5),
        (status(401), 1.0),
        (status(404), 0.5),
        (status(410), 1.0),
        (status(429), 0.5),
        (status(500), 0.5),
        (status(599), 0.5),
        (FetchError::Challenge { url: url(), status: 403 }, 1.0),
        (FetchError::TooLarge { url: url(), limit: 9 }, 1.0),
        (FetchError::Inflated { url: url(), ratio: 9 }, 1.0),
        (FetchError::Redirect { url: url(), fault: RedirectFault::Loop }, 1.0),
        (FetchError::Redirect { url: url(), fault: RedirectFault::Downgrade }, 1.0),
        (FetchError::Redirect { url: url(), fault: RedirectFault::Login(url()) }, 1.0),
        (FetchError::Redirect { url: url(), fault: RedirectFault::NoLocation }, 1.0),
        (FetchError::UnsupportedScheme { url: url() }, 1.0),
        (FetchError::NotFoundFile { url: url() }, 0.5),
        (FetchError::NotAFile { url: url() }, 1.0),
        (FetchError::OutsideFeed { url: url() }, 1.0),
        (FetchError::Io { url: url(), detail: detail() }, 0.5),
        (FetchError::BadUrl { url: url(), detail: detail() }, 1.0),
        (FetchError::Protocol { url: url(), detail: detail() }, 0.5),
        (FetchError::BrokenBody { url: url(), got: 7, detail: detail() }, 0.5),
        (FetchError::Robots { url: url(), lost: true }, 0.5),
        (FetchError::Robots { url: url(), lost: false }, 1.0),
        (FetchError::Held { url: url(), wait_ms: 5 }, 0.0),
    ];
    rows
}

#[test]
fn every_failure_has_a_listed_name_a_weight_and_a_clean_sentence() {
    let mut names: Vec<&str> = Vec::new();
    for (error, weight) in every_kind() {
        let sentence = error.to_string();
        assert_eq!(error.weight(), weight, "{sentence}");
        assert!(sentence.contains("example.org/feed"), "{sentence}");
        assert!(!format!("{error:?} {sentence}").contains("secret"));
        names.push(error.name());
    }
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ERROR_NAMES);
}
