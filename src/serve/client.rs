//! The other end of the wire: asks a running service over its socket. Blocking, one connection a question.
//!
//! HTTP/1.0 by hand, because that is all there is to it: no chunks, no kept connections, the answer ends with the
//! connection or where its length says. So `inspect` needs neither an async runtime nor an HTTP client.

use crate::inspect::Answer;
use crate::inspect::EventView;
use crate::inspect::Question;
use crate::pipeline::apply::Corrected;
use crate::serve::MAX_ANSWER;
use crate::serve::Order;
use crate::serve::Proposal;
use crate::serve::Refusal;
use crate::serve::TAIL_HEARTBEAT;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// Longest head of an answer, and longest line in it.
const MAX_HEAD: u64 = 16 * 1024;
/// Longest line of the tail.
const MAX_EVENT: u64 = 16 * 1024 * 1024;
/// How long the service may take over an answer before it is taken for stuck.
const ANSWER_WITHIN: Duration = Duration::from_secs(120);
/// How long the service may take to accept a question.
const ACCEPT_WITHIN: Duration = Duration::from_secs(10);

/// Why the service gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// It says why itself.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// It did not answer in time.
    #[error("the sayso on {path} does not answer: is it stuck? (its log may say)")]
    Silent {
        /// The socket.
        path: PathBuf,
    },
    /// It went away.
    #[error("the sayso on {path} has ended")]
    Gone {
        /// The socket.
        path: PathBuf,
    },
    /// What came is not what this version of sayso understands.
    #[error(
        "the sayso on {path} answers what this one does not understand ({what}): are both the same version?"
    )]
    Strange {
        /// The socket.
        path: PathBuf,
        /// What came, as a clause.
        what: String,
    },
    /// The connection failed.
    #[error("{path}: {source}")]
    Io {
        /// The socket.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// A service that answers on a socket.
#[derive(Clone, Debug)]
pub struct Client {
    path: PathBuf,
}

impl Client {
    /// Whoever will answer on the socket at `path`.
    pub(super) fn at(path: &Path) -> Client {
        Client {
            path: path.to_path_buf(),
        }
    }

    /// The service on the socket at `path`; `None` where nobody answers there.
    pub fn find(path: &Path) -> Result<Option<Client>, ClientError> {
        let client = Client::at(path);
        match UnixStream::connect(path) {
            Ok(_) => Ok(Some(client)),
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::NotFound | ErrorKind::ConnectionRefused | ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(e) => Err(client.io(e)),
        }
    }

    /// Asks one question.
    pub fn ask(&self, question: &Question) -> Result<Answer, ClientError> {
        self.post("/ask", question)
    }

    /// Gives an order; the answer says what was done.
    pub fn order(&self, order: &Order) -> Result<String, ClientError> {
        self.post("/order", order)
    }

    /// Has a correction made.
    pub fn correct(&self, proposal: &Proposal) -> Result<Corrected, ClientError> {
        self.post("/correct", proposal)
    }

    fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        asked: &impl Serialize,
    ) -> Result<T, ClientError> {
        let body = serde_json::to_vec(asked).map_err(|e| self.strange(e))?;
        let head = format!(
            "POST {path} HTTP/1.0\r\nHost: sayso\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), &body].concat();
        let answer = self.request(&request, ANSWER_WITHIN)?;
        let body = self.body(answer)?;
        serde_json::from_slice(&body).map_err(|e| self.strange(e))
    }

    /// Events as they happen.
    pub fn tail(&self, from: TailFrom) -> Result<Events, ClientError> {
        let begin = match from {
            TailFrom::Last(last) => format!("last={last}"),
            TailFrom::After(seq) => format!("after={seq}"),
        };
        let request = format!("GET /tail?{begin} HTTP/1.0\r\nHost: sayso\r\n\r\n");
        let answer = self.request(request.as_bytes(), TAIL_HEARTBEAT * 4)?;
        Ok(Events {
            client: self.clone(),
            reader: answer.reader,
        })
    }

    /// Sends a request and reads the head of the answer; a refusal is an error.
    fn request(&self, request: &[u8], within: Duration) -> Result<Begun, ClientError> {
        let mut stream = UnixStream::connect(&self.path).map_err(|e| self.io(e))?;
        stream
            .set_write_timeout(Some(ACCEPT_WITHIN))
            .map_err(|e| self.io(e))?;
        stream
            .set_read_timeout(Some(within))
            .map_err(|e| self.io(e))?;
        stream.write_all(request).map_err(|e| self.io(e))?;
        let mut reader = BufReader::new(stream);
        let first = self.head_line(&mut reader)?;
        let status = first.split(' ').nth(1).and_then(|s| s.parse::<u16>().ok());
        let status = status.ok_or_else(|| self.strange(format!("'{first}'")))?;
        let mut length = None;
        let mut read = first.len() as u64;
        loop {
            let line = self.head_line(&mut reader)?;
            read += line.len() as u64;
            if line.is_empty() {
                break;
            }
            if read > MAX_HEAD {
                return Err(self.strange("an endless head"));
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse::<u64>().ok();
            }
        }
        let begun = Begun { reader, length };
        if status == 200 {
            return Ok(begun);
        }
        let body = self.body(begun)?;
        match serde_json::from_slice(&body) {
            Ok(refusal) => Err(ClientError::Refused(refusal)),
            Err(_) => Err(self.strange(format!("status {status}"))),
        }
    }

    /// A line of the head without its end.
    fn head_line(&self, reader: &mut BufReader<UnixStream>) -> Result<String, ClientError> {
        let mut line = String::new();
        let read = reader.by_ref().take(MAX_HEAD).read_line(&mut line);
        if read.map_err(|e| self.io(e))? == 0 {
            return Err(self.gone());
        }
        if !line.ends_with('\n') {
            return Err(self.strange("a head cut short"));
        }
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }

    fn body(&self, begun: Begun) -> Result<Vec<u8>, ClientError> {
        let most = begun.length.unwrap_or(MAX_ANSWER as u64);
        if most > MAX_ANSWER as u64 {
            return Err(self.strange(format!("{most} bytes at once")));
        }
        let mut body = Vec::new();
        let read = begun.reader.take(most).read_to_end(&mut body);
        read.map_err(|e| self.io(e))?;
        if begun
            .length
            .is_some_and(|length| length != body.len() as u64)
        {
            return Err(self.gone());
        }
        Ok(body)
    }

    fn io(&self, source: io::Error) -> ClientError {
        let path = self.path.clone();
        match source.kind() {
            ErrorKind::WouldBlock | ErrorKind::TimedOut => ClientError::Silent { path },
            ErrorKind::ConnectionReset
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof
            | ErrorKind::ConnectionRefused => ClientError::Gone { path },
            _ => ClientError::Io { path, source },
        }
    }

    fn gone(&self) -> ClientError {
        ClientError::Gone {
            path: self.path.clone(),
        }
    }

    fn strange(&self, what: impl ToString) -> ClientError {
        ClientError::Strange {
            path: self.path.clone(),
            what: what.to_string(),
        }
    }
}

/// An answer whose head was read.
struct Begun {
    reader: BufReader<UnixStream>,
    length: Option<u64>,
}

/// Where the tail begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TailFrom {
    /// With so many of the last events.
    Last(u32),
    /// Behind the event with this number.
    After(u64),
}

/// Events as they come; ends with [`ClientError::Gone`] when the service does.
#[derive(Debug)]
pub struct Events {
    client: Client,
    reader: BufReader<UnixStream>,
}

impl Iterator for Events {
    type Item = Result<EventView, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            let read = self
                .reader
                .by_ref()
                .take(MAX_EVENT)
                .read_until(b'\n', &mut line);
            match read {
                Err(e) => return Some(Err(self.client.io(e))),
                Ok(0) => return Some(Err(self.client.gone())),
                Ok(_) if line.last() != Some(&b'\n') => return Some(Err(self.client.gone())),
                // The sign of life.
                Ok(1) => {}
                Ok(_) => {
                    let event = serde_json::from_slice(&line);
                    return Some(event.map_err(|e| self.client.strange(e)));
                }
            }
        }
    }
}
