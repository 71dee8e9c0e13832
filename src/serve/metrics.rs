//! How the service fares, for machines: Prometheus metrics, and whether it is well and ready. Few series, none of them
//! per feed, speaker or outlet: those are for `inspect`. Knows nothing of sockets.

use crate::model::Timestamp;
use crate::pipeline::counters::Counters;
use crate::pipeline::counters::Poll;
use crate::pipeline::limits;
use crate::pipeline::meters::BOUNDS;
use crate::pipeline::meters::Step;
use crate::store::Store;
use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// The content type of the text exposition format.
pub(super) const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What a scrape and a health check look at.
pub struct Vitals {
    counters: Arc<Counters>,
    store: Arc<Store>,
    archive: PathBuf,
    started: Timestamp,
}

impl Vitals {
    /// The vitals of the service on `data_dir`, which started at `started`.
    pub fn new(
        counters: Arc<Counters>,
        store: Arc<Store>,
        data_dir: &Path,
        started: Timestamp,
    ) -> Vitals {
        Vitals {
            counters,
            store,
            archive: crate::pipeline::replay::archive_dir(data_dir),
            started,
        }
    }

    /// What is wrong, a sentence each; empty means well.
    pub fn complaints(&self) -> Vec<String> {
        let stuck = self.counters.pulse().stuck();
        stuck
            .into_iter()
            .map(|(stage, age)| {
                format!("the {} has not moved for {} s", stage.name(), age.as_secs())
            })
            .collect()
    }

    /// The counts so far.
    pub(super) fn counters(&self) -> &Counters {
        &self.counters
    }

    /// When the service started.
    pub(super) fn started(&self) -> Timestamp {
        self.started
    }

    /// The text of a scrape. Reads the sizes of the archive's files, so it may block.
    pub fn exposition(&self) -> String {
        let mut page = Page::default();
        let counts = self.counters.read();
        let totals = self.store.totals();
        page.begin(1.0);
        let started = self.started.millis() as f64 / 1_000.0;
        page.one(
            "sayso_start_time_seconds",
            "gauge",
            "When the service started, in Unix seconds.",
            started,
        );
        let healthy = f64::from(u8::from(self.complaints().is_empty()));
        page.one(
            "sayso_healthy",
            "gauge",
            "1 while every stage moves.",
            healthy,
        );

        let polls = named(
            Poll::ALL.iter().map(|p| p.name()).zip(counts.polls),
            "outcome",
        );
        page.named(
            "sayso_polls_total",
            "counter",
            "Feeds asked, by what came of it.",
            &polls,
        );
        let failures = counts.failures.iter().map(|(name, n)| (*name, *n));
        let failures = named(failures, "name");
        page.named(
            "sayso_failures_total",
            "counter",
            "Handled failures of feeds and pages, by name.",
            &failures,
        );
        page.one(
            "sayso_received_bytes_total",
            "counter",
            "Bytes of feeds and pages, decompressed.",
            counts.bytes as f64,
        );
        page.one(
            "sayso_traffic_bytes_total",
            "counter",
            "Bytes that came over the wire, packed as they came.",
            counts.received as f64,
        );
        page.one(
            "sayso_entries_total",
            "counter",
            "Entries read from feeds.",
            counts.entries as f64,
        );
        page.value(
            "sayso_observed_stories_total",
            "counter",
            "Stories observed, by what was found.",
            &[
                ("verdict=\"new\"", counts.new as f64),
                ("verdict=\"revision\"", counts.revisions as f64),
                ("verdict=\"copy\"", counts.copies as f64),
                ("verdict=\"partial\"", counts.partials as f64),
                ("verdict=\"unchanged\"", counts.unchanged as f64),
            ],
        );
        page.one(
            "sayso_attributions_total",
            "counter",
            "Attributions found.",
            counts.attributions as f64,
        );
        page.one(
            "sayso_new_claims_total",
            "counter",
            "Claims first seen.",
            counts.claims as f64,
        );
        page.one(
            "sayso_backlog_stories",
            "gauge",
            "Stories that wait to be recorded.",
            counts.waiting as f64,
        );
        page.one(
            "sayso_backlog_age_seconds",
            "gauge",
            "How long the oldest of them has waited.",
            counts.oldest_wait.as_secs_f64(),
        );
        page.one(
            "sayso_pages_waiting",
            "gauge",
            "Pages that are to be fetched later.",
            counts.pages_wait as f64,
        );
        page.one(
            "sayso_polling_held",
            "gauge",
            "1 while polling waits for room on the disk, for memory or for the next day.",
            f64::from(u8::from(counts.held)),
        );
        page.value(
            "sayso_view_rows",
            "gauge",
            "What the view holds.",
            &[
                ("kind=\"stories\"", totals.stories as f64),
                ("kind=\"groups\"", totals.groups as f64),
                ("kind=\"claims\"", totals.claims as f64),
                ("kind=\"sightings\"", totals.sightings as f64),
                ("kind=\"speakers\"", totals.speakers as f64),
            ],
        );
        let (files, bytes) = archive_size(&self.archive);
        page.one(
            "sayso_archive_bytes",
            "gauge",
            "Bytes of the archive.",
            bytes as f64,
        );
        page.one(
            "sayso_archive_files",
            "gauge",
            "Files of the archive.",
            files as f64,
        );
        if let Ok(bytes) = self.store.size_on_disk() {
            page.one(
                "sayso_view_bytes",
                "gauge",
                "Bytes of the view.",
                bytes as f64,
            );
        }
        if let Some((_, seq)) = self.store.applied() {
            page.one(
                "sayso_applied_sequence",
                "gauge",
                "Number of the last archive record in the view.",
                seq as f64,
            );
        }
        page.one(
            "sayso_durable_sequence",
            "gauge",
            "Number of the last record that is durable in the archive.",
            counts.durable as f64,
        );
        let process = [
            (
                "process_resident_memory_bytes",
                "Memory of the process.",
                limits::resident(),
            ),
            (
                "process_open_fds",
                "Files that the process has open.",
                limits::open_files(),
            ),
        ];
        for (name, help, value) in process {
            if let Some(value) = value {
                page.one(name, "gauge", help, value as f64);
            }
        }
        self.steps(&mut page);
        page.0
    }

