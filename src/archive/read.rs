//! Reading records, one by its position or all in order, beside whoever appends. Knows nothing of writing.

use super::Position;
use super::append;
use super::disk;
use super::error::ArchiveError;
use super::error::Damage;
use super::error::Why;
use super::record;
use super::record::Record;
use super::walk::DayReader;
use super::walk::Frame;
use super::walk::Frames;
use crate::model::Day;
use std::collections::VecDeque;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

/// Decompressed frames that a reader keeps for the next question; when full, the one asked for longest ago goes.
/// A frame holds a MiB of JSON or one longer record.
const CACHED_FRAMES: usize = 8;

/// Reads the archive without its lock. May be shared between threads.
pub struct Reader {
    dir: PathBuf,
    /// Frames by day and offset, the one asked for last at the back.
    cache: Mutex<VecDeque<Cached>>,
}

type Cached = ((i32, u64), Arc<Frame>);

impl Reader {
    /// A reader of the archive in the directory `dir`, which has to be there.
    pub fn open(dir: &Path) -> Result<Reader, ArchiveError> {
        disk::days(dir)?;
        Ok(Reader {
            dir: dir.to_path_buf(),
            cache: Mutex::new(VecDeque::new()),
        })
    }

    /// The last whole record's place and number, now.
    pub fn last(&self) -> Result<Option<(Position, u64)>, ArchiveError> {
        append::last_record(&self.dir, &disk::days(&self.dir)?)
    }

    /// Every record strictly after a position, or every record, in order. What cannot be read is an error that names it, and
    /// costs one frame (or one line, where only that is bad); the walk goes on behind it. A frame that is still being written ends the walk.
    pub fn iter_from(&self, after: Option<Position>) -> Result<Records, ArchiveError> {
        let mut days: VecDeque<Day> = disk::days(&self.dir)?.into();
        if let Some(after) = after {
            days.retain(|day| day.number() >= after.day);
        }
        Ok(Records {
            dir: self.dir.clone(),
            newest: days.back().copied(),
            days,
            after,
            frames: None,
            lines: None,
        })
    }

    /// The record at a position. Costs decompressing its frame, unless that was asked for lately.
    pub fn read(&self, position: Position) -> Result<Record, ArchiveError> {
        let frame = self.frame(position)?;
        let line = frame.raw.split(|&b| b == b'\n').nth(position.line as usize);
        if position.line >= frame.header.records {
            return Err(ArchiveError::NoRecord { position });
        }
        let path = self.path(position)?;
        Ok(parse(
            &frame,
            position.line,
            line.unwrap_or_default(),
            &path,
        )?)
    }

    fn path(&self, position: Position) -> Result<PathBuf, ArchiveError> {
        let day = Day::from_number(position.day).ok_or(ArchiveError::NoRecord { position })?;
        Ok(disk::day_path(&self.dir, day))
    }

    fn frame(&self, position: Position) -> Result<Arc<Frame>, ArchiveError> {
        let key = (position.day, position.frame);
        {
            let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
            let place = cache.iter().position(|(cached, _)| *cached == key);
            if let Some(found) = place.and_then(|place| cache.remove(place)) {
                let frame = Arc::clone(&found.1);
                cache.push_back(found);
                return Ok(frame);
            }
        }
        let path = self.path(position)?;
        let day = match DayReader::open(&path) {
            Ok(day) => day,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(ArchiveError::NoRecord { position });
            }
            Err(e) => return Err(ArchiveError::io(&path, e)),
        };
        let len = day.len().map_err(|e| ArchiveError::io(&path, e))?;
        if position.frame >= len {
            return Err(ArchiveError::NoRecord { position });
        }
        let frame = Arc::new(day.frame_at(position.frame)?);
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHED_FRAMES {
            cache.pop_front();
        }
        cache.push_back((key, Arc::clone(&frame)));
        Ok(frame)
    }
}

/// The record in a line of a frame, whose number has to be the one that the frame's header gives it.
pub(super) fn parse(frame: &Frame, line: u32, text: &[u8], file: &Path) -> Result<Record, Damage> {
    let expected = frame.header.first_seq + u64::from(line);
    let read = record::read(text).and_then(|record| match record.seq {
        found if found != expected => Err(Why::Sequence { expected, found }),
        _ => Ok(record),
    });
    read.map_err(|why| Damage {
        file: file.to_path_buf(),
        offset: frame.offset,
        length: frame.header.total(),
        line: Some(line),
        why,
    })
}

/// Walks over records; see [`Reader::iter_from`]. Owns what it needs, so it may outlive its reader.
pub struct Records {
    dir: PathBuf,
    days: VecDeque<Day>,
    newest: Option<Day>,
    after: Option<Position>,
    frames: Option<(Day, Frames)>,
    lines: Option<Lines>,
}

/// The frame being read.
struct Lines {
    day: Day,
    path: PathBuf,
    frame: Frame,
    /// Index of the next line and where it begins in the frame's bytes.
    next: (u32, usize),
}

impl Lines {
    fn next(&mut self) -> Option<(Position, Result<Record, Damage>)> {
        let (line, start) = self.next;
        let rest = self.frame.raw.get(start..).filter(|r| !r.is_empty())?;
        let end = rest.iter().position(|&b| b == b'\n').unwrap_or(rest.len());
        let position = Position {
            day: self.day.number(),
            frame: self.frame.offset,
            line,
        };
        let record = parse(&self.frame, line, &rest[..end], &self.path);
        self.next = (line + 1, start + end + 1);
        Some((position, record))
    }
}

impl Records {
    /// Opens the next day file; `None` when there is no more.
    fn next_day(&mut self) -> Option<Result<(Day, Frames), Damage>> {
        let day = self.days.pop_front()?;
        let path = disk::day_path(&self.dir, day);
        let start = match self.after {
            Some(after) if after.day == day.number() => after.frame,
            _ => 0,
        };
        Some(match DayReader::open(&path) {
            Ok(reader) => Ok((day, Frames::new(reader, start, Some(day) == self.newest))),
            Err(e) => Err(Damage {
                file: path,
                offset: start,
                length: 0,
                line: None,
                why: Why::Io(e.to_string()),
            }),
        })
    }
}

impl Iterator for Records {
    type Item = Result<(Position, Record), Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while let Some((position, record)) = self.lines.as_mut().and_then(Lines::next) {
                if self.after.is_none_or(|after| position > after) {
                    return Some(record.map(|record| (position, record)));
                }
            }
            self.lines = None;
            let Some((day, frames)) = &mut self.frames else {
                match self.next_day()? {
                    Ok(next) => self.frames = Some(next),
                    Err(damage) => return Some(Err(damage)),
                }
                continue;
            };
            match frames.next() {
                Some(Ok(frame)) => {
                    self.lines = Some(Lines {
                        day: *day,
                        path: frames.path().to_path_buf(),
                        frame,
                        next: (0, 0),
                    });
                }
                Some(Err(damage)) => return Some(Err(damage)),
                None => self.frames = None,
            }
        }
    }
}
