//! `sayso inspect`: turns arguments into questions, asks them by either road, and has the answers written.

mod args;
mod brief;
mod changes;
mod claim;
mod diff;
mod explain;
mod feed;
mod pages;
mod passages;
mod rows;
mod speaker;
mod stats;
mod story;
mod tail;
mod verify;
mod words;

#[cfg(test)]
mod tests;

pub use args::Args;

use crate::cli::Place;
use crate::cli::backend::Backend;
use crate::cli::backend::BackendError;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::inspect::args::Shared;
use crate::cli::inspect::args::What;
use crate::cli::inspect::pages::Pages;
use crate::cli::inspect::pages::mismatch;
use crate::cli::inspect::pages::stats_of;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Scene;
use crate::cli::paths;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::ClaimView;
use crate::inspect::ConfiguredFeed;
use crate::inspect::Filter;
use crate::inspect::PAGE_ROWS;
use crate::inspect::Question;
use crate::inspect::SpeakerView;
use crate::inspect::StoryView;
use crate::poll::Clock;
use std::io;
use std::io::BufWriter;
use std::io::Write;

impl From<BackendError> for Failure {
    fn from(error: BackendError) -> Failure {
        Failure::failed(error)
    }
}

/// Answers on standard output.
pub fn run(args: Args) -> Outcome {
    let now = Clock::System.now();
    let scene = Scene {
        look: Look::of_stdout(),
        now,
    };
    let shared = args.what.shared();
    let backend = Backend::open(&paths::data_dir(&shared.place)?, now)?;
    let mut out = BufWriter::new(io::stdout().lock());
    answer(&mut out, &backend, &args.what, scene)?;
    out.flush()?;
    Ok(())
}

/// Asks what the arguments ask, and writes the answer.
fn answer(out: &mut dyn Write, backend: &Backend, what: &What, scene: Scene) -> Outcome {
    let now = scene.now;
    let format = what.shared().format;
    match what {
        What::Stats(args) => {
            let configured = configured_feeds(&args.shared.place)?;
            totals(out, backend, configured, format, scene)
        }
        What::Feeds(args) => {
            let configured = configured_feeds(&args.shared.place)?;
            let answer = backend.ask(&Question::Feeds { configured })?;
            let Answer::Feeds(feeds) = answer else {
                return Err(mismatch());
            };
            output::listing(out, format, scene, &feeds)?;
            if feeds.is_empty() {
                talk::note("no feed is configured and none was polled");
            }
            if format == Format::Table {
                brief::mended(out, scene, &feeds)?;
                brief::troubles(out, scene, &feeds)?;
            }
            Ok(())
        }
        What::Feed(args) => {
            let configured = configured_feeds(&args.shared.place)?;
            let feed = args.feed.clone();
            let Answer::Feed(detail) = backend.ask(&Question::Feed { feed, configured })? else {
                return Err(mismatch());
            };
            feed::write(out, format, scene, &detail)
        }
        What::Stories(args) | What::Claims(args) => {
            let mut filter = args.listing.filter(now);
            args.quotes.add_to(&mut filter);
            filter.speaker = args.speaker.clone();
            let pages = Pages {
                backend,
                filter,
                limit: args.listing.rows(format),
            };
            match what {
                What::Stories(_) => pages.write::<StoryView>(out, format, scene),
                _ => pages.write::<ClaimView>(out, format, scene),
            }
        }
        What::Speakers(args) => {
            let pages = Pages {
                backend,
                filter: args.listing.filter(now),
                limit: args.listing.rows(format),
            };
            pages.write::<SpeakerView>(out, format, scene)
        }
        What::Story(args) => {
            let story = args.story.clone();
            if let Some(revisions) = args.diff {
                let question = Question::Changes {
                    story,
                    from: revisions.from,
                    to: revisions.to,
                };
                return side_by_side(out, backend, question, format, scene, args.full);
            }
            let Answer::Story(detail) = backend.ask(&Question::Story { story })? else {
                return Err(mismatch());
            };
            match format {
                Format::Table => story::show(out, scene, &detail)?,
                Format::Csv => {
                    output::listing(out, format, scene, &detail.attributions)?;
                }
                Format::Json | Format::Jsonl => output::document(out, format, &detail)?,
            }
            Ok(())
        }
        What::Copies(args) => {
            let story = args.story.clone();
            if args.diff || args.other.is_some() {
                let other = args.other.clone();
                let question = Question::Diff { story, other };
                return side_by_side(out, backend, question, format, scene, args.full);
            }
            let group = false;
            let Answer::Copies(copies) = backend.ask(&Question::Copies { story, group })? else {
                return Err(mismatch());
            };
            if format == Format::Json {
                return Ok(output::document(out, format, &copies)?);
            }
            if format == Format::Table {
                passages::head(out, scene, &copies)?;
            }
            output::listing(out, format, scene, &copies.members)?;
            if format == Format::Table {
                passages::why(out, scene, &copies)?;
            }
            if copies.total > copies.members.len() as u64 {
                talk::note(&format!(
                    "{} of {} stories shown",
                    copies.members.len(),
                    copies.total
                ));
            }
            Ok(())
        }
        What::Speaker(args) => {
            let mut filter = args.listing.filter(now);
            args.quotes.add_to(&mut filter);
            let limit = args.listing.rows(format);
            speaker(
                out,
                &Pages {
                    backend,
                    filter,
                    limit,
                },
                &args.speaker,
                format,
                scene,
            )
        }
        What::Claim(args) => {
            let claim = args.claim.clone();
            let Answer::Claim(detail) = backend.ask(&Question::Claim { claim })? else {
                return Err(mismatch());
            };
            match format {
                Format::Table => claim::show(out, scene, &detail)?,
                Format::Csv => {
                    output::listing(out, format, scene, &detail.sightings)?;
                }
                Format::Json | Format::Jsonl => output::document(out, format, &detail)?,
            }
            Ok(())
        }
        What::Verify(args) => verify::run(out, backend, args, scene),
        What::Explain(args) => explain::run(out, backend, args, scene),
        What::Tail(args) => tail::run(out, backend, args, scene),
    }
}

