//! The table of what cue words do: data only. How it is looked up is `class/mod.rs`'s business.
//!
//! A line is a class letter, a colon and dictionary forms: verbs, nouns and adjectives alike. `S` statement, `C` claim,
//! `Q` question, `D` demand, `P` promise, `N` denial, `R` praise, `A` accusation, `U` announcement, `B` belief, `I` intention,
//! `E` evidence, `T` act. A small letter marks words that decide only where no other word does.

/// Single words.
pub(super) const WORDS: &str = "\
S: acknowledge ad-lib adage add address admit advice advise affirm affirmation agree allude allusion analogize analogy
S: analyse analyze anecdotally anecdote answer apologise apologize apology articulate aside assess assessment
S: assurance assure babble banter bark beam blare blog blurt brand brief buzz byword calculate call caption cast
S: caution chant characterise characterization characterize chat chatter chime chuckle cite clarify coin comment
S: compare comparison concede conclude conclusion concur confess confession confide conjecture continue contrast
S: converse correspond counsel crack croon cry deadpan debate debrief depict depiction describe description detail
S: dialogue dictate discuss dissect downplay drawl dub dubbed dwell echo editorialize elaborate elucidate email
S: emphasise emphasize enthuse entitle equate exclaim expatiate explain expound express forecast frame gab gloss
S: gossip grin groan growl gush headline hearsay highlight hint hum hypothesize impart imply indicate inform inscribe
S: interject interrupt intone invoke jabber jest joke joking label laugh lawyerly lecture liken maxim mention message
S: mischaracterize monologue murmur muse mutter narrate narrative negotiate negotiation nickname nod note observe
S: offer opine outline overview paint paraphrase parlance parse phrase pontificate portray post postulate prattle
S: preach predict prediction prophesy propound proverb purr quip quotation quote rant read reaffirm reason reassure
S: recall recap recapitulate recite recommend recount refer reference reflect refrain regale reintroduce reiterate
S: reiteration relate relay relive remark remarks remind reminisce repeat reply respond restate resume retweet
S: rhapsodize rhetoric rhetorically riff roar rumor rumour say scream self-described sermon sermonize share shout
S: shrug sigh signal sing slogan smile snap so-called sob soliloquize spar speak specify speculate speculation
S: spotlight spout stammer state stress stutter styled submit suggest suggestion summarise summarize summarized
S: surmise talk tease telegraph tell term termed testify text theorise theorize thunder tirade title touch translate
S: tweet underline underscore update utter utterance vent venture verbalize vocalize voice volunteer warn warning wax
S: whisper wisecrack write yell
A: accusation accusatory accuse accuser aim assail attack attacker backlash barb bash bellyache bemoan berate besmirch
A: blame blast blistering boo bristle broadside carp castigate cavil censure charge chastise cheap chide complain
A: complaint condemn condemnation condescend confront critic critical criticise criticism criticize critique curse
A: cuss decrial decry defame demean denigrate denigration denounce denouncement denunciation deplore deride detractor
A: diatribe dig disapprove disdain disparage excoriate excoriation expose fault finger fire flak flay fulminate fume
A: fun furor gripe grumble hammer harangue harsh heat heckle hector hiss hit hurl impeach impugn indict indictment
A: insult invective inveigh jab jeer knock lambast lambaste lambasting lament lampoon lash lawsuit lob malign moan
A: mock mockery nag name-call needle nitpick offended offense out outcry outspoken pan pillory poke pounce pummel rage
A: rail rebuke reprehend reprimand reproach reprove retaliate revile ridicule rip roast rubbish satirize savage
A: scapegoat scathing scoff scold scolding scorn skewer slam slap slash slight slur smear sneer snipe snub stigmatize
A: sting sue swipe swipes tar target taunt tear thrash tongue-lashing torch trash troll unload unmask upbraid
A: vilification vilify whack whine withering zing
B: abhor accept adamant adhere adherent admiration adore affection afraid agonise agonize alarm alarmed align
B: allegiance ally amaze amazed ambivalence ambivalent anger angry anti anticipate anticipation anxiety anxious
B: appraisal appraise assume assumption astonish astonished astonishment attitude attribute averse aware awe back
B: backer backing bask bearish belief believe believer bewilder bewildered bother bullish care certain cherish
B: comfortable comprehend conceive concern concerned confidence confident consensus consider contemplate contempt
B: contented conventional conviction convinced count covet crave cynic cynical deem deference delight depend desire
B: despise determination determine detest diagnose disappoint disappointed disappointment discern disgust disgusted
B: dislike dismay dismayed displeased displeasure disposed disrespect distrust doubt doubtful dread dream dubious
B: eager empathize enjoy enthusiasm enthusiastic envisage envision envy estimate estimation evaluate exasperated
B: exasperation excited expect expectation faith familiar fan favor favorable favorite favour favourable favourite
B: fear feared fearful feel feeling figure fixate follower fond foresee forget fret frighten frustrated frustration
B: furious glad gloat grapple grasp grateful grieve guess happy hate hear hesitant hesitation hope hoped hopeful
B: horrify hostility idea ideology imagine impressed impression inclination inclined indifferent infuriate insecurity
B: interest interested interpret interpretation irk judge judgment know lean learn learned like loath loathe love
B: loyal loyalty marvel mean miffed mind mindset misgiving misread mistrust misunderstand mourn mull nervous notice
B: notion obsess obsession opinion opposed optimism optimistic outlook outrage outraged overestimate overlook passion
B: passionate peg perceive perception perplex pessimistic philosophy position prefer preference preoccupy presume
B: principle prioritize pro prognosis project projection prone proud qualm rank rankle rate rattle realise realize
B: reckon recognise recognition recognize reconsider regard regret relief relieved relish reluctance reluctant rely
B: remember resent resentment reservation resolute respect rethink revel roil sanguine satisfy savor savour scare
B: scared sceptical scruple see seethe sense sentiment shock shocked side skeptic skeptical skepticism smart
B: speculator stance startle stew struggle subscribe support supporter supportive sure surmised surmising surprise
B: surprised suspect suspicion sympathetic sympathize sympathy tend tendency theory think thought thrill trepidation
B: trouble trust unaware uncertain unclear uncomfortable underestimate understand uneasy unfavorable unhappiness
B: unhappy unsure upset value view wanna wariness wary watch weary weigh wisdom wish wistful wonderment worldview
B: worried worry wrong
E: analysis apparent appear attest audit average capture census chart chronicle clear data demonstrate demonstration
E: denote detect discover discovery embody emerge establish evidence evident exemplify exhibit find finding footage
E: illustrate illustration index investigation manifest map measure mirror obvious poll proof prove record represent
E: research resonate result seem show signify spot statistic study surface survey symbolize tally track trend typify
E: uncover uncovering witness
T: acquit administer adopt affect allocate allot appoint arrest assign attend attract author award bill block boost
T: boycott build buy cancel cater cause change co-sponsor contribute convict cooperate court cover cut damage delay
T: detain divide donate donation drive effect eliminate empower enact end enforce engage enlist expand experience
T: exploit file follow force fuel fundraise gesture grant halt handle harm hire host hurt ignite impose incite
T: influence inspire interact invest join law legislate legislation limit link lose manage march marry meeting mount
T: nominate operate overturn pass pay pick play postpone prompt provide pump quash ratify react reaction recruit
T: reduce regulate reinstate rename renegotiate renew repeal resign restore return reverse revoke sanction seat seize
T: select sentence shelve sign spark spend step stick stoke stop strengthen strike suspend tap throw thrust tie trade
T: travel treat treatment undermine unleash veto visit void vote wave weaken win withdraw withdrawal woo
N: abjure avoid backpedal backtrack balk belittle brush contest contradict controvert debunk decline deflect defy
N: demur denial deny disagree disagreement disassociate disavow disavowal disclaim discount discredit dismiss disown
N: dispel disprove dispute dissent distance diverge dodge downplayed evade gainsay ignore minimize mum negate object
N: objection objector opponent oppose opposition pooh-pooh protest protestation quibble rebuff rebuffed rebut rebuttal
N: recant recuse refusal refuse refutation refute reject rejection rejoin renounce repudiate rescind resist resistance
N: retort retract shun sidestep sidestepped silence silent skirt spurn stonewall sugarcoat swat underplay unsay waive
N: withhold
s: about according account ad advertisement after air among apparently appearance around article as at banner begin
s: book broadcast broadcasts by carry caucus circulate column come commercial conference convention conversation
s: counter deliver discussion dispatch display document editorial essay evidently facebook feature field filing for
s: from give go hat identify in include instagram interview introduce issue language lay letter list mail mailer make
s: memo memoir mince mouth name news of on op-ed open ostensibly page pen per phone piece pitch placard podcast
s: present press presumably print publish purportedly put quoted radio raise rally re reading reception recording
s: release report reportedly response run seemingly shirt sound speech start statement sticker story supposedly tale
s: talking tape telephone terms testimony to transcript twitter under use version via video with word words
C: allegation allege alleged allegedly argue argument assert assertion bluster boast brag brandish claim contend
C: contention dissemble embellish exaggerate excuse falsehood fib insinuate insinuation insist insistence
C: justification justify lie maintain misrepresent misstate overstate posit pretense profess purport purported
C: rationale rationalize spin swagger
Q: ask enquire grill inquire inquiry interrogate ponder pose probe query question quiz scrutinize scrutiny wonder
D: admonish admonition advocacy advocate advocated agitate allow appeal authorise authorize ban bar beg beseech cajole
D: campaign challenge clamor clamour coax command compel convince crusade dare decree demand demands direct directive
D: encourage encouragement enjoin entreat entreaty exhort exhortation forbid forbidding goad implore insistent
D: instruct instruction invitation invite lobby mandate nudge order overrule permit persuade persuasion petition plea
D: plead prescribe pressure prod prohibit prohibition proponent proposal propose push recommendation request require
D: requirement restrict rule ruling solicit solicitation stipulate stipulation subpoena summon ultimatum urge
H: threat threaten threatening
P: acquiesce assent bet commit commitment consent dedicate devote foreswear guarantee oath pledge promise promising
P: swear swearing undertake vouch vow wager warrant warranty
R: acclaim accolade admire adulation applaud applause appreciate appreciation appreciative approval approve approving
R: bless celebrate celebration champion cheer commend compliment complimentary compliments congratulate congratulation
R: congratulatory credit defence defend defender defense effusive embrace endorse endorsement eulogize extol flatter
R: glorify glowing gratitude greet hail heap herald heroize honor honour hype idolize kudos laud laudatory lionize
R: ovation plaudit praise promote rave rejoice revere salute stump thank thanks toast tout tribute trumpet uphold
R: venerate welcome
U: advertise announce announcement bare break certify communique communiqué confirm confirmation declaration declare
U: disclose disclosure divulge launch leak notification notify proclaim proclamation pronounce pronouncement publicise
U: publicize reveal revelation spill tip tip-off unveil
I: agenda ambition angle arrange aspiration aspire attempt await bent bid blueprint center centre choice choose
I: compete concentrate decide decision design desperate determined eagerness effort elect endeavor endeavour explore
I: eye fight focus gear goal hone hurry initiative intend intent intention jockey jump keen look mission mobilize
I: motive need objective opt pivot plan plot poise poised preparation prepare prepared priority purpose pursue pursuit
I: quest quick ready resolve roadmap rush schedule scheme scramble seek shift slate slow stake strategy strive tailor
I: try unwilling unwillingness vie vision wait want willing willingness work
t: be become bring create do draw fail get grow happen have help keep lead leave let mark meet move place point reach
t: receive remain rise send serve set stand stay take turn
";

