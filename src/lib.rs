//! The architecture of sayso, in the order in which a story walks through it.
//!
//! ```text
//! feed bytes ─feed─> entries ─(known already?)─> page ─article─> Story
//!    ─archive─> durable ─dedup─> new | revision | copy | partial
//!    ─extract─> attributions ─> speakers ─> claims ─store─> inspect, exports
//! ```
//!
//! A stage is a plain function from values to values wherever it can be. Only [`pipeline`] spawns tasks
//! and owns channels. A folder imports only folders above it in the list of modules below, and each
//! outside crate with a shape of its own is named in one folder only; `tests/it/tidy.rs` holds both rules.
//!
//! Invariants that the rest leans on:
//! - **The archive is the truth, the store is the view.** What is observed is appended to the archive and
//!   fsynced before anything else believes it; the store can be thrown away and rebuilt from it.
//! - **Same archive, same view.** Nothing after the archive reads a clock or draws a random number: an
//!   identifier comes from content or from archive position.
//! - **People win.** What a person corrects is an archive record like any other, and nothing that is found later moves it.
//! - **Offsets are part of the data.** Code uses byte spans into [`model::Story::text`]; interfaces give
//!   Unicode code points.
//! - **Everything has a named bound**, and the constant's comment says what happens at the bound.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod model;
pub mod text;

pub mod feed;

pub mod article;

pub mod dedup;

pub mod extract;

pub mod config;

pub mod archive;

pub mod store;

pub mod poll;

pub mod pipeline;

pub mod inspect;

pub mod serve;

pub mod cli;
