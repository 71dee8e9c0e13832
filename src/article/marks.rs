//! What an element says of itself by class, id and the like: the story's body, a box of the page, a caption. Knows the names
//! that publishing systems give; not what stands in the element, so that later steps weigh the name against the text.

use dom_query::NodeRef;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a box is by its own account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// It says nothing of itself.
    #[default]
    Plain,
    /// It holds the story's text; the number says how plainly: 1 by its element, 2 by a usual name, 3 by a standard's.
    Story(u8),
    /// It is part of the page and not of the story, whatever its size: a menu, a sidebar, other stories.
    Furniture,
    /// The same where it is small; a large one of this name is a page's layout and may hold the story.
    SmallFurniture,
    /// Readers' words under the story.
    Comments,
}

/// What was read of one element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// What it is.
    pub role: Role,
    /// Its text describes a picture.
    pub is_caption: bool,
    /// Its text repeats a sentence of the story as an ornament.
    pub is_pull: bool,
    /// A digest of element and classes.
    pub look: u64,
    /// It has a class, so that boxes that look alike were made alike.
    pub is_classed: bool,
}

/// Longest list of classes that is read, in bytes; what follows is not.
const MAX_CLASSES: usize = 400;

/// Names of the box with the story's text, letters and digits only, in lower case; they may stand within a longer name.
const STORY: &str = "
    articlebody storybody entrycontent postcontent postbody articlecontent articletext storycontent
    storytext fieldnamebody bodycopy bodytext articlecopy newstext newsbody newscontent contentbody
    artbody arttext singlecontent posttext storycopy articlemaincontent articulocuerpo cuerponoticia
    noticiacuerpo articulotexto textonoticia corpodanoticia corpodotexto articletexte textearticle
    artikeltext artikelinhalt artikelbody articlemain mainarticle detailbody detailtext articledetail
    storydetail newsdetail fulltext fullstory richtextbody bodycontent assetcontent pagecontentbody
    gntarb articlesection articleparagraphs postentry postarticle blogcontent blogpostbody
    articlewysiwyg maintext textblock storyelementtext availablecontent gharticle sqsblockcontent
    amparticle paragraphwrapper printcontent articleview articulobody";

/// Names that are a page's own whatever their box's size.
const FURNITURE: &str = "
    nav navbar navigation menu megamenu breadcrumb breadcrumbs sidebar rail rightrail footer footnav
    masthead related recirculation recirc recommended recommendations recommendation trending popular
    mostread mostpopular mostviewed outbrain taboola zergnet revcontent dianomi cookie cookies gdpr
    onetrust truste didomi cmp interstitial pagination pager teasers teaser newsletter newsletters promo
    promos advert adverts advertisement advertising advertorial sponsored adslot adunit sharebar
    sharetools sharing sharedaddy addtoany jp relatedposts morestories morefrom morenews readmore
    readnext seealso alsoread readalso upnext youmaylike alsolike lireaussi leaaussi leggianche
    authorbio authorbox authorinfo aboutauthor postnavigation tagcloud latestnews topstories latest
    inread crosslink crosslinks richlink relatedlinks relatedcontent relatedstories relatedarticles
    relatednews nextarticle prevarticle onward endmatter skiplink skiplinks screenreader
    colophon syndication";

/// Names that are a page's own where the box is small.
const SMALL: &str = "
    share video videoplayer strapline social subscribe subscription signup paywall ad ads dfp banner
    widget promotion kicker eyebrow timestamp byline bylines author authors bio meta metadata tags
    taglist topics keywords category categories toolbar tools utility utilities print modal popup
    overlay tooltip lightbox copyright disclaimer rating ratings follow donate donation membership
    registration login player playlist carousel caroussel slider ticker alert buttons button cta links
    linklist pubdate published updated readtime readingtime wordcount views correspondent posted
    postmeta entrymeta articlemeta callout feedback survey poll quiz countdown sponsor partner app
    appdownload whatsapp telegram facebook twittershare contributors credits license licence reprint
    reprints permissions toc tableofcontents jumplink skip avatar noprint hide";

/// Names of boxes with what readers write.
const COMMENTS: &str = "
    comment comments commentlist disqus respond coral livefyre viafoura spotim openweb fyre
    commentsection discussion commento hyvor usercomments readercomments";

/// Names of what stands under or over a picture, beside all with `caption` in them.
const CAPTIONS: &str = "
    cutline credit photocredit imagecredit imgcredit photographer legende bildunterschrift
    bildtext pieimagen piefoto didascalia imagesource photosource imagetext";

