//! The arm with the real librdkafka.

use crate::apart::Apart;
use crate::arm::{
    Arm, AutoCommit, HEARTBEAT_MS, MAX_POLL_INTERVAL_MS, Mode, Place, SESSION_TIMEOUT_MS, Settings,
    Until, Who,
};
use crate::cluster::Cluster;
use crate::watcher::{LastDelivery, Seen, Watcher, is_weather, outcome};
use offsetscope_core::client::AutoOffsetStore;
use offsetscope_core::setup::AutoOffsetReset;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::Message;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::{BaseProducer, BaseRecord, DefaultProducerContext, Producer};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// What has not come by then will not come.
const DEADLINE: Duration = Duration::from_secs(90);
/// One turn of a consumer that polls.
const TURN: Duration = Duration::from_millis(20);
/// The id of the mock cluster's only broker.
const BROKER: i32 = 1;
const REQUEST: Duration = Duration::from_secs(10);

/// A consumer, and what polling has brought.
struct Polled {
    consumer: BaseConsumer<Watcher>,
    delivered: Vec<Place>,
    errors: Vec<String>,
}

/// The real client.
pub struct Real {
    bootstrap: String,
    /// Both.
    topic: String,
    consumers: BTreeMap<Who, Polled>,
    watchers: BTreeMap<Who, Watcher>,
    apart: BTreeMap<Who, Apart>,
    producer: BaseProducer<LastDelivery>,
    /// Asks what the group has committed.
    observer: BaseConsumer,
    mock: Option<MockCluster<'static, DefaultProducerContext>>,
}

impl Real {
    /// Before the script begins.
    pub fn new(script: &str, cluster: &Cluster) -> Self {
        let (mock, bootstrap, topic) = match cluster {
            Cluster::Mock => {
                let mock = MockCluster::new(1).expect("a mock cluster needs nothing");
                let bootstrap = mock.bootstrap_servers();
                (Some(mock), bootstrap, script.to_owned())
            }
            Cluster::Kafka(bootstrap) => {
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                let now = now.map_or(0, |since| since.as_micros());
                (None, bootstrap.clone(), format!("{script}-{now}"))
            }
        };
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &bootstrap);
        let observer = config.clone().set("group.id", &topic).create();
        let producer = config.create_with_context(LastDelivery::default());
        Self {
            bootstrap,
            topic,
            consumers: BTreeMap::new(),
            watchers: BTreeMap::new(),
            apart: BTreeMap::new(),
            producer: producer.expect("the settings are right"),
            observer: observer.expect("the settings are right"),
            mock,
        }
    }

    fn consumer(&self, who: Who) -> &BaseConsumer<Watcher> {
        &self.consumers[&who].consumer
    }

    fn places(&self, partitions: &[u16], offset: Offset) -> TopicPartitionList {
        let mut places = TopicPartitionList::new();
        for &partition in partitions {
            let added = places.add_partition_offset(&self.topic, partition.into(), offset);
            added.expect("an offset that can be one");
        }
        places
    }

    fn poll_once(&mut self, who: Who, for_at_most: Duration) {
        let polled = self.consumers.get_mut(&who).expect("it was started");
        match polled.consumer.poll(for_at_most) {
            None => {}
            Some(Ok(message)) => polled.delivered.push(place_of(&message)),
            Some(Err(KafkaError::MessageConsumption(code))) if is_weather(code) => {}
            Some(Err(error)) => polled.errors.push(outcome(Err(error))),
        }
    }

    fn has_come(&mut self, until: Until) -> bool {
        let seen = |who: Who, look: &dyn Fn(&Seen) -> bool| {
            let watcher = self.watchers.get(&who);
            watcher.is_some_and(|it| it.with(|seen| look(seen)))
        };
        match until {
            Until::Delivered(who, count) => self.consumers[&who].delivered.len() >= count,
            Until::Errors(who, count) => self.consumers[&who].errors.len() >= count,
            Until::Rebalances(who, count) => seen(who, &|it| it.rebalances.len() >= count),
            Until::Fetching(who) => seen(who, &|it| {
                let active = |partition| {
                    it.fetch_states
                        .get(partition)
                        .is_some_and(|it| it == "active")
                };
                !it.owned.is_empty() && it.owned.iter().all(active)
            }),
            Until::Committed((partition, next)) => self.committed(partition) == Some(next),
        }
    }
}

