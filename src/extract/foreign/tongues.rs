//! The languages whose quotations are read: their commonest words, which tell them apart, and their words of saying. Data
//! only.

/// Where a language's news puts who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Beside the cue on either side; names have capitals.
    Capitals,
    /// Behind the cue.
    After,
    /// Before the cue, or before the quotation.
    Before,
}

/// Which side of a quotation is looked at first for a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The one before it.
    CueFirst,
    /// The one after it.
    QuoteFirst,
}

/// One language.
#[derive(Debug)]
pub struct Tongue {
    /// Its BCP 47 code.
    pub code: &'static str,
    /// Its commonest words, lower case; none where its script tells it.
    pub common: &'static str,
    /// Words of saying, lower case.
    pub cues: &'static [&'static str],
    /// Whether words are parted by spaces.
    pub spaces: bool,
    /// Whether names are told by capitals.
    pub capitals: bool,
    /// Whether every noun has a capital.
    pub nouns: bool,
    /// Where the source stands.
    pub source: Where,
    /// Where the cue stands.
    pub order: Order,
    /// Words that end a source in a script without capitals.
    pub ties: &'static [&'static str],
}

const LATIN: Tongue = Tongue {
    code: "",
    common: "",
    cues: &[],
    spaces: true,
    capitals: true,
    nouns: false,
    source: Where::Capitals,
    order: Order::QuoteFirst,
    ties: &[],
};

/// Spanish.
pub static ES: Tongue = Tongue {
    code: "es",
    common: "el la de que y en los del se las por un para con no una su al es lo como más pero sus le ha este sobre entre fue también desde está hay",
    cues: &[
        "dijo",
        "dice",
        "afirmó",
        "aseguró",
        "señaló",
        "declaró",
        "explicó",
        "indicó",
        "añadió",
        "agregó",
        "sostuvo",
        "manifestó",
        "advirtió",
        "preguntó",
        "respondió",
        "subrayó",
        "comentó",
        "reiteró",
        "denunció",
        "anunció",
        "apuntó",
        "destacó",
        "expresó",
        "escribió",
        "según",
        "ha dicho",
        "ha asegurado",
        "ha explicado",
    ],
    ..LATIN
};

/// French.
pub static FR: Tongue = Tongue {
    code: "fr",
    common: "le la les de des du et en un une que qui dans pour pas sur au aux par est a ce il elle avec plus ne se son sa ses été sont mais ont cette nous",
    cues: &[
        "dit",
        "déclaré",
        "déclare",
        "affirmé",
        "affirme",
        "expliqué",
        "explique",
        "ajouté",
        "ajoute",
        "estime",
        "estimé",
        "assure",
        "assuré",
        "indiqué",
        "indique",
        "souligne",
        "souligné",
        "annoncé",
        "répondu",
        "raconte",
        "précise",
        "précisé",
        "confie",
        "regrette",
        "selon",
        "lancé",
        "dénonce",
        "écrit",
    ],
    ..LATIN
};

/// German.
pub static DE: Tongue = Tongue {
    code: "de",
    common: "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie",
    cues: &[
        "sagte",
        "sagt",
        "erklärte",
        "betonte",
        "meinte",
        "meint",
        "fügte",
        "teilte",
        "berichtete",
        "kritisierte",
        "warnte",
        "forderte",
        "antwortete",
        "fragte",
        "schrieb",
        "versicherte",
        "kündigte",
        "laut",
        "erklärt",
        "so",
    ],
    nouns: true,
    ..LATIN
};

/// Portuguese.
pub static PT: Tongue = Tongue {
    code: "pt",
    common: "o a de que e do da em um para com não uma os no se na por mais as dos como mas ao ele das foi à seu sua ou são também pelo pela até isso",
    cues: &[
        "disse",
        "diz",
        "afirmou",
        "declarou",
        "explicou",
        "acrescentou",
        "ressaltou",
        "destacou",
        "segundo",
        "informou",
        "respondeu",
        "perguntou",
        "escreveu",
        "garantiu",
        "comentou",
        "alertou",
        "contou",
        "afirma",
    ],
    ..LATIN
};

