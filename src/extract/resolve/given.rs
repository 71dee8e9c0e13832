//! Given names, by what they mostly tell of their bearer. Data only.

use super::names::List;
use super::names::list;
use std::sync::LazyLock;

list!(
    /// Given names borne mostly by women.
    WOMEN,
    "charity mary anna ann anne hillary angela theresa margaret elizabeth sarah susan jennifer michelle melania ivanka nancy patricia linda barbara jessica karen lisa betty sandra ashley kimberly \
     emily donna carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy shirley helen carly megyn kellyanne elena maria fatima aisha julia claire kate katie jill \
     rachel ursula christine jacinda kamala alexandria olivia sophia emma zoe leila ruth sonia diane dianne debbie wendy loretta valerie huma samantha victoria irene greta marine nicola alice \
     amelia amina anita anja anjali anneke annika aoife audrey barbro beatrice beatriz bella berta beth blanca blessing bridget brigitte camila carla carmen carolina caroline catherine \
     cecilia celia chanda charlotte chiara chloe clara claudia colette corazon dagmar daisy daniela daphne deirdre denise dolores dorothy edith eileen eleanor elisa elise eliza ella ellen \
     elsa elvira erika esther ethel eva evelyn farah fiona florence frances francesca frida gabriela gemma georgia gerda gertrude giulia gloria grace graziella gudrun hanna hannah hanneke \
     harriet heather hedda heidi helga hilde hildegard ilse ines ingrid ioana irina isabel isabella ivana jacqueline jane janet janneke jasmine jean jenny jessie jill joan joanna joanne \
     josephine joyce juanita judith judy kamila kari karin katarina katrin kerstin kirsten kristin larisa leticia lena leonor lesia lidia liesbeth lily liv lorena lotte louise lucia lucille \
     lucy ludmila luisa luz lydia mabel madeleine magda maeve marcia margarita margot mariana marianne marie marina marit marta martha matilda mei meera mercedes miriam moira molly monica \
     morag mina nadia naomi natalia natalie natasha nell ngozi nina nora norma nomsa olga paula pauline penelope petra phoebe pilar priya regina renate ricarda rita rosa rosalind rose \
     rosemary roxana sabine sally saoirse sheila sigrid silvia simone sinead siobhan svetlana sylvia sylvie tamara tatiana teresa tessa tina trudy ulrike ursula valentina valeria vasudha vera \
     veronica violet virginia vivian wangari wilhelmina yolanda yvonne zainab zara sue jen jenna tracy tracey stacy stacey holly amber tiffany brittany courtney lindsay lindsey pamela pam \
     janice julie june kelly kristen lauren lori lynn lynne maggie marilyn maureen norah peggy penny phyllis polly rhonda roberta ruby shelley sherry susanna suzanne vanessa vicki vicky \
     whitney tammy tanya tara wanda michele mia melinda meg maya mandy liz leanne lorraine kirsty katherine katharine kathryn kathy kay jodie jo jeanne jackie hazel helena gwen gillian gina \
     gail felicity faye erin erica elaine doris dawn connie christina christie cheryl chelsea charlene cathy carrie candace bonnie bethany becky annette annabel angie angelina alison allison \
     abigail yulia ekaterina nirmala sushma indira benazir malala aung-san paulina juana rosario guadalupe federica elisabeth birgit heike anke astrid kristina mette inger \
     lois noreen sunanda hadiza della consuelo nomvula nokuthula thandi thandiwe zanele lindiwe funmi folake chioma adaeze nneka amaka ifeoma yetunde temitope halima hauwa khadija \
     maryam mariam zahra nasreen samina asma ayesha bushra shabana tahira rubina priyanka deepika kavita sunita lakshmi radha geeta gita usha asha meena rekha shilpa smriti mamata \
     pratibha sonali swati pooja neha divya aishwarya agatha supriya wanjiru njeri wanjiku nyambura muthoni caoimhe niamh orla grainne roisin maire mairead brid eimear aisling \
     ciara ailbhe dervla nuala bronagh clodagh sorcha maura moya finola fionnuala bernadette geraldine philomena imelda breda rhiannon bethan cerys sian nia carys angharad eluned \
     ffion megan catriona eilidh mhairi shona isla ailsa beverley kerry tania hayley jade leah ellie evie freya imogen poppy ingeborg sigrun solveig randi ragnhild berit siv gro \
     erna hege saara sanna riikka tarja paivi agnieszka malgorzata katarzyna ewa beata magdalena zofia halina danuta olena oksana yuliya daria tetyana iryna jelena milica dragana \
     biljana vesna eleni sofia dimitra katerina zeynep ayse fatma emine elif meral leyla mariko yuko keiko noriko yoko michiko sanae makiko akiko naoko tomoko haruka sakura yuriko \
     leni siti megawati puan retno marisol xiomara ximena dilma gleisi cristina giorgia elly stefania paola segolene najat rachida christiane aurelie amelie agnes annalena saskia \
     franziska svenja bettina hannelore nkosazana naledi baleka thuli akosua abena afua efua adwoa winnie latoya keisha tanisha shanice aaliyah imani sheryl camille nadine rochelle \
     alicia adele sonya juliet edna hilda doreen maud ivy mavis enid beryl muriel olive iris pearl opal myrtle gladys thelma velma wilma eunice bernice lucinda belinda rowena \
     marian marion vivienne rosalie rosanna roxanne sabrina selina serena simona sonja steffi stella susie tabitha tallulah thea ursulina verity willow winifred zelda \
     nandana meenakshi monowara shirin fahmida lerato carmelita marilou abby nerissa crisanta eulogia aminata mamie peiling aarti aditi akanksha alka amrita ananya aparna aruna \
     bhavna chitra deepa devika durga gayatri geetha harini hema ishita jaya jayanti jyoti kajal kalpana kamla kanchan kavitha kiranmayi kriti kusum lalita latha leela madhavi \
     madhuri malini manisha manju manjula mayawati megha minal mridula namrata nandini neelam nidhi nisha nishi nupur pallavi parvati payal poonam prabha pragya pramila prerna \
     purnima radhika ragini rajni rani rashmi renu renuka reshma ritu rohini roopa rukmini rupa sadhana sakshi sandhya sangeeta sarala saraswati sarita saroj seema shalini shanti \
     sharda sharmila shashikala sheela shobha shobhana shraddha shreya shruti shweta simran sita smita sneha sonal sudha sujata sulochana sumitra swapna tanvi trupti urmila \
     vaishali vandana vani varsha vasanti vasundhara vidya vijaya vimala vinita yamini amna asifa farzana fauzia ghazala hina humaira iffat iram kalsoom kinza kulsoom lubna maheen \
     mahnoor mehwish muniba nabila naheed naila najma nargis nayyar nazia nida nusrat qurratulain rabia raheela razia rukhsana saba sabeen sadaf sadia safia saima saira sania \
     sanam shabnam shagufta shahida shaista shazia sidra sumaira sumera tehmina uzma yasmeen zahida zakia zarina zeba zubaida zubeida rahela rokeya hasina khaleda shirina taslima \
     rumana nasrin morsheda adanna adaora anuli chiamaka chidinma chika chimamanda chinasa chinelo chinenye chinwe ebere ekaette folasade funke funmilayo ifeyinwa ijeoma kemi lola \
     mojisola nkechi nkem nkiru nnenna nwakaego obiageli ogechi oluchi omolara omotola onyinye oby olajumoke ronke tiwa titilayo toyin uju yemisi yewande zainabu hafsat rakiya \
     aishatu binta maimuna ladi talatu asabe achieng adhiambo akinyi akoth anyango atieno auma awino awuor chepkoech chepkemoi cherono jebet jepchirchir jepkosgei jepkemoi jerop \
     jeruto kerubo makena moraa mwende naliaka nafula nekesa nduta njambi njoki nyaboke nyawira nyokabi wairimu waithera wambui wangeci wanja wanza wangui kagendo kawira mumbi \
     mumbua nakhumicha abla adjoa afia akua ekua dede naa akweley bongiwe buhle busisiwe dikeledi dineo hlengiwe khanyisile khanyi lungile makhosazana mmabatho nandi nomfundo \
     nonhlanhla nontsikelelo nosipho nozipho ntombi phumzile puleng refilwe sibongile sindisiwe sizani thandeka thembi thoko thokozile zandile zodwa zoleka chipo rumbidzai tariro \
     tsitsi rutendo vimbai chiedza fungai shuvai fatou fatoumata aissata aissatou aminatou awa bintou coumba djeneba hawa kadiatou khady mariama ndeye oumou rokia ramatou salimata \
     adama habibatou aida ainhoa alejandra alma amparo angelica antonella araceli begona belen bernarda carina carlota catalina celeste delfina delia dora elba elva emilia \
     enriqueta ernestina esmeralda estefania estela eugenia evangelina fabiola fernanda filomena flor francisca genoveva graciela herminia hortensia ignacia irma jacinta jimena \
     josefa josefina julieta karina lourdes luciana lucila lucrecia macarena maite manuela marcela maribel maricel maricela maritza maruja micaela mireya nelida noelia noemi nuria \
     ofelia pura ramona raquel rebeca renata romina rosalba rosalia rosalinda rosaura salome susana teresita vanesa viviana yadira zoraida zulema aiza analyn annabelle arlene \
     cristeta divina dulce editha elnora emelita erlinda felicidad glenda imee jocelyn liezl ligaya liza lorna loida luzviminda maribeth marites maritess merlinda myrna nenita pia \
     purificacion risa riza ruffa teodora virgie zenaida nurul nurhaliza aminah azizah fauziah faridah halimah hasnah khadijah khairiah maimunah mariani normah norhayati noraini \
     nurulain rafidah rohani rokiah rosmah rosnah salmah sharifah suraya zaleha zaharah zuraida susilowati yenny ratna rini kartini kartika endang ningsih lestari rahayu putri ayu \
     indah fitri wulan ayelet dorit efrat einat galit gila hagit hila liat limor lior merav miri mirit naama nitzan noa orit orli orly orna osnat ravit rina rivka ronit ruti sarit \
     shani shelly shira shlomit sigal smadar tali talia tamar tzipi tzipora yael yaffa yehudit zehava ziva abeer afaf ahlam amal amani arwa dalal dina fadia faiza fatimah ghada \
     hala hanin hiba hind huda ibtisam inas intisar jamila kawthar lama lamia latifa leen lujain maha majida manal marwa mayada maysa mona muna nada najwa nawal nesrine rabab \
     raghad rania rasha reem rim rola rula ruba safa sahar salma samar samira sawsan shaima shatha sherine suad suha suhair sumaya tahani thuraya wafa widad yusra zeinab mahsa \
     masih narges nazanin parisa roya sepideh taraneh farahnaz shohreh elnaz ayako asuka atsuko chiyo chikako chizuru eiko emiko etsuko fumiko hanae hanako haruko harumi hatsue \
     hideko hiroko hisako hitomi kaori kaoru kazuko kimiko kumiko kyoko machiko maiko mami masako mayumi mayuko megumi midori mieko miho mitsuko miwa miyako miyuki mizuki momoko \
     motoko nanako natsuko natsumi nobuko reiko rieko rika rumiko ryoko sachiko sadako sakiko satoko satomi sawako sayaka sayuri setsuko shigeko shizuka shizuko sumiko tamiko \
     tokiko tomiko toshiko tsuneko yasuko yayoi yoshie yoshiko yui yuka yukari yukie yukiko yumi yumiko aleksandra alena alina alla anastasia anastasiya anzhelika barbora bogdana \
     bozena darya dubravka dusica elzbieta galina gordana grazyna inna jadwiga jana jolanta kalina kateryna kinga krystyna ksenia larysa lidiya liliana lyubov lyudmila lyudmyla \
     marija mariya milena mira mirjana nadezhda nadiya natalya nataliya natasa nevena oleksandra olha oxana polina raisa ruslana sanja slavica snezana solomiya stana svitlana \
     tatjana tatyana tetiana ulyana valentyna valeriya veronika viktoria viktoriya yana yaroslava yevgenia zdenka zhanna zinaida zlata zuzana zuzanna aino anniina birgitta bodil \
     britt camilla cecilie ditte dorte ebba eeva eila elin elina elisabet ellinor emmi freja gunilla gunnhild guri gyda helle hella ingela jette johanna jonna kaisa karoline katja \
     katri kirsi kirsti kjersti lene line lisbet lisbeth lotta maja malin marjatta merete merja minna nanna oda outi pernille piia pirjo riitta ritva sari satu silje siri stine \
     susanne synnove tiina tone tove trine tuula tuuli turid ulla ulrika unni vigdis vilde wenche ylva anneliese annegret annemarie antje birte brunhilde christa christel cornelia \
     dorothea elke elfriede friederike gesine gudula helene henriette ilona ilka imke inge irmgard jutta karla katharina lieselotte lore luise mareike margarete margarethe margit \
     marlene marlies mathilde maike rosemarie rosi roswitha sieglinde silke stefanie sybille tanja theresia traudl trude ursel uschi uta ute waltraud wiebke wilhelmine adeline \
     albane alix anais anouk antoinette apolline ariane armelle arlette benedicte berengere blandine capucine carole cecile celine chantal christelle claudine clemence clementine \
     constance corinne danielle delphine dorothee edwige eliane elodie emeline emmanuelle estelle eugenie fabienne fanny francoise gaelle genevieve ghislaine ginette gwenaelle \
     heloise hortense huguette isabelle jeanine jocelyne josette josiane juliette justine karine laetitia laure lea liliane lise lucie lucienne lydie magali manon margaux \
     marguerite marielle martine maryse melanie mireille monique myriam nadege nathalie nicole noemie odette odile pascale paulette pierrette raymonde regine renee rolande romane \
     sandrine severine solange solene sophie sylviane therese veronique virginie viviane yolande yvette zelie aileen ailish aine alana alanna annmarie aoibheann aoibhinn ashling \
     avril beverly blathnaid brenda bridie bronwyn caitlin caitriona carmel cora dearbhla debra dymphna edel eilish eithne emer esme fidelma georgina ginny glenys glynis gwendolyn \
     gwyneth haley heledd iseult isobel janine jayne jeanette jemma kaitlyn katrina kayleigh kylie lesley lynda lynsey madeline maisie majella marjorie meabh mildred millicent \
     miranda morwenna muireann myfanwy myra naoise nessa oonagh orlaith patsy petronella philippa rachael rhona rosaleen rosamund roseanne rosie sadhbh shauna sheena shelagh sile \
     susannah sybil tamsin tess una vivien yasmin alisha alyssa ariel barbra bianca brandi brandy breanna brianna candice cassandra cassidy chasity cherie christy cindy colleen \
     crystal darlene deanna deann deb diana ebony ericka ernestine estella felicia ida inez jada janelle janie jeri jillian joann jodi jolene josie kaitlin kara kasey katelyn \
     kayla kelli kellie kelsey kendra kerri kimberley kira krista kristi kristine kristy lacey lakisha lana lashonda latasha latisha latonya laverne lawanda leann leona lila \
     lillian lorene luella lynette marcella marcy mariah marsha maryann maxine mckenzie melba meredith mindy nikki nola octavia patti patty priscilla rhoda robyn rosetta roslyn \
     roxie selena shana shaniqua shanna shari sharron shawna shelia sherri sherrie stacie staci tabatha tameka tami tamika tammie tasha teri terri tia tonya tori tricia trina \
     trisha trista valarie verna vickie willa losa losaline litia aroha anahera hinemoa hine kahurangi kiri marama mere ngaire pania ripeka roimata tui whetu xiaohong xiaoling \
     xiaomei meiling lihua"
);

