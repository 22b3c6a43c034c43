//! A check that cannot fail proves nothing: each property is broken on purpose, by an assignor, a
//! coordinator or a commit that is, and the search must notice. As Kafka does it, it holds.

use offsetscope_core::choice::{Choice, NotEnabled};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::effects::Effects;
use offsetscope_core::ids::{GroupId, TopicPartition};
use offsetscope_core::network::{Body, Request, Response};
use offsetscope_core::search::{Cause, Kafka, Laws, Preset, Property, Search, Verdict};
use offsetscope_core::setup::ClientLibrary;
use offsetscope_core::timer::Timer;
use offsetscope_core::world::World;

const GROUP: GroupId = GroupId(0);

/// Somebody is broken.
#[derive(Clone, Copy, Debug)]
enum Broken {
    /// The leader assigns every partition to every member.
    AssignorWithTwoOwners,
    /// The coordinator begins each generation with the same number, and so can fence nobody.
    CoordinatorThatNeverFences,
    /// The coordinator answers a commit, and does not store it.
    CoordinatorThatForgetsCommits,
    /// The coordinator waits for dead members for ever.
    CoordinatorThatNeverExpires,
    /// The client commits the offset behind the next one.
    CommitOfOneTooMany,
}

impl Laws for Broken {
    fn apply(&self, world: &mut World, choice: Choice, fx: &mut Effects) -> Result<(), NotEnabled> {
        match (self, choice) {
            (Self::CoordinatorThatNeverExpires, Choice::Fire(Timer::Session { .. })) => {
                return Ok(());
            }
            (_, Choice::Deliver(link)) => {
                let generation = world.coordinator().group(GROUP).generation();
                let all: Vec<_> = world.partitions_read_by(GROUP).collect();
                world.forge(link, |body| self.forge(body, generation, &all));
            }
            _ => {}
        }
        Kafka.apply(world, choice, fx)
    }
}

impl Broken {
    fn forge(self, body: &mut Body, current: u32, all: &[TopicPartition]) {
        match (self, body) {
            (
                Self::AssignorWithTwoOwners,
                Body::Request(Request::SyncGroup { assignments, .. }),
            ) => {
                for (_, partitions) in assignments {
                    *partitions = all.to_vec();
                }
            }
            (Self::CoordinatorThatNeverFences, Body::Response(Response::JoinGroup(Ok(joined)))) => {
                joined.generation = 1;
            }
            (
                Self::CoordinatorThatNeverFences,
                Body::Request(
                    Request::SyncGroup { generation, .. } | Request::Heartbeat { generation, .. },
                ),
            ) => *generation = current,
            (
                Self::CoordinatorThatNeverFences,
                Body::Request(Request::OffsetCommit { committer, .. }),
            ) => committer.generation = Some(current),
            (
                Self::CoordinatorThatForgetsCommits,
                Body::Request(Request::OffsetCommit { offsets, .. }),
            ) => offsets.clear(),
            (Self::CommitOfOneTooMany, Body::Request(Request::OffsetCommit { offsets, .. })) => {
                for (_, committed) in offsets {
                    committed.offset += 1;
                }
            }
            _ => {}
        }
    }
}

/// Who is broken, and which property of which program notices, under which cause.
const CASES: [(Broken, Strategy, Cause, Property); 7] = [
    (
        Broken::AssignorWithTwoOwners,
        Strategy::AfterBatch,
        Cause::Rebalance,
        Property::OneOwner,
    ),
    (
        Broken::AssignorWithTwoOwners,
        Strategy::BeforeProcessing,
        Cause::Rebalance,
        Property::KeyOrder,
    ),
    (
        Broken::CoordinatorThatNeverFences,
        Strategy::AfterBatch,
        Cause::Timeout,
        Property::OneOwner,
    ),
    (
        Broken::CoordinatorThatForgetsCommits,
        Strategy::AfterRecord,
        Cause::Stop,
        Property::NoDuplicate,
    ),
    (
        Broken::CoordinatorThatNeverExpires,
        Strategy::AfterRecord,
        Cause::Crash,
        Property::Finishes,
    ),
    (
        Broken::CommitOfOneTooMany,
        Strategy::AfterRecord,
        Cause::Rebalance,
        Property::CommittedIsProcessed,
    ),
    (
        Broken::CommitOfOneTooMany,
        Strategy::AfterRecord,
        Cause::Rebalance,
        Property::NoLoss,
    ),
];

#[test]
fn whoever_is_broken_is_noticed() {
    for (broken, strategy, cause, property) in CASES {
        let library = ClientLibrary::Java;
        let preset = Preset { library, strategy };
        let sound = Search::new(preset.model(cause)).run();
        assert!(
            sound.proves(property),
            "{strategy:?}, {cause:?}: {property:?}"
        );
        let found = Search::new(preset.model_with_laws(broken, cause)).run();
        let verdict = found.verdict(property);
        assert!(
            matches!(verdict, Verdict::Violated(_)),
            "{broken:?}: {verdict:?}"
        );
    }
}
