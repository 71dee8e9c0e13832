//! The power fails at random moments under load: what was acknowledged is there, once, and the next start succeeds.
//!
//! The disk is simulated where the archive appends: bytes and names that were not synced may be gone, cut or garbage after
//! the failure. Of the view anything may be lost: it is put back to an earlier state, cut, emptied or taken away.

use crate::support::Dice;
use sayso::archive;
use sayso::archive::{Archive, DayFile, Disk};
use sayso::model::{Story, Timestamp};
use sayso::pipeline::counters::Counters;
use sayso::pipeline::observe::{Happening, Observer};
use sayso::pipeline::replay::Plan;
use sayso::pipeline::{ingest, journal, replay};
use sayso::poll::Clock;
use sayso::store::OpenOptions;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

/// Power failures in one test run. `POWER_CUTS=100 cargo test power` makes more.
fn rounds() -> u64 {
    std::env::var("POWER_CUTS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(12)
}

/// What would be on the disk if the power failed now.
struct Disks {
    dice: Dice,
    /// Operations until the power fails.
    left: u64,
    files: BTreeMap<PathBuf, OnDisk>,
}

#[derive(Clone, Copy)]
struct OnDisk {
    len: u64,
    synced: u64,
    /// Whether the directory that names it was synced.
    named: bool,
}

impl Disks {
    /// Counts an operation; an error from the one on in which the power fails.
    fn operate(&mut self) -> io::Result<()> {
        self.left = self.left.saturating_sub(1);
        match self.left {
            0 => Err(io::Error::other("the power failed")),
            _ => Ok(()),
        }
    }

    /// Leaves of each file what a failure may leave.
    fn fail(&mut self) {
        for (path, file) in &self.files {
            if !file.named && self.dice.below(2) == 0 {
                fs::remove_file(path).unwrap();
            } else if file.len > file.synced {
                let kept = file.synced + self.dice.below(file.len - file.synced + 1);
                let open = fs::OpenOptions::new().write(true).open(path).unwrap();
                open.set_len(kept).unwrap();
                if self.dice.below(3) == 0 {
                    // Room was given out, and the bytes never came.
                    open.set_len(file.synced).unwrap();
                    open.set_len(kept).unwrap();
                }
            }
        }
    }
}

struct Power(Arc<Mutex<Disks>>);
struct PoweredFile(PathBuf, Arc<Mutex<Disks>>);

impl Disk for Power {
    fn open_day(&mut self, path: &Path) -> io::Result<Box<dyn DayFile>> {
        let mut disks = self.0.lock().unwrap();
        disks.operate()?;
        let there = path.exists();
        let file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)?;
        let len = file.metadata()?.len();
        disks.files.entry(path.to_path_buf()).or_insert(OnDisk {
            len,
            synced: len,
            named: there,
        });
        Ok(Box::new(PoweredFile(path.to_path_buf(), self.0.clone())))
    }

    fn sync_dir(&mut self, dir: &Path) -> io::Result<()> {
        let mut disks = self.0.lock().unwrap();
        disks.operate()?;
        let inside = disks
            .files
            .iter_mut()
            .filter(|(path, _)| path.parent() == Some(dir));
        inside.for_each(|(_, file)| file.named = true);
        Ok(())
    }
}

