//! What is asked of a part again and again.

use super::numbered::Numbered;
use super::views::Views;
use super::{Move, hash_of};
use crate::choice::Choice;
use crate::ids::{ConsumerId, MemberId};
use crate::search::bounds::Fault;
use crate::search::laws::Laws;
use crate::search::model::Model;
use crate::search::moves::Cost;
use crate::search::settle::Travel;
use crate::world::{Part, Place, World};

/// Something that may be a move of a state that has this part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// What.
    pub choice: Choice,
    /// Its hash.
    pub hash: u64,
    /// What it costs, if that depends on nothing else.
    pub cost: Option<Cost>,
}

/// What there is to know of a part.
#[derive(Default)]
pub(super) struct Facts {
    /// The moves that it makes possible: the timers that may fire, what a consumer may do.
    pub candidates: Vec<Candidate>,
    /// Who a consumer is for others.
    pub life: u32,
    /// A group's generation.
    pub generation: u32,
}

/// All that others can see of a process: the network, whether it is there to be answered; the
/// coordinator's timers, whether it will say something.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Life {
    is_running: bool,
    process: u16,
    member: Option<MemberId>,
    member_ids_asked_for: u16,
}

impl Candidate {
    pub fn new<L: Laws>(choice: Choice, model: &Model<L>, views: &Views) -> Self {
        let depends_on_nothing = views.of_cost(choice).is_empty();
        // Then any world will do.
        let cost = || model.cost(model.start(), Travel::Arrives, choice);
        Self {
            choice,
            hash: hash_of(choice),
            cost: depends_on_nothing.then(cost),
        }
    }

    pub fn as_move(self, fault: Option<Fault>) -> Move {
        Move {
            choice: self.choice,
            fault,
            hash: self.hash,
        }
    }
}

impl Facts {
    /// Of a part of this world.
    pub fn of<L: Laws>(
        (place, part): (Place, &Part),
        world: &World,
        model: &Model<L>,
        views: &Views,
        lives: &mut Numbered<Life>,
    ) -> Self {
        let mut choices = Vec::new();
        let mut facts = Self::default();
        match (place, part) {
            (_, Part::Timers(timers)) => {
                choices.extend(timers.keys().copied().map(Choice::Fire));
            }
            (Place::Consumer(id), _) => {
                model.moves_of_consumer(world, id, &mut choices);
                facts.life = lives.number_of(life(world, id));
            }
            (Place::Group(id), _) => {
                facts.generation = world.coordinator().group(id).generation();
            }
            _ => {}
        }
        let candidates = choices.into_iter();
        let candidates = candidates.map(|choice| Candidate::new(choice, model, views));
        let may_be_move = |it: &Candidate| !matches!(it.cost, Some(Cost::Never));
        facts.candidates = candidates.filter(may_be_move).collect();
        facts
    }
}

fn life(world: &World, id: ConsumerId) -> Life {
    let consumer = world.consumer(id);
    Life {
        is_running: consumer.is_running(),
        process: consumer.client.process_number,
        member: consumer.client.membership.member,
        member_ids_asked_for: consumer.client.member_ids_asked_for,
    }
}
