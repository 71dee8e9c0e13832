//! A hashed table of weights in eight bits. A feature's low bits choose its row and its high bits must match the row's check,
//! so that a feature that training never kept scores nothing instead of a stranger's weights. Sums are taken in whole
//! numbers, so that they are the same on every machine. What features and labels mean must not be known here.

/// A row: the check of the feature that owns it (0 for nobody), and its weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<const L: usize> {
    /// Compared with [`check`] of a feature.
    pub check: u8,
    /// One weight for each label, in units of [`Table::scale`].
    pub weights: [i8; L],
}

/// Weights of hashed features for `L` labels.
#[derive(Clone)]
pub struct Table<const L: usize> {
    rows: Vec<Row<L>>,
    /// What one unit of a stored weight is worth.
    pub scale: f32,
    mask: u32,
}

/// The part of a feature's number that a row is checked against; never 0.
pub fn check(feature: u32) -> u8 {
    ((feature >> 24) as u8).max(1)
}

impl<const L: usize> Table<L> {
    /// A table of these rows; cut to the largest power of two that there are rows for. No rows give a table of zeros.
    pub fn new(mut rows: Vec<Row<L>>, scale: f32) -> Self {
        if rows.is_empty() {
            rows.push(Row {
                check: 0,
                weights: [0; L],
            });
        }
        let size = 1usize << rows.len().ilog2();
        rows.truncate(size);
        let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
        Table { rows, scale, mask }
    }

    /// Rounds weights to eight bits, the largest (at most `clip`) to ±127. Rows that round to nothing are freed.
    pub fn quantise<'a>(
        rows: impl ExactSizeIterator<Item = (u8, &'a [f32; L])> + Clone,
        clip: f32,
    ) -> Self {
        let top = rows
            .clone()
            .flat_map(|(_, w)| w)
            .fold(1e-6f32, |m, w| m.max(w.abs()))
            .min(clip);
        let scale = top / 127.0;
        let rows = rows
            .map(|(check, row)| {
                let weights = row.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8);
                Row {
                    check: if weights == [0; L] { 0 } else { check },
                    weights,
                }
            })
            .collect();
        Table::new(rows, scale)
    }

    /// The stored rows.
    pub fn rows(&self) -> &[Row<L>] {
        &self.rows
    }

    /// Sum of the features' rows.
    pub fn sum(&self, features: &[u32]) -> [i32; L] {
        let mut sum = [0i32; L];
        for &f in features {
            let row = &self.rows[(f & self.mask) as usize];
            if row.check == check(f) {
                for (s, w) in sum.iter_mut().zip(&row.weights) {
                    *s += i32::from(*w);
                }
            }
        }
        sum
    }

    /// Score of each label.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        self.sum(features).map(|s| s as f32 * self.scale)
    }
}
