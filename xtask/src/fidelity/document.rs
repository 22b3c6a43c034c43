//! FIDELITY.md as HTML: headings with anchors, and each row of a table as an entry of its own, so that it
//! can be read on a phone and linked to. What looks like HTML in it is text.

use core::fmt::Write;
use core::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::cases::{Cases, Tally};
use super::escaped;

/// The page's body, and the way through it.
#[derive(Default)]
pub struct Document {
    pub contents: String,
    pub body: String,
    pub rules: Vec<Rule>,
}

/// A rule, and what of the recordings agrees with it.
pub struct Rule {
    pub says: String,
    pub checked_by: String,
    pub tally: Tally,
}

/// What a row or heading is called in an address; `panels/src/class/card.rs` makes the same of how the
/// row begins that a lesson speaks of.
pub fn anchor(text: &str) -> String {
    let word = |it: char| match it {
        it if it.is_ascii_alphanumeric() => it.to_ascii_lowercase(),
        _ => '-',
    };
    text.chars().map(word).collect()
}

/// The document, and what was counted, as HTML.
pub fn html(markdown: &str, cases: &Cases) -> Document {
    let mut refused = Vec::new();
    let events: Vec<Placed<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES)
        .into_offset_iter()
        .map(|(event, range)| (harmless(event, &mut refused), range))
        .collect();
    let mut document = Document::default();
    let mut plain = Vec::new();
    let mut events = events.into_iter();
    while let Some((event, _)) = events.next() {
        match event {
            // The page has its own title.
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => {
                until(&mut events, |it| matches!(it, TagEnd::Heading(_)));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                html::push_html(&mut document.body, plain.drain(..));
                let words = until(&mut events, |it| matches!(it, TagEnd::Heading(_)));
                document.heading(level, &words);
            }
            Event::Start(Tag::Table(_)) => {
                html::push_html(&mut document.body, plain.drain(..));
                let table = until(&mut events, |it| matches!(it, TagEnd::Table));
                document.table(markdown, table, cases);
            }
            event => plain.push(event),
        }
    }
    html::push_html(&mut document.body, plain.into_iter());
    document
}

type Placed<'a> = (Event<'a>, Range<usize>);

/// Only what can do no harm, wherever it comes from: markup becomes text, and links lead to a place on
/// the page or to a web site. `refused` has for each link that is open whether it is none any more.
fn harmless<'a>(event: Event<'a>, refused: &mut Vec<bool>) -> Event<'a> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
        Event::End(TagEnd::Image) => Event::End(TagEnd::Emphasis),
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            let is_refused = !dest_url.starts_with('#') && !dest_url.starts_with("https://");
            refused.push(is_refused);
            if is_refused {
                Event::Start(Tag::Emphasis)
            } else {
                event
            }
        }
        Event::End(TagEnd::Link) if refused.pop() == Some(true) => Event::End(TagEnd::Emphasis),
        other => other,
    }
}

/// What comes before this end.
fn until<'a>(events: &mut IntoIter<Placed<'a>>, is_end: fn(&TagEnd) -> bool) -> Vec<Placed<'a>> {
    events
        .take_while(|(event, _)| !matches!(event, Event::End(end) if is_end(end)))
        .collect()
}

/// A cell of a table.
struct Cell {
    /// As it is written.
    text: String,
    html: String,
    /// What stands in it as code.
    names: Vec<String>,
}

impl Cell {
    fn of(markdown: &str, events: Vec<Placed<'_>>) -> Self {
        let begin = events.first().map_or(0, |(_, range)| range.start);
        let end = events.last().map_or(0, |(_, range)| range.end);
        let name = |event: &Event<'_>| match event {
            Event::Code(name) => Some(name.to_string()),
            _ => None,
        };
        let names = events.iter().filter_map(|(event, _)| name(event)).collect();
        let mut html = String::new();
        html::push_html(&mut html, events.into_iter().map(|(event, _)| event));
        Self {
            text: markdown[begin..end].to_owned(),
            html,
            names,
        }
    }
}

impl Document {
    fn heading(&mut self, level: HeadingLevel, words: &[Placed<'_>]) {
        let said: String = words
            .iter()
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) => Some(&**text),
                _ => None,
            })
            .collect();
        let (id, said) = (anchor(&said), escaped(&said));
        let _ = write!(self.body, "<{level} id=\"{id}\">{said}</{level}>");
        let class = if level == HeadingLevel::H2 {
            "part"
        } else {
            "piece"
        };
        let _ = write!(
            self.contents,
            "<li class=\"{class}\"><a href=\"#{id}\">{said}</a></li>"
        );
    }

    fn table(&mut self, markdown: &str, table: Vec<Placed<'_>>, cases: &Cases) {
        let mut events = table.into_iter();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = until(&mut events, |it| matches!(it, TagEnd::TableCell));
                    if let Some(row) = rows.last_mut() {
                        row.push(Cell::of(markdown, cell));
                    }
                }
                _ => {}
            }
        }
        let mut rows = rows.into_iter();
        let names = rows.next().unwrap_or_default();
        for row in rows {
            self.row(&names, &row, cases);
        }
    }

    fn row(&mut self, names: &[Cell], row: &[Cell], cases: &Cases) {
        let is_rule = names.last().is_some_and(|it| it.text == "checked by");
        let [what, rest @ ..] = row else { return };
        let id = anchor(&what.text);
        let _ = write!(
            self.body,
            "<article id=\"{id}\"><h4><a class=\"here\" href=\"#{id}\" aria-label=\"A link to this\">#</a> {}</h4><dl>",
            what.html
        );
        for (name, cell) in names.iter().skip(1).zip(rest) {
            if !cell.html.is_empty() {
                let _ = write!(
                    self.body,
                    "<div><dt>{}</dt><dd>{}</dd></div>",
                    name.html, cell.html
                );
            }
        }
        self.body.push_str("</dl>");
        if is_rule {
            let in_code: Vec<String> = row.iter().flat_map(|it| it.names.clone()).collect();
            let tally = cases.tally(&in_code);
            self.body.push_str(&counted(tally));
            self.rules.push(Rule {
                says: what.text.clone(),
                checked_by: rest.last().map_or(String::new(), |it| it.text.clone()),
                tally,
            });
        }
        self.body.push_str("</article>");
    }
}

/// How many cases of Kafka itself agree with a rule.
fn counted(tally: Tally) -> String {
    let some = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("<b>1</b> {one}")),
        _ => Some(format!("<b>{count}</b> {many}")),
    };
    let said = [
        some(
            tally.recorded as usize,
            "recorded case agrees",
            "recorded cases agree",
        ),
        some(
            tally.live,
            "script with the real librdkafka agrees",
            "scripts with the real librdkafka agree",
        ),
    ];
    match said {
        [None, None] => {
            "<p class=\"own\">Read in the source; checked by tests of this project’s own</p>"
                .to_owned()
        }
        said => format!(
            "<p class=\"counted\">{}</p>",
            said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        ),
    }
}