/// Italian.
pub static IT: Tongue = Tongue {
    code: "it",
    common: "di che e il la in un per è una non del da con le si dei al sono ha i della nel alla più come anche gli ma lo dal delle suo sua questo nella",
    cues: &[
        "detto",
        "dice",
        "dichiarato",
        "spiegato",
        "spiega",
        "aggiunto",
        "aggiunge",
        "affermato",
        "afferma",
        "secondo",
        "sottolinea",
        "sottolineato",
        "scritto",
        "commentato",
        "commenta",
        "risposto",
        "assicura",
        "annunciato",
    ],
    ..LATIN
};

/// Russian.
pub static RU: Tongue = Tongue {
    code: "ru",
    cues: &[
        "сказал",
        "сказала",
        "заявил",
        "заявила",
        "сообщил",
        "сообщила",
        "отметил",
        "отметила",
        "подчеркнул",
        "подчеркнула",
        "добавил",
        "добавила",
        "пояснил",
        "пояснила",
        "рассказал",
        "рассказала",
        "ответил",
        "ответила",
        "написал",
        "написала",
        "по словам",
        "считает",
        "говорит",
    ],
    ..LATIN
};

/// Arabic.
pub static AR: Tongue = Tongue {
    code: "ar",
    cues: &[
        "قال",
        "قالت",
        "أكد",
        "أكدت",
        "صرح",
        "صرحت",
        "أضاف",
        "أضافت",
        "أوضح",
        "أوضحت",
        "ذكر",
        "ذكرت",
        "أعلن",
        "أعلنت",
        "أشار",
        "أشارت",
    ],
    capitals: false,
    source: Where::After,
    order: Order::CueFirst,
    ties: &[" إن", " أن", " في ", " خلال"],
    ..LATIN
};

/// Chinese.
pub static ZH: Tongue = Tongue {
    code: "zh",
    cues: &[
        "表示",
        "说",
        "說",
        "称",
        "稱",
        "指出",
        "强调",
        "認為",
        "认为",
        "宣布",
        "回应",
        "告诉记者",
    ],
    spaces: false,
    capitals: false,
    source: Where::Before,
    order: Order::CueFirst,
    ties: &[],
    ..LATIN
};

/// Japanese.
pub static JA: Tongue = Tongue {
    code: "ja",
    cues: &[
        "と述べ",
        "と語っ",
        "と話し",
        "と説明",
        "と強調",
        "と指摘",
        "と発表",
        "と明らかに",
        "とコメント",
        "と訴え",
        "と答え",
    ],
    spaces: false,
    capitals: false,
    source: Where::Before,
    order: Order::QuoteFirst,
    ties: &["は"],
    ..LATIN
};

/// Hindi.
pub static HI: Tongue = Tongue {
    code: "hi",
    cues: &["कहा", "बताया", "बोले", "बोलीं", "पूछा", "लिखा"],
    capitals: false,
    source: Where::Before,
    order: Order::CueFirst,
    ties: &[" ने"],
    ..LATIN
};

/// English, for its commonest words alone.
pub static ENGLISH: &str = "the of and to in that is was for on with he as it by at from his her has have be are not who will an were been they their said but which this its would a no me i we you she or if all so do when what can had more about up out than there one also after over into could some";

/// Languages in Latin letters that are told from the others by their words and not read.
pub static OTHERS: &[&str] = &[
    "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door maar naar over uit wordt heeft",
    "och att det som en på är av för med den till inte har om ett men var jag från kan ska",
    "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga adalah ke karena oleh sudah mereka",
    "ve bir bu da de için ile çok olarak daha olan kadar gibi ancak sonra ne var ama",
    "w i na z nie się do że to jest o po jak od za przez dla ale przy tym są",
    "ya na wa kwa ni katika za la cha kuwa hii huo baada yake watu hayo",
];

/// Every language that is read, those told by their words first.
pub static TONGUES: &[&Tongue] = &[&ES, &FR, &DE, &PT, &IT, &RU, &AR, &ZH, &JA, &HI];
