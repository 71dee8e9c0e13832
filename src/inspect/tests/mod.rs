//! Every question against the view that `fixture.rs` fills.

#![allow(clippy::unwrap_used)]

mod one;

use crate::inspect::Answer;
use crate::inspect::AskError;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::ask;
use crate::inspect::fixture;
use crate::inspect::fixture::ANTON;
use crate::inspect::fixture::COURIER;
use crate::inspect::fixture::CRACKS;
use crate::inspect::fixture::HOLDS;
use crate::inspect::fixture::NOBODY;
use crate::inspect::fixture::POST;
use crate::inspect::fixture::WIRE;
use crate::inspect::fixture::ZOE;
use crate::model::ClaimId;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::SpeakerId;
use crate::model::StoryId;
use tempfile::TempDir;

struct View {
    _dir: TempDir,
    store: crate::store::Store,
    shelf: crate::inspect::ArchiveTexts,
}

fn view() -> View {
    let dir = tempfile::tempdir().unwrap();
    let (store, shelf) = fixture::fill(dir.path());
    View {
        _dir: dir,
        store,
        shelf,
    }
}

impl View {
    /// The answer, as it comes out of the JSON that the socket carries.
    fn ask(&self, question: Question) -> Result<Answer, AskError> {
        let json = serde_json::to_string(&question).unwrap();
        let question: Question = serde_json::from_str(&json).unwrap();
        let answer = ask(&self.store, &self.shelf, &question, fixture::now())?;
        let json = serde_json::to_string(&answer).unwrap();
        let back: Answer = serde_json::from_str(&json).unwrap();
        assert_eq!(back, answer);
        Ok(answer)
    }

    fn stories(&self, filter: Filter) -> Vec<StoryId> {
        match self.ask(Question::Stories { filter }) {
            Ok(Answer::Stories(page)) => page.rows.iter().map(|row| row.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn claims(&self, filter: Filter) -> Vec<ClaimId> {
        match self.ask(Question::Claims { filter }) {
            Ok(Answer::Claims(page)) => page.rows.iter().map(|row| row.id).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn speakers(&self, filter: Filter) -> Vec<SpeakerId> {
        match self.ask(Question::Speakers { filter }) {
            Ok(Answer::Speakers(page)) => page.rows.iter().map(|row| row.id).collect(),
            other => panic!("{other:?}"),
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn stories_are_filtered_and_run_from_the_newest() {
    let view = view();
    let all = Filter::default;
    for (filter, expect) in [
        (all(), vec![WIRE, POST, COURIER]),
        (
            Filter {
                since: Some(fixture::at("2026-03-01T08:15:00Z")),
                ..all()
            },
            vec![WIRE, POST],
        ),
        (
            Filter {
                until: Some(fixture::at("2026-03-01T08:15:00Z")),
                ..all()
            },
            vec![COURIER],
        ),
        (
            Filter {
                outlet: some("VALLEY"),
                ..all()
            },
            vec![COURIER],
        ),
        (
            Filter {
                search: some("doubts"),
                ..all()
            },
            vec![WIRE],
        ),
        (
            Filter {
                speaker: some("Zoe Vane"),
                ..all()
            },
            vec![WIRE, POST, COURIER],
        ),
        (
            Filter {
                speaker: some("Anton"),
                ..all()
            },
            vec![WIRE],
        ),
        (
            Filter {
                kind: Some(QuoteKind::Indirect),
                ..all()
            },
            vec![WIRE],
        ),
        (
            Filter {
                kind: Some(QuoteKind::Indirect),
                speaker: some("Zoë Vane"),
                ..all()
            },
            vec![],
        ),
        (
            Filter {
                class: Some(CueClass::Denial),
                ..all()
            },
            vec![],
        ),
    ] {
        assert_eq!(view.stories(filter.clone()), expect, "{filter:?}");
    }
}

#[test]
fn claims_are_filtered_and_run_from_the_newest() {
    let view = view();
    let all = Filter::default;
    for (filter, expect) in [
        (all(), vec![CRACKS, NOBODY, HOLDS]),
        (
            Filter {
                speaker: some("Vane"),
                ..all()
            },
            vec![CRACKS, HOLDS],
        ),
        (
            Filter {
                speaker: some("5a5a000000000001"),
                ..all()
            },
            vec![HOLDS],
        ),
        (
            Filter {
                outlet: some("post"),
                ..all()
            },
            vec![HOLDS],
        ),
        (
            Filter {
                search: some("DAM"),
                ..all()
            },
            vec![HOLDS],
        ),
        (
            Filter {
                kind: Some(QuoteKind::Direct),
                ..all()
            },
            vec![NOBODY, HOLDS],
        ),
        (
            Filter {
                since: Some(fixture::at("2026-03-02")),
                ..all()
            },
            vec![CRACKS, NOBODY],
        ),
    ] {
        assert_eq!(view.claims(filter.clone()), expect, "{filter:?}");
    }
}

#[test]
fn speakers_are_filtered_and_run_from_the_most_quoted() {
    let view = view();
    let all = Filter::default;
    for (filter, expect) in [
        (all(), vec![ZOE, ANTON]),
        (
            Filter {
                search: some("zoe"),
                ..all()
            },
            vec![ZOE],
        ),
        (
            Filter {
                until: Some(fixture::at("2026-03-02")),
                ..all()
            },
            vec![ZOE],
        ),
        (
            Filter {
                limit: Some(1),
                ..all()
            },
            vec![ZOE],
        ),
    ] {
        assert_eq!(view.speakers(filter.clone()), expect, "{filter:?}");
    }
}

#[test]
fn pages_add_up_to_the_whole() {
    let view = view();
    let page_by_page = |question: fn(Filter) -> Question| {
        let (mut ids, mut filter) = (
            Vec::new(),
            Filter {
                limit: Some(1),
                ..Filter::default()
            },
        );
        loop {
            let (mut found, next) = match view.ask(question(filter.clone())).unwrap() {
                Answer::Stories(page) => (
                    page.rows.iter().map(|r| r.id.0).collect::<Vec<_>>(),
                    page.next,
                ),
                Answer::Claims(page) => (page.rows.iter().map(|r| r.id.0).collect(), page.next),
                Answer::Speakers(page) => (page.rows.iter().map(|r| r.id.0).collect(), page.next),
                other => panic!("{other:?}"),
            };
            assert!(found.len() <= 1);
            ids.append(&mut found);
            match next {
                Some(next) => filter.after = Some(next),
                None => return ids,
            }
        }
    };
    assert_eq!(
        page_by_page(|filter| Question::Stories { filter }),
        [WIRE.0, POST.0, COURIER.0]
    );
    assert_eq!(
        page_by_page(|filter| Question::Claims { filter }),
        [CRACKS.0, NOBODY.0, HOLDS.0]
    );
    assert_eq!(
        page_by_page(|filter| Question::Speakers { filter }),
        [ZOE.0, ANTON.0]
    );
}
