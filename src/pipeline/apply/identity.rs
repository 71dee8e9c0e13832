//! When two names are one person's: the same but for spelling, a nickname, an initial, another order of the names; and what else
//! must agree for it. Knows neither stories nor how rows are read.

use crate::text::fold;

/// Longest name that is compared part by part, in words; a longer one is only itself.
const MAX_PARTS: usize = 6;

/// Given names and the short forms that stand for them, lower case: the first of each line is the long form.
const NICKNAMES: &[&str] = &[
    "robert bob bobby rob robbie bert",
    "william bill billy will willie liam",
    "richard dick rick ricky rich",
    "james jim jimmy jamie",
    "john jack johnny jon",
    "joseph joe joey",
    "thomas tom tommy",
    "michael mike mick mickey",
    "charles charlie chuck chas",
    "edward ed eddie ted ned teddy",
    "theodore ted teddy theo",
    "henry harry hank",
    "margaret maggie meg peggy madge marge",
    "elizabeth liz beth betty eliza lizzie bess libby",
    "katherine kate kathy katie kitty kay",
    "catherine kate cathy cathie",
    "kathleen kathy kate",
    "patricia pat patty trish tricia",
    "patrick pat paddy",
    "david dave davey",
    "daniel dan danny",
    "stephen steve stevie",
    "steven steve",
    "anthony tony ant",
    "andrew andy drew",
    "alexander alex sandy sasha alec",
    "alexandra alex sandra sasha",
    "benjamin ben benny",
    "bradley brad",
    "christopher chris kit",
    "christine chris chrissie",
    "deborah deb debbie debby",
    "donald don donnie",
    "douglas doug",
    "eugene gene",
    "francis frank",
    "frederick fred freddie",
    "gerald gerry jerry",
    "gregory greg",
    "jacob jake",
    "jeffrey jeff",
    "geoffrey geoff",
    "jennifer jen jenny",
    "jessica jess jessie",
    "jonathan jon jonny",
    "joshua josh",
    "kenneth ken kenny",
    "kimberly kim",
    "lawrence larry",
    "leonard len lenny leo",
    "matthew matt",
    "nathaniel nat nate",
    "nathan nate",
    "nicholas nick nicky",
    "pamela pam",
    "peter pete",
    "philip phil",
    "raymond ray",
    "rebecca becky becca",
    "ronald ron ronnie",
    "samuel sam sammy",
    "samantha sam",
    "susan sue susie",
    "timothy tim",
    "victoria vicky tori",
    "vincent vince vinny",
    "walter walt wally",
    "zachary zach zack",
    "vladimir volodymyr",
    "mikhail misha",
    "muhammad mohammed mohammad mohamed muhammed",
];

/// Small words that change nothing, lower case.
const SUFFIXES: &[&str] = &["sr", "phd", "md", "esq"];

/// How two names that differ can be one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// One given name is the other's nickname.
    Nickname,
    /// One has a middle name or initials that the other has not, or initials for its names.
    MiddleName,
    /// The same names in another order.
    NameOrder,
    /// Another spelling of one of the names.
    Spelling,
}

/// A name as it identifies: folded, without full stops, hyphens as spaces.
pub fn key(name: &str) -> String {
    let folded = fold(name);
    let mut out = String::with_capacity(folded.len());
    for part in folded.split([' ', '-', '.', ',']).filter(|p| !p.is_empty()) {
        if SUFFIXES.contains(&part) {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part.trim_end_matches("'s"));
    }
    if out.is_empty() { folded } else { out }
}

/// Other keys under which the person with this key may be known: to be looked up, and then compared by [`likeness`].
pub fn other_keys(key: &str) -> Vec<String> {
    let parts: Vec<&str> = key.split(' ').collect();
    let mut keys = Vec::new();
    let [first, middle @ .., last] = parts.as_slice() else {
        return keys;
    };
    if parts.len() > MAX_PARTS {
        return keys;
    }
    for given in forms_of(first) {
        keys.push(format!("{given} {last}"));
        if !middle.is_empty() {
            keys.push(format!("{given} {} {last}", middle.join(" ")));
        }
    }
    if !middle.is_empty() {
        keys.push(format!("{first} {last}"));
    } else {
        keys.push(format!("{last} {first}"));
    }
    keys.push((*last).to_owned());
    keys.retain(|k| k != key);
    keys.dedup();
    keys
}

