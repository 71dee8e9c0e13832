//! What outlets do to stories, as tables: a first story, a second, and what the second is.
#![allow(clippy::unwrap_used)]

mod events;
mod fill;
mod kept;
mod kinds;
mod order;
mod scripts;
mod stories;

use super::Fingerprint;
use super::Index;
use super::Judgement;
use super::Params;
use crate::model::GroupId;
use crate::model::Story;
use crate::model::Timestamp;
use crate::model::Verdict;
use stories::*;

const HOUR: i64 = 3600;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_secs(1_800_000_000 + hours * HOUR)
}

/// Judges and inserts as the pipeline does.
fn observe(index: &mut Index, story: &Story, hours: i64) -> Judgement {
    let (id, print) = (story.id(), Fingerprint::of(story));
    let judgement = index.judge(id, &story.outlet, at(hours), &print);
    let group = match (&judgement.verdict, index.group_of(id)) {
        (_, Some(known)) => known,
        (Verdict::Copy { group, .. }, None) => *group,
        _ => GroupId::from(id),
    };
    index.insert(id, group, &story.outlet, at(hours), &print);
    judgement
}

/// The last story's judgement when the stories come three hours apart.
fn last_of(stories: &[Story]) -> Judgement {
    let timed: Vec<_> = stories.iter().cloned().zip((0..).step_by(3)).collect();
    judged(&timed)
}

/// The last story's judgement when the stories come at these hours.
fn judged(stories: &[(Story, i64)]) -> Judgement {
    let mut index = Index::new(Params::default());
    let judged = stories
        .iter()
        .map(|(story, hours)| observe(&mut index, story, *hours));
    judged.last().unwrap()
}

fn check(stories: &[Story], expect: &str, what: &str) {
    let Judgement {
        verdict, evidence, ..
    } = last_of(stories);
    assert_eq!(verdict.word(), expect, "{what}: {evidence:?}");
}

fn of(outlet: &str, (title, body): (&str, &str)) -> Story {
    story(outlet, title, body)
}

fn firm(outlet: &str, name: &str, chief: &str, quarter: &str, figures: [&str; 8]) -> Story {
    let (title, body) = earnings(name, chief, quarter, figures);
    story(outlet, &title, &body)
}

const VEXEL: [&str; 8] = [
    "48.2",
    "51.7",
    "1.12",
    "1.09",
    "913",
    "4.40 to 4.75",
    "61.30",
    "7.5",
];
const VEXEL_NEXT: [&str; 8] = [
    "55.9",
    "47.3",
    "1.31",
    "1.22",
    "958",
    "4.90 to 5.10",
    "72.80",
    "27",
];
const ODALISK: [&str; 8] = [
    "310",
    "288.4",
    "2.86",
    "3.01",
    "4,120",
    "11.80 to 12.20",
    "148.5",
    "3",
];

#[test]
fn what_outlets_do_to_a_story_leaves_it_a_copy() {
    for base in [FERRY, LIBRARY, QUAKE, STRIKE] {
        let first = of("agency", base);
        let text = lines(&first);
        let caption = "Photo: the scene as it looked this morning".to_owned();
        let with = |extra: &[&str], from: &[String]| -> Vec<String> {
            from.iter()
                .cloned()
                .chain(extra.iter().map(|s| (*s).to_owned()))
                .collect()
        };
        let mut captioned = text.clone();
        for place in [0, 2, 3] {
            captioned.insert(place, caption.clone());
        }
        let mut dated = text.clone();
        dated[0] = format!("BRUNE (Agency) – {}", dated[0]);
        let mut reordered = text.clone();
        reordered[1..].reverse();
        let variants: [(&str, Vec<String>); 8] = [
            (
                "captions and a closing line",
                with(&["Sign up for our newsletter."], &captioned),
            ),
            ("a dateline", dated),
            ("the first half", text[..text.len().div_ceil(2)].to_vec()),
            ("damaged letters", text.iter().map(|p| damaged(p)).collect()),
            ("reordered", reordered),
            ("one paragraph", vec![text.join(" ")]),
            ("capitals", text.iter().map(|p| p.to_uppercase()).collect()),
            (
                "markup",
                text.iter()
                    .map(|p| format!("<p>{}</p>", p.replace('"', "&quot;")))
                    .collect(),
            ),
        ];
        for (what, body) in variants {
            let mut second = with_body(&first, "gazette", &body);
            check(&[first.clone(), second.clone()], "copy", what);
            check(
                &[second.clone(), first.clone()],
                "copy",
                &format!("{what}, the other way"),
            );
            second.title = "Read this: our report of the day".to_owned();
            check(
                &[first.clone(), second],
                "copy",
                &format!("{what}, under another headline"),
            );
        }
    }
}

