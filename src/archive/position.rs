//! Where a record lies in the archive. Ordered as the archive is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The place of one record: day file, frame, line. The order of positions is the order of observation.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Position {
    /// The day file, as [`crate::model::Day::number`].
    pub day: i32,
    /// Byte offset of the frame in the day file.
    pub frame: u64,
    /// Index of the record's line in the frame.
    pub line: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match crate::model::Day::from_number(self.day) {
            Some(day) => write!(f, "{day}:{}:{}", self.frame, self.line),
            None => write!(f, "?{}:{}:{}", self.day, self.frame, self.line),
        }
    }
}