/// Several words: a dictionary form, then words that stand within two of it, and the class.
pub(super) const PHRASES: &str = "\
D: call for|call on|call upon|press for|push for|ask for|appeal for|appeal to|ask to|tell to|lobby for|argue for|campaign for|
D: plead with|beg for|stump for|advocate for|rally for|make case|make pitch|want to see|put pressure|in favor|petition for|issue order
D: calls for|crack down|call attention|draw attention|bring attention|turn attention|weigh in|rule that
N: rule out|push back|brush off|shrug off|laugh off|play down|wave off|walk away|refuse to|decline to|take exception|take issue
N: say no|turn down|shoot down|knock down|back away|back off|steer clear|no comment|no mention|plead not|pull back|walk back|fight back
A: take aim|lash out|point finger|hit out|hit back|fire back|shoot back|rail against|tear into|rip into|go after|single out|call out
A: sound off|light into|lay into|take shot|take swipe|take jab|poke fun|make fun|zero in|critical of|lay blame|cast doubt|throw shade
A: take task|go off|speak against|speak out|come down|pile on|go negative|sound alarm|raise alarm|raise doubt|raise concern|express concern
A: voice concern|express outrage|bad mouth|cry foul|take umbrage|lead chant|turn on
Q: ask about|ask whether|ask if|raise question|pose question|call question|wonder aloud|bring question
S: point out|according to|put it|spell out|lay out|chime in|weigh in on|speak of|talk up|plead guilty|refer to|known as|make point
S: make clear|know as|speak about|open up|take twitter|go to say|go on to say|double down|put as|read aloud|read out|sum up
S: in response|in word|on record|let know|make mention|give speech|give interview|tell story|issue statement|release statement|hold forth
S: make reference|talk about|side note|comment on|say that|make argument|make remark|make comment|set record|bring up
R: speak highly|sing praise|stand by|pay tribute|give credit|heap praise|stick up|speak favor|come out for|throw support|give thumb
R: throw weight|come defense|rise defense|back up
U: rule on|break news|let slip|go public|come out
B: believe in|agree with|side with|look forward|in favor of|in support|take seriously|get behind|make sense|come to see|see as|look upon
B: look down|look up|think of|know for|take view|stand with|stand behind|favor of|come around|support for|take pride
B: feel like|care about|worry about|mixed feeling|warm to|sour on|sick of|tired of|fed up|lose faith|have faith|hold view|eager for|open to
I: would like|set out|hope to|look for|look to|gear up|aim to|want to|try to|set sight|keep option|vote to|bent on|make effort|on track
I: intend to|expect to run|about to|angle for|vie for|work to|fight for|shy away|focus on|hold out|lean toward|plan to|get ready
I: prepare to|refuse to rule|press ahead|move forward|push ahead|go ahead|look at
E: point to|look like|sound like|appear to|seem to|bear out|turn out|no evidence|it is clear|not clear|on display|serve as evidence
H: threaten to
P: agree to|offer to|sign on|commit to|swear to|promise to|swear in
T: vote for|vote against|cast ballot|cast vote|file suit|file lawsuit|sign law|sign bill|step down|drop out|join in|take part|raise money
T: run for|strike deal|give money|run ad|spend money|continue to
";
