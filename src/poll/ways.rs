//! How connections are made: the limits that all share, and the feeds' own proxies and certificates.
//! Knows nothing of what is asked.

use super::classify;
use super::client::MAX_HEADERS;
use super::manners::certificates;
use super::params::ClientError;
use super::params::ClientParams;
use super::params::Names;
use super::resolver::GuardedResolver;
use super::shown::tidy;
use crate::config::Access;
use crate::config::AllowPrivate;
use reqwest::header::HeaderValue;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;
use url::Url;

/// Bytes of header list that an answer over HTTP/2 may have. Over HTTP/1 the HTTP library refuses heads above about 400 KiB.
const MAX_HEADER_LIST: u32 = 256 * 1024;
/// Connections kept open to one host after use; more are closed.
const MAX_IDLE_PER_HOST: usize = 2;
/// How long an unused connection is kept.
const KEEP_IDLE: Duration = Duration::from_secs(30);
/// Ways other than the usual one; each keeps connections of its own. With more the feed's settings are refused.
const MAX_WAYS: usize = 64;

/// A proxy and a file of certificates.
type Way = (Option<Url>, Option<PathBuf>);

/// The clients for feeds with a proxy or certificates of their own, one for each different pair; clones share them.
#[derive(Clone, Default)]
pub(super) struct Ways(Arc<Mutex<HashMap<Way, reqwest::Client>>>);

impl Ways {
    /// The client for `access`.
    pub(super) fn client(
        &self,
        params: &ClientParams,
        access: &Access,
    ) -> Result<reqwest::Client, ClientError> {
        let way = (access.proxy.clone(), access.ca_file.clone());
        // A panic elsewhere cannot leave the map half-written.
        let mut ways = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = ways.get(&way) {
            return Ok(client.clone());
        }
        if ways.len() >= MAX_WAYS {
            let message = format!("more than {MAX_WAYS} different proxies and certificate files");
            return Err(ClientError::Access(message));
        }
        let agent = HeaderValue::from_str(&params.user_agent)
            .map_err(|_| ClientError::UserAgent(tidy(&params.user_agent, classify::MAX_DETAIL)))?;
        let mut params = params.clone();
        if access.proxy.is_some() {
            // The only name still resolved here is the proxy's, which the operator chose.
            params.allow_private = AllowPrivate::Everything;
            params.names = Names::System;
        }
        let mut builder = builder(&params, agent);
        if let Some(url) = &access.proxy {
            builder = builder.proxy(proxy(url)?);
        }
        if let Some(path) = &access.ca_file {
            builder = builder.tls_certs_merge(certificates(path)?);
        }
        let client = builder
            .build()
            .map_err(|e| ClientError::Setup(classify::detail(&e)))?;
        ways.insert(way, client.clone());
        Ok(client)
    }
}

/// The proxy at `url`. SOCKS proxies resolve the names themselves: resolved here they would tell the local network what is read.
fn proxy(url: &Url) -> Result<reqwest::Proxy, ClientError> {
    let address = match url.as_str().strip_prefix("socks5://") {
        Some(rest) => format!("socks5h://{rest}"),
        None => url.as_str().to_owned(),
    };
    reqwest::Proxy::all(address).map_err(|e| ClientError::Setup(classify::detail(&e)))
}

/// What every client has in common.
pub(super) fn builder(params: &ClientParams, agent: HeaderValue) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .user_agent(agent)
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(params.connect_timeout)
        .dns_resolver(GuardedResolver::new(
            params.allow_private.clone(),
            params.names.clone(),
        ))
        .http1_max_headers(MAX_HEADERS)
        .http2_max_header_list_size(MAX_HEADER_LIST)
        .pool_idle_timeout(KEEP_IDLE)
        .pool_max_idle_per_host(MAX_IDLE_PER_HOST)
}
