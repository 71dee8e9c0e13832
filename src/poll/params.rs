//! What the client is made of: limits, identity, permissions. Plain data; knows nothing of any HTTP library.

use crate::config::AllowPrivate;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

/// What a client is made of. Every limit holds for one document, redirects included, unless it says otherwise.
#[derive(Clone, Debug)]
pub struct ClientParams {
    /// Sent as `User-Agent`; see [`user_agent`].
    pub user_agent: String,
    /// For a connection: name look-up, TCP and TLS.
    pub connect_timeout: Duration,
    /// From the start of one request to the headers of its answer, connecting included.
    pub first_byte_timeout: Duration,
    /// For each next piece of the body.
    pub idle_timeout: Duration,
    /// For the whole, without the wait for politeness.
    pub total_timeout: Duration,
    /// Largest body read, in bytes after decompression; a larger one is an error, not cut.
    /// With `max_in_flight` it bounds the memory that bodies take.
    pub max_body: u64,
    /// Redirects followed; at one more the walk is an error.
    pub max_redirects: usize,
    /// Which addresses that are not public may be asked.
    pub allow_private: AllowPrivate,
    /// Whether a page is asked for only where its site's robots.txt lets it be.
    pub robots: bool,
    /// Where the names of hosts are looked up.
    pub names: Names,
    /// Requests at once over all domains; more wait in line.
    pub max_in_flight: usize,
    /// Least time between two starts at one registrable domain; a redirect within the domain waits it out too.
    pub domain_gap: Duration,
    /// Grows by the bytes of bodies as they come, packed as they are; for whoever keeps a budget.
    pub received: Arc<AtomicU64>,
}

impl Default for ClientParams {
    fn default() -> ClientParams {
        ClientParams {
            user_agent: user_agent(None),
            connect_timeout: Duration::from_secs(5),
            first_byte_timeout: Duration::from_secs(15),
            idle_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(45),
            max_body: 10 * 1024 * 1024,
            max_redirects: 5,
            allow_private: AllowPrivate::Nothing,
            robots: true,
            names: Names::System,
            max_in_flight: 64,
            domain_gap: Duration::from_secs(1),
            received: Arc::default(),
        }
    }
}

/// Where the names of hosts are looked up. Whatever comes of it is checked before it is asked.
#[derive(Clone, Debug, Default)]
pub enum Names {
    /// By the system's resolver.
    #[default]
    System,
    /// Here, and nowhere else; for trials on one machine. The port holds for addresses that state none.
    Fixed(Arc<HashMap<String, SocketAddr>>),
}

/// `sayso/VERSION (+CONTACT)`, so that a host can tell who asks and complain to somebody; the contact is a URL or address.
pub fn user_agent(contact: Option<&str>) -> String {
    let name = concat!("sayso/", env!("CARGO_PKG_VERSION"));
    match contact.map(str::trim).filter(|contact| !contact.is_empty()) {
        Some(contact) => format!("{name} (+{contact})"),
        None => name.to_owned(),
    }
}

/// Why no client could be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The user agent cannot be sent.
    #[error("'{0}' cannot be sent as User-Agent: use plain ASCII on one line")]
    UserAgent(String),
    /// A feed's own headers, secrets, proxy or certificates cannot be used; a sentence that says why, without secrets.
    #[error("{0}")]
    Access(String),
    /// The HTTP library refuses.
    #[error("the HTTP client could not be set up: {0}")]
    Setup(String),
}
