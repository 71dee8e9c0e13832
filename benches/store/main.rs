//! Archive and view under a generated stream, by the parts that the program uses; the extractor alone is left out: each story
//! says where its six claims stand.
//!
//!     cargo bench --bench store -- --stories 100000
//!
//! Without `--stories` it does nothing, so that `cargo bench` stays short. `--prune` also takes the older half away, for which the rest
//! is extracted anew. Each measure is one line of standard output.

mod stream;

use sayso::archive;
use sayso::archive::Archive;
use sayso::archive::Reader;
use sayso::archive::Retention;
use sayso::dedup::Params;
use sayso::inspect::Answer;
use sayso::inspect::ArchiveTexts;
use sayso::inspect::Filter;
use sayso::inspect::Question;
use sayso::inspect::Rank;
use sayso::inspect::ask;
use sayso::model::Timestamp;
use sayso::pipeline::analyse::Analysis;
use sayso::pipeline::apply::Applier;
use sayso::pipeline::replay;
use sayso::pipeline::replay::Plan;
use sayso::store::OpenOptions;
use sayso::store::Store;
use std::fs;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;
use stream::Stream;

/// Stories that are recorded together.
const BATCH: usize = 128;
/// Batches between two checkpoints, as the journal has it.
const CHECKPOINT_EVERY: usize = 16;
/// Times that each question is asked.
const ASKED: usize = 31;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(stories) = argument("--stories") else {
        eprintln!("store: nothing to do; cargo bench --bench store -- --stories 100000");
        return Ok(());
    };
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    let begun = Instant::now();
    let filled = fill(&data, stories)?;
    let rate = |time: Duration| (stories as f64 / time.as_secs_f64()).round();
    row("stories", stories);
    row("archived, stories/s", rate(filled.archiving));
    row("applied, stories/s", rate(filled.applying));
    row("words indexed, stories/s", rate(filled.indexing));
    row("folded, stories/s", rate(filled.folding));
    row(
        "all of it with the making of the stream, s",
        begun.elapsed().as_secs(),
    );
    row("raw JSON, bytes/story", filled.raw / stories);
    row("memory at its highest, MiB", memory("VmHWM:") >> 10);

    // What lies on the disk now is what a kill leaves: the last records are not in the view's last checkpoint.
    let killed = home.path().join("killed");
    copy(&data, &killed)?;
    drop(filled.applier);
    drop(filled.archive);
    let store = Arc::into_inner(filled.store).ok_or("the view is in use")?;
    store.close()?;
    for (what, dir) in [("unclean", &killed), ("clean", &data)] {
        let begun = Instant::now();
        let (archive, _) = Archive::open(&replay::archive_dir(dir))?;
        let (store, _, replayed) = replay::open_up_to_date(dir, &plan(), &mut |_| {})?;
        row(&format!("start, {what}, ms"), begun.elapsed().as_millis());
        row(&format!("start, {what}: replayed"), replayed.records);
        assert_eq!(store.totals().stories, stories);
        drop((store, archive));
    }
    fs::remove_dir_all(&killed)?;

    archive::recompress(&replay::archive_dir(&data), &|| false)?;
    let store = Store::open(&data, plan().options)?;
    let reader = Reader::open(&replay::archive_dir(&data))?;
    store.index_words(&reader, &|| false)?;
    for _ in 0..2 {
        store.fold(&|| false)?;
    }
    row(
        "archive, bytes/story",
        size(&replay::archive_dir(&data))? / stories,
    );
    row("view, bytes/story", store.size_on_disk()? / stories);
    row(
        "index over words, bytes/story",
        store.words_bytes()? / stories,
    );
    row("claims", store.totals().claims);
    ask_all(&store, &data)?;
    store.close()?;
    if std::env::args().any(|arg| arg == "--prune") {
        prune(&data, stories)?;
    }
    Ok(())
}

struct Filled {
    archive: Archive,
    store: Arc<Store>,
    applier: Applier,
    raw: u64,
    archiving: Duration,
    applying: Duration,
    indexing: Duration,
    folding: Duration,
}

/// Records the stream as the journal does.
fn fill(data: &Path, stories: u64) -> Result<Filled, Failure> {
    let (archive, _) = Archive::open(&replay::archive_dir(data))?;
    let (store, applier, _) = replay::open_up_to_date(data, &plan(), &mut |_| {})?;
    let reader = Reader::open(&replay::archive_dir(data))?;
    let zero = Duration::ZERO;
    let mut filled = Filled {
        archive,
        store,
        applier,
        raw: 0,
        archiving: zero,
        applying: zero,
        indexing: zero,
        folding: zero,
    };
    let mut stream = Stream::new(stories);
    for batch in 1usize.. {
        let made: Vec<_> = stream.by_ref().take(BATCH).collect();
        let Some((last, _)) = made.last() else { break };
        let now = last.observed;
        for (story, _) in &made {
            filled.raw += serde_json::to_vec(story)?.len() as u64;
        }
        let (told, analyses): (Vec<_>, Vec<Analysis>) = made.into_iter().unzip();
        let begun = Instant::now();
        let places = filled.archive.append(&told, now)?;
        filled.archiving += begun.elapsed();
        let begun = Instant::now();
        for (((position, seq), story), analysis) in places.into_iter().zip(&told).zip(&analyses) {
            filled.applier.apply(position, seq, story, analysis)?;
        }
        if batch % CHECKPOINT_EVERY == 0 {
            filled.store.checkpoint()?;
        }
        filled.applying += begun.elapsed();
        if batch % CHECKPOINT_EVERY == 0 {
            let begun = Instant::now();
            if filled.store.words_are_due()? {
                filled.store.index_words(&reader, &|| false)?;
            }
            filled.indexing += begun.elapsed();
            let begun = Instant::now();
            if filled.store.fold_is_due(false)? {
                filled.store.fold(&|| false)?;
            }
            filled.folding += begun.elapsed();
        }
    }
    Ok(filled)
}

