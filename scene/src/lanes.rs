//! A partition as a wall of numbered bricks, with the markers of every group.

use super::density::Density;
use super::layout::Form;
use super::sight::{Sight, newest_window};
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{GroupId, Offset, OrderNumber, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::outlook::Outlook;
use offsetscope_core::world::World;
use offsetscope_language::say;
use offsetscope_words::Names;

/// A partition.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Which.
    pub partition: TopicPartition,
    /// Its name, as Kafka writes it: `orders-0`.
    pub name: String,
    /// The offset at the left edge.
    pub first_slot: Offset,
    /// How many offsets there is room for.
    pub slots: u32,
    /// How much of it is shown.
    pub form: Form,
    /// Whether its window stays where it was moved to.
    pub is_held: bool,
    /// All of it, where it has more than there is room for.
    pub density: Option<Density>,
    /// The group whose verdicts the bricks show.
    pub selected: GroupId,
    /// What stands there, oldest first.
    pub bricks: Vec<Brick>,
    /// The log start offset.
    pub log_start: Offset,
    /// The high watermark. As long as there are no transactions, the last stable offset is the same.
    pub high_watermark: Offset,
    /// The log end offset.
    pub log_end: Offset,
    /// The base offsets of all segments.
    pub segment_bases: Vec<Offset>,
    /// Where each group stands that reads this partition.
    pub rows: Vec<GroupRow>,
}

/// A record's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brick {
    /// Its number.
    pub offset: Offset,
    /// The order it carries.
    pub order: OrderNumber,
    /// What to show.
    pub state: BrickState,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrickState {
    /// It is in the log, and this is what the selected group did with it.
    InLog(Verdict),
    /// Retention or compaction took it, and this is what the selected group had done with it.
    Deleted(Verdict),
}

/// A group's markers on a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// The group.
    pub group: GroupId,
    /// Its committed offset.
    pub committed: Option<Offset>,
    /// The position of the member that owns the partition.
    pub position: Option<Offset>,
    /// How many records lie between the committed offset and the high watermark. Below zero where
    /// somebody committed beyond the end.
    pub lag: Option<i64>,
    /// What a crash of that member would lead to; without one, what the next will read again.
    pub outlook: Option<Outlook>,
}

/// Where a group stands on a partition, as numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The partition's name.
    pub partition: String,
    /// The group's name.
    pub group: String,
    /// The log start offset.
    pub log_start: Offset,
    /// The high watermark.
    pub high_watermark: Offset,
    /// The log end offset.
    pub log_end: Offset,
    /// The group's own.
    pub row: GroupRow,
}

/// Where every group stands on every partition that it reads.
pub fn standings(world: &World) -> Vec<Standing> {
    let names = Names::of(world);
    let mut standings = Vec::new();
    for partition in world.partitions() {
        let log = world.log(partition);
        for row in group_rows(world, partition) {
            standings.push(Standing {
                partition: names.partition(partition),
                group: names.group(row.group).to_owned(),
                log_start: log.log_start_offset(),
                high_watermark: log.high_watermark(),
                log_end: log.log_end_offset(),
                row,
            });
        }
    }
    standings
}

impl Lane {
    /// Where its log begins and ends, for beside its name.
    pub fn ends(&self) -> String {
        say!(
            "log start {} · high watermark {} · log end {}",
            "日志起始 {} · 高水位 {} · 日志末端 {}";
            self.log_start,
            self.high_watermark,
            self.log_end
        )
    }

    /// A partition at a moment, with verdicts of the group that is looked at.
    pub fn new(
        moment: &Moment,
        partition: TopicPartition,
        sight: &Sight,
        slots: u32,
        form: Form,
    ) -> Self {
        let world = &moment.world;
        let log = world.log(partition);
        let log_end = log.log_end_offset();
        let selected = world.consumer(sight.selected).group;
        let first_slot = sight.first_slot(partition, log_end, slots);
        let topic = &world.setup().topic(partition.topic).name;
        let shown = match form {
            Form::Wall => first_slot..log_end.min(first_slot + Offset::from(slots)),
            Form::Strip => 0..0,
        };
        let is_whole = form == Form::Wall && log_end < Offset::from(slots);
        Self {
            partition,
            name: format!("{topic}-{}", partition.partition),
            first_slot,
            slots,
            form,
            is_held: sight.holds(partition),
            density: (!is_whole).then(|| Density::new(world, partition, selected)),
            selected,
            bricks: shown
                .map(|offset| brick(world, partition, offset, selected))
                .collect(),
            log_start: log.log_start_offset(),
            high_watermark: log.high_watermark(),
            log_end,
            segment_bases: log
                .segments()
                .iter()
                .map(|segment| segment.base_offset)
                .collect(),
            rows: group_rows(world, partition),
        }
    }

    /// Whether an offset's place is in the window, or at its right edge.
    pub fn shows(&self, offset: Offset) -> bool {
        (self.first_slot..=self.first_slot + Offset::from(self.slots)).contains(&offset)
    }

    /// Where the window begins that shows the newest record.
    pub fn newest_window(&self) -> Offset {
        newest_window(self.log_end, self.slots)
    }
}

fn brick(world: &World, partition: TopicPartition, offset: Offset, selected: GroupId) -> Brick {
    let verdict = world.verdict(selected, partition, offset);
    let state = if world.log(partition).holds(offset) {
        BrickState::InLog(verdict)
    } else {
        BrickState::Deleted(verdict)
    };
    Brick {
        offset,
        order: world
            .outside()
            .order_at(partition, offset)
            .unwrap_or_default(),
        state,
    }
}

/// Where each group stands that reads a partition.
fn group_rows(world: &World, partition: TopicPartition) -> Vec<GroupRow> {
    let setup = world.setup();
    let readers = setup
        .group_ids()
        .filter(|&group| setup.group(group).topic == partition.topic);
    readers
        .map(|group| group_row(world, partition, group))
        .collect()
}

fn group_row(world: &World, partition: TopicPartition, group: GroupId) -> GroupRow {
    let committed = world.coordinator().committed(group, partition);
    let position = world
        .consumers()
        .filter(|consumer| consumer.group == group)
        .find_map(|consumer| consumer.client.assigned(partition)?.offset());
    GroupRow {
        group,
        committed,
        position,
        lag: world.lag(group, partition),
        outlook: (world.outlook(group, partition)).or_else(|| world.left_behind(group, partition)),
    }
}
