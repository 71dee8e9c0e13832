//! Walking the frames of one day file, past damage, and finding the last whole one. Knows nothing of records.

use super::Position;
use super::error::Damage;
use super::error::Why;
use super::frame;
use super::frame::HEADER;
use super::frame::Header;
use super::frame::MAGIC;
use super::frame::MAX_ORIGINS;
use super::frame::Origin;
use std::fs::File;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Bytes read at a time in search of a header.
const SEARCH: u64 = 256 * 1024;

/// A frame as read.
pub(super) struct Frame {
    /// Where its header begins.
    pub(super) offset: u64,
    pub(super) header: Header,
    /// Its lines, each with its end.
    pub(super) raw: Vec<u8>,
    /// The frames that were joined into it; empty where it is as it was appended.
    pub(super) origins: Vec<Origin>,
    /// Where each line ends, once a line was asked for: looking for one in a large frame costs as much as unpacking it.
    ends: OnceLock<Vec<u32>>,
}

impl Frame {
    /// One of its lines, without its end.
    pub(super) fn line(&self, line: u32) -> Option<&[u8]> {
        let ends = self.ends.get_or_init(|| {
            let bytes = (0u32..).zip(&self.raw);
            bytes
                .filter(|(_, b)| **b == b'\n')
                .map(|(at, _)| at)
                .collect()
        });
        let line = line as usize;
        let end = *ends.get(line)? as usize;
        let before = line.checked_sub(1).and_then(|before| ends.get(before));
        self.raw.get(before.map_or(0, |at| *at as usize + 1)..end)
    }

    /// The position of one of its lines: that under which the record was appended, whatever happened to the file since.
    pub(super) fn position(&self, day: i32, line: u32) -> Position {
        position(day, self.offset, &self.origins, line)
    }
}

fn position(day: i32, frame: u64, origins: &[Origin], line: u32) -> Position {
    let mut line = line;
    for origin in origins {
        if line < origin.records {
            let frame = origin.offset;
            return Position { day, frame, line };
        }
        line -= origin.records;
    }
    Position { day, frame, line }
}

/// A day file open for reading.
pub(super) struct DayReader {
    pub(super) path: PathBuf,
    file: File,
}

impl DayReader {
    pub(super) fn open(path: &Path) -> io::Result<DayReader> {
        Ok(DayReader {
            path: path.to_path_buf(),
            file: File::open(path)?,
        })
    }

    /// The file, to be read from its beginning.
    pub(super) fn into_file(self) -> io::Result<File> {
        let mut file = self.file;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    pub(super) fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn bytes(&self, at: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; len];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// The header at `at`; `None` where there is none or less than a whole one.
    pub(super) fn header(&self, at: u64, len: u64) -> io::Result<Option<Header>> {
        if at.saturating_add(HEADER as u64) > len {
            return Ok(None);
        }
        let bytes = self.bytes(at, HEADER)?;
        Ok(bytes.first_chunk::<HEADER>().and_then(Header::read))
    }

    /// The frame at `at`, or how many bytes of what cannot be read.
    fn frame(&self, at: u64, len: u64) -> io::Result<Result<Frame, (Option<Header>, Why)>> {
        let Some(header) = self.header(at, len)? else {
            return Ok(Err((None, Why::Header)));
        };
        if at + header.total() > len {
            return Ok(Err((Some(header), Why::Short)));
        }
        let data = self.bytes(at + HEADER as u64, header.data_len as usize)?;
        Ok(match header.lines(&data) {
            Ok(raw) => Ok(Frame {
                offset: at,
                header,
                raw,
                origins: match header.is_appended() {
                    true => Vec::new(),
                    false => frame::origins(&data).unwrap_or_default().0,
                },
                ends: OnceLock::new(),
            }),
            Err(why) => Err((Some(header), why)),
        })
    }

    /// The frame at `at`, which some position names.
    pub(super) fn frame_at(&self, at: u64) -> Result<Frame, Damage> {
        let damage = |length, why| Damage {
            file: self.path.clone(),
            offset: at,
            length,
            line: None,
            why,
        };
        match self.len().and_then(|len| self.frame(at, len)) {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err((header, why))) => Err(damage(header.map_or(0, |h| h.total()), why)),
            Err(e) => Err(damage(0, Why::Io(e.to_string()))),
        }
    }

    /// Whether frames of this file were joined: then positions have to be looked up.
    pub(super) fn is_joined(&self) -> io::Result<bool> {
        let len = self.len()?;
        let first = match self.header(0, len)? {
            Some(first) => Some(first),
            // Damage at the beginning hides nothing of what follows.
            None => match self.find(0, len, len)? {
                Some(at) => self.header(at, len)?,
                None => None,
            },
        };
        Ok(first.is_some_and(|header| !header.is_appended()))
    }

    /// The origins of the frame at `at`, whose header is this. Reads no more than them.
    fn origins(&self, at: u64, header: &Header) -> io::Result<Vec<Origin>> {
        if header.is_appended() {
            return Ok(Vec::new());
        }
        let most = frame::origins_len((header.records as usize).min(MAX_ORIGINS));
        let data = self.bytes(at + HEADER as u64, most.min(header.data_len as usize))?;
        Ok(frame::origins(&data).unwrap_or_default().0)
    }

