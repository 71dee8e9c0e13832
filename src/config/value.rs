//! What a value may be: durations, sizes, counts, switches. Each type says what it wants in words that fit any key.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;
use toml::de::DeValue;
use url::Url;

/// A type that a key of the configuration may have.
pub(super) trait Setting: Sized + PartialOrd {
    /// What it wants, to follow "must be".
    const WANTED: &'static str;

    /// The value, or `None` where it is of another type or does not read as one.
    fn read(value: &DeValue<'_>) -> Option<Self>;

    /// The value as a person would write it in the file, without quotes.
    fn show(&self) -> String;

    /// The value as it stands in the file.
    fn toml(&self) -> String {
        quoted(&self.show())
    }
}

/// A text as TOML.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A number of bytes. Written with its unit: `"64 MiB"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Units of [`Size`], largest first so that display finds the shortest form.
const UNITS: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("KB", 1_000),
    ("B", 1),
];

impl Size {
    /// So many mebibytes.
    pub const fn mib(n: u64) -> Size {
        Size(n << 20)
    }

    /// The number of bytes, for use as a length in memory.
    pub fn bytes(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }

    fn parse(text: &str) -> Option<Size> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim();
        let (_, bytes) = UNITS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(unit))?;
        number.parse::<u64>().ok()?.checked_mul(*bytes).map(Size)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fits = |bytes: u64| self.0 >= bytes && self.0.is_multiple_of(bytes);
        let (name, bytes) = UNITS
            .iter()
            .find(|(_, bytes)| fits(*bytes))
            .unwrap_or(&("B", 1));
        write!(f, "{} {name}", self.0 / bytes)
    }
}

/// Whether a story's own page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum FullText {
    /// The page, unless the feed itself carries the full text.
    #[default]
    Auto,
    /// The page, whatever the feed carries.
    Always,
    /// Never the page: the feed's text is all there is.
    Never,
}

impl FullText {
    /// The word for it in the file.
    pub fn word(self) -> &'static str {
        match self {
            FullText::Auto => "auto",
            FullText::Always => "always",
            FullText::Never => "never",
        }
    }
}

/// An address to listen on, if any. Written `"127.0.0.1:9477"` or `"off"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listen(pub Option<SocketAddr>);

impl Setting for Listen {
    const WANTED: &'static str =
        "an address with its port in quotes, such as \"127.0.0.1:9477\", or \"off\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        match value.as_str()? {
            "off" => Some(Listen(None)),
            address => address.parse().ok().map(|address| Listen(Some(address))),
        }
    }

    fn show(&self) -> String {
        self.0
            .map_or_else(|| "off".to_owned(), |address| address.to_string())
    }
}

/// The address at which others reach this service, if any. Written `"https://news.example/hooks"` or `"off"`; without a slash
/// at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Callback(pub Option<String>);

impl Setting for Callback {
    const WANTED: &'static str =
        "a web address without query in quotes, such as \"https://news.example/hooks\", or \"off\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let text = value.as_str()?;
        if text == "off" {
            return Some(Callback(None));
        }
        let url = Url::parse(text).ok()?;
        let plain = url.query().is_none() && url.fragment().is_none();
        let web = matches!(url.scheme(), "http" | "https") && url.has_host();
        let text = url.as_str().trim_end_matches('/').to_owned();
        (plain && web).then_some(Callback(Some(text)))
    }

    fn show(&self) -> String {
        self.0.clone().unwrap_or_else(|| "off".to_owned())
    }
}

impl Setting for Duration {
    const WANTED: &'static str =
        "a duration in quotes with its unit, such as \"15m\" or \"2h 30m\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        humantime::parse_duration(value.as_str()?).ok()
    }

    fn show(&self) -> String {
        humantime::format_duration(*self).to_string()
    }
}

impl Setting for Size {
    const WANTED: &'static str = "a size in quotes with its unit, such as \"64 MiB\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        Size::parse(value.as_str()?)
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Setting for usize {
    const WANTED: &'static str = "a whole number without quotes, 0 or more";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let number = value.as_integer()?;
        usize::from_str_radix(number.as_str(), number.radix()).ok()
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn toml(&self) -> String {
        self.show()
    }
}

impl Setting for bool {
    const WANTED: &'static str = "true or false, without quotes";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        value.as_bool()
    }

    fn show(&self) -> String {
        self.to_string()
    }

    fn toml(&self) -> String {
        self.show()
    }
}

impl Setting for FullText {
    const WANTED: &'static str = "\"auto\", \"always\" or \"never\"";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let all = [FullText::Auto, FullText::Always, FullText::Never];
        let word = value.as_str()?;
        all.into_iter().find(|mode| mode.word() == word)
    }

    fn show(&self) -> String {
        self.word().to_owned()
    }
}

impl Setting for String {
    const WANTED: &'static str = "text in quotes";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn show(&self) -> String {
        self.clone()
    }
}

impl Setting for Vec<String> {
    const WANTED: &'static str = "a list of texts in quotes, such as [\"World\"]";

    fn read(value: &DeValue<'_>) -> Option<Self> {
        let texts = value.as_array()?.iter();
        texts
            .map(|text| text.get_ref().as_str().map(str::to_owned))
            .collect()
    }

    fn show(&self) -> String {
        self.join(", ")
    }

    fn toml(&self) -> String {
        let texts: Vec<String> = self.iter().map(|text| quoted(text)).collect();
        format!("[{}]", texts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_and_show() {
        for (text, bytes, shown) in [
            ("64 MiB", 64 << 20, "64 MiB"),
            ("10mb", 10_000_000, "10 MB"),
            (" 1024 KiB ", 1 << 20, "1 MiB"),
            ("1500 B", 1_500, "1500 B"),
            ("0 B", 0, "0 B"),
        ] {
            assert_eq!(Size::parse(text), Some(Size(bytes)), "{text}");
            assert_eq!(Size(bytes).to_string(), shown);
        }
        for text in [
            "",
            "64",
            "MiB",
            "-1 MiB",
            "1.5 MiB",
            "9 TiB",
            "99999999999999 GiB",
        ] {
            assert_eq!(Size::parse(text), None, "{text}");
        }
    }
}
