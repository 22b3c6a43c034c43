//! What is wrong with a setup: where, which property, its value, why not, and what is allowed.

use core::fmt;
use offsetscope_language::say_to;

/// Where in a setup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The setup as a whole.
    Scenario,
    /// The broker.
    Broker,
    /// The topic of this name.
    Topic(String),
    /// The producer of this name.
    Producer(String),
    /// The group of this name.
    Group(String),
    /// The consumer of this name.
    Consumer(String),
    /// How long things take.
    Timing,
}

/// Why a value is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Below the least one: Kafka's `ConfigDef.Range.atLeast`.
    AtLeast(i64),
    /// Above the largest one.
    AtMost(i64),
    /// What librdkafka says of a value that is too small or too large.
    OutsideRange {
        /// The least value.
        least: i64,
        /// The largest value.
        most: i64,
    },
    /// Of a session timeout: `INVALID_SESSION_TIMEOUT`.
    SessionTimeout {
        /// `group.min.session.timeout.ms`
        least_ms: i64,
        /// `group.max.session.timeout.ms`
        most_ms: i64,
    },
    /// Must be below another property.
    LowerThan(&'static str, i64),
    /// Must not be above another property.
    NoMoreThan(&'static str, i64),
    /// Must not be below another property.
    NoLessThan(&'static str, i64),
    /// Must not be below the sum of two others.
    NoLessThanSum(&'static str, &'static str, i64),
    /// `enable.idempotence=true` needs something else (`ProducerConfig.postProcess`).
    Idempotence(&'static str),
    /// A name that is empty (`Topic.validate`).
    EmptyName,
    /// `.` or `..`.
    Dots,
    /// A name that is longer than this.
    TooLong(u16),
    /// A name with a character that names have not.
    IllegalCharacter,
    /// A `group.id` of nothing but blanks: `InvalidGroupIdException`.
    BlankGroupId,
    /// Something else has this name.
    Taken,
    /// There is nothing of this kind and name.
    Unknown(&'static str),
    /// A way to commit that programs with the other client library have.
    OtherLibrary,
    /// An empty list (`ClassicKafkaConsumer.throwIfNoAssignorsConfigured`).
    NoAssignor,
    /// librdkafka has it, the model's librdkafka has not.
    NotInLibrdkafka,
    /// A duration of something that does not last.
    OverAtOnce,
    /// More than the model is made for.
    Bound(i64),
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// The property, by Kafka's name if it has one.
    pub property: &'static str,
    /// Its value.
    pub value: String,
    /// Why not, and what is allowed.
    pub reason: Reason,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario => say_to!(f, "scenario", "场景"),
            Self::Broker => say_to!(f, "broker", "broker"),
            Self::Topic(name) => say_to!(f, "topic {name}", "主题 {name}"),
            Self::Producer(name) => say_to!(f, "producer {name}", "生产者 {name}"),
            Self::Group(name) => say_to!(f, "group {name}", "组 {name}"),
            Self::Consumer(name) => say_to!(f, "consumer {name}", "消费者 {name}"),
            Self::Timing => say_to!(f, "timing", "耗时"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => {
                say_to!(f, "value must be at least {least}", "值必须不小于 {least}")
            }
            Self::AtMost(most) => say_to!(
                f,
                "value must be no more than {most}",
                "值必须不大于 {most}"
            ),
            Self::OutsideRange { least, most } => {
                say_to!(
                    f,
                    "outside allowed range {least}..{most}",
                    "超出允许的范围 {least}..{most}"
                )
            }
            Self::SessionTimeout { least_ms, most_ms } => say_to!(
                f,
                "the session timeout is not within the range allowed by the broker (as configured \
                 by group.min.session.timeout.ms and group.max.session.timeout.ms): {least_ms} to \
                 {most_ms}",
                "会话超时不在 broker 允许的范围内（由 group.min.session.timeout.ms 和 group.max.session.timeout.ms 设定）：{least_ms} 到 {most_ms}"
            ),
            Self::LowerThan(other, value) => {
                say_to!(
                    f,
                    "must be set lower than {other}, which is {value}",
                    "必须小于 {other}，后者是 {value}"
                )
            }
            Self::NoMoreThan(other, value) => {
                say_to!(
                    f,
                    "must be no more than {other}, which is {value}",
                    "不得大于 {other}，后者是 {value}"
                )
            }
            Self::NoLessThan(other, value) => {
                say_to!(
                    f,
                    "must be at least {other}, which is {value}",
                    "不得小于 {other}，后者是 {value}"
                )
            }
            Self::NoLessThanSum(one, other, value) => {
                say_to!(
                    f,
                    "should be equal to or larger than {one} + {other}, which is {value}",
                    "应大于或等于 {one} + {other}，即 {value}"
                )
            }
            Self::Idempotence(needed) => {
                say_to!(
                    f,
                    "to use the idempotent producer, it must be set to {needed}",
                    "要使用幂等生产者，必须设为 {needed}"
                )
            }
            Self::EmptyName => say_to!(f, "the empty string is not allowed", "不允许空字符串"),
            Self::Dots => say_to!(f, "“.” and “..” are not allowed", "不允许“.”和“..”"),
            Self::TooLong(most) => say_to!(f, "longer than {most}", "长度超过 {most}"),
            Self::IllegalCharacter => say_to!(
                f,
                "contains one or more characters other than ASCII alphanumerics, “.”, “_” and “-”",
                "含有 ASCII 字母、数字、“.”、“_”和“-”以外的字符"
            ),
            Self::BlankGroupId => say_to!(
                f,
                "the configured group.id should not be an empty string or whitespace",
                "所设的 group.id 不应为空字符串或只有空白"
            ),
            Self::Taken => say_to!(f, "there is one of this name already", "这个名称已经存在"),
            Self::Unknown(kind) => say_to!(f, "there is no such {kind}", "没有这样的{kind}"),
            Self::OtherLibrary => say_to!(
                f,
                "programs with this client library have no such way to commit",
                "使用这个客户端库的程序没有这种提交方式"
            ),
            Self::NoAssignor => say_to!(
                f,
                "must configure at least one partition assigner",
                "必须配置至少一个分区分配器"
            ),
            Self::NotInLibrdkafka => say_to!(
                f,
                "OffsetScope shows cooperative rebalances of Java clients only",
                "OffsetScope 只展示 Java 客户端的协作式再均衡"
            ),
            Self::OverAtOnce => say_to!(
                f,
                "only a crash, a pause and a cut last, and can have an end",
                "只有崩溃、暂停和切断会持续，才能有结束"
            ),
            Self::Bound(most) => say_to!(
                f,
                "OffsetScope shows no more than {most}",
                "OffsetScope 的上限是 {most}"
            ),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            property,
            value,
            reason,
        } = self;
        say_to!(
            f,
            "{place}: {property} is {value}: {reason}",
            "{place}：{property} 是 {value}：{reason}"
        )
    }
}

/// Looks at the properties of one place.
pub(super) struct Check<'a> {
    place: Place,
    found: &'a mut Vec<Problem>,
}

impl<'a> Check<'a> {
    pub(super) fn new(place: Place, found: &'a mut Vec<Problem>) -> Self {
        Self { place, found }
    }

    pub(super) fn refuse(&mut self, property: &'static str, value: i64, reason: Reason) {
        self.add(property, value.to_string(), reason);
    }

    pub(super) fn refuse_word(&mut self, property: &'static str, word: &str, reason: Reason) {
        self.add(property, word.to_owned(), reason);
    }

    pub(super) fn refuse_name(&mut self, property: &'static str, name: &str, reason: Reason) {
        self.add(property, format!("“{name}”"), reason);
    }

    fn add(&mut self, property: &'static str, value: String, reason: Reason) {
        self.found.push(Problem {
            place: self.place.clone(),
            property,
            value,
            reason,
        });
    }

    pub(super) fn at_least(&mut self, property: &'static str, value: i64, least: i64) {
        self.within(property, value, least, i64::MAX);
    }

    pub(super) fn within(&mut self, property: &'static str, value: i64, least: i64, most: i64) {
        if value < least {
            self.refuse(property, value, Reason::AtLeast(least));
        } else if value > most {
            self.refuse(property, value, Reason::AtMost(most));
        }
    }

    /// A property of librdkafka's type `_RK_C_INT`.
    pub(super) fn inside(&mut self, property: &'static str, value: i64, (least, most): (i64, i64)) {
        if !(least..=most).contains(&value) {
            self.refuse(property, value, Reason::OutsideRange { least, most });
        }
    }

    /// A property of Kafka's type INT.
    pub(super) fn int(&mut self, property: &'static str, value: i64, least: i64) {
        self.within(property, value, least, i32::MAX.into());
    }
}
