//! Archive and view under a generated stream, by the parts that the program uses; the extractor alone is left out: each story
//! says where its six claims stand. The stream is recorded as it comes, and then the view is built anew from what was archived.
//!
//!     cargo bench --bench store -- --stories 100000
//!
//! Without `--stories` it does nothing, so that `cargo bench` stays short. `--prune` also takes the older half away, for which the rest
//! is extracted anew. `--bulk` records the stream first and builds the view from nothing, as after a loss of it: many times as
//! many stories in the time. Each measure is one line of standard output.

mod asked;
mod stream;

use sayso::archive;
use sayso::archive::Archive;
use sayso::archive::Position;
use sayso::archive::Reader;
use sayso::archive::Retention;
use sayso::dedup::Params;
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

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Stories that are recorded together.
const BATCH: usize = 128;
/// Batches between two checkpoints, as the journal has it.
const CHECKPOINT_EVERY: usize = 16;
/// Batches after which progress is told.
const SLICE: usize = 80;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(stories) = argument("--stories") else {
        eprintln!("store: nothing to do; cargo bench --bench store -- --stories 100000");
        return Ok(());
    };
    let home = tempfile::tempdir()?;
    let data = home.path().join("data");
    row("stories", stories);
    let raw = match has("--bulk") {
        true => record_and_build(&data, stories)?,
        false => follow_and_rebuild(home.path(), &data, stories)?,
    };
    measure(&data, stories, raw)?;
    if has("--prune") {
        prune(&data, stories)?;
    }
    Ok(())
}

/// Records the stream, and then builds the view; the bytes of the stream as JSON.
fn record_and_build(data: &Path, stories: u64) -> Result<u64, Failure> {
    let (mut archive, _) = Archive::open(&replay::archive_dir(data))?;
    let (mut places, mut raw, mut archiving) = (Vec::new(), 0, Duration::ZERO);
    let mut stream = Stream::new(stories);
    loop {
        let made: Vec<_> = stream.by_ref().take(BATCH).map(|(told, _)| told).collect();
        let Some(last) = made.last() else { break };
        for story in &made {
            raw += serde_json::to_vec(story)?.len() as u64;
        }
        let begun = Instant::now();
        places.extend(archive.append(&made, last.observed)?);
        archiving += begun.elapsed();
    }
    drop(archive);
    row("archived, stories/s", rate(stories, archiving));
    row("raw JSON, bytes/story", raw / stories);
    build(data, &replay::archive_dir(data), &places)?.close()?;
    start("clean", data, stories)?;
    Ok(raw)
}

/// Records the stream and follows it in the view, as the journal does; then builds the view anew and compares the two. The bytes of
/// the stream as JSON.
fn follow_and_rebuild(home: &Path, data: &Path, stories: u64) -> Result<u64, Failure> {
    let begun = Instant::now();
    let filled = fill(data, stories)?;
    let rate = |time| rate(stories, time);
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
    let killed = home.join("killed");
    copy(data, &killed)?;
    let fresh = home.join("fresh");
    let rebuilt = build(&fresh, &replay::archive_dir(data), &filled.places)?;
    assert_eq!(rebuilt.view_digest()?, filled.store.view_digest()?);
    drop(rebuilt);
    fs::remove_dir_all(&fresh)?;
    drop(filled.applier);
    drop(filled.archive);
    let store = Arc::into_inner(filled.store).ok_or("the view is in use")?;
    store.close()?;
    start("unclean", &killed, stories)?;
    start("clean", data, stories)?;
    fs::remove_dir_all(&killed)?;
    Ok(filled.raw)
}

/// Opens what a process left behind.
fn start(how: &str, data: &Path, stories: u64) -> Result<(), Failure> {
    let begun = Instant::now();
    let (archive, _) = Archive::open(&replay::archive_dir(data))?;
    let (store, _, replayed) = replay::open_up_to_date(data, &plan(), &mut |_| {})?;
    row(&format!("start, {how}, ms"), begun.elapsed().as_millis());
    row(&format!("start, {how}: replayed"), replayed.records);
    assert_eq!(store.totals().stories, stories);
    drop((store, archive));
    Ok(())
}

