//! One request: what is asked for and which headers go with it. Knows nothing of answers.

use super::error::FetchError;
use super::fetched::Validators;
use super::shown::ShownUrl;
use super::unpack::ACCEPT_ENCODING;
use reqwest::Response;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use url::Url;

const ACCEPT_FEED: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, \
    application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.3";
const ACCEPT_PAGE: &str = "text/html, application/xhtml+xml, */*;q=0.5";
const ACCEPT_ROBOTS: &str = "text/plain, */*;q=0.5";

/// What is asked for, which decides the `Accept` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// A feed document.
    Feed,
    /// An HTML page.
    Page,
    /// A site's `robots.txt`.
    Robots,
}

/// Sends one request. `headers` are the feed's own.
pub(super) async fn ask(
    http: &reqwest::Client,
    url: &Url,
    want: Want,
    validators: &Validators,
    mut headers: HeaderMap,
) -> Result<Response, reqwest::Error> {
    let accept = match want {
        Want::Feed => ACCEPT_FEED,
        Want::Page => ACCEPT_PAGE,
        Want::Robots => ACCEPT_ROBOTS,
    };
    let accept = HeaderValue::from_static(accept);
    headers.entry(header::ACCEPT).or_insert(accept);
    let packings = HeaderValue::from_static(ACCEPT_ENCODING);
    headers.insert(header::ACCEPT_ENCODING, packings);
    send(&mut headers, header::IF_NONE_MATCH, &validators.etag);
    send(
        &mut headers,
        header::IF_MODIFIED_SINCE,
        &validators.last_modified,
    );
    http.get(url.clone()).headers(headers).send().await
}

fn send(headers: &mut HeaderMap, name: HeaderName, value: &Option<String>) {
    let value = value
        .as_ref()
        .map(|text| HeaderValue::from_bytes(text.as_bytes()));
    // What cannot be sent is not sent: the poll is then less conditional, and right all the same.
    if let Some(Ok(value)) = value {
        headers.insert(name, value);
    }
}

/// The address that a text is.
pub(super) fn parse(url: &str) -> Result<Url, FetchError> {
    Url::parse(url.trim()).map_err(|e| FetchError::BadUrl {
        url: ShownUrl::of(url),
        detail: e.to_string(),
    })
}