    fn steps(&self, page: &mut Page) {
        const NAME: &str = "sayso_step_seconds";
        page.head(NAME, "histogram", "How long the steps of the work took.");
        for step in Step::ALL {
            let times = self.counters.times(step);
            let step = step.name();
            for (bound, n) in BOUNDS.iter().zip(times.at_most) {
                let le = *bound as f64 / 1e6;
                page.line(format_args!(
                    "{NAME}_bucket{{step=\"{step}\",le=\"{le}\"}} {n}"
                ));
            }
            page.line(format_args!(
                "{NAME}_bucket{{step=\"{step}\",le=\"+Inf\"}} {}",
                times.count
            ));
            page.line(format_args!(
                "{NAME}_sum{{step=\"{step}\"}} {}",
                times.sum as f64 / 1e6
            ));
            page.line(format_args!(
                "{NAME}_count{{step=\"{step}\"}} {}",
                times.count
            ));
        }
    }
}

/// Files and bytes of the archive; what cannot be read counts as nothing.
fn archive_size(dir: &Path) -> (u64, u64) {
    let Ok(entries) = std::fs::read_dir(dir) else {
        return (0, 0);
    };
    entries
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .filter(std::fs::Metadata::is_file)
        .fold((0, 0), |(files, bytes), file| {
            (files + 1, bytes + file.len())
        })
}

/// Counts with their label.
fn named<'n>(counts: impl Iterator<Item = (&'n str, u64)>, label: &str) -> Vec<(String, f64)> {
    counts
        .map(|(name, n)| (format!("{label}=\"{name}\""), n as f64))
        .collect()
}

/// The text of a scrape while the view is brought up to date, `records` being in it.
pub(super) fn while_opening(records: u64) -> String {
    let mut page = Page::default();
    page.begin(0.0);
    page.one(
        "sayso_opened_records",
        "gauge",
        "Records brought into the view since the start, which goes on.",
        records as f64,
    );
    page.0
}

#[derive(Default)]
struct Page(String);

impl Page {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{line}");
    }

    /// What stands at the top, whether `ready` or not.
    fn begin(&mut self, ready: f64) {
        let version = format!("version=\"{}\"", env!("CARGO_PKG_VERSION"));
        self.value(
            "sayso_build_info",
            "gauge",
            "The program's version.",
            &[(&version, 1.0)],
        );
        self.one(
            "sayso_ready",
            "gauge",
            "1 once the view is up to date with the archive.",
            ready,
        );
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.head(name, kind, help);
        self.line(format_args!("{name} {value}"));
    }

    fn named(&mut self, name: &str, kind: &str, help: &str, values: &[(String, f64)]) {
        let values: Vec<(&str, f64)> = values.iter().map(|(l, n)| (l.as_str(), *n)).collect();
        self.value(name, kind, help, &values);
    }

    fn value(&mut self, name: &str, kind: &str, help: &str, values: &[(&str, f64)]) {
        self.head(name, kind, help);
        for (labels, value) in values {
            self.line(format_args!("{name}{{{labels}}} {value}"));
        }
    }
}
