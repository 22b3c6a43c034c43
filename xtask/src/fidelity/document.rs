//! FIDELITY.md as HTML: headings with anchors, and each row of a table as an entry of its own, so that it
//! can be read on a phone and linked to. What looks like HTML in it is text. Anchors are made of the
//! English in every language: a link leads to the same place in all of them.

use core::fmt::Write;
use core::ops::Range;
use std::collections::BTreeSet;
use std::vec::IntoIter;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::cases::{Cases, Tally};
use super::escaped;
use super::translation::{Translation, inline, is_wide, key};
use crate::language::Language;

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

/// Every text of the document, as it is looked up in a translation: headings, paragraphs, items of
/// lists, and cells of tables.
pub fn texts(markdown: &str) -> BTreeSet<String> {
    let events = events(markdown);
    let chunks = events.chunk_by(is_one_text);
    chunks.filter_map(|it| text_of(markdown, it)).collect()
}

/// The document, and what was counted, as HTML.
pub fn html(markdown: &str, cases: &Cases, translation: &Translation) -> Document {
    let source = Source {
        markdown,
        translation,
    };
    let mut document = Document::default();
    let mut plain = Vec::new();
    let mut events = events(markdown).into_iter();
    while let Some((event, range)) = events.next() {
        match event {
            // The page has its own title.
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => {
                until(&mut events, |it| matches!(it, TagEnd::Heading(_)));
            }
            Event::Start(Tag::Heading { level, .. }) => {
                html::push_html(&mut document.body, source.said(&plain).into_iter());
                plain.clear();
                let words = until(&mut events, |it| matches!(it, TagEnd::Heading(_)));
                document.heading(level, &words, &source);
            }
            Event::Start(Tag::Table(_)) => {
                html::push_html(&mut document.body, source.said(&plain).into_iter());
                plain.clear();
                let table = until(&mut events, |it| matches!(it, TagEnd::Table));
                document.table(table, cases, &source);
            }
            event => plain.push((event, range)),
        }
    }
    html::push_html(&mut document.body, source.said(&plain).into_iter());
    document
}

type Placed<'a> = (Event<'a>, Range<usize>);

fn events(markdown: &str) -> Vec<Placed<'_>> {
    let mut refused = Vec::new();
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
        .into_offset_iter()
        .map(|(event, range)| (harmless(event, &mut refused), range))
        .collect()
}

/// Whether it is a part of a text, and not of how texts are arranged.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Start(tag) => matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Link { .. }),
        Event::End(end) => matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link),
        _ => false,
    }
}

fn is_one_text((one, _): &Placed<'_>, (next, _): &Placed<'_>) -> bool {
    is_inline(one) && is_inline(next)
}

