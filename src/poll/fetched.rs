//! What a successful fetch gives, and what is sent along with the next. Plain data.

use super::links::Links;
use super::shown::public;
use super::shown::tidy;
use crate::store::rows::FeedRow;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use url::Url;

/// Longest validator that is remembered, in bytes; with a longer one the next poll is unconditional.
pub const MAX_VALIDATOR: usize = 1024;
/// Longest `Content-Type` kept, in bytes; a longer one is cut.
pub(super) const MAX_CONTENT_TYPE: usize = 256;
/// Longest `Content-Location` that is heeded, in bytes; a longer one is taken for none.
const MAX_OWN_ADDRESS: usize = 2048;

/// What identifies one state of a document to its host, byte for byte as the host sent it: hosts compare, they do not parse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Validators {
    /// Those that a feed's row remembers.
    pub fn of_row(row: &FeedRow) -> Validators {
        Validators {
            etag: row.etag.clone(),
            last_modified: row.last_modified.clone(),
        }
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// These, with what `older` knows where these are silent: "not modified" need not repeat every header.
    pub(super) fn or(self, older: &Validators) -> Validators {
        Validators {
            etag: self.etag.or_else(|| older.etag.clone()),
            last_modified: self.last_modified.or_else(|| older.last_modified.clone()),
        }
    }
}

/// The validators that an answer's headers give; one too long to keep is left out.
pub(super) fn sent_validators(headers: &HeaderMap) -> Validators {
    let text = |name: HeaderName| {
        let bytes = headers.get(name)?.as_bytes();
        let usable = !bytes.is_empty() && bytes.len() <= MAX_VALIDATOR;
        std::str::from_utf8(bytes)
            .ok()
            .filter(|_| usable)
            .map(str::to_owned)
    };
    Validators {
        etag: text(header::ETAG),
        last_modified: text(header::LAST_MODIFIED),
    }
}

/// The `Content-Type` of an answer, cut where it is long.
pub(super) fn sent_type(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?;
    let kind = String::from_utf8_lossy(kind.as_bytes());
    Some(tidy(&kind, MAX_CONTENT_TYPE))
}

/// The address of the document itself where `Content-Location` states one on the same host: relative links of a feed that one address
/// gives in several forms are meant from there. Another host's is not believed.
pub(super) fn own_address(headers: &HeaderMap, url: &Url) -> Option<String> {
    let stated = headers.get(header::CONTENT_LOCATION)?.to_str().ok()?;
    let own = url.join(stated.trim()).ok()?;
    let same = own.host() == url.host() && matches!(own.scheme(), "http" | "https");
    Some(public(&own)).filter(|own| same && own.len() <= MAX_OWN_ADDRESS)
}

/// What a URL gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// Nothing changed since the validators that were sent.
    NotModified {
        /// To send next time: the old ones, refreshed by what the host said now.
        validators: Validators,
        /// As [`Page::fresh_ms`].
        fresh_ms: Option<u64>,
        /// As [`Page::permanent_redirect_to`].
        permanent_redirect_to: Option<String>,
    },
    /// The document.
    Body(Page),
}

/// A document as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The body, decompressed; at most `ClientParams::max_body` bytes.
    pub bytes: Vec<u8>,
    /// The URL that gave the body, after redirects, without credentials and fragment.
    pub final_url: String,
    /// The document's own address, by its `Content-Location`, without credentials and fragment: before `final_url` the base for
    /// relative links.
    pub own_address: Option<String>,
    /// `Content-Type` as sent; `None` for files.
    pub content_type: Option<String>,
    /// To send next time.
    pub validators: Validators,
    /// For how long the host says that the document stays as it is, in milliseconds; `None` where it says nothing of it.
    pub fresh_ms: Option<u64>,
    /// What the headers say of it.
    pub links: Links,
    /// The document's new address, where the host says that it moved for good; without credentials.
    pub permanent_redirect_to: Option<String>,
}

impl Page {
    /// The address that relative links of a feed are seen from.
    pub fn base(&self) -> &str {
        self.own_address.as_deref().unwrap_or(&self.final_url)
    }
}
