//! Commits: which the coordinator takes (`ClassicGroup.validateOffsetCommit`).

use super::classic::{ClassicGroup, GroupState};
use super::error::GroupError;
use crate::ids::MemberId;

impl ClassicGroup {
    /// Whether a member may commit now.
    ///
    /// Only membership and generation are looked at, not who owns the partition. While the group
    /// waits for joins, the current generation may still commit: that is what lets a member commit
    /// before it gives up its partitions.
    ///
    /// # Errors
    /// - [`GroupError::UnknownMemberId`] for one who is not a member,
    /// - [`GroupError::IllegalGeneration`] for one from another generation,
    /// - [`GroupError::RebalanceInProgress`] while the new generation waits for its assignment.
    pub fn validate_commit(&self, member: MemberId, generation: u32) -> Result<(), GroupError> {
        self.validate_member(member, generation)?;
        match self.state() {
            GroupState::CompletingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::Empty | GroupState::PreparingRebalance | GroupState::Stable => Ok(()),
        }
    }
}
