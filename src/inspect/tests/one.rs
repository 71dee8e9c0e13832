//! Questions about one thing, and those that are no listings.

#![allow(clippy::unwrap_used)]

use crate::inspect::Answer;
use crate::inspect::ConfiguredFeed;
use crate::inspect::FeedState;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::fixture;
use crate::inspect::fixture::ANTON;
use crate::inspect::fixture::COURIER;
use crate::inspect::fixture::POST;
use crate::inspect::fixture::WIRE;
use crate::inspect::fixture::ZOE;
use crate::inspect::tests::some;
use crate::inspect::tests::view;

#[test]
fn a_story_is_found_by_url_and_by_the_beginning_of_its_id() {
    let view = view();
    for asked in [
        "https://post.example/dam",
        "https://post.example/dam/?utm=1#x",
        "1111aaaa",
        "1111aaaa00000001",
        " 1111aaaa ",
    ] {
        match view.ask(Question::Story {
            story: asked.into(),
        }) {
            Ok(Answer::Story(detail)) => assert_eq!(detail.story.id, POST, "{asked}"),
            other => panic!("{asked}: {other:?}"),
        }
    }
    let check = |asked: &str, expect: &str| {
        let error = view
            .ask(Question::Story {
                story: asked.into(),
            })
            .unwrap_err();
        assert_eq!(error.to_string(), expect);
    };
    check(
        "1111",
        "'1111' is the beginning of more than one story's id: 1111aaaa00000001, 1111cccc00000003",
    );
    check(
        "1111aaab",
        "there is no story '1111aaab'; the nearest: 1111aaaa00000001",
    );
    check(
        "https://post.example/",
        "there is no story 'https://post.example/'",
    );
    check("zz", "there is no story 'zz'");
}

#[test]
fn spans_of_a_story_are_in_code_points() {
    let view = view();
    let Ok(Answer::Story(detail)) = view.ask(Question::Story {
        story: POST.to_string(),
    }) else {
        panic!("no story");
    };
    let text: Vec<char> = detail.text.chars().collect();
    let said = &detail.attributions[0];
    for (span, expect) in [
        (&said.source[0], "Zoë Vane, mayor of Harbour"),
        (&said.cue[0], "said"),
        (&said.content[0], "“The dam will hold,”"),
    ] {
        assert_eq!(span.text, expect);
        assert_eq!(
            text[span.start as usize..span.end as usize]
                .iter()
                .collect::<String>(),
            expect
        );
    }
    assert_eq!(
        said.speaker.as_ref().map(|s| s.name.as_str()),
        Some("Zoë Vane")
    );
    let starts: Vec<u32> = detail.paragraphs.iter().map(|p| p.start).collect();
    assert_eq!(
        (starts.as_slice(), detail.copies),
        (&[0, 20, 86, 104][..], 1)
    );
}

#[test]
fn the_leading_copy_was_published_first_whoever_was_seen_first() {
    let view = view();
    let Ok(Answer::Copies(copies)) = view.ask(Question::Copies {
        story: POST.to_string(),
        group: false,
    }) else {
        panic!("no copies");
    };
    assert_eq!((copies.leading, copies.total), (COURIER, 2));
    let members: Vec<_> = copies
        .members
        .iter()
        .map(|m| (m.leading, m.id, m.of))
        .collect();
    assert_eq!(members, [(true, COURIER, Some(POST)), (false, POST, None)]);
}

#[test]
fn a_claim_has_its_sightings_in_time_order() {
    let view = view();
    let Ok(Answer::Claim(detail)) = view.ask(Question::Claim {
        claim: "c1a1".into(),
    }) else {
        panic!("no claim");
    };
    let seen: Vec<_> = detail
        .sightings
        .iter()
        .map(|s| (s.story, s.copy, s.content[0].text.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (COURIER, false, "“The dam will hold,”"),
            (POST, true, "“The dam will hold,”"),
            (WIRE, false, "that the dam “will hold”")
        ]
    );
    assert_eq!(detail.sightings[1].before, "The dam — by night\n\n");
    assert!(detail.sightings[1].after.starts_with(" said Zoë Vane"));
    assert_eq!(
        detail.claim.outlets,
        ["Valley Courier", "Harbour Post", "Northern Wire"]
    );
    assert_eq!(detail.variants.len(), 2);
}

