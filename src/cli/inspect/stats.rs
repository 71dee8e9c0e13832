//! `inspect stats` for a reader: totals, what the last days brought, how the service does, with small charts.

use crate::cli::output::Scene;
use crate::cli::style;
use crate::inspect::CountView;
use crate::inspect::ServiceView;
use crate::inspect::StatsView;
use crate::inspect::StepView;
use std::io;
use std::io::Write;

/// Columns of the longest bar.
const BAR: usize = 24;
/// Failures named; the rest are added up.
const FAILURES: usize = 6;
/// Width of the names at the left.
const NAMES: usize = 13;

/// The totals as names and values, in the words of the JSON form.
pub(super) fn pairs(stats: &StatsView) -> Vec<(String, u64)> {
    let mut pairs = vec![
        ("stories", stats.stories),
        ("revisions", stats.revisions),
        ("copies", stats.copies),
        ("partials", stats.partials),
        ("groups", stats.groups),
        ("attributions", stats.attributions),
        ("claims", stats.claims),
        ("sightings", stats.sightings),
        ("speakers", stats.speakers),
        ("feeds", stats.feeds),
        ("feeds_failing", stats.feeds_failing),
        ("archive_bytes", stats.archive_bytes),
        ("view_bytes", stats.view_bytes),
    ];
    if let Some(service) = &stats.service {
        pairs.extend([
            ("entries", service.entries),
            ("received_bytes", service.received_bytes),
            ("stories_waiting", service.stories_waiting),
            ("pages_waiting", service.pages_waiting),
            ("durable_sequence", service.durable_sequence),
        ]);
    }
    let mut pairs: Vec<(String, u64)> = pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    if let Some(service) = &stats.service {
        let lists = [("polls", &service.polls), ("failures", &service.failures)];
        for (list, counts) in lists {
            pairs.extend(
                counts
                    .iter()
                    .map(|count| (format!("{list}_{}", count.name), count.count)),
            );
        }
    }
    pairs
}

/// Writes the totals, then what the last days brought, then how the service does.
pub(super) fn write(out: &mut dyn Write, scene: Scene, stats: &StatsView) -> io::Result<()> {
    let n = style::number;
    let lines = [
        (
            "stories",
            stats.stories,
            format!(
                "{}, {} with parts of others, {}",
                style::count(stats.copies, "copy", "copies"),
                n(stats.partials),
                style::count(stats.revisions, "later revision", "later revisions")
            ),
        ),
        (
            "copy groups",
            stats.groups,
            "stories of one text count once".to_owned(),
        ),
        (
            "attributions",
            stats.attributions,
            "in the newest revisions".to_owned(),
        ),
        (
            "claims",
            stats.claims,
            format!("{} sightings", n(stats.sightings)),
        ),
        ("speakers", stats.speakers, String::new()),
        (
            "feeds",
            stats.feeds,
            format!("{} failing", n(stats.feeds_failing)),
        ),
    ];
    for (name, value, more) in lines {
        figure(out, scene, name, &n(value), &more)?;
    }
    let newest = stats.newest_story.map(|at| ("newest story", at));
    let last_new = stats.last_new.map(|at| ("last new", at));
    for (name, at) in newest.into_iter().chain(last_new) {
        let ago = style::ago(at, scene.now);
        line(out, name, &format!("{} ({ago})", style::time(at)))?;
    }
    if !stats.days.is_empty() {
        days(out, scene, stats)?;
    }
    match &stats.service {
        Some(service) => of_service(out, scene, service),
        None => Ok(()),
    }
}

fn line(out: &mut dyn Write, name: &str, text: &str) -> io::Result<()> {
    writeln!(out, "{name:<NAMES$}{text}")
}

fn figure(
    out: &mut dyn Write,
    scene: Scene,
    name: &str,
    value: &str,
    more: &str,
) -> io::Result<()> {
    let value = scene.look.paint(style::STRONG, &format!("{value:>12}"));
    let more = match more {
        "" => String::new(),
        more => scene.look.paint(style::FAINT, &format!("   {more}")),
    };
    line(out, name, &format!("{value}{more}"))
}

