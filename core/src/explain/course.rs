//! The way of a commit, by its messages.

use crate::history::causality::{Causality, End, Voyage};
use crate::ids::ConsumerId;
use crate::network::{Client, Direction, MessageKind};

/// The way of a commit's request and of its answer.
#[derive(Clone, Copy)]
pub(super) struct Course {
    /// Who sent it.
    pub consumer: ConsumerId,
    /// In which step.
    pub sent: usize,
    /// What became of the request.
    pub request: End,
    /// And of its answer.
    pub answer: End,
}

impl Course {
    /// The one that a step is part of.
    pub fn through(causality: &Causality, step: usize) -> Option<Self> {
        let of_commit = |it: &&Voyage| it.kind == MessageKind::Commit;
        let commits = || causality.voyages().iter().filter(of_commit);
        let is_request = |it: &&Voyage| it.link.direction == Direction::ToBroker;
        let ends_here =
            |it: &&Voyage| matches!(it.end, End::Arrived(at) | End::Lost(at) if at == step);
        let requests = || commits().filter(is_request);
        let arrives = |request: &&Voyage, answer: &Voyage| {
            request.link.client == answer.link.client
                && answer
                    .sent
                    .is_some_and(|it| request.end == End::Arrived(it))
        };
        let request = requests()
            .find(|it| it.sent == Some(step))
            .or_else(|| requests().find(ends_here))
            .or_else(|| {
                let answer = commits().find(|it| !is_request(it) && ends_here(it))?;
                requests().find(|it| arrives(it, answer))
            })?;
        let Client::Consumer(consumer) = request.link.client else {
            return None;
        };
        let mut answers = commits().filter(|it| !is_request(it));
        let answer = answers.find(|it| arrives(&request, it));
        Some(Self {
            consumer,
            sent: request.sent?,
            request: request.end,
            answer: answer.map_or(End::UnderWay, |it| it.end),
        })
    }

    /// When it reached the coordinator, or was lost; until now if neither.
    pub fn decided(self, now: usize) -> usize {
        match self.request {
            End::Arrived(step) | End::Lost(step) => step.min(now),
            End::UnderWay => now,
        }
    }
}
