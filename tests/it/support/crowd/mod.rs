//! A day of polling in a minute: many feeds on many hosts, a tenth of them bad, by real HTTP over loopback.
//!
//! Servers and poller share one runtime whose clock stands still while there is work and jumps to the next timer when
//! there is none; the poller's wall clock follows it. What is proved is proved from the servers' log of requests.

pub mod hosts;
pub mod log;

use hosts::Hosts;
use log::Log;
use sayso::config::{Config, Environment};
use sayso::model::Timestamp;
use sayso::pipeline::counters::Counters;
use sayso::pipeline::journal;
use sayso::pipeline::observe::{Happening, Observer};
use sayso::pipeline::poller::{Poller, client_params};
use sayso::pipeline::replay::{self, Plan};
use sayso::poll::{Client, Clock, Names};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How often the poller's clock follows, and the journal is waited for: its threads know nothing of this clock, and an
/// archive that takes its time is not to cost the crowd hours.
const STEP: Duration = Duration::from_secs(1);

/// When the simulated day begins.
const BEGIN: &str = "2026-11-16T00:00:00Z";

/// A crowd of feeds.
#[derive(Clone, Copy)]
pub struct Crowd {
    pub feeds: usize,
    pub hosts: usize,
    pub hours: u64,
}

/// What became of it.
pub struct Day {
    pub log: Log,
    /// Resident memory at the end of each hour, in KiB.
    pub memory: Vec<u64>,
    pub polled: u64,
    pub stories: u64,
}

struct Nobody;

impl Observer for Nobody {
    fn see(&self, _: &Happening) {}
}

impl Crowd {
    /// Lets the hours pass.
    pub fn live(self) -> Day {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        let dir = tempfile::tempdir().unwrap();
        runtime.block_on(self.pass(dir.path()))
    }

    async fn pass(self, dir: &Path) -> Day {
        let begin: Timestamp = BEGIN.parse().unwrap();
        let begun = Instant::now();
        let millis = Arc::new(AtomicI64::new(begin.millis()));
        let hosts = Hosts::start(self, begun).await;
        let config = Arc::new(config(dir, &hosts.urls()));
        let clock = Clock::Manual(millis.clone());
        let mut params = client_params(&config);
        params.names = Names::Fixed(Arc::new(hosts.names()));
        let client = Client::new(params, clock.clone()).unwrap();
        let plan = Plan {
            options: Default::default(),
            dedup: Default::default(),
            workers: NonZeroUsize::MIN,
        };
        let archive = sayso::archive::Archive::open(&replay::archive_dir(dir))
            .unwrap()
            .0;
        let (store, applier, _) = replay::open_up_to_date(dir, &plan, &mut |_| {}).unwrap();
        let counters = Arc::new(Counters::default());
        let (journal, running, _) = journal::start(journal::Parts {
            archive,
            store: store.clone(),
            applier,
            observer: Arc::new(Nobody),
            counters: counters.clone(),
            workers: plan.workers,
            clock,
            retention: Default::default(),
            plan,
        })
        .unwrap();
        let stop = CancellationToken::new();
        let observer = Arc::new(Nobody);
        let poller = Poller::with_client(
            client,
            config,
            store,
            journal,
            observer,
            counters.clone(),
            stop.clone(),
        )
        .unwrap();
        let working = counters.clone();
        let ticking = tokio::spawn(async move {
            loop {
                tokio::time::sleep(STEP).await;
                let passed = i64::try_from(begun.elapsed().as_millis()).unwrap();
                millis.store(begin.millis() + passed, Ordering::SeqCst);
                while working.read().waiting > 0 {
                    // The clock stands still while there is work on a thread for it.
                    let turn = tokio::task::spawn_blocking(std::thread::yield_now);
                    turn.await.unwrap();
                }
            }
        });
        let serving = tokio::spawn(async move { poller.serve().await });
        let mut memory = Vec::new();
        for hour in 1..=self.hours {
            tokio::time::sleep_until(begun + Duration::from_secs(3600 * hour)).await;
            memory.push(resident());
        }
        let log = hosts.log(begun.elapsed());
        stop.cancel();
        serving.await.unwrap().unwrap();
        ticking.abort();
        tokio::task::spawn_blocking(move || running.join())
            .await
            .unwrap()
            .unwrap();
        let counts = counters.read();
        Day {
            log,
            memory,
            polled: counts.polled,
            stories: counts.new,
        }
    }
}

/// As shipped, but that loopback may be asked, and that bodies need not be large to be too large.
fn config(dir: &Path, urls: &[String]) -> Config {
    let mut text = "[poll]\nallow_private = ['127.0.0.0/8']\nmax_body = '256 KiB'\n\
        [pages]\nfull_text = 'never'\n"
        .to_owned();
    for url in urls {
        text.push_str(&format!("[[feeds]]\nurl = {url:?}\n"));
    }
    let environment = Environment::default().with_data_dir(Some(dir));
    Config::from_str_in(&text, Path::new("/etc/sayso/sayso.toml"), &environment).unwrap()
}

/// Resident memory of this process in KiB, the servers' included; 0 where the system does not say.
pub fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}
