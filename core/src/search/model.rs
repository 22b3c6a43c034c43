//! What is searched: a setup, and what may happen in it.

use super::bounds::{Bounds, Faults};
use super::laws::{Kafka, Laws};
use super::moves::{Cost, cost};
use super::settle::{Travel, idle_worker, is_worth_firing, settle};
use crate::choice::Choice;
use crate::client::{WorkerAction, WorkerId};
use crate::effects::Effects;
use crate::ids::ConsumerId;
use crate::network::Client;
use crate::setup::Setup;
use crate::timer::Timer;
use crate::world::World;
use std::sync::Arc;

/// Time stands still in a search: records are written, and judged, at this time.
pub(super) const NOW_MS: i64 = 0;

/// A setup and its bounds.
#[derive(Clone, Debug)]
pub struct Model<L = Kafka> {
    laws: L,
    start: World,
    opening: Vec<Choice>,
    bounds: Bounds,
    reduction: Reduction,
}

/// Whether steps are told apart that no property can tell apart. See `settle.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reduction {
    /// Every one of them: for checking the reduction.
    Off,
    /// Only those that matter.
    On,
}

/// A state of the search: a world, and what has gone wrong on the way to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Configuration {
    /// The world.
    pub world: World,
    /// What has gone wrong so far.
    pub faults: Faults,
}

impl Model {
    /// A setup. Every run of it begins with the orders in the logs.
    pub fn new(setup: Arc<Setup>, bounds: Bounds, reduction: Reduction) -> Self {
        Self::with_laws(Kafka, setup, bounds, reduction)
    }
}

impl<L: Laws> Model<L> {
    /// A setup in a world with other laws.
    pub fn with_laws(laws: L, setup: Arc<Setup>, bounds: Bounds, reduction: Reduction) -> Self {
        let mut fx = Effects::default();
        let mut start = World::new(setup, &mut fx);
        let mut opening = Vec::new();
        while let Some(choice) = next_of_opening(&start, bounds.orders) {
            if start.apply(choice, NOW_MS, &mut fx).is_err() {
                break;
            }
            opening.push(choice);
        }
        Self {
            laws,
            start,
            opening,
            bounds,
            reduction,
        }
    }

    /// Its bounds.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The setup.
    pub fn setup(&self) -> &Arc<Setup> {
        self.start.setup()
    }

    /// The choices that every run begins with.
    pub fn opening(&self) -> &[Choice] {
        &self.opening
    }

    /// Where every run begins; tells the choices that are made at once.
    pub fn initial(&self, tell: &mut dyn FnMut(Choice)) -> Configuration {
        let mut initial = Configuration {
            world: self.start.clone(),
            faults: Faults::default(),
        };
        self.settle(&mut initial, &mut Effects::default(), tell);
        initial
    }

    /// What may happen next, in a fixed order.
    pub fn moves(&self, at: &Configuration, moves: &mut Vec<Choice>) {
        let world = &at.world;
        moves.clear();
        let links = || world.network().busy_links();
        moves.extend(links().map(Choice::Deliver));
        moves.extend(links().map(Choice::Disconnect));
        moves.extend(world.timers().map(Choice::Fire));
        for id in world.setup().consumer_ids() {
            self.moves_of_consumer(world, id, moves);
        }
        moves.retain(|&choice| self.faults_after(at, choice).is_some());
    }

    /// What a consumer may do next, whatever that costs.
    pub(super) fn moves_of_consumer(&self, world: &World, id: ConsumerId, moves: &mut Vec<Choice>) {
        if world.next_action(id).is_some() {
            moves.push(Choice::Run(id));
        }
        let works = |worker: &WorkerId| self.may_work(world, id, *worker);
        let works = WorkerId::ALL.into_iter().filter(works);
        moves.extend(works.map(|worker| Choice::Work {
            consumer: id,
            worker,
        }));
        let consumer = world.consumer(id);
        let stop = consumer.can_be_asked_to_stop().then_some(Choice::Stop(id));
        moves.extend(stop);
        moves.push(if consumer.is_running() {
            Choice::Crash(id)
        } else {
            Choice::Restart(id)
        });
    }

    /// Makes a move happen, and what follows from it without anybody's choice. None if it may not
    /// happen, or leads out of the bounds.
    pub fn apply(
        &self,
        at: &Configuration,
        choice: Choice,
        fx: &mut Effects,
        tell: &mut dyn FnMut(Choice),
    ) -> Option<Configuration> {
        let mut next = Configuration {
            faults: self.faults_after(at, choice)?,
            world: at.world.clone(),
        };
        self.laws.apply(&mut next.world, choice, fx).ok()?;
        tell(choice);
        self.settle(&mut next, fx, tell);
        let coordinator = next.world.coordinator();
        let mut groups = self.setup().group_ids();
        let within =
            groups.all(|group| coordinator.group(group).generation() <= self.bounds.generations);
        within.then_some(next)
    }

    /// Where every run begins, before anything is done at once.
    pub(super) fn start(&self) -> &World {
        &self.start
    }

    /// By which laws it goes on.
    pub(super) fn laws(&self) -> &L {
        &self.laws
    }

    /// Whether anything is done at once.
    pub(super) fn settles(&self) -> bool {
        self.reduction == Reduction::On
    }

    /// What a choice costs that the world offers.
    pub(super) fn cost(&self, world: &World, travel: Travel, choice: Choice) -> Cost {
        match choice {
            Choice::Fire(timer) if self.settles() && !is_worth_firing(world, timer, travel) => {
                Cost::Never
            }
            choice => cost(world, choice, self.bounds.restarts),
        }
    }

    /// What has gone wrong once this has happened; none if it may not happen.
    fn faults_after(&self, at: &Configuration, choice: Choice) -> Option<Faults> {
        match self.cost(&at.world, self.travel(at.faults), choice) {
            Cost::Free => Some(at.faults),
            Cost::Fault(fault) => at.faults.with(fault, self.bounds.faults),
            Cost::Never => None,
        }
    }

    fn may_work(&self, world: &World, id: ConsumerId, worker: WorkerId) -> bool {
        match world.next_work(id, worker) {
            Some(WorkerAction::Start) if self.reduction == Reduction::On => {
                idle_worker(world, id) == Some(worker)
            }
            work => work.is_some(),
        }
    }

    fn settle(&self, at: &mut Configuration, fx: &mut Effects, tell: &mut dyn FnMut(Choice)) {
        if self.reduction == Reduction::On {
            let travel = self.travel(at.faults);
            settle(&mut at.world, &self.laws, travel, fx, tell);
        }
    }

    /// What becomes of messages when so much has gone wrong.
    pub(super) fn travel(&self, faults: Faults) -> Travel {
        if faults.drops < self.bounds.faults.drops {
            Travel::MayBeLost
        } else {
            Travel::Arrives
        }
    }
}

/// The orders are placed and written before anything else happens.
fn next_of_opening(world: &World, orders: u32) -> Option<Choice> {
    let mut links = world.network().busy_links();
    let on_its_way = links.find(|link| matches!(link.client, Client::Producer(_)));
    on_its_way.map(Choice::Deliver).or_else(|| {
        let armed = |is_it: fn(&Timer) -> bool| world.timers().find(is_it);
        let more = world.outside().orders_placed() < orders;
        armed(|timer| matches!(timer, Timer::Linger { .. }))
            .or_else(|| armed(|timer| matches!(timer, Timer::OrderDue(_))).filter(|_| more))
            .map(Choice::Fire)
    })
}
