//! The broker's side of all groups: takes requests and expired timers, gives answers.

use super::classic::ClassicGroup;
use super::commit::Committer;
use super::config::GroupConfig;
use super::error::GroupError;
use super::join::JoinRequest;
use super::offsets::OffsetStore;
use crate::effects::{Effects, ReplyTo};
use crate::event::Event;
use crate::ids::{GroupId, MemberId, Offset, TopicPartition};
use crate::network::{Connection, Response};
use crate::shared::Shared;

/// The group coordinator: all groups and their committed offsets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Coordinator {
    groups: Vec<Shared<ClassicGroup>>,
    offsets: OffsetStore,
}

impl Coordinator {
    /// A coordinator of groups that nobody has joined yet.
    pub fn new(groups: impl Iterator<Item = GroupId>, initial_rebalance_delay_ms: i64) -> Self {
        let config = GroupConfig {
            initial_rebalance_delay_ms,
            ..GroupConfig::default()
        };
        let new_group = |group| Shared::new(ClassicGroup::new(group, config));
        Self {
            groups: groups.map(new_group).collect(),
            offsets: OffsetStore::default(),
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
        self.offsets.committed(group, partition)
    }

    /// Handles `JoinGroup`.
    pub fn join(&mut self, group: GroupId, request: JoinRequest, fx: &mut Effects) {
        self.group_mut(group).join(request, fx);
    }

    /// Handles `Heartbeat`.
    pub fn heartbeat(
        &mut self,
        group: GroupId,
        member: MemberId,
        generation: u32,
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        let result = self.group_mut(group).heartbeat(member, generation, fx);
        fx.report(match result {
            Ok(()) => Event::HeartbeatHeard { group, member },
            Err(error) => Event::RequestRefused {
                group,
                member,
                error,
            },
        });
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
        offsets: &[(TopicPartition, Offset)],
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        let result = self.store_commit(group, committer, offsets, fx);
        fx.reply(
            reply_to,
            Connection::Coordinator,
            Response::OffsetCommit(result),
        );
    }

    /// Takes a commit, or refuses it.
    ///
    /// # Errors
    /// Those of [`ClassicGroup::accept_commit`].
    pub fn store_commit(
        &mut self,
        group: GroupId,
        committer: Committer,
        offsets: &[(TopicPartition, Offset)],
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        let result = self.group_mut(group).accept_commit(committer, fx);
        match result {
            Ok(()) => {
                for &(partition, offset) in offsets {
                    let previous = self.offsets.store(group, partition, offset);
                    fx.report(Event::CommitApplied {
                        group,
                        partition,
                        previous,
                        offset,
                    });
                }
            }
            Err(error) => {
                if let Some(member) = committer.who.member {
                    fx.report(Event::RequestRefused {
                        group,
                        member,
                        error,
                    });
                }
            }
        }
        result
    }

    /// Handles `DeleteGroups`: the group goes, and its offsets with it.
    ///
    /// # Errors
    /// Those of [`ClassicGroup::delete`].
    pub fn delete_group(&mut self, group: GroupId) -> Result<(), GroupError> {
        self.group_mut(group).delete()?;
        let offsets = self.offsets.of_group(group);
        let partitions: Vec<_> = offsets.map(|(partition, _)| partition).collect();
        for partition in partitions {
            self.offsets.remove(group, partition);
        }
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
    ) -> Result<(), GroupError> {
        self.group(group).validate_offset_delete()?;
        if self.group(group).is_subscribed_to(partition.topic) {
            return Err(GroupError::GroupSubscribedToTopic);
        }
        self.offsets.remove(group, partition);
        Ok(())
    }

    /// A topic is gone, and what all groups have committed for it
    /// (`OffsetMetadataManager.onPartitionsDeleted`).
    pub fn partition_deleted(&mut self, partition: TopicPartition) {
        for group in &self.groups {
            self.offsets.remove(group.id(), partition);
        }
    }

    /// The coordinator's round: a group without members and without offsets goes. Says which did.
    pub fn clean_up(&mut self) -> Vec<GroupId> {
        let mut gone = Vec::new();
        for group in &mut self.groups {
            let has_offsets = self.offsets.of_group(group.id()).next().is_some();
            // One that has members is refused, and stays.
            if !has_offsets && group.delete().is_ok() {
                gone.push(group.id());
            }
        }
        gone
    }

    /// Handles `OffsetFetch`.
    pub fn fetch_offsets(
        &self,
        group: GroupId,
        partitions: Vec<TopicPartition>,
        reply_to: ReplyTo,
        fx: &mut Effects,
    ) {
        let committed = |partition| (partition, self.committed(group, partition));
        let answer = partitions.into_iter().map(committed).collect();
        fx.reply(
            reply_to,
            Connection::Coordinator,
            Response::OffsetFetch(answer),
        );
    }
}
