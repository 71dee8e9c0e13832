//! Reads the whole archive and tells what it holds and what is wrong with it. Changes nothing.

use super::disk;
use super::error::ArchiveError;
use super::error::Damage;
use super::error::Why;
use super::read;
use super::walk::DayReader;
use super::walk::Frame;
use super::walk::Frames;
use std::path::Path;

/// Damages listed by a verification; further ones are only counted.
pub const MAX_DAMAGES: usize = 1_000;

/// What an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Day files.
    pub files: u64,
    /// Frames that can be read.
    pub frames: u64,
    /// Records that can be read.
    pub records: u64,
    /// Bytes of the day files.
    pub bytes: u64,
    /// Bytes of the readable frames' lines, decompressed.
    pub raw_bytes: u64,
    /// Records whose numbers are missing behind damage.
    pub lost: u64,
    /// Bytes at the end of the newest file that are no whole frame: one being written, or left by a write that was
    /// not finished, which the next [`super::Archive::open`] moves aside.
    pub unfinished: u64,
    /// What cannot be read, in order; at most [`MAX_DAMAGES`].
    pub damages: Vec<Damage>,
    /// All that cannot be read, listed or not.
    pub damage_count: u64,
}

impl Summary {
    fn add(&mut self, damage: Damage) {
        self.damage_count += 1;
        if self.damages.len() < MAX_DAMAGES {
            self.damages.push(damage);
        }
    }
}

/// Checks every frame and record of the archive in the directory `dir`, and that their numbers follow on one another.
pub fn verify(dir: &Path) -> Result<Summary, ArchiveError> {
    let days = disk::days(dir)?;
    let mut summary = Summary::default();
    let mut turn = Turn::default();
    for &day in &days {
        let path = disk::day_path(dir, day);
        let reader = DayReader::open(&path).map_err(|e| ArchiveError::io(&path, e))?;
        summary.files += 1;
        summary.bytes += reader.len().map_err(|e| ArchiveError::io(&path, e))?;
        let mut frames = Frames::new(reader, 0, Some(&day) == days.last());
        for frame in frames.by_ref() {
            match frame {
                Ok(frame) => check(&mut summary, &mut turn, &frame, &path),
                Err(damage) => {
                    turn.damaged = true;
                    summary.add(damage);
                }
            }
        }
        summary.unfinished = frames.unfinished;
    }
    Ok(summary)
}

/// The number whose turn it is.
#[derive(Default)]
struct Turn {
    next: Option<u64>,
    /// Whether damage since the last frame explains a gap.
    damaged: bool,
}

fn check(summary: &mut Summary, turn: &mut Turn, frame: &Frame, path: &Path) {
    let found = frame.header.first_seq;
    match turn.next {
        Some(expected) if found > expected && turn.damaged => summary.lost += found - expected,
        Some(expected) if found != expected => summary.add(Damage {
            file: path.to_path_buf(),
            offset: frame.offset,
            length: frame.header.total(),
            line: None,
            why: Why::Sequence { expected, found },
        }),
        _ => {}
    }
    turn.next = Some(frame.header.last_seq() + 1);
    turn.damaged = false;
    summary.frames += 1;
    summary.raw_bytes += frame.raw.len() as u64;
    for (line, text) in (0..frame.header.records).zip(frame.raw.split(|&b| b == b'\n')) {
        match read::parse(frame, line, text, path) {
            Ok(_) => summary.records += 1,
            Err(damage) => summary.add(damage),
        }
    }
}
