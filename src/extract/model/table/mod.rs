//! A hashed table of weights in eight bits. A feature's low bits choose its row and its high bits must match the row's check,
//! so that a feature that training never kept scores nothing instead of a stranger's weights. Sums are taken in whole
//! numbers, so that they are the same on every machine. What features and labels mean must not be known here.

use std::sync::Arc;

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
    /// Of each row, first the check, then the weights, low bytes first. Rows of another table may stand between.
    lanes: Arc<Vec<u64>>,
    /// Lanes from one row to the next.
    stride: usize,
    /// Lanes before the first row.
    offset: usize,
    /// Where each row lies, if rows of nobody are left out.
    index: Option<Arc<Index>>,
    /// What one unit of a stored weight is worth.
    pub scale: f32,
    mask: u32,
}

/// Which rows are stored, one after the other; the first is the row of nobody.
struct Index {
    /// For each sixty-four rows, a bit for each that is stored, and how many are stored before.
    blocks: Vec<(u64, u32)>,
}

impl Index {
    /// The number of a row among those stored; 0 for a row that is not.
    #[inline(always)]
    fn number(&self, row: usize) -> usize {
        let (stored, before) = self.blocks[row / 64];
        let bit = 1u64 << (row % 64);
        let number = before + (stored & (bit - 1)).count_ones() + 1;
        number as usize * usize::from(stored & bit != 0)
    }
}

/// Sixteen-bit sums of one lane.
#[derive(Clone, Copy, Default)]
struct Sums {
    even: u64,
    odd: u64,
}

impl Sums {
    /// Adds a lane of weights, or nothing where no bit of `own` is set.
    #[inline(always)]
    fn add(&mut self, weights: u64, own: u64) {
        let weights = (weights ^ BIAS) & own;
        self.even += weights & EVEN;
        self.odd += (weights >> 8) & EVEN;
    }

    /// The sums of `owned` lanes, byte by byte.
    fn widened(self, owned: u64) -> [i32; LANE] {
        let bias = owned as i32 * 128;
        std::array::from_fn(|l| {
            let half = if l % 2 == 0 { self.even } else { self.odd };
            i32::from((half >> (l / 2 * 16)) as u16) - bias
        })
    }
}

