//! The hosts: names, feeds, and every way in which one can be a bad host.

use super::Crowd;
use super::log::{Asked, HOUR, Log, SECOND};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// Addresses that the hosts share, so that connections do not run out of ports.
const ADDRESSES: u8 = 32;
/// Entries that a feed shows.
const SHOWN: u64 = 10;

/// What a host does with those who ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An entry an hour.
    Lively,
    /// An entry each six hours.
    Steady,
    /// Never anything new.
    Quiet,
    /// Answers after 12 seconds.
    Slow,
    /// Takes the request and says nothing.
    Silent,
    /// A byte now and then.
    Trickling,
    Broken,
    Missing,
    Gone,
    /// Asks for a pause of an hour, in seconds, every other time.
    Busy,
    /// Asks for a pause of two hours, as a date.
    OutOfService,
    HangingUp,
    Garbage,
    WebPage,
    Circle,
    Inward,
    SignIn,
    Endless,
    Bomb,
    ManyHeaders,
    /// Says "not modified" whatever happened.
    Stubborn,
    /// Another validator each time for the same document.
    Fickle,
}

const BAD: [Kind; 19] = [
    Kind::Slow,
    Kind::Silent,
    Kind::Trickling,
    Kind::Broken,
    Kind::Missing,
    Kind::Gone,
    Kind::Busy,
    Kind::OutOfService,
    Kind::HangingUp,
    Kind::Garbage,
    Kind::WebPage,
    Kind::Circle,
    Kind::Inward,
    Kind::SignIn,
    Kind::Endless,
    Kind::Bomb,
    Kind::ManyHeaders,
    Kind::Stubborn,
    Kind::Fickle,
];

impl Kind {
    pub fn is_bad(self) -> bool {
        BAD.contains(&self)
    }

    /// Milliseconds between two entries.
    pub fn publishes_every(self) -> Option<u64> {
        match self {
            Kind::Lively => Some(HOUR),
            Kind::Steady => Some(6 * HOUR),
            _ => None,
        }
    }

    /// One domain in ten is bad, each in its own way; of the others some are lively.
    fn of(feed: usize, domain: usize) -> Kind {
        match (domain % 10, feed % 50) {
            (3, _) => BAD[domain / 10 % BAD.len()],
            (_, 7) => Kind::Lively,
            (_, n) if n % 10 == 1 => Kind::Steady,
            _ => Kind::Quiet,
        }
    }
}

/// When a feed's first entry after the beginning comes.
pub fn offset(feed: usize, every: u64) -> u64 {
    feed as u64 * 7919 * SECOND % every
}

/// All of the hosts, serving.
pub struct Hosts {
    crowd: Crowd,
    addresses: Vec<SocketAddr>,
    state: Arc<State>,
}

struct State {
    begun: Instant,
    asked: Mutex<Vec<Asked>>,
    bomb: Vec<u8>,
}

/// Two hosts share a registrable domain, as publishers' do.
fn host_name(host: usize) -> String {
    let name = if host.is_multiple_of(2) {
        "www"
    } else {
        "feeds"
    };
    format!("{name}.outlet{}.example", host / 2)
}

