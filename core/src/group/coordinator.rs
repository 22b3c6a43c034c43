//! The broker's side of all groups: takes requests and expired timers, gives answers.

use super::classic::ClassicGroup;
use super::commit::Committer;
use super::config::GroupConfig;
use super::error::GroupError;
use super::join::JoinRequest;
use super::member::MemberIdentity;
use super::offset_manager::{CommittedOffset, OffsetConfig, OffsetManager};
use super::record::CoordinatorRecord;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{GroupId, Offset, TopicPartition};
use crate::network::{Connection, OffsetAndMetadata, Response};
use crate::setup::BrokerSetup;
use crate::shared::Shared;

/// The group coordinator: all groups and their committed offsets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Coordinator {
    pub(crate) groups: Vec<Shared<ClassicGroup>>,
    pub(crate) offsets: Shared<OffsetManager>,
}

impl Coordinator {
    /// A coordinator of groups that nobody has joined yet.
    pub fn new(groups: impl Iterator<Item = GroupId>, setup: &BrokerSetup) -> Self {
        let config = GroupConfig {
            initial_rebalance_delay_ms: setup.initial_rebalance_delay_ms,
            ..GroupConfig::default()
        };
        let new_group = |group| Shared::new(ClassicGroup::new(group, config));
        Self {
            groups: groups.map(new_group).collect(),
            offsets: Shared::new(OffsetManager::new(OffsetConfig {
                metadata_max_length: setup.offset_metadata_max_bytes,
                retention_ms: setup.offsets_retention_ms,
            })),
        }
    }

    /// One group.
    pub fn group(&self, group: GroupId) -> &ClassicGroup {
        &self.groups[group.index()]
    }

    /// One group, to act on.
    pub fn group_mut(&mut self, group: GroupId) -> &mut ClassicGroup {
        &mut self.groups[group.index()]
    }

    /// The next offset a group would read from a partition, if it ever committed one.
    pub fn committed(&self, group: GroupId, partition: TopicPartition) -> Option<Offset> {
        let commit = self.commit_of(group, partition);
        commit.map(|commit| commit.offset)
    }

    /// A group's commit for a partition, with all that its record holds.
    pub fn commit_of(&self, group: GroupId, partition: TopicPartition) -> Option<&CommittedOffset> {
        self.offsets.offsets().committed(group, partition)
    }

    /// Handles `JoinGroup`.
    pub fn join(&mut self, group: GroupId, request: JoinRequest, fx: &mut Effects) {
        self.group_mut(group).join(request, fx);
    }

    /// Handles `Heartbeat`.
    pub fn heartbeat(
        &mut self,
        group: GroupId,
        who: MemberIdentity,
        generation: u32,
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        let result = self.group(group).heartbeat(who, generation, fx);
        if let Some(member) = who.member {
            fx.report(match result {
                Ok(()) => Event::HeartbeatHeard { group, member },
                Err(error) => Event::RequestRefused {
                    group,
                    member,
                    error,
                },
            });
        }
        fx.reply(
            reply_to,
            Connection::Coordinator,
            Response::Heartbeat(result),
        );
    }

    /// Handles `OffsetCommit`.
    pub fn commit(
        &mut self,
        group: GroupId,
        committer: Committer,
        offsets: Vec<(TopicPartition, OffsetAndMetadata)>,
        reply_to: ReplyTo,
        now_ms: i64,
        fx: &mut Effects,
    ) {
        let result = self.store_commit(group, committer, offsets, now_ms, fx);
        fx.reply(
            reply_to,
            Connection::Coordinator,
            Response::OffsetCommit(result),
        );
    }

    /// Takes a commit, or refuses it: as a whole, or where its metadata is too long.
    ///
    /// # Errors
    /// Those of [`ClassicGroup::accept_commit`], and [`GroupError::OffsetMetadataTooLarge`]; then
    /// the other partitions are stored all the same.
    pub fn store_commit(
        &mut self,
        group: GroupId,
        committer: Committer,
        offsets: Vec<(TopicPartition, OffsetAndMetadata)>,
        now_ms: i64,
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        let record = |(partition, it)| (partition, CommittedOffset::new(it, now_ms));
        let commits = offsets.into_iter().map(record).collect();
        let of_group = &mut self.groups[group.index()];
        let result = self.offsets.commit(of_group, committer, commits, fx);
        let result =
            result.and_then(|partitions| partitions.into_iter().try_for_each(|(_, it)| it));
        if let (Err(error), Some(member)) = (result, committer.who.member) {
            fx.report(Event::RequestRefused {
                group,
                member,
                error,
            });
        }
        result
    }

