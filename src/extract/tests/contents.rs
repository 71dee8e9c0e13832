//! Where contents begin and end, and where there is none.

use super::check;

#[test]
fn where_contents_begin_and_end() {
    check(&[
        (
            "KENT (Newsline) — The bridge was closed on Monday, Ann Lee said.",
            &["Ann Lee | said | The bridge was closed on Monday | indirect | Ann Lee"],
        ),
        (
            "Ann Lee said that the toll was “not a tax,” calming the drivers for a day.",
            &["Ann Lee | said | that the toll was “not a tax,” | mixed | Ann Lee"],
        ),
        (
            "Ann Lee said the toll was fair and promised to publish the sums.",
            &[
                "Ann Lee | said | the toll was fair | indirect | Ann Lee",
                "Ann Lee | promised | to publish the sums | indirect | Ann Lee",
            ],
        ),
        (
            "Tom Dahl, its chief engineer, demanded to see the bridge.",
            &["Tom Dahl, its chief engineer, | demanded | to see the bridge | indirect | Tom Dahl"],
        ),
        (
            "Several said that they would cross the river by boat.",
            &["Several | said | that they would cross the river by boat | indirect | Several"],
        ),
        (
            "One of them, a retired diver, said the bridge was closed.",
            &[
                "One of them, a retired diver, | said | the bridge was closed | indirect | retired diver",
            ],
        ),
        (
            "The council’s own survey, published on Monday, shows that the bridge is old.",
            &[
                "The council’s own survey, published on Monday, | shows | that the bridge is old | indirect | council",
            ],
        ),
        (
            "The Reed Guild accused the council of theft. It urged the mayor to close the bridge.",
            &[
                "The Reed Guild | accused | the council of theft | indirect | Reed Guild",
                "It | urged | the mayor to close the bridge | indirect | Reed Guild",
            ],
        ),
        (
            "Asked whether the bridge would fall, as it did in May, Ann Lee laughed. “It will see us all out.”",
            &["Ann Lee | laughed | “It will see us all out.” | direct | Ann Lee"],
        ),
        (
            "‘It’s an old bridge,’ Ann Lee said. ‘It was old in my day, and I’m no child.\n‘It will fall.’",
            &[
                "Ann Lee | said | ‘It’s an old bridge,’ .. ‘It was old in my day, and I’m no child. .. ‘It will fall.’ | direct | Ann Lee",
            ],
        ),
    ]);
}

#[test]
fn nothing_is_said() {
    check(&[
        (
            "The song is named after the stone on the hill, which reads ‘Rest and look’.",
            &[],
        ),
        ("A sign by the gate says ‘Mind the geese’.", &[]),
        ("We asked the people who knew the bridge best.", &[]),
        (
            "Asked whether the bridge would fall, as it did in May, Ann Lee laughed.",
            &[],
        ),
        ("The so-called “bridge tax” is due in May.", &[]),
        ("She read “The Bridge” twice.", &[]),
        ("Ann Lee declined to comment on the bridge.", &[]),
        ("Ann Lee did not say whether the bridge was closed.", &[]),
        ("Ann Lee refused to say that the bridge was closed.", &[]),
        ("The claims of the council fell flat.", &[]),
        ("The reported closing of the bridge made news.", &[]),
        (
            "If Ann Lee says the bridge is closed, nobody will cross.",
            &[],
        ),
        ("Ann Lee could say that the bridge is closed.", &[]),
        ("[caption]“We will go,” Ann Lee said.", &[]),
        ("[box]Ann Lee said that the bridge was closed.", &[]),
        ("Ann Lee said no.", &[]),
        ("Ann Lee, who saw it fall, said nothing.", &[]),
        ("", &[]),
    ]);
}
