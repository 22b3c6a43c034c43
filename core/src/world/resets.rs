//! What `kafka-consumer-groups.sh --reset-offsets` asks the broker for. Follows
//! `ConsumerGroupCommand.prepareOffsetsToReset`.

use super::World;
use crate::admin::AdminRequest;
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::log::OffsetSpec;

/// Where a group is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// `--to-earliest`: at the log start offset.
    ToEarliest,
    /// `--to-latest`: at the high watermark.
    ToLatest,
    /// `--shift-by`: so many records further, or back, and within the log.
    ShiftBy(i64),
    /// `--by-duration`: at the first record that is not older than so many ms, or at the end.
    ByDuration(i64),
}

impl World {
    /// What the tool asks for to reset a group in every partition that it reads; nothing where it
    /// stands there already.
    pub fn reset(&self, group: GroupId, to: Reset, now_ms: i64) -> Vec<AdminRequest> {
        let partitions = self.partitions_read_by(group);
        let asked = partitions.filter_map(|partition| {
            let committed = self.coordinator().committed(group, partition);
            let to = self.offset_to_reset_to(partition, committed, to, now_ms)?;
            (committed != Some(to)).then_some(AdminRequest::AlterOffset {
                group,
                partition,
                to,
            })
        });
        asked.collect()
    }

    /// Nothing if the tool refuses: it cannot shift what is not committed.
    fn offset_to_reset_to(
        &self,
        partition: TopicPartition,
        committed: Option<Offset>,
        to: Reset,
        now_ms: i64,
    ) -> Option<Offset> {
        let log = self.log(partition);
        let (start, end) = (log.log_start_offset(), log.high_watermark());
        Some(match to {
            Reset::ToEarliest => start,
            Reset::ToLatest => end,
            Reset::ShiftBy(records) => committed?.saturating_add_signed(records).clamp(start, end),
            Reset::ByDuration(ms) => {
                let since_ms = now_ms.saturating_sub(ms);
                let found = log.offset_for(OffsetSpec::Timestamp(since_ms));
                found.map_or(end, |it| it.offset)
            }
        })
    }
}
