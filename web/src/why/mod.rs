//! Why an order fared as it did: the answer, and the moments that led to it.

use crate::session::{Command, Session};
use offsetscope_words::{self as words, Reason, Why, clock_time};
use yew::prelude::*;

/// The answer to what was asked, if anything was.
pub fn why(session: &Session, on_command: &Callback<Command>) -> Option<Html> {
    let subject = session.asked()?;
    let Why { answer, reasons } = words::why(session.history(), subject);
    let opening_ms = session.history().opening_ms();
    let close = on_command.reform(|_: MouseEvent| Command::ForgetWhy);
    Some(html! {
        <section key="why" class="panel why" aria-labelledby="why-title">
            <h2 key="title" id="why-title">{ "Why?" }</h2>
            <p key="answer" class="answer">{ answer }</p>
            <ol key="reasons" tabindex="0" aria-label="What led to it">
                { for reasons.iter().map(|it| reason(it, opening_ms, on_command)) }
            </ol>
            <button key="close" onclick={close}>{ "Close" }</button>
        </section>
    })
}

fn reason(reason: &Reason, opening_ms: i64, on_command: &Callback<Command>) -> Html {
    let step = reason.step;
    let go = on_command.reform(move |_: MouseEvent| Command::SeekTo(step));
    let time = clock_time(reason.at_ms - opening_ms);
    html! {
        <li key={reason.said.clone()}>
            <button class="moment" onclick={go} title="Go to this moment">
                <b>{ time }</b>{ " " }{ &reason.said }
            </button>
        </li>
    }
}
