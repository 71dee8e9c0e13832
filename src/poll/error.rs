//! Why a fetch failed: a closed list with the URL inside, and what each failure means for the schedule.
//! Knows nothing of any HTTP library.

use super::shown::ShownUrl;
use crate::model::span_in_words;
use std::net::IpAddr;
use std::time::Duration;

/// Why a URL could not be read. Each message is one sentence; no message shows credentials.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The host is, or resolves only to, an address that is not public.
    #[error(
        "{url} leads to {address}, which is not a public address; if that is meant, name it in allow_private under [poll]"
    )]
    BlockedAddress {
        /// What was asked for.
        url: ShownUrl,
        /// The (first) refused address.
        address: IpAddr,
    },
    /// The host's name could not be resolved.
    #[error("the name of {url} could not be resolved: {detail}")]
    Dns {
        /// What was asked for.
        url: ShownUrl,
        /// The resolver's words.
        detail: String,
        /// Whether the resolver itself was out of reach, which says nothing about the host.
        temporary: bool,
    },
    /// No connection to the host.
    #[error("no connection to {url}: {detail}")]
    Connect {
        /// What was asked for.
        url: ShownUrl,
        /// The system's words.
        detail: String,
    },
    /// The host's certificate or TLS handshake is at fault.
    #[error("no secure connection to {url}: {detail}")]
    Tls {
        /// What was asked for.
        url: ShownUrl,
        /// The TLS library's words.
        detail: String,
    },
    /// A time limit ran out.
    #[error("{url} took too long: {phase} within {}", span_in_words(.after.as_millis() as u64))]
    Timeout {
        /// What was asked for.
        url: ShownUrl,
        /// What was waited for.
        phase: Phase,
        /// The limit that ran out.
        after: Duration,
    },
    /// The host answered with a status that is neither success, nor redirect, nor "not modified".
    #[error("{url} answered {status}: {}", status_words(*.status))]
    HttpStatus {
        /// What was asked for.
        url: ShownUrl,
        /// The status code.
        status: u16,
        /// How long the host asks to be left alone, in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// The host wants to see a browser solve a riddle first.
    #[error(
        "{url} answered {status} and asks for a browser check: ask the outlet to let feed readers through"
    )]
    Challenge {
        /// What was asked for.
        url: ShownUrl,
        /// The status code.
        status: u16,
    },
    /// The body is larger, after decompression, than is read.
    #[error("{url} is larger than {limit} bytes: raise max_body if that is a real feed or page")]
    TooLarge {
        /// What was asked for.
        url: ShownUrl,
        /// The cap in bytes, counted after decompression.
        limit: u64,
    },
    /// The body grows so much in unpacking that it was made to.
    #[error("{url} unpacks to more than {ratio} times its size, as no honest document does")]
    Inflated {
        /// What was asked for.
        url: ShownUrl,
        /// The cap on decoded bytes for each byte received.
        ratio: u64,
    },
    /// A redirect that leads nowhere.
    #[error("{url} cannot be followed: {fault}")]
    Redirect {
        /// The URL that redirects.
        url: ShownUrl,
        /// What is wrong with it.
        fault: RedirectFault,
    },
    /// A URL that is neither `http:` nor `https:` (nor, where allowed, `file:`).
    #[error("{url} cannot be read: it is none of http:, https: and, for feeds, file:")]
    UnsupportedScheme {
        /// The URL.
        url: ShownUrl,
    },
    /// There is no such local file.
    #[error("there is no file {url}")]
    NotFoundFile {
        /// The `file:` URL.
        url: ShownUrl,
    },
    /// A local path that is a directory, device, socket or pipe.
    #[error("{url} is not a plain file")]
    NotAFile {
        /// The `file:` URL.
        url: ShownUrl,
    },
    /// A page on this machine that its feed has no right to point at.
    #[error(
        "{url} is not read: only a feed that is itself a file may lead to files, and only to those below its own directory"
    )]
    OutsideFeed {
        /// The page's URL.
        url: ShownUrl,
    },
    /// The local system failed.
    #[error("{url} could not be read: {detail}")]
    Io {
        /// What was asked for.
        url: ShownUrl,
        /// The system's words.
        detail: String,
    },
    /// Not a URL at all.
    #[error("'{url}' is not a URL that can be read: {detail}")]
    BadUrl {
        /// The text.
        url: ShownUrl,
        /// What is wrong with it.
        detail: String,
    },
    /// The host does not answer as HTTP demands: garbage, too many or too long headers, no answer at all.
    #[error("{url} did not answer with proper HTTP: {detail}")]
    Protocol {
        /// What was asked for.
        url: ShownUrl,
        /// What was wrong.
        detail: String,
    },
    /// The body ended before its end, or its compression is damaged.
    #[error("{url} broke off or is damaged after {got} bytes: {detail}")]
    BrokenBody {
        /// What was asked for.
        url: ShownUrl,
        /// Bytes read until then, after decompression.
        got: u64,
        /// What was wrong.
        detail: String,
    },
    /// The site's robots.txt asks that this be left alone, or could not be had.
    #[error("{url} is not read: {}", robots_words(*.lost))]
    Robots {
        /// What was to be asked for.
        url: ShownUrl,
        /// Whether the site's wishes could not be had, so that nothing of it is asked for.
        lost: bool,
    },
    /// Nothing was asked, since the domain demanded a pause that is not over.
    #[error("{url} was not asked: its domain wants to be left alone for another {}", span_in_words(*.wait_ms))]
    Held {
        /// What was to be asked for.
        url: ShownUrl,
        /// What is left of the pause, in milliseconds.
        wait_ms: u64,
    },
}