/// Does what upkeep does at leisure; then what lies on the disk, and how soon people are answered.
fn measure(data: &Path, stories: u64, raw: u64) -> Result<(), Failure> {
    archive::recompress(&replay::archive_dir(data), &|| false)?;
    let store = Store::open(data, plan().options)?;
    let reader = Reader::open(&replay::archive_dir(data))?;
    store.index_words(&reader, &|| false)?;
    for _ in 0..2 {
        store.fold(&|| false)?;
    }
    row(
        "archive, bytes/story",
        size(&replay::archive_dir(data))? / stories,
    );
    row("view, bytes/story", store.size_on_disk()? / stories);
    if has("--trees") {
        for tree in store.tree_sizes()? {
            let of = |n: u64| n as f64 / stories as f64;
            let (keys, bytes) = (of(tree.keys), of(tree.key_bytes + tree.value_bytes));
            row(
                &format!("tree {}, keys, raw and packed bytes/story", tree.tree),
                format!("{keys:.2} {bytes:.0} {:.0}", of(tree.packed_bytes)),
            );
        }
    }
    row(
        "index over words, bytes/story",
        store.words_bytes()? / stories,
    );
    row("claims", store.totals().claims);
    let whole = size(data)? as f64 / raw as f64;
    row("whole directory, times the raw JSON", format!("{whole:.2}"));
    asked::ask_all(&store, data)?;
    Ok(store.close()?)
}

struct Filled {
    archive: Archive,
    store: Arc<Store>,
    applier: Applier,
    /// Where each record lies, and its number.
    places: Vec<(Position, u64)>,
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
        places: Vec::new(),
        raw: 0,
        archiving: zero,
        applying: zero,
        indexing: zero,
        folding: zero,
    };
    let mut stream = Stream::new(stories);
    for batch in 1usize.. {
        let made: Vec<_> = stream.by_ref().take(BATCH).collect();
        if batch % SLICE == 0 {
            eprintln!("store: {} stories", batch * BATCH);
        }
        let Some((last, _)) = made.last() else { break };
        let now = last.observed;
        for (story, _) in &made {
            filled.raw += serde_json::to_vec(story)?.len() as u64;
        }
        let (told, analyses): (Vec<_>, Vec<Analysis>) = made.into_iter().unzip();
        let begun = Instant::now();
        let places = filled.archive.append(&told, now)?;
        filled.archiving += begun.elapsed();
        filled.places.extend(&places);
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

/// Builds a view in `dir` from what was recorded, as a rebuild does but for the extracting.
fn build(dir: &Path, archive: &Path, all: &[(Position, u64)]) -> Result<Store, Failure> {
    let reader = Reader::open(archive)?;
    let options = OpenOptions {
        bulk: true,
        ..plan().options
    };
    let store = Arc::new(Store::open(dir, options)?);
    let mut applier = Applier::new(store.clone(), plan().dedup)?;
    let mut stream = Stream::new(all.len() as u64);
    let zero = Duration::ZERO;
    let (mut applying, mut spilling, mut indexing) = (zero, zero, zero);
    for (n, places) in all.chunks(BATCH * CHECKPOINT_EVERY).enumerate() {
        if n % 5 == 4 {
            eprintln!("store: {} stories built", n * BATCH * CHECKPOINT_EVERY);
        }
        let made: Vec<_> = stream.by_ref().take(places.len()).collect();
        let begun = Instant::now();
        for ((position, seq), (story, analysis)) in places.iter().zip(&made) {
            applier.apply(*position, *seq, story, analysis)?;
        }
        applying += begun.elapsed();
        let begun = Instant::now();
        if store.words_are_due()? {
            store.index_words(&reader, &|| false)?;
        }
        indexing += begun.elapsed();
        let begun = Instant::now();
        if store.fold_is_due(false)? {
            store.fold(&|| false)?;
        }
        spilling += begun.elapsed();
    }
    let begun = Instant::now();
    store.index_words(&reader, &|| false)?;
    indexing += begun.elapsed();
    let begun = Instant::now();
    store.settle()?;
    spilling += begun.elapsed();
    let rate = |time| rate(all.len() as u64, time);
    row("rebuilt, applied, stories/s", rate(applying));
    row("rebuilt, words indexed, stories/s", rate(indexing));
    row("rebuilt, written, stories/s", rate(spilling));
    row(
        "rebuilt, all but extraction, stories/s",
        rate(applying + indexing + spilling),
    );
    row(
        "rebuilt, memory at its highest, MiB",
        memory("VmHWM:") >> 10,
    );
    drop(applier);
    Ok(Arc::into_inner(store).ok_or("the view is in use")?)
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

fn rate(stories: u64, time: Duration) -> f64 {
    (stories as f64 / time.as_secs_f64()).round()
}

fn has(argument: &str) -> bool {
    std::env::args().any(|arg| arg == argument)
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
