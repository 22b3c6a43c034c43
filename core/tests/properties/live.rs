//! What must happen in the end: once nobody interferes any more, every group works again.

use crate::setups::one_of;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::client::{Assignor, Phase};
use offsetscope_core::effects::Effects;
use offsetscope_core::group::{GroupState, InstanceId};
use offsetscope_core::history::Moment;
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::Scenario;
use offsetscope_core::setup::{ClientLibrary, Setup, Stream, stream_of_chance};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use std::sync::Arc;

/// Enough for the longest wait: a new member whose process died is kept for five minutes.
const TIME_TO_RECOVER_MS: i64 = 15 * 60_000;

/// With this load, a working group is never further behind.
const MOST_LAG: u64 = 40;

/// The shop with customers few enough for every strategy, and with any strategies.
fn quiet_shop(seed: u64, chance: &mut Pcg64Mcg) -> Arc<Setup> {
    let mut setup = Scenario::Shop.setup(seed);
    setup.producers[0].order_interval_ms = 3_000;
    for group in &mut setup.groups {
        group.processing_ms = 300;
        group.client.library = one_of(&[ClientLibrary::Java, ClientLibrary::Librdkafka], chance);
        group.strategy = one_of(Strategy::offered(group.client.library), chance);
        if group.client.library == ClientLibrary::Java {
            let assignors = [
                Assignor::RANGE,
                Assignor::STICKY,
                Assignor::COOPERATIVE_STICKY,
            ];
            group.client.partition_assignment_strategy = vec![one_of(&assignors, chance)];
        }
    }
    setup.instances = vec!["till".to_owned(), "desk".to_owned()];
    let instances = [None, Some(InstanceId(0)), Some(InstanceId(1))];
    setup.consumers[0].instance = one_of(&instances, chance);
    Arc::new(setup)
}

fn run_until(moment: &mut Moment, until_ms: i64) {
    let mut effects = Effects::default();
    while let Some((at_ms, choice)) = moment.clock.next().filter(|next| next.0 <= until_ms) {
        moment
            .apply(choice, at_ms, &mut effects)
            .expect("what is due can happen");
    }
}

/// Crashes and restarts, and at the end everybody is there again.
fn turmoil(moment: &mut Moment, chance: &mut Pcg64Mcg) {
    let mut effects = Effects::default();
    for _ in 0..30 {
        let choices = moment.world.choices().into_iter();
        let faults: Vec<_> = choices.filter(|choice| choice.is_intervention()).collect();
        let now_ms = moment.clock.now_ms();
        let fault = one_of(&faults, chance);
        moment
            .apply(fault, now_ms, &mut effects)
            .expect("it was offered");
        run_until(moment, now_ms + chance.random_range(0..8_000));
    }
    let ends = |choice: &Choice| matches!(choice, Choice::Resume(_) | Choice::Heal(_));
    for end in moment.world.choices().into_iter().filter(ends) {
        let now_ms = moment.clock.now_ms();
        moment
            .apply(end, now_ms, &mut effects)
            .expect("it was offered");
    }
    // Whoever was asked to stop has the time to.
    let until_ms = moment.clock.now_ms() + 30_000;
    run_until(moment, until_ms);
    for id in moment.world.setup().consumer_ids() {
        if !moment.world.consumer(id).is_running() {
            let now_ms = moment.clock.now_ms();
            let restarted = moment.apply(Choice::Restart(id), now_ms, &mut effects);
            restarted.expect("it is dead");
        }
    }
}

/// How many records lie before what a group goes on with.
fn lag(moment: &Moment, group: GroupId) -> u64 {
    let lag_of = |partition| {
        let committed = moment.world.resumes_at(group, partition).unwrap_or(0);
        moment
            .world
            .log(partition)
            .high_watermark()
            .saturating_sub(committed)
    };
    moment.world.partitions_read_by(group).map(lag_of).sum()
}

#[test]
fn every_group_recovers() {
    for seed in 0..40 {
        let mut chance = stream_of_chance(seed, Stream::OrderInterval, u64::MAX);
        let mut moment = Moment::beginning(quiet_shop(seed, &mut chance));
        turmoil(&mut moment, &mut chance);
        let until_ms = moment.clock.now_ms() + TIME_TO_RECOVER_MS;
        run_until(&mut moment, until_ms);

        let world = &moment.world;
        for group in world.setup().group_ids() {
            let state = world.coordinator().group(group).state();
            assert_eq!(state, GroupState::Stable, "seed {seed}, {group:?}");
            let members = world.coordinator().group(group).members().len();
            assert_eq!(
                members,
                world.setup().members_of(group).count(),
                "seed {seed}"
            );
            let lag = lag(&moment, group);
            assert!(lag <= MOST_LAG, "seed {seed}: {group:?} lags by {lag}");
        }
        for consumer in world.consumers() {
            assert_eq!(
                consumer.client.membership.phase,
                Phase::Stable,
                "seed {seed}"
            );
        }
    }
}

/// The test above can fail: with a member that stays dead, the group is not complete.
#[test]
fn a_dead_member_is_missed() {
    let mut chance = stream_of_chance(1, Stream::OrderInterval, u64::MAX);
    let mut moment = Moment::beginning(quiet_shop(1, &mut chance));
    run_until(&mut moment, 20_000);
    let crash = Choice::Crash(world_member(&moment));
    moment
        .apply(crash, 20_000, &mut Effects::default())
        .expect("it lives");
    run_until(&mut moment, 20_000 + TIME_TO_RECOVER_MS);
    let group = moment.world.coordinator().group(GroupId(0));
    assert_eq!(
        (group.state(), group.members().len()),
        (GroupState::Stable, 1)
    );
}

fn world_member(moment: &Moment) -> offsetscope_core::ids::ConsumerId {
    moment
        .world
        .setup()
        .members_of(GroupId(0))
        .next()
        .expect("the shop has members")
}
