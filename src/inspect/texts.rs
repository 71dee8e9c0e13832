//! Where the words of a story are read from: the archive, behind a trait that says no more than is needed here.

use crate::archive::DaySize;
use crate::archive::Position;
use crate::archive::Reader;
use crate::archive::RecordBody;
use crate::archive::day_sizes;
use crate::model::Story;
use crate::pipeline::replay::archive_dir;
use std::path::Path;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Reads a story as it was observed.
pub trait Texts {
    /// The story recorded at `position`; else a clause that says what is wrong.
    fn story_at(&self, position: Position) -> Result<Story, String>;

    /// As [`Texts::story_at`], of a story whose text was not taken away since.
    fn whole_at(&self, position: Position) -> Result<Story, String> {
        let story = self.story_at(position)?;
        match story.taken {
            None => Ok(story),
            Some(_) => Err(
                "it was taken away when it was past keeping ([retention]); the words of its attributions are kept".into(),
            ),
        }
    }

    /// How much each day holds, oldest first; nothing where that is not known.
    fn days(&self) -> Vec<DaySize> {
        Vec::new()
    }
}

impl Texts for Reader {
    fn story_at(&self, position: Position) -> Result<Story, String> {
        match self.read(position).map_err(|e| e.to_string())?.body {
            RecordBody::Story(story) => Ok(story),
            _ => Err(format!("the record at {position} is no story")),
        }
    }
}

/// The archive of a data directory, opened with the first story read: the directory may come to be after this does.
pub struct ArchiveTexts {
    dir: PathBuf,
    reader: OnceLock<Reader>,
}

impl ArchiveTexts {
    /// The archive in the data directory `data_dir`.
    pub fn new(data_dir: &Path) -> ArchiveTexts {
        ArchiveTexts {
            dir: archive_dir(data_dir),
            reader: OnceLock::new(),
        }
    }
}

impl Texts for ArchiveTexts {
    fn story_at(&self, position: Position) -> Result<Story, String> {
        if let Some(reader) = self.reader.get() {
            return reader.story_at(position);
        }
        let opened = Reader::open(&self.dir).map_err(|e| e.to_string())?;
        self.reader.get_or_init(|| opened).story_at(position)
    }

    fn days(&self) -> Vec<DaySize> {
        day_sizes(&self.dir)
    }
}
