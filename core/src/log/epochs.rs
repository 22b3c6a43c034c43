//! Which leader epoch began where: Kafka's `LeaderEpochFileCache`.

use crate::ids::Offset;

/// Where one leader's reign begins in the log: `EpochEntry`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct EpochEntry {
    epoch: u32,
    start_offset: Offset,
}

/// The leader epochs of a log, with the offset at which each begins. Both only grow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LeaderEpochs {
    entries: Vec<EpochEntry>,
}

/// Where an epoch ends: the answer to an `OffsetsForLeaderEpoch` request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpochEndOffset {
    /// The largest known epoch that is not larger than the one that was asked for.
    pub epoch: u32,
    /// The offset after its last record.
    pub end_offset: Offset,
}

impl LeaderEpochs {
    /// The newest epoch.
    pub fn latest(&self) -> Option<u32> {
        self.entries.last().map(|entry| entry.epoch)
    }

    /// The oldest epoch, if it begins no later than at `offset`.
    pub fn earliest_at(&self, offset: Offset) -> Option<u32> {
        let earliest = self.entries.first()?;
        (earliest.start_offset <= offset).then_some(earliest.epoch)
    }

    /// Notes that a leader with this epoch writes at this offset. What contradicts it goes: it
    /// comes from a log that has diverged.
    pub(super) fn assign(&mut self, epoch: u32, start_offset: Offset) {
        let known = self
            .entries
            .last()
            .is_some_and(|last| last.epoch == epoch && last.start_offset <= start_offset);
        if !known {
            self.entries
                .retain(|entry| entry.epoch < epoch && entry.start_offset < start_offset);
            self.entries.push(EpochEntry {
                epoch,
                start_offset,
            });
        }
    }

    /// Forgets the epochs that begin at `offset` or later.
    pub(super) fn truncate_from_end(&mut self, offset: Offset) {
        self.entries.retain(|entry| entry.start_offset < offset);
    }

    /// The log now begins at `offset`: so does the epoch that was in force there, and older ones
    /// are forgotten.
    pub(super) fn truncate_from_start(&mut self, offset: Offset) {
        let before = self
            .entries
            .partition_point(|entry| entry.start_offset <= offset);
        if let Some(in_force) = before.checked_sub(1) {
            self.entries.drain(..in_force);
            self.entries[0].start_offset = offset;
        }
    }

    /// Where an epoch ends in a log that ends at `log_end_offset`; nothing if it is newer than all
    /// that is known.
    pub fn end_offset_for(&self, epoch: u32, log_end_offset: Offset) -> Option<EpochEndOffset> {
        let latest = self.latest()?;
        if epoch >= latest {
            return (epoch == latest).then_some(EpochEndOffset {
                epoch,
                end_offset: log_end_offset,
            });
        }
        let next = self.entries.partition_point(|entry| entry.epoch <= epoch);
        let known = next.checked_sub(1).map(|place| self.entries[place].epoch);
        Some(EpochEndOffset {
            epoch: known.unwrap_or(epoch),
            end_offset: self.entries[next].start_offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epochs(entries: &[(u32, Offset)]) -> LeaderEpochs {
        let mut epochs = LeaderEpochs::default();
        for &(epoch, start_offset) in entries {
            epochs.assign(epoch, start_offset);
        }
        epochs
    }

    fn check(epochs: &LeaderEpochs, expected: &[(u32, Offset)]) {
        let entries = epochs.entries.iter();
        let entries: Vec<_> = entries.map(|it| (it.epoch, it.start_offset)).collect();
        assert_eq!(entries, expected);
    }

    #[test]
    fn an_epoch_begins_where_it_first_wrote() {
        check(
            &epochs(&[(0, 0), (0, 1), (2, 5), (2, 6)]),
            &[(0, 0), (2, 5)],
        );
    }

    #[test]
    fn a_newer_leader_overrules_what_has_diverged() {
        check(&epochs(&[(0, 0), (2, 5), (1, 3)]), &[(0, 0), (1, 3)]);
        check(&epochs(&[(0, 0), (1, 5), (2, 3)]), &[(0, 0), (2, 3)]);
    }

    #[test]
    fn truncation_cuts_both_ends() {
        let mut epochs = epochs(&[(0, 0), (1, 5), (2, 10)]);
        epochs.truncate_from_end(10);
        check(&epochs, &[(0, 0), (1, 5)]);
        epochs.truncate_from_start(7);
        check(&epochs, &[(1, 7)]);
    }

    /// Semantics 1.4: the four answers.
    #[test]
    fn an_epoch_ends_where_the_next_begins() {
        let epochs = epochs(&[(2, 4), (5, 10)]);
        let check = |epoch, expected: Option<(u32, Offset)>| {
            let answer = epochs.end_offset_for(epoch, 20);
            let answer = answer.map(|it| (it.epoch, it.end_offset));
            assert_eq!(answer, expected, "epoch {epoch}");
        };
        check(5, Some((5, 20)));
        check(6, None);
        check(3, Some((2, 10)));
        check(1, Some((1, 4)));
    }
}
