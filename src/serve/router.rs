//! The routes. Every answer is bounded, every question runs off the async threads. Knows nothing of sockets.

use crate::inspect::Answer;
use crate::inspect::AskError;
use crate::inspect::Question;
use crate::serve::MAX_ANSWER;
use crate::serve::MAX_ASKED;
use crate::serve::MAX_QUESTION;
use crate::serve::MAX_RUNNING;
use crate::serve::MAX_TAILS;
use crate::serve::Refusal;
use crate::serve::tail;
use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use serde::Deserialize;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// How questions are answered; blocking.
pub type Ask = Arc<dyn Fn(&Question) -> Result<Answer, AskError> + Send + Sync>;

/// What a running service can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Read the configuration again.
    Reload,
    /// Ask a stopped feed again.
    Resume {
        /// Its address as configured.
        feed: String,
    },
}

/// How orders are carried out; blocking. The answer is one line for a person, either way.
pub type Orders = Arc<dyn Fn(Order) -> Result<String, String> + Send + Sync>;

/// What all requests share.
#[derive(Clone)]
pub struct State {
    ask: Ask,
    orders: Option<Orders>,
    end: CancellationToken,
    asked: Arc<Semaphore>,
    running: Arc<Semaphore>,
    pub(super) tails: Arc<Semaphore>,
}

impl State {
    /// Answers with `ask`.
    pub fn new(ask: Ask) -> State {
        State {
            ask,
            orders: None,
            end: CancellationToken::new(),
            asked: Arc::new(Semaphore::new(MAX_ASKED)),
            running: Arc::new(Semaphore::new(MAX_RUNNING)),
            tails: Arc::new(Semaphore::new(MAX_TAILS)),
        }
    }

    /// Carries out orders too.
    pub fn with_orders(self, orders: Orders) -> State {
        State {
            orders: Some(orders),
            ..self
        }
    }

    /// Cancelled when the service ends: streams end then.
    pub(super) fn end(&self) -> CancellationToken {
        self.end.clone()
    }

    /// Has a question answered on a thread for blocking work.
    pub(super) async fn answer(&self, question: Question) -> Result<Answer, (StatusCode, Refusal)> {
        let busy = || {
            let refusal = Refusal::new("busy", "too many questions at once: ask again in a moment");
            (StatusCode::SERVICE_UNAVAILABLE, refusal)
        };
        let _asked = self.asked.try_acquire().map_err(|_| busy())?;
        let running = self.running.clone().acquire_owned();
        let running = running.await.map_err(|_| busy())?;
        let ask = self.ask.clone();
        let answered = tokio::task::spawn_blocking(move || {
            // Held by the work and not by the request: who hangs up does not make room for more.
            let _running = running;
            let word = question.word();
            let answer = ask(&question);
            tracing::debug!(question = word, ok = answer.is_ok(), "asked");
            answer
        });
        match answered.await {
            Ok(answer) => answer.map_err(refuse),
            Err(_) => {
                let refusal = Refusal::new(
                    "failed",
                    "the question could not be worked out: the service's log says more",
                );
                Err((StatusCode::INTERNAL_SERVER_ERROR, refusal))
            }
        }
    }
}

fn refuse(error: AskError) -> (StatusCode, Refusal) {
    let status = match &error {
        AskError::Unknown { .. } => StatusCode::NOT_FOUND,
        AskError::Ambiguous { .. } => StatusCode::CONFLICT,
        AskError::Text { .. } | AskError::Store { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Refusal::new(error.kind(), error.to_string()))
}

/// The routes that the folder's page lists.
pub fn router(state: State) -> Router {
    Router::new()
        .route("/ask", post(answer))
        .route("/order", post(order))
        .route("/tail", get(tail::tail))
        .route("/healthz", get(healthz))
        .fallback(no_such_page)
        .with_state(state)
}

async fn answer(axum::extract::State(state): axum::extract::State<State>, body: Body) -> Response {
    let Ok(body) = to_bytes(body, MAX_QUESTION).await else {
        let refusal = Refusal::new(
            "too_large",
            format!("a question may have {MAX_QUESTION} bytes"),
        );
        return json(StatusCode::PAYLOAD_TOO_LARGE, &refusal);
    };
    let question = match serde_json::from_slice::<Question>(&body) {
        Ok(question) => question,
        Err(e) => {
            let refusal = Refusal::new("bad_question", format!("this is no question: {e}"));
            return json(StatusCode::BAD_REQUEST, &refusal);
        }
    };
    match state.answer(question).await {
        Ok(answer) => json(StatusCode::OK, &answer),
        Err((status, refusal)) => json(status, &refusal),
    }
}

async fn order(axum::extract::State(state): axum::extract::State<State>, body: Body) -> Response {
    let order = match to_bytes(body, MAX_QUESTION).await {
        Ok(body) => serde_json::from_slice::<Order>(&body).ok(),
        Err(_) => None,
    };
    let (Some(order), Some(orders)) = (order, state.orders.clone()) else {
        let refusal = Refusal::new("bad_question", "this is no order that is taken here");
        return json(StatusCode::BAD_REQUEST, &refusal);
    };
    match tokio::task::spawn_blocking(move || orders(order)).await {
        Ok(Ok(done)) => json(StatusCode::OK, &done),
        Ok(Err(why)) => json(StatusCode::CONFLICT, &Refusal::new("refused", why)),
        Err(_) => {
            let refusal = Refusal::new("failed", "the order panicked: the service's log says more");
            json(StatusCode::INTERNAL_SERVER_ERROR, &refusal)
        }
    }
}

async fn healthz() -> Response {
    json(StatusCode::OK, &serde_json::json!({ "status": "ok" }))
}

async fn no_such_page() -> Response {
    let refusal = Refusal::new(
        "no_such_page",
        "there are POST /ask, POST /order, GET /tail and GET /healthz",
    );
    json(StatusCode::NOT_FOUND, &refusal)
}

/// A whole JSON document as response.
pub(super) fn json(status: StatusCode, value: &impl serde::Serialize) -> Response {
    let body = match serde_json::to_vec(value) {
        Ok(body) if body.len() <= MAX_ANSWER => body,
        Ok(_) => {
            let refusal = Refusal::new(
                "too_large",
                "the answer is too long: ask with a smaller limit",
            );
            return json(StatusCode::INTERNAL_SERVER_ERROR, &refusal);
        }
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
