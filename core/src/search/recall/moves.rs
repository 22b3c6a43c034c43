//! What may happen next.

use super::facts::Candidate;
use super::places::{FAULTS, TIMERS};
use super::{Busy, Move, NOTHING, Recall, State, unpacked};
use crate::search::laws::Laws;
use crate::search::moves::Cost;

impl<L: Laws> Recall<L> {
    /// What may happen next, in the order of [`Model::moves`].
    pub fn moves(&mut self, at: &State, moves: &mut Vec<Move>) {
        moves.clear();
        let is_busy = |link: &Busy| at[link.slot] != NOTHING;
        let busy = self.links.iter().filter(|link| is_busy(link));
        moves.extend(busy.map(|link| link.deliver.as_move(None)));
        for place in 0..self.links.len() {
            let link = self.links[place];
            if let Some(disconnect) = link.disconnect.filter(|_| is_busy(&link)) {
                self.offer(at, disconnect, moves);
            }
        }
        self.offer_all(at, TIMERS, moves);
        for id in self.consumers() {
            self.offer_all(at, self.views.consumer(id), moves);
        }
    }

    /// The moves that a part makes possible.
    fn offer_all(&mut self, at: &State, slot: usize, moves: &mut Vec<Move>) {
        for place in 0..self.facts_of(at[slot]).candidates.len() {
            let candidate = self.facts_of(at[slot]).candidates[place];
            self.offer(at, candidate, moves);
        }
    }

    fn offer(&mut self, at: &State, candidate: Candidate, moves: &mut Vec<Move>) {
        let fault = match self.cost(at, candidate) {
            Cost::Free => None,
            Cost::Fault(fault) => Some(fault),
            Cost::Never => return,
        };
        let most = self.model.bounds().faults;
        if fault.is_none_or(|fault| unpacked(at[FAULTS]).with(fault, most).is_some()) {
            moves.push(candidate.as_move(fault));
        }
    }

    fn cost(&mut self, at: &State, Candidate { choice, hash, cost }: Candidate) -> Cost {
        cost.unwrap_or_else(|| {
            let travel = self.travel(at);
            let question = hash.wrapping_add(travel as u64);
            let key = self.key(question, self.views.of_cost(choice), at);
            self.costs.get(key).unwrap_or_else(|| {
                let cost = self.model.cost(&self.world_of(at), travel, choice);
                self.costs.note(key, cost);
                cost
            })
        })
    }
}
