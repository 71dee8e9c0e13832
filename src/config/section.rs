//! One table of the file while it is read: takes keys out of it one by one and reports what nobody took.
//! Knows TOML's tree; knows no key by name.

use super::problem::Log;
use super::value::Setting;
use std::ops::Range;
use std::ops::RangeInclusive;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

/// Furthest that a misspelt key may be from a valid one to be taken for it: edits for each letter of the longer.
const MAX_EDITS_PER_LETTER: f64 = 0.4;

/// Shortest start of a key that is taken for the key.
const MIN_START: usize = 3;

/// One file while it is read: its top and what is wrong with it.
pub(super) struct Sheet<'a> {
    pub(super) top: Section<'a>,
    pub(super) log: Log<'a>,
}

/// A table with its place in the file.
pub(super) struct Section<'a> {
    /// The name in brackets; empty for the top of the file.
    name: &'static str,
    /// Where a problem with a key that is absent is reported.
    pub(super) span: Range<usize>,
    table: Option<&'a DeTable<'a>>,
}

impl<'a> Section<'a> {
    pub(super) fn new(name: &'static str, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Section {
            name,
            span,
            table: Some(table),
        }
    }

    /// The table `name` of `self`; an empty one where it is absent or no table, the latter reported.
    pub(super) fn child(&self, name: &'static str, log: &mut Log<'_>) -> Section<'a> {
        let value = self.get(name);
        let table = value.and_then(|v| v.get_ref().as_table());
        if let (Some(value), None) = (value, table) {
            let kind = value.get_ref().type_str();
            log.at(value.span(), format!("'{name}' must be a table, written [{name}] on a line of its own; this is a {kind}"));
        }
        Section {
            name,
            span: value.map_or(self.span.clone(), Spanned::span),
            table,
        }
    }

    /// The value of `key`.
    pub(super) fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table?.get(key)
    }

    /// Every key with its value, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Spanned<DeValue<'a>>)> {
        let entries = self.table.into_iter().flatten();
        entries.map(|(key, value)| (key.get_ref().as_ref(), value))
    }

    /// Where `key` is given; the section's own place where it is not.
    pub(super) fn place_of(&self, key: &str) -> Range<usize> {
        self.get(key).map_or(self.span.clone(), Spanned::span)
    }

    /// The value of `key` if it is there and of its type; otherwise `None`, with a problem where it is of another.
    pub(super) fn optional<T: Setting>(&self, key: &str, log: &mut Log<'_>) -> Option<T> {
        let value = self.get(key)?;
        let read = T::read(value.get_ref());
        if read.is_none() {
            let found = match value.get_ref() {
                DeValue::String(text) => format!("\"{}\"", shorten(text)),
                DeValue::Integer(n) => n.to_string(),
                DeValue::Float(n) => n.to_string(),
                DeValue::Boolean(b) => b.to_string(),
                DeValue::Array(_) => "this list".to_owned(),
                other => format!("a {}", other.type_str()),
            };
            log.at(
                value.span(),
                format!("{key} must be {}, not {found}", T::WANTED),
            );
        }
        read
    }

    /// The value of `key`, or its default where it is absent, of another type or outside its range; the last two are reported.
    pub(super) fn take<T: Setting>(
        &self,
        key: &str,
        default: T,
        range: Option<RangeInclusive<T>>,
        log: &mut Log<'_>,
    ) -> T {
        let Some(value) = self.optional::<T>(key, log) else {
            return default;
        };
        match range {
            Some(range) if !range.contains(&value) => {
                let (low, high) = (range.start().show(), range.end().show());
                let message = format!(
                    "{key} is {}; it must be between {low} and {high}",
                    value.show()
                );
                log.at(self.place_of(key), message);
                default
            }
            _ => value,
        }
    }

    /// Reports every key that is not in `valid`. `elsewhere` lists the keys of the other tables, for a key under the wrong heading.
    pub(super) fn refuse_unknown(
        &self,
        valid: &[&str],
        elsewhere: &[(&'static str, &[&str])],
        log: &mut Log<'_>,
    ) {
        for (key, _) in self.table.into_iter().flatten() {
            let name: &str = key.get_ref();
            if !valid.contains(&name) {
                let advice = advice(name, valid, elsewhere);
                let heading = match self.name {
                    "" => "at the top of the file".to_owned(),
                    "feeds" => "in [[feeds]]".to_owned(),
                    table => format!("in [{table}]"),
                };
                let name = shorten(name);
                log.at(
                    key.span(),
                    format!("unknown key '{name}' {heading}; {advice}"),
                );
            }
        }
    }
}

fn advice(name: &str, valid: &[&str], elsewhere: &[(&'static str, &[&str])]) -> String {
    if let Some((table, _)) = elsewhere.iter().find(|(_, keys)| keys.contains(&name)) {
        return match *table {
            "" => "it belongs at the top of the file, before the first [table]".to_owned(),
            "feeds" => "it belongs in a [[feeds]] table".to_owned(),
            table => format!("it belongs in [{table}]"),
        };
    }
    let near = |key: &&str| {
        if name.len() >= MIN_START && key.starts_with(name) {
            return Some(0);
        }
        let edits = strsim::damerau_levenshtein(&name.to_ascii_lowercase().replace('-', "_"), key);
        let letters = name.chars().count().max(key.len());
        (edits as f64 <= letters as f64 * MAX_EDITS_PER_LETTER).then_some(edits)
    };
    // A name too long to be a slip of any key is not worth the comparison.
    let short = name.len() <= 64;
    let candidates = valid.iter().filter(|_| short);
    let nearest = candidates
        .filter_map(|key| near(key).map(|edits| (edits, key)))
        // Of two that begin alike the shorter is meant.
        .min_by_key(|(edits, key)| (*edits, key.len()));
    match nearest {
        Some((_, key)) => format!("did you mean '{key}'?"),
        None => format!("the keys here are {}", valid.join(", ")),
    }
}

/// A value as it is repeated to its author: short, and on one line.
pub(super) fn shorten(text: &str) -> String {
    const MAX_CHARS: usize = 80;
    let mut short: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(MAX_CHARS)
        .collect();
    if text.chars().nth(MAX_CHARS).is_some() {
        short.push('…');
    }
    short
}
