//! The router over a real Unix socket, asked by the client and by hand.

#![allow(clippy::unwrap_used)]

use crate::inspect::Answer;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::ask;
use crate::inspect::fixture;
use crate::serve::Address;
use crate::serve::Ask;
use crate::serve::Client;
use crate::serve::ClientError;
use crate::serve::ServeError;
use crate::serve::State;
use crate::serve::Vitals;
use crate::serve::listen;
use crate::serve::socket_path;
use std::fs;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A service on the fixture's view, on a runtime of its own.
struct Service {
    dir: TempDir,
    path: PathBuf,
    end: CancellationToken,
    thread: Option<JoinHandle<()>>,
}

impl Service {
    fn start() -> Service {
        let dir = tempfile::tempdir().unwrap();
        let (store, shelf) = fixture::fill(&dir.path().join("data"));
        let store = Arc::new(store);
        let vitals = Arc::new(Vitals::new(
            Arc::default(),
            store.clone(),
            dir.path(),
            fixture::now(),
        ));
        let ask: Ask = Arc::new(move |question| ask(&store, &shelf, question, fixture::now()));
        let path = socket_path(dir.path()).unwrap();
        let end = CancellationToken::new();
        let (ready, is_ready) = std::sync::mpsc::channel();
        let (at, ended) = (Address::of(dir.path(), None).unwrap(), end.clone());
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let serving = listen(&at, State::new(ask, vitals), async move {
                    ended.cancelled().await
                })
                .unwrap();
                ready.send(()).unwrap();
                serving.await;
            });
        });
        is_ready.recv().unwrap();
        Service {
            dir,
            path,
            end,
            thread: Some(thread),
        }
    }

    fn client(&self) -> Client {
        Client::find(&self.path).unwrap().unwrap()
    }

    /// Status line and body of a request made by hand.
    fn raw(&self, request: &str) -> (String, String) {
        let mut stream = UnixStream::connect(&self.path).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    fn stop(&mut self) {
        self.end.cancel();
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The answer without how much the view takes on the disk, which is not the same from one moment to the next.
fn steady(mut answer: Answer) -> Answer {
    if let Answer::Stats(stats) = &mut answer {
        stats.view_bytes = 0;
    }
    answer
}

#[test]
fn the_socket_gives_the_same_answers_as_the_view() {
    let service = Service::start();
    let other = tempfile::tempdir().unwrap();
    let (store, shelf) = fixture::fill(other.path());
    for question in [
        Question::Stats {
            configured: Vec::new(),
        },
        Question::Feeds {
            configured: Vec::new(),
        },
        Question::Stories {
            filter: Filter::default(),
        },
        Question::Story {
            story: fixture::POST.to_string(),
        },
        Question::Copies {
            story: fixture::POST.to_string(),
            group: false,
        },
        Question::Speakers {
            filter: Filter::default(),
        },
        Question::Speaker {
            speaker: "Zoë Vane".into(),
            filter: Filter::default(),
        },
        Question::Claims {
            filter: Filter::default(),
        },
        Question::Claim {
            claim: "c1a1".into(),
        },
        Question::Tail {
            after: None,
            limit: None,
        },
    ] {
        let direct = steady(ask(&store, &shelf, &question, fixture::now()).unwrap());
        let asked = steady(service.client().ask(&question).unwrap());
        assert_eq!(asked, direct, "{question:?}");
    }
}

#[test]
fn a_refusal_says_the_same_sentence() {
    let service = Service::start();
    let question = Question::Speaker {
        speaker: "Zoe Vaine".into(),
        filter: Filter::default(),
    };
    match service.client().ask(&question) {
        Err(ClientError::Refused(refusal)) => {
            assert_eq!(refusal.kind, "unknown");
            assert_eq!(
                refusal.message,
                "there is no speaker 'Zoe Vaine'; the nearest: Zoë Vane"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn other_tools_are_answered_too() {
    let service = Service::start();
    let post = |body: &str| {
        format!(
            "POST /ask HTTP/1.0\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    for (request, status, part) in [
        (
            "GET /healthz HTTP/1.0\r\n\r\n".to_owned(),
            "200",
            r#"{"status":"ok"}"#,
        ),
        (
            "GET /readyz HTTP/1.0\r\n\r\n".to_owned(),
            "200",
            r#"{"status":"ok"}"#,
        ),
        (
            "GET /metrics HTTP/1.0\r\n\r\n".to_owned(),
            "200",
            "\nsayso_polls_total{outcome=\"read\"} 0\n",
        ),
        (
            post(r#"{"claims":{}}"#),
            "200",
            r#"{"claims":{"rows":[{"id":"c1a2000000000002""#,
        ),
        (
            post(r#"{"claim":{"claim":"ffff"}}"#),
            "404",
            r#""kind":"unknown""#,
        ),
        (
            post(r#"{"story":{"story":"1111"}}"#),
            "409",
            r#""kind":"ambiguous""#,
        ),
        (post(r#"{"who":1}"#), "400", r#""kind":"bad_question""#),
        (
            "POST /correct HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}".to_owned(),
            "403",
            r#""kind":"forbidden""#,
        ),
        (
            "GET /else HTTP/1.0\r\n\r\n".to_owned(),
            "404",
            r#""kind":"no_such_page""#,
        ),
    ] {
        let (line, body) = service.raw(&request);
        assert!(
            line.contains(status) && body.contains(part),
            "{request}: {line} {body}"
        );
    }
}

#[test]
fn the_tail_begins_where_it_is_asked_to_and_ends_with_the_service() {
    let mut service = Service::start();
    let mut events = service
        .client()
        .tail(crate::serve::TailFrom::Last(2))
        .unwrap();
    let seqs: Vec<u64> = events.by_ref().take(2).map(|e| e.unwrap().seq).collect();
    assert_eq!(seqs, [2, 3]);
    service.stop();
    assert!(matches!(events.next(), Some(Err(ClientError::Gone { .. }))));
    assert!(!service.path.exists());
    assert!(Client::find(&service.path).unwrap().is_none());
}

/// The vitals of a service on the fixture's view in `dir`.
fn vitals(dir: &Path) -> Arc<Vitals> {
    let (store, _) = fixture::fill(dir);
    Arc::new(Vitals::new(
        Arc::default(),
        Arc::new(store),
        dir,
        fixture::now(),
    ))
}

fn bind(path: &Path, elsewhere: Option<&Path>) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let _in = runtime.enter();
    let ask: Ask = Arc::new(|_| unreachable!("nothing is asked"));
    let other = tempfile::tempdir().unwrap();
    let address = Address::of(path.parent().unwrap(), elsewhere).unwrap();
    listen(&address, State::new(ask, vitals(other.path())), async {}).map(drop)
}

#[test]
fn only_the_owner_may_ask() {
    let service = Service::start();
    let mode = fs::metadata(&service.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let left: Vec<_> = fs::read_dir(service.dir.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_dead_socket_is_replaced_and_a_live_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket_path(dir.path()).unwrap();
    let listener = UnixListener::bind(&path).unwrap();
    assert!(matches!(bind(&path, None), Err(ServeError::InUse { .. })));
    drop(listener);
    assert!(path.exists());
    assert!(bind(&path, None).is_ok());
    assert!(!path.exists());
    fs::write(&path, "a file").unwrap();
    assert!(matches!(
        bind(&path, None),
        Err(ServeError::NotASocket { .. })
    ));
    assert!(path.exists());
}

#[test]
fn a_service_manager_may_give_the_socket_a_place_of_its_own() {
    let (data, runtime) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let link = socket_path(data.path()).unwrap();
    let socket = socket_path(runtime.path()).unwrap();
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let inside = tokio.enter();
    let ask: Ask = Arc::new(|_| unreachable!("nothing is asked"));
    let other = tempfile::tempdir().unwrap();
    let state = State::new(ask, vitals(other.path()));
    let address = Address::of(data.path(), Some(runtime.path())).unwrap();
    let answering = listen(&address, state, async {}).unwrap();
    assert_eq!(fs::read_link(&link).unwrap(), socket);
    let mode = fs::metadata(&link).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Whoever knows the data directory finds it, and so does a second service.
    assert!(std::os::unix::net::UnixStream::connect(&link).is_ok());
    drop(inside);
    assert!(matches!(bind(&link, None), Err(ServeError::InUse { .. })));
    drop(answering);
    assert!(fs::symlink_metadata(&link).is_err() && !socket.exists());
    // Killed: the manager has taken its directory away, the link is left.
    std::os::unix::fs::symlink(&socket, &link).unwrap();
    assert!(Client::find(&link).unwrap().is_none());
    assert!(bind(&link, Some(runtime.path())).is_ok());
}

#[test]
fn a_path_too_long_is_told() {
    let dir = Path::new("/data").join("x".repeat(100));
    let error = socket_path(&dir).unwrap_err().to_string();
    assert!(
        error.contains("117 bytes") && error.contains("shorter data_dir"),
        "{error}"
    );
}

#[test]
fn a_service_that_is_none_is_told_from_one_of_another_kind() {
    let dir = tempfile::tempdir().unwrap();
    let path = socket_path(dir.path()).unwrap();
    assert!(Client::find(&path).unwrap().is_none());
    let listener = UnixListener::bind(&path).unwrap();
    for (answer, expect) in [
        ("SSH-2.0-x\r\n", "does not understand"),
        (
            "HTTP/1.0 200 OK\r\n\r\n{\"weather\":1}",
            "does not understand",
        ),
        (
            "HTTP/1.0 200 OK\r\nContent-Length: 90\r\n\r\n{}",
            "has ended",
        ),
        (
            "HTTP/1.0 200 OK\r\nContent-Length: 9999999999\r\n\r\n{}",
            "does not understand",
        ),
        ("", "has ended"),
    ] {
        let listener = listener.try_clone().unwrap();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 65536];
            let _ = stream.read(&mut request).unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
        });
        let client = Client::at(&path);
        let error = client
            .ask(&Question::Stats {
                configured: Vec::new(),
            })
            .unwrap_err()
            .to_string();
        assert!(error.contains(expect), "{answer:?}: {error}");
        server.join().unwrap();
    }
}
