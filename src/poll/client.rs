//! The HTTP client: one GET with conditions, limits and checked redirects. Strangers answer, so everything has a bound.
//! Knows nothing of feeds, pages or schedules beyond what to ask for and how politely.

use super::budget::Budget;
use super::classify;
use super::clock::Clock;
use super::error::FetchError;
use super::error::Phase;
use super::fetched::Fetched;
use super::fetched::MAX_CONTENT_TYPE;
use super::fetched::Page;
use super::fetched::Validators;
use super::fetched::own_address;
use super::fetched::sent_type;
use super::fetched::sent_validators;
use super::file;
use super::freshness::fresh_ms;
use super::links::links;
use super::manners::Manners;
use super::params::ClientError;
use super::params::ClientParams;
use super::permission::Permissions;
use super::politeness::Politeness;
use super::redirect::Walk;
use super::request::Want;
use super::request::ask;
use super::request::parse;
use super::retry_after;
use super::shown::ShownUrl;
use super::shown::public;
use super::shown::tidy;
use super::unpack::Body;
use super::unpack::MAX_RATIO;
use super::unpack::UnknownPacking;
use super::ways;
use super::ways::Ways;
use crate::config::Access;
use crate::model::Timestamp;
use reqwest::Response;
use reqwest::header;
use reqwest::header::HeaderMap;
use reqwest::header::HeaderValue;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;
use url::Host;
use url::Url;

/// Headers that an answer over HTTP/1 may have; with more the answer is refused as improper. Real hosts pass 100.
pub(super) const MAX_HEADERS: usize = 256;
/// Body bytes that room is made for before they have come, however large the host says that it is.
const FIRST_ROOM: u64 = 64 * 1024;

/// The client. One per program, since it carries the politeness towards each domain; clones share everything.
#[derive(Clone)]
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) params: Arc<ClientParams>,
    pub(super) politeness: Politeness,
    clock: Clock,
    tls_problem: Option<Arc<str>>,
    ways: Ways,
    permissions: Permissions,
}