fn days(out: &mut dyn Write, scene: Scene, stats: &StatsView) -> io::Result<()> {
    let values: Vec<u32> = stats
        .days
        .iter()
        .map(|day| u32::try_from(day.records).unwrap_or(u32::MAX))
        .collect();
    let (today, most) = (
        stats.days.last().map_or(0, |day| day.records),
        stats.days.iter().map(|day| day.records).max().unwrap_or(0),
    );
    let (n, faint) = (style::number, style::FAINT);
    let more = format!(
        "   a day in {} days: {} today, {} at most",
        values.len(),
        n(today),
        n(most)
    );
    let chart = style::sparkline(&values);
    line(out, "observed", &(chart + &scene.look.paint(faint, &more)))?;
    let view = format!("the view {}", size(stats.view_bytes));
    let last = stats
        .last_sequence
        .map(|seq| format!(", last record {}", n(seq)));
    let more = view + &last.unwrap_or_default();
    figure(out, scene, "archive", &size(stats.archive_bytes), &more)
}

fn of_service(out: &mut dyn Write, scene: Scene, service: &ServiceView) -> io::Result<()> {
    let n = style::number;
    writeln!(out)?;
    let since = format!(
        "since {} ({})",
        style::time(service.started),
        style::ago(service.started, scene.now)
    );
    line(out, "running", &since)?;
    for complaint in &service.complaints {
        line(
            out,
            "",
            &scene.look.paint(style::BAD, &style::line(complaint)),
        )?;
    }
    if service.held {
        let held = "polling waits: the log says for what";
        line(out, "", &scene.look.paint(style::BAD, held))?;
    }
    bars(out, scene, "polls", &service.polls)?;
    let mut failures: Vec<CountView> = service.failures.iter().take(FAILURES).cloned().collect();
    let rest: u64 = service
        .failures
        .iter()
        .skip(FAILURES)
        .map(|f| f.count)
        .sum();
    if rest > 0 {
        failures.push(CountView {
            name: "others".to_owned(),
            count: rest,
        });
    }
    bars(out, scene, "failures", &failures)?;
    bars(out, scene, "stories", &service.verdicts)?;
    let waiting = format!(
        "{} and {} to fetch later",
        style::count(
            service.stories_waiting,
            "story to record",
            "stories to record"
        ),
        style::count(service.pages_waiting, "page", "pages")
    );
    let oldest = match service.stories_waiting {
        0 => String::new(),
        _ => format!(", the oldest for {}", millis(service.oldest_wait_ms as f64)),
    };
    line(out, "waiting", &(waiting + &oldest))?;
    let received = format!(
        "{} over the wire, {} entries",
        size(service.received_bytes),
        n(service.entries)
    );
    line(out, "received", &received)?;
    let taken = [
        service
            .resident_bytes
            .map(|bytes| format!("{} of memory", size(bytes))),
        service
            .open_files
            .map(|files| style::count(files, "open file", "open files")),
    ];
    let taken: Vec<String> = taken.into_iter().flatten().collect();
    if !taken.is_empty() {
        line(out, "takes", &taken.join(", "))?;
    }
    let steps = service.steps.iter().filter(|step| step.count > 0);
    for (n, step) in steps.enumerate() {
        let name = if n == 0 { "steps" } else { "" };
        line(out, name, &step_line(scene, step))?;
    }
    Ok(())
}

fn step_line(scene: Scene, step: &StepView) -> String {
    let buckets: Vec<u32> = step
        .buckets
        .iter()
        .map(|n| u32::try_from(*n).unwrap_or(u32::MAX))
        .collect();
    let time = |ms: Option<f64>| ms.map_or_else(|| "over 100 s".to_owned(), millis);
    let more = format!(
        "   half within {}, 95 % within {}",
        time(step.half_ms),
        time(step.most_ms)
    );
    format!(
        "{:<11}{:>10}  {}{}",
        style::line(&step.name),
        style::number(step.count),
        style::sparkline(&buckets),
        scene.look.paint(style::FAINT, &more)
    )
}

