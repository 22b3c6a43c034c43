//! `__consumer_offsets`: whoever reads it knows what its coordinator knew.

use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::group::record::decode::{Decoded, DecodedCommit, DecodedGroup, OffsetKey};
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{GroupId, TopicPartition};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::world::{OffsetsTopic, World};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The shop after so many steps, with segments of the offsets topic that are soon full.
fn shop_after(steps: u32) -> World {
    let mut setup = Scenario::Shop.setup(3);
    setup.broker.offsets_topic_segment_bytes = 2_000;
    let mut moment = Moment::beginning(Arc::new(setup));
    for _ in 0..steps {
        step(&mut moment);
    }
    moment.world
}

fn step(moment: &mut Moment) {
    let (at_ms, choice) = moment.clock.next().expect("the shop never closes");
    let done = moment.apply(choice, at_ms, &mut Effects::default());
    done.expect("it is due");
}

/// What one knows who reads the topic from its beginning: offsets, and groups.
fn replayed(
    topic: &OffsetsTopic,
) -> (
    BTreeMap<OffsetKey, DecodedCommit>,
    BTreeMap<String, DecodedGroup>,
) {
    let (mut offsets, mut groups) = (BTreeMap::new(), BTreeMap::new());
    let batches = topic.logs().flat_map(|(_, log)| log.batches());
    for record in batches.flat_map(|batch| &batch.records) {
        match Decoded::of(record).expect("only coordinators write here") {
            Decoded::Offset { key, commit } => match commit {
                Some(commit) => drop(offsets.insert(key, commit)),
                None => drop(offsets.remove(&key)),
            },
            Decoded::Group { group, metadata } => match metadata {
                Some(metadata) => drop(groups.insert(group, metadata)),
                None => drop(groups.remove(&group)),
            },
        }
    }
    (offsets, groups)
}

/// What the coordinator has stored.
fn stored(world: &World) -> BTreeMap<OffsetKey, DecodedCommit> {
    let setup = world.setup();
    let commit_of = |group: GroupId, partition: TopicPartition| {
        let commit = world.coordinator().commit_of(group, partition)?;
        let key = OffsetKey {
            group: setup.group(group).name.clone(),
            topic: setup.topic(partition.topic).name.clone(),
            partition: partition.partition.into(),
        };
        let value = DecodedCommit {
            offset: commit.offset.cast_signed(),
            leader_epoch: commit.leader_epoch.map_or(-1, u32::cast_signed),
            metadata: commit.metadata.to_string(),
            commit_timestamp_ms: commit.commit_timestamp_ms,
        };
        Some((key, value))
    };
    let of_group = |group| {
        let partitions = world.partitions();
        partitions.filter_map(move |partition| commit_of(group, partition))
    };
    setup.group_ids().flat_map(of_group).collect()
}

#[test]
fn who_reads_the_topic_knows_what_the_coordinator_knows() {
    let world = shop_after(3_000);
    let (offsets, groups) = replayed(world.offsets_topic());
    assert!(!offsets.is_empty());
    assert_eq!(offsets, stored(&world));
    for group in world.setup().group_ids() {
        let stands = world.coordinator().group(group);
        let written = &groups[&world.setup().group(group).name];
        assert_eq!(written.protocol.as_deref(), Some("range"));
        assert_eq!(written.generation.unsigned_abs(), stands.generation());
        assert_eq!(
            written.members.unsigned_abs() as usize,
            stands.members().len()
        );
    }
}

#[test]
fn and_still_does_when_the_topic_has_been_compacted() {
    let world = shop_after(3_000);
    let mut topic = world.offsets_topic().clone();
    let records = |topic: &OffsetsTopic| {
        let batches = topic.logs().flat_map(|(_, log)| log.batches());
        batches.map(|batch| batch.records.len() as u64).sum::<u64>()
    };
    topic.clean(world.setup(), 1_000_000);
    let written: u64 = topic.logs().map(|(_, log)| log.log_end_offset()).sum();
    assert!(records(&topic) < written, "{written} records");
    assert_eq!(replayed(&topic), replayed(world.offsets_topic()));
    assert_eq!(replayed(&topic).0, stored(&world));
}

/// Case `p01`: what has expired gets a tombstone, and so does a group that is gone.
#[test]
fn what_has_expired_is_struck_out() {
    let mut setup = Scenario::Shop.setup(3);
    setup.broker.offsets_retention_ms = 60_000;
    setup.broker.offsets_retention_check_interval_ms = 5_000;
    let mut moment = Moment::beginning(Arc::new(setup));
    let run_until = |moment: &mut Moment, until_ms| {
        while moment.clock.now_ms() < until_ms {
            step(moment);
        }
    };
    run_until(&mut moment, 60_000);
    assert!(!replayed(moment.world.offsets_topic()).0.is_empty());
    let crashed_ms = moment.clock.now_ms();
    for id in moment.world.setup().consumer_ids() {
        let crash = moment.apply(Choice::Crash(id), crashed_ms, &mut Effects::default());
        crash.expect("it lives");
    }
    // They are missed after 10 s.
    run_until(&mut moment, crashed_ms + 65_000);
    assert_eq!(replayed(moment.world.offsets_topic()).1.len(), 3);
    run_until(&mut moment, crashed_ms + 80_000);
    let (offsets, groups) = replayed(moment.world.offsets_topic());
    assert!(offsets.is_empty(), "{offsets:?}");
    assert!(groups.is_empty(), "{groups:?}");
    assert!(stored(&moment.world).is_empty());
}
