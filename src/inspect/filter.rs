//! Whether a row is admitted by a [`Filter`]. Compares folded text; reads nothing from the store.

use crate::inspect::question::Filter;
use crate::model::CueClass;
use crate::model::QuoteKind;
use crate::model::SpeakerId;
use crate::model::Timestamp;
use crate::store::Query;
use crate::text::fold;

/// A filter made ready: words folded once, the speaker looked up.
pub(super) struct Admits {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    outlet: Option<String>,
    search: Option<String>,
    query: Query,
    kind: Option<QuoteKind>,
    class: Option<CueClass>,
    speech_only: bool,
    /// `None` admits everybody.
    speakers: Option<Vec<SpeakerId>>,
}

impl Admits {
    pub(super) fn new(filter: &Filter, speakers: Option<Vec<SpeakerId>>) -> Admits {
        let folded = |words: &Option<String>| {
            let words = fold(words.as_deref()?).trim().to_owned();
            (!words.is_empty()).then_some(words)
        };
        Admits {
            since: filter.since,
            until: filter.until,
            outlet: folded(&filter.outlet),
            search: folded(&filter.search),
            query: Query::parse(filter.search.as_deref().unwrap_or_default()),
            kind: filter.kind,
            class: filter.class,
            speech_only: filter.speech_only,
            speakers,
        }
    }

    /// Whether something seen from `first` to `last` was seen in the times asked for: from `since` on, before `until`.
    pub(super) fn lasted(&self, first: Timestamp, last: Timestamp) -> bool {
        self.since.is_none_or(|since| last >= since) && self.until.is_none_or(|until| first < until)
    }

    pub(super) fn outlet(&self, name: &str) -> bool {
        self.outlet
            .as_deref()
            .is_none_or(|part| fold(name).contains(part))
    }

    pub(super) fn asks_for_outlet(&self) -> bool {
        self.outlet.is_some()
    }

    /// The words searched for in claims and stories.
    pub(super) fn query(&self) -> &Query {
        &self.query
    }

    /// Whether any of the names holds what is searched for.
    pub(super) fn search<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        self.search
            .as_deref()
            .is_none_or(|part| texts.into_iter().any(|text| fold(text).contains(part)))
    }

    pub(super) fn kind(&self, kind: QuoteKind) -> bool {
        self.kind.is_none_or(|k| k == kind)
    }

    pub(super) fn class(&self, class: CueClass) -> bool {
        self.class.is_none_or(|c| c == class) && (!self.speech_only || class.is_speech())
    }

    /// Whether attributions have to be looked at, one of which meets `kind`, `class` and `speakers`.
    pub(super) fn asks_for_attributions(&self) -> bool {
        self.kind.is_some() || self.class.is_some() || self.speech_only || self.speakers.is_some()
    }

    pub(super) fn speaker(&self, speaker: Option<SpeakerId>) -> bool {
        match (&self.speakers, speaker) {
            (None, _) => true,
            (Some(wanted), Some(speaker)) => wanted.contains(&speaker),
            (Some(_), None) => false,
        }
    }

    /// The speakers looked up; `None` where everybody is admitted.
    pub(super) fn speakers(&self) -> Option<&[SpeakerId]> {
        self.speakers.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_diacritics_do_not_count() {
        let check = |search: &str, text: &str, expect: bool| {
            let filter = Filter {
                search: Some(search.to_owned()),
                ..Filter::default()
            };
            assert_eq!(
                Admits::new(&filter, None).search([text]),
                expect,
                "{search} in {text}"
            );
        };
        check("erdogan", "President ERDOĞAN said", true);
        check("Zoë", "zoe agreed", true);
        check("it's", "It’s over", true);
        check("grain deal", "the grain  deal", true);
        check("grain deal", "the deal on grain", false);
        check("  ", "anything", true);
    }

    #[test]
    fn speech_only_leaves_out_what_was_not_said() {
        let check = |class: CueClass, expect: bool| {
            let filter = Filter {
                speech_only: true,
                ..Filter::default()
            };
            assert_eq!(Admits::new(&filter, None).class(class), expect, "{class:?}");
        };
        check(CueClass::Statement, true);
        check(CueClass::Denial, true);
        check(CueClass::Belief, false);
        check(CueClass::Act, false);
    }

    #[test]
    fn times_are_half_open() {
        let at = Timestamp::from_secs;
        let filter = Filter {
            since: Some(at(10)),
            until: Some(at(20)),
            ..Filter::default()
        };
        let admits = Admits::new(&filter, None);
        for (first, last, expect) in [
            (10, 10, true),
            (9, 9, false),
            (5, 12, true),
            (19, 30, true),
            (20, 30, false),
        ] {
            assert_eq!(
                admits.lasted(at(first), at(last)),
                expect,
                "{first}..{last}"
            );
        }
    }
}
