//! The page's colours, written into a style sheet, so that a picture looks the same away from the page.

use std::fmt::Write;

/// Where the page's colours stand, and nowhere else.
const TOKENS: &str = include_str!("../../../web/styles/tokens.css");

/// What comes from here on is for who asks for high contrast.
const HIGH_CONTRAST: &str = ":root.contrast {";

/// How many colours there are for groups.
const GROUPS: usize = 6;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Palette {
    /// What a token stands for; none if there is no such token.
    pub fn value(self, token: &str) -> Option<&'static str> {
        let usual = TOKENS.lines().take_while(|line| *line != HIGH_CONTRAST);
        let declared = usual.filter_map(|line| {
            let (name, value) = line.trim().strip_suffix(';')?.split_once(": ")?;
            (name == token).then_some(value)
        });
        // What a colour is registered with comes before, in braces.
        let value = declared.last()?;
        let Some(pair) = value.strip_prefix("light-dark(") else {
            return Some(value);
        };
        let (light, dark) = pair.strip_suffix(')')?.split_once(", ")?;
        Some(match self {
            Self::Light => light,
            Self::Dark => dark,
        })
    }

    /// A style sheet with all tokens written in. A group's colour comes from what is around an element,
    /// so that becomes the current colour; [`Self::groups`] sets it.
    pub fn write_into(self, sheet: &str) -> String {
        let mut written = String::new();
        let mut rest = sheet;
        while let Some((before, after)) = rest.split_once("var(") {
            written.push_str(before);
            let (used, beyond) = after.split_once(')').unwrap_or((after, ""));
            // `var(--group, var(--ink))` has another one inside.
            let (name, otherwise) = used.split_once(", ").unwrap_or((used, ""));
            rest = beyond;
            if name == "--group" {
                written.push_str("currentColor");
                // What closes the inner one is cut off already; this closes the outer one.
                rest = rest
                    .get(usize::from(!otherwise.is_empty())..)
                    .unwrap_or_default();
            } else {
                written.push_str(self.value(name).unwrap_or("currentColor"));
            }
        }
        written.push_str(rest);
        written
    }

    /// Rules that set the colour of each group.
    pub fn groups(self) -> String {
        let mut rules = String::new();
        for group in 0..GROUPS {
            let colour = self
                .value(&format!("--group-{group}"))
                .unwrap_or("currentColor");
            // Writing to a string does not fail.
            let _written = writeln!(rules, ".group-{group} {{ color: {colour} }}");
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_have_a_light_and_a_dark_value() {
        assert_eq!(Palette::Light.value("--ink"), Some("#1c222a"));
        assert_eq!(Palette::Dark.value("--ink"), Some("#eae7e1"));
        assert_eq!(Palette::Dark.value("--group-0"), Some("#74b9f4"));
        assert_eq!(Palette::Light.value("--small"), Some("0.75rem"));
        assert_eq!(Palette::Light.value("--none"), None);
    }

    #[test]
    fn tokens_are_written_in() {
        let sheet =
            ".a { fill: var(--ink); stroke: var(--group, var(--order)) } .b { fill: var(--group) }";
        let written = Palette::Light.write_into(sheet);
        assert_eq!(
            written,
            ".a { fill: #1c222a; stroke: currentColor } .b { fill: currentColor }"
        );
    }

    #[test]
    fn no_sheet_that_is_used_names_an_unknown_token() {
        for sheet in [crate::picture::STAGE, crate::picture::PANELS] {
            let written = Palette::Dark.write_into(sheet);
            assert!(!written.contains("var("), "all are written in");
            let names = sheet
                .split("var(")
                .skip(1)
                .filter_map(|it| it.split([',', ')']).next());
            for name in names.filter(|it| it.starts_with("--")) {
                let local = ["--group", "--sign", "--depth", "--line-height", "--window"];
                let is_local = local.contains(&name);
                assert!(is_local || Palette::Dark.value(name).is_some(), "{name}");
            }
        }
    }
}
