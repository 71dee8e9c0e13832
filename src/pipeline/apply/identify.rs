//! From what one story calls somebody to a speaker over all stories, and why. Reads rows, writes none; people's decisions but for
//! lists of known speakers must not be known here.
//!
//! Names that agree join; names that merely could agree join only where roles agree too. Where a full name has bearers in
//! fields that do not mix (a minister and a goalkeeper), each field is a speaker of its own, and a story that does not tell
//! the field is nobody's but its own.

use crate::model::Resolution;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::pipeline::apply::identity;
use crate::pipeline::apply::identity::Likeness;
use crate::pipeline::apply::roles;
use crate::pipeline::apply::roles::Field;
use crate::pipeline::apply::rules::Rules;
use crate::pipeline::apply::speakers::field_id;
use crate::pipeline::apply::speakers::global_id;
use crate::pipeline::apply::speakers::own_id;
use crate::store::Store;
use crate::store::StoreError;
use crate::store::rows::JoinReason;
use crate::store::rows::SpeakerRow;
use crate::store::rows::StoryRow;
use crate::text::fold;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Bearers of one name that a name is compared with; later ones are not compared.
const MAX_BEARERS: usize = 256;
/// A surname with an office means who held the office that lately: offices change hands.
const OFFICE_WITHIN_MS: i64 = 400 * 24 * 3_600_000;

/// Who was found, and why where the name is another.
pub struct Identified {
    /// The speaker.
    pub id: SpeakerId,
    /// What made it this one, and what both share; `None` where the name itself says so.
    pub why: Option<(JoinReason, Option<String>)>,
}

impl Identified {
    fn plainly(id: SpeakerId) -> Identified {
        Identified { id, why: None }
    }
}

/// Finds speakers for one story.
pub struct Identifier<'a> {
    pub store: &'a Store,
    pub rules: &'a Rules,
    pub story: &'a StoryRow,
}

