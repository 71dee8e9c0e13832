//! Texts in other scripts: copies with changes are known in each, and a translation is a story of its own.

use super::check;
use super::of;
use super::stories::*;
use crate::dedup::Fingerprint;
use crate::model::Story;

const TEXTS: [(&str, &str); 6] = [
    (
        "zh",
        "周四清晨，一艘载有二百一十四名乘客的渡轮在港口外的沙洲上搁浅。海岸警卫队说，有17人受轻伤，已送往医院。渡轮因强风失去方向，漂流了两公里。运营公司取消了周六之前的所有航班，潜水员将检查船体。市长要求在港口再配备一艘拖船。",
    ),
    (
        "th",
        "เรือเฟอร์รีบรรทุกผู้โดยสาร 214 คนเกยตื้นบนสันทรายนอกท่าเรือเมื่อเช้าวันพฤหัสบดี หน่วยยามฝั่งกล่าวว่ามีผู้บาดเจ็บเล็กน้อย 17 คน เรือเสียการควบคุมเพราะลมแรงและลอยไปสองกิโลเมตร บริษัทยกเลิกเที่ยวเรือทั้งหมดจนถึงวันเสาร์ และนักดำน้ำจะตรวจสอบตัวเรือ นายกเทศมนตรีขอให้มีเรือลากจูงเพิ่มอีกหนึ่งลำ",
    ),
    (
        "ar",
        "جنحت عبارة تقل 214 راكبا على ضفة رملية خارج الميناء فجر الخميس، وقال خفر السواحل إن 17 شخصا أصيبوا بجروح طفيفة ونقلوا إلى المستشفى. وفقدت العبارة السيطرة بسبب الرياح القوية وانجرفت كيلومترين قبل أن تصطدم بالضفة. وألغت الشركة جميع الرحلات حتى السبت وقالت إن الغواصين سيفحصون هيكل السفينة. وطالب رئيس البلدية بقاطرة ثانية في الميناء.",
    ),
    (
        "hi",
        "गुरुवार तड़के बंदरगाह के बाहर 214 यात्रियों को ले जा रही एक नौका रेत के टीले पर फंस गई। तटरक्षक बल ने कहा कि 17 लोगों को मामूली चोटें आईं और उन्हें अस्पताल भेजा गया। तेज हवा के कारण नौका का नियंत्रण खो गया और वह दो किलोमीटर तक बहती रही। कंपनी ने शनिवार तक सभी यात्राएं रद्द कर दीं और कहा कि गोताखोर जहाज की जांच करेंगे। महापौर ने बंदरगाह में दूसरी टग नाव की मांग की।",
    ),
    (
        "ru",
        "Паром с 214 пассажирами на борту сел на мель у входа в гавань рано утром в четверг, сообщила береговая охрана. Лёгкие травмы получили 17 человек, их доставили в больницу. Из-за сильного ветра судно потеряло управление и дрейфовало два километра, прежде чем ударилось о песчаную косу. Компания отменила все рейсы до субботы и заявила, что водолазы осмотрят корпус. Мэр потребовал поставить в гавани второй буксир.",
    ),
    (
        "ja",
        "港の入り口で木曜日の早朝、乗客二百十四人を乗せたフェリーが座礁した。海上保安庁によると、けが人は17人で、\
        いずれも軽傷だという。船は強い風の中でかじが利かなくなり、二キロほど流された後、砂州に乗り上げた。運航会社は土曜日まで\
        全便を欠航とし、潜水士が船体を調べると発表した。市長は港に二隻目の引き船を置くよう求めている。",
    ),
];

fn story_of(n: usize) -> Story {
    story(TEXTS[n].0, TEXTS[n].0, TEXTS[n].1)
}

/// One character in fifty is another, taken from elsewhere in the text.
fn misread(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let other = |n: usize| match n % 50 {
        23 => chars[(n * 7 + 3) % chars.len()],
        _ => chars[n],
    };
    (0..chars.len()).map(other).collect()
}

/// The text parted at the first stop or space after its middle.
fn halves(text: &str) -> (String, String) {
    let middle = text.chars().count() / 2;
    let is_stop = |c: char| matches!(c, '。' | '।' | '.' | ' ');
    let at = text.char_indices().skip(middle);
    let cut = at.into_iter().find(|(_, c)| is_stop(*c));
    let (at, stop) = cut.unwrap_or((text.len(), ' '));
    let (head, tail) = text.split_at((at + stop.len_utf8()).min(text.len()));
    (head.to_owned(), tail.to_owned())
}

#[test]
fn a_copy_with_changes_is_known_in_any_script() {
    for (n, (name, text)) in TEXTS.iter().enumerate() {
        let first = story_of(n);
        let (head, tail) = halves(text);
        let lead = "•••".to_owned();
        for (what, body) in [
            (
                "something before it",
                vec![lead.clone(), "2026".to_owned(), (*text).to_owned()],
            ),
            ("characters misread", vec![misread(text)]),
            ("the first half", vec![head.clone()]),
            ("in another order", vec![tail, head]),
        ] {
            let mut second = with_body(&first, "again", &body);
            check(
                &[first.clone(), second.clone()],
                "copy",
                &format!("{name}: {what}"),
            );
            second.title = lead.clone();
            check(
                &[second, first.clone()],
                "copy",
                &format!("{name}: {what}, first"),
            );
        }
    }
}

#[test]
fn a_translation_is_new() {
    for (n, (name, _)) in TEXTS.iter().enumerate() {
        let (first, other) = (story_of(n), story_of((n + 1) % TEXTS.len()));
        check(&[first.clone(), other], "new", name);
        check(&[of("agency", FERRY), first], "new", name);
    }
}

#[test]
fn two_characters_without_spaces_count_as_one_word() {
    let first = story_of(5);
    assert!(Fingerprint::of(&first).words() > 50);
    let other = story(
        "c",
        "図書館存続",
        "町議会は月曜日の夜、四つの図書館分館を存続させる案を賛成多数で可決した。\
        閉館案には十月に二千人が抗議していた。町は駐車場を売却し、博物館の開館時間を短くするという。",
    );
    check(&[first, other], "new", "another story");
}
