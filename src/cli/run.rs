//! `sayso run`: starts the stages, serves the socket, ends in order. Signals are heard here.

use crate::archive;
use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::notify;
use crate::cli::paths;
use crate::cli::reload;
use crate::cli::service::Service;
use crate::cli::service::open_and_tell;
use crate::cli::talk;
use crate::cli::watch;
use crate::cli::watch::Progress;
use crate::config::Config;
use crate::pipeline::counters::Counters;
use crate::pipeline::journal::Alive;
use crate::pipeline::journal::JournalError;
use crate::pipeline::journal::Running;
use crate::pipeline::observe::SharedObserver;
use crate::pipeline::poller::Poller;
use crate::pipeline::poller::PollerError;
use crate::pipeline::replay;
use crate::pipeline::replay::ReplayError;
use crate::poll::Clock;
use crate::serve;
use crate::serve::Served;
use clap::Args as ClapArgs;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;
use std::time::Instant;
use tokio_util::sync::CancellationToken;

/// Arguments of `run`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  sayso run --config config/demo.toml           the demo newsroom, without internet
  sayso run --config config/sayso.toml          real feeds, until Ctrl-C
  sayso run --config config/sayso.toml --once   every feed once, a summary, the end

Ctrl-C or SIGTERM ends it in order; a second one at once. While it runs, `sayso inspect` asks it.
Exit codes: 0 ended in order, 1 failed or ended late, 2 wrong use or configuration.")]
pub struct Args {
    /// Poll every feed once, finish all work, print a summary, end.
    #[arg(long)]
    once: bool,

    #[command(flatten)]
    place: Place,
}

/// Runs until everything is done (`--once`) or a signal comes.
pub fn run(args: Args) -> Outcome {
    let (path, config) = paths::config(&args.place)?;
    if config.feeds.is_empty() {
        return Err(Failure::misuse(format!(
            "{}: no feed is listed: add a [[feeds]] table with its url",
            path.display()
        )));
    }
    let counters = Arc::new(Counters::default());
    let progress = if args.once {
        Progress::Feeds(config.feeds.len() as u64)
    } else {
        Progress::None
    };
    let observer = watch::fitting(&counters, progress);
    let clock = Clock::System;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed(format!("the runtime cannot be started: {e}")))?;
    // Heard from here on: bringing a view up to date may take long.
    let end = End::default();
    runtime.spawn(hear_signals(end.clone()));
    let service = open_and_tell(
        &config,
        counters.clone(),
        observer.clone(),
        clock.clone(),
        &end.stop,
    )?;
    let Some(service) = service else {
        return ended_early();
    };
    let config = Arc::new(config);
    if watch::on_terminal() {
        talk::note(&format!(
            "polling {} feeds; data in {}{}",
            config.feeds.len(),
            config.data_dir.display(),
            if args.once {
                ""
            } else {
                "; Ctrl-C ends it, `sayso inspect claims` in another terminal asks it"
            }
        ));
    }
    let deadline = config.run.shutdown_deadline;
    let outcome = runtime.block_on(live(
        &config,
        service,
        counters.clone(),
        observer,
        clock,
        &args,
        end,
    ));
    // Blocking work that outlives its task (a page being parsed) gets no more time than this.
    runtime.shutdown_timeout(Duration::from_secs(1).min(deadline));
    let counts = counters.read();
    if watch::on_terminal() || args.once {
        eprintln!("{}", watch::summary(&counts));
        if watch::on_terminal() {
            let path = path.display();
            talk::note(&format!(
                "ask it with `sayso inspect claims --config {path}`, or stories, speakers, feeds"
            ));
        }
    } else {
        tracing::info!(
            polled = counts.polled,
            entries = counts.entries,
            new = counts.new,
            revisions = counts.revisions,
            copies = counts.copies,
            partials = counts.partials,
            claims = counts.claims,
            speakers = counts.speakers,
            failures = counts.failures.values().sum::<u64>(),
            "ended"
        );
    }
    outcome?;
    let failed_all = args.once
        && counts.polled > 0
        && counts.failures.values().sum::<u64>() >= counts.polled
        && counts.entries == 0;
    if failed_all {
        return Err(Failure::failed(
            "not one feed could be read: see above; `sayso try URL` shows more of one",
        ));
    }
    Ok(())
}

