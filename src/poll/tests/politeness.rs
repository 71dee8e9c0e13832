//! Turns, gaps and pauses.

use crate::poll::MAX_DOMAINS;
use crate::poll::Politeness;
use crate::poll::politeness::domain_key;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

#[test]
fn hosts_are_grouped_by_registrable_domain() {
    let check = |text: &str, expect: &str| assert_eq!(domain_key(&url(text)), expect, "{text}");
    check("https://example.org/", "example.org");
    check("https://feeds.News.Example.org:8443/x", "example.org");
    check("https://example.org./", "example.org");
    check("https://www.example.co.uk/", "example.co.uk");
    check("https://a.blogspot.com/", "a.blogspot.com");
    check("https://www.食狮.公司.cn/", "xn--85x722f.xn--55qx5d.cn");
    check("http://localhost:8080/", "localhost:8080");
    check("http://localhost/", "localhost:80");
    check("http://127.0.0.1/", "127.0.0.1:80");
    check("https://[2606:4700::1]/", "[2606:4700::1]:443");
    check("https://co.uk/", "co.uk:443");
}

#[tokio::test]
async fn a_domain_is_asked_by_one_at_a_time_and_a_dropped_permit_lets_the_next_in() {
    let politeness = Politeness::new(Duration::ZERO, 8);
    let first = politeness
        .acquire(&url("http://a.example.org/"))
        .await
        .unwrap();
    let other = politeness
        .acquire(&url("http://example.net/"))
        .await
        .unwrap();
    let waiting = {
        let politeness = politeness.clone();
        tokio::spawn(async move {
            politeness
                .acquire(&url("http://b.example.org/"))
                .await
                .is_ok()
        })
    };
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(first);
    assert!(waiting.await.unwrap());
    drop(other);
}

#[tokio::test]
async fn all_domains_together_stay_within_the_limit() {
    let politeness = Politeness::new(Duration::ZERO, 1);
    let first = politeness
        .acquire(&url("http://example.org/"))
        .await
        .unwrap();
    let waiting = {
        let politeness = politeness.clone();
        tokio::spawn(async move {
            politeness
                .acquire(&url("http://example.net/"))
                .await
                .is_ok()
        })
    };
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(first);
    assert!(waiting.await.unwrap());
}

#[tokio::test]
async fn starts_keep_their_gap() {
    let gap = Duration::from_millis(20);
    let politeness = Politeness::new(gap, 8);
    let begin = Instant::now();
    for _ in 0..3 {
        drop(
            politeness
                .acquire(&url("http://example.org/"))
                .await
                .unwrap(),
        );
    }
    assert!(begin.elapsed() >= gap * 2);
}

#[tokio::test]
async fn a_pause_holds_the_whole_domain_and_those_already_in_line() {
    let politeness = Politeness::new(Duration::ZERO, 8);
    let permit = politeness
        .acquire(&url("http://a.example.org/"))
        .await
        .unwrap();
    let waiting = {
        let politeness = politeness.clone();
        tokio::spawn(async move {
            politeness
                .acquire(&url("http://a.example.org/"))
                .await
                .err()
        })
    };
    tokio::task::yield_now().await;
    permit.hold(60_000);
    permit.hold(30_000);
    drop(permit);
    for held in [
        waiting.await.unwrap(),
        politeness
            .acquire(&url("http://b.example.org/"))
            .await
            .err(),
    ] {
        let error = held.unwrap();
        assert_eq!(error.name(), "held");
        assert!((55_000..=60_000).contains(&error.retry_after().unwrap()));
    }
    assert!(
        politeness
            .acquire(&url("http://example.net/"))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn idle_domains_are_forgotten_at_the_bound_and_busy_ones_are_not() {
    let politeness = Politeness::new(Duration::ZERO, 8);
    let busy = politeness.acquire(&url("http://busy.org/")).await.unwrap();
    let paused = politeness
        .acquire(&url("http://paused.org/"))
        .await
        .unwrap();
    paused.hold(3_600_000);
    drop(paused);
    for n in 0..MAX_DOMAINS * 2 {
        let name = format!("http://example{n}.org/");
        drop(politeness.acquire(&url(&name)).await.unwrap());
    }
    assert!(politeness.domains() <= MAX_DOMAINS);
    assert!(
        politeness
            .acquire(&url("http://paused.org/"))
            .await
            .is_err()
    );
    drop(busy);
}

#[tokio::test]
async fn pauses_that_end_soonest_go_when_pauses_fill_the_map() {
    let politeness = Politeness::new(Duration::ZERO, 8);
    for n in 0..MAX_DOMAINS + 10 {
        let name = format!("http://example{n}.org/");
        let permit = politeness.acquire(&url(&name)).await.unwrap();
        permit.hold(3_600_000 + n as u64);
    }
    assert!(politeness.domains() <= MAX_DOMAINS);
    assert!(
        politeness
            .acquire(&url("http://example0.org/"))
            .await
            .is_ok()
    );
    let last = format!("http://example{}.org/", MAX_DOMAINS + 9);
    assert!(politeness.acquire(&url(&last)).await.is_err());
}
