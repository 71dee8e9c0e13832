//! Whether the figures and names of two alike texts speak of one story or of two cast in one form. It compares no wording.

use super::fingerprint::MAX_FACTS;
use super::packed::CONTEXT_BITS;
use super::packed::Text;
use super::params::FactRules;

const HOUR: i64 = 3_600_000;

/// What two texts say of one kind of fact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Distinct facts that stand in both.
    pub shared: usize,
    /// Distinct facts of the text that has fewer.
    pub fewer: usize,
    /// Distinct facts of the text that has more.
    pub more: usize,
    /// Facts of one for which the other has another fact in the same context. A fact that one text merely lacks is none:
    /// cuts lack facts, and a notice below the story brings its own.
    pub contradicted: usize,
}

impl Agreement {
    /// Of two lists as a fingerprint packs them.
    fn of_facts(a: &[u32], b: &[u32]) -> Agreement {
        let (a, b) = comparable(a, b);
        let (of_a, of_b) = (values(a), values(b));
        let shared = shared(&of_a, &of_b);
        Agreement {
            shared,
            fewer: of_a.len().min(of_b.len()),
            more: of_a.len().max(of_b.len()),
            contradicted: self::shared(&own(a, b), &own(b, a)),
        }
    }

    /// Of two ascending lists without contexts: what is not shared is contradicted.
    fn of_words(a: &[u16], b: &[u16]) -> Agreement {
        let (shared, fewer) = (shared(a, b), a.len().min(b.len()));
        Agreement {
            shared,
            fewer,
            more: a.len().max(b.len()),
            contradicted: fewer - shared,
        }
    }

    /// The same where a fact that the text with fewer does not share counts as contradicted.
    fn strict(self) -> Agreement {
        Agreement {
            contradicted: self
                .contradicted
                .max(self.fewer.saturating_sub(self.shared)),
            ..self
        }
    }

    /// Both kinds taken as one.
    fn and(self, other: Agreement) -> Agreement {
        Agreement {
            shared: self.shared + other.shared,
            fewer: self.fewer + other.fewer,
            more: self.more + other.more,
            contradicted: self.contradicted + other.contradicted,
        }
    }

    /// The share of the fewer that is shared; `None` when one text has none.
    pub fn share(&self) -> Option<f64> {
        (self.fewer > 0).then(|| self.shared as f64 / self.fewer as f64)
    }

    /// Facts that speak for or against a copy.
    fn weighed(&self) -> usize {
        self.shared + self.contradicted
    }

    /// The share of the weighed facts that is shared; `None` when there are none.
    fn held(&self) -> Option<f64> {
        (self.weighed() > 0).then(|| self.shared as f64 / self.weighed() as f64)
    }

    /// The share of all facts of both that is shared; 1 when there are none.
    fn jaccard(&self) -> f64 {
        match self.fewer + self.more - self.shared {
            0 => 1.0,
            all => self.shared as f64 / all as f64,
        }
    }
}

/// What else is known of a pair whose facts are weighed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Doubt {
    /// One outlet's, under one headline: the next of a series is as likely as the same again.
    pub series: bool,
    /// One stands in the other as a whole, with its figures.
    pub whole: bool,
    /// The figures of one that are no notice's stand in the other in the same words.
    pub in_place: bool,
}

/// The facts of a pair of texts, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    pub figures: Agreement,
    pub names: Agreement,
    pub title: Agreement,
    short: bool,
    hours_apart: i64,
}

impl Facts {
    pub(super) fn of(a: &Text, b: &Text, millis_apart: i64, rules: &FactRules) -> Facts {
        let figures = Agreement::of_facts(&a.figures, &b.figures);
        let names = Agreement::of_facts(&a.names, &b.names);
        let words = a.words.min(b.words) as usize;
        Facts {
            figures,
            names,
            title: Agreement::of_words(&a.title, &b.title),
            short: words < rules.short_words || figures.fewer + names.fewer < rules.few_facts,
            hours_apart: millis_apart.saturating_abs() / HOUR,
        }
    }

