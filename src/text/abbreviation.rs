//! Which full stops belong to a word. Shared by tokens and sentences; knows nothing else.

/// What a full stop after a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The word is written without one: it ends a sentence.
    Ends,
    /// Part of a title or initial that a name follows: never ends a sentence.
    Binds,
    /// Part of an abbreviation that may also stand last in a sentence.
    May,
}

/// Titles and the like, which are followed by what they belong to.
const BINDS: &[&str] = &[
    "adm", "asst", "atty", "brig", "capt", "cmdr", "col", "cpl", "det", "dr", "fr", "gen", "gov",
    "hon", "insp", "lt", "maj", "messrs", "mgr", "mme", "mlle", "mr", "mrs", "ms", "mt", "mx",
    "pfc", "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "spc", "st", "ste",
    "supt", "vs", "v", "fig", "no", "nos", "pp", "dist", "op", "cf", "viz", "e.g", "i.e", "gens",
    "cols", "govs", "drs", "profs", "sr.", "res",
];

/// Abbreviations that may be the last word of a sentence.
const MAY: &[&str] = &[
    "jr", "sr", "inc", "corp", "co", "ltd", "llc", "plc", "bros", "etc", "al", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ave", "blvd", "rd", "dept",
    "univ", "assn", "ala", "ariz", "ark", "calif", "colo", "conn", "del", "fla", "ga", "ill",
    "ind", "kan", "ky", "la", "md", "mass", "mich", "minn", "miss", "mo", "mont", "neb", "nev",
    "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "approx", "ft", "hr",
    "hrs", "min", "est", "ph.d", "esq", "maj-gen",
];

/// Longest abbreviation looked up, in bytes; anything longer is an ordinary word.
const LONGEST: usize = 16;

/// What a full stop right after `word` means. `word` is as printed, without the stop.
pub(super) fn after(word: &str) -> Stop {
    if word.len() > LONGEST {
        return Stop::Ends;
    }
    let mut letters = word.chars();
    if let (Some(c), None) = (letters.next(), letters.next()) {
        // "John F. Kennedy"; but "plan B." and "I." end sentences.
        return if c.is_uppercase() && c != 'I' {
            Stop::Binds
        } else {
            Stop::Ends
        };
    }
    if word.contains('.') {
        let initials = word.split('.').all(|part| part.chars().count() == 1);
        if initials {
            return Stop::May;
        }
    }
    let low = word.to_ascii_lowercase();
    let capital = word.starts_with(char::is_uppercase);
    if BINDS.contains(&low.as_str()) {
        // "He said no." and "the rep." are sentences; "No. 10" and "Rep. Lee" are not.
        let common = matches!(
            low.as_str(),
            "no" | "rep" | "op" | "fig" | "res" | "col" | "det" | "hon" | "st"
        );
        return if common && !capital {
            Stop::Ends
        } else {
            Stop::Binds
        };
    }
    let lower_case_too = matches!(
        low.as_str(),
        "etc" | "al" | "ft" | "hr" | "hrs" | "approx" | "a.m" | "p.m"
    );
    if (capital || lower_case_too) && MAY.contains(&low.as_str()) {
        return Stop::May;
    }
    Stop::Ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_after_words() {
        for (word, stop) in [
            ("Mr", Stop::Binds),
            ("F", Stop::Binds),
            ("U.S", Stop::May),
            ("p.m", Stop::May),
            ("Inc", Stop::May),
            ("plan", Stop::Ends),
            ("no", Stop::Ends),
            ("No", Stop::Binds),
            ("I", Stop::Ends),
            ("mass", Stop::Ends),
        ] {
            assert_eq!(after(word), stop, "{word}");
        }
    }
}
