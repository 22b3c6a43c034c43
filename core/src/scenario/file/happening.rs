//! What somebody makes happen in a scenario, or everything that happened in a run.

use crate::admin::AdminRequest;
use crate::choice::Choice;
use crate::client::strategy::Strategy;
use crate::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use crate::network::{Client, Connection, Direction, Link};
use crate::setup::Setup;
use crate::validation::{MOST_MS, Place, Problem, Reason};
use offsetscope_language::{say_to, text};
use serde::{Deserialize, Serialize};

/// How a scenario goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Run {
    /// By the clock. Times count from the opening, as `offsetscope run` prints them.
    Clock(Vec<Happening>),
    /// Exactly so, from the very beginning, and no further. This is how a run that went wrong is
    /// kept: most of its steps are no clock's.
    Steps(Vec<Happening>),
}

impl Default for Run {
    fn default() -> Self {
        Self::Clock(Vec::new())
    }
}

/// Something that happens, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// When.
    pub at_ms: i64,
    /// What.
    #[serde(rename = "do")]
    pub deed: Deed,
    /// For how long, if it is something that lasts: then what ends it happens by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_ms: Option<i64>,
}

/// A choice that is to be made, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// When.
    pub at_ms: i64,
    /// What.
    pub choice: Choice,
    /// The place of the happening that it comes from.
    pub place: usize,
}

/// What happens: interventions by the names of who they happen to, and whatever else can happen as
/// the model has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Deed {
    /// The consumer of this name dies.
    Crash(String),
    /// The consumer of this name is asked to stop.
    Stop(String),
    /// The consumer of this name is started again.
    Restart(String),
    /// The consumer of this name stands still.
    Pause(String),
    /// The consumer of this name goes on.
    Resume(String),
    /// The network between the client of this name and its broker fails.
    Cut(String),
    /// It is there again.
    Heal(String),
    /// A connection breaks.
    Break(Traffic),
    /// What is on its way takes longer, by as much as it says.
    Delay(Traffic),
    /// A group changes how it commits.
    Strategy {
        /// The group's name.
        group: String,
        /// How.
        to: Strategy,
    },
    /// An administrator deletes the records of a partition below an offset.
    #[serde(rename = "delete records")]
    DeleteRecords {
        /// The topic's name.
        topic: String,
        /// The partition's number.
        partition: u16,
        /// The first record that stays.
        before: Offset,
    },
    /// An administrator alters what a group has committed.
    #[serde(rename = "alter offset")]
    AlterOffset {
        /// The group's name.
        group: String,
        /// The topic's name.
        topic: String,
        /// The partition's number.
        partition: u16,
        /// The next offset to read.
        to: Offset,
    },
    /// An administrator deletes what a group has committed.
    #[serde(rename = "delete offset")]
    DeleteOffset {
        /// The group's name.
        group: String,
        /// The topic's name.
        topic: String,
        /// The partition's number.
        partition: u16,
    },
    /// An administrator deletes the group of this name.
    #[serde(rename = "delete group")]
    DeleteGroup(String),
    /// Any other choice.
    Choice(Choice),
}

/// How long a delay is if nobody says.
const A_SECOND_MS: i64 = 1_000;

/// What is on its way on a connection, in one direction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// The client's name.
    client: String,
    /// The connection.
    to: OtherEnd,
    /// The direction.
    of: Way,
    /// Of a delay: how long it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by_ms: Option<i64>,
}

/// What a connection is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OtherEnd {
    /// The leader of partitions.
    Leader,
    /// The group coordinator.
    Coordinator,
}

/// Which way messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Way {
    /// To the broker.
    Requests,
    /// To the client.
    Answers,
}

impl Traffic {
    fn of(setup: &Setup, link: Link) -> Option<Self> {
        Some(Self {
            client: name_of_client(setup, link.client)?,
            to: match link.connection {
                Connection::Leader => OtherEnd::Leader,
                Connection::Coordinator => OtherEnd::Coordinator,
            },
            of: match link.direction {
                Direction::ToBroker => Way::Requests,
                Direction::ToClient => Way::Answers,
            },
            by_ms: None,
        })
    }

    fn link(&self, setup: &Setup) -> Result<Link, Unknown> {
        Ok(Link {
            client: client(setup, &self.client)?,
            connection: match self.to {
                OtherEnd::Leader => Connection::Leader,
                OtherEnd::Coordinator => Connection::Coordinator,
            },
            direction: match self.of {
                Way::Requests => Direction::ToBroker,
                Way::Answers => Direction::ToClient,
            },
        })
    }
}

