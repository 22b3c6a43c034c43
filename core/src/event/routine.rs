//! Which events one passes over.

use super::{CommitTrigger, Event};

impl Event {
    /// Whether this is traffic that goes on all the time and changes nothing one can see: a
    /// heartbeat that finds all well, a fetch request, an acknowledged produce. "Step" passes over
    /// steps that hold nothing else.
    pub fn is_routine(&self) -> bool {
        match self {
            Self::HeartbeatSent(_)
            | Self::HeartbeatHeard { .. }
            | Self::HeartbeatAnswered { error: None, .. }
            | Self::RecordsSent { attempt: 1, .. }
            | Self::ProduceAcknowledged { .. }
            | Self::RetentionFoundNothing
            | Self::CleanerFoundNothing
            | Self::NoOffsetExpired
            | Self::AutoCommitDue(_)
            | Self::CommittedOffsetsAsked(_)
            | Self::FetchSent(_)
            | Self::FetchHeld(_)
            | Self::FetchServed(_)
            | Self::FetchDiscarded(_)
            | Self::AnswerLost(_)
            | Self::CommitAcknowledged {
                trigger: CommitTrigger::AutoCommit | CommitTrigger::CommitAsync,
                ..
            } => true,
            Self::CommitApplied {
                previous, offset, ..
            } => *previous == Some(*offset),
            Self::PollReturned { records, .. } => records.is_empty(),
            Self::Program { what, .. } => what.is_routine(),
            _ => false,
        }
    }
}
