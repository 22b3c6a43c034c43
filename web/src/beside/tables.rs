//! What the stage shows, as tables: for those who do not see it, and for those who want numbers.

use super::table;
use crate::scene::{GroupBox, Standing, standings};
use crate::session::Session;
use offsetscope_core::ids::Offset;
use offsetscope_words as words;
use yew::prelude::*;

/// The tables as a session stands.
pub fn tables(session: &Session) -> Html {
    let moment = session.history().current();
    let groups = moment.world.setup().group_ids();
    let groups: Vec<GroupBox> = groups.map(|group| GroupBox::new(moment, group)).collect();
    html! {
        <div class="side-by-side">
            <section key="offsets" class="scrolled" tabindex="0" aria-label="Offsets of every partition">
                { table("Offsets", &OFFSETS, standings(&moment.world).into_iter().map(offsets_row).collect()) }
            </section>
            <section key="consumers" class="scrolled" tabindex="0" aria-label="Groups and consumers">
                { table("Groups", &GROUPS, groups.iter().map(group_row).collect()) }
                { table("Consumers", &CONSUMERS, groups.iter().flat_map(consumer_rows).collect()) }
            </section>
        </div>
    }
}

const OFFSETS: [&str; 8] = [
    "partition",
    "group",
    "log start",
    "committed",
    "position",
    "high watermark",
    "log end",
    "lag",
];

fn offsets_row(standing: Standing) -> (String, Vec<String>) {
    let Standing {
        partition,
        group,
        log_start,
        high_watermark,
        log_end,
        row,
    } = standing;
    let known = |offset: Option<Offset>| offset.map_or("none".to_owned(), |it| it.to_string());
    let lag = row.lag.map_or("unknown".to_owned(), |lag| lag.to_string());
    let key = format!("{partition} {group}");
    let cells = vec![
        partition,
        group,
        log_start.to_string(),
        known(row.committed),
        known(row.position),
        high_watermark.to_string(),
        log_end.to_string(),
        lag,
    ];
    (key, cells)
}

const GROUPS: [&str; 4] = ["group", "state", "generation", "members"];

fn group_row(group: &GroupBox) -> (String, Vec<String>) {
    let cells = vec![
        group.name.clone(),
        words::group_state(group.state).to_owned(),
        group.generation.to_string(),
        group.member_count.to_string(),
    ];
    (group.name.clone(), cells)
}

const CONSUMERS: [&str; 3] = ["consumer", "is", "owns"];

fn consumer_rows(group: &GroupBox) -> Vec<(String, Vec<String>)> {
    let rows = group.members.iter().map(|member| {
        let cells = [&member.name, &member.activity, &member.owns];
        (member.name.clone(), cells.map(Clone::clone).to_vec())
    });
    rows.collect()
}
