//! The Web Worker that draws what stands beside the stage: hears what the page says, answers.

use offsetscope_messages::panels::{Answer, Question};
use offsetscope_panels::Desk;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, DedicatedWorkerGlobalScope};

/// The address of the page: the worker's script lies beside it.
fn page() -> String {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let script = scope.location().href();
    let beside = script.rfind('/').map_or(0, |place| place + 1);
    script[..beside].to_owned()
}

fn main() {
    let mut desk = Desk::at(&page());
    let teacher = BroadcastChannel::new("offsetscope.notes").ok();
    offsetscope_worker::serve(&Answer::Ready, move |question: Question, say| {
        let answer = desk.hear(question);
        for answer in answer.into_iter().chain(desk.besides()) {
            say(&answer);
        }
        if let (Some(teacher), Some(notes)) = (&teacher, desk.notes()) {
            // Text can always be copied to the other side.
            let _told = teacher.post_message(&notes.into());
        }
    });
}