/// The lists, ready to be asked.
static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    story: STORY.split_ascii_whitespace().collect(),
    furniture: FURNITURE.split_ascii_whitespace().collect(),
    small: SMALL.split_ascii_whitespace().collect(),
    comments: COMMENTS.split_ascii_whitespace().collect(),
    captions: CAPTIONS.split_ascii_whitespace().collect(),
    elsewhere: ELSEWHERE.split_ascii_whitespace().collect(),
});

struct Lists {
    story: Vec<&'static str>,
    furniture: HashSet<&'static str>,
    small: HashSet<&'static str>,
    comments: HashSet<&'static str>,
    captions: HashSet<&'static str>,
    elsewhere: HashSet<&'static str>,
}

/// Words with which a class begins that speaks of the page's layout or of the story's subjects, not of what the box is.
const ELSEWHERE: &str = "
    has with no without layout template js not show hide grid col is u lg md sm xl";

/// Reads an element's account of itself.
pub(super) fn read(name: &str, node: &NodeRef<'_>) -> Reading {
    let mut reading = Reading {
        role: by_element(name, node),
        look: fnv(name.as_bytes(), 0xcbf2_9ce4_8422_2325),
        ..Reading::default()
    };
    if matches!(
        name,
        "html" | "body" | "br" | "b" | "i" | "em" | "strong" | "a" | "img"
    ) {
        return reading;
    }
    let class = node.attr("class").unwrap_or_default();
    let class = clip(&class);
    reading.is_classed = !class.trim().is_empty();
    // Numbers in names differ from box to box.
    let steady = class.bytes().filter(|b| !b.is_ascii_digit());
    reading.look = steady.fold(reading.look, |h, b| fnv(&[b], h));
    if node
        .attr("itemprop")
        .is_some_and(|p| p.contains("articleBody"))
    {
        reading.role = Role::Story(3);
        return reading;
    }
    let is_post = class.contains("hentry") || class.contains("type-post");
    let is_frame = is_post || name == "main";
    let attributes = [
        "id",
        "data-component",
        "data-testid",
        "data-test-id",
        "data-gu-name",
        "data-area",
        "role",
        "data-dtm-region",
    ];
    // A heading's id is its anchor, made of its own words.
    let is_anchor =
        |a: &&str| *a == "id" && matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let others = attributes.iter().filter(|a| !is_anchor(a));
    let others: Vec<_> = others.filter_map(|a| node.attr(a)).collect();
    let names = class
        .split_ascii_whitespace()
        .chain(others.iter().map(|v| clip(v)));
    for token in names {
        let words = words_of(token);
        let is_elsewhere = is_elsewhere(&words);
        let squashed = words.concat();
        if squashed.contains("pullquote") || squashed.contains("pullout") {
            reading.is_pull = true;
        }
        if is_frame {
            continue;
        }
        let is_caption = |w: &String| LISTS.captions.contains(w.as_str());
        if squashed.contains("caption") || words.iter().any(is_caption) {
            reading.is_caption = true;
        }
        let role = by_name(&words, &squashed);
        if !is_elsewhere || matches!(role, Role::Story(_)) {
            reading.role = stronger(reading.role, role);
        }
    }
    // An ornament of the story stands beside it, whatever element holds it.
    if reading.is_pull && reading.role != Role::Comments {
        reading.role = Role::Plain;
    }
    let body = ["data-gu-name", "data-area"];
    if body
        .iter()
        .any(|a| node.attr(a).is_some_and(|v| v.eq_ignore_ascii_case("body")))
    {
        reading.role = Role::Story(3);
    }
    // A time, a line of a form or a label is never more than that.
    if reading.role == Role::Plain && matches!(name, "time" | "label" | "legend") {
        reading.role = Role::SmallFurniture;
    }
    reading
}

/// What an element is before its classes are read.
fn by_element(name: &str, node: &NodeRef<'_>) -> Role {
    let role = node.attr("role").unwrap_or_default();
    match name {
        "nav" | "footer" | "aside" => Role::Furniture,
        "form" | "menu" | "search" => Role::SmallFurniture,
        "article" | "main" => Role::Story(1),
        _ => match &*role {
            "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog"
            | "alertdialog" => Role::Furniture,
            "main" | "article" => Role::Story(1),
            _ => Role::Plain,
        },
    }
}

/// What one class or id says.
fn by_name(words: &[String], squashed: &str) -> Role {
    let has = |list: &HashSet<&str>| {
        words.iter().any(|w| list.contains(w.as_str()))
            || words
                .windows(2)
                .any(|pair| list.contains(pair.concat().as_str()))
    };
    // An author's own box in the text (Ghost), which elsewhere is the page's.
    let is_own = words.first().is_some_and(|w| w == "kg") && words.iter().any(|w| w == "callout");
    if is_own {
        Role::Plain
    } else if has(&LISTS.comments) {
        Role::Comments
    } else if has(&LISTS.furniture) {
        Role::Furniture
    } else if has(&LISTS.small) {
        Role::SmallFurniture
    } else if LISTS.story.iter().any(|name| squashed.contains(name)) {
        Role::Story(2)
    } else {
        Role::Plain
    }
}

