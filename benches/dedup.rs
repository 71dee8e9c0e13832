//! What recognising copies costs as the window fills: `cargo bench --bench dedup`, one core.
//!
//! Invented stories of 330 words come in the order of their times: most are new, some are copies, cuts and revisions, all stand over one of
//! fifty outlets' notices. At 10,000, 100,000 and 1,000,000 stories held it prints what one more costs, what a story takes in memory,
//! and how fast the index is filled from stored fingerprints. Other sizes: `cargo bench --bench dedup -- 50000`. Asserts nothing.

#![allow(clippy::unwrap_used, missing_docs)]

use sayso::dedup::{Fingerprint, FingerprintError, Held, Index, Params};
use sayso::model::{GroupId, Paragraph, Story, StoryId, Timestamp, Verdict};
use std::hint::black_box;
use std::time::{Duration, Instant};

/// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WORDS: usize = 330;
/// Stories timed at each size.
const TIMED: usize = 5_000;
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// Small, quick and the same everywhere.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)) * sides as u128) >> 64) as usize
    }

    /// Common words often and rare ones rarely, as in any language: rank by the inverse of its frequency.
    fn rank(&mut self, all: usize) -> usize {
        let share = self.throw(1 << 20) as f64 / (1u64 << 20) as f64;
        (all as f64).powf(share) as usize
    }
}

fn word(n: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ta", "re", "mi", "so", "lan", "ver", "ko", "du", "bri", "nes", "al", "or", "pim", "gu",
        "ent", "fa",
    ];
    let mut out = String::new();
    let mut rest = n;
    loop {
        out.push_str(SYLLABLES[rest % 16]);
        rest /= 16;
        if rest == 0 {
            return out;
        }
    }
}

fn capital(n: usize) -> String {
    let word = word(n);
    word[..1].to_uppercase() + &word[1..]
}

struct Newsroom {
    words: Vec<String>,
    names: Vec<String>,
    notices: Vec<String>,
    dice: Dice,
}

impl Newsroom {
    fn new() -> Newsroom {
        let words: Vec<String> = (0..40_000).map(word).collect();
        let mut dice = Dice(88_172_645_463_325_252);
        let notices = (0..50).map(|outlet| {
            let text = (0..30).map(|_| words[dice.rank(words.len() - 1)].clone());
            format!(
                "Outlet {outlet} tells its readers: {}.",
                text.collect::<Vec<_>>().join(" ")
            )
        });
        Newsroom {
            notices: notices.collect(),
            names: (0..20_000).map(|n| capital(n + 300)).collect(),
            words,
            dice,
        }
    }

    /// Eleven paragraphs; 1 word in 13 is a name of the story's own cast, 1 in 40 a figure.
    fn story(&mut self) -> Vec<String> {
        let dice = &mut self.dice;
        let cast: Vec<usize> = (0..10).map(|_| dice.throw(self.names.len())).collect();
        let mut paragraphs = Vec::new();
        for _ in 0..10 {
            let mut text = String::new();
            for at in 0..WORDS / 11 {
                match dice.throw(40) {
                    0 => text.push_str(&dice.throw(3_000).to_string()),
                    1..=3 => text.push_str(&self.names[cast[dice.throw(cast.len())]]),
                    _ if at % 15 == 0 => text.push_str(&capital(dice.throw(4_000))),
                    _ => text.push_str(&self.words[dice.rank(self.words.len() - 1)]),
                }
                text.push_str(if at % 15 == 14 { ". " } else { " " });
            }
            paragraphs.push(text);
        }
        paragraphs
    }
}

/// One observation: a story, when it was seen, and by whom.
struct Seen {
    id: StoryId,
    outlet: String,
    time: Timestamp,
    story: Story,
}

struct Stream {
    room: Newsroom,
    recent: Vec<(StoryId, Vec<String>)>,
    count: u64,
    step: i64,
}

impl Stream {
    fn new(stories: usize) -> Stream {
        Stream {
            room: Newsroom::new(),
            recent: Vec::new(),
            count: 0,
            // All of them within the window.
            step: 25 * 86_400_000 / stories as i64,
        }
    }

