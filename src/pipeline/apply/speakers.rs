//! From "who the story says it is" to a speaker over all stories.
//!
//! Names that agree join; names that merely could agree do not. A person's full name and an organisation's proper
//! name identify a speaker everywhere. Anything less (a bare surname, "a senior official") is local to its copy group,
//! where a copy may spell it otherwise and a brief may shorten it. Knows neither claims nor how rows are written.

use crate::model::GroupId;
use crate::model::Resolution;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::Timestamp;
use crate::model::digest;
use crate::pipeline::apply::identity;
use crate::pipeline::apply::roles::Field;
use crate::pipeline::apply::rules::Rules;
use crate::store::rows::Counted;
use crate::store::rows::JoinRow;
use crate::store::rows::SpeakerRow;
use crate::text::fold;

/// Longest name, alias or role that is kept, in bytes; a longer one is cut at a word.
const MAX_FORM: usize = 160;

/// The id that a resolution has by itself: by name and kind, and by copy group where the name alone decides nothing.
pub fn own_id(who: &Resolution, group: GroupId) -> SpeakerId {
    let key = identity::key(&who.name);
    if who.global {
        return global_id(who.kind, &key);
    }
    let kind = who.kind.word().as_bytes();
    let parts: [&[u8]; 4] = [b"speaker", kind, key.as_bytes(), &group.to_bytes()];
    SpeakerId(digest(&parts))
}

/// The id of whoever bears a name everywhere. `key` is [`identity::key`] of it.
pub fn global_id(kind: SpeakerKind, key: &str) -> SpeakerId {
    SpeakerId(digest(&[
        b"speaker",
        kind.word().as_bytes(),
        key.as_bytes(),
    ]))
}

/// The id of who bears a name in one field, where somebody in another bore it first.
pub fn field_id(kind: SpeakerKind, key: &str, field: Field) -> SpeakerId {
    let parts: [&[u8]; 4] = [
        b"speaker",
        kind.word().as_bytes(),
        key.as_bytes(),
        field.word().as_bytes(),
    ];
    SpeakerId(digest(&parts))
}

/// The speaker of the matched story that this resolution means, if just one can be meant: the same name misspelt, or
/// the surname alone. Only asked among stories that carry the same text, where another name for the same words is a slip.
pub fn same_in_group(who: &Resolution, cast: &[SpeakerRow]) -> Option<SpeakerId> {
    if matches!(who.kind, SpeakerKind::Unnamed | SpeakerKind::Document) {
        return None;
    }
    let name = fold(&who.name);
    let mut fits = cast
        .iter()
        .filter(|row| row.kind == who.kind && may_be(&name, row));
    let first = fits.next()?;
    fits.all(|other| other.id == first.id).then_some(first.id)
}

fn may_be(name: &str, row: &SpeakerRow) -> bool {
    let known = fold(&row.name);
    if known == name || row.aliases.iter().any(|alias| fold(&alias.text) == name) {
        return true;
    }
    if row.kind != SpeakerKind::Person {
        return false;
    }
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (name.split(' ').collect(), known.split(' ').collect());
    match (ours.as_slice(), theirs.as_slice()) {
        ([.., a], [.., b]) if ours.len() == 1 || theirs.len() == 1 => close(a, b),
        (ours, theirs) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| close(a, b))
        }
    }
}

/// Whether two folded names are one name misspelt: equal, or one edit apart with the same first letter and five letters or more.
fn close(a: &str, b: &str) -> bool {
    a == b
        || (a.chars().next() == b.chars().next()
            && a.chars().count().min(b.chars().count()) >= 5
            && strsim::osa_distance(a, b) <= 1)
}

/// A row for a speaker not seen before.
pub fn new_row(id: SpeakerId, who: &Resolution, group: GroupId, time: Timestamp) -> SpeakerRow {
    SpeakerRow {
        id,
        name: cut(&who.name),
        kind: who.kind,
        local_to: (!who.global).then_some(group),
        aliases: Vec::new(),
        roles: Vec::new(),
        first_seen: time,
        last_seen: time,
        claims: 0,
        sightings: 0,
        outlets: Vec::new(),
        joins: Vec::new(),
        wikidata: None,
        named_by: None,
        hidden: (0, 0),
    }
}

/// Gives a speaker the name that a person or a list of known speakers has for them; what they were called stays an alias.
pub fn baptise(row: &mut SpeakerRow, rules: &Rules, time: Timestamp) {
    let listed = rules.listed_as(row.kind, row.id);
    if let Some(listed) = listed {
        row.wikidata = listed.wikidata.clone();
    }
    let named = rules.name_of(row.id).cloned();
    let named = named.or_else(|| listed.map(|listed| (listed.name.clone(), listed.by)));
    let Some((name, by)) = named else { return };
    row.named_by = Some(by);
    let name = cut(&name);
    if name != row.name {
        let old = std::mem::replace(&mut row.name, name.clone());
        row.aliases.retain(|alias| alias.text != name);
        tally(&mut row.aliases, &old, time, false, SpeakerRow::MAX_FORMS);
    }
}

