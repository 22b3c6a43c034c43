//! The languages that the page is published in.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// What is said in both, in this one.
    pub fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}
