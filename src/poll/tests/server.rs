//! A loopback server that answers by script, byte for byte, so that it can also answer wrongly.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: Vec<(String, String)>,
    /// As text; empty where there is none.
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request: send, then close, or not.
pub enum Reply {
    /// These bytes, then the end.
    Bytes(Vec<u8>),
    /// These bytes, then silence on an open connection.
    Hang(Vec<u8>),
    /// The first, then the second for ever.
    Endless(Vec<u8>, Vec<u8>),
}

impl Reply {
    /// A whole answer with a right length. `head` is the status and any headers, in lines.
    pub fn of(head: &str, body: impl AsRef<[u8]>) -> Reply {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {}\r\n", head.trim().replace('\n', "\r\n")).into_bytes();
        bytes.extend(format!("content-length: {}\r\n\r\n", body.len()).into_bytes());
        bytes.extend(body);
        Reply::Bytes(bytes)
    }

    pub fn redirect(status: u16, to: &str) -> Reply {
        Reply::of(&format!("{status} Moved\nlocation: {to}"), "elsewhere")
    }
}

type Script = dyn Fn(&Request) -> Reply + Send + Sync;

pub struct Server {
    pub address: SocketAddr,
    pub requests: Arc<Mutex<Vec<Request>>>,
    most: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let running: Arc<AtomicUsize> = Arc::default();
        let most: Arc<AtomicUsize> = Arc::default();
        let script: Arc<Script> = Arc::new(script);
        let task = {
            let (requests, most) = (Arc::clone(&requests), Arc::clone(&most));
            tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let (requests, script) = (Arc::clone(&requests), Arc::clone(&script));
                    let (running, most) = (Arc::clone(&running), Arc::clone(&most));
                    tokio::spawn(async move {
                        // A client that hangs up in the middle is part of many scripts.
                        let _ = answer(stream, &requests, &script, &running, &most).await;
                    });
                }
            })
        };
        Server {
            address,
            requests,
            most,
            task,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The most requests that were being answered at once.
    pub fn most_at_once(&self) -> usize {
        self.most.load(Ordering::SeqCst)
    }

    pub fn seen(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(
    mut stream: TcpStream,
    requests: &Mutex<Vec<Request>>,
    script: &Arc<Script>,
    running: &AtomicUsize,
    most: &AtomicUsize,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let mut lines = head.lines();
    let path = lines.next().unwrap_or_default();
    let mut request = Request {
        body: String::new(),
        path: path.split(' ').nth(1).unwrap_or_default().to_owned(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
    };
    let length = request.header("content-length").map(str::parse);
    if let Some(Ok(length)) = length {
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        request.body = String::from_utf8_lossy(&body).into_owned();
    }
    requests.lock().unwrap().push(request.clone());
    let now = running.fetch_add(1, Ordering::SeqCst) + 1;
    most.fetch_max(now, Ordering::SeqCst);
    // Room for another request to come in beside this one, if the client sends it.
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    let reply = script(&request);
    running.fetch_sub(1, Ordering::SeqCst);
    match reply {
        Reply::Bytes(bytes) => {
            stream.write_all(&bytes).await?;
            stream.shutdown().await
        }
        Reply::Hang(bytes) => {
            stream.write_all(&bytes).await?;
            // Ends when the client hangs up.
            stream.read_u8().await.map(|_| ())
        }
        Reply::Endless(first, rest) => {
            stream.write_all(&first).await?;
            loop {
                stream.write_all(&rest).await?;
            }
        }
    }
}

/// Gzip of `size` bytes of 'a' (rounded up), of which each 258 take 13 bits: a bomb.
pub fn gzip_bomb(size: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::new();
    // Last block, fixed codes; the literal 'a'; then repeats of 258 from distance 1; then the end.
    bits.extend([true, true, false]);
    push(&mut bits, 0x30 + u32::from(b'a'), 8);
    for _ in 0..size.div_ceil(258) {
        push(&mut bits, 0b1100_0101, 8);
        push(&mut bits, 0, 5);
    }
    push(&mut bits, 0, 7);
    let mut gzip = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    for byte in bits.chunks(8) {
        let value = byte
            .iter()
            .rev()
            .fold(0, |v, bit| (v << 1) | u8::from(*bit));
        gzip.push(value);
    }
    gzip
}

/// A Huffman code goes into the stream from its highest bit.
fn push(bits: &mut Vec<bool>, code: u32, length: u32) {
    bits.extend((0..length).rev().map(|i| code >> i & 1 == 1));
}
