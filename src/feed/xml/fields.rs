//! Names of fields, as far as they tell where one whose end is missing must have ended. Tables and nothing else.

/// Fields that hold a line of text, never another field: one that begins within them shows that their end is missing.
pub(super) const LINES: &[&str] = &[
    "title",
    "link",
    "guid",
    "pubdate",
    "id",
    "updated",
    "published",
    "issued",
    "modified",
    "created",
    "category",
    "comments",
    "creator",
    "date",
    "language",
    "copyright",
    "generator",
    "ttl",
    "lastbuilddate",
    "managingeditor",
    "webmaster",
    "docs",
    "subject",
    "origlink",
    "subtitle",
    "tagline",
];
/// Fields that may hold markup, and those of their own.
pub(super) const TEXTS: &[&str] = &[
    "description",
    "summary",
    "content",
    "encoded",
    "author",
    "source",
];
/// Fields that no markup has elements of the same name for.
pub(super) const NEVER_IN_TEXT: &[&str] = &[
    "guid",
    "pubdate",
    "encoded",
    "creator",
    "issued",
    "modified",
    "published",
    "updated",
    "origlink",
    "enclosure",
];

/// Names that RSS has and Atom has not.
pub(super) const RSS_ONLY: &[&str] = &[
    "rss",
    "channel",
    "item",
    "pubdate",
    "description",
    "guid",
    "enclosure",
    "comments",
    "ttl",
    "skiphours",
    "skipdays",
    "lastbuilddate",
    "image",
    "language",
];
