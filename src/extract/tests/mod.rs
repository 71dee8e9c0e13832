//! The extractor on whole passages: what is found, and what must not be.
#![allow(clippy::unwrap_used)]

mod contents;
mod passages;
mod robust;
mod speakers;

use super::extract_by_rules;
use crate::model::Attribution;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use crate::model::Span;
use crate::model::Story;

/// Paragraphs are parted by a line break; one that begins with "[caption]" or "[box]" is of that kind.
fn story(text: &str) -> Story {
    let body = text.lines().map(|line| {
        let (kind, text) = match (line.strip_prefix("[caption]"), line.strip_prefix("[box]")) {
            (Some(text), _) => (ParagraphKind::Caption, text),
            (_, Some(text)) => (ParagraphKind::Boilerplate, text),
            _ => (ParagraphKind::Text, line),
        };
        Paragraph {
            kind,
            text: text.to_owned(),
        }
    });
    Story {
        body: body.collect(),
        ..Story::default()
    }
}

/// `source | cue | content | kind | speaker`, one line an attribution; fragments joined by " .. ", nothing is "-".
fn show(story: &Story, a: &Attribution) -> String {
    let text = story.text();
    let words = |spans: &[Span]| match spans {
        [] => "-".to_owned(),
        _ => spans
            .iter()
            .map(|s| s.of(&text).unwrap())
            .collect::<Vec<_>>()
            .join(" .. "),
    };
    let speaker = a.speaker.as_ref().map_or("-", |s| &s.name);
    let relay = a
        .relayed_by
        .as_ref()
        .map_or(String::new(), |r| format!(" via {r}"));
    format!(
        "{} | {} | {} | {} | {speaker}{relay}",
        words(&a.source),
        words(&a.cue),
        words(&a.content),
        a.kind.word()
    )
}

fn all(text: &str) -> Vec<String> {
    let story = story(text);
    extract_by_rules(&story)
        .iter()
        .map(|a| show(&story, a))
        .collect()
}

