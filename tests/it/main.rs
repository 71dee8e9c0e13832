//! The one integration binary: the real program, real directories, real sockets.

#![allow(clippy::unwrap_used, missing_docs)]

mod commands; // what a person types, well and badly: output and exit codes
mod copies; // copy groups and revisions
mod corrections; // what people decide about them
mod crash; // killed at random moments
mod daemon; // the running service: socket, signals, a second one
mod damage; // a view or archive damaged on the disk
mod demo; // the demo newsroom against its answer key
mod extractor; // extract and eval
mod feed_fuzz; // damaged feeds: no panic, no hang, bounded output
mod feeds; // feeds of every kind against the results beside them
mod labelled; // who speaks, in hand-labelled stories
mod loopback; // the poller against a real HTTP server
mod pages; // whole pages against their expected stories, and damaged ones
mod power; // the power fails at random moments
mod speakers; // what people decide about speakers
mod support; // the program in a home of its own; the feed server
mod tidy; // the source's own rules
