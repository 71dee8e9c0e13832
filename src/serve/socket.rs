//! The Unix socket: where it lies, who may connect, what a dead process left behind. Knows nothing of what is asked.

use crate::serve::CLOSING;
use crate::serve::router::State;
use crate::serve::router::router;
use axum::Router;
use std::fs;
use std::future::Future;
use std::io;
use std::io::ErrorKind;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::path::PathBuf;
use tokio::net::UnixListener;
use tokio_util::sync::CancellationToken;

/// The socket's name in the data directory.
const NAME: &str = "sayso.sock";
/// What a socket is called until it is ready to be found.
const MAKING: &str = ".new";
/// Longest path of a Unix socket that Linux takes (`sun_path` has 108 bytes, the last is a zero), less the name while it is made.
const MAX_PATH: usize = 107 - MAKING.len();

/// Why the socket could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The data directory's path is too long for a socket in it.
    #[error(
        "the path of the socket {path} has {bytes} bytes, and a Unix socket's may have {MAX_PATH}: choose a shorter data_dir"
    )]
    TooLong {
        /// The path it would have.
        path: PathBuf,
        /// Its length.
        bytes: usize,
    },
    /// A process answers on it.
    #[error("another sayso answers on {path}: stop it first, or choose another data_dir")]
    InUse {
        /// The socket.
        path: PathBuf,
    },
    /// Something that is no socket is in the way.
    #[error("{path} is in the way and is no socket: move it elsewhere")]
    NotASocket {
        /// The path.
        path: PathBuf,
    },
    /// The address for metrics cannot be had.
    #[error("{address} cannot be listened on: {source}; change or drop metrics under [run]")]
    Tcp {
        /// The address.
        address: std::net::SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The address for hubs cannot be had.
    #[error(
        "{address} cannot be listened on: {source}; change listen under [websub], or its callback to \"off\""
    )]
    Hooks {
        /// The address.
        address: std::net::SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file operation failed.
    #[error("the socket {path} cannot be made: {source}")]
    Io {
        /// The path.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Where the socket of the service on this data directory lies.
pub fn socket_path(data_dir: &Path) -> Result<PathBuf, ServeError> {
    let path = data_dir.join(NAME);
    let bytes = path.as_os_str().len();
    if bytes > MAX_PATH {
        return Err(ServeError::TooLong { path, bytes });
    }
    Ok(path)
}

/// Where a service is found, and where it listens.
#[derive(Clone, Debug)]
pub struct Address {
    /// Where it is looked for: see [`socket_path`].
    pub(super) path: PathBuf,
    /// Where the socket lies if not there: then there is a link to it.
    elsewhere: Option<PathBuf>,
}

impl Address {
    /// Of the service on this data directory. `runtime` is the directory that a service manager makes for what lasts as long as the
    /// service runs, and takes away after it, however it ended.
    pub fn of(data_dir: &Path, runtime: Option<&Path>) -> Result<Address, ServeError> {
        Ok(Address {
            path: socket_path(data_dir)?,
            elsewhere: runtime.map(socket_path).transpose()?,
        })
    }
}

/// Makes the socket, readable and writable by its owner only, and gives the work of answering on it:
/// it ends, and takes the socket away, when `shutdown` does. Has to be called within a Tokio runtime.
pub fn listen(
    address: &Address,
    state: State,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<impl Future<Output = ()> + Send + 'static, ServeError> {
    let end = state.end();
    listen_with(address, router(state), end, shutdown)
}

/// As [`listen`], with routes of the caller's choice; `end` is cancelled when `shutdown` ends.
pub(super) fn listen_with(
    address: &Address,
    routes: Router,
    end: CancellationToken,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<impl Future<Output = ()> + Send + 'static, ServeError> {
    clear(&address.path)?;
    let (listener, files) = match &address.elsewhere {
        None => (bind(&address.path)?, vec![address.path.clone()]),
        Some(path) => {
            clear(path)?;
            let listener = bind(path)?;
            symlink(path, &address.path).map_err(|e| failed(&address.path, e))?;
            (listener, vec![address.path.clone(), path.clone()])
        }
    };
    let files = SocketFiles(files);
    Ok(async move {
        let stop = end.clone();
        let serving = axum::serve(listener, routes).with_graceful_shutdown(async move {
            shutdown.await;
            stop.cancel();
        });
        let late = async {
            end.cancelled().await;
            tokio::time::sleep(CLOSING).await;
        };
        tokio::select! {
            done = serving => if let Err(error) = done {
                tracing::error!(%error, "the socket has stopped answering");
            },
            () = late => tracing::warn!("a connection was still open at the end"),
        }
        drop(files);
    })
}

/// A socket at this path.
fn bind(path: &Path) -> Result<UnixListener, ServeError> {
    // Under its own name only once nobody else may connect: there is no moment in which it is open to all.
    let mut making = path.as_os_str().to_owned();
    making.push(MAKING);
    let making = PathBuf::from(making);
    match fs::remove_file(&making) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(failed(path, e)),
        _ => {}
    }
    let listener = UnixListener::bind(&making).map_err(|e| failed(path, e))?;
    let owners = fs::Permissions::from_mode(0o600);
    fs::set_permissions(&making, owners).map_err(|e| failed(path, e))?;
    fs::rename(&making, path).map_err(|e| failed(path, e))?;
    Ok(listener)
}

/// Takes the socket, and what leads to it, away with the work of answering on it.
struct SocketFiles(Vec<PathBuf>);

impl Drop for SocketFiles {
    fn drop(&mut self) {
        for path in &self.0 {
            // Its absence is all that is wanted.
            let _ = fs::remove_file(path);
        }
    }
}

/// A file operation failed there.
pub(super) fn failed(path: &Path, source: io::Error) -> ServeError {
    let path = path.to_path_buf();
    ServeError::Io { path, source }
}

/// Removes a socket that nobody answers on, or a link to where one was.
fn clear(path: &Path) -> Result<(), ServeError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found.file_type(),
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed(path, e)),
    };
    if !found.is_socket() && !found.is_symlink() {
        return Err(ServeError::NotASocket {
            path: path.to_path_buf(),
        });
    }
    match UnixStream::connect(path) {
        Ok(_) => Err(ServeError::InUse {
            path: path.to_path_buf(),
        }),
        Err(e) if e.kind() == ErrorKind::ConnectionRefused || found.is_symlink() => {
            fs::remove_file(path).map_err(|e| failed(path, e))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(e) => Err(failed(path, e)),
    }
}
