//! Lines that are the story's and lines that are not, both ways; all of our own wording.

use super::*;
use ParagraphKind::Boilerplate;
use ParagraphKind::Caption;
use ParagraphKind::PullQuote;
use ParagraphKind::Text;

/// A story around the line, so that it stands where lines stand.
fn kind_of(line: &str) -> ParagraphKind {
    let text = |t: &str| Paragraph::text(t);
    let mut body = vec![
        text("The ferry to the outer islands will not sail before May, its owner said on Sunday."),
        text(line),
        text("The council has asked the county for a boat, and the county has not answered."),
    ];
    classify("Ferry late", &mut body);
    let again = body.clone();
    classify("Ferry late", &mut body);
    assert_eq!(body, again, "not stable");
    body.remove(1).kind
}

#[test]
fn what_is_not_the_story_is_marked() {
    for (line, expect) in [
        ("Ferry late", Boilerplate),
        ("FERRY LATE", Boilerplate),
        (
            "In this photo taken on Monday, March 2, 2026, a fishing boat lies on the broken slipway.",
            Caption,
        ),
        (
            "In this image released by the Harbour Office, the pier is under water.",
            Caption,
        ),
        (
            "In this March 2, 2026, file photo, the mayor opens the pier.",
            Caption,
        ),
        (
            "This handout picture provided by the coast guard shows the ferry aground.",
            Caption,
        ),
        (
            "The mayor leaves the town hall, Monday, March 2, 2026. (AP Photo/Di Marsh)",
            Caption,
        ),
        (
            "The mayor waves to a crowd shouting “Resign!” (AP Photo/Di Marsh, File)",
            Caption,
        ),
        (
            "Islanders wait for the supply boat on Monday. (DI MARSH / AFP)",
            Caption,
        ),
        (
            "Islanders wait for the supply boat on Monday (Di Marsh/Pool Photo via AP)",
            Caption,
        ),
        ("The minister at the pier (via AP)", Caption),
        (
            "Rescue boats at work off the northern point on March 1, 2026 (Israel Defense Forces)",
            Caption,
        ),
        (
            "A worker paints the new buoy in the harbour (Harbour Pilots Guild)",
            Caption,
        ),
        (
            "The broken slipway seen from the pier in the first week of March (Screenshot: Channel Nine)",
            Caption,
        ),
        (
            "The well at Upper Hill, March 2026. (Courtesy of the parish)",
            Caption,
        ),
        ("Boats off the point in winter 2026. (Reuters)", Caption),
        ("FILE - The ferry leaves the harbour in 2019.", Caption),
        ("FILE — Cora Fell in her office, Jan. 4, 2020.", Caption),
        ("Photo: Di Marsh", Caption),
        ("Image credit: Harbour Gazette", Caption),
        ("Illustrative: a slipway in winter", Caption),
        ("Read original article here", Boilerplate),
        ("Read original article here.", Boilerplate),
        ("READ MORE: Herring are back in the bay", Boilerplate),
        ("Read more", Boilerplate),
        ("Read more about the harbour budget", Boilerplate),
        ("Sign up for our newsletter", Boilerplate),
        (
            "Sign up for The Tide, our daily letter on all that floats",
            Boilerplate,
        ),
        (
            "Five stories from the quay in your inbox every weekday at six.",
            Boilerplate,
        ),
        ("Follow us on Facebook and Telegram", Boilerplate),
        ("Share this", Boilerplate),
        ("Share Tweet WhatsApp Copy link", Boilerplate),
        ("Subscribe", Boilerplate),
        (
            "Subscribe to the Gazette for two pounds a week.",
            Boilerplate,
        ),
        ("Click here to see more pictures", Boilerplate),
        ("© 2026 Harbour Gazette", Boilerplate),
        (
            "Copyright 2026 The Harbour Wire. All rights reserved. This material may not be published or rewritten.",
            Boilerplate,
        ),
        ("ADVERTISEMENT", Boilerplate),
        (
            "Reporting by Ada Quill in Lower Hill; editing by Bo Tarn",
            Boilerplate,
        ),
        ("(Reporting by Ada Quill; Editing by Bo Tarn)", Boilerplate),
        (
            "Wire writers Ada Quill and Bo Tarn in Lower Hill contributed to this report.",
            Boilerplate,
        ),
        ("By Ada Quill and Bo Tarn, Harbour Wire", Boilerplate),
        ("March 2, 2026", Boilerplate),
        ("Updated: 2 March 2026 10:15", Boilerplate),
        ("* * *", Boilerplate),
        ("https://harbour.example/more", Boilerplate),
        (
            "The post Ferry late appeared first on Harbour Gazette.",
            Boilerplate,
        ),
    ] {
        assert_eq!(kind_of(line), expect, "{line}");
    }
}

