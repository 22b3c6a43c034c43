//! Commits: which the coordinator takes (`ClassicGroup.validateOffsetCommit`).

use super::classic::ClassicGroup;
use super::error::GroupError;
use super::member::MemberIdentity;
use super::state::GroupState;
use crate::effects::Effects;
use crate::ids::MemberId;

/// Who commits: a member, or somebody outside (a consumer with `assign`, an operator).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Committer {
    /// Which member it says it is.
    pub who: MemberIdentity,
    /// The generation it believes in; none outside.
    pub generation: Option<u32>,
}

impl Committer {
    /// Nobody the group knows.
    pub const OUTSIDE: Self = Self {
        who: MemberIdentity {
            member: None,
            instance: None,
        },
        generation: None,
    };

    /// A member.
    pub fn member(member: MemberId, generation: u32) -> Self {
        Self {
            who: member.into(),
            generation: Some(generation),
        }
    }

    fn is_outside(&self) -> bool {
        let MemberIdentity { member, instance } = self.who;
        member.is_none() && instance.is_none() && self.generation.is_none()
    }
}

impl GroupError {
    /// The error that a commit is answered with in this version of `OffsetCommit`: an unknown group
    /// has a name of its own only since version 9.
    #[must_use]
    pub fn in_offset_commit(self, version: i16) -> Self {
        if self == Self::GroupIdNotFound && version < 9 {
            Self::IllegalGeneration
        } else {
            self
        }
    }
}

impl ClassicGroup {
    /// Whether somebody may commit now. A member's commit also counts as a sign of life.
    ///
    /// Only membership and generation are looked at, not who owns the partition. While the group
    /// waits for joins, the current generation may still commit: that is what lets a member commit
    /// before it gives up its partitions.
    ///
    /// # Errors
    /// - [`GroupError::GroupIdNotFound`] from a member of a group that does not exist,
    /// - [`GroupError::UnknownMemberId`] for one who is not a member,
    /// - [`GroupError::FencedInstanceId`] for one whose instance another process has taken over,
    /// - [`GroupError::IllegalGeneration`] for one from another generation,
    /// - [`GroupError::RebalanceInProgress`] while the new generation waits for its assignment.
    pub fn accept_commit(
        &mut self,
        committer: Committer,
        fx: &mut Effects,
    ) -> Result<(), GroupError> {
        self.validate_commit(committer)?;
        // From outside this makes a simple group, which only has offsets.
        self.exists = true;
        if matches!(
            self.state,
            GroupState::Stable | GroupState::PreparingRebalance
        ) && let Some(member) = committer.who.member
        {
            self.restart_session(member, fx);
        }
        Ok(())
    }

    fn validate_commit(&self, committer: Committer) -> Result<(), GroupError> {
        if !self.exists {
            let from_outside = committer.generation.is_none();
            return from_outside
                .then_some(())
                .ok_or(GroupError::GroupIdNotFound);
        }
        if self.state == GroupState::Dead {
            return Err(GroupError::CoordinatorNotAvailable);
        }
        if self.state == GroupState::Empty && committer.generation.is_none() {
            return Ok(());
        }
        if committer.is_outside() {
            return Err(GroupError::UnknownMemberId);
        }
        self.validate_member(committer.who)?;
        if committer.generation != Some(self.generation) {
            return Err(GroupError::IllegalGeneration);
        }
        match self.state {
            GroupState::CompletingRebalance => Err(GroupError::RebalanceInProgress),
            GroupState::Empty
            | GroupState::PreparingRebalance
            | GroupState::Stable
            | GroupState::Dead => Ok(()),
        }
    }
}
