//! A feed server on loopback: scripted replies, and a log of what was asked. One request a connection.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};

/// One reply. A `Hang` never answers, until the server is dropped.
#[derive(Clone, Debug)]
pub enum Reply {
    Send {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    Hang,
}

impl Reply {
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply::Send {
            status: 200,
            headers: vec![("Content-Type".into(), content_type.into())],
            body: body.into(),
        }
    }

    pub fn status(status: u16) -> Reply {
        Reply::Send {
            status,
            headers: vec![],
            body: vec![],
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Reply {
        if let Reply::Send { headers, .. } = &mut self {
            headers.push((name.into(), value.into()));
        }
        self
    }
}

/// What was asked: path and headers, names in lower case.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: String,
}

#[derive(Default)]
struct Script {
    replies: HashMap<String, Reply>,
    asked: Vec<Asked>,
    hanging: Vec<TcpStream>,
}

pub struct FeedServer {
    at: SocketAddr,
    script: Arc<Mutex<Script>>,
    /// Told whenever something was asked.
    news: Arc<Condvar>,
}

impl FeedServer {
    pub fn start() -> FeedServer {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let script = Arc::new(Mutex::new(Script::default()));
        let news = Arc::new(Condvar::new());
        let shared = Arc::downgrade(&script);
        let tell = news.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let Some(script) = shared.upgrade() else {
                    return;
                };
                let tell = tell.clone();
                std::thread::spawn(move || drop(answer(stream, &script, &tell)));
            }
        });
        FeedServer { at, script, news }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    /// What `path` answers from now on.
    pub fn on(&self, path: &str, reply: Reply) {
        self.script
            .lock()
            .unwrap()
            .replies
            .insert(path.into(), reply);
    }

    /// Returns once `path` has been asked for.
    pub fn wait_asked(&self, path: &str) {
        let mut script = self.script.lock().unwrap();
        while !script.asked.iter().any(|a| a.path == path) {
            script = self.news.wait(script).unwrap();
        }
    }

    /// Everything asked so far for `path`.
    pub fn asked(&self, path: &str) -> Vec<Asked> {
        self.script
            .lock()
            .unwrap()
            .asked
            .iter()
            .filter(|a| a.path == path)
            .cloned()
            .collect()
    }
}

impl Drop for FeedServer {
    fn drop(&mut self) {
        self.script.lock().unwrap().hanging.clear();
        // Wakes the accepting thread, which then finds that nobody wants it any more.
        let at = self.at;
        self.script = Arc::default();
        drop(TcpStream::connect(at));
    }
}

fn answer(mut stream: TcpStream, script: &Mutex<Script>, tell: &Condvar) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?).take(64 * 1024);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut headers = HashMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length");
    let mut body = vec![0; length.and_then(|n| n.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let reply = {
        let mut script = script.lock().unwrap();
        script.asked.push(Asked {
            path: path.clone(),
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        });
        let reply = script
            .replies
            .get(&path)
            .cloned()
            .unwrap_or_else(|| Reply::status(404));
        if matches!(reply, Reply::Hang) {
            script.hanging.push(stream.try_clone()?);
        }
        reply
    };
    tell.notify_all();
    let Reply::Send {
        status,
        headers,
        body,
    } = reply
    else {
        return Ok(());
    };
    let mut head = format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&body)?;
    stream.flush()
}
