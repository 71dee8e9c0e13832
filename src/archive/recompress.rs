//! Closed days in larger, denser frames: the frames that were appended are joined, and every position stays what it was.
//! Knows nothing of appending, nor of when it is time.
//!
//! The new file is written beside the day's, made durable, read back and compared record by record, and only then put
//! in its place, in one step. A crash leaves the old file or the new one, and perhaps a `*.packing` file that the next
//! run replaces. Whoever reads the old file meanwhile goes on doing so.

use super::Position;
use super::disk;
use super::error::ArchiveError;
use super::frame;
use super::frame::MAX_FRAME;
use super::frame::MAX_ORIGINS;
use super::frame::Origin;
use super::walk::DayReader;
use super::walk::Frame;
use super::walk::Frames;
use crate::model::Day;
use sha2::Digest;
use sha2::Sha256;
use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;

/// What follows a day file's name while its successor is written.
const PACKING: &str = ".packing";

/// A day that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recompressed {
    /// The day.
    pub day: Day,
    /// Bytes of its file before.
    pub before: u64,
    /// Bytes of its file now; the same where it was left alone.
    pub after: u64,
    /// Why it was left alone: a damaged day keeps every byte that it has.
    pub left: Option<String>,
}

/// Recompresses the closed days of the archive in `dir` that are not yet, oldest first, and says what became of each. Only one may do so
/// at a time; appending and reading go on. `stop` is asked for every frame; the day under way is then left as it was.
pub fn recompress(dir: &Path, stop: &dyn Fn() -> bool) -> Result<Vec<Recompressed>, ArchiveError> {
    let mut days = disk::days(dir)?;
    // The newest is appended to, even if its date has passed.
    days.pop();
    let mut done = Vec::new();
    for day in days {
        let path = disk::day_path(dir, day);
        if DayReader::open(&path)
            .and_then(|reader| reader.is_joined())
            .map_err(|e| ArchiveError::io(&path, e))?
        {
            continue;
        }
        match rewrite(dir, day, stop, &mut |_| Ok(None))? {
            Some(recompressed) => done.push(recompressed),
            None => break,
        }
    }
    Ok(done)
}

/// What becomes of a line, given without its end: `None` where it stays as it is; an error where the whole day has to stay as it is.
pub(super) type Change<'a> = &'a mut dyn FnMut(&[u8]) -> Result<Option<Vec<u8>>, String>;

/// Writes a closed day anew in joined frames, each line as `change` has it, and puts it in the old file's place. `None` where `stop` said so meanwhile.
pub(super) fn rewrite(
    dir: &Path,
    day: Day,
    stop: &dyn Fn() -> bool,
    change: Change<'_>,
) -> Result<Option<Recompressed>, ArchiveError> {
    let path = disk::day_path(dir, day);
    let at_path = |e| ArchiveError::io(&path, e);
    let before = fs::metadata(&path).map_err(at_path)?.len();
    let packing = path.with_file_name(format!("{day}{PACKING}"));
    let at_packing = |e| ArchiveError::io(&packing, e);
    let left = |why: String| {
        // What cannot be deleted now is replaced at the next attempt.
        let _ = fs::remove_file(&packing);
        Recompressed {
            day,
            before,
            after: before,
            left: Some(why),
        }
    };
    let mut file = File::create(&packing).map_err(at_packing)?;
    let mut told = Fold::new(day);
    let mut joining = Joining::default();
    for frame in Frames::new(DayReader::open(&path).map_err(at_path)?, 0, false) {
        if stop() {
            drop(file);
            return fs::remove_file(&packing).map(|()| None).map_err(at_packing);
        }
        let mut frame = match frame {
            Ok(frame) => frame,
            Err(damage) => return Ok(Some(left(damage.to_string()))),
        };
        if let Err(why) = change_lines(&mut frame, change) {
            return Ok(Some(left(why)));
        }
        told.add(&frame);
        let full = joining.is_full(&frame);
        if full {
            joining.write(&mut file).map_err(at_packing)?;
        }
        joining.add(&frame);
    }
    joining.write(&mut file).map_err(at_packing)?;
    file.sync_all().map_err(at_packing)?;
    drop(file);
    // Believed only once read back.
    let mut read = Fold::new(day);
    for frame in Frames::new(DayReader::open(&packing).map_err(at_packing)?, 0, false) {
        match frame {
            Ok(frame) => read.add(&frame),
            Err(damage) => return Ok(Some(left(format!("read back, {damage}")))),
        }
    }
    if read.end() != told.end() {
        return Ok(Some(left(
            "what was read back is not what was written".into(),
        )));
    }
    let after = fs::metadata(&packing).map_err(at_packing)?.len();
    fs::rename(&packing, &path).map_err(at_path)?;
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(|e| ArchiveError::io(dir, e))?;
    Ok(Some(Recompressed {
        day,
        before,
        after,
        left: None,
    }))
}

fn change_lines(frame: &mut Frame, change: Change<'_>) -> Result<(), String> {
    let mut raw = Vec::with_capacity(frame.raw.len());
    for line in frame.raw.split_inclusive(|&b| b == b'\n') {
        let bare = line.strip_suffix(b"\n").unwrap_or(line);
        match change(bare)? {
            Some(changed) => raw.extend(changed),
            None => raw.extend(bare),
        }
        raw.push(b'\n');
    }
    frame.raw = raw;
    Ok(())
}

/// Frames gathered for the next joined one.
#[derive(Default)]
struct Joining {
    first_seq: u64,
    next_seq: u64,
    origins: Vec<Origin>,
    raw: Vec<u8>,
}

impl Joining {
    /// Whether this frame has to go into the next one: there is no room, or numbers are missing between them.
    fn is_full(&self, frame: &Frame) -> bool {
        !self.origins.is_empty()
            && (self.raw.len() + frame.raw.len() > MAX_FRAME
                || self.origins.len() + frame.origins.len().max(1) > MAX_ORIGINS
                || frame.header.first_seq != self.next_seq)
    }

    fn add(&mut self, frame: &Frame) {
        if self.origins.is_empty() {
            self.first_seq = frame.header.first_seq;
        }
        self.next_seq = frame.header.last_seq() + 1;
        if frame.origins.is_empty() {
            self.origins.push(Origin {
                offset: frame.offset,
                records: frame.header.records,
            });
        }
        self.origins.extend(&frame.origins);
        self.raw.extend(&frame.raw);
    }

    fn write(&mut self, file: &mut File) -> io::Result<()> {
        if self.origins.is_empty() {
            return Ok(());
        }
        file.write_all(&frame::join(self.first_seq, &self.origins, &self.raw)?)?;
        *self = Joining::default();
        Ok(())
    }
}

/// A digest of positions, numbers and lines, however they are framed.
struct Fold {
    day: i32,
    hash: Sha256,
}

impl Fold {
    fn new(day: Day) -> Fold {
        Fold {
            day: day.number(),
            hash: Sha256::new(),
        }
    }

    fn add(&mut self, frame: &Frame) {
        let lines = frame.raw.split_inclusive(|&b| b == b'\n');
        for (n, line) in (0u32..).zip(lines) {
            let Position {
                frame: at,
                line: place,
                ..
            } = frame.position(self.day, n);
            let seq = frame.header.first_seq + u64::from(n);
            self.hash.update(at.to_le_bytes());
            self.hash.update(place.to_le_bytes());
            self.hash.update(seq.to_le_bytes());
            self.hash.update(line);
        }
    }

    fn end(&self) -> Vec<u8> {
        self.hash.clone().finalize().to_vec()
    }
}