#[test]
fn an_exact_copy_names_the_first() {
    let first = of("agency", FERRY);
    let second = with_body(&first, "gazette", &lines(&first));
    let third = with_body(&first, "herald", &lines(&first));
    let Verdict::Copy {
        of, group, of_this, ..
    } = last_of(&[first.clone(), second, third]).verdict
    else {
        panic!("not a copy");
    };
    assert_eq!(
        (of, group, of_this),
        (first.id(), GroupId::from(first.id()), 1.0)
    );
}

#[test]
fn an_updated_toll_at_another_url_is_a_copy() {
    let first = of("agency", QUAKE);
    let mut text = lines(&first);
    text[0] = text[0].replace("12 people", "19 people");
    text[1] = text[1].replace("31 of them", "36 of them");
    text.insert(
        1,
        "Hopes faded in the afternoon as the rain set in.".to_owned(),
    );
    let mut second = with_body(&first, "gazette", &text);
    second.title = "Earthquake toll rises to 19 in Tarrano valley".to_owned();
    check(&[first, second], "copy", "toll");
}

#[test]
fn a_passage_in_a_longer_story_is_a_partial_reuse() {
    let ferry = of("agency", FERRY);
    let middle = lines(&ferry)[1..4].join("\n\n");
    let roundup = story(
        "weekly",
        "Seven days",
        &format!("{ROUNDUP_HEAD}\n\n{middle}\n\n{ROUNDUP_TAIL}"),
    );
    let judged = last_of(&[ferry.clone(), roundup.clone()]);
    let Verdict::Partial { of } = judged.verdict else {
        panic!("not partial: {:?}", judged.evidence);
    };
    assert_eq!(of.len(), 1);
    assert_eq!(of[0].story, ferry.id());
    assert!(of[0].of_this > 0.2 && of[0].of_that > 0.2 && of[0].of_that < 0.8);
    let whole = story(
        "weekly",
        "Seven days",
        &format!("{ROUNDUP_HEAD}\n\n{}\n\n{ROUNDUP_TAIL}", STRIKE.1),
    );
    check(
        &[of_strike(), whole.clone()],
        "partial",
        "a whole short item",
    );
    check(&[whole, of_strike()], "partial", "the round-up came first");
    check(&[of_strike(), ferry, roundup], "partial", "among others");
}

fn of_strike() -> Story {
    of("agency", STRIKE)
}

#[test]
fn a_form_filled_in_again_is_a_new_story() {
    let vexel = firm("auto", "Vexel Marine", "Ottla Brandt", "third", VEXEL);
    for (what, second, expect) in [
        (
            "another firm",
            firm("auto", "Odalisk Foods", "Jory Pask", "third", ODALISK),
            "new",
        ),
        (
            "another firm elsewhere",
            firm("gazette", "Odalisk Foods", "Jory Pask", "third", ODALISK),
            "new",
        ),
        (
            "the next quarter",
            firm("auto", "Vexel Marine", "Ottla Brandt", "fourth", VEXEL_NEXT),
            "new",
        ),
        (
            "the report itself",
            firm("gazette", "Vexel Marine", "Ottla Brandt", "third", VEXEL),
            "copy",
        ),
    ] {
        check(&[vexel.clone(), second], expect, what);
    }
}

