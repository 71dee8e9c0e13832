//! `sayso reload`, SIGHUP, and what else a running service can be told: both ends of it.
//! A configuration that is bad changes nothing, and why is said to whoever asked.

use crate::cli::Place;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::notify;
use crate::cli::paths;
use crate::cli::talk;
use crate::pipeline::poller::Poller;
use crate::serve::Client;
use crate::serve::Order;
use crate::serve::Orders;
use crate::serve::socket_path;
use clap::Args as ClapArgs;
use std::path::Path;
use std::sync::Arc;
use std::sync::Weak;
use tokio::signal::unix::SignalKind;
use tokio::signal::unix::signal;

/// Arguments of `reload`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
The running service reads its configuration again: feeds are added, removed and changed, what is known of them is kept.
A configuration with a fault changes nothing, and every fault is told. SIGHUP does the same, and tells its log.

Examples:
  sayso reload --config /etc/sayso/sayso.toml")]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Tells the running service to reload.
pub fn run(args: &Args) -> Outcome {
    let data_dir = paths::data_dir(&args.place)?;
    match order(&data_dir, &Order::Reload)? {
        Some(done) => {
            talk::note(&done);
            Ok(())
        }
        None => Err(Failure::failed(format!(
            "no service runs on {}: `sayso run` starts one",
            data_dir.display()
        ))),
    }
}

/// Gives an order to the service on this data directory; `None` where none runs.
pub fn order(data_dir: &Path, order: &Order) -> Result<Option<String>, Failure> {
    let socket = socket_path(data_dir).map_err(Failure::failed)?;
    let Some(service) = Client::find(&socket).map_err(Failure::failed)? else {
        return Ok(None);
    };
    service.order(order).map(Some).map_err(Failure::failed)
}

/// How a service does as it is told. It holds the poller only while it does so.
pub fn orders(poller: &Arc<Poller>, place: &Place) -> Orders {
    let (poller, place) = (Arc::downgrade(poller), place.clone());
    Arc::new(move |order| obey(&poller, &place, &order))
}

fn obey(poller: &Weak<Poller>, place: &Place, order: &Order) -> Result<String, String> {
    let poller = poller.upgrade();
    let poller = poller.ok_or_else(|| "the service is ending".to_owned())?;
    match order {
        Order::Reload => {
            let _reloading = notify::reloading();
            let (path, config) =
                paths::config(place).map_err(|failure| failure.message().to_owned())?;
            let reloaded = poller.reload(Arc::new(config)).map_err(|e| e.to_string())?;
            let done = format!("{}: {reloaded}", path.display());
            tracing::info!("reloaded: {done}");
            Ok(done)
        }
        Order::Resume { feed } => {
            let resumed = poller.resume(feed).map_err(|e| e.to_string())?;
            Ok(resumed_words(feed, resumed))
        }
    }
}

/// What came of resuming a feed.
pub fn resumed_words(feed: &str, resumed: bool) -> String {
    match resumed {
        true => format!("{feed} is asked again"),
        false => format!("{feed} was not stopped"),
    }
}

/// Reloads at each SIGHUP, until the service ends with the runtime.
pub async fn hear_hangups(orders: Orders) {
    let Ok(mut hangup) = signal(SignalKind::hangup()) else {
        tracing::error!("SIGHUP cannot be heard; `sayso reload` still works");
        return;
    };
    while hangup.recv().await.is_some() {
        let orders = orders.clone();
        let done = tokio::task::spawn_blocking(move || orders(Order::Reload)).await;
        if let Ok(Err(why)) = done {
            tracing::error!("nothing was reloaded: {why}");
        }
    }
}