/// Notes why a name is this speaker's, once.
pub fn note_join(row: &mut SpeakerRow, join: JoinRow) {
    let known = row.joins.iter().any(|other| other.form == join.form);
    if !known && join.form != row.name && row.joins.len() < SpeakerRow::MAX_FORMS {
        row.joins.push(join);
    }
}

/// Adds what one story calls the speaker. `count` is false for a later revision and for a copy: their text has had its vote.
pub fn learn(row: &mut SpeakerRow, who: &Resolution, outlet: &str, time: Timestamp, count: bool) {
    if count {
        tally(&mut row.outlets, outlet, time, true, SpeakerRow::MAX_FORMS);
    }
    row.first_seen = row.first_seen.min(time);
    row.last_seen = row.last_seen.max(time);
    let name = row.name.clone();
    for alias in std::iter::once(&who.name)
        .chain(&who.aliases)
        .filter(|alias| **alias != name)
    {
        tally(
            &mut row.aliases,
            &cut(alias),
            time,
            count,
            SpeakerRow::MAX_FORMS,
        );
    }
    if let Some(role) = &who.role {
        tally(
            &mut row.roles,
            &cut(role),
            time,
            count,
            SpeakerRow::MAX_FORMS,
        );
    }
}

/// Counts one use of a form. A full list gives its rarest place to a new form.
pub fn tally(forms: &mut Vec<Counted>, text: &str, time: Timestamp, count: bool, most: usize) {
    if let Some(form) = forms.iter_mut().find(|form| form.text == text) {
        form.count += u32::from(count);
        form.first = form.first.min(time);
        form.last = form.last.max(time);
    } else {
        if forms.len() >= most {
            forms.truncate(most.saturating_sub(1));
        }
        forms.push(Counted {
            text: text.to_owned(),
            count: 1,
            first: time,
            last: time,
        });
    }
    forms.sort_by(|a, b| {
        b.count
            .cmp(&a.count)
            .then(a.first.cmp(&b.first))
            .then_with(|| a.text.cmp(&b.text))
    });
}

/// The names by which a speaker is looked up: each folded, and as it identifies.
pub fn names(row: &SpeakerRow) -> impl Iterator<Item = String> + '_ {
    let forms = std::iter::once(&row.name).chain(row.aliases.iter().map(|alias| &alias.text));
    // By surname too, so that a surname finds all who bear it.
    let person = row.kind == SpeakerKind::Person && row.local_to.is_none();
    let key = identity::key(&row.name);
    let surname = key
        .rsplit_once(' ')
        .filter(|_| person)
        .map(|(_, last)| last.to_owned());
    surname.into_iter().chain(forms.flat_map(|form| {
        let (folded, key) = (fold(form), identity::key(form));
        let other = Some(key).filter(|key| *key != folded);
        std::iter::once(folded).chain(other)
    }))
}

/// A form cut at a word where it is too long to keep.
pub fn cut(text: &str) -> String {
    if text.len() <= MAX_FORM {
        return text.to_owned();
    }
    let end = (0..=MAX_FORM)
        .rev()
        .find(|&n| text.is_char_boundary(n))
        .unwrap_or(0);
    let head = &text[..end];
    head.rsplit_once(' ')
        .map_or(head, |(words, _)| words)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str, global: bool) -> Resolution {
        Resolution {
            name: name.into(),
            kind: SpeakerKind::Person,
            global,
            role: None,
            aliases: vec![],
        }
    }

    #[test]
    fn a_full_name_is_one_speaker_everywhere_and_a_surname_is_not() {
        let (a, b) = (GroupId(1), GroupId(2));
        assert_eq!(
            own_id(&person("Ana Ruiz", true), a),
            own_id(&person("Ana Ruíz", true), b)
        );
        assert_ne!(
            own_id(&person("Ruiz", false), a),
            own_id(&person("Ruiz", false), b)
        );
    }

    #[test]
    fn within_a_copy_group_a_slip_or_a_surname_is_the_same_speaker() {
        let row = |name: &str| {
            new_row(
                SpeakerId(digest(&[name.as_bytes()])),
                &person(name, true),
                GroupId(1),
                Timestamp::default(),
            )
        };
        let cast = [row("Tomas Maravel"), row("Ida Krone"), row("Per Krone")];
        for (name, expect) in [
            ("Tomas Maravel", Some("Tomas Maravel")),
            ("Tomas Marvel", Some("Tomas Maravel")),
            ("Maravel", Some("Tomas Maravel")),
            ("Krone", None),
            ("Anna Maravel", None),
            ("Tom", None),
        ] {
            let expect = expect.map(|name: &str| SpeakerId(digest(&[name.as_bytes()])));
            assert_eq!(same_in_group(&person(name, true), &cast), expect, "{name}");
        }
    }

    #[test]
    fn forms_are_bounded_and_commonest_first() {
        let mut forms = Vec::new();
        for text in ["a", "b", "b", "c", "d"] {
            tally(&mut forms, text, Timestamp::default(), true, 3);
        }
        let texts: Vec<_> = forms.iter().map(|f| (f.text.as_str(), f.count)).collect();
        assert_eq!(texts, [("b", 2), ("a", 1), ("d", 1)]);
    }
}
