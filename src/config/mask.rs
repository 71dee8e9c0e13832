//! Addresses without their secrets, for whoever reads them. Knows nothing of where they are shown.

use url::Url;

/// What stands for a secret.
pub(super) const MASK: &str = "***";

/// Names of query parameters whose values are secrets, whole or as the last word of a longer name (`access_token`).
const SECRET_NAMES: [&str; 12] = [
    "auth",
    "apikey",
    "code",
    "hash",
    "key",
    "pass",
    "password",
    "pwd",
    "secret",
    "sig",
    "signature",
    "token",
];

/// The address with `***` for user name and password and for values of its query that are named like secrets (`token=…`).
pub fn without_secrets(address: &str) -> String {
    let mut address = address.to_owned();
    if let Ok(mut url) = Url::parse(&address)
        && (!url.username().is_empty() || url.password().is_some())
    {
        // Only addresses without a host refuse this, and those have no credentials.
        let _ = url.set_username(MASK);
        let _ = url.set_password(None);
        address = url.into();
    }
    let Some((head, query)) = address.split_once('?') else {
        return address;
    };
    let (query, fragment) = query.split_at(query.find('#').unwrap_or(query.len()));
    let pairs: Vec<String> = query.split('&').map(masked_pair).collect();
    format!("{head}?{}{fragment}", pairs.join("&"))
}

fn masked_pair(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_secret_name(name) => {
            format!("{name}={MASK}")
        }
        _ => pair.to_owned(),
    }
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or(&name);
    SECRET_NAMES.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_of_addresses_are_masked_and_nothing_else() {
        for (address, expect) in [
            (
                "https://a.example/feed?page=2",
                "https://a.example/feed?page=2",
            ),
            ("https://me:pw@a.example/feed", "https://***@a.example/feed"),
            ("https://t0ken@a.example/feed", "https://***@a.example/feed"),
            (
                "https://a.example/f?Access_Token=abc&x=1#t",
                "https://a.example/f?Access_Token=***&x=1#t",
            ),
            (
                "https://a.example/f?keyword=mill",
                "https://a.example/f?keyword=mill",
            ),
            ("https://a.example/f?token=", "https://a.example/f?token="),
            ("file:demo/feed.xml", "file:demo/feed.xml"),
            ("no address", "no address"),
        ] {
            assert_eq!(without_secrets(address), expect, "{address}");
        }
    }
}