/// What was waited for when the time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A connection, its name look-up and TLS handshake included.
    Connect,
    /// The headers of the answer.
    FirstByte,
    /// The next piece of the body.
    Idle,
    /// The whole, redirects included, the wait for politeness not.
    Total,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Phase::Connect => "no connection",
            Phase::FirstByte => "no answer",
            Phase::Idle => "no further data",
            Phase::Total => "not done",
        })
    }
}

/// What is wrong with a redirect.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// It leads back to a URL already seen on this walk.
    #[error("its redirects go in a circle")]
    Loop,
    /// The walk is longer than allowed.
    #[error("it redirects more than {0} times")]
    TooMany(usize),
    /// There is no `Location`.
    #[error("it redirects without saying where to")]
    NoLocation,
    /// The `Location` is not a URL.
    #[error("it redirects to what is not a URL")]
    BadLocation,
    /// It leads from an encrypted connection to one that anybody can read and change.
    #[error("it redirects from https to http; if that is meant, configure the http address itself")]
    Downgrade,
    /// It leads to a page for signing in or giving consent, which no feed reader can do.
    #[error("it redirects to a page for signing in or giving consent ({0})")]
    Login(ShownUrl),
}

/// Every name that [`FetchError::name`] gives, for filters and metrics.
pub const ERROR_NAMES: [&str; 23] = [
    "bad_url",
    "blocked_address",
    "broken_body",
    "challenge",
    "connect",
    "dns",
    "held",
    "http_status",
    "inflated",
    "io",
    "login_page",
    "not_a_file",
    "not_found_file",
    "outside_feed",
    "protocol",
    "redirect",
    "redirect_downgrade",
    "redirect_loop",
    "robots",
    "timeout",
    "tls",
    "too_large",
    "unsupported_scheme",
];

/// The weight of a failure that only a person can mend.
const HARD: f64 = 1.0;
/// The weight of a failure that often mends itself.
const SOFT: f64 = 0.5;
/// The weight of a failure that is more likely ours or the network's than the feed's.
const TEMPORARY: f64 = 0.25;

