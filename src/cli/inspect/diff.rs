//! Two texts side by side on a terminal: two columns where there is room, one below the other where there is not. What changed is
//! coloured; without colours it stands in brackets. Knows nothing of how texts are compared.

use crate::cli::inspect::passages;
use crate::cli::output::Scene;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::BlockView;
use crate::inspect::DiffView;
use crate::inspect::FactsView;
use crate::inspect::SideView;
use crate::inspect::SpanView;
use crate::text::diff::Fate;
use anstyle::Style;
use std::io;
use std::io::Write;

/// Narrowest terminal for two columns: below it each would have fewer than 36.
const TWO_COLUMNS: usize = 76;
/// Widest column: longer lines are hard to read.
const WIDEST: usize = style::READING_WIDTH;
/// What stands between the columns: a mark between two spaces.
const GUTTER: usize = 3;
/// Equal sentences that are shown before and after a changed one; of the rest the number is told.
const CONTEXT: usize = 1;
/// Figures or names that a line names.
const FACTS: usize = 12;

/// A character and how it is shown.
type Styled = (char, Style);

/// Writes two texts side by side; `full` shows equal sentences too, however many.
pub(super) fn show(
    out: &mut dyn Write,
    scene: Scene,
    diff: &DiffView,
    full: bool,
) -> io::Result<()> {
    let look = scene.look;
    let revisions = diff.left.story == diff.right.story;
    let page = Page {
        look,
        gone: match revisions {
            true => style::GONE,
            false => style::BAD,
        },
        column: match look.width {
            TWO_COLUMNS.. => Some(((look.width - GUTTER) / 2).min(WIDEST)),
            _ => None,
        },
    };
    page.head(out, diff)?;
    for line in style::wrap(&style::line(&diff.summary), look.reading()) {
        writeln!(out, "{}", look.paint(style::STRONG, &line))?;
    }
    if let Some(judged) = &diff.judged {
        for line in style::wrap(&style::line(judged), look.reading()) {
            writeln!(out, "{}", look.paint(style::FAINT, &line))?;
        }
    }
    let left = |n: &str| match revisions {
        true => format!("{n} that went"),
        false => format!("{n} on the left alone"),
    };
    let right = |n: &str| match revisions {
        true => format!("{n} that came"),
        false => format!("{n} on the right alone"),
    };
    for (name, facts) in [("figures", &diff.figures), ("names", &diff.names)] {
        page.facts(out, &left(name), &facts.only_left)?;
        page.facts(out, &right(name), &facts.only_right)?;
        if !revisions && !differ(facts) && !facts.shared.is_empty() {
            page.facts(out, &format!("{name} in both"), &facts.shared)?;
        }
    }
    writeln!(out)?;
    if diff.left.shared.max(diff.right.shared) > 0.0
        && diff.left.shared.min(diff.right.shared) < 0.5
    {
        passages::show(out, look, &diff.passages, ("on the left", "on the right"))?;
    }
    page.blocks(out, diff, full)?;
    if diff.is_cut {
        let told = "(the texts are longer than what is compared: their ends are left out)";
        writeln!(out, "{}", look.paint(style::FAINT, told))?;
    }
    Ok(())
}

fn differ(facts: &FactsView) -> bool {
    !facts.only_left.is_empty() || !facts.only_right.is_empty()
}

struct Page {
    look: Look,
    /// What the left text alone has: struck out between revisions, since it went.
    gone: Style,
    /// Width of each of two columns; `None` where there is one.
    column: Option<usize>,
}

impl Page {
    fn head(&self, out: &mut dyn Write, diff: &DiffView) -> io::Result<()> {
        let revisions = diff.left.story == diff.right.story;
        let facts = |side: &SideView| {
            let id = style::short(side.story);
            if revisions {
                let seen = style::time(side.observed);
                return vec![format!("revision {} · seen {seen}", side.revision)];
            }
            let at = side.published.unwrap_or(side.observed);
            let revision = match side.revision {
                1 => String::new(),
                n => format!(" · revision {n}"),
            };
            vec![
                format!("{} · {} · {id}{revision}", side.outlet, style::time(at)),
                format!(
                    "{:.0} % of its words stand in the other",
                    100.0 * side.shared
                ),
            ]
        };
        let alike = diff.title.words.iter().any(|w| w.change == Fate::Equal);
        let [left, right] = [&diff.left, &diff.right].map(|side| plain(&side.title, style::STRONG));
        match revisions || alike {
            true => self.block(out, &diff.title, style::STRONG)?,
            // Two headlines that have nothing in common are no rewording.
            false => self.pair(out, ' ', &left, &right)?,
        }
        let (left, right) = (facts(&diff.left), facts(&diff.right));
        for (l, r) in left.iter().zip(&right) {
            self.pair(out, ' ', &faint(l), &faint(r))?;
        }
        writeln!(out)
    }

