//! Light and dark: by the system, or as the person chose on an earlier visit.

const KEPT_KEY: &str = "offsetscope.kept";
const STORAGE_KEY: &str = "offsetscope.theme";

/// What was chosen on an earlier visit.
pub fn stored_theme() -> Option<String> {
    storage()?.get_item(STORAGE_KEY).ok().flatten()
}

/// Shows the colours of this name, and keeps the choice where the browser lets us. A name that the
/// style sheet does not know means those of the system.
pub fn apply_theme(name: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Fails only for an attribute name that is not one.
        let _always_ok = root.set_attribute("data-theme", name);
    }
    if let Some(storage) = storage() {
        // A full or forbidden storage only means that the choice is not remembered.
        let _not_remembered = storage.set_item(STORAGE_KEY, name);
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
