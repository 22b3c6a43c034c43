//! Generations, members and who owns what. Section 6 of the semantics; Kafka's `ClassicGroup`.

use crate::rule::{Rule, Verdict, ensure};
use crate::seen::Step;
use offsetscope_core::client::{Assignor, Call, Consumer, Library, Phase};
use offsetscope_core::event::Event;
use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::{GroupState, Member};
use offsetscope_core::ids::{GroupId, MemberId, TopicId, TopicPartition};
use offsetscope_core::network::Request;
use offsetscope_core::setup::Setup;
use std::collections::{BTreeMap, BTreeSet};

pub const RULES: &[(&str, Rule)] = &[
    ("generations count up", generations_count_up),
    (
        "states follow one another as in Kafka",
        states_follow_one_another,
    ),
    ("members are consistent", members_are_consistent),
    (
        "a stable group owns every partition once",
        a_stable_group_owns_every_partition_once,
    ),
    (
        "a cooperative rebalance takes nothing that is kept",
        a_cooperative_rebalance_takes_nothing_that_is_kept,
    ),
    ("one owner in a generation", one_owner_in_a_generation),
    ("who is fenced may do nothing", who_is_fenced_may_do_nothing),
    (
        "members know their assignment",
        members_know_their_assignment,
    ),
    (
        "without a member id there is no generation",
        without_a_member_id_there_is_no_generation,
    ),
    (
        "only the broker changes the broker",
        only_the_broker_changes_the_broker,
    ),
];

/// A generation is one more than the last, and begins with an event. A group that is forgotten
/// begins anew.
pub fn generations_count_up(step: &Step) -> Verdict {
    for id in step.setup.group_ids() {
        let mut generation = step.before.group(id).generation;
        for event in step.events() {
            if [Event::GroupRemoved(id), Event::GroupDeleted(id)].contains(event) {
                generation = 0;
            }
            if let Event::GenerationStarted {
                group,
                generation: new,
                ..
            } = event
                && *group == id
            {
                ensure!(*new == generation + 1, "{id:?}: {generation} to {new}");
                generation = *new;
            }
        }
        let after = step.after.group(id).generation;
        ensure!(
            after == generation,
            "{id:?}: is {after}, {generation} was reported"
        );
    }
    Ok(())
}

/// The transitions of `ClassicGroupState`: a rebalance begins from every other state, its end is
/// `CompletingRebalance` or, with nobody left, `Empty`; only the leader's assignment makes a group
/// `Stable`.
pub fn states_follow_one_another(step: &Step) -> Verdict {
    for id in step.setup.group_ids() {
        let mut state = step.before.group(id).state;
        for event in step.events() {
            let (from, to): (&[GroupState], _) = match *event {
                Event::RebalanceStarted { group, .. } if group == id => (
                    &[
                        GroupState::Empty,
                        GroupState::CompletingRebalance,
                        GroupState::Stable,
                    ],
                    GroupState::PreparingRebalance,
                ),
                Event::GenerationStarted {
                    group, members: 0, ..
                } if group == id => (&[GroupState::PreparingRebalance], GroupState::Empty),
                Event::GenerationStarted { group, .. } if group == id => (
                    &[GroupState::PreparingRebalance],
                    GroupState::CompletingRebalance,
                ),
                Event::GroupStable { group, .. } if group == id => {
                    (&[GroupState::CompletingRebalance], GroupState::Stable)
                }
                Event::GroupRemoved(group) | Event::GroupDeleted(group) if group == id => {
                    (&[GroupState::Empty], GroupState::Empty)
                }
                _ => continue,
            };
            ensure!(from.contains(&state), "{id:?}: {state:?} to {to:?}");
            state = to;
        }
        let after = step.after.group(id).state;
        ensure!(
            after == state,
            "{id:?}: is {after:?}, {state:?} was reported"
        );
    }
    Ok(())
}

/// A member id is in one list once; the leader is a member; a group without members is `Empty`, or
/// still waiting for some; and once a generation has begun, no join is left unanswered.
pub fn members_are_consistent(step: &Step) -> Verdict {
    for group in &step.after.groups {
        let members = group.members.iter().map(|member| member.id);
        let ids: BTreeSet<_> = members
            .chain(group.pending_members.iter().copied())
            .collect();
        let count = group.members.len() + group.pending_members.len();
        ensure!(ids.len() == count, "an id is listed twice: {group:?}");
        ensure!(
            group.leader.is_some() != group.members.is_empty(),
            "leader {:?} of {} members",
            group.leader,
            group.members.len()
        );
        if let Some(leader) = group.leader {
            ensure!(
                group.member(leader).is_some(),
                "the leader {leader:?} is no member"
            );
        }
        let joining = group
            .members
            .iter()
            .any(|member| member.awaiting_join.is_some());
        let well_staffed = match group.state {
            GroupState::Empty | GroupState::Dead => group.members.is_empty(),
            GroupState::PreparingRebalance => true,
            GroupState::CompletingRebalance | GroupState::Stable => {
                !group.members.is_empty() && !joining
            }
        };
        ensure!(well_staffed, "{group:?}");
    }
    Ok(())
}

