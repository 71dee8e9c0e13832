//! What a comparison of two texts makes them: copy, partial reuse or neither. It sees one pair and no index.

use super::compare::Overlap;
use super::facts::Agreement;
use super::facts::Doubt;
use super::facts::Facts;
use super::index::Entry;
use super::params::Params;
use crate::model::Timestamp;

/// What a comparison says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same story.
    Copy,
    /// Two stories with a passage in common, and why they are two.
    Partial(&'static str),
    /// Alike in wording, but the reason given keeps them apart.
    Apart(&'static str),
    /// Too little in common to say more.
    Unlike,
}

/// What is known of a pair beside its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Both are of the same outlet.
    pub one_outlet: bool,
    /// The one of which less is shared, mostly the longer, is the earlier: then the other may be a cut of it, but it does not embed the other.
    pub longer_first: bool,
}

impl Pair {
    /// Of a text that `outlet` published at `time` beside one that is held.
    pub(super) fn of(overlap: &Overlap, outlet: u32, time: Timestamp, held: &Entry) -> Pair {
        Pair {
            one_outlet: held.outlet == outlet,
            longer_first: if overlap.of_this < overlap.of_that {
                time < held.time
            } else {
                held.time <= time
            },
        }
    }
}

/// What two texts are to each other.
pub(super) fn relate(overlap: &Overlap, facts: &Facts, pair: Pair, params: &Params) -> Relation {
    let one_outlet = pair.one_outlet;
    let headlines = Headlines::of(&facts.title, params);
    let below = stands_below(overlap, headlines, params);
    let foot = below && overlap.tail <= params.foot_tail;
    let passage = !foot
        && overlap.passage >= params.shared_for_partial
        && facts.shared() >= params.facts_for_partial;
    let apart = |why| match passage {
        true => Relation::Partial(why),
        false => Relation::Apart(why),
    };
    let edited = overlap.apart < params.edited;
    let wanted = if (headlines == Headlines::Same || edited) && passage {
        params.containment_same_headline
    } else {
        params.containment
    };
    if overlap.containment() < wanted {
        return if passage {
            Relation::Partial("most of it is something else")
        } else {
            Relation::Unlike
        };
    }
    if overlap.shared < params.shared_for_copy {
        return Relation::Apart("that is too little to tell");
    }
    let whole = is_whole(overlap, params);
    let doubt = Doubt {
        series: one_outlet && headlines == Headlines::Same,
        whole,
        in_place: overlap.figures_of >= params.facts.many
            && overlap.figures as f64 >= params.whole * overlap.figures_of as f64,
    };
    if let Some(why) = facts.veto(&params.facts, doubt) {
        let embeds = passage && facts.contradicted() == 0 && overlap.coverage() < params.mostly;
        return if embeds {
            Relation::Partial(why)
        } else {
            Relation::Apart(why)
        };
    }
    if one_outlet && headlines == Headlines::Different {
        if facts.title.shared == 0 && facts.shared() < params.facts.few_facts {
            return Relation::Apart("one outlet prints it under two headlines: a notice");
        }
        if !whole && !facts.names_vouch(&params.facts) {
            return apart("one outlet prints it under two headlines, with a story of its own each");
        }
    }
    let apart_from = match headlines {
        Headlines::Same => params.apart_same_headline,
        _ => params.apart,
    };
    if overlap.apart >= apart_from {
        return apart("each tells most of it in sentences of its own");
    }
    let own_share = match headlines {
        Headlines::Same => params.own_containment / 2.0,
        _ => params.own_containment,
    };
    if overlap.own_of >= params.own_words && overlap.own < own_share && !edited {
        return apart("they quote the same words and say the rest in their own");
    }
    if below {
        return apart("each opens with a story of its own");
    }
    if is_embedded(overlap, headlines, pair, params) {
        return apart("the longer one is about more");
    }
    let strangers = headlines == Headlines::Different && !whole;
    if strangers && facts.names_apart(&params.facts) {
        return apart("each has names of its own");
    }
    Relation::Copy
}

/// Whether one text stands in the other as a whole, its figures included: then what the other has beside it says nothing.
fn is_whole(overlap: &Overlap, params: &Params) -> bool {
    overlap.containment() >= params.contained
        && overlap.shared >= params.contained_from
        && overlap.figures as f64 >= params.contained * overlap.figures_of as f64
}

/// How alike two headlines are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Headlines {
    Same,
    Alike,
    Different,
}

impl Headlines {
    fn of(title: &Agreement, params: &Params) -> Headlines {
        match title.share() {
            Some(s) if s >= params.headline_share && title.shared >= params.headline_words => {
                Headlines::Same
            }
            Some(s) if s >= params.headline_share / 2.0 => Headlines::Alike,
            _ => Headlines::Different,
        }
    }
}

/// Whether each text opens with a story of its own, above what they share.
fn stands_below(overlap: &Overlap, headlines: Headlines, params: &Params) -> bool {
    headlines == Headlines::Different
        && overlap.head >= params.own_head
        && overlap.head_share >= params.own_head_share
}

/// Whether the shared text is a passage inside a story about more: some of a story, or all of it where that is not
/// most of the other, below the other's own opening; or all of it far down in a much longer one, or amid what is more than itself.
fn is_embedded(overlap: &Overlap, headlines: Headlines, pair: Pair, params: &Params) -> bool {
    let at_the_head = overlap.before <= params.embedded_before
        && (headlines != Headlines::Different || overlap.containment() >= params.whole);
    let in_much_longer =
        overlap.containment() > params.embedded_ratio * overlap.coverage() && !at_the_head;
    // An edited part of a longer one that came first is a cut of it, but not where all that they share is what is printed below both.
    let cut = pair.longer_first && overlap.tail > params.foot_tail;
    let part = if overlap.containment() < params.whole {
        !cut
    } else {
        overlap.coverage() < params.mostly
    };
    let below_own_opening = headlines == Headlines::Different
        && part
        && overlap.other_head > params.embedded_before
        && overlap.other_head_share >= params.own_head_share;
    let amid_more = overlap.containment() >= params.contained
        && overlap.coverage() < params.mostly
        && overlap.before.min(overlap.tail) > params.embedded_before;
    headlines != Headlines::Same && (in_much_longer || below_own_opening || amid_more)
}
