//! Kinds of stories that deceive: forms filled in, live pages, round-ups, galleries, items of a line. Each with the rule it is
//! here for. All invented.

use super::check;
use super::judged;
use super::of;
use super::stories::*;
use crate::model::Paragraph;
use crate::model::ParagraphKind;
use crate::model::Story;

/// One outlet's series: the same headline, place and sentences, other figures, a day later.
#[test]
fn the_next_of_a_series_is_new_and_the_same_elsewhere_a_copy() {
    type Form = fn(&[&str]) -> (String, String);
    let forms: [(&str, Form, [&str; 6], [&str; 6]); 5] = [
        (
            "weather",
            |f| {
                (
                    format!("Weather in Halvik: {}", f[5]),
                    format!(
                        "{} will start grey in Halvik with some drizzle moving in from the west by the afternoon. Highs \
                     will reach {} degrees and the low overnight will be {}.\n\nWinds will be light, up to {} km/h, with \
                     a {} percent chance of rain. Sunrise is at 6:{} in the morning. Drivers are asked to allow extra \
                     time and to look at the state of the roads before they set out.",
                        f[5], f[0], f[1], f[2], f[3], f[4]
                    ),
                )
            },
            ["14", "6", "21", "40", "12", "Tuesday"],
            ["17", "8", "35", "80", "14", "Wednesday"],
        ),
        (
            "market",
            |f| {
                (
                    format!("Ulm index closes {}", f[5]),
                    format!(
                        "The Ulm index ended the session {} {} percent at {} points as banks led the market. Volume came to {} \
                     billion shares.\n\nIn currencies the crown traded at {} to the dollar. Oil stood at {} dollars a barrel \
                     in late trading, while the yield on the bond of ten years was little changed.",
                        f[5], f[0], f[1], f[2], f[3], f[4]
                    ),
                )
            },
            ["0.42", "6,214.8", "2.1", "9.87", "71.30", "up"],
            ["1.15", "6,143.3", "2.9", "9.91", "69.85", "down"],
        ),
        (
            "traffic",
            |f| {
                (
                    "Morning traffic".to_owned(),
                    format!(
                        "A crash on the {} near junction {} is causing delays of up to {} minutes this morning. One lane is closed \
                     while the wreck is removed.\n\nDrivers heading for {} are asked to find another way where they can. Roadworks \
                     on {} Street go on until the end of the week, and buses of line {} are diverted.",
                        f[0], f[1], f[2], f[3], f[4], f[5]
                    ),
                )
            },
            ["E18", "31", "40", "Karsund", "Mill", "12"],
            ["E6", "12", "25", "Wellen", "Chapel", "7"],
        ),
        (
            "obituary",
            |f| {
                (
                    format!("{}, baker, dies at {}", f[0], f[1]),
                    format!(
                        "{}, a baker who fed generations in Halvik, died on Monday at the age of {} after a long illness. Born in {}, \
                     the baker came to town as a child and soon was known for a warm manner.\n\nA service will be held at {} church at \
                     {}:30 and the family asks for gifts to the hospice in place of flowers. Tributes may be left in the book at the \
                     library. There are {} grandchildren.",
                        f[0], f[1], f[2], f[3], f[4], f[5]
                    ),
                )
            },
            ["Maja Lind", "84", "Brune", "St Olav", "11", "9"],
            ["Otto Grieg", "77", "Ulm", "Trinity", "14", "3"],
        ),
        (
            "results",
            |f| {
                (
                    format!("{} {}, {} {}", f[0], f[1], f[2], f[3]),
                    format!(
                        "The {} beat the {} by {} to {} on Friday night before {} people. The home side led at the break and held on \
                     in spite of a late rally.\n\nThe visitors had chances to draw level but could not find a way past the keeper, \
                     who saved {} shots. Both play again next week.",
                        f[0], f[2], f[1], f[3], f[4], f[5]
                    ),
                )
            },
            ["Gulls", "31", "Otters", "28", "4,210", "14"],
            ["Rams", "24", "Foxes", "19", "3,875", "11"],
        ),
    ];
    for (what, form, now, next) in forms {
        let made = |outlet: &str, facts: &[&str; 6]| {
            let (title, body) = form(facts);
            Story {
                url: Some(format!("https://{outlet}.example/{what}/{}", facts[0])),
                ..story(outlet, &title, &body)
            }
        };
        let first = made("auto", &now);
        let verdict = judged(&[(first.clone(), 0), (made("auto", &next), 24)]);
        assert_eq!(
            verdict.verdict.word(),
            "new",
            "{what}: {:?}",
            verdict.evidence
        );
        let copy = with_body(
            &first,
            "gazette",
            &[vec!["By our own reporter".to_owned()], lines(&first)].concat(),
        );
        let verdict = judged(&[(first, 0), (copy, 3)]);
        assert_eq!(
            verdict.verdict.word(),
            "copy",
            "{what}: {:?}",
            verdict.evidence
        );
    }
}