/// The coordinator's view: the assignments of a stable group do not overlap and leave nothing of
/// the topic out.
pub fn a_stable_group_owns_every_partition_once(step: &Step) -> Verdict {
    for id in step.setup.group_ids() {
        let group = step.after.group(id);
        if group.state == GroupState::Stable {
            let owned = group.members.iter().flat_map(|member| &member.assignment);
            let mut owned: Vec<_> = owned.copied().collect();
            owned.sort_unstable();
            let mut all = partitions_of(&step.setup, step.setup.group(id).topic);
            if cooperates(&step.setup, id) {
                // What changes hands is nobody's until the next generation.
                all.retain(|partition| owned.contains(partition));
            }
            ensure!(owned == all, "{id:?} owns {owned:?} of {all:?}");
        }
    }
    Ok(())
}

fn cooperates(setup: &Setup, group: GroupId) -> bool {
    let assignors = &setup.group(group).client.partition_assignment_strategy;
    *assignors == [Assignor::COOPERATIVE_STICKY]
}

/// KIP-429: what a member keeps in a cooperative rebalance stays as it is, with position and buffer;
/// and it is kept if the sync says so. Eager members give up everything.
pub fn a_cooperative_rebalance_takes_nothing_that_is_kept(step: &Step) -> Verdict {
    for event in step.events() {
        let (Event::PartitionsAssigned { consumer, .. }
        | Event::PartitionsRevoked { consumer, .. }) = event
        else {
            continue;
        };
        let before = &step.before.consumer(*consumer).client;
        let after = &step.after.consumer(*consumer).client;
        for owned in &after.assignment {
            let was = before.assigned(owned.partition);
            ensure!(
                was.is_none_or(|was| was == owned),
                "{consumer:?} keeps {owned:?}, which was {was:?}"
            );
        }
        let (Phase::Synced { .. }, Some(Call::Poll)) = (before.membership.phase, before.call)
        else {
            continue;
        };
        let owned = before.assignment.iter().map(|owned| owned.partition);
        for partition in owned.filter(|it| before.received.contains(it)) {
            ensure!(
                after.assigned(partition).is_some(),
                "{consumer:?} was to keep {partition:?}"
            );
        }
    }
    Ok(())
}

fn partitions_of(setup: &Setup, topic: TopicId) -> Vec<TopicPartition> {
    let numbers = 0..setup.topic(topic).partitions;
    numbers
        .map(|partition| TopicPartition { topic, partition })
        .collect()
}

/// The clients' view: two living processes that are in the same generation never own the same
/// partition. (A zombie may: it is in an older generation, or knows that it is in none. That of a
/// group that was forgotten meanwhile may be in one whose number was given out again.) But for
/// static members with the same `group.instance.id`: one has replaced the other, which is fenced and
/// need not know it yet. Never may both commit. What a member of a cooperative group has taken along
/// into a generation does not count before it knows whether it is its own still.
pub fn one_owner_in_a_generation(step: &Step) -> Verdict {
    let mut owners: BTreeMap<_, &Consumer> = BTreeMap::new();
    for consumer in step.after.consumers.iter().filter(|it| it.is_running()) {
        let membership = &consumer.client.membership;
        let group = step.after.group(consumer.group);
        let is_known = membership.member.and_then(|id| group.member(id)).is_some();
        let Some(generation) = membership.generation.filter(|_| is_known) else {
            continue;
        };
        for partition in holds_for_good(consumer) {
            let key: (GroupId, u32, TopicPartition) = (consumer.group, generation, partition);
            if let Some(other) = owners.insert(key, consumer) {
                let instance = consumer.client.instance;
                let replaced = instance.is_some() && instance == other.client.instance;
                let both_may_commit = is_current(step, consumer) && is_current(step, other);
                ensure!(
                    replaced && !both_may_commit,
                    "{:?} and {:?} both own {key:?}",
                    other.id,
                    consumer.id
                );
            }
        }
    }
    Ok(())
}

