//! From the judge's score to the probability of being right: a rising line through a few points, fitted on text that the
//! taggers had not seen. Where scores come from must not be known here.

/// Most points of a line; more fit the noise.
pub const MAX_POINTS: usize = 32;

/// A rising line through points `(said, was)`; no points leave every score as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    points: Vec<(f32, f32)>,
}

impl Calibration {
    /// Through these points, in order; what does not rise is dropped.
    pub fn new(points: impl IntoIterator<Item = (f32, f32)>) -> Self {
        let mut kept: Vec<(f32, f32)> = Vec::new();
        for (said, was) in points.into_iter().take(MAX_POINTS) {
            let rises = kept.last().is_none_or(|&(s, w)| said > s && was >= w);
            if rises && (0.0..=1.0).contains(&said) && (0.0..=1.0).contains(&was) {
                kept.push((said, was));
            }
        }
        Calibration { points: kept }
    }

    /// Fitted to scores and whether each was right: the mean of each of `bins` equal shares of the cases, made to rise by
    /// pooling neighbours that do not (Ayer et al. 1955).
    pub fn fit(cases: &[(f32, bool)], bins: usize) -> Self {
        let mut sorted = cases.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let bins = bins.clamp(1, MAX_POINTS);
        let mut pools: Vec<(f64, f64, f64)> = Vec::new();
        for bin in 0..bins {
            let of = |n: usize| n * sorted.len() / bins;
            let part = &sorted[of(bin)..of(bin + 1)];
            if part.is_empty() {
                continue;
            }
            let said = part.iter().map(|c| f64::from(c.0)).sum();
            let was = part.iter().filter(|c| c.1).count() as f64;
            let mut pool: (f64, f64, f64) = (part.len() as f64, said, was);
            while let Some(&last) = pools.last() {
                if last.2 / last.0 < pool.2 / pool.0 {
                    break;
                }
                pools.pop();
                pool = (last.0 + pool.0, last.1 + pool.1, last.2 + pool.2);
            }
            pools.push(pool);
        }
        Calibration::new(
            pools
                .into_iter()
                .map(|(n, said, was)| ((said / n) as f32, (was / n) as f32)),
        )
    }

    /// The points of the line.
    pub fn points(&self) -> &[(f32, f32)] {
        &self.points
    }

    /// The probability for a score; beyond the first and last points the line goes on to 0 and 1.
    pub fn at(&self, score: f32) -> f32 {
        if self.points.is_empty() {
            return score;
        }
        let after = self.points.partition_point(|p| p.0 <= score);
        let from = match after {
            0 => (0.0, 0.0),
            n => self.points[n - 1],
        };
        let to = self.points.get(after).copied().unwrap_or((1.0, 1.0));
        let share = (score - from.0) / (to.0 - from.0).max(1e-6);
        (from.1 + share * (to.1 - from.1)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_points_rises_from_nought_to_one() {
        let c = Calibration::new([(0.5, 0.4), (0.4, 0.9), (0.8, 0.7), (0.9, 0.6)]);
        assert_eq!(c.points(), [(0.5, 0.4), (0.8, 0.7)]);
        for (score, expect) in [
            (0.0, 0.0),
            (0.25, 0.2),
            (0.5, 0.4),
            (0.65, 0.55),
            (0.8, 0.7),
            (0.9, 0.85),
            (1.0, 1.0),
        ] {
            assert!((c.at(score) - expect).abs() < 1e-5, "{score}");
        }
        assert_eq!(Calibration::default().at(0.3), 0.3);
    }

    #[test]
    fn what_was_said_too_boldly_is_corrected_and_never_falls() {
        // Said 0.9 and right in six of ten; said 0.3 and right in one of ten; said 0.6 and never right.
        let share = |said: f32, right: usize| (0..10).map(move |n| (said, n < right));
        let cases: Vec<_> = share(0.9, 6)
            .chain(share(0.3, 1))
            .chain(share(0.6, 0))
            .collect();
        let c = Calibration::fit(&cases, 3);
        assert_eq!(c.points().len(), 2);
        assert!((c.at(0.9) - 0.6).abs() < 1e-5);
        assert!((c.at(0.45) - 0.05).abs() < 1e-5);
        let values: Vec<f32> = (0..=100).map(|n| c.at(n as f32 / 100.0)).collect();
        assert!(values.is_sorted());
        assert_eq!(Calibration::fit(&[], 8), Calibration::default());
    }
}
