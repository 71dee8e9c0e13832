//! Outlines to OPML 2.0. Knows nothing of how they were read.

use super::Outline;

/// An OPML 2.0 document of these feeds. Feeds of one group stand together, ungrouped ones first, otherwise in the order given.
pub fn write(outlines: &[Outline]) -> String {
    let mut sorted: Vec<&Outline> = outlines.iter().collect();
    sorted.sort_by(|a, b| a.groups.cmp(&b.groups));

    let mut body = String::new();
    let mut open: &[String] = &[];
    for outline in sorted {
        let groups = &outline.groups[..];
        let shared = open.iter().zip(groups).take_while(|(a, b)| a == b).count();
        close(&mut body, open.len(), shared);
        for (depth, group) in groups.iter().enumerate().skip(shared) {
            let name = attribute(group);
            line(&mut body, depth, &format!("<outline text=\"{name}\">"));
        }
        open = groups;
        line(&mut body, open.len(), &feed_tag(outline));
    }
    close(&mut body, open.len(), 0);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Feeds</title>\n  </head>\n  \
         <body>\n{body}  </body>\n</opml>\n"
    )
}

fn feed_tag(outline: &Outline) -> String {
    let title = match outline.title.as_str() {
        "" => attribute(&outline.xml_url),
        title => attribute(title),
    };
    let address = attribute(&outline.xml_url);
    let site = outline.html_url.as_ref().map_or(String::new(), |url| {
        format!(" htmlUrl=\"{}\"", attribute(url))
    });
    format!("<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"{site}/>")
}

fn close(body: &mut String, open: usize, keep: usize) {
    for depth in (keep..open).rev() {
        line(body, depth, "</outline>");
    }
}

fn line(body: &mut String, depth: usize, tag: &str) {
    let indent = 2 * depth + 4;
    body.push_str(&format!("{:indent$}{tag}\n", ""));
}

/// Text as an attribute's value. Control characters, which XML cannot hold, become spaces.
fn attribute(text: &str) -> String {
    let text = text.replace(
        |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'),
        " ",
    );
    quick_xml::escape::escape(text).into_owned()
}