async fn live(
    config: &Arc<Config>,
    service: Service,
    counters: Arc<Counters>,
    observer: SharedObserver,
    clock: Clock,
    args: &Args,
    end: End,
) -> Outcome {
    let Service {
        journal,
        running,
        alive,
        store,
    } = service;
    let End { stop, asked } = end;
    let end_server = CancellationToken::new();
    let corrector = journal.corrector();
    let poller = Poller::new(
        config.clone(),
        store.clone(),
        journal,
        observer,
        counters.clone(),
        clock.clone(),
        stop.clone(),
    )
    .map_err(Failure::failed)?;
    let orders = reload::orders(&poller, &args.place);
    tokio::spawn(reload::hear_hangups(orders.clone()));
    let server = {
        let clock = clock.clone();
        let served = Served {
            address: paths::address(config).map_err(Failure::failed)?,
            store,
            counters: counters.clone(),
            tcp: config.run.metrics.0,
            corrector: Some(corrector),
            orders: Some(orders),
        };
        serve::start(
            &config.data_dir,
            served,
            move || clock.now(),
            end_server.clone(),
        )
        .await
        .map_err(Failure::failed)?
    };
    if let (Some(callback), Some(address)) = (&config.websub.callback.0, config.websub.listen.0) {
        let listening = serve::listen_hooks(address, &poller, end_server.clone()).await;
        let (bound, answering) = listening.map_err(Failure::failed)?;
        tokio::spawn(answering);
        tracing::info!(%bound, callback, "hubs are heard");
    }
    tracing::info!(data = %config.data_dir.display(), feeds = config.feeds.len(), "listening");
    notify::ready();
    let today = clock.now().day();
    let days = archive::day_sizes(&replay::archive_dir(&config.data_dir));
    let earlier = days.iter().find(|size| size.day == today);
    let earlier = earlier.map_or(0, |size| size.records);
    let watching = {
        let poller = Arc::downgrade(&poller);
        // A reload changes how many there are.
        let feeds = move || poller.upgrade().map_or(0, |p| p.config().feeds.len());
        tokio::spawn(notify::watch(feeds, counters, clock, earlier))
    };
    let deadline = config.run.shutdown_deadline;
    let polling = async {
        if args.once {
            poller.once().await
        } else {
            poller.serve().await
        }
    };
    let polled = tokio::select! {
        polled = polling => polled,
        () = async { stop.cancelled().await; tokio::time::sleep(deadline).await } => {
            return Err(late("the poller", deadline));
        }
    };
    // One deadline for all of it, from the moment that the end was asked for.
    let left = asked
        .get()
        .map_or(deadline, |at| deadline.saturating_sub(at.elapsed()));
    // The poller's journal handle was the last: the journal ends when it has written what is under way.
    drop(poller);
    let ended = end_in_time(running, &alive, left).await;
    watching.abort();
    end_server.cancel();
    drop(tokio::time::timeout(Duration::from_secs(1), server).await);
    match polled {
        Ok(()) => ended,
        // The journal's own error says more than that the poller lost it.
        Err(PollerError::Journal(error)) => ended.and(Err(Failure::failed(error))),
        Err(error) => Err(Failure::failed(error)),
    }
}

/// Waits for the journal's threads until the deadline; names those that missed it.
async fn end_in_time(running: Running, alive: &Alive, deadline: Duration) -> Outcome {
    let (done, wait) = tokio::sync::oneshot::channel();
    let joiner = std::thread::Builder::new()
        .name("ending".into())
        .spawn(move || drop(done.send(running.join())));
    joiner.map_err(|e| Failure::failed(format!("threads cannot be started: {e}")))?;
    match tokio::time::timeout(deadline, wait).await {
        Ok(joined) => joined
            .unwrap_or(Err(JournalError::Stopped))
            .map_err(Failure::failed),
        Err(_) => Err(late(&alive.names().join(" and "), deadline)),
    }
}

