//! Where data and configuration lie: the only file that reads environment variables.

use super::access::SecretFrom;
use std::env;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// What the surroundings say about places; taken from the process once and passed in, so that a test can invent it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// `HOME`.
    pub home: Option<PathBuf>,
    /// `XDG_DATA_HOME`.
    pub xdg_data_home: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`.
    pub xdg_config_home: Option<PathBuf>,
    /// The first of systemd's `STATE_DIRECTORY`.
    pub state_directory: Option<PathBuf>,
    /// The first of systemd's `CACHE_DIRECTORY`.
    pub cache_directory: Option<PathBuf>,
    /// The command line's `--data-dir`, which wins over everything.
    pub data_dir: Option<PathBuf>,
}

impl Environment {
    /// Of this process. Empty and relative values count as unset, as the XDG specification asks.
    pub fn of_process() -> Environment {
        Environment {
            home: absolute(env::var_os("HOME")),
            xdg_data_home: absolute(env::var_os("XDG_DATA_HOME")),
            xdg_config_home: absolute(env::var_os("XDG_CONFIG_HOME")),
            state_directory: first_of("STATE_DIRECTORY"),
            cache_directory: first_of("CACHE_DIRECTORY"),
            data_dir: None,
        }
    }

    /// The same with the command line's `--data-dir`, relative to the working directory as any path on a command line.
    pub fn with_data_dir(mut self, data_dir: Option<&Path>) -> Environment {
        self.data_dir = data_dir.and_then(|dir| std::path::absolute(dir).ok());
        self
    }

    /// Where configuration is looked for when none is named, in this order: the user's, the system's.
    pub fn config_files(&self) -> Vec<PathBuf> {
        let below_home = || Some(self.home.as_ref()?.join(".config"));
        let user = self.xdg_config_home.clone().or_else(below_home);
        user.map(|dir| dir.join("sayso/sayso.toml"))
            .into_iter()
            .chain([PathBuf::from("/etc/sayso/sayso.toml")])
            .collect()
    }

    /// `$XDG_DATA_HOME`, else `~/.local/share`.
    fn data_home(&self) -> Option<PathBuf> {
        let below_home = || Some(self.home.as_ref()?.join(".local/share"));
        self.xdg_data_home.clone().or_else(below_home)
    }

    /// The data directory: the command line's, else the file's, else systemd's, else the user's.
    /// `Err` is a sentence that says what to do.
    pub(super) fn data_dir(&self, written: Option<&str>) -> Result<PathBuf, String> {
        if let Some(dir) = &self.data_dir {
            return Ok(dir.clone());
        }
        if let Some(written) = written {
            return self.expand("data_dir", written);
        }
        let default = || Some(self.data_home()?.join("sayso"));
        self.state_directory
            .clone()
            .or_else(default)
            .ok_or_else(|| {
                "there is no home directory to keep data in; set data_dir to an absolute path"
                    .to_owned()
            })
    }

    /// The directory of what is needed for a while only: the file's, else systemd's; `None` is the data directory.
    /// `Err` is a sentence that says what to do.
    pub(super) fn cache_dir(&self, written: Option<&str>) -> Result<Option<PathBuf>, String> {
        match written {
            Some(written) => self.expand("cache_dir", written).map(Some),
            None => Ok(self.cache_directory.clone()),
        }
    }

    fn expand(&self, key: &str, written: &str) -> Result<PathBuf, String> {
        let unset = |name: &str| {
            format!("{key} starts with {name}, which is not set; write an absolute path")
        };
        let (base, rest) = if let Some(rest) = below(written, "~") {
            (self.home.clone().ok_or_else(|| unset("~"))?, rest)
        } else if let Some(rest) = below(written, "$XDG_DATA_HOME") {
            let base = self.data_home().ok_or_else(|| unset("$XDG_DATA_HOME"))?;
            (base, rest)
        } else {
            (PathBuf::new(), written)
        };
        let dir = if base.as_os_str().is_empty() {
            PathBuf::from(written)
        } else {
            base.join(rest)
        };
        if dir.is_absolute() && !written.contains('\0') {
            Ok(dir)
        } else {
            Err(format!(
                "{key} must be an absolute path; it may start with /, ~/ or $XDG_DATA_HOME/"
            ))
        }
    }
}

/// The first directory of a variable that lists some.
fn first_of(variable: &str) -> Option<PathBuf> {
    let list = env::var_os(variable)?;
    let first = env::split_paths(&list).next();
    absolute(first.map(OsString::from))
}

/// Longest secret, in bytes; a longer one is refused.
const MAX_SECRET: u64 = 8 * 1024;

/// The secret at `from`, without a line break at its end. `Err` is a sentence that says what to do.
pub(super) fn secret(from: &SecretFrom) -> Result<String, String> {
    let text = match from {
        SecretFrom::Environment(name) => env::var(name).map_err(|_| {
            format!(
                "the environment variable {name} is not set, and a feed's secret is to be in it"
            )
        })?,
        SecretFrom::Credential(name) => {
            let dir = absolute(env::var_os("CREDENTIALS_DIRECTORY")).ok_or_else(|| {
                format!(
                    "there is no systemd credential {name}: CREDENTIALS_DIRECTORY is not set; add LoadCredential={name}:FILE to the unit"
                )
            })?;
            let path = dir.join(name);
            let mut text = String::new();
            File::open(&path)
                .and_then(|file| file.take(MAX_SECRET + 1).read_to_string(&mut text))
                .map_err(|e| {
                    format!(
                        "the systemd credential {} cannot be read: {e}",
                        path.display()
                    )
                })?;
            text
        }
    };
    let text = text.trim_end_matches(['\n', '\r']);
    if text.is_empty() || text.len() as u64 > MAX_SECRET || text.contains(char::is_control) {
        let name = match from {
            SecretFrom::Environment(name) | SecretFrom::Credential(name) => name,
        };
        return Err(format!(
            "the secret {name} is empty, too long or has control characters in it"
        ));
    }
    Ok(text.to_owned())
}

/// What stands after `start` and a slash, where `written` begins with them.
fn below<'w>(written: &'w str, start: &str) -> Option<&'w str> {
    let rest = written.strip_prefix(start)?;
    match rest.strip_prefix('/') {
        Some(rest) => Some(rest.trim_start_matches('/')),
        None => rest.is_empty().then_some(""),
    }
}

fn absolute(value: Option<OsString>) -> Option<PathBuf> {
    value.map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn check(env: &Environment, written: Option<&str>, expect: Result<&str, &str>) {
        let found = env.data_dir(written);
        match (&found, expect) {
            (Ok(dir), Ok(expect)) => assert_eq!(dir, Path::new(expect), "{written:?}"),
            (Err(message), Err(expect)) => assert!(message.contains(expect), "{message}"),
            _ => panic!("{written:?} gave {found:?}"),
        }
    }

    #[test]
    fn the_data_directory_is_found() {
        let home = Environment {
            home: Some("/home/ada".into()),
            ..Environment::default()
        };
        let xdg = Environment {
            xdg_data_home: Some("/data".into()),
            ..home.clone()
        };
        let systemd = Environment {
            state_directory: Some("/var/lib/sayso".into()),
            ..xdg.clone()
        };
        let commanded = systemd.clone().with_data_dir(Some(Path::new("/cli")));

        check(&home, None, Ok("/home/ada/.local/share/sayso"));
        check(&xdg, None, Ok("/data/sayso"));
        check(&systemd, None, Ok("/var/lib/sayso"));
        check(&systemd, Some("/srv/sayso"), Ok("/srv/sayso"));
        check(&commanded, Some("/srv/sayso"), Ok("/cli"));
        check(&commanded, Some("relative"), Ok("/cli"));
        check(&home, Some("~/news"), Ok("/home/ada/news"));
        check(&home, Some("~"), Ok("/home/ada"));
        check(
            &home,
            Some("$XDG_DATA_HOME/sayso-demo"),
            Ok("/home/ada/.local/share/sayso-demo"),
        );
        check(
            &xdg,
            Some("$XDG_DATA_HOME/sayso-demo"),
            Ok("/data/sayso-demo"),
        );
        check(&xdg, Some("news"), Err("absolute"));
        check(&xdg, Some("~bob/news"), Err("absolute"));
        check(&xdg, Some("$HOME/news"), Err("absolute"));
        check(&xdg, Some(""), Err("absolute"));
        let cached = Environment {
            cache_directory: Some("/var/cache/sayso".into()),
            ..home.clone()
        };
        let path = |path: &str| Ok(Some(PathBuf::from(path)));
        assert_eq!(home.cache_dir(None), Ok(None));
        assert_eq!(cached.cache_dir(None), path("/var/cache/sayso"));
        assert_eq!(cached.cache_dir(Some("~/tmp")), path("/home/ada/tmp"));
        let relative = cached.cache_dir(Some("tmp")).unwrap_err();
        assert!(relative.starts_with("cache_dir must be"), "{relative}");
        check(&Environment::default(), None, Err("set data_dir"));
        check(&Environment::default(), Some("~/x"), Err("not set"));
    }
}
