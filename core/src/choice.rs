//! What can happen next.

use crate::admin::AdminRequest;
use crate::client::WorkerId;
use crate::client::strategy::Strategy;
use crate::ids::{ConsumerId, GroupId};
use crate::network::{Client, Link};
use crate::timer::Timer;
use offsetscope_language::say_to;
use serde::{Deserialize, Serialize};

/// One thing that can happen next. A run *is* its list of choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Choice {
    /// The oldest message on a link arrives.
    Deliver(Link),
    /// An armed timer fires.
    Fire(Timer),
    /// A consumer's application thread does its next sub-step.
    Run(ConsumerId),
    /// A worker in a consumer process does its next sub-step.
    Work {
        /// The process.
        consumer: ConsumerId,
        /// Which of its workers.
        worker: WorkerId,
    },
    /// A consumer process is asked to stop, as by `SIGTERM`: it leaves its loop and closes.
    Stop(ConsumerId),
    /// A consumer process dies, as by `kill -9`: no close, no commit, no goodbye.
    Crash(ConsumerId),
    /// A crashed or stopped consumer is started again, as a new process with an empty memory.
    Restart(ConsumerId),
    /// A consumer process stands still: a long garbage collection, `SIGSTOP`, a laptop that is closed.
    /// Nothing of it runs, not even the thread that sends heartbeats. Its broker does not know.
    Pause(ConsumerId),
    /// A process that stood still goes on where it was. What has come for it meanwhile is there, and
    /// its timers are overdue.
    Resume(ConsumerId),
    /// A connection breaks, and everything that travels on this direction of it is lost. The client
    /// notices. Answers on their way to it are lost in any case; requests on theirs arrive if only
    /// the other direction is cut, and then nobody hears their answers.
    Disconnect(Link),
    /// The network between a client and its broker fails: nothing gets through, in either direction,
    /// and neither side is told. What is on its way is sent again and again by TCP.
    Cut(Client),
    /// The network is there again, and what TCP still has to send arrives.
    Heal(Client),
    /// What is on a link takes longer than it would have. The world knows no times: it is the clock
    /// that heeds this. [`World::choices`](crate::world::World::choices) does not list it.
    Delay {
        /// The link. What is behind waits too.
        link: Link,
        /// By so much.
        by_ms: i64,
    },
    /// Someone changes how a group commits.
    SetStrategy {
        /// The group whose members change.
        group: GroupId,
        /// What they will do from their next `poll` on.
        strategy: Strategy,
    },
    /// An administrator asks the broker for something, and it is done or refused at once. Any
    /// offset can be asked for, also one that [`World::choices`](crate::world::World::choices)
    /// does not list.
    Administer(AdminRequest),
}

impl Choice {
    /// Whether this happens only because somebody makes it happen: a fault or a changed setting.
    /// The clock never picks such a choice.
    pub fn is_intervention(self) -> bool {
        match self {
            Self::Deliver(_) | Self::Fire(_) | Self::Run(_) | Self::Work { .. } => false,
            Self::Stop(_)
            | Self::Crash(_)
            | Self::Restart(_)
            | Self::Pause(_)
            | Self::Resume(_)
            | Self::Disconnect(_)
            | Self::Cut(_)
            | Self::Heal(_)
            | Self::Delay { .. }
            | Self::SetStrategy { .. }
            | Self::Administer(_) => true,
        }
    }
}

impl Choice {
    /// What puts an end to a fault that lasts: a process that has died is started again, one that
    /// stands still goes on. None if it is over at once.
    pub fn ended_by(self) -> Option<Self> {
        match self {
            Self::Crash(consumer) => Some(Self::Restart(consumer)),
            Self::Pause(consumer) => Some(Self::Resume(consumer)),
            Self::Cut(client) => Some(Self::Heal(client)),
            _ => None,
        }
    }
}

/// A choice that the world does not offer at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotEnabled(pub Choice);

impl core::fmt::Display for NotEnabled {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        say_to!(f, "{0:?} cannot happen now", "{0:?} 现在不可能发生"; self.0)
    }
}

impl core::error::Error for NotEnabled {}
