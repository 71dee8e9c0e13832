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
     marian marion vivienne rosalie rosanna roxanne sabrina selina serena simona sonja steffi stella susie tabitha tallulah thea ursulina verity willow winifred zelda"
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
     horace ignatius lascelles lennox linford marlon mervyn neville norris orlando oswald reuben rudolph rufus silas solomon stafford tyrone ulysses wendell wilbur wilfred winfield"
);
