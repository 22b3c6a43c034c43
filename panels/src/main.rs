//! The Web Worker that draws what stands beside the stage: hears what the page says, answers.

use js_sys::Uint8Array;
use offsetscope_messages::panels::{Answer, Question};
use offsetscope_messages::{decode, encode};
use offsetscope_panels::Desk;
use std::cell::RefCell;
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
    let desk = RefCell::new(Desk::default());
    let speak = say.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        // The page takes silence after `Ready` for a worker of another version.
        let question = decode::<Question>(&bytes);
        if let Some(answer) = question.and_then(|it| desk.borrow_mut().hear(it)) {
            speak(&answer);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&Answer::Ready);
}