impl DayFile for PoweredFile {
    fn len(&self) -> io::Result<u64> {
        Ok(fs::metadata(&self.0)?.len())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut disks = self.1.lock().unwrap();
        let failed = disks.operate().err();
        let written = match &failed {
            Some(_) => disks.dice.below(bytes.len() as u64 + 1) as usize,
            None => bytes.len(),
        };
        let mut file = fs::OpenOptions::new().append(true).open(&self.0)?;
        file.write_all(&bytes[..written])?;
        if let Some(known) = disks.files.get_mut(&self.0) {
            known.len += written as u64;
        }
        failed.map_or(Ok(()), Err)
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut disks = self.1.lock().unwrap();
        disks.operate()?;
        if let Some(known) = disks.files.get_mut(&self.0) {
            known.synced = known.len;
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let mut disks = self.1.lock().unwrap();
        disks.operate()?;
        fs::OpenOptions::new()
            .write(true)
            .open(&self.0)?
            .set_len(len)?;
        if let Some(known) = disks.files.get_mut(&self.0) {
            (known.len, known.synced) = (len, len);
        }
        Ok(())
    }
}

struct Nobody;
impl Observer for Nobody {
    fn see(&self, _: &Happening) {}
}

fn plan() -> Plan {
    Plan {
        options: OpenOptions {
            reserve_bytes: 0,
            ..OpenOptions::default()
        },
        dedup: Default::default(),
        workers: NonZeroUsize::MIN,
    }
}

fn story(n: u64) -> Story {
    let line = format!(
        "{{\"url\":\"https://harbour.example/{n}\",\"title\":\"Berth {n}\",\"outlet\":\"Harbour News\",\"text\":\"“Berth {n} stays shut for {} weeks,” said Inspector Ada Holm-{n} on Monday. It was the {n}th notice of the year.\"}}",
        n % 9 + 1
    );
    ingest::story(&line, Timestamp::from_secs(1_790_000_000)).unwrap()
}

/// Records stories from `next` on until the power fails; gives those acknowledged and the next one that was never handed in.
fn load(data: &Path, dice: &mut Dice, clock: &Arc<AtomicI64>, next: u64) -> (Vec<u64>, u64) {
    let disks = Arc::new(Mutex::new(Disks {
        dice: Dice::new(dice.below(u64::MAX)),
        left: 3 + dice.below(60),
        files: BTreeMap::new(),
    }));
    let mut acknowledged = Vec::new();
    let mut next = next;
    let opened = Archive::open_on(&replay::archive_dir(data), Box::new(Power(disks.clone())));
    // The power may fail while it opens.
    if let Ok((archive, _)) = opened {
        let (store, applier, replayed) =
            replay::open_up_to_date(data, &plan(), &mut |_| {}).unwrap();
        assert_eq!(replayed.damage, []);
        let (journal, running, _) = journal::start(journal::Parts {
            archive,
            store,
            applier,
            observer: Arc::new(Nobody),
            counters: Arc::new(Counters::default()),
            workers: NonZeroUsize::MIN,
            clock: Clock::Manual(clock.clone()),
            retention: Default::default(),
            plan: plan(),
        })
        .unwrap();
        loop {
            let many = 1 + dice.below(4);
            let stories: Vec<u64> = (next..next + many).collect();
            next += many;
            // Now and then midnight passes.
            clock.fetch_add(dice.below(8) as i64 * 3_600_000, Ordering::SeqCst);
            let pending = journal.submit(stories.iter().map(|n| story(*n)).collect());
            match pending.and_then(journal::Pending::wait) {
                Ok(_) => acknowledged.extend(stories),
                Err(_) => break,
            }
        }
        drop(journal);
        assert!(running.join().is_err());
    }
    disks.lock().unwrap().fail();
    (acknowledged, next)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|e| (e.path(), e.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(path, to.join(name)).unwrap();
        }
    }
}

/// Loses of the view whatever a failure may lose of it.
fn lose(data: &Path, earlier: &Path, dice: &mut Dice) {
    let view = data.join("view");
    match dice.below(5) {
        0 if earlier.exists() => {
            fs::remove_dir_all(&view).unwrap();
            copy(earlier, &view);
        }
        1 if view.exists() => fs::remove_dir_all(&view).unwrap(),
        2 => drop(fs::remove_file(data.join("view.json"))),
        3 => {
            for layer in fs::read_dir(&view).into_iter().flatten().flatten() {
                let db = layer.path().join("db");
                if let Ok(file) = fs::OpenOptions::new().write(true).open(db) {
                    let len = file.metadata().unwrap().len();
                    file.set_len(dice.below(len + 1)).unwrap();
                }
            }
        }
        _ => {}
    }
}

#[test]
fn when_the_power_fails_nothing_acknowledged_is_lost_or_doubled() {
    let home = tempfile::tempdir().unwrap();
    let (data, earlier) = (home.path().join("data"), home.path().join("earlier"));
    fs::create_dir(&data).unwrap();
    let mut dice = Dice::new(20_261_122);
    let clock = Arc::new(AtomicI64::new(1_790_000_000_000));
    let (mut acknowledged, mut handed_in) = (BTreeSet::new(), 0);
    for round in 0..rounds() {
        // What was not acknowledged is handed in again, as a poller does.
        let again = (0..handed_in).find(|n| !acknowledged.contains(n));
        let (more, next) = load(&data, &mut dice, &clock, again.unwrap_or(handed_in));
        acknowledged.extend(more);
        handed_in = handed_in.max(next);
        lose(&data, &earlier, &mut dice);

        let (archive, _) = Archive::open(&replay::archive_dir(&data)).unwrap();
        let (store, applier, replayed) =
            replay::open_up_to_date(&data, &plan(), &mut |_| {}).unwrap();
        assert_eq!(replayed.damage, [], "round {round}");
        let mut there = BTreeSet::new();
        for row in store.all_stories() {
            let row = row.unwrap();
            let n = row
                .title
                .trim_start_matches("Berth ")
                .parse::<u64>()
                .unwrap();
            assert!(
                there.insert(n) && row.revision_count == 1,
                "round {round}: {n} twice"
            );
        }
        let lost: Vec<_> = acknowledged.difference(&there).collect();
        assert_eq!(lost, [&0; 0], "round {round}");
        let kept = archive::verify(&replay::archive_dir(&data)).unwrap();
        assert_eq!(
            (kept.damage_count, kept.unfinished),
            (0, 0),
            "round {round}"
        );
        assert_eq!(
            kept.records,
            there.len() as u64,
            "round {round}: nothing is recorded twice"
        );
        assert_eq!(store.verify(None).unwrap().problems, [], "round {round}");
        store.checkpoint().unwrap();
        drop((applier, archive, store));
        if dice.below(3) == 0 {
            drop(fs::remove_dir_all(&earlier));
            copy(&data.join("view"), &earlier);
        }
    }
    assert!(acknowledged.len() as u64 >= rounds(), "the load was a load");
}
