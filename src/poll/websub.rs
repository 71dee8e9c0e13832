//! WebSub's part of the network: asking a hub for a subscription, and whether what comes from it is signed by it.
//! Knows nothing of what is sent, nor of who listens for it.

use super::client::Client;
use super::error::FetchError;
use super::error::Phase;
use super::request::parse;
use crate::model::Timestamp;
use crate::store::polling::Hidden;
use crate::store::polling::Subscription;
use reqwest::header;
use ring::hmac;
use ring::rand::SecureRandom;
use ring::rand::SystemRandom;
use std::time::Duration;
use url::form_urlencoded;

/// A hub that did not confirm is asked again after so many milliseconds (1 day).
const ASK_AGAIN_MS: i64 = 24 * 60 * 60 * 1000;
/// A subscription is renewed when less than one part in so many of its time is left.
const RENEWAL_PART: i64 = 4;
/// Bytes in a secret and in a callback's token.
const SECRET_BYTES: usize = 20;

/// Something that nobody can guess, as hexadecimal digits; `None` where the system has no randomness to give.
pub fn secret() -> Option<Hidden> {
    let mut bytes = [0; SECRET_BYTES];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(Hidden(hex(&bytes)))
}

/// Whether `signature`, the value of `X-Hub-Signature`, is that of `body` by `secret`. Any method that WebSub names will do.
pub fn is_signed(signature: &str, secret: &Hidden, body: &[u8]) -> bool {
    let Some((method, digits)) = signature.trim().split_once('=') else {
        return false;
    };
    let algorithm = match method {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let Some(tag) = unhex(digits) else {
        return false;
    };
    hmac::verify(&hmac::Key::new(algorithm, secret.0.as_bytes()), body, &tag).is_ok()
}

/// Whether the subscription stands at `now`, so that its hub may be heard.
pub fn stands(subscription: &Subscription, now: Timestamp) -> bool {
    subscription.until.is_some_and(|until| until > now)
}

/// Whether the subscription has to be asked for, the first time or again. `lease_ms` is for how long one is asked for.
pub fn wants_asking(subscription: &Subscription, lease_ms: i64, now: Timestamp) -> bool {
    let rested = now.since(subscription.asked) >= ASK_AGAIN_MS.min(lease_ms / RENEWAL_PART);
    match subscription.until {
        Some(until) => rested && until.since(now) < lease_ms / RENEWAL_PART,
        None => rested,
    }
}

impl Client {
    /// Asks the hub for `subscription`, to be told at `callback`, for `lease`. The hub's confirmation comes separately.
    pub async fn subscribe(
        &self,
        subscription: &Subscription,
        callback: &str,
        lease: Duration,
    ) -> Result<(), FetchError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("hub.mode", "subscribe")
            .append_pair("hub.topic", &subscription.topic)
            .append_pair("hub.callback", callback)
            .append_pair("hub.secret", &subscription.secret.0)
            .append_pair("hub.lease_seconds", &lease.as_secs().to_string())
            .finish();
        self.ask_hub(&subscription.hub, form).await
    }

    /// Asks the hub to end `subscription`, of which it told at `callback`. Its confirmation comes separately.
    pub async fn unsubscribe(
        &self,
        subscription: &Subscription,
        callback: &str,
    ) -> Result<(), FetchError> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("hub.mode", "unsubscribe")
            .append_pair("hub.topic", &subscription.topic)
            .append_pair("hub.callback", callback)
            .finish();
        self.ask_hub(&subscription.hub, form).await
    }

    async fn ask_hub(&self, hub: &str, form: String) -> Result<(), FetchError> {
        let url = parse(hub)?;
        self.check(&url)?;
        let permit = self.politeness.acquire(&url).await?;
        let asking = self
            .http
            .post(url.clone())
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
            .send();
        let mut budget = super::budget::Budget::new(self.params.total_timeout);
        let limit = self.params.first_byte_timeout;
        let response = budget
            .wait(&url, Phase::FirstByte, limit, asking)
            .await?
            .map_err(|e| super::classify::request_failed(&url, &e, self.params.connect_timeout))?;
        if response.status().is_success() {
            return Ok(());
        }
        let error = self.refused(&url, &response);
        if let (Some(429 | 503), Some(ms)) = (error.status(), error.retry_after()) {
            permit.hold(ms);
        }
        Err(error)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let bytes = digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8);
    Some(bytes.collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hubs_signature_is_believed() {
        // RFC 2202 and RFC 4231, the second case of each.
        let (secret, body) = (Hidden("Jefe".into()), b"what do ya want for nothing?");
        let check = |signature: &str, expect: bool| {
            assert_eq!(is_signed(signature, &secret, body), expect, "{signature}");
        };
        check("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", true);
        let sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        check(&format!("sha256={sha256}"), true);
        check(&format!("sha256={}", sha256.to_uppercase()), true);
        check(
            "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            true,
        );
        check(
            "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
            true,
        );
        check(&format!("sha256={}0", &sha256[..63]), false);
        check(&format!("sha1={sha256}"), false);
        check(&format!("md5={sha256}"), false);
        check(&format!("sha256={}", &sha256[..62]), false);
        check("sha256=", false);
        check("sha256=zz", false);
        check(sha256, false);
        check("", false);
    }

    #[test]
    fn secrets_differ_and_are_not_shown() {
        let (a, b) = (secret().unwrap(), secret().unwrap());
        assert_ne!(a, b);
        assert_eq!((a.0.len(), format!("{a:?}")), (40, "(secret)".to_owned()));
    }

    #[test]
    fn subscriptions_are_renewed_before_they_end_and_no_hub_is_pestered() {
        const DAY: i64 = ASK_AGAIN_MS;
        let check = |asked: i64, until: Option<i64>, expect: bool| {
            let at = |days: i64| Timestamp::from_millis(days * DAY);
            let subscription = Subscription {
                asked: at(-asked),
                until: until.map(at),
                ..Subscription::default()
            };
            let wants = wants_asking(&subscription, 7 * DAY, at(0));
            assert_eq!(wants, expect, "asked {asked}, until {until:?}");
        };
        check(0, None, false);
        check(1, None, true);
        check(1, Some(6), false);
        check(6, Some(1), true);
        check(0, Some(1), false);
        check(9, Some(-2), true);
    }
}
