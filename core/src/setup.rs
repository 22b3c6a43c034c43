//! What a run is set up with: the cluster, the clients, their settings. Constant during a run.

pub use crate::client::producer::config::{Acks, PartitionerClass, ProducerConfig};

use crate::client::Assignor;
use crate::client::program::OnFailure;
use crate::client::strategy::Strategy;
use crate::duration;
use crate::group::InstanceId;
use crate::ids::{ConsumerId, GroupId, MemberId, OrderNumber, ProducerId, TopicId};
use crate::log::LogConfig;
use crate::network::LogEnd;
use offsetscope_language::say;
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde::{Deserialize, Serialize};

/// Everything that is fixed before a run begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// Seeds every stream of chance: latencies, order contents, the uuids in member ids.
    pub seed: u64,
    /// The topics.
    pub topics: Vec<TopicSetup>,
    /// The broker's own settings.
    pub broker: BrokerSetup,
    /// The producers.
    pub producers: Vec<ProducerSetup>,
    /// The groups.
    pub groups: Vec<GroupSetup>,
    /// The consumer processes, group by group.
    pub consumers: Vec<ConsumerSetup>,
    /// The `group.instance.id`s of static members, by their numbers.
    pub instances: Vec<String>,
    /// Orders that no program can process ("poison pills").
    pub poison: Vec<OrderNumber>,
    /// How long things take. Only the clock asks.
    pub timing: Timing,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicSetup {
    /// Its name.
    pub name: String,
    /// How many partitions it has; at least one.
    pub partitions: u16,
    /// Its log settings.
    pub log: LogConfig,
}

/// The broker's settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BrokerSetup {
    /// `log.retention.check.interval.ms`
    #[serde(rename = "log.retention.check.interval.ms")]
    pub retention_check_interval_ms: i64,
    /// `log.initial.task.delay.ms`: the first retention check comes this long after the start.
    #[serde(rename = "log.initial.task.delay.ms")]
    pub log_initial_task_delay_ms: i64,
    /// `log.cleaner.backoff.ms`
    #[serde(rename = "log.cleaner.backoff.ms")]
    pub log_cleaner_backoff_ms: i64,
    /// `group.initial.rebalance.delay.ms`
    #[serde(rename = "group.initial.rebalance.delay.ms")]
    pub initial_rebalance_delay_ms: i64,
    /// `offset.metadata.max.bytes`
    #[serde(rename = "offset.metadata.max.bytes")]
    pub offset_metadata_max_bytes: u32,
    /// `offsets.topic.segment.bytes`
    #[serde(rename = "offsets.topic.segment.bytes")]
    pub offsets_topic_segment_bytes: u64,
    /// `offsets.retention.minutes`
    #[serde(rename = "offsets.retention.minutes", with = "minutes")]
    pub offsets_retention_ms: i64,
    /// `offsets.retention.check.interval.ms`
    #[serde(rename = "offsets.retention.check.interval.ms")]
    pub offsets_retention_check_interval_ms: i64,
}

impl Default for BrokerSetup {
    /// Kafka 4.0's defaults.
    fn default() -> Self {
        Self {
            retention_check_interval_ms: 300_000,
            log_initial_task_delay_ms: 30_000,
            log_cleaner_backoff_ms: 15_000,
            initial_rebalance_delay_ms: 3_000,
            offset_metadata_max_bytes: 4_096,
            offsets_topic_segment_bytes: 100 << 20,
            offsets_retention_ms: 7 * 24 * 3_600_000,
            offsets_retention_check_interval_ms: 600_000,
        }
    }
}

/// A producer: a shop window that takes orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProducerSetup {
    /// Its `client.id`.
    pub name: String,
    /// The topic it writes to.
    pub topic: TopicId,
    /// When the first order comes.
    pub first_order_ms: i64,
    /// The time between two orders, on average.
    pub order_interval_ms: i64,
    /// Where its records go.
    pub placement: Placement,
    /// The settings of its client.
    pub client: ProducerConfig,
}

/// What a producer's application says of where a record goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// The customer's name is the key.
    #[default]
    ByCustomer,
    /// No key.
    NoKey,
    /// No key, and always this partition.
    Partition(u16),
}

/// A consumer group and the application its members run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSetup {
    /// Its `group.id`.
    pub name: String,
    /// The topic it subscribes to.
    pub topic: TopicId,
    /// How its members commit at first.
    pub strategy: Strategy,
    /// What its members do about a record that they cannot process.
    pub on_failure: OnFailure,
    /// How long one order takes to process.
    pub processing_ms: i64,
    /// The settings of its clients.
    pub client: ConsumerConfig,
}

/// The client library that a group's programs use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClientLibrary {
    /// Kafka's own, in Java.
    #[default]
    Java,
    /// librdkafka, as Python, Go, .NET and Rust programs use it.
    Librdkafka,
}