impl Identifier<'_> {
    /// The speaker that a resolution means.
    pub fn identify(&self, who: &Resolution) -> Result<Identified, StoreError> {
        let key = identity::key(&who.name);
        if let Some(listed) = self.rules.listed(who.kind, &key) {
            let other = identity::key(&listed.name) != key;
            return Ok(Identified {
                id: listed.id,
                why: other.then_some((JoinReason::Listed, None)),
            });
        }
        let local = Identified::plainly(own_id(who, self.story.group));
        if who.kind == SpeakerKind::Person && !who.global {
            return Ok(self.by_office(who, &key)?.unwrap_or(local));
        }
        if !who.global || who.kind != SpeakerKind::Person {
            return Ok(local);
        }
        let own = global_id(who.kind, &key);
        if let Some(row) = self.store.speaker(own)? {
            return Ok(match self.by_field(own, &row, who, &key)? {
                Some(id) => Identified::plainly(id),
                // Two bear the name and the story does not tell which.
                None => Identified::plainly(own_id(
                    &Resolution {
                        global: false,
                        ..who.clone()
                    },
                    self.story.group,
                )),
            });
        }
        // Merged by a person: the name is still found as its own, so that an undo finds what came meanwhile.
        if self.rules.moves(own) {
            return Ok(Identified::plainly(own));
        }
        Ok(self
            .by_likeness(who, &key)?
            .unwrap_or(Identified::plainly(own)))
    }

    /// Which bearer of a full name: the one in the role's field.
    fn by_field(
        &self,
        own: SpeakerId,
        row: &SpeakerRow,
        who: &Resolution,
        key: &str,
    ) -> Result<Option<SpeakerId>, StoreError> {
        let told = who.role.as_deref().and_then(roles::field);
        let mut others = false;
        for field in [Field::Sport, Field::Arts, Field::Public] {
            others |= self
                .store
                .speaker(field_id(who.kind, key, field))?
                .is_some();
        }
        let known: BTreeSet<Field> = row
            .roles
            .iter()
            .filter_map(|role| roles::field(&role.text))
            .collect();
        Ok(match told {
            None if others => None,
            Some(field) if !known.is_empty() && !known.contains(&field) => {
                Some(field_id(who.kind, key, field))
            }
            _ => Some(own),
        })
    }

    /// The one known person whose name can be the same, with a role that agrees.
    fn by_likeness(&self, who: &Resolution, key: &str) -> Result<Option<Identified>, StoreError> {
        let mut found: BTreeMap<SpeakerId, (JoinReason, String)> = BTreeMap::new();
        let mut keys = identity::other_keys(key);
        keys.push(key.to_owned());
        for other in keys {
            for row in self.bearers(&other)? {
                let forms =
                    std::iter::once(&row.name).chain(row.aliases.iter().map(|alias| &alias.text));
                let how = forms.filter_map(|form| {
                    let form = identity::key(form);
                    match form == key {
                        true => Some(JoinReason::SameName),
                        false => identity::likeness(key, &form).map(reason),
                    }
                });
                let how: Vec<JoinReason> = how.collect();
                if how.contains(&JoinReason::SameName) {
                    // A form that was joined before.
                    let why = row
                        .joins
                        .iter()
                        .find(|join| identity::key(&join.form) == key);
                    let why = why.map_or(JoinReason::SameName, |join| join.why);
                    found.insert(row.id, (why, String::new()));
                } else if let Some(how) = how.first()
                    && let Some(shared) = self.agreement(&row, who, *how)
                {
                    found.entry(row.id).or_insert((*how, shared));
                }
            }
        }
        let mut found = found.into_iter();
        Ok(match (found.next(), found.next()) {
            (Some((id, (why, shared))), None) => Some(Identified {
                id,
                why: Some((why, Some(shared).filter(|s| !s.is_empty()))),
            }),
            _ => None,
        })
    }

    /// What the roles of a known person and of somebody with a similar name share.
    fn agreement(&self, row: &SpeakerRow, who: &Resolution, how: JoinReason) -> Option<String> {
        let role = who.role.as_deref()?;
        let same = row
            .roles
            .iter()
            .find_map(|known| roles::common(&known.text, role));
        let office = || {
            row.roles
                .iter()
                .find_map(|known| roles::same_office(&known.text, role))
        };
        let here = row
            .outlets
            .iter()
            .any(|outlet| outlet.text == self.story.outlet);
        same.or_else(|| office().filter(|_| here || how == JoinReason::Spelling))
    }

    /// "Mayor Lund": the one person of that surname who held that office lately, where a name in the role or the outlet agrees too.
    fn by_office(&self, who: &Resolution, key: &str) -> Result<Option<Identified>, StoreError> {
        let Some(role) = who.role.as_deref() else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for row in self.bearers(key)? {
            let surname = identity::key(&row.name).rsplit(' ').next() == Some(key);
            let lately = self.story.time().since(row.last_seen).abs() <= OFFICE_WITHIN_MS;
            if !surname || !lately {
                continue;
            }
            let here = row
                .outlets
                .iter()
                .any(|outlet| outlet.text == self.story.outlet);
            let shared = row.roles.iter().find_map(|known| {
                let office = roles::same_office(&known.text, role)?;
                let common = roles::common(&known.text, role);
                common
                    .filter(|words| here || !words.contains(' '))
                    .or(Some(office).filter(|_| here))
            });
            found.extend(shared.map(|shared| (row.id, shared)));
        }
        Ok(match found.as_slice() {
            [(id, shared)] => Some(Identified {
                id: *id,
                why: Some((JoinReason::SurnameAndOffice, Some(shared.clone()))),
            }),
            _ => None,
        })
    }

    /// Persons known everywhere who bear a name, or a form of it.
    fn bearers(&self, name: &str) -> Result<Vec<SpeakerRow>, StoreError> {
        let mut rows = Vec::new();
        for id in self.store.speakers_named(&fold(name)).take(MAX_BEARERS) {
            let row = self.store.speaker(id?)?;
            let person =
                |row: &SpeakerRow| row.kind == SpeakerKind::Person && row.local_to.is_none();
            rows.extend(row.filter(person));
        }
        Ok(rows)
    }
}

fn reason(how: Likeness) -> JoinReason {
    match how {
        Likeness::Nickname => JoinReason::Nickname,
        Likeness::MiddleName => JoinReason::MiddleName,
        Likeness::NameOrder => JoinReason::NameOrder,
        Likeness::Spelling => JoinReason::Spelling,
    }
}
