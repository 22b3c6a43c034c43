//! Which offsets of a group may go: by themselves after a time, or because somebody deletes them.

use super::classic::ClassicGroup;
use super::error::GroupError;
use super::offset_manager::CommittedOffset;
use super::protocol::ProtocolType;
use super::state::GroupState;
use crate::ids::TopicId;

impl ClassicGroup {
    /// From when on the age of an offset counts (`ClassicGroup.offsetExpirationCondition`); none if
    /// it does not expire now. `since_ms` is when the group came into its state.
    ///
    /// A group without members keeps its offsets from the moment it became empty. One that works
    /// keeps them from the commit on. A rebalancing one loses none. A simple group, which nobody
    /// ever joined, may lose them while a consumer with `assign` is at work.
    pub(super) fn age_counts_from(&self, offset: &CommittedOffset, since_ms: i64) -> Option<i64> {
        let committed = Some(offset.commit_timestamp_ms);
        match (self.protocol_type, self.state) {
            (None, _) | (Some(ProtocolType::CONSUMER), GroupState::Stable) => committed,
            (Some(_), GroupState::Empty) => Some(since_ms),
            (Some(_), _) => None,
        }
    }

    /// Whether a consumer of the group wants this topic (`ClassicGroup.isSubscribedToTopic`). As
    /// long as nothing is agreed, a group of consumers might want any.
    pub fn is_subscribed_to(&self, topic: TopicId) -> bool {
        if self.protocol_type != Some(ProtocolType::CONSUMER) || self.members.is_empty() {
            return false;
        }
        let Some(protocol) = self.protocol else {
            return true;
        };
        let subscriptions = self.members.iter();
        let mut subscriptions = subscriptions.filter_map(|it| it.subscription(protocol));
        subscriptions.any(|topics| topics.contains(&topic))
    }

    /// Whether offsets can be fetched (`ClassicGroup.validateOffsetFetch`).
    pub(super) fn has_offsets(&self) -> bool {
        self.exists && self.state != GroupState::Dead
    }

    /// Whether offsets of the group may be deleted: those of consumers topic by topic, those of
    /// others only while the group is empty.
    ///
    /// # Errors
    /// [`GroupError::GroupIdNotFound`], [`GroupError::NonEmptyGroup`].
    pub fn validate_offset_delete(&self) -> Result<(), GroupError> {
        let is_consumers = self.protocol_type == Some(ProtocolType::CONSUMER);
        if !self.has_offsets() {
            Err(GroupError::GroupIdNotFound)
        } else if self.state == GroupState::Empty || is_consumers {
            Ok(())
        } else {
            Err(GroupError::NonEmptyGroup)
        }
    }

    /// Deletes the group (`ClassicGroup.validateDeleteGroup`): its record gets a tombstone.
    ///
    /// # Errors
    /// [`GroupError::GroupIdNotFound`], [`GroupError::NonEmptyGroup`].
    pub fn delete(&mut self) -> Result<(), GroupError> {
        if !self.has_offsets() {
            return Err(GroupError::GroupIdNotFound);
        }
        if self.state != GroupState::Empty {
            return Err(GroupError::NonEmptyGroup);
        }
        *self = Self::new(self.id, self.config);
        Ok(())
    }
}
