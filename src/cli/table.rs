//! Lays rows out in columns that fit a width. Knows nothing of what the cells mean.
//!
//! Done here and not by a crate because cells carry styles, and the crates at hand measure styled cells only with a
//! whole terminal library behind them. Cells are wrapped, never cut; where even that leaves no room, the columns
//! that matter least are left out (the other formats have them).

use crate::cli::style;
use crate::cli::style::Look;
use anstyle::Style;

/// Spaces between two columns.
const GAP: usize = 2;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// What stands above it.
    pub head: &'static str,
    /// How wide it may become.
    pub fit: Fit,
    /// Of the columns that may go, the one with the lowest number goes first; `u8::MAX` never goes.
    pub keep: u8,
    /// Whether it is set to the right, as numbers are.
    pub right: bool,
}

/// How a column takes its width.
#[derive(Clone, Copy, Debug)]
pub enum Fit {
    /// As wide as its widest cell, but no wider than this; longer cells are wrapped.
    UpTo(usize),
    /// Takes what is left, but no less than this.
    Rest(usize),
}

impl Column {
    /// A column that never goes, as wide as its cells up to `most`.
    pub const fn up_to(head: &'static str, most: usize) -> Column {
        Column {
            head,
            fit: Fit::UpTo(most),
            keep: u8::MAX,
            right: false,
        }
    }

    /// A column that takes what is left.
    pub const fn rest(head: &'static str, least: usize) -> Column {
        Column {
            head,
            fit: Fit::Rest(least),
            keep: u8::MAX,
            right: false,
        }
    }

    /// The same, but it may go.
    pub const fn keep(mut self, keep: u8) -> Column {
        self.keep = keep;
        self
    }

    /// The same, set to the right.
    pub const fn right(mut self) -> Column {
        self.right = true;
        self
    }
}

/// One cell: a line of safe text ([`style::line`]) and its style.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// Text in a style; made safe here, so that no caller can forget it.
    pub fn styled(style: Style, text: impl AsRef<str>) -> Cell {
        Cell {
            text: style::line(text.as_ref()),
            style,
        }
    }

    /// Text as it is.
    pub fn plain(text: impl AsRef<str>) -> Cell {
        Cell::styled(style::PLAIN, text)
    }
}

/// The widths found for some columns; later rows are written with the same, so that a long listing need not be held in memory.
#[derive(Debug)]
pub struct Layout {
    columns: Vec<Column>,
    /// `None` for a column that is left out.
    widths: Vec<Option<usize>>,
    look: Look,
}

impl Layout {
    /// Fits `columns` to the first rows. Every row has as many cells as there are columns.
    pub fn new(columns: &[Column], rows: &[Vec<Cell>], look: Look) -> Layout {
        let natural: Vec<usize> = columns
            .iter()
            .enumerate()
            .map(|(i, column)| {
                let cells = rows.iter().filter_map(|row| row.get(i));
                let widest = cells.map(|c| style::width(&c.text)).max().unwrap_or(0);
                widest.max(style::width(column.head))
            })
            .collect();
        let least = |i: usize| match columns[i].fit {
            Fit::UpTo(most) => natural[i].min(most.max(style::width(columns[i].head))),
            Fit::Rest(least) => least.min(natural[i]),
        };
        let mut kept: Vec<usize> = (0..columns.len()).collect();
        let needed = |kept: &[usize]| {
            let gaps = GAP * kept.len().saturating_sub(1);
            kept.iter().map(|&i| least(i)).sum::<usize>() + gaps
        };
        while needed(&kept) > look.width {
            let droppable = kept
                .iter()
                .enumerate()
                .filter(|&(_, &i)| columns[i].keep < u8::MAX);
            let Some((at, _)) = droppable.min_by_key(|&(_, &i)| columns[i].keep) else {
                break;
            };
            kept.remove(at);
        }
        let mut spare = look.width.saturating_sub(needed(&kept));
        let mut widths = vec![None; columns.len()];
        for &i in &kept {
            let grows = matches!(columns[i].fit, Fit::Rest(_));
            let more = if grows {
                spare.min(natural[i] - least(i))
            } else {
                0
            };
            spare -= more;
            widths[i] = Some(least(i) + more);
        }
        Layout {
            columns: columns.to_vec(),
            widths,
            look,
        }
    }

    /// The line above the rows.
    pub fn head(&self) -> String {
        let cells: Vec<Cell> = self
            .columns
            .iter()
            .map(|c| Cell::styled(style::HEADING, c.head))
            .collect();
        self.row(&cells)
    }

    /// One row in as many lines as it needs, each ended by a line break.
    pub fn row(&self, cells: &[Cell]) -> String {
        let shown: Vec<(Column, usize, Style, Vec<String>)> = (self.columns.iter())
            .zip(&self.widths)
            .zip(cells)
            .filter_map(|((column, width), cell)| {
                let width = (*width)?;
                Some((*column, width, cell.style, style::wrap(&cell.text, width)))
            })
            .collect();
        let lines = shown
            .iter()
            .map(|(.., lines)| lines.len())
            .max()
            .unwrap_or(0);
        let mut out = String::new();
        for n in 0..lines {
            let mut blank = 0;
            for (column, width, style, lines) in &shown {
                let text = lines.get(n).map_or("", String::as_str);
                let pad = width.saturating_sub(style::width(text));
                let (before, after) = if column.right { (pad, 0) } else { (0, pad) };
                if text.is_empty() {
                    blank += width + GAP;
                    continue;
                }
                out.extend(std::iter::repeat_n(' ', blank + before));
                out.push_str(&self.look.paint(*style, text));
                blank = after + GAP;
            }
            out.push('\n');
        }
        out
    }
}

/// A whole table at once.
pub fn table(columns: &[Column], rows: &[Vec<Cell>], look: Look) -> String {
    let layout = Layout::new(columns, rows, look);
    let rows = rows.iter().map(|row| layout.row(row));
    std::iter::once(layout.head()).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::up_to("TIME", 16),
        Column::rest("CLAIM", 12),
        Column::up_to("SEEN", 6).keep(1).right(),
        Column::up_to("ID", 10),
    ];

    fn rows() -> Vec<Vec<Cell>> {
        let row = |time, claim, seen, id| [time, claim, seen, id].map(Cell::plain).to_vec();
        vec![
            row("08:15", "We will not accept that at all", "12", "38b4"),
            row("09:00", "Yes", "3", "aa00"),
        ]
    }

    #[test]
    fn the_flexible_column_takes_the_rest_and_wraps() {
        let expect = "\
TIME   CLAIM               SEEN  ID
08:15  We will not accept    12  38b4
       that at all
09:00  Yes                    3  aa00
";
        assert_eq!(table(&COLUMNS, &rows(), Look::plain(37)), expect);
    }

    #[test]
    fn what_matters_least_goes_when_there_is_no_room() {
        let expect = "\
TIME   CLAIM         ID
08:15  We will not   38b4
       accept that
       at all
09:00  Yes           aa00
";
        assert_eq!(table(&COLUMNS, &rows(), Look::plain(25)), expect);
    }

    #[test]
    fn wide_terminals_are_not_filled() {
        let expect = "\
TIME   CLAIM                           SEEN  ID
08:15  We will not accept that at all    12  38b4
09:00  Yes                                3  aa00
";
        assert_eq!(table(&COLUMNS, &rows(), Look::plain(200)), expect);
    }

    #[test]
    fn cells_are_made_safe() {
        assert_eq!(
            Cell::plain("a\u{1b}[2J\nb"),
            Cell {
                text: "a[2J b".into(),
                style: style::PLAIN
            }
        );
    }
}
