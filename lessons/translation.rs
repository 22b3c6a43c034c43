//! A lesson of the catalogue in one language: in its file, each text stands in all of them. For the
//! build, which puts only one in, and for the tests, which read them all.

use serde_json::Value;

/// The languages that each text stands in.
pub const LANGUAGES: [&str; 2] = ["en", "zh"];

/// The fields that say something to a reader, as one text or as several.
const TEXTS: [&str; 9] = [
    "title", "about", "say", "question", "because", "notes", "said", "truth", "hint",
];

/// Leaves of each text of `json`, which stands at `place`, only one language.
///
/// # Errors
/// Where a text is not in all languages, or is in one that we do not know.
pub fn keep(language: &str, json: &mut Value, place: &str) -> Result<(), String> {
    match json {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if place.is_empty() { "" } else { "." };
                let at = format!("{place}{dot}{name}");
                match name.as_str() {
                    // What is set up has names, and says nothing.
                    "scenario" => {}
                    text if TEXTS.contains(&text) => keep_of_text(language, value, &at)?,
                    _ => keep(language, value, &at)?,
                }
            }
            Ok(())
        }
        Value::Array(items) => items
            .iter_mut()
            .enumerate()
            .try_for_each(|(number, item)| keep(language, item, &format!("{place}[{number}]"))),
        _ => Ok(()),
    }
}

fn keep_of_text(language: &str, text: &mut Value, place: &str) -> Result<(), String> {
    if let Value::Array(paragraphs) = text {
        let mut paragraphs = paragraphs.iter_mut().enumerate();
        return paragraphs.try_for_each(|(number, it)| {
            keep_of_text(language, it, &format!("{place}[{number}]"))
        });
    }
    for it in LANGUAGES {
        let written = text.get(it).and_then(Value::as_str);
        if written.is_none_or(|it| it.trim().is_empty()) {
            return Err(format!("{place}: it says nothing in “{it}”"));
        }
    }
    let languages = text.as_object().map_or(0, serde_json::Map::len);
    if languages > LANGUAGES.len() {
        return Err(format!("{place}: its languages are {LANGUAGES:?}"));
    }
    *text = text[language].take();
    Ok(())
}
