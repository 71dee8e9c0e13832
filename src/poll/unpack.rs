//! The body of an answer, unpacked while it comes, with the bytes received counted beside the bytes made of them.
//! Knows nothing of limits of time.

use async_compression::tokio::bufread::BrotliDecoder;
use async_compression::tokio::bufread::GzipDecoder;
use async_compression::tokio::bufread::ZlibDecoder;
use async_compression::tokio::bufread::ZstdDecoder;
use futures_util::TryStreamExt;
use reqwest::Response;
use reqwest::header;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::BufReader;
use tokio_util::io::StreamReader;

/// What is sent as `Accept-Encoding`.
pub(super) const ACCEPT_ENCODING: &str = "gzip, br, zstd, deflate";

/// Decoded bytes for each byte received that are believed; real documents stay below 50.
pub(super) const MAX_RATIO: u64 = 100;
/// Decoded bytes up to which the ratio is not looked at: a short document may well be all spaces.
const RATIO_FREE: u64 = 1024 * 1024;
/// Bytes taken from the unpacker in one go.
const PIECE: usize = 16 * 1024;

/// A body under way.
pub(super) struct Body {
    reader: Box<dyn AsyncRead + Send + Sync + Unpin>,
    received: Arc<AtomicU64>,
    packed: bool,
    piece: Vec<u8>,
    decoded: u64,
}

/// How a body is packed, where that is a way nobody asked for.
pub(super) struct UnknownPacking(pub String);

impl Body {
    /// The body of `response`. `in_all` grows by what comes, as `received` does.
    pub(super) fn of(response: Response, in_all: &Arc<AtomicU64>) -> Result<Body, UnknownPacking> {
        let encodings = response.headers().get_all(header::CONTENT_ENCODING);
        let encodings: Vec<String> = encodings
            .iter()
            .flat_map(|value| {
                let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
                let names = value.split(',').map(|name| name.trim().to_owned());
                names.collect::<Vec<_>>()
            })
            .filter(|name| !matches!(name.as_str(), "" | "identity" | "none"))
            .collect();
        let received = Arc::new(AtomicU64::new(0));
        let (count, in_all) = (received.clone(), in_all.clone());
        let stream = response
            .bytes_stream()
            .map_err(io::Error::other)
            .inspect_ok(move |piece| {
                count.fetch_add(piece.len() as u64, Relaxed);
                in_all.fetch_add(piece.len() as u64, Relaxed);
            });
        // The stream is boxed to make it `Sync`-free no matter: a body is read by one task.
        let plain = BufReader::new(StreamReader::new(Box::pin(stream)));
        let reader: Box<dyn AsyncRead + Send + Sync + Unpin> = match &encodings[..] {
            [] => Box::new(plain),
            [name] => match name.as_str() {
                "gzip" | "x-gzip" => {
                    let mut unpack = GzipDecoder::new(plain);
                    unpack.multiple_members(true);
                    Box::new(unpack)
                }
                "br" => Box::new(BrotliDecoder::new(plain)),
                "zstd" => Box::new(ZstdDecoder::new(plain)),
                "deflate" => Box::new(ZlibDecoder::new(plain)),
                _ => return Err(UnknownPacking(name.clone())),
            },
            many => return Err(UnknownPacking(many.join(", "))),
        };
        Ok(Body {
            reader,
            received,
            packed: !encodings.is_empty(),
            piece: vec![0; PIECE],
            decoded: 0,
        })
    }

    /// The next piece; empty at the end.
    pub(super) async fn next(&mut self) -> io::Result<&[u8]> {
        let n = self.reader.read(&mut self.piece).await?;
        self.decoded = self.decoded.saturating_add(n as u64);
        Ok(&self.piece[..n])
    }

    /// Whether more was made of what was received than is believed.
    pub(super) fn is_inflated(&self) -> bool {
        let received = self.received.load(Relaxed).max(1);
        self.packed && self.decoded > RATIO_FREE && self.decoded / received > MAX_RATIO
    }
}
