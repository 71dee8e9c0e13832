//! Whether one story shows that two others, held in different groups, are one. It sees three texts and moves nothing.

use super::compare::Overlap;
use super::compare::Query;
use super::facts::Facts;
use super::fingerprint::Fingerprint;
use super::index::Entry;
use super::index::Index;
use super::outlets::outlet_hash;
use super::packed::Text;
use super::relate::Pair;
use super::relate::Relation;
use super::relate::relate;
use crate::model::StoryId;
use crate::model::Timestamp;

/// Words that the headlines have in common from which the two halves of a story are believed to be halves of one, and not two
/// items under the name of a column.
const HEADLINE_WORDS: usize = 5;

/// A story beside a held one.
struct Compared {
    relation: Relation,
    facts: Facts,
    /// Where the story's shared shingles are.
    places: Vec<u32>,
}

impl Index {
    /// Whether a story with this text shows that `a` and `b`, both held, are one: it is a copy of each, of the same of its
    /// words or under one long headline, and nothing keeps these two apart when they are compared themselves. A story that
    /// only prints both one below the other is no bridge.
    pub fn bridges(
        &self,
        (outlet, time, print): (&str, Timestamp, &Fingerprint),
        a: StoryId,
        b: StoryId,
    ) -> bool {
        let (Some(a), Some(b)) = (self.entry_of(a), self.entry_of(b)) else {
            return false;
        };
        let text = self.text_of(print);
        let query = Query::new(&text);
        let outlet = outlet_hash(outlet);
        let [to_a, to_b] = [a, b].map(|entry| self.beside(&query, outlet, time, entry));
        if [&to_a, &to_b].iter().any(|c| c.relation != Relation::Copy) {
            return false;
        }
        let fewer = to_a.places.len().min(to_b.places.len());
        let in_both = to_a.places.iter();
        let in_both = in_both.filter(|place| to_b.places.binary_search(place).is_ok());
        let same_words = 2 * in_both.count() >= fewer;
        let one_headline = [&to_a, &to_b].iter().all(|c| {
            let title = &c.facts.title;
            title.shared >= HEADLINE_WORDS && title.share() >= Some(self.params.headline_share)
        });
        if !same_words && !one_headline {
            return false;
        }
        let text: Text = a.text.unpack(a.words);
        let direct = self.beside(&Query::new(&text), a.outlet, a.time, b);
        !matches!(direct.relation, Relation::Apart(_)) && direct.facts.contradicted() == 0
    }

    fn beside(&self, query: &Query, outlet: u32, time: Timestamp, entry: &Entry) -> Compared {
        let text = entry.text.unpack(entry.words);
        let (overlap, places): (Overlap, Vec<u32>) = query.against(&text);
        let rules = &self.params.facts;
        let facts = Facts::of(query.text(), &text, time.since(entry.time), rules);
        Compared {
            relation: relate(
                &overlap,
                &facts,
                Pair::of(&overlap, outlet, time, entry),
                &self.params,
            ),
            facts,
            places,
        }
    }
}
