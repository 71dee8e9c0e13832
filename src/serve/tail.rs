//! `GET /tail`: events as they happen, one JSON object a line, to as many readers as are allowed.
//!
//! A reader is given a page of events, and the next page is read from the view only when the socket has taken this one:
//! a slow reader holds one page and loses nothing, however far behind it falls.

use crate::inspect::Answer;
use crate::inspect::EventView;
use crate::inspect::Question;
use crate::inspect::TailView;
use crate::serve::Refusal;
use crate::serve::TAIL_HEARTBEAT;
use crate::serve::TAIL_PULSE;
use crate::serve::router::State;
use crate::serve::router::json;
use axum::body::Body;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;

/// Where to begin: behind event `after`, else with the last `last` events, else with the next.
#[derive(Debug, Deserialize)]
pub(super) struct Begin {
    after: Option<u64>,
    last: Option<u32>,
}

/// One reader's place.
struct Reader {
    state: State,
    cursor: u64,
    /// Events read and not sent yet.
    page: Vec<EventView>,
    _place: OwnedSemaphorePermit,
}

pub(super) async fn tail(
    axum::extract::State(state): axum::extract::State<State>,
    Query(begin): Query<Begin>,
) -> Response {
    let Ok(place) = state.tails.clone().try_acquire_owned() else {
        let refusal = Refusal::new("busy", "too many readers of the tail");
        return json(StatusCode::SERVICE_UNAVAILABLE, &refusal);
    };
    let first = Question::Tail {
        after: begin.after,
        limit: Some(begin.last.unwrap_or(match begin.after {
            Some(_) => u32::MAX,
            None => 0,
        })),
    };
    let TailView { events, next } = match state.answer(first).await {
        Ok(Answer::Tail(view)) => view,
        Ok(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Err((status, refusal)) => return json(status, &refusal),
    };
    let reader = Reader {
        state,
        cursor: next,
        page: events,
        _place: place,
    };
    let lines = stream::unfold(reader, |mut reader| async move {
        let chunk = reader.next_chunk().await?;
        Some((Ok::<_, Infallible>(chunk), reader))
    });
    let head = [(CONTENT_TYPE, "application/x-ndjson")];
    (head, Body::from_stream(lines)).into_response()
}

impl Reader {
    /// The next lines; an empty one after a while without events; `None` at the end of the service, or when the view fails.
    async fn next_chunk(&mut self) -> Option<Vec<u8>> {
        let end = self.state.end();
        let mut waited = Duration::ZERO;
        loop {
            if !self.page.is_empty() {
                return lines(std::mem::take(&mut self.page));
            }
            if waited >= TAIL_HEARTBEAT {
                return Some(b"\n".to_vec());
            }
            tokio::select! {
                () = end.cancelled() => return None,
                () = tokio::time::sleep(TAIL_PULSE) => waited += TAIL_PULSE,
            }
            let question = Question::Tail {
                after: Some(self.cursor),
                limit: None,
            };
            match self.state.answer(question).await {
                Ok(Answer::Tail(view)) => {
                    self.cursor = view.next;
                    self.page = view.events;
                }
                // Busy passes; anything else does not.
                Err((StatusCode::SERVICE_UNAVAILABLE, _)) => {}
                Ok(_) | Err(_) => return None,
            }
        }
    }
}

fn lines(events: Vec<EventView>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for event in &events {
        serde_json::to_writer(&mut out, event).ok()?;
        out.push(b'\n');
    }
    Some(out)
}
