//! `sayso try`: what a feed or a page would yield; stores nothing. The same reading code as the service's.

use crate::article;
use crate::article::Article;
use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::document;
use crate::cli::output::listing;
use crate::cli::paths;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::talk;
use crate::extract;
use crate::extract::claim;
use crate::feed;
use crate::feed::Document;
use crate::feed::FeedError;
use crate::model::Entry;
use crate::model::Story;
use crate::model::Timestamp;
use crate::pipeline::poller::client_params;
use crate::poll::Client;
use crate::poll::Clock;
use crate::poll::Fetched;
use crate::poll::Page;
use crate::poll::Validators;
use clap::Args as ClapArgs;
use serde::Serialize;
use std::io::Write;

/// Arguments of `try`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
A feed is shown as its entries, a page as its paragraphs, each with what it is taken for, and who says what in it.
The limits and allow_private of the configuration count, where there is one.

Examples:
  sayso try https://example.org/feed.xml
  sayso try https://example.org/news/story.html
  sayso try saved-page.html --format json")]
pub struct Args {
    /// A URL (http, https) or a file.
    #[arg(value_name = "URL|FILE")]
    what: String,

    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,

    #[command(flatten)]
    place: Place,
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
    let Fetched::Body(page) = fetched else {
        return Err(Failure::failed(format!(
            "{url}: the server says that nothing changed, though nothing was known"
        )));
    };
    match feed::parse(&page.bytes, &page.final_url, page.content_type.as_deref()) {
        Ok(document) => show_feed(args.format, &document),
        Err(FeedError::HtmlPage { .. }) => show_page(args.format, &page),
        Err(error) => Err(Failure::failed(error)),
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

#[derive(Serialize)]
struct EntryRow<'a> {
    title: &'a str,
    link: Option<&'a str>,
    guid: Option<&'a str>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    authors: &'a [String],
    words: usize,
}

fn show_feed(format: Format, document: &Document) -> Outcome {
    let look = Look::of_stdout();
    if format == Format::Table {
        let title = style::line(
            document
                .title
                .as_deref()
                .unwrap_or("(a feed without a title)"),
        );
        let site = style::line(document.site.as_deref().unwrap_or_default());
        writeln!(
            std::io::stdout(),
            "{}  {}",
            look.paint(style::HEADING, &title),
            look.paint(style::FAINT, &site)
        )?;
    }
    for problem in &document.problems {
        talk::note(&style::line(problem));
    }
    let rows: Vec<EntryRow<'_>> = document.entries.iter().map(entry_row).collect();
    let scene = Scene {
        look,
        now: Clock::System.now(),
    };
    listing(&mut std::io::stdout().lock(), format, scene, &rows)?;
    Ok(())
}

impl Row for EntryRow<'_> {
    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::up_to("PUBLISHED", 16),
            Column::rest("TITLE", 30),
            Column::up_to("WORDS", 6).right().keep(2),
            Column::rest("LINK", 40).keep(1),
        ];
        COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(self.published.map(style::time).unwrap_or_default()),
            Cell::styled(style::STRONG, self.title),
            Cell::plain(self.words.to_string()),
            Cell::styled(style::FAINT, self.link.unwrap_or_default()),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "title",
            "link",
            "guid",
            "published",
            "updated",
            "authors",
            "words",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let time = |value: Option<Timestamp>| value.map(|t| t.to_string()).unwrap_or_default();
        vec![
            self.title.to_owned(),
            text(self.link),
            text(self.guid),
            time(self.published),
            time(self.updated),
            self.authors.join("; "),
            self.words.to_string(),
        ]
    }
}

fn entry_row(entry: &Entry) -> EntryRow<'_> {
    let markup = entry
        .content
        .as_deref()
        .or(entry.summary.as_deref())
        .unwrap_or_default();
    EntryRow {
        title: &entry.title,
        link: entry.link.as_deref(),
        guid: entry.guid.as_deref(),
        published: entry.published,
        updated: entry.updated,
        authors: &entry.authors,
        words: article::from_feed(markup)
            .iter()
            .map(|p| p.text.split_whitespace().count())
            .sum(),
    }
}

