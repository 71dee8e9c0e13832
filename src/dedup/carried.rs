//! What is held of one shingle, and what becomes of it when one more story carries it. It does not know the others.
//!
//! The values are groups, fewer than the stop rule's number, or a single one that says when the stopped shingle was last seen.

/// A value with this bit is the day on which a stopped shingle was last seen; without it, a group. More groups than that fit into no memory.
pub(super) const STOPPED: u32 = 1 << 31;

/// What adding a shingle came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It counts.
    Live,
    /// It was stopped before.
    Stopped,
    /// It is stopped now; the groups that carried it before.
    StoppedNow(Vec<u32>),
}

/// What a shingle's values become when a story of `group`, seen on `day`, carries it. Shingles last seen before the day `expired`
/// are stopped no longer; `resolve` gives the group that a group has become, or `None` where it is gone.
pub(super) fn step(
    run: &mut Vec<u32>,
    stop: usize,
    expired: u32,
    group: u32,
    day: u32,
    resolve: impl Fn(u32) -> Option<u32>,
) -> Added {
    let day = STOPPED | day & !STOPPED;
    if let Some(last) = stopped_on(run) {
        let stays = last >= expired;
        run[0] = if stays {
            day.max(STOPPED | last)
        } else {
            group
        };
        return if stays { Added::Stopped } else { Added::Live };
    }
    let mut kept = 0;
    for at in 0..run.len() {
        if let Some(now) = resolve(run[at])
            && !run[..kept].contains(&now)
        {
            run[kept] = now;
            kept += 1;
        }
    }
    run.truncate(kept);
    if run.contains(&group) {
        return Added::Live;
    }
    if run.len() + 1 >= stop {
        return Added::StoppedNow(std::mem::replace(run, vec![day]));
    }
    run.push(group);
    Added::Live
}

/// The day on which a stopped shingle was last seen; `None` where the values are groups.
pub(super) fn stopped_on(values: &[u32]) -> Option<u32> {
    match values {
        [value] if value & STOPPED != 0 => Some(value & !STOPPED),
        _ => None,
    }
}
