//! Small sealed files. The one beside the view's directory says how far the view had come at the last checkpoint.
//!
//! sled's way of failing can be an empty or shorter database without an error; against this file such a one is found out.
//! Knows nothing of sled.

use super::VIEW_FORMAT;
use super::error::StoreError;
use super::rows::Totals;
use crate::archive::Position;
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
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
struct Sealed<T> {
    #[serde(flatten)]
    told: T,
    /// CRC32 of `told` written as JSON, in hexadecimal.
    seal: String,
}

fn seal<T: Serialize>(told: &T) -> Option<String> {
    let json = serde_json::to_vec(told).ok()?;
    Some(format!("{:08x}", crc32fast::hash(&json)))
}

fn damaged(path: &Path, what: &str) -> StoreError {
    StoreError::Damaged {
        tree: "view",
        key: path.display().to_string(),
        what: format!("{what} in this file"),
    }
}

fn read_json(path: &Path) -> Result<Option<serde_json::Value>, StoreError> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(file) => {
            let read = file.take(MAX_MANIFEST + 1).read_to_end(&mut bytes);
            read.map_err(|e| StoreError::io(path, e))?;
        }
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(StoreError::io(path, e)),
    }
    if bytes.len() as u64 > MAX_MANIFEST {
        return Err(damaged(path, "too much stands"));
    }
    let json = serde_json::from_slice(&bytes);
    json.map(Some)
        .map_err(|_| damaged(path, "there is no JSON"))
}

fn unseal<T: Serialize + DeserializeOwned>(
    path: &Path,
    json: serde_json::Value,
) -> Result<T, StoreError> {
    let sealed: Sealed<T> =
        serde_json::from_value(json).map_err(|_| damaged(path, "something is missing"))?;
    if Some(&sealed.seal) != seal(&sealed.told).as_ref() {
        return Err(damaged(path, "the seal does not match what stands"));
    }
    Ok(sealed.told)
}

/// What was written with [`write_sealed`]; `None` when there is no such file.
pub(super) fn read_sealed<T: Serialize + DeserializeOwned>(
    path: &Path,
) -> Result<Option<T>, StoreError> {
    let json = read_json(path)?;
    json.map(|json| unseal(path, json)).transpose()
}

/// The manifest; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<State>, StoreError> {
    let Some(json) = read_json(path)? else {
        return Ok(None);
    };
    let format = json.get("format").and_then(serde_json::Value::as_u64);
    let format = format
        .and_then(|f| u32::try_from(f).ok())
        .ok_or_else(|| damaged(path, "no format is named"))?;
    check_format(format)?;
    unseal(path, json).map(Some)
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

/// Replaces a small file so that after a crash the old or the new one is there, whole.
pub(super) fn write_sealed<T: Serialize>(path: &Path, told: &T) -> Result<(), StoreError> {
    let invalid = || std::io::Error::from(ErrorKind::InvalidData);
    let seal = seal(told).ok_or_else(|| StoreError::io(path, invalid()))?;
    let sealed = Sealed { told, seal };
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
