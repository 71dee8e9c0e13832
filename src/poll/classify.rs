//! From the HTTP library's errors to ours. Looks for types along the chain of causes, for words only where there are no types.

use super::error::FetchError;
use super::error::Phase;
use super::resolver::Refused;
use super::shown::ShownUrl;
use super::shown::tidy;
use std::error::Error;
use std::io;
use std::time::Duration;
use url::Url;

/// Longest detail taken from a library's or the system's message, in bytes; the rest is cut.
pub(super) const MAX_DETAIL: usize = 200;

/// Why no headers came back from `url`.
pub(super) fn request_failed(
    url: &Url,
    error: &reqwest::Error,
    connect_timeout: Duration,
) -> FetchError {
    let url = ShownUrl::from(url);
    let detail = detail(error);
    if let Some(refused) = find::<Refused>(error) {
        return FetchError::BlockedAddress {
            url,
            address: refused.0,
        };
    }
    if error.is_dns() {
        // The standard library gives the resolver's answer as text only: glibc's and musl's words for "try again".
        let temporary = ["Temporary failure", "Try again"]
            .iter()
            .any(|words| detail.contains(words));
        return FetchError::Dns {
            url,
            detail,
            temporary,
        };
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        let detail = tls_words(tls).map_or(detail, str::to_owned);
        return FetchError::Tls { url, detail };
    }
    if error.is_timeout() {
        return FetchError::Timeout {
            url,
            phase: Phase::Connect,
            after: connect_timeout,
        };
    }
    if error.is_connect() {
        return FetchError::Connect { url, detail };
    }
    if error.is_builder() {
        return FetchError::BadUrl { url, detail };
    }
    FetchError::Protocol { url, detail }
}

/// What is wrong with a certificate, where that is one of the common faults.
fn tls_words(error: &rustls::Error) -> Option<&'static str> {
    use rustls::CertificateError as Fault;
    let rustls::Error::InvalidCertificate(fault) = error else {
        return None;
    };
    Some(match fault {
        Fault::Expired | Fault::ExpiredContext { .. } => "its certificate has expired",
        Fault::NotValidYet | Fault::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or this machine's clock is wrong"
        }
        Fault::NotValidForName | Fault::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        Fault::UnknownIssuer => {
            "its certificate is signed by nobody whom this machine trusts; if that is meant, name the signer in ca_file"
        }
        Fault::Revoked => "its certificate was taken back by its issuer",
        _ => return None,
    })
}

/// Why the body of `url` stopped after `got` decoded bytes.
pub(super) fn body_failed(url: &Url, error: &io::Error, got: u64) -> FetchError {
    let library = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    FetchError::BrokenBody {
        url: ShownUrl::from(url),
        got,
        detail: match library {
            Some(error) => detail(error),
            None => tidy(&error.to_string(), MAX_DETAIL),
        },
    }
}

/// The innermost cause: the frames around it say little, and the outermost may show the URL.
pub(super) fn detail(error: &reqwest::Error) -> String {
    let mut words = "no further detail".to_owned();
    let mut cause = error.source();
    while let Some(error) = cause {
        words = error.to_string();
        cause = inner(error);
    }
    tidy(&words, MAX_DETAIL)
}

/// The first cause of type `T`.
fn find<T: Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        cause = inner(error);
    }
    None
}

/// The next cause; an I/O error's `source` skips the error that it wraps, so that one is asked for by name.
fn inner<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
