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
    /// `UNKNOWN_SERVER_ERROR` (-1): what is to be stored cannot be.
    UnknownServerError,
    /// `OFFSET_METADATA_TOO_LARGE` (12): longer than `offset.metadata.max.bytes`.
    OffsetMetadataTooLarge,
    /// `COORDINATOR_NOT_AVAILABLE` (15): the group has been unloaded.
    CoordinatorNotAvailable,
    /// `NOT_COORDINATOR` (16): the group is now another broker's.
    NotCoordinator,
    /// `INCONSISTENT_GROUP_PROTOCOL` (23): of another type, or no protocol that all support.
    InconsistentGroupProtocol,
    /// `INVALID_SESSION_TIMEOUT` (26): not within `group.min.session.timeout.ms` and
    /// `group.max.session.timeout.ms`.
    InvalidSessionTimeout,
    /// `NON_EMPTY_GROUP` (68): only a group without members can be deleted.
    NonEmptyGroup,
    /// `GROUP_ID_NOT_FOUND` (69): there is no such group.
    GroupIdNotFound,
    /// `GROUP_MAX_SIZE_REACHED` (81): `group.max.size`.
    GroupMaxSizeReached,
    /// `FENCED_INSTANCE_ID` (82): another process has taken over this static member.
    FencedInstanceId,
    /// `GROUP_SUBSCRIBED_TO_TOPIC` (86): offsets that the group works with stay.
    GroupSubscribedToTopic,
}

impl GroupError {
    /// Every error.
    pub const ALL: [Self; 14] = [
        Self::UnknownServerError,
        Self::OffsetMetadataTooLarge,
        Self::CoordinatorNotAvailable,
        Self::NotCoordinator,
        Self::IllegalGeneration,
        Self::InconsistentGroupProtocol,
        Self::UnknownMemberId,
        Self::InvalidSessionTimeout,
        Self::RebalanceInProgress,
        Self::NonEmptyGroup,
        Self::GroupIdNotFound,
        Self::GroupMaxSizeReached,
        Self::FencedInstanceId,
        Self::GroupSubscribedToTopic,
    ];

    /// The number on the wire.
    pub fn code(self) -> i16 {
        match self {
            Self::UnknownServerError => -1,
            Self::OffsetMetadataTooLarge => 12,
            Self::CoordinatorNotAvailable => 15,
            Self::NotCoordinator => 16,
            Self::IllegalGeneration => 22,
            Self::InconsistentGroupProtocol => 23,
            Self::UnknownMemberId => 25,
            Self::InvalidSessionTimeout => 26,
            Self::RebalanceInProgress => 27,
            Self::NonEmptyGroup => 68,
            Self::GroupIdNotFound => 69,
            Self::GroupMaxSizeReached => 81,
            Self::FencedInstanceId => 82,
            Self::GroupSubscribedToTopic => 86,
        }
    }

    /// The Java class that clients throw for it (`Errors.exception`).
    pub fn class(self) -> &'static str {
        match self {
            Self::UnknownServerError => "UnknownServerException",
            Self::OffsetMetadataTooLarge => "OffsetMetadataTooLarge",
            Self::CoordinatorNotAvailable => "CoordinatorNotAvailableException",
            Self::NotCoordinator => "NotCoordinatorException",
            Self::IllegalGeneration => "IllegalGenerationException",
            Self::InconsistentGroupProtocol => "InconsistentGroupProtocolException",
            Self::UnknownMemberId => "UnknownMemberIdException",
            Self::InvalidSessionTimeout => "InvalidSessionTimeoutException",
            Self::RebalanceInProgress => "RebalanceInProgressException",
            Self::NonEmptyGroup => "GroupNotEmptyException",
            Self::GroupIdNotFound => "GroupIdNotFoundException",
            Self::GroupMaxSizeReached => "GroupMaxSizeReachedException",
            Self::FencedInstanceId => "FencedInstanceIdException",
            Self::GroupSubscribedToTopic => "GroupSubscribedToTopicException",
        }
    }

    /// Whether the same request may succeed later (`RetriableException`).
    pub fn is_retriable(self) -> bool {
        matches!(self, Self::CoordinatorNotAvailable | Self::NotCoordinator)
    }

    /// The name in Kafka's documentation.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnknownServerError => "UNKNOWN_SERVER_ERROR",
            Self::OffsetMetadataTooLarge => "OFFSET_METADATA_TOO_LARGE",
            Self::CoordinatorNotAvailable => "COORDINATOR_NOT_AVAILABLE",
            Self::NotCoordinator => "NOT_COORDINATOR",
            Self::IllegalGeneration => "ILLEGAL_GENERATION",
            Self::InconsistentGroupProtocol => "INCONSISTENT_GROUP_PROTOCOL",
            Self::UnknownMemberId => "UNKNOWN_MEMBER_ID",
            Self::InvalidSessionTimeout => "INVALID_SESSION_TIMEOUT",
            Self::RebalanceInProgress => "REBALANCE_IN_PROGRESS",
            Self::NonEmptyGroup => "NON_EMPTY_GROUP",
            Self::GroupIdNotFound => "GROUP_ID_NOT_FOUND",
            Self::GroupMaxSizeReached => "GROUP_MAX_SIZE_REACHED",
            Self::FencedInstanceId => "FENCED_INSTANCE_ID",
            Self::GroupSubscribedToTopic => "GROUP_SUBSCRIBED_TO_TOPIC",
        }
    }
}
