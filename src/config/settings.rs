//! Every setting but the feeds: its name, type, default and range, and the reason for the default.
//! This is the one place where a default stands; `config/sayso.toml` is made of it.

use super::define::Key;
use super::define::Shown;
use super::network::AllowPrivate;
use super::problem::Log;
use super::section::Section;
use super::value::Callback;
use super::value::FullText;
use super::value::Listen;
use super::value::Setting;
use super::value::Size;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::net::SocketAddrV4;
use std::time::Duration;

const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

const fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

const fn hours(n: u64) -> Duration {
    Duration::from_secs(n * 3_600)
}

const fn days(n: u64) -> Duration {
    Duration::from_secs(n * 86_400)
}

keys! { TOP, TOP_SHOWN {
    /// Where archive and store lie. Absolute, or starting with ~/ or $XDG_DATA_HOME/ (~/.local/share where that is not set).
    /// Under systemd the unit's StateDirectory is the default; write "/var/lib/sayso" here then, so that the other subcommands
    /// look in the same place. `--data-dir` on the command line wins over both.
    data_dir = "\"$XDG_DATA_HOME/sayso\"";
    /// Where what is needed for a while only lies: the sorted runs of a view that is being built anew, at most about as large as
    /// the view. No default: the data
    /// directory, unless systemd gives the unit a CacheDirectory. Losing it loses nothing.
    cache_dir = "\"/var/cache/sayso\"";
    /// A web or e-mail address of yours, told to the publishers that you poll so that they can write before they block. No
    /// default: please set it.
    contact = "\"https://example.org/about-our-reader\"";
} }

section! {
    /// How feeds and pages are asked for.
    Poll "poll" {
        /// How often a feed is first polled; from then on its own rhythm moves it between `min_interval` and `max_interval`.
        /// Half an hour catches most outlets' stories before they scroll out of the feed.
        interval: Duration = minutes(30), seconds(10)..=days(30);
        /// No feed is polled more often, however lively. Publishers put up with five minutes from a client that asks conditionally.
        min_interval: Duration = minutes(5), seconds(10)..=days(30);
        /// No working feed is polled less often, however quiet: one that slept overnight is heard the same morning, before
        /// its first stories have scrolled out.
        max_interval: Duration = hours(6), seconds(10)..=days(30);
        /// Requests under way at once, over all hosts; further ones wait. Bounds memory: each may hold `max_body` bytes.
        max_in_flight: usize = 32, 1..=1024;
        /// Pause between two requests to one registrable domain, which also never gets two at once: the commonest reason
        /// for being blocked is asking one publisher for everything at the same moment.
        per_host_gap: Duration = seconds(2), seconds(0)..=minutes(10);
        /// Longest wait for a connection, TLS included.
        connect_timeout: Duration = seconds(5), seconds(1)..=minutes(10);
        /// Longest wait from the request to the first byte of the answer.
        first_byte_timeout: Duration = seconds(15), seconds(1)..=minutes(10);
        /// Longest silence in the middle of an answer.
        idle_timeout: Duration = seconds(10), seconds(1)..=minutes(10);
        /// Longest that one request may take in all, redirects included: a trickling answer must end too.
        total_timeout: Duration = seconds(45), seconds(1)..=minutes(30);
        /// Largest answer read, after decompression; a larger one is a failed poll. Feeds with a hundred full texts
        /// stay far below it.
        max_body: Size = Size::mib(10), Size(1 << 10)..=Size::mib(512);
        /// Most bytes received in one day (UTC), as they come over the wire; 0 sets no bound. At four fifths of it pages wait
        /// for the next day and their stories enter with the feed's text; at all of it feeds wait too. What is under way then
        /// is finished.
        traffic_per_day: Size = Size(0), Size(0)..=Size::mib(1 << 30);
        /// Redirects followed for one request; one more is a failed poll.
        max_redirects: usize = 5, 0..=20;
        /// Addresses of the local machine and of private networks that may be asked: a list of addresses and networks, such as
        /// `["192.168.7.20", "10.0.0.0/8"]`, `true` for all of them, `false` for none. None, because feeds and redirects are
        /// strangers' words.
        allow_private: AllowPrivate = AllowPrivate::Nothing;
    }
}

section! {
    /// Whether and how many story pages are fetched.
    Pages "pages" {
        /// `auto` fetches a story's page unless its feed carries the full text, `always` fetches it in any case, `never` does not.
        full_text: FullText = FullText::Auto;
        /// Pages fetched for one poll of one feed; the entries beyond it wait for the next poll. Fifty pages at `per_host_gap`
        /// are under two minutes, and more than any outlet publishes between two polls.
        max_per_poll: usize = 50, 1..=10_000;
        /// Whether sites' robots.txt is honoured for story pages, their crawl delay too. Feeds are published to be polled and
        /// are asked in any case.
        robots: bool = true;
        /// Pages of known stories that are looked at again in one day, over all sites, to see whether the story was changed:
        /// about 10 minutes, an hour, 6 hours, a day and a week after it entered. 0 for none. A look at an unchanged page
        /// costs its host little.
        rechecks_per_day: usize = 1_000, 0..=1_000_000;
    }
}

section! {
    /// How long and how many stories are remembered for recognising copies. At either bound the oldest are forgotten first; a
    /// late copy of a forgotten story founds a group of its own.
    Dedup "dedup" {
        /// How long a story's text is compared with new ones, in whole days. Most copies come within hours, a cut or a late
        /// repost within weeks; a known URL is recognised for ever.
        window: Duration = days(30), days(1)..=days(3_650);
        /// Memory for the texts compared, as hashes: about 650 bytes for a story of 330 words, so 400,000 of them.
        memory: Size = Size::mib(256), Size::mib(1)..=Size::mib(65_536);
    }
}

