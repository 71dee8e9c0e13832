//! The client against a scripted loopback server, files on disk, and the schedule over many polls.

#![allow(clippy::unwrap_used)]

mod address;
mod carrying;
mod conversation;
mod errors;
mod files;
mod hostile;
mod manners;
mod memory;
mod own_address;
mod politeness;
mod secure;
pub(crate) mod server;
mod timing;
pub(crate) mod tls;
mod wishes;

use super::AllowPrivate;
use super::Client;
use super::ClientParams;
use super::Clock;
use super::Fetched;
use super::Page;
use super::Validators;
use crate::model::Timestamp;
use std::time::Duration;

/// Limits small enough that running into them takes no time worth speaking of.
fn params() -> ClientParams {
    ClientParams {
        allow_private: AllowPrivate::Networks(vec!["127.0.0.1".parse().unwrap()]),
        domain_gap: Duration::ZERO,
        robots: false,
        max_body: 64 * 1024,
        ..ClientParams::default()
    }
}

fn client() -> Client {
    client_with(params())
}

fn client_with(params: ClientParams) -> Client {
    let now: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    Client::new(params, Clock::manual(now)).unwrap()
}

fn none() -> Validators {
    Validators::default()
}

fn validators(etag: &str, last_modified: &str) -> Validators {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Validators {
        etag: some(etag),
        last_modified: some(last_modified),
    }
}

fn body(fetched: Fetched) -> Page {
    match fetched {
        Fetched::Body(page) => page,
        other => panic!("{other:?}"),
    }
}
