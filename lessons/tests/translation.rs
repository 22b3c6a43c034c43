//! Every lesson of the catalogue in every language: what is built in has only one of them.

#[path = "../translation.rs"]
mod translation;

use offsetscope_lessons::catalogue::LESSONS;
use offsetscope_lessons::lesson::{Lesson, Part};
use offsetscope_lessons::{Text, check};
use serde_json::{Value, json};
use std::fs;
use translation::{LANGUAGES, keep};

/// A paragraph is read beside a stage on which something happens.
const MOST_IN_A_PARAGRAPH: usize = 420;
/// An answer is read at a glance.
const MOST_IN_AN_ANSWER: usize = 120;

fn files() -> impl Iterator<Item = (&'static str, Value)> {
    LESSONS.iter().map(|listed| {
        let path = format!(
            "{}/catalogue/{}.json",
            env!("CARGO_MANIFEST_DIR"),
            listed.id
        );
        let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        let json = serde_json::from_str(&text).unwrap_or_else(|why| panic!("{path}: {why}"));
        (listed.id, json)
    })
}

/// What stands in both languages, with its place.
fn pairs(json: &Value, place: &str) -> Vec<(String, String, String)> {
    match json {
        Value::Object(fields) if fields.contains_key("en") => {
            let text = |language: &str| json[language].as_str().unwrap_or_default().to_owned();
            vec![(place.to_owned(), text("en"), text("zh"))]
        }
        Value::Object(fields) => {
            let below = fields.iter();
            let below = below.flat_map(|(name, it)| pairs(it, &format!("{place}.{name}")));
            below.collect()
        }
        Value::Array(items) => {
            let below = items.iter().enumerate();
            let below = below.flat_map(|(number, it)| pairs(it, &format!("{place}[{number}]")));
            below.collect()
        }
        _ => Vec::new(),
    }
}

fn all_pairs() -> Vec<(String, String, String)> {
    let found = files().flat_map(|(id, lesson)| pairs(&lesson, id));
    let found: Vec<_> = found.collect();
    assert!(found.len() > 500, "{}", found.len());
    found
}

#[test]
fn every_lesson_can_be_played_in_every_language() {
    for (id, file) in files() {
        let played = LANGUAGES.map(|language| {
            let mut lesson = file.clone();
            keep(language, &mut lesson, "").unwrap_or_else(|why| panic!("{id}: {why}"));
            let lesson = offsetscope_files::parse_json(&lesson.to_string());
            let lesson = lesson.unwrap_or_else(|why| panic!("{id} in {language}: {why}"));
            let course = check(lesson).unwrap_or_else(|why| panic!("{id} in {language}:\n{why}"));
            can_be_read_while_something_happens(&format!("{id} in {language}"), &course.lesson);
            (course.parts, course.goal.map(|goal| goal.actions))
        });
        assert_eq!(played[0], played[1], "{id}");
    }
}

fn can_be_read_while_something_happens(id: &str, lesson: &Lesson) {
    let fits = |text: &Text, most: usize| {
        let length = text.0.chars().count();
        assert!((1..=most).contains(&length), "{id}: {}", text.0);
    };
    for (place, Part { say, ask, .. }) in lesson.path.iter().enumerate() {
        assert!((1..=3).contains(&say.len()), "{id}, path[{place}]");
        for text in say {
            fits(text, MOST_IN_A_PARAGRAPH);
        }
        for option in ask.iter().flat_map(|ask| &ask.options) {
            fits(&option.say, MOST_IN_AN_ANSWER);
        }
    }
}

/// What stands between two marks, in order of the alphabet.
fn between(text: &str, open: char, close: char) -> Vec<&str> {
    let after = text.split(open).skip(1);
    let mut found: Vec<_> = after.filter_map(|it| it.split_once(close)).collect();
    found.sort_unstable();
    found.into_iter().map(|(inside, _)| inside).collect()
}

