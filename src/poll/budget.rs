//! The time that one document may take, spent wait by wait. Knows nothing of what is waited for.

use super::error::FetchError;
use super::error::Phase;
use super::shown::ShownUrl;
use std::future::Future;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// What is left of the time for one document.
pub(super) struct Budget {
    whole: Duration,
    left: Duration,
}

impl Budget {
    /// A budget of `whole`.
    pub(super) fn new(whole: Duration) -> Budget {
        Budget { whole, left: whole }
    }

    /// Waits for `future`, but neither longer than `limit` nor than what is left.
    pub(super) async fn wait<F: Future>(
        &mut self,
        url: &Url,
        phase: Phase,
        limit: Duration,
        future: F,
    ) -> Result<F::Output, FetchError> {
        let (phase, limit, after) = if limit <= self.left {
            (phase, limit, limit)
        } else {
            (Phase::Total, self.left, self.whole)
        };
        let late = || FetchError::Timeout {
            url: ShownUrl::from(url),
            phase,
            after,
        };
        // A timer alone never stops a host that always has the next byte ready.
        if limit.is_zero() {
            return Err(late());
        }
        let start = Instant::now();
        let result = tokio::time::timeout(limit, future).await;
        self.left = self.left.saturating_sub(start.elapsed());
        result.map_err(|_| late())
    }
}
