//! Feeds damaged at random, always in the same way: whatever comes, reading ends, without a panic, and gives no more than
//! was there. A short walk in every test run; `FUZZ_SECONDS=600 cargo test --test it feed_fuzz` walks on, from the seed
//! in `FUZZ_SEED`, and prints what it saw.

use sayso::feed;
use std::fs;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

/// Documents of the short walk.
const SHORT: u64 = 1_500;
/// What a reader may make of a document at most, in bytes for each byte of it, and beside that. One field may stand in
/// several places, and one character may be written in one byte and read in three.
const MOST_TIMES: usize = 40;
const MOST_BESIDE: usize = 4 << 20;

/// Pieces that break parsers, spliced in anywhere.
const PIECES: &[&str] = &[
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "</channel>",
    "<title>",
    "</title>",
    "&",
    "&#",
    "&#x110000;",
    "&#0;",
    "&amp;",
    "&lt;",
    "<",
    ">",
    "\"",
    "'",
    "/",
    "=",
    "<?",
    "?>",
    "<!DOCTYPE a [",
    "]>",
    "<!ENTITY x \"&x;&x;\">",
    "&x;",
    "xmlns=\"",
    "xml:base=\"http://[::\"",
    "\u{feff}",
    "\u{0}",
    "\u{202e}",
    "€",
    "𝒳",
    "{",
    "}",
    "[",
    "]",
    "\\u",
    "items",
    "99999999999999999999",
    "-1",
    "type=\"xhtml\"",
    "mode=\"base64\"",
    "<div>",
    "</div>",
    "<script>",
    "</script>",
    "http://",
    "//",
    "%",
    "+99:99",
    "T24:00:00Z",
    "年",
    "Mar",
    "<a href=",
    "<link href='",
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/feeds");
    let mut paths: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    // The results beside them and the pages are no feeds.
    paths.retain(|path| {
        path.extension()
            .is_some_and(|end| end != "json" && end != "html")
    });
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn damaged(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(12) {
        let at = random.below(bytes.len());
        let to = (at + random.below(60)).min(bytes.len());
        match random.below(8) {
            0 if !bytes.is_empty() => bytes[at] = random.next() as u8,
            1 => bytes.truncate(bytes.len() - random.below(bytes.len() / 4)),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let copy = bytes[at..to].to_vec();
                let times = 1 + random.below(40);
                bytes.splice(at..at, copy.repeat(times));
            }
            4 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len());
                let end = (from + random.below(200)).min(other.len());
                bytes.splice(at..at, other[from..end].iter().copied());
            }
            _ => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// Bytes in all that a document holds.
fn size(document: &feed::Document) -> usize {
    let entry = |entry: &sayso::model::Entry| serde_json::to_string(entry).unwrap().len();
    document.entries.iter().map(entry).sum::<usize>()
        + document.problems.iter().map(String::len).sum::<usize>()
}

#[test]
fn damaged_feeds_end_in_something() {
    let seconds = std::env::var("FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let seed = std::env::var("FUZZ_SEED")
        .ok()
        .and_then(|text| text.parse().ok());
    let mut random = Random(seed.unwrap_or(0x9e37_79b9_7f4a_7c15) | 1);
    let seeds = seeds();
    let start = Instant::now();
    let (mut read, mut walked, mut slowest) = (0, 0u64, (Duration::ZERO, 0));
    let goes_on = |walked: u64| match seconds {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
        None => walked < SHORT,
    };
    let types = [
        None,
        Some("text/xml"),
        Some("text/xml; charset=windows-1251"),
        Some("charset=\"utf-16"),
        Some("text/html;charset=gb2312"),
    ];
    while goes_on(walked) {
        let bytes = damaged(&seeds, &mut random);
        let content_type = types[random.below(types.len())];
        let began = Instant::now();
        let outcome = feed::parse(&bytes, "https://fuzz.example/a/feed.xml", content_type);
        let took = began.elapsed();
        if took > slowest.0 {
            slowest = (took, bytes.len());
        }
        if let Ok(document) = &outcome {
            read += u64::from(!document.entries.is_empty());
            let most = bytes.len() * MOST_TIMES + MOST_BESIDE;
            assert!(
                size(document) <= most,
                "{} of {} bytes at step {walked}",
                size(document),
                bytes.len()
            );
            assert!(
                document.entries.len() <= feed::MAX_ENTRIES
                    && document.problems.len() <= feed::MAX_PROBLEMS
            );
        }
        // The same bytes read the same again: nothing depends on a clock or on chance.
        if walked.is_multiple_of(16) {
            assert_eq!(
                outcome,
                feed::parse(&bytes, "https://fuzz.example/a/feed.xml", content_type),
                "step {walked}"
            );
            let text = feed::to_text(&bytes, content_type, feed::Markup::Html);
            let _ = (
                feed::line_of_html(&text),
                feed::lines_of_html(&text),
                feed::feed_links(&text, "https://fuzz.example/"),
            );
            let from = text
                .char_indices()
                .nth(random.below(text.len()))
                .map_or(0, |(at, _)| at);
            let slice: String = text[from..].chars().take(1 + random.below(40)).collect();
            let _ = (
                feed::parse_date(&slice),
                feed::canonical_url(&slice),
                feed::absolute(&slice, "https://fuzz.example/"),
            );
        }
        walked += 1;
    }
    if seconds.is_some() {
        println!(
            "{walked} documents, {read} with entries, slowest {:?} for {} bytes",
            slowest.0, slowest.1
        );
    }
    assert!(
        read * 2 > walked,
        "only {read} of {walked} damaged documents gave an entry"
    );
}
