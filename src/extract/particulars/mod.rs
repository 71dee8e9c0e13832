//! What a story tells of an act of speech beside who and what: when, on what occasion, what is denied and whom it names.
//!
//! When and where are read from the frame: the sentence of the cue without the content and the source. How attributions are
//! found and who the speakers are must not be known here.

mod about;
mod frame;
mod negation;
mod occasion;
mod sure;
#[cfg(test)]
mod tests;
mod when;

use crate::model::Attribution;
use crate::model::Day;
use crate::model::Particulars;
use crate::model::Story;
use crate::model::Timestamp;

/// Hours to either side of UTC in which nearly all publishers live: where a story gives no time zone, its own day is uncertain by
/// so much.
const ZONES_H: i64 = 10;
const HOUR_MS: i64 = 3_600_000;
const MINUTE_MS: i64 = 60_000;

/// The day on which a story was published, as its publisher counts days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryDay {
    /// The likeliest.
    pub likely: Day,
    /// The earliest that it can have been.
    pub first: Day,
    /// The latest.
    pub last: Day,
}

impl StoryDay {
    /// Of an instant, with the publisher's minutes east of UTC where they are known.
    pub fn of(time: Timestamp, zone: Option<i16>) -> StoryDay {
        match zone {
            Some(minutes) => {
                let day = time.plus_millis(i64::from(minutes) * MINUTE_MS).day();
                StoryDay {
                    likely: day,
                    first: day,
                    last: day,
                }
            }
            None => StoryDay {
                likely: time.day(),
                first: time.plus_millis(-ZONES_H * HOUR_MS).day(),
                last: time.plus_millis(ZONES_H * HOUR_MS).day(),
            },
        }
    }

    /// Of a story.
    pub fn of_story(story: &Story) -> StoryDay {
        StoryDay::of(story.time(), story.zone)
    }
}

/// The particulars of an attribution in `text` by a story of that day.
pub fn particulars(text: &str, day: StoryDay, a: &Attribution) -> Particulars {
    let frame = frame::of(text, a);
    Particulars {
        negation: negation::of(text, a),
        about: about::of(text, &a.content),
        when: frame.iter().find_map(|piece| when::find(text, *piece, day)),
        at: frame.iter().find_map(|piece| occasion::find(text, *piece)),
        confidences: sure::of(text, a),
    }
}