/// Runs a table and reports every line that differs, not only the first.
fn check(table: &[(&str, &[&str])]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(text, expect)| {
            let got = all(text);
            (got != *expect).then(|| format!("{text}\n   want {expect:#?}\n   got  {got:#?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} differ:\n{}",
        wrong.len(),
        table.len(),
        wrong.join("\n")
    );
}

#[test]
fn direct() {
    check(&[
        (
            "“We will go,” Ann Lee said.",
            &["Ann Lee | said | “We will go,” | direct | Ann Lee"],
        ),
        (
            "“We will go,” said Ann Lee.",
            &["Ann Lee | said | “We will go,” | direct | Ann Lee"],
        ),
        (
            "Ann Lee said: “We will go.”",
            &["Ann Lee | said | “We will go.” | direct | Ann Lee"],
        ),
        (
            "Ann Lee said, “We will go.”",
            &["Ann Lee | said | “We will go.” | direct | Ann Lee"],
        ),
        (
            "“We will go,” Ann Lee said, “and soon.”",
            &["Ann Lee | said | “We will go,” .. “and soon.” | direct | Ann Lee"],
        ),
        (
            "“We will go,” Ann Lee said. “And soon, I hope.”",
            &["Ann Lee | said | “We will go,” .. “And soon, I hope.” | direct | Ann Lee"],
        ),
        (
            "\"We will go,\" Ann Lee told reporters on Friday.",
            &["Ann Lee | told | \"We will go,\" | direct | Ann Lee"],
        ),
        (
            "‘It’s the voters’ call,’ said Ann Lee, a baker in Kent.",
            &["Ann Lee, a baker in Kent | said | ‘It’s the voters’ call,’ | direct | Ann Lee"],
        ),
        (
            "“Will you come along?” Ann Lee asked.",
            &["Ann Lee | asked | “Will you come along?” | direct | Ann Lee"],
        ),
        (
            "“Will you come along?” asked Ann Lee.",
            &["Ann Lee | asked | “Will you come along?” | direct | Ann Lee"],
        ),
        (
            "“The bridge is closed,” Ann Lee, 58, told Radio Kent.",
            &["Ann Lee, 58, | told | “The bridge is closed,” | direct | Ann Lee"],
        ),
        (
            "«The bridge is closed», said Ann Lee.",
            &["Ann Lee | said | «The bridge is closed» | direct | Ann Lee"],
        ),
        (
            "Lee: “The bridge is closed for good.”",
            &["Lee | : | “The bridge is closed for good.” | direct | Lee"],
        ),
        (
            "LEE: The bridge is closed for good.",
            &["LEE | : | The bridge is closed for good. | direct | LEE"],
        ),
        (
            "“We go,” said Ann Lee. “And soon, too.” Tom Park laughed. “Nobody knows the way.”",
            &[
                "Ann Lee | said | “We go,” .. “And soon, too.” | direct | Ann Lee",
                "Tom Park | laughed | “Nobody knows the way.” | direct | Tom Park",
            ],
        ),
        (
            "“We go,” said Ann Lee. “And how soon?” Tom Park asked.",
            &[
                "Ann Lee | said | “We go,” | direct | Ann Lee",
                "Tom Park | asked | “And how soon?” | direct | Tom Park",
            ],
        ),
        ("“The bridge is closed, Ann Lee said.", &[]),
    ]);
}

#[test]
fn indirect() {
    check(&[
        (
            "Ann Lee said that the bridge was closed.",
            &["Ann Lee | said | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee said the bridge was closed.",
            &["Ann Lee | said | the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee said on Tuesday that the bridge was closed.",
            &["Ann Lee | said | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee on Tuesday said the bridge was closed.",
            &["Ann Lee | said | the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee said in a statement on Tuesday that the bridge was closed.",
            &["Ann Lee | said in a statement | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "The bridge was closed on Monday, Ann Lee said.",
            &["Ann Lee | said | The bridge was closed on Monday | indirect | Ann Lee"],
        ),
        (
            "The bridge was closed on Monday, said Ann Lee, a baker.",
            &["Ann Lee, a baker | said | The bridge was closed on Monday | indirect | Ann Lee"],
        ),
        (
            "The old bridge, Ann Lee said, was closed on Monday.",
            &["Ann Lee | said | The old bridge .. was closed on Monday | indirect | Ann Lee"],
        ),
        (
            "According to Ann Lee, the bridge was closed.",
            &["Ann Lee | According to | the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "According to Ann Lee, a baker in Kent, the bridge was closed.",
            &[
                "Ann Lee, a baker in Kent | According to | the bridge was closed | indirect | Ann Lee",
            ],
        ),
        (
            "The bridge was closed, according to Ann Lee.",
            &["Ann Lee | according to | The bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee, who runs a bakery, said that the bridge was closed.",
            &[
                "Ann Lee, who runs a bakery, | said | that the bridge was closed | indirect | Ann Lee",
            ],
        ),
        (
            "Ann Lee, a baker in Kent, warned that the bridge was closed.",
            &[
                "Ann Lee, a baker in Kent, | warned | that the bridge was closed | indirect | Ann Lee",
            ],
        ),
        (
            "Ann Lee told reporters that the bridge was closed.",
            &["Ann Lee | told | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee told Radio Kent on Tuesday that the bridge was closed.",
            &["Ann Lee | told | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee has repeatedly said that the bridge was closed.",
            &["Ann Lee | has repeatedly said | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee believes the bridge was closed.",
            &["Ann Lee | believes | the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee asked whether the bridge was closed.",
            &["Ann Lee | asked | whether the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee vowed to close the bridge.",
            &["Ann Lee | vowed | to close the bridge | indirect | Ann Lee"],
        ),
        (
            "Ann Lee urged the council to close the bridge.",
            &["Ann Lee | urged | the council to close the bridge | indirect | Ann Lee"],
        ),
        (
            "Ann Lee called on the council to close the bridge.",
            &["Ann Lee | called on | the council to close the bridge | indirect | Ann Lee"],
        ),
        (
            "Ann Lee praised the work of the council.",
            &["Ann Lee | praised | the work of the council | indirect | Ann Lee"],
        ),
        (
            "Ann Lee condemned the closing of the bridge on Monday.",
            &["Ann Lee | condemned | the closing of the bridge | indirect | Ann Lee"],
        ),
        (
            "Ann Lee accused the council of closing the bridge.",
            &["Ann Lee | accused | the council of closing the bridge | indirect | Ann Lee"],
        ),
        (
            "Ann Lee denied that the bridge was closed.",
            &["Ann Lee | denied | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee went on to say that the bridge was closed.",
            &["Ann Lee | went on to say | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "Ann Lee was quoted as saying that the bridge was closed.",
            &["Ann Lee | was quoted as saying | that the bridge was closed | indirect | Ann Lee"],
        ),
        (
            "The bridge is expected to close on Monday.",
            &["- | is expected | The bridge .. to close on Monday | indirect | -"],
        ),
        (
            "He crossed a bridge that the army said was closed for good.",
            &["the army | said | a bridge .. was closed for good | indirect | army"],
        ),
    ]);
}

#[test]
fn several_in_one_sentence() {
    check(&[
        (
            "Ann Lee said the bridge was closed, adding that the tunnel would follow.",
            &[
                "Ann Lee | said | the bridge was closed | indirect | Ann Lee",
                "Ann Lee | adding | that the tunnel would follow | indirect | Ann Lee",
            ],
        ),
        (
            "“The bridge is closed,” Ann Lee said, adding that “the tunnel” would follow.",
            &[
                "Ann Lee | said | “The bridge is closed,” | direct | Ann Lee",
                "Ann Lee | adding | that “the tunnel” would follow | mixed | Ann Lee",
            ],
        ),
        (
            "Ann Lee said the bridge was closed and added that the tunnel would follow.",
            &[
                "Ann Lee | said | the bridge was closed | indirect | Ann Lee",
                "Ann Lee | added | that the tunnel would follow | indirect | Ann Lee",
            ],
        ),
        (
            "Ann Lee said the bridge was closed, but Per Dahl said it was open.",
            &[
                "Ann Lee | said | the bridge was closed | indirect | Ann Lee",
                "Per Dahl | said | it was open | indirect | Per Dahl",
            ],
        ),
        (
            "Ann Lee said that Per Dahl had claimed that the bridge was closed.",
            &[
                "Ann Lee | said | that Per Dahl had claimed that the bridge was closed | indirect | Ann Lee",
            ],
        ),
        (
            "According to the Andina news agency, Ann Lee also denounced the closing of the bridge.",
            &[
                "Ann Lee | also denounced | the closing of the bridge | indirect | Ann Lee via Andina news agency",
            ],
        ),
        (
            "Ann Lee praised the “old and solid” bridge, the news agency reported.",
            &["Ann Lee | praised | the “old and solid” bridge | mixed | Ann Lee via news agency"],
        ),
        (
            "The two spoke of “bridges, tunnels and roads,” Peru’s foreign ministry said in a statement.",
            &[
                "Peru’s foreign ministry | said in a statement | The two spoke of “bridges, tunnels and roads,” | mixed | Peru’s foreign ministry",
            ],
        ),
        (
            "“Until the road is safe, closing the bridge” must go on, said Ann Lee.",
            &[
                "Ann Lee | said | “Until the road is safe, closing the bridge” must go on | mixed | Ann Lee",
            ],
        ),
    ]);
}

#[test]
fn over_paragraphs() {
    check(&[
        (
            "“We close the bridge,” Ann Lee said. “It is old.\n“It is also ugly.\n“Nobody will miss it.”",
            &[
                "Ann Lee | said | “We close the bridge,” .. “It is old. .. “It is also ugly. .. “Nobody will miss it.” | direct | Ann Lee",
            ],
        ),
        (
            "“The bridge is old.\n“We will close it,” Ann Lee said.",
            &["Ann Lee | said | “The bridge is old. .. “We will close it,” | direct | Ann Lee"],
        ),
        (
            "“The bridge is old.\n“It is ugly.\n“We will close it,” Ann Lee said.",
            &[
                "Ann Lee | said | “The bridge is old. .. “It is ugly. .. “We will close it,” | direct | Ann Lee",
            ],
        ),
        (
            "Ann Lee said:\n“The bridge is old.”",
            &["Ann Lee | said | “The bridge is old.” | direct | Ann Lee"],
        ),
        (
            "The council released the following statement:\n“The bridge is old.”",
            &[
                "The council | released the following statement: | “The bridge is old.” | direct | council",
            ],
        ),
        (
            "“We close the bridge,” Ann Lee said.\n“It is too old for us.”",
            &[
                "Ann Lee | said | “We close the bridge,” | direct | Ann Lee",
                "- | - | “It is too old for us.” | direct | Ann Lee",
            ],
        ),
        (
            "The bridge fell down.\n“It was much too old for all of us.”",
            &["- | - | “It was much too old for all of us.” | direct | -"],
        ),
    ]);
}