    fn next(&mut self) -> Seen {
        self.count += 1;
        let kind = self.room.dice.throw(20);
        let known = (!self.recent.is_empty()).then(|| self.room.dice.throw(self.recent.len()));
        let mut id = StoryId(self.count << 20);
        let mut text;
        match known {
            Some(n) if kind < 2 => text = self.recent[n].1.clone(),
            Some(n) if kind == 2 => text = self.recent[n].1[..6].to_vec(),
            Some(n) if kind == 3 => {
                (id, text) = self.recent[n].clone();
                text[0] = self.room.story().swap_remove(0);
            }
            _ => text = self.room.story(),
        }
        let title: Vec<&str> = text[0].split(' ').take(7).collect();
        let title = title.join(" ");
        let full = (id, text.clone());
        if text.len() > 6 {
            if self.recent.len() < 400 {
                self.recent.push(full);
            } else {
                let at = self.room.dice.throw(400);
                self.recent[at] = full;
            }
        }
        let outlet = self.room.dice.throw(50);
        text.push(self.room.notices[outlet].clone());
        let body = text.into_iter().map(Paragraph::text).collect();
        Seen {
            id,
            outlet: format!("outlet {outlet}"),
            time: Timestamp::from_millis(1_763_000_000_000 + self.step * self.count as i64),
            story: Story {
                title,
                body,
                ..Story::default()
            },
        }
    }
}

/// Time that this thread has had of a core: what other processes take is not counted. Wall clock where the system does not tell.
fn core_time() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    match text.split(' ').next().and_then(|n| n.parse().ok()) {
        Some(nanos) => Duration::from_nanos(nanos),
        None => START.get_or_init(Instant::now).elapsed(),
    }
}

fn take(index: &mut Index, seen: &Seen, print: &Fingerprint) -> GroupId {
    let judged = index.judge(seen.id, &seen.outlet, seen.time, print);
    let group = match (index.group_of(seen.id), judged.verdict) {
        (Some(group), _) | (None, Verdict::Copy { group, .. }) => group,
        _ => seen.id.into(),
    };
    index.insert(seen.id, group, &seen.outlet, seen.time, print);
    group
}

fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    1024 * kib.unwrap_or(0)
}

fn main() {
    let asked: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let sizes = if asked.is_empty() {
        SIZES.to_vec()
    } else {
        asked
    };
    println!(
        "{:>9}  {:>11} {:>15} {:>8}  {:>14} {:>14}  {:>12}",
        "stories", "fingerprint", "judge + insert", "all", "index", "resident", "fill"
    );
    for size in sizes {
        at_size(size);
    }
    boilerplate();
    copies();
}

fn params() -> Params {
    Params {
        memory: usize::MAX,
        ..Params::default()
    }
}

