//! Rough stems of English words, so that the forms of one verb share a number. Wrong stems cost little: they are only
//! keys of features. Parts of speech must not be known here.

use super::hash as number;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Forms that no rule of endings gives, and their stem.
const IRREGULAR: &[(&str, &str)] = &[
    ("said", "say"),
    ("says", "say"),
    ("told", "tell"),
    ("wrote", "write"),
    ("written", "write"),
    ("writing", "write"),
    ("thought", "think"),
    ("felt", "feel"),
    ("knew", "know"),
    ("known", "know"),
    ("heard", "hear"),
    ("saw", "see"),
    ("seen", "see"),
    ("spoke", "speak"),
    ("spoken", "speak"),
    ("made", "make"),
    ("making", "make"),
    ("gave", "give"),
    ("given", "give"),
    ("giving", "give"),
    ("took", "take"),
    ("taken", "take"),
    ("taking", "take"),
    ("went", "go"),
    ("gone", "go"),
    ("goes", "go"),
    ("did", "do"),
    ("done", "do"),
    ("does", "do"),
    ("was", "be"),
    ("were", "be"),
    ("been", "be"),
    ("is", "be"),
    ("are", "be"),
    ("am", "be"),
    ("being", "be"),
    ("'s", "be"),
    ("had", "have"),
    ("has", "have"),
    ("having", "have"),
    ("held", "hold"),
    ("read", "read"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("understood", "understand"),
    ("found", "find"),
    ("showed", "show"),
    ("shown", "show"),
    ("sought", "seek"),
    ("came", "come"),
    ("coming", "come"),
    ("got", "get"),
    ("gotten", "get"),
    ("left", "leave"),
    ("put", "put"),
    ("sent", "send"),
    ("began", "begin"),
    ("begun", "begin"),
    ("chose", "choose"),
    ("chosen", "choose"),
    ("foresaw", "foresee"),
    ("foreseen", "foresee"),
    ("forecast", "forecast"),
    ("meant", "mean"),
    ("met", "meet"),
    ("paid", "pay"),
    ("laid", "lay"),
    ("kept", "keep"),
    ("brought", "bring"),
    ("drew", "draw"),
    ("drawn", "draw"),
    ("stood", "stand"),
    ("withdrew", "withdraw"),
    ("withdrawn", "withdraw"),
    ("misspoke", "misspeak"),
    ("led", "lead"),
    ("lied", "lie"),
    ("lying", "lie"),
    ("agreed", "agree"),
    ("agrees", "agree"),
    ("fought", "fight"),
    ("retold", "retell"),
    ("foretold", "foretell"),
    ("wanted", "want"),
    ("quoth", "quote"),
    ("shot", "shoot"),
    ("broke", "break"),
    ("broken", "break"),
    ("cried", "cry"),
    ("cries", "cry"),
    ("won", "win"),
    ("ran", "run"),
    ("set", "set"),
    ("taught", "teach"),
    ("sang", "sing"),
    ("forgot", "forget"),
    ("forgave", "forgive"),
];

/// Longest word that is stemmed, in bytes; anything longer is its own stem.
const LONGEST: usize = 24;

static IRREGULAR_STEMS: LazyLock<FxHashMap<&'static [u8], &'static str>> = LazyLock::new(|| {
    IRREGULAR
        .iter()
        .map(|(form, stem)| (form.as_bytes(), *stem))
        .collect()
});

/// The dictionary form of an irregular form in lower case.
pub fn irregular(form: &str) -> Option<&'static str> {
    IRREGULAR_STEMS.get(form.as_bytes()).copied()
}

/// The number of `printed`'s stem; `low` is the number of its folded form, which is returned where it is its own stem.
pub fn hash(printed: &str, low: u32) -> u32 {
    if printed.len() > LONGEST || !printed.is_ascii() || printed.len() < 3 {
        return low;
    }
    let mut buffer = [0u8; LONGEST];
    let word = &mut buffer[..printed.len()];
    word.copy_from_slice(printed.as_bytes());
    word.make_ascii_lowercase();
    let word = &*word;
    if let Some(stem) = IRREGULAR_STEMS.get(word) {
        return number::word(stem);
    }
    let (root, restore_y) = strip(word);
    let root = match root {
        // "planned" is "plan", but "called" is "call".
        [head @ .., a, b]
            if a == b
                && root.len() < word.len()
                && !matches!(a, b'l' | b's' | b'e' | b'o')
                && head.len() > 1 =>
        {
            &root[..root.len() - 1]
        }
        [.., b'e'] if root.len() > 3 => &root[..root.len() - 1],
        _ => root,
    };
    let h = root.iter().fold(number::EMPTY, |h, &b| number::byte(h, b));
    if restore_y { number::byte(h, b'y') } else { h }
}

/// Takes an ending off; the second value says that a "y" stood there.
fn strip(word: &[u8]) -> (&[u8], bool) {
    let vowel = |w: &[u8]| {
        w.iter()
            .any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
    };
    for (end, least, y) in [
        (&b"ies"[..], 2, true),
        (b"ied", 2, true),
        (b"ing", 2, false),
        (b"ed", 2, false),
        (b"es", 3, false),
        (b"s", 2, false),
    ] {
        if let Some(root) = word.strip_suffix(end) {
            let plural = end == b"s" && matches!(root.last(), Some(b's' | b'u' | b'i'));
            if root.len() >= least && vowel(root) && !plural {
                return (root, y);
            }
        }
    }
    (word, false)
}

#[cfg(test)]
mod tests {
    use super::hash;
    use super::number::word;

    fn stem(text: &str) -> u32 {
        hash(text, word(text))
    }

    #[test]
    fn forms_of_one_verb_share_a_number() {
        for (a, b) in [
            ("said", "Says"),
            ("claimed", "claims"),
            ("claiming", "claim"),
            ("denied", "deny"),
            ("urging", "urged"),
            ("planned", "plan"),
            ("called", "calling"),
            ("argues", "arguing"),
            ("told", "tells"),
            ("criticize", "criticized"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
        assert_ne!(stem("bed"), stem("bing"));
    }
}