fn late(who: &str, deadline: Duration) -> Failure {
    let deadline = humantime::format_duration(deadline);
    Failure::failed(format!(
        "{who} did not end within {deadline}; nothing acknowledged is lost, the rest is polled again"
    ))
}

/// Told to end before it began; nothing was polled.
fn ended_early() -> Outcome {
    let message = ReplayError::Stopped;
    match watch::on_terminal() {
        true => talk::note(&message.to_string()),
        false => tracing::info!("{message}"),
    }
    Ok(())
}

/// That the end was asked for.
#[derive(Clone, Default)]
struct End {
    stop: CancellationToken,
    /// When.
    asked: Arc<OnceLock<Instant>>,
}

/// The first SIGTERM or SIGINT asks for an end in order, the second ends at once.
async fn hear_signals(end: End) {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let (Ok(mut terminate), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("signals cannot be heard; only a kill ends this process");
        return;
    };
    for second in [false, true] {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        if second {
            talk::note("ended at once; what was under way is polled again");
            std::process::exit(1);
        }
        if watch::on_terminal() {
            talk::note("ending: finishing what is under way; once more ends at once");
        } else {
            tracing::info!("signal received: ending in order");
        }
        notify::stopping();
        let _ = end.asked.set(Instant::now());
        end.stop.cancel();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::Archive;
    use crate::pipeline::ingest;
    use crate::pipeline::journal;
    use crate::pipeline::observe::Happening;
    use crate::pipeline::observe::Observer;
    use crate::pipeline::replay;
    use crate::pipeline::replay::Plan;
    use std::num::NonZeroUsize;
    use std::sync::Mutex;
    use std::sync::mpsc::Receiver;
    use std::sync::mpsc::Sender;
    use std::sync::mpsc::channel;

    /// Says that it was told of something, and holds whoever told it until the other end is dropped.
    struct Holding(Mutex<(Sender<()>, Receiver<()>)>);

    impl Observer for Holding {
        fn see(&self, _: &Happening) {
            let ends = self.0.lock().unwrap();
            ends.0.send(()).unwrap();
            let _ = ends.1.recv();
        }
    }

    #[test]
    fn who_misses_the_deadline_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let now = "2026-11-16T08:00:00Z".parse().unwrap();
        let plan = Plan {
            options: Default::default(),
            dedup: Default::default(),
            workers: NonZeroUsize::MIN,
        };
        let (archive, _) = Archive::open(&replay::archive_dir(dir.path())).unwrap();
        let (store, applier, _) = replay::open_up_to_date(dir.path(), &plan, &mut |_| {}).unwrap();
        let ((told, held), (release, hold)) = (channel(), channel());
        let (journal, running, alive) = journal::start(journal::Parts {
            archive,
            store,
            applier,
            observer: Arc::new(Holding(Mutex::new((told, hold)))),
            counters: Arc::default(),
            workers: plan.workers,
            clock: Clock::manual(now),
            retention: Default::default(),
            plan,
        })
        .unwrap();
        let line = r#"{"url":"https://x.example/1","title":"T","text":"The plan was voted down."}"#;
        let story = ingest::story(line, now).unwrap();
        let recorded = journal.submit(vec![story]).unwrap();
        held.recv().unwrap();
        drop(journal);
        while alive.names() != ["journal"] {
            std::thread::yield_now();
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let ended = runtime.block_on(end_in_time(running, &alive, Duration::from_secs(20)));
        let message = ended.unwrap_err().message().to_owned();
        assert!(
            message.starts_with("journal did not end within 20s"),
            "{message}"
        );
        drop(release);
        recorded.wait().unwrap();
    }
}
