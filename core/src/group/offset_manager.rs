//! Commits with all that their records hold, and how they end: deleted, or expired.
//!
//! Follows Kafka's `OffsetMetadataManager`. Which commits a group takes is in `commit.rs`, which of
//! its offsets may go in `expiry.rs`. Offsets that are pending in a transaction will stand beside
//! the committed ones; here are none yet.

use super::classic::ClassicGroup;
use super::commit::Committer;
use super::error::GroupError;
use super::offsets::OffsetStore;
use super::record::CoordinatorRecord;
use crate::effects::Effects;
use crate::event::Event;
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::network::OffsetAndMetadata;
use std::sync::Arc;

/// The value of an `OffsetCommit` record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommittedOffset {
    /// The next offset to read.
    pub offset: Offset,
    /// The leader epoch of the last record read, if the client said so.
    pub leader_epoch: Option<u32>,
    /// What the application wants to remember with it.
    pub metadata: Arc<str>,
    /// When it was committed.
    pub commit_timestamp_ms: i64,
    /// When it goes, whatever the group does: only from clients older than 2.1.
    pub expire_timestamp_ms: Option<i64>,
}

impl CommittedOffset {
    /// The record of a commit that arrives now.
    pub fn new(commit: OffsetAndMetadata, now_ms: i64) -> Self {
        Self {
            offset: commit.offset,
            leader_epoch: commit.leader_epoch,
            metadata: commit.metadata,
            commit_timestamp_ms: now_ms,
            expire_timestamp_ms: None,
        }
    }

    /// What a client is told of it.
    pub fn to_answer(&self) -> OffsetAndMetadata {
        OffsetAndMetadata {
            offset: self.offset,
            leader_epoch: self.leader_epoch,
            metadata: Arc::clone(&self.metadata),
        }
    }
}

/// The settings of a broker for offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OffsetConfig {
    /// `offset.metadata.max.bytes`
    pub metadata_max_length: u32,
    /// `offsets.retention.minutes`
    pub retention_ms: i64,
}

impl Default for OffsetConfig {
    fn default() -> Self {
        Self {
            metadata_max_length: 4_096,
            retention_ms: 7 * 24 * 3_600_000,
        }
    }
}

/// What is answered for one partition.
pub type PartitionResult = (TopicPartition, Result<(), GroupError>);

/// What came of the round that removes expired offsets from a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// Where offsets were removed.
    pub tombstones: Vec<TopicPartition>,
    /// None is left: a group without members goes too.
    pub all_gone: bool,
}

/// The committed offsets of all groups.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetManager {
    config: OffsetConfig,
    offsets: OffsetStore,
}

impl OffsetManager {
    /// No offsets.
    pub fn new(config: OffsetConfig) -> Self {
        Self {
            config,
            offsets: OffsetStore::default(),
        }
    }

    /// The committed offsets.
    pub fn offsets(&self) -> &OffsetStore {
        &self.offsets
    }

    /// Handles `OffsetCommit`. Partitions whose metadata is too long are refused one by one.
    ///
    /// # Errors
    /// Where the group takes no commit from this one; see [`ClassicGroup::accept_commit`].
    pub fn commit(
        &mut self,
        group: &mut ClassicGroup,
        committer: Committer,
        commits: Vec<(TopicPartition, CommittedOffset)>,
        fx: &mut Effects,
    ) -> Result<Vec<PartitionResult>, GroupError> {
        group.accept_commit(committer, fx)?;
        let longest = self.config.metadata_max_length;
        let store = |(partition, commit): (TopicPartition, CommittedOffset)| {
            let length = commit.metadata.encode_utf16().count();
            if u32::try_from(length).map_or(true, |length| length > longest) {
                return (partition, Err(GroupError::OffsetMetadataTooLarge));
            }
            let (group, offset) = (group.id(), commit.offset);
            fx.write(CoordinatorRecord::Offset {
                group,
                partition,
                commit: Some(commit.clone()),
            });
            let previous = self.offsets.store(group, partition, commit);
            fx.report(Event::CommitApplied {
                group,
                partition,
                previous: previous.map(|it| it.offset),
                offset,
            });
            (partition, Ok(()))
        };
        Ok(commits.into_iter().map(store).collect())
    }

