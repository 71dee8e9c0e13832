//! Damage on the disk, seen from the command line: what is refused, what is rebuilt, what `sayso store` says and does.

use crate::support::Home;

#[test]
fn a_view_of_a_newer_sayso_is_refused_and_a_damaged_one_is_rebuilt() {
    let home = Home::new();
    let line = "{\"url\":\"https://a.example/1\",\"title\":\"One\",\"text\":\"“The dam holds for now,” said Ines Okafor, the engineer.\"}\n";
    let data = home.data();
    let ingest = ["ingest", "-", "--data-dir", data.to_str().unwrap()];
    home.run_with(&ingest, line.as_bytes()).good();
    let claims = home
        .ask(&["inspect", "claims", "--format", "jsonl"])
        .good()
        .out;

    let manifest = std::fs::read_to_string(data.join("view.json")).unwrap();
    std::fs::write(
        data.join("view.json"),
        manifest.replacen("\"format\":", "\"format\":9", 1),
    )
    .unwrap();
    for args in [
        &["inspect", "claims"][..],
        &["store", "verify"],
        &["ingest", "/dev/null"],
    ] {
        let ran = home.ask(args);
        assert_eq!(ran.code, Some(1), "{args:?}: {}", ran.err);
        assert!(
            ran.err.contains("newer sayso") && ran.err.contains("upgrade"),
            "{}",
            ran.err
        );
    }
    std::fs::write(data.join("view.json"), &manifest).unwrap();

    // The database cut down to its first bytes: found, set aside and rebuilt without asking.
    let db = data.join("view/delta-1/db");
    let bytes = std::fs::read(&db).unwrap();
    std::fs::write(&db, &bytes[..64]).unwrap();
    // Or mended when asked to.
    let faulty = home.ask(&["store", "verify"]);
    assert_eq!(faulty.code, Some(1));
    assert!(faulty.err.contains("--repair"), "{}", faulty.err);
    let mended = home.ask(&["store", "verify", "--repair"]).good();
    assert!(mended.out.contains("all is well"), "{}", mended.out);
    let sizes = home.ask(&["store", "size", "--format", "jsonl"]).good();
    assert_eq!(sizes.jsonl()[0]["part"], "archive");
    assert_eq!(sizes.jsonl()[0]["entries"], 1);
    let packed = home.ask(&["store", "compact"]).good();
    assert!(packed.out.contains("view:"), "{}", packed.out);
    let kept = home.ask(&["store", "prune", "--dry-run"]).good();
    assert!(
        kept.out.contains("0 days") && kept.err.contains("[retention]"),
        "{}",
        kept.out
    );
    // Now all of it is in the pack.
    let files = std::fs::read_dir(data.join("view")).unwrap();
    let pack = files
        .map(|e| e.unwrap().path())
        .find(|path| path.to_string_lossy().contains("pack-"))
        .unwrap();
    let packed = std::fs::read(&pack).unwrap();
    std::fs::write(&pack, &packed[..64]).unwrap();
    let ran = home.run_with(&ingest, line.as_bytes()).good();
    assert!(
        ran.err.contains("set aside") || ran.err.contains("was put in"),
        "{}",
        ran.err
    );
    assert_eq!(
        home.ask(&["inspect", "claims", "--format", "jsonl"])
            .good()
            .out,
        claims
    );
    home.ask(&["store", "verify"]).good();

    // A torn frame at the end of the archive: cut off with a warning, and what it held is taken again.
    let day = std::fs::read_dir(data.join("archive"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.to_string_lossy().ends_with(".jsonl.zst"))
        .unwrap();
    let bytes = std::fs::read(&day).unwrap();
    std::fs::write(&day, &bytes[..bytes.len() - 3]).unwrap();
    let ran = home.run_with(&ingest, line.as_bytes()).good();
    assert!(ran.err.contains("torn"), "{}", ran.err);
    assert_eq!(
        home.ask(&["inspect", "claims", "--format", "jsonl"])
            .good()
            .jsonl()
            .len(),
        1
    );
    home.ask(&["store", "verify"]).good();
}