impl FetchError {
    /// Its name from the closed list [`ERROR_NAMES`]: stable, for scripts, metrics and `last_error`.
    pub fn name(&self) -> &'static str {
        match self {
            FetchError::BlockedAddress { .. } => "blocked_address",
            FetchError::Dns { .. } => "dns",
            FetchError::Connect { .. } => "connect",
            FetchError::Tls { .. } => "tls",
            FetchError::Timeout { .. } => "timeout",
            FetchError::HttpStatus { .. } => "http_status",
            FetchError::Challenge { .. } => "challenge",
            FetchError::TooLarge { .. } => "too_large",
            FetchError::Inflated { .. } => "inflated",
            FetchError::Redirect { fault, .. } => match fault {
                RedirectFault::Loop => "redirect_loop",
                RedirectFault::Downgrade => "redirect_downgrade",
                RedirectFault::Login(_) => "login_page",
                RedirectFault::TooMany(_)
                | RedirectFault::NoLocation
                | RedirectFault::BadLocation => "redirect",
            },
            FetchError::UnsupportedScheme { .. } => "unsupported_scheme",
            FetchError::NotFoundFile { .. } => "not_found_file",
            FetchError::NotAFile { .. } => "not_a_file",
            FetchError::OutsideFeed { .. } => "outside_feed",
            FetchError::Io { .. } => "io",
            FetchError::BadUrl { .. } => "bad_url",
            FetchError::Protocol { .. } => "protocol",
            FetchError::BrokenBody { .. } => "broken_body",
            FetchError::Robots { .. } => "robots",
            FetchError::Held { .. } => "held",
        }
    }

    /// How much it counts towards backing off: hard 1, soft 0.5, temporary 0.25, and 0 where nothing was asked.
    /// The scale is Media Cloud's: a 404 is soft there too, since feeds that answered 404 do come back.
    pub fn weight(&self) -> f64 {
        match self {
            FetchError::Held { .. } => 0.0,
            FetchError::Dns {
                temporary: true, ..
            } => TEMPORARY,
            FetchError::HttpStatus { status, .. } => match status {
                404 | 408 | 425 | 429 | 500.. => SOFT,
                _ => HARD,
            },
            FetchError::Dns { .. }
            | FetchError::Connect { .. }
            | FetchError::Tls { .. }
            | FetchError::Timeout { .. }
            | FetchError::NotFoundFile { .. }
            | FetchError::Io { .. }
            | FetchError::Protocol { .. }
            | FetchError::BrokenBody { .. }
            | FetchError::Robots { lost: true, .. } => SOFT,
            FetchError::BlockedAddress { .. }
            | FetchError::Challenge { .. }
            | FetchError::TooLarge { .. }
            | FetchError::Inflated { .. }
            | FetchError::Redirect { .. }
            | FetchError::UnsupportedScheme { .. }
            | FetchError::NotAFile { .. }
            | FetchError::OutsideFeed { .. }
            | FetchError::Robots { lost: false, .. }
            | FetchError::BadUrl { .. } => HARD,
        }
    }

    /// How long to leave it alone at least, in milliseconds: as the host asked, or what is left of a pause.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            FetchError::HttpStatus { retry_after_ms, .. } => *retry_after_ms,
            FetchError::Held { wait_ms, .. } => Some(*wait_ms),
            _ => None,
        }
    }

    /// Whether the same request may well succeed later without anybody doing anything: for a page, whether to try again.
    /// A page that is not found counts: feeds name pages before they are there.
    pub fn may_pass(&self) -> bool {
        self.weight() < HARD
    }

    /// The status code, where the host sent one.
    pub fn status(&self) -> Option<u16> {
        match self {
            FetchError::HttpStatus { status, .. } | FetchError::Challenge { status, .. } => {
                Some(*status)
            }
            _ => None,
        }
    }
}

fn robots_words(lost: bool) -> &'static str {
    match lost {
        true => {
            "the site's robots.txt cannot be had, so nothing else of it is asked for until it can"
        }
        false => "the site's robots.txt asks for it to be left alone",
    }
}

fn status_words(status: u16) -> &'static str {
    match status {
        304 => "'not modified', though nothing was known to compare with",
        401 => "it wants a user name and a password, which may stand in the feed's URL",
        402 | 403 => "it refuses this reader",
        404 => "there is nothing there",
        406 => "it has nothing of a kind that was asked for",
        408 => "it gave up waiting",
        410 => "it is gone for good, so remove the feed or find its new address",
        429 => "it is asked too often",
        451 => "it withholds it for legal reasons",
        503 => "it is out of service for now",
        500..=599 => "the fault is on its side",
        _ => "that is no success",
    }
}
