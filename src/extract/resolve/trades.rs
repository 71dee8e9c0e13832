//! What people do, as far as the story's words for them tell: which of those words one person can bear, and which stand against
//! each other. Who is meant must not be known here.

use super::gender::kin;
use super::mention::Gender;
use super::names;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Walks of life, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u32);

impl Kinds {
    /// The walks of life that a word, in lower case, is of; none for a word that does not tell.
    pub fn of(word: &str) -> Kinds {
        match WORDS.get(word) {
            Some(bits) => Kinds(*bits),
            None if word.ends_with("ologist") || word.ends_with("icist") => Kinds(LEARNING),
            None => Kinds(0),
        }
    }

    /// Those of either.
    pub fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether it is an office, of which a story can have one without a name.
    pub fn is_office(self) -> bool {
        self.0 & OFFICES != 0
    }

    /// Whether it is of politics or public office, and of no court or police.
    pub fn is_public(self) -> bool {
        self.0 & (POLITICS | OFFICIAL) != 0 && self.0 & (BENCH | BAR | POLICE | SPEAKS) == 0
    }

    /// Whether one person can be both.
    pub fn related(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a word of this kind, or of none, speaks against somebody of whom `told` is told.
    pub fn against(self, told: Kinds) -> bool {
        match (self.0, told.0) {
            (_, 0) => false,
            // "The driver", after a detective.
            (0, told) => {
                told & OFFICES != 0 && told & !OFFICES & !SHARED == 0 && told & SPEAKS == 0
            }
            (own, told) => own & told == 0 && told & SPEAKS == 0,
        }
    }
}

/// Words for people by walk of life, lower case; a word may be of several. The constants below name places of this list.
const KINDS: &[&str] = &[
    // Judges.
    "judge justice magistrate recorder coroner arbitrator adjudicator chairman",
    // Lawyers.
    "lawyer attorney solicitor barrister counsel advocate prosecutor litigator qc kc sc silk defender",
    // Police.
    "officer inspector sergeant detective constable superintendent commander chief commissioner trooper sheriff \
     deputy lieutenant captain garda policeman policewoman cop investigator oc corporal marshal spokesman \
     spokeswoman",
    // Politics.
    "politician lawmaker legislator senator congressman congresswoman representative mp mps msp td teachta \
     minister premier president chancellor mayor councillor councilman councilwoman councilor councilmember \
     alderman assemblyman assemblywoman deputy parliamentarian backbencher governor secretary candidate nominee \
     leader taoiseach tánaiste chairman chairwoman whip republican democrat incumbent challenger hopeful mla mna \
     mpa contender statesman stateswoman governor-elect president-elect senator-elect mayor-elect frontbencher \
     independent nationalist conservative liberal socialist veteran sen sen. gov gov. rep rep. coun cllr cr peer \
     frontrunner front-runner mentri besar",
    // Public office.
    "official officer commissioner secretary director chairman inspector registrar administrator superintendent \
     undersecretary deputy head chief bureaucrat mayor governor ombudsman controller comptroller manager minister \
     spokesman spokeswoman spokesperson councillor coordinator attaché envoy diplomat",
    // Those who speak for others.
    "spokesman spokeswoman spokesperson officer",
    // Clergy.
    "priest cleric vicar reverend rev rev. father fr fr. pastor bishop archbishop cardinal rabbi imam canon \
     deacon monsignor monk nun sister clergyman preacher abbot dean chaplain churchman churchwoman \
     prelate primate curate rector",
    // Medicine.
    "doctor physician medic surgeon consultant dr dr. gp specialist paediatrician pediatrician nurse midwife \
     psychiatrist psychologist epidemiologist virologist oncologist cardiologist pathologist neurologist \
     clinician immunologist gynaecologist gynecologist obstetrician anaesthetist paramedic professor radiologist \
     dermatologist",
    // Learning.
    "academic scholar professor prof prof. lecturer researcher scientist author co-author historian economist dr \
     dr. doctor expert analyst fellow specialist don engineer chemist physicist statistician botanist \
     archaeologist palaeontologist linguist astronomer philosopher theologian conservationist naturalist \
     biologist investigator inventor",
    // Business.
    "executive businessman businesswoman entrepreneur tycoon billionaire millionaire ceo chief founder co-founder \
     chairman chairwoman president owner co-owner boss director manager banker industrialist magnate mogul \
     developer publican landlord landlady hotelier restaurateur shopkeeper trader employer investor financier \
     retailer proprietor",
    // Heads of anything.
    "boss chief head leader president chairman chairwoman chair principal director manager executive ceo supremo \
     commander commissioner governor chairperson secretary-general",
    // Coaches.
    "coach manager boss gaffer tactician trainer mentor handler",
    // Players.
    "captain skipper player striker forward goalkeeper keeper goalie custodian centre-half centre-back full-back \
     fullback fly-half flyhalf scrum-half scrumhalf half-back hooker prop flanker lock no8 number winger \
     midfielder defender playmaker sweeper right-hander left-hander opener seamer spinner paceman all-rounder \
     allrounder batsman batter bowler wicketkeeper wicket-keeper cricketer footballer golfer runner sprinter \
     marathoner athlete swimmer cyclist rider jockey driver boxer fighter champion medallist medalist olympian \
     veteran star rookie freshman sophomore junior senior quarterback linebacker receiver pitcher shortstop \
     catcher outfielder infielder guard center centre point-guard lineman kicker goalscorer scorer international \
     hurdler jumper thrower gymnast wrestler skater skier rower sculler sailor tailback cornerback safety lefty \
     southpaw teammate team-mate teenager debutant debutante wideout slugger reliever setter tight-end homegrown \
     centreback loosehead tighthead runner-up featherweight welterweight heavyweight lightweight bantamweight \
     middleweight seed qualifier wildcard",
    // Teaching.
    "teacher schoolteacher headteacher principal headmaster headmistress head lecturer educator tutor instructor \
     academic professor schoolmaster schoolmistress provost educationist educationalist",
    // Farming.
    "farmer grower grazier rancher producer beekeeper dairyman pastoralist crofter stockman shepherd \
     horticulturist sharecropper winemaker cattleman herder smallholder orchardist agriculturist",
    // Stage, page and studio.
    "actor actress singer star writer presenter host comedian comic author novelist poet playwright musician \
     songwriter singer-songwriter guitarist pianist violinist drummer composer conductor soprano tenor baritone \
     rapper dj painter artist sculptor photographer filmmaker film-maker director producer choreographer dancer \
     entertainer vocalist frontman frontwoman bandleader biographer memoirist screenwriter performer cellist \
     saxophonist trumpeter bassist crooner maestro architect designer",
    // The press.
    "journalist reporter editor columnist correspondent broadcaster publisher blogger presenter newsman",
    // Arms.
    "soldier general colonel major captain commander lieutenant admiral sergeant officer brigadier veteran airman \
     marine pilot gen gen. col col. lt lt. maj maj. capt capt. adm brig chief serviceman",
    // Diplomacy.
    "diplomat envoy ambassador minister consul negotiator mediator representative rapporteur commissioner \
     statesman secretary secretary-general",
    // Unions.
    "unionist secretary organiser organizer convenor convener steward president leader official spokesman \
     spokeswoman",
    // Causes.
    "activist campaigner advocate protester founder organiser organizer environmentalist conservationist \
     volunteer director leader dissident",
    // Shops.
    "shopkeeper trader grocer butcher baker storekeeper vendor hawker stallholder publican merchant landlord \
     landlady barber hairdresser seller",
    // The sea.
    "captain skipper fisherman sailor mate boatman coxswain lifeboatman mariner fisher ferryman",
    // The air.
    "pilot captain aviator airman astronaut",
    // Crafts.
    "carpenter joiner builder plumber electrician mason bricklayer mechanic welder tailor",
];

const BENCH: u32 = 1 << 0;
const BAR: u32 = 1 << 1;
const POLICE: u32 = 1 << 2;
const POLITICS: u32 = 1 << 3;
const OFFICIAL: u32 = 1 << 4;
const SPEAKS: u32 = 1 << 5;
const LEARNING: u32 = 1 << 8;
const BUSINESS: u32 = 1 << 9;
const HEAD: u32 = 1 << 10;
const ARMS: u32 = 1 << 17;
const LABOUR: u32 = 1 << 19;
const CAUSE: u32 = 1 << 20;
/// Offices, of which a story can have one without a name.
const OFFICES: u32 = BENCH | BAR | POLICE | POLITICS | OFFICIAL;
/// Walks of life that share many words with the offices, or whose people have other ones besides.
const SHARED: u32 = SPEAKS | BUSINESS | HEAD | ARMS | LABOUR | CAUSE;

static WORDS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut all = FxHashMap::default();
    for (n, words) in KINDS.iter().enumerate() {
        for word in words.split_whitespace() {
            *all.entry(word).or_default() |= 1 << n;
        }
    }
    all
});

