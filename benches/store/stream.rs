//! A stream of stories that nobody wrote: words drawn as in a language, six claims each by speakers of whom some speak often.

use sayso::article::substance;
use sayso::dedup::Fingerprint;
use sayso::model::Attribution;
use sayso::model::CueClass;
use sayso::model::Paragraph;
use sayso::model::Particulars;
use sayso::model::Place;
use sayso::model::QuoteKind;
use sayso::model::Resolution;
use sayso::model::Span;
use sayso::model::SpeakerKind;
use sayso::model::Story;
use sayso::model::Timestamp;
use sayso::pipeline::analyse::Analysis;
use sayso::pipeline::analyse::Statement;

/// Words of the language.
const WORDS: u64 = 20_000;
/// People who speak.
const SPEAKERS: u64 = 5_000;
/// Claims of a story.
const CLAIMS: usize = 6;
/// Words of a claim, and of a paragraph between two.
const CLAIM_WORDS: u64 = 18;
const PARAGRAPH_WORDS: u64 = 45;
/// Stories of a day.
const A_DAY: u64 = 5_000;
/// The first day.
const BEGIN: i64 = 1_780_000_000;

/// The `n`th commonest word.
pub fn word(n: u64) -> String {
    const ONSETS: [&str; 16] = [
        "b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "gr",
    ];
    const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ou", "ee"];
    let (mut n, mut word) = (n + 3, String::new());
    while n > 0 {
        let (onset, vowel) = (n % 16, n / 16 % 8);
        word.push_str(ONSETS[onset as usize]);
        word.push_str(VOWELS[vowel as usize]);
        n /= 128;
    }
    word
}

/// When the `n`th story was seen.
pub fn time(n: u64) -> Timestamp {
    let (day, of_day) = (n / A_DAY, n % A_DAY);
    let seconds = day * 86_400 + of_day * 80_000 / A_DAY;
    Timestamp::from_secs(BEGIN + seconds as i64)
}

/// The stream.
pub struct Stream {
    next: u64,
    end: u64,
    dice: u64,
}

impl Stream {
    /// So many stories, always the same.
    pub fn new(stories: u64) -> Stream {
        Stream {
            next: 0,
            end: stories,
            dice: 20_261_122,
        }
    }

    fn below(&mut self, n: u64) -> u64 {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) % n
    }

    /// A rank of which the low ones come often (Zipf, about).
    fn rank(&mut self, of: u64) -> u64 {
        let even = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((of as f64).powf(even) - 1.0) as u64 % of
    }

    fn words(&mut self, many: u64) -> String {
        let words: Vec<String> = (0..many).map(|_| word(self.rank(WORDS))).collect();
        words.join(" ")
    }

    fn speaker(&mut self) -> Resolution {
        let n = self.rank(SPEAKERS);
        let mut name = String::new();
        for part in [word(n % 71 + 200), word(n + 1_000)] {
            let mut letters = part.chars();
            name.extend(letters.next().map(|c| c.to_ascii_uppercase()));
            name.extend(letters);
            name.push(' ');
        }
        Resolution {
            name: name.trim_end().to_owned(),
            kind: SpeakerKind::Person,
            global: true,
            role: None,
            aliases: Vec::new(),
        }
    }
}

impl Iterator for Stream {
    type Item = (Story, Analysis);

    fn next(&mut self) -> Option<(Story, Analysis)> {
        if self.next == self.end {
            return None;
        }
        let n = self.next;
        self.next += 1;
        let mut story = Story {
            url: Some(format!("https://outlet{}.example/{n}", n % 40)),
            title: self.words(9),
            outlet: format!("Outlet {}", n % 40),
            published: Some(time(n)),
            observed: time(n),
            ..Story::default()
        };
        let mut said = Vec::new();
        for _ in 0..CLAIMS {
            let (between, claim, who) = (
                self.words(PARAGRAPH_WORDS),
                self.words(CLAIM_WORDS),
                self.speaker(),
            );
            let paragraphs = [between, format!("“{claim},” said {}.", who.name)];
            for text in paragraphs {
                story.body.push(Paragraph::text(text));
            }
            said.push((claim, who));
        }
        let text = story.text();
        let statements = said.into_iter().filter_map(|(claim, who)| {
            let at = text.find(&claim)?;
            let content = Span::new(at, at + claim.len());
            let cue = Span::new(content.end as usize + 5, content.end as usize + 9);
            let source = Span::new(cue.end as usize + 1, cue.end as usize + 1 + who.name.len());
            Some(Statement {
                attribution: Attribution {
                    source: vec![source],
                    cue: vec![cue],
                    content: vec![content],
                    kind: QuoteKind::Direct,
                    class: CueClass::Statement,
                    speaker: Some(who),
                    relayed_by: None,
                    rule: "generated".into(),
                    confidence: 0.9,
                },
                place: Place::Body,
                particulars: Particulars::default(),
                repeats: Vec::new(),
            })
        });
        let analysis = Analysis {
            statements: statements.collect(),
            substance: substance(&story),
            print: Fingerprint::of(&story),
            words: (CLAIMS as u64 * (CLAIM_WORDS + PARAGRAPH_WORDS)) as u32,
            text,
            taken: None,
        };
        Some((story, analysis))
    }
}
