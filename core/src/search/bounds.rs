//! How much may go wrong, and how far the search looks.

use serde::{Deserialize, Serialize};

/// How many faults of each kind may happen, or have happened, in one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Faults {
    /// Processes that die, as by `kill -9`.
    pub crashes: u8,
    /// Timers that fire on a process that lives and is too slow: its session, its rebalance, its
    /// program between two `poll`s.
    pub timeouts: u8,
    /// Connections to the coordinator that break, with what travels on them.
    pub drops: u8,
    /// Processes that are asked to stop, as by `SIGTERM`: they leave their loop and close.
    pub stops: u8,
}

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A process dies.
    Crash,
    /// A timer fires on a process that lives.
    Timeout,
    /// What travels on a connection is lost.
    Drop,
    /// A process is asked to stop. Nothing is wrong with that, but it is somebody's doing.
    Stop,
}

/// When a process that has died is started again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Restarts {
    /// Only if none of its group is left: the others take over, and one more that joins is told
    /// apart by nobody from one that is late at the beginning.
    IfNoneIsLeft,
    /// At any time.
    Always,
}

/// Where the search ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Bounds {
    /// How many faults may happen in one run.
    pub faults: Faults,
    /// When a dead process is started again.
    pub restarts: Restarts,
    /// How many orders are in the logs at the beginning. No more come.
    pub orders: u32,
    /// How many generations a group goes through at most.
    pub generations: u32,
    /// How many moves a run has at most.
    pub depth: u32,
    /// How many states are kept at most: this bounds the memory.
    pub states: u32,
}

impl Default for Bounds {
    /// One crash, four orders, three rebalances.
    fn default() -> Self {
        Self {
            faults: Faults {
                crashes: 1,
                ..Faults::default()
            },
            restarts: Restarts::IfNoneIsLeft,
            orders: 4,
            generations: 3,
            depth: u32::MAX,
            states: 2_000_000,
        }
    }
}

impl Faults {
    /// One more fault of a kind, unless that is more than `most`.
    pub(super) fn with(self, fault: Fault, most: Self) -> Option<Self> {
        let mut next = self;
        match fault {
            Fault::Crash => next.crashes += 1,
            Fault::Timeout => next.timeouts += 1,
            Fault::Drop => next.drops += 1,
            Fault::Stop => next.stops += 1,
        }
        let within = next.crashes <= most.crashes
            && next.timeouts <= most.timeouts
            && next.drops <= most.drops
            && next.stops <= most.stops;
        within.then_some(next)
    }
}
