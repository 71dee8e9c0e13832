//! The words in dates: zones, halves of the day, and how a date's characters are brought into one alphabet. Tables and how they
//! are looked up; months have a table of their own.

use super::months::MONTHS;

/// Minutes east of UTC. Where a name is in use twice, the one that news feeds use more (IST is India's). The military letters
/// stand for UTC as RFC 5322 has it, since RFC 822 gave them the wrong signs.
const ZONES: &[(&str, i64)] = &[
    ("z", 0),
    ("ut", 0),
    ("utc", 0),
    ("gmt", 0),
    ("wet", 0),
    ("egst", 0),
    ("uct", 0),
    ("zulu", 0),
    ("greenwich", 0),
    ("bst", 60),
    ("west", 60),
    ("cet", 60),
    ("met", 60),
    ("mez", 60),
    ("wat", 60),
    ("wez", 0),
    ("fwt", 60),
    ("cest", 120),
    ("mest", 120),
    ("mesz", 120),
    ("eet", 120),
    ("cat", 120),
    ("sast", 120),
    ("fst", 120),
    ("eest", 180),
    ("idt", 180),
    ("msk", 180),
    ("eat", 180),
    ("trt", 180),
    ("bt", 180),
    ("irst", 210),
    ("irdt", 270),
    ("gst", 240),
    ("msd", 240),
    ("samt", 240),
    ("aft", 270),
    ("pkt", 300),
    ("uzt", 300),
    ("yekt", 300),
    ("ist", 330),
    ("npt", 345),
    ("bdt", 360),
    ("omst", 360),
    ("mmt", 390),
    ("wib", 420),
    ("ict", 420),
    ("krat", 420),
    ("sgt", 480),
    ("hkt", 480),
    ("awst", 480),
    ("wita", 480),
    ("myt", 480),
    ("pht", 480),
    ("irkt", 480),
    ("jst", 540),
    ("kst", 540),
    ("wit", 540),
    ("acst", 570),
    ("aest", 600),
    ("vlat", 600),
    ("chst", 600),
    ("acdt", 630),
    ("aedt", 660),
    ("nzst", 720),
    ("nzt", 720),
    ("fjt", 720),
    ("nzdt", 780),
    ("nst", -210),
    ("ndt", -150),
    ("art", -180),
    ("brt", -180),
    ("brst", -120),
    ("clt", -240),
    ("clst", -180),
    ("uyt", -180),
    ("gyt", -240),
    ("ast", -240),
    ("at", -240),
    ("adt", -180),
    ("bot", -240),
    ("vet", -240),
    ("edt", -240),
    ("est5edt", -300),
    ("cst6cdt", -360),
    ("mst7mdt", -420),
    ("pst8pdt", -480),
    ("est", -300),
    ("et", -300),
    ("cot", -300),
    ("pet", -300),
    ("ect", -300),
    ("cdt", -300),
    ("cst", -360),
    ("ct", -360),
    ("mdt", -360),
    ("mst", -420),
    ("mt", -420),
    ("pdt", -420),
    ("pst", -480),
    ("pt", -480),
    ("akdt", -480),
    ("akst", -540),
    ("hst", -600),
    ("hast", -600),
    ("sst", -660),
];

/// The month that a word in lower case names.
pub(super) fn month(word: &str) -> Option<u32> {
    let fits = MONTHS
        .iter()
        .filter(|(beginning, _)| word.starts_with(beginning));
    fits.max_by_key(|(beginning, _)| beginning.len())
        .map(|(_, month)| *month)
}

/// Minutes east of UTC of a zone's name in lower case.
pub(super) fn zone(name: &str) -> Option<i64> {
    let found = ZONES.iter().find(|(known, _)| *known == name);
    let military = || matches!(name.as_bytes(), [b'a'..=b'i' | b'k'..=b'y']).then_some(0);
    found.map(|(_, minutes)| *minutes).or_else(military)
}

/// Spellings of several characters and what they are read as, the longer ones of equal ends first.
const SPELLINGS: &[(&str, &str)] = &[
    ("오전", " am "),
    ("오후", " pm "),
    ("上午", " am "),
    ("下午", " pm "),
    ("午前", " am "),
    ("午後", " pm "),
    ("a.m.", "am"),
    ("p.m.", "pm"),
    ("π.μ.", "am"),
    ("μ.μ.", "pm"),
    ("صباحا", "am"),
    ("مساء", "pm"),
    ("de. ", "am "),
    ("du. ", "pm "),
    ("كانون الثاني", "كانون-الثاني"),
    ("كانون الأول", "كانون-الأول"),
    ("تشرين الأول", "تشرين-الأول"),
    ("تشرين الثاني", "تشرين-الثاني"),
    // What Lithuanians and Hungarians put behind a year and a day.
    (" m. ", " "),
    (" d. ", " "),
    // Thai months are written in initials.
    ("มี.ค.", "mar"),
    ("เม.ย.", "apr"),
    ("มิ.ย.", "jun"),
    ("ม.ค.", "jan"),
    ("ก.พ.", "feb"),
    ("พ.ค.", "may"),
    ("ก.ค.", "jul"),
    ("ส.ค.", "aug"),
    ("ก.ย.", "sep"),
    ("ต.ค.", "oct"),
    ("พ.ย.", "nov"),
    ("ธ.ค.", "dec"),
];

/// `text` with digits of other scripts and what stands between the parts of a date in East Asia as ASCII, in lower case.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // East Asia may put a space between its parts.
    let mut joins = false;
    for c in text.chars() {
        if joins && c.is_whitespace() {
            continue;
        }
        joins = "年년月월時时点시分분".contains(c);
        let digit = |zero: char| char::from_digit((c as u32).wrapping_sub(zero as u32), 10);
        let digit = match c {
            '\u{ff10}'..='\u{ff19}' => digit('\u{ff10}'),
            '\u{660}'..='\u{669}' => digit('\u{660}'),
            '\u{6f0}'..='\u{6f9}' => digit('\u{6f0}'),
            '\u{966}'..='\u{96f}' => digit('\u{966}'),
            _ => None,
        };
        match c {
            _ if digit.is_some() => out.extend(digit),
            '年' | '년' | '月' | '월' => out.push('-'),
            // A day of the week in brackets.
            '（' => out.push('('),
            '）' => out.push(')'),
            '日' | '일' | '号' => out.push(' '),
            '時' | '时' | '点' | '시' | '分' | '분' | '：' => out.push(':'),
            '秒' | '초' => out.push(' '),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{200e}' | '\u{200f}' => {}
            '،' | '，' | '、' => out.push(','),
            c if c.is_whitespace() => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    for (written, meant) in SPELLINGS {
        if out.contains(written) {
            out = out.replace(written, meant);
        }
    }
    out
}
