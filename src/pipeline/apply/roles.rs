//! What two roles say about whether two people of one name are one: what they share, and fields that do not mix. Knows no names.

use crate::text::fold;

/// The field in which a role is held, where fields seldom mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// On a pitch or beside it.
    Sport,
    /// On a stage, a page or a canvas.
    Arts,
    /// In office, in business, in uniform, in science: people go from one to the other.
    Public,
}

impl Field {
    /// A stable word for ids.
    pub fn word(self) -> &'static str {
        match self {
            Field::Sport => "sport",
            Field::Arts => "arts",
            Field::Public => "public",
        }
    }
}

/// The field of a role; `None` where its words do not tell.
pub fn field(role: &str) -> Option<Field> {
    const SPORT: &[&str] = &[
        "goalkeeper",
        "striker",
        "midfielder",
        "defender",
        "winger",
        "footballer",
        "quarterback",
        "pitcher",
        "coach",
        "sprinter",
        "runner",
        "swimmer",
        "boxer",
        "golfer",
        "jockey",
        "cyclist",
        "player",
        "athlete",
        "referee",
        "cricketer",
        "batsman",
        "bowler",
        "racer",
        "skier",
        "wrestler",
        "gymnast",
        "captain",
    ];
    const ARTS: &[&str] = &[
        "singer",
        "actor",
        "actress",
        "soprano",
        "tenor",
        "baritone",
        "pianist",
        "violinist",
        "guitarist",
        "composer",
        "novelist",
        "poet",
        "playwright",
        "sculptor",
        "painter",
        "rapper",
        "conductor",
        "choreographer",
        "dancer",
        "comedian",
        "drummer",
    ];
    const PUBLIC: &[&str] = &[
        "minister",
        "president",
        "senator",
        "secretary",
        "governor",
        "mayor",
        "premier",
        "chancellor",
        "mp",
        "congressman",
        "congresswoman",
        "ambassador",
        "judge",
        "general",
        "professor",
        "executive",
        "ceo",
        "commissioner",
        "councillor",
        "lawmaker",
        "prosecutor",
        "spokesman",
        "spokeswoman",
        "economist",
        "scientist",
        "doctor",
        "sen.",
        "rep.",
        "gov.",
        "banker",
        "chairman",
    ];
    let folded = fold(role);
    let mut words = folded
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .rev();
    words.find_map(|word| match () {
        () if SPORT.contains(&word) && !(word == "captain" && folded.contains("police")) => {
            Some(Field::Sport)
        }
        () if ARTS.contains(&word) => Some(Field::Arts),
        () if PUBLIC.contains(&word) => Some(Field::Public),
        () => None,
    })
}

/// What two roles have in common that tells people apart: a name in both, else two words of both.
pub fn common(a: &str, b: &str) -> Option<String> {
    const EMPTY: &[&str] = &[
        "the", "and", "for", "former", "who", "chief", "visiting", "deputy", "senior",
    ];
    let words = |role: &str| -> Vec<(String, bool)> {
        let split = role.split(|c: char| !c.is_alphanumeric());
        let kept = split.filter(|w| w.chars().count() > 2);
        let both = kept.map(|w| (fold(w), w.starts_with(char::is_uppercase)));
        both.filter(|(w, _)| !EMPTY.contains(&w.as_str())).collect()
    };
    let (ours, theirs) = (words(a), words(b));
    let office = |word: &str| field(word).is_some();
    let mut shared: Vec<String> = Vec::new();
    for (word, capital) in &ours {
        let Some((_, other)) = theirs.iter().find(|(other, _)| other == word) else {
            continue;
        };
        if *capital && *other && !office(word) && !GENERIC.contains(&word.as_str()) {
            return Some(word.clone());
        }
        if !shared.contains(word) {
            shared.push(word.clone());
        }
    }
    (shared.len() >= 2).then(|| shared.join(" "))
}

/// Words of offices that every country has, lower case: with a capital they name nothing.
const GENERIC: &[&str] = &[
    "foreign",
    "finance",
    "prime",
    "defence",
    "defense",
    "interior",
    "health",
    "education",
    "justice",
    "energy",
    "transport",
    "state",
    "opposition",
    "water",
    "power",
    "trade",
    "city",
    "county",
    "director",
    "manager",
    "officer",
    "operating",
    "financial",
    "leader",
    "police",
    "fire",
    "union",
    "party",
    "convener",
    "environment",
    "housing",
    "labour",
    "labor",
    "agriculture",
];

/// The office that both roles name, where it is one.
pub fn same_office(a: &str, b: &str) -> Option<String> {
    let office = |role: &str| -> Vec<String> {
        let split = role.split(|c: char| !c.is_alphanumeric());
        split.map(fold).filter(|w| field(w).is_some()).collect()
    };
    let theirs = office(b);
    office(a).into_iter().find(|word| theirs.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_agree_and_fields_that_do_not() {
        for (a, b, expect) in [
            ("Linkwell CEO", "Linkwell founder", Some("linkwell")),
            (
                "Foreign Minister",
                "Foreign Minister",
                Some("foreign minister"),
            ),
            (
                "council’s education convener",
                "education convener",
                Some("education convener"),
            ),
            ("Mayor", "Mayor", None),
            ("Power Minister", "Water Minister", None),
        ] {
            assert_eq!(common(a, b).as_deref(), expect, "{a} / {b}");
        }
        assert_eq!(field("Power Minister"), Some(Field::Public));
        assert_eq!(field("Gunnar goalkeeper"), Some(Field::Sport));
        assert_eq!(field("teacher"), None);
    }
}