/// What anybody of any walk of life can be called.
const ANYBODY: &[&str] = &[
    "man",
    "woman",
    "boy",
    "girl",
    "teenager",
    "youngster",
    "youth",
    "pensioner",
    "widow",
    "widower",
    "mother",
    "father",
    "mum",
    "mom",
    "dad",
    "parent",
    "grandmother",
    "grandfather",
    "grandparent",
    "retiree",
    "local",
    "captain",
    "skipper",
    "veteran",
    "star",
    "champion",
    "winner",
    "laureate",
    "peer",
    "native",
    "resident",
    "survivor",
    "newcomer",
    "septuagenarian",
    "octogenarian",
    "nonagenarian",
    "centenarian",
    "bachelor",
    "immigrant",
    "migrant",
    "refugee",
    "speaker",
    "villager",
    "volunteer",
    "mogul",
    "author",
    "student",
    "patient",
    "one-time",
    "wife",
    "husband",
    "bride",
    "groom",
    "son",
    "daughter",
    "brother",
    "sister",
    "neighbour",
    "neighbor",
];

/// Whether a word for somebody goes with whatever else is told of them.
pub fn is_anybody(noun: &str) -> bool {
    ANYBODY.contains(&noun) || names::KIN_MEN.has(noun) || names::KIN_WOMEN.has(noun)
}

