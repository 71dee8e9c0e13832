//! A disk that fails or tears at every operation in turn.

use super::*;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

/// A disk whose `fail_at`th operation fails; what was appended since the last sync then keeps only its first `keep` bytes.
struct Faulty {
    fail_at: usize,
    keep: usize,
    /// Whether the disk is dead from then on, so that nothing can be cut off either.
    dead: bool,
    count: Arc<AtomicUsize>,
}

struct FaultyFile {
    path: PathBuf,
    fail_at: usize,
    keep: usize,
    dead: bool,
    count: Arc<AtomicUsize>,
}

fn fails(count: &AtomicUsize, fail_at: usize, dead: bool) -> bool {
    let n = count.fetch_add(1, Ordering::SeqCst);
    n == fail_at || dead && n > fail_at
}

impl Disk for Faulty {
    fn open_day(&mut self, path: &Path) -> io::Result<Box<dyn DayFile>> {
        if fails(&self.count, self.fail_at, self.dead) {
            return Err(io::Error::other("injected"));
        }
        OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Box::new(FaultyFile {
            path: path.to_path_buf(),
            fail_at: self.fail_at,
            keep: self.keep,
            dead: self.dead,
            count: Arc::clone(&self.count),
        }))
    }

    fn sync_dir(&mut self, _: &Path) -> io::Result<()> {
        match fails(&self.count, self.fail_at, self.dead) {
            true => Err(io::Error::other("injected")),
            false => Ok(()),
        }
    }
}

impl DayFile for FaultyFile {
    fn len(&self) -> io::Result<u64> {
        Ok(fs::metadata(&self.path)?.len())
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).open(&self.path)?;
        if fails(&self.count, self.fail_at, self.dead) {
            file.write_all(&bytes[..self.keep.min(bytes.len())])?;
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        match fails(&self.count, self.fail_at, self.dead) {
            true => Err(io::Error::other("injected")),
            false => Ok(()),
        }
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        if fails(&self.count, self.fail_at, self.dead) {
            return Err(io::Error::other("injected"));
        }
        OpenOptions::new()
            .write(true)
            .open(&self.path)?
            .set_len(len)
    }
}

#[test]
fn whichever_operation_fails_every_acknowledged_record_is_there() {
    for dead in [false, true] {
        for keep in [0, 1, 30, 43, 100, 10_000] {
            for fail_at in 0..14 {
                let dir = tempfile::tempdir().unwrap();
                let count = Arc::new(AtomicUsize::new(0));
                let disk = Faulty {
                    fail_at,
                    keep,
                    dead,
                    count: Arc::clone(&count),
                };
                let (mut archive, _) = Archive::open_on(dir.path(), Box::new(disk)).unwrap();
                let mut acknowledged = 0;
                let mut failed = false;
                for n in 0..5 {
                    let later = now().plus_millis(n as i64 * 40_000_000);
                    match archive.append(&[story(n)], later) {
                        Ok(placed) => {
                            assert!(!failed, "appended after a failure");
                            acknowledged = placed[0].1;
                        }
                        Err(ArchiveError::Append { .. }) => {
                            assert!(!failed);
                            failed = true;
                        }
                        Err(e) => assert!(failed && matches!(e, ArchiveError::Stopped { .. })),
                    }
                }
                assert_eq!(failed, count.load(Ordering::SeqCst) > fail_at);
                drop(archive);
                let (mut archive, _) = Archive::open(dir.path()).unwrap();
                let last = archive.last().map_or(0, |(_, seq)| seq);
                // A write that could not be taken back may be whole; it is never in the way of an acknowledged one.
                assert!(last == acknowledged || dead && last == acknowledged + 1);
                assert_eq!(
                    archive.append(&[story(last as usize)], now()).unwrap()[0].1,
                    last + 1
                );
                assert_eq!(outcome(dir.path()), ((1..=last + 1).collect(), vec![]));
            }
        }
    }
}
