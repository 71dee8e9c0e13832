//! Opening the archive and appending to it. Knows nothing of reading records back.

use super::Position;
use super::disk;
use super::disk::DayFile;
use super::disk::Disk;
use super::disk::RealDisk;
use super::error::ArchiveError;
use super::error::Notice;
use super::frame;
use super::frame::MAX_FRAME;
use super::lock::DirLock;
use super::record;
use super::record::MAX_RECORD;
use super::walk::DayReader;
use crate::model::Correction;
use crate::model::Day;
use crate::model::Story;
use crate::model::Timestamp;
use std::borrow::Borrow;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Seek;
use std::io::SeekFrom;
use std::path::Path;
use std::path::PathBuf;

/// Unfinished writes kept aside for a day file; when there are more, the new one takes the place of the last.
const MAX_TORN: usize = 16;

/// The archive, open for appending. One process has it so at a time; [`super::Reader`] reads beside it. Dropping it gives up the lock.
pub struct Archive {
    dir: PathBuf,
    disk: Box<dyn Disk>,
    /// The newest day file.
    open: Option<OpenDay>,
    /// The last record.
    last: Option<(Position, u64)>,
    /// Set by a failed append; see [`ArchiveError::Stopped`].
    stopped: bool,
    /// Held, not used.
    _lock: DirLock,
}

struct OpenDay {
    day: Day,
    file: Box<dyn DayFile>,
    len: u64,
}

impl Archive {
    /// Opens the archive in the directory `dir`, making it if need be. Reads the end of the newest day file alone; what an
    /// unfinished write left there is moved to a `*.torn-N` file beside it and told in a notice.
    pub fn open(dir: &Path) -> Result<(Archive, Vec<Notice>), ArchiveError> {
        Archive::open_on(dir, Box::new(RealDisk))
    }

    /// As [`Archive::open`], appending through `disk`: for tests of faults.
    pub fn open_on(
        dir: &Path,
        mut disk: Box<dyn Disk>,
    ) -> Result<(Archive, Vec<Notice>), ArchiveError> {
        if !dir.is_dir() {
            fs::create_dir_all(dir).map_err(|e| ArchiveError::io(dir, e))?;
            let parent = dir.parent().filter(|p| !p.as_os_str().is_empty());
            if let Some(parent) = parent {
                let synced = disk.sync_dir(parent);
                synced.map_err(|e| ArchiveError::io(parent, e))?;
            }
        }
        let lock = disk::lock(dir)?;
        let days = disk::days(dir)?;
        refuse_newer(dir, &days)?;
        let mut notices = Vec::new();
        if let Some(&newest) = days.last() {
            notices.extend(cut_torn_end(dir, newest, disk.as_mut())?);
        }
        let last = last_record(dir, &days)?;
        let open = match days.last() {
            Some(&day) => Some(open_day(dir, day, disk.as_mut())?),
            None => None,
        };
        let archive = Archive {
            dir: dir.to_path_buf(),
            disk,
            open,
            last,
            stopped: false,
            _lock: lock,
        };
        Ok((archive, notices))
    }

    /// Its directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The last record's place and number. A view that has applied more than this does not belong to this archive.
    pub fn last(&self) -> Option<(Position, u64)> {
        self.last
    }

    /// Appends stories as one batch, and returns their places and numbers once they are durable. The day file is that of
    /// `now` or, where a clock was set back, the newest. After an error of writing nothing of the batch is
    /// kept and the archive takes no more.
    pub fn append<S: Borrow<Story>>(
        &mut self,
        stories: &[S],
        now: Timestamp,
    ) -> Result<Vec<(Position, u64)>, ArchiveError> {
        let write = |seq, story: &S| record::write_story(seq, story.borrow());
        self.append_records(stories, write, |story| story.borrow().identity(), now)
    }

    /// Appends corrections as [`Archive::append`] appends stories.
    pub fn append_corrections(
        &mut self,
        corrections: &[Correction],
        now: Timestamp,
    ) -> Result<Vec<(Position, u64)>, ArchiveError> {
        let name = |correction: &Correction| format!("correction:{}", correction.act.word());
        self.append_records(corrections, record::write_correction, name, now)
    }

    /// Appends things that `write` makes lines of; `name` is what an error calls one of them.
    fn append_records<T>(
        &mut self,
        things: &[T],
        write: impl Fn(u64, &T) -> serde_json::Result<Vec<u8>>,
        name: impl Fn(&T) -> String,
        now: Timestamp,
    ) -> Result<Vec<(Position, u64)>, ArchiveError> {
        if self.stopped {
            let dir = self.dir.clone();
            return Err(ArchiveError::Stopped { dir });
        }
        if things.is_empty() {
            return Ok(Vec::new());
        }
        let first_seq = self.last.map_or(1, |(_, seq)| seq + 1);
        let batches = lines(things, first_seq, write, name)?;
        let newest = self.open.as_ref().map(|open| open.day);
        let day = newest.map_or(now.day(), |newest| newest.max(now.day()));
        let path = disk::day_path(&self.dir, day);
        let written = self.write(day, first_seq, &batches);
        let placed = written.map_err(|source| {
            self.stopped = true;
            ArchiveError::Append { path, source }
        })?;
        self.last = placed.last().copied().or(self.last);
        Ok(placed)
    }

