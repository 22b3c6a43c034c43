//! The languages that the page is published in. Each is a build of its own, in a folder of its own.

use std::path::{Path, PathBuf};

/// A language of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// In the published folder itself.
    English,
    /// Simplified Chinese, in `zh/`.
    Chinese,
}

impl Language {
    /// All of them. English comes first: its folder holds the others.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The page that Trunk builds from.
    pub fn source(self) -> &'static str {
        self.of("index.html", "index.zh.html")
    }

    /// As HTML's `lang` has it.
    pub fn tag(self) -> &'static str {
        self.of("en", "zh-CN")
    }

    /// Its folder, in the folder of the published page.
    pub fn folder(self, page: &str) -> PathBuf {
        match self {
            Self::English => Path::new(page).to_owned(),
            Self::Chinese => Path::new(page).join("zh"),
        }
    }

    /// What is said in both, in this one.
    pub fn of<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}