/// The text of what [`is_one_text`] says belongs together, as it is looked up.
fn text_of(markdown: &str, chunk: &[Placed<'_>]) -> Option<String> {
    let (first, _) = chunk.first()?;
    is_inline(first).then(|| key(written(markdown, chunk)))
}

/// These events as they are written.
fn written<'a>(markdown: &'a str, events: &[Placed<'_>]) -> &'a str {
    let begin = events.first().map_or(0, |(_, range)| range.start);
    let end = events.last().map_or(0, |(_, range)| range.end);
    &markdown[begin..end]
}

/// What is written, and what is said for it.
#[derive(Clone, Copy)]
struct Source<'a> {
    markdown: &'a str,
    translation: &'a Translation,
}

impl<'a> Source<'a> {
    /// The same, with each text in the language of the page.
    fn said(self, events: &[Placed<'a>]) -> Vec<Event<'a>> {
        let said = |chunk: &[Placed<'a>]| {
            let translated = text_of(self.markdown, chunk).and_then(|it| self.translation.of(&it));
            match translated {
                Some(translated) => inline(translated),
                None => chunk.iter().map(|(event, _)| event.clone()).collect(),
            }
        };
        events.chunk_by(is_one_text).flat_map(said).collect()
    }
}

/// Words without their markup.
fn words_of(events: &[Event<'_>]) -> String {
    let word = |event: &Event<'_>| match event {
        Event::Text(text) | Event::Code(text) => text.to_string(),
        Event::SoftBreak => " ".to_owned(),
        _ => String::new(),
    };
    events.iter().map(word).collect()
}

/// Only what can do no harm, wherever it comes from: markup becomes text, and links lead to a place on
/// the page or to a web site. `refused` has for each link that is open whether it is none any more.
pub fn harmless<'a>(event: Event<'a>, refused: &mut Vec<bool>) -> Event<'a> {
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
    /// As it is read out.
    words: String,
    /// What stands in it as code.
    names: Vec<String>,
}

impl Cell {
    fn of(events: &[Placed<'_>], source: &Source<'_>) -> Self {
        let name = |event: &Event<'_>| match event {
            Event::Code(name) => Some(name.to_string()),
            _ => None,
        };
        let names = events.iter().filter_map(|(event, _)| name(event)).collect();
        let said = source.said(events);
        let words = words_of(&said);
        let mut html = String::new();
        html::push_html(&mut html, said.into_iter());
        Self {
            text: written(source.markdown, events).to_owned(),
            html,
            words,
            names,
        }
    }
}

impl Document {
    fn heading(&mut self, level: HeadingLevel, words: &[Placed<'_>], source: &Source<'_>) {
        let english: Vec<Event<'_>> = words.iter().map(|(event, _)| event.clone()).collect();
        let id = anchor(&words_of(&english));
        let said = escaped(&words_of(&source.said(words)));
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

    fn table(&mut self, table: Vec<Placed<'_>>, cases: &Cases, source: &Source<'_>) {
        let mut events = table.into_iter();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        while let Some((event, _)) = events.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = until(&mut events, |it| matches!(it, TagEnd::TableCell));
                    if let Some(row) = rows.last_mut() {
                        row.push(Cell::of(&cell, source));
                    }
                }
                _ => {}
            }
        }
        let mut rows = rows.into_iter();
        let names = rows.next().unwrap_or_default();
        for row in rows {
            self.row(&names, &row, cases, source.translation.language);
        }
    }

    fn row(&mut self, names: &[Cell], row: &[Cell], cases: &Cases, language: Language) {
        let is_rule = names.last().is_some_and(|it| it.text == "checked by");
        let [what, rest @ ..] = row else { return };
        let id = anchor(&what.text);
        let link = escaped(&beginning(&what.words));
        let link = language.of(format!("Link to: {link}"), format!("链接到：{link}"));
        let _ = write!(
            self.body,
            "<article id=\"{id}\"><h4><a class=\"here\" href=\"#{id}\" aria-label=\"{link}\">#</a> {}</h4><dl>",
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
            self.body.push_str(&counted(tally, language));
            self.rules.push(Rule {
                says: what.text.clone(),
                checked_by: rest.last().map_or(String::new(), |it| it.text.clone()),
                tally,
            });
        }
        self.body.push_str("</article>");
    }
}

/// How a text begins, by which it is told from the others: some words, or half as many of the wide
/// letters that are words by themselves.
fn beginning(text: &str) -> String {
    const ROOM: usize = 48;
    let mut width = 0;
    let mut end = 0;
    for (place, letter) in text.char_indices() {
        if letter == ' ' || is_wide(letter) {
            end = place;
        }
        width += if is_wide(letter) { 2 } else { 1 };
        if width > ROOM && end > 0 {
            let words =
                text[..end].trim_end_matches([' ', ',', ':', ';', '，', '：', '；', '、', '。']);
            return format!("{words}…");
        }
    }
    text.to_owned()
}

/// How many cases of Kafka itself agree with a rule.
fn counted(tally: Tally, language: Language) -> String {
    let some = |count: usize, one: &str, many: &str, chinese: &str| {
        let english = if count == 1 { one } else { many };
        let said = language.of(english, chinese);
        (count > 0).then(|| format!("<b>{count}</b> {said}"))
    };
    let said = [
        some(
            tally.recorded as usize,
            "recorded case agrees",
            "recorded cases agree",
            "个录制案例与之一致",
        ),
        some(
            tally.live,
            "script with the real librdkafka agrees",
            "scripts with the real librdkafka agree",
            "个用真实 librdkafka 运行的脚本与之一致",
        ),
    ];
    match said {
        [None, None] => {
            let own = language.of(
                "Read in the source; checked by tests of this project’s own",
                "读自 Kafka 源码；由本项目自己的测试检验",
            );
            format!("<p class=\"own\">{own}</p>")
        }
        said => format!(
            "<p class=\"counted\">{}</p>",
            said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        ),
    }
}