/// What it owns in its generation.
fn holds_for_good(consumer: &Consumer) -> Vec<TopicPartition> {
    let client = &consumer.client;
    let owned = client.owned_partitions().into_iter();
    let is_its_own = |partition: &TopicPartition| match client.membership.phase {
        Phase::Syncing => false,
        Phase::Synced { .. } => client.received.contains(partition),
        _ => true,
    };
    owned.filter(is_its_own).collect()
}

/// Whether the coordinator has it as a member of the current generation.
fn is_current(step: &Step, consumer: &Consumer) -> bool {
    let group = step.after.group(consumer.group);
    let membership = consumer.client.membership;
    membership.generation == Some(group.generation)
        && membership
            .member
            .is_some_and(|id| group.member(id).is_some())
}

/// KIP-345: a process whose instance another one has taken over is refused with
/// `FENCED_INSTANCE_ID`, whatever it asks for, and changes nothing.
pub fn who_is_fenced_may_do_nothing(step: &Step) -> Verdict {
    let (group, who) = match step.request() {
        Some(&Request::SyncGroup { group, who, .. } | &Request::Heartbeat { group, who, .. }) => {
            (group, who)
        }
        Some(&Request::OffsetCommit {
            group, committer, ..
        }) => (group, committer.who),
        _ => return Ok(()),
    };
    let (before, after) = (step.before.group(group), step.after.group(group));
    let mut members = before.members.iter();
    let is_taken = |it: &Member| it.instance == who.instance && Some(it.id) != who.member;
    if who.instance.is_none() || !members.any(is_taken) {
        return Ok(());
    }
    let is_refusal = |event: &Event| {
        matches!(event, Event::RequestRefused { member, error: GroupError::FencedInstanceId, .. }
            if Some(*member) == who.member)
    };
    // Nobody can tell of one without an id.
    let refused = who.member.is_none() || step.events().iter().any(is_refusal);
    ensure!(refused, "{who:?} is fenced: {:?}", step.events());
    let applied = |event: &Event| matches!(event, Event::CommitApplied { .. });
    let has_committed = step.events().iter().any(applied);
    ensure!(!has_committed, "{who:?} is fenced and has committed");
    ensure!(
        before == after,
        "{who:?} is fenced and has changed {group:?}"
    );
    Ok(())
}

/// A client in the current generation of a stable group owns what the coordinator says it does.
pub fn members_know_their_assignment(step: &Step) -> Verdict {
    for consumer in step.after.consumers.iter().filter(|it| it.is_running()) {
        let group = step.after.group(consumer.group);
        // `close` gives up the partitions before it leaves.
        let closes = matches!(consumer.client.call, Some(Call::Close(_)));
        let is_current = !closes
            && consumer.client.membership.generation == Some(group.generation)
            && group.state == GroupState::Stable
            && consumer.client.membership.phase == Phase::Stable;
        let assigned = |id: MemberId| group.member(id).map(|member| &member.assignment);
        let member = consumer.client.membership.member.and_then(assigned);
        if let Some(assigned) = member.filter(|_| is_current) {
            // librdkafka's `poll` has not served the callback yet.
            let library = consumer.client.library.librdkafka();
            let to_come = library.and_then(|it| it.to_assign.clone());
            let mut owned = to_come.unwrap_or_else(|| consumer.client.owned_partitions());
            owned.sort_unstable();
            let mut assigned = assigned.clone();
            assigned.sort_unstable();
            ensure!(
                owned == assigned,
                "{:?} owns {owned:?}, not {assigned:?}",
                consumer.id
            );
        }
    }
    Ok(())
}

/// `resetStateAndGeneration`: a client that hears that it is no member any more is in no generation
/// either, so it sends no more heartbeats and its commits fail at once. (librdkafka forgets only its
/// id, and lets the coordinator refuse its commits.)
pub fn without_a_member_id_there_is_no_generation(step: &Step) -> Verdict {
    let is_java = |it: &&Consumer| it.client.library == Library::Java;
    for consumer in step.after.consumers.iter().filter(is_java) {
        let membership = consumer.client.membership;
        ensure!(
            membership.member.is_some() || membership.generation.is_none(),
            "{:?} is {membership:?}",
            consumer.id
        );
    }
    Ok(())
}

/// The coordinator is told of nothing: not of a crash, not of what a client does. Its groups and
/// offsets change by requests that arrive and by its own timers, and nothing else.
pub fn only_the_broker_changes_the_broker(step: &Step) -> Verdict {
    if step.is_the_brokers() {
        return Ok(());
    }
    let (before, after) = (&step.before, &step.after);
    ensure!(before.groups == after.groups, "a group changed");
    ensure!(
        before.committed == after.committed,
        "a committed offset changed"
    );
    ensure!(before.logs == after.logs, "a log changed");
    Ok(())
}