list!(
    /// Given names borne mostly by men.
    MEN,
    "james john robert michael mike william bill david richard joseph joe thomas tom charles donald barack george bernie ted marco jeb ben mitt paul mark steven steve andrew kenneth kevin \
     brian edward ronald tim timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank gregory raymond alexander patrick jack \
     dennis jerry vladimir emmanuel boris hassan ali mohammad mohammed muhammad ahmed faisal bashar javad aviv omar abdullah peter hans luis carlos jose juan pedro antonio sergei dmitry xi \
     kim narendra imran recep rand chris rick harry mitch newt rudy roger dan jim bob josh adam walid mahmoud martin simon philip alan keith karl aaron abdul abel adrian ahmad aidan alasdair \
     albert alberto alejandro alessandro alexei alexis alfred alistair allan alvaro anders andre andreas andrei angus antoine anwar arthur arturo austin axel barry bart basil benigno bernard \
     bert bjorn bob boris bradley brad bram brendan brent bruce bruno bryan cameron carl casper cedric cesar chad christian christopher claude clive colin colm conor craig cyril dale damien \
     dario darren dave dean declan derek detlef diego dieter dimitri dirk dmitri dominic donal douglas doug duncan earl edgar eduardo edwin elijah emil enrique eoin erich ernest ernst erwin \
     ethan eugene evgeny fabian farid felipe felix fernando filip francesco francis francois franz fred frederick fritz gabriel gareth garth gavin geoffrey georg gerald gerard gerhard gideon \
     giovanni giuseppe glen glenn gordon graeme graham grant greg guido gunnar gustav guy hal hamid hamish harold hasan hector heinz helmut hendrik henri henry herbert herman hiroshi horst \
     howard hubert hugh hugo ian ibrahim igor ilya ismail ivan ivor jacques jaime jake jakob jamal jamie jared jens jeremy jerome jitendra joachim joao johan johann johannes jonas jorge \
     julian julio jurgen kai kamal karel kasem kenji kent khalid klaus kofi kurt kwame lars lawrence leo leonard leonid leroy lewis liam lionel lloyd lorenzo louis luca lucas luigi luke lukas \
     maarten magnus malcolm manuel marc marcel marcos marcus mario marius markus mats matt matthew maurice max maxim miguel mikhail miles mohamed morris moses mustafa nasser nathan neil \
     nelson nigel nikolai noah noel norman oleg oleh oliver olivier oscar osman otto owen pablo pascal patricio pavel pep per petr phil pierre piet pieter quentin rafael raj rajiv ralph ramon \
     randall randy raoul rashid raul ravi reinhard rene ricardo roberto robin rodrigo rohan roland roman rory ross roy ruben rupert russell salman sam sanjay santiago saul sean sebastian \
     segundo sergio seth shane shaun sipho sizwe stanley stefan stuart sven tariq teddy terence terry themba theo thierry thomas tobias todd tomas tomasz toni tony trevor udo ulf valentin \
     victor viktor vincent vitaly volker walt walter warren wayne werner wilhelm wim wolfgang yannick yusuf yutaka zachary pete nick rob jeff ken ron don ray stan stewart geoff alex joel \
     logan dylan evan kyle cody travis dustin derrick mathew anthony daniel danny eddie ed lee gerry harvey jesse jimmy joey johnny jon jordan kirk leon leslie mitchell neal percy perry ralf \
     reginald rex rodney sidney spencer theodore toby tommy vernon wesley zach lou nils juergen jorg rainer uwe matteo paolo silvio romano jean-claude nicolas yves michel philippe laurent \
     guillermo javier evo lula yuri anatoly jaroslav vaclav piotr lech andrzej mehmet tayyip bashir khaled saad hussein osama bilal karim samir rahul amit arun ashok vijay suresh ramesh \
     manmohan atal arvind akhilesh thabo desmond \
     arne fergal anand ouma raila uhuru cleopa alfredo kev tane musa abubakar aliyu sani umar yakubu muhammadu olusegun goodluck atiku babatunde emeka chukwuma chidi ikenna obinna \
     uche tunde segun femi kayode wole gbenga kunle rotimi godwin kwesi kojo kwabena yaw kwaku jomo mwai julius jakaya tito gwede fikile mandla bongani sibusiso nkosinathi thulani \
     vusi siya tendai emmerson hakainde yoweri kizza abiy meles isaias hosni tarek sherif ayman amr hany wael rafik bandar turki hossein mehdi akbar ebrahim abbas amir ashraf nawaz \
     shehbaz asif bilawal pervez zulfikar yousaf waqar wasim babar shaheen shoaib sachin virat rohit mahendra sourav anil kapil sharad uddhav eknath devendra nitin prakash piyush \
     ajit nitish lalu mulayam yogi bhupinder amarinder parkash arjun aditya siddharth karthik surya mohan krishna shiv gaurav nikhil pankaj deepak sandeep sanjeev rakesh mukesh \
     dinesh naresh rajesh mahesh ganesh yogesh mahinda gotabaya ranil sajith khadga jigme mahathir najib muhyiddin joko prabowo susilo jusuf bongbong ferdinand manny panfilo \
     vicente thaksin prayuth shinzo fumio yoshihide taro junichiro yoshihiko naoto yukio shigeru kazuo hideo ichiro takashi satoshi hiroki kenta daisuke fergus ruairi eamon eamonn \
     micheal enda bertie charlie padraig seamus oisin cathal ciaran cormac diarmuid eoghan fintan lorcan niall peadar ronan tadhg turlough iain euan ewan lachlan ruaridh gregor \
     callum calum finlay murdo gethin rhys huw gwyn alun dafydd emyr geraint ieuan carwyn giles barnaby tristan piers knut leif rolf trond terje oystein bjarne geir svein morten \
     rasmus soren mikkel lasse jari timo pekka matti juha sauli antti yanis kyriakos antonis evangelos giorgos nikos costas kostas dimitris stavros binali devlet kemal ekrem \
     selahattin murat emre burak aleksandar slobodan zoran goran dragan milan nikola novak gabor laszlo ferenc istvan zoltan jaroslaw mateusz krzysztof zbigniew radoslaw bartosz \
     grzegorz pawel marek petro volodymyr vitali oleksandr oleksiy mykola andriy dmytro serhiy yevhen ihor vasyl taras mikheil nikol ilham nursultan nayib andres mauricio nestor \
     horacio alfonso ollanta gustavo xavier artur carles oriol jordi unai xabi iker cristiano rui marcelo nuno sandro giancarlo massimo enzo beppe umberto renzo claudio fabio \
     gianni gianluigi jean-pierre jean-luc jean-marie edouard arnaud stephane didier sigmar olaf frank-walter armin joschka geert diederik elio erik usain asafa yohan percival \
     basdeo keston curtly dwayne kieron winston wiremu hone tama sione tevita sitiveni waisale gough clement cuthbert edmund egbert elroy elton errol everton fitzroy garfield \
     horace ignatius lascelles lennox linford marlon mervyn neville norris orlando oswald reuben rudolph rufus silas solomon stafford tyrone ulysses wendell wilbur wilfred winfield \
     badrul mosharraf atiqul mzwandile jeremiah rodolfo jaypee yasuhiro hernan matias ramiro oumar moussa vital lambert jiro aakash abhay abhijit abhinav abhishek ajay akash akhil \
     akshay alok amar amitabh amol amrit anant animesh aniruddha anirudh anish ankit ankur anoop anshul anupam anurag ashish ashutosh ashwin atul avinash ayush babulal balbir \
     baldev balram basavaraj bhagwant bharat bhaskar bhupesh bimal biplab bishan chandan chandrababu chandrakant chandrashekhar chetan chirag daljit darshan dayanand debasish \
     dharmendra digvijay dilip gautam giriraj girish gopal govind gurdeep gurmeet gurpreet harbhajan hardeep hardik harish harjit harsh harsha harshvardhan hemant himanshu hitesh \
     indrajit ishaan jagan jagdish jagjit jairam jaswant jatin jawaharlal jayant jyotiraditya kailash kalyan karan kartik kaushik keshav ketan kirti krishnan kuldeep kumar kunal \
     lakshman lalit laxman lokesh madan madhav mahadev makarand manas mani manik manish manjit manohar manoj mayank milind mithun mohit mohinder mukul murali muralitharan nagaraj \
     nagesh nand narayan narayanan narinder naveen navin navjot neeraj nilesh niraj nirav nishant omprakash parag paramjit partha pawan prabhakar prabhu pradeep pradip prafulla \
     prahlad pramod pranab pranav prasad prasanna prashant pratap prateek pratik praveen pravin prithviraj puneet purushottam radhakrishnan raghav raghu raghuram rajan rajat \
     rajeev rajendra rajinder rajkumar rajnath raman ramanathan ranbir randeep randhir ranjan ranjit ratan ravindra ravinder ravishankar rishabh rishi ritesh sambit sameer sandip \
     sanjiv sanjib santosh sarath sarvesh sathish satish satyajit satyendra saurabh shashank shekhar shivraj shreyas shubham siddhartha soham sohan somnath subhash subramanian \
     sudhakar sudhir sujit sukhbir sukhdev sukumar sumit sundar sunder sunil suraj surendra surinder surjit sushant sushil swapan tapan tarun tejashwi tejas tushar uday ujjwal \
     umesh upendra utkarsh varun vasant vasudevan venkat venkatesh venkataraman vijayan vikas vikram vikrant vimal vinay vineet vinod vipin vipul viraj virender vishal vishnu \
     vishwanath vivek yash yashwant yograj yudhvir aamir abid adeel adnan afzal ahsan akhtar akram altaf amjad arif arshad asad asghar ashfaq aslam asim atif ayaz azhar aziz basit \
     danish ehsan ejaz fahad fahim faiz farhan farooq faruk farrukh fawad fazal ghulam habib haider hamza hanif haroon haris hashim hussain iftikhar ijaz ilyas imtiaz inzamam \
     iqbal irfan ishaq ishtiaq jahangir jamshed javed junaid kabir kaleem kamran kashif khalil khurram khurshid liaquat luqman mahmood majid mansoor maqbool masood mazhar mehmood \
     moeen mohsin moin mubashir muneer munir murad murtaza mushtaq muzaffar nadeem naeem najam naseer nasir naveed nazim nisar noman obaid parvez pervaiz qaiser qamar qasim rafiq \
     raheel rahman raees rauf raza rehan rehman riaz rizwan saeed safdar sajid sajjad saleem salim sarfaraz sarfraz sartaj shabbir shafiq shahbaz shahid shahnawaz shahzad shakeel \
     shakil sharif shaukat sheharyar sikandar siraj sohail suhail tahir talat talha tanveer tauqeer tayyab umer usman wahab wajid waleed waseem yasir yawar younis yousuf zafar \
     zaheer zahid zahir zaid zaka zaki zakir zaman zia ziauddin zubair zulfiqar mahbubul mahfuz mizanur mostafizur obaidul rafiqul saiful shafiqul tofail aminul anisul asaduzzaman \
     enamul fazlul kamrul matiur moudud nazrul rezaul shahidul tarique zillur abdou abdoulaye abdoul abiodun adebayo adegoke adekunle ademola adeniyi adesina adewale adeyemi akin \
     akinwumi akintola aliko aminu amadou ayodele azubuike babajide babangida bamidele bola bolaji chibuike chibuzor chidiebere chidozie chiedu chigozie chijioke chike chikezie \
     chima chinedu chinonso chinua chuka chukwudi chukwuemeka dapo dauda dele dimeji ebuka ejike ekene emenike folorunsho godswill idris ifeanyi ikechukwu iyiola jide jideofor \
     kelechi kenechukwu kingsley kolapo lanre lateef lekan mallam nasiru nduka nnamdi nonso nuhu ogbonna ogbonnaya okechukwu okey okwudili olabode oladipo olalekan olamide \
     olanrewaju olawale olu olufemi olukayode olumide oluwaseun oluwole onyeka orji osagie osaro oyewole rasheed seun seyi shehu sule tajudeen tayo tokunbo tunji ugochukwu uzoma \
     wale yinka zakari kibet kipchoge kipchumba kipkemboi kiplagat kipkoech kipngetich kiprono kipruto kiprop kiptoo kipyego kwadwo kwamena kwasi kobina nii ebo fiifi andile \
     bafana bheki buti dumisani jabu jabulani kabelo katlego kgalema kgosientso khaya khotso lebo lefa luthando lwazi madoda makhenkesi mangosuthu mbuyiseni mcebisi mduduzi \
     mosiuoa mpumelelo musawenkosi mxolisi ndabezinhle nhlanhla njabulo ntokozo pallo phakamani pitso sakhile sandile senzo sfiso siyabonga sifiso sihle solly siphiwe sthembiso \
     tebogo teboho thamsanqa thapelo thulas tshepo tumelo velaphi vuyo vuyani xolani zakhele zamani zizi zola zolani zweli zwelinzima chamunorwa farai kudakwashe kudzai munyaradzi \
     ngonidzashe nkosana obert takura tapiwa tawanda tinashe tonderai alassane alioune assane bakary bassirou blaise boubacar boukary cheick cheikh demba diarra djibril elhadj \
     fode goita ibrahima idriss idrissa issa issoufou kader lamine macky mahamadou mahamat mamadou mamady mamoudou modibo mohamadou moctar ousmane ousseynou pape roch salif saliou \
     seydou sidy soumaila souleymane tidiane tiemoko yacouba youssouf zoumana adolfo agustin aldo alonso anastasio anibal anselmo apolinar aquiles aristides armando arnaldo \
     arnulfo arsenio augusto aureliano baltasar bartolome basilio benito bernardo bonifacio braulio camilo celestino ciro conrado cristian cristobal dagoberto demetrio dionisio \
     edgardo efrain efren eleazar eleuterio elias eliseo emiliano emilio epifanio erasmo ernesto esteban eugenio eusebio evaristo ezequiel facundo faustino federico fermin fidel \
     florencio fortunato francisco froilan genaro gerardo geronimo gilberto gonzalo gregorio heriberto hermenegildo hernando hilario hipolito homero humberto ignacio inocencio \
     isidro ismael jacinto jeronimo joaquin josue juvenal lautaro leandro leonardo leonel leonidas leopoldo lisandro luciano macario marcelino marcial mariano mateo maximiliano \
     melchor moises narciso nazario nicanor noe norberto octavio osvaldo pancho pascual policarpo porfirio primitivo raimundo raymundo reinaldo renato reynaldo rigoberto rogelio \
     rolando romulo roque rufino salomon saturnino servando silverio sixto tadeo teodoro teofilo tiburcio timoteo ulises valeriano victorino virgilio wilfredo wilmer wladimir \
     yeison yamil zacarias aquilino arnel bam benhur boyet chito danilo dindo dodong franklin fredenil ging jejomar jinggoy jojo jolo joselito junjun kiko lito nonoy ramil rey \
     rodante rodel rolly romy ronnie ruel sherwin sonny teofisto vic wilfrido azman azmi azlan fadillah faizal hishammuddin hamzah husam izzat jamaluddin kamarudin khairul khairy \
     mohamad mustapa nazri nizar rais razak rosli saifuddin samsuri shafie shahrir shahidan tajuddin takiyuddin tengku tunku zainal zulkifli agus ahok anies bambang budi djoko eko \
     hary heru hidayat luhut purnomo ridwan slamet sudirman sugeng suharto sukarno teguh tjahjo wahyu wiranto yudhoyono amnon amos arieh avi avichai avigdor avraham benny bezalel \
     boaz chaim doron dov dror dudi efraim ehud eitan elazar eliezer eran erez gadi gidi gilad giora haim hillel ido ilan itamar itzhak itzik kobi matan meir menachem menahem \
     micha micky mordechai moshe motti nachman nadav naftali nahum natan nimrod nir nissim noam ofer ofir omer omri oded ohad oren ovadia pinchas rafi rami raviv reuven roni sagi \
     shai shalom shaul shimon shimshon shlomi shlomo shmuel shuki tomer tzachi tzvi uri uriel uzi yaakov yair yaron yehuda yehoshua yigal yiftach yisrael yitzhak yoav yochanan \
     yoel yohanan yoni yonatan yoram yosef yossi yuval yuli zalman zeev zvi abdelaziz abdelfattah abdelkader abdelkarim abdelmajid abdulaziz abdulrahman abdallah adel adham alaa \
     amin ammar anas atef badr bader baha bassam boutros daoud emad essam ezzat fadi fahd faleh fares fathi fayez fouad fuad ghassan hadi hafez haitham hakim hamad hamdi hamed \
     hani hatem haytham hazem hisham hossam hussam ihab imad issam jaber jafar jalal jamil jassim jawad kamel khaldoun lakhdar loay lotfi louay luay maher mahmud majed mamdouh \
     marwan marzouq mazen medhat mishal moncef moqtada mounir mubarak muhannad mukhtar munther musab nabih nabil nader nadim naguib naif naim nawaf nazih nouri ossama qais qassem \
     qusay rafic ramadan ramzi rashad rashed riad ridha riyad saadi sabri sadiq saeb saed safwan salah saleh sami samih saud sayed seif shadi shaher suleiman taha taher talal \
     tamer tamim tareq tawfiq wassim yahya yasin yasser youssef yousef yusif zakaria zayed ziad ziyad abolfazl alireza amirhossein ardeshir arash behrouz behzad bijan bahram \
     dariush esmail farhad farshad farzad gholamhossein hamidreza hojjat houshang iraj jamshid kaveh keyvan khosrow kourosh mahdi manouchehr masoud mehrdad mohsen morteza mostafa \
     parviz payam peyman pouya qasem ramin reza rouhollah saman sasan shahab shahram siamak sohrab vahid yadollah yousefali akihiko akihiro akihito akinori akio akira arata \
     atsushi daichi daiki eiichi eiji genichiro goro hajime haruki haruto hayato hidehiko hideki hidenori hideto hidetoshi hirofumi hirohito hirokazu hiromasa hironobu hiroto \
     hiroya hiroyuki hisashi hitoshi ikuo isamu isao junichi junji kaito katsuhiko katsuya katsuyuki kazuhiko kazuhiro kazuki kazunori kazuya kazuyoshi kazuyuki keiichi keiji \
     keisuke keita kenichi kenjiro kenshi kensuke kentaro kenzo kiichi kimio kinya kiyoshi kohei koichi koichiro koji kosuke kota kotaro kozo kunio kyohei makoto mamoru manabu \
     masaaki masafumi masahide masahiko masahiro masahito masakazu masaki masanobu masanori masao masaru masashi masataka masatoshi masaya masayoshi masayuki michio mikio minoru \
     mitsuhiro mitsuo mitsuru motohiro muneo naohiro naoki naoya nobuaki nobuhiko nobuhiro nobuo nobuyuki nobuteru norihiko norio noriyuki osamu rikiya rintaro rokuro ryo ryohei \
     ryoichi ryoji ryosuke ryota ryotaro ryuichi ryuji ryutaro sadakazu satoru seiichi seiji seishiro shigeki shigenobu shigeo shinichi shinichiro shinji shinjiro shinnosuke \
     shintaro shinya shogo shohei shoichi shoji shota shuhei shuichi shuji shunichi shunsuke shuta sosuke sota susumu tadahiro tadamori tadao tadashi tadatoshi taichi taiki \
     takaaki takafumi takahiko takahiro takahito takamasa takanori takao takatoshi takayoshi takayuki takehiko takeo takeru takeshi takuma takumi takuya tatsuhiko tatsuo tatsuya \
     tatsuro teruo tetsu tetsuo tetsuro tetsuya tokio tomio tomoaki tomohiko tomohiro tomoki tomonori tomoya tomoyuki toru toshiaki toshihide toshihiko toshihiro toshikatsu \
     toshiki toshimitsu toshio toshiro toshiya toshiyuki tsuneo tsutomu tsuyoshi wataru yasuaki yasuhiko yasuhisa yasunari yasunori yasuo yasushi yasutoshi yasuyuki yoichi yohei \
     yoji yosuke yoshiaki yoshihiro yoshihisa yoshikazu yoshiki yoshimasa yoshinobu yoshinori yoshio yoshiro yoshito yoshitaka yoshiyuki yota yuichi yuichiro yuji yukihiro yusaku \
     yusuke yuta yuto yuya yuzo aleksander aleksandr aleksei aleksey anatol anatoli anatoliy andrej andrey andrij antoni arkadi arkady arsen artem artyom bogdan bohdan bojan \
     boleslaw borislav borys boyko branislav branko bronislaw cezary czeslaw dalibor damir danil danylo darko dejan denys dimitar dmitriy dragoslav dusan dzmitry eduard eugeniusz \
     evgeni fedir fyodor gennadi gennady georgi georgy gleb grigory henryk hristo hryhoriy ilia ionut iosif ivaylo ivica ivo jacek jakub janez janos janusz jarek jaromir jerzy \
     jiri josip jozef juraj kamil karol kazimierz kiril kirill konstantin kostyantyn leszek lubomir ludvik lukasz luka maciej maksim maksym marat marcin mariusz marko matej \
     mieczyslaw mihai mihail mikalai mikola mikolaj milos milorad miodrag mirko miroslav mladen momir mykhailo mykhaylo nebojsa nenad nikita nikolay nikoloz oleksii ondrej ostap \
     pavlo pavol petar plamen predrag przemyslaw radek radovan rastislav ratko rosen rostislav rostyslav rumen ruslan ryszard sasa semyon serge sergej sergey serhii slavko \
     slawomir stanislav stanislaw stepan stjepan stoyan svetozar svyatoslav szymon timofei timur tomislav vadim vadym valeri valeriy valery vasil vasily vasile veselin viacheslav \
     vitalii vitaliy vlad vladan vladislav vladyslav vlado vojislav vojtech vsevolod vuk vyacheslav waldemar wieslaw witold wladyslaw wojciech yaroslav yegor yevgeni yevgeny yuriy \
     yury zdenek zdravko zeljko zlatko zygmunt aarne aaro aki arto asbjorn atle bengt birger borje carsten christer claes claus eero egil einar eino ejvind erkki erland esa esko \
     eskil espen eyjolfur flemming folke frode gisli gorm gosta gudmundur haakon hakan hakon halvard halvor hannu harald harri havard heikki helge henning henrik henrikas hjalmar \
     ilkka ingemar ingolf ingvar isak ivar jaakko jani jarmo jere jesper jorgen jorma jorn jouko jouni juhani jukka jussi jyrki kaarlo kalevi kalle karsten kasper kauko keijo \
     kjartan kjell knud kristian kristoffer lauri lennart magne markku marten martti mattias mikael mikko mogens niels niklas oddvar olav ole olle olli olof olafur orjan osmo \
     paavo palle pauli peder pertti petter petteri preben ragnar raimo reidar reijo risto rune sakari sampo seppo sigurd sigurdur simo sixten steinar sten stig sture sverre tage \
     tapani tapio teemu teppo thorbjorn thorleif thorsten torbjorn tore torgeir torsten trygve tuomas tuomo urho urpo vagn veikko vesa vidar viggo viljo ville yngve yrjo achim \
     albrecht alois ansgar arndt bastian benno bernd bernhard berthold bodo burkhard christof christoph clemens cornelius detlev dietmar dietrich eberhard eckart eckhard egon \
     ekkehard elmar engelbert erhard ewald falk florian friedhelm friedrich gerd gernot gert gottfried gotthard guenter guenther gunter gunther hagen hannes hansjorg hanspeter \
     hartmut hasso heiko heiner heinrich helmuth heribert hermann hilmar holger hubertus ingo jochen josef justus karlheinz kaspar konrad kuno leopold lothar ludger ludwig lutz \
     malte manfred mathias matthias meinrad moritz norbert oskar otmar ottmar philipp reimund reiner reinhold reto rudi rudiger rudolf siegbert siegfried siegmar sigmund steffen \
     theodor thilo tilman till torben ulrich urs veit volkmar wieland wilfried willi willy winfried wolf wolfram adrien alain alberic alexandre alphonse amaury anatole anicet \
     anselme antonin aristide armand arsene aubin augustin aurelien aymeric baptiste barthelemy bastien baudouin benoit bertrand boniface brice christophe constant cyriaque \
     cyrille dieudonne eloi emeric emile etienne eudes eustache evariste fabien fabrice felicien florent frederic gael gaetan gaspard gaston gauthier geoffroy georges germain \
     ghislain gilles godefroy gontran gregoire guillaume gwendal herve hilaire hippolyte honore hugues isidore jeremie joris jules julien leandre lilian loic luc lucien ludovic \
     marcelin martial mathieu mathis matthieu maxence maxime maximilien melchior octave orphee paulin philibert pierrick placide prosper rainier raphael regis remy renaud reynald \
     rodolphe rolland romain romuald sebastien severin stanislas sylvain sylvere tanguy theophile thibaud thibault timothee ulysse urbain valere vianney virgile wilfrid yann yoann \
     yvan yvon zacharie achille adriano agostino alessio amedeo amerigo angelo antonino arrigo attilio aurelio battista beniamino benedetto bernardino biagio camillo carlo carmelo \
     carmine cesare ciriaco corrado cosimo davide decio dino domenico donato edoardo egidio emanuele ennio enrico ercole ermanno ettore ezio fabrizio fausto felice ferdinando \
     ferruccio filippo flavio franco fulvio furio gaetano gennaro giacomo gianfranco gianluca gianmarco gianpaolo gino giorgio girolamo giuliano giulio goffredo graziano guglielmo \
     ignazio italo ivano jacopo lapo lamberto lazzaro leone livio lodovico lucio manlio marcello marino massimiliano mattia maurizio mauro nando nello nereo nevio niccolo nino \
     nunzio oreste ottavio pasquale patrizio piero pierferdinando pierluigi pietro raffaele raimondo remo riccardo rino ruggero sabino salvatore saverio severino silvano siro \
     stefano tarcisio telesforo tiziano tommaso tonino tullio ubaldo ugo valerio vasco vincenzo vito vittorio alastair alec aled alfie alister allen alwyn ambrose andy antony \
     archibald archie arnold arwel aubrey barney barrie benedict billy bryn cahal cal calvin cecil chester cillian clarence clark clifford clyde colum conal conan conleth connor \
     curtis daffyd dai daithi damian dara darragh darrell darryl daryl davy dawson denis dennison dermot diarmaid dillon donagh donncha dougal duane dudley dugald dwight elliot \
     elliott elwyn emlyn emmet emmett ernie fiachra finbar finbarr fionn flannan fraser freddie garret garrett garry gearoid gerwyn gilbert glyn godfrey griff guto gwilym harley \
     haydn hayden hefin howell hywel ifan ifor ioan iolo irvine irving isaac iwan jarlath jasper jem jermaine johnnie jonah jonny joshua jude kelvin kenny kieran killian kris len \
     lennie lenny lester linus lyndon malachy manus marty marvin maxwell melvin melvyn merlin merv mickey milo milton mort mungo murray myles nathaniel ned neill ninian ollie \
     orville osmond owain padraic paudie pauric pearse phelim phillip phineas rab randal randolph reggie regan rhodri richie ricky roddy roderick rodger russ shay sheldon simeon \
     sterling stu terrance trefor trent tudor ultan vince wally wes wilf willard willem willie willis woody wyn wyndham antwan braxton brayden brennan brett bronson bubba cade \
     carlton cedrick clint cornell cory coty damon damion dandre darius darnell dashawn davon deandre deangelo dejuan delbert demarcus demetrius denzel deonte deshawn devin \
     dewayne dexter donnell donnie donovan donte dorian earnest elbert eldon eldridge elmer elvin emanuel emory ervin ezekiel ezra gage greyson harlow hershel hezekiah hoyt irvin \
     isaiah isiah jabari jabbar jacoby jaden jaquan jarrod jarvis javon jaylen jaylon jayson jedediah jerald jerrod jervis jonathon jordon josiah judson kadeem kareem keegan \
     keenan kellen kendrick kenton kenyon keon kerwin kobe kolby lamar lamont laron lavar lavon lawton lebron legrand leland lemuel levar levi linwood lonnie lonzo loren lowell \
     luther lyman mack maddox malachi marcellus marlin marquis marshawn maverick maynard merle micah montrell mordecai myron nash nehemiah nolan obadiah odell olin omari omarion \
     orrin orval prentice prentiss quinton raheem rashaad rayford raymon rickey rico rodrick roosevelt roscoe royce sammie sammy sampson shaquille shelton sherman shermanm stetson \
     sylvester tad tahj tanner tavon terrell terrence thaddeus theron thurman tremaine trenton tre tristen truman tyree tyrel tyrell tyrese vance verl vern waldo weldon westley \
     weston whit wilbert wiley wilford winfred woodrow wyatt xander zachariah zack zane zebulon manaia mana tamati hemi hoani hohepa hori ihaka ihaia matiu mikaere nikora pita \
     piripi pore rangi rawiri rewi tipene aperahama siaosi semisi sefo viliame epeli jone josaia ratu apisai manoa inoke isikeli ilisoni laisenia mosese penaia peceli poseci \
     timoci tomasi usaia"
);
