//! Light and dark: by the system, or as the person chose on an earlier visit.

/// Which colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

const KEPT_KEY: &str = "offsetscope.kept";
const STORAGE_KEY: &str = "offsetscope.theme";

impl Theme {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and in the style sheet.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What was chosen on an earlier visit.
pub fn stored_theme() -> Theme {
    let stored = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    let by_name = |name: String| Theme::ALL.into_iter().find(|theme| theme.name() == name);
    stored.and_then(by_name).unwrap_or(Theme::System)
}

/// Shows a theme, and keeps the choice where the browser lets us.
pub fn apply_theme(theme: Theme) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Fails only for an attribute name that is not one.
        let _always_ok = root.set_attribute("data-theme", theme.name());
    }
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that the choice is not remembered.
        let _not_remembered = storage.set_item(STORAGE_KEY, theme.name());
    }
}

/// What was kept for the worker on an earlier visit.
pub fn kept() -> Option<String> {
    storage()?.get_item(KEPT_KEY).ok().flatten()
}

/// Keeps something until the next visit, where the browser lets us.
pub fn keep(text: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that it is not remembered.
        let _not_remembered = storage.set_item(KEPT_KEY, text);
    }
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
