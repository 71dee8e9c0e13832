//! `sayso try` of a page: its paragraphs, who says what in them, and the feeds that it links to.

use crate::article;
use crate::article::Article;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::output::document;
use crate::cli::output::listing;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::cli::talk;
use crate::extract;
use crate::extract::claim;
use crate::feed::FeedLink;
use crate::model::Story;
use crate::model::Timestamp;
use crate::poll::Clock;
use crate::poll::Page;
use serde::Serialize;
use std::io::Write;

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
    feeds: &'a [FeedLink],
}

#[derive(Serialize)]
struct ClaimRow {
    speaker: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
    text: String,
}

/// Prints a page.
pub(super) fn show(format: Format, page: &Page, feeds: &[FeedLink]) -> Outcome {
    for feed in feeds {
        let title = feed
            .title
            .as_deref()
            .map(|title| format!(" ({title})"))
            .unwrap_or_default();
        talk::note(&style::line(&format!(
            "this page offers a feed: {}{title}",
            feed.url
        )));
    }
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
            feeds,
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
