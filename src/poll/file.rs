//! `file:` URLs: plain local files, for demonstrations and tests, and for those who fetch by other means.
//! Also the rule that keeps everybody else's feeds away from them. Knows nothing of HTTP.

use super::classify::MAX_DETAIL;
use super::error::FetchError;
use super::error::Phase;
use super::fetched::Fetched;
use super::fetched::Page;
use super::fetched::Validators;
use super::links::Links;
use super::shown::ShownUrl;
use super::shown::public;
use super::shown::tidy;
use std::fs;
use std::fs::File;
use std::fs::Metadata;
use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::UNIX_EPOCH;
use url::Url;

/// Whether the feed at `feed_url` may lead to `page_url`. Pages over HTTP always; a page in a file only where the
/// feed is a file too and the page lies below the feed's own directory, once links and `..` are resolved.
/// Looks at the disk for `file:` pages, so a missing page is [`FetchError::NotFoundFile`].
pub fn may_follow(feed_url: &str, page_url: &str) -> Result<(), FetchError> {
    let parse = |text: &str| {
        Url::parse(text).map_err(|e| FetchError::BadUrl {
            url: ShownUrl::of(text),
            detail: e.to_string(),
        })
    };
    let page = parse(page_url)?;
    match page.scheme() {
        "http" | "https" => Ok(()),
        "file" => followed(&parse(feed_url)?, &page).map(|_| ()),
        _ => Err(FetchError::UnsupportedScheme {
            url: ShownUrl::from(&page),
        }),
    }
}

/// The real path of a `file:` page that the feed may lead to: what was judged is what is then opened.
pub(super) fn followed(feed: &Url, page: &Url) -> Result<PathBuf, FetchError> {
    let outside = || FetchError::OutsideFeed {
        url: ShownUrl::from(page),
    };
    if feed.scheme() != "file" {
        return Err(outside());
    }
    let feed_path = path_of(feed)?;
    let feed_path = fs::canonicalize(&feed_path).map_err(|e| failed(feed, &e))?;
    let page_path = path_of(page)?;
    let directory = feed_path.parent().ok_or_else(outside)?;
    match fs::canonicalize(&page_path) {
        Ok(path) if path.starts_with(directory) => Ok(path),
        Ok(_) => Err(outside()),
        // Whether a file outside exists is nothing that a feed may find out either.
        Err(_) if !page_path.starts_with(directory) => Err(outside()),
        Err(e) => Err(failed(page, &e)),
    }
}

/// The local path of a `file:` URL.
pub(super) fn path_of(url: &Url) -> Result<PathBuf, FetchError> {
    url.to_file_path().map_err(|()| FetchError::BadUrl {
        url: ShownUrl::from(url),
        detail: "a file: URL names a file on this machine, as in file:///path/feed.xml".to_owned(),
    })
}

/// Reads the file at `path`, which `url` names, up to `max` bytes. Blocks.
pub(super) fn read(
    path: &Path,
    url: &Url,
    known: &Validators,
    max: u64,
) -> Result<Fetched, FetchError> {
    let too_large = || FetchError::TooLarge {
        url: ShownUrl::from(url),
        limit: max,
    };
    let plain = |metadata: &Metadata| match metadata.is_file() {
        true => Ok(()),
        false => Err(FetchError::NotAFile {
            url: ShownUrl::from(url),
        }),
    };
    // Asked before opening, since to open a pipe is to wait for a writer; and after, for what was really opened.
    plain(&fs::metadata(path).map_err(|e| failed(url, &e))?)?;
    let file = File::open(path).map_err(|e| failed(url, &e))?;
    let metadata = file.metadata().map_err(|e| failed(url, &e))?;
    plain(&metadata)?;
    // Taken before the bytes: a file that changes while it is read is then read again next time.
    let validators = Validators {
        etag: tag(&metadata),
        last_modified: None,
    };
    if validators.etag.is_some() && validators.etag == known.etag {
        return Ok(Fetched::NotModified {
            validators,
            fresh_ms: None,
            permanent_redirect_to: None,
        });
    }
    if metadata.len() > max {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let mut capped = file.take(max.saturating_add(1));
    capped
        .read_to_end(&mut bytes)
        .map_err(|e| failed(url, &e))?;
    if bytes.len() as u64 > max {
        return Err(too_large());
    }
    Ok(Fetched::Body(Page {
        bytes,
        final_url: public(url),
        own_address: None,
        content_type: None,
        validators,
        fresh_ms: None,
        links: Links::default(),
        permanent_redirect_to: None,
    }))
}

/// Runs blocking work on the disk, for at most `limit`: a dead network mount must not stop a poll for ever.
pub(super) async fn on_disk<T: Send + 'static>(
    url: &Url,
    limit: Duration,
    work: impl FnOnce() -> Result<T, FetchError> + Send + 'static,
) -> Result<T, FetchError> {
    match tokio::time::timeout(limit, tokio::task::spawn_blocking(work)).await {
        Ok(Ok(result)) => result,
        Ok(Err(join)) => Err(FetchError::Io {
            url: ShownUrl::from(url),
            detail: tidy(&join.to_string(), MAX_DETAIL),
        }),
        Err(_) => Err(FetchError::Timeout {
            url: ShownUrl::from(url),
            phase: Phase::Total,
            after: limit,
        }),
    }
}

/// Size and time of last change. A file system without such times has every poll read the file.
fn tag(metadata: &Metadata) -> Option<String> {
    let modified = metadata.modified().ok()?;
    let nanos = match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos().to_string(),
        Err(before) => format!("-{}", before.duration().as_nanos()),
    };
    Some(format!("{}-{nanos}", metadata.len()))
}

fn failed(url: &Url, error: &io::Error) -> FetchError {
    let url = ShownUrl::from(url);
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FetchError::NotFoundFile { url },
        _ => FetchError::Io {
            url,
            detail: tidy(&error.to_string(), MAX_DETAIL),
        },
    }
}
