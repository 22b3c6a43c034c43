//! How facts are read: what stands closer together, and where it says that something is wrong.

use super::{Fact, Measure, Number, Relation};
use crate::catalogue::Listed;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
use offsetscope_core::setup::Setup;

/// Two members, two partitions.
fn setup() -> Setup {
    let listed = Listed::find("a-crash-and-who-takes-over").expect("it is in the catalogue");
    let lesson = listed.lesson().expect("it is a lesson");
    lesson.scenario.setup().expect("it can be set up")
}

fn read(text: &str) -> Fact {
    Fact::parse(text, &setup()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> String {
    match Fact::parse(text, &setup()) {
        Ok(fact) => panic!("{text} is read as {fact:?}"),
        Err(error) => error.to_string(),
    }
}

fn crashes(relation: Relation, than: i64) -> Fact {
    let Number::Measured(crashes) = Number::parse("crashes", &setup()).expect("a measure") else {
        panic!("a measure is measured");
    };
    Fact::Compare(Number::Measured(crashes), relation, Number::Plain(than))
}

#[test]
fn each_relation_is_read() {
    for (sign, relation) in [
        ("=", Relation::Equal),
        ("!=", Relation::Unequal),
        ("<", Relation::Less),
        ("<=", Relation::AtMost),
        (">", Relation::More),
        (">=", Relation::AtLeast),
    ] {
        assert_eq!(read(&format!("crashes {sign} 2")), crashes(relation, 2));
        assert_eq!(read(&format!("crashes{sign}2")), crashes(relation, 2));
    }
}

#[test]
fn each_relation_holds_where_it_does() {
    for (relation, less, equal, more) in [
        (Relation::Equal, false, true, false),
        (Relation::Unequal, true, false, true),
        (Relation::Less, true, false, false),
        (Relation::AtMost, true, true, false),
        (Relation::More, false, false, true),
        (Relation::AtLeast, false, true, true),
    ] {
        let holds = [-1, 0, 1].map(|left| relation.holds(left, 0));
        assert_eq!(holds, [less, equal, more], "{relation:?}");
    }
}

#[test]
fn and_binds_closer_than_or_and_not_closer_than_both() {
    let one = || crashes(Relation::Equal, 1);
    let two = || crashes(Relation::Equal, 2);
    let three = || crashes(Relation::Equal, 3);
    assert_eq!(
        read("crashes = 1 or crashes = 2 and not crashes = 3"),
        Fact::Any(vec![
            one(),
            Fact::All(vec![two(), Fact::Not(Box::new(three()))])
        ])
    );
    assert_eq!(
        read("(crashes = 1 or crashes = 2) and crashes = 3"),
        Fact::All(vec![Fact::Any(vec![one(), two()]), three()])
    );
    assert_eq!(
        read("not (crashes = 1 and crashes = 2)"),
        Fact::Not(Box::new(Fact::All(vec![one(), two()])))
    );
}

#[test]
fn names_are_those_of_the_setup() {
    let partition = TopicPartition {
        topic: TopicId(0),
        partition: 1,
    };
    let read = |text| Number::parse(text, &setup()).map_err(|error| error.to_string());
    assert_eq!(
        read("committed(fulfilment, orders-1)"),
        Ok(Number::Measured(Measure::Committed(GroupId(0), partition)))
    );
    assert_eq!(
        read(" position( fulfilment-2 ,orders-1 ) "),
        Ok(Number::Measured(Measure::Position(
            ConsumerId(1),
            partition
        )))
    );
    assert_eq!(
        read("times(fulfilment, orders-1, 7)"),
        Ok(Number::Measured(Measure::Times(GroupId(0), partition, 7)))
    );
    assert_eq!(read("-3"), Ok(Number::Plain(-3)));
}

#[test]
fn what_is_no_fact_is_refused_where_it_stops_being_one() {
    for (text, why) in [
        ("", "character 1: something is missing here"),
        ("crashes", "character 8: here comes one of = != < <= > >="),
        ("crashes = ", "character 11: something is missing here"),
        ("crashes = 1 2", "character 13: “2” is one thing too many"),
        ("crashes = 1 and", "character 16: something is missing here"),
        ("(crashes = 1", "character 13: a “)” is missing"),
        (
            "crashed = 1",
            "character 1: “crashed” is nothing that can be measured",
        ),
        ("crashes = 1x", "character 11: “1x” is no whole number"),
        (
            "once(nobody) = 1",
            "character 6: there is no group “nobody”",
        ),
        (
            "owned(fulfilment) = 1",
            "character 7: there is no consumer “fulfilment”",
        ),
        (
            "log_end(orders-2) = 1",
            "character 9: there is no partition “orders-2”",
        ),
        (
            "log_end(orders) = 1",
            "character 9: there is no partition “orders”",
        ),
        ("once fulfilment = 1", "character 6: a “(” is missing"),
        (
            "committed(fulfilment) = 1",
            "character 21: a “,” is missing",
        ),
        (
            "times(fulfilment, orders-0, x) = 1",
            "character 29: here comes an offset",
        ),
        ("é = 1", "character 1: “é” is nothing that can be measured"),
        (
            "crashes = 99999999999999999999",
            "character 11: “99999999999999999999” is no whole number",
        ),
    ] {
        assert_eq!(refused(text), why, "{text}");
    }
}

/// It is asked after every step, and the reader calls itself.
#[test]
fn a_fact_is_neither_too_deep_nor_too_long() {
    let deep = |depth: usize| format!("{}crashes = 1{}", "(".repeat(depth), ")".repeat(depth));
    read(&deep(16));
    assert!(refused(&deep(17)).ends_with("this is nested too deeply"));
    assert!(refused(&"not ".repeat(100_000)).ends_with("this is nested too deeply"));
    let long = |count: usize| vec!["crashes = 1"; count].join(" or ");
    read(&long(24));
    assert!(refused(&long(25)).ends_with("a fact has at most 24 comparisons"));
}
