//! "According to Ann, …" and "…, according to Ann". Cue verbs must not be known here.

use super::clause::Candidate;
use super::clause::Scene;
use super::subject::Subject;
use super::words::Tag;
use crate::model::CueClass;
use std::ops::Range;

/// Longest source in items; a longer one is cut there.
const MAX_SOURCE: usize = 40;

/// Every candidate of the unit that "according to" gives.
pub fn candidates(scene: &Scene) -> Vec<Candidate> {
    let p = scene.p;
    let units = scene.unit.clone();
    units
        .filter(|&i| p.is(i, "according") && p.is(i + 1, "to"))
        .filter_map(|i| read(scene, i))
        .collect()
}

fn read(scene: &Scene, at: usize) -> Option<Candidate> {
    let p = scene.p;
    let unit = &scene.unit;
    let from = at + 2;
    let leading = at == unit.start
        || matches!(p.tag(at - 1), Tag::Cc | Tag::That | Tag::Adv) && at <= unit.start + 2;
    let (source, content) = if leading {
        let end = leading_end(scene, from)?;
        (
            from..end,
            vec![end + 1..p.clause_end(end + 1, unit.end, &[])],
        )
    } else {
        let end = trailing_end(scene, from);
        let left_end = if matches!(p.tag(at - 1), Tag::Comma | Tag::Dash) {
            at - 1
        } else {
            at
        };
        let mut content = vec![unit.start..left_end];
        let resumes = p.tag(end) == Tag::Comma
            && matches!(p.tag(end + 1), Tag::Modal | Tag::Be | Tag::Have | Tag::Verb)
            && p.items.get(end + 1).is_none_or(|i| i.verb.is_none());
        if resumes {
            content.push(end + 1..p.clause_end(end + 1, unit.end, &scene.cues));
        }
        (from..end, content)
    };
    let begins = matches!(
        p.tag(source.start),
        Tag::Det
            | Tag::Poss
            | Tag::Name
            | Tag::Noun
            | Tag::Num
            | Tag::Object
            | Tag::Pron
            | Tag::Adv
            | Tag::Verb
            | Tag::Ing
    );
    if source.is_empty()
        || !begins
        || content.iter().all(Range::is_empty)
        || !p.worth(&content, false)
    {
        return None;
    }
    Some(Candidate {
        source: Some(Subject {
            range: source,
            antecedent: None,
            own: true,
        }),
        cue: at..from,
        content: content.into_iter().filter(|r| !r.is_empty()).collect(),
        class: CueClass::Statement,
        rule: "according-to",
        confidence: 0.93,
        trailing: !leading,
        relay: None,
        announces: false,
    })
}

/// The comma that ends the source of a leading "According to": the first, or, where an apposition follows it, the one after that.
fn leading_end(scene: &Scene, from: usize) -> Option<usize> {
    let p = scene.p;
    let limit = scene.unit.end.min(from + MAX_SOURCE);
    let mut commas = (from..limit).filter(|&k| p.tag(k) == Tag::Comma);
    let first = commas.next()?;
    let second = commas.next();
    let apposed = match p.tag(first + 1) {
        Tag::Rel => true,
        Tag::Det => p.is_any(first + 1, &["a", "an"]) && !p.starts_clause(first + 1, limit),
        _ => false,
    };
    match second {
        Some(second) if apposed && second > first => Some(second),
        _ => Some(first),
    }
}

/// Where the source of a trailing "according to" ends: at the clause's end, an apposition included.
fn trailing_end(scene: &Scene, from: usize) -> usize {
    let p = scene.p;
    let limit = scene.unit.end.min(from + MAX_SOURCE);
    for k in from..limit {
        match p.tag(k) {
            Tag::Stop | Tag::Semi | Tag::Dash | Tag::Quote | Tag::Colon => return k,
            Tag::Comma => {
                let end = p.apposition_after(k, limit);
                return if end > k { end } else { k };
            }
            Tag::Cc if p.starts_clause(k + 1, limit) && k > from => return k,
            Tag::Sub if k > from => return k,
            _ => {}
        }
    }
    limit
}
