//! Small setups.

use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::{Bounds, Faults, Model, Reduction, Report, Search, Size, Verdict};
use offsetscope_core::setup::ClientLibrary;
use std::sync::Arc;

/// A group of the shop.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    pub library: ClientLibrary,
    pub strategy: Strategy,
    pub members: u16,
    pub partitions: u16,
    pub orders: u32,
    pub faults: Faults,
    pub generations: u32,
}

impl Small {
    pub fn model(self, reduction: Reduction) -> Model {
        let size = Size {
            members: Some(self.members),
            partitions: Some(self.partitions),
        };
        let mut setup = Scenario::Shop.setup(1).only(GroupId(0), size);
        setup.groups[0].strategy = self.strategy;
        setup.groups[0].client.library = self.library;
        setup.groups[0].client.max_poll_records = 2;
        let bounds = Bounds {
            faults: self.faults,
            orders: self.orders,
            generations: self.generations,
            ..Bounds::default()
        };
        Model::new(Arc::new(setup), bounds, reduction)
    }

    pub fn search(self, reduction: Reduction) -> Report {
        Search::new(self.model(reduction)).run()
    }
}

fn all_strategies() -> impl Iterator<Item = (ClientLibrary, Strategy)> {
    let of = |library| {
        let offered = Strategy::offered(library).iter();
        offered.map(move |&strategy| (library, strategy))
    };
    of(ClientLibrary::Java).chain(of(ClientLibrary::Librdkafka))
}

/// One member with one crash; one that is suspected; two members that share two partitions.
pub fn all_small() -> Vec<Small> {
    let mut all = Vec::new();
    for (library, strategy) in all_strategies() {
        let small =
            |members, partitions, orders, (crashes, timeouts, drops, stops), generations| Small {
                library,
                strategy,
                members,
                partitions,
                orders,
                faults: Faults {
                    crashes,
                    timeouts,
                    drops,
                    stops,
                },
                generations,
            };
        all.extend([
            small(1, 1, 2, (1, 0, 0, 0), 2),
            small(1, 1, 3, (0, 1, 0, 0), 2),
            small(1, 1, 2, (0, 0, 1, 0), 2),
            small(1, 1, 3, (0, 0, 0, 1), 2),
            small(2, 1, 1, (0, 0, 0, 0), 1),
        ]);
    }
    all
}

/// Two members one of which is taken for dead, or is too slow: hundreds of thousands of states each,
/// unreduced.
pub fn some_large() -> Vec<Small> {
    let of = |library, strategy| Small {
        library,
        strategy,
        members: 2,
        partitions: 1,
        orders: 2,
        faults: Faults {
            timeouts: 1,
            ..Faults::default()
        },
        generations: 2,
    };
    vec![
        of(ClientLibrary::Java, Strategy::AsyncAfterBatch),
        of(ClientLibrary::Java, Strategy::BeforeProcessing),
        of(ClientLibrary::Librdkafka, Strategy::AfterRecord),
    ]
}

/// What was found out, without the runs.
pub fn kinds(report: &Report) -> Vec<String> {
    let kind = |verdict: &Verdict| match verdict {
        Verdict::Holds => "holds",
        Verdict::Violated(_) => "violated",
        Verdict::Shown(_) => "shown",
        Verdict::Never => "never",
        Verdict::Unknown => "unknown",
    };
    let verdicts = report.verdicts.iter();
    verdicts
        .map(|(property, verdict)| format!("{} {}", property.name(), kind(verdict)))
        .collect()
}
