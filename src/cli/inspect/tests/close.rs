//! What people see who look closely: whether something was said, and why it was reported.

#![allow(clippy::unwrap_used)]

use super::check;
use super::show;
use crate::cli::style::Look;
use crate::inspect::Question;
use crate::inspect::fixture;

#[test]
fn whether_it_was_said() {
    let verify = |quote: &str, speaker: Option<&str>| Question::Verify {
        quote: quote.into(),
        speaker: speaker.map(str::to_owned),
    };
    let begins = |question: Question, expect: &str| {
        let shown = show(Look::plain(100), question);
        assert!(shown.starts_with(expect), "{shown}");
    };
    begins(
        verify("the dam will hold!", None),
        "Seen in these words.\n\nexact  Zoë Vane\n  The dam will hold\n",
    );
    begins(
        verify("dam will hold", Some("Zoë Vane")),
        "Seen in part.\n\npartial  Zoë Vane\n",
    );
    begins(
        verify("The dam will hold", Some("Anton Vane")),
        "Seen, but not by Anton Vane.\n\nexact  Zoë Vane, another speaker\n",
    );
    begins(
        verify("The dam will not hold", None),
        "Not seen in 3 stories since 2026-03-01.\n\nNEAR, BUT NOT THE SAME\nnear  Zoë Vane\n",
    );
    check(
        100,
        verify("rain is forecast for the whole week", Some("nobody known")),
        "Not seen, by nobody known or anybody else, in 3 stories since 2026-03-01.\n",
    );
}

#[test]
fn why_it_was_reported() {
    let question = Question::Explain {
        attribution: format!("{}:1:1", fixture::POST),
    };
    let shown = show(Look::plain(100), question);
    for part in [
        "Attribution 1111aaaa00000001:1:1 of “Mayor: the dam will hold”",
        "source       Zoë Vane, mayor of Harbour  (characters of the text 46–72)",
        "WHAT THE MODEL THOUGHT\ntaggers      cue ",
        "read as      a person's name",
        "in the story Zoë Vane (a name that is enough in other stories too)",
        "attribution  75 %  that the source names who said it",
        "RUNNER-UP",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}
