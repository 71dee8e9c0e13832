//! `sayso try`: what a feed or a page would yield; stores nothing. The same reading code as the service's.

mod feed;
mod page;

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::paths;
use crate::feed::Document;
use crate::feed::FeedError;
use crate::pipeline::poller::client_params;
use crate::poll::Client;
use crate::poll::Clock;
use crate::poll::Fetched;
use crate::poll::Validators;
use clap::Args as ClapArgs;

/// Arguments of `try`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A feed is shown as its entries, with what it says of itself and how well it read; a page as its paragraphs, each with what
it is taken for, who says what in it, and the feeds that it links to. With --format json a feed is one document with all
that was read of it; jsonl and csv have one entry a line.
The limits and allow_private of the configuration count, where there is one.

Examples:
  sayso try https://example.org/feed.xml
  sayso try https://example.org/news/story.html
  sayso try saved-feed.xml --base https://example.org/feed.xml --format json
  sayso try saved-page.html --format json")]
pub struct Args {
    /// A URL (http, https) or a file.
    #[arg(value_name = "URL|FILE")]
    what: String,

    /// The address that relative links are seen from, where it is not the one that is read (a saved feed).
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base: Option<String>,

    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    place: Place,
}

fn base_url(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https" | "file") => Ok(text.to_owned()),
        _ => Err("give an absolute URL, as https://example.org/feed.xml".to_owned()),
    }
}

/// Fetches, reads as a feed, else as a page, and prints.
pub fn run(args: &Args) -> Outcome {
    let url = address(&args.what)?;
    let config = paths::config_or_defaults(&args.place)?;
    let client = Client::new(client_params(&config), Clock::System).map_err(Failure::failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed(format!("the runtime cannot be started: {e}")))?;
    let fetched = runtime
        .block_on(client.feed(&url, &Validators::default()))
        .map_err(Failure::failed)?;
    let Fetched::Body(mut page) = fetched else {
        return Err(Failure::failed(format!(
            "{url}: the server says that nothing changed, though nothing was known"
        )));
    };
    if let Some(base) = &args.base {
        page.final_url.clone_from(base);
        page.own_address = None;
    }
    let read = |base: &str| crate::feed::parse(&page.bytes, base, page.content_type.as_deref());
    match read(page.base()) {
        Ok(document) => {
            let placed = home(&document).and_then(|home| read(&home).ok());
            let mut document = placed.unwrap_or(document);
            if leads_nowhere(&document) {
                document.problems.push(format!(
                    "its links are relative and it does not say where it came from, so they lead nowhere; give its address with --base, as in: sayso try {} --base https://example.org/feed.xml",
                    args.what
                ));
                unplace(&mut document);
            }
            feed::show(args.format, &document)
        }
        Err(FeedError::HtmlPage { feeds, .. }) => page::show(args.format, &page, &feeds),
        Err(error) => Err(Failure::failed(error)),
    }
}

/// The address on the web that a saved feed came from, as it states itself, where its relative links lead to no file.
fn home(document: &Document) -> Option<String> {
    let stated = document.hints.self_url.iter().chain(&document.site);
    let mut web = stated.filter(|url| url.starts_with("http"));
    web.next().filter(|_| leads_nowhere(document)).cloned()
}

/// Whether links of a document lead to files that are not there.
fn leads_nowhere(document: &Document) -> bool {
    let mut links = document.entries.iter().filter_map(|e| e.link.as_deref());
    links.any(is_lost)
}

/// Whether an address is that of a file that is not there.
fn is_lost(link: &str) -> bool {
    let file = url::Url::parse(link)
        .ok()
        .filter(|url| url.scheme() == "file");
    file.and_then(|url| url.to_file_path().ok())
        .is_some_and(|path| !path.exists())
}

/// Takes out the addresses of files that are not there: nobody wrote them.
fn unplace(document: &mut Document) {
    let lost = |url: &Option<String>| url.as_deref().is_some_and(is_lost);
    document.site = document.site.take().filter(|url| !is_lost(url));
    for entry in &mut document.entries {
        entry.link = entry.link.take().filter(|url| !is_lost(url));
        entry.enclosures.retain(|file| !is_lost(&file.url));
        entry.images.retain(|url| !is_lost(url));
        entry.links.retain(|link| !is_lost(&link.href));
        if let Some(from) = entry.taken_from.as_mut().filter(|from| lost(&from.url)) {
            from.url = None;
        }
    }
}

/// The URL that is meant: as given, or of the file.
fn address(what: &str) -> Result<String, Failure> {
    let scheme = what
        .split_once("://")
        .is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()));
    if scheme || what.starts_with("file:") {
        return Ok(what.to_owned());
    }
    let path = std::fs::canonicalize(what).map_err(|e| {
        Failure::misuse(format!(
            "{what}: {e}; give a file that is there, or a URL with https:// before it"
        ))
    })?;
    url::Url::from_file_path(&path)
        .map(String::from)
        .map_err(|()| Failure::misuse(format!("{what}: this path cannot be read as a file")))
}
