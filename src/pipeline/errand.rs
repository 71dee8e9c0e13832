//! The number by which the log knows one errand: a poll, a page fetched later, what a hub sent, a request to the socket.
//! Every line about it stands in its span. Knows nothing of what is done.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use tracing::Span;
use tracing::error_span;

/// Counted through in this process.
static LAST: AtomicU64 = AtomicU64::new(0);

/// The next number; none is given twice before the process ends.
pub fn next() -> u64 {
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

// Spans have the level of the gravest line, so that no filter takes the number from a line that it lets through.

/// One feed's round.
pub fn poll() -> Span {
    error_span!("poll", request = next())
}

/// One page fetched later.
pub fn page() -> Span {
    error_span!("page", request = next())
}

/// A subscription that is ended.
pub fn parting() -> Span {
    error_span!("parting", request = next())
}

/// A request that came in under the number `request`.
pub fn asked(request: u64) -> Span {
    error_span!("asked", request)
}
