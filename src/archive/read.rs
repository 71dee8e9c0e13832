//! Reading records, one by its position or all in order, beside whoever appends. Knows nothing of writing.

use super::Position;
use super::append;
use super::disk;
use super::error::ArchiveError;
use super::error::Damage;
use super::error::Why;
use super::frame::Header;
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
use std::sync::MutexGuard;
use std::sync::PoisonError;

/// Decompressed frames that a reader keeps for the next question; when full, the one asked for longest ago goes.
/// A frame holds a MiB of JSON or one longer record.
const CACHED_FRAMES: usize = 8;
/// Recompressed days of which a reader remembers where their frames lie; when full, the one learnt first goes. A day takes
/// some 20 bytes for each batch that was appended.
const CACHED_DAYS: usize = 64;

/// Reads the archive without its lock. May be shared between threads.
pub struct Reader {
    dir: PathBuf,
    /// Frames by day and header (a day's file may be exchanged for a recompressed one), the one asked for last at the back.
    cache: Mutex<VecDeque<Cached>>,
    /// Where frames of recompressed days lie; the day asked for last at the back.
    places: Mutex<VecDeque<(PlacesKey, Arc<Places>)>>,
}

/// A frame under its day and header.
type Cached = ((i32, Header), Arc<Frame>);
/// See [`DayReader::places`].
type Places = Vec<(u64, u64, u32)>;
/// Day, length of its file, and the file's first header: another file of the day has others.
type PlacesKey = (i32, u64, Option<Header>);

impl Reader {
    /// A reader of the archive in the directory `dir`, which has to be there.
    pub fn open(dir: &Path) -> Result<Reader, ArchiveError> {
        disk::days(dir)?;
        Ok(Reader {
            dir: dir.to_path_buf(),
            cache: Mutex::new(VecDeque::new()),
            places: Mutex::new(VecDeque::new()),
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
        let (frame, first) = self.frame(position)?;
        let wanted = first.checked_add(position.line);
        let here = wanted.filter(|line| *line < frame.header.records);
        // The line of another frame is not meant, though it stands in the same one now.
        let here = here.filter(|line| frame.position(position.day, *line) == position);
        let line = here.ok_or(ArchiveError::NoRecord { position })?;
        let path = self.path(position)?;
        let text = frame.line(line).unwrap_or_default();
        Ok(parse(&frame, line, text, &path)?)
    }

    fn path(&self, position: Position) -> Result<PathBuf, ArchiveError> {
        let day = Day::from_number(position.day).ok_or(ArchiveError::NoRecord { position })?;
        Ok(disk::day_path(&self.dir, day))
    }

    /// The frame in which a record lies now, and the line there of the first record of the frame that it was appended in.
    fn frame(&self, position: Position) -> Result<(Arc<Frame>, u32), ArchiveError> {
        let path = self.path(position)?;
        let io = |e| ArchiveError::io(&path, e);
        let day = match DayReader::open(&path) {
            Ok(day) => day,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(ArchiveError::NoRecord { position });
            }
            Err(e) => return Err(io(e)),
        };
        let len = day.len().map_err(io)?;
        let (at, first) = match day.is_joined().map_err(io)? {
            false => (position.frame, 0),
            true => {
                let places = self.places(position.day, &day, len).map_err(io)?;
                let found = places.binary_search_by_key(&position.frame, |place| place.0);
                let found = found.map_err(|_| ArchiveError::NoRecord { position })?;
                (places[found].1, places[found].2)
            }
        };
        if at >= len {
            return Err(ArchiveError::NoRecord { position });
        }
        let header = day.header(at, len).map_err(io)?;
        let key = header.map(|header| (position.day, header));
        if let Some(key) = &key {
            let mut cache = hold(&self.cache);
            let place = cache.iter().position(|(cached, _)| cached == key);
            if let Some(found) = place.and_then(|place| cache.remove(place)) {
                let frame = Arc::clone(&found.1);
                cache.push_back(found);
                return Ok((frame, first));
            }
        }
        let frame = Arc::new(day.frame_at(at)?);
        if let Some(key) = key {
            let mut cache = hold(&self.cache);
            if cache.len() >= CACHED_FRAMES {
                cache.pop_front();
            }
            cache.push_back((key, Arc::clone(&frame)));
        }
        Ok((frame, first))
    }

    fn places(&self, number: i32, day: &DayReader, len: u64) -> std::io::Result<Arc<Places>> {
        let key = (number, len, day.header(0, len)?);
        let kept = hold(&self.places)
            .iter()
            .find(|(kept, _)| *kept == key)
            .map(|(_, places)| Arc::clone(places));
        if let Some(places) = kept {
            return Ok(places);
        }
        let places = Arc::new(day.places()?);
        let mut kept = hold(&self.places);
        if kept.len() >= CACHED_DAYS {
            kept.pop_front();
        }
        kept.push_back((key, Arc::clone(&places)));
        Ok(places)
    }
}

fn hold<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
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
        let position = self.frame.position(self.day.number(), line);
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
        let opened = DayReader::open(&path).and_then(|reader| {
            let start = match start > 0 && reader.is_joined()? {
                true => {
                    let places = reader.places()?;
                    let found = places.binary_search_by_key(&start, |place| place.0);
                    found.map_or(0, |found| places[found].1)
                }
                false => start,
            };
            Ok((reader, start))
        });
        Some(match opened {
            Ok((reader, start)) => Ok((day, Frames::new(reader, start, Some(day) == self.newest))),
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
