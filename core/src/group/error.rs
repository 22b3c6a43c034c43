//! The errors a coordinator answers with, by Kafka's names and codes.

use serde::{Deserialize, Serialize};

/// Why a coordinator refuses a request. Names and codes are those of Kafka's `Errors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GroupError {
    /// `ILLEGAL_GENERATION` (22): the group has had a rebalance that this member missed.
    IllegalGeneration,
    /// `UNKNOWN_MEMBER_ID` (25): not, or no longer, a member.
    UnknownMemberId,
    /// `REBALANCE_IN_PROGRESS` (27): join again.
    RebalanceInProgress,
}

impl GroupError {
    /// The number on the wire.
    pub fn code(self) -> i16 {
        match self {
            Self::IllegalGeneration => 22,
            Self::UnknownMemberId => 25,
            Self::RebalanceInProgress => 27,
        }
    }

    /// The name in Kafka's documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::IllegalGeneration => "ILLEGAL_GENERATION",
            Self::UnknownMemberId => "UNKNOWN_MEMBER_ID",
            Self::RebalanceInProgress => "REBALANCE_IN_PROGRESS",
        }
    }
}
