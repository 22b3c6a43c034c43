//! What an administrator can ask for, each as Kafka's own tool has it. The broker does it or refuses.

use super::super::Look;
use super::Button;
use maud::{Markup, html};
use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::Choice;
use offsetscope_core::ids::{GroupId, TopicPartition};
use offsetscope_core::world::{Reset, World};
use offsetscope_language::{say, text};
use offsetscope_words::{
    ASKS_NOTHING, DELETE_GROUP_NOTE, DELETE_OFFSETS_NOTE, DELETE_RECORDS_NOTE, Names, RESET_NOTE,
    group_state,
};

/// What a group is reset to, as the tool's options have it.
const RESETS: [(&str, Reset); 5] = [
    ("--to-earliest", Reset::ToEarliest),
    ("--to-latest", Reset::ToLatest),
    ("--shift-by -3", Reset::ShiftBy(-3)),
    ("--shift-by 3", Reset::ShiftBy(3)),
    ("--by-duration PT10S", Reset::ByDuration(10_000)),
];

pub fn admin(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    let requests = requests(world);
    html! {
        table {
            caption { "kafka-consumer-groups.sh" }
            tbody {
                @for group in world.setup().group_ids() {
                    tr { (of_group(look, group, &requests)) }
                }
            }
        }
        table {
            caption { "kafka-delete-records.sh" }
            tbody {
                @for partition in world.partitions() {
                    tr { (of_partition(world, partition, &requests)) }
                }
            }
        }
    }
}

fn requests(world: &World) -> Vec<AdminRequest> {
    let choices = world.choices().into_iter();
    let requests = choices.filter_map(|choice| match choice {
        Choice::Administer(request) => Some(request),
        _ => None,
    });
    requests.collect()
}

fn of_group(look: &Look<'_>, group: GroupId, requests: &[AdminRequest]) -> Markup {
    let moment = look.run.current();
    let world = &moment.world;
    let name = Names::of(world).group(group);
    let state = group_state(world.coordinator().group(group).state());
    let deletes: Vec<_> = requests
        .iter()
        .copied()
        .filter(|it| matches!(it, AdminRequest::DeleteOffset { group: of, .. } if *of == group))
        .collect();
    let removes: Vec<_> = requests
        .iter()
        .copied()
        .filter(|it| *it == AdminRequest::DeleteGroup(group))
        .collect();
    let resets = RESETS.map(|(option, to)| {
        let asked = world.reset(group, to, moment.clock.now_ms());
        (option, asked, RESET_NOTE)
    });
    let others = [
        ("--delete-offsets", deletes, DELETE_OFFSETS_NOTE),
        ("--delete", removes, DELETE_GROUP_NOTE),
    ];
    let all = resets.into_iter().chain(others);
    html! {
        th scope="row" { i class={ "sign group-" (group.0 % 6) } {} (name) small { (state) } }
        td {
            @for (place, (option, asked, note)) in all.enumerate() {
                (button(format!("ask-{}-{place}", group.0), option, name, asked, note).draw()) " "
            }
        }
    }
}

fn of_partition(world: &World, partition: TopicPartition, requests: &[AdminRequest]) -> Markup {
    let name = Names::of(world).partition(partition);
    let log = world.log(partition);
    let offered = requests.iter().copied().filter(
        |it| matches!(it, AdminRequest::DeleteRecords { partition: of, .. } if *of == partition),
    );
    let asked = |(place, request): (usize, AdminRequest)| {
        let before = request.offset().unwrap_or_default();
        let says = say!("before {before}", "{before} 之前");
        let id = format!(
            "delete-{}-{}-{place}",
            partition.topic.0, partition.partition
        );
        button(id, &says, &name, vec![request], DELETE_RECORDS_NOTE).draw()
    };
    let buttons: Vec<Markup> = offered.enumerate().map(asked).collect();
    html! {
        th scope="row" { (name) small {
            (say!("from {} to {}", "{} 到 {}"; log.log_start_offset(), log.high_watermark()))
        } }
        td {
            @if buttons.is_empty() { span.quiet { (text!("nothing to delete", "没有可删除的")) } }
            @for button in buttons { (button) " " }
        }
    }
}

fn button<'a>(
    id: String,
    says: &'a str,
    whose: &str,
    asked: Vec<AdminRequest>,
    note: &'a str,
) -> Button<'a> {
    Button {
        id,
        says,
        name: format!("{says}, {whose}"),
        note: if asked.is_empty() { ASKS_NOTHING } else { note },
        makes: asked.into_iter().map(Choice::Administer).collect(),
    }
}
