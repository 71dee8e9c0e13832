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

/// Weights are summed this many at a time, and rows are padded to a multiple of it, so that none straddles a cache line.
const LANE: usize = 8;

/// Most lanes of a row; labels beyond them have no weights.
const MAX_LANES: usize = 5;

/// Features looked up together, so that the memory that they lie in is waited for together. At most 258, so that the sum of
/// a batch fits into sixteen bits.
const BATCH: usize = 64;

/// Weights of hashed features for `L` labels.
///
/// Checks lie apart from weights: they are small enough to stay in the processor's cache, and most features of a new text
/// own no row, so that most look-ups end there.
#[derive(Clone)]
pub struct Table<const L: usize> {
    checks: Vec<u8>,
    lanes: Vec<[i8; LANE]>,
    /// What one unit of a stored weight is worth.
    pub scale: f32,
    mask: u32,
}

/// The part of a feature's number that a row is checked against; never 0.
pub fn check(feature: u32) -> u8 {
    ((feature >> 24) as u8).max(1)
}

impl<const L: usize> Table<L> {
    /// Lanes of a row.
    const LANES: usize = if L.div_ceil(LANE) < MAX_LANES {
        L.div_ceil(LANE)
    } else {
        MAX_LANES
    };

    /// A table of these rows; cut to the largest power of two that there are rows for. No rows give a table of zeros.
    pub fn new(rows: impl IntoIterator<Item = Row<L>>, scale: f32) -> Self {
        let mut checks = Vec::new();
        let mut lanes = Vec::new();
        for row in rows {
            checks.push(row.check);
            for lane in 0..Self::LANES {
                lanes.push(std::array::from_fn(|n| {
                    row.weights.get(lane * LANE + n).copied().unwrap_or(0)
                }));
            }
        }
        Self::laid_out(checks, lanes, scale)
    }

    /// A table from its checks and, for each label in order, the weights of all rows, as they lie in a file.
    pub fn from_columns<E>(
        checks: Vec<u8>,
        scale: f32,
        mut column: impl FnMut() -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut lanes = vec![[0; LANE]; checks.len() * Self::LANES];
        for l in 0..L {
            let weights = column()?;
            let own = lanes.iter_mut().skip(l / LANE).step_by(Self::LANES);
            own.zip(weights)
                .for_each(|(lane, w)| lane[l % LANE] = w as i8);
        }
        Ok(Self::laid_out(checks, lanes, scale))
    }

    fn laid_out(mut checks: Vec<u8>, mut lanes: Vec<[i8; LANE]>, scale: f32) -> Self {
        if checks.is_empty() {
            checks.push(0);
            lanes.resize(Self::LANES, [0; LANE]);
        }
        let size = 1usize << checks.len().ilog2();
        checks.truncate(size);
        lanes.truncate(size * Self::LANES);
        let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
        Table {
            checks,
            lanes,
            scale,
            mask,
        }
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
        let rows = rows.map(|(check, row)| {
            let weights = row.map(|w| (w / scale).round().clamp(-127.0, 127.0) as i8);
            Row {
                check: if weights == [0; L] { 0 } else { check },
                weights,
            }
        });
        Table::new(rows, scale)
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.checks.len()
    }

    /// Whether no feature owns a row.
    pub fn is_empty(&self) -> bool {
        self.checks.iter().all(|&c| c == 0)
    }

    /// The stored rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<L>> + '_ {
        self.checks
            .iter()
            .zip(self.lanes.chunks_exact(Self::LANES))
            .map(|(&check, lanes)| Row {
                check,
                weights: std::array::from_fn(|l| {
                    lanes.get(l / LANE).map_or(0, |lane| lane[l % LANE])
                }),
            })
    }

    /// Sum of the features' rows.
    pub fn sum(&self, features: &[u32]) -> [i32; L] {
        let mut sum = [[0i32; LANE]; MAX_LANES];
        for batch in features.chunks(BATCH) {
            // Rows that are owned, without a branch: the processor asks for many checks before the first arrives.
            let mut owned = [0u32; BATCH + 1];
            let mut n = 0;
            for &f in batch {
                let row = f & self.mask;
                owned[n] = row;
                n += usize::from(self.checks[row as usize] == check(f));
            }
            for (lane, sum) in sum.iter_mut().enumerate().take(Self::LANES) {
                // A batch of eight-bit weights cannot overflow sixteen bits.
                let mut part = [0i16; LANE];
                for &row in &owned[..n] {
                    let weights = &self.lanes[row as usize * Self::LANES + lane];
                    for l in 0..LANE {
                        part[l] = part[l].wrapping_add(i16::from(weights[l]));
                    }
                }
                for l in 0..LANE {
                    sum[l] += i32::from(part[l]);
                }
            }
        }
        std::array::from_fn(|l| sum[l / LANE][l % LANE])
    }

    /// Score of each label.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        self.sum(features).map(|s| s as f32 * self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_owned_rows_whatever_the_number_of_labels() {
        fn check_sums<const L: usize>() {
            let rows = |n: u32| Row {
                check: if n.is_multiple_of(3) {
                    0
                } else {
                    (n % 5 + 1) as u8
                },
                weights: std::array::from_fn(|l| (n as usize * 7 + l * 11) as i8),
            };
            let all: Vec<Row<L>> = (0..300).map(rows).collect();
            let table = Table::new(all.clone(), 0.5);
            assert_eq!(table.len(), 256);
            assert!(table.rows().eq(all[..256].iter().copied()));
            let mut columns = (0..L).map(|l| {
                let column = all[..256].iter().map(|r| r.weights[l] as u8);
                column.collect::<Vec<u8>>()
            });
            let checks = all[..256].iter().map(|r| r.check).collect();
            let read = Table::<L>::from_columns(checks, 0.5, || columns.next().ok_or(()));
            let read = read.unwrap_or(Table::new(Vec::new(), 0.0));
            // Features of every check for every row, many more than a batch.
            let features: Vec<u32> = (0..256)
                .flat_map(|r| (0..6u32).map(move |c| c << 24 | r))
                .collect();
            let mut expect = [0i32; L];
            for &f in &features {
                let row = &all[(f & 255) as usize];
                if row.check == check(f) {
                    (0..L).for_each(|l| expect[l] += i32::from(row.weights[l]));
                }
            }
            assert_eq!(table.sum(&features), expect);
            assert_eq!(read.sum(&features), expect);
            assert_eq!(table.scores(&features), expect.map(|s| s as f32 * 0.5));
        }
        check_sums::<1>();
        check_sums::<5>();
        check_sums::<7>();
        check_sums::<36>();
        let empty = Table::<7>::new(Vec::new(), 1.0);
        assert!(empty.is_empty() && empty.len() == 1);
        assert_eq!(empty.sum(&[1, 2, 3]), [0; 7]);
    }
}
