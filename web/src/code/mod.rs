//! The code of the selected consumer, with the current statement lit.

use crate::panels::program;
use crate::session::{Command, Session};
use offsetscope_core::client::program::Place;
use offsetscope_language::{say, text};
use offsetscope_words::{self as words, CodeLine, Names};
use yew::prelude::*;

/// What the code panel shows.
#[derive(Clone, Debug, PartialEq)]
struct Code {
    consumer: String,
    group: usize,
    lines: Vec<CodeLine>,
    /// Where its threads are; nowhere in a dead process.
    current: Vec<Place>,
    doing: String,
    note: &'static str,
}

impl Code {
    /// Of the consumer that a session looks at.
    fn of(session: &Session) -> Self {
        let world = &session.history().current().world;
        let consumer = world.consumer(session.selected());
        let names = Names::of(world);
        Self {
            consumer: names.consumer(consumer.id).to_owned(),
            group: consumer.group.index(),
            lines: words::program(
                consumer.client.library.kind(),
                consumer.application.strategy,
                &consumer.application.program,
            ),
            current: consumer.places().collect(),
            doing: words::activity(names, consumer.activity()),
            note: words::strategy_note(consumer.application.strategy),
        }
    }
}

/// The code of the consumer that a session looks at.
pub fn code(
    session: &Session,
    on_command: &Callback<Command>,
    on_press: &Callback<String>,
) -> Html {
    let Code {
        consumer,
        group,
        lines,
        current,
        doing,
        note,
    } = &Code::of(session);
    let turn = on_command.reform(|_: MouseEvent| Command::TurnProgram);
    html! {
        <section key="code" class={classes!("panel", "code", format!("group-{group}"))} aria-label={say!("Code of {consumer}", "{consumer} 的代码")}>
            <h2 key="title">{ text!("Code of ", "代码：") }<b>{ consumer }</b>
                <button aria-pressed={session.program_is_open().to_string()} onclick={turn}>{ text!("Change or translate", "修改，或换一种编程语言") }</button>
            </h2>
            <p key="doing" class="doing">{ doing }</p>
            if session.program_is_open() {
                { program(on_press) }
            } else {
                <ol key="lines" tabindex="0" aria-label={say!("Program of {consumer}", "{consumer} 的程序")}>
                    { for lines.iter().enumerate().map(|(number, line)| code_line(number, line, current)) }
                </ol>
                <p key="note" class="note">{ *note }</p>
            }
        </section>
    }
}

fn code_line(number: usize, line: &CodeLine, current: &[Place]) -> Html {
    let lit = line.place.is_some_and(|place| current.contains(&place));
    let comment = line.text.starts_with("//");
    html! {
        <li key={number} class={classes!(lit.then_some("lit"), comment.then_some("comment"))}
            style={format!("--depth: {}", line.depth)} aria-current={lit.then_some("step")}>
            <code>{ line.text }</code>
        </li>
    }
}
