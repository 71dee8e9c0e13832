//! Lines at a story's end that present its author: "Ada Quill is a reporter for the Gazette. Reach her at ...".
//! Only what stands last is asked; the same words within a story are the story's.

use super::furniture::speaks;

/// Most words of such a line.
const MAX_WORDS: usize = 60;

/// What an author is, in lower case.
const TRADES: &[&str] = &[
    "reporter",
    "correspondent",
    "journalist",
    "columnist",
    "editor",
    "writer",
    "producer",
    "photographer",
    "contributor",
    "author of",
    "staff writer",
    "freelance",
    "bureau chief",
];
/// What authors do, in lower case, with the words around that tell it from a report.
const DUTIES: &[&str] = &[
    " covers ",
    " reports on ",
    " reports for ",
    " writes about ",
    " writes on ",
    " is based in ",
    " joined the ",
    " can be reached ",
];
/// Invitations to write to one.
const CONTACTS: &[&str] = &[
    "reach her",
    "reach him",
    "reach them",
    "reach me",
    "reach out to",
    "can be reached at",
    "contact her at",
    "contact him at",
    "contact them at",
    "contact the reporter",
    "email him",
    "email her",
    "email them",
    "follow him on",
    "follow her on",
    "follow them on",
    "on twitter",
    "send tips",
    "send feedback",
];

/// Whether the line presents an author.
pub(super) fn is_sign_off(text: &str) -> bool {
    let words = text.split(' ').count();
    if words > MAX_WORDS || speaks(text) {
        return false;
    }
    let lower = text.to_lowercase().replace('’', "'");
    let begins_with_name = text.starts_with(|c: char| c.is_uppercase());
    if lower.contains('@') && CONTACTS.iter().any(|c| lower.contains(c)) {
        return true;
    }
    if lower.starts_with("correction:") || lower.starts_with("editor's note") {
        return false;
    }
    let head: String = lower.split(' ').take(12).collect::<Vec<_>>().join(" ");
    let is_trade = ["is a ", "is an ", "is the ", "was a "].iter().any(|verb| {
        let after = head.split_once(verb).map(|(_, after)| after);
        after.is_some_and(|after| TRADES.iter().any(|t| after.contains(t)))
    });
    let has_duty = DUTIES.iter().any(|d| lower.contains(d));
    let has_contact = CONTACTS.iter().any(|c| lower.contains(c));
    begins_with_name && (is_trade && (has_duty || has_contact) || has_duty && has_contact)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_told_from_people_of_the_story() {
        for (line, expect) in [
            (
                "Ada Quill is a reporter who covers the harbour for the Gazette.",
                true,
            ),
            (
                "Bo Tarn covers water. Reach him at bo@gazette.example.",
                true,
            ),
            (
                "Cora Fell is a senior correspondent and writes about fish. Follow her on Mastodon.",
                true,
            ),
            ("Follow her on Twitter: @cfell", true),
            ("Ed Rill is a fisherman from Lower Hill.", false),
            (
                "Ada Quill is a reporter, the court heard, and was there that night.",
                false,
            ),
            ("The insurance covers the hull and nothing else.", false),
            (
                "“Bo Tarn is a reporter who covers nothing,” the mayor said. Reach him at b@c.example.",
                false,
            ),
        ] {
            assert_eq!(is_sign_off(line), expect, "{line}");
        }
    }
}
