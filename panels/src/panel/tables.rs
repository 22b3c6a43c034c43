//! What the stage shows, as tables: for those who do not see it, and for those who want numbers.

use super::Look;
use super::table::table;
use maud::{Markup, html};
use offsetscope_core::ids::Offset;
use offsetscope_language::text;
use offsetscope_scene::{GroupBox, Standing, standings};
use offsetscope_words as words;

/// The tables of a moment.
pub fn tables(look: &Look<'_>) -> Markup {
    let moment = look.run.current();
    let groups = moment.world.setup().group_ids();
    let groups: Vec<GroupBox> = groups.map(|group| GroupBox::new(moment, group)).collect();
    let offsets: Vec<_> = standings(&moment.world)
        .into_iter()
        .map(offsets_row)
        .collect();
    let of_groups: Vec<_> = groups.iter().map(group_row).collect();
    let consumers: Vec<_> = groups.iter().flat_map(consumer_rows).collect();
    html! {
        div.side-by-side {
            section.scrolled id="table-of-offsets" tabindex="0" aria-label=(text!("Offsets of every partition", "每个分区的偏移量")) {
                (table(text!("Offsets", "偏移量"), &OFFSETS, &offsets))
            }
            section.scrolled id="table-of-groups" tabindex="0" aria-label=(text!("Groups and consumers", "消费者组与消费者")) {
                (table(text!("Groups", "消费者组"), &GROUPS, &of_groups))
                (table(text!("Consumers", "消费者"), &CONSUMERS, &consumers))
            }
        }
    }
}

const OFFSETS: [&str; 9] = [
    text!("partition", "分区"),
    text!("group", "消费者组"),
    text!("log start", "日志起始"),
    text!("committed", "已提交"),
    text!("position", "位置"),
    text!("high watermark", "高水位"),
    text!("log end", "日志末端"),
    text!("lag", "滞后"),
    text!("read again after a crash", "崩溃后重读"),
];

fn offsets_row(standing: Standing) -> Vec<String> {
    let known = |offset: Option<Offset>| {
        offset.map_or(text!("none", "无").to_owned(), |it| it.to_string())
    };
    let Standing { row, .. } = standing;
    vec![
        standing.partition,
        standing.group,
        standing.log_start.to_string(),
        known(row.committed),
        known(row.position),
        standing.high_watermark.to_string(),
        standing.log_end.to_string(),
        row.lag
            .map_or(text!("unknown", "未知").to_owned(), |lag| lag.to_string()),
        row.outlook
            .map_or(text!("unknown", "未知").to_owned(), |it| {
                it.again.to_string()
            }),
    ]
}

const GROUPS: [&str; 4] = [
    text!("group", "消费者组"),
    text!("state", "状态"),
    text!("generation", "代"),
    text!("members", "成员"),
];

fn group_row(group: &GroupBox) -> Vec<String> {
    vec![
        group.name.clone(),
        words::group_state(group.state).to_owned(),
        group.generation.to_string(),
        group.member_count.to_string(),
    ]
}

const CONSUMERS: [&str; 3] = [
    text!("consumer", "消费者"),
    text!("is", "正在"),
    text!("owns", "拥有"),
];

fn consumer_rows(group: &GroupBox) -> Vec<Vec<String>> {
    let rows = group.members.iter().map(|member| {
        let cells = [&member.name, &member.activity, &member.owns];
        cells.map(Clone::clone).to_vec()
    });
    rows.collect()
}