/// A consumer's settings, by Kafka's property names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsumerConfig {
    /// Which client library it is.
    pub library: ClientLibrary,
    /// `session.timeout.ms`
    #[serde(rename = "session.timeout.ms")]
    pub session_timeout_ms: i64,
    /// `heartbeat.interval.ms`
    #[serde(rename = "heartbeat.interval.ms")]
    pub heartbeat_interval_ms: i64,
    /// `max.poll.interval.ms`: who has not polled for so long leaves; and so long a rebalance waits.
    #[serde(rename = "max.poll.interval.ms")]
    pub max_poll_interval_ms: i64,
    /// `max.poll.records`; librdkafka hands out one at a time.
    #[serde(rename = "max.poll.records")]
    pub max_poll_records: u32,
    /// `max.partition.fetch.bytes`
    #[serde(rename = "max.partition.fetch.bytes")]
    pub max_partition_fetch_bytes: u32,
    /// `fetch.max.bytes`
    #[serde(rename = "fetch.max.bytes")]
    pub fetch_max_bytes: u32,
    /// `auto.commit.interval.ms`
    #[serde(rename = "auto.commit.interval.ms")]
    pub auto_commit_interval_ms: i64,
    /// `default.api.timeout.ms`: how long `commitSync` tries.
    #[serde(rename = "default.api.timeout.ms")]
    pub default_api_timeout_ms: i64,
    /// `request.timeout.ms`: a connection on which an answer takes longer is given up. librdkafka
    /// calls it `socket.timeout.ms`.
    #[serde(rename = "request.timeout.ms")]
    pub request_timeout_ms: i64,
    /// `retry.backoff.ms`
    #[serde(rename = "retry.backoff.ms")]
    pub retry_backoff_ms: i64,
    /// `auto.offset.reset`
    #[serde(rename = "auto.offset.reset")]
    pub auto_offset_reset: AutoOffsetReset,
    /// `partition.assignment.strategy`, the assignor it likes best first.
    #[serde(
        rename = "partition.assignment.strategy",
        deserialize_with = "crate::client::read_preferences"
    )]
    pub partition_assignment_strategy: Vec<Assignor>,
}

impl Default for ConsumerConfig {
    /// Kafka 4.0's defaults.
    fn default() -> Self {
        Self {
            library: ClientLibrary::Java,
            session_timeout_ms: 45_000,
            heartbeat_interval_ms: 3_000,
            max_poll_interval_ms: 300_000,
            max_poll_records: 500,
            max_partition_fetch_bytes: 1 << 20,
            fetch_max_bytes: 50 << 20,
            auto_commit_interval_ms: 5_000,
            default_api_timeout_ms: 60_000,
            request_timeout_ms: 30_000,
            retry_backoff_ms: 100,
            auto_offset_reset: AutoOffsetReset::Latest,
            partition_assignment_strategy: vec![
                Assignor::RANGE,
                #[cfg(feature = "sticky")]
                Assignor::COOPERATIVE_STICKY,
            ],
        }
    }
}

impl ConsumerConfig {
    /// librdkafka's defaults, as far as they differ.
    pub fn librdkafka() -> Self {
        Self {
            library: ClientLibrary::Librdkafka,
            request_timeout_ms: 60_000,
            partition_assignment_strategy: vec![Assignor::RANGE, Assignor::ROUND_ROBIN],
            ..Self::default()
        }
    }
}

/// `auto.offset.reset`: where to begin when there is no valid position, and only then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum AutoOffsetReset {
    /// At the log start offset.
    Earliest,
    /// At the high watermark.
    Latest,
    /// `by_duration:<duration>`: at the first record that is not older than so many ms (KIP-1106).
    ByDuration(i64),
    /// Nowhere: `poll` throws. librdkafka calls it `error`, and returns one.
    None,
}

const BY_DURATION: &str = "by_duration:";

impl From<AutoOffsetReset> for String {
    fn from(reset: AutoOffsetReset) -> Self {
        match reset {
            AutoOffsetReset::Earliest => "earliest".to_owned(),
            AutoOffsetReset::Latest => "latest".to_owned(),
            AutoOffsetReset::ByDuration(ms) => format!("{BY_DURATION}{}", duration::to_text(ms)),
            AutoOffsetReset::None => "none".to_owned(),
        }
    }
}

impl TryFrom<String> for AutoOffsetReset {
    type Error = String;

    /// `AutoOffsetResetStrategy.fromString`
    fn try_from(text: String) -> Result<Self, String> {
        let by_duration = text.strip_prefix(BY_DURATION).and_then(duration::parse_ms);
        Ok(match (text.as_str(), by_duration) {
            ("earliest", _) => Self::Earliest,
            ("latest", _) => Self::Latest,
            ("none", _) => Self::None,
            (_, Some(ms)) => Self::ByDuration(ms),
            (_, None) => {
                return Err(say!(
                    "no auto.offset.reset “{text}”; there are: earliest, latest, none, by_duration:PnDTnHnMnS",
                    "没有这样的 auto.offset.reset：“{text}”；可用：earliest、latest、none、by_duration:PnDTnHnMnS"
                ));
            }
        })
    }
}

