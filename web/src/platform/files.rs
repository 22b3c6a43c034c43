//! Files: what a person opens, and what they keep.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, CanvasRenderingContext2d, Element, Event, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, HtmlInputElement, Url,
};

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
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
    let address = Url::create_object_url_with_blob(&blob)?;
    offer(name, &address)?;
    Url::revoke_object_url(&address)
}

fn offer(name: &str, address: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = new_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

fn new_element(kind: &str) -> Result<Element, JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    document.ok_or(JsValue::NULL)?.create_element(kind)
}

/// A picture has so many pixels for each that it is said to have: it stays sharp on a projector.
const SHARPNESS: u32 = 2;

/// Gives the person a picture to keep, in pixels, of what is drawn as SVG.
pub fn save_picture(name: String, svg: &str) {
    // A browser that cannot draw it has nothing to keep.
    let _drawing = draw(name, svg);
}

fn draw(name: String, svg: &str) -> Result<(), JsValue> {
    let image: HtmlImageElement = new_element("img")?.unchecked_into();
    let drawn = image.clone();
    let on_load = Closure::once_into_js(move || {
        let _kept = keep(&name, &drawn);
    });
    image.set_onload(Some(on_load.unchecked_ref()));
    let svg = String::from(js_sys::encode_uri_component(svg));
    image.set_src(&format!("data:image/svg+xml,{svg}"));
    Ok(())
}

fn keep(name: &str, image: &HtmlImageElement) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = new_element("canvas")?.unchecked_into();
    let (width, height) = (image.width() * SHARPNESS, image.height() * SHARPNESS);
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (width.into(), height.into());
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    offer(name, &canvas.to_data_url()?)
}
