//! The tables and columns of an export, in the words of the design. Knows nothing of rows.

use serde::Deserialize;
use serde::Serialize;

/// A table of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// A claim in a story.
    Sightings,
    /// Who said what in the newest revision of a story.
    Attributions,
    /// Claims over all stories.
    Claims,
    /// Stories, with the text of the newest revision.
    Stories,
    /// Speakers over all stories.
    Speakers,
}

/// What a column holds; any value may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
    /// A time in UTC, as RFC 3339.
    Time,
    /// A list; JSON where the format has no lists of its own.
    List,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

const fn of(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

impl Table {
    /// In the order in which they are to be read: one that names rows of another stands before it.
    pub const ALL: [Table; 5] = [
        Table::Sightings,
        Table::Attributions,
        Table::Claims,
        Table::Stories,
        Table::Speakers,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Table::Sightings => "sightings",
            Table::Attributions => "attributions",
            Table::Claims => "claims",
            Table::Stories => "stories",
            Table::Speakers => "speakers",
        }
    }

    /// How many of the first columns name a row: a row with the same values there is the same row.
    pub fn key_columns(self) -> usize {
        match self {
            Table::Sightings => 2,
            Table::Attributions => 3,
            Table::Claims | Table::Stories | Table::Speakers => 1,
        }
    }

    /// Its columns. New ones come at the end.
    pub fn columns(self) -> &'static [Column] {
        use Kind::Flag;
        use Kind::List;
        use Kind::Number;
        use Kind::Real;
        use Kind::Text;
        use Kind::Time;
        match self {
            Table::Sightings => {
                const {
                    &[
                        of("claim", Text),
                        of("story", Text),
                        of("group", Text),
                        of("outlet", Text),
                        of("time", Time),
                        of("revision", Number),
                        of("attribution", Number),
                        of("current", Flag),
                    ]
                }
            }
            Table::Attributions => {
                const {
                    &[
                        of("story", Text),
                        of("revision", Number),
                        of("attribution", Number),
                        of("claim", Text),
                        of("speaker", Text),
                        of("speaker_name", Text),
                        of("type", Text),
                        of("cue_class", Text),
                        of("source", List),
                        of("cue", List),
                        of("content", List),
                        of("relayed_by", Text),
                        of("found_by", Text),
                        of("confidence", Real),
                        of("place", Text),
                        of("negation", Text),
                        of("about", List),
                        of("said_from", Text),
                        of("said_to", Text),
                        of("occasion", Text),
                        of("occasion_words", Text),
                        of("confidence_extraction", Real),
                        of("confidence_attribution", Real),
                        of("confidence_resolution", Real),
                    ]
                }
            }
            Table::Claims => {
                const {
                    &[
                        of("id", Text),
                        of("speaker", Text),
                        of("speaker_name", Text),
                        of("text", Text),
                        of("type", Text),
                        of("cue_class", Text),
                        of("wordings", List),
                        of("relayed_by", Text),
                        of("first_seen", Time),
                        of("last_seen", Time),
                        of("first_story", Text),
                        of("sightings", Number),
                        of("independent", Number),
                        of("cue", Text),
                        of("headline", Flag),
                        of("negation", Text),
                        of("about", List),
                        of("said_from", Text),
                        of("said_to", Text),
                        of("occasion", Text),
                        of("occasion_words", Text),
                        of("confidence_extraction", Real),
                        of("confidence_attribution", Real),
                        of("confidence_resolution", Real),
                    ]
                }
            }
            Table::Stories => {
                const {
                    &[
                        of("id", Text),
                        of("group", Text),
                        of("verdict", Text),
                        of("of", List),
                        of("url", Text),
                        of("feed", Text),
                        of("outlet", Text),
                        of("title", Text),
                        of("byline", Text),
                        of("language", Text),
                        of("published", Time),
                        of("updated", Time),
                        of("first_seen", Time),
                        of("revisions", Number),
                        of("words", Number),
                        of("attributions", Number),
                        of("text", Text),
                    ]
                }
            }
            Table::Speakers => {
                const {
                    &[
                        of("id", Text),
                        of("name", Text),
                        of("kind", Text),
                        of("local_to", Text),
                        of("aliases", List),
                        of("roles", List),
                        of("first_seen", Time),
                        of("last_seen", Time),
                        of("claims", Number),
                        of("sightings", Number),
                    ]
                }
            }
        }
    }
}
