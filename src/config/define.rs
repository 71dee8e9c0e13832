//! How a setting is defined: name, type, default, range and reason stand once, and parser, example and effective
//! configuration are all made of that. Knows no setting.

/// A key as the example shows it, beside the parser's own list.
pub(super) struct Key {
    /// The key.
    pub name: &'static str,
    /// What it is for, as its definition says it.
    pub reason: &'static str,
    /// Its default or, where it has none, a value that it might have; as TOML.
    pub value: &'static str,
}

/// A setting with its value.
pub(super) struct Shown {
    /// The key.
    pub name: &'static str,
    /// What it is for, as its definition says it.
    pub reason: &'static str,
    /// The value as TOML.
    pub value: String,
}

/// A table of the file: a line a key, `name: type = default, lowest..=highest;`.
macro_rules! section {
    ($(#[doc = $doc:literal])* $name:ident $table:literal {
        $( $(#[doc = $key_doc:literal])* $key:ident: $type:ty = $default:expr $(, $range:expr)? ; )*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $key_doc])* pub $key: $type, )*
        }

        impl Default for $name {
            fn default() -> Self {
                $name { $( $key: $default, )* }
            }
        }

        impl $name {
            /// The name in brackets.
            pub(super) const TABLE: &'static str = $table;
            /// Its keys.
            pub(super) const KEYS: &'static [&'static str] = &[$( stringify!($key) ),*];
            /// What it is for.
            pub(super) const REASON: &'static str = concat!($($doc, "\n"),*);

            /// What the section says, defaults where it says nothing; each fault reported.
            pub(super) fn read(section: &Section<'_>, log: &mut Log<'_>) -> Self {
                $name { $( $key: section.take(stringify!($key), $default, section!(@range $($range)?), log), )* }
            }

            /// Every setting with its value, in the order of their definitions.
            pub(super) fn shown(&self) -> Vec<Shown> {
                vec![$( Shown {
                    name: stringify!($key),
                    reason: concat!($($key_doc, "\n"),*),
                    value: self.$key.toml(),
                } ),*]
            }
        }
    };
    (@range) => { None };
    (@range $range:expr) => { Some($range) };
}

/// Keys that are read one by one: the list for the parser, and the same with reasons for the example. `name = value as TOML;`.
macro_rules! keys {
    ($keys:ident, $shown:ident { $( $(#[doc = $doc:literal])+ $key:ident = $value:literal ; )* }) => {
        /// The keys.
        pub(super) const $keys: &[&str] = &[$( stringify!($key) ),*];
        /// The keys with their reasons.
        pub(super) const $shown: &[Key] = &[$( Key {
            name: stringify!($key),
            reason: concat!($($doc, "\n"),+),
            value: $value,
        } ),*];
    };
}

/// The keys of one list, then those of another; `N` is how many there are in all.
pub(super) const fn joined<const N: usize>(
    first: &[&'static str],
    second: &[&'static str],
) -> [&'static str; N] {
    let mut all = [""; N];
    let mut n = 0;
    while n < first.len() {
        all[n] = first[n];
        n += 1;
    }
    while n < N {
        all[n] = second[n - first.len()];
        n += 1;
    }
    all
}
