//! Files: what a person opens, and what they keep.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Event, HtmlAnchorElement, HtmlInputElement, Url};

/// Reads the file that was chosen, and calls back with its name and its text. The same file can be
/// chosen again afterwards.
pub fn chosen_file(event: &Event, read: impl FnOnce(String, String) + 'static) {
    let input = event
        .target()
        .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return };
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    input.set_value("");
    spawn_local(async move {
        // A file that is gone meanwhile is as good as an empty one: the reader says what is missing.
        let text = JsFuture::from(file.text()).await;
        let text = text.ok().and_then(|text| text.as_string());
        read(file.name(), text.unwrap_or_default());
    });
}

/// Gives the person a file to keep, as a download.
pub fn save_file(name: &str, text: &str) {
    // Where there are no downloads, there is nothing to tell either.
    let _saved = download(name, text);
}

fn download(name: &str, text: &str) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else {
        return Ok(());
    };
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}