fn at_size(size: usize) {
    let mut stream = Stream::new(size);
    let before = resident();
    let mut index = Index::new(params());
    let mut stored: Vec<u8> = Vec::new();
    let mut rows: Vec<(StoryId, GroupId, Timestamp, usize)> = Vec::new();
    while index.len() + TIMED < size {
        let seen = stream.next();
        take(&mut index, &seen, &Fingerprint::of(&seen.story));
    }
    let last: Vec<Seen> = (0..TIMED).map(|_| stream.next()).collect();
    let start = core_time();
    let prints: Vec<Fingerprint> = last.iter().map(|s| Fingerprint::of(&s.story)).collect();
    let printed = core_time();
    for (seen, print) in last.iter().zip(&prints) {
        take(&mut index, seen, print);
    }
    let taken = core_time();
    let words: usize = prints.iter().map(|p| p.words() as usize).sum();
    let held = index.len();
    let (bytes, whole) = (index.bytes(), resident().saturating_sub(before));
    drop(index);
    // The same stories once more, as the store keeps them.
    let mut stream = Stream::new(size);
    let mut groups = Index::new(params());
    let fill = size;
    for _ in 0..fill {
        let seen = stream.next();
        let print = Fingerprint::of(&seen.story);
        let group = take(&mut groups, &seen, &print);
        stored.extend(print.to_bytes());
        rows.push((seen.id, group, seen.time, stored.len()));
    }
    drop(groups);
    // Two threads fill it: by the wall clock.
    let filling = Instant::now();
    let before_fill = resident();
    let mut index = Index::new(params());
    let mut from = 0;
    let again = rows.iter().map(|&(story, group, time, to)| {
        let print = Fingerprint::from_bytes(&stored[from..to])?;
        from = to;
        Ok::<_, FingerprintError>(Held {
            story,
            group,
            outlet: "outlet",
            time,
            print,
        })
    });
    index.fill(again).unwrap();
    let filled = rows.len() as f64 / filling.elapsed().as_secs_f64();
    black_box(&index);
    // The stored bytes are there before and after: what grows is the index alone, and the fill's own room where the allocator keeps it.
    let grown = resident().saturating_sub(before_fill);
    let filled_bytes = (index.bytes() / index.len(), grown / index.len());
    let micros = |d: Duration| d.as_secs_f64() * 1e6 / TIMED as f64;
    println!(
        "{size:>9}  {:>8.1} µs {:>12.1} µs {:>5.1} µs  {:>7} B each {:>7} B each  {:>9.0} a second  ({} words a story; filled: {} B each, {} B resident)",
        micros(printed - start),
        micros(taken - printed),
        micros(taken - start),
        bytes / held,
        whole / held,
        filled,
        words / TIMED,
        filled_bytes.0,
        filled_bytes.1,
    );
}

/// One notice of 60 words under 100,000 short stories.
fn boilerplate() {
    let mut room = Newsroom::new();
    let mut index = Index::new(params());
    let notice = format!("{} {}", room.notices[0], room.notices[1]);
    let (mut start, mut wrong) = (core_time(), 0);
    for n in 0..100_000u64 {
        let mut text = room.story();
        text.truncate(2);
        text.push(notice.clone());
        let seen = Seen {
            id: StoryId(n << 20),
            outlet: "outlet".to_owned(),
            time: Timestamp::from_millis(1_763_000_000_000 + n as i64 * 10_000),
            story: Story {
                title: capital(n as usize),
                body: text.into_iter().map(Paragraph::text).collect(),
                ..Story::default()
            },
        };
        let print = Fingerprint::of(&seen.story);
        if n == 99_000 {
            start = core_time();
        }
        let group = take(&mut index, &seen, &print);
        wrong += usize::from(group != GroupId::from(seen.id));
    }
    let each = (core_time() - start).as_secs_f64() * 1e6 / 1_000.0;
    println!("one notice under 100,000 stories: {each:.1} µs for one more, {wrong} merged wrongly");
}

/// One story with 500 copies among 20,000 others.
fn copies() {
    let mut stream = Stream::new(20_000);
    let mut index = Index::new(params());
    for _ in 0..20_000 {
        let seen = stream.next();
        take(&mut index, &seen, &Fingerprint::of(&seen.story));
    }
    let text = stream.room.story();
    let (mut start, mut apart, mut first) = (core_time(), 0, None);
    for n in 0..500u64 {
        let mut copy = text[..7 + n as usize % 4].to_vec();
        copy.push(format!("Page {n} of the gazette of town number {n}."));
        let seen = Seen {
            id: StoryId(n << 20 | 1),
            outlet: format!("gazette {n}"),
            time: Timestamp::from_millis(1_765_100_000_000 + n as i64 * 1_000),
            story: Story {
                title: format!("Edition {n}"),
                body: copy.into_iter().map(Paragraph::text).collect(),
                ..Story::default()
            },
        };
        let print = Fingerprint::of(&seen.story);
        if n == 400 {
            start = core_time();
        }
        let group = take(&mut index, &seen, &print);
        apart += usize::from(*first.get_or_insert(group) != group);
    }
    let each = (core_time() - start).as_secs_f64() * 1e6 / 100.0;
    println!("one story with 500 copies: {each:.1} µs for one more, {apart} kept apart wrongly");
}
