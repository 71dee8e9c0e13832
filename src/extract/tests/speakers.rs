//! Who a source is, as far as its story tells.

use super::story;
use crate::extract::extract_by_rules;

/// The last attribution's speaker: `name / kind / global / role / aliases / relay`.
fn speaker(text: &str) -> String {
    let story = story(text);
    let found = extract_by_rules(&story);
    let Some(a) = found.last() else {
        return "nothing".into();
    };
    let relay = a.relayed_by.clone().unwrap_or_default();
    match &a.speaker {
        Some(s) => format!(
            "{} / {} / {} / {} / {} / {relay}",
            s.name,
            s.kind.word(),
            if s.global { "global" } else { "local" },
            s.role.clone().unwrap_or_default(),
            s.aliases.join(", ")
        ),
        None => "nobody".into(),
    }
}

#[test]
fn speakers() {
    let says = "said that the bridge was closed.";
    let wrong: Vec<String> = [
        (
            "Peruvian Water Minister Luz Vega met them.\nVega SAYS",
            "Luz Vega / person / global / Peruvian Water Minister / Vega / ",
        ),
        (
            "Luz Vegara met them.\nVegarra SAYS",
            "Luz Vegara / person / global /  / Vegarra / ",
        ),
        (
            "Luz Vegara and Ana Vegarla met.\nVegarra SAYS",
            "Vegarra / person / local /  /  / ",
        ),
        ("Vega SAYS", "Vega / person / local /  /  / "),
        (
            "Luz Vega met Tom Vega.\nVega SAYS",
            "Vega / person / local /  /  / ",
        ),
        (
            "Navy chief Per Dahl SAYS",
            "Per Dahl / person / global / Navy chief /  / ",
        ),
        (
            "Secretary of Peru’s Supreme Water Council Luz Vega SAYS",
            "Luz Vega / person / global / Secretary of Peru’s Supreme Water Council /  / ",
        ),
        (
            "Luz Vega, secretary of the Water Council, SAYS",
            "Luz Vega / person / global / secretary of the Water Council /  / ",
        ),
        (
            "Luz Vega left.\nShe SAYS",
            "Luz Vega / person / global /  /  / ",
        ),
        (
            "Luz Vega praised the old road with Tom Park. She SAYS",
            "Luz Vega / person / global /  /  / ",
        ),
        (
            "Hillary Stone praised the old road. Tom Park praised the new road. She SAYS",
            "Hillary Stone / person / global /  /  / ",
        ),
        (
            "Luz Vega left the final.\nThe double Olympic champion SAYS",
            "Luz Vega / person / global / champion /  / ",
        ),
        (
            "Captain Per Dahl praised the old road. The lock SAYS",
            "Per Dahl / person / global / Captain /  / ",
        ),
        (
            "In US magazine Salt Stone's list he was first.\nThe magazine SAYS",
            "Salt Stone / organisation / global /  / magazine / ",
        ),
        (
            "Mr Park's daughter Ida SAYS",
            "Ida / person / local / Mr Park's daughter /  / ",
        ),
        (
            "Kaneda praised the old road. It SAYS",
            "Kaneda / organisation / global /  /  / ",
        ),
        (
            "Peruvian brewer Tarns praised the old road. Salt Ltd praised the new road. The brewer SAYS",
            "Tarns / organisation / global /  /  / ",
        ),
        (
            "Yahoo and New York attorney Tom Park came.\nThe company SAYS",
            "company / organisation / local /  /  / ",
        ),
        (
            "“Death Comes to Children With Fever,” Luz Vega wrote.\nShe SAYS",
            "Luz Vega / person / global /  /  / ",
        ),
        (
            "Board chairman Jan Berry SAYS She SAYS",
            "Jan Berry / person / global / Board chairman /  / ",
        ),
        (
            "Shares in Tarn Company, a salt firm, fell.\nThe company SAYS",
            "Tarn Company / organisation / global /  / company / ",
        ),
        (
            "The Kent-linked cleric Anwar al-Park SAYS",
            "Anwar al-Park / person / global / Kent-linked cleric /  / ",
        ),
        (
            "Sen. Luz Vega SAYS It was said to Sen. Tom Park.\nAna Ruiz came.\nThe senator SAYS",
            "Luz Vega / person / global / Sen. /  / ",
        ),
        ("He SAYS", "nobody"),
        (
            "Water Minister Luz Vega came.\nThe minister SAYS",
            "Luz Vega / person / global / Water Minister /  / ",
        ),
        (
            "Water Minister Luz Vega met Road Minister Tom Park.\nThe minister SAYS",
            "minister / unnamed / local /  /  / ",
        ),
        (
            "Peruvian President Luz Vega came.\nPeru’s President SAYS",
            "Luz Vega / person / global / Peruvian President /  / ",
        ),
        (
            "Peru’s President said that it rained.\nVega’s website SAYS",
            "Vega / person / local / Peru’s President /  / Vega’s website",
        ),
        (
            "The Royal Peruvian Water Corps came. The RPWC SAYS",
            "Royal Peruvian Water Corps / organisation / global /  / RPWC / ",
        ),
        (
            "The Royal Peruvian Water Corps said that it rained. The RPWC SAYS",
            "Royal Peruvian Water Corps / organisation / global /  / RPWC / ",
        ),
        (
            "Iran’s foreign ministry SAYS",
            "Iran’s foreign ministry / organisation / global /  /  / ",
        ),
        (
            "The foreign ministry SAYS",
            "foreign ministry / organisation / local /  /  / ",
        ),
        (
            "The military SAYS",
            "military / organisation / local /  /  / ",
        ),
        ("Tehran SAYS", "Tehran / government / global /  /  / "),
        (
            "A senior official SAYS",
            "senior official / unnamed / local /  /  / ",
        ),
        ("Critics SAYS", "Critics / unnamed / local /  /  / "),
        ("Luz Vega, who SAYS", "Luz Vega / person / global /  /  / "),
        (
            "The council’s director, Luz Vega, SAYS",
            "Luz Vega / person / global / council’s director /  / ",
        ),
        (
            "Its chief engineer, Luz Vega, SAYS",
            "Luz Vega / person / global / chief engineer /  / ",
        ),
        (
            "The road company’s general manager, Luz Vega, SAYS",
            "Luz Vega / person / global / road company’s general manager /  / ",
        ),
        (
            "Park’s predecessor, Luz Vega, SAYS",
            "Luz Vega / person / global / Park’s predecessor /  / ",
        ),
        (
            "The governor of the Salt Bank, Luz Vega, SAYS",
            "Luz Vega / person / global / governor of the Salt Bank /  / ",
        ),
        (
            "They rang the road minister, Luz Vega, twice.\nVega SAYS",
            "Luz Vega / person / global / road minister / Vega / ",
        ),
        (
            "Luz Vega, who chairs the Salt Club, left.\nVega SAYS",
            "Luz Vega / person / global / chairs the Salt Club / Vega / ",
        ),
        (
            "Her deputy, the lawyer Luz Vega, SAYS",
            "Luz Vega / person / global / lawyer /  / ",
        ),
        (
            "Judge Stephen King SAYS",
            "Stephen King / person / global / Judge /  / ",
        ),
        (
            "Passenger Luz Vega SAYS",
            "Luz Vega / person / global / Passenger /  / ",
        ),
        ("Old Luz Vega SAYS", "Luz Vega / person / global /  /  / "),
        (
            "He asked union secretary Luz Vega twice.\nVega SAYS",
            "Luz Vega / person / global / union secretary / Vega / ",
        ),
        (
            "The governor of the Salt Bank said that it rained.\nLuz Vega SAYS",
            "Luz Vega / person / global / governor of the Salt Bank /  / ",
        ),
        (
            "Luz Vega, chief of the Salt Lines, left.\nCompany chief SAYS",
            "Luz Vega / person / global / chief of the Salt Lines /  / ",
        ),
        (
            "The Kent Ferry Company stopped. The company SAYS",
            "Kent Ferry Company / organisation / global /  / company / ",
        ),
        (
            "RoadNet, which runs the buses, stopped. RoadNet, which runs the buses, SAYS",
            "RoadNet / organisation / global /  /  / ",
        ),
        (
            "The Salt Union met. Their union SAYS",
            "Salt Union / organisation / global /  / Their union / ",
        ),
        (
            "The Salt Union met the Road Union.\nOn Monday the union SAYS",
            "union / organisation / local /  /  / ",
        ),
        (
            "Two were taken to the Reed Hospital, where a nurse SAYS",
            "nurse of Reed Hospital / unnamed / local /  /  / ",
        ),
        ("Police SAYS", "Police / organisation / local /  /  / "),
        (
            "“It is late,” Luz Vega said. “Very.” Tom Park, the mayor, set out why. “Rain,” she said. He SAYS",
            "Tom Park / person / global / mayor /  / ",
        ),
        (
            "Luz Vega saved two goals.\nThe goalkeeper SAYS",
            "Luz Vega / person / global / goalkeeper /  / ",
        ),
        (
            "A nurse who gave her name only as Bev SAYS",
            "Bev / person / local /  /  / ",
        ),
        (
            "Minister for Roads Luz Vega SAYS",
            "Luz Vega / person / global / Minister for Roads /  / ",
        ),
        (
            "Sheikh Omar al-Tikrawi SAYS",
            "Omar al-Tikrawi / person / global / Sheikh /  / ",
        ),
        (
            "Luz Vega met Tom Vega.\nMs Vega SAYS",
            "Luz Vega / person / global /  /  / ",
        ),
        (
            "A senior envoy came.\nThe envoy SAYS",
            "senior envoy / unnamed / local /  /  / ",
        ),
        (
            "The council praised the old road. It SAYS",
            "council / organisation / local /  /  / ",
        ),
    ]
    .iter()
    .filter_map(|(text, expect)| {
        let text = text.replace("SAYS", says);
        let got = speaker(&text);
        (got != *expect).then(|| format!("{text}\n   want {expect}\n   got  {got}"))
    })
    .collect();
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
