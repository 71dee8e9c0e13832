//! `sayso feeds`: lists of feeds as OPML, in and out.

use crate::cli::Place;
use crate::cli::discover;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::cli::reload;
use crate::cli::style;
use crate::cli::talk;
use crate::config;
use crate::config::Config;
use crate::config::Feed;
use crate::config::NewFeed;
use crate::config::Texts;
use crate::feed::opml;
use crate::feed::opml::Outline;
use crate::inspect::by_first;
use crate::model::FeedId;
use crate::pipeline::poller;
use crate::serve::Order;
use crate::store::OpenOptions;
use crate::store::Store;
use clap::Args as ClapArgs;
use clap::Subcommand;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

/// Largest OPML document, in bytes; a larger one is refused.
const MAX_OPML: u64 = 16 << 20;

/// Arguments of `feeds`.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add the feeds of an OPML list to the configuration; what stands there stays as it is.
    #[command(after_help = "\
Feeds that are listed already are left out. The configuration keeps its comments and its order; the file is replaced as a whole.

Examples:
  sayso feeds import subscriptions.opml --config sayso.toml
  sayso feeds import subscriptions.opml --config sayso.toml --dry-run")]
    Import(Import),
    /// Write the configured feeds as OPML to standard output.
    #[command(after_help = "\
Examples:
  sayso feeds export --config sayso.toml > feeds.opml")]
    Export(Export),
    /// Find the feeds of a site: what its page names, and whether there is a feed behind it.
    Discover(discover::Args),
    /// Ask a feed again that was stopped because its host said that it is gone for good.
    #[command(after_help = "\
Examples:
  sayso feeds resume https://example.org/feed.xml --config sayso.toml
  sayso feeds resume 'Harbour Post' --config sayso.toml")]
    Resume(Resume),
}

#[derive(Debug, ClapArgs)]
struct Resume {
    /// The feed's address as the configuration has it, or its outlet where that has one feed.
    #[arg(value_name = "FEED")]
    feed: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Import {
    /// The OPML file; - is standard input.
    file: PathBuf,
    /// Print the configuration as it would be, and change nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, ClapArgs)]
struct Export {
    #[command(flatten)]
    place: Place,
}

/// Runs the one asked for.
pub fn run(args: &Args) -> Outcome {
    match &args.command {
        Command::Import(args) => import(args),
        Command::Export(args) => export(args),
        Command::Discover(args) => discover::run(args),
        Command::Resume(args) => resume(args),
    }
}

fn read(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().take(MAX_OPML + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(MAX_OPML + 1).read_to_end(&mut bytes))
    };
    read.map_err(|e| Failure::misuse(format!("{}: {e}", path.display())))?;
    if bytes.len() as u64 > MAX_OPML {
        return Err(Failure::failed(format!(
            "{}: larger than {} MiB, which no list of feeds is",
            path.display(),
            MAX_OPML >> 20
        )));
    }
    Ok(crate::feed::to_text(&bytes, None, crate::feed::Markup::Xml))
}

fn import(args: &Import) -> Outcome {
    let (outlines, problems) = opml::parse(&read(&args.file)?)
        .map_err(|e| Failure::failed(format!("{}: {e}", args.file.display())))?;
    problems
        .iter()
        .for_each(|problem| talk::warning(&problem.to_string()));
    let path = paths::config_file(&args.place)?;
    let texts = Texts::read(&path).map_err(Failure::misuse)?;
    let new: Vec<NewFeed> = outlines
        .into_iter()
        .map(|o| NewFeed {
            url: o.xml_url,
            outlet: Some(o.title).filter(|title| !title.is_empty()),
            groups: o.groups,
        })
        .collect();
    let done = config::append_feeds(&texts, &new).map_err(Failure::misuse)?;
    for (url, why) in &done.refused {
        talk::warning(&format!("{url}: {why}"));
    }
    if args.dry_run {
        std::io::stdout().write_all(done.text.as_bytes())?;
    } else if !done.added.is_empty() {
        replace(&path, &done.text)
            .map_err(|e| Failure::failed(format!("{}: {e}", path.display())))?;
    }
    let verb = if args.dry_run {
        "would be added to"
    } else {
        "added to"
    };
    talk::note(&format!(
        "{} {verb} {}, {} listed already, {} refused",
        style::count(done.added.len() as u64, "feed", "feeds"),
        path.display(),
        done.known.len(),
        done.refused.len()
    ));
    Ok(())
}

/// Writes beside the file and renames, so that a crash leaves the old file or the new one.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("toml.new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::set_permissions(&beside, std::fs::metadata(path)?.permissions())?;
    std::fs::rename(&beside, path)
}

fn export(args: &Export) -> Outcome {
    let (_, config) = paths::config(&args.place)?;
    let outlines: Vec<Outline> = config
        .feeds
        .iter()
        .map(|feed| Outline {
            title: feed.outlet.clone(),
            xml_url: feed.url.to_string(),
            groups: feed.groups.clone(),
            ..Outline::default()
        })
        .collect();
    std::io::stdout().write_all(opml::write(&outlines).as_bytes())?;
    Ok(())
}

/// Told to the running service, else done in the view itself.
fn resume(args: &Resume) -> Outcome {
    let (_, config) = paths::config(&args.place)?;
    let written = listed(&config, args.feed.trim())?.written.clone();
    let feed = written.clone();
    if let Some(done) = reload::order(&config.data_dir, &Order::Resume { feed })? {
        talk::note(&done);
        return Ok(());
    }
    let options = OpenOptions {
        create: false,
        ..OpenOptions::default()
    };
    let store = Store::open(&config.data_dir, options).map_err(Failure::failed)?;
    let resumed = poller::resume(&store, FeedId::of_url(&written)).map_err(Failure::failed)?;
    store.close().map_err(Failure::failed)?;
    talk::note(&reload::resumed_words(&written, resumed));
    Ok(())
}

/// The feed of this address, as it is written or as it is shown, or else the one of this outlet.
fn listed<'a>(config: &'a Config, wanted: &str) -> Result<&'a Feed, Failure> {
    let outlet = wanted.to_lowercase();
    let ways: [&dyn Fn(&Feed) -> bool; 3] = [
        &|feed| feed.written == wanted,
        &|feed| feed.shown() == wanted,
        &|feed| feed.outlet.to_lowercase() == outlet,
    ];
    match by_first(&config.feeds, &ways).as_slice() {
        [feed] => Ok(feed),
        feeds @ [_, ..] => {
            let addresses: Vec<String> = feeds.iter().map(|feed| feed.shown()).collect();
            Err(Failure::misuse(format!(
                "{wanted} has several feeds; name one by its address: {}",
                addresses.join(", ")
            )))
        }
        [] => Err(Failure::misuse(format!(
            "{wanted}: no feed of the configuration has this address or outlet; `sayso inspect feeds` lists them"
        ))),
    }
}
