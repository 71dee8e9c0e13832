//! How one feed's host is to be asked beyond what holds for all: headers, credentials, proxy, certificates.
//! Secrets themselves never stand here, only where they are to be found.

use super::paths;
use std::fmt;
use std::path::PathBuf;
use url::Url;

/// Where a secret is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretFrom {
    /// In this environment variable.
    Environment(String),
    /// In the file of this name in systemd's `CREDENTIALS_DIRECTORY`.
    Credential(String),
}

impl SecretFrom {
    /// `env:NAME` or `credential:NAME`.
    pub(super) fn parse(text: &str) -> Option<SecretFrom> {
        let (kind, name) = text.trim().split_once(':')?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-.".contains(&b);
        if name.is_empty() || name.starts_with('.') || !name.bytes().all(plain) {
            return None;
        }
        match kind {
            "env" => Some(SecretFrom::Environment(name.to_owned())),
            "credential" => Some(SecretFrom::Credential(name.to_owned())),
            _ => None,
        }
    }

    /// The secret. `Err` is a sentence that says what to do, without the secret.
    pub fn resolve(&self) -> Result<Secret, String> {
        paths::secret(self).map(Secret)
    }
}

/// A secret that no message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for sending it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Header {
    /// As written.
    Plain(String),
    /// To be found elsewhere.
    Secret(SecretFrom),
}

/// How one feed's host is to be asked. Headers, user and token go to the host of the feed's address and to no other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Headers to add, names in lower case.
    pub headers: Vec<(String, Header)>,
    /// User name for basic authentication.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<SecretFrom>,
    /// Token for bearer authentication.
    pub token: Option<SecretFrom>,
    /// The proxy to ask through: `http`, `https`, `socks5` or `socks5h`.
    pub proxy: Option<Url>,
    /// A file of further certificates to trust, in PEM.
    pub ca_file: Option<PathBuf>,
    /// Added to the user agent.
    pub user_agent_suffix: Option<String>,
}

impl Access {
    /// Whether nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == Access::default()
    }

    /// This, and `base` where this says nothing. Headers add up; of two with one name this one counts.
    pub(super) fn over(self, base: &Access) -> Access {
        let mut headers = self.headers;
        for (name, value) in &base.headers {
            if headers.iter().all(|(known, _)| known != name) {
                headers.push((name.clone(), value.clone()));
            }
        }
        // A feed with a token of its own has no use for its outlet's password, and the other way round.
        let own = self.token.is_some() || self.password.is_some();
        let inherit = |theirs: &Option<SecretFrom>| theirs.clone().filter(|_| !own);
        Access {
            headers,
            user: self.user.or_else(|| base.user.clone().filter(|_| !own)),
            password: self.password.or_else(|| inherit(&base.password)),
            token: self.token.or_else(|| inherit(&base.token)),
            proxy: self.proxy.or_else(|| base.proxy.clone()),
            ca_file: self.ca_file.or_else(|| base.ca_file.clone()),
            user_agent_suffix: self
                .user_agent_suffix
                .or_else(|| base.user_agent_suffix.clone()),
        }
    }
}
