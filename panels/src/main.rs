//! The Web Worker that draws what stands beside the stage: hears what the page says, answers.

use offsetscope_messages::panels::{Answer, Question};
use offsetscope_panels::Desk;

fn main() {
    let mut desk = Desk::default();
    offsetscope_worker::serve(&Answer::Ready, move |question: Question, say| {
        let answer = desk.hear(question);
        for answer in answer.into_iter().chain(desk.besides()) {
            say(&answer);
        }
    });
}
