//! The routes for machines that watch the service: `/metrics`, `/healthz`, `/readyz`. On the socket always, on TCP where
//! configured; nothing else is ever served on TCP. Knows nothing of questions.

use crate::serve::metrics;
use crate::serve::metrics::Vitals;
use crate::serve::router::json;
use crate::serve::router::numbered;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What the health routes share.
#[derive(Clone)]
pub struct Health {
    vitals: Arc<Vitals>,
    end: CancellationToken,
}

impl Health {
    /// Tells of `vitals`; no longer ready once `end` is cancelled.
    pub fn new(vitals: Arc<Vitals>, end: CancellationToken) -> Health {
        Health { vitals, end }
    }
}

/// `/metrics`, `/healthz` and `/readyz`.
pub(super) fn routes(health: Health) -> Router {
    Router::new()
        .route("/metrics", get(scrape))
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .with_state(health)
}

/// Answers on `address` until the service ends. The port is open when this returns.
pub async fn listen_tcp(
    address: SocketAddr,
    health: Health,
) -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    let listener = TcpListener::bind(address).await?;
    let end = health.end.clone();
    Ok(async move {
        let routes = routes(health).layer(middleware::from_fn(numbered));
        let serving = axum::serve(listener, routes);
        tokio::select! {
            done = serving => if let Err(error) = done {
                tracing::error!(%address, %error, "metrics are no longer served");
            },
            () = end.cancelled() => {}
        }
    })
}

async fn scrape(State(health): State<Health>) -> Response {
    let vitals = health.vitals;
    match tokio::task::spawn_blocking(move || vitals.exposition()).await {
        Ok(text) => ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Well: every stage moves.
async fn healthz(State(health): State<Health>) -> Response {
    tell(health.vitals.complaints())
}

/// Ready: well, and not about to end. The socket listens only once the view is up to date.
async fn readyz(State(health): State<Health>) -> Response {
    let mut complaints = health.vitals.complaints();
    if health.end.is_cancelled() {
        complaints.push("the service is ending".to_owned());
    }
    tell(complaints)
}

fn tell(complaints: Vec<String>) -> Response {
    if complaints.is_empty() {
        return json(StatusCode::OK, &serde_json::json!({ "status": "ok" }));
    }
    let answer = serde_json::json!({ "status": "failing", "because": complaints });
    json(StatusCode::SERVICE_UNAVAILABLE, &answer)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::inspect::fixture;
    use crate::pipeline::counters::Counters;
    use crate::pipeline::pulse::Stage;
    use std::time::Duration;
    use tokio::io::AsyncReadExt;
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpStream;

    #[tokio::test(start_paused = true)]
    async fn a_stage_that_stops_moving_is_named_and_the_end_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = fixture::fill(dir.path());
        let counters = Arc::new(Counters::default());
        let vitals = Vitals::new(
            counters.clone(),
            Arc::new(store),
            dir.path(),
            fixture::now(),
        );
        let end = CancellationToken::new();
        let health = Health::new(Arc::new(vitals), end.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, routes(health)).await });
        let ask = async |page: &str| {
            let mut stream = TcpStream::connect(address).await.unwrap();
            let request = format!("GET {page} HTTP/1.0\r\n\r\n");
            stream.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await.unwrap();
            answer
        };
        let check = async |health: &str, ready: &str, part: &str| {
            for (page, status) in [("/healthz", health), ("/readyz", ready)] {
                let answer = ask(page).await;
                assert!(answer.contains(status), "{page}: {answer}");
                assert!(status == "200" || answer.contains(part), "{page}: {answer}");
            }
        };
        let after = async |seconds| tokio::time::advance(Duration::from_secs(seconds)).await;

        check("200", "200", "").await;
        counters.pulse().beat(Stage::Poller);
        counters.pulse().beat(Stage::Journal);
        after(119).await;
        check("200", "200", "").await;
        after(2).await;
        check("503", "503", "the poller has not moved for 121 s").await;
        assert!(ask("/metrics").await.contains("\nsayso_healthy 0\n"));
        counters.pulse().beat(Stage::Poller);
        check("200", "200", "").await;
        // A slow disk is given longer, and in the end it is told too.
        counters.pulse().idle(Stage::Poller);
        after(400).await;
        check("200", "200", "").await;
        after(100).await;
        check("503", "503", "the journal has not moved for 621 s").await;
        counters.pulse().idle(Stage::Journal);
        end.cancel();
        check("200", "503", "the service is ending").await;
    }
}
