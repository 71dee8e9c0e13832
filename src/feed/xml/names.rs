//! Which vocabulary a name belongs to. Publishers misspell namespace addresses, forget to declare prefixes and bind
//! old ones, so an address is compared loosely and an unknown one is taken for what its prefix usually means.

/// The vocabularies that feeds are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Ns {
    /// RSS of every version, CDF, and names without any namespace.
    Core,
    /// Atom 1.0, 0.3 and before.
    Atom,
    /// `rdf:`
    Rdf,
    /// `content:`
    Content,
    /// `dc:`
    Dc,
    /// `dcterms:`
    DcTerms,
    /// `media:`
    Media,
    /// `itunes:`
    Itunes,
    /// `googleplay:`
    GooglePlay,
    /// `sy:`
    Syndication,
    /// `feedburner:`
    Feedburner,
    /// `fh:`, RFC 5005
    History,
    /// `xhtml:`
    Xhtml,
    /// Sitemaps.
    Sitemap,
    /// `news:` of sitemaps.
    News,
    /// `image:` of sitemaps.
    Image,
    /// `xml:`
    Xml,
    /// `xmlns:`, and attributes without a value of ours.
    Other,
}

/// Parts of namespace addresses that tell the vocabulary, in lower case; the first that is contained decides.
const ADDRESSES: &[(&str, Ns)] = &[
    ("w3.org/2005/atom", Ns::Atom),
    ("purl.org/atom/", Ns::Atom),
    ("purl.org/echo", Ns::Atom),
    ("purl.org/pie", Ns::Atom),
    ("example.com/newformat", Ns::Atom),
    ("uri/of/echo/namespace", Ns::Atom),
    ("necho.sourceforge.net", Ns::Atom),
    ("modules/content", Ns::Content),
    ("modules/syndication", Ns::Syndication),
    ("modules/dcterms", Ns::DcTerms),
    ("modules/dc", Ns::Dc),
    ("purl.org/dc/terms", Ns::DcTerms),
    ("purl.org/dc/elements", Ns::Dc),
    ("purl.org/dc/dcmitype", Ns::Other),
    ("search.yahoo.com/mrss", Ns::Media),
    ("tools.search.yahoo.com/mrss", Ns::Media),
    ("dtds/podcast-1.0", Ns::Itunes),
    ("google.com/schemas/play-podcasts", Ns::GooglePlay),
    ("rssnamespace.org/feedburner", Ns::Feedburner),
    ("purl.org/syndication/history", Ns::History),
    ("w3.org/1999/xhtml", Ns::Xhtml),
    ("w3.org/tr/rec-html40", Ns::Xhtml),
    ("w3.org/1999/02/22-rdf-syntax-ns", Ns::Rdf),
    ("schemas/sitemap-news", Ns::News),
    ("schemas/sitemap-image", Ns::Image),
    ("schemas/sitemap-video", Ns::Other),
    ("schemas/sitemap/", Ns::Sitemap),
    ("w3.org/xml/1998/namespace", Ns::Xml),
    ("purl.org/rss/1.0/modules/", Ns::Other),
    ("purl.org/rss/", Ns::Core),
    ("purl.org/net/rss1.1", Ns::Core),
    ("netscape.com/rdf/simple", Ns::Core),
    ("backend.userland.com/rss", Ns::Core),
    ("law.harvard.edu/", Ns::Core),
];

/// What a prefix means where it is not declared, or bound to an address that nobody knows.
const PREFIXES: &[(&str, Ns)] = &[
    ("atom", Ns::Atom),
    ("atom10", Ns::Atom),
    ("atom03", Ns::Atom),
    ("a10", Ns::Atom),
    ("a", Ns::Atom),
    ("rss", Ns::Core),
    ("rss1", Ns::Core),
    ("rdf", Ns::Rdf),
    ("content", Ns::Content),
    ("dc", Ns::Dc),
    ("dcterms", Ns::DcTerms),
    ("dct", Ns::DcTerms),
    ("media", Ns::Media),
    ("itunes", Ns::Itunes),
    ("googleplay", Ns::GooglePlay),
    ("sy", Ns::Syndication),
    ("feedburner", Ns::Feedburner),
    ("fh", Ns::History),
    ("xhtml", Ns::Xhtml),
    ("html", Ns::Xhtml),
    ("news", Ns::News),
    ("image", Ns::Image),
    ("xml", Ns::Xml),
];

/// The vocabulary at an address, where it is known.
pub(super) fn of_address(address: &str) -> Option<Ns> {
    let lower = address.trim().to_ascii_lowercase();
    let found = ADDRESSES.iter().find(|(part, _)| {
        lower.contains(part) || lower.trim_end_matches('/') == part.trim_end_matches('/')
    });
    found.map(|(_, ns)| *ns)
}

/// The vocabulary that a prefix usually stands for, where it is known.
pub(super) fn of_prefix(prefix: &str) -> Option<Ns> {
    let found = PREFIXES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(prefix));
    found.map(|(_, ns)| *ns)
}

/// Prefixes in force, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Scope {
    declared: Vec<(String, Option<Ns>, usize)>,
}

/// Declarations in force at once; further ones are not read, and their prefixes mean what they usually do.
const MAX_DECLARED: usize = 256;

impl Scope {
    /// Takes up the declaration of an element at `depth`; the prefix is empty for the default namespace.
    pub fn declare(&mut self, prefix: &str, address: &str, depth: usize) {
        if self.declared.len() < MAX_DECLARED {
            let ns = of_address(address);
            self.declared.push((prefix.to_owned(), ns, depth));
        }
    }

    /// Forgets the declarations of elements at `depth` and below.
    pub fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(_, _, at)| *at >= depth) {
            self.declared.pop();
        }
    }

    /// The vocabulary of a prefix, and whether the prefix is declared.
    pub fn resolve(&self, prefix: &str) -> (Ns, bool) {
        let declared = self
            .declared
            .iter()
            .rev()
            .find(|(known, _, _)| known == prefix);
        match declared {
            Some((_, Some(ns), _)) => (*ns, true),
            Some((_, None, _)) if prefix.is_empty() => (Ns::Core, true),
            Some((_, None, _)) => (of_prefix(prefix).unwrap_or(Ns::Other), true),
            None if prefix.is_empty() => (Ns::Core, true),
            None => (of_prefix(prefix).unwrap_or(Ns::Other), prefix == "xml"),
        }
    }
}
