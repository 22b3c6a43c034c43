//! The groups and their members.

use super::placed;
use crate::text::{Said, add};
use offsetscope_core::client::Process;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::ConsumerId;
use offsetscope_language::text;
use offsetscope_scene::{GroupBox, MemberCard, Rect};
use offsetscope_words as words;

/// Adds a group and its members; `selected` is the consumer that is looked at, `only_in_full` the one that
/// is not on one line, where all the others are.
pub fn group_view(
    out: &mut String,
    group: &GroupBox,
    place: Rect,
    selected: ConsumerId,
    only_in_full: Option<ConsumerId>,
) {
    let (name, number) = (Said(&group.name), group.group.index());
    let of_selected = |member: &&_| is(member, selected);
    let looked_at = match group.members.iter().map(|it| &**it).find(of_selected) {
        Some(_) => " selected",
        None => "",
    };
    add!(
        out,
        "<section class='group group-{number}{looked_at}' style='{}' aria-label='{} {name}'>\
         <h2><i class='sign' aria-hidden='true'></i>{name}</h2>\
         <label class='strategy'><span class='only-spoken'>{}{name}{}</span><select name='{number}'>",
        placed(place),
        text!("Group", "消费者组"),
        text!("How ", ""),
        text!(" commits", " 的提交方式")
    );
    strategies(out, group);
    out.push_str("</select></label>");
    for member in &group.members {
        let is_brief = only_in_full.is_some_and(|it| it != member.consumer);
        let size = if is_brief { Size::Line } else { Size::Full };
        member_card(out, member, selected, size);
    }
    out.push_str("</section>");
}

fn is(member: &MemberCard, selected: ConsumerId) -> bool {
    member.consumer == selected
}

/// The ways to commit, family by family.
fn strategies(out: &mut String, group: &GroupBox) {
    let families = group
        .strategies
        .chunk_by(|one, other| one.family() == other.family());
    for family in families {
        add!(
            out,
            "<optgroup label='{}'>",
            Said(words::family_name(family[0].family()))
        );
        for &strategy in family {
            let value = Strategy::all().position(|it| it == strategy).unwrap_or(0);
            let chosen = if strategy == group.strategy {
                " selected"
            } else {
                ""
            };
            let name = Said(words::strategy_name(strategy));
            add!(out, "<option value='{value}'{chosen}>{name}</option>");
        }
        out.push_str("</optgroup>");
    }
}

/// How much of a consumer is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Full,
    Line,
}

/// A consumer process.
fn member_card(out: &mut String, member: &MemberCard, selected: ConsumerId, size: Size) {
    let (name, number) = (Said(&member.name), member.consumer.0);
    let is_selected = is(member, selected);
    let state = match member.process {
        Process::Paused => " paused",
        Process::Running if member.is_fenced => " fenced",
        Process::Running => "",
        Process::Crashed => " crashed",
        Process::Stopped => " stopped",
    };
    add!(
        out,
        "<div class='member{}{}{state}' role='group' tabindex='-1' aria-label='{name}' data-about='c:{number}'>\
         <button class='name' aria-pressed='{is_selected}' data-do='select:{number}' \
         title='{}{name}'>{name}</button><div class='faults'>",
        if is_selected { " selected" } else { "" },
        if size == Size::Line { " brief" } else { "" },
        text!("Show the code of ", "查看代码：")
    );
    if size == Size::Full {
        faults(out, member);
    }
    add!(
        out,
        "</div><p class='activity'>{}</p>",
        Said(&member.activity)
    );
    if size == Size::Full {
        for said in [&member.owns, &member.outlook] {
            add!(out, "<p class='owns'>{}</p>", Said(said));
        }
    }
    out.push_str("</div>");
}

/// What can be made happen to it.
fn faults(out: &mut String, member: &MemberCard) {
    let mut fault = |verb: &str, deed: &str, more: &str| {
        add!(
            out,
            "<button class='fault' aria-label='{verb} {}' data-do='{deed}:{}'{more}>{verb}</button>",
            Said(&member.name),
            member.consumer.0
        );
    };
    if matches!(member.process, Process::Crashed | Process::Stopped) {
        return fault(text!("Restart", "重启"), "restart", "");
    }
    let asked = text!(
        " aria-disabled='true' title='It has been asked already'",
        " aria-disabled='true' title='已经要求过了'"
    );
    let more = if member.is_stopping { asked } else { "" };
    fault(text!("Stop", "停止"), "stop", more);
    fault(text!("Crash", "崩溃"), "crash", "");
}