fn live(day: &str, entries: &[&str]) -> Story {
    let head = "Welcome to our page on the storm, which is kept up to date all day with the newest entry on top.";
    let mut body = vec![Paragraph::text(head)];
    body.extend(entries.iter().map(|e| Paragraph::text(*e)));
    Story {
        url: Some(format!("https://courier.example/storm-{day}")),
        outlet: "courier".to_owned(),
        title: "Storm live: the latest".to_owned(),
        body,
        ..Story::default()
    }
}

const MORNING: [&str; 4] = [
    "8:10 The bridge to Karsund is closed to lorries, the road office says, and may close to all at noon.",
    "9:25 Power is out for 3,100 homes on the western islands; the grid company has sent four crews by boat.",
    "10:40 Schools in Halvik close at midday. Parents are asked to fetch the youngest pupils in person.",
    "11:05 A freighter with nineteen people aboard has lost its engine off the Ulm lighthouse and drifts north.",
];

#[test]
fn a_live_page_grows_as_revisions_and_the_next_days_is_new() {
    let first = live("monday", &MORNING[..2]);
    let grown = live("monday", &MORNING);
    check(
        &[first.clone(), grown.clone()],
        "revision",
        "the page grows",
    );
    let elsewhere = with_body(&grown, "gazette", &lines(&grown));
    check(&[first, elsewhere], "copy", "a later state, elsewhere");
    let next = live(
        "tuesday",
        &[
            "7:30 The freighter was towed into Brune in the night and all of its crew are well, the coastguard says.",
            "8:45 Trains run again between Wellen and the capital, though slowly, after trees were cut from the line.",
            "9:50 Insurers put the damage at 80 million crowns so far and expect twice as many claims by Friday.",
            "10:15 The weather service lifts its warning for the coast; gusts of 60 km/h are possible until the evening.",
        ],
    );
    let verdict = judged(&[(grown, 0), (next, 22)]);
    assert_eq!(verdict.verdict.word(), "new", "{:?}", verdict.evidence);
}

#[test]
fn a_round_up_embeds_its_items_and_is_none_of_them() {
    let items = [of("a", FERRY), of("b", LIBRARY), of("c", QUAKE)];
    let mut body = vec!["Good morning. This is what our editors read today.".to_owned()];
    body.extend(lines(&items[0]));
    body.extend(lines(&items[1]).into_iter().take(3));
    body.extend(lines(&items[2]).into_iter().take(3));
    let letter = Story {
        title: "The Monday letter".to_owned(),
        ..with_body(&items[0], "weekly", &body)
    };
    let [a, b, c] = items;
    check(&[a, b, c, letter], "partial", "a whole first item");
}

#[test]
fn a_gallery_is_known_by_its_words_and_not_by_its_captions() {
    let gallery = |outlet: &str, title: &str, text: &str| {
        let mut story = story(outlet, title, text);
        for place in [
            "harbour",
            "market square",
            "old lighthouse",
            "fishermen's church",
        ] {
            story.body.push(Paragraph {
                kind: ParagraphKind::Caption,
                text: format!(
                    "The {place} of Halvik under a sky that photographers wait a whole year for."
                ),
            });
        }
        story
    };
    let first = gallery("a", "Halvik in pictures", "");
    let second = gallery("b", "Autumn on the coast", "");
    check(&[first, second], "new", "captions are no text");
    let text = "Photographer Ada Brekke walked the coast for nine days in October. Here is what she brought home, \
        from 1,400 pictures taken before breakfast.";
    let first = gallery("a", "Halvik in pictures", text);
    check(
        &[first, gallery("b", "Nine days on the coast", text)],
        "copy",
        "one text, two galleries",
    );
}

#[test]
fn items_of_a_line_need_the_very_words() {
    let item = |outlet: &str, title: &str, text: &str| story(outlet, title, text);
    let first = item(
        "a",
        "Fire in Brune",
        "Firefighters put out a blaze in a barn near Brune on Tuesday. No one was hurt.",
    );
    let other = item(
        "b",
        "Fire in Wellen",
        "Firefighters put out a blaze in a barn near Wellen on Friday. No one was hurt.",
    );
    check(&[first.clone(), other], "new", "another barn");
    check(
        &[first.clone(), with_body(&first, "b", &lines(&first))],
        "copy",
        "the very words",
    );
}
