//! Every sentence in every language, side by side. A build speaks one of them: English, or Simplified
//! Chinese with the feature `chinese`. The macros ask for both, so that what is not translated does not
//! compile, and whoever changes a sentence sees the other one; only the one that is spoken is built in.
//!
//! | macro | gives |
//! |---|---|
//! | `text!("English", "中文")` | the literal |
//! | `say!("{who} commits", "{who} 提交")` | a `String`, as `format!` does |
//! | `say_to!(out, "{who} commits", "{who} 提交")` | what `write!` gives |
//!
//! What is not captured by its name follows a semicolon, and both sentences number it alike:
//! `say!("{0} of {1}", "{1} 个中的 {0} 个"; done, all)`.
//!
//! Names of Kafka's settings, classes, exceptions and tools, and whatever somebody has named
//! themselves, are the same in every language.

#![forbid(unsafe_code)]

/// The tag of the language that this build speaks, as HTML's `lang` and lesson files have it.
pub const TAG: &str = text!("en", "zh");

/// A literal, in the language of the build.
#[cfg(not(feature = "chinese"))]
#[macro_export]
macro_rules! text {
    ($english:literal, $chinese:literal $(,)?) => {
        $english
    };
}

/// A literal, in the language of the build.
#[cfg(feature = "chinese")]
#[macro_export]
macro_rules! text {
    ($english:literal, $chinese:literal $(,)?) => {
        $chinese
    };
}

/// A `String`, formatted in the language of the build.
#[cfg(not(feature = "chinese"))]
#[macro_export]
macro_rules! say {
    ($english:literal, $chinese:literal $(; $($values:tt)*)?) => {
        ::std::format!($english $(, $($values)*)?)
    };
    ($english:literal, $chinese:literal,) => { $crate::say!($english, $chinese) };
}

/// A `String`, formatted in the language of the build.
#[cfg(feature = "chinese")]
#[macro_export]
macro_rules! say {
    ($english:literal, $chinese:literal $(; $($values:tt)*)?) => {
        ::std::format!($chinese $(, $($values)*)?)
    };
    ($english:literal, $chinese:literal,) => { $crate::say!($english, $chinese) };
}

/// Writes to a formatter or a string, in the language of the build.
#[cfg(not(feature = "chinese"))]
#[macro_export]
macro_rules! say_to {
    ($out:expr, $english:literal, $chinese:literal $(; $($values:tt)*)?) => {
        ::core::write!($out, $english $(, $($values)*)?)
    };
    ($out:expr, $english:literal, $chinese:literal,) => {
        $crate::say_to!($out, $english, $chinese)
    };
}

/// Writes to a formatter or a string, in the language of the build.
#[cfg(feature = "chinese")]
#[macro_export]
macro_rules! say_to {
    ($out:expr, $english:literal, $chinese:literal $(; $($values:tt)*)?) => {
        ::core::write!($out, $chinese $(, $($values)*)?)
    };
    ($out:expr, $english:literal, $chinese:literal,) => {
        $crate::say_to!($out, $english, $chinese)
    };
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    #[test]
    fn one_language_is_spoken_and_what_is_named_may_stand_anywhere() {
        let (who, count) = ("fulfilment", 3);
        let said = say!("{who} lost {count}", "{count} 条在 {who} 丢失");
        let numbered = say!("{0} of {1}", "{1} 中的 {0}"; 1, 2);
        let mut written = String::new();
        say_to!(&mut written, "{count}", "{count} 条").expect("a string takes all");
        let expected = match super::TAG {
            "en" => ["fulfilment lost 3", "1 of 2", "3"],
            _ => ["3 条在 fulfilment 丢失", "2 中的 1", "3 条"],
        };
        assert_eq!([said, numbered, written], expected);
    }
}
