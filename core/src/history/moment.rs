//! A moment: the world and the clock beside it.

use crate::choice::{Choice, NotEnabled};
use crate::clock::Clock;
use crate::effects::Effects;
use crate::setup::Setup;
use crate::world::World;
use std::sync::Arc;

/// Everything that decides what comes next.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What there is.
    pub world: World,
    /// What is due when.
    pub clock: Clock,
}

/// A setup in which no order is sent within this many steps opens where it begins.
const MAX_STEPS_TO_OPENING: usize = 10_000;

impl Moment {
    /// The very beginning: empty logs, and consumers that have just started.
    pub fn beginning(setup: Arc<Setup>) -> Self {
        let mut effects = Effects::default();
        let world = World::new(setup, &mut effects);
        let clock = Clock::new(&world, &effects);
        Self { world, clock }
    }

    /// The moment a visitor sees first: the groups have formed, and the first order has just left
    /// its producer.
    ///
    /// # Panics
    /// If the clock is at odds with the world, which is a fault of this crate.
    pub fn opening(setup: Arc<Setup>) -> Self {
        let beginning = Self::beginning(setup);
        let mut moment = beginning.clone();
        let mut effects = Effects::default();
        for _ in 0..MAX_STEPS_TO_OPENING {
            let Some((at_ms, choice)) = moment.clock.next() else {
                break;
            };
            let applied = moment.apply(choice, at_ms, &mut effects);
            assert!(applied.is_ok(), "what is due can happen");
            if moment.world.outside().orders_placed() > 0 {
                return moment;
            }
        }
        beginning
    }

    /// Makes one choice happen.
    ///
    /// # Errors
    /// [`NotEnabled`] if it cannot happen at this moment; then nothing has changed.
    pub fn apply(
        &mut self,
        choice: Choice,
        at_ms: i64,
        effects: &mut Effects,
    ) -> Result<(), NotEnabled> {
        self.world.apply(choice, at_ms, effects)?;
        self.clock.observe(choice, at_ms, &self.world, effects);
        Ok(())
    }
}
