//! Links: a scenario, what somebody made happen in it, and the moment that is looked at, as the
//! fragment of an address.
//!
//! `#v1.` and then base64url of the zlib stream of JSON: what [`Linked`] holds, in the form of a
//! scenario file, so that links and files grow older together, and what one of them cannot say the
//! other cannot either. zlib's checksum tells a link that was cut off or altered on its way. Links
//! of before, `#scenario=shop&seed=7`, are still read.
//!
//! `#l1.` and the same is a lesson that somebody has made.

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::{DecodeError, Engine};
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use offsetscope_core::log::LogConfig;
use offsetscope_core::scenario::Link;
use offsetscope_core::scenario::file::{Run, ScenarioFile};
use offsetscope_core::setup::{BrokerSetup, ConsumerConfig, ProducerConfig};
use offsetscope_language::{say, text};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, to_value};

/// A link that is longer is not sure to arrive whole: some programs cut addresses off.
pub const MOST_CHARACTERS: usize = 2_000;

/// What every link of this form begins with.
const VERSION: &str = "v1.";
/// What every link to a lesson of this form begins with.
const LESSON: &str = "l1.";
/// The strongest that there is: a link is short, so it costs nothing.
const LEVEL: u8 = 10;
/// What a link unpacks to is never larger, whatever it says.
const MOST_UNPACKED: usize = 1 << 20;

/// What a link says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The scenario, with what somebody made happen.
    pub scenario: ScenarioFile,
    /// What is looked at.
    #[serde(default, skip_serializing_if = "Look::is_opening")]
    pub look: Look,
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The moment, by the number of steps before it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub step: u32,
    /// When that is, in milliseconds since the opening: if the run comes there at another time, the
    /// model was changed since.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub at_ms: i64,
    /// The consumer, by its `client.id`; the first one if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consumer: Option<String>,
    /// The view that is open beside the stage, by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
}

impl Look {
    fn is_opening(&self) -> bool {
        *self == Self::default()
    }
}

fn is_zero<N: Default + PartialEq>(number: &N) -> bool {
    *number == N::default()
}

/// The fragment that says this, without `#`.
///
/// # Errors
/// It would be too long for a link: then how many characters it would have.
///
/// # Panics
/// If what was written is not read as the same, which is a fault of this crate.
pub fn write(linked: &Linked) -> Result<String, usize> {
    let json = without_defaults(linked).expect("all keys of a scenario are texts");
    let fragment = pack(VERSION, &json)?;
    let read = read(&fragment);
    assert_eq!(read.as_ref(), Ok(linked), "what was written is read");
    Ok(fragment)
}

fn pack(version: &str, json: &Value) -> Result<String, usize> {
    let packed = compress_to_vec_zlib(json.to_string().as_bytes(), LEVEL);
    let fragment = format!("{version}{}", URL_SAFE_NO_PAD.encode(packed));
    if fragment.len() > MOST_CHARACTERS {
        return Err(fragment.len());
    }
    Ok(fragment)
}

/// The fragment that holds a lesson, without `#`. What a lesson is, its own crate says.
///
/// # Errors
/// It would be too long for a link: then how many characters it would have.
///
/// # Panics
/// If what was written is not read as the same, which is a fault of the crate that says what it is.
pub fn write_lesson<T: Serialize + DeserializeOwned + PartialEq>(
    lesson: &T,
) -> Result<String, usize> {
    let json = to_value(lesson).expect("all keys of a lesson are texts");
    let fragment = pack(LESSON, &json)?;
    let is_read = read_lesson(&fragment).is_some_and(|it| it.as_ref() == Ok(lesson));
    assert!(is_read, "what was written is read");
    Ok(fragment)
}

/// Reads a lesson from a fragment, with or without its `#`; none if the fragment is no such link.
///
/// # Errors
/// What of it could not be read, and why.
pub fn read_lesson<T: DeserializeOwned>(fragment: &str) -> Option<Result<T, String>> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    Some(unpack(LESSON, fragment.strip_prefix(LESSON)?))
}

/// What is left out has its default, so it is left out.
fn without_defaults(linked: &Linked) -> serde_json::Result<Value> {
    let mut json = to_value(linked)?;
    let scenario = &mut json["scenario"];
    strip(&mut scenario["broker"], &to_value(BrokerSetup::default())?);
    for (list, default) in [
        ("topics", to_value(LogConfig::default())?),
        ("producers", to_value(ProducerConfig::default())?),
        ("groups", to_value(ConsumerConfig::default())?),
    ] {
        for it in scenario[list].as_array_mut().into_iter().flatten() {
            strip(&mut it["config"], &default);
        }
    }
    Ok(json)
}

fn strip(json: &mut Value, default: &Value) {
    if let Some(fields) = json.as_object_mut() {
        fields.retain(|name, value| default.get(name) != Some(value));
    }
}