    fn facts(&self, out: &mut dyn Write, label: &str, facts: &[String]) -> io::Result<()> {
        if facts.is_empty() {
            return Ok(());
        }
        let mut shown: Vec<String> = facts.iter().take(FACTS).map(|f| style::line(f)).collect();
        if facts.len() > FACTS {
            shown.push(format!("{} more", facts.len() - FACTS));
        }
        let text = format!("{label}: {}", shown.join(", "));
        for line in style::wrap(&text, self.look.reading()) {
            writeln!(out, "{}", self.look.paint(style::FAINT, &line))?;
        }
        Ok(())
    }

    fn blocks(&self, out: &mut dyn Write, diff: &DiffView, full: bool) -> io::Result<()> {
        let near = |n: usize| {
            let from = n.saturating_sub(CONTEXT);
            let to = (n + CONTEXT + 1).min(diff.blocks.len());
            diff.blocks[from..to]
                .iter()
                .any(|b| b.change != Fate::Equal)
        };
        let mut hidden = 0;
        let mut last: Option<&BlockView> = None;
        for (n, block) in diff.blocks.iter().enumerate() {
            if !full && !near(n) {
                hidden += 1;
                continue;
            }
            self.hidden(out, std::mem::take(&mut hidden))?;
            if last.is_some_and(|last| opens(last, block)) {
                writeln!(out)?;
            }
            self.block(out, block, style::PLAIN)?;
            last = Some(block);
        }
        self.hidden(out, hidden)
    }