/// A line a count, each with a bar as long as its share of the largest.
fn bars(out: &mut dyn Write, scene: Scene, name: &str, counts: &[CountView]) -> io::Result<()> {
    let most = counts.iter().map(|count| count.count).max().unwrap_or(0);
    let shown = counts.iter().filter(|count| count.count > 0);
    let wide = shown.clone().map(|count| style::width(&count.name)).max();
    let wide = wide.unwrap_or(0).max(10);
    for (n, count) in shown.enumerate() {
        let label = style::line(&count.name);
        let room = " ".repeat(wide.saturating_sub(style::width(&label)));
        let text = format!(
            "{label}{room} {:>10}  {}",
            style::number(count.count),
            scene.look.paint(style::FAINT, &bar(count.count, most))
        );
        line(out, if n == 0 { name } else { "" }, text.trim_end())?;
    }
    Ok(())
}

/// A bar in eighths of a column; what is there at all shows.
fn bar(value: u64, most: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let full = BAR as u64 * 8;
    let eighths = (u128::from(value) * u128::from(full)).div_ceil(u128::from(most.max(1)));
    let eighths = usize::try_from(eighths).unwrap_or(0).min(BAR * 8);
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

fn millis(ms: f64) -> String {
    match ms {
        ms if ms >= 60_000.0 => format!("{:.0} min", ms / 60_000.0),
        ms if ms >= 1_000.0 => format!("{:.1} s", ms / 1_000.0),
        ms if ms >= 10.0 => format!("{ms:.0} ms"),
        ms => format!("{ms:.1} ms"),
    }
}

/// A size in the unit that leaves one to three digits before the point.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "KiB", "MiB", "GiB", "TiB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1_000.0 && unit + 1 < UNITS.len() {
        value /= 1_024.0;
        unit += 1;
    }
    match unit {
        0 => format!("{bytes} B"),
        _ if value < 10.0 => format!("{value:.1} {}", UNITS[unit]),
        _ => format!("{value:.0} {}", UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::cli::style::Look;
    use crate::model::Timestamp;

    #[test]
    fn bars_and_sizes() {
        for (value, most, expect) in [
            (0, 0, ""),
            (1, 1_000, "▏"),
            (3, 3, &"█".repeat(BAR)),
            (1, 2, &"█".repeat(BAR / 2)),
        ] {
            assert_eq!(bar(value, most), expect);
        }
        for (bytes, expect) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_536, "1.5 KiB"),
            (64 << 20, "64 MiB"),
            (5 << 40, "5.0 TiB"),
        ] {
            assert_eq!(size(bytes), expect);
        }
        for (ms, expect) in [
            (0.46, "0.5 ms"),
            (215.0, "215 ms"),
            (4_640.0, "4.6 s"),
            (120_000.0, "2 min"),
        ] {
            assert_eq!(millis(ms), expect);
        }
    }

    #[test]
    fn the_service_is_shown_with_charts_and_without_colour_where_none_is_wanted() {
        let count = |name: &str, count| CountView {
            name: name.to_owned(),
            count,
        };
        let service = ServiceView {
            started: "2026-11-18T08:00:00Z".parse().unwrap(),
            polls: vec![
                count("read", 80),
                count("unchanged", 20),
                count("failed", 0),
            ],
            failures: vec![count("timeout", 3)],
            stories_waiting: 2,
            oldest_wait_ms: 1_500,
            pages_waiting: 1,
            received_bytes: 3 << 20,
            entries: 1_200,
            resident_bytes: Some(210 << 20),
            open_files: Some(41),
            held: true,
            steps: vec![StepView {
                name: "fetch_feed".to_owned(),
                count: 100,
                mean_ms: 80.0,
                half_ms: Some(46.4),
                most_ms: None,
                buckets: vec![0, 10, 80, 10],
            }],
            ..ServiceView::default()
        };
        let scene = Scene {
            look: Look::plain(100),
            now: Timestamp::from_millis(service.started.millis() + 7_200_000),
        };
        let mut out = Vec::new();
        of_service(&mut out, scene, &service).unwrap();
        let expect = "
running      since 2026-11-18 08:00 (2 h ago)
             polling waits: the log says for what
polls        read               80  ████████████████████████
             unchanged          20  ██████
failures     timeout             3  ████████████████████████
waiting      2 stories to record and 1 page to fetch later, the oldest for 1.5 s
received     3.0 MiB over the wire, 1,200 entries
takes        210 MiB of memory, 41 open files
steps        fetch_feed        100  ·▁█▁   half within 46 ms, 95 % within over 100 s
";
        assert_eq!(String::from_utf8(out).unwrap(), expect);
    }
}
