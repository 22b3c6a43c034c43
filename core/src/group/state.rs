//! Where a group of the classic protocol is in its life, and where it can go from there.

use super::classic::ClassicGroup;
use serde::{Deserialize, Serialize};

/// Where a group is in its life: Kafka's `ClassicGroupState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GroupState {
    /// No members.
    Empty,
    /// A rebalance: waiting until all members have joined.
    PreparingRebalance,
    /// A rebalance: all have joined, waiting for the leader's assignment.
    CompletingRebalance,
    /// Everybody has an assignment.
    Stable,
    /// Another broker's now; nothing is to be had here.
    Dead,
}

impl GroupState {
    /// Every state.
    pub const ALL: [Self; 5] = [
        Self::Empty,
        Self::PreparingRebalance,
        Self::CompletingRebalance,
        Self::Stable,
        Self::Dead,
    ];

    /// Whether a group in this state may enter the other (`ClassicGroupState.validPreviousStates`).
    pub fn may_become(self, next: Self) -> bool {
        match next {
            Self::Empty | Self::CompletingRebalance => self == Self::PreparingRebalance,
            Self::PreparingRebalance => {
                matches!(self, Self::Empty | Self::CompletingRebalance | Self::Stable)
            }
            Self::Stable => self == Self::CompletingRebalance,
            Self::Dead => true,
        }
    }
}

impl ClassicGroup {
    /// Enters a state (`ClassicGroup.transitionTo`).
    pub(super) fn enter(&mut self, next: GroupState) {
        let from = self.state;
        assert!(
            from.may_become(next),
            "the coordinator takes no group from {from:?} to {next:?}"
        );
        self.state = next;
    }
}

#[cfg(test)]
mod tests {
    use super::GroupState;

    #[test]
    fn only_a_rebalance_leads_out_of_empty_and_into_stable() {
        let after = |from: GroupState| {
            GroupState::ALL
                .into_iter()
                .filter(move |&to| from.may_become(to))
        };
        let of = |from| after(from).collect::<Vec<_>>();
        assert_eq!(
            of(GroupState::Empty),
            [GroupState::PreparingRebalance, GroupState::Dead]
        );
        assert_eq!(
            of(GroupState::CompletingRebalance),
            [
                GroupState::PreparingRebalance,
                GroupState::Stable,
                GroupState::Dead
            ]
        );
        assert_eq!(
            of(GroupState::Stable),
            [GroupState::PreparingRebalance, GroupState::Dead]
        );
        assert_eq!(of(GroupState::Dead), [GroupState::Dead]);
    }
}
