//! The table of cue verbs: data only. How a line is read and inflected is `lexicon/mod.rs`'s business.
//!
//! Entries are parted by line breaks and semicolons: `lemma class frames [past participle]`. The last two columns are for irregular verbs.
//!
//! Classes: `S` statement, `C` claim, `Q` question, `D` demand, `P` promise, `N` denial, `R` praise, `A` accusation,
//! `U` announcement, `B` belief, `H` threat.
//!
//! Frames, what may follow as content: `c` a clause with "that", `b` a clause without it, `q` a quotation, `n` a noun phrase,
//! `t` an infinitive, `w` a clause with "whether", "how", "why"; `o` somebody addressed stands before the content;
//! `x` somebody addressed and an infinitive ("urged them to go"), all of which is content; `p` a passive without agent
//! makes a cue ("is believed to"); `+on` the content follows that preposition (several: `+on+for`).

/// The table.
pub(super) const VERBS: &str = "\
abhor A n; accept S cn; acclaim R n; accuse A n
acknowledge S cbqnw; add S cbq; address S n; admire R n
admit S cbqn+to; admonish A qno; advise D cqox; advocate D n+for
affirm S cqn; agree S cqt+with+on; allege C cbqnp; allude S +to
analyse S n; analyze S n; announce U cbqnw; answer S cbq
applaud R n; appraise S n; approve R +of; argue C cbq+for+against
articulate S n; ask Q wqox+for+about; assail A n; assert C cbqn
assess S cqn; assume B cb; assure P coq; attack A n
attest S cq+to; attribute S n; avow S cq; bark S q
bash A n; beg D qx+for; believe B cbnp+in; bellow S q
bemoan A cn; berate A n; blame A n; blast A n
bless R n; blog S cq; bluster S cq; boast C cbq+of+about
brag C cbq+of+about; broadcast U cn broadcast broadcast; calculate S cb; call S nq+for+on
castigate A n; caution D cbqo+against; celebrate R n; censure A n
challenge Q nx; champion R n; chant S qn; charge A cbq
chastise A n; chide A nq; cite S n; claim C cbqnt
clarify S cbqn; commend R n; comment S cq+on; compare S n
complain A cbq+of+about; compliment R n; concede S cbqn; conclude S cbq
concur S cq; condemn A n; confess S cbq+to; confide S cq
confirm U cbqnw; congratulate R n; conjecture S cq; contend C cbq
contest N n; contradict N n; convey S cn; counsel D cqx
counter N cbq; credit R n; criticise A n; criticize A n
cry S q; curse A n; debunk N n; declare U cbqn
decree U cbq; decry A n; deem B n; defend R n
deliver S n; demand D cbqnt+for; denigrate A n; denounce A n
deny N cbqn; deplore A n; deride A n; describe S nw
detail S nw; dictate D cq; disagree N cq+with; disclose U cbqnw
discuss S nw; dismiss N nq; disparage A n; dispute N cbn
divulge S cnw; doubt B cbnw; downplay N n; drawl S q
echo S cqn; elaborate S cq+on; email S cqo; emphasise S cbqn
emphasize S cbqn; endorse R n; enthuse S q; envisage B cn
envision B n; estimate S cbqnp; eulogise R n; exclaim S cq
exhort D qx; expect B cbp; explain S cbqnw; express S n
expound S q+on; extol R n; fault A n; fear B cbnp
figure B cb; forecast S cbn forecast forecast; foresee B cn foresaw foreseen; foretell S cn foretold foretold
fret B cbq+about; fume A q; gripe A cq+about; groan S q
growl S q; grumble A cq+about; guarantee P cbqn; guess B cb
hail R n; hammer A n; hint S cq+at; hope B cbtn+for
hypothesise S cq; hypothesize S cq; imagine B cn; implore D qx
imply S cb; indicate S cbqnw; inform S oc; inquire Q wq+about
insist C cbq+on; instruct D cqx; insult A n; interject S q
intone S q; invoke S n; joke S cbq+about; judge B cb
laud R n; lament A cbqn; lash A +out; lecture A no
liken S n; lob A n; maintain C cbq; marvel R cq+at
mention S cqn; mock A n; mourn S n; murmur S q
muse S cq; mutter S cq; narrate S cq; note S cbqnw
notify S oc; object N cq+to; observe S cbq; offer S q
opine C cbq; oppose N n; order D cqx; outline S n
pan A n; paraphrase S n; pen S n; petition D x+for
plead D q+with+for; pledge P cbqtn; point S +out+to; ponder Q wn
portray S n; post S cqb; postulate S cq; praise R n
preach S cqn; predict S cbqn; press D x+for; presume B cb
proclaim U cbqn; profess C cqn; promise P cbqtno; prophesy S cq
propose D cqnt; protest A cq+against; publicise U n; publish U n
query Q wqn; question Q nwq; quip S cbq; quote S n quoted quoted
radio S cq; rail A +against; rant S cq+about; rap A n
read S q read read; reaffirm S cqn; realise B cbw; realize B cbw
reason S cbq; reassure P coq; rebuff N n; rebuke A n
rebut N qn; recall S cbqnw; recap S n; recite S nq
reckon B cb; recommend D cbqn; recount S cqnw; reference S n
refer S +to; reflect S cq+on; refute N cqn; regret S cn
reiterate S cbqn; reject N nq; rejoice R cq; relate S cqn
relay S cqn; remark S cbq+on; remember S cbn; remind S ocq
renounce N n; repeat S cbqn; repent S cn; reply S cbq
report U cbqnp; repudiate N n; request D cnx; respond S cbq
restate S cqn; retort S cbq; reveal U cbqnw; ridicule A n
roar S q; rule U cbq+out; salute R n; savage A n
say S cbqp said said; scoff A cq+at; scold A nq; scorn A n
scream S q; shout S qn; shriek S q; sigh S q
signal S cbn; skewer A n; slam A n; slate A n
smear A n; snap S q; sneer A q; sob S q
beam S q; gush R q; grin S q; speculate S cbq+about
speak S +of+about+out spoke spoken; spurn N n; stammer S q; state S cbqn
stipulate D cq; stress S cbqn; submit C cq; suggest S cbqn
summarise S cqn; summarize S cqn; surmise S cb; suspect B cb
swear P cbqt swore sworn; talk S +about+of; tell S ocqwb told told; testify S cbq+about
thank R n; theorise S cq; theorize S cq; think B cbp thought thought
threaten H cqt; thunder S q; tout R n; trumpet R n
tweet S cbqn; retweet S n; underline S cqn; underscore S cqn
uphold R n; urge D cqnx; utter S q; venture S cq
verify S cn; vilify A n; voice S n; volunteer S cq
vouch R +for; vow P cbqtn; wager B cb; warn S cbqo+of+against+about
welcome R nq; whine A cq+about; whisper S q; wonder Q wq+about
worry B cbq+about; write S cbq+about wrote written; yell S q; disavow N n
single S +out; lambast A n; lambaste A n; excoriate A n
lampoon A n; rip A n; trash A n; upbraid A n
reprimand A n; reproach A n; pillory A n; tease S cq
promote R n; nickname S n; dub S n; label S n
brand S n; characterise S n; characterize S n; depict S n
cheer R n; hype R n; dispel N n; convince B c
persuade D x; demonstrate S cb; show S cbw showed shown; find S cb found found
prove S cb; learn B cb; continue S q; interrupt S q
lie S cq+about; sing S q sang sung; sound S +off; fire S +back
hit A +back+out; shoot S +back shot shot; push S +back; weigh S +in
lay S +out laid laid; spell S +out; play N +down; feel B cb felt felt
know B c knew known; mean B cb meant meant; understand B c understood understood; see B +as saw seen
hear B c heard heard; sue A n; vent A q; wish B cb
document S cn; certify U c; determine B cbw; invite D x
encourage D x; command D cx; forbid D x forbade forbidden; appeal D +for
lobby D +for+against; campaign D +for+against; refuse N t; opt B t
undertake P t undertook undertaken; commit P t+to; dissent N q; quibble N q
rage A q; snarl S q; stutter S q; lisp S q
giggle S q; laugh S q; smile S q; chuckle S q
cackle S q; deadpan S q; wail S q; weep S q wept wept
vocalise S n; apologise S q+for; apologize S q+for; pray B cq+for
project S cbnp; reassert S cq; recollect S cn; hazard S q
insinuate C cb; intimate S cq; leak S cn; lodge A n
misstate S n; moan A cq+about; nod S q; pontificate S q
posit C cb; pronounce U cqn; rejoin S q; remonstrate A q
reprove A n; resolve B ct; rhapsodise R q; scrawl S q
scribble S q; sermonise S q; share S q; spout S q
squeal S q; swoon R q; text S cqo; translate S q
unveil U n
";
