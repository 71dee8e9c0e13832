//! How one feed's host is asked: its headers and credentials, its user agent, its proxy and certificates, ready for use.
//! Headers and credentials go to the host of the feed's own address and to no other.

use super::params::ClientError;
use crate::config::Access;
use crate::config::Header;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderName;
use reqwest::header::HeaderValue;
use std::io::Read;
use std::path::Path;
use url::Url;

/// Largest file of certificates, in bytes; a larger one is refused.
const MAX_CA_FILE: u64 = 4 * 1024 * 1024;

/// One feed's manners. The default asks as any other.
#[derive(Clone, Default)]
pub struct Manners {
    /// Whose headers these are.
    home: Option<Url>,
    headers: HeaderMap,
    agent: Option<HeaderValue>,
    /// The client that goes through the feed's proxy or trusts its certificates.
    pub(super) http: Option<reqwest::Client>,
}

impl Manners {
    /// As `access` says for the feed at `home`; secrets are looked up now. `agent` is what every request says.
    pub(super) fn new(home: &Url, access: &Access, agent: &str) -> Result<Manners, ClientError> {
        let mut headers = HeaderMap::new();
        let mut put = |name: HeaderName, value: &str, secret: bool| {
            let mut value = HeaderValue::from_str(value).map_err(|_| {
                ClientError::Access(format!(
                    "the header {name} cannot be sent: use plain ASCII on one line"
                ))
            })?;
            value.set_sensitive(secret);
            headers.insert(name, value);
            Ok::<(), ClientError>(())
        };
        for (name, value) in &access.headers {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| ClientError::Access(format!("'{name}' is no header name")))?;
            match value {
                Header::Plain(text) => put(name, text, false)?,
                Header::Secret(from) => {
                    let secret = from.resolve().map_err(ClientError::Access)?;
                    put(name, secret.reveal(), true)?;
                }
            }
        }
        if let Some(from) = &access.token {
            let token = from.resolve().map_err(ClientError::Access)?;
            put(
                header::AUTHORIZATION,
                &format!("Bearer {}", token.reveal()),
                true,
            )?;
        } else if access.user.is_some() || access.password.is_some() {
            let password = access.password.as_ref().map(|from| from.resolve());
            let password = password.transpose().map_err(ClientError::Access)?;
            let password = password.as_ref().map_or("", |secret| secret.reveal());
            let pair = format!("{}:{password}", access.user.as_deref().unwrap_or_default());
            put(
                header::AUTHORIZATION,
                &format!("Basic {}", base64(pair.as_bytes())),
                true,
            )?;
        }
        let agent = access.user_agent_suffix.as_ref().map(|suffix| {
            HeaderValue::from_str(&format!("{agent} {suffix}"))
                .map_err(|_| ClientError::UserAgent(suffix.clone()))
        });
        Ok(Manners {
            home: Some(home.clone()),
            headers,
            agent: agent.transpose()?,
            http: None,
        })
    }

    /// Adds to a request for `url` what it is entitled to.
    pub(super) fn add_to(&self, url: &Url, headers: &mut HeaderMap) {
        if let Some(agent) = &self.agent {
            headers.insert(header::USER_AGENT, agent.clone());
        }
        let Some(home) = &self.home else { return };
        let upgraded = home.scheme() == "http"
            && url.scheme() == "https"
            && (home.port(), url.port()) == (None, None);
        let same = home.scheme() == url.scheme() && home.port() == url.port();
        if home.host() == url.host() && (same || upgraded) {
            for (name, value) in &self.headers {
                headers.insert(name.clone(), value.clone());
            }
        }
    }
}

/// The certificates in a PEM file.
pub(super) fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, ClientError> {
    let fault = |what: String| {
        ClientError::Access(format!(
            "the certificates in {} cannot be used: {what}",
            path.display()
        ))
    };
    let mut pem = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_CA_FILE + 1).read_to_end(&mut pem))
        .map_err(|e| fault(e.to_string()))?;
    if pem.len() as u64 > MAX_CA_FILE {
        return Err(fault(format!("the file has more than {MAX_CA_FILE} bytes")));
    }
    let certificates =
        reqwest::Certificate::from_pem_bundle(&pem).map_err(|e| fault(e.to_string()))?;
    if certificates.is_empty() {
        return Err(fault("there is no PEM certificate in it".to_owned()));
    }
    Ok(certificates)
}

/// Base64 with padding (RFC 4648, 4), as basic authentication wants it.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for n in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * n) & 63) as usize];
            text.push(if n <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_every_length() {
        for (text, expect) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("me:secret", "bWU6c2VjcmV0"),
        ] {
            assert_eq!(base64(text.as_bytes()), expect);
        }
    }
}
