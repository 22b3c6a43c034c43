//! What a property is: a function that looks at one step and says what is wrong with it.

use crate::seen::Step;

/// All is well, or what is wrong.
pub type Verdict = Result<(), String>;

/// A property of single steps. It knows nothing of the model but what [`Step`] shows.
pub type Rule = fn(&Step) -> Verdict;

/// Says what is wrong unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($message:tt)+) => {
        if !$condition {
            return Err(format!($($message)+));
        }
    };
}
pub(crate) use ensure;

/// Every property of single steps, with its name.
pub fn all() -> impl Iterator<Item = (&'static str, Rule)> {
    let lists = [
        crate::logs::RULES,
        crate::commits::RULES,
        crate::positions::RULES,
        crate::groups::RULES,
        crate::librdkafka::RULES,
        crate::deadlines::RULES,
        crate::waiting::RULES,
        crate::transport::RULES,
        crate::pauses::RULES,
        crate::cuts::RULES,
        crate::producers::RULES,
        crate::admin::RULES,
    ];
    lists.into_iter().flatten().copied()
}