impl Hosts {
    pub async fn start(crowd: Crowd, begun: Instant) -> Hosts {
        let state = Arc::new(State {
            begun,
            asked: Mutex::default(),
            bomb: bomb(),
        });
        let mut addresses = Vec::new();
        for n in 0..ADDRESSES {
            let listener = TcpListener::bind((format!("127.0.0.{}", n + 2), 0))
                .await
                .unwrap();
            addresses.push(listener.local_addr().unwrap());
            let state = state.clone();
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    // A client that hangs up is part of many scripts.
                    tokio::spawn(state.clone().talk(stream));
                }
            });
        }
        Hosts {
            crowd,
            addresses,
            state,
        }
    }

    /// The address of each feed.
    pub fn urls(&self) -> Vec<String> {
        let host = |feed: usize| host_name(feed % self.crowd.hosts);
        let feeds = 0..self.crowd.feeds;
        feeds
            .map(|feed| format!("http://{}/feed/{feed}", host(feed)))
            .collect()
    }

    /// Where each host is.
    pub fn names(&self) -> HashMap<String, SocketAddr> {
        let address = |host: usize| self.addresses[host % self.addresses.len()];
        (0..self.crowd.hosts)
            .map(|host| (host_name(host), address(host)))
            .collect()
    }

    /// What was asked until now.
    pub fn log(&self, length: Duration) -> Log {
        let mut asked = self.state.asked.lock().unwrap().clone();
        asked.sort_by_key(|asked| asked.at);
        let kind = |feed: usize| Kind::of(feed, feed % self.crowd.hosts / 2);
        Log {
            asked,
            kinds: (0..self.crowd.feeds).map(kind).collect(),
            length: u64::try_from(length.as_millis()).unwrap(),
        }
    }
}

impl State {
    fn now(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap()
    }

    /// Answers request after request, until the client or the script has had enough.
    async fn talk(self: Arc<Self>, mut stream: TcpStream) {
        while let Some(request) = read(&mut stream).await {
            let at = self.now();
            let host = request.host.split(['.', ':']).nth(1).unwrap_or_default();
            let domain: usize = host
                .trim_start_matches("outlet")
                .parse()
                .unwrap_or(usize::MAX);
            let feed = request
                .path
                .strip_prefix("/feed/")
                .and_then(|n| n.parse().ok());
            let kind = feed.map_or(Kind::Missing, |feed| Kind::of(feed, domain));
            let place = {
                let mut log = self.asked.lock().unwrap();
                log.push(Asked {
                    at,
                    // Until the end, should the script be cut off.
                    until: at,
                    feed,
                    domain,
                    conditional: request.etag.is_some(),
                    pause: 0,
                });
                log.len() - 1
            };
            let (more, pause) = self
                .answer(&mut stream, &request, kind, feed.unwrap_or(0), at)
                .await;
            let mut log = self.asked.lock().unwrap();
            log[place].until = self.now();
            log[place].pause = pause;
            if !more {
                return;
            }
        }
    }

    /// Whether the conversation goes on, and the pause that was asked for.
    async fn answer(
        &self,
        stream: &mut TcpStream,
        request: &Request,
        kind: Kind,
        feed: usize,
        at: u64,
    ) -> (bool, u64) {
        let simple = |head: &str, body: &str| {
            format!(
                "HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes()
        };
        let mut pause = 0;
        let bytes = match kind {
            Kind::Lively | Kind::Steady | Kind::Quiet => self.document(request, kind, feed, at),
            Kind::Slow => {
                tokio::time::sleep(Duration::from_secs(12)).await;
                self.document(request, kind, feed, at)
            }
            Kind::Silent => return (hung_up(stream, None).await, 0),
            Kind::Trickling => {
                let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";
                let _ = stream.write_all(head).await;
                return (hung_up(stream, Some(Duration::from_secs(9))).await, 0);
            }
            Kind::Broken => simple("500 Broken", "no"),
            Kind::Missing => simple("404 Missing", "no"),
            Kind::Gone => simple("410 Gone", "no"),
            Kind::Busy if (at / HOUR).is_multiple_of(2) => {
                pause = HOUR;
                simple("429 Busy\r\nretry-after: 3600", "no")
            }
            Kind::Busy => self.document(request, kind, feed, at),
            Kind::OutOfService => {
                let hours = at.div_ceil(HOUR) + 2;
                pause = hours * HOUR - at;
                let (day, hour) = (16 + hours / 24, hours % 24);
                let name = ["Mon", "Tue", "Wed", "Thu"][(day - 16) as usize];
                let date = format!("{name}, {day} Nov 2026 {hour:02}:00:00 GMT");
                simple(&format!("503 Out of service\r\nretry-after: {date}"), "no")
            }
            Kind::HangingUp => return (false, 0),
            Kind::Garbage => {
                let _ = stream.write_all(&[0xff; 300]).await;
                return (false, 0);
            }
            Kind::WebPage => simple("200 OK", "<!doctype html><html><body>Hello</body></html>"),
            Kind::Circle => simple(&format!("301 Moved\r\nlocation: {}", request.path), "no"),
            Kind::Inward => simple("302 Found\r\nlocation: http://10.0.0.1/", "no"),
            Kind::SignIn => simple("302 Found\r\nlocation: /login?next=feed", "no"),
            Kind::Endless => {
                let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<rss><channel>";
                let mut going = stream.write_all(head).await.is_ok();
                while going {
                    going = stream.write_all(&[b' '; 16 * 1024]).await.is_ok();
                    tokio::task::yield_now().await;
                }
                return (false, 0);
            }
            Kind::Bomb => {
                let length = self.bomb.len();
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {length}\r\n\r\n"
                );
                [head.as_bytes(), &self.bomb].concat()
            }
            Kind::ManyHeaders => {
                let many: String = (0..300).map(|n| format!("\r\nx-{n}: y")).collect();
                simple(&format!("200 OK{many}"), "no")
            }
            Kind::Stubborn if request.etag.is_some() => simple("304 Not Modified", ""),
            Kind::Stubborn => self.document(request, kind, feed, at),
            Kind::Fickle => {
                let document = rss(feed, 0);
                simple(&format!("200 OK\r\netag: \"{at}\""), &document)
            }
        };
        (stream.write_all(&bytes).await.is_ok(), pause)
    }

