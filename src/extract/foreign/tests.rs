//! Languages told apart, and quotations of each that is read.

use super::*;

fn code(text: &str) -> &'static str {
    match language(text, Language::English) {
        Language::English => "en",
        Language::Tongue(tongue) => tongue.code,
        Language::Unknown => "?",
    }
}

#[test]
fn languages() {
    for (expect, text) in [
        (
            "en",
            "The dam at Orrin will be closed on Friday, and nobody who lives below it has been told why it is so old.",
        ),
        ("en", "Ann Lee left."),
        (
            "en",
            "There is no secret marina budget, insisted Councillor Vane. There’s barely a budget.",
        ),
        (
            "en",
            "CRICKET: INDIA BEAT AUSTRALIA BY SIX WICKETS IN THE SECOND TEST AT PERTH ON MONDAY",
        ),
        (
            "en",
            "Real Madrid, Barcelona, Bayern Munich, Juventus, Chelsea, Porto, Ajax, Celtic, Lyon, Benfica, Roma, Sevilla",
        ),
        ("en", ""),
        (
            "es",
            "La presa de Orrin se cerrará el viernes y nadie de los que viven más abajo sabe por qué es tan vieja.",
        ),
        (
            "fr",
            "Le barrage d’Orrin sera fermé vendredi et personne dans la vallée ne sait pour quelle raison il est si vieux.",
        ),
        (
            "de",
            "Der Damm bei Orrin wird am Freitag geschlossen, und niemand im Tal weiß, warum er so alt ist und nicht hält.",
        ),
        (
            "pt",
            "A barragem de Orrin será fechada na sexta-feira e ninguém no vale sabe por que ela não foi reparada em maio.",
        ),
        (
            "it",
            "La diga di Orrin sarà chiusa venerdì e nessuno nella valle sa perché è così vecchia e non è stata riparata.",
        ),
        (
            "ru",
            "Плотину у Оррина закроют в пятницу, и никто в долине не знает почему.",
        ),
        (
            "ar",
            "سيغلق السد يوم الجمعة ولا أحد في الوادي يعرف لماذا هو قديم",
        ),
        ("zh", "大坝将于星期五关闭，山谷里没有人知道原因。"),
        (
            "ja",
            "ダムは金曜日に閉鎖されるが、谷の人々は誰も理由を知らない。",
        ),
        (
            "hi",
            "बाँध शुक्रवार को बंद होगा और घाटी में कोई नहीं जानता कि क्यों।",
        ),
        (
            "?",
            "De dam bij Orrin gaat op vrijdag dicht en niemand in het dal weet waarom het zo oud is en wat er aan de hand is.",
        ),
        (
            "?",
            "Дамбу біля Орріна закриють у п’ятницю, і ніхто в долині не знає, чому її досі не полагодили.",
        ),
        (
            "?",
            "댐은 금요일에 닫힐 것이며 계곡의 누구도 이유를 모른다.",
        ),
    ] {
        assert_eq!(code(text), expect, "{text}");
    }
}

/// `source | cue | content .. content | rule` of each.
fn told(text: &str) -> Vec<String> {
    let span = Span::new(0, text.len());
    let Language::Tongue(tongue) = language(text, Language::English) else {
        return vec!["not read".into()];
    };
    let words = |spans: &[Span]| {
        let all: Vec<&str> = spans.iter().map(|s| s.of(text).unwrap()).collect();
        if all.is_empty() {
            "-".to_owned()
        } else {
            all.join(" .. ")
        }
    };
    attributions(text, span, tongue)
        .iter()
        .map(|a| {
            format!(
                "{} | {} | {} | {}",
                words(&a.source),
                words(&a.cue),
                words(&a.content),
                a.rule
            )
        })
        .collect()
}

