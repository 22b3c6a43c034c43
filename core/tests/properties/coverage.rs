//! What has happened at least once. A property that is never put to the test proves nothing.

use offsetscope_core::effects::Effects;
use offsetscope_core::event::Event;
use std::collections::BTreeMap;

/// How often each kind of event happened.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    counts: BTreeMap<String, u64>,
}

/// Everything that can happen to logs, groups and consumers here. Runs that miss one are too tame.
const EXPECTED: [&str; 49] = [
    "AnswerLost",
    "AutoCommitDue",
    "CommitAcknowledged AutoCommit",
    "CommitAcknowledged BeforeRebalance",
    "CommitAcknowledged CommitSync",
    "CommitApplied",
    "CommitFailed CommitFailed",
    "CommitFailed RebalanceInProgress",
    "CommitSent AutoCommit",
    "CommitSent BeforeRebalance",
    "CommitSent CommitSync",
    "CommittedOffsetsAsked",
    "ConsumerCrashed",
    "ConsumerFailed",
    "ConsumerRestarted",
    "EffectDone",
    "FetchDiscarded",
    "FetchHeld",
    "FetchSent",
    "FetchServed",
    "GenerationStarted",
    "GroupStable",
    "HeartbeatAnswered",
    "HeartbeatHeard",
    "HeartbeatSent",
    "JoinSent",
    "LogEndsAsked",
    "MemberIdExpired",
    "MemberIdGiven",
    "MemberJoined",
    "MemberRemoved",
    "OrderPlaced",
    "PartitionsAssigned",
    "PartitionsAssignedByLeader",
    "PartitionsLost",
    "PartitionsRevoked",
    "PollReturned",
    "PositionOutOfRange",
    "PositionSet",
    "ProcessingStarted",
    "ProduceAcknowledged",
    "RebalanceStarted",
    "RecordAppended",
    "RecordsFetched",
    "RequestRefused",
    "SegmentRolled",
    "SegmentsDeleted",
    "SessionExpired",
    "StrategyAdopted",
];

impl Coverage {
    /// Counts what a step did.
    pub fn note(&mut self, effects: &Effects) {
        for event in &effects.events {
            let name = name(event);
            match self.counts.get_mut(name.as_str()) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(name, 1)),
            }
        }
    }
}
