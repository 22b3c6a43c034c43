//! What the stage shows, as tables: for those who do not see it, and for those who want numbers.

use super::Look;
use super::table::table;
use maud::{Markup, html};
use offsetscope_core::ids::Offset;
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
            section.scrolled id="table-of-offsets" tabindex="0" aria-label="Offsets of every partition" {
                (table("Offsets", &OFFSETS, &offsets))
            }
            section.scrolled id="table-of-groups" tabindex="0" aria-label="Groups and consumers" {
                (table("Groups", &GROUPS, &of_groups))
                (table("Consumers", &CONSUMERS, &consumers))
            }
        }
    }
}

const OFFSETS: [&str; 9] = [
    "partition",
    "group",
    "log start",
    "committed",
    "position",
    "high watermark",
    "log end",
    "lag",
    "read again after a crash",
];

fn offsets_row(standing: Standing) -> Vec<String> {
    let known = |offset: Option<Offset>| offset.map_or("none".to_owned(), |it| it.to_string());
    let Standing { row, .. } = standing;
    vec![
        standing.partition,
        standing.group,
        standing.log_start.to_string(),
        known(row.committed),
        known(row.position),
        standing.high_watermark.to_string(),
        standing.log_end.to_string(),
        row.lag.map_or("unknown".to_owned(), |lag| lag.to_string()),
        row.outlook
            .map_or("unknown".to_owned(), |it| it.again.to_string()),
    ]
}

const GROUPS: [&str; 4] = ["group", "state", "generation", "members"];

fn group_row(group: &GroupBox) -> Vec<String> {
    vec![
        group.name.clone(),
        words::group_state(group.state).to_owned(),
        group.generation.to_string(),
        group.member_count.to_string(),
    ]
}

const CONSUMERS: [&str; 3] = ["consumer", "is", "owns"];

fn consumer_rows(group: &GroupBox) -> Vec<Vec<String>> {
    let rows = group.members.iter().map(|member| {
        let cells = [&member.name, &member.activity, &member.owns];
        cells.map(Clone::clone).to_vec()
    });
    rows.collect()
}
