//! A newsroom on loopback that never stops publishing, and of whose answers many have a fault. Remembers what it published.

use std::collections::HashSet;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpListener;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// Stories that a feed lists, the newest: more than appear between two honest answers of a feed that is seldom honest.
const LISTED: u64 = 60;
/// Words that stories are made of.
const WORDS: &str = "harbour ferry council budget winter market bridge school river engine captain doctor hospital strike \
    union vote minister report inquiry fire storm flood road rail tunnel station museum library teacher farmer wheat price \
    wage tax court judge appeal verdict police search rescue island coast pilot airport licence water power grid cable";
const NAMES: [&str; 8] = [
    "Marta Quill",
    "Jonas Brandt",
    "Ines Maravel",
    "Tomas Reke",
    "Ada Lind",
    "Piet Vos",
    "Nora Hale",
    "Emil Stark",
];

/// The newsroom; its threads end with the process.
pub struct Newsroom {
    feeds: Vec<String>,
    shared: Arc<Shared>,
}

struct Shared {
    /// How many stories each feed has published so far.
    published: Vec<AtomicU64>,
    sites: Mutex<Vec<String>>,
    feeds_a_site: usize,
    stories: u64,
    calm: AtomicBool,
    answered: AtomicU64,
    faults: AtomicU64,
}

impl Newsroom {
    /// Opens `feeds` feeds, each of which publishes `stories` stories whenever it is asked.
    pub fn open(feeds: usize, feeds_a_site: usize, stories: u64) -> std::io::Result<Newsroom> {
        let shared = Arc::new(Shared {
            published: (0..feeds).map(|_| AtomicU64::new(0)).collect(),
            sites: Mutex::default(),
            feeds_a_site,
            stories,
            calm: AtomicBool::new(false),
            answered: AtomicU64::new(0),
            faults: AtomicU64::new(0),
        });
        let mut urls = Vec::new();
        for feed in 0..feeds {
            if feed % feeds_a_site == 0 {
                let listener = TcpListener::bind("127.0.0.1:0")?;
                shared
                    .sites()
                    .push(format!("http://{}", listener.local_addr()?));
                let shared = shared.clone();
                std::thread::spawn(move || listen(&listener, &shared));
            }
            urls.push(format!("{}/feed/{feed}", shared.site(feed)));
        }
        Ok(Newsroom {
            feeds: urls,
            shared,
        })
    }

    /// The feeds' addresses.
    pub fn feeds(&self) -> &[String] {
        &self.feeds
    }

    /// No more news and no more faults.
    pub fn calm(&self) {
        self.shared.calm.store(true, Relaxed);
    }

    /// Feeds' answers so far.
    pub fn answered(&self) -> u64 {
        self.shared.answered.load(Relaxed)
    }

    /// Those of them that had a fault.
    pub fn faults(&self) -> u64 {
        self.shared.faults.load(Relaxed)
    }

    /// Addresses of every story that ever was in an honest answer or will be in the next.
    pub fn published(&self) -> HashSet<String> {
        let feeds = self.shared.published.iter().enumerate();
        feeds
            .flat_map(|(feed, n)| {
                let site = self.shared.site(feed);
                (0..n.load(Relaxed)).map(move |n| format!("{site}/story/{feed}/{n}"))
            })
            .collect()
    }
}