#[test]
fn quotations_with_a_cue() {
    let wrong: Vec<String> = [
        (
            "«No vamos a vender el agua de este valle», dijo la alcaldesa Lucía Peralta el lunes en una reunión con los vecinos de la presa.",
            vec!["Lucía Peralta | dijo | «No vamos a vender el agua de este valle» | quoted-es"],
        ),
        (
            "El ministro Tomás de la Vega afirmó: “La carretera se abrirá en mayo y no habrá que pagar por ella”.",
            vec!["Tomás de la Vega | afirmó | “La carretera se abrirá en mayo y no habrá que pagar por ella” | quoted-es"],
        ),
        (
            "« Nous ne fermerons pas cette école », a déclaré Hélène Moreau, qui dirige la mairie depuis dix ans, « et je le répète. »",
            vec!["Hélène Moreau | déclaré | « Nous ne fermerons pas cette école » .. « et je le répète. » | quoted-fr"],
        ),
        (
            "„Wir haben den Damm nie geprüft und das war ein Fehler“, sagte der Ingenieur Karl Brandt am Montag in der Sitzung.",
            vec!["Karl Brandt | sagte | „Wir haben den Damm nie geprüft und das war ein Fehler“ | quoted-de"],
        ),
        (
            "“A ponte não vai reabrir antes de junho”, disse o engenheiro Paulo Siqueira, que é responsável pelas obras na cidade.",
            vec!["Paulo Siqueira | disse | “A ponte não vai reabrir antes de junho” | quoted-pt"],
        ),
        (
            "«Il ponte non riaprirà prima di giugno», ha detto Marta Ferri, che segue i lavori per il comune e non è ottimista.",
            vec!["Marta Ferri | detto | «Il ponte non riaprirà prima di giugno» | quoted-it"],
        ),
        (
            "«Мы не будем закрывать мост до июня», — сказал инженер Пётр Ласточкин.",
            vec!["Пётр Ласточкин | сказал | «Мы не будем закрывать мост до июня» | quoted-ru"],
        ),
        (
            "وقال الوزير سامي النجار: «لن نغلق الجسر قبل حزيران»، وهو ما ينتظره السكان.",
            vec!["الوزير سامي النجار | قال | «لن نغلق الجسر قبل حزيران» | quoted-ar"],
        ),
        (
            "工程师王海表示：“大桥六月之前不会重新开放。”",
            vec!["工程师王海 | 表示 | “大桥六月之前不会重新开放。” | quoted-zh"],
        ),
        (
            "田中技師は「橋は六月までに再開しない」と述べた。",
            vec!["田中技師 | と述べ | 「橋は六月までに再開しない」 | quoted-ja"],
        ),
        (
            "इंजीनियर रमेश गुप्ता ने कहा, “पुल जून से पहले नहीं खुलेगा और हम इसे जाँच रहे हैं।”",
            vec!["इंजीनियर रमेश गुप्ता | कहा | “पुल जून से पहले नहीं खुलेगा और हम इसे जाँच रहे हैं।” | quoted-hi"],
        ),
        (
            "La película «Los caminos de la sal» se estrena el viernes en todos los cines de la ciudad y no está doblada.",
            vec![],
        ),
        (
            "Der Film «Die alte Straße am Fluss» kommt am Freitag in die Kinos und ist nicht für Kinder.",
            vec![],
        ),
    ]
    .iter()
    .filter_map(|(text, expect)| {
        let got = told(text);
        (got != *expect).then(|| format!("{text}\n  want {expect:?}\n  got  {got:?}"))
    })
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_text_breaks_it() {
    let parts = [
        "«", "»", "“", "”", "「", "」", "dijo ", "а ", "说", "قال ", "Ana ", ".", ",", "İ",
        "\u{301}", " ",
    ];
    let mut seed = 9usize;
    for round in 0..400 {
        let mut text = "el la de que y en los del se las por un para con ".to_owned();
        for _ in 0..round % 50 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(seed >> 33) % parts.len()]);
        }
        for tongue in tongues::TONGUES {
            for a in attributions(&text, Span::new(0, text.len()), tongue) {
                assert!(
                    a.content
                        .iter()
                        .chain(&a.cue)
                        .chain(&a.source)
                        .all(|s| s.of(&text).is_some())
                );
            }
        }
    }
}
