//! Figures with their intervals, as a table and as JSON. Counting must not be known here.

use crate::cli::style;
use crate::cli::style::Look;
use crate::cli::table;
use crate::cli::table::Cell;
use crate::cli::table::Column;
use crate::extract::model::reliability::Bin;
use crate::extract::model::reliability::Reliability;
use crate::extract::model::score;
use crate::extract::model::score::Counts;
use crate::extract::model::score::FIGURES;
use serde::Serialize;
use std::collections::BTreeMap;

/// The figures of one choice of attributions.
pub struct Section {
    name: &'static str,
    figures: Vec<(&'static str, Figure)>,
}

/// One figure, in percent with two decimals.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Figure {
    #[serde(rename = "P")]
    p: f64,
    #[serde(rename = "R")]
    r: f64,
    #[serde(rename = "F")]
    f: f64,
    /// The 95 % interval of F.
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<[f64; 2]>,
    /// How many were predicted.
    predicted: f64,
    /// How many there are.
    gold: f64,
}

impl Section {
    /// From the counts of every document; `rounds` of resampling, none for no intervals.
    pub fn new(name: &'static str, texts: &[Counts], rounds: usize, seed: u64) -> Section {
        let total = score::total(texts);
        let intervals = (rounds > 0).then(|| score::intervals(texts, rounds, seed));
        let percent = |x: f64| (10_000.0 * x).round() / 100.0;
        let figure = |n: usize| {
            let [p, r, f] = score::prf(&total[n]).map(percent);
            Figure {
                p,
                r,
                f,
                interval: intervals.map(|i| [percent(i[n].0), percent(i[n].1)]),
                predicted: (total[n][1] * 100.0).round() / 100.0,
                gold: (total[n][3] * 100.0).round() / 100.0,
            }
        };
        Section {
            name,
            figures: FIGURES
                .iter()
                .enumerate()
                .map(|(n, name)| (*name, figure(n)))
                .collect(),
        }
    }
}

/// Everything, for programs.
#[derive(Serialize)]
pub struct Report<'a> {
    by: &'a str,
    documents: usize,
    confidence: Confidence,
    #[serde(flatten)]
    sections: BTreeMap<&'a str, BTreeMap<&'a str, Figure>>,
}

/// Whether confidence keeps its word.
#[derive(Serialize)]
struct Confidence {
    /// The expected calibration error, 0 to 1.
    error: f64,
    bins: Vec<Told>,
}

/// One bin of confidence that is not empty.
#[derive(Serialize)]
struct Told {
    said: f64,
    was: f64,
    n: f64,
}

impl Confidence {
    fn new(reliability: &Reliability) -> Confidence {
        let round = |x: f64| (1_000.0 * x).round() / 1_000.0;
        let told = |bin: Bin| Told {
            said: round(bin.said),
            was: round(bin.was),
            n: bin.n,
        };
        Confidence {
            error: round(reliability.error()),
            bins: reliability
                .bins()
                .into_iter()
                .filter(|b| b.n > 0.0)
                .map(told)
                .collect(),
        }
    }
}

impl<'a> Report<'a> {
    /// Of these sections.
    pub fn new(
        by: &'a str,
        documents: usize,
        reliability: &Reliability,
        sections: &'a [Section],
    ) -> Report<'a> {
        let figures = |s: &'a Section| (s.name, s.figures.iter().copied().collect());
        Report {
            by,
            documents,
            confidence: Confidence::new(reliability),
            sections: sections.iter().map(figures).collect(),
        }
    }
}

/// Everything, for people.
pub fn table(documents: usize, sections: &[Section], look: Look) -> String {
    const COLUMNS: &[Column] = &[
        Column::up_to("FIGURE", 14),
        Column::up_to("P", 6).right(),
        Column::up_to("R", 6).right(),
        Column::up_to("F1", 6).right(),
        Column::up_to("95 %", 14).right().keep(2),
        Column::up_to("FOUND", 9).right().keep(1),
        Column::up_to("GOLD", 9).right().keep(1),
    ];
    let mut out = String::new();
    for section in sections {
        let rows: Vec<Vec<Cell>> = section
            .figures
            .iter()
            .map(|(name, x)| {
                let interval = x.interval.map_or_else(
                    || "-".to_owned(),
                    |[low, high]| format!("{low:.1} to {high:.1}"),
                );
                vec![
                    Cell::plain(name),
                    Cell::plain(format!("{:.2}", x.p)),
                    Cell::plain(format!("{:.2}", x.r)),
                    Cell::styled(style::STRONG, format!("{:.2}", x.f)),
                    Cell::plain(interval),
                    Cell::plain(format!("{:.1}", x.predicted)),
                    Cell::plain(format!("{:.1}", x.gold)),
                ]
            })
            .collect();
        let documents = style::count(documents as u64, "document", "documents");
        let head = format!("{}, {documents}", section.name);
        if !out.is_empty() {
            out.push('\n');
        }
        out += &look.paint(style::HEADING, &head);
        out.push('\n');
        out += &table::table(COLUMNS, &rows, look);
    }
    out
}

/// Whether confidence keeps its word, for people.
pub fn confidence(reliability: &Reliability, look: Look) -> String {
    const COLUMNS: &[Column] = &[
        Column::up_to("SAID", 6).right(),
        Column::up_to("WAS", 6).right(),
        Column::up_to("FOUND", 9).right(),
    ];
    let told = Confidence::new(reliability);
    let rows: Vec<Vec<Cell>> = told
        .bins
        .iter()
        .map(|bin| {
            vec![
                Cell::plain(format!("{:.2}", bin.said)),
                Cell::plain(format!("{:.2}", bin.was)),
                Cell::plain(format!("{:.0}", bin.n)),
            ]
        })
        .collect();
    let head = format!("confidence, off by {:.3} in the mean", told.error);
    let head = look.paint(style::HEADING, &head);
    format!("{head}\n{}", table::table(COLUMNS, &rows, look))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_as_printed_and_intervals_are_left_out_where_not_wanted() {
        let counts: Counts = [[1.0, 3.0, 1.0, 4.0]; 10];
        let section = [Section::new("all", &[counts; 3], 0, 1)];
        let mut told = Reliability::default();
        told.add(0.94, 1.0);
        told.add(0.96, 0.0);
        let json = serde_json::to_value(Report::new("model", 3, &told, &section)).unwrap();
        assert_eq!(
            json["confidence"],
            serde_json::json!({"error": 0.45, "bins": [{"said": 0.95, "was": 0.5, "n": 2.0}]})
        );
        let text = confidence(&told, Look::plain(100));
        assert!(text.contains("0.95  0.50      2"), "{text}");
        assert_eq!(
            json["all"]["attr_relaxed"],
            serde_json::json!({"P": 33.33, "R": 25.0, "F": 28.57, "predicted": 9.0, "gold": 12.0})
        );
        let section = [Section::new("speech", &[counts; 3], 10, 1)];
        let text = table(3, &section, Look::plain(100));
        assert!(text.starts_with("speech, 3 documents\n"), "{text}");
        assert!(text.contains("28.57  28.6 to 28.6"), "{text}");
    }
}
