//! `sayso try` of a feed: what it says of itself, how well it read, and its entries with all that was read of them.

use crate::article;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::document as write_document;
use crate::cli::output::listing;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::talk;
use crate::feed::Child;
use crate::feed::Document;
use crate::feed::Hints;
use crate::feed::Quality;
use crate::feed::canonical_url;
use crate::feed::lines_of_html;
use crate::model::Enclosure;
use crate::model::Entry;
use crate::model::EntryLink;
use crate::model::TakenFrom;
use crate::model::Timestamp;
use crate::poll::Clock;
use serde::Serialize;
use std::io::Write;

/// A feed and its entries.
#[derive(Serialize)]
struct FeedDocument<'a> {
    kind: &'static str,
    format: &'a str,
    outcome: Quality,
    mended: u32,
    lost: u32,
    problems: &'a [String],
    title: Option<&'a str>,
    description: Option<&'a str>,
    site: Option<&'a str>,
    language: Option<&'a str>,
    updated: Option<Timestamp>,
    hints: &'a Hints,
    #[serde(skip_serializing_if = "<[Child]>::is_empty")]
    children: &'a [Child],
    entries: &'a [EntryRow<'a>],
}

/// One entry, its texts as they are read and as they are shown.
#[derive(Serialize)]
struct EntryRow<'a> {
    id: Option<&'a str>,
    title: &'a str,
    link: Option<&'a str>,
    canonical_url: Option<String>,
    published: Option<Timestamp>,
    published_from: Option<&'a str>,
    updated: Option<Timestamp>,
    updated_from: Option<&'a str>,
    date_flags: Vec<&'static str>,
    bad_dates: &'a [(String, String)],
    authors: &'a [String],
    contributors: &'a [String],
    summary: Option<String>,
    summary_html: Option<&'a str>,
    content: Option<String>,
    content_html: Option<&'a str>,
    categories: &'a [String],
    enclosures: &'a [Enclosure],
    images: &'a [String],
    links: &'a [EntryLink],
    taken_from: Option<&'a TakenFrom>,
    language: Option<&'a str>,
    rights: Option<&'a str>,
    words: usize,
}

/// Prints a feed.
pub(super) fn show(format: Format, document: &Document) -> Outcome {
    let scene = Scene {
        look: Look::of_stdout(),
        now: Clock::System.now(),
    };
    let rows: Vec<EntryRow<'_>> = document
        .entries
        .iter()
        .map(|entry| entry_row(entry, scene.now))
        .collect();
    let mut out = std::io::stdout().lock();
    if format == Format::Json {
        let whole = FeedDocument {
            kind: "feed",
            format: document.format,
            outcome: document.quality,
            mended: document.mended,
            lost: document.lost,
            problems: &document.problems,
            title: document.title.as_deref(),
            description: document.description.as_deref(),
            site: document.site.as_deref(),
            language: document.language.as_deref(),
            updated: document.updated,
            hints: &document.hints,
            children: &document.children,
            entries: &rows,
        };
        write_document(&mut out, format, &whole)?;
        return Ok(());
    }
    if format == Format::Table {
        head(&mut out, scene.look, document)?;
    }
    for problem in &document.problems {
        talk::note(&style::line(problem));
    }
    for child in &document.children {
        talk::note(&style::line(&format!("this index lists {}", child.url)));
    }
    listing(&mut out, format, scene, &rows)?;
    Ok(())
}

/// What a feed says of itself.
fn head(out: &mut dyn Write, look: Look, document: &Document) -> std::io::Result<()> {
    let title = document
        .title
        .as_deref()
        .unwrap_or("(a feed without a title)");
    let site = document.site.as_deref().unwrap_or_default();
    let title = look.paint(style::HEADING, &style::line(title));
    writeln!(
        out,
        "{title}  {}",
        look.paint(style::FAINT, &style::line(site))
    )?;
    let facts = facts(document).join("; ");
    for line in style::wrap(&style::line(&facts), look.reading()) {
        writeln!(out, "{}", look.paint(style::FAINT, &line))?;
    }
    writeln!(out)
}

