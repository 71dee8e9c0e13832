//! Whether confidence keeps its word: how often attributions of each confidence are right. Where confidence comes from must
//! not be known here.

/// Number of bins, of equal width.
pub const BINS: usize = 10;

/// One bin of confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many attributions fall into it.
    pub n: f64,
    /// Their mean confidence.
    pub said: f64,
    /// The share of them that is right.
    pub was: f64,
}

/// Confidence against truth, for many attributions.
#[derive(Clone, Debug, Default)]
pub struct Reliability {
    /// Number, sum of confidence, sum of right.
    sums: [(f64, f64, f64); BINS],
}

impl Reliability {
    /// Adds one attribution that `right` of its annotators bear out (0 to 1).
    pub fn add(&mut self, confidence: f32, right: f64) {
        let at = ((f64::from(confidence) * BINS as f64) as usize).min(BINS - 1);
        let sum = &mut self.sums[at];
        *sum = (sum.0 + 1.0, sum.1 + f64::from(confidence), sum.2 + right);
    }

    /// The bins, from the least confidence to the greatest.
    pub fn bins(&self) -> [Bin; BINS] {
        self.sums.map(|(n, said, was)| Bin {
            n,
            said: said / n.max(1.0),
            was: was / n.max(1.0),
        })
    }

    /// The expected calibration error: the mean distance between said and was, weighed by the bins' sizes.
    pub fn error(&self) -> f64 {
        let all: f64 = self.sums.iter().map(|s| s.0).sum();
        let off: f64 = self.sums.iter().map(|s| (s.1 - s.2).abs()).sum();
        off / all.max(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_and_error() {
        let mut r = Reliability::default();
        for (confidence, right) in [
            (0.95, 1.0),
            (1.0, 1.0),
            (0.92, 0.5),
            (0.5, 1.0),
            (0.55, 0.0),
        ] {
            r.add(confidence, right);
        }
        let bins = r.bins();
        assert_eq!((bins[9].n, bins[5].n, bins[0].n), (3.0, 2.0, 0.0));
        assert!((bins[9].said - 0.956_666).abs() < 1e-4);
        assert!((bins[9].was - 2.5 / 3.0).abs() < 1e-9);
        assert!((r.error() - (0.37 + 0.05) / 5.0).abs() < 1e-6);
        assert_eq!(Reliability::default().error(), 0.0);
    }
}
