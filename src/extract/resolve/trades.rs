//! What people are by trade, as far as a description without a name tells: whether it is of one person, and which trades one
//! person can have together. Who is meant must not be known here.

use super::names;

/// What anybody with any other trade can be as well.
pub const ANY_TRADE: &[&str] = &[
    "captain", "skipper", "veteran", "star", "champion", "player", "athlete", "winner", "laureate",
    "peer", "mogul",
];

/// Whether a description without a name can be of one person, whom "he" or "she" then means.
pub fn is_one_person(name: &str, noun: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "ess", "old",
    ];
    let first = name.split(' ').next().unwrap_or_default();
    let several = [first, noun]
        .iter()
        .any(|w| w.ends_with('s') && !w.ends_with("ss") || names::CROWDS.has(w));
    let thing = names::DOCUMENTS.has(noun)
        || names::MEDIA.has(noun)
        || names::MEDIUMS.has(noun)
        || names::BODIES.has(noun);
    let known = names::ROLES.has(noun) || names::TITLES.has(noun) || names::TRADES.has(noun);
    let kin = names::KIN_WOMEN.has(noun) || names::KIN_MEN.has(noun);
    let word = matches!(
        noun,
        "official"
            | "source"
            | "victim"
            | "friend"
            | "mum"
            | "dad"
            | "boy"
            | "girl"
            | "child"
            | "relative"
            | "local"
            | "colleague"
            | "member"
            | "soldier"
            | "other"
            | "second"
            | "third"
            | "first"
            | "doctor"
            | "cleric"
            | "critic"
            | "parent"
            | "guest"
            | "client"
            | "migrant"
            | "refugee"
            | "expert"
            | "partner"
            | "medic"
    );
    let ends = ENDINGS.iter().any(|end| noun.ends_with(end)) && noun.len() > 4;
    !several && !thing && (known || kin || word || ends)
}

/// "The executive" is a chief executive or founder, "the politician" anybody elected.
pub fn same_trade(noun: &str, role: &str) -> bool {
    let of: &[&str] = match noun {
        "executive" | "businessman" | "businesswoman" | "billionaire" | "entrepreneur" => &[
            "ceo",
            "chief",
            "founder",
            "chairman",
            "chairwoman",
            "president",
            "owner",
            "boss",
            "director",
        ],
        "politician" | "lawmaker" => &[
            "senator",
            "congressman",
            "congresswoman",
            "representative",
            "mp",
            "minister",
            "sen.",
            "rep.",
            "leader",
            "councillor",
        ],
        "general" => &["commander", "chief"],
        "physician" | "doctor" | "medic" => &["dr", "dr.", "doctor", "surgeon", "physician", "gp"],
        "film-maker" | "filmmaker" => &["director", "producer"],
        "comedian" | "comic" | "actor" | "actress" | "star" => &[
            "actor",
            "actress",
            "star",
            "writer",
            "presenter",
            "host",
            "comedian",
            "comic",
        ],
        "player" | "footballer" | "athlete" => &[
            "goalkeeper",
            "striker",
            "midfielder",
            "defender",
            "winger",
            "captain",
            "runner",
            "sprinter",
        ],
        _ => &[],
    };
    role.split(' ').any(|word| of.contains(&word))
}
