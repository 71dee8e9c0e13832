//! Structured logs through `tracing`: what is logged, in which shape, and that it goes to standard error.

use clap::ValueEnum;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

/// The shape of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One readable line an event.
    Text,
    /// One JSON object an event.
    Json,
}

/// The environment variable that sets what is logged, in `tracing`'s filter syntax: `SAYSO_LOG=sayso=debug`.
pub const VARIABLE: &str = "SAYSO_LOG";

/// Starts logging. `default` is the level where `SAYSO_LOG` says nothing.
pub fn start(format: LogFormat, default: &str) -> Result<(), String> {
    let filter = match std::env::var(VARIABLE) {
        Ok(text) if !text.trim().is_empty() => EnvFilter::try_new(&text)
            .map_err(|e| format!("{VARIABLE}={text} is not a log filter ({e}): write info, debug or sayso::poll=debug"))?,
        _ => EnvFilter::new(default),
    };
    let colour = std::io::stderr().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let builder = fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .with_target(false);
    let started = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    // A second start in one process (tests) keeps the first.
    drop(started);
    Ok(())
}
