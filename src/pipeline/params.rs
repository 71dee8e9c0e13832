//! What the configuration means for the schedule of a feed and for the client. Pure.

use crate::config::Config;
use crate::config::Feed;
use crate::poll::ClientParams;
use crate::poll::Names;
use crate::poll::ScheduleParams;
use std::sync::Arc;
use std::time::Duration;

/// How often this feed is polled.
pub(in crate::pipeline) fn schedule_params(config: &Config, feed: &Feed) -> ScheduleParams {
    let millis = |d: Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    ScheduleParams {
        interval_ms: millis(feed.interval.unwrap_or(config.poll.interval)),
        min_ms: millis(config.poll.min_interval),
        max_ms: millis(config.poll.max_interval),
        // An interval that somebody set for this very feed is meant.
        adaptive: feed.interval.is_none(),
    }
}

/// How the configuration wants requests made.
pub fn client_params(config: &Config) -> ClientParams {
    let poll = &config.poll;
    ClientParams {
        user_agent: crate::poll::user_agent(config.contact.as_deref()),
        connect_timeout: poll.connect_timeout,
        first_byte_timeout: poll.first_byte_timeout,
        idle_timeout: poll.idle_timeout,
        total_timeout: poll.total_timeout,
        max_body: poll.max_body.0,
        max_redirects: poll.max_redirects,
        allow_private: poll.allow_private.clone(),
        names: Names::System,
        robots: config.pages.robots,
        max_in_flight: poll.max_in_flight,
        domain_gap: poll.per_host_gap,
        received: Arc::default(),
    }
}
