//! Whom a name or an office means among the people of a story. How they got there must not be known here.

use super::mention::Gender;
use super::names;
use super::person::Person;
use super::register::Register;
use crate::text::fold;

/// How many names back are looked through from any place of a story.
const MOST_NAMED: usize = 256;
/// Shortest surname that may be misspelt: among shorter ones a letter's difference makes another name.
const MIN_MISSPELT: usize = 5;

/// What chiefs are chiefs of who head no business of that name, lower case.
const FIELDS: &[&str] = &[
    "finance",
    "operating",
    "executive",
    "technology",
    "marketing",
    "information",
    "security",
    "product",
    "legal",
    "risk",
    "commercial",
    "police",
    "fire",
    "navy",
    "army",
    "district",
    "city",
    "county",
    "regional",
    "national",
    "party",
    "union",
];

impl Register {
    /// The one person that a name can mean: by the whole name, a part of it, or a misspelt surname. `None` when nobody or several.
    pub fn find(&self, name: &str) -> Option<usize> {
        let folded = fold(name);
        if let Some(&at) = self.whole.get(&folded) {
            return Some(at);
        }
        let last = folded.rsplit(' ').next().unwrap_or_default();
        let single = last == folded;
        let bearers = self.last.get(last).map(Vec::as_slice).unwrap_or_default();
        if single {
            return match bearers {
                [one] => Some(*one),
                [] => self
                    .by_first(&folded)
                    .or_else(|| self.by_middle(&folded))
                    .or_else(|| self.misspelt(last)),
                _ => None,
            };
        }
        // "Luz Vega" and "Ana Luz Vega", but not "Tom Vega".
        let words: Vec<&str> = folded.split(' ').collect();
        let mut same = bearers.iter().filter(|&&at| {
            let other = fold(&self.people[at].name);
            let other: Vec<&str> = other.split(' ').collect();
            let (short, long) = if words.len() <= other.len() {
                (&words, &other)
            } else {
                (&other, &words)
            };
            let mut rest = long.iter();
            short.iter().all(|w| {
                rest.any(|o| {
                    o == w
                        || w.trim_end_matches('.').chars().count() == 1
                            && o.starts_with(w.trim_end_matches('.'))
                })
            })
        });
        match (same.next(), same.next()) {
            (Some(&one), None) => Some(one),
            _ => None,
        }
    }

