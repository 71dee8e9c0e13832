//! What is remembered of speakers is what the store says, and a glance never denies what a look would find.
#![allow(clippy::unwrap_used)]

use super::recent::RECENT_CLAIMS;
use super::recent::Recent;
use super::recent::Sketch;
use super::tests::Live;
use crate::extract::claim::Nearness;
use crate::extract::claim::Told;
use crate::extract::claim::same_statement;
use crate::model::Act;
use crate::model::QuoteKind;
use crate::model::Timestamp;

/// Words with their other forms, some of them what retelling brings to one.
const FORMS: [&[&str]; 14] = [
    &["we", "he", "they", "she"],
    &["our", "his", "their"],
    &["is", "are", "was", "were", "been"],
    &["has", "have", "had"],
    &["will", "would", "willed"],
    &["can", "could", "canned"],
    &["close", "closed", "closes", "closing"],
    &["negotiation", "negotiations", "negotiated"],
    &["harbour", "harbours", "harbored"],
    &["minister", "ministers", "ministry"],
    &["before", "earlier", "after"],
    &["twelve", "12", "hundred"],
    &["agreement", "agreements", "agreed"],
    &["yesterday", "residents", "resident"],
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    /// Which words, by their places in [`FORMS`].
    fn sentence(&mut self) -> Vec<usize> {
        let words = 3 + self.below(14);
        (0..words).map(|_| self.below(FORMS.len())).collect()
    }

    /// These words told once more: some in another form, some left out, some added at the end.
    fn told(&mut self, sentence: &[usize]) -> String {
        let (changed, left_out) = (1 + self.below(12), 2 + self.below(20));
        let mut words = Vec::new();
        for &word in sentence {
            if self.below(left_out) == 1 {
                continue;
            }
            let forms = FORMS[word];
            let form = if self.below(changed) == 0 {
                self.below(forms.len())
            } else {
                0
            };
            words.push(forms[form]);
        }
        for _ in 0..self.below(4) * self.below(3) {
            words.push(FORMS[self.below(FORMS.len())][0]);
        }
        words.join(" ")
    }
}

#[test]
fn a_glance_never_denies_the_same_statement() {
    let mut dice = Dice(20_261_123);
    let kinds = [QuoteKind::Direct, QuoteKind::Indirect, QuoteKind::Mixed];
    let (mut same, mut denied) = (0, 0);
    for _ in 0..4_000 {
        let sentence = dice.sentence();
        let other = if dice.below(6) == 0 {
            dice.sentence()
        } else {
            sentence.clone()
        };
        let (a, b) = (dice.told(&sentence), dice.told(&other));
        for near in [Nearness::CopyGroup, Nearness::SameDays, Nearness::Elsewhere] {
            let (of_a, of_b) = (kinds[dice.below(3)], kinds[dice.below(3)]);
            let told = |text, kind| Told { text, kind };
            let is = same_statement(told(&a, of_a), told(&b, of_b), near);
            let may = Sketch::of(&a).may_be(of_a, (&Sketch::of(&b), of_b), near);
            assert!(may || !is, "{a} / {b} / {near:?}");
            same += usize::from(is && near != Nearness::CopyGroup);
            denied += usize::from(!may);
        }
    }
    assert!(same > 300 && denied > 300, "{same} {denied}");
}

#[test]
fn what_is_remembered_is_what_the_store_says() {
    let mut live = Live::new();
    let mut dice = Dice(7);
    let speakers = ["Oda Lund", "Per Holm", "Ada Brask"];
    let told = |recent: &Recent, live: &Live| {
        let rows = live.store.speakers().map(Result::unwrap);
        let of = |id| recent.claims(&live.store, id).unwrap();
        let known = rows.map(|row| (row.id, of(row.id)));
        let known = known.map(|(id, claims)| {
            let claims = claims
                .iter()
                .map(|claim| (claim.id, claim.last_seen, claim.told()));
            (id, claims.collect::<Vec<_>>())
        });
        known.collect::<Vec<_>>()
    };
    let mut most = 0;
    for n in 0..90 {
        if dice.below(5) == 0 {
            // Seen late, published early.
            live.clock -= 40_000;
        }
        // Every third is another outlet's story with a claim that may be known.
        let of = if n % 3 == 2 { dice.below(n) } else { n };
        let who = speakers[of % 2 + usize::from(of % 11 == 0)];
        let extended = if n % 3 == 2 {
            " and the quay with it"
        } else {
            ""
        };
        let text = format!(
            "Basin {n} at Varde was drained on Monday to look for the chain of lamp {} in its mud.\n\n\
             “Gate {of} of the basin stays shut for {} days because its hinge is worn{extended},” said {who}.\n\n\
             The dredger of the board lies at berth {} until then, with {} tonnes in it.",
            n * 7,
            of * 3 + 2,
            n * 11 + 1,
            n * 13 + 5
        );
        live.text(&format!("paper{n}"), &format!("Basin {n} drained"), &text);
        let (kept, fresh) = (
            told(&live.applier.recent, &live),
            told(&Recent::default(), &live),
        );
        assert_eq!(kept, fresh, "after story {n}");
        most = most.max(
            kept.iter()
                .map(|(_, claims)| claims.len())
                .max()
                .unwrap_or(0),
        );
    }
    assert_eq!(most, RECENT_CLAIMS, "some said more than is kept");
    let ids: Vec<_> = live.store.speakers().map(|row| row.unwrap().id).collect();
    let merged = live.decide(Act::MergeSpeakers {
        from: ids[0],
        from_name: String::new(),
        into: ids[1],
        into_name: String::new(),
    });
    assert!(merged.claims > 0);
    assert_eq!(
        told(&live.applier.recent, &live),
        told(&Recent::default(), &live)
    );
    live.clock = Timestamp::from_secs(1_773_000_000).millis() / 1_000;
    live.text("late", "Late", "“The lamp was found in the mud of the basin at Varde,” said Oda Lund, who leads the search.");
    assert_eq!(
        told(&live.applier.recent, &live),
        told(&Recent::default(), &live)
    );
}