    fn write(
        &mut self,
        day: Day,
        first_seq: u64,
        batches: &[Lines],
    ) -> io::Result<Vec<(Position, u64)>> {
        let mut open = match self.open.take() {
            Some(open) if open.day == day => open,
            _ => {
                let open = new_day(&self.dir, day, self.disk.as_mut())?;
                self.disk.sync_dir(&self.dir)?;
                open
            }
        };
        let mut bytes = Vec::new();
        let mut placed = Vec::new();
        let mut seq = first_seq;
        for batch in batches {
            let frame = open.len + bytes.len() as u64;
            bytes.extend(frame::write(seq, batch.count, &batch.raw)?);
            for line in 0..batch.count {
                let position = Position {
                    day: day.number(),
                    frame,
                    line,
                };
                placed.push((position, seq));
                seq += 1;
            }
        }
        if open.file.len()? != open.len {
            return Err(io::Error::other("somebody else has written to the file"));
        }
        let done = open.file.append(&bytes).and_then(|()| open.file.sync());
        if let Err(e) = done {
            // Best effort: what cannot be cut off now is cut off as a torn end when the archive is opened again.
            let _ = open.file.truncate(open.len);
            return Err(e);
        }
        open.len += bytes.len() as u64;
        self.open = Some(open);
        Ok(placed)
    }
}

/// The lines of one frame.
#[derive(Default)]
struct Lines {
    raw: Vec<u8>,
    count: u32,
}

/// Records as lines, parted into frames.
fn lines<T>(
    things: &[T],
    first_seq: u64,
    write: impl Fn(u64, &T) -> serde_json::Result<Vec<u8>>,
    name: impl Fn(&T) -> String,
) -> Result<Vec<Lines>, ArchiveError> {
    let mut batches: Vec<Lines> = Vec::new();
    for (seq, thing) in (first_seq..).zip(things) {
        let line =
            write(seq, thing).map_err(|e| ArchiveError::io(Path::new(&name(thing)), e.into()))?;
        if line.len() > MAX_RECORD {
            return Err(ArchiveError::TooLarge {
                name: name(thing),
                bytes: line.len(),
                most: MAX_RECORD,
            });
        }
        let fits = batches
            .last()
            .is_some_and(|batch| batch.raw.len() + line.len() < MAX_FRAME);
        if !fits {
            batches.push(Lines::default());
        }
        if let Some(batch) = batches.last_mut() {
            batch.raw.extend(line);
            batch.raw.push(b'\n');
            batch.count += 1;
        }
    }
    Ok(batches)
}

fn open_day(dir: &Path, day: Day, disk: &mut dyn Disk) -> Result<OpenDay, ArchiveError> {
    let path = disk::day_path(dir, day);
    new_day(dir, day, disk).map_err(|e| ArchiveError::io(&path, e))
}

fn new_day(dir: &Path, day: Day, disk: &mut dyn Disk) -> io::Result<OpenDay> {
    let path = disk::day_path(dir, day);
    let file = disk.open_day(&path)?;
    let len = file.len()?;
    Ok(OpenDay { day, file, len })
}

/// An error where a day begins in a format of a newer program: closed days may have been recompressed by it, whatever stands in
/// the newest. Reads the first header of each.
fn refuse_newer(dir: &Path, days: &[Day]) -> Result<(), ArchiveError> {
    for &day in days {
        let path = disk::day_path(dir, day);
        let first = DayReader::open(&path).and_then(|reader| reader.header(0, reader.len()?));
        let first = first.map_err(|e| ArchiveError::io(&path, e))?;
        if let Some(header) = first.filter(|header| header.version > frame::VERSION) {
            return Err(ArchiveError::Newer {
                path,
                found: header.version.into(),
                known: frame::VERSION.into(),
            });
        }
    }
    Ok(())
}

/// The last record of the newest day file that has one.
pub(super) fn last_record(
    dir: &Path,
    days: &[Day],
) -> Result<Option<(Position, u64)>, ArchiveError> {
    for &day in days.iter().rev() {
        let path = disk::day_path(dir, day);
        let last = DayReader::open(&path).and_then(|reader| reader.last_whole());
        let Some((frame, header)) = last.map_err(|e| ArchiveError::io(&path, e))? else {
            continue;
        };
        if header.version > frame::VERSION {
            return Err(ArchiveError::Newer {
                path,
                found: header.version.into(),
                known: frame::VERSION.into(),
            });
        }
        let position = DayReader::open(&path)
            .and_then(|reader| reader.last_position(day.number(), frame, &header))
            .map_err(|e| ArchiveError::io(&path, e))?;
        return Ok(Some((position, header.last_seq())));
    }
    Ok(None)
}

/// Moves what follows the last whole frame of a day file out of it.
fn cut_torn_end(dir: &Path, day: Day, disk: &mut dyn Disk) -> Result<Option<Notice>, ArchiveError> {
    let path = disk::day_path(dir, day);
    let at_path = |e| ArchiveError::io(&path, e);
    let reader = DayReader::open(&path).map_err(at_path)?;
    let len = reader.len().map_err(at_path)?;
    let last = reader.last_whole().map_err(at_path)?;
    let end = last.map_or(0, |(frame, header)| frame + header.total());
    if end == len {
        return Ok(None);
    }
    let torn = |n: usize| path.with_file_name(format!("{}.torn-{n}", name_of(&path)));
    let free = (1..=MAX_TORN).find(|&n| !torn(n).exists());
    let kept = torn(free.unwrap_or(MAX_TORN));
    keep_aside(&path, end, &kept).map_err(|e| ArchiveError::io(&kept, e))?;
    disk.sync_dir(dir).map_err(|e| ArchiveError::io(dir, e))?;
    let mut file = disk.open_day(&path).map_err(at_path)?;
    file.truncate(end).map_err(at_path)?;
    Ok(Some(Notice {
        file: path.clone(),
        offset: end,
        dropped: len - end,
        kept,
    }))
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn keep_aside(from: &Path, at: u64, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    source.seek(SeekFrom::Start(at))?;
    let mut target = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(to)?;
    io::copy(&mut source, &mut target)?;
    target.sync_all()
}