#[test]
fn forms_stay_apart_and_their_copies_together_in_a_crowd() {
    let mut index = Index::new(Params::default());
    let names = [
        "Vexel", "Odalisk", "Brandt", "Pask", "Corvin", "Ilmar", "Ruska", "Tellen",
    ];
    for (i, name) in names.iter().enumerate() {
        let figures: Vec<String> = (0..8)
            .map(|j| format!("{}.{}", 17 * (i + 2) + 31 * j, (3 * i + j) % 10))
            .collect();
        let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
        let figures: [&str; 8] = figures.try_into().unwrap();
        let report = firm(
            "auto",
            &format!("{name} Holdings"),
            &format!("Ann {name}man"),
            "third",
            figures,
        );
        assert_eq!(
            observe(&mut index, &report, i as i64).verdict.word(),
            "new",
            "{name}"
        );
        let copy = with_body(
            &report,
            "gazette",
            &[
                vec![format!("By a robot for {name} readers.")],
                lines(&report),
            ]
            .concat(),
        );
        let verdict = observe(
            &mut index,
            &Story {
                url: Some(format!("https://g.example/{i}")),
                ..copy
            },
            i as i64,
        );
        assert_eq!(
            verdict.verdict.word(),
            "copy",
            "{name}: {:?}",
            verdict.evidence
        );
    }
}

#[test]
fn unrelated_stories_are_new() {
    let footed =
        |outlet: &str, base: (&str, &str)| story(outlet, base.0, &format!("{}\n\n{FOOT}", base.1));
    let short =
        |outlet: &str, title: &str, body: &str| story(outlet, title, &format!("{body}\n\n{FOOT}"));
    check(
        &[footed("courier", FERRY), footed("courier", LIBRARY)],
        "new",
        "long stories over one foot",
    );
    let herring = short(
        "courier",
        "Herring quota",
        "The committee settled the quota for herring at 4,100 tonnes, minister \
        Tobias Renn said in Brune, and put off the one for cod until the boats of Karsund are back from the northern \
        banks. Skippers had asked for 5,000 tonnes and spoke of a hard winter on the coast.",
    );
    let theatre = short(
        "courier",
        "Theatre opens",
        "The theatre at Wellen opened after nine years with a comedy by Maud \
        Ferrier that few will remember and a forest that rose through the floor, which nobody will forget. It cost 31 \
        million crowns, twice what the town had planned, and seats 640 people.",
    );
    check(&[herring, theatre], "new", "short stories over one foot");
    check(
        &[of_strike(), of("tribune", STRIKE_ELSEWHERE)],
        "new",
        "two newsrooms' own reports",
    );
    check(
        &[of("a", FERRY), of("b", QUAKE)],
        "new",
        "nothing in common",
    );
    check(
        &[story("a", "One", ""), story("b", "One", "")],
        "new",
        "no text at all",
    );
    check(
        &[
            story("a", "One", "Photo: Reuters"),
            story("b", "Two", "Photo: Reuters"),
        ],
        "new",
        "a caption alone",
    );
}

#[test]
fn one_notice_in_the_place_of_two_stories_ties_them_not() {
    let wall = "To read on, please tell us that you agree to the use of cookies, or subscribe and read without any \
        advertisements at all. You can change your mind at any time below.";
    let stories = [
        story("a", "Ferry aground", wall),
        story("a", "Council votes for libraries", wall),
    ];
    check(&stories, "new", "consent page");
}

#[test]
fn short_items_need_their_figures() {
    let item = |title: &str, total: &str, bills: &str| {
        let body = format!(
            "The central bank said it had given the money market a further {total} million crowns of help in the \
             afternoon. It bought bank bills of {bills} million crowns in band one at 9.75 percent."
        );
        story("agency", title, &body)
    };
    let first = item("Money market given further help", "183", "80");
    check(
        &[
            first.clone(),
            item("Money market given more help", "241", "165"),
        ],
        "new",
        "the next day's",
    );
    let again = with_body(
        &first,
        "gazette",
        &[lines(&first), vec!["More soon.".to_owned()]].concat(),
    );
    check(&[first, again], "copy", "the same");
}
