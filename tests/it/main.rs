//! The one integration binary: the real program, real directories, real sockets.

#![allow(clippy::unwrap_used, missing_docs)]

mod commands; // what a person types, well and badly: output and exit codes
mod configuration; // where it is found, what is in force
mod copies; // copy groups and revisions
mod corrections; // what people decide about them
mod crash; // killed at random moments
mod crowd; // many feeds for a day, some of them bad, by a clock that runs ahead
mod daemon; // the running service: socket, signals, a second one
mod damage; // a view or archive damaged on the disk
mod demo; // the demo newsroom against its answer key
mod extractor; // extract and eval
mod feed_fuzz; // damaged feeds: no panic, no hang, bounded output
mod feeds; // feeds of every kind against the results beside them
mod formats; // data of every released format, and of a newer one
mod hiding; // what people hide
mod hooks; // a hub tells the running service of news
mod keeping; // what is past keeping: texts, days, notes
mod labelled; // who speaks, in hand-labelled stories
mod limits; // traffic and memory
mod logs; // what the log says of each errand, and that it tells no secret
mod loopback; // the poller against a real HTTP server
mod moving; // exports and imports
mod pages; // whole pages against their expected stories, and damaged ones
mod power; // the power fails at random moments
mod searching; // words, phrases, and an index that is damaged
mod speakers; // what people decide about speakers
mod support; // the program in a home of its own; the feed server
mod tidy; // the source's own rules
