//! Seen this text? A [`Fingerprint`] of each story, an [`Index`] of the last weeks, and a [`Judgement`]: new, revision, copy
//! or partial reuse. Pure over its index; it knows neither store nor clock, and keeps no word of any story.
//!
//! How a copy is known, and why so:
//! - **Shingles.** Runs of three words, hashed, one in four kept. Two texts are alike when half of the shorter one's
//!   shingles stand in the other: syndicated stories are cut, so what share of the longer one that is says nothing.
//! - **Stopped shingles.** What four copy groups carry is a standing notice, a template or an idiom and is left out. What one outlet
//!   prints word for word in three is its own, leaves the fingerprint, and is nobody's claim.
//! - **Facts.** Two results reports of one form share nine words in ten. Figures and names tell them apart. Each is kept with
//!   the words around it, so that a fact that contradicts (the same words, another figure) is told from one that a cut merely
//!   lacks. Days between two texts make the demand stricter, and so does one outlet's same headline on another day.
//! - **Quotations.** Two newsrooms that report one speech or press release share its sentences. What neither text quotes has to be alike too,
//!   and where both have much of themselves in whole sentences that the other lacks they are two; a copy's edits are a word here and there.
//! - **Partial reuse.** A passage in common without a copy is linked and never merged, so that a round-up does not tie its items together.
//!
//! | file | job |
//! |---|---|
//! | `params` | every number, with its reason |
//! | `words` | paragraph to words |
//! | `fingerprint`, `codec` | words to hashes; hashes to bytes |
//! | `packed` | a fingerprint as the index holds a million of them |
//! | `postings`, `carried`, `groups`, `slots`, `calendar` | shingle to groups; one shingle's groups; groups to stories; keys to slots; which story is the oldest |
//! | `outlets` | what an outlet prints below everything |
//! | `index` | the window of stories, of all these |
//! | `fill` | many stories put in at once |
//! | `compare`, `facts` | wording side by side; figures and names side by side |
//! | `relate`, `judge` | what a pair is; the verdict on a story |
//! | `bridge` | whether a story shows that two groups are one |

mod bridge;
mod calendar;
mod carried;
mod codec;
mod compare;
mod facts;
mod fill;
mod fingerprint;
mod groups;
mod index;
mod judge;
mod merge;
mod outlets;
mod packed;
mod params;
mod postings;
mod relate;
mod slots;
mod words;

pub use codec::FingerprintError;
pub use facts::Agreement;
pub use fill::Held;
pub use fingerprint::FIGURE_SAMPLING;
pub use fingerprint::Fingerprint;
pub use fingerprint::MAX_FACTS;
pub use fingerprint::MAX_PARAGRAPHS;
pub use fingerprint::MAX_TITLE_WORDS;
pub use fingerprint::MAX_WORDS;
pub use fingerprint::SAMPLING;
pub use fingerprint::paragraph_hash;
pub use index::Index;
pub use judge::Evidence;
pub use judge::Judgement;
pub use judge::Nearest;
pub use params::FactRules;
pub use params::Params;

#[cfg(test)]
mod tests;
