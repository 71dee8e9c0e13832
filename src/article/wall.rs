//! Pages that stand in front of a story: consent, challenges to bots, paywalls. Known by plain marks, and only where
//! there is too little text for a story; so a story about such walls is a story.

use super::Article;
use super::linked_data::LinkedData;
use super::outline;
use super::outline::Outline;
use dom_query::Document;
use std::fmt;

/// What stands in front of the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// A page that asks whether the reader is a machine, or refuses machines.
    Challenge,
    /// A page that asks for consent to tracking.
    Consent,
    /// A page that shows a beginning and asks for money or an account.
    Paywall,
}

impl Wall {
    /// A stable short name, for counters and logs.
    pub fn name(self) -> &'static str {
        match self {
            Wall::Challenge => "page_challenge",
            Wall::Consent => "page_consent",
            Wall::Paywall => "page_paywall",
        }
    }
}

impl fmt::Display for Wall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Wall::Challenge => "a challenge to bots",
            Wall::Consent => "a request for consent",
            Wall::Paywall => "a paywall",
        })
    }
}

/// Words of story text from which on a page with a mark of a wall is believed to show its story.
const STORY_WORDS: usize = 120;
/// Bytes of visible text that are searched for marks.
const MAX_SEARCHED: usize = 64 * 1024;

/// Marks in the markup itself, in lower case.
const CHALLENGE_CODE: &[&str] = &[
    "/cdn-cgi/challenge-platform/",
    "cf-browser-verification",
    "_cf_chl_opt",
    "captcha-delivery.com",
    "_incapsula_resource",
    "px-captcha",
    "perimeterx",
    "errors.edgesuite.net",
    "distil_r_captcha",
    "awswafcookiedomainlist",
    "sgcaptcha",
    "ddos-guard",
    "validate.perfdrive.com",
];
/// Sentences and titles, in lower case.
const CHALLENGE_TEXT: &[&str] = &[
    "just a moment...",
    "checking your browser",
    "enable javascript and cookies to continue",
    "verify you are human",
    "verify you are a human",
    "are you a robot",
    "you are not a robot",
    "you have been blocked",
    "pardon our interruption",
    "unusual traffic from your",
    "attention required! | cloudflare",
    "you don't have permission to access",
    "access to this page has been denied",
    "press & hold to confirm",
    "please enable js and disable any ad blocker",
    "request unsuccessful. incapsula incident",
    "complete the security check",
    "human verification",
    "ddos protection by",
];
const CONSENT_TEXT: &[&str] = &[
    "before you continue to",
    "we value your privacy",
    "we and our partners store",
    "accept all cookies",
    "manage your privacy choices",
    "your privacy choices",
    "consent to the use of cookies",
    "accept cookies to continue",
    "mit werbung und cookies",
    "mit werbung und tracking",
    "weiterlesen mit werbung",
    "akzeptieren und weiter",
    "wir und unsere bis zu",
    "continuer sans accepter",
    "accepter et continuer",
    "accetta e continua",
    "aceptar y continuar",
    "cookies accepteren en doorgaan",
    "wir und unsere partner",
    "nous et nos partenaires",
    "nosotros y nuestros socios",
    "noi e i nostri partner",
    "wij en onze partners",
];
const CONSENT_CODE: &[&str] = &[
    "consent.yahoo.com",
    "consent.google.com",
    "guce.oath.com",
    "collectconsent",
];
const PAYWALL_TEXT: &[&str] = &[
    "subscribe to continue reading",
    "subscribe to read",
    "subscribe now to read",
    "to continue reading",
    "to keep reading",
    "this article is for subscribers",
    "for subscribers only",
    "subscriber-only",
    "subscriber exclusive",
    "already a subscriber?",
    "sign in to read",
    "log in to read",
    "register to read",
    "you have reached your limit of free",
    "unlock this article",
    "réservé aux abonnés",
    "réservée aux abonnés",
    "il vous reste",
    "nur für abonnenten",
    "jetzt weiterlesen",
    "solo para suscriptores",
    "contenido exclusivo para suscriptores",
    "exclusivo para assinantes",
    "riservato agli abbonati",
    "alleen voor abonnees",
    "только для подписчиков",
    "会員限定",
    "有料会員",
    "付费阅读",
];

/// What a page shows of a wall, gathered before its body is looked for.
pub(super) struct Hints {
    challenge: bool,
    consent: bool,
    paywall: bool,
}

impl Hints {
    /// Looks for the marks.
    pub fn of(document: &Document, seen: &Outline, html: &str, data: &LinkedData) -> Hints {
        let code = html.to_ascii_lowercase();
        let code = |marks: &[&str]| marks.iter().any(|m| code.contains(m));
        let title = document.select_single("title");
        let mut text = title.nodes().first().map(outline::line).unwrap_or_default();
        for block in &seen.blocks {
            text.push('\n');
            text.push_str(&block.text);
            if text.len() > MAX_SEARCHED {
                break;
            }
        }
        let text = text.to_lowercase().replace('’', "'");
        let says = |marks: &[&str]| marks.iter().any(|m| text.contains(m));
        Hints {
            challenge: code(CHALLENGE_CODE) || says(CHALLENGE_TEXT),
            consent: code(CONSENT_CODE) || says(CONSENT_TEXT),
            // Every page of some sites offers a subscription; what its own data calls free is.
            paywall: data.is_paid || !data.is_free && says(PAYWALL_TEXT),
        }
    }
}

/// Which wall it is, if there are too few words for a story. A consent banner or a script against bots is on many a
/// page that shows its story, so for these two the page must show next to nothing else.
pub(super) fn recognise(hints: &Hints, words: usize, article: &Article) -> Option<Wall> {
    if words >= STORY_WORDS {
        return None;
    }
    // A page that dates and signs its text shows a story, however short; a wall does neither.
    let is_signed = article.published.is_some();
    if hints.challenge && !is_signed {
        return Some(Wall::Challenge);
    }
    if hints.paywall {
        return Some(Wall::Paywall);
    }
    (hints.consent && !is_signed).then_some(Wall::Consent)
}