    fn document(&self, request: &Request, kind: Kind, feed: usize, at: u64) -> Vec<u8> {
        let entries = kind
            .publishes_every()
            .map_or(0, |every| (at + every - offset(feed, every)) / every);
        let etag = format!("\"{feed}-{entries}\"");
        if request.etag.as_deref() == Some(&etag) {
            return format!("HTTP/1.1 304 Not Modified\r\netag: {etag}\r\n\r\n").into_bytes();
        }
        let body = rss(feed, entries);
        format!(
            "HTTP/1.1 200 OK\r\netag: {etag}\r\ncontent-type: application/rss+xml\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .into_bytes()
    }
}

/// The feed's newest entries; one from before the beginning is always there.
fn rss(feed: usize, entries: u64) -> String {
    let items: String = (entries.saturating_sub(SHOWN)..=entries)
        .rev()
        .map(|n| {
            format!(
                "<item><title>Report {n} of outlet {feed}</title><link>http://pages.example/{feed}/{n}</link>\
                 <description>Berth {n} of harbour {feed} opens on day {}, its office said.</description></item>",
                n * 31 + feed as u64
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Outlet {feed}</title><link>http://pages.example/</link>{items}</channel></rss>"
    )
}

/// Waits until the client hangs up, and sends it a byte now and then meanwhile, if wanted.
async fn hung_up(stream: &mut TcpStream, every: Option<Duration>) -> bool {
    let mut byte = [0];
    loop {
        let pulse = every.unwrap_or(Duration::from_secs(3600));
        match tokio::time::timeout(pulse, stream.read(&mut byte)).await {
            Ok(_) => return false,
            Err(_) if every.is_some() && stream.write_all(b" ").await.is_err() => return false,
            Err(_) => {}
        }
    }
}

struct Request {
    path: String,
    host: String,
    etag: Option<String>,
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::with_capacity(1024);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    let head = String::from_utf8(head).ok()?;
    let header = |name: &str| {
        head.lines().skip(1).find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    Some(Request {
        path: head.split(' ').nth(1)?.to_owned(),
        host: header("host").unwrap_or_default(),
        etag: header("if-none-match"),
    })
}

/// Zeros, packed as tightly as gzip can.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut pack = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    pack.write_all(&vec![b' '; 8 << 20]).unwrap();
    pack.finish().unwrap()
}
