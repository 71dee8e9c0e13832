//! One story for a reader: what it is, its text with who says what marked in it, and the list of that.

use crate::cli::inspect::changes;
use crate::cli::output::Format;
use crate::cli::output::Scene;
use crate::cli::output::listing;
use crate::cli::style;
use crate::cli::style::Look;
use crate::inspect::ParagraphView;
use crate::inspect::StoryDetail;
use crate::model::ParagraphKind;
use crate::model::Place;
use anstyle::Style;
use std::io;
use std::io::Write;

/// What a stretch of text is in some attribution. Where several claim it, the innermost word counts: source before cue before content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    None,
    Content,
    Cue,
    Source,
}

impl Role {
    fn style(self) -> Style {
        match self {
            Role::None => style::PLAIN,
            Role::Content => style::CONTENT,
            Role::Cue => style::CUE,
            Role::Source => style::SOURCE,
        }
    }

    fn word(self) -> Option<&'static str> {
        match self {
            Role::None => None,
            Role::Content => Some("content"),
            Role::Cue => Some("cue"),
            Role::Source => Some("source"),
        }
    }
}

/// Columns before what a revision did to a claim.
const INDENT: usize = 4;

/// Writes one story.
pub(super) fn show(out: &mut dyn Write, scene: Scene, detail: &StoryDetail) -> io::Result<()> {
    let look = scene.look;
    head(out, look, detail)?;
    history(out, look, detail)?;
    let roles = roles(detail);
    let text: Vec<char> = detail.text.chars().collect();
    if detail.text_taken {
        let told = "Its text was taken away when it was past keeping ([retention] text_days, text_archive); what was said in it is kept.";
        writeln!(out)?;
        for line in style::wrap(told, look.reading()) {
            writeln!(out, "{}", look.paint(style::FAINT, &line))?;
        }
    }
    for paragraph in detail.paragraphs.iter().filter(|_| !detail.text_taken) {
        writeln!(out)?;
        for line in paragraph_lines(&text, &roles, paragraph, look) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)?;
    if detail.attributions.is_empty() {
        return writeln!(
            out,
            "{}",
            look.paint(style::FAINT, "Nobody is quoted in it.")
        );
    }
    listing(out, Format::Table, scene, &detail.attributions)?;
    let id = style::short(detail.story.id);
    let in_title = detail
        .attributions
        .iter()
        .filter(|a| a.place == Place::Headline);
    for attribution in in_title {
        let number = attribution
            .attribution
            .rsplit(':')
            .next()
            .unwrap_or_default();
        let note = format!("{number} stands in the headline");
        writeln!(out, "{}", look.paint(style::FAINT, &note))?;
    }
    let hint = format!("why: inspect explain {id}:{}:N", detail.revision);
    writeln!(out, "{}", look.paint(style::FAINT, &hint))
}

fn head(out: &mut dyn Write, look: Look, detail: &StoryDetail) -> io::Result<()> {
    let story = &detail.story;
    for line in style::wrap(&style::line(&story.title), look.reading()) {
        writeln!(out, "{}", look.paint(style::STRONG, &line))?;
    }
    let mut facts = vec![story.outlet.clone(), style::time(story.time())];
    facts.extend(story.byline.clone());
    facts.push(style::count(u64::from(story.words), "word", "words"));
    writeln!(out, "{}", style::line(&facts.join(" · ")))?;
    let kin = match (story.of, detail.partial_matches.as_slice()) {
        (Some(of), _) => format!("a copy of {}", style::short(of)),
        (None, []) => "its own text".to_owned(),
        (None, parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|p| {
                    let outlet = p.outlet.as_deref().unwrap_or("a story not kept");
                    format!(
                        "{} ({outlet}, {:.0} % of it)",
                        style::short(p.id),
                        p.of_that * 100.0
                    )
                })
                .collect();
            format!("has parts of {}", parts.join(", "))
        }
    };
    let mut marks = vec![format!("story {}", style::short(story.id)), kin];
    if detail.copies > 0 {
        let copies = style::count(u64::from(detail.copies), "other story", "other stories");
        marks.push(format!(
            "same text in {copies}: inspect copies {}",
            style::short(story.id)
        ));
    }
    if story.revisions > 1 {
        marks.push(format!(
            "revision {} of {}",
            detail.revision, story.revisions
        ));
    }
    writeln!(
        out,
        "{}",
        look.paint(style::FAINT, &style::line(&marks.join(" · ")))
    )?;
    if let Some(url) = &story.url {
        writeln!(out, "{}", look.paint(style::FAINT, &style::line(url)))?;
    }
    Ok(())
}

