//! What is to be proved of a group, and how much may go wrong.

use offsetscope_core::client::strategy::{Family, Strategy};
use offsetscope_core::ids::GroupId;
use offsetscope_core::search::Faults;
use offsetscope_core::setup::Setup;
use offsetscope_language::text;
use offsetscope_messages::prover::Asked;

/// Something of which a person says how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    Members,
    Partitions,
    Orders,
    Crashes,
    Timeouts,
    Drops,
    Stops,
}

impl Quantity {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 7] = [
        Self::Members,
        Self::Partitions,
        Self::Orders,
        Self::Crashes,
        Self::Timeouts,
        Self::Drops,
        Self::Stops,
    ];

    /// Its label, and what it means.
    pub fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Members => (
                text!("Members", "成员"),
                text!("Consumer processes in the group", "组里的消费者进程"),
            ),
            Self::Partitions => (
                text!("Partitions", "分区"),
                text!(
                    "Partitions of the topic that it reads",
                    "它所读主题的分区数"
                ),
            ),
            Self::Orders => (
                text!("Orders", "订单"),
                text!("Orders that wait in the topic", "在主题里等待的订单"),
            ),
            Self::Crashes => (
                text!("Crashes", "崩溃"),
                text!(
                    "How many processes may die, at any moment",
                    "最多有几个进程会在任意时刻死掉"
                ),
            ),
            Self::Timeouts => (
                text!("Time-outs", "超时"),
                text!(
                    "How often a living member may be taken for dead, as after a long pause",
                    "活着的成员最多几次被当成已死，例如在长时间停顿之后"
                ),
            ),
            Self::Stops => (
                text!("Stops", "停止"),
                text!(
                    "How many members may be told to stop, as when a new version is rolled out",
                    "最多有几个成员被要求停止，例如发布新版本时"
                ),
            ),
            Self::Drops => (
                text!("Broken connections", "断开的连接"),
                text!(
                    "How often a connection to the coordinator may break, with what travels on it",
                    "与协调者的连接最多断开几次，连同正在上面传输的内容"
                ),
            ),
        }
    }

    /// The least and the most of it that can be asked for: more takes longer than anybody waits.
    pub fn range(self) -> (u8, u8) {
        match self {
            Self::Members | Self::Partitions => (1, 3),
            Self::Orders => (1, 6),
            Self::Crashes | Self::Timeouts | Self::Drops | Self::Stops => (0, 2),
        }
    }
}

/// How many orders there are at first.
const ORDERS: u8 = 4;
/// With workers.
const ORDERS_OF_WORKERS: u8 = 2;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The group.
    pub group: GroupId,
    /// How it commits.
    pub strategy: Strategy,
    /// By quantity, in the order of [`Quantity::ALL`].
    amounts: [u8; Quantity::ALL.len()],
}

impl Form {
    /// For a group that commits so: at most two members and two partitions, which is enough for
    /// everything that can go wrong between members, and quickly searched.
    pub fn of(setup: &Setup, group: GroupId, strategy: Strategy) -> Self {
        let members = setup.members_of(group).count();
        let partitions = setup.topic(setup.group(group).topic).partitions;
        let few = |count: usize| if count < 2 { 1 } else { 2 };
        let form = Self {
            group,
            strategy,
            amounts: [few(members), few(partitions.into()), ORDERS, 1, 0, 0, 0],
        };
        form.committing(strategy)
    }

    /// How much there is of something.
    pub fn amount(&self, quantity: Quantity) -> u8 {
        self.amounts[quantity as usize]
    }

    /// The same, with another amount of something.
    #[must_use]
    pub fn with(mut self, quantity: Quantity, amount: u8) -> Self {
        let (least, most) = quantity.range();
        self.amounts[quantity as usize] = amount.clamp(least, most);
        self
    }

    /// The same, with another way to commit. Workers multiply what can happen: two orders are
    /// enough for them to change places, and searched in a second.
    #[must_use]
    pub fn committing(mut self, strategy: Strategy) -> Self {
        let had_workers = self.strategy.family() == Family::HandOff;
        self.strategy = strategy;
        let orders = &mut self.amounts[Quantity::Orders as usize];
        if strategy.family() == Family::HandOff {
            *orders = (*orders).min(ORDERS_OF_WORKERS);
        } else if had_workers && *orders == ORDERS_OF_WORKERS {
            *orders = ORDERS;
        }
        self
    }

    /// What it asks of the group.
    pub fn asked(&self) -> Asked {
        Asked {
            group: self.group,
            strategy: self.strategy,
            members: self.amount(Quantity::Members),
            partitions: self.amount(Quantity::Partitions),
            orders: self.amount(Quantity::Orders),
            faults: Faults {
                crashes: self.amount(Quantity::Crashes),
                timeouts: self.amount(Quantity::Timeouts),
                drops: self.amount(Quantity::Drops),
                stops: self.amount(Quantity::Stops),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::scenario::Scenario;

    #[test]
    fn workers_have_two_orders_and_others_four_again() {
        let form = Form::of(&Scenario::Shop.setup(1), GroupId(0), Strategy::AfterBatch);
        let orders = |form: &Form| form.amount(Quantity::Orders);
        assert_eq!(orders(&form), 4);
        let workers = form.committing(Strategy::HandOffCompleted);
        assert_eq!(orders(&workers), 2);
        assert_eq!(orders(&workers.clone().committing(Strategy::AfterBatch)), 4);
        let one = workers.with(Quantity::Orders, 1);
        assert_eq!(
            orders(&one.committing(Strategy::AfterBatch)),
            1,
            "as was asked"
        );
    }
}