/// What a word for somebody tells of their gender.
pub fn gender_of_noun(noun: &str) -> Gender {
    match noun {
        "mum" | "mom" | "girl" | "actress" | "heroine" | "landlady" | "nun" | "widow" | "bride"
        | "lass" => Gender::Woman,
        "dad" | "boy" | "monk" | "widower" | "groom" | "lad" | "priest" => Gender::Man,
        _ if noun.ends_with("woman") || noun.ends_with("mistress") => Gender::Woman,
        "man" | "frontman" | "fisherman" | "policeman" | "businessman" | "cattleman"
        | "stockman" => Gender::Man,
        _ => kin(noun),
    }
}

/// Whether a description without a name can be of one person, whom "he" or "she" then means.
pub fn is_one_person(name: &str, noun: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "er", "or", "ist", "ian", "man", "woman", "person", "ee", "ant", "ess", "old", "mate",
    ];
    let first = name.split(' ').next().unwrap_or_default();
    let several = [first, noun].iter().any(|w| {
        let plural = w.ends_with('s') && !w.ends_with("ss");
        let owner = w.ends_with("'s") || w.ends_with("’s");
        plural && !owner || names::CROWDS.has(w)
    });
    let thing = matches!(
        noun,
        "state" | "number" | "letter" | "order" | "matter" | "weather" | "river"
    ) || names::DOCUMENTS.has(noun)
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
            | "complainant"
            | "respondent"
            | "migrant"
            | "refugee"
            | "expert"
            | "partner"
            | "medic"
    );
    // "One of the diplomats"
    let one = noun == "one" || noun == "another";
    let ends = ENDINGS.iter().any(|end| noun.ends_with(end)) && noun.len() > 4;
    !several && !thing && (known || kin || word || one || ends)
}