    /// Figures and names that stand in both texts.
    pub(super) fn shared(&self) -> usize {
        self.figures.shared + self.names.shared
    }

    /// Figures and names that contradict.
    pub(super) fn contradicted(&self) -> usize {
        self.figures.contradicted + self.names.contradicted
    }

    /// Whether both have enough names, and most are not the other's.
    pub(super) fn names_apart(&self, rules: &FactRules) -> bool {
        self.names.fewer >= rules.names_from
            && (self.names.shared as f64) < rules.names_share * self.names.fewer as f64
    }

    /// Whether nearly all the names of the one with fewer are the other's.
    pub(super) fn names_vouch(&self, rules: &FactRules) -> bool {
        self.names
            .share()
            .is_some_and(|share| share >= rules.names_vouch)
    }

    /// Why these are two stories, or `None` when nothing speaks against one.
    pub(super) fn veto(&self, rules: &FactRules, doubt: Doubt) -> Option<&'static str> {
        let (mut figures, mut names) = (self.figures, self.names);
        let series = doubt.series && self.hours_apart > rules.series_hours;
        if doubt.whole && self.contradicted() == 0 && !series {
            return None;
        }
        if self.short {
            figures = figures.strict();
            names = names.strict().and(self.title.strict());
        }
        let disagree = |figures: &Agreement, names: &Agreement| {
            let weighed = figures.weighed() + names.weighed();
            ((figures.shared + names.shared) as f64) < rules.joint * weighed as f64
        };
        // One form has one headline too, which must not outvote what stands below it.
        let body = figures.and(self.names.strict());
        let forms = self.short
            && body.weighed() >= rules.few_facts
            && disagree(&figures, &self.names.strict());
        if forms || disagree(&figures, &names) {
            return Some("their figures and names disagree");
        }
        let shared = figures.shared + names.shared;
        let all = figures.fewer + names.fewer;
        if (shared as f64) < rules.joint_of_all * all as f64 {
            return Some("they have few figures and names in common");
        }
        let figure_share = figures.held()?;
        let share_of_all = figures.share().unwrap_or(1.0).min(figure_share);
        // A script without capitals has no names here; then names can vouch for nothing.
        let name_share = self.names.held().unwrap_or(0.0);
        // Names of one story and hardly a figure that contradicts: the others were cut, damaged, or stand in a notice.
        let named = self.names.shared >= rules.many
            && name_share >= rules.names_vouch
            && 2 * figures.contradicted < figures.shared;
        let share_of_all = if doubt.whole || doubt.in_place || named {
            figure_share
        } else {
            share_of_all
        };
        if figures.fewer >= rules.many && share_of_all < rules.many_share {
            return Some("most of their figures differ");
        }
        if figures.fewer >= rules.some
            && share_of_all < rules.some_share
            && name_share < rules.names_vouch
        {
            return Some("nearly all their figures differ");
        }
        let few = figures.weighed().min(self.names.weighed());
        if few > 0
            && figures.weighed() + self.names.weighed() >= 2 * rules.some
            && figure_share.max(name_share) < rules.both_share
        {
            return Some("figures and names contradict");
        }
        if figures.shared == 0 && (self.short || name_share < rules.names_vouch_for_none) {
            return Some("none of their figures agree");
        }
        if self.short && figure_share < rules.short_share {
            return Some("they are short and their figures differ");
        }
        if self.hours_apart > rules.late_hours || series {
            let too_few = if self.short {
                figures.jaccard() < rules.late_short_jaccard
            } else {
                figure_share < rules.late_share
            };
            if too_few {
                return Some("they are days apart or of one series, and figures differ");
            }
        }
        if self.hours_apart > rules.very_late_hours && figures.contradicted > 0 {
            return Some("they are weeks apart and a figure differs");
        }
        None
    }
}

/// Packed facts: the value in the upper half, the context in the lower.
fn value(fact: u32) -> u32 {
    fact >> CONTEXT_BITS
}

fn values(facts: &[u32]) -> Vec<u32> {
    let mut values: Vec<u32> = facts.iter().map(|&f| value(f)).collect();
    values.dedup();
    values
}

