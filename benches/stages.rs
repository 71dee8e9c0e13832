//! What each pure stage costs, one core, on the demo newsroom's own documents: `cargo bench`.
//!
//! Each stage is run for about a second after a warm-up, over all its inputs in turn; printed are the mean time of one
//! input and the throughput. Measures, asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

use sayso::article;
use sayso::dedup::{Fingerprint, Index, Params};
use sayso::extract;
use sayso::feed;
use sayso::model::{Story, Timestamp};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WARM_UP: Duration = Duration::from_millis(200);
const MEASURED: Duration = Duration::from_secs(1);

fn files(dir: &Path, ends: &[&str], out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ends, out);
        } else if ends.iter().any(|end| path.to_string_lossy().ends_with(end)) {
            out.push(path);
        }
    }
}

fn read(ends: &[&str]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("config/demo"),
        ends,
        &mut paths,
    );
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

/// The page with as much script and as many menus in front of its end as large sites have.
fn padded(page: &[u8]) -> Vec<u8> {
    let script = format!("<script>{}</script>", "a[0]={b:1,c:\"d\"};".repeat(9_000));
    let menu = "<li class=\"menu-item nav__item\"><a href=\"/a/b\"><span>Section</span></a></li>";
    let menu = format!("<nav><ul class=\"menu\">{}</ul></nav>", menu.repeat(1_500));
    [page, script.as_bytes(), menu.as_bytes()].concat()
}

fn measure<T>(stage: &str, inputs: &[T], bytes: usize, mut work: impl FnMut(&T)) {
    let run = |length: Duration, work: &mut dyn FnMut(&T)| {
        let (start, mut rounds) = (Instant::now(), 0u32);
        while start.elapsed() < length {
            inputs.iter().for_each(&mut *work);
            rounds += 1;
        }
        start.elapsed() / rounds
    };
    run(WARM_UP, &mut work);
    let round = run(MEASURED, &mut work);
    let each = round.as_secs_f64() / inputs.len() as f64;
    println!(
        "{stage:<22} {:>9.1} µs each {:>9.0} a second {:>8.2} MB/s",
        each * 1e6,
        1.0 / each,
        bytes as f64 / 1e6 / round.as_secs_f64()
    );
}

/// A feed of `entries` entries with two kilobytes of text each, as publishers write them.
fn newsroom(entries: usize) -> String {
    let words =
        "The harbour board met on Monday, said its chair, and put off the works until spring. ";
    let entry = |n: usize| {
        format!(
            "<item><title>Harbour news &amp;amp; tides {n}</title><link>https://bench.example/{n}?utm_source=rss</link>\
             <guid isPermaLink=\"false\">b{n}</guid><pubDate>Sun, 01 Mar 2026 08:{:02}:00 +0100</pubDate>\
             <dc:creator>Ada Quill</dc:creator><description>Short words on {n}.</description>\
             <content:encoded><![CDATA[<p>{}</p><p><a href=\"/more\">{}</a></p>]]></content:encoded></item>\n",
            n % 60,
            words.repeat(12),
            words.repeat(10)
        )
    };
    let items: String = (0..entries).map(entry).collect();
    format!(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>Bench</title>{items}</channel></rss>"
    )
}

/// The most memory that this process has held, in kilobytes, where the system tells.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0)
}

/// Feeds of 50 entries that read as they stand, after mending, and entry by entry; and what a large one costs in memory.
fn feed_bench() {
    let strict = newsroom(50);
    let repaired = strict
        .replace("put off", "&nbsp;put & off &eacute;")
        .replace("<![CDATA[", "")
        .replace("]]>", "");
    let salvaged = strict
        .replace("7</title>", "7")
        .replace("5.</description>", "5.");
    for (name, text) in [
        ("feed strict", strict),
        ("feed repaired", repaired),
        ("feed salvaged", salvaged),
    ] {
        let quality = feed::parse(text.as_bytes(), "https://bench.example/feed", None)
            .unwrap()
            .quality;
        assert!(
            name.ends_with(quality.word()),
            "{name} is {}",
            quality.word()
        );
        let size = text.len();
        measure(name, &[text.into_bytes()], size, |bytes| {
            drop(black_box(feed::parse(
                bytes,
                "https://bench.example/feed",
                None,
            )));
        });
    }
    let large = newsroom(2_000);
    memory("feed memory", large.as_bytes(), |bytes| {
        drop(black_box(feed::parse(
            bytes,
            "https://bench.example/feed",
            None,
        )));
    });
}

