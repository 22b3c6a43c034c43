//! What a script can do and ask, whoever answers.

use offsetscope_core::client::AutoOffsetStore;
use offsetscope_core::ids::Offset;
use offsetscope_core::setup::AutoOffsetReset;

/// The consumers of a script. Both are in the same group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    C1,
    C2,
}

/// A message, or the next offset of a partition.
pub type Place = (u16, Offset);

/// Who can judge a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// librdkafka's mock cluster does what a broker would.
    Any,
    /// It does not.
    RealCluster,
    /// Only a mock cluster can be made to do this.
    MockCluster,
}

/// How a consumer is set up.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    pub auto_commit: AutoCommit,
    pub auto_offset_store: AutoOffsetStore,
    pub reset: AutoOffsetReset,
    /// `group.instance.id`
    pub instance: Option<&'static str>,
}

/// `enable.auto.commit` and its interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoCommit {
    Off,
    /// Soon: [`SOON_MS`].
    Soon,
    /// Later than any script lasts.
    Late,
}

/// `auto.commit.interval.ms` of [`AutoCommit::Soon`].
pub const SOON_MS: i64 = 300;
/// `auto.commit.interval.ms` of [`AutoCommit::Late`].
pub const LATE_MS: i64 = 3_600_000;
/// `session.timeout.ms`, as short as a broker lets it be.
pub const SESSION_TIMEOUT_MS: i64 = 6_000;
/// `max.poll.interval.ms`: it must not be shorter than the session.
pub const MAX_POLL_INTERVAL_MS: i64 = SESSION_TIMEOUT_MS;
/// `heartbeat.interval.ms`
pub const HEARTBEAT_MS: i64 = 500;

impl AutoCommit {
    /// `auto.commit.interval.ms`
    pub fn interval_ms(self) -> i64 {
        match self {
            Self::Soon => SOON_MS,
            Self::Off | Self::Late => LATE_MS,
        }
    }
}

impl Settings {
    /// librdkafka's defaults, but that it begins at the beginning, and commits late.
    pub const DEFAULT: Self = Self {
        auto_commit: AutoCommit::Late,
        auto_offset_store: AutoOffsetStore::On,
        reset: AutoOffsetReset::Earliest,
        instance: None,
    };
    /// Nothing is committed but by the program.
    pub const MANUAL: Self = Self {
        auto_commit: AutoCommit::Off,
        ..Self::DEFAULT
    };
}

/// What is waited for.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// So many messages have been delivered since last asked for.
    Delivered(Who, usize),
    /// So many errors have been returned since last asked for.
    Errors(Who, usize),
    /// So many rebalance callbacks have run, all in all.
    Rebalances(Who, usize),
    /// Every partition that it owns is being fetched.
    Fetching(Who),
    /// The group has committed this.
    Committed(Place),
}

/// How a commit is made.
#[derive(Clone, Copy, Debug)]
pub enum Mode {
    Sync,
    Async,
}

/// One side of the comparison. What has to be waited for and does not come ends the script.
pub trait Arm {
    /// Makes the topic. Once, first.
    fn create_topic(&mut self, partitions: u16);
    /// Records are written to a partition.
    fn produce(&mut self, partition: u16, count: usize);
    /// A record with this key is written by the default partitioner; tells where it is.
    fn produce_keyed(&mut self, key: &str) -> u16;

    /// A consumer is made.
    fn start(&mut self, who: Who, settings: Settings);
    /// It subscribes to the topic.
    fn subscribe(&mut self, who: Who);
    /// It takes these partitions without the group's consent.
    fn assign(&mut self, who: Who, partitions: &[u16]);
    /// It leaves the group.
    fn unsubscribe(&mut self, who: Who);
    /// It is closed, and gone.
    fn close(&mut self, who: Who);
    /// A consumer in a process of its own subscribes, and takes so many messages; then it neither
    /// polls nor ends, but its library's threads live.
    fn start_apart(&mut self, who: Who, settings: Settings, messages: usize) -> Vec<Place>;
    /// That process is killed.
    fn kill(&mut self, who: Who);

    /// Every connection breaks, and the broker cannot be reached.
    fn disconnect(&mut self);
    /// It can be reached again.
    fn reconnect(&mut self);

    /// These poll in turns, until it has come.
    fn poll_until(&mut self, who: &[Who], until: Until);
    /// It polls for a while, and for nothing in particular.
    fn poll_for_ms(&mut self, who: Who, ms: i64);
    /// Nobody polls until it has come.
    fn wait_until(&mut self, until: Until);
    /// Time passes, and nobody polls.
    fn wait_ms(&mut self, ms: i64);

    /// What has been delivered since last asked.
    fn delivered(&mut self, who: Who) -> Vec<Place>;
    /// The errors that `poll` has returned since last asked.
    fn errors(&mut self, who: Who) -> Vec<String>;
    /// All rebalance callbacks so far.
    fn rebalances(&self, who: Who) -> Vec<String>;
    /// The callbacks of commits by the library itself that have run since last asked. (The bindings
    /// run none for what the program commits.)
    fn commit_callbacks(&mut self, who: Who) -> Vec<String>;

    /// `commit()` without arguments.
    fn commit(&mut self, who: Who, mode: Mode) -> String;
    /// `commit(offsets)`: the next offset of a partition.
    fn commit_offset(&mut self, who: Who, next: Place, mode: Mode) -> String;
    /// The next message, and what `commit(message)` says of it.
    fn take_and_commit(&mut self, who: Who, mode: Mode) -> (Place, String);
    /// `store_offsets` with the offset after a message.
    fn store(&mut self, who: Who, message: Place) -> String;
    /// `seek`
    fn seek(&mut self, who: Who, to: Place) -> String;
    /// `pause`
    fn pause(&mut self, who: Who, partition: u16);
    /// `resume`
    fn resume(&mut self, who: Who, partition: u16);
    /// What the group has committed.
    fn committed(&mut self, partition: u16) -> Option<Offset>;
}

impl dyn Arm + '_ {
    /// The next messages, in this order.
    pub fn take(&mut self, who: Who, count: usize) -> Vec<Place> {
        self.poll_until(&[who], Until::Delivered(who, count));
        self.delivered(who)
    }

    /// A consumer that has subscribed.
    pub fn join(&mut self, who: Who, settings: Settings) {
        self.start(who, settings);
        self.subscribe(who);
    }

    /// One topic of one partition with so many records in it.
    pub fn topic_with(&mut self, records: usize) {
        self.create_topic(1);
        self.produce(0, records);
    }
}
