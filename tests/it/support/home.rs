//! A temporary home: its own configuration and data, and the program run in it with nothing of the caller's environment.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// What one run of the program came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The run, which must have ended well.
    #[track_caller]
    pub fn good(self) -> Ran {
        assert_eq!(
            self.code,
            Some(0),
            "standard error:\n{}\nstandard output:\n{}",
            self.err,
            self.out
        );
        self
    }

    /// Standard output as JSON lines.
    #[track_caller]
    pub fn jsonl(&self) -> Vec<serde_json::Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }
}

pub struct Home {
    dir: TempDir,
}

impl Home {
    pub fn new() -> Home {
        Home {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The data directory that `config` and `command` use.
    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes `sayso.toml` with these feeds, polled as fast as allowed on loopback.
    pub fn config(&self, feeds: &[(&str, &str)]) -> PathBuf {
        let mut text = format!(
            "data_dir = {:?}\n[poll]\nallow_private = true\nper_host_gap = \"0s\"\nconnect_timeout = \"1s\"\nfirst_byte_timeout = \"2s\"\nidle_timeout = \"1s\"\ntotal_timeout = \"5s\"\n",
            self.data()
        );
        for (url, outlet) in feeds {
            text.push_str(&format!("[[feeds]]\nurl = {url:?}\noutlet = {outlet:?}\n"));
        }
        self.write("sayso.toml", &text)
    }

    /// The program with these arguments, ready to start.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        command
            .args(args)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env_clear()
            .env("HOME", self.dir.path())
            .env("XDG_DATA_HOME", self.path("share"))
            .env("XDG_CONFIG_HOME", self.path("etc"))
            .env("COLUMNS", "100")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        finish(self.command(args).output().unwrap())
    }

    /// Runs the program to its end with this standard input.
    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        // The program may end before it has read everything.
        let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
        let ran = finish(child.wait_with_output().unwrap());
        writer.join().unwrap();
        ran
    }

    /// Starts the program and leaves it running.
    pub fn start(&self, args: &[&str]) -> Child {
        self.command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs `args` with `--data-dir` on this home's data.
    pub fn ask(&self, args: &[&str]) -> Ran {
        let data = self.data();
        let mut all: Vec<&str> = args.to_vec();
        all.extend(["--data-dir", data.to_str().unwrap()]);
        self.run(&all)
    }

    pub fn exists(&self, name: &str) -> bool {
        Path::new(&self.path(name)).exists()
    }
}

fn finish(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
