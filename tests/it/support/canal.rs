//! A small newsroom around a canal: one wire story, its copies, a feature with parts of it; and how tests ask for them.

use crate::support::Home;
use serde_json::{Value, json};

pub const LOCK: [&str; 8] = [
    "The lock keeper at Brann closed the upper gate on Tuesday after a barge carrying 40 tonnes of gravel struck its sill.",
    "“We heard it from the bridge,” said Oda Lund, who has kept the lock for eleven years.",
    "Divers found a crack of 3 metres in the sill and two stones missing beneath it.",
    "No one aboard the barge was hurt, the canal board said in a statement.",
    "Boats bound for Varde were sent back to the basin at Holm and told to wait until Friday.",
    "“It will hold if nobody touches it,” Lund said on the towpath.",
    "The board has asked for bids to replace the gate, which was hung in 1911.",
    "Traders at the Holm market expect fish from the coast to cost more by the weekend.",
];

pub const BRIDGES: [&str; 6] = [
    "Four bridges of the old canal are to be painted this summer, and the first scaffolding stands already.",
    "The painters come from a yard in Tarn and are paid by the metre.",
    "Walkers will be led round by the mill path, where the ground is soft after the thaw.",
    "“Bring boots,” advised Per Aas, who leads the work.",
    "The colour is the dark green that the railway used a century ago.",
    "A first coat takes nine days to dry when the wind comes off the lake.",
];

pub fn line(outlet: &str, title: &str, at: &str, text: &[&str]) -> String {
    let line = json!({
        "url": format!("https://{}.example/{}", outlet.replace(' ', "").to_lowercase(), text.len()),
        "outlet": outlet, "title": title, "published": at, "text": text.join("\n\n"),
    });
    format!("{line}\n")
}

/// A wire story, a cut copy under another headline, a copy with the wire's own time that is seen later, a feature that
/// embeds two paragraphs, and a story of its own.
pub fn told() -> Home {
    let home = Home::new();
    let wire = line(
        "Canal Wire",
        "Barge strikes gate at Brann",
        "2026-05-05T08:00:00Z",
        &LOCK,
    );
    let cut = line(
        "Varde Post",
        "Lock shut until Friday",
        "2026-05-05T10:30:00Z",
        &LOCK[..6],
    );
    let same = line("Holm Mirror", "Barge strikes gate", "2026-05-05T08:00:00Z", &[&LOCK[..7], &["Traders at the Holm market expect fish from the coast to cost much more by the weekend."]].concat());
    let feature = line(
        "Tarn Weekly",
        "Green again",
        "2026-05-06T09:00:00Z",
        &[&BRIDGES[..4], &LOCK[..3], &BRIDGES[4..]].concat(),
    );
    home.write("first.jsonl", &format!("{wire}{cut}"));
    home.write("second.jsonl", &format!("{same}{feature}"));
    for file in ["first.jsonl", "second.jsonl"] {
        home.ask(&["ingest", home.path(file).to_str().unwrap()])
            .good();
    }
    home
}

pub fn ask(home: &Home, args: &[&str]) -> Value {
    let ran = home
        .ask(&[&["inspect"], args, &["--format", "json"]].concat())
        .good();
    serde_json::from_str(&ran.out).unwrap()
}

/// The id of the one story of an outlet.
pub fn id(home: &Home, outlet: &str) -> String {
    let stories = ask(home, &["stories", "--outlet", outlet]);
    stories[0]["id"].as_str().unwrap().to_owned()
}

pub fn group(home: &Home, outlet: &str) -> String {
    let stories = ask(home, &["stories", "--outlet", outlet]);
    stories[0]["group"].as_str().unwrap().to_owned()
}

/// The text that code points `start..end` of a story are.
pub fn cut(text: &str, place: &Value) -> String {
    let [start, end] = ["start", "end"].map(|k| place[k].as_u64().unwrap() as usize);
    text.chars().skip(start).take(end - start).collect()
}
