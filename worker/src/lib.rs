//! How a Web Worker hears the page and answers it: the other side of the page's `Background`.

use js_sys::Uint8Array;
use offsetscope_messages::{decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Says that the worker is `ready`, and from then on has `answer` answer each question, with as many
/// answers as it says. For as long as the worker lives.
pub fn serve<Q: DeserializeOwned, A: Serialize>(
    ready: &A,
    mut answer: impl FnMut(Q, &mut dyn FnMut(&A)) + 'static,
) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let speaker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        // The page takes silence after the first word for a worker of another version.
        if let Some(question) = decode(&bytes) {
            answer(question, &mut |it| say(&speaker, it));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&scope, ready);
}

fn say(scope: &DedicatedWorkerGlobalScope, answer: &impl Serialize) {
    let bytes = Uint8Array::from(encode(answer).as_slice());
    // Bytes can always be copied to the other side.
    let _copied = scope.post_message(&bytes);
}
