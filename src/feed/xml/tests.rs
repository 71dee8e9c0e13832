//! Broken markup and what becomes of it, written out again.

use super::*;

/// The whole tree as markup, without quotation marks to keep the tables readable.
fn shown(text: &str) -> String {
    let tree = read(text, 100);
    tree.markup(DOCUMENT, "https://x.example/")
        .replace("&quot;", "\"")
}

#[test]
fn whatever_is_broken_stays_local() {
    for (text, expect) in [
        ("<a><b>x</b></a>", "<a><b>x</b></a>"),
        // An end is missing, too much, or in the wrong case.
        ("<a><b>x</a>", "<a><b>x</b></a>"),
        ("<a>x</b></a>", "<a>x</a>"),
        ("<A>x</a>", "<a>x</a>"),
        ("<a><b", "<a></a>"),
        // Fields end where the next begins; items where the next begins.
        (
            "<channel><item><title>T<link>u</link><guid>g</item><item><title>U</title></item></channel>",
            "<channel><item><title>T</title><link>u</link><guid>g</guid></item><item><title>U</title></item></channel>",
        ),
        (
            "<channel><item><title>T</title><item><title>U</title></item></channel>",
            "<channel><item><title>T</title></item><item><title>U</title></item></channel>",
        ),
        // Sections.
        ("<a><![CDATA[<b> & ]]>c</a>", "<a>&lt;b&gt; &amp; c</a>"),
        ("<a><![CDATA[b</a>", "<a>b</a>"),
        (
            "<rss><item><title><![CDATA[x</title></item><item><title><![CDATA[y]]></title></item></rss>",
            "<rss><item><title>x</title></item><item><title>y</title></item></rss>",
        ),
        // References are replaced once.
        (
            "<a>&amp;lt; &eacute; & &no; &#8217; &#x201c; &#146;</a>",
            "<a>&amp;lt; é &amp; &amp;no; ’ “ ’</a>",
        ),
        (
            "<!DOCTYPE a [<!ENTITY n \"N &amp; Co\"><!ENTITY m '&n;!'>]><a>&m;</a>",
            "<a>N &amp; Co!</a>",
        ),
        ("<a>1 < 2 <3</a>", "<a>1 &lt; 2 &lt;3</a>"),
        // Attributes.
        (
            "<a b=c d='e\"' f>x</a>",
            "<a b=\"c\" d=\"e\"\" f=\"\">x</a>",
        ),
        (
            "<a><b h=\"u/><c>x</c></a>",
            "<a><b h=\"u\"></b><c>x</c></a>",
        ),
        ("<a t=\"1 > 0\">x</a>", "<a t=\"1 &gt; 0\">x</a>"),
    ] {
        assert_eq!(shown(text), expect, "{text}");
    }
}

#[test]
fn a_name_means_what_its_address_says_or_its_prefix() {
    for (text, ns) in [
        (
            "<x:date xmlns:x='http://purl.org/dc/elements/1.1/'/>",
            Ns::Dc,
        ),
        ("<dc:date/>", Ns::Dc),
        ("<dc:date xmlns:dc='http://nobody.example/'/>", Ns::Dc),
        (
            "<media:content xmlns:media='http://search.yahoo.com/mrss'/>",
            Ns::Media,
        ),
        ("<feed xmlns='http://purl.org/atom/ns#'/>", Ns::Atom),
        ("<feed xmlns='http://nobody.example/'/>", Ns::Core),
        ("<x:item xmlns:x='http://purl.org/rss/1.0/'/>", Ns::Core),
        (
            "<slash:comments xmlns:slash='http://purl.org/rss/1.0/modules/slash/'/>",
            Ns::Other,
        ),
        ("<p xmlns='http://www.w3.org/1999/xhtml'/>", Ns::Xhtml),
    ] {
        assert_eq!(read(text, 9).get(1).ns, ns, "{text}");
    }
}

#[test]
fn hostile_markup_costs_linear_time_and_bounded_depth() {
    for text in [
        "<a>".repeat(200_000),
        "<a b=\"".repeat(100_000),
        "<![CDATA[".repeat(100_000),
        "<!--".repeat(100_000),
        "<!DOCTYPE [".repeat(100_000),
        "<item><![CDATA[".repeat(50_000),
        "</a>".repeat(200_000),
        "<item><title>x<link>".repeat(50_000),
        "&a;".repeat(300_000),
        format!(
            "<!DOCTYPE a [<!ENTITY a \"{}\">]><a>{}</a>",
            "x".repeat(1000),
            "&a;".repeat(100_000)
        ),
    ] {
        let tree = read(&text, 2_000);
        assert!(tree.elements.len() <= MAX_ELEMENTS);
        let out = tree.markup(DOCUMENT, "https://x.example/");
        assert!(out.len() < 8 << 20, "{}", out.len());
    }
}