    /// Takes over a record of `__consumer_offsets`; without a value it is a tombstone. A group that
    /// is not known otherwise is a simple one (`OffsetMetadataManager.replay`).
    pub fn replay(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        commit: Option<CommittedOffset>,
    ) {
        match commit {
            Some(commit) => drop(self.offsets.store(group, partition, commit)),
            None => drop(self.offsets.remove(group, partition)),
        }
    }

    /// Handles `OffsetFetch` for some partitions. An unknown or dead group has committed nothing.
    pub fn fetch(
        &self,
        group: &ClassicGroup,
        partitions: &[TopicPartition],
    ) -> Vec<(TopicPartition, Option<CommittedOffset>)> {
        let find = |&partition: &TopicPartition| {
            let committed = self.offsets.committed(group.id(), partition);
            let committed = committed.filter(|_| group.has_offsets());
            (partition, committed.cloned())
        };
        partitions.iter().map(find).collect()
    }

    /// Handles `OffsetFetch` for all partitions.
    pub fn fetch_all(&self, group: &ClassicGroup) -> Vec<(TopicPartition, CommittedOffset)> {
        let all = self.offsets.of_group(group.id());
        all.filter(|_| group.has_offsets())
            .map(|(partition, committed)| (partition, committed.clone()))
            .collect()
    }

    /// Handles `OffsetDelete`. A tombstone is written where something was committed; these are
    /// returned too.
    ///
    /// # Errors
    /// Where no offset of the group may be deleted; see [`ClassicGroup::validate_offset_delete`].
    pub fn delete(
        &mut self,
        group: &ClassicGroup,
        partitions: &[TopicPartition],
    ) -> Result<(Vec<PartitionResult>, Vec<TopicPartition>), GroupError> {
        group.validate_offset_delete()?;
        let mut tombstones = Vec::new();
        let mut delete = |&partition: &TopicPartition| {
            if group.is_subscribed_to(partition.topic) {
                return (partition, Err(GroupError::GroupSubscribedToTopic));
            }
            if self.offsets.remove(group.id(), partition).is_some() {
                tombstones.push(partition);
            }
            (partition, Ok(()))
        };
        let results = partitions.iter().map(&mut delete).collect();
        Ok((results, tombstones))
    }

    /// A topic is gone, and what all groups have committed for it (`onPartitionsDeleted`). Returns
    /// whether this group had committed anything.
    pub fn partition_deleted(&mut self, group: GroupId, partition: TopicPartition) -> bool {
        self.offsets.remove(group, partition).is_some()
    }

    /// Handles `DeleteGroups`: the group and all its offsets go. Returns where there were offsets.
    ///
    /// # Errors
    /// Where the group has members or there is none; see [`ClassicGroup::delete`].
    pub fn delete_group(
        &mut self,
        group: &mut ClassicGroup,
        fx: &mut Effects,
    ) -> Result<Vec<TopicPartition>, GroupError> {
        group.delete(fx)?;
        let all: Vec<_> = self.offsets.of_group(group.id()).map(|it| it.0).collect();
        for &partition in &all {
            self.offsets.remove(group.id(), partition);
        }
        Ok(all)
    }

    /// The round that removes expired offsets from one group (`cleanupExpiredOffsets`).
    pub fn remove_expired(&mut self, group: &ClassicGroup, now_ms: i64) -> Expired {
        let retention_ms = self.config.retention_ms;
        let is_expired = |partition: TopicPartition, it: &CommittedOffset| {
            !group.is_subscribed_to(partition.topic)
                && group.age_counts_from(it).is_some_and(|base| {
                    it.expire_timestamp_ms
                        .map_or(now_ms - base >= retention_ms, |expires| now_ms >= expires)
                })
        };
        let all = self.offsets.of_group(group.id());
        let (gone, kept): (Vec<_>, Vec<_>) = all.partition(|&(at, it)| is_expired(at, it));
        let (all_gone, gone) = (kept.is_empty(), gone.into_iter().map(|it| it.0));
        let tombstones: Vec<_> = gone.collect();
        for &partition in &tombstones {
            self.offsets.remove(group.id(), partition);
        }
        Expired {
            tombstones,
            all_gone,
        }
    }
}