#[derive(Serialize)]
struct PageRow<'a> {
    title: Option<&'a str>,
    byline: Option<&'a str>,
    published: Option<Timestamp>,
    updated: Option<Timestamp>,
    canonical_url: Option<&'a str>,
    site_name: Option<&'a str>,
    language: Option<&'a str>,
    image: Option<&'a str>,
    body: &'a [crate::model::Paragraph],
    claims: &'a [ClaimRow],
}

#[derive(Serialize)]
struct ClaimRow {
    speaker: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
}

fn show_page(format: Format, page: &Page) -> Outcome {
    let article = article::from_page(&page.bytes, &page.final_url, page.content_type.as_deref())
        .map_err(Failure::failed)?;
    let claims = claims(&article);
    let scene = Scene {
        look: Look::of_stdout(),
        now: Clock::System.now(),
    };
    if format != Format::Table {
        let row = PageRow {
            title: article.title.as_deref(),
            byline: article.byline.as_deref(),
            published: article.published,
            updated: article.updated,
            canonical_url: article.canonical_url.as_deref(),
            site_name: article.site_name.as_deref(),
            language: article.language.as_deref(),
            image: article.image.as_deref(),
            body: &article.body,
            claims: &claims,
        };
        if format == Format::Csv {
            listing(&mut std::io::stdout().lock(), format, scene, &claims)?;
        } else {
            document(&mut std::io::stdout().lock(), format, &row)?;
        }
        return Ok(());
    }
    let look = scene.look;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}",
        look.paint(
            style::HEADING,
            &style::line(article.title.as_deref().unwrap_or("(no title)"))
        )
    )?;
    let facts = [
        article.site_name.clone(),
        article.byline.clone(),
        article.published.map(style::time),
        article
            .updated
            .map(|t| format!("updated {}", style::time(t))),
        article.language.clone(),
        article.canonical_url.clone(),
        article.image.clone(),
    ];
    for fact in facts.into_iter().flatten() {
        writeln!(out, "{}", look.paint(style::FAINT, &style::line(&fact)))?;
    }
    for paragraph in &article.body {
        let story_text = paragraph.kind.is_story_text();
        writeln!(out)?;
        if paragraph.kind != crate::model::ParagraphKind::Text {
            writeln!(
                out,
                "{}",
                look.paint(style::CUE, &format!("[{}]", paragraph.kind.word()))
            )?;
        }
        for line in style::wrap(&style::line(&paragraph.text), look.reading()) {
            writeln!(
                out,
                "{}",
                look.paint(
                    if story_text {
                        style::PLAIN
                    } else {
                        style::FAINT
                    },
                    &line
                )
            )?;
        }
    }
    writeln!(
        out,
        "\n{}",
        look.paint(style::HEADING, &format!("{} claims", claims.len()))
    )?;
    for claim in claims {
        let who = style::line(claim.speaker.as_deref().unwrap_or("(nobody named)"));
        writeln!(
            out,
            "{} {}",
            look.paint(style::SOURCE, &who),
            look.paint(style::FAINT, claim.kind)
        )?;
        for line in style::wrap(&style::line(&claim.text), look.reading().saturating_sub(4)) {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

impl Row for ClaimRow {
    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::up_to("SPEAKER", 28),
            Column::up_to("TYPE", 8),
            Column::rest("WHAT", 30),
        ];
        COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        self.fields().into_iter().map(Cell::plain).collect()
    }

    fn header() -> &'static [&'static str] {
        &["speaker", "type", "text"]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.speaker.clone().unwrap_or_default(),
            self.kind.to_owned(),
            self.text.clone(),
        ]
    }
}

fn claims(article: &Article) -> Vec<ClaimRow> {
    let story = Story {
        title: article.title.clone().unwrap_or_default(),
        body: article.body.clone(),
        ..Story::default()
    };
    let text = story.text();
    let row = |found: crate::model::Attribution| ClaimRow {
        speaker: found.speaker.map(|who| who.name),
        kind: found.kind.word(),
        text: claim::wording(&text, &found.content),
    };
    extract::extract(&story).into_iter().map(row).collect()
}