impl Arm for Real {
    fn create_topic(&mut self, partitions: u16) {
        if let Some(mock) = &self.mock {
            let created = mock.create_topic(&self.topic, partitions.into(), 1);
            created.expect("a mock cluster can make a topic");
            return;
        }
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.bootstrap);
        let admin: AdminClient<DefaultClientContext> =
            config.create().expect("the settings are right");
        let topics = [NewTopic::new(
            &self.topic,
            partitions.into(),
            TopicReplication::Fixed(1),
        )];
        let created = admin.create_topics(&topics, &AdminOptions::new());
        let created = futures_executor::block_on(created).expect("the cluster can be reached");
        assert!(created.iter().all(Result::is_ok), "{created:?}");
    }

    fn produce(&mut self, partition: u16, count: usize) {
        for number in 0..count {
            let payload = number.to_string();
            let record: BaseRecord<'_, str, String> = BaseRecord::to(&self.topic)
                .partition(partition.into())
                .payload(&payload);
            self.producer.send(record).expect("the queue has room");
        }
        self.producer.flush(DEADLINE).expect("all is delivered");
    }

    fn produce_keyed(&mut self, key: &str) -> u16 {
        let record: BaseRecord<'_, str, str> = BaseRecord::to(&self.topic).key(key).payload("");
        self.producer.send(record).expect("the queue has room");
        self.producer.flush(DEADLINE).expect("it is delivered");
        let partition = self.producer.context().partition();
        let partition = partition.expect("it was delivered");
        u16::try_from(partition).expect("partitions count from 0")
    }

    fn start(&mut self, who: Who, settings: Settings) {
        let watcher = Watcher::default();
        let config = config_of(settings, &self.bootstrap, &self.topic);
        let polled = Polled {
            consumer: config
                .create_with_context(watcher.clone())
                .expect("the settings are right"),
            delivered: Vec::new(),
            errors: Vec::new(),
        };
        self.watchers.insert(who, watcher);
        self.consumers.insert(who, polled);
    }

    fn subscribe(&mut self, who: Who) {
        let subscribed = self.consumer(who).subscribe(&[&self.topic]);
        subscribed.expect("a topic's name");
    }

    fn assign(&mut self, who: Who, partitions: &[u16]) {
        let places = self.places(partitions, Offset::Stored);
        self.consumer(who).assign(&places).expect("partitions");
        let owned = partitions.iter().copied().map(i32::from).collect();
        self.watchers[&who].note_owned(owned);
    }

    fn unsubscribe(&mut self, who: Who) {
        self.consumer(who).unsubscribe();
    }

    fn close(&mut self, who: Who) {
        // Dropping it closes it, and serves its callbacks meanwhile.
        drop(self.consumers.remove(&who));
    }

    fn start_apart(&mut self, who: Who, settings: Settings, messages: usize) -> Vec<Place> {
        let apart = Apart::start(settings, &self.bootstrap, &self.topic, messages);
        let delivered = apart.delivered.clone();
        self.apart.insert(who, apart);
        delivered
    }

    fn kill(&mut self, who: Who) {
        drop(self.apart.remove(&who));
    }

    fn disconnect(&mut self) {
        let mock = self.mock.as_ref().expect("only a mock cluster can");
        mock.broker_down(BROKER).expect("it is there");
    }

    fn reconnect(&mut self) {
        let mock = self.mock.as_ref().expect("only a mock cluster can");
        mock.broker_up(BROKER).expect("it is there");
    }

    fn poll_until(&mut self, who: &[Who], until: Until) {
        let begun = Instant::now();
        while !self.has_come(until) {
            assert!(begun.elapsed() < DEADLINE, "it does not come: {until:?}");
            for &who in who {
                if !self.has_come(until) {
                    self.poll_once(who, TURN);
                }
            }
        }
    }

    fn poll_for_ms(&mut self, who: Who, ms: i64) {
        let (begun, duration) = (Instant::now(), duration(ms));
        while begun.elapsed() < duration {
            self.poll_once(who, TURN);
        }
    }

    fn wait_until(&mut self, until: Until) {
        let begun = Instant::now();
        while !self.has_come(until) {
            assert!(begun.elapsed() < DEADLINE, "it does not come: {until:?}");
            thread::yield_now();
        }
    }

    fn wait_ms(&mut self, ms: i64) {
        // What is tested is that nothing happens meanwhile.
        thread::sleep(duration(ms));
    }

    fn delivered(&mut self, who: Who) -> Vec<Place> {
        let polled = self.consumers.get_mut(&who).expect("it was started");
        std::mem::take(&mut polled.delivered)
    }

    fn errors(&mut self, who: Who) -> Vec<String> {
        let polled = self.consumers.get_mut(&who).expect("it was started");
        std::mem::take(&mut polled.errors)
    }

    fn rebalances(&self, who: Who) -> Vec<String> {
        self.watchers[&who].with(|seen| seen.rebalances.clone())
    }

    fn commit_callbacks(&mut self, who: Who) -> Vec<String> {
        self.watchers[&who].with(|seen| std::mem::take(&mut seen.commits))
    }

    fn commit(&mut self, who: Who, mode: Mode) -> String {
        outcome(self.consumer(who).commit_consumer_state(mode.into()))
    }

    fn commit_offset(&mut self, who: Who, (partition, next): Place, mode: Mode) -> String {
        let places = self.places(&[partition], Offset::Offset(next.cast_signed()));
        outcome(self.consumer(who).commit(&places, mode.into()))
    }

    fn take_and_commit(&mut self, who: Who, mode: Mode) -> (Place, String) {
        let begun = Instant::now();
        loop {
            assert!(begun.elapsed() < DEADLINE, "no message comes");
            if let Some(Ok(message)) = self.consumer(who).poll(TURN) {
                let committed = self.consumer(who).commit_message(&message, mode.into());
                return (place_of(&message), outcome(committed));
            }
        }
    }

    fn store(&mut self, who: Who, (partition, message): Place) -> String {
        let consumer = self.consumer(who);
        let next = Offset::Offset((message + 1).cast_signed());
        outcome(consumer.store_offsets(&self.places(&[partition], next)))
    }

    fn seek(&mut self, who: Who, (partition, to): Place) -> String {
        let to = Offset::Offset(to.cast_signed());
        outcome(
            self.consumer(who)
                .seek(&self.topic, partition.into(), to, REQUEST),
        )
    }

    fn pause(&mut self, who: Who, partition: u16) {
        let places = self.places(&[partition], Offset::Invalid);
        self.consumer(who).pause(&places).expect("it is assigned");
    }

    fn resume(&mut self, who: Who, partition: u16) {
        let places = self.places(&[partition], Offset::Invalid);
        self.consumer(who).resume(&places).expect("it is assigned");
    }

    fn committed(&mut self, partition: u16) -> Option<u64> {
        let begun = Instant::now();
        loop {
            let places = self.places(&[partition], Offset::Invalid);
            match self.observer.committed_offsets(places, REQUEST) {
                Ok(places) => match places.elements().first()?.offset() {
                    Offset::Offset(next) => return Some(next.cast_unsigned()),
                    _ => return None,
                },
                // It has not found the coordinator yet.
                Err(error) => assert!(begun.elapsed() < DEADLINE, "{error}"),
            }
        }
    }
}

