//! What a comparison of two texts makes them: copy, partial reuse or neither. It sees one pair and no index.

use super::compare::Overlap;
use super::facts::Agreement;
use super::facts::Doubt;
use super::facts::Facts;
use super::params::Params;

/// What a comparison says of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The same story.
    Copy,
    /// Two stories with a passage in common.
    Partial,
    /// Alike in wording, but the reason given keeps them apart.
    Apart(&'static str),
    /// Too little in common to say more.
    Unlike,
}

/// What two texts are to each other; `one_outlet` where both are of the same outlet.
pub(super) fn relate(
    overlap: &Overlap,
    facts: &Facts,
    one_outlet: bool,
    params: &Params,
) -> Relation {
    let headlines = Headlines::of(&facts.title, params);
    let below = stands_below(overlap, headlines, params);
    let foot = below && overlap.tail <= params.foot_tail;
    let passage = !foot
        && overlap.passage >= params.shared_for_partial
        && facts.shared() >= params.facts_for_partial;
    let apart = |why| match passage {
        true => Relation::Partial,
        false => Relation::Apart(why),
    };
    let wanted = if headlines == Headlines::Same && passage {
        params.containment_same_headline
    } else {
        params.containment
    };
    if overlap.containment() < wanted {
        return if passage {
            Relation::Partial
        } else {
            Relation::Unlike
        };
    }
    if overlap.shared < params.shared_for_copy {
        return Relation::Apart("that is too little to tell");
    }
    let series = one_outlet && headlines == Headlines::Same;
    let whole = is_whole(overlap, params);
    if let Some(why) = facts.veto(&params.facts, Doubt { series, whole }) {
        let embeds = passage && facts.contradicted() == 0 && overlap.coverage() < params.mostly;
        return if embeds {
            Relation::Partial
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
    let own_share = match headlines {
        Headlines::Same => params.own_containment / 2.0,
        _ => params.own_containment,
    };
    if overlap.own_of >= params.own_words && overlap.own < own_share {
        return apart("they quote the same words and say the rest in their own");
    }
    if below {
        return apart("each opens with a story of its own");
    }
    if is_embedded(overlap, headlines, params) {
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
/// most of the other, below the other's own opening; or all of it far down in a much longer one.
fn is_embedded(overlap: &Overlap, headlines: Headlines, params: &Params) -> bool {
    let at_the_head = overlap.before <= params.embedded_before
        && (headlines != Headlines::Different || overlap.containment() >= params.whole);
    let in_much_longer =
        overlap.containment() > params.embedded_ratio * overlap.coverage() && !at_the_head;
    let below_own_opening = headlines == Headlines::Different
        && (overlap.containment() < params.whole || overlap.coverage() < params.mostly)
        && overlap.other_head > params.embedded_before
        && overlap.other_head_share >= params.own_head_share;
    headlines != Headlines::Same && (in_much_longer || below_own_opening)
}
