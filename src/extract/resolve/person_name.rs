//! Where in a source a person's name stands, what is title and role beside it, and what both tell of gender.
//! What else a source can be must not be known here.

use super::gender::gender_of;
use super::gender::given_gender;
use super::mention::Gender;
use super::names;
use super::names::has;
use super::phrase::PREPS;
use super::phrase::Word;
use super::phrase::first_prep;
use super::phrase::head;
use super::phrase::join;
use super::trades::Kinds;

const PARTICLES: &[&str] = &[
    "al", "bin", "ibn", "von", "van", "der", "den", "de", "del", "della", "di", "da", "la", "le",
    "el", "ter", "ben", "abu", "y",
];

/// A person's name at the end of the words, or before the first preposition: the name, the role before it, the gender.
pub(super) fn person(words: &[Word], definite: bool) -> Option<(String, Option<String>, Gender)> {
    let words = without_honours(words);
    let prep = first_prep(words);
    // "House of Commons clerk Ana Ruiz of the Guild": the name may stand before a later preposition than the first.
    let preps = (1..words.len()).filter(|&i| has(PREPS, words[i].text) && !words[i].capital);
    for (n, prep) in preps.enumerate() {
        let found = named_tail(&words[..prep], definite).filter(|(start, _)| {
            let title = *start > 0 && titled(&words[..*start]);
            prep - start >= 2 && (n == 0 || title) || n == 0 && title
        });
        if let Some((start, role_end)) = found {
            return Some(describe(words, start, prep, role_end));
        }
    }
    // "Monks at Wat Sing": several people of a place.
    let several = |p: usize| {
        let noun = words[p - 1].text;
        p == 1 && noun.ends_with('s') && names::MEN.has(noun) == names::WOMEN.has(noun)
    };
    if prep.is_some_and(|p| p > 0 && several(p)) {
        return None;
    }
    // "A study in the journal Reef Letters": a paper is nobody.
    let paper = prep.filter(|&p| p > 0).and_then(|_| head(words));
    if paper.is_some_and(|noun| names::DOCUMENTS.has(noun)) {
        return None;
    }
    let (start, role_end) = named_tail(words, definite)?;
    Some(describe(words, start, words.len(), role_end))
}

/// "Gil Askew QC": letters after a name are no part of it.
fn without_honours<'w, 't>(words: &'w [Word<'t>]) -> &'w [Word<'t>] {
    let honour = |w: &Word| {
        names::HONOURS.has(w.text) && w.text.chars().filter(|c| c.is_uppercase()).count() > 1
    };
    let mut end = words.len();
    while end > 2 && honour(&words[end - 1]) {
        end -= 1;
    }
    &words[..end]
}

fn describe(
    words: &[Word],
    start: usize,
    end: usize,
    role_end: usize,
) -> (String, Option<String>, Gender) {
    let name = join(&words[start..end]);
    let role = join(&words[..role_end]);
    let title_only = role_end == 1
        && words.first().is_some_and(|w| {
            w.text.ends_with('.')
                && matches!(
                    w.text.to_ascii_lowercase().as_str(),
                    "mr." | "mrs." | "ms." | "dr."
                )
        })
        || matches!(
            role.to_ascii_lowercase().as_str(),
            "mr" | "mrs" | "ms" | "miss" | "madam" | "mdm"
        );
    let gender = gender(words, &words[start..end]);
    let epithet = names::EPITHETS.has(&role);
    let role = (!role.is_empty() && !title_only && !epithet).then_some(role);
    (name, role, gender)
}

fn gender(words: &[Word], name: &[Word]) -> Gender {
    match gender_of(words) {
        Gender::Unknown => given_gender(name.first().map_or("", |w| w.text)),
        told => told,
    }
}

/// Whether the words before a name are titles or roles.
fn titled(words: &[Word]) -> bool {
    words.iter().any(|w| names::TITLES.has(w.text))
}

