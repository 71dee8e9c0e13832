//! Taking stories' texts out of closed days, while all else of them stays where it was. Knows neither what is kept of a text nor the view.

use super::disk;
use super::error::ArchiveError;
use super::prune::Expired;
use super::prune::Retention;
use super::prune::expired_of;
use super::recompress::Recompressed;
use super::recompress::rewrite;
use super::record;
use super::record::MAX_RECORD;
use super::record::RecordBody;
use super::walk::DayReader;
use super::walk::Frame;
use super::walk::Frames;
use crate::model::Day;
use crate::model::Story;
use std::fs;
use std::fs::File;
use std::path::Path;

/// The days whose texts are past keeping on `today`, oldest first: closed ones that still have texts.
pub fn expired_texts(
    dir: &Path,
    keep: &Retention,
    today: Day,
) -> Result<Vec<Expired>, ArchiveError> {
    if *keep == Retention::default() {
        return Ok(Vec::new());
    }
    let days = disk::days(dir)?;
    let mut with_texts = Vec::new();
    for &day in &days {
        let path = disk::day_path(dir, day);
        if has_texts(&path).map_err(|e| ArchiveError::io(&path, e))? {
            with_texts.push(day);
        }
    }
    expired_of(dir, &with_texts, days.last().copied(), keep, today)
}

/// Whether the first or the last story of a day has its text. A day is rewritten as a whole; one that took in stories without texts
/// from elsewhere may begin with such.
fn has_texts(path: &Path) -> std::io::Result<bool> {
    let whole = |frame: &Frame| {
        let lines = frame.raw.split(|&b| b == b'\n');
        let read = lines.filter_map(|line| record::read(line).ok());
        let stories = read.filter_map(|record| match record.body {
            RecordBody::Story(story) => Some(story.taken.is_none()),
            RecordBody::Correction(_) => None,
        });
        stories.collect::<Vec<bool>>()
    };
    let day = DayReader::open(path)?;
    if let Some((at, _)) = day.last_whole()?
        && let Ok(frame) = day.frame_at(at)
        && whole(&frame).contains(&true)
    {
        return Ok(true);
    }
    let mut frames = Frames::new(day, 0, false).flatten();
    let first = frames.find_map(|frame| whole(&frame).first().copied());
    Ok(first.unwrap_or(false))
}

/// What takes a story's text away, given the number of its record; else a clause that says why it cannot be.
pub type Take<'a> = &'a mut dyn FnMut(u64, &mut Story) -> Result<(), String>;

/// Rewrites a closed day with each story as `take` leaves it, and deletes what was torn off its end. Positions and numbers stay. A damaged
/// day, or one of which a text cannot be taken, is left as it is, and says why. `None` where `stop` said so meanwhile; then nothing is changed.
pub fn take_texts(
    dir: &Path,
    day: Day,
    stop: &dyn Fn() -> bool,
    take: Take<'_>,
) -> Result<Option<Recompressed>, ArchiveError> {
    let rewritten = rewrite(dir, day, stop, &mut |line| {
        // A line of a kind that is not known here stays, and so does what is no line: reading says so of both.
        let Ok(read) = record::read(line) else {
            return Ok(None);
        };
        let RecordBody::Story(mut story) = read.body else {
            return Ok(None);
        };
        if story.taken.is_some() {
            return Ok(None);
        }
        let failed = |why: String| format!("the text of record {} stays: {why}", read.seq);
        take(read.seq, &mut story).map_err(failed)?;
        let line = record::write_story(read.seq, &story).map_err(|e| failed(e.to_string()))?;
        match line.len() {
            ..=MAX_RECORD => Ok(Some(line)),
            bytes => Err(failed(format!("what is left of it takes {bytes} bytes"))),
        }
    })?;
    if rewritten.as_ref().is_some_and(|day| day.left.is_none()) {
        let own = disk::day_path(dir, day);
        for path in disk::files_of(dir, day)? {
            if path != own {
                fs::remove_file(&path).map_err(|e| ArchiveError::io(&path, e))?;
            }
        }
        let synced = File::open(dir).and_then(|dir| dir.sync_all());
        synced.map_err(|e| ArchiveError::io(dir, e))?;
    }
    Ok(rewritten)
}
