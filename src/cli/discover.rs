//! `sayso feeds discover`: the feeds that a site names, each looked at; stores nothing.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::paths;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::talk;
use crate::feed;
use crate::feed::FeedLink;
use crate::pipeline::poller::client_params;
use crate::poll::Client;
use crate::poll::Clock;
use crate::poll::Fetched;
use crate::poll::Page;
use crate::poll::Validators;
use clap::Args as ClapArgs;
use serde::Serialize;

/// Feeds looked at; further ones are listed unseen.
const MAX_LOOKED_AT: usize = 12;
/// Where feeds often are; tried where the page names none.
const USUAL_PLACES: [&str; 5] = ["/feed", "/rss.xml", "/feed.xml", "/atom.xml", "/rss"];

/// Arguments of `feeds discover`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The first dozen are asked for, so that what is listed with entries is a feed indeed. Nothing is stored or configured.

Examples:
  sayso feeds discover https://example.org
  sayso feeds discover https://example.org/news --format json")]
pub struct Args {
    /// The address of a site, of one of its pages, or of a feed.
    #[arg(value_name = "URL")]
    url: String,

    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Found {
    url: String,
    title: Option<String>,
    /// Entries in it; absent where it was not looked at or is no feed.
    entries: Option<usize>,
    /// Why it is no feed.
    error: Option<String>,
}

/// Finds and prints.
pub fn run(args: &Args) -> Outcome {
    let config = paths::config_or_defaults(&args.place)?;
    let client = Client::new(client_params(&config), Clock::System).map_err(Failure::failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed(format!("the runtime cannot be started: {e}")))?;
    let url = match args.url.contains("://") {
        true => args.url.clone(),
        false => format!("https://{}", args.url),
    };
    let found = runtime.block_on(find(&client, &url))?;
    if found.is_empty() {
        return Err(Failure::failed(format!(
            "{url}: this page names no feed, and there is none in the usual places"
        )));
    }
    let scene = Scene {
        look: Look::of_stdout(),
        now: Clock::System.now(),
    };
    listing(&mut std::io::stdout().lock(), args.format, scene, &found)?;
    Ok(())
}

async fn find(client: &Client, url: &str) -> Result<Vec<Found>, Failure> {
    let page = get(client, url).await.map_err(Failure::failed)?;
    if let Ok(document) = feed::parse(&page.bytes, page.base(), page.content_type.as_deref()) {
        talk::note("this address is a feed itself");
        return Ok(vec![Found {
            url: page.final_url,
            title: document.title,
            entries: Some(document.entries.len()),
            error: None,
        }]);
    }
    let named = feed::discover(&page.bytes, &page.final_url, page.content_type.as_deref());
    let guessed = named.is_empty();
    let candidates = if guessed {
        let base = url::Url::parse(&page.final_url).ok();
        let places = USUAL_PLACES
            .iter()
            .filter_map(|place| base.as_ref()?.join(place).ok());
        let unnamed = |url: url::Url| FeedLink {
            url: url.into(),
            ..FeedLink::default()
        };
        places.map(unnamed).collect()
    } else {
        named
    };
    let mut found = Vec::new();
    for (n, candidate) in candidates.into_iter().enumerate() {
        let mut row = Found {
            url: candidate.url,
            title: candidate.title,
            entries: None,
            error: None,
        };
        if n < MAX_LOOKED_AT {
            match get(client, &row.url).await {
                Err(error) => row.error = Some(error.name().to_owned()),
                Ok(page) => {
                    match feed::parse(&page.bytes, page.base(), page.content_type.as_deref()) {
                        Err(error) => row.error = Some(error.name().to_owned()),
                        Ok(document) => {
                            row.entries = Some(document.entries.len());
                            row.title = document.title.or(row.title);
                        }
                    }
                }
            }
        }
        // A link that merely looks like a feed, or a guess, is worth a line only if it is one.
        if row.error.is_none() || candidate.declared {
            found.push(row);
        }
    }
    Ok(found)
}

async fn get(client: &Client, url: &str) -> Result<Page, crate::poll::FetchError> {
    match client.feed(url, &Validators::default()).await? {
        Fetched::Body(page) => Ok(page),
        Fetched::NotModified { .. } => Ok(Page {
            bytes: Vec::new(),
            final_url: url.to_owned(),
            own_address: None,
            content_type: None,
            validators: Validators::default(),
            fresh_ms: None,
            links: Default::default(),
            permanent_redirect_to: None,
        }),
    }
}

impl Row for Found {
    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::rest("URL", 40),
            Column::up_to("ENTRIES", 16).right(),
            Column::rest("TITLE", 24).keep(1),
        ];
        COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        let entries = match (&self.entries, &self.error) {
            (Some(entries), _) => Cell::plain(entries.to_string()),
            (None, Some(error)) => Cell::styled(style::BAD, error.clone()),
            (None, None) => Cell::plain("–"),
        };
        vec![
            Cell::styled(style::STRONG, &self.url),
            entries,
            Cell::plain(self.title.clone().unwrap_or_default()),
        ]
    }

    fn header() -> &'static [&'static str] {
        &["url", "title", "entries", "error"]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.url.clone(),
            self.title.clone().unwrap_or_default(),
            self.entries.map(|n| n.to_string()).unwrap_or_default(),
            self.error.clone().unwrap_or_default(),
        ]
    }
}
