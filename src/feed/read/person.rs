//! Who wrote it: names out of the ways in which feeds write persons.

use super::MAX_LINE;
use super::PLAIN;
use super::Reader;
use super::line_of_loose;
use crate::feed::plain::cut;
use crate::feed::xml::Id;

/// Persons kept of one entry, the first ones.
pub(super) const MAX_PEOPLE: usize = 32;

/// The name in `mail (Name)`, `Name (mail)`, `Name <mail>` and plain names; an address only where there is no name.
pub(in crate::feed) fn name(text: &str) -> Option<String> {
    // `<mail>` would pass for a tag.
    let line = line_of_loose(&text.replace("mailto:", ""));
    let line = line.trim_matches(|c: char| ",;\"".contains(c) || c.is_whitespace());
    let named = match split_address(line) {
        Some((before, after)) => {
            let strip = |part: &str| {
                let part =
                    part.trim_matches(|c: char| c.is_whitespace() || "<>[],;:-\"".contains(c));
                let inner = part
                    .strip_prefix('(')
                    .and_then(|p| p.strip_suffix(')'))
                    .unwrap_or(part);
                let unpaired = inner.trim_end_matches('(').trim_start_matches(')').trim();
                unpaired.trim_matches('"').trim().to_owned()
            };
            let (before, after) = (strip(before), strip(after));
            if !after.is_empty() && before.is_empty() {
                after
            } else if !before.is_empty() {
                before
            } else {
                line.trim_matches(|c: char| "<>()[]".contains(c) || c.is_whitespace())
                    .to_owned()
            }
        }
        None => line.to_owned(),
    };
    let named = cut(&named, MAX_LINE).to_owned();
    Some(named).filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case("unknown"))
}

/// What stands before and after a mail address.
fn split_address(line: &str) -> Option<(&str, &str)> {
    let at = line.find('@')?;
    let is_part = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let start = line.get(..at)?.rfind(|c| !is_part(c)).map_or(0, |n| {
        n + line
            .get(n..)
            .and_then(|r| r.chars().next())
            .map_or(1, char::len_utf8)
    });
    let rest = line.get(at + 1..)?;
    let end = at + 1 + rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let domain = line.get(at + 1..end)?;
    (start < at && !domain.is_empty()).then(|| {
        (
            line.get(..start).unwrap_or_default(),
            line.get(end..).unwrap_or_default(),
        )
    })
}

impl Reader<'_> {
    /// The persons of a kind in an element: those of Atom in their parts, those of RSS in a line.
    pub(super) fn people(&self, id: Id, kind: &str) -> Vec<String> {
        let mut people = Vec::new();
        for person in self.tree.named(id, PLAIN, kind) {
            add(&mut people, self.person(person));
        }
        people
    }

    /// One person's name.
    pub(super) fn person(&self, id: Id) -> Option<String> {
        if self.tree.is_leaf(id) {
            return name(&self.tree.text(id));
        }
        let part = |wanted: &str| {
            let mut children = self.tree.children(id);
            children
                .find(|child| &*self.tree.get(*child).name == wanted)
                .and_then(|child| name(&self.tree.text(child)))
        };
        let parts = ["name", "email", "uri", "url", "homepage"];
        let inside = parts.iter().find_map(|wanted| part(wanted));
        // Neither name nor address: some write the name as markup.
        inside.or_else(|| name(&self.tree.text(id)))
    }
}

/// Adds a name that is not there yet.
pub(super) fn add(people: &mut Vec<String>, name: Option<String>) {
    if let Some(name) = name
        && people.len() < MAX_PEOPLE
        && !people.iter().any(|known| known.eq_ignore_ascii_case(&name))
    {
        people.push(name);
    }
}
