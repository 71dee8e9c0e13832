//! The small sealed file beside the sled directory that says how far the view had come at the last checkpoint.
//!
//! sled's way of failing can be an empty or shorter database without an error; against this file such a one is found out.
//! Knows nothing of sled.

use super::VIEW_FORMAT;
use super::error::StoreError;
use super::rows::Totals;
use crate::archive::Position;
use serde::Deserialize;
use serde::Serialize;
use std::fs;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;

/// Longest manifest read, in bytes; a longer one counts as damaged.
const MAX_MANIFEST: u64 = 64 * 1024;

/// How far a view has come: kept in its `meta` tree and in its manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Format of the view, [`VIEW_FORMAT`].
    pub(super) format: u32,
    /// The last archive record applied.
    pub(super) applied: Option<(Position, u64)>,
    /// Totals after it.
    pub(super) totals: Totals,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    #[serde(flatten)]
    state: State,
    /// CRC32 of `state` written as JSON, in hexadecimal.
    seal: String,
}

fn seal(state: &State) -> Option<String> {
    let json = serde_json::to_vec(state).ok()?;
    Some(format!("{:08x}", crc32fast::hash(&json)))
}

/// The manifest; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<State>, StoreError> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => {
            let read = file.take(MAX_MANIFEST + 1).read_to_end(&mut bytes);
            read.map_err(|e| StoreError::io(path, e))?;
        }
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(StoreError::io(path, e)),
    }
    let damaged = |what: &str| StoreError::Damaged {
        tree: "view",
        key: path.display().to_string(),
        what: what.to_owned(),
    };
    if bytes.len() as u64 > MAX_MANIFEST {
        return Err(damaged("the manifest is too long"));
    }
    let json: serde_json::Value =
        serde_json::from_slice(&bytes).map_err(|_| damaged("the manifest is not JSON"))?;
    let format = json.get("format").and_then(serde_json::Value::as_u64);
    let format = format
        .and_then(|f| u32::try_from(f).ok())
        .ok_or_else(|| damaged("the manifest names no format"))?;
    check_format(format)?;
    let sealed: Sealed =
        serde_json::from_value(json).map_err(|_| damaged("the manifest cannot be read"))?;
    if Some(&sealed.seal) != seal(&sealed.state).as_ref() {
        return Err(damaged("the manifest's seal does not match"));
    }
    Ok(Some(sealed.state))
}

/// Refuses formats other than our own.
pub(super) fn check_format(found: u32) -> Result<(), StoreError> {
    let known = VIEW_FORMAT;
    match found.cmp(&known) {
        std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known }),
        std::cmp::Ordering::Less => Err(StoreError::Outdated { found, known }),
        std::cmp::Ordering::Equal => Ok(()),
    }
}

/// Replaces the manifest so that after a crash the old or the new one is there, whole.
pub(super) fn write(path: &Path, state: &State) -> Result<(), StoreError> {
    let invalid = || std::io::Error::from(ErrorKind::InvalidData);
    let seal = seal(state).ok_or_else(|| StoreError::io(path, invalid()))?;
    let sealed = Sealed {
        state: *state,
        seal,
    };
    let mut json = serde_json::to_vec(&sealed).map_err(|e| StoreError::io(path, e.into()))?;
    json.push(b'\n');
    let new = path.with_extension("json.new");
    let written = File::create(&new).and_then(|mut file| {
        file.write_all(&json)?;
        file.sync_all()
    });
    written.map_err(|e| StoreError::io(&new, e))?;
    fs::rename(&new, path).map_err(|e| StoreError::io(path, e))?;
    sync_dir(path.parent().unwrap_or(path))
}

/// Makes the names in a directory durable.
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    let synced = File::open(dir).and_then(|d| d.sync_all());
    synced.map_err(|e| StoreError::io(dir, e))
}