/// The revisions and what each changed, where there are several.
fn history(out: &mut dyn Write, look: Look, detail: &StoryDetail) -> io::Result<()> {
    if detail.history.len() < 2 {
        return Ok(());
    }
    writeln!(out)?;
    for revision in &detail.history {
        let what = match (&revision.summary, revision.number) {
            (Some(summary), _) => style::line(summary),
            (None, 1) => "first seen".to_owned(),
            (None, _) => "(the text cannot be read any more)".to_owned(),
        };
        let label = format!(
            "revision {}  {}  ",
            revision.number,
            style::time(revision.observed)
        );
        let room = look.reading().saturating_sub(style::width(&label)).max(20);
        for (n, line) in style::wrap(&what, room).iter().enumerate() {
            let label = match n {
                0 => look.paint(style::FAINT, &label),
                _ => " ".repeat(style::width(&label)),
            };
            writeln!(out, "{label}{line}")?;
        }
        for change in &revision.claims {
            changes::change(out, look, change, INDENT)?;
        }
    }
    let id = style::short(detail.story.id);
    let hint = format!("word by word: inspect story {id} --diff");
    writeln!(out, "{}", look.paint(style::FAINT, &hint))
}

/// The role of each code point of the text.
fn roles(detail: &StoryDetail) -> Vec<Role> {
    let mut roles = vec![Role::None; detail.text.chars().count()];
    let in_text = detail
        .attributions
        .iter()
        .filter(|a| a.place == Place::Body);
    for attribution in in_text {
        let spans = [
            (&attribution.repeats, Role::Content),
            (&attribution.content, Role::Content),
            (&attribution.cue, Role::Cue),
            (&attribution.source, Role::Source),
        ];
        for (spans, role) in spans {
            for span in spans {
                let range = span.start as usize..span.end as usize;
                for at in roles.get_mut(range).into_iter().flatten() {
                    *at = role.max(*at);
                }
            }
        }
    }
    roles
}

/// The lines of one paragraph: with colour, styled by role; without, every role in brackets.
fn paragraph_lines(
    text: &[char],
    roles: &[Role],
    paragraph: &ParagraphView,
    look: Look,
) -> Vec<String> {
    let range = paragraph.start as usize..paragraph.end as usize;
    let (Some(text), Some(roles)) = (text.get(range.clone()), roles.get(range)) else {
        return Vec::new();
    };
    let (lead, base) = match paragraph.kind {
        ParagraphKind::Text => ("", style::PLAIN),
        ParagraphKind::Heading => ("", style::HEADING),
        ParagraphKind::ListItem => ("• ", style::PLAIN),
        ParagraphKind::BlockQuote => ("│ ", style::PLAIN),
        ParagraphKind::Caption => ("[caption] ", style::FAINT),
        ParagraphKind::PullQuote => ("[pull quote] ", style::FAINT),
        ParagraphKind::Boilerplate => ("[not part of the story] ", style::FAINT),
    };
    let mut chars: Vec<(char, Role)> = lead.chars().map(|c| (c, Role::None)).collect();
    let mut open = Role::None;
    for (&c, &role) in text.iter().zip(roles) {
        if !look.colour && role != open {
            bracket(&mut chars, open, role);
        }
        open = role;
        match c {
            '\n' | '\t' => chars.push((' ', role)),
            c if style::is_unsafe(c) => {}
            c => chars.push((c, role)),
        }
    }
    if !look.colour {
        bracket(&mut chars, open, Role::None);
    }
    style::wrap_tagged(&chars, look.reading())
        .into_iter()
        .map(|line| painted(line, base, look))
        .collect()
}

/// Closes the bracket of one role and opens that of the next; a space before the closing one goes behind it.
fn bracket(chars: &mut Vec<(char, Role)>, from: Role, to: Role) {
    if from.word().is_some() {
        let spaced = chars.last().is_some_and(|(c, _)| *c == ' ');
        if spaced {
            chars.pop();
        }
        chars.push((']', Role::None));
        if spaced {
            chars.push((' ', Role::None));
        }
    }
    if let Some(word) = to.word() {
        chars.extend(format!("[{word}: ").chars().map(|c| (c, Role::None)));
    }
}

fn painted(line: &[(char, Role)], base: Style, look: Look) -> String {
    let mut out = String::new();
    for stretch in line.chunk_by(|a, b| a.1 == b.1) {
        let role = stretch.first().map_or(Role::None, |(_, role)| *role);
        let style = if role == Role::None {
            base
        } else {
            role.style()
        };
        let words: String = stretch.iter().map(|(c, _)| c).collect();
        out.push_str(&look.paint(style, &words));
    }
    out
}
