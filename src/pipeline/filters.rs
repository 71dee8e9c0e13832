//! Which entries of a feed stories are made of, as its `include` and `exclude` say. Pure.

use crate::config::Feed;
use crate::config::Patterns;
use crate::model::Entry;
use crate::text::fold;

/// Whether a story is to be made of `entry`. `language` is what feed or configuration state; an entry that states none is
/// admitted whatever languages are asked for.
pub fn admits(feed: &Feed, entry: &Entry, language: Option<&str>) -> bool {
    let wanted = |patterns: &Patterns| fields(patterns, entry, language);
    let included = wanted(&feed.include);
    let excluded = wanted(&feed.exclude);
    included.into_iter().flatten().all(|found| found) && !excluded.into_iter().flatten().any(|f| f)
}

/// For each part that is looked into, whether one of its patterns is there; `None` where none is asked for.
fn fields(patterns: &Patterns, entry: &Entry, language: Option<&str>) -> [Option<bool>; 5] {
    let look = |patterns: &[String], texts: &[&str]| {
        if patterns.is_empty() {
            return None;
        }
        let texts: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let has = |pattern: &String| {
            let pattern = fold(pattern);
            texts.iter().any(|text| text.contains(&pattern))
        };
        Some(patterns.iter().any(has))
    };
    fn slices(list: &[String]) -> Vec<&str> {
        list.iter().map(String::as_str).collect()
    }
    let url = entry.link.as_deref().unwrap_or_default();
    let language = match (patterns.language.is_empty(), language) {
        (false, Some(tag)) => Some(patterns.language.iter().any(|p| is_variety(tag, p))),
        _ => None,
    };
    [
        look(&patterns.title, &[&entry.title]),
        // An address is compared as it stands: folding would take its dots and slashes away.
        (!patterns.url.is_empty()).then(|| {
            let url = url.to_ascii_lowercase();
            let has = |pattern: &String| url.contains(&pattern.to_ascii_lowercase());
            patterns.url.iter().any(has)
        }),
        look(&patterns.author, &slices(&entry.authors)),
        look(&patterns.category, &slices(&entry.categories)),
        language,
    ]
}

/// Whether `tag` is `of` or a variety of it: `en-GB` is one of `en`.
fn is_variety(tag: &str, of: &str) -> bool {
    let (tag, of) = (tag.to_ascii_lowercase(), of.to_ascii_lowercase());
    tag.strip_prefix(&of)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::config::Environment;
    use std::path::Path;

    #[test]
    fn entries_are_admitted_as_asked() {
        let entry = Entry {
            title: "The Café at the Quay".into(),
            link: Some("https://a.example/Live/quay".into()),
            authors: vec!["Ada Quill".into(), "Jo Reed".into()],
            categories: vec!["World".into(), "Harbours".into()],
            ..Entry::default()
        };
        let environment = Environment::default().with_data_dir(Some(Path::new("/data")));
        let check = |lines: &str, language: Option<&str>, expect: bool| {
            let text = format!("[[feeds]]\nurl = 'https://a.example/feed'\n{lines}");
            let config = Config::from_str_in(&text, Path::new("/x.toml"), &environment).unwrap();
            assert_eq!(
                admits(&config.feeds[0], &entry, language),
                expect,
                "{lines}"
            );
        };
        check("", None, true);
        check("include = { title = ['cafe'] }", None, true);
        check("include = { title = ['tea', 'QUAY'] }", None, true);
        check("include = { title = ['tea'] }", None, false);
        check(
            "include = { title = ['quay'], category = ['sport'] }",
            None,
            false,
        );
        check(
            "include = { author = ['quill'], category = ['world'] }",
            None,
            true,
        );
        check("exclude = { url = ['/live/'] }", None, false);
        check("exclude = { author = ['reed'] }", None, false);
        check(
            "exclude = { title = ['tea'], category = ['harbour'] }",
            None,
            false,
        );
        check(
            "include = { title = ['quay'] }\nexclude = { category = ['sport'] }",
            None,
            true,
        );
        check("include = { language = ['en'] }", Some("en-GB"), true);
        check("include = { language = ['en'] }", Some("eng"), false);
        check("include = { language = ['en-GB'] }", Some("en"), false);
        check("include = { language = ['de'] }", None, true);
        check("exclude = { language = ['en'] }", Some("EN-us"), false);
    }
}
