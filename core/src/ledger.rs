//! The ledger: what each group did for each order, and what that means.
//!
//! Every verdict of the product is a statement about this, never about what a strategy is called.

use crate::client::Consumer;
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::outside::Effect;
use crate::world::World;
use serde::{Deserialize, Serialize};

/// What became of one order in one group. As long as no producer sends anything twice, that is what
/// became of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// Not done yet, and it still can be.
    Pending,
    /// Took effect once.
    Once,
    /// Took effect more than once.
    Duplicated,
    /// The group goes on behind it and it never took effect: nobody will read it again.
    Lost,
    /// Retention deleted it before the group had committed past it, and it never took effect.
    Expired,
    /// Compaction took it before the group had committed past it, because a later record has its
    /// key, and it never took effect.
    Compacted,
    /// It could not be processed, and the program went on without it.
    Skipped,
    /// It could not be processed, and lies in the dead-letter topic.
    DeadLettered,
}

impl Verdict {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Once,
        Self::Duplicated,
        Self::Lost,
        Self::Expired,
        Self::Compacted,
        Self::Skipped,
        Self::DeadLettered,
    ];
}

/// How many orders have each verdict in one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    counts: [u32; Verdict::ALL.len()],
    /// How many first took effect after a later order of the same customer.
    pub out_of_order: u32,
}

impl Tally {
    /// How many orders have this verdict.
    pub fn count(&self, verdict: Verdict) -> u32 {
        self.counts[verdict as usize]
    }
}

impl World {
    /// What became of the order in one record in one group, as things stand. Its customer does not
    /// care which of several copies was processed, so all of them have the same verdict.
    pub fn verdict(&self, group: GroupId, partition: TopicPartition, offset: Offset) -> Verdict {
        match self.outside().times(group, partition, offset) {
            0 => self.verdict_before_any_effect(group, partition, offset),
            1 => Verdict::Once,
            2.. => Verdict::Duplicated,
        }
    }

    /// As long as one copy can be processed, the order is pending; no program can process one that
    /// was skipped or is a dead letter. What became of the copy that was there longest counts: one
    /// that compaction took has made way for another.
    fn verdict_before_any_effect(
        &self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> Verdict {
        const FIRST_OF: [Verdict; 4] = [
            Verdict::Pending,
            Verdict::Lost,
            Verdict::Expired,
            Verdict::Compacted,
        ];
        let any = |is_so: fn(&Effect) -> bool| {
            let mut copies = self.outside().same_order(partition, offset);
            copies.any(|offset| is_so(&self.outside().effect(group, partition, offset)))
        };
        if any(|it| it.dead_lettered) {
            return Verdict::DeadLettered;
        }
        if any(|it| it.skipped) {
            return Verdict::Skipped;
        }
        let copies = self.outside().same_order(partition, offset);
        let verdicts = copies.map(|offset| self.verdict_of_copy(group, partition, offset));
        let rank = |verdict: &Verdict| FIRST_OF.iter().position(|it| it == verdict);
        verdicts.min_by_key(rank).unwrap_or(Verdict::Pending)
    }

    fn verdict_of_copy(
        &self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> Verdict {
        let effect = self.outside().effect(group, partition, offset);
        let if_nobody_holds_it = if effect.compacted_uncommitted {
            Verdict::Compacted
        } else if effect.deleted_uncommitted {
            Verdict::Expired
        } else if self.has_committed_past(group, partition, offset) {
            Verdict::Lost
        } else {
            return Verdict::Pending;
        };
        // To look into every process takes long, and for most records it makes no difference.
        if self.may_still_take_effect(group, partition, offset) {
            Verdict::Pending
        } else {
            if_nobody_holds_it
        }
    }

    /// What became of each of a partition's records in one group, by offset. For who wants many: of most of
    /// them one look at what took effect says it.
    pub fn verdicts(
        &self,
        group: GroupId,
        partition: TopicPartition,
    ) -> impl Iterator<Item = Verdict> + '_ {
        let effects = self.outside().effects_without_copies(group, partition);
        let times =
            move |offset| Some(Effect::of(*effects?.get(usize::try_from(offset).ok()?)?).times);
        (0..self.log(partition).log_end_offset()).map(move |offset| match times(offset) {
            Some(1) => Verdict::Once,
            Some(2..) => Verdict::Duplicated,
            _ => self.verdict(group, partition, offset),
        })
    }

    /// What became of each order that a group reads, with the first record that carries it.
    pub fn orders_of(
        &self,
        group: GroupId,
    ) -> impl Iterator<Item = (TopicPartition, Offset, Verdict)> + '_ {
        self.partitions_read_by(group).flat_map(move |partition| {
            let verdicts = (0..).zip(self.verdicts(group, partition));
            let is_first = move |offset| self.outside().original(partition, offset) == offset;
            let firsts = verdicts.filter(move |&(offset, _)| is_first(offset));
            firsts.map(move |(offset, verdict)| (partition, offset, verdict))
        })
    }

    /// Counts a group's verdicts.
    pub fn tally(&self, group: GroupId) -> Tally {
        let mut tally = Tally::default();
        for (_, _, verdict) in self.orders_of(group) {
            tally.counts[verdict as usize] += 1;
        }
        tally.out_of_order = self.outside().out_of_order(group);
        tally
    }

    fn has_committed_past(
        &self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> bool {
        self.resumes_at(group, partition)
            .is_some_and(|next| next > offset)
    }

    /// Whether a living process of the group has the record in hand or in its buffer: it may yet
    /// process it, whatever is committed and deleted meanwhile.
    fn may_still_take_effect(
        &self,
        group: GroupId,
        partition: TopicPartition,
        offset: Offset,
    ) -> bool {
        let holds = |consumer: &Consumer| {
            let in_hand = consumer.application.in_hand();
            let mut in_hand = in_hand.map(|record| (record.partition, record.offset));
            let in_buffer = || {
                consumer
                    .client
                    .assigned(partition)
                    .is_some_and(|owned| owned.buffered().any(|buffered| buffered == offset))
            };
            in_hand.any(|record| record == (partition, offset)) || in_buffer()
        };
        self.consumers()
            .any(|consumer| consumer.group == group && consumer.is_running() && holds(consumer))
    }
}
