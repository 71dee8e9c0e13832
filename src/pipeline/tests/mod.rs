//! The poller in this process, against a loopback server, by a clock that is moved by hand: what was asked and when.

#![allow(clippy::unwrap_used)]

mod asking;
mod feeds;
mod hubs;
mod later;
mod memory;
mod paging;

use crate::config::Config;
use crate::config::Environment;
use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::journal;
use crate::pipeline::journal::Running;
use crate::pipeline::observe::Happening;
use crate::pipeline::observe::Observer;
use crate::pipeline::poller::Poller;
use crate::pipeline::replay;
use crate::pipeline::replay::Plan;
use crate::poll::Clock;
use crate::poll::tests::server::Request;
use crate::poll::tests::server::Server;
use crate::store::Store;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// Remembers the failures that were told.
#[derive(Default)]
struct Told(Mutex<Vec<&'static str>>);

impl Observer for Told {
    fn see(&self, what: &Happening) {
        if let Happening::FeedFailed { error, .. } | Happening::PageFailed { error, .. } = what {
            self.0.lock().unwrap().push(error);
        }
    }
}

/// A poller with a view and an archive of its own.
pub struct Desk {
    pub poller: Arc<Poller>,
    pub store: Arc<Store>,
    clock: Clock,
    told: Arc<Told>,
    _running: Running,
    dir: TempDir,
}

impl Desk {
    /// A desk for these lines of configuration, at a fixed moment, with loopback allowed and no gaps.
    pub fn new(lines: &str) -> Desk {
        let dir = tempfile::tempdir().unwrap();
        let config = configuration(dir.path(), lines);
        let now: Timestamp = "2026-11-16T09:00:00Z".parse().unwrap();
        let clock = Clock::manual(now);
        let plan = Plan {
            options: Default::default(),
            dedup: Default::default(),
            workers: NonZeroUsize::MIN,
        };
        let archive = crate::archive::Archive::open(&replay::archive_dir(dir.path()))
            .unwrap()
            .0;
        let (store, applier, _) = replay::open_up_to_date(dir.path(), &plan, &mut |_| {}).unwrap();
        let told = Arc::new(Told::default());
        let counters = Arc::new(Counters::default());
        let (journal, running, _) = journal::start(journal::Parts {
            archive,
            store: store.clone(),
            applier,
            observer: told.clone(),
            counters: counters.clone(),
            workers: plan.workers,
            clock: clock.clone(),
            retention: Default::default(),
            plan,
        })
        .unwrap();
        let stop = CancellationToken::new();
        let (observer, clock_of) = (told.clone(), clock.clone());
        let poller = Poller::new(
            Arc::new(config),
            store.clone(),
            journal,
            observer,
            counters,
            clock_of,
            stop,
        );
        Desk {
            poller: poller.unwrap(),
            store,
            clock,
            told,
            _running: running,
            dir,
        }
    }

    /// Another configuration for the same desk.
    pub fn configure(&self, lines: &str) -> Config {
        configuration(self.dir(), lines)
    }

    /// Where its data is.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Moves the clock.
    pub fn later(&self, ms: i64) {
        if let Clock::Manual(at) = &self.clock {
            at.fetch_add(ms, std::sync::atomic::Ordering::SeqCst);
        }
    }

    /// Polls every feed once, and does what is due of pages.
    pub async fn poll(&self) {
        self.poller.once().await.unwrap();
    }

    /// Names of failures told since last asked.
    pub fn told(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.told.0.lock().unwrap())
    }
}

fn configuration(dir: &Path, lines: &str) -> Config {
    let text = format!(
        "[poll]\nallow_private = true\nper_host_gap = \"0s\"\nfirst_byte_timeout = \"2s\"\n{lines}"
    );
    let environment = Environment::default().with_data_dir(Some(dir));
    Config::from_str_in(&text, Path::new("/etc/sayso/x.toml"), &environment).unwrap()
}

/// A feed with these items: link, title, text.
pub fn rss(items: &[(&str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(link, title, text)| {
            format!("<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>Mon, 16 Nov 2026 08:00:00 GMT</pubDate><description>{text}</description></item>")
        })
        .collect();
    format!(
        r#"<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>/</link>{items}</channel></rss>"#
    )
}

/// The paths that were asked for, in order.
pub fn paths(server: &Server) -> Vec<String> {
    server
        .seen()
        .into_iter()
        .map(|request: Request| request.path)
        .collect()
}
