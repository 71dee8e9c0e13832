//! What words tell of somebody's gender: titles, kin, given names. Who is meant must not be known here.

use super::mention::Gender;
use super::names;
use super::names::has;
use super::phrase::Word;
use crate::text::fold;

/// What titles and nouns among the words tell of gender.
pub(super) fn gender_of(words: &[Word]) -> Gender {
    let woman = [
        "mrs.",
        "ms.",
        "mrs",
        "ms",
        "miss",
        "spokeswoman",
        "chairwoman",
        "congresswoman",
        "councilwoman",
        "queen",
        "princess",
        "lady",
        "dame",
        "actress",
        "mme",
        "mme.",
        "mlle",
        "señora",
        "señorita",
        "senora",
        "frau",
        "signora",
        "madame",
        "ibu",
        "baroness",
        "duchess",
        "businesswoman",
        "policewoman",
        "councilwoman",
        "assemblywoman",
        "headmistress",
        "madam",
        "mdm",
        "hajia",
        "smt",
        "smt.",
        "begum",
        "puan",
        "sister",
    ];
    let man = [
        "mr.",
        "mr",
        "spokesman",
        "congressman",
        "councilman",
        "king",
        "prince",
        "sir",
        "lord",
        "pope",
        "father",
        "brother",
        "sheikh",
        "ayatollah",
        "imam",
        "mullah",
        "señor",
        "senor",
        "herr",
        "signor",
        "monsieur",
        "bapak",
        "duke",
        "emir",
        "sultan",
        "businessman",
        "policeman",
        "fisherman",
        "headmaster",
        "alhaji",
        "shri",
        "dato",
        "datuk",
        "maulana",
        "mufti",
        "haji",
        "fr",
        "fr.",
        "monsignor",
        "encik",
        "pak",
        "ustaz",
        "tuan",
    ];
    if words.iter().any(|w| has(&woman, w.text)) {
        return Gender::Woman;
    }
    if words.iter().any(|w| has(&man, w.text)) {
        return Gender::Man;
    }
    let nearest = words.iter().rev().find(|w| !w.capital);
    nearest.map_or(Gender::Unknown, |w| kin(w.text))
}

/// What "his wife" right before a name tells of its bearer.
pub(super) fn kin(word: &str) -> Gender {
    if names::KIN_WOMEN.has(word) {
        Gender::Woman
    } else if names::KIN_MEN.has(word) {
        Gender::Man
    } else {
        Gender::Unknown
    }
}

/// What a given name tells.
pub fn given_gender(given: &str) -> Gender {
    let given = fold(given);
    // "Jean-Robert": what follows tells.
    let given = match given.split_once('-') {
        Some(("jean", second)) => second,
        Some((first, _)) => first,
        None => given.as_str(),
    };
    if names::WOMEN.has(given) {
        Gender::Woman
    } else if names::MEN.has(given) {
        Gender::Man
    } else {
        Gender::Unknown
    }
}
