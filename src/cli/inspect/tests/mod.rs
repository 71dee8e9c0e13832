//! What people see, as literal text, from the view that the inspect folder's fixture fills.

#![allow(clippy::unwrap_used)]

mod close;
mod feeds;
mod roads;

use crate::cli::inspect::brief;
use crate::cli::inspect::claim;
use crate::cli::inspect::diff;
use crate::cli::inspect::explain;
use crate::cli::inspect::passages;
use crate::cli::inspect::speaker;
use crate::cli::inspect::stats;
use crate::cli::inspect::story;
use crate::cli::inspect::verify;
use crate::cli::output::Format;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::style::Look;
use crate::inspect::Answer;
use crate::inspect::Filter;
use crate::inspect::Question;
use crate::inspect::ask;
use crate::inspect::fixture;
use std::io;

fn answered(question: Question) -> Answer {
    let dir = tempfile::tempdir().unwrap();
    let (store, shelf) = fixture::fill(dir.path());
    ask(&store, &shelf, &question, fixture::now()).unwrap()
}

fn show(look: Look, question: Question) -> String {
    let scene = Scene {
        look,
        now: fixture::now(),
    };
    let mut out = Vec::new();
    let to = &mut out;
    let done: io::Result<()> = match answered(question) {
        Answer::Stats(mut totals) => {
            // How much the view takes on the disk is not the same each time.
            totals.view_bytes = 6_144;
            stats::write(to, scene, &totals)
        }
        Answer::Feed(detail) => listing(to, Format::Table, scene, &detail.fetches).map(drop),
        Answer::Feeds(feeds) => listing(to, Format::Table, scene, &feeds)
            .and_then(|_| brief::troubles(to, scene, &feeds)),
        Answer::Stories(page) => listing(to, Format::Table, scene, &page.rows).map(drop),
        Answer::Story(detail) => story::show(to, scene, &detail),
        Answer::Copies(copies) => passages::head(to, scene, &copies)
            .and_then(|_| listing(to, Format::Table, scene, &copies.members))
            .and_then(|_| passages::why(to, scene, &copies)),
        Answer::Diff(view) => diff::show(to, scene, &view, false),
        Answer::Corrections(found) => {
            listing(to, Format::Table, scene, &found.corrections).map(drop)
        }
        Answer::Speakers(page) => listing(to, Format::Table, scene, &page.rows).map(drop),
        Answer::Speaker(detail) => speaker::card(to, scene, &detail),
        Answer::Claims(page) => listing(to, Format::Table, scene, &page.rows).map(drop),
        Answer::Claim(detail) => claim::show(to, scene, &detail),
        Answer::Verify(view) => verify::show(to, scene, &view),
        Answer::Explain(view) => explain::show(to, scene.look, &view),
        // Exports are files; they have no screen.
        Answer::Export(_) => Ok(()),
        Answer::Tail(tail) => tail
            .events
            .iter()
            .try_for_each(|event| brief::event(to, scene, event)),
    };
    done.unwrap();
    String::from_utf8(out).unwrap()
}

fn check(width: usize, question: Question, expect: &str) {
    let shown = show(Look::plain(width), question);
    assert!(shown == expect, "expected:\n{expect}\nshown:\n{shown}");
}

#[test]
fn claims() {
    check(
        100,
        Question::Claims {
            filter: Filter::default(),
        },
        "\
TIME              SPEAKER         CLAIM                          SEEN  OUTLETS            ID
2026-03-02 10:00  Anton Vane      there were cracks                1×  Northern Wire      c1a20000
2026-03-02 10:00  (nobody named)  “Let us all get out of here.”    1×  Northern Wire      c1a30000
2026-03-01 06:00  Zoë Vane        “The dam will hold”              3×  Valley Courier +2  c1a10000
",
    );
}

#[test]
fn claims_on_a_narrow_terminal() {
    check(
        72,
        Question::Claims {
            filter: Filter::default(),
        },
        "\
TIME              SPEAKER         CLAIM                          ID
2026-03-02 10:00  Anton Vane      there were cracks              c1a20000
2026-03-02 10:00  (nobody named)  “Let us all get out of here.”  c1a30000
2026-03-01 06:00  Zoë Vane        “The dam will hold”            c1a10000
",
    );
}

#[test]
fn stories() {
    check(
        100,
        Question::Stories {
            filter: Filter::default(),
        },
        "\
TIME              OUTLET          TITLE                      TEXT     QUOTES  ID
2026-03-02 10:00  Northern Wire   Doubts about the dam       partial       3  1111cccc
2026-03-01 08:15  Harbour Post    Mayor: the dam will hold   new           1  1111aaaa
2026-03-01 06:00  Valley Courier  Dam will hold, says mayor  copy          1  2222bbbb
",
    );
}

#[test]
fn speakers() {
    check(
        100,
        Question::Speakers {
            filter: Filter::default(),
        },
        "\
SPEAKER     KIND    OFFICE            CLAIMS  SEEN  LAST              ID
Zoë Vane    person  mayor of Harbour       1    3×  2026-03-02 10:00  5a5a0000
Anton Vane  person                         1    1×  2026-03-02 10:00  5a5b0000
",
    );
}

#[test]
fn one_speaker() {
    check(
        100,
        Question::Speaker {
            speaker: "Zoë Vane".into(),
            filter: Filter::default(),
        },
        "\
Zoë Vane  person
office  mayor of Harbour (2×, 2026-03-01 to 2026-03-02)
also    Vane (1×)
said    1 claim, 3 sightings, 2026-03-01 06:00 to 2026-03-02 10:00
as      statement 1, 1 direct
about   hold (1)
when    2026-03-01: 1
speaker 5a5a0000

",
    );
}

