//! Exit codes, and how a failure is told: one sentence on standard error, then the code.

use crate::cli::talk;
use std::fmt;
use std::process::ExitCode;

/// Why a command ended without doing what it was asked for.
#[derive(Debug)]
pub enum Failure {
    /// It was tried and failed: exit code 1.
    Failed(String),
    /// Wrong use or wrong configuration, nothing was tried: exit code 2.
    Misuse(String),
    /// It was done, and its answer is this exit code: nothing is told. Which codes there are the command's help says.
    Answered(u8),
    /// The reader of standard output closed it (`| head`): not an error, exit code 0.
    PipeClosed,
}

impl Failure {
    /// A failure of the work itself.
    pub fn failed(message: impl fmt::Display) -> Failure {
        Failure::Failed(message.to_string())
    }

    /// A mistake in how sayso was asked.
    pub fn misuse(message: impl fmt::Display) -> Failure {
        Failure::Misuse(message.to_string())
    }

    /// What went wrong; empty where nobody is there to read it.
    pub fn message(&self) -> &str {
        match self {
            Failure::PipeClosed | Failure::Answered(_) => "",
            Failure::Failed(message) | Failure::Misuse(message) => message,
        }
    }

    /// Tells the person, and gives the code.
    pub fn tell(&self) -> ExitCode {
        let (message, code) = match self {
            Failure::PipeClosed => return ExitCode::SUCCESS,
            Failure::Answered(code) => return ExitCode::from(*code),
            Failure::Failed(message) => (message, 1),
            Failure::Misuse(message) => (message, 2),
        };
        talk::error(message);
        ExitCode::from(code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        Failure::Failed(format!("{error:#}"))
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::PipeClosed,
            _ => Failure::Failed(error.to_string()),
        }
    }
}

/// What every subcommand returns.
pub type Outcome = Result<(), Failure>;
