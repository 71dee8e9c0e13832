//! A small crowd of feeds for a day, a tenth of them bad: the same as `cargo bench --bench poll` does with 10,000.

use crate::support::crowd::Crowd;
use crate::support::crowd::hosts::Kind;
use crate::support::crowd::log::{HOUR, SECOND};

#[test]
fn for_a_day_no_feed_starves_and_no_host_is_pressed() {
    // Two hosts to a domain and one domain in ten bad: every kind of badness is there once.
    let crowd = Crowd {
        feeds: 400,
        hosts: 400,
        hours: 24,
    };
    let day = crowd.live();
    let impolite = day.log.impolite(2 * SECOND);
    assert!(impolite.is_empty(), "{} {:?}", impolite.len(), impolite[0]);
    // The longest interval, a tenth more for its stray, and half an hour for everything else.
    let waits = day.log.longest_waits();
    let longest = waits.iter().max().unwrap();
    assert!(*longest < HOUR * 71 / 10, "{longest}");
    for (kind, (least, most)) in day.log.polls_of_bad() {
        let expect = match kind {
            Kind::Gone => 1..=1,
            // Backing off by half an hour at each failure, and more where a pause was asked for.
            Kind::Busy | Kind::OutOfService => 2..=24,
            // Two requests a poll.
            Kind::Circle | Kind::SignIn | Kind::Inward => 4..=24,
            _ => 4..=48,
        };
        assert!(
            expect.contains(&least) && expect.contains(&most),
            "{kind:?}: {least} to {most}"
        );
    }
    // Half of all entries are asked for within two hours of coming: those of lively feeds sooner, of rare ones later.
    let delays = day.log.delays();
    let half = delays[delays.len() / 2];
    assert!(
        delays.len() > 150 && half < 2 * HOUR,
        "{} {half}",
        delays.len()
    );
    assert!(day.stories > 400, "{}", day.stories);
}