impl Shared {
    fn sites(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.sites.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn site(&self, feed: usize) -> String {
        let sites = self.sites();
        sites
            .get(feed / self.feeds_a_site)
            .cloned()
            .unwrap_or_default()
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().map_while(Result::ok) {
        let shared = shared.clone();
        // Whoever hangs up early is not this side's worry.
        std::thread::spawn(move || drop(answer(stream, &shared)));
    }
}

fn answer(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_write_timeout(Some(Duration::from_secs(15)))?;
    let mut reader = BufReader::new(stream.try_clone()?).take(64 * 1024);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    while line.trim_end() != "" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let mut parts = path.trim_start_matches('/').split('/');
    let kind = parts.next().unwrap_or("");
    let mut number = || {
        parts
            .next()
            .and_then(|n| n.parse::<u64>().ok())
            .unwrap_or(0)
    };
    let (feed, n) = (number(), number());
    match kind {
        "feed" => feed_answer(stream, shared, usize::try_from(feed).unwrap_or(0)),
        "story" => page_answer(stream, shared, feed, n),
        // A redirect that never ends.
        "round" => send(
            stream,
            "302 Found",
            &format!("Location: /round/{}\r\n", feed + 1),
            b"",
        ),
        _ => send(stream, "404 Not Found", "", b""),
    }
}

fn feed_answer(stream: TcpStream, shared: &Shared, feed: usize) -> std::io::Result<()> {
    let turn = shared.answered.fetch_add(1, Relaxed);
    let calm = shared.calm.load(Relaxed);
    // Of ten feeds five are honest; the others have a fault of their own at two answers of three.
    let faulty = !calm && feed % 10 >= 5 && !turn.is_multiple_of(3);
    let Some(count) = shared.published.get(feed) else {
        return send(stream, "404 Not Found", "", b"");
    };
    // What is new at a faulty answer is still listed at the next honest one.
    let news = if calm { 0 } else { shared.stories };
    let published = count.load(Relaxed);
    if faulty {
        shared.faults.fetch_add(1, Relaxed);
        return fault(stream, feed % 10, turn, &document(shared, feed, published));
    }
    let document = document(shared, feed, published + news);
    count.fetch_add(news, Relaxed);
    send(
        stream,
        "200 OK",
        "Content-Type: application/rss+xml\r\n",
        document.as_bytes(),
    )
}

/// Slow, cut, lying, huge, hostile: one kind for each faulty feed, two ways each.
fn fault(mut stream: TcpStream, kind: usize, turn: u64, document: &str) -> std::io::Result<()> {
    let bytes = document.as_bytes();
    let half = bytes.len() / 2;
    match (kind, turn % 2) {
        // Slow: a trickle that outlasts every patience, or silence.
        (5, 0) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            )?;
            for byte in bytes.chunks(8) {
                stream.write_all(byte)?;
                std::thread::sleep(Duration::from_millis(200));
            }
            Ok(())
        }
        (5, _) => {
            std::thread::sleep(Duration::from_secs(12));
            Ok(())
        }
        // Cut in the middle, of the body or of the headers.
        (6, 0) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                bytes.len()
            )?;
            stream.write_all(&bytes[..half])
        }
        (6, _) => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Le"),
        // Lying: a page where a feed was promised, or packed bytes that are not.
        (7, 0) => send(
            stream,
            "200 OK",
            "Content-Type: application/rss+xml\r\n",
            b"<html><body>Sign in</body></html>",
        ),
        (7, _) => send(stream, "200 OK", "Content-Encoding: gzip\r\n", bytes),
        // Huge: far more than is read, with and without saying so.
        (8, way) => {
            if way == 0 {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")?;
            } else {
                stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            }
            stream.write_all(b"<rss><channel>")?;
            let filler = vec![b' '; 64 * 1024];
            for _ in 0..64 {
                stream.write_all(&filler)?;
            }
            Ok(())
        }
        // Hostile: a redirect without end, or elements without bottom.
        (_, 0) => send(stream, "302 Found", "Location: /round/1\r\n", b""),
        _ => send(
            stream,
            "200 OK",
            "Content-Type: text/xml\r\n",
            "<a>".repeat(200_000).as_bytes(),
        ),
    }
}

fn page_answer(mut stream: TcpStream, shared: &Shared, feed: u64, n: u64) -> std::io::Result<()> {
    let page = page(feed, n);
    if n % 11 == 3 && !shared.calm.load(Relaxed) {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
            page.len()
        )?;
        return stream.write_all(&page.as_bytes()[..page.len() / 2]);
    }
    send(
        stream,
        "200 OK",
        "Content-Type: text/html\r\n",
        page.as_bytes(),
    )
}

fn send(mut stream: TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(body)?;
    stream.flush()
}

fn document(shared: &Shared, feed: usize, published: u64) -> String {
    let site = shared.site(feed);
    let items: String = (published.saturating_sub(LISTED)..published)
        .rev()
        .map(|n| {
            let title = sentence(feed as u64, n, 0);
            format!("<item><title>{title}</title><link>{site}/story/{feed}/{n}</link><description>{title}</description></item>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Outlet {feed}</title>{items}</channel></rss>"
    )
}

fn page(feed: u64, n: u64) -> String {
    let speaker = NAMES[usize::try_from(draw(feed, n, 99) % 8).unwrap_or(0)];
    let paragraphs: String = (1..12)
        .map(|p| {
            let text = sentence(feed, n, p);
            match p % 3 {
                0 => format!("<p>“We know that {text}, and we will act,” said {speaker}, the head of the board.</p>"),
                _ => format!("<p>On Monday the board heard that {text} while {}.</p>", sentence(feed, n, p + 50)),
            }
        })
        .collect();
    let title = sentence(feed, n, 0);
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )
}

/// Words that are the same for the same numbers and others for others.
fn sentence(feed: u64, n: u64, line: u64) -> String {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let drawn = (0..9).map(|w| {
        let draw = draw(feed, n, line * 16 + w);
        words[usize::try_from(draw % words.len() as u64).unwrap_or(0)]
    });
    drawn.collect::<Vec<_>>().join(" ")
}

fn draw(feed: u64, n: u64, salt: u64) -> u64 {
    let mut x = feed
        .wrapping_mul(0x9E37_79B9_7F4A_7C15)
        .wrapping_add(n.wrapping_mul(0xBF58_476D_1CE4_E5B9))
        .wrapping_add(salt.wrapping_mul(0x94D0_49BB_1331_11EB));
    x ^= x >> 31;
    x = x.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    x ^ (x >> 29)
}
