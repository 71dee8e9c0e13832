//! What sayso says to a person on standard error: errors, warnings, notes. Standard output is data and stays clear of it.

use anstyle::AnsiColor;
use anstyle::Style;
use std::io::IsTerminal;

/// Columns where standard error is no terminal.
const WIDTH_OF_A_PIPE: usize = 100;

fn say(colour: AnsiColor, word: &str, message: &str) {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    anstream::eprintln!("{style}{word}:{style:#} {message}");
}

/// The work failed, and why.
pub fn error(message: &str) {
    say(AnsiColor::Red, "error", message);
}

/// Something went wrong that the work goes on without.
pub fn warning(message: &str) {
    say(AnsiColor::Yellow, "warning", message);
}

/// Worth knowing.
pub fn note(message: &str) {
    say(AnsiColor::Blue, "note", message);
}

/// Columns of standard error.
pub fn width() -> usize {
    let err = std::io::stderr();
    let size = err
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(&err).ok())
        .flatten();
    size.map(|size| usize::from(size.ws_col))
        .filter(|columns| *columns > 0)
        .unwrap_or(WIDTH_OF_A_PIPE)
}
