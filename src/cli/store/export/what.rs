//! The files of an export and their columns: the view's tables, and the two kinds of records of the archive. Knows nothing of rows.

use crate::inspect::Column;
use crate::inspect::Kind;
use crate::inspect::Table;
use clap::ValueEnum;

/// What a row of `revisions` holds.
const REVISIONS: &[Column] = &[
    Column {
        name: "seq",
        kind: Kind::Number,
    },
    Column {
        name: "story",
        kind: Kind::Text,
    },
    Column {
        name: "observed",
        kind: Kind::Time,
    },
    Column {
        name: "url",
        kind: Kind::Text,
    },
    Column {
        name: "guid",
        kind: Kind::Text,
    },
    Column {
        name: "also",
        kind: Kind::List,
    },
    Column {
        name: "feed",
        kind: Kind::Text,
    },
    Column {
        name: "outlet",
        kind: Kind::Text,
    },
    Column {
        name: "title",
        kind: Kind::Text,
    },
    Column {
        name: "byline",
        kind: Kind::Text,
    },
    Column {
        name: "language",
        kind: Kind::Text,
    },
    Column {
        name: "published",
        kind: Kind::Time,
    },
    Column {
        name: "zone",
        kind: Kind::Number,
    },
    Column {
        name: "updated",
        kind: Kind::Time,
    },
    Column {
        name: "origin",
        kind: Kind::Text,
    },
    Column {
        name: "body",
        kind: Kind::List,
    },
    Column {
        name: "taken",
        kind: Kind::List,
    },
];
/// What a row of `corrections` holds.
const CORRECTIONS: &[Column] = &[
    Column {
        name: "seq",
        kind: Kind::Number,
    },
    Column {
        name: "made",
        kind: Kind::Time,
    },
    Column {
        name: "note",
        kind: Kind::Text,
    },
    Column {
        name: "act",
        kind: Kind::List,
    },
];

/// A file of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Where each claim was seen: story, revision, attribution.
    Sightings,
    /// Who said what in each story, with the exact characters.
    Attributions,
    /// What each speaker said, with all its wordings.
    Claims,
    /// Every story as it stands now, with its text and its copy group.
    Stories,
    /// Speakers with their other names, roles and counts.
    Speakers,
    /// Every observed state of a story, as the archive has it.
    Revisions,
    /// What people decided, as the archive has it.
    Corrections,
}

impl What {
    /// In the order in which they are written; see [`Table::ALL`].
    pub(super) const ALL: [What; 7] = [
        What::Sightings,
        What::Attributions,
        What::Claims,
        What::Stories,
        What::Speakers,
        What::Revisions,
        What::Corrections,
    ];

    pub(super) fn name(self) -> &'static str {
        match self.table() {
            Some(table) => table.name(),
            None if self == What::Revisions => "revisions",
            None => "corrections",
        }
    }

    pub(super) fn table(self) -> Option<Table> {
        match self {
            What::Sightings => Some(Table::Sightings),
            What::Attributions => Some(Table::Attributions),
            What::Claims => Some(Table::Claims),
            What::Stories => Some(Table::Stories),
            What::Speakers => Some(Table::Speakers),
            What::Revisions | What::Corrections => None,
        }
    }

    pub(super) fn columns(self) -> &'static [Column] {
        match self.table() {
            Some(table) => table.columns(),
            None if self == What::Revisions => REVISIONS,
            None => CORRECTIONS,
        }
    }
}
