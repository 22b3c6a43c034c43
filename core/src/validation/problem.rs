//! What is wrong with a setup: where, which property, its value, why not, and what is allowed.

use core::fmt;

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
            Self::Scenario => write!(f, "scenario"),
            Self::Broker => write!(f, "broker"),
            Self::Topic(name) => write!(f, "topic {name}"),
            Self::Producer(name) => write!(f, "producer {name}"),
            Self::Group(name) => write!(f, "group {name}"),
            Self::Consumer(name) => write!(f, "consumer {name}"),
            Self::Timing => write!(f, "timing"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(least) => write!(f, "value must be at least {least}"),
            Self::AtMost(most) => write!(f, "value must be no more than {most}"),
            Self::OutsideRange { least, most } => {
                write!(f, "outside allowed range {least}..{most}")
            }
            Self::SessionTimeout { least_ms, most_ms } => write!(
                f,
                "the session timeout is not within the range allowed by the broker (as configured \
                 by group.min.session.timeout.ms and group.max.session.timeout.ms): {least_ms} to \
                 {most_ms}"
            ),
            Self::LowerThan(other, value) => {
                write!(f, "must be set lower than {other}, which is {value}")
            }
            Self::NoMoreThan(other, value) => {
                write!(f, "must be no more than {other}, which is {value}")
            }
            Self::NoLessThan(other, value) => {
                write!(f, "must be at least {other}, which is {value}")
            }
            Self::NoLessThanSum(one, other, value) => {
                write!(
                    f,
                    "should be equal to or larger than {one} + {other}, which is {value}"
                )
            }
            Self::Idempotence(needed) => {
                write!(
                    f,
                    "to use the idempotent producer, it must be set to {needed}"
                )
            }
            Self::EmptyName => write!(f, "the empty string is not allowed"),
            Self::Dots => write!(f, "“.” and “..” are not allowed"),
            Self::TooLong(most) => write!(f, "longer than {most}"),
            Self::IllegalCharacter => write!(
                f,
                "contains one or more characters other than ASCII alphanumerics, “.”, “_” and “-”"
            ),
            Self::BlankGroupId => write!(
                f,
                "the configured group.id should not be an empty string or whitespace"
            ),
            Self::Taken => write!(f, "there is one of this name already"),
            Self::Unknown(kind) => write!(f, "there is no such {kind}"),
            Self::OtherLibrary => write!(
                f,
                "programs with this client library have no such way to commit"
            ),
            Self::NoAssignor => write!(f, "must configure at least one partition assigner"),
            Self::NotInLibrdkafka => write!(
                f,
                "OffsetScope shows cooperative rebalances of Java clients only"
            ),
            Self::OverAtOnce => write!(
                f,
                "only a crash, a pause and a cut last, and can have an end"
            ),
            Self::Bound(most) => write!(f, "OffsetScope shows no more than {most}"),
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
        write!(f, "{place}: {property} is {value}: {reason}")
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