#[test]
fn one_story() {
    check(
        100,
        Question::Story {
            story: fixture::POST.to_string(),
        },
        "\
Mayor: the dam will hold
Harbour Post · 2026-03-01 08:15 · 23 words
story 1111aaaa · its own text · same text in 1 other story: inspect copies 1111aaaa
https://post.example/dam

[caption] The dam — by night

[content: “The dam will hold,”] [cue: said] [source: Zoë Vane, mayor of Harbour], on
Sunday.

Nobody was hurt.

[not part of the story] Read more[31m news

N  SPEAKER   CUE   CONTENT               KIND    ACT        CLAIM
1  Zoë Vane  said  “The dam will hold,”  direct  statement  c1a10000
why: inspect explain 1111aaaa:1:N
",
    );
}

#[test]
fn one_story_with_parts_of_another() {
    check(
        100,
        Question::Story {
            story: fixture::WIRE.to_string(),
        },
        "\
Doubts about the dam
Northern Wire · 2026-03-02 10:00 · 23 words
story 1111cccc · has parts of 1111aaaa (Harbour Post, 50 % of it)
https://wire.example/77

[source: Vane] [cue: told reporters] [content: that the dam “will hold”]. [source: Her
brother Anton Vane] [cue: said] [content: there were cracks].

[content: “Let us all get out of here.”]

N  SPEAKER         CUE             CONTENT                        KIND      ACT        CLAIM
1  Zoë Vane        told reporters  that the dam “will hold”       mixed     statement  c1a10000
2  Anton Vane      said            there were cracks              indirect  statement  c1a20000
3  (nobody named)                  “Let us all get out of here.”  direct    statement  c1a30000
why: inspect explain 1111cccc:1:N
",
    );
}

#[test]
fn one_story_in_colour() {
    let look = Look {
        width: 100,
        colour: true,
    };
    let shown = show(
        look,
        Question::Story {
            story: fixture::POST.to_string(),
        },
    );
    let expect = "\u{1b}[32m“The dam will hold,”\u{1b}[0m \u{1b}[33msaid\u{1b}[0m \u{1b}[1m\u{1b}[36mZoë Vane, mayor of Harbour\u{1b}[0m, on Sunday.";
    assert!(shown.contains(expect), "{shown:?}");
    assert!(!shown.contains("[source"));
    assert!(
        !shown.contains("more\u{1b}[31m"),
        "a stranger's colour came through"
    );
}

#[test]
fn copies() {
    check(
        100,
        Question::Copies {
            story: fixture::POST.to_string(),
            group: false,
        },
        "\
Dam will hold, says mayor
2 stories carry this text in 2 outlets; Valley Courier was first. Group
1111aaaa00000001.

#  TIME              AFTER    OUTLET          TITLE                      MATCH        SAME  ID
1  2026-03-01 06:00  leading  Valley Courier  Dam will hold, says mayor  1111aaaa  98/75 %  2222bbbb
2  2026-03-01 08:15  +2 h     Harbour Post    Mayor: the dam will hold   –               –  1111aaaa

50 % of 1111aaaa stands in 1111cccc (Northern Wire: Doubts about the dam), which is 25 %
of that
",
    );
}

#[test]
fn one_claim() {
    check(
        100,
        Question::Claim {
            claim: "c1a1".into(),
        },
        "\
The dam will hold
  — Zoë Vane

cue     said
sure    said 50 %, by the source 75 %, who is this speaker 100 %
direct statement · first seen here 2026-03-01 06:00 · 3 sightings, 2 independent
claim c1a10000

WORDINGS
   2×  The dam will hold
   1×  direct
       [+that] the dam “will hold

SEEN IN
2026-03-01 06:00  Valley Courier  independent  story 2222bbbb
    Dam will hold, says mayor
    [“The dam will hold,”] said Zoë Vane, mayor of Harbour, on Sunday.
    characters 0–20 · 2222bbbb:1:1
    https://courier.example/a/9
2026-03-02 10:00  Northern Wire  independent  story 1111cccc
    Doubts about the dam
    Vane told reporters [that the dam “will hold”]. Her brother Anton Vane said there
    were cracks. “Let us all get out of here.”
    characters 20–44 · 1111cccc:1:1
    https://wire.example/77

COPIES OF THESE
2026-03-01 08:15  Harbour Post  copy  story 1111aaaa
    Mayor: the dam will hold
    The dam — by night [“The dam will hold,”] said Zoë Vane, mayor of Harbour, on
    Sunday. Nobody was hurt. Read more[31m news
    characters 20–40 · 1111aaaa:1:1
    https://post.example/dam
",
    );
}

#[test]
fn stats() {
    check(
        100,
        Question::Stats {
            configured: Vec::new(),
        },
        "\
stories                 3   1 copy, 1 with parts of others, 0 later revisions
copy groups             2   stories of one text count once
attributions            5   in the newest revisions
claims                  3   5 sightings
speakers                2
feeds                   1   1 failing
newest story 2026-03-02 10:00 (26 h ago)
last new     2026-03-01 08:20 (2 days ago)
observed     ····························█·   a day in 30 days: 0 today, 3 at most
archive             547 B   the view 6.0 KiB, last record 3
",
    );
}

#[test]
fn tail() {
    check(
        80,
        Question::Tail {
            after: None,
            limit: None,
        },
        "\
2026-03-01 08:20  new       Harbour Post  Mayor: the dam will hold
                  Zoë Vane: The dam will hold  c1a10000
2026-03-01 09:00  copy      Valley Courier  Dam will hold, says mayor  (1 claim known)
2026-03-02 10:05  partial   Northern Wire  Doubts about the dam  (1 claim known)
                  Anton Vane: there were cracks  c1a20000
                  (nobody named): Let us all get out of here.  c1a30000
",
    );
}