/// Makes ring the process's TLS cryptography. Called by [`Client::new`]; whoever builds an HTTP client of
/// another kind calls it first. Calling it again does nothing.
pub fn install_tls() {
    // An error says that a provider is installed already, which is all that is wanted.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

impl Client {
    /// A client. It takes no proxy from the environment: a proxy would resolve names itself, past the address check.
    pub fn new(params: ClientParams, clock: Clock) -> Result<Client, ClientError> {
        install_tls();
        let agent = HeaderValue::from_str(&params.user_agent)
            .map_err(|_| ClientError::UserAgent(tidy(&params.user_agent, classify::MAX_DETAIL)))?;
        let (http, tls_problem) = match ways::builder(&params, agent.clone()).build() {
            Ok(http) => (http, None),
            // A machine without CA certificates can still read http: and file: feeds; https: then fails by name.
            Err(error) => {
                let bare = ways::builder(&params, agent).tls_certs_only([]).build();
                let http = bare.map_err(|e| ClientError::Setup(classify::detail(&e)))?;
                (http, Some(classify::detail(&error).into()))
            }
        };
        Ok(Client {
            http,
            politeness: Politeness::new(params.domain_gap, params.max_in_flight),
            params: Arc::new(params),
            clock,
            tls_problem,
            ways: Ways::default(),
            permissions: Permissions::default(),
        })
    }

    /// The manners in which the feed at `home` is asked, secrets looked up.
    pub fn manners(&self, home: &Url, access: &Access) -> Result<Manners, ClientError> {
        if access.is_plain() {
            return Ok(Manners::default());
        }
        let mut manners = Manners::new(home, access, &self.params.user_agent)?;
        if access.proxy.is_some() || access.ca_file.is_some() {
            manners.http = Some(self.ways.client(&self.params, access)?);
        }
        Ok(manners)
    }

    /// Why no `https:` URL can be read, where the system has no CA certificates: to be said once at start.
    pub fn tls_problem(&self) -> Option<&str> {
        self.tls_problem.as_deref()
    }

    /// Reads a feed as configured: `http:`, `https:` or `file:`.
    pub async fn feed(&self, url: &str, validators: &Validators) -> Result<Fetched, FetchError> {
        self.feed_as(parse(url)?, validators, &Manners::default())
            .await
    }

    /// As [`Client::feed`], in the feed's own manners.
    pub async fn feed_as(
        &self,
        url: Url,
        validators: &Validators,
        manners: &Manners,
    ) -> Result<Fetched, FetchError> {
        if url.scheme() == "file" {
            return self.file(file::path_of(&url)?, url, validators).await;
        }
        self.walk(url, Want::Feed, validators, manners).await
    }

    /// Reads a page that the feed at `feed_url` led to. A `file:` page is read only where [`file::may_follow`] says so.
    pub async fn page(
        &self,
        feed_url: &str,
        page_url: &str,
        validators: &Validators,
        manners: &Manners,
    ) -> Result<Fetched, FetchError> {
        self.led_to(feed_url, page_url, Want::Page, validators, manners)
            .await
    }

    /// Reads a further document of the feed at `feed_url`, as [`Client::page`] reads pages, but as feeds are asked for.
    pub async fn part(
        &self,
        feed_url: &str,
        part_url: &str,
        manners: &Manners,
    ) -> Result<Fetched, FetchError> {
        let nothing = Validators::default();
        self.led_to(feed_url, part_url, Want::Feed, &nothing, manners)
            .await
    }

    async fn led_to(
        &self,
        feed_url: &str,
        page_url: &str,
        want: Want,
        validators: &Validators,
        manners: &Manners,
    ) -> Result<Fetched, FetchError> {
        let parsed = parse(page_url)?;
        if parsed.scheme() == "file" {
            let feed = parse(feed_url)?;
            let page = parsed.clone();
            let limit = self.params.total_timeout;
            let path = file::on_disk(&parsed, limit, move || file::followed(&feed, &page)).await?;
            return self.file(path, parsed, validators).await;
        }
        self.walk(parsed, want, validators, manners).await
    }

    /// Reads `url` over HTTP, and only over HTTP. The domain's turn is awaited for each hop, and kept until the body is read.
    pub async fn get(
        &self,
        url: &str,
        want: Want,
        validators: &Validators,
    ) -> Result<Fetched, FetchError> {
        let manners = Manners::default();
        self.walk(parse(url)?, want, validators, &manners).await
    }

    async fn file(
        &self,
        path: std::path::PathBuf,
        url: Url,
        validators: &Validators,
    ) -> Result<Fetched, FetchError> {
        let (known, max, shown) = (validators.clone(), self.params.max_body, url.clone());
        let read = move || file::read(&path, &shown, &known, max);
        file::on_disk(&url, self.params.total_timeout, read).await
    }

    async fn walk(
        &self,
        url: Url,
        want: Want,
        validators: &Validators,
        manners: &Manners,
    ) -> Result<Fetched, FetchError> {
        let mut walk = Walk::new(url, self.params.max_redirects);
        if want == Want::Feed {
            walk = walk.strict();
        }
        let mut budget = Budget::new(self.params.total_timeout);
        loop {
            self.check(&walk.url)?;
            if want == Want::Page && self.params.robots {
                self.permissions.check(self, &walk.url).await?;
            }
            let permit = self.politeness.acquire(&walk.url).await?;
            let mut headers = HeaderMap::new();
            manners.add_to(&walk.url, &mut headers);
            let http = manners.http.as_ref().unwrap_or(&self.http);
            let asking = ask(http, &walk.url, want, validators, headers);
            let limit = self.params.first_byte_timeout;
            let response = budget
                .wait(&walk.url, Phase::FirstByte, limit, asking)
                .await?
                .map_err(|e| {
                    classify::request_failed(&walk.url, &e, self.params.connect_timeout)
                })?;
            if response.headers().len() > MAX_HEADERS {
                return Err(FetchError::Protocol {
                    url: ShownUrl::from(&walk.url),
                    detail: format!("it sent more than {MAX_HEADERS} headers"),
                });
            }
            let status = response.status().as_u16();
            if Walk::is_redirect(status) {
                let location = response.headers().get(header::LOCATION);
                walk.follow(status, location.map(HeaderValue::as_bytes))?;
                continue;
            }
            if status == 304 && !validators.is_empty() {
                return Ok(Fetched::NotModified {
                    validators: sent_validators(response.headers()).or(validators),
                    fresh_ms: fresh_ms(response.headers(), self.now()),
                    permanent_redirect_to: walk.moved_to(),
                });
            }
            // 206 would be a part of the document, which nobody asked for.
            if !(200..300).contains(&status) || status == 206 {
                let error = self.refused(&walk.url, &response);
                if let (429 | 503, Some(ms)) = (status, error.retry_after()) {
                    permit.hold(ms);
                }
                return Err(error);
            }
            return self.read(&walk, response, &mut budget).await;
        }
    }

    /// The clock by which it tells how long a pause is.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Bytes of bodies received in all; see [`ClientParams::received`].
    pub fn received(&self) -> Arc<AtomicU64> {
        self.params.received.clone()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Leaves at least `delay` between two requests to the domain of `url` from now on.
    pub(super) fn pace(&self, url: &Url, delay: Duration) {
        self.politeness.pace(url, delay);
    }

    /// Whether the hop may be made at all. Hosts that are names are checked once more when they are resolved.
    pub(super) fn check(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::UnsupportedScheme {
                url: ShownUrl::from(url),
            });
        }
        let address: Option<IpAddr> = match url.host() {
            Some(Host::Ipv4(v4)) => Some(v4.into()),
            Some(Host::Ipv6(v6)) => Some(v6.into()),
            _ => None,
        };
        match address {
            Some(address) if !self.params.allow_private.permits(address) => {
                Err(FetchError::BlockedAddress {
                    url: ShownUrl::from(url),
                    address,
                })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn refused(&self, url: &Url, response: &Response) -> FetchError {
        let status = response.status().as_u16();
        let url = ShownUrl::from(url);
        let mitigated = response.headers().get("cf-mitigated");
        if mitigated.is_some_and(|value| value.as_bytes() == b"challenge") {
            return FetchError::Challenge { url, status };
        }
        let wish = response.headers().get(header::RETRY_AFTER);
        let wish = wish
            .and_then(|value| value.to_str().ok())
            .and_then(|value| retry_after::parse(value, self.clock.now()));
        FetchError::HttpStatus {
            url,
            status,
            retry_after_ms: wish.or((status == 429).then_some(retry_after::DEFAULT_429_MS)),
        }
    }

    async fn read(
        &self,
        walk: &Walk,
        response: Response,
        budget: &mut Budget,
    ) -> Result<Fetched, FetchError> {
        let max = self.params.max_body;
        let too_large = || FetchError::TooLarge {
            url: ShownUrl::from(&walk.url),
            limit: max,
        };
        let announced = response.content_length().unwrap_or(0);
        (announced <= max).then_some(()).ok_or_else(too_large)?;
        let validators = sent_validators(response.headers());
        let fresh_ms = fresh_ms(response.headers(), self.now());
        let links = links(response.headers(), &walk.url);
        let own_address = own_address(response.headers(), &walk.url);
        let content_type = sent_type(response.headers());
        let body = Body::of(response, &self.params.received);
        let mut body = body.map_err(|UnknownPacking(name)| FetchError::Protocol {
            url: ShownUrl::from(&walk.url),
            detail: format!(
                "its body is packed as '{}', which was not asked for",
                tidy(&name, MAX_CONTENT_TYPE)
            ),
        })?;
        let mut bytes: Vec<u8> = Vec::with_capacity(announced.min(FIRST_ROOM) as usize);
        loop {
            let piece = budget
                .wait(
                    &walk.url,
                    Phase::Idle,
                    self.params.idle_timeout,
                    body.next(),
                )
                .await?
                .map_err(|e| classify::body_failed(&walk.url, &e, bytes.len() as u64))?;
            if piece.is_empty() {
                break;
            }
            if (bytes.len() as u64).saturating_add(piece.len() as u64) > max {
                return Err(too_large());
            }
            bytes.extend_from_slice(piece);
            if body.is_inflated() {
                return Err(FetchError::Inflated {
                    url: ShownUrl::from(&walk.url),
                    ratio: MAX_RATIO,
                });
            }
        }
        Ok(Fetched::Body(Page {
            bytes,
            final_url: public(&walk.url),
            own_address,
            content_type,
            validators,
            fresh_ms,
            links,
            permanent_redirect_to: walk.moved_to(),
        }))
    }
}