impl From<Mode> for CommitMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Sync => Self::Sync,
            Mode::Async => Self::Async,
        }
    }
}

/// The configuration of a consumer.
pub fn config_of(settings: Settings, bootstrap: &str, group: &str) -> ClientConfig {
    let switch = |is_on: bool| if is_on { "true" } else { "false" };
    let auto_commit = switch(settings.auto_commit != AutoCommit::Off);
    let auto_store = switch(settings.auto_offset_store == AutoOffsetStore::On);
    let reset = match settings.reset {
        AutoOffsetReset::Earliest => "earliest",
        AutoOffsetReset::Latest => "latest",
        AutoOffsetReset::None => "error",
        AutoOffsetReset::ByDuration(_) => unreachable!("librdkafka has no such policy"),
    };
    let numbers = [
        (
            "auto.commit.interval.ms",
            settings.auto_commit.interval_ms(),
        ),
        ("session.timeout.ms", SESSION_TIMEOUT_MS),
        ("max.poll.interval.ms", MAX_POLL_INTERVAL_MS),
        ("heartbeat.interval.ms", HEARTBEAT_MS),
        ("statistics.interval.ms", 100),
    ];
    let mut config = ClientConfig::new();
    config
        .set("bootstrap.servers", bootstrap)
        .set("group.id", group)
        .set("enable.auto.commit", auto_commit)
        .set("enable.auto.offset.store", auto_store)
        .set("auto.offset.reset", reset);
    for (name, value) in numbers {
        config.set(name, value.to_string());
    }
    if let Some(instance) = settings.instance {
        config.set("group.instance.id", instance);
    }
    config
}

/// Where a message is.
pub fn place_of(message: &impl Message) -> Place {
    let partition = u16::try_from(message.partition()).expect("partitions count from 0");
    (partition, message.offset().cast_unsigned())
}

fn duration(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or_default())
}
