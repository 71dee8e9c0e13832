//! What people decided about speakers, as rules for names yet to come: merges, splits, names, lists of known speakers. Knows
//! neither claims nor how rows are moved.

use crate::extract::claim;
use crate::model::Act;
use crate::model::ClaimId;
use crate::model::KnownSpeaker;
use crate::model::SpeakerId;
use crate::model::SpeakerKind;
use crate::model::StoryId;
use crate::pipeline::apply::identity;
use crate::pipeline::apply::speakers::global_id;
use crate::store::Store;
use crate::store::StoreError;
use crate::text::fold;
use std::collections::BTreeSet;
use std::collections::HashMap;

/// One decision that moves what was said from one speaker to another.
#[derive(Clone, Debug)]
enum Rule {
    Merge {
        from: SpeakerId,
        into: SpeakerId,
    },
    Split {
        of: SpeakerId,
        form: Option<String>,
        stories: BTreeSet<StoryId>,
        other: SpeakerId,
    },
}

/// A speaker whom a list names.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Their id.
    pub id: SpeakerId,
    /// The name to show.
    pub name: String,
    /// Wikidata's id.
    pub wikidata: Option<String>,
    /// The correction that lists them.
    pub by: u64,
}

/// All decisions that count, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    rules: Vec<Rule>,
    /// Speakers that a rule moves something from: others need not be looked at.
    moved: BTreeSet<SpeakerId>,
    names: HashMap<SpeakerId, (String, u64)>,
    listed: HashMap<(SpeakerKind, String), Listed>,
    /// Claims that people hid, by id and by speaker and words.
    hidden: HashMap<ClaimId, u64>,
    hidden_words: HashMap<(SpeakerId, u64), u64>,
}

/// The speaker that a split makes.
pub fn split_id(seq: u64) -> SpeakerId {
    SpeakerId(crate::model::digest(&[b"split", &seq.to_be_bytes()]))
}

impl Rules {
    /// The decisions that the store holds and that were not undone.
    pub fn read(store: &Store) -> Result<Rules, StoreError> {
        let mut rules = Rules::default();
        for row in store.corrections() {
            let row = row?;
            rules.add(row.seq, &row.correction.act, row.undone_by.is_none());
        }
        Ok(rules)
    }

    /// Adds a decision, or what remains of one that was undone.
    pub fn add(&mut self, seq: u64, act: &Act, counts: bool) {
        match act {
            Act::MergeSpeakers { from, into, .. } if counts => self.rule(Rule::Merge {
                from: *from,
                into: *into,
            }),
            Act::SplitSpeaker {
                speaker,
                form,
                stories,
                ..
            } if counts => self.rule(Rule::Split {
                of: *speaker,
                form: form.clone(),
                stories: stories.iter().copied().collect(),
                other: split_id(seq),
            }),
            // Copies that came meanwhile followed the split: they go back.
            Act::SplitSpeaker { speaker, .. } => self.rule(Rule::Merge {
                from: split_id(seq),
                into: *speaker,
            }),
            Act::RenameSpeaker { speaker, name, .. } if counts => {
                self.names.insert(*speaker, (name.clone(), seq));
            }
            Act::KnownSpeakers { known, .. } if counts => {
                for one in known {
                    let id = global_id(one.kind, &identity::key(&one.name));
                    let listed = Listed {
                        id,
                        name: one.name.clone(),
                        wikidata: one.wikidata.clone(),
                        by: seq,
                    };
                    for name in std::iter::once(&one.name).chain(&one.aliases) {
                        let key = identity::key(name);
                        let from = global_id(one.kind, &key);
                        if from != id {
                            self.rule(Rule::Merge { from, into: id });
                        }
                        self.listed.insert((one.kind, key), listed.clone());
                    }
                }
            }
            Act::HideClaim {
                claim,
                speaker,
                wording,
                ..
            } if counts => {
                self.hidden.insert(*claim, seq);
                if let Some(speaker) = speaker {
                    let words = claim::key(wording);
                    self.hidden_words.insert((*speaker, words), seq);
                }
            }
            _ => {}
        }
    }

    /// The correction that hides a claim not seen before, first seen in these words of this speaker.
    pub fn hides(&self, claim: ClaimId, (speaker, words): (Option<SpeakerId>, u64)) -> Option<u64> {
        let by_words = speaker.and_then(|speaker| self.hidden_words.get(&(speaker, words)));
        self.hidden.get(&claim).or(by_words).copied()
    }

    fn rule(&mut self, rule: Rule) {
        self.moved.insert(match &rule {
            Rule::Merge { from, .. } => *from,
            Rule::Split { of, .. } => *of,
        });
        self.rules.push(rule);
    }

    /// Whose it is by people's decisions, if the program found `found` for what the story calls `name`.
    pub fn given(&self, found: SpeakerId, name: &str, story: StoryId) -> SpeakerId {
        let mut id = found;
        if !self.moved.contains(&id) {
            return id;
        }
        let name = fold(name);
        for rule in &self.rules {
            match rule {
                Rule::Merge { from, into } if *from == id => id = *into,
                Rule::Split {
                    of,
                    form,
                    stories,
                    other,
                } if *of == id => {
                    let so =
                        form.as_ref().is_some_and(|form| *form == name) || stories.contains(&story);
                    if so {
                        id = *other;
                    }
                }
                _ => {}
            }
        }
        id
    }

    /// The known speaker with this name.
    pub fn listed(&self, kind: SpeakerKind, key: &str) -> Option<&Listed> {
        if self.listed.is_empty() {
            return None;
        }
        self.listed.get(&(kind, key.to_owned()))
    }

    /// Whether a decision moves something from this speaker, so that the id has to be found again even where no row has it.
    pub fn moves(&self, id: SpeakerId) -> bool {
        self.moved.contains(&id)
    }

    /// Whether a list that counts has just this.
    pub fn knows(&self, one: &KnownSpeaker) -> bool {
        let id = global_id(one.kind, &identity::key(&one.name));
        let mut names = std::iter::once(&one.name).chain(&one.aliases);
        names.all(|name| {
            self.listed(one.kind, &identity::key(name))
                .is_some_and(|listed| {
                    listed.id == id && listed.name == one.name && listed.wikidata == one.wikidata
                })
        })
    }

    /// The known speaker with this id, by the name to show.
    pub fn listed_as(&self, kind: SpeakerKind, id: SpeakerId) -> Option<&Listed> {
        self.listed
            .values()
            .find(|listed| listed.id == id && global_id(kind, &identity::key(&listed.name)) == id)
    }

    /// The name that a person gave a speaker, and the correction.
    pub fn name_of(&self, id: SpeakerId) -> Option<&(String, u64)> {
        self.names.get(&id)
    }
}
