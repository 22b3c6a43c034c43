//! What the reader of JSON says of a text that it cannot read, in the language of the build: serde and
//! `serde_json` speak English only.

use offsetscope_language::{say, text};

/// What is wrong, and where.
pub fn said(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let whole = error.to_string();
    match whole.strip_suffix(&format!(" at line {line} column {column}")) {
        Some(message) => say!(
            "{0} at line {line} column {column}",
            "{0}（第 {line} 行第 {column} 列）";
            translated(message)
        ),
        None => translated(&whole),
    }
}

/// What is said in English, and what it is in the language of the build.
macro_rules! phrases {
    ($($english:literal => $chinese:literal,)*) => {
        &[$(($english, text!($english, $chinese)),)*]
    };
}

/// Of two that begin alike the longer one comes first.
const PHRASES: &[(&str, &str)] = phrases!(
    "invalid type: " => "类型不对：",
    "invalid value: " => "值不对：",
    "invalid length " => "长度不对：",
    "unknown variant " => "没有这种取值：",
    "unknown field " => "没有这个字段：",
    "missing field " => "缺少字段 ",
    "duplicate field " => "字段重复：",
    ", expected one of " => "，应为以下之一：",
    ", expected " => "，应为 ",
    "expected value" => "这里应有一个值",
    "expected ident" => "这里应为 true、false 或 null",
    "expected " => "这里应为 ",
    "EOF while parsing a list" => "列表没有写完",
    "EOF while parsing an object" => "对象没有写完",
    "EOF while parsing a string" => "字符串没有写完",
    "EOF while parsing a value" => "值没有写完",
    "trailing comma" => "多了一个逗号",
    "trailing characters" => "后面有多余的字符",
    "key must be a string" => "键必须是字符串",
    "invalid escape" => "转义写法不对",
    "invalid number" => "数字写法不对",
    "number out of range" => "数字超出范围",
    "invalid unicode code point" => "不是 Unicode 字符",
    "control character (\\u0000-\\u001F) found while parsing a string" => "字符串里有控制字符",
    "unexpected end of hex escape" => "十六进制转义没有写完",
    "lone leading surrogate in hex escape" => "十六进制转义只有半个字符",
    "recursion limit exceeded" => "嵌套太深",
    "a boolean" => "布尔值",
    "a string" => "字符串",
    "a sequence" => "列表",
    "a map" => "对象",
    "boolean " => "布尔值 ",
    "integer " => "整数 ",
    "floating point " => "小数 ",
    "string " => "字符串 ",
    "sequence" => "列表",
    "struct " => "对象 ",
    "map" => "对象",
    " or " => " 或 ",
);

/// A message with its phrases in the language of the build. What stands in quotes is somebody's own, or
/// a name, and stays.
fn translated(message: &str) -> String {
    let (mut out, mut rest) = (String::new(), message);
    while let Some(first) = rest.chars().next() {
        let phrase = PHRASES
            .iter()
            .find_map(|&(english, said)| Some((said, rest.strip_prefix(english)?)));
        let length = match first {
            '`' | '"' => quoted(rest, first),
            _ => first.len_utf8(),
        };
        let (said, after) = phrase.unwrap_or(rest.split_at(length));
        out.push_str(said);
        rest = after;
    }
    out
}

/// How long what begins with a quotation mark is, with both marks: to its end where the second is missing.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, it) in text.char_indices().skip(1) {
        if it == mark && !is_escaped {
            return at + mark.len_utf8();
        }
        is_escaped = mark == '"' && it == '\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shop {
        #[serde(rename = "orders")]
        _orders: u32,
        #[serde(rename = "open")]
        _open: Option<bool>,
    }

    fn wrong(text: &str) -> String {
        said(&serde_json::from_str::<Shop>(text).expect_err("it is wrong"))
    }

    #[test]
    fn what_is_wrong_is_said_in_the_language_of_the_build() {
        for (text, english, chinese) in [
            (
                r#"{"order": 1}"#,
                "unknown field `order`, expected `orders` or `open` at line 1 column 8",
                "没有这个字段：`order`，应为 `orders` 或 `open`（第 1 行第 8 列）",
            ),
            (
                r#"{"open": true}"#,
                "missing field `orders` at line 1 column 14",
                "缺少字段 `orders`（第 1 行第 14 列）",
            ),
            (
                r#"{"orders": "a map or \"string\""}"#,
                r#"invalid type: string "a map or \"string\"", expected u32 at line 1 column 32"#,
                r#"类型不对：字符串 "a map or \"string\""，应为 u32（第 1 行第 32 列）"#,
            ),
            (
                r#"{"orders": -1}"#,
                "invalid value: integer `-1`, expected u32 at line 1 column 13",
                "值不对：整数 `-1`，应为 u32（第 1 行第 13 列）",
            ),
            (
                r#"{"orders": 1, }"#,
                "trailing comma at line 1 column 15",
                "多了一个逗号（第 1 行第 15 列）",
            ),
            (
                r#"{"\ud800x": 1}"#,
                "unexpected end of hex escape at line 1 column 9",
                "十六进制转义没有写完（第 1 行第 9 列）",
            ),
            (
                r#"{"\udc00": 1}"#,
                "lone leading surrogate in hex escape at line 1 column 8",
                "十六进制转义只有半个字符（第 1 行第 8 列）",
            ),
            (
                r#"{"orders""#,
                "EOF while parsing an object at line 1 column 9",
                "对象没有写完（第 1 行第 9 列）",
            ),
        ] {
            let expected = match offsetscope_language::TAG {
                "en" => english,
                _ => chinese,
            };
            assert_eq!(wrong(text), expected, "{text}");
        }
    }

    #[test]
    fn in_english_nothing_is_changed_and_no_phrase_is_in_the_way_of_a_longer_one() {
        for (number, &(phrase, said)) in PHRASES.iter().enumerate() {
            if offsetscope_language::TAG == "en" {
                assert_eq!(phrase, said);
            }
            let shorter = PHRASES[..number]
                .iter()
                .find(|(it, _)| phrase.starts_with(it));
            assert_eq!(shorter, None, "{phrase}");
        }
    }

    #[test]
    fn a_quotation_without_an_end_is_taken_whole() {
        assert_eq!(translated("`a map"), "`a map");
        assert_eq!(translated("\"a map\\\""), "\"a map\\\"");
    }
}