/// Whether a class speaks of what is in or beside the box: `layout-sidebar`, `main-with-sidebar`.
fn is_elsewhere(words: &[String]) -> bool {
    let is_first = words
        .first()
        .is_some_and(|w| LISTS.elsewhere.contains(w.as_str()));
    let holds = ["has", "with", "without", "no"];
    words.len() > 1 && (is_first || words.iter().any(|w| holds.contains(&w.as_str())))
}

/// Of two accounts the one that says more. The body's own name counts for more than a page's word beside it.
fn stronger(a: Role, b: Role) -> Role {
    let rank = |role: Role| match role {
        Role::Plain => 0,
        Role::Story(1) => 1,
        Role::SmallFurniture => 2,
        Role::Furniture => 3,
        Role::Comments => 4,
        Role::Story(_) => 5,
    };
    if rank(b) > rank(a) { b } else { a }
}

/// The words of a name, in lower case: `articleBody-text--x1` is article, body, text, x1.
fn words_of(token: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    for c in token.chars() {
        let parts = !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && was_small;
        if parts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        was_small = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether a reader would not see the element.
pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    if node.has_attr("hidden") {
        return true;
    }
    let style = node.attr("style").unwrap_or_default();
    let style: String = style
        .chars()
        .take(200)
        .filter(|c| !c.is_whitespace())
        .collect();
    let style = style.to_ascii_lowercase();
    if style.contains("display:none") || style.contains("visibility:hidden") {
        return true;
    }
    let class = node.attr("class").unwrap_or_default();
    clip(&class).split_ascii_whitespace().any(|c| {
        matches!(
            c,
            "sr-only"
                | "visually-hidden"
                | "visuallyhidden"
                | "screen-reader-text"
                | "hidden"
                | "element-invisible"
                | "u-hidden"
        )
    })
}

/// Whether the element holds text that no reader can read, kept in the page for those who pay.
pub(super) fn is_scrambled(node: &NodeRef<'_>) -> bool {
    let class = node.attr("class").unwrap_or_default();
    class.contains("encrypted")
}

/// The beginning of a value, which is all that is read of it.
fn clip(value: &str) -> &str {
    let mut end = MAX_CLASSES.min(value.len());
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value.get(..end).unwrap_or_default()
}

/// FNV-1a.
fn fnv(bytes: &[u8], seed: u64) -> u64 {
    bytes.iter().fold(seed, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn boxes_are_what_they_say() {
        for (markup, expect) in [
            ("<div class='article-body__content__17Yit'>", Role::Story(2)),
            (
                "<div class='ArticleBody-articleBody--2dAT'>",
                Role::Story(2),
            ),
            (
                "<div class='field field-name-body field-type-text'>",
                Role::Story(2),
            ),
            (
                "<div itemprop='description articleBody' class='related'>",
                Role::Story(3),
            ),
            ("<div data-gu-name='body'>", Role::Story(3)),
            (
                "<article class='post type-post category-social tag-newsletter'>",
                Role::Story(1),
            ),
            ("<div class='layout layout-with-rail'>", Role::Plain),
            ("<div class='main-with-sidebar'>", Role::Plain),
            ("<div class='has-comments'>", Role::Plain),
            ("<div class='shareholders'>", Role::Plain),
            ("<div class='right-rail'>", Role::Furniture),
            ("<div class='relatedStories'>", Role::Furniture),
            ("<div class='article-body-related'>", Role::Furniture),
            ("<div role='navigation'>", Role::Furniture),
            ("<div class='social-share'>", Role::SmallFurniture),
            ("<div id='comments'>", Role::Comments),
            ("<div class='c1 x2'>", Role::Plain),
        ] {
            let document = dom_query::Document::from(format!("<body>{markup}"));
            let found = document.select("body > *");
            let node = found.nodes().first().unwrap();
            let reading = read(&node.node_name().unwrap(), node);
            assert_eq!(reading.role, expect, "{markup}");
        }
    }

    #[test]
    fn names_have_words() {
        for (name, expect) in [
            ("articleBody-text--x1", "article body text x1"),
            ("SITE_HEADER", "site header"),
            ("c-entry__content", "c entry content"),
            ("--", ""),
        ] {
            assert_eq!(words_of(name).join(" "), expect);
        }
    }
}