    fn hidden(&self, out: &mut dyn Write, count: u64) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let count = style::count(count, "sentence", "sentences");
        let told = format!("  … {count} the same …");
        writeln!(out, "{}", self.look.paint(style::FAINT, &told))
    }

    fn block(&self, out: &mut dyn Write, block: &BlockView, base: Style) -> io::Result<()> {
        let text = |place: &Option<crate::inspect::PlaceView>| {
            place.as_ref().map_or("", |p| p.text.as_str()).to_owned()
        };
        let (left, right) = (text(&block.left), text(&block.right));
        let moved = block.moved.is_some();
        let whole = |text: &str, style: Style| self.marked(text, style, base != style::PLAIN);
        match (block.change, self.column) {
            (Fate::Equal, Some(_)) => {
                self.pair(out, '│', &plain(&left, base), &plain(&right, base))
            }
            (Fate::Equal, None) => self.one(out, "  ", &plain(&left, base)),
            (Fate::OnlyLeft, _) if moved => self.alone(out, '↷', &plain(&left, style::FAINT), true),
            (Fate::OnlyRight, _) if moved => {
                self.alone(out, '↶', &plain(&right, style::CUE), false)
            }
            (Fate::OnlyLeft, _) => self.alone(out, '<', &whole(&left, self.gone), true),
            (Fate::OnlyRight, _) => self.alone(out, '>', &whole(&right, style::CAME), false),
            (Fate::Changed, Some(_)) => {
                let (l, r) = self.sides(block, base);
                self.pair(out, '~', &l, &r)
            }
            (Fate::Changed, None) => self.one(out, "~ ", &self.inline(block, base)),
        }
    }

    /// A sentence that one text alone has. A whole line needs no brackets: the mark says it.
    fn alone(
        &self,
        out: &mut dyn Write,
        mark: char,
        text: &[Styled],
        left: bool,
    ) -> io::Result<()> {
        match (self.column, left) {
            (Some(_), true) => self.pair(out, mark, text, &[]),
            (Some(_), false) => self.pair(out, mark, &[], text),
            (None, _) => {
                let mark = match mark {
                    '<' => "- ".to_owned(),
                    '>' => "+ ".to_owned(),
                    other => format!("{other} "),
                };
                self.one(out, &mark, text)
            }
        }
    }

    /// The words of a changed sentence in two columns.
    fn sides(&self, block: &BlockView, base: Style) -> (Vec<Styled>, Vec<Styled>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for run in &block.words {
            let same = run.change == Fate::Equal;
            let styles = if same {
                (base, base)
            } else {
                (self.gone, style::CAME)
            };
            self.put(&mut left, run.left.as_ref(), styles.0, !same);
            self.put(&mut right, run.right.as_ref(), styles.1, !same);
        }
        if block.words.is_empty() {
            let text = |place: &Option<crate::inspect::PlaceView>| {
                place.as_ref().map_or("", |p| p.text.as_str()).to_owned()
            };
            left = self.marked(&text(&block.left), self.gone, true);
            right = self.marked(&text(&block.right), style::CAME, true);
        }
        (left, right)
    }

    /// The words of a changed sentence in one line: what went before what came.
    fn inline(&self, block: &BlockView, base: Style) -> Vec<Styled> {
        let mut line = Vec::new();
        for run in &block.words {
            if run.change == Fate::Equal {
                self.put(&mut line, run.right.as_ref(), base, false);
                continue;
            }
            self.mark(&mut line, run.left.as_ref(), self.gone, ("[-", "-]"));
            self.mark(&mut line, run.right.as_ref(), style::CAME, ("{+", "+}"));
        }
        if block.words.is_empty() {
            let (left, right) = self.sides(block, base);
            line.extend(left);
            line.push((' ', base));
            line.extend(right);
        }
        line
    }

    fn put(&self, to: &mut Vec<Styled>, words: Option<&SpanView>, style: Style, mark: bool) {
        let marks = if mark { ("[", "]") } else { ("", "") };
        self.mark(to, words, style, marks);
    }

    /// Words in a style, or in marks where there are no colours.
    fn mark(
        &self,
        to: &mut Vec<Styled>,
        words: Option<&SpanView>,
        style: Style,
        marks: (&str, &str),
    ) {
        let Some(words) = words else { return };
        // Runs end where white space begins; a mark that follows a word stands close.
        let close = words
            .text
            .starts_with([',', '.', ';', ':', '?', '!', ')', '”', '’', '%']);
        if !to.is_empty() && !close {
            to.push((' ', style::PLAIN));
        }
        let (open, shut) = if self.look.colour { ("", "") } else { marks };
        let text = format!("{open}{}{shut}", style::line(&words.text));
        to.extend(text.chars().map(|c| (c, style)));
    }

    fn marked(&self, text: &str, style: Style, marks: bool) -> Vec<Styled> {
        let (open, shut) = if self.look.colour || !marks {
            ("", "")
        } else {
            ("[", "]")
        };
        let text = format!("{open}{}{shut}", style::line(text));
        text.chars().map(|c| (c, style)).collect()
    }

    /// Two cells beside each other; one below the other where there are no columns.
    fn pair(
        &self,
        out: &mut dyn Write,
        mark: char,
        left: &[Styled],
        right: &[Styled],
    ) -> io::Result<()> {
        let Some(column) = self.column else {
            self.one(out, "- ", left)?;
            return self.one(out, "+ ", right);
        };
        let (left, right) = (
            style::wrap_tagged(left, column),
            style::wrap_tagged(right, column),
        );
        for n in 0..left.len().max(right.len()) {
            let (l, r) = (
                left.get(n).copied().unwrap_or(&[]),
                right.get(n).copied().unwrap_or(&[]),
            );
            let used: String = l.iter().map(|(c, _)| c).collect();
            let pad = " ".repeat(column.saturating_sub(style::width(&used)));
            let mark = self.look.paint(style::FAINT, &mark.to_string());
            let line = format!("{}{pad} {mark} {}", self.painted(l), self.painted(r));
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn one(&self, out: &mut dyn Write, mark: &str, text: &[Styled]) -> io::Result<()> {
        for (n, line) in style::wrap_tagged(text, self.look.reading() - 2)
            .iter()
            .enumerate()
        {
            let mark = if n == 0 { mark } else { "  " };
            writeln!(out, "{mark}{}", self.painted(line))?;
        }
        Ok(())
    }

    fn painted(&self, line: &[Styled]) -> String {
        let stretches = line.chunk_by(|a, b| a.1 == b.1).map(|stretch| {
            let words: String = stretch.iter().map(|(c, _)| c).collect();
            let style = stretch.first().map_or(style::PLAIN, |(_, style)| *style);
            self.look.paint(style, &words)
        });
        stretches.collect()
    }
}

/// Whether a block begins a paragraph that the block before it does not end.
fn opens(before: &BlockView, block: &BlockView) -> bool {
    let paragraphs = |b: &BlockView| {
        let of = |p: &Option<crate::inspect::PlaceView>| p.as_ref().map(|p| p.paragraph);
        (of(&b.left), of(&b.right))
    };
    match (paragraphs(before), paragraphs(block)) {
        ((Some(a), _), (Some(b), _)) => a != b,
        ((_, Some(a)), (_, Some(b))) => a != b,
        _ => true,
    }
}

fn plain(text: &str, style: Style) -> Vec<Styled> {
    style::line(text).chars().map(|c| (c, style)).collect()
}

fn faint(text: &str) -> Vec<Styled> {
    plain(text, style::FAINT)
}