/// Where the person's name at the end of `words` begins, and where the role before it ends.
pub(super) fn named_tail(words: &[Word], definite: bool) -> Option<(usize, usize)> {
    let mut start = words.len();
    while start > 0 {
        let word = words[start - 1];
        let particle = !word.capital && has(PARTICLES, word.text) && start < words.len();
        if word.clitic || !(word.capital || particle) {
            break;
        }
        start -= 1;
    }
    let lead = start;
    // Titles, bodies and acronyms inside the run end the role: "Supreme Water Council | Luz Vega".
    let mut cut = false;
    for i in (start..words.len()).rev() {
        let word = words[i].text;
        let acronym = word.chars().count() >= 2
            && word.chars().all(|c| c.is_uppercase() || c == '&')
            && words.len() - i > 2;
        // "Stephen King" is no king.
        let given = |w: &Word| names::MEN.has(w.text) || names::WOMEN.has(w.text);
        let surname = i + 1 == words.len() && i > start && given(&words[i - 1]);
        // "Assistant Dean Whitty" is called Dean.
        let called = i > start && i + 2 == words.len() && names::MEN.has(word);
        if surname || called && names::TITLES.has(words[i - 1].text) {
            continue;
        }
        // "Presidents Reagan and Clinton"
        let titles = i + 1 < words.len()
            && word
                .strip_suffix('s')
                .is_some_and(|one| names::TITLES.has(one));
        // "Top-seeded Americans Ana Ruiz and …"
        let nation = i + 1 < words.len() && word.ends_with('s') && names::demonym(word);
        // "Charity Ruiz", "Mossa Ag Ruiz": names that are also what bodies are called.
        let body =
            names::BODIES.has(word) && word != "Ag" && !(i + 1 < words.len() && given(&words[i]));
        if names::TITLES.has(word) || titles || nation || body || acronym {
            start = i + 1;
            cut = true;
            break;
        }
    }
    while start < words.len()
        && (!words[start].capital || words.len() - start > 2 && names::demonym(words[start].text))
    {
        start += 1;
        cut = true;
    }
    // "Minister for Housing Ana Ruiz": the first capitals are the office's.
    let of_office = lead > 0
        && lead == start
        && has(&["for", "of"], words[lead - 1].text)
        && words[..lead].iter().any(|w| names::ROLES.has(w.text));
    if of_office && words.len() - start > 2 {
        let given = |w: &Word| !matches!(given_gender(w.text), Gender::Unknown);
        let from = (start + 1..words.len() - 1).find(|&i| given(&words[i]));
        start = from.unwrap_or(words.len() - 2);
        cut = true;
    }
    // "A spokesman for Chelsea", "a lawyer for Ana Ruiz": whom somebody works for. "The farmer from New Reed": where.
    let behind = lead > 0 && lead == start;
    let serves = behind && has(&["for", "to", "at", "of"], words[lead - 1].text);
    let places = [
        "from", "in", "near", "outside", "inside", "with", "by", "at",
    ];
    let plain = |w: &Word| !w.capital && !names::ROLES.has(w.text) && !names::TITLES.has(w.text);
    // "A backbencher from regional New Reed"
    let placed = words[..lead].iter().rposition(|w| has(&places, w.text));
    let placed = placed.is_some_and(|prep| words[prep + 1..lead].iter().all(plain));
    if serves && words.len() - start <= 2 || behind && placed {
        return None;
    }
    // "Balladmaker Tom Park": what somebody does stands before a given name.
    let made = |w: &Word| {
        const DOES: &[&str] = &[
            "writer",
            "maker",
            "player",
            "keeper",
            "worker",
            "dealer",
            "grower",
            "owner",
            "holder",
            "builder",
            "designer",
            "ologist",
            "ographer",
            "ician",
            "master",
            "woman",
            "star",
            "mate",
            "enthusiast",
            "ist",
            "er",
            "or",
        ];
        let low = w.text.to_lowercase();
        low.len() > 4 && DOES.iter().any(|end| low.ends_with(end))
    };
    let given = |w: &Word| given_gender(w.text) != Gender::Unknown;
    if words.len() - start > 2
        && !given(&words[start])
        && given(&words[start + 1])
        && made(&words[start])
    {
        start += 1;
        cut = true;
    }
    // "Left-hander Ana Ruiz", "Det Con Tom Park"
    let trade = |w: &Word| {
        names::TRADES.has(w.text) || Kinds::of(&w.text.to_lowercase()) != Kinds::default()
    };
    let rank = start > 0
        && words[start - 1].text == "Det"
        && has(&["con", "sgt", "insp", "supt", "ch"], words[start].text);
    while words.len() - start > 2 && (rank || trade(&words[start])) && !given(&words[start]) {
        start += 1;
        cut = true;
        if rank {
            break;
        }
    }
    // "Old Jem Carrick": what is left is a whole name without it.
    if words.len() - start > 2 && names::EPITHETS.has(words[start].text) {
        start += 1;
    }
    let length = words.len() - start;
    if length == 0 || length > 5 {
        return None;
    }
    // "Death to Children With Fever": headlines give small words capitals too.
    if words[start..]
        .iter()
        .any(|w| w.capital && has(&["with", "from", "for", "of", "at", "and", "the"], w.text))
    {
        return None;
    }
    let last = words[words.len() - 1].text;
    let place = length == 1 && names::PLACES.has(last);
    let plural = length == 1 && names::demonym(last) && last.ends_with('s');
    if place
        || plural
        || names::BODIES.has(last)
        || last.chars().next().is_some_and(|c| c.is_ascii_digit())
    {
        return None;
    }
    let with_role = start > 0
        && (cut && (titled(&words[..start]) || made(&words[start - 1]))
            || titled(&words[lead.saturating_sub(1)..lead])
            || lead > 0
                && !words[lead - 1].clitic
                && (words[..lead].iter())
                    .any(|w| names::ROLES.has(w.text) || names::TRADES.has(w.text)));
    // "the Pentagon", "the White House": an article and no title make a body.
    if definite && !with_role {
        return None;
    }
    if start > 0 && !with_role && length < 2 {
        return None;
    }
    let shout = length == 1
        && last.chars().count() <= 5
        && last
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(char::is_uppercase);
    if shout && !with_role {
        return None;
    }
    Some((start, start))
}

/// A name that is no name: places and set phrases of two capitalised words are told by their last word.
pub(super) fn plausible(name: &str) -> bool {
    const THINGS: &str = "heights street strip bank sea river valley avenue east west north south city county island \
        islands war act day state desert bay square hill award cup games border agreement deal plan \
        open championship championships grand prix masters festival awards prize airport stadium \
        prison palace road bridge park hall house test tour trophy rally series";
    let last = name.rsplit(' ').next().unwrap_or_default();
    let first = name.split(' ').next().unwrap_or_default();
    // "West Reed", "Fort Reed"
    const LEADS: &[&str] = &[
        "west", "east", "north", "south", "new", "fort", "port", "mount", "lake", "upper", "lower",
    ];
    if has(LEADS, first) {
        return false;
    }
    // "Australian Open": a nation's adjective is no given name; "Manish" and "Christian" are.
    let nation = names::NATIONS.has(first);
    let given = given_gender(first) != Gender::Unknown;
    let thing = THINGS.split(' ').any(|t| t.eq_ignore_ascii_case(last)) || names::demonym(last);
    (given || !thing) && !nation && !names::PLACES.has(last)
}
