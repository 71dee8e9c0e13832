//! `sayso store size`: what takes how much room. Knows nothing of what the trees mean.

use crate::archive;
use crate::cli::exit::Failure;
use crate::cli::exit::Outcome;
use crate::cli::output;
use crate::cli::output::Format;
use crate::cli::output::Row;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::config::Config;
use crate::model::Timestamp;
use crate::pipeline::replay;
use serde::Serialize;

/// One line: a part of the data directory.
#[derive(Serialize)]
struct Part {
    /// `archive`, `view`, or a tree of the view.
    part: String,
    /// Records of the archive, keys of a tree.
    entries: u64,
    /// What is in it, before compression.
    bytes: u64,
    /// What it takes on disk; trees share the view's.
    disk_bytes: Option<u64>,
}

impl Row for Part {
    fn columns() -> &'static [Column] {
        const COLUMNS: [Column; 4] = [
            Column::up_to("PART", 24),
            Column::up_to("ENTRIES", 14).right(),
            Column::up_to("BYTES", 16).right(),
            Column::up_to("ON DISK", 16).right(),
        ];
        &COLUMNS
    }

    fn cells(&self, _: Scene) -> Vec<Cell> {
        vec![
            Cell::plain(&self.part),
            Cell::plain(style::number(self.entries)),
            Cell::plain(style::number(self.bytes)),
            Cell::plain(self.disk_bytes.map_or_else(String::new, style::number)),
        ]
    }

    fn header() -> &'static [&'static str] {
        &["part", "entries", "bytes", "disk_bytes"]
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.part.clone(),
            self.entries.to_string(),
            self.bytes.to_string(),
            self.disk_bytes.map_or_else(String::new, |n| n.to_string()),
        ]
    }
}

/// Prints the sizes.
pub(super) fn run(config: &Config, format: Format) -> Outcome {
    let held = archive::verify(&replay::archive_dir(&config.data_dir)).map_err(Failure::failed)?;
    let mut parts = vec![Part {
        part: "archive".into(),
        entries: held.records,
        bytes: held.raw_bytes,
        disk_bytes: Some(held.bytes),
    }];
    let store = super::open(config).map_err(Failure::failed)?;
    let trees = store.tree_sizes().map_err(Failure::failed)?;
    let disk = store.size_on_disk().map_err(Failure::failed)?;
    parts.push(Part {
        part: "view".into(),
        entries: trees.iter().map(|tree| tree.keys).sum(),
        bytes: trees.iter().map(|t| t.key_bytes + t.value_bytes).sum(),
        disk_bytes: Some(disk),
    });
    parts.extend(trees.into_iter().map(|tree| Part {
        part: format!("view {}", tree.tree),
        entries: tree.keys,
        bytes: tree.key_bytes + tree.value_bytes,
        disk_bytes: None,
    }));
    let scene = Scene {
        look: Look::of_stdout(),
        now: Timestamp::default(),
    };
    output::listing(&mut std::io::stdout().lock(), format, scene, &parts)?;
    Ok(())
}
