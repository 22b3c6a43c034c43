//! Which strategy should one choose? Every strategy of both libraries, searched under everything
//! that can come between a record and its commit, one thing at a time.
//!
//! The setup is the smallest in which everything that is known to go wrong does: two members, two
//! partitions, and orders of one customer, so that all are in one partition and their order counts;
//! `poll` returns two records at a time, so that a batch can be half done. What holds in it is proved
//! for it and not for others; what fails in it fails in larger ones too, as they contain it.

use super::bounds::{Bounds, Faults, Restarts};
use super::focus::Size;
use super::laws::{Kafka, Laws};
use super::model::{Model, Reduction};
use super::property::{Kind, Property};
use super::report::{Report, Verdict};
use crate::choice::Choice;
use crate::client::strategy::{Family, Strategy};
use crate::ids::{GroupId, OrderNumber};
use crate::scenario::Scenario;
use crate::setup::{ClientLibrary, Setup};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// With this seed the first orders are all of one customer.
const SEED: u64 = 44;
/// The order that cannot be processed: the second of the first batch.
const POISON: OrderNumber = 2;

/// A way to commit, as it is offered with its library's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Preset {
    /// The library.
    pub library: ClientLibrary,
    /// The way to commit.
    pub strategy: Strategy,
}

/// What happens to a group, once, at any moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    /// Nothing but that its members join one after the other, and so make it rebalance.
    Rebalance,
    /// A member is told to stop: it leaves its loop, closes, and leaves the group.
    Stop,
    /// A record cannot be processed, and nobody catches the exception: the member leaves as well.
    Exception,
    /// The group takes a member for dead that is only slow.
    Timeout,
    /// A member dies.
    Crash,
}

impl Cause {
    /// All of them, from what happens every day to what should not.
    pub const ALL: [Self; 5] = [
        Self::Rebalance,
        Self::Stop,
        Self::Exception,
        Self::Timeout,
        Self::Crash,
    ];

    /// Whether a member goes of its own accord, with everything that `close` does.
    pub fn is_leaving(self) -> bool {
        matches!(self, Self::Rebalance | Self::Stop | Self::Exception)
    }

    /// Whether it makes sense to ask for a property: where a record cannot be processed, not every
    /// order takes effect, whatever one does.
    pub fn asks(self, property: Property) -> bool {
        self != Self::Exception || property.kind() == Kind::Always
    }

    fn faults(self) -> Faults {
        let mut faults = Faults::default();
        match self {
            Self::Rebalance | Self::Exception => {}
            Self::Stop => faults.stops = 1,
            Self::Timeout => faults.timeouts = 1,
            Self::Crash => faults.crashes = 1,
        }
        faults
    }
}

impl Preset {
    /// All of them, library by library, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |library| {
            let offered = Strategy::offered(library).iter();
            offered.map(move |&strategy| Self { library, strategy })
        };
        [ClientLibrary::Java, ClientLibrary::Librdkafka]
            .into_iter()
            .flat_map(of)
    }

    /// What is searched for it. Each is small enough to be searched at once.
    pub fn model(self, cause: Cause) -> Model {
        self.model_with_laws(Kafka, cause)
    }

    /// The same in a world with other laws.
    pub fn model_with_laws<L: Laws>(self, laws: L, cause: Cause) -> Model<L> {
        let setup = Arc::new(self.setup(cause));
        Model::with_laws(laws, setup, self.bounds(cause), Reduction::On)
    }

    /// The setup that is searched.
    pub fn setup(self, cause: Cause) -> Setup {
        let size = Size {
            members: Some(2),
            partitions: Some(2),
        };
        let mut setup = Scenario::Shop.setup(SEED).only(GroupId(0), size);
        if cause == Cause::Exception {
            setup.poison = vec![POISON];
        }
        let group = &mut setup.groups[0];
        group.strategy = self.strategy;
        group.client.library = self.library;
        group.client.max_poll_records = 2;
        setup
    }

    /// Workers multiply what can happen. Two orders are enough for them to change places.
    fn bounds(self, cause: Cause) -> Bounds {
        let hands_off = self.strategy.family() == Family::HandOff;
        Bounds {
            faults: cause.faults(),
            restarts: Restarts::IfNoneIsLeft,
            orders: if hands_off { 2 } else { 3 },
            generations: 2,
            ..Bounds::default()
        }
    }
}

/// What was found out about a preset: a row of the table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which.
    pub preset: Preset,
    /// What was found out under each cause that was searched.
    pub reports: Vec<(Cause, Report)>,
}

impl Row {
    /// What makes a property fail, each with a shortest run that shows it. What fails by rebalances
    /// alone fails by everything else as well, so then that is all there is to say.
    pub fn broken_by(&self, property: Property) -> Vec<(Cause, &[Choice])> {
        let reports = self
            .reports
            .iter()
            .filter(|(cause, _)| cause.asks(property));
        let broken = reports.filter_map(|(cause, report)| match report.verdict(property) {
            Verdict::Violated(run) => Some((*cause, run.as_slice())),
            Verdict::Never => Some((*cause, [].as_slice())),
            Verdict::Holds | Verdict::Shown(_) | Verdict::Unknown => None,
        });
        let mut broken: Vec<_> = broken.collect();
        if broken.first().is_some_and(|it| it.0 == Cause::Rebalance) {
            broken.truncate(1);
        }
        broken
    }

    /// Whether a property is known to hold under all causes.
    pub fn proves(&self, property: Property) -> bool {
        let asked = || Cause::ALL.into_iter().filter(|cause| cause.asks(property));
        let proved = |cause| {
            let mut reports = self.reports.iter();
            reports.any(|(of, report)| *of == cause && report.proves(property))
        };
        asked().all(proved)
    }
}
