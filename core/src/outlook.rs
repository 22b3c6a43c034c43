//! What things stand like that nobody is told: what a crash would lead to, and who is no member any
//! more and does not know it.

use crate::client::Consumer;
use crate::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use crate::setup::AutoOffsetReset;
use crate::world::World;

/// What would become of a partition if its owner crashed now, and nothing of what is on its way
/// made a difference: whoever gets the partition begins where the group resumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Where the next owner would begin.
    pub begins_at: Offset,
    /// The owner's position. Records from `begins_at` up to here would be read again.
    pub position: Offset,
    /// How many of them there are; fewer than offsets where the log was compacted.
    pub again: u32,
    /// How many of those have taken effect already.
    pub done_before: u32,
    /// How many records the owner has in hand that would never take effect: the group would begin
    /// behind them.
    pub missed: u32,
    /// How many it has in hand that would never take effect either, because retention or the cleaner
    /// took them before the group had committed past them.
    pub deleted: u32,
}

impl World {
    /// How many records a group has still to commit in a partition, as `kafka-consumer-groups` counts
    /// it (`ConsumerGroupCommand`, `collectConsumerAssignment`): from the committed offset to the end that
    /// consumers can read. Unknown where nothing is committed; below zero where somebody has committed
    /// beyond the end.
    pub fn lag(&self, group: GroupId, partition: TopicPartition) -> Option<i64> {
        let signed = |offset: Offset| i64::try_from(offset).unwrap_or(i64::MAX);
        let committed = self.coordinator().committed(group, partition)?;
        Some(signed(self.log(partition).high_watermark()) - signed(committed))
    }

    /// What a crash of a partition's owner would lead to. None without an owner that has a
    /// position, and where nobody could say where to begin.
    pub fn outlook(&self, group: GroupId, partition: TopicPartition) -> Option<Outlook> {
        let of_group = |consumer: &&Consumer| consumer.group == group && consumer.is_running();
        let (owner, position) = self.consumers().filter(of_group).find_map(|consumer| {
            let position = consumer.client.assigned(partition)?.offset()?;
            Some((consumer, position))
        })?;
        let begins_at = self.would_begin_at(group, partition)?;
        let log = self.log(partition);
        let again = (begins_at..position).filter(|&offset| log.holds(offset));
        let is_done = |&offset: &Offset| self.outside().times(group, partition, offset) > 0;
        let holds = |consumer: &Consumer, offset| {
            let mut in_hand = consumer.application.in_hand();
            in_hand.any(|record| (record.partition, record.offset) == (partition, offset))
        };
        let others = || {
            let others = self.consumers().filter(of_group);
            others.filter(|other| other.id != owner.id)
        };
        let in_hand = owner.application.in_hand();
        let never_done = in_hand
            .filter(|record| record.partition == partition && record.offset < begins_at)
            .map(|record| record.offset)
            .filter(|offset| !is_done(offset))
            .filter(|&offset| !others().any(|other| holds(other, offset)));
        let is_deleted = |&offset: &Offset| {
            let effect = self.outside().effect(group, partition, offset);
            effect.deleted_uncommitted || effect.compacted_uncommitted
        };
        let never_done: Vec<Offset> = never_done.collect();
        let deleted = count(never_done.iter().copied().filter(is_deleted));
        Some(Outlook {
            begins_at,
            position,
            again: count(again.clone()),
            done_before: count(again.filter(is_done)),
            missed: count(never_done.iter().copied()) - deleted,
            deleted,
        })
    }

    /// What the next owner of a partition will read again that has been done already: up to the last record
    /// beyond where the group resumes that took effect. It tells what a crash has led to, once there is no
    /// owner whose position would. None where there is nothing of the kind.
    pub fn left_behind(&self, group: GroupId, partition: TopicPartition) -> Option<Outlook> {
        let begins_at = self.would_begin_at(group, partition)?;
        let log = self.log(partition);
        let is_done = |&offset: &Offset| self.outside().times(group, partition, offset) > 0;
        let in_log = |end| (begins_at..end).filter(|&offset| log.holds(offset));
        let done = in_log(log.log_end_offset()).filter(is_done);
        let position = done.clone().next_back()? + 1;
        Some(Outlook {
            begins_at,
            position,
            again: count(in_log(position)),
            done_before: count(done),
            missed: 0,
            deleted: 0,
        })
    }

    /// Whether a process takes itself for a member and its coordinator does not: it goes on with what
    /// it has in hand, and what it commits is refused. What Kafka's users call a zombie.
    pub fn is_fenced(&self, consumer: ConsumerId) -> bool {
        let consumer = self.consumer(consumer);
        let membership = consumer.client.membership;
        let (Some(member), Some(_)) = (membership.member, membership.generation) else {
            return false;
        };
        let members = self.coordinator().group(consumer.group).members();
        consumer.is_running() && !members.iter().any(|it| it.id == member)
    }

    /// Where a member begins that is assigned the partition now. None where `auto.offset.reset`
    /// says to begin nowhere, or where the time of day would decide.
    fn would_begin_at(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        let log = self.log(partition);
        let in_log =
            |offset: &Offset| (log.log_start_offset()..=log.log_end_offset()).contains(offset);
        self.resumes_at(group, partition)
            .filter(in_log)
            .or_else(
                || match self.setup().group(group).client.auto_offset_reset {
                    AutoOffsetReset::Earliest => Some(log.log_start_offset()),
                    AutoOffsetReset::Latest => Some(log.high_watermark()),
                    AutoOffsetReset::ByDuration(_) | AutoOffsetReset::None => None,
                },
            )
    }
}

fn count(offsets: impl Iterator<Item = Offset>) -> u32 {
    u32::try_from(offsets.count()).unwrap_or(u32::MAX)
}
