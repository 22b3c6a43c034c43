//! A group and its members.

use super::placed;
use crate::controls::strategy_select;
use crate::session::Command;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::Process;
use offsetscope_core::ids::ConsumerId;
use offsetscope_scene::{GroupBox, MemberCard, Rect};
use yew::prelude::*;

/// A group and its members; `selected` is the consumer that is looked at, `only_in_full` the one that
/// is not on one line, where all the others are.
pub fn group_view(
    group: &GroupBox,
    place: Rect,
    selected: ConsumerId,
    only_in_full: Option<ConsumerId>,
    on_command: &Callback<Command>,
) -> Html {
    let is_selected = group
        .members
        .iter()
        .any(|member| member.consumer == selected);
    let id = group.group;
    let on_strategy = on_command.reform(move |strategy| Command::SetStrategy(id, strategy));
    let class = classes!(
        "group",
        format!("group-{}", id.index()),
        is_selected.then_some("selected")
    );
    html! {
        <section key={group.name.clone()} {class} style={placed(place)} aria-label={format!("Group {}", group.name)}>
            <h2 key="title"><i class="sign" aria-hidden="true" />{ &group.name }</h2>
            <label key="strategy" class="strategy">
                <span class="only-spoken">{ format!("How {} commits", group.name) }</span>
                { strategy_select(group.strategy, group.strategies, on_strategy) }
            </label>
            { for group.members.iter().map(|member| {
                let is_brief = only_in_full.is_some_and(|it| it != member.consumer);
                member_card(member, selected == member.consumer, is_brief, on_command)
            }) }
        </section>
    }
}

/// A consumer process.
fn member_card(
    member: &MemberCard,
    selected: bool,
    is_brief: bool,
    on_command: &Callback<Command>,
) -> Html {
    let id = member.consumer;
    let select = on_command.reform(move |_: MouseEvent| Command::Select(id));
    let act = |verb: &'static str, choice, reason: Option<&'static str>| {
        let onclick = on_command.reform(move |_: MouseEvent| Command::Inject(choice));
        html! {
            <button key={verb} class="fault" {onclick}
                aria-label={format!("{verb} {}", member.name)} title={reason}
                aria-disabled={reason.map(|_| "true")}>
                { verb }
            </button>
        }
    };
    let is_dead = matches!(member.process, Process::Crashed | Process::Stopped);
    let class = classes!(
        "member",
        selected.then_some("selected"),
        is_brief.then_some("brief"),
        match member.process {
            Process::Paused => Some("paused"),
            Process::Running if member.is_fenced => Some("fenced"),
            Process::Running => None,
            Process::Crashed => Some("crashed"),
            Process::Stopped => Some("stopped"),
        },
    );
    html! {
        <div key={member.name.clone()} {class} role="group" aria-label={member.name.clone()}
            data-about={format!("c:{}", id.0)}>
            <button key="name" class="name" aria-pressed={selected.to_string()} onclick={select}
                title={format!("Show the code of {}", member.name)}>
                { &member.name }
            </button>
            <div key="faults" class="faults">
                if is_brief {
                } else if is_dead {
                    { act("Restart", Choice::Restart(id), None) }
                } else {
                    { act("Stop", Choice::Stop(id), member.is_stopping.then_some("It has been asked already")) }
                    { act("Crash", Choice::Crash(id), None) }
                }
            </div>
            <p key="activity" class="activity">{ &member.activity }</p>
            if !is_brief {
                <p key="owns" class="owns">{ &member.owns }</p>
                <p key="outlook" class="owns">{ &member.outlook }</p>
            }
        </div>
    }
}