/// Reads a fragment, with or without its `#`.
///
/// # Errors
/// What of it could not be read, and why.
pub fn read(fragment: &str) -> Result<Linked, String> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    match fragment.strip_prefix(VERSION) {
        Some(packed) => unpack(VERSION, packed),
        None => of_before(fragment),
    }
}

fn unpack<T: DeserializeOwned>(version: &str, packed: &str) -> Result<T, String> {
    let bytes = URL_SAFE_NO_PAD
        .decode(packed)
        .map_err(|error| match error {
            DecodeError::InvalidByte(place, byte) => say!(
                "character {0} is “{1}”, which no link has there",
                "第 {0} 个字符是“{1}”，链接中那里不会有它";
                version.len() + place + 1, char::from(byte).escape_default()
            ),
            DecodeError::InvalidLength(_)
            | DecodeError::InvalidLastSymbol(..)
            | DecodeError::InvalidPadding => cut_off(),
        })?;
    let json = decompress_to_vec_zlib_with_limit(&bytes, MOST_UNPACKED).map_err(|_| cut_off())?;
    let json = String::from_utf8(json).map_err(|_| cut_off())?;
    crate::parse_json(&json).map_err(|why| say!("in what it says, {why}", "在它的内容中，{why}"))
}

fn cut_off() -> String {
    text!(
        "it was cut off or altered on its way: copy it once more, whole",
        "它在途中被截断或改动了：请重新完整复制一次"
    )
    .to_owned()
}

/// `scenario=shop&seed=7`
fn of_before(fragment: &str) -> Result<Linked, String> {
    let Link { scenario, seed } = Link::parse(fragment).map_err(|error| error.to_string())?;
    Ok(Linked {
        scenario: ScenarioFile::of(&scenario.setup(seed), Run::default()),
        look: Look::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::choice::Choice;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_core::scenario::Scenario;
    use offsetscope_core::scenario::file::Happening;

    /// A link as the first version wrote it: the shop with seed 7, a crash, and a moment.
    const OF_VERSION_1: &str = include_str!("../tests/link-v1.txt");

    fn shop() -> Linked {
        let setup = Scenario::Shop.setup(7);
        let crash = Happening::of(&setup, 5_000, Choice::Crash(ConsumerId(0)));
        Linked {
            scenario: ScenarioFile::of(&setup, Run::Clock(vec![crash])),
            look: Look {
                step: 120,
                at_ms: 6_120,
                consumer: Some("inventory-1".to_owned()),
                view: Some("Charts".to_owned()),
            },
        }
    }

    #[test]
    fn a_link_says_what_was_written_and_is_short() {
        let link = write(&shop()).expect("short enough");
        assert!(link.len() < 900, "{}: {link}", link.len());
        assert_eq!(read(&link), Ok(shop()));
        assert_eq!(read(&format!("#{link}")), Ok(shop()));
    }

    #[test]
    fn links_of_before_are_read() {
        assert_eq!(read(OF_VERSION_1.trim_end()), Ok(shop()));
        let before = read("#scenario=shop&seed=7").expect("it was read before");
        assert_eq!(before.scenario.setup(), Ok(Scenario::Shop.setup(7)));
        assert_eq!(before.look, Look::default());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let whole = write(&shop()).expect("short enough");
        let why = |fragment: &str| read(fragment).expect_err(fragment);
        for end in VERSION.len()..whole.len() {
            assert!(why(&whole[..end]).contains("cut off"), "{end}");
        }
        let foreign = format!("{}%{}", &whole[..20], &whole[21..]);
        assert_eq!(
            why(&foreign),
            "character 21 is “%”, which no link has there"
        );
        assert!(
            why("v2.abc").contains("“v2.abc” at character 1"),
            "{}",
            why("v2.abc")
        );
        let pack = |json: &str| {
            let packed = compress_to_vec_zlib(json.as_bytes(), LEVEL);
            format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(packed))
        };
        let said = why(&pack(
            r#"{"scenario":{"topics":[{"name":"orders","partitions":"three"}]}}"#,
        ));
        assert!(said.contains("scenario.topics[0].partitions"), "{said}");
        let bomb = compress_to_vec_zlib(&vec![b' '; MOST_UNPACKED + 1], LEVEL);
        let bomb = format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(bomb));
        assert!(why(&bomb).contains("cut off"));
    }

    #[test]
    fn one_changed_character_is_noticed() {
        let whole = write(&shop()).expect("short enough");
        for place in VERSION.len()..whole.len() {
            let other = if &whole[place..=place] == "A" {
                "B"
            } else {
                "A"
            };
            let changed = format!("{}{other}{}", &whole[..place], &whole[place + 1..]);
            assert!(read(&changed).is_err(), "{place}");
        }
    }

    #[test]
    fn what_is_too_long_is_refused_with_its_length() {
        let mut long = shop();
        // Nothing that packs well.
        let mut noise = 1_u64;
        for _ in 0..2_000 {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            long.scenario
                .about
                .push(char::from(b'a' + (noise >> 59) as u8 % 26));
        }
        assert!(write(&long).is_err_and(|length| length > MOST_CHARACTERS));
    }
}
