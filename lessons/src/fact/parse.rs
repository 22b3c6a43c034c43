//! Reads facts.
//!
//! ```text
//! fact    = all { "or" all }
//! all     = one { "and" one }
//! one     = "not" one | "(" fact ")" | number relation number
//! number  = digits | measure [ "(" name { "," name } ")" ]
//! ```

use super::measure::{Made, Measure};
use super::{Fact, FactError, Number, Relation};
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};

/// So deep may one thing stand in another: no deeper fact was ever meant, and the reader calls itself.
const DEEPEST: usize = 16;
/// So many comparisons may stand in a fact: it is asked again after every step of a run.
const MOST_COMPARISONS: u8 = 24;

pub(super) fn fact(text: &str, setup: &Setup) -> Result<Fact, FactError> {
    let mut reader = Reader::new(text, setup);
    let fact = reader.any(0)?;
    reader.end(fact)
}

pub(super) fn number(text: &str, setup: &Setup) -> Result<Number, FactError> {
    let mut reader = Reader::new(text, setup);
    let number = reader.number()?;
    reader.end(number)
}

struct Reader<'a> {
    words: Vec<(usize, &'a str)>,
    next: usize,
    end: usize,
    comparisons: u8,
    setup: &'a Setup,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, setup: &'a Setup) -> Self {
        Self {
            words: words(text),
            next: 0,
            end: text.chars().count() + 1,
            comparisons: 0,
            setup,
        }
    }

    fn peek(&self) -> &'a str {
        self.words.get(self.next).map_or("", |(_, word)| word)
    }

    fn take(&mut self) -> &'a str {
        let word = self.peek();
        self.next += 1;
        word
    }

    /// Takes the word if it is this one.
    fn takes(&mut self, word: &str) -> bool {
        let is_it = self.peek() == word;
        self.next += usize::from(is_it);
        is_it
    }

    /// An error at the next word.
    fn error<T>(&self, what: impl Into<String>) -> Result<T, FactError> {
        let at = self.words.get(self.next).map_or(self.end, |(at, _)| *at);
        let what = what.into();
        Err(FactError { at, what })
    }

    fn end<T>(self, read: T) -> Result<T, FactError> {
        match self.peek() {
            "" => Ok(read),
            more => self.error(say!("“{more}” is one thing too many", "“{more}”是多余的")),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Fact, FactError> {
        let first = self.all(depth)?;
        let mut facts = vec![first];
        while self.takes("or") {
            facts.push(self.all(depth)?);
        }
        Ok(alone(facts, Fact::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Fact, FactError> {
        let first = self.one(depth)?;
        let mut facts = vec![first];
        while self.takes("and") {
            facts.push(self.one(depth)?);
        }
        Ok(alone(facts, Fact::All))
    }

    fn one(&mut self, depth: usize) -> Result<Fact, FactError> {
        if depth > DEEPEST {
            return self.error(text!("this is nested too deeply", "嵌套得太深"));
        }
        if self.takes("not") {
            return Ok(Fact::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.takes("(") {
            let fact = self.any(depth + 1)?;
            return if self.takes(")") {
                Ok(fact)
            } else {
                self.error(text!("a “)” is missing", "缺少“)”"))
            };
        }
        if self.comparisons == MOST_COMPARISONS {
            return self.error(say!(
                "a fact has at most {MOST_COMPARISONS} comparisons",
                "一个条件最多有 {MOST_COMPARISONS} 个比较",
            ));
        }
        self.comparisons += 1;
        let left = self.number()?;
        let relation = match self.peek() {
            "=" => Relation::Equal,
            "!=" => Relation::Unequal,
            "<" => Relation::Less,
            "<=" => Relation::AtMost,
            ">" => Relation::More,
            ">=" => Relation::AtLeast,
            _ => {
                return self.error(text!(
                    "here comes one of = != < <= > >=",
                    "这里应该是 = != < <= > >= 之一",
                ));
            }
        };
        self.next += 1;
        Ok(Fact::Compare(left, relation, self.number()?))
    }

    fn number(&mut self) -> Result<Number, FactError> {
        let word = self.peek();
        if word.starts_with(|it: char| it.is_ascii_digit()) || word.starts_with('-') {
            return match word.parse() {
                Ok(number) => {
                    self.next += 1;
                    Ok(Number::Plain(number))
                }
                Err(_) => self.error(say!("“{word}” is no whole number", "“{word}”不是整数")),
            };
        }
        self.measure().map(Number::Measured)
    }

    fn measure(&mut self) -> Result<Measure, FactError> {
        let name = self.peek();
        let made = |made| Ok(Measure::Made(made));
        let measure = match name {
            "crashes" => made(Made::Crash),
            "stops" => made(Made::Stop),
            "restarts" => made(Made::Restart),
            "actions" => Ok(Measure::Actions),
            "steps" => Ok(Measure::Steps),
            "ms" => Ok(Measure::Time),
            "" => self.error(text!("something is missing here", "这里缺少内容")),
            _ => return self.measure_of(name),
        };
        self.next += usize::from(measure.is_ok());
        measure
    }

    fn measure_of(&mut self, name: &str) -> Result<Measure, FactError> {
        let of_group = |measure: fn(GroupId) -> Measure| Shape::Group(measure);
        let orders = |verdict| Shape::Orders(Some(verdict));
        let shape = match name {
            "committed" => Shape::GroupPartition,
            "position" => Shape::ConsumerPartition,
            "times" => Shape::Record,
            "log_start" => Shape::Partition(Measure::LogStart),
            "log_end" => Shape::Partition(Measure::LogEnd),
            "segments" => Shape::Partition(Measure::Segments),
            "owned" => Shape::Consumer(Measure::Owned),
            "running" => Shape::Consumer(Measure::Running),
            "orders" => Shape::Orders(None),
            "once" => orders(Verdict::Once),
            "duplicated" => orders(Verdict::Duplicated),
            "lost" => orders(Verdict::Lost),
            "expired" => orders(Verdict::Expired),
            "pending" => orders(Verdict::Pending),
            "skipped" => orders(Verdict::Skipped),
            "out_of_order" => of_group(Measure::OutOfOrder),
            "read_again" => of_group(Measure::ReadAgain),
            "done_again" => of_group(Measure::DoneAgain),
            "missed" => of_group(Measure::Missed),
            "generation" => of_group(Measure::Generation),
            "members" => of_group(Measure::Members),
            "assigned" => of_group(Measure::Assigned),
            "commits" => of_group(Measure::Commits),
            "commits_sent" => of_group(Measure::CommitsSent),
            "commits_failed" => of_group(Measure::CommitsFailed),
            "commits_back" => of_group(Measure::CommitsBack),
            "rebalances" => of_group(Measure::Rebalances),
            "resets" => of_group(Measure::Resets),
            _ => {
                return self.error(say!(
                    "“{name}” is nothing that can be measured",
                    "“{name}”不是可以测量的量",
                ));
            }
        };
        self.next += 1;
        self.expect("(")?;
        let measure = match shape {
            Shape::Group(measure) => measure(self.group()?),
            Shape::Orders(verdict) => Measure::Orders(self.group()?, verdict),
            Shape::Partition(measure) => measure(self.partition()?),
            Shape::Consumer(measure) => measure(self.consumer()?),
            Shape::GroupPartition => {
                let group = self.group()?;
                self.expect(",")?;
                Measure::Committed(group, self.partition()?)
            }
            Shape::ConsumerPartition => {
                let consumer = self.consumer()?;
                self.expect(",")?;
                Measure::Position(consumer, self.partition()?)
            }
            Shape::Record => {
                let group = self.group()?;
                self.expect(",")?;
                let partition = self.partition()?;
                self.expect(",")?;
                Measure::Times(group, partition, self.offset()?)
            }
        };
        self.expect(")")?;
        Ok(measure)
    }

    fn expect(&mut self, word: &str) -> Result<(), FactError> {
        if self.takes(word) {
            Ok(())
        } else {
            self.error(say!("a “{word}” is missing", "缺少“{word}”"))
        }
    }

    fn group(&mut self) -> Result<GroupId, FactError> {
        let (name, mut groups) = (self.peek(), self.setup.group_ids());
        match groups.find(|&it| self.setup.group(it).name == name) {
            Some(group) => {
                self.next += 1;
                Ok(group)
            }
            None => self.error(say!("there is no group “{name}”", "没有名为“{name}”的组")),
        }
    }

    fn consumer(&mut self) -> Result<ConsumerId, FactError> {
        let (name, mut consumers) = (self.peek(), self.setup.consumer_ids());
        match consumers.find(|&it| self.setup.consumer(it).name == name) {
            Some(consumer) => {
                self.next += 1;
                Ok(consumer)
            }
            None => self.error(say!(
                "there is no consumer “{name}”",
                "没有名为“{name}”的消费者"
            )),
        }
    }

    /// `orders-2`
    fn partition(&mut self) -> Result<TopicPartition, FactError> {
        let name = self.peek();
        match partition(name, self.setup) {
            Some(partition) => {
                self.next += 1;
                Ok(partition)
            }
            None => self.error(say!(
                "there is no partition “{name}”",
                "没有名为“{name}”的分区"
            )),
        }
    }

    fn offset(&mut self) -> Result<Offset, FactError> {
        match self.peek().parse() {
            Ok(offset) => {
                self.take();
                Ok(offset)
            }
            Err(_) => self.error(text!("here comes an offset", "这里应该是偏移量")),
        }
    }
}

/// What stands in a measure's parentheses.
enum Shape {
    Group(fn(GroupId) -> Measure),
    Orders(Option<Verdict>),
    Partition(fn(TopicPartition) -> Measure),
    Consumer(fn(ConsumerId) -> Measure),
    GroupPartition,
    ConsumerPartition,
    Record,
}

fn partition(name: &str, setup: &Setup) -> Option<TopicPartition> {
    let (topic, number) = name.rsplit_once('-')?;
    let partition = number.parse().ok()?;
    let topic = setup
        .topic_ids()
        .find(|&it| setup.topic(it).name == topic)?;
    let exists = partition < setup.topic(topic).partitions;
    exists.then_some(TopicPartition { topic, partition })
}

fn alone(mut facts: Vec<Fact>, several: fn(Vec<Fact>) -> Fact) -> Fact {
    if facts.len() == 1 {
        facts.remove(0)
    } else {
        several(facts)
    }
}

/// The words of a text, each with its place in characters from 1. What may stand in a name of Kafka's
/// belongs to a word.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut rest = text;
    let mut at = 1;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if first.is_whitespace() => {
                rest = &rest[first.len_utf8()..];
                at += 1;
                continue;
            }
            _ if is_of_name(first) => rest.find(|it| !is_of_name(it)).unwrap_or(rest.len()),
            '<' | '>' | '!' if rest[1..].starts_with('=') => 2,
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push((at, word));
        at += word.chars().count();
        rest = after;
    }
    words
}

fn is_of_name(it: char) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.')
}