#[test]
fn a_sentence_of_the_story_is_never_marked() {
    for line in [
        "“Read more than the headline,” the editor said.",
        "Read more than one report before you judge, the editor told pupils.",
        "“Subscribe to our cause or leave,” the mayor said.",
        "Subscribers to the water scheme will pay twice, the council said.",
        "“Sign up for our newsletter,” the leaflet said, “and win a boat.”",
        "Share this burden or lose it, the minister told the council.",
        "Sharing the pier with yachts was never the plan.",
        "Follow us, the pilot radioed, and the ferry did.",
        "Click here, the message said, and three pensioners did.",
        "The report was copied from a wire story with all its errors.",
        "“All of it,” she said.",
        "“Yes.”",
        "He said no.",
        "In this village nobody photographs the pier any more.",
        "In this photo released by the ministry, “there is no smoke at all,” the pilot said.",
        "This picture of calm will not last, according to the harbour office.",
        "The image shows a dam, the ministry said.",
        "“We will see,” she said on Monday. (Reuters)",
        "The minister denied the report in a letter to the paper. (AFP)",
        "The council voted to close the pier, officials said (see the map in the report).",
        "The inquiry was opened by the International Harbour Safety Agency (IHSA)",
        "Ada Quill, the member for Upper Hill (Liberal)",
        "The fee will rise by a third (it rose by a tenth last year)",
        "She pointed at a file (the one about the pier).",
        "“The photo is a fake (and a bad one),” he said.",
        "LOWER HILL (AP) — The mill will open again in June.",
        "The ministry's file - two thousand pages of it - was lost.",
        "File a claim before June, the office told islanders.",
        "Photo evidence was shown to the jury on Monday.",
        "Related charges against the owner were dropped.",
        "Comments by the mayor angered the fleet.",
        "Watch what he does, she said, and not what he says.",
        "Loading of the ship began at noon.",
        "Advertising on the pier will be forbidden from May.",
        "Copyright law does not cover the song, the court ruled.",
        "By Monday night the harbour was full.",
        "By Monday",
        "Recommended prices were ignored by most shops.",
        "Support us or step aside, the strikers told the union.",
        "Contact us by Friday, the police told witnesses.",
        "Email us the truth, the crowd shouted.",
        "Reporting by the Gazette showed that the pumps had failed twice.",
        "Edited by Ada Quill, the book sold three million copies.",
        "Join our fight, the fleet urged the farmers.",
        "More from the mill reached the market than in any year before.",
        "Print this in your paper, he told the Gazette.",
        "The pier was built in 1911 and rebuilt in 1957.",
        "“No”: that was all the owner had to say to the court.",
    ] {
        assert_eq!(kind_of(line), Text, "{line}");
    }
}

fn kinds(title: &str, lines: &[&str]) -> String {
    let mut body: Vec<Paragraph> = lines.iter().map(|l| Paragraph::text(*l)).collect();
    classify(title, &mut body);
    let letter = |p: &Paragraph| match p.kind {
        Text => 'T',
        Caption => 'C',
        Boilerplate => 'B',
        PullQuote => 'P',
        _ => '?',
    };
    body.iter().map(letter).collect()
}

#[test]
fn repetitions_are_judged_by_what_is_repeated() {
    let said = "“There is no slipway,” the owner said on Sunday, and nobody answered him.";
    let more = "The council has asked the county for a boat, and the county has not answered.";
    let head = "Islands cut off as ferry stays in port";
    let shot = "A boat lies on the slipway, Sunday, March 1, 2026. (Harbour Wire)";
    for (title, lines, expect) in [
        // A headline that nobody told us of goes wherever it stands; a sentence that is repeated stays once.
        ("", &[said, head, shot, more, head][..], "TBCTB"),
        ("", &[head, said, more], "TTT"),
        (head, &[head, said, more], "BTT"),
        ("", &[said, more, said], "TTB"),
        // Known or not, a headline in another case and with another mark is the same.
        (
            "ISLANDS CUT OFF AS FERRY STAYS IN PORT",
            &[said, "Islands cut off, as ferry stays in port", more],
            "TBT",
        ),
        (
            "",
            &["Will it sail again?", said, "Will it sail again?", more],
            "BTBT",
        ),
        ("", &[said, "Did you know?", more, "Did you know?"], "TTTB"),
        // Who speaks in a transcript is repeated and is needed.
        (
            "",
            &[
                "GAZETTE:", "Why?", "FELL:", said, "GAZETTE:", "Why?", "FELL:", more,
            ],
            "TTTTTTTT",
        ),
        // The lead may say what the headline says, as a sentence.
        ("The ferry is late", &["The ferry is late.", said], "TT"),
        (
            "",
            &[said, more, "The council has asked the county for a boat"],
            "TTP",
        ),
        ("", &["National", said, more, "Thanks"], "BTTT"),
        ("", &["One.", "Two.", "One."], "TTT"),
    ] {
        assert_eq!(kinds(title, lines), expect, "{title} {lines:?}");
    }
}

#[test]
fn many_paragraphs_cost_bounded_time() {
    let mut body: Vec<Paragraph> = (0..3_000)
        .map(|n| {
            Paragraph::text(format!(
                "Line {} ( of many words that nobody reads",
                n % 1_500
            ))
        })
        .collect();
    body.push(Paragraph::text("(".repeat(60_000)));
    body.push(Paragraph::text("a ".repeat(30_000)));
    classify("", &mut body);
    assert!(body.iter().all(|p| p.kind != PullQuote));
}
