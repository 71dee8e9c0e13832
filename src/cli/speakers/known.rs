//! A list of known speakers as CSV. What becomes of it must not be known here.

use crate::cli::exit::Failure;
use crate::model::KnownSpeaker;
use crate::model::SpeakerKind;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Largest file in bytes; a larger one is refused.
const MAX_FILE: u64 = 64 << 20;
/// Bad lines that are named one by one; the rest are counted.
const LINES_NAMED: usize = 10;
/// Longest name in bytes.
const MAX_NAME: usize = 160;
/// Most aliases of one speaker.
const MAX_ALIASES: usize = 100;

/// The file's name and its speakers. Every bad line is told at once.
pub fn read(path: &Path) -> Result<(String, Vec<KnownSpeaker>), Failure> {
    let shown = path.display();
    let failed = |e: std::io::Error| Failure::misuse(format!("{shown} cannot be read: {e}"));
    let mut text = String::new();
    let bytes = match path.as_os_str() == "-" {
        true => std::io::stdin()
            .lock()
            .take(MAX_FILE + 1)
            .read_to_string(&mut text),
        false => {
            File::open(path).and_then(|file| file.take(MAX_FILE + 1).read_to_string(&mut text))
        }
    };
    if bytes.map_err(failed)? as u64 > MAX_FILE {
        return Err(Failure::misuse(format!(
            "{shown} has more than {} MiB",
            MAX_FILE >> 20
        )));
    }
    let known = parse(&text).map_err(|why| Failure::misuse(format!("{shown}: {why}")))?;
    let name = path.file_name().map_or_else(
        || "-".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    Ok((name, known))
}

fn parse(text: &str) -> Result<Vec<KnownSpeaker>, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|e| e.to_string())?.clone();
    let place = |wanted: &str| {
        header
            .iter()
            .position(|name| name.eq_ignore_ascii_case(wanted))
    };
    let known = ["name", "kind", "aliases", "wikidata"];
    if let Some(other) = header
        .iter()
        .find(|name| !known.iter().any(|k| name.eq_ignore_ascii_case(k)))
    {
        return Err(format!(
            "there is no column '{other}': the columns are name, kind, aliases, wikidata"
        ));
    }
    let name_at = place("name").ok_or(
        "the first line names no column 'name': the columns are name, kind, aliases, wikidata",
    )?;
    let places = [place("kind"), place("aliases"), place("wikidata")];
    let (mut speakers, mut bad) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        let line = record.position().map_or(0, |at| at.line());
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
        match one(field(Some(name_at)), places.map(field)) {
            Ok(speaker) => speakers.push(speaker),
            Err(why) => bad.push(format!("line {line}: {why}")),
        }
    }
    if speakers.is_empty() && bad.is_empty() {
        return Err("it lists nobody".to_owned());
    }
    if bad.is_empty() {
        return Ok(speakers);
    }
    let more = bad.len().saturating_sub(LINES_NAMED);
    bad.truncate(LINES_NAMED);
    if more > 0 {
        bad.push(format!("and {more} more lines"));
    }
    Err(bad.join("\n  "))
}

fn one(name: &str, [kind, aliases, wikidata]: [&str; 3]) -> Result<KnownSpeaker, String> {
    let fits = |name: &str| !name.is_empty() && name.len() <= MAX_NAME;
    if !fits(name) {
        return Err(format!("a name has 1 to {MAX_NAME} bytes"));
    }
    let kind = match kind.to_ascii_lowercase().as_str() {
        "" | "person" => SpeakerKind::Person,
        "organisation" | "organization" => SpeakerKind::Organisation,
        "government" => SpeakerKind::Government,
        _ => {
            return Err(format!(
                "'{kind}' is no kind: it is person, organisation or government"
            ));
        }
    };
    let number = wikidata
        .strip_prefix('Q')
        .filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    if !wikidata.is_empty() && number.is_none() {
        return Err(format!(
            "'{wikidata}' is no Wikidata id: they are written Q42"
        ));
    }
    let aliases: Vec<String> = aliases
        .split(';')
        .map(str::trim)
        .filter(|a| !a.is_empty())
        .map(str::to_owned)
        .collect();
    if aliases.len() > MAX_ALIASES || !aliases.iter().all(|alias| fits(alias)) {
        return Err(format!(
            "a speaker has at most {MAX_ALIASES} aliases of at most {MAX_NAME} bytes"
        ));
    }
    Ok(KnownSpeaker {
        name: name.to_owned(),
        kind,
        aliases,
        wikidata: number.map(|_| wikidata.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_or_told_what_is_wrong() {
        let text = "name,kind,aliases,wikidata\n\"Ruiz, Ana\",person,A. Ruiz; Ruiz,Q42\nSalt Union,organisation,,\nTarn,,,\n";
        let known = parse(text).unwrap();
        assert_eq!(known.len(), 3);
        assert_eq!(known[0].aliases, ["A. Ruiz", "Ruiz"]);
        assert_eq!(
            (known[1].kind, known[2].kind),
            (SpeakerKind::Organisation, SpeakerKind::Person)
        );
        for (text, part) in [
            ("who\nAna\n", "no column 'who'"),
            ("kind\nperson\n", "no column 'name'"),
            ("name\n", "lists nobody"),
            (
                "name,kind\nAna,robot\n,person\n",
                "line 2: 'robot' is no kind",
            ),
            ("name,wikidata\nAna,42\n", "written Q42"),
        ] {
            let why = parse(text).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