    /// Handles `DeleteGroups`: the group goes, and its offsets with it.
    ///
    /// # Errors
    /// Those of [`ClassicGroup::delete`].
    pub fn delete_group(&mut self, group: GroupId, fx: &mut Effects) -> Result<(), GroupError> {
        let of_group = &mut self.groups[group.index()];
        let deleted = self.offsets.delete_group(of_group, fx)?;
        write_tombstones(group, &deleted, fx);
        write_group_tombstone(group, fx);
        fx.report(Event::GroupDeleted(group));
        Ok(())
    }

    /// Handles `OffsetDelete` for one partition.
    ///
    /// # Errors
    /// Those of [`ClassicGroup::validate_offset_delete`], and
    /// [`GroupError::GroupSubscribedToTopic`].
    pub fn delete_offset(
        &mut self,
        group: GroupId,
        partition: TopicPartition,
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        let of_group = &self.groups[group.index()];
        let (results, deleted) = self.offsets.delete(of_group, &[partition])?;
        write_tombstones(group, &deleted, fx);
        for partition in deleted {
            fx.report(Event::OffsetDeleted { group, partition });
        }
        results.into_iter().try_for_each(|(_, result)| result)
    }

    /// A topic is gone, and what all groups have committed for it
    /// (`OffsetMetadataManager.onPartitionsDeleted`).
    pub fn partition_deleted(&mut self, partition: TopicPartition, fx: &mut Effects) {
        for group in self.groups.iter().map(|group| group.id()) {
            if self.offsets.partition_deleted(group, partition) {
                write_tombstones(group, &[partition], fx);
            }
        }
    }

    /// Lets groups that have become empty remember since when. Called after whatever the
    /// coordinator did, because only then it is told the time.
    pub fn note_time(&mut self, now_ms: i64) {
        let groups = self.groups.iter_mut();
        for group in groups.filter(|group| group.time_is_wrong()) {
            group.note_time(now_ms);
        }
    }

    /// The coordinator's round (`GroupCoordinatorShard.cleanupGroupMetadata`): expired offsets go,
    /// and a group that has neither members nor offsets goes too.
    pub fn remove_expired(&mut self, now_ms: i64, fx: &mut Effects) {
        let mut found_nothing = true;
        for of_group in &mut self.groups {
            let group = of_group.id();
            let expired = self.offsets.remove_expired(of_group, now_ms);
            if !expired.tombstones.is_empty() {
                found_nothing = false;
                let partitions = expired.tombstones;
                write_tombstones(group, &partitions, fx);
                fx.report(Event::OffsetsExpired { group, partitions });
            }
            // One that has members stays.
            if expired.all_gone && of_group.validate_delete().is_ok() {
                found_nothing = false;
                of_group.forget(fx);
                write_group_tombstone(group, fx);
                fx.report(Event::GroupRemoved(group));
            }
        }
        if found_nothing {
            fx.report(Event::NoOffsetExpired);
        }
    }

    /// Handles `OffsetFetch`.
    pub fn fetch_offsets(
        &self,
        group: GroupId,
        partitions: &[TopicPartition],
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        let committed = self.offsets.fetch(self.group(group), partitions);
        let answer = committed
            .into_iter()
            .map(|(partition, it)| (partition, it.as_ref().map(CommittedOffset::to_answer)));
        fx.reply(
            reply_to,
            Connection::Coordinator,
            Response::OffsetFetch(answer.collect()),
        );
    }
}

/// What was committed there is no longer.
fn write_tombstones(group: GroupId, partitions: &[TopicPartition], fx: &mut Effects) {
    for &partition in partitions {
        fx.write(CoordinatorRecord::Offset {
            group,
            partition,
            commit: None,
        });
    }
}

/// There is no such group any more.
fn write_group_tombstone(group: GroupId, fx: &mut Effects) {
    let metadata = None;
    fx.write(CoordinatorRecord::Group { group, metadata });
}