#[test]
fn a_speaker_is_found_by_any_name_and_several_are_a_list() {
    let view = view();
    let ask = |name: &str| {
        view.ask(Question::Speaker {
            speaker: name.into(),
            filter: Filter::default(),
        })
    };
    for name in ["Zoë Vane", "ZOE VANE", "zoë", "5a5a"] {
        match ask(name) {
            Ok(Answer::Speaker(detail)) => {
                assert_eq!(detail.speaker.id, ZOE, "{name}");
                assert_eq!(detail.claims.rows.len(), 1);
                assert_eq!(detail.days.len(), 30);
                assert_eq!(detail.days.iter().map(|d| d.claims).sum::<u32>(), 1);
                assert_eq!(
                    detail.days.last().map(|d| (d.day.as_str(), d.claims)),
                    Some(("2026-03-01", 1))
                );
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    match ask("Vane") {
        Ok(Answer::Speakers(page)) => {
            let ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
            assert_eq!(ids, [ZOE, ANTON]);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        ask("Zoe Vaine").unwrap_err().to_string(),
        "there is no speaker 'Zoe Vaine'; the nearest: Zoë Vane"
    );
    assert_eq!(
        ask("Merkel").unwrap_err().to_string(),
        "there is no speaker 'Merkel'"
    );
    assert_eq!(ask("").unwrap_err().to_string(), "there is no speaker ''");
}

#[test]
fn feeds_that_were_never_polled_are_listed_too() {
    let view = view();
    let feed = |url: &str, outlet: &str| ConfiguredFeed {
        url: url.into(),
        outlet: outlet.into(),
    };
    let configured = vec![
        feed("https://new.example/feed", "New"),
        feed("https://post.example/feed", "Harbour Post"),
    ];
    let states = |configured: Vec<ConfiguredFeed>| match view.ask(Question::Feeds { configured }) {
        Ok(Answer::Feeds(feeds)) => feeds
            .into_iter()
            .map(|f| (f.outlet, f.state))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        states(configured),
        [
            (some("New"), FeedState::NeverPolled),
            (some("Harbour Post"), FeedState::Failing)
        ]
    );
    assert_eq!(states(Vec::new()), [(None, FeedState::Failing)]);
}

#[test]
fn the_tail_goes_on_where_it_ended() {
    let view = view();
    let tail = |after, limit| match view.ask(Question::Tail { after, limit }) {
        Ok(Answer::Tail(tail)) => (
            tail.events.iter().map(|e| e.seq).collect::<Vec<_>>(),
            tail.next,
        ),
        other => panic!("{other:?}"),
    };
    assert_eq!(tail(None, None), (vec![1, 2, 3], 3));
    assert_eq!(tail(None, Some(2)), (vec![2, 3], 3));
    assert_eq!(tail(None, Some(0)), (vec![], 3));
    assert_eq!(tail(Some(0), Some(2)), (vec![1, 2], 2));
    assert_eq!(tail(Some(2), None), (vec![3], 3));
    assert_eq!(tail(Some(3), None), (vec![], 3));
}

#[test]
fn totals_and_the_newest() {
    let view = view();
    let Ok(Answer::Stats(stats)) = view.ask(Question::Stats {
        configured: Vec::new(),
    }) else {
        panic!("no stats");
    };
    assert_eq!(
        (
            stats.stories,
            stats.claims,
            stats.feeds,
            stats.feeds_failing
        ),
        (3, 3, 1, 1)
    );
    let other = ConfiguredFeed {
        url: "https://other.example/feed".into(),
        outlet: "Other".into(),
    };
    let configured = vec![other];
    let Ok(Answer::Stats(others)) = view.ask(Question::Stats { configured }) else {
        panic!("no stats");
    };
    assert_eq!((others.feeds, others.feeds_failing), (0, 0));
    assert_eq!(
        stats.newest_story,
        Some(fixture::at("2026-03-02T10:00:00Z"))
    );
    assert_eq!(stats.asked, fixture::now());
}

#[test]
fn a_story_in_json_has_the_fields_that_others_script_against() {
    let view = view();
    let Ok(Answer::Stories(page)) = view.ask(Question::Stories {
        filter: Filter::default(),
    }) else {
        panic!("no stories");
    };
    let json = serde_json::to_value(&page.rows[0]).unwrap();
    assert_eq!(json["group"], "1111cccc00000003");
    assert_eq!(json["partial_of"], serde_json::json!(["1111aaaa00000001"]));
    for name in [
        "id",
        "url",
        "verdict",
        "of",
        "outlet",
        "title",
        "published",
        "first_seen",
        "revisions",
        "words",
        "attributions",
    ] {
        assert!(json.get(name).is_some(), "{name}");
    }
}