impl AutoOffsetReset {
    /// The end of the log to begin at, if there is one to fall back on.
    pub fn end(self) -> Option<LogEnd> {
        match self {
            Self::Earliest => Some(LogEnd::Earliest),
            Self::Latest => Some(LogEnd::Latest),
            Self::ByDuration(ms) => Some(LogEnd::Since(ms)),
            Self::None => None,
        }
    }
}

/// A consumer process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerSetup {
    /// Its `client.id`.
    pub name: String,
    /// Its group.
    pub group: GroupId,
    /// `group.instance.id`, of a static member. Two processes may have the same, by mistake.
    pub instance: Option<InstanceId>,
}

/// How long things take, in virtual time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// The shortest time a message takes, one way.
    pub min_latency_ms: i64,
    /// The longest.
    pub max_latency_ms: i64,
    /// What a client needs between two sub-steps that are not processing.
    pub client_step_ms: i64,
}

impl Setup {
    /// A topic's setup.
    pub fn topic(&self, topic: TopicId) -> &TopicSetup {
        &self.topics[topic.index()]
    }

    /// A producer's setup.
    pub fn producer(&self, producer: ProducerId) -> &ProducerSetup {
        &self.producers[producer.index()]
    }

    /// A group's setup.
    pub fn group(&self, group: GroupId) -> &GroupSetup {
        &self.groups[group.index()]
    }

    /// A consumer's setup.
    pub fn consumer(&self, consumer: ConsumerId) -> &ConsumerSetup {
        &self.consumers[consumer.index()]
    }

    /// The setup of the group a consumer is in.
    pub fn group_of(&self, consumer: ConsumerId) -> &GroupSetup {
        self.group(self.consumer(consumer).group)
    }

    /// All groups' ids.
    pub fn group_ids(&self) -> impl Iterator<Item = GroupId> + use<> {
        (0..count(&self.groups)).map(GroupId)
    }

    /// All producers' ids.
    pub fn producer_ids(&self) -> impl Iterator<Item = ProducerId> + use<> {
        (0..count(&self.producers)).map(ProducerId)
    }

    /// All consumers' ids.
    pub fn consumer_ids(&self) -> impl Iterator<Item = ConsumerId> + use<> {
        (0..count(&self.consumers)).map(ConsumerId)
    }

    /// The consumers of one group.
    pub fn members_of(&self, group: GroupId) -> impl Iterator<Item = ConsumerId> + '_ {
        self.consumer_ids()
            .filter(move |&consumer| self.consumer(consumer).group == group)
    }

    /// All topics' ids.
    pub fn topic_ids(&self) -> impl Iterator<Item = TopicId> + use<> {
        (0..count(&self.topics)).map(TopicId)
    }

    /// A `group.instance.id` as it is written.
    pub fn instance_name(&self, instance: InstanceId) -> &str {
        &self.instances[usize::from(instance.0)]
    }

    /// A member id as Kafka writes it (`ClassicGroup.generateMemberId`): `<client.id>-<uuid>`, or
    /// for a static member `<group.instance.id>-<uuid>`. Assignors order members by it.
    pub fn member_name(&self, member: MemberId) -> String {
        let stream = (u64::from(member.consumer.0) << 16) | u64::from(member.number);
        let mut uuid = stream_of_chance(self.seed, Stream::MemberId, stream);
        let (high, low) = (uuid.next_u64(), uuid.next_u64());
        let setup = self.consumer(member.consumer);
        format!(
            "{}-{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
            setup
                .instance
                .map_or(setup.name.as_str(), |it| self.instance_name(it)),
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            low >> 52,
            low & 0xffff_ffff_ffff,
        )
    }
}

fn count<T>(list: &[T]) -> u16 {
    u16::try_from(list.len()).expect("a setup has fewer than 65,536 of anything")
}

/// What a stream of chance is for. Each purpose has its own, so that one more draw here changes
/// nothing there.
#[derive(Clone, Copy)]
pub enum Stream {
    /// The uuid of a member id.
    MemberId = 1,
    /// What an order contains.
    Order = 2,
    /// How long messages on a link take.
    Latency = 3,
    /// When orders come.
    OrderInterval = 4,
    /// Which partition a producer sticks to.
    StickyPartition = 5,
}

/// The stream of chance number `index` for a purpose.
pub fn stream_of_chance(seed: u64, purpose: Stream, index: u64) -> Pcg64Mcg {
    // The multiplier spreads neighbouring indices over the seed space (it is 2^64 / golden ratio).
    let spread = index.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17);
    Pcg64Mcg::seed_from_u64(seed ^ spread ^ ((purpose as u64) << 56))
}

/// A time that Kafka's property counts in minutes.
mod minutes {
    use serde::{Deserialize, Deserializer, Serializer};

    const MINUTE_MS: i64 = 60_000;

    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    pub(super) fn serialize<S: Serializer>(time_ms: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(time_ms / MINUTE_MS)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        // As many whole minutes as there can be, so that what is written is what was read.
        let most = i64::MAX / MINUTE_MS;
        Ok(i64::deserialize(from)?.clamp(-most, most) * MINUTE_MS)
    }
}
