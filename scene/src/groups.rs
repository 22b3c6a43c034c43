//! The groups and their members.

use offsetscope_core::client::Process;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::group::GroupState;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::timer::Timer;
use offsetscope_language::{say, text};
use offsetscope_words::{self as words, Names};
use std::rc::Rc;

/// A group, as its coordinator and its members see it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupBox {
    /// Which.
    pub group: GroupId,
    /// Its name.
    pub name: String,
    /// How its members shall commit.
    pub strategy: Strategy,
    /// How else they could.
    pub strategies: &'static [Strategy],
    /// The coordinator's view: where it is in its life.
    pub state: GroupState,
    /// The coordinator's view: which generation.
    pub generation: u32,
    /// The coordinator's view: how many members.
    pub member_count: usize,
    /// Its consumer processes.
    pub members: Vec<Rc<MemberCard>>,
}

/// A consumer process.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberCard {
    /// Which.
    pub consumer: ConsumerId,
    /// Its name.
    pub name: String,
    /// Whether it is alive.
    pub process: Process,
    /// Whether it was asked to stop and has not yet.
    pub is_stopping: bool,
    /// Whether it takes itself for a member and its coordinator does not.
    pub is_fenced: bool,
    /// What it is busy with, in words.
    pub activity: String,
    /// What it believes it owns, or what the coordinator still believes of it, in words.
    pub owns: String,
    /// What a crash of it would lead to as things stand, in words.
    pub outlook: String,
}

impl GroupBox {
    /// A group at a moment.
    pub fn new(moment: &Moment, group: GroupId) -> Self {
        let world = &moment.world;
        let setup = world.setup();
        let coordinated = world.coordinator().group(group);
        Self {
            group,
            name: setup.group(group).name.clone(),
            strategy: world.strategy(group),
            strategies: Strategy::offered(setup.group(group).client.library),
            state: coordinated.state(),
            generation: coordinated.generation(),
            member_count: coordinated.members().len(),
            members: setup
                .members_of(group)
                .map(|id| Rc::new(member_card(moment, id)))
                .collect(),
        }
    }
}

fn member_card(moment: &Moment, id: ConsumerId) -> MemberCard {
    let world = &moment.world;
    let consumer = world.consumer(id);
    let names = Names::of(world);
    let partitions = consumer.client.owned_partitions();
    let is_fenced = world.is_fenced(id);
    let owns = match session_seconds_left(moment, id) {
        Some(seconds) => say!(
            "the coordinator still waits for it: {seconds} s",
            "协调者还在等它：{seconds} 秒"
        ),
        None if is_fenced => words::FENCED.to_owned(),
        None if !consumer.is_running() => text!("no member any more", "不再是成员").to_owned(),
        None if partitions.is_empty() => text!("owns no partition", "不拥有任何分区").to_owned(),
        None => say!("owns {0}", "拥有 {0}"; names.partitions_briefly(&partitions)),
    };
    let outlooks = partitions
        .iter()
        .filter_map(|&partition| world.outlook(consumer.group, partition));
    let outlook = if consumer.is_running() && !partitions.is_empty() {
        words::outlook(outlooks)
    } else {
        String::new()
    };
    MemberCard {
        consumer: id,
        name: names.consumer(id).to_owned(),
        process: consumer.process,
        is_fenced,
        is_stopping: consumer.is_running() && !consumer.can_be_asked_to_stop(),
        activity: words::activity(names, consumer.activity()),
        owns,
        outlook,
    }
}

/// For how many more seconds the coordinator takes a dead process for a member.
fn session_seconds_left(moment: &Moment, id: ConsumerId) -> Option<i64> {
    let consumer = moment.world.consumer(id);
    if consumer.is_running() {
        return None;
    }
    let group = consumer.group;
    let members = moment.world.coordinator().group(group).members();
    let member = members.iter().find(|member| member.id.consumer == id)?;
    let deadline_ms = moment.clock.deadline_ms(Timer::Session {
        group,
        member: member.id,
    })?;
    Some((deadline_ms - moment.clock.now_ms() + 999) / 1000)
}
