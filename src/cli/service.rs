//! The data directory as a running program has it: locked, its view up to date, the journal started on it.
//! Knows nothing of polling.

use crate::archive;
use crate::archive::Archive;
use crate::cli::exit::Failure;
use crate::cli::notify::Patience;
use crate::cli::paths;
use crate::cli::talk;
use crate::cli::watch;
use crate::config::Config;
use crate::config::Size;
use crate::pipeline::counters::Counters;
use crate::pipeline::journal;
use crate::pipeline::journal::Alive;
use crate::pipeline::journal::Journal;
use crate::pipeline::journal::Running;
use crate::pipeline::keep::Keep;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::replay;
use crate::pipeline::replay::Plan;
use crate::pipeline::replay::ReplayError;
use crate::poll::Clock;
use crate::serve::Opening;
use crate::serve::ServeError;
use crate::store::Store;
use indicatif::ProgressBar;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// The opened data directory with the journal running on it.
pub struct Service {
    /// Where stories go.
    pub journal: Journal,
    /// The journal's threads.
    pub running: Running,
    /// Which of them still run.
    pub alive: Alive,
    /// The view.
    pub store: Arc<Store>,
}

/// Takes the data directory, brings the view up to date, starts the journal.
pub fn open_service(
    config: &Config,
    counters: Arc<Counters>,
    observer: SharedObserver,
    clock: Clock,
) -> Result<Service, Failure> {
    let opened = open(config, counters, observer, clock, |_| Ok(None), &|| false)?;
    opened.ok_or_else(|| Failure::failed(ReplayError::Stopped))
}

/// As [`open_service`]; whoever asks the service meanwhile is told how far it has come. `None` where it was told to stop by then:
/// what was brought up to date until then stays so.
pub fn open_and_tell(
    config: &Config,
    counters: Arc<Counters>,
    observer: SharedObserver,
    clock: Clock,
    stop: &CancellationToken,
) -> Result<Option<Service>, Failure> {
    let tell = |config: &Config| {
        let address = paths::address(config)?;
        Opening::start(&address, config.run.metrics.0).map(Some)
    };
    let stop = || stop.is_cancelled();
    open(config, counters, observer, clock, tell, &stop)
}

fn open(
    config: &Config,
    counters: Arc<Counters>,
    observer: SharedObserver,
    clock: Clock,
    tell: impl FnOnce(&Config) -> Result<Option<Opening>, ServeError>,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Service>, Failure> {
    let data = &config.data_dir;
    std::fs::create_dir_all(data).map_err(|e| {
        Failure::failed(format!(
            "the data directory {} cannot be made: {e}; set data_dir or --data-dir to one that can",
            data.display()
        ))
    })?;
    let (archive, notices) = Archive::open(&replay::archive_dir(data)).map_err(Failure::failed)?;
    notices
        .iter()
        .for_each(|notice| talk::warning(&notice.to_string()));
    // The archive is locked by now: no other service is on the socket.
    let opening = tell(config).map_err(Failure::failed)?;
    let plan = plan(config);
    let opened = with_progress("bringing the view up to date", |progress| {
        let mut progress = |records| {
            opening.iter().for_each(|told| told.progress(records));
            progress(records);
        };
        replay::open_unless(data, &plan, &mut progress, stop)
    });
    let (store, applier, replayed) = match opened {
        Err(ReplayError::Stopped) => return Ok(None),
        opened => opened.map_err(Failure::failed)?,
    };
    drop(opening);
    if let Some((aside, why)) = &replayed.set_aside {
        talk::warning(&format!(
            "the view could not be believed: {why}. It was put in {} and rebuilt from the archive",
            aside.display()
        ));
    }
    replayed
        .damage
        .iter()
        .for_each(|damage| talk::warning(&damage.to_string()));
    let workers = plan.workers;
    let parts = journal::Parts {
        archive,
        store: store.clone(),
        applier,
        observer,
        counters,
        workers,
        clock,
        retention: retention(config),
        plan,
    };
    let (journal, running, alive) = journal::start_with_share(parts, config.run.cpu_share)
        .map_err(|e| Failure::failed(format!("threads cannot be started: {e}")))?;
    Ok(Some(Service {
        journal,
        running,
        alive,
        store,
    }))
}

/// How this configuration opens and fills a view.
pub fn plan(config: &Config) -> Plan {
    let cores = std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
    Plan {
        options: crate::store::OpenOptions {
            cache_bytes: config.store.cache.0,
            reserve_bytes: config.store.reserve.0,
            runs: config.cache_dir.clone(),
            ..Default::default()
        },
        dedup: crate::dedup::Params {
            window_days: u32::try_from(config.dedup.window.as_secs().div_ceil(86_400))
                .unwrap_or(u32::MAX),
            memory: config.dedup.memory.bytes(),
            ..Default::default()
        },
        workers: std::num::NonZeroUsize::new(config.run.workers).unwrap_or(cores),
    }
}

/// What this configuration keeps how long.
pub fn retention(config: &Config) -> Keep {
    let keep = &config.retention;
    let bounds = |days: usize, bytes: Size| archive::Retention {
        days: u32::try_from(days).ok().filter(|days| *days > 0),
        bytes: Some(bytes.0).filter(|bytes| *bytes > 0),
    };
    Keep {
        records: bounds(keep.days, keep.archive),
        texts: bounds(keep.text_days, keep.text_archive),
        fetches: bounds(keep.fetch_days, keep.fetch_log),
    }
}

/// Runs long work with a line that counts its records, on a terminal and only if it takes noticeably long.
pub fn with_progress<T>(what: &'static str, work: impl FnOnce(&mut dyn FnMut(u64)) -> T) -> T {
    let bar = if watch::on_terminal() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    };
    let mut patience = Patience::default();
    let answer = work(&mut |records| {
        patience.progress(what, records);
        bar.set_message(format!("{what}: {records} records"));
        bar.tick();
    });
    bar.finish_and_clear();
    answer
}
