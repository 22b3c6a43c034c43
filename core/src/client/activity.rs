//! What a consumer is busy with, told from its state: for whoever looks at it.

use super::assignment::Position;
use super::consumer::{Consumer, Process};
use super::membership::{FarewellCommit, Phase};
use super::program::{Place, Statement};
use super::records::InHand;
use crate::group::error::GroupError;

/// What a consumer's application thread is doing, or waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Activity {
    /// The process is dead.
    Crashed,
    /// In `poll`: it must join (again) and has not asked yet.
    AboutToJoin,
    /// In `poll`: the coordinator will not have it, and it is about to throw.
    Refused(GroupError),
    /// In `poll`: waits for the answer to the commit before a rebalance.
    CommittingBeforeRebalance,
    /// In `poll`: waits until all have joined.
    Joining,
    /// In `poll`: waits for its assignment.
    Syncing,
    /// In `poll`: finds out where to begin.
    FindingPosition,
    /// In `poll`: records are there and will be returned.
    RecordsReady,
    /// In `poll`: waits for records.
    WaitingForRecords,
    /// In `poll`: it is a member and owns nothing.
    Idle,
    /// Has a record in hand and has not begun with it.
    AboutToProcess(InHand),
    /// Processes a record, which has not taken effect yet.
    Processing(InHand),
    /// Is about to store the offset of a record that it has processed.
    StoringOffset(InHand),
    /// Is about to send a commit.
    AboutToCommit,
    /// Waits until its commit is answered.
    AwaitingCommit,
    /// Is about to hand a record to a worker.
    HandingOff(InHand),
    /// In `onPartitionsAssigned`: is about to look its offsets up in its database.
    LookingUpOffsets,
    /// In `onPartitionsRevoked`: waits until its commit is answered.
    CommittingInListener,
    /// Waits until the dead letter of a record is stored.
    SendingDeadLetter(InHand),
    /// In `finally`: waits until its workers are done.
    AwaitingWorkers,
    /// In `close()`.
    Closing,
    /// The process has ended by itself.
    Stopped,
    /// The process stands still.
    Paused,
}

impl Consumer {
    /// What the thread that polls is busy with.
    pub fn activity(&self) -> Activity {
        match self.process {
            Process::Crashed => return Activity::Crashed,
            Process::Stopped => return Activity::Stopped,
            Process::Paused => return Activity::Paused,
            Process::Running => {}
        }
        let application = &self.application;
        match self.place() {
            None | Some(Place::Line(_) | Place::Worker) => self.activity_in_loop(),
            Some(Place::OnRevoked) => Activity::CommittingInListener,
            Some(Place::OnAssigned) => Activity::LookingUpOffsets,
            Some(Place::CommitOnClose) if self.client.call.is_some() => Activity::AwaitingCommit,
            Some(Place::CommitOnClose) if !application.workers.is_idle() => {
                Activity::AwaitingWorkers
            }
            Some(Place::CommitOnClose) => Activity::AboutToCommit,
            Some(Place::Close) => Activity::Closing,
            Some(Place::OnFailure) => application
                .current_record()
                .map_or(Activity::Idle, Activity::SendingDeadLetter),
        }
    }

    fn activity_in_loop(&self) -> Activity {
        let application = &self.application;
        match (application.statement(), application.current_record()) {
            (Statement::Process | Statement::ProcessAndStoreOffset(_), Some(record)) => {
                match application.stage {
                    None => Activity::AboutToProcess(record),
                    Some(_) => Activity::Processing(record),
                }
            }
            (Statement::StoreOffset, Some(record)) => Activity::StoringOffset(record),
            (Statement::HandOff, Some(record)) => Activity::HandingOff(record),
            (Statement::CommitSync(_), _) if self.client.call.is_some() => Activity::AwaitingCommit,
            (Statement::CommitSync(_) | Statement::CommitAsync(_), _) => Activity::AboutToCommit,
            _ => self.activity_in_poll(),
        }
    }

    fn activity_in_poll(&self) -> Activity {
        match self.client.membership.phase {
            Phase::MustJoin {
                farewell: FarewellCommit::Sent,
                ..
            } => Activity::CommittingBeforeRebalance,
            Phase::MustJoin { .. } | Phase::Prepared { .. } => Activity::AboutToJoin,
            Phase::Failed(error) => Activity::Refused(error),
            Phase::Joining => Activity::Joining,
            Phase::Syncing | Phase::Synced { .. } => Activity::Syncing,
            Phase::Stable if self.client.has_callback_to_serve() => Activity::Syncing,
            Phase::Stable if self.client.assignment.is_empty() => Activity::Idle,
            Phase::Stable => {
                let known = |position| matches!(position, Position::At(_));
                if self
                    .client
                    .assignment
                    .iter()
                    .any(|owned| !known(owned.position))
                {
                    Activity::FindingPosition
                } else if self
                    .client
                    .assignment
                    .iter()
                    .any(|owned| owned.buffered().next().is_some())
                {
                    Activity::RecordsReady
                } else {
                    Activity::WaitingForRecords
                }
            }
        }
    }
}
