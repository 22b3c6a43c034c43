//! Which offsets of a group may go: by themselves after a time, or because somebody deletes them.

use super::classic::ClassicGroup;
use super::error::GroupError;
use super::offset_manager::CommittedOffset;
use super::protocol::ProtocolType;
use super::state::GroupState;
use crate::effects::Effects;
use crate::ids::TopicId;
use crate::timer::Timer;

impl ClassicGroup {
    /// The group is empty now: it remembers since when (`currentStateTimestamp`). Kafka keeps the
    /// time of every state, but looks at it for this one only.
    pub fn note_time(&mut self, now_ms: i64) {
        self.empty_since_ms = self.has_become_empty().then_some(now_ms);
    }

    /// Since when it has been empty, after it had members.
    pub fn empty_since_ms(&self) -> Option<i64> {
        self.empty_since_ms
    }

    /// Whether [`Self::note_time`] has something to note.
    pub(super) fn time_is_wrong(&self) -> bool {
        self.has_become_empty() != self.empty_since_ms.is_some()
    }

    fn has_become_empty(&self) -> bool {
        self.state == GroupState::Empty && self.protocol_type.is_some()
    }

    /// From when on the age of an offset counts (`ClassicGroup.offsetExpirationCondition`); none if
    /// it does not expire now.
    ///
    /// A group without members keeps its offsets from the moment it became empty. One that works
    /// keeps them from the commit on. A rebalancing one loses none. A simple group, which nobody
    /// ever joined, may lose them while a consumer with `assign` is at work.
    pub(super) fn age_counts_from(&self, offset: &CommittedOffset) -> Option<i64> {
        let committed = Some(offset.commit_timestamp_ms);
        match (self.protocol_type, self.state) {
            (None, _) | (Some(ProtocolType::CONSUMER), GroupState::Stable) => committed,
            (Some(_), GroupState::Empty) => self.empty_since_ms,
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

    /// Whether the group may be deleted (`ClassicGroup.validateDeleteGroup`).
    ///
    /// # Errors
    /// [`GroupError::GroupIdNotFound`], [`GroupError::NonEmptyGroup`].
    pub(super) fn validate_delete(&self) -> Result<(), GroupError> {
        if !self.has_offsets() {
            Err(GroupError::GroupIdNotFound)
        } else if self.state != GroupState::Empty {
            Err(GroupError::NonEmptyGroup)
        } else {
            Ok(())
        }
    }

    /// Deletes the group: its record gets a tombstone.
    ///
    /// # Errors
    /// Those of [`Self::validate_delete`].
    pub fn delete(&mut self, fx: &mut Effects) -> Result<(), GroupError> {
        self.validate_delete()?;
        self.forget(fx);
        Ok(())
    }

    /// The group is as if it had never been.
    pub(super) fn forget(&mut self, fx: &mut Effects) {
        for member in core::mem::take(&mut self.pending_members) {
            let group = self.id;
            fx.cancel(Timer::PendingMember { group, member });
        }
        *self = Self::new(self.id, self.config);
    }
}
