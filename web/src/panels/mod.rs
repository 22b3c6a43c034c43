//! What stands beside the stage. A worker draws it, as HTML; here are the places for it, and what a
//! press in them does.

mod host;

pub use host::{Deed, Panels};

use crate::platform;
use crate::session::{Command, Session};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::explain::{Asked, Subject};
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_messages::panels::{Panel, VIEWS};
use offsetscope_scene::flights::Kind;
use yew::prelude::*;

/// The place of a view among the buttons.
pub fn number(view: Panel) -> Option<usize> {
    VIEWS.iter().position(|it| *it == view)
}

/// The place of the view that is open.
pub fn beside(session: &Session, on_press: &Callback<String>) -> Option<Html> {
    let open = session.beside()?;
    let number = number(open)?;
    Some(html! {
        <section key={number} id={place(open)} class="beside" aria-labelledby={format!("view-{number}")}
            onclick={presses(on_press)} onchange={choices(on_press)} />
    })
}

/// The place of the answer to what was asked, if anything was.
pub fn why(session: &Session, on_press: &Callback<String>) -> Option<Html> {
    session.asked()?;
    let onclick = presses(on_press);
    Some(html! {
        <section key="why" id={place(Panel::Why)} class="panel why" aria-labelledby="why-title" {onclick} />
    })
}

/// The id of the ledger's place.
pub const LEDGER: &str = "ledger";

/// The place of the ledger.
pub fn ledger(on_press: &Callback<String>) -> Html {
    html! {
        <section key={LEDGER} id={LEDGER} class="panel ledger" aria-labelledby="ledger-title" onclick={presses(on_press)} />
    }
}

/// The place of the lesson that is taken, if one is.
pub fn lesson(session: &Session, on_press: &Callback<String>) -> Option<Html> {
    let onclick = presses(on_press);
    session.is_lesson().then(|| {
        html! {
            <section key="lesson" id={place(Panel::Lesson)} class="panel lesson" aria-labelledby="lesson-title" {onclick} />
        }
    })
}

/// The frame of the prover's dialog, which the page opens.
pub fn prover(dialog: &NodeRef, on_press: &Callback<String>, on_close: &Callback<()>) -> Html {
    html! {
        <dialog key="prove" ref={dialog.clone()} class="prove" aria-labelledby="prove-title"
            onclick={presses(on_press)} onchange={choices(on_press)} onclose={on_close.reform(|_: Event| ())}>
            <div id={place(Panel::Prover)} />
        </dialog>
    }
}

/// The place of the program that can be changed. What is dragged to a place in it is moved there.
pub fn program(on_press: &Callback<String>) -> Html {
    let moved = on_press.clone();
    let ondrop = Callback::from(move |event: DragEvent| {
        if let Some(deed) = platform::deed(&event).filter(|deed| command(deed).is_some()) {
            event.prevent_default();
            moved.emit(deed);
        }
    });
    let ondragover = Callback::from(|event: DragEvent| {
        if platform::deed(&event).is_some() {
            event.prevent_default();
        }
    });
    html! {
        <div key="program" id={place(Panel::Program)} onclick={presses(on_press)} {ondrop} {ondragover} />
    }
}

/// The id of a panel's place.
fn place(panel: Panel) -> &'static str {
    match panel {
        Panel::Why => "why",
        Panel::Prover => "prover",
        Panel::Program => "program",
        Panel::Lesson => "lesson",
        _ => "beside",
    }
}

/// Choices from lists in such a place.
fn choices(on_press: &Callback<String>) -> Callback<Event> {
    let on_press = on_press.clone();
    Callback::from(move |event: Event| {
        if let Some(choice) = platform::choice(&event) {
            on_press.emit(choice);
        }
    })
}

/// Presses in a place that is filled with what can be pressed: what each says of itself.
fn presses(on_press: &Callback<String>) -> Callback<MouseEvent> {
    let on_press = on_press.clone();
    Callback::from(move |event: MouseEvent| {
        if let Some(deed) = platform::deed(&event) {
            on_press.emit(deed);
        }
    })
}

