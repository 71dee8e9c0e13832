//! The vitals as people see them: the same counts that machines scrape. Knows nothing of terminals.

use crate::inspect::CountView;
use crate::inspect::ServiceView;
use crate::inspect::StepView;
use crate::pipeline::counters::Poll;
use crate::pipeline::limits;
use crate::pipeline::meters::BOUNDS;
use crate::pipeline::meters::Step;
use crate::pipeline::meters::Times;
use crate::serve::metrics::Vitals;
use std::cmp::Reverse;

/// How the service does, at this moment.
pub(super) fn view(vitals: &Vitals) -> ServiceView {
    let counters = vitals.counters();
    let counts = counters.read();
    let count = |(name, count): (&str, u64)| CountView {
        name: name.to_owned(),
        count,
    };
    let mut failures: Vec<CountView> = counts
        .failures
        .iter()
        .map(|(name, n)| count((name, *n)))
        .collect();
    failures.sort_by_key(|failure| Reverse(failure.count));
    let verdicts = [
        ("new", counts.new),
        ("revision", counts.revisions),
        ("copy", counts.copies),
        ("partial", counts.partials),
        ("unchanged", counts.unchanged),
    ];
    ServiceView {
        started: vitals.started(),
        polls: Poll::ALL
            .iter()
            .map(|poll| poll.name())
            .zip(counts.polls)
            .map(count)
            .collect(),
        failures,
        verdicts: verdicts.into_iter().map(count).collect(),
        entries: counts.entries,
        received_bytes: counts.received,
        stories_waiting: counts.waiting,
        oldest_wait_ms: u64::try_from(counts.oldest_wait.as_millis()).unwrap_or(u64::MAX),
        pages_waiting: counts.pages_wait,
        held: counts.held,
        durable_sequence: counts.durable,
        resident_bytes: limits::resident(),
        open_files: limits::open_files(),
        steps: Step::ALL
            .iter()
            .map(|step| step_view(step.name(), &counters.times(*step)))
            .collect(),
        complaints: vitals.complaints(),
    }
}

fn step_view(name: &str, times: &Times) -> StepView {
    let within = |percent: u64| {
        let wanted = (times.count * percent).div_ceil(100).max(1);
        let bucket = times.at_most.iter().position(|n| *n >= wanted)?;
        Some(BOUNDS[bucket] as f64 / 1e3)
    };
    let before = std::iter::once(0).chain(times.at_most);
    let beyond = times.count.saturating_sub(times.at_most[BOUNDS.len() - 1]);
    let buckets = times.at_most.iter().zip(before).map(|(n, less)| n - less);
    StepView {
        name: name.to_owned(),
        count: times.count,
        mean_ms: times.sum as f64 / 1e3 / times.count.max(1) as f64,
        half_ms: within(50),
        most_ms: within(95),
        buckets: buckets.chain([beyond]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::meters::Histogram;
    use std::time::Duration;

    #[test]
    fn shares_of_a_histogram() {
        let histogram = Histogram::default();
        for millis in [1, 1, 1, 40, 500_000] {
            histogram.add(Duration::from_millis(millis));
        }
        let step = step_view("x", &histogram.read());
        assert_eq!((step.half_ms, step.most_ms), (Some(1.0), None));
        assert_eq!(step.buckets.len(), BOUNDS.len() + 1);
        assert_eq!(step.buckets.iter().sum::<u64>(), 5);
        let none = step_view("x", &Histogram::default().read());
        assert_eq!((none.count, none.mean_ms), (0, 0.0));
    }
}
