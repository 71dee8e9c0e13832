//! Whoever can write: the running service over its socket, else this process. What is decided must not be known here.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::paths;
use crate::cli::service::Service;
use crate::cli::service::open_service;
use crate::cli::watch;
use crate::cli::watch::Progress;
use crate::inspect::Answer;
use crate::inspect::ArchiveTexts;
use crate::inspect::Question;
use crate::inspect::ask;
use crate::model::Act;
use crate::model::Correction;
use crate::pipeline::apply::Corrected;
use crate::pipeline::counters::Counters;
use crate::pipeline::replay;
use crate::poll::Clock;
use crate::serve::Client;
use crate::serve::Proposal;
use crate::serve::socket_path;
use std::sync::Arc;

/// Whoever has the view open: only they can write.
pub enum Hands {
    /// The running service.
    Service(Client),
    /// This process.
    Here(Box<Service>, ArchiveTexts, Clock),
}

impl Hands {
    /// Finds the running service, else opens the archive and the view here.
    pub fn open(place: &Place) -> Result<Hands, Failure> {
        let config = paths::config_or_defaults(place)?;
        if let Ok(path) = socket_path(&config.data_dir)
            && let Some(client) = Client::find(&path).map_err(Failure::failed)?
        {
            return Ok(Hands::Service(client));
        }
        if !replay::archive_dir(&config.data_dir).exists() {
            return Err(Failure::failed(format!(
                "there is nothing to correct in {}: `sayso run` or `sayso ingest` makes an archive, --config or --data-dir names another place",
                config.data_dir.display()
            )));
        }
        let counters = Arc::new(Counters::default());
        let observer = watch::fitting(&counters, Progress::None);
        let clock = Clock::System;
        let service = open_service(&config, counters, observer, clock.clone())?;
        let texts = ArchiveTexts::new(&config.data_dir);
        Ok(Hands::Here(Box::new(service), texts, clock))
    }

    /// Asks whoever it is.
    pub fn ask(&self, question: &Question) -> Result<Answer, Failure> {
        match self {
            Hands::Service(client) => client.ask(question).map_err(Failure::failed),
            Hands::Here(service, texts, clock) => {
                ask(&service.store, texts, question, clock.now()).map_err(Failure::failed)
            }
        }
    }

    /// Has the correction made, and waits until it is durable and in the view.
    pub fn make(&self, act: Act, note: Option<String>) -> Result<Corrected, Failure> {
        match self {
            Hands::Service(client) => {
                let done = client.correct(&Proposal { act, note });
                done.map_err(Failure::failed)
            }
            Hands::Here(service, _, clock) => {
                let made = clock.now();
                let done = service.journal.correct(Correction { made, note, act });
                done.map_err(Failure::failed)
            }
        }
    }

    /// Ends the journal where it runs in this process.
    pub fn close(self) -> Outcome {
        match self {
            Hands::Service(_) => Ok(()),
            Hands::Here(service, ..) => {
                drop(service.journal);
                service.running.join().map_err(Failure::failed)
            }
        }
    }
}