impl Happening {
    /// Writes down what happened.
    pub fn of(setup: &Setup, at_ms: i64, choice: Choice) -> Self {
        let deed = match choice {
            Choice::Crash(id) => Deed::Crash(setup.consumer(id).name.clone()),
            Choice::Stop(id) => Deed::Stop(setup.consumer(id).name.clone()),
            Choice::Restart(id) => Deed::Restart(setup.consumer(id).name.clone()),
            Choice::Pause(id) => Deed::Pause(setup.consumer(id).name.clone()),
            Choice::Resume(id) => Deed::Resume(setup.consumer(id).name.clone()),
            Choice::SetStrategy { group, strategy } => Deed::Strategy {
                group: setup.group(group).name.clone(),
                to: strategy,
            },
            Choice::Administer(request) => Deed::of_request(setup, request),
            other => Deed::of_network(setup, other).unwrap_or(Deed::Choice(other)),
        };
        Self {
            at_ms,
            deed,
            for_ms: None,
        }
    }

    /// The choice that is meant.
    ///
    /// # Errors
    /// Whom there is not.
    pub fn choice(&self, setup: &Setup) -> Result<Choice, Unknown> {
        self.deed.choice(setup)
    }
}

impl Deed {
    /// The choice that is meant.
    ///
    /// # Errors
    /// Whom there is not.
    pub fn choice(&self, setup: &Setup) -> Result<Choice, Unknown> {
        Ok(match self {
            Deed::Crash(name) => Choice::Crash(consumer(setup, name)?),
            Deed::Stop(name) => Choice::Stop(consumer(setup, name)?),
            Deed::Restart(name) => Choice::Restart(consumer(setup, name)?),
            Deed::Pause(name) => Choice::Pause(consumer(setup, name)?),
            Deed::Resume(name) => Choice::Resume(consumer(setup, name)?),
            Deed::Cut(name) => Choice::Cut(client(setup, name)?),
            Deed::Heal(name) => Choice::Heal(client(setup, name)?),
            Deed::Break(what) => Choice::Disconnect(what.link(setup)?),
            Deed::Delay(what) => Choice::Delay {
                link: what.link(setup)?,
                by_ms: what.by_ms.unwrap_or(A_SECOND_MS),
            },
            Deed::Strategy { group: name, to } => Choice::SetStrategy {
                group: group(setup, name)?,
                strategy: *to,
            },
            Deed::Choice(choice) => *choice,
            Deed::DeleteRecords {
                topic,
                partition: number,
                before,
            } => Choice::Administer(AdminRequest::DeleteRecords {
                partition: partition(setup, topic, *number)?,
                before: *before,
            }),
            Deed::AlterOffset {
                group: name,
                topic,
                partition: number,
                to,
            } => Choice::Administer(AdminRequest::AlterOffset {
                group: group(setup, name)?,
                partition: partition(setup, topic, *number)?,
                to: *to,
            }),
            Deed::DeleteOffset {
                group: name,
                topic,
                partition: number,
            } => Choice::Administer(AdminRequest::DeleteOffset {
                group: group(setup, name)?,
                partition: partition(setup, topic, *number)?,
            }),
            Deed::DeleteGroup(name) => {
                Choice::Administer(AdminRequest::DeleteGroup(group(setup, name)?))
            }
        })
    }

    /// By the client's name, if that says which it is.
    fn of_network(setup: &Setup, choice: Choice) -> Option<Self> {
        Some(match choice {
            Choice::Cut(client) => Self::Cut(name_of_client(setup, client)?),
            Choice::Heal(client) => Self::Heal(name_of_client(setup, client)?),
            Choice::Disconnect(link) => Self::Break(Traffic::of(setup, link)?),
            Choice::Delay { link, by_ms } => Self::Delay(Traffic {
                by_ms: Some(by_ms),
                ..Traffic::of(setup, link)?
            }),
            _ => return None,
        })
    }

    fn of_request(setup: &Setup, request: AdminRequest) -> Self {
        let topic_of = |it: TopicPartition| setup.topic(it.topic).name.clone();
        let name_of = |it: GroupId| setup.group(it).name.clone();
        match request {
            AdminRequest::DeleteRecords { partition, before } => Self::DeleteRecords {
                topic: topic_of(partition),
                partition: partition.partition,
                before,
            },
            AdminRequest::AlterOffset {
                group,
                partition,
                to,
            } => Self::AlterOffset {
                group: name_of(group),
                topic: topic_of(partition),
                partition: partition.partition,
                to,
            },
            AdminRequest::DeleteOffset { group, partition } => Self::DeleteOffset {
                group: name_of(group),
                topic: topic_of(partition),
                partition: partition.partition,
            },
            AdminRequest::DeleteGroup(group) => Self::DeleteGroup(name_of(group)),
        }
    }
}

/// Something of this kind and name is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    kind: &'static str,
    name: String,
}

impl core::fmt::Display for Unknown {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { kind, name } = self;
        say_to!(f, "there is no {kind} “{name}”", "没有{kind}“{name}”")
    }
}

impl core::error::Error for Unknown {}

