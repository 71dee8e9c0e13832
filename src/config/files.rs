//! The files of a configuration: the named one, and the fragments beside it. Reads them; knows nothing of what they say.

use super::problem::Problems;
use super::value::Size;
use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// Largest configuration file, in bytes, and the most that all its fragments may have together; what is larger is refused.
/// [`super::MAX_FEEDS`] feeds with every key take half of it.
pub(super) const MAX_FILE: u64 = 8 << 20;

/// Most fragments; a folder with more is refused.
pub(super) const MAX_FRAGMENTS: usize = 1_000;

/// The text of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The file, as it was named to us.
    pub path: PathBuf,
    /// What it says.
    pub text: String,
}

/// The texts of a configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The file itself.
    pub main: Text,
    /// The fragments: for `sayso.toml` what `sayso.d/*.toml` beside it holds, in the order of their names. They list feeds.
    pub fragments: Vec<Text>,
    /// Fragments that cannot be read, each with a sentence that says what to do.
    pub unread: Vec<(PathBuf, String)>,
}

impl Texts {
    /// `text` as if it were the file at `path`, without fragments.
    pub fn of(text: &str, path: &Path) -> Texts {
        let main = Text {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        Texts {
            main,
            ..Texts::default()
        }
    }

    /// The file at `path` and the fragments beside it.
    ///
    /// # Errors
    /// Where the file itself cannot be read.
    pub fn read(path: &Path) -> Result<Texts, Problems> {
        let text = read_text(path, MAX_FILE).map_err(|m| Problems::of_file(path, m))?;
        let mut texts = Texts::of(&text, path);
        let folder = fragment_folder(path);
        let paths = match fragment_paths(&folder) {
            Ok(paths) => paths,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(texts);
            }
            Err(error) => {
                let message = format!("the folder of fragments cannot be read: {error}");
                texts.unread.push((folder, message));
                return Ok(texts);
            }
        };
        if paths.len() > MAX_FRAGMENTS {
            let message = format!(
                "{} fragments are more than the {MAX_FRAGMENTS} that are read; put several into one file",
                paths.len()
            );
            texts.unread.push((folder, message));
        }
        let mut left = MAX_FILE;
        for path in paths.into_iter().take(MAX_FRAGMENTS) {
            match read_text(&path, left) {
                Ok(text) => {
                    left = left.saturating_sub(text.len() as u64);
                    texts.fragments.push(Text { path, text });
                }
                Err(message) => texts.unread.push((path, message)),
            }
        }
        Ok(texts)
    }
}

/// Where the fragments of the file at `path` lie: `sayso.d` beside `sayso.toml`.
pub(super) fn fragment_folder(path: &Path) -> PathBuf {
    path.with_extension("d")
}

fn fragment_paths(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && path.extension() == Some(OsStr::new("toml")) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The text of a file of at most `most` bytes; `Err` is a sentence that says what to do.
fn read_text(path: &Path, most: u64) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    if let Err(error) = read {
        return Err(match error.kind() {
            ErrorKind::NotFound => "there is no such file; name yours with --config (the sources ship config/sayso.toml and \
                 config/demo.toml to start from), or create this one with two lines: [[feeds]] and url = \"https://…\""
                .to_owned(),
            ErrorKind::PermissionDenied => {
                "this user may not read the file; change its permissions or name another with --config".to_owned()
            }
            ErrorKind::IsADirectory => "this is a directory; name the file in it with --config".to_owned(),
            _ => format!("the file cannot be read: {error}"),
        });
    }
    if bytes.len() as u64 > most {
        let limit = Size(MAX_FILE);
        return Err(match most {
            MAX_FILE => format!(
                "the file is larger than {limit}, which no configuration is; name the right one with --config"
            ),
            _ => format!("the fragments are larger than {limit} together; take some away"),
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
            .iter()
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        format!("line {line} is not UTF-8; save the file as UTF-8")
    })
}
