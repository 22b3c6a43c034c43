//! A pool of workers in a consumer process: `Executors.newFixedThreadPool(2)`.
//!
//! Records are handed to it in order and begun in order. They need not be completed in order, and
//! the client knows nothing of them: it takes a record for done once `poll` has returned it.

use super::records::InHand;
use crate::ids::{Offset, TopicPartition};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A worker, by its place in the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkerId(pub u8);

impl WorkerId {
    /// All there are.
    pub const ALL: [Self; 2] = [Self(0), Self(1)];

    fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// How far somebody is with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Stage {
    /// It is being processed; it has not taken effect yet.
    Processing,
    /// It could not be processed. Its dead letter is on its way.
    SendingDeadLetter,
}

/// A record that a worker has taken up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Task {
    /// Which.
    pub record: InHand,
    /// How far it is.
    pub stage: Stage,
}

/// The next sub-step of a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum WorkerAction {
    /// Take the next record up.
    Start,
    /// Be done with it.
    Finish,
}

/// The workers and what waits for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WorkerPool {
    queue: VecDeque<InHand>,
    workers: [Option<Task>; WorkerId::ALL.len()],
}

impl WorkerPool {
    /// Whether there is nothing to do.
    pub fn is_idle(&self) -> bool {
        self.queue.is_empty() && !self.is_working()
    }

    /// Whether a worker has a record.
    pub fn is_working(&self) -> bool {
        self.workers.iter().any(Option::is_some)
    }

    /// Records that are handed over and not completed.
    pub fn records(&self) -> impl Iterator<Item = InHand> + '_ {
        let in_work = self.workers.iter().flatten().map(|task| task.record);
        in_work.chain(self.queue.iter().copied())
    }

    /// What a worker has taken up.
    pub fn task(&self, worker: WorkerId) -> Option<Task> {
        self.workers[worker.index()]
    }

    /// The next sub-step of a worker, or none while it has nothing to do or waits for an answer.
    pub fn next_action(&self, worker: WorkerId) -> Option<WorkerAction> {
        match self.task(worker).map(|task| task.stage) {
            None => (!self.queue.is_empty()).then_some(WorkerAction::Start),
            Some(Stage::Processing) => Some(WorkerAction::Finish),
            Some(Stage::SendingDeadLetter) => None,
        }
    }

    /// `submit`
    pub(super) fn submit(&mut self, record: InHand) {
        self.queue.push_back(record);
    }

    /// A worker takes the next record up.
    pub(super) fn start(&mut self, worker: WorkerId) -> Option<InHand> {
        let record = self.queue.pop_front()?;
        let stage = Stage::Processing;
        self.workers[worker.index()] = Some(Task { record, stage });
        Some(record)
    }

    /// A worker sends its record away as a dead letter.
    pub(super) fn send_dead_letter(&mut self, worker: WorkerId) {
        if let Some(task) = &mut self.workers[worker.index()] {
            task.stage = Stage::SendingDeadLetter;
        }
    }

    /// A worker is done with its record.
    pub(super) fn finish(&mut self, worker: WorkerId) {
        self.workers[worker.index()] = None;
    }

    /// Drops what nobody has begun of the partitions that are not kept; returns it.
    pub(super) fn cancel_queued(&mut self, keeps: impl Fn(TopicPartition) -> bool) -> Vec<InHand> {
        let (kept, dropped): (Vec<_>, Vec<_>) = self
            .queue
            .iter()
            .copied()
            .partition(|record| keeps(record.partition));
        self.queue = kept.into();
        dropped
    }

    /// The first record of a partition, from an offset on, that is not completed.
    pub(super) fn first_outstanding(
        &self,
        partition: TopicPartition,
        from: Offset,
    ) -> Option<Offset> {
        let of_it = self
            .records()
            .filter(|record| record.partition == partition && record.offset >= from);
        of_it.map(|record| record.offset).min()
    }
}