fn consumer(setup: &Setup, name: &str) -> Result<ConsumerId, Unknown> {
    let mut ids = setup.consumer_ids();
    let found = ids.find(|&id| setup.consumer(id).name == name);
    found.ok_or(Unknown {
        kind: text!("consumer", "消费者"),
        name: name.into(),
    })
}

/// The consumer of this name, or else the producer.
fn client(setup: &Setup, name: &str) -> Result<Client, Unknown> {
    if let Ok(id) = consumer(setup, name) {
        return Ok(Client::Consumer(id));
    }
    let mut ids = setup.producer_ids();
    let found = ids.find(|&id| setup.producer(id).name == name);
    found.map(Client::Producer).ok_or(Unknown {
        kind: "client",
        name: name.into(),
    })
}

/// A client's name; none if that is another's.
fn name_of_client(setup: &Setup, id: Client) -> Option<String> {
    let name = match id {
        Client::Consumer(id) => setup.consumer(id).name.clone(),
        Client::Producer(id) => setup.producer(id).name.clone(),
    };
    (client(setup, &name) == Ok(id)).then_some(name)
}

fn group(setup: &Setup, name: &str) -> Result<GroupId, Unknown> {
    let mut ids = setup.group_ids();
    let found = ids.find(|&id| setup.group(id).name == name);
    found.ok_or(Unknown {
        kind: text!("group", "组"),
        name: name.into(),
    })
}

fn partition(setup: &Setup, topic: &str, partition: u16) -> Result<TopicPartition, Unknown> {
    let mut ids = setup.topic_ids();
    let found = ids.find(|&id| setup.topic(id).name == topic);
    let topic_id = found.ok_or(Unknown {
        kind: text!("topic", "主题"),
        name: topic.into(),
    })?;
    if partition >= setup.topic(topic_id).partitions {
        return Err(Unknown {
            kind: text!("partition", "分区"),
            name: format!("{topic}-{partition}"),
        });
    }
    Ok(TopicPartition {
        topic: topic_id,
        partition,
    })
}

impl Run {
    /// What happens, in order.
    pub fn happenings(&self) -> &[Happening] {
        match self {
            Self::Clock(list) | Self::Steps(list) => list,
        }
    }

    /// What is to happen, in order, with what ends it where it lasts for a time.
    ///
    /// # Errors
    /// The place of a happening with somebody who is not there.
    pub fn schedule(&self, setup: &Setup) -> Result<Vec<Planned>, (usize, Unknown)> {
        let mut schedule = Vec::new();
        for (place, happening) in self.happenings().iter().enumerate() {
            let choice = happening
                .choice(setup)
                .map_err(|unknown| (place, unknown))?;
            let planned = |at_ms, choice| Planned {
                at_ms,
                choice,
                place,
            };
            schedule.push(planned(happening.at_ms, choice));
            let end = happening.for_ms.zip(choice.ended_by());
            let end = end.map(|(for_ms, end)| planned(happening.at_ms.saturating_add(for_ms), end));
            schedule.extend(end);
        }
        schedule.sort_by_key(|planned| planned.at_ms);
        Ok(schedule)
    }

    pub(super) fn problems(&self, setup: &Setup) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut last_ms = 0;
        for happening in self.happenings() {
            let at_ms = happening.at_ms;
            let mut refuse = |property, value, reason| {
                problems.push(Problem {
                    place: Place::Scenario,
                    property,
                    value,
                    reason,
                });
            };
            if at_ms < last_ms {
                refuse("at_ms", at_ms.to_string(), Reason::AtLeast(last_ms));
            } else if at_ms > MOST_MS {
                refuse("at_ms", at_ms.to_string(), Reason::AtMost(MOST_MS));
            }
            last_ms = last_ms.max(at_ms);
            match happening.choice(setup) {
                Err(Unknown { kind, name }) => {
                    refuse("do", format!("“{name}”"), Reason::Unknown(kind));
                }
                Ok(Choice::Administer(request)) if happening.for_ms.is_none() => {
                    let offset = request.offset().map(i128::from);
                    if let Some(offset) = offset.filter(|&it| it > i64::MAX.into()) {
                        refuse("offset", offset.to_string(), Reason::AtMost(i64::MAX));
                    }
                }
                Ok(choice) => match happening.for_ms {
                    Some(for_ms) if choice.ended_by().is_none() => {
                        refuse("for_ms", for_ms.to_string(), Reason::OverAtOnce);
                    }
                    Some(for_ms) if for_ms < 1 => {
                        refuse("for_ms", for_ms.to_string(), Reason::AtLeast(1));
                    }
                    Some(for_ms) if for_ms > MOST_MS => {
                        refuse("for_ms", for_ms.to_string(), Reason::AtMost(MOST_MS));
                    }
                    _ => {}
                },
            }
        }
        problems
    }
}