/// All bits where the row that begins with this lane is the feature's, else none.
#[inline(always)]
fn own(lane: u64, feature: u32) -> u64 {
    u64::from(lane as u8 == check(feature)).wrapping_neg()
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
            lanes
                .extend((0..Self::LANES).map(|lane| {
                    u64::from_le_bytes(std::array::from_fn(|n| byte(lane * LANE + n)))
                }));
        }
        Self::laid_out(lanes, scale)
    }

    /// A table of `size` rows from its checks and, for each label in order, the weights of all rows, as they lie in a file:
    /// `columns(n)` gives the next `n` of them, one after the other.
    pub fn from_columns<E>(
        size: usize,
        scale: f32,
        columns: impl FnMut(usize) -> Result<Vec<u8>, E>,
    ) -> Result<Self, E> {
        let mut lanes = vec![0; size * Self::LANES];
        Self::fill(&mut lanes, Self::LANES, 0, size, columns)?;
        Ok(Self::laid_out(lanes, scale))
    }

    /// Writes rows into `lanes`, each `stride` lanes after the one before. Eight columns are read side by side, so that each
    /// row is written once.
    fn fill<E>(
        lanes: &mut [u64],
        stride: usize,
        offset: usize,
        size: usize,
        mut columns: impl FnMut(usize) -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        for lane in 0..Self::LANES {
            let n = LANE.min(L + 1 - lane * LANE);
            let read = columns(n)?;
            let none = vec![0; size];
            // All of one length, so that the loop need not ask.
            let bytes: [&[u8]; LANE] = std::array::from_fn(|at| {
                let column = read.get(at * size..(at + 1) * size);
                &column.filter(|_| at < n).unwrap_or(&none)[..size]
            });
            let own = lanes.iter_mut().skip(offset + lane).step_by(stride);
            for (row, out) in (0..size).zip(own) {
                *out = u64::from_le_bytes(bytes.map(|b| b[row]));
            }
        }
        Ok(())
    }

    fn laid_out(mut lanes: Vec<u64>, scale: f32) -> Self {
        if lanes.is_empty() {
            lanes.resize(Self::LANES, 0);
        }
        let size = 1usize << (lanes.len() / Self::LANES).ilog2();
        lanes.truncate(size * Self::LANES);
        lanes.shrink_to_fit();
        let mask = u32::try_from(size - 1).unwrap_or(u32::MAX);
        Table {
            lanes: Arc::new(lanes),
            stride: Self::LANES,
            offset: 0,
            index: None,
            scale,
            mask,
        }
    }

    /// Leaves rows of nobody out of memory: worth it for long rows of which most are nobody's.
    pub fn dense(&mut self) {
        let mut blocks = vec![(0u64, 0u32); self.len().div_ceil(64)];
        let mut lanes = vec![0; Self::LANES];
        for row in 0..self.len() {
            if row % 64 == 0 {
                blocks[row / 64].1 = (lanes.len() / Self::LANES - 1) as u32;
            }
            if self.row(row)[0] as u8 != 0 {
                blocks[row / 64].0 |= 1 << (row % 64);
                lanes.extend_from_slice(self.row(row));
            }
        }
        lanes.shrink_to_fit();
        self.lanes = Arc::new(lanes);
        (self.stride, self.offset) = (Self::LANES, 0);
        self.index = Some(Arc::new(Index { blocks }));
    }

    /// Lays the rows of two tables side by side, so that a feature that is looked up in both waits for memory once. Tables of
    /// different sizes stay as they are.
    pub fn beside<const M: usize>(&mut self, other: &mut Table<M>) {
        if self.len() != other.len() {
            return;
        }
        let stride = Self::LANES + Table::<M>::LANES;
        let mut lanes = Vec::with_capacity(self.len() * stride);
        for row in 0..self.len() {
            lanes.extend_from_slice(self.row(row));
            lanes.extend_from_slice(other.row(row));
        }
        let lanes = Arc::new(lanes);
        (self.lanes, self.stride, self.offset) = (Arc::clone(&lanes), stride, 0);
        (other.lanes, other.stride, other.offset) = (lanes, stride, Self::LANES);
        (self.index, other.index) = (None, None);
    }

    #[inline(always)]
    fn row(&self, row: usize) -> &[u64] {
        let row = self.index.as_ref().map_or(row, |index| index.number(row));
        let at = row * self.stride + self.offset;
        &self.lanes[at..at + Self::LANES]
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
        self.mask as usize + 1
    }

    /// Whether no feature owns a row.
    pub fn is_empty(&self) -> bool {
        (0..self.len()).all(|row| self.row(row)[0] as u8 == 0)
    }

    /// The stored rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<L>> + '_ {
        (0..self.len()).map(|row| {
            let lanes = self.row(row);
            let byte = |at: usize| {
                let lane = lanes.get(at / LANE);
                lane.map_or(0, |lane| (lane >> (at % LANE * 8)) as u8)
            };
            Row {
                check: byte(0),
                weights: std::array::from_fn(|l| byte(l + 1) as i8),
            }
        })
    }

    /// Sum of the features' rows.
    pub fn sum(&self, features: &[u32]) -> [i32; L] {
        let mut sum = [0i32; L];
        for batch in features.chunks(BATCH) {
            let mut sums = [Sums::default(); MAX_LANES];
            let mut owned = 0u64;
            touch(batch, |f| self.row((f & self.mask) as usize)[0]);
            for &f in batch {
                let lanes = self.row((f & self.mask) as usize);
                let own = own(lanes[0], f);
                owned = owned.wrapping_sub(own);
                for (sum, weights) in sums.iter_mut().zip(lanes) {
                    sum.add(*weights, own);
                }
            }
            widen(&mut sum, &sums, owned);
        }
        sum
    }

    /// [`Table::sum`] of the same features in this table and in another. Fast where the two lie side by side and have at most
    /// seven labels each.
    pub fn sum_both<const M: usize>(
        &self,
        other: &Table<M>,
        features: &[u32],
    ) -> ([i32; L], [i32; M]) {
        let short = Self::LANES == 1 && Table::<M>::LANES == 1;
        if !short || !Arc::ptr_eq(&self.lanes, &other.lanes) {
            return (self.sum(features), other.sum(features));
        }
        let (mut a, mut b) = ([0; L], [0; M]);
        let (pairs, _) = self.lanes.as_chunks::<2>();
        for batch in features.chunks(BATCH) {
            let mut sums = [Sums::default(); 2];
            let mut owned = [0u64; 2];
            touch(batch, |f| pairs[(f & self.mask) as usize][0]);
            for &f in batch {
                let lanes = pairs[(f & self.mask) as usize];
                for (k, lane) in lanes.into_iter().enumerate() {
                    let own = own(lane, f);
                    sums[k].add(lane, own);
                    owned[k] = owned[k].wrapping_sub(own);
                }
            }
            widen(&mut a, &sums[..1], owned[0]);
            widen(&mut b, &sums[1..], owned[1]);
        }
        (a, b)
    }

    /// Score of each label.
    pub fn scores(&self, features: &[u32]) -> [f32; L] {
        self.scaled(self.sum(features))
    }

    /// Scores from sums.
    pub fn scaled(&self, sum: [i32; L]) -> [f32; L] {
        sum.map(|s| s as f32 * self.scale)
    }
}

/// Asks memory for the first lane of each feature's row, before any is summed: a processor looks ahead by instructions, and
/// in so short a loop it sees many more rows at once than while it adds. Saves a tenth of an extraction.
#[inline(always)]
fn touch(features: &[u32], lane: impl Fn(u32) -> u64) {
    std::hint::black_box(features.iter().fold(0, |all, &f| all ^ lane(f)));
}

/// Adds the sums of `owned` rows; the first byte of the first lane is the check.
fn widen<const L: usize>(sum: &mut [i32; L], sums: &[Sums], owned: u64) {
    for (lane, sums) in sums.iter().enumerate() {
        for (l, part) in sums.widened(owned).into_iter().enumerate() {
            if let Some(sum) = (lane * LANE + l)
                .checked_sub(1)
                .and_then(|l| sum.get_mut(l))
            {
                *sum += part;
            }
        }
    }
}

#[cfg(test)]
mod tests;
