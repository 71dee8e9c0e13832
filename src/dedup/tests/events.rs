//! One event told by several newsrooms, and forms whose headline is the form's too: what is shared is not what is told.

use super::check;
use super::judged;
use super::stories::*;
use crate::model::Story;

#[test]
fn a_speech_reported_twice_is_two_stories() {
    let quotes = [
        "\"We have listened to the islands for a year and what they ask for is not charity but a boat that comes when it says it comes,\" she said.",
        "\"Nobody in this room can explain to a nurse from Ulm why she has to sleep in a waiting room twice a week, and I will not try to.\"",
        "\"So the money is there, the ships are ordered, and the first will sail before the herring do.\"",
    ];
    let first = format!(
        "Transport minister Signe Aalto promised the islands three new ferries on Thursday.\n\n{}\n\nThe plan costs 900 million crowns, \
         most of it borrowed, and has to pass the assembly in spring, where two parties have said that they want cheaper boats.\n\n{}\n\nUnions were cautious, and mayors of the outer islands asked for dates. {}",
        quotes[0], quotes[1], quotes[2]
    );
    let second = format!(
        "It took Signe Aalto eleven minutes to win over a hall that had come to shout at her. The minister arrived in Karsund by the late \
         boat, an hour behind time, and began with that.\n\n{} There was laughter, then applause.\n\n{}\n\nFishermen at the back \
         asked who would pay; the answer was loans worth 900 million crowns over the life of the ships. {} People stayed for coffee.",
        quotes[0], quotes[1], quotes[2]
    );
    let verdict = judged(&[
        (story("a", "Islands to get three ferries", &first), 0),
        (story("b", "How the minister calmed Karsund", &second), 5),
    ]);
    assert!(
        matches!(verdict.verdict.word(), "new" | "partial"),
        "{:?}",
        verdict.evidence
    );
}

const CHIEF: &str = "\"We looked at more than twenty places on the coast and kept coming back to this one because people here know \
    how to build things that last,\" said Ruben Falk, who runs the company.";
const MAYOR: &str = "\"Our town has waited a long time for a morning like this one, and I will not pretend that I slept,\" \
    mayor Ilse Brandvik said.";
const ABOUT: &str = "Corvin Marine makes pumps for ships and employs 7,100 people in 31 countries. It had sales of 2.9 billion \
    crowns last year.";

fn report(outlet: &str, title: &str, own: [&str; 4]) -> Story {
    let body = [own[0], CHIEF, own[1], own[2], MAYOR, own[3], ABOUT];
    story(outlet, title, &body.join("\n\n"))
}

#[test]
fn two_reports_on_one_press_release_are_two_under_any_headline() {
    for second_title in ["573 jobs for Karsund", "Corvin Marine picks the fjord"] {
        let first = report(
            "tribune",
            "573 jobs for Karsund",
            [
                "Corvin Marine will put up a plant on the old shipyard at Karsund and hire 573 people there, the company said on Tuesday.",
                "The 239 million crowns that it means to spend are more than anybody has put into the district since the harbour was dug, and the first machines are to run in two years.",
                "Officials had courted the firm since spring, with cheap land beside the motorway and a promise to dredge the channel.",
                "Unions welcomed the news but asked what the pay would be, and whether those whom the yard let go would be called first.",
            ],
        );
        let second = report(
            "ledger",
            second_title,
            [
                "Investors cheered Corvin Marine on Tuesday after it chose Karsund for a works that brokers reckon will earn back its cost inside six years.",
                "Debt has come down for eight quarters in a row, so that 239 million crowns can be borne without new shares, though interest has become dearer and margins are thin.",
                "Most of the 573 posts ask for a trade certificate, and rivals along the fjord fear that they will lose their welders to the newcomer.",
                "The shares closed higher than they have been since the autumn in which the last chairman left.",
            ],
        );
        let verdict = judged(&[(first, 0), (second, 4)]);
        let word = verdict.verdict.word();
        assert!(matches!(word, "new" | "partial"), "{:?}", verdict.evidence);
    }
}

#[test]
fn items_of_one_form_under_one_headline_stay_apart() {
    let barn = |outlet: &str, day: &str, who: &str| {
        let text = format!(
            "Firefighters put out a blaze in a barn near Brune on {day} night. No one was hurt, {who} of the fire service said."
        );
        story(outlet, "Barn burns near Brune", &text)
    };
    let second = barn("b", "Tuesday", "Jarle Sund");
    check(
        &[barn("a", "Sunday", "Mette Kvam"), second],
        "new",
        "another fire",
    );
    let airport = |town: &str, cause: &str, gone: u32, late: u32| {
        let text = format!(
            "Passengers at {town} airport face delays on Tuesday after {cause} led to the cancellation of {gone} flights. A further {late} were \
             running late, the operator said.\n\n\"We are sorry for the trouble and ask passengers to look at the state of their flight with \
             the airline before they set out for the airport,\" a spokesperson said. \"Our teams do what they can to get everybody on their \
             way.\"\n\nPassengers whose flights are late by more than three hours may have a right to compensation, which depends on the \
             distance and the reason for the delay. Airlines have to offer food, drink and a bed where these are needed."
        );
        story("auto", &format!("Delays at {town} airport"), &text)
    };
    let first = airport("Brune", "strong winds", 43, 95);
    check(
        &[first, airport("Wellen", "a security alert", 8, 44)],
        "new",
        "another airport",
    );
}

#[test]
fn a_local_opening_leaves_a_copy_a_copy() {
    let first = story("agency", LIBRARY.0, LIBRARY.1);
    let mut body = lines(&first);
    body.truncate(4);
    body.insert(0, "Readers in Marsh Lane may keep their branch, and with it the reading circle that Tove Hauge has run there for nine years. She \
        heard the news on the bus, she says, and cried out so loudly that the driver stopped.".to_owned());
    let mut second = with_body(&first, "local", &body);
    second.title = "What it means for Marsh Lane".to_owned();
    check(&[first, second], "copy", "a local opening");
}