    /// The position of the last record of the frame at `at`, whose header is this.
    pub(super) fn last_position(&self, day: i32, at: u64, header: &Header) -> io::Result<Position> {
        let origins = self.origins(at, header)?;
        Ok(position(day, at, &origins, header.records - 1))
    }

    /// Where each joined frame lies now: the offset that it had, the frame that it is in, and its first line there. In order of the first.
    pub(super) fn places(&self) -> io::Result<Vec<(u64, u64, u32)>> {
        let len = self.len()?;
        let mut places = Vec::new();
        let mut at = 0;
        while at < len {
            let Some(header) = self.header(at, len)? else {
                // Behind damage it goes on with the next header.
                match self.find(at + 1, len, len)? {
                    Some(next) => at = next,
                    None => break,
                }
                continue;
            };
            let mut line = 0;
            for origin in self.origins(at, &header)? {
                places.push((origin.offset, at, line));
                line += origin.records;
            }
            at += header.total();
        }
        places.sort_unstable();
        Ok(places)
    }

    /// Where the first header in `from..to` begins.
    fn find(&self, from: u64, to: u64, len: u64) -> io::Result<Option<u64>> {
        let mut at = from;
        while at < to {
            // Windows overlap by a magic less one byte, so that none is missed on a seam.
            let end = (at + SEARCH + MAGIC.len() as u64 - 1).min(len);
            let window = self.bytes(at, (end - at) as usize)?;
            for place in places(&window) {
                let place = at + place as u64;
                if place < to && self.header(place, len)?.is_some() {
                    return Ok(Some(place));
                }
            }
            at += SEARCH;
        }
        Ok(None)
    }

    /// The last whole frame: where it begins and its header. Reads from the end, growing backwards until one is found.
    pub(super) fn last_whole(&self) -> io::Result<Option<(u64, Header)>> {
        let len = self.len()?;
        let mut to = len;
        while to > 0 {
            let from = to.saturating_sub(SEARCH);
            let end = (to + MAGIC.len() as u64 - 1).min(len);
            let window = self.bytes(from, (end - from) as usize)?;
            for place in places(&window).into_iter().rev() {
                let place = from + place as u64;
                let Some(header) = self.header(place, len)? else {
                    continue;
                };
                if place + header.total() > len {
                    continue;
                }
                let data = self.bytes(place + HEADER as u64, header.data_len as usize)?;
                if header.holds(&data) {
                    return Ok(Some((place, header)));
                }
            }
            to = from;
        }
        Ok(None)
    }
}

/// Where the magic occurs.
fn places(window: &[u8]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(step) = window[at..].iter().position(|&b| b == MAGIC[0]) {
        at += step;
        if window[at..].starts_with(&MAGIC) {
            places.push(at);
        }
        at += 1;
    }
    places
}

/// Walks the frames of a day file. A damaged frame is one error, after which the walk goes on at the next header.
pub(super) struct Frames {
    day: DayReader,
    /// Where the next frame should begin.
    at: u64,
    /// Whether more may be written to the file: then a frame cut short at its end is not damage.
    newest: bool,
    ended: bool,
    /// Bytes at the end of the newest file that are no whole frame (yet).
    pub(super) unfinished: u64,
}

impl Frames {
    pub(super) fn new(day: DayReader, at: u64, newest: bool) -> Frames {
        Frames {
            day,
            at,
            newest,
            ended: false,
            unfinished: 0,
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.day.path
    }

    fn step(&mut self) -> io::Result<Option<Result<Frame, Damage>>> {
        let len = self.day.len()?;
        if self.at >= len {
            return Ok(None);
        }
        let (header, why) = match self.day.frame(self.at, len)? {
            Ok(frame) => {
                self.at += frame.header.total();
                return Ok(Some(Ok(frame)));
            }
            Err(bad) => bad,
        };
        // Where the frame's own end cannot be trusted, the next header is looked for, inside the frame too: bytes
        // may have been lost from its middle.
        let end = match (&header, &why) {
            (
                Some(header),
                Why::Checksum | Why::Compression | Why::Lines { .. } | Why::Newer { .. },
            ) => Some(self.at + header.total()),
            _ => None,
        };
        let found = self.day.find(self.at + 1, end.unwrap_or(len), len)?;
        let cut = header.is_some() || len - self.at < HEADER as u64;
        if self.newest && found.is_none() && end.is_none() && cut {
            self.unfinished = len - self.at;
            self.ended = true;
            return Ok(None);
        }
        let next = found.or(end).unwrap_or(len);
        let damage = self.damage(
            next - self.at,
            if cut && end.is_none() {
                Why::Short
            } else {
                why
            },
        );
        self.at = next;
        Ok(Some(Err(damage)))
    }

    fn damage(&self, length: u64, why: Why) -> Damage {
        Damage {
            file: self.day.path.clone(),
            offset: self.at,
            length,
            line: None,
            why,
        }
    }
}

impl Iterator for Frames {
    type Item = Result<Frame, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.step() {
            Ok(Some(step)) => Some(step),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(e) => {
                self.ended = true;
                Some(Err(self.damage(0, Why::Io(e.to_string()))))
            }
        }
    }
}