impl What {
    fn shared(&self) -> &Shared {
        match self {
            What::Stats(args) | What::Feeds(args) => &args.shared,
            What::Stories(args) | What::Claims(args) => &args.shared,
            What::Story(args) => &args.shared,
            What::Copies(args) => &args.shared,
            What::Speakers(args) => &args.shared,
            What::Speaker(args) => &args.shared,
            What::Claim(args) => &args.shared,
            What::Feed(args) => &args.shared,
            What::Verify(args) => &args.shared,
            What::Explain(args) => &args.shared,
            What::Tail(args) => &args.shared,
        }
    }
}

/// Two texts side by side.
fn side_by_side(
    out: &mut dyn Write,
    backend: &Backend,
    question: Question,
    format: Format,
    scene: Scene,
    full: bool,
) -> Outcome {
    let Answer::Diff(view) = backend.ask(&question)? else {
        return Err(mismatch());
    };
    match format {
        Format::Table => diff::show(out, scene, &view, full)?,
        Format::Csv => {
            output::listing(out, format, scene, &view.blocks)?;
        }
        Format::Json | Format::Jsonl => output::document(out, format, &view)?,
    }
    Ok(())
}

/// The feeds that the configuration names; none where there is no configuration.
fn configured_feeds(place: &Place) -> Result<Vec<ConfiguredFeed>, Failure> {
    let config = paths::config_or_defaults(place)?;
    let feed = |feed: crate::config::Feed| ConfiguredFeed {
        url: feed.written,
        outlet: feed.outlet,
    };
    Ok(config.feeds.into_iter().map(feed).collect())
}

fn totals(
    out: &mut dyn Write,
    backend: &Backend,
    configured: Vec<ConfiguredFeed>,
    format: Format,
    scene: Scene,
) -> Outcome {
    let answer = stats_of(backend, configured)?;
    match format {
        Format::Table => stats::write(out, scene, &answer)?,
        Format::Json | Format::Jsonl => output::document(out, format, &answer)?,
        Format::Csv => {
            writeln!(out, "name,value")?;
            for (name, value) in stats::pairs(&answer) {
                writeln!(out, "{name},{value}")?;
            }
        }
    }
    Ok(())
}

fn speaker(
    out: &mut dyn Write,
    pages: &Pages<'_>,
    name: &str,
    format: Format,
    scene: Scene,
) -> Outcome {
    let most = pages
        .limit
        .map_or(PAGE_ROWS, |n| (n as usize).min(PAGE_ROWS));
    let asked = Question::Speaker {
        speaker: name.to_owned(),
        filter: Filter {
            limit: u32::try_from(most).ok(),
            ..pages.filter.clone()
        },
    };
    let detail = match pages.backend.ask(&asked)? {
        Answer::Speaker(detail) => detail,
        Answer::Speakers(page) => {
            output::listing(out, format, scene, &page.rows)?;
            talk::note(&format!(
                "several bear the name '{}': ask again with an id",
                style::line(name)
            ));
            return Ok(());
        }
        _ => return Err(mismatch()),
    };
    match format {
        Format::Json | Format::Jsonl => {
            output::document(out, format, &detail)?;
            if detail.claims.next.is_some() {
                talk::note("there are more claims: `inspect claims --speaker ID` lists them all");
            }
            Ok(())
        }
        Format::Table | Format::Csv => {
            if format == Format::Table {
                speaker::card(out, scene, &detail)?;
            }
            let claims = Pages {
                backend: pages.backend,
                limit: pages.limit,
                filter: Filter {
                    speaker: Some(detail.speaker.id.to_string()),
                    ..pages.filter.clone()
                },
            };
            claims.write::<ClaimView>(out, format, scene)
        }
    }
}
