//! Where feeds' hubs reach this service (WebSub): confirmations and what they send, over TCP, where configured; nothing
//! else is answered here. Whoever sends is a stranger until the poller knows its token and its signature.

use crate::model::FeedId;
use crate::pipeline::hubs::Confirmation;
use crate::pipeline::hubs::Pushed;
use crate::pipeline::poller::Poller;
use crate::serve::ServeError;
use crate::serve::router::numbered;
use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Query;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::Method;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::Response;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Weak;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// Documents that are received at once; at one more the hub is told to come again. Bounds memory with `[poll] max_body`.
const MAX_AT_ONCE: usize = 8;
/// Longest that a hub may take to send a document.
const RECEIVING: Duration = Duration::from_secs(30);

#[derive(Clone)]
struct Hooks {
    poller: Weak<Poller>,
    max_body: usize,
    at_once: Arc<Semaphore>,
}

/// Answers hubs on `address` until `end` is cancelled. The port is open when this returns; the answer is which.
pub async fn listen_hooks(
    address: SocketAddr,
    poller: &Arc<Poller>,
    end: CancellationToken,
) -> Result<(SocketAddr, impl Future<Output = ()> + Send + 'static), ServeError> {
    let failed = |source| ServeError::Hooks { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let hooks = Hooks {
        max_body: poller.config().poll.max_body.bytes(),
        poller: Arc::downgrade(poller),
        at_once: Arc::new(Semaphore::new(MAX_AT_ONCE)),
    };
    let router = Router::new().fallback(answer).with_state(hooks);
    let router = router.layer(middleware::from_fn(numbered));
    Ok((bound, async move {
        tokio::select! {
            done = axum::serve(listener, router) => if let Err(error) = done {
                tracing::error!(%address, %error, "hubs are no longer heard");
            },
            () = end.cancelled() => {}
        }
    }))
}

/// The last two parts of the path are a feed's id and its token, whatever a web server in front puts before them.
async fn answer(
    State(hooks): State<Hooks>,
    method: Method,
    uri: Uri,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let mut parts = uri.path().rsplit('/');
    let (token, feed) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let (Ok(feed), Some(poller)) = (feed.parse::<FeedId>(), hooks.poller.upgrade()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match method {
        Method::GET => {
            let text = |name: &str| query.get(name).cloned().unwrap_or_default();
            let confirmation = Confirmation {
                mode: text("hub.mode"),
                topic: text("hub.topic"),
                challenge: text("hub.challenge"),
                lease: text("hub.lease_seconds").parse().ok(),
                reason: text("hub.reason"),
            };
            match poller.hub_confirms(feed, token, &confirmation) {
                // As text: a challenge is a stranger's words and no page.
                Some(challenge) => ([(CONTENT_TYPE, "text/plain")], challenge).into_response(),
                None => StatusCode::NOT_FOUND.into_response(),
            }
        }
        Method::POST => {
            let Ok(_turn) = hooks.at_once.try_acquire() else {
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            };
            let receiving = to_bytes(body, hooks.max_body);
            let body = match tokio::time::timeout(RECEIVING, receiving).await {
                Ok(Ok(body)) => body.to_vec(),
                Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
                Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
            };
            let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
            let content_type = header("content-type").map(str::to_owned);
            let signature = header("x-hub-signature");
            let pushed = poller.hub_sends(feed, token, signature, content_type, body);
            let status = match pushed {
                Pushed::Taken => StatusCode::ACCEPTED,
                Pushed::Unwanted => StatusCode::GONE,
                Pushed::Busy => StatusCode::SERVICE_UNAVAILABLE,
            };
            status.into_response()
        }
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}
