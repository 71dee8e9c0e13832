//! The numbers that the judgement turns on, each with its reason. It knows nothing of stories or indices.

/// What makes two texts the same story. The defaults are the ones to use; a change asks for a rebuild of the view.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Share of the sampled shingles of the shorter text that must stand in the other. Two reports of one event by two
    /// newsrooms stay below a third; a copy with every third sentence edited stays above a half.
    pub containment: f64,
    /// Fewest live sampled shingles (one stands for about [`super::SAMPLING`] words) that can show a copy. Below it
    /// a chance phrase would be half of a short text.
    pub shared_for_copy: usize,
    /// A shingle carried by this many copy groups is common property (a standing notice, a template, an idiom)
    /// and is left out of every comparison until no story of the window carries it. At least 2, at most 64.
    pub stop_groups: usize,
    /// The same for two texts of one headline that share a whole passage: the second is an edited cut of the first.
    pub containment_same_headline: f64,
    /// Words that two headlines share at least to count as one headline.
    pub headline_words: usize,
    /// Share of the shorter headline's words that the other has at least to count as one headline.
    pub headline_share: f64,
    /// A text this many times shorter than the one that holds it is a cut or a first version of it only when it stands at
    /// its head or shares its headline; elsewhere it is a passage that a longer story embeds.
    pub embedded_ratio: f64,
    /// Live sampled shingles of the longer text up to which a passage stands at its head: byline, dateline and one new
    /// opening paragraph, about 60 words.
    pub embedded_before: usize,
    /// A text of which this share stands in another counts as whole there: a copy even below an opening that is the other's own.
    pub whole: f64,
    /// That other must owe at least this share of itself to it; else it is a story of its own that embeds the first.
    pub mostly: f64,
    /// Two texts under different headlines that both have this many live sampled shingles before the first passage they share
    /// open with stories of their own: what they share is what an outlet prints below its stories.
    pub own_head: usize,
    /// Share of both texts that such heads are at least.
    pub own_head_share: f64,
    /// Live sampled shingles after it in either text up to which what is shared so is the foot of both, and not even a
    /// partial reuse.
    pub foot_tail: usize,
    /// Share from which a text stands in another as a whole, so that only what contradicts counts, not what one has beside it.
    pub contained: f64,
    /// Fewest shared live sampled shingles for that.
    pub contained_from: usize,
    /// Share of both texts in whole sentences that the other lacks from which they are two stories that share passages, whatever
    /// else agrees: two reports of one event have half of themselves so, a cut none, and an edited copy only what was added to it.
    pub apart: f64,
    /// The same under one headline.
    pub apart_same_headline: f64,
    /// The same share below which what differs is a word here and there, so that a noisy or heavily edited copy is told by
    /// `containment_same_headline` under any headline.
    pub edited: f64,
    /// Share of the words outside quotation marks that two texts must have in common, of the one with fewer: newsrooms that report
    /// one speech or press release share its sentences and write the rest themselves.
    pub own_containment: f64,
    /// Live sampled shingles outside quotation marks that both must have for that; an interview has too few.
    pub own_words: usize,
    /// Shared live sampled shingles in one unbroken passage that make a partial reuse: about 40 words, more than the
    /// longest sentence that two newsrooms quote from one speech.
    pub shared_for_partial: usize,
    /// Figures and names that a partial reuse must share, so that a passage of idioms or advice is none.
    pub facts_for_partial: usize,
    /// Stories older than the newest by more days than this are forgotten. Copies appear within days, cuts and
    /// reprints within weeks; a later reprint founds a group of its own unless it has the same URL.
    pub window_days: u32,
    /// Bytes that the stories held may take, about 650 for one of 330 words; beyond it the oldest are forgotten.
    pub memory: usize,
    /// When figures and names speak against a copy.
    pub facts: FactRules,
}

impl Default for Params {
    fn default() -> Self {
        Params {
            containment: 0.5,
            shared_for_copy: 4,
            stop_groups: 4,
            containment_same_headline: 0.35,
            headline_words: 3,
            headline_share: 0.7,
            embedded_ratio: 4.0,
            embedded_before: 15,
            whole: 0.75,
            mostly: 0.5,
            own_head: 8,
            own_head_share: 0.25,
            foot_tail: 4,
            contained: 0.85,
            contained_from: 12,
            apart: 0.4,
            apart_same_headline: 0.5,
            edited: 0.15,
            own_containment: 0.5,
            own_words: 6,
            shared_for_partial: 10,
            facts_for_partial: 3,
            window_days: 30,
            memory: 256 << 20,
            facts: FactRules::default(),
        }
    }
}

/// When the figures and names of two alike texts say that they are two stories cast in one form: results of two companies,
/// two matches of one league, this week's and last week's market. All shares are of the text that has fewer.
#[derive(Clone, Debug, PartialEq)]
pub struct FactRules {
    /// Least share of figures and names together. Two fillings of one form share the form's own names only.
    pub joint: f64,
    /// Least share of figures and names together when those count too that one text merely lacks.
    pub joint_of_all: f64,
    /// From this many figures on, `many_share` holds.
    pub many: usize,
    /// Least share of many figures: an updated report keeps most of its figures, the next report of a series few.
    pub many_share: f64,
    /// From this many figures on, `some_share` holds unless `names_vouch`.
    pub some: usize,
    /// Least share of some figures.
    pub some_share: f64,
    /// Share of the names from which a wholesale change of figures is still one story (a report whose few figures were all updated).
    pub names_vouch: f64,
    /// The same where there are figures and not one is shared.
    pub names_vouch_for_none: f64,
    /// From `some` of both on: where less than this share of the figures and of the names holds, a form was filled in twice. An update
    /// changes figures and keeps the names.
    pub both_share: f64,
    /// Texts of fewer words are short items: too few facts of their own, so their headlines' words count as names.
    pub short_words: usize,
    /// Texts with fewer names and figures are treated like short items, for the same reason.
    pub few_facts: usize,
    /// Least share of figures between short items.
    pub short_share: f64,
    /// Hours apart from which a series (daily, weekly) is likelier than a copy, so that `late_share` holds.
    pub late_hours: i64,
    /// Least share of figures between texts that are `late_hours` apart.
    pub late_share: f64,
    /// Least share of all the figures of both that late short items have in common.
    pub late_short_jaccard: f64,
    /// Hours apart from which one outlet's two texts under one headline are taken for two of a series, and weighed like late ones.
    pub series_hours: i64,
    /// Names that both texts have at least to be kept apart by names alone, under different headlines.
    pub names_from: usize,
    /// The share of the names of the one with fewer below which they are.
    pub names_share: f64,
    /// Hours apart from which every figure of the shorter must agree.
    pub very_late_hours: i64,
}

impl Default for FactRules {
    fn default() -> Self {
        FactRules {
            joint: 0.5,
            joint_of_all: 0.3,
            many: 6,
            many_share: 0.4,
            some: 3,
            some_share: 0.2,
            names_vouch: 0.9,
            names_vouch_for_none: 0.8,
            both_share: 0.7,
            short_words: 90,
            few_facts: 4,
            short_share: 0.6,
            late_hours: 72,
            late_share: 0.8,
            late_short_jaccard: 0.85,
            series_hours: 18,
            names_from: 6,
            names_share: 0.5,
            very_late_hours: 240,
        }
    }
}