/// Prints what reading one document takes at its highest, beside the document.
fn memory(name: &str, bytes: &[u8], work: impl Fn(&[u8])) {
    // Makes the highest mark that of now; where the system does not know this, what was held before is not counted.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let before = peak_kb();
    work(bytes);
    let grown = peak_kb().saturating_sub(before);
    println!(
        "{name:<22} {:.1} MB for a document of {:.1} MB",
        grown as f64 / 1e3,
        bytes.len() as f64 / 1e6
    );
}

fn main() {
    let feeds = read(&[".xml", ".atom", ".json"]);
    let size = |inputs: &[Vec<u8>]| inputs.iter().map(Vec::len).sum();
    measure("feed::parse", &feeds, size(&feeds), |bytes| {
        drop(black_box(feed::parse(
            bytes,
            "https://bench.example/feed",
            None,
        )));
    });

    feed_bench();

    let pages = read(&[".html"]);
    measure("article::from_page", &pages, size(&pages), |bytes| {
        drop(black_box(article::from_page(
            bytes,
            "https://bench.example/page",
            None,
        )));
    });

    let mut paths = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages");
    files(&folder, &[".html"], &mut paths);
    let sites: Vec<Vec<u8>> = paths.iter().map(|p| std::fs::read(p).unwrap()).collect();
    measure("  real systems' markup", &sites, size(&sites), |bytes| {
        drop(black_box(article::from_page(
            bytes,
            "https://bench.example/page",
            None,
        )));
    });
    // A page of the size that large sites send, most of it script, style and menus.
    let large: Vec<Vec<u8>> = sites.iter().map(|bytes| padded(bytes)).collect();
    measure("  of 300 kB", &large, size(&large), |bytes| {
        drop(black_box(article::from_page(
            bytes,
            "https://bench.example/page",
            None,
        )));
    });

    let longest = sites.iter().max_by_key(|bytes| bytes.len()).unwrap();
    memory("page memory", &padded(longest).repeat(10), |bytes| {
        drop(black_box(article::from_page(
            bytes,
            "https://bench.example/page",
            None,
        )));
    });

    let stories: Vec<Story> = pages
        .iter()
        .map(|bytes| article::from_page(bytes, "https://bench.example/page", None).unwrap())
        .map(|article| Story {
            title: article.title.unwrap_or_default(),
            body: article.body,
            ..Story::default()
        })
        .collect();
    let text: usize = stories.iter().map(|story| story.text().len()).sum();
    measure("extract::extract", &stories, text, |story| {
        black_box(extract::extract(story));
    });
    measure("dedup::Fingerprint", &stories, text, |story| {
        black_box(Fingerprint::of(story));
    });

    let mut index = Index::new(Params::default());
    let prints: Vec<_> = stories
        .iter()
        .enumerate()
        .map(|(n, story)| (n as u64, Fingerprint::of(story)))
        .collect();
    for (n, print) in &prints {
        let id = sayso::model::StoryId(*n);
        index.insert(
            id,
            id.into(),
            "bench",
            Timestamp::from_secs(1_763_000_000),
            print,
        );
    }
    measure("dedup judge", &prints, text, |(n, print)| {
        let id = sayso::model::StoryId(1_000_000 + *n);
        black_box(index.judge(id, "other", Timestamp::from_secs(1_763_003_600), print));
    });
}