/// The same, where every press is a command.
pub fn commands(on_command: &Callback<Command>) -> Callback<MouseEvent> {
    commands_by(on_command, |event: &MouseEvent| platform::deed(event))
}

/// The same for another kind of event, where `deed` says what it does.
pub fn commands_by<E: 'static>(
    on_command: &Callback<Command>,
    deed: fn(&E) -> Option<String>,
) -> Callback<E> {
    let on_command = on_command.clone();
    Callback::from(move |event: E| {
        if let Some(command) = deed(&event).as_deref().and_then(command) {
            on_command.emit(command);
        }
    })
}

/// The command that a press means, by what `panels/src/deed.rs` writes, and the bricks of the stage; none
/// if it concerns only the panels.
pub fn command(deed: &str) -> Option<Command> {
    let (what, about) = deed.split_once(':')?;
    match what {
        "show" => VIEWS
            .get(about.parse::<usize>().ok()?)
            .map(|view| Command::Turn(*view)),
        "go" => about.parse().ok().map(Command::SeekTo),
        "commit" => commit_as(about),
        "why" => asked(about).map(Command::AskWhy),
        "lane" => partition(about).map(Command::TurnLane),
        "look" => {
            let (at, first) = about.split_once(':')?;
            Some(Command::Look(partition(at)?, Some(first.parse().ok()?)))
        }
        "select" => consumer(about).map(Command::Select),
        "stop" => consumer(about).map(|it| Command::Inject(Choice::Stop(it))),
        "crash" => consumer(about).map(|it| Command::Inject(Choice::Crash(it))),
        "restart" => consumer(about).map(|it| Command::Inject(Choice::Restart(it))),
        "flights" => {
            let kind = Kind::ALL.get(about.parse::<usize>().ok()?)?;
            Some(Command::TurnFlights(*kind))
        }
        "newest" => partition(about).map(|it| Command::Look(it, None)),
        "forget-why" => Some(Command::ForgetWhy),
        _ => None,
    }
}

/// `0-3`: group and way to commit.
fn commit_as(text: &str) -> Option<Command> {
    let (group, strategy) = text.split_once('-')?;
    let strategy = Strategy::all().nth(strategy.parse().ok()?)?;
    Some(Command::SetStrategy(GroupId(group.parse().ok()?), strategy))
}

fn consumer(text: &str) -> Option<ConsumerId> {
    text.parse().ok().map(ConsumerId)
}

/// `0-1`: topic and partition.
fn partition(text: &str) -> Option<TopicPartition> {
    let (topic, partition) = text.split_once('-')?;
    Some(TopicPartition {
        topic: TopicId(topic.parse().ok()?),
        partition: partition.parse().ok()?,
    })
}

/// `0-0-1-17`: group, topic, partition and offset; `212` is a step.
fn asked(text: &str) -> Option<Asked> {
    let Some((rest, offset)) = text.rsplit_once('-') else {
        return text.parse().ok().map(Asked::Step);
    };
    let mut numbers = rest.split('-').map(str::parse);
    let mut next = || numbers.next()?.ok();
    let (group, topic, partition) = (GroupId(next()?), TopicId(next()?), next()?);
    let offset = offset.parse().ok()?;
    Some(Asked::Record(Subject {
        group,
        partition: TopicPartition { topic, partition },
        offset,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brick_says_what_it_is_asked() {
        let asked = Asked::Record(Subject {
            group: GroupId(2),
            partition: TopicPartition {
                topic: TopicId(0),
                partition: 1,
            },
            offset: 70_000,
        });
        assert_eq!(command("why:2-0-1-70000"), Some(Command::AskWhy(asked)));
        assert_eq!(command("why:212"), Some(Command::AskWhy(Asked::Step(212))));
        assert_eq!(command("why:2-0-1"), None);
        assert_eq!(command("why:2-0-x-3"), None);
    }
}
