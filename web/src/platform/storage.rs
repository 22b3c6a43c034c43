//! What the browser keeps until the next visit.

const KEPT_KEY: &str = "offsetscope.kept";

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
