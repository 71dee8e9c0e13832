//! The routes. Every answer is bounded, every question runs off the async threads. Knows nothing of sockets.

use crate::inspect::Answer;
use crate::inspect::AskError;
use crate::inspect::Question;
use crate::pipeline::apply::Corrected;
use crate::pipeline::errand;
use crate::pipeline::journal::CorrectError;
use crate::serve::MAX_ANSWER;
use crate::serve::MAX_ASKED;
use crate::serve::MAX_PROPOSAL;
use crate::serve::MAX_QUESTION;
use crate::serve::MAX_RUNNING;
use crate::serve::MAX_TAILS;
use crate::serve::Proposal;
use crate::serve::Refusal;
use crate::serve::health;
use crate::serve::health::Health;
use crate::serve::metrics::Vitals;
use crate::serve::tail;
use axum::Router;
use axum::body::Body;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware;
use axum::middleware::Next;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use axum::routing::post;
use serde::Deserialize;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;
use tracing::Span;

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

/// How corrections are made; blocking.
pub type Correct = Arc<dyn Fn(Proposal) -> Result<Corrected, CorrectError> + Send + Sync>;

/// What all requests share.
#[derive(Clone)]
pub struct State {
    ask: Ask,
    /// Absent where nobody may give orders over this address.
    orders: Option<Orders>,
    /// Absent where nobody may correct anything over this address.
    correct: Option<Correct>,
    end: CancellationToken,
    health: Health,
    asked: Arc<Semaphore>,
    running: Arc<Semaphore>,
    pub(super) tails: Arc<Semaphore>,
}

impl State {
    /// Answers with `ask`, tells of `vitals`, and takes no corrections.
    pub fn new(ask: Ask, vitals: Arc<Vitals>) -> State {
        let end = CancellationToken::new();
        State {
            ask,
            orders: None,
            correct: None,
            health: Health::new(vitals, end.clone()),
            end,
            asked: Arc::new(Semaphore::new(MAX_ASKED)),
            running: Arc::new(Semaphore::new(MAX_RUNNING)),
            tails: Arc::new(Semaphore::new(MAX_TAILS)),
        }
    }

    /// The same, and carries out orders: for an address that the owner of the data alone can reach.
    pub fn with_orders(self, orders: Orders) -> State {
        State {
            orders: Some(orders),
            ..self
        }
    }

    /// The same, and takes corrections: for an address that the owner of the data alone can reach.
    pub fn with_corrections(self, correct: Correct) -> State {
        State {
            correct: Some(correct),
            ..self
        }
    }

    /// The part of it that may also be told on TCP.
    pub(super) fn health(&self) -> Health {
        self.health.clone()
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
        let span = Span::current();
        let answered = tokio::task::spawn_blocking(move || {
            let _inside = span.enter();
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
        AskError::NoAddress { .. } => StatusCode::BAD_REQUEST,
        AskError::Unknown { .. }
        | AskError::Hidden { .. }
        | AskError::NoAttribution { .. }
        | AskError::Alone { .. }
        | AskError::Unrevised { .. }
        | AskError::NoRevision { .. } => StatusCode::NOT_FOUND,
        AskError::Ambiguous { .. } => StatusCode::CONFLICT,
        AskError::Unindexed => StatusCode::SERVICE_UNAVAILABLE,
        AskError::Text { .. } | AskError::Store { .. } => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, Refusal::new(error.kind(), error.to_string()))
}

/// The routes that the folder's page lists.
pub fn router(state: State) -> Router {
    let health = state.health.clone();
    Router::new()
        .route("/ask", post(answer))
        .route("/correct", post(correct))
        .route("/order", post(order))
        .route("/tail", get(tail::tail))
        .fallback(no_such_page)
        .with_state(state)
        .merge(health::routes(health))
        .layer(middleware::from_fn(numbered))
}

/// Gives a request its number: the log's lines about it carry it, and so does the answer.
pub(super) async fn numbered(request: Request, next: Next) -> Response {
    let number = errand::next();
    let mut response = next.run(request).instrument(errand::asked(number)).await;
    let headers = response.headers_mut();
    headers.insert("x-request-id", HeaderValue::from(number));
    response
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
    let span = Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(|| orders(order))).await {
        Ok(Ok(done)) => json(StatusCode::OK, &done),
        Ok(Err(why)) => json(StatusCode::CONFLICT, &Refusal::new("refused", why)),
        Err(_) => {
            let refusal = Refusal::new("failed", "the order panicked: the service's log says more");
            json(StatusCode::INTERNAL_SERVER_ERROR, &refusal)
        }
    }
}

async fn correct(axum::extract::State(state): axum::extract::State<State>, body: Body) -> Response {
    let Some(correct) = state.correct.clone() else {
        let refusal = Refusal::new("forbidden", "corrections are made on the machine itself");
        return json(StatusCode::FORBIDDEN, &refusal);
    };
    let Ok(_asked) = state.asked.try_acquire() else {
        let refusal = Refusal::new("busy", "too many questions at once: ask again in a moment");
        return json(StatusCode::SERVICE_UNAVAILABLE, &refusal);
    };
    let body = to_bytes(body, MAX_PROPOSAL).await;
    let proposal = body
        .map_err(|_| format!("it may have {MAX_PROPOSAL} bytes"))
        .and_then(|body| serde_json::from_slice::<Proposal>(&body).map_err(|e| e.to_string()));
    let proposal = match proposal {
        Ok(proposal) => proposal,
        Err(why) => {
            let refusal = Refusal::new("bad_question", format!("this is no correction: {why}"));
            return json(StatusCode::BAD_REQUEST, &refusal);
        }
    };
    let span = Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(|| correct(proposal))).await {
        Ok(Ok(corrected)) => json(StatusCode::OK, &corrected),
        Ok(Err(CorrectError::Refused(refused))) => json(
            StatusCode::CONFLICT,
            &Refusal::new("refused", refused.to_string()),
        ),
        Ok(Err(error)) => {
            let refusal = Refusal::new("failed", error.to_string());
            json(StatusCode::INTERNAL_SERVER_ERROR, &refusal)
        }
        Err(_) => {
            let refusal = Refusal::new(
                "failed",
                "the correction could not be made: the service's log says more",
            );
            json(StatusCode::INTERNAL_SERVER_ERROR, &refusal)
        }
    }
}

async fn no_such_page() -> Response {
    let refusal = Refusal::new(
        "no_such_page",
        "there are POST /ask, POST /correct, POST /order, GET /tail, GET /metrics, GET /healthz and GET /readyz",
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