/// The parts of both lists that were kept of both: a list at its bound holds no value above its last.
fn comparable<'a>(a: &'a [u32], b: &'a [u32]) -> (&'a [u32], &'a [u32]) {
    let top = |list: &[u32]| match list.last() {
        Some(&last) if list.len() >= MAX_FACTS => value(last),
        _ => u32::MAX,
    };
    let top = top(a).min(top(b));
    let kept = |list: &'a [u32]| &list[..list.partition_point(|&f| value(f) <= top)];
    (kept(a), kept(b))
}

/// The contexts, ascending, of the facts that the other text does not state in that context.
fn own(facts: &[u32], other: &[u32]) -> Vec<u32> {
    let only_here = facts.iter().filter(|f| other.binary_search(f).is_err());
    let mut contexts: Vec<u32> = only_here.map(|f| f & ((1 << CONTEXT_BITS) - 1)).collect();
    contexts.sort_unstable();
    contexts
}

/// Elements that two ascending lists have in common, one for one.
fn shared<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        shared += usize::from(x == y);
        (i, j) = (i + usize::from(x <= y), j + usize::from(y <= x));
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::fingerprint::Fingerprint;
    use crate::dedup::packed::Packed;
    use crate::model::Paragraph;
    use crate::model::Story;

    fn print(title: &str, body: &str) -> Text {
        let print = Fingerprint::of(&Story {
            title: title.to_owned(),
            body: vec![Paragraph::text(body)],
            ..Story::default()
        });
        Packed::of(&print).unpack(print.words())
    }

    /// Shared, fewer, more, contradicted.
    fn counts(a: Agreement) -> [usize; 4] {
        [a.shared, a.fewer, a.more, a.contradicted]
    }

    #[test]
    fn a_missing_fact_is_no_contradiction() {
        let full = "the toll rose to 19 on Monday, said Inga Solheim of Halvik, and 40 were hurt";
        for (other, figures, names) in [
            (full, [2, 2, 2, 0], [4, 4, 4, 0]),
            ("the toll rose to 19 on Monday", [1, 1, 2, 0], [1, 1, 4, 0]),
            ("the toll rose to 23 on Monday", [0, 1, 2, 1], [1, 1, 4, 0]),
            (
                "in all 7 ships left for Ulm again",
                [0, 1, 2, 0],
                [0, 1, 4, 0],
            ),
            ("nothing at all", [0, 0, 2, 0], [0, 0, 4, 0]),
        ] {
            let rules = FactRules::default();
            let facts = Facts::of(&print("", full), &print("", other), 0, &rules);
            assert_eq!(counts(facts.figures), figures, "{other}");
            assert_eq!(counts(facts.names), names, "{other}");
        }
    }

    #[test]
    fn days_apart_ask_for_more() {
        let body = |last: &str| {
            let figures = "The 10 boats took 21 crates and 32 nets to 43 traders at 54 crowns, 65 less than usual";
            print(
                "Fish",
                &format!(
                    "{figures}{} and {last} more",
                    ", it was said on the quay".repeat(20)
                ),
            )
        };
        let rules = FactRules::default();
        let veto = |hours: i64, a: &str, b: &str| {
            Facts::of(&body(a), &body(b), hours * HOUR, &rules).veto(&rules, Doubt::default())
        };
        assert_eq!(veto(1, "76", "87"), None);
        assert_eq!(veto(100, "76", "87"), None);
        assert_eq!(veto(300, "76", "76"), None);
        assert!(veto(300, "76", "87").is_some());
    }

    #[test]
    fn texts_beyond_the_bound_are_compared_in_the_part_kept_of_both() {
        let long: Vec<String> = (0..500).map(|i| format!("item {i}")).collect();
        let (whole, half) = (
            print("", &long.join(" ")),
            print("", &long[..250].join(" ")),
        );
        assert_eq!(whole.figures.len(), MAX_FACTS);
        let facts = Facts::of(&whole, &half, 0, &FactRules::default());
        assert_eq!(facts.figures.shared, facts.figures.fewer);
        assert!(facts.figures.fewer > 20);
    }
}
