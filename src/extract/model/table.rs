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

/// Bytes of a lane: a row is one or more whole numbers of this width, so that a short row never straddles a cache line.
const LANE: usize = 8;

/// Most lanes of a row; labels beyond them have no weights.
const MAX_LANES: usize = 5;

/// Features whose weights are summed in sixteen bits before the sum is widened. At most 257, so that it fits.
const BATCH: usize = 256;

/// Added to every weight of a lane, so that none is negative while they are summed.
const BIAS: u64 = 0x8080_8080_8080_8080;

/// Every second byte of a lane.
const EVEN: u64 = 0x00ff_00ff_00ff_00ff;

/// Weights of hashed features for `L` labels.
///
/// A row is its check and its weights side by side in whole numbers: one look-up waits for memory once, and eight weights
/// are added at a time. Rows of strangers are added as nothing instead of being skipped: a branch that is guessed wrong would
/// wait for each row before the next is asked for.
#[derive(Clone)]
pub struct Table<const L: usize> {
    /// Of each row, first the check, then the weights, low bytes first.
    lanes: Vec<u64>,
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
    const LANES: usize = if (L + 1).div_ceil(LANE) < MAX_LANES {
        (L + 1).div_ceil(LANE)
    } else {
        MAX_LANES
    };

    /// A table of these rows; cut to the largest power of two that there are rows for. No rows give a table of zeros.
    pub fn new(rows: impl IntoIterator<Item = Row<L>>, scale: f32) -> Self {
        let mut lanes = Vec::new();
        for row in rows {
            let byte = |at: usize| match at {
                0 => row.check,
                _ => row.weights.get(at - 1).map_or(0, |&w| w as u8),
            };
            lanes.extend((0..Self::LANES).map(|lane| {
                u64::from_le_bytes(std::array::from_fn(|n| byte(lane * LANE + n)))
            }));
        }
        Self::laid_out(lanes, scale)
    }

    /// A table from its checks and, for each label in order, the weights of all rows, as they lie in a file: `columns` is
    /// `1 + L` times as many bytes as there are rows.
    pub fn from_columns(columns: &[u8], scale: f32) -> Self {
        let size = columns.len() / (L + 1);
        let column = |at: usize| columns.get(at * size..(at + 1) * size).unwrap_or_default();
        let mut lanes = vec![0u64; size * Self::LANES];
        for lane in 0..Self::LANES {
            // Eight columns are read side by side: each row is then written once.
            let bytes: [&[u8]; LANE] = std::array::from_fn(|n| match lane * LANE + n {
                at if at <= L => column(at),
                _ => &[],
            });
            let own = lanes.iter_mut().skip(lane).step_by(Self::LANES);
            for (row, out) in own.enumerate() {
                *out = u64::from_le_bytes(bytes.map(|b| b.get(row).copied().unwrap_or_default()));
            }
        }
        Self::laid_out(lanes, scale)
    }

    fn laid_out(mut lanes: Vec<u64>, scale: f32) -> Self {
        if lanes.is_empty() {
            lanes.resize(Self::LANES, 0);
        }
        let size = 1usize << (lanes.len() / Self::LANES).ilog2();
        lanes.truncate(size * Self::LANES);
        lanes.shrink_to_fit();
        let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
        Table { lanes, scale, mask }
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
        self.lanes.len() / Self::LANES
    }

    /// Whether no feature owns a row.
    pub fn is_empty(&self) -> bool {
        self.lanes
            .iter()
            .step_by(Self::LANES)
            .all(|&l| l as u8 == 0)
    }

    /// The stored rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<L>> + '_ {
        self.lanes.chunks_exact(Self::LANES).map(|lanes| Row {
            check: lanes[0] as u8,
            weights: std::array::from_fn(|l| {
                let at = l + 1;
                lanes
                    .get(at / LANE)
                    .map_or(0, |lane| (lane >> (at % LANE * 8)) as i8)
            }),
        })
    }

    /// Sum of the features' rows.
    pub fn sum(&self, features: &[u32]) -> [i32; L] {
        let mut sum = [[0i32; LANE]; MAX_LANES];
        for batch in features.chunks(BATCH) {
            // Four sixteen-bit sums each.
            let (mut even, mut odd) = ([0u64; MAX_LANES], [0u64; MAX_LANES]);
            let mut owned = 0u64;
            for &f in batch {
                let row = (f & self.mask) as usize * Self::LANES;
                let lanes = &self.lanes[row..row + Self::LANES];
                let own = u64::from(lanes[0] as u8 == check(f)).wrapping_neg();
                owned += own & 1;
                for (lane, weights) in lanes.iter().enumerate() {
                    let weights = (weights ^ BIAS) & own;
                    even[lane] += weights & EVEN;
                    odd[lane] += (weights >> 8) & EVEN;
                }
            }
            let bias = owned as i32 * 128;
            for (lane, sum) in sum.iter_mut().enumerate().take(Self::LANES) {
                for (l, sum) in sum.iter_mut().enumerate() {
                    let half = if l % 2 == 0 { even } else { odd };
                    *sum += i32::from((half[lane] >> (l / 2 * 16)) as u16) - bias;
                }
            }
        }
        std::array::from_fn(|l| sum[(l + 1) / LANE][(l + 1) % LANE])
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
            let mut columns: Vec<u8> = all[..256].iter().map(|r| r.check).collect();
            (0..L).for_each(|l| columns.extend(all[..256].iter().map(|r| r.weights[l] as u8)));
            let read = Table::<L>::from_columns(&columns, 0.5);
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
