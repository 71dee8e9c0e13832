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
