//! Invented stories, and what outlets do to stories. Every person, place and firm is made up.

use crate::model::Paragraph;
use crate::model::Story;

/// A story of `outlet` at its own URL; paragraphs are separated by blank lines.
pub fn story(outlet: &str, title: &str, body: &str) -> Story {
    let slug: String = title
        .to_lowercase()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-");
    Story {
        url: Some(format!("https://{outlet}.example/{slug}")),
        outlet: outlet.to_owned(),
        title: title.to_owned(),
        body: paragraphs(body).map(Paragraph::text).collect(),
        ..Story::default()
    }
}

/// The same with another text.
pub fn with_body(story: &Story, outlet: &str, body: &[String]) -> Story {
    Story {
        url: Some(format!("https://{outlet}.example/{}", body.len())),
        outlet: outlet.to_owned(),
        body: body.iter().map(Paragraph::text).collect(),
        ..story.clone()
    }
}

fn paragraphs(body: &str) -> impl Iterator<Item = String> {
    body.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The paragraphs of a story as strings.
pub fn lines(story: &Story) -> Vec<String> {
    story.body.iter().map(|p| p.text.clone()).collect()
}

/// Two in a hundred letters replaced by others, the same ones every time.
pub fn damaged(text: &str) -> String {
    let letters = ['e', 'c', 'l', 'n', 'f', 'o'];
    text.chars()
        .enumerate()
        .map(|(i, c)| match c.is_ascii_lowercase() && i % 50 == 17 {
            true => letters[i % letters.len()],
            false => c,
        })
        .collect()
}

pub const FERRY: (&str, &str) = (
    "Ferry runs aground off Halvik with 214 aboard",
    "A passenger ferry ran aground on a sandbank outside the harbour of Halvik early on Thursday, leaving 214 people \
     waiting nearly six hours in rough weather before tugs could bring them ashore, the coastguard said.

     The Morning Tern, which crosses the Strait of Ulm twice a day, lost steering at about 5:40 a.m. and drifted for \
     two kilometres before it struck the bank, according to coastguard commander Inga Solheim. Nobody was badly \
     hurt, but 17 passengers were treated for cuts and sickness.

     \"The captain did what he could with one working engine and a wind of 30 knots,\" Solheim told reporters on the \
     quay. \"We are lucky that it was sand and not the rocks half a mile further north.\"

     Passengers described tables sliding across the dining room and a long silence after the lights went out. Petter \
     Lund, who was travelling to a wedding in Karsund with his parents, said that the crew handed out blankets and \
     played cards with the children.

     The operator, Nordline, cancelled all crossings until Saturday and said that divers would examine the hull. The \
     ship was built in 1998 and passed its last inspection in March, a spokeswoman for the company, Ada Brekke, said.

     Halvik's mayor called for a second tug to be stationed in the harbour, a request that the ministry of transport \
     in Ostmark turned down two years ago because of its cost.",
);

pub const LIBRARY: (&str, &str) = (
    "Pellworth council votes to keep four libraries open",
    "Councillors in Pellworth voted by 23 to 19 on Monday evening to keep four branch libraries open, reversing a plan \
     that had brought more than 2,000 people on to the streets of the town in October.

     The branches at Marsh Lane, Quarry Hill, Eastgate and Dunning were to close in April to save 640,000 crowns a \
     year. Instead the council will sell a car park beside the old brewery and cut the hours of its museum.

     Council leader Rosalind Achterberg said the decision had been hard. \"Nobody stood for election here to shut the \
     doors on children who want a book and a warm room,\" she said. \"But the money has to come from somewhere.\"

     Opponents of the sale said that the car park brought in 90,000 crowns a year and that the sum would not add up \
     for long. Hugo Tennant, who leads the opposition, called it a bargain with the future.

     A campaigner, Mirela Vance, aged 71, who had slept in the Dunning branch for a week in protest, wept in the public \
     gallery as the votes were counted. She said she would return the key on Tuesday.",
);

pub const QUAKE: (&str, &str) = (
    "Earthquake kills 12 in Tarrano valley",
    "At least 12 people were killed and dozens were injured when an earthquake of magnitude 6.1 shook the Tarrano valley \
     before dawn on Wednesday, bringing down houses in three villages and cutting the only road to the town of Sellano.

     Rescue workers with dogs searched through the rubble of a boarding school in Pradel where 40 pupils had been \
     asleep. The governor of the province, Emilio Carrasca, said that 31 of them had been brought out alive by noon.

     \"We hear voices under the stones and we will not stop,\" said Carrasca, who had walked the last eight kilometres \
     to the village. \"We need cranes, and we need the rain to hold off until tonight.\"

     The national institute of geology put the depth of the quake at nine kilometres and warned of aftershocks over the \
     next days. A bridge over the river Oss, built in 1931, was closed after cracks were found in two of its piers.

     Neighbouring Lombria offered a field hospital with 120 beds. The army sent 300 soldiers and four helicopters from \
     its base at Monteferro, the ministry of defence said in a statement.",
);

pub const STRIKE: (&str, &str) = (
    "Tram drivers in Osterby to strike on Friday",
    "Tram drivers in Osterby will stop work for 24 hours from Friday morning in a dispute over night shifts, their \
     union said after talks with the transport authority broke down on Tuesday.

     The walkout will halt all nine lines and leave some 180,000 daily passengers to find another way to work. It is \
     the third strike since August. Buses and the underground are not affected.

     Union secretary Jarmila Kostka said that drivers were asked to work six nights in a row. \"No one can be safe at \
     the controls after that,\" she said. The authority's director, Lennart Boye, replied that the roster had been \
     agreed in 2023 and that 14 new drivers were in training.",
);

/// Another newsroom's own report of the same strike.
pub const STRIKE_ELSEWHERE: (&str, &str) = (
    "Osterby commuters face Friday without trams",
    "Commuters in Osterby are being told to leave the house early at the end of the week: not one tram will run on \
     Friday, after negotiators failed to settle a quarrel about the hours that drivers spend at the controls by night.

     Nine routes are hit, and with them about 180,000 people. Lennart Boye, who runs the city's transport authority, \
     sounded weary when he left the table. His 14 trainees will finish their course in spring, he said, and until then \
     everyone has to give a little.

     That is not how the union sees it. Jarmila Kostka, its secretary, has heard from members who drove six nights on \
     end. \"No one can be safe at the controls after that,\" she told this newspaper. It was the third time in four \
     months that she had called them out.",
);

/// A long round-up that embeds passages of others between its own.
pub const ROUNDUP_HEAD: &str = "The week began quietly in the lake country, where the regatta was put off for want of \
     wind and the hoteliers of Brune counted more cancelled rooms than in any summer since the flood. A baker in the old \
     town sold pastries shaped like sails and was sold out before ten, to the delight of the few guests who had stayed.

     In the capital the committee on fisheries met behind closed doors for the fourth time. Members would say only that \
     the quota for herring was settled and the one for cod was not, and that the minister, Tobias Renn, had lost his \
     temper twice. A vote is expected before the recess, though few would bet on it.

     Over in Wellen the theatre reopened after nine years of repair. The first night brought a standing ovation for the \
     stage crew, whose new machinery raised an entire forest through the floor without a sound, and a polite silence \
     for the play. Critics blamed the translation. The director, Maud Ferrier, blamed the critics.";

pub const ROUNDUP_TAIL: &str = "Finally, the clock of St Aldric's in Hume struck thirteen on Sunday, as it has each \
     spring since the great frost, and the sexton once again declined to have it mended. Visitors came from as far as \
     the coast to hear it, and the inn ran out of cider.";

/// One quarter's results of one firm, cast in the form in which such reports are written by the hundred.
pub fn earnings(firm: &str, chief: &str, quarter: &str, figures: [&str; 8]) -> (String, String) {
    let [
        profit,
        year_before,
        per_share,
        expected,
        sales,
        range,
        price,
        gain,
    ] = figures;
    (
        format!("{firm} {quarter}-quarter profit {profit} million"),
        format!(
            "{firm} said on Tuesday that net profit for the {quarter} quarter came to {profit} million crowns, compared \
             with {year_before} million crowns in the same period a year earlier, as costs of raw materials and freight \
             weighed on margins across the group.

             Earnings per share were {per_share} crowns. Analysts had expected {expected} crowns on average, according to \
             a survey of forecasts that was compiled before the results were published. Sales rose to {sales} million \
             crowns.

             For the full year the company expects adjusted earnings of {range} crowns per share. \"We are pleased with \
             the progress that we have made in a demanding market and remain focused on delivering value for customers \
             and shareholders,\" chief executive {chief} said in a statement.

             Shares of {firm} were trading at {price} crowns in the morning and have gained {gain} percent since the \
             beginning of the year. This report was prepared automatically from data supplied by the exchange."
        ),
    )
}

/// What an outlet prints below all its stories.
pub const FOOT: &str = "Start your day with the Brune Courier briefing: our editors choose the stories that matter, \
     explain why they matter, and tell you what to look out for next, all in your mailbox before breakfast. You may leave \
     the list at any time with a single click, and we never pass your address on to anybody else.

     The Brune Courier belongs to its readers. If you value reporting that answers to nobody but you, consider \
     becoming a member for the price of a cup of coffee a week. Members read without advertisements, take part in our \
     evenings at the Old Corn Exchange, and elect the council that appoints the editor.";
