//! What is answered before the view is up to date: that it is being brought so, and how far it has come. On the same socket and
//! address as everything later, so that nobody who watches has to guess. Knows neither the view nor what is asked.

use crate::serve::Refusal;
use crate::serve::ServeError;
use crate::serve::metrics;
use crate::serve::router::json;
use crate::serve::socket::Address;
use crate::serve::socket::failed;
use crate::serve::socket::listen_with;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::response::Response;
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::thread;
use tokio_util::sync::CancellationToken;

/// The answers given while a view is brought up to date; they end, and socket and port are free, when this is dropped.
pub struct Opening {
    records: Arc<AtomicU64>,
    end: CancellationToken,
    thread: Option<thread::JoinHandle<()>>,
}

impl Opening {
    /// Begins to answer at `address` and, where given, on `tcp`. Both are open when this returns.
    pub fn start(address: &Address, tcp: Option<SocketAddr>) -> Result<Opening, ServeError> {
        let io = |source| failed(&address.path, source);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(io)?;
        let (records, end) = (Arc::new(AtomicU64::new(0)), CancellationToken::new());
        let health = health();
        let all = health
            .clone()
            .fallback(starting)
            .with_state(records.clone());
        let (port, socket) = {
            let _inside = runtime.enter();
            let port = match tcp {
                Some(port) => Some(
                    runtime
                        .block_on(tokio::net::TcpListener::bind(port))
                        .map_err(|source| ServeError::Tcp {
                            address: port,
                            source,
                        })?,
                ),
                None => None,
            };
            let ended = end.clone();
            let shutdown = async move { ended.cancelled().await };
            (port, listen_with(address, all, end.clone(), shutdown)?)
        };
        let ended = end.clone();
        let told = health.with_state(records.clone());
        let thread = thread::Builder::new()
            .name("opening".into())
            .spawn(move || {
                runtime.block_on(async {
                    if let Some(port) = port {
                        let serving = axum::serve(port, told);
                        tokio::spawn(async move {
                            tokio::select! {
                                // Who asks again is answered by the service itself.
                                _ = serving => {}
                                () = ended.cancelled() => {}
                            }
                        });
                    }
                    socket.await;
                });
            });
        let thread = Some(thread.map_err(io)?);
        Ok(Opening {
            records,
            end,
            thread,
        })
    }

    /// So many records are in the view by now.
    pub fn progress(&self, records: u64) {
        self.records.store(records, Ordering::Relaxed);
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        self.end.cancel();
        if let Some(thread) = self.thread.take() {
            // It cannot panic by itself, and nothing depends on how it ended.
            drop(thread.join());
        }
    }
}

type Records = Arc<AtomicU64>;

fn health() -> Router<Records> {
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(scrape))
}

fn sentence(records: &Records) -> String {
    let records = records.load(Ordering::Relaxed);
    format!("the view is being brought up to date with the archive, {records} records so far")
}

/// It works, and so it is well.
async fn healthz(State(records): State<Records>) -> Response {
    let answer = serde_json::json!({ "status": "ok", "doing": sentence(&records) });
    json(StatusCode::OK, &answer)
}

async fn readyz(State(records): State<Records>) -> Response {
    let answer = serde_json::json!({ "status": "starting", "because": [sentence(&records)] });
    json(StatusCode::SERVICE_UNAVAILABLE, &answer)
}

async fn scrape(State(records): State<Records>) -> Response {
    let text = metrics::while_opening(records.load(Ordering::Relaxed));
    ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response()
}

async fn starting(State(records): State<Records>) -> Response {
    let message = format!(
        "sayso is starting: {}; ask again in a while",
        sentence(&records)
    );
    json(
        StatusCode::SERVICE_UNAVAILABLE,
        &Refusal::new("starting", message),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::Question;
    use crate::serve::Client;
    use crate::serve::ClientError;
    use std::io::Read;
    use std::io::Write;

    fn get(stream: &mut (impl Read + Write), path: &str) -> String {
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn who_asks_while_the_view_is_rebuilt_is_told_so_and_how_far_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let address = Address::of(dir.path(), None).unwrap();
        let path = address.path.clone();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let tcp = port.local_addr().unwrap();
        drop(port);
        let opening = Opening::start(&address, Some(tcp)).unwrap();
        opening.progress(4_096);
        let check = |page: &str, status: &str, word: &str| {
            let mut socket = std::os::unix::net::UnixStream::connect(&path).unwrap();
            let mut port = std::net::TcpStream::connect(tcp).unwrap();
            for answer in [get(&mut socket, page), get(&mut port, page)] {
                assert!(
                    answer.contains(status) && answer.contains(word),
                    "{page}: {answer}"
                );
            }
        };
        check("/healthz", "200 OK", "4096 records");
        check("/readyz", "503 Service", "being brought up to date");
        check("/metrics", "200 OK", "\nsayso_ready 0\n");
        check("/metrics", "200 OK", "\nsayso_opened_records 4096\n");
        let client = Client::find(&path).unwrap().unwrap();
        match client.ask(&Question::Stats {
            configured: Vec::new(),
        }) {
            Err(ClientError::Refused(refusal)) => {
                assert_eq!(refusal.kind, "starting");
                assert_eq!(
                    refusal.message,
                    "sayso is starting: the view is being brought up to date with the archive, 4096 records so far; ask again in a while"
                );
            }
            other => panic!("{other:?}"),
        }
        // Questions are the socket's alone, now as later.
        let mut port = std::net::TcpStream::connect(tcp).unwrap();
        assert!(get(&mut port, "/ask").contains("404"));
        drop(opening);
        assert!(Client::find(&path).unwrap().is_none());
        assert!(std::net::TcpListener::bind(tcp).is_ok());
    }
}