    /// Everybody whom a single name can mean: by the last part of their name, or, where families stand first, by the first.
    pub fn bearers<'r>(&'r self, name: &str) -> impl Iterator<Item = usize> + 'r {
        let name = fold(name);
        let last = self.last.get(&name).into_iter().flatten();
        last.chain(self.first.get(&name).into_iter().flatten())
            .copied()
    }

    /// Of several who bear a name the one whom the story names first, where it names each of the others whole just once: those
    /// are kin or namesakes of whom it is about.
    pub fn leading_bearer(&self, name: &str) -> Option<usize> {
        let bearers: Vec<usize> = self.bearers(name).collect();
        let (_, first) = *self.places.iter().find(|(_, at)| bearers.contains(at))?;
        let times = |who: usize| self.places.iter().filter(|(_, at)| *at == who).count();
        let others = bearers.iter().filter(|at| **at != first);
        let passing = others.clone().all(|at| times(*at) == 1);
        (bearers.len() > 1 && passing && times(first) > 1).then_some(first)
    }

    /// As [`Register::find`], for a mention at byte `here`: of several bearers of a name the only one who was named before it.
    pub fn find_at(&self, name: &str, here: u32) -> Option<usize> {
        self.find(name).or_else(|| {
            let named = |at: &usize| self.people[*at].first.is_some_and(|first| first < here);
            let mut before = self.bearers(name).filter(named);
            let one = before.next()?;
            before.all(|other| other == one).then_some(one)
        })
    }

    /// The whole names that stand from byte `from` up to byte `to`: where, and whose. Of more than [`MOST_NAMED`] the last.
    pub fn named_in(&self, from: u32, to: u32) -> impl Iterator<Item = (u32, usize)> + '_ {
        last_within(&self.places, from, to)
    }

    /// The names, or parts of names, that stand from byte `from` up to byte `to`: where, and whose. Of more than [`MOST_NAMED`] the last.
    pub fn mentioned_in(&self, from: u32, to: u32) -> impl Iterator<Item = (u32, usize)> + '_ {
        last_within(&self.mentions, from, to)
    }

    /// Whose whole names stand before byte `here`, the last first.
    pub fn last_named(&self, here: u32) -> impl Iterator<Item = usize> + '_ {
        let end = self.places.partition_point(|(at, _)| *at < here);
        self.places[..end].iter().rev().map(|(_, who)| *who)
    }

    /// The business that roles of the story's people begin with ("RoadNet chief executive"), where it is one.
    pub fn company(&self) -> Option<String> {
        const HEADS: &[&str] = &[
            "ceo",
            "founder",
            "co-founder",
            "chief",
            "boss",
            "owner",
            "chairman",
            "chairwoman",
        ];
        let of_role = |person: &Person| {
            let role = person.role.as_deref()?;
            let (name, head) = role.split_once(' ')?;
            let first = head.split(' ').next()?;
            let named = name.starts_with(char::is_uppercase)
                && !names::TITLES.has(name)
                && !FIELDS.contains(&name.to_lowercase().as_str())
                && !names::demonym(name)
                && !names::PLACES.has(name);
            (named && HEADS.contains(&first.to_lowercase().as_str())).then(|| name.to_owned())
        };
        let mut all = self.people.iter().filter_map(of_role);
        let one = all.next()?;
        all.all(|other| other == one).then_some(one)
    }

    /// Of several bearers of a surname, the only one whom a title's gender fits: "Ms Ruiz".
    pub fn find_gendered(&self, name: &str, gender: Gender) -> Option<usize> {
        let mut fitting = self.last.get(&fold(name))?.iter().filter(|&&at| {
            gender != Gender::Unknown && self.people.get(at).is_some_and(|p| p.gender == gender)
        });
        let one = fitting.next()?;
        fitting.next().is_none().then_some(*one)
    }

    /// "Salcedo" of "Rodrigo Salcedo Mejía": the family's name may stand before the mother's.
    fn by_middle(&self, name: &str) -> Option<usize> {
        match self.middle.get(name).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        }
    }

    fn by_first(&self, first: &str) -> Option<usize> {
        match self.first.get(first).map(Vec::as_slice) {
            Some([one]) => Some(*one),
            _ => None,
        }
    }

    /// The one surname that `last` is a slip of: same initial, one or two letters apart.
    fn misspelt(&self, last: &str) -> Option<usize> {
        let length = last.chars().count();
        if length < MIN_MISSPELT {
            return None;
        }
        let allowed = if length >= 8 { 2 } else { 1 };
        let mut near = self
            .initials
            .get(&last.chars().next()?)?
            .iter()
            .filter(|(other, _)| {
                other.chars().count() >= MIN_MISSPELT
                    && strsim::osa_distance(other, last) <= allowed
            })
            .map(|(_, at)| *at);
        let one = near.next()?;
        near.all(|other| other == one).then_some(one)
    }

    /// The one person of whom the story tells this age.
    pub fn aged(&self, ages: std::ops::RangeInclusive<u8>) -> Option<usize> {
        let fits = |p: &Person| p.age.is_some_and(|age| ages.contains(&age));
        let mut fitting = (0..self.people.len()).filter(|at| fits(&self.people[*at]));
        let one = fitting.next()?;
        fitting.next().is_none().then_some(one)
    }

    /// The one person who holds `office`, of `of` where that is given. `None` when nobody or several.
    pub fn holder(&self, office: &str, of: Option<&str>) -> Option<usize> {
        only(self.holders(office, of))
    }

    /// Of several who hold an office the only one to whom anything was attributed before.
    pub fn speaking_holder(&self, office: &str, of: Option<&str>) -> Option<usize> {
        only(
            self.holders(office, of)
                .filter(|&at| self.people[at].speaks),
        )
    }

    fn holders(&self, office: &str, of: Option<&str>) -> impl Iterator<Item = usize> {
        let stem: Option<String> = of.map(|of| fold(of).chars().take(4).collect());
        let fits = move |at: &usize| match &stem {
            Some(stem) => {
                let role = fold(self.people[*at].role.as_deref().unwrap_or_default());
                role.split(' ').any(|w| w.starts_with(stem.as_str()))
            }
            None => true,
        };
        let holders = self.offices.get(office).into_iter().flatten();
        holders.copied().filter(fits)
    }
}

/// What stands from byte `from` up to byte `to`: the last, so that one endless paragraph is not read again for each of its sentences.
fn last_within(
    all: &[(u32, usize)],
    from: u32,
    to: u32,
) -> impl Iterator<Item = (u32, usize)> + '_ {
    let start = all.partition_point(|(at, _)| *at < from);
    let end = all.partition_point(|(at, _)| *at < to).max(start);
    let within = all.get(start.max(end.saturating_sub(MOST_NAMED))..end);
    within.unwrap_or_default().iter().copied()
}

fn only(mut all: impl Iterator<Item = usize>) -> Option<usize> {
    let one = all.next()?;
    all.next().is_none().then_some(one)
}