#[test]
fn what_is_measured_and_what_is_code_are_the_same_in_every_language() {
    for (place, english, chinese) in all_pairs() {
        let measured = |text| between(text, '{', '}');
        assert_eq!(measured(&english), measured(&chinese), "{place}");
        // Code begins and ends with the same mark: every other piece is code.
        let code = |text: &str| {
            let mut code: Vec<_> = text
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
            code.sort_unstable();
            code
        };
        assert_eq!(code(&english), code(&chinese), "{place}");
        let stressed = |text: &str| (text.matches("**").count(), text.matches('*').count());
        assert_eq!(stressed(&english), stressed(&chinese), "{place}");
    }
}

fn is_chinese(it: char) -> bool {
    matches!(it, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

/// The first two words of English that stand beside each other. Single ones are names: of groups, of
/// settings, of Kafka.
fn english_in(text: &str) -> Option<(&str, &str)> {
    let is_english = |word: &str| {
        let word = word.trim_matches(|it: char| it.is_ascii_punctuation());
        !word.is_empty() && word.chars().all(|it| it.is_ascii_lowercase() || it == '’')
    };
    let latin = text.split(|it: char| !it.is_ascii() && it != '’');
    let mut beside = latin.filter_map(|piece| {
        let words: Vec<_> = piece.split(' ').filter(|it| !it.is_empty()).collect();
        let mut pairs = words.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.find(|(one, next)| is_english(one) && is_english(next))
    });
    beside.next()
}

/// Without what is code, and what is measured.
fn prose(text: &str) -> String {
    let outside = text.split('`').step_by(2).collect::<Vec<_>>().join("#");
    let pieces = outside
        .split('{')
        .map(|it| it.split_once('}').map_or(it, |(_, after)| after));
    pieces.collect::<Vec<_>>().join("#")
}

#[test]
fn each_text_is_in_its_language() {
    for (place, english, chinese) in all_pairs() {
        assert!(!english.contains(is_chinese), "{place}: {english}");
        let is_a_name = !english.contains(' ') && english == chinese;
        assert!(
            is_a_name || chinese.contains(is_chinese),
            "{place}: {chinese}"
        );
        let left = prose(&chinese);
        assert_eq!(english_in(&left), None, "{place}: {chinese}");
        let mark = left.find([',', ';', '?', '!']);
        assert_eq!(mark, None, "{place}: not of Chinese: {chinese}");
    }
}

#[test]
fn english_is_found_in_chinese() {
    let left = prose("记录 `a b` 在 {lost(reports)} 里，broker 知道 poll。");
    assert_eq!(english_in(&left), None, "{left}");
    assert_eq!(
        english_in("它 was，lost"),
        None,
        "they do not stand beside each other"
    );
    assert_eq!(english_in("它 was lost 了"), Some(("was", "lost")));
    assert_eq!(english_in("记录，is lost"), Some(("is", "lost")));
}

#[test]
fn what_is_not_translated_is_refused_with_its_place() {
    let refused = |mut json: Value| keep("en", &mut json, "").expect_err("it lacks something");
    let both = json!({ "en": "E", "zh": "中" });
    assert_eq!(
        refused(json!({ "title": both, "path": [{ "say": [both, { "en": "E" }] }] })),
        "path[0].say[1]: it says nothing in “zh”"
    );
    assert_eq!(
        refused(json!({ "goal": { "hint": { "en": " ", "zh": "中" } } })),
        "goal.hint: it says nothing in “en”"
    );
    assert_eq!(
        refused(json!({ "title": "E" })),
        "title: it says nothing in “en”"
    );
    let three = json!({ "about": { "en": "E", "zh": "中", "fr": "F" } });
    assert!(refused(three).starts_with("about: its languages are"));
    let mut kept = json!({ "scenario": { "title": "x" }, "about": both });
    keep("zh", &mut kept, "").expect("it is translated");
    assert_eq!(kept, json!({ "scenario": { "title": "x" }, "about": "中" }));
}
