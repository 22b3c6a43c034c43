//! Observations of Kafka's own tests that hang on what is still under way, or on what a request
//! carries; each test has the id of its observation. The others are replayed as steps, see
//! `tests/observations`.

use super::{Call, ClientContext, KafkaConsumer, Phase, Position, SeekTo, Subscription};
use crate::effects::Effects;
use crate::event::CommitException;
use crate::group::Committer;
use crate::group::error::GroupError;
use crate::ids::{ConsumerId, GroupId, MemberId, Offset, TopicId, TopicPartition};
use crate::network::{Body, FetchAnswer, FetchTarget, LogEnd, OffsetOutOfRange, Request, Response};
use crate::scenario::Scenario;
use crate::setup::{ClientLibrary, ConsumerConfig};

const TP0: TopicPartition = TopicPartition {
    topic: TopicId(0),
    partition: 0,
};
const TP1: TopicPartition = TopicPartition {
    topic: TopicId(0),
    partition: 1,
};

fn new_consumer() -> KafkaConsumer {
    KafkaConsumer::new(ConsumerId(0), Some(GroupId(0)), ClientLibrary::Java)
}

/// A consumer that is in `poll` and has this partition alone, at this position.
fn assigned(position: Position) -> KafkaConsumer {
    let mut client = new_consumer();
    client.assign(vec![TP0]).expect("it has not subscribed");
    client.assignment[0].position = position;
    client.call = Some(Call::Poll);
    client
}

/// One whose question for the log's end is on its way.
fn resetting() -> KafkaConsumer {
    assigned(Position::AwaitingReset(LogEnd::Latest))
}

fn answer(client: &mut KafkaConsumer, response: Response) {
    let context = ClientContext {
        config: &ConsumerConfig::default(),
        setup: &Scenario::Shop.setup(1),
    };
    let returned = client.receive(response, context, &mut Effects::default());
    assert_eq!(returned, None);
}

/// The answer to that question.
fn latest_is(offset: Offset) -> Response {
    Response::ListOffsets {
        end: LogEnd::Latest,
        offsets: vec![(TP0, offset)],
    }
}

fn position(client: &KafkaConsumer) -> Option<Position> {
    client.assigned(TP0).map(|owned| owned.position)
}

#[test]
fn reset_06_a_seek_wins_over_an_answer_that_is_under_way() {
    let mut client = resetting();
    client
        .seek(TP0, SeekTo::Offset(237))
        .expect("it is assigned");
    answer(&mut client, latest_is(5));
    assert_eq!(position(&client), Some(Position::At(237)));
}

/// Also if the new question is on its way already: the answer is not to that one.
#[test]
fn reset_07_a_reset_to_the_other_end_does_not_take_the_old_answer() {
    let mut client = resetting();
    let earliest = SeekTo::End(LogEnd::Earliest);
    client.seek(TP0, earliest).expect("it is assigned");
    for wanted in [Position::NeedsReset, Position::AwaitingReset] {
        let wanted = wanted(LogEnd::Earliest);
        client.assignment[0].position = wanted;
        answer(&mut client, latest_is(5));
        assert_eq!(position(&client), Some(wanted));
    }
}

#[test]
fn reset_08_the_same_reset_again_takes_the_answer_that_is_under_way() {
    let mut client = resetting();
    let latest = SeekTo::End(LogEnd::Latest);
    client.seek(TP0, latest).expect("it is assigned");
    answer(&mut client, latest_is(5));
    assert_eq!(position(&client), Some(Position::At(5)));
}

#[test]
fn reset_10_an_answer_for_what_is_no_longer_assigned_is_not_heard() {
    let mut client = resetting();
    client.assign(vec![TP1]).expect("it has not subscribed");
    answer(&mut client, latest_is(5));
    assert_eq!(position(&client), None);
    assert_eq!(client.assignment[0].position, Position::Unknown);
}

#[test]
fn reset_29_out_of_range_at_an_old_position_is_not_heard() {
    let mut client = assigned(Position::At(0));
    let target = FetchTarget {
        partition: TP0,
        offset: 0,
    };
    client.fetch_in_flight = Some(vec![target]);
    client.seek(TP0, SeekTo::Offset(1)).expect("it is assigned");
    let out_of_range = FetchAnswer {
        partition: TP0,
        offset: 0,
        records: Err(OffsetOutOfRange),
    };
    answer(&mut client, Response::Fetch(vec![out_of_range]));
    assert_eq!(position(&client), Some(Position::At(1)));
}

/// A member of generation 1.
fn member() -> KafkaConsumer {
    let mut client = new_consumer();
    client.subscription = Subscription::Topics(vec![TP0.topic]);
    client.membership.member = Some(MemberId {
        consumer: ConsumerId(0),
        number: 1,
    });
    client.membership.generation = Some(1);
    client.membership.phase = Phase::Stable;
    client
}

#[test]
fn reset_38_illegal_generation_keeps_the_member_id() {
    let mut client = member();
    client.commit_async(vec![(TP0, 3u64)], &mut Effects::default());
    let refused = Err(GroupError::IllegalGeneration);
    answer(&mut client, Response::OffsetCommit(refused));
    assert_eq!(client.callbacks, [Err(CommitException::CommitFailed)]);
    assert_eq!(client.membership.generation, None);
    assert!(client.membership.member.is_some());
}

#[test]
fn reset_43_after_leaving_a_commit_with_assign_is_nobodys() {
    let mut client = member();
    client.unsubscribe(&mut Effects::default());
    client.assign(vec![TP0]).expect("it has unsubscribed");
    let mut effects = Effects::default();
    client.commit_async(vec![(TP0, 3u64)], &mut effects);
    let committer = effects.outbox.iter().find_map(|(_, it)| match &it.body {
        Body::Request(Request::OffsetCommit { committer, .. }) => Some(*committer),
        _ => None,
    });
    assert_eq!(committer, Some(Committer::OUTSIDE));
}
