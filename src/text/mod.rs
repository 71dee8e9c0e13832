//! Text primitives: comparable forms, words, tokens, sentences, quotations. All offsets are bytes into the text that was given.
//! No opinion on news: what a name, a cue or a claim is must not be known here.
//!
//! "Folded" means comparable: lower case, quotation marks and dashes straightened, diacritics and ligatures removed.

mod abbreviation;
pub mod diff;
mod line_break;
mod normalise;
mod quote;
mod sentence;
mod token;

pub use line_break::LineBreaks;
pub use normalise::{
    fold, fold_into, fold_words, is_apostrophe, is_double_quote, is_quote, is_unspaced, printed,
    words,
};
pub use quote::{Quote, QuoteMark, quotes};
pub use sentence::{sentences, sentences_of};
pub use token::{Token, TokenKind, tokens};