/// A feed's particulars, a few words each.
fn facts(document: &Document) -> Vec<String> {
    let hints = &document.hints;
    let reading = match document.quality {
        Quality::Strict => "strict".to_owned(),
        quality => format!(
            "{} ({} mended, {} lost)",
            quality.word(),
            document.mended,
            document.lost
        ),
    };
    let mut facts = vec![format!("{}, read {reading}", document.format)];
    let mut tell = |name: &str, value: Option<String>| {
        facts.extend(
            value
                .filter(|value| !value.is_empty())
                .map(|value| format!("{name} {value}")),
        );
    };
    let list = |numbers: &[u8]| {
        numbers
            .iter()
            .map(u8::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    tell("language", document.language.clone());
    tell("ttl", hints.ttl_minutes.map(|n| format!("{n} min")));
    tell(
        "updates every",
        hints.update_minutes.map(|n| format!("{n} min")),
    );
    tell("sleeps in hours", Some(list(&hints.skip_hours)));
    tell(
        "sleeps on days",
        Some(
            hints
                .skip_days
                .iter()
                .filter_map(|day| DAYS.get(usize::from(*day)))
                .copied()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    );
    tell("hub", Some(hints.hubs.join(" ")));
    tell("own address", hints.self_url.clone());
    tell("moved to", hints.moved_to.clone());
    tell("next page", hints.next.clone());
    tell("archive", hints.previous_archive.clone());
    tell("made by", hints.generator.clone());
    facts
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

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
            Cell::plain(
                self.published
                    .or(self.updated)
                    .map(style::time)
                    .unwrap_or_default(),
            ),
            Cell::styled(style::STRONG, self.title),
            Cell::plain(self.words.to_string()),
            Cell::styled(style::FAINT, self.link.unwrap_or_default()),
        ]
    }

    fn header() -> &'static [&'static str] {
        &[
            "id",
            "title",
            "link",
            "published",
            "updated",
            "date_flags",
            "authors",
            "summary",
            "content",
            "categories",
            "enclosures",
            "words",
        ]
    }

    fn fields(&self) -> Vec<String> {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        let time = |value: Option<Timestamp>| value.map(|t| t.to_string()).unwrap_or_default();
        let files: Vec<&str> = self
            .enclosures
            .iter()
            .map(|file| file.url.as_str())
            .collect();
        vec![
            text(self.id),
            self.title.to_owned(),
            text(self.link),
            time(self.published),
            time(self.updated),
            self.date_flags.join(" "),
            self.authors.join("; "),
            text(self.summary.as_deref()),
            text(self.content.as_deref()),
            self.categories.join("; "),
            files.join(" "),
            self.words.to_string(),
        ]
    }
}

fn entry_row(entry: &Entry, now: Timestamp) -> EntryRow<'_> {
    let markup = entry
        .content
        .as_deref()
        .or(entry.summary.as_deref())
        .unwrap_or_default();
    EntryRow {
        id: entry.guid.as_deref(),
        title: &entry.title,
        link: entry.link.as_deref(),
        canonical_url: entry.link.as_deref().and_then(canonical_url),
        published: entry.published,
        published_from: entry.published_from.as_deref(),
        updated: entry.updated,
        updated_from: entry.updated_from.as_deref(),
        date_flags: entry.date_flags(now),
        bad_dates: &entry.bad_dates,
        authors: &entry.authors,
        contributors: &entry.contributors,
        summary: entry.summary.as_deref().map(lines_of_html),
        summary_html: entry.summary.as_deref(),
        content: entry.content.as_deref().map(lines_of_html),
        content_html: entry.content.as_deref(),
        categories: &entry.categories,
        enclosures: &entry.enclosures,
        images: &entry.images,
        links: &entry.links,
        taken_from: entry.taken_from.as_ref(),
        language: entry.language.as_deref(),
        rights: entry.rights.as_deref(),
        words: article::from_feed(markup)
            .iter()
            .map(|p| p.text.split_whitespace().count())
            .sum(),
    }
}
