//! The Web Worker: hears questions, searches, answers.
//!
//! It stops only when the page ends it, which is also how a search is cancelled.

use offsetscope_messages::prover::{Answer, Question};
use offsetscope_prover::proof::answer;

fn main() {
    offsetscope_worker::serve(&Answer::Ready, |question: Question, say| {
        answer(question, &mut |it| say(&it));
    });
}
