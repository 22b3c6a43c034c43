//! What a lesson says.

use crate::fact::{Moment, Number};
use core::fmt;
use offsetscope_core::setup::Setup;
use offsetscope_language::{TAG, say};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Words for a reader. What stands in braces is measured in the moment they are read, so that they are
/// never untrue: `The group has committed {committed(fulfilment, orders-0)}.`
///
/// A file has them once, for readers of any language, or as `{ "en": …, "zh": … }`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl Text {
    /// As it reads in a moment of a run.
    pub fn read(&self, moment: Moment<'_>) -> String {
        let mut read = String::new();
        for piece in pieces(&self.0) {
            match piece {
                Piece::Words(words) => read.push_str(words),
                Piece::Measured(measure) => {
                    let setup = moment.world.setup();
                    match Number::parse(measure, setup) {
                        Ok(number) => read.push_str(&number.value(moment).to_string()),
                        Err(_) => read.push_str(measure),
                    }
                }
            }
        }
        read
    }

    /// What is wrong with what is measured in it.
    pub fn problems(&self, setup: &Setup) -> Vec<String> {
        let measured = pieces(&self.0).into_iter().filter_map(|it| match it {
            Piece::Measured(measure) => Some(measure),
            Piece::Words(_) => None,
        });
        let wrong = measured.filter_map(|measure| {
            let error = Number::parse(measure, setup).err()?;
            Some(say!(
                "in {{{measure}}}, {error}",
                "在 {{{measure}}} 中，{error}"
            ))
        });
        wrong.collect()
    }
}

/// A text as a file can have it in more than one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    en: Option<String>,
    zh: Option<String>,
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

/// Reads a text in either form: the language of the build if it is there, else the other one.
struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(r#"a text, or {"en": "...", "zh": "..."}"#)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text, A::Error> {
        let languages = Languages::deserialize(MapAccessDeserializer::new(map))?;
        let (own, other) = match TAG {
            "zh" => (languages.zh, languages.en),
            _ => (languages.en, languages.zh),
        };
        let text = own.or(other);
        text.map(Text).ok_or_else(|| Error::missing_field(TAG))
    }
}

enum Piece<'a> {
    Words(&'a str),
    Measured(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((measure, after)) = after.split_once('}') else {
            break;
        };
        pieces.extend([Piece::Words(words), Piece::Measured(measure)]);
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<String, String> {
        offsetscope_files::parse_json(json).map(|Text(text)| text)
    }

    #[test]
    fn a_text_stands_once_or_in_more_than_one_language() {
        let own = if TAG == "zh" { "中" } else { "E" };
        assert_eq!(read(r#""E""#).as_deref(), Ok("E"));
        assert_eq!(read(r#"{ "zh": "中", "en": "E" }"#).as_deref(), Ok(own));
        assert_eq!(read(r#"{ "en": "E" }"#).as_deref(), Ok("E"));
        assert_eq!(read(r#"{ "zh": "中" }"#).as_deref(), Ok("中"));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        for (wrong, place) in [
            (r#"[{ "en": "E", "fr": "F" }]"#, "unknown field `fr`"),
            ("[{}]", "[0]: missing field"),
            (r#"["E", 3]"#, "[1]: invalid type"),
            (r#"[{ "en": 3 }]"#, "[0].en: invalid type"),
        ] {
            let why = offsetscope_files::parse_json::<Vec<Text>>(wrong);
            let why = why.expect_err(wrong);
            assert!(why.contains(place), "{why}");
        }
    }

    #[test]
    fn a_text_is_written_once() {
        assert_eq!(offsetscope_files::print(&Text("中".to_owned())), "\"中\"\n");
    }
}
