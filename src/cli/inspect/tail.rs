//! `inspect tail`: what happened last, what happened since an event, and what happens. How an event looks must not be known here.

use crate::cli::backend::Backend;
use crate::cli::backend::BackendError;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::inspect::args::Shared;
use crate::cli::inspect::brief;
use crate::cli::inspect::pages::mismatch;
use crate::cli::output::Format;
use crate::cli::output::Listing;
use crate::cli::output::Scene;
use crate::cli::talk;
use crate::inspect::Answer;
use crate::inspect::EventView;
use crate::inspect::PAGE_EVENTS;
use crate::inspect::Question;
use crate::serve::TailFrom;
use clap::Args as ClapArgs;
use std::io;
use std::io::Write;

#[derive(Debug, ClapArgs)]
pub(super) struct Tail {
    /// Go on, and tell each event as it happens.
    #[arg(long, short)]
    pub follow: bool,
    /// How many of the last events to begin with.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=PAGE_EVENTS as i64))]
    pub last: u32,
    /// Begin behind the event with this number instead, the `seq` of the last one that you have: none is missed and none
    /// comes twice, whatever happened to the service meanwhile. 0 is the beginning.
    #[arg(long, value_name = "SEQ", conflicts_with = "last")]
    pub after: Option<u64>,
    #[command(flatten)]
    pub shared: Shared,
}

pub(super) fn run(out: &mut dyn Write, backend: &Backend, args: &Tail, scene: Scene) -> Outcome {
    let format = args.shared.format;
    if args.follow && format == Format::Json {
        return Err(Failure::misuse(
            "a JSON document has an end, and what is followed has none: use --format jsonl",
        ));
    }
    let from = args
        .after
        .map_or(TailFrom::Last(args.last), TailFrom::After);
    let events = match args.follow {
        true => backend.follow(from)?,
        false => None,
    };
    let mut listing = Listing::new(out, format, scene);
    if let Some(events) = events {
        for event in events {
            let event = event.map_err(BackendError::Client)?;
            // Every event is to be seen at once, so each is written and flushed by itself.
            write(&mut listing, format, scene, &[event])?;
            listing.writer().flush()?;
        }
        return Ok(());
    }
    let mut after = args.after;
    let mut empty = true;
    loop {
        let limit = after.is_none().then_some(args.last);
        let events = match backend.ask(&Question::Tail { after, limit })? {
            Answer::Tail(view) => view.events,
            _ => return Err(mismatch()),
        };
        write(&mut listing, format, scene, &events)?;
        empty &= events.is_empty();
        match events.last() {
            Some(last) if after.is_some() => after = Some(last.seq),
            _ => break,
        }
    }
    listing.end()?;
    match args.after {
        Some(_) if empty => talk::note("nothing has happened since"),
        None if empty && args.last > 0 => talk::note("nothing has happened yet"),
        _ => {}
    }
    if args.follow {
        talk::note(
            "no sayso runs on this data directory, so nothing more will happen: start `sayso run`",
        );
    }
    Ok(())
}

fn write(
    listing: &mut Listing<'_, EventView>,
    format: Format,
    scene: Scene,
    events: &[EventView],
) -> io::Result<()> {
    match format {
        Format::Table => events
            .iter()
            .try_for_each(|event| brief::event(listing.writer(), scene, event)),
        _ => listing.rows(events),
    }
}