/// Asks what people ask, often, and tells the median and the slowest.
fn ask_all(store: &Store, data: &Path) -> Result<(), Failure> {
    let texts = ArchiveTexts::new(data);
    let newest = |filter: Filter| Filter {
        limit: Some(20),
        ..filter
    };
    let speaker = |name: &str, filter: Filter| Filter {
        speaker: Some(name.to_owned()),
        ..filter
    };
    let words = |typed: &str, rank| {
        newest(Filter {
            search: Some(typed.to_owned()),
            rank,
            ..Filter::default()
        })
    };
    let all = newest(Filter::default());
    let claims = |filter: Filter| Question::Claims { filter };
    let stories = |filter: Filter| Question::Stories { filter };
    let Answer::Claims(page) = ask(store, &texts, &claims(all.clone()), Timestamp::default())?
    else {
        return Err("no claims".into());
    };
    let first = page.rows.first().ok_or("no claim")?;
    let name = first.speaker.as_ref().ok_or("no speaker")?.name.clone();
    let (common, often) = (stream::word(0), stream::word(40));
    let (rare, rarer) = (stream::word(9_000), stream::word(15_000));
    let said: Vec<&str> = first.text.split(' ').collect();
    let phrase = format!("\"{}\"", said[said.len() - 4..].join(" "));
    let swapped = format!("\"{often} {common}\"");
    for (what, question) in [
        (
            "one claim",
            Question::Claim {
                claim: first.id.to_string(),
            },
        ),
        (
            "one story",
            Question::Story {
                story: first.first_story.to_string(),
            },
        ),
        ("claims, newest 20", claims(all.clone())),
        (
            "claims of one speaker, newest 20",
            claims(speaker(&name, all.clone())),
        ),
        ("stories, newest 20", stories(all)),
        ("claims, a common word", claims(words(&common, Rank::Time))),
        ("claims, a rare word", claims(words(&rare, Rank::Time))),
        (
            "claims, two common words",
            claims(words(&format!("{common} {often}"), Rank::Time)),
        ),
        ("claims, a phrase", claims(words(&phrase, Rank::Time))),
        (
            "claims, a phrase of common words",
            claims(words(&swapped, Rank::Time)),
        ),
        (
            "claims, a word that nobody said",
            claims(words("zzyzx", Rank::Time)),
        ),
        (
            "claims, a common word by relevance",
            claims(words(&common, Rank::Relevance)),
        ),
        (
            "claims, three words by relevance",
            claims(words(&format!("{common} {often} {rare}"), Rank::Relevance)),
        ),
        (
            "claims of one speaker, a common word",
            claims(speaker(&name, words(&common, Rank::Time))),
        ),
        (
            "stories, a common word",
            stories(words(&common, Rank::Time)),
        ),
        (
            "stories, two rare words",
            stories(words(&format!("{rare} {rarer}"), Rank::Time)),
        ),
        (
            "stories, a phrase of a claim",
            stories(words(&phrase, Rank::Time)),
        ),
    ] {
        let mut times = Vec::new();
        for _ in 0..ASKED {
            let begun = Instant::now();
            ask(store, &texts, &question, Timestamp::default())?;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let told = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
        let (median, worst) = (times[ASKED / 2], times[ASKED - 1]);
        let what = format!("{what}, ms (median, slowest)");
        row(&what, format!("{} {}", told(median), told(worst)));
    }
    Ok(())
}

/// Takes the older half of the days away and builds the view of the rest anew, by the extractor.
fn prune(data: &Path, stories: u64) -> Result<(), Failure> {
    let before = size(data)?;
    let dir = replay::archive_dir(data);
    let half = size(&dir)? / 2;
    let keep = Retention {
        days: None,
        bytes: Some(half),
    };
    let today = stream::time(stories).day();
    let days = archive::expired(&dir, &keep, today)?;
    Store::condemn(data)?;
    archive::delete(&dir, &days)?;
    let begun = Instant::now();
    let replayed = replay::rebuild(data, &plan(), &mut |_| {})?;
    let per_second = replayed.records as f64 / begun.elapsed().as_secs_f64();
    row("rebuilt with extraction, stories/s", per_second.round());
    row("pruning half, bytes before", before);
    row(
        "pruning half, bytes freed",
        before.saturating_sub(size(data)?),
    );
    Ok(())
}

fn plan() -> Plan {
    Plan {
        options: OpenOptions {
            reserve_bytes: 0,
            ..OpenOptions::default()
        },
        dedup: Params::default(),
        workers: NonZeroUsize::MIN,
    }
}

fn row(what: &str, value: impl std::fmt::Display) {
    println!("{what}: {value}");
}

fn argument(name: &str) -> Option<u64> {
    let mut arguments = std::env::args().skip_while(|arg| arg != name);
    arguments.nth(1)?.parse().ok()
}

/// A line of `/proc/self/status` in KiB; 0 where there is none.
fn memory(line: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|l| l.strip_prefix(line));
    let number = found.and_then(|rest| rest.split_whitespace().next());
    number.and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn size(dir: &Path) -> Result<u64, Failure> {
    let mut sum = 0;
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        sum += match path.is_dir() {
            true => size(&path)?,
            false => fs::metadata(&path)?.len(),
        };
    }
    Ok(sum)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().ok_or("a file without a name")?);
        match path.is_dir() {
            true => copy(&path, &target)?,
            false => drop(fs::copy(&path, &target)?),
        }
    }
    Ok(())
}