section! {
    /// The store.
    Store "store" {
        /// Memory for the store's cache. The process takes two to seven times as much as is set here, so that this is no place for generosity.
        cache: Size = Size::mib(64), Size::mib(8)..=Size::mib(65_536);
        /// Free space on the disk below which nothing more is taken in; it goes on by itself when there is more. A disk that is wholly full
        /// could not even be tidied.
        reserve: Size = Size::mib(256), Size::mib(16)..=Size::mib(1 << 20);
    }
}

section! {
    /// How long what was observed is kept. Pruning takes away whole days, with all that was read from them; or their texts alone, while who said
    /// what stays. What goes is gone from the disk.
    Retention "retention" {
        /// Days for which a day's stories and claims are kept; 0 keeps them for ever.
        days: usize = 0, 0..=36_500;
        /// Most room for the archive: of more, the oldest days go; 0 sets no bound. The view takes some three times as much as
        /// the archive.
        archive: Size = Size(0), Size(0)..=Size::mib(1 << 30);
        /// Days for which a day's texts are kept; 0 keeps them as long as its claims. Of a text only the words of attributions are left then: what
        /// was said, by whom, and where it stood.
        text_days: usize = 0, 0..=36_500;
        /// Most room for days of the archive that still have their texts: of more, the oldest lose theirs; 0 sets no bound. What is kept
        /// for a rebuild takes as much room as a packed text: to free the disk, bound `archive`.
        text_archive: Size = Size(0), Size(0)..=Size::mib(1 << 30);
        /// Days for which it is remembered how each fetch of a feed went; 0 keeps the last 30 of each feed, however old.
        fetch_days: usize = 0, 0..=36_500;
        /// Most room for that, over all feeds: of more, the oldest go; 0 sets no bound but those 30. One takes some 150 bytes.
        fetch_log: Size = Size(0), Size(0)..=Size::mib(1 << 30);
    }
}

section! {
    /// Being told of news by feeds' hubs (WebSub) besides asking.
    WebSub "websub" {
        /// The public address at which hubs reach this service, or "off". Off, since it takes an address that the internet can reach:
        /// with one, the hubs that feeds name are subscribed to, and feeds whose hub keeps its word are asked only each `max_interval`.
        callback: Callback = Callback(None);
        /// Where this service listens for what arrives at `callback`; a web server in front of it adds the encryption.
        listen: Listen = Listen(Some(SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9_478))));
        /// For how long a subscription is asked for; it is renewed in time.
        lease: Duration = days(7), hours(1)..=days(30);
    }
}

section! {
    /// The service as a process.
    Run "run" {
        /// Longest that shutting down may take; then what is still running is named and left. Keep it below systemd's `TimeoutStopSec`.
        shutdown_deadline: Duration = seconds(20), seconds(1)..=minutes(10);
        /// Threads that extract attributions; 0 means one for each processor core.
        workers: usize = 0, 0..=256;
        /// Most of its time that a running service spends on extracting, in percent: at 50 it rests as long as it worked. Stories
        /// wait meanwhile, and polling waits for them. Bringing the view up to date at start is not slowed.
        cpu_share: usize = 100, 5..=100;
        /// Memory of the process from which on nothing more is polled, until there is less; 0 sets no bound. What is under way
        /// is finished. Set it above what `[dedup] memory` and `[store] cache` take, or nothing is ever polled.
        memory: Size = Size(0), Size(0)..=Size::mib(1 << 20);
        /// An address and port on which machines may ask for `/metrics`, `/healthz` and `/readyz`, or "off": the socket in the data
        /// directory tells the same. Whoever reaches the port can read them, so keep it on this machine.
        metrics: Listen = Listen(None);
    }
}

impl Poll {
    /// Settings that contradict each other.
    pub(super) fn check(&self, section: &Section<'_>, log: &mut Log<'_>) {
        let ordered = [
            ("min_interval", self.min_interval, "interval", self.interval),
            ("interval", self.interval, "max_interval", self.max_interval),
            (
                "connect_timeout",
                self.connect_timeout,
                "total_timeout",
                self.total_timeout,
            ),
            (
                "first_byte_timeout",
                self.first_byte_timeout,
                "total_timeout",
                self.total_timeout,
            ),
            (
                "idle_timeout",
                self.idle_timeout,
                "total_timeout",
                self.total_timeout,
            ),
        ];
        for (low, low_value, high, high_value) in ordered {
            if low_value > high_value {
                let given = if section.get(low).is_some() {
                    low
                } else {
                    high
                };
                let (low_value, high_value) = (low_value.show(), high_value.show());
                let message = format!(
                    "{low} ({low_value}) is longer than {high} ({high_value}); change one of them"
                );
                log.at(section.place_of(given), message);
            }
        }
    }
}

/// The keys of every table but the top's, for telling where a misplaced one belongs.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    (Poll::TABLE, Poll::KEYS),
    (Pages::TABLE, Pages::KEYS),
    (Dedup::TABLE, Dedup::KEYS),
    (Store::TABLE, Store::KEYS),
    (Retention::TABLE, Retention::KEYS),
    (WebSub::TABLE, WebSub::KEYS),
    (Run::TABLE, Run::KEYS),
];