/// The long and short forms of a given name, without itself.
fn forms_of(given: &str) -> Vec<&'static str> {
    let mut forms = Vec::new();
    for line in NICKNAMES {
        let long = line.split(' ').next().unwrap_or_default();
        if long == given {
            forms.extend(line.split(' ').skip(1));
        } else if line.split(' ').any(|form| form == given) {
            forms.push(long);
        }
    }
    forms
}

/// How two keys that differ can be one person's; `None` where they cannot.
pub fn likeness(a: &str, b: &str) -> Option<Likeness> {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    if ours.len() < 2 || theirs.len() < 2 || ours.len().max(theirs.len()) > MAX_PARTS {
        return None;
    }
    // "Jr." and "III" tell father and son apart.
    const GENERATION: &[&str] = &["jr", "ii", "iii", "iv"];
    let generation = |parts: &[&str]| {
        parts
            .iter()
            .copied()
            .find(|p| GENERATION.contains(p))
            .map(str::to_owned)
    };
    if generation(&ours) != generation(&theirs) {
        return None;
    }
    let ([of, om @ .., ol], [tf, tm @ .., tl]) = (ours.as_slice(), theirs.as_slice()) else {
        return None;
    };
    if ol == tl {
        let nickname = forms_of(of).iter().any(|form| form == tf);
        let middles = om.is_empty()
            || tm.is_empty()
            || om.iter().zip(tm).all(|(x, y)| x == y || initial(x, y));
        return match () {
            () if nickname && middles => Some(Likeness::Nickname),
            () if (of == tf || initial(of, tf)) && middles => Some(Likeness::MiddleName),
            () if om == tm && spelt_alike(of, tf) => Some(Likeness::Spelling),
            () => None,
        };
    }
    if ours.len() == theirs.len() && of == tf && om == tm && spelt_alike(ol, tl) {
        return Some(Likeness::Spelling);
    }
    let (mut sorted, mut other) = (ours.clone(), theirs.clone());
    sorted.sort_unstable();
    other.sort_unstable();
    (sorted == other).then_some(Likeness::NameOrder)
}

/// Whether one is the other's initial.
fn initial(a: &str, b: &str) -> bool {
    let one = |x: &str, y: &str| x.chars().count() == 1 && y.starts_with(x);
    one(a, b) || one(b, a)
}

/// Two transliterations of one name: the same consonants but for those that alphabets swap, or a letter apart in five or more.
fn spelt_alike(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    length >= 5 && skeleton(a) == skeleton(b)
        || length >= 5 && a.chars().next() == b.chars().next() && strsim::osa_distance(a, b) <= 1
}

/// Consonants as most alphabets agree on them.
fn skeleton(name: &str) -> String {
    let mut out = String::new();
    let name = name
        .replace("kh", "h")
        .replace("gh", "g")
        .replace("ph", "f")
        .replace("sch", "sh")
        .replace("tch", "ch")
        .replace("ck", "k")
        .replace("dh", "d")
        .replace("th", "t")
        .replace("zh", "j");
    for (n, c) in name.chars().enumerate() {
        let c = match c {
            'w' => 'v',
            'q' | 'c' => 'k',
            'y' | 'i' | 'e' | 'a' | 'o' | 'u' if n > 0 => continue,
            'y' => 'i',
            other => other,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_can_be_one_persons() {
        use Likeness::*;
        for (a, b, expect) in [
            ("Bob Kinsella", "Robert Kinsella", Some(Nickname)),
            ("Bob Kinsella", "William Kinsella", None),
            ("John Q. Tarn", "John Tarn", Some(MiddleName)),
            ("J. Tarn", "John Tarn", Some(MiddleName)),
            ("J. R. Tarn", "John Robert Tarn", Some(MiddleName)),
            ("John A. Tarn", "John B. Tarn", None),
            ("John Tarn Jr.", "John Tarn", None),
            ("Chalida Suwan", "Suwan Chalida", Some(NameOrder)),
            ("Anwar Teshkov", "Anvar Teshkov", Some(Spelling)),
            ("Mohsen Khalidi", "Mohsen Halidi", Some(Spelling)),
            ("Ana Lund", "Ida Lund", None),
            ("Ana Lund", "Ana Lind", None),
            ("Smith", "John Smith", None),
        ] {
            assert_eq!(likeness(&key(a), &key(b)), expect, "{a} / {b}");
        }
        assert_eq!(key("José Ibáñez-Roca"), key("Jose Ibanez Roca"));
        assert!(other_keys("bob kinsella").contains(&"robert kinsella".to_owned()));
    }
}
