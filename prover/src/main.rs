//! The Web Worker: hears questions, searches, answers.
//!
//! It stops only when the page ends it, which is also how a search is cancelled.

use js_sys::Uint8Array;
use offsetscope_messages::prover::{Answer, Question};
use offsetscope_messages::{decode, encode};
use offsetscope_prover::proof::answer;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let speaker = scope.clone();
    let say = move |answer: &Answer| {
        let bytes = Uint8Array::from(encode(answer).as_slice());
        // Bytes can always be copied to the other side.
        let _copied = speaker.post_message(&bytes);
    };
    let speak = say.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        // The page takes silence after `Ready` for a worker of another version.
        if let Some(question) = decode::<Question>(&bytes) {
            answer(question, &mut |it| speak(&it));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&Answer::Ready);
}
