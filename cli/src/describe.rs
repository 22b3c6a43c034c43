//! `offsetscope describe`: a scenario's groups after some steps, in the columns of Kafka's own
//! `kafka-consumer-groups --describe`.

use std::io::Write;

use anyhow::Result;
use offsetscope_core::ids::{GroupId, TopicPartition};
use offsetscope_core::world::World;

use crate::play::Play;

const COLUMNS: [&str; 8] = [
    "GROUP",
    "TOPIC",
    "PARTITION",
    "CURRENT-OFFSET",
    "LOG-END-OFFSET",
    "LAG",
    "CONSUMER-ID",
    "CLIENT-ID",
];

/// Plays and prints what the coordinator then says of each group.
///
/// # Errors
/// What [`Play::run`] refuses, or that `out` cannot be written.
pub fn run(play: &Play, out: &mut impl Write) -> Result<()> {
    let world = &play.run(|_, _, _, _| Ok(()))?;
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for group in world.setup().group_ids() {
        rows.extend(
            world
                .partitions_read_by(group)
                .map(|it| row(world, group, it)),
        );
    }
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in &rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, &width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", line.join(" ").trim_end())?;
    }
    Ok(())
}

/// One partition of a group. Where there is nothing to say Kafka's tool prints a dash.
fn row(world: &World, group: GroupId, partition: TopicPartition) -> [String; COLUMNS.len()] {
    let setup = world.setup();
    let dash = || "-".to_owned();
    let end = world.log(partition).log_end_offset();
    let committed = world.coordinator().committed(group, partition);
    let lag = world.lag(group, partition);
    let members = world.coordinator().group(group).members();
    let owner = members
        .iter()
        .find(|member| member.assignment.contains(&partition));
    [
        setup.group(group).name.clone(),
        setup.topic(partition.topic).name.clone(),
        partition.partition.to_string(),
        committed.map_or_else(dash, |offset| offset.to_string()),
        end.to_string(),
        lag.map_or_else(dash, |lag| lag.to_string()),
        owner.map_or_else(dash, |member| setup.member_name(member.id)),
        owner.map_or_else(dash, |member| {
            setup.consumer(member.id.consumer).name.clone()
        }),
    ]
}
