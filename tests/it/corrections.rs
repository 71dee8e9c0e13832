//! Corrections of copy groups, by the program alone and over the socket of the running service.

use crate::support::canal::{ask, group, id, told};
use crate::support::{FeedServer, Home, Reply};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};

#[test]
fn a_correction_moves_a_story_and_survives_a_rebuild() {
    let home = told();
    let (wire, post) = (id(&home, "Canal Wire"), id(&home, "Varde Post"));
    let before = group(&home, "Varde Post");
    let claims = || ask(&home, &["claims", "--speaker", "Oda Lund"]);
    let independent = |claims: &Value| claims[0]["independent"].as_u64().unwrap();
    assert_eq!(independent(&claims()), 1);

    let split = home
        .ask(&["copies", "split", &post, "--note", "another lock"])
        .good();
    assert!(
        split.out.starts_with("correction 5 (split): story "),
        "{}",
        split.out
    );
    assert_ne!(group(&home, "Varde Post"), before);
    assert_eq!(independent(&claims()), 2);
    let row = &ask(&home, &["stories", "--outlet", "Varde Post"])[0];
    assert_eq!(
        (&row["verdict"], &row["correction"], &row["group_size"]),
        (&json!("new"), &json!(5), &json!(1))
    );
    let again = home.ask(&["copies", "split", &post]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("of its own already"), "{}", again.err);
    // By URL and by the group's id.
    let join = home
        .ask(&["copies", "join", "https://tarnweekly.example/9", &before])
        .good();
    assert!(join.out.contains("correction 6 (join)"), "{}", join.out);
    assert_eq!(group(&home, "Tarn Weekly"), before);
    let told = ask(&home, &["tail"]);
    let last = told.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["verdict"], &last["correction"]),
        (&json!("correction"), &json!("join"))
    );
    home.ask(&["store", "verify"]).good();

    let look = || {
        (
            ask(&home, &["stories"]),
            claims(),
            home.ask(&["copies", "list", "--format", "jsonl"])
                .good()
                .out,
        )
    };
    let seen = look();
    home.ask(&["store", "rebuild"]).good();
    assert!(seen == look());

    home.ask(&["copies", "undo", "5"]).good();
    home.ask(&["copies", "undo", "6"]).good();
    assert_eq!(group(&home, "Varde Post"), before);
    assert_ne!(group(&home, "Tarn Weekly"), before);
    assert_eq!(independent(&claims()), 1);
    let list = home
        .ask(&["copies", "list", "--format", "jsonl"])
        .good()
        .jsonl();
    let acts: Vec<&str> = list.iter().map(|c| c["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["undo", "undo", "join", "split"]);
    assert_eq!(
        (&list[3]["note"], &list[3]["undone_by"]),
        (&json!("another lock"), &json!(7))
    );
    for (args, part) in [
        (vec!["undo", "5"], "was undone by 7 already"),
        (vec!["undo", "7"], "is an undo itself"),
        (vec!["undo", "99"], "no correction 99"),
        (vec!["join", &wire, &wire], "in that copy group already"),
        (vec!["split", "ffff9999"], "no story 'ffff9999'"),
    ] {
        let refused = home.ask(&[&["copies"], args.as_slice()].concat());
        assert_eq!(refused.code, Some(1), "{args:?}");
        assert!(refused.err.contains(part), "{args:?}: {}", refused.err);
    }
    // A whole group, refused or not as one would make it story by story.
    let feature = id(&home, "Tarn Weekly");
    let all = home
        .ask(&["copies", "join", &wire, &feature, "--all"])
        .good();
    assert_eq!(all.out.lines().count(), 3, "{}", all.out);
    assert_eq!(group(&home, "Holm Mirror"), group(&home, "Tarn Weekly"));
    home.ask(&["store", "verify"]).good();
    let nowhere = Home::new().ask(&["copies", "undo", "1"]);
    assert_eq!(nowhere.code, Some(1));
    assert!(
        nowhere.err.contains("nothing to correct"),
        "{}",
        nowhere.err
    );
}

#[test]
fn the_running_service_makes_corrections() {
    let (home, server) = (told(), FeedServer::start());
    let feed = "<rss version=\"2.0\"><channel><title>T</title><link>http://x.example/</link></channel></rss>";
    server.on("/feed", Reply::ok("application/rss+xml", feed));
    let config = home.config(&[(&server.url("/feed"), "Empty")]);
    let config = config.to_str().unwrap();
    let (post, before) = (id(&home, "Varde Post"), group(&home, "Varde Post"));
    let mut child = home.start(&["run", "--config", config]);
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    while !seen.contains("listening") {
        assert!(log.read_line(&mut seen).unwrap() > 0, "{seen}");
    }
    // The archive is locked, so these went over the socket.
    let split = home.ask(&["copies", "split", &post]).good();
    assert!(split.out.contains("correction 5"), "{}", split.out);
    assert_ne!(group(&home, "Varde Post"), before);
    let refused = home.ask(&["copies", "split", &post]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("of its own already"),
        "{}",
        refused.err
    );
    let live = home.ask(&["copies", "list", "--format", "jsonl"]).good();
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    let mut rest = String::new();
    log.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
    let direct = home.ask(&["copies", "list", "--format", "jsonl"]).good();
    assert_eq!(direct.out, live.out);
    home.ask(&["store", "verify"]).good();
    home.ask(&["copies", "undo", "5"]).good();
    assert_eq!(group(&home, "Varde Post"), before);
}
