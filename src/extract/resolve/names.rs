//! Word lists for telling persons, bodies, places and roles apart. Data only.

pub use super::given::MEN;
pub use super::given::WOMEN;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// A list of lower-case words that is asked whether it has one.
pub struct List(pub(super) LazyLock<FxHashSet<&'static str>>);

/// Longest word that is looked up without making a copy of it, in bytes; no list has a longer one.
const LONGEST: usize = 24;

impl List {
    /// Whether the list has `word`, whatever its case.
    pub fn has(&self, word: &str) -> bool {
        let mut buffer = [0; LONGEST];
        let Some(low) = buffer.get_mut(..word.len()) else {
            return false;
        };
        low.copy_from_slice(word.as_bytes());
        low.make_ascii_lowercase();
        std::str::from_utf8(low).is_ok_and(|low| self.0.contains(low))
    }
}

macro_rules! list {
    ($(#[$doc:meta])* $name:ident, $words:expr) => {
        $(#[$doc])*
        pub static $name: List = List(LazyLock::new(|| $words.split_whitespace().collect()));
    };
}

pub(super) use list;

list!(
    /// Words that stand before a name and are not part of it, lower case.
    TITLES,
    "president minister premier chancellor secretary senator representative congressman congresswoman governor \
     mayor general colonel major captain lieutenant admiral sergeant commander chief director chairman chairwoman \
     chair speaker leader judge justice attorney ambassador envoy king queen prince princess pope cardinal bishop \
     archbishop rabbi imam ayatollah sheikh sheik sultan emir lord lady sir dame baron professor doctor mr. mrs. \
     ms. mr mrs ms miss dr. dr sen. rep. gov. gen. lt. col. maj. capt. sgt. adm. prof. rev. hon. sens. reps. \
     brig. spokesman spokeswoman spokesperson deputy vice co-founder founder commissioner inspector sheriff \
     officer detective coach manager editor analyst economist lawyer counsel adviser advisor aide strategist \
     pollster candidate nominee lawmaker mp ceo cfo treasurer comptroller superintendent dean czar counselor whip \
     councilman councilwoman councillor delegate assemblyman assemblywoman host anchor author activist actor \
     actress singer tsar comrade brother sister father mother state head scientist diplomat politician \
     passenger resident survivor eyewitness witness fisherman nurse pensioner shopkeeper skipper commuter villager \
     lifeguard firefighter paramedic postmaster stationmaster harbourmaster harbormaster headteacher principal assistant midwife \
     homeowner campaigner volunteer organiser organizer coxswain student protester motorist cyclist retiree veteran \
     teacher predecessor successor taoiseach tánaiste treasurer alhaji hajia shri smt barrister engr cr cr. cllr cllr. fr fr. baroness viscount prosecutor conductor \
     executive rider evacuee goalkeeper striker midfielder defender winger sprinter runner boxer golfer jockey \
     swimmer soprano tenor baritone pianist violinist guitarist composer novelist poet playwright sculptor \
     producer engineer architect accountant physicist chemist biologist geologist oceanographer climatologist \
     astronomer neuroscientist epidemiologist virologist psychologist psychiatrist surgeon pathologist coroner \
     constable pc corporal trooper vicar reverend deacon chaplain solicitor magistrate columnist reporter \
     journalist correspondent rector provost headmaster headmistress lecturer convener backbencher critic rival \
     customer researcher historian expert specialist consultant blogger defendant businesswoman businessman \
     maître mme mme. mlle señor señora señorita senor senora herr frau signor signora monsieur madame monsignor msgr msgr. \
     rev fr prof gen col lt sgt maj capt brig adm supt insp const dr. gov sen \
     mullah maulana mufti datuk dato tun ustaz haji bapak ibu sayyid coun coun. superstar songwriter singer-songwriter \
     musician musicologist rapper footballer cricketer batsman bowler filmmaker film-maker screenwriter photographer \
     choreographer comedian presenter tycoon magnate mogul entrepreneur billionaire philanthropist chef model dancer \
     drummer bassist impresario academic scholar philosopher theologian parliamentarian legislator negotiator mediator \
     rapporteur chairperson vice-president vice-chairman vice-chair undersecretary under-secretary farmer policeman \
     policewoman medic flanker hooker prop scrum-half fly-half full-back centre-back wicketkeeper wicket-keeper \
     quarterback pitcher linebacker skier gymnast wrestler heptathlete teammate team-mate champion pharmacist dentist \
     madam mdm encik puan sri seri besar det garda beekeeper headman warden trainee apprentice hotelier restaurateur \
     trader shopper tailor plumber electrician pathfinder lieutenant-colonel ombudsman registrar curator trustee"
);

list!(
    /// Nouns for bodies, lower case: in a name they make it a body's, alone they are one.
    BODIES,
    "ministry council corps party agency department university college school times post news committee \
     commission court bank company corporation inc. inc corp. corp group union association institute foundation \
     center centre force forces army navy military police government administration congress senate house \
     parliament office bureau board authority organization organisation federation league club hospital church \
     journal tribune herald network television radio press media magazine newspaper guard guards front movement \
     coalition alliance campaign service services society trust fund team firm llc ltd ltd. plc airlines airways \
     motors embassy consulate cabinet kremlin pentagon brigade militia command headquarters assembly caucus \
     conference chamber ombudsman tribunal registry exchange website channel outlet broadcaster daily regime \
     presidency ferries guild railway railways shipping co-operative cooperative syndicate charity insurer lender \
     operator airline retailer regulator prosecutors prosecution newsroom nations republic states emirates quds politico reuters breitbart \
     foods electric securities holdings pharma energy logistics partners capital insurance systems technologies \
     industries aggregates brands labs laboratories studios pharmaceuticals electronics telecom co. bros bros. trading dairy forum brokerage consultancy aerospace \
     aviation carmaker automaker chipmaker drugmaker planemaker steelmaker shipbuilder conglomerate startup start-up supermarket gmbh ag s.a. spa nv bhd pty tbk pt oyj pjsc watchdog monitor workers seafarers hauliers secretariat inspectorate directorate facebook twitter google microsoft amazon apple hezbollah hamas taliban interpol unicef unesco opec \
     greenpeace boeing airbus toyota al-qaeda mossad tesla"
);

list!(
    /// Nouns for offices that a story gives one person, lower case.
    ROLES,
    "president minister premier chancellor secretary senator representative congressman congresswoman governor \
     mayor general commander chief director chairman chairwoman chair speaker leader judge justice attorney \
     ambassador envoy king queen prince princess pope cardinal bishop archbishop spokesman spokeswoman \
     spokesperson professor doctor officer founder ceo head nominee candidate lawyer coach manager editor sheriff \
     commissioner author analyst economist scientist diplomat lawmaker pollster strategist adviser advisor aide \
     deputy chairperson principal owner boss executive businessman billionaire colonel captain admiral lieutenant \
     ayatollah politician activist host prosecutor researcher historian farmer teacher student resident mother \
     father widow harbourmaster harbormaster superintendent organiser organizer coxswain predecessor successor \
     councillor skipper passenger nurse survivor treasurer inspector joiner goalkeeper striker midfielder \
     defender winger sprinter runner boxer golfer jockey swimmer soprano tenor baritone pianist violinist \
     guitarist composer novelist poet playwright sculptor producer engineer architect singer actor actress \
     physicist chemist biologist geologist oceanographer climatologist astronomer neuroscientist epidemiologist \
     virologist psychologist psychiatrist surgeon pathologist coroner constable conductor vicar solicitor \
     barrister magistrate columnist rector headteacher convener backbencher premier abbot priest bishop owner \
     landlord breeder captain goalscorer defendant referee trainer player athlete curator registrar detective \
     sergeant trooper firefighter paramedic widower pensioner fisherman shopkeeper tailor campaigner officer \
     accused defendant teenager monk nun baker rider driver pilot worker trader investor customer neighbour neighbor rival"
);

list!(
    /// People without a name, as a sentence may begin with them, lower case.
    CROWDS,
    "critics officials experts sources authorities analysts researchers scientists prosecutors investigators \
     residents witnesses lawmakers activists supporters opponents voters people some many others doctors lawyers \
     aides advisers economists historians observers reporters students teachers workers polls studies surveys \
     protesters organizers organisers leaders senators diplomats relatives friends neighbors neighbours fans \
     demonstrators detectives firefighters medics both most few several proponents advocates pundits insiders \
     strategists pollsters democrats republicans conservatives liberals"
);

list!(
    /// Adjectives that begin a sentence with a capital and name nobody, lower case.
    PLAIN_FIRST,
    "local state federal city county company party military government campaign police senior top foreign army \
     state-run regional national several some many other both another one two"
);

list!(
    /// Adjectives that may stand with a capital before a whole name and are no part of it, lower case.
    EPITHETS,
    "old young little big poor former late veteran retired fellow"
);

list!(
    /// Nouns for a business: "the company" may be any body that no other kind of noun names, lower case.
    BUSINESSES,
    "company firm operator airline carrier retailer manufacturer business group corporation carmaker automaker chipmaker \
     drugmaker planemaker steelmaker shipbuilder conglomerate startup start-up supermarket brokerage consultancy giant publisher builder developer \
     brewer winemaker label studio chain maker lender insurer bookmaker housebuilder miner utility"
);

list!(
    /// Nouns that make a named body something else than a business, lower case.
    NO_BUSINESS,
    "ministry council party agency department university college school committee commission court union association \
     institute foundation force forces army navy military police government administration congress senate house \
     parliament office bureau authority federation league club hospital church guard guards front movement coalition \
     alliance campaign society trust fund embassy consulate cabinet brigade militia command assembly caucus conference \
     chamber tribunal guild charity regulator nations republic states emirates"
);

list!(
    /// Things that carry a person's own words, lower case.
    MEDIUMS,
    "website site statement account blog memoir book letter tweet tweets post speech memo op-ed article column \
     email emails channel page remarks comments testimony message manifesto"
);

list!(
    /// Papers in which a body says something of its own finding, lower case.
    PAPERS,
    "survey figures report data study research poll statistics analysis forecast forecasts accounts"
);

list!(
    /// Bodies that every town has: alone, no name, whatever the capital, lower case.
    EVERYWHERE,
    "police prosecutors prosecution government military army navy company union court management parliament council"
);

list!(
    /// Countries and capitals that stand for their governments, lower case.
    PLACES,
    "afghanistan albania algeria argentina armenia australia austria azerbaijan bahrain bangladesh belarus \
     belgium bolivia bosnia botswana brazil britain bulgaria cambodia cameroon canada chad chile china colombia \
     croatia cuba cyprus czechia denmark ecuador egypt england eritrea estonia ethiopia finland france georgia \
     germany ghana greece guatemala haiti honduras hungary iceland india indonesia iran iraq ireland israel italy \
     jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon libya lithuania \
     luxembourg malaysia mali malta mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal \
     netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland \
     portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan \
     sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkey turkmenistan uganda ukraine \
     uruguay uzbekistan venezuela vietnam wales yemen zambia zimbabwe u.s. us uk u.k. eu e.u. un u.n. uae usa \
     nato washington london paris berlin moscow beijing tehran damascus jerusalem cairo ankara riyadh baghdad \
     kabul islamabad delhi tokyo seoul pyongyang brussels madrid rome vienna warsaw kyiv kiev minsk athens ottawa \
     canberra caracas havana doha beirut amman tripoli khartoum nairobi pretoria dublin lisbon oslo stockholm \
     helsinki copenhagen budapest prague bucharest sofia belgrade ramallah gaza hanoi manila jakarta dhaka \
     colombo harare lusaka lima bogota quito accra abuja dakar bamako ouagadougou algiers tunis rabat maputo luanda \
     kampala kigali windhoek gaborone lilongwe kinshasa yerevan baku tbilisi tashkent astana bishkek dushanbe \
     kathmandu yangon vientiane wellington mogadishu lagos monrovia freetown conakry zagreb skopje tirana podgorica \
     sarajevo bratislava ljubljana tallinn riga vilnius reykjavik bern luxembourg asuncion montevideo brasilia \
     tegucigalpa managua kosovo belmopan sanaa muscat kuala-lumpur canberra niamey ndjamena bangui libreville"
);

list!(
    /// Nouns for what passes words on: agencies, papers, stations; and agencies that go by their name alone, lower case.
    MEDIA,
    "agency news newspaper paper daily weekly magazine television tv radio channel broadcaster website portal outlet \
     station gazette tribune reuters afp ap tass interfax irna isna fars tasnim mehr xinhua kyodo yonhap anadolu sana dpa \
     ansa efe pti bloomberg cnn bbc ria upi"
);

list!(
    /// What papers and stations are called, lower case.
    PRESS,
    "times post news journal tribune herald network television radio magazine sentinel gazette telegraph guardian mail \
     mirror sun star express chronicle observer standard globe examiner bulletin courier dispatch record review monitor"
);

list!(
    /// Papers that speak for themselves, lower case.
    DOCUMENTS,
    "report reports study studies survey surveys document documents letter poll polls indictment paper papers filing \
     memo audit review statistics figures data lawsuit complaint affidavit ruling judgment dossier"
);

list!(
    /// Small numbers, lower case.
    NUMBERS,
    "one two three four five six seven eight nine ten eleven twelve"
);

list!(
    /// What somebody of a nation is called where its adjective is another word, lower case.
    NATIONALS,
    "serb croat dane swede finn pole turk scot briton dutchman dutchwoman frenchman frenchwoman englishman englishwoman \
     irishman irishwoman welshman spaniard swiss czech slovak slovene thai iraqi pakistani kiwi aussie argentine kazakh \
     uzbek afghan bangladeshi israeli omani saudi kuwaiti qatari emirati nepali cypriot filipina filipino latvian basque \
     ulsterman cornishman yorkshireman kenyan ugandan zambian"
);

list!(
    /// What governments are called behind a nation's name, lower case.
    GOVERNMENTS,
    "government regime"
);

list!(
    /// People of whom a story speaks by a trade that it need not have given before, lower case: "the goalkeeper".
    TRADES,
    "physician medic goalkeeper striker midfielder defender winger sprinter runner boxer golfer jockey swimmer soprano tenor baritone \
     pianist violinist guitarist composer novelist poet playwright sculptor singer actor actress footballer player athlete \
     captain coach manager author writer artist widow widower pensioner champion veteran executive politician lawmaker \
     billionaire businessman businesswoman entrepreneur general cleric conductor rapper painter architect farmer \
     prop hooker lock flanker fly-half scrum-half full-back fullback centre back-row forward quarterback pitcher linebacker \
     batsman batter bowler all-rounder wicketkeeper keeper cyclist rider driver skier skater gymnast wrestler hurdler \
     medallist medalist skipper star frontman drummer bassist musician songwriter comedian comic dancer choreographer \
     film-maker filmmaker screenwriter peer winner laureate mogul dj tycoon chef astronaut explorer campaigner activist broadcaster"
);

list!(
    /// Offices that a story may give to somebody whom it names without a word, since readers know: "the prime minister".
    WELL_KNOWN,
    "president minister premier chancellor senator governor mayor king queen prince princess pope nominee candidate \
     defendant accused coach manager taoiseach monarch"
);

list!(
    /// Adjectives of nations with which the names of things begin, and hardly ever those of people, lower case.
    NATIONS,
    "australian american british french german italian spanish dutch russian chinese japanese korean indian canadian \
     european african asian english scottish welsh irish brazilian swedish norwegian finnish polish turkish greek \
     egyptian israeli iranian mexican arab african-american latin"
);

/// Short titles and the offices that they stand for, lower case.
pub const SHORT_TITLES: &[(&str, &str)] = &[
    ("sen.", "senator"),
    ("sen", "senator"),
    ("gov.", "governor"),
    ("gov", "governor"),
    ("rep.", "representative"),
    ("gen.", "general"),
    ("gen", "general"),
    ("col.", "colonel"),
    ("capt.", "captain"),
    ("prof.", "professor"),
    ("prof", "professor"),
    ("dr.", "doctor"),
    ("dr", "doctor"),
    ("rev.", "vicar"),
    ("coun", "councillor"),
    ("cllr", "councillor"),
];

list!(
    /// People of whom a story has many: "the spokesman" is not whoever was last spoken of, lower case.
    MANY,
    "spokesman spokeswoman spokesperson official lawyer aide adviser advisor judge officer diplomat analyst prosecutor source \
     attorney deputy critic lawmaker minister president secretary inspector detective commissioner \
     referee opponent rival predecessor successor"
);

list!(
    /// Kin and company before a name, which tell of gender and no office, lower case.
    KIN_WOMEN,
    "wife widow daughter mother sister aunt niece grandmother granddaughter girlfriend fiancée fiancee ex-wife \
     stepmother stepdaughter sister-in-law mother-in-law daughter-in-law"
);

list!(
    /// The same of men.
    KIN_MEN,
    "husband widower son father brother uncle nephew grandfather grandson boyfriend fiancé ex-husband stepfather \
     stepson brother-in-law father-in-law son-in-law"
);

list!(
    /// Letters after a name that are no part of it, lower case.
    HONOURS,
    "qc kc sc mp msp mep td tds obe mbe cbe kbe phd md frs esq ret"
);

/// Words of a nation's or party's name that may stand before a title, lower case.
const DEMONYM_ENDINGS: &[&str] = &[
    "ian", "ese", "ish", "can", "ans", "eli", "qi", "abi", "cratic", "crat", "crats", "cans",
    "ians", "elis", "nch", "tch", "pino", "reek", "wiss", "stani", "alan", "asque",
];

/// Whether `list` has `word`, whatever its case.
pub fn has(list: &[&str], word: &str) -> bool {
    list.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether `word` looks like the adjective or plural of a nation or party ("Syrian", "Republicans").
pub fn demonym(word: &str) -> bool {
    let low = word.to_ascii_lowercase();
    word.starts_with(char::is_uppercase)
        && low.len() > 4
        && DEMONYM_ENDINGS.iter().any(|e| low.ends_with(e))
}

/// Whether `word` is what somebody of a nation is called ("the Serb", "the Syrian").
pub fn national(word: &str) -> bool {
    demonym(word) || word.starts_with(char::is_uppercase) && NATIONALS.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_word_can_be_found() {
        let lists = [
            &TITLES,
            &BODIES,
            &ROLES,
            &CROWDS,
            &PLAIN_FIRST,
            &EPITHETS,
            &BUSINESSES,
            &NO_BUSINESS,
            &MEDIUMS,
            &PAPERS,
            &EVERYWHERE,
            &PLACES,
            &WELL_KNOWN,
            &NATIONS,
            &NUMBERS,
            &PRESS,
            &NATIONALS,
            &MANY,
            &KIN_WOMEN,
            &KIN_MEN,
            &WOMEN,
            &MEN,
        ];
        for word in lists.iter().flat_map(|list| list.0.iter()) {
            assert!(word.len() <= LONGEST, "{word}");
        }
        assert!(TITLES.has("Mayor") && !TITLES.has(&"mayor".repeat(9)));
    }
}
