//! By which laws a world goes on while it is searched.

use super::model::NOW_MS;
use crate::choice::{Choice, NotEnabled};
use crate::effects::Effects;
use crate::world::World;

/// How a choice changes a world. There is one kind, and a search takes any, so that somebody can
/// break a law and see that the search finds out: a check that cannot fail proves nothing.
pub trait Laws {
    /// Whether these are Kafka's. Of those a search knows what each choice looks at, and remembers
    /// where it leads. Others may look at anything.
    const ARE_KAFKAS: bool = false;

    /// Makes a choice happen.
    ///
    /// # Errors
    /// [`NotEnabled`] if the world does not offer this choice.
    fn apply(&self, world: &mut World, choice: Choice, fx: &mut Effects) -> Result<(), NotEnabled>;
}

/// Those that the world itself has.
#[derive(Clone, Copy, Debug)]
pub struct Kafka;

impl Laws for Kafka {
    const ARE_KAFKAS: bool = true;

    fn apply(&self, world: &mut World, choice: Choice, fx: &mut Effects) -> Result<(), NotEnabled> {
        world.apply(choice, NOW_MS, fx)
    }
}
