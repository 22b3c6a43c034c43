//! What is asked of every state: statements about the ledger and about who owns what.

use crate::client::Phase;
use crate::client::program::OnFailure;
use crate::ids::{GroupId, TopicPartition};
use crate::ledger::Verdict;
use crate::world::World;
use serde::{Deserialize, Serialize};

/// Something that a setup guarantees, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Property {
    /// No order is committed past that never took effect and that nobody has in hand.
    NoLoss,
    /// No order takes effect twice.
    NoDuplicate,
    /// The orders of one customer take effect in the order in which they were placed.
    KeyOrder,
    /// No two members of one generation own the same partition.
    OneOwner,
    /// Nothing is committed before it has taken effect.
    CommittedIsProcessed,
    /// Once nothing more goes wrong, every order takes effect, unless it is lost: nothing hangs.
    Finishes,
    /// There is a run in which every order takes effect exactly once: the setup works at all.
    EachOnce,
}

/// What a property says about runs, in the words of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// In every state of every run.
    Always,
    /// From every state on, in the end.
    Eventually,
    /// In some state of some run.
    Sometimes,
}

impl Property {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::NoLoss,
        Self::NoDuplicate,
        Self::KeyOrder,
        Self::OneOwner,
        Self::CommittedIsProcessed,
        Self::Finishes,
        Self::EachOnce,
    ];

    /// What it says about runs.
    pub fn kind(self) -> Kind {
        match self {
            Self::NoLoss
            | Self::NoDuplicate
            | Self::KeyOrder
            | Self::OneOwner
            | Self::CommittedIsProcessed => Kind::Always,
            Self::Finishes => Kind::Eventually,
            Self::EachOnce => Kind::Sometimes,
        }
    }

    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoLoss => "no-loss",
            Self::NoDuplicate => "no-duplicate",
            Self::KeyOrder => "key-order",
            Self::OneOwner => "one-owner",
            Self::CommittedIsProcessed => "committed-is-processed",
            Self::Finishes => "finishes",
            Self::EachOnce => "each-once",
        }
    }

    /// The property of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What one state shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Observed {
    /// The properties of kind *always* that do not hold here, a bit each.
    violated: u16,
    /// Every order has taken effect or never will.
    pub finished: bool,
    /// Every order has taken effect exactly once.
    pub each_once: bool,
}

impl Observed {
    /// Whether this state shows what there is to show of a property: that it does not hold, or that
    /// what it asks for can happen. Whether something comes to an end is shown by no single state.
    pub fn shows(self, property: Property) -> bool {
        match property.kind() {
            Kind::Always => self.violated & bit(property) != 0,
            Kind::Sometimes => self.each_once,
            Kind::Eventually => false,
        }
    }

    fn note(&mut self, property: Property, is_violated: bool) {
        if is_violated {
            self.violated |= bit(property);
        }
    }
}

fn bit(property: Property) -> u16 {
    1 << property as u16
}

/// Looks at one state.
pub(super) fn observe(world: &World) -> Observed {
    let mut seen = Observed {
        violated: 0,
        finished: true,
        each_once: true,
    };
    for group in world.setup().group_ids() {
        for partition in world.partitions_read_by(group) {
            look_at(world, group, partition, &mut seen);
        }
        seen.note(Property::OneOwner, has_two_owners(world, group));
    }
    seen
}

fn look_at(world: &World, group: GroupId, partition: TopicPartition, seen: &mut Observed) {
    let committed = world.coordinator().committed(group, partition).unwrap_or(0);
    for offset in 0..world.log(partition).log_end_offset() {
        let effect = world.outside().effect(group, partition, offset);
        let verdict = world.verdict(group, partition, offset);
        let is_done = effect.times > 0;
        seen.note(
            Property::CommittedIsProcessed,
            !is_done && offset < committed,
        );
        // Who decides to skip a record has not lost it.
        let is_lost = match verdict {
            Verdict::Lost => true,
            Verdict::Skipped => world.setup().group(group).on_failure == OnFailure::EndProcess,
            _ => false,
        };
        seen.note(Property::NoLoss, is_lost);
        seen.note(Property::NoDuplicate, verdict == Verdict::Duplicated);
        seen.note(Property::KeyOrder, effect.out_of_order);
        seen.finished &= verdict != Verdict::Pending;
        seen.each_once &= verdict == Verdict::Once;
    }
}

fn has_two_owners(world: &World, group: GroupId) -> bool {
    let members = || {
        let of_group = world.consumers().filter(move |it| it.group == group);
        of_group.filter(|it| it.is_running() && it.client.membership.phase == Phase::Stable)
    };
    let mut pairs = members().flat_map(|one| members().map(move |other| (one, other)));
    pairs.any(|(one, other)| {
        let mut owned = one.client.assignment.iter();
        one.id < other.id
            && one.client.membership.generation == other.client.membership.generation
            && owned.any(|it| other.client.assigned(it.partition).is_some())
    })
}
