//! What sources' own words say, by example.

use super::mention::Mention;
use super::mention::read;

fn name(source: &str) -> String {
    match read(source) {
        Mention::Pronoun(g) => format!("pronoun {g:?}"),
        Mention::Group { several } => if several { "they" } else { "it" }.into(),
        Mention::Nobody => "nobody".into(),
        Mention::Person { name, role, .. } => {
            format!("person {name} / {}", role.unwrap_or_default())
        }
        Mention::Role { office, of, .. } => {
            format!("role {office} of {}", of.unwrap_or_default())
        }
        Mention::Medium { owner, text } => format!("medium of {owner}: {text}"),
        Mention::Organisation { name, global } => format!("body {name} {global}"),
        Mention::Unnamed(text) => format!("unnamed {text}"),
    }
}

#[test]
fn readings() {
    for (source, expect) in [
        ("he", "pronoun Man"),
        ("she", "pronoun Woman"),
        ("they", "they"),
        ("its", "it"),
        ("Songwriter Guy Park", "person Guy Park / Songwriter"),
        ("Balladmaker Tom Park", "person Tom Park / Balladmaker"),
        ("Maître Luc Park", "person Luc Park / Maître"),
        (
            "House of Keys lawmaker Ana Ruiz of the Reform Party",
            "person Ana Ruiz / House of Keys lawmaker",
        ),
        ("The Kent-based Coast Watchdog", "body Coast Watchdog true"),
        (
            "Kall -- author of Winning, a book on debates",
            "person Kall / author of Winning",
        ),
        (
            "a study published in the journal Reef Letters",
            "unnamed study published in the journal Reef Letters",
        ),
        (
            "A spokeswoman for Chelsea",
            "unnamed spokeswoman for Chelsea",
        ),
        ("a lawyer for Ana Ruiz", "unnamed lawyer for Ana Ruiz"),
        ("State-owned builder PT Karya", "body PT Karya true"),
        ("the mayor himself", "role mayor of "),
        ("The Liberal Democrats", "unnamed Liberal Democrats"),
        (
            "Norwegian Trade Minister Kari Lund",
            "person Kari Lund / Norwegian Trade Minister",
        ),
        ("Sen. Rosa Keane (D-Utah)", "person Rosa Keane / Sen."),
        ("Mr. Okafor", "person Okafor / "),
        ("navy chief Per Dahl", "person Per Dahl / navy chief"),
        (
            "Secretary of Peru’s Supreme Water Council Luz Vega",
            "person Luz Vega / Secretary of Peru’s Supreme Water Council",
        ),
        (
            "Luz Vega, secretary of the Supreme Water Council,",
            "person Luz Vega / secretary of the Supreme Water Council",
        ),
        ("Joel Park of Radio Kent", "person Joel Park / "),
        ("Peru’s President", "role president of Peru"),
        ("the minister", "role minister of "),
        ("Vega’s website", "medium of Vega: Vega’s website"),
        (
            "Peru’s foreign ministry",
            "body Peru’s foreign ministry true",
        ),
        ("the military", "body military false"),
        ("the Pentagon", "body Pentagon true"),
        ("Lima", "body Lima true"),
        ("Tehran", "body Tehran true"),
        ("the Andina news agency", "body Andina news agency true"),
        ("NASA", "body NASA true"),
        ("a senior official", "unnamed senior official"),
        ("critics", "unnamed critics"),
        ("Republicans", "unnamed Republicans"),
        ("Vega’s lawyer", "unnamed Vega’s lawyer"),
        ("the Kenyan president", "role president of Kenyan"),
        ("Ursula von der Leyen", "person Ursula von der Leyen / "),
        (
            "a spokeswoman for the Tarn Fund, Ana Ruiz",
            "person Ana Ruiz / spokeswoman for the Tarn Fund",
        ),
        ("Prosecutor Gil Askew QC", "person Gil Askew / Prosecutor"),
        (
            "Chief Executive Hiro Tamura",
            "person Hiro Tamura / Chief Executive",
        ),
        ("its commander", "role commander of "),
        (
            "Lund’s party, the Movement for Renewal,",
            "body Movement for Renewal true",
        ),
        ("Its rival Densha", "person Densha / Its rival"),
        ("A magistrate in Kent", "unnamed magistrate in Kent"),
        (
            "A spokesman for the National Society of Garden and Leisure Keepers",
            "unnamed spokesman for the National Society of Garden and Leisure Keepers",
        ),
        (
            "Their chair, the Guyanese poet Ian Park,",
            "person Ian Park / chair",
        ),
        ("Principal Desmond Park", "person Desmond Park / Principal"),
        ("Assistant Dean Whitby", "person Dean Whitby / Assistant"),
        ("Campmate Rex Obi", "person Rex Obi / Campmate"),
        ("One, Eoin Dahl,", "person Eoin Dahl / "),
        ("One, a baker,", "unnamed baker"),
        (
            "Park's husband, the novelist Kev Park,",
            "person Kev Park / Park's husband",
        ),
    ] {
        assert_eq!(name(source), expect, "{source}");
    }
}
