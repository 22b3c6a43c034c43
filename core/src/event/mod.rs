//! Facts: what happened, in types. The front end words them, in whatever language it speaks.

mod cause;
mod program;
mod routine;
mod span;

pub use cause::{
    CommitException, CommitTrigger, ConsumerError, FatalException, JoinReason, PositionSource,
    ProduceException, RebalanceReason, SkipReason,
};
pub use program::ProgramEvent;
pub use span::RecordSpan;

use crate::admin::{AdminError, AdminRequest};
use crate::client::strategy::Strategy;
use crate::group::error::GroupError;
use crate::ids::{ConsumerId, GroupId, MemberId, Offset, OrderNumber, ProducerId, TopicPartition};
use crate::log::DeletedSegments;
use crate::network::{Client, Connection, Link, LogEnd};
use serde::{Deserialize, Serialize};

/// Something that happened. Events are what the world reports, never what it reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Event {
    /// A customer placed an order; the producer sent it to a partition.
    OrderPlaced {
        /// The producer.
        producer: ProducerId,
        /// Which order.
        order: OrderNumber,
        /// Where its key sends it.
        partition: TopicPartition,
    },
    /// The broker appended a record.
    RecordAppended {
        /// Which order.
        order: OrderNumber,
        /// The partition.
        partition: TopicPartition,
        /// The offset it got.
        offset: Offset,
    },
    /// The broker has this batch already, and does not append it again.
    DuplicateBatch {
        /// Its producer.
        producer: ProducerId,
        /// The partition.
        partition: TopicPartition,
        /// Where its first record is.
        offset: Offset,
    },
    /// A producer sent a batch.
    RecordsSent {
        /// The producer.
        producer: ProducerId,
        /// Where to.
        partition: TopicPartition,
        /// The orders in it.
        orders: Vec<OrderNumber>,
        /// The n-th time: more than 1 is a retry.
        attempt: u32,
    },
    /// A producer takes a batch for delivered: the callback of `send`.
    ProduceAcknowledged {
        /// The producer.
        producer: ProducerId,
        /// The partition.
        partition: TopicPartition,
        /// The first record's offset; unknown with `acks=0`.
        offset: Option<Offset>,
        /// The orders in it.
        orders: Vec<OrderNumber>,
    },
    /// A producer has given a batch up: the callback of `send`, with an exception.
    ProduceFailed {
        /// The producer.
        producer: ProducerId,
        /// The partition.
        partition: TopicPartition,
        /// The orders in it.
        orders: Vec<OrderNumber>,
        /// Why.
        exception: ProduceException,
    },
    /// The active segment was full or too old: a new one began.
    SegmentRolled {
        /// The partition.
        partition: TopicPartition,
        /// The new segment's base offset.
        base_offset: Offset,
    },
    /// Retention deleted segments.
    SegmentsDeleted {
        /// The partition.
        partition: TopicPartition,
        /// What went, and why.
        deleted: DeletedSegments,
    },
    /// The retention task looked and found nothing to delete.
    RetentionFoundNothing,
    /// The cleaner has taken records that later ones of the same key had overtaken.
    LogCompacted {
        /// The partition.
        partition: TopicPartition,
        /// The part of the log below this is clean now.
        until: Offset,
        /// Which records went; their offsets stay empty.
        removed: Vec<RecordSpan>,
    },
    /// The cleaner looked and found no log that is due.
    CleanerFoundNothing,

    /// A consumer asked to join its group.
    JoinSent {
        /// The consumer.
        consumer: ConsumerId,
        /// Why.
        reason: JoinReason,
    },
    /// The coordinator gave a new process its member id.
    MemberIdGiven {
        /// The group.
        group: GroupId,
        /// The id.
        member: MemberId,
    },
    /// A member id was handed out but nobody joined with it in time.
    MemberIdExpired {
        /// The group.
        group: GroupId,
        /// The id.
        member: MemberId,
    },
    /// The group began to rebalance.
    RebalanceStarted {
        /// The group.
        group: GroupId,
        /// Why.
        reason: RebalanceReason,
    },
    /// A member's join arrived; the answer waits for the others.
    MemberJoined {
        /// The group.
        group: GroupId,
        /// The member.
        member: MemberId,
    },
    /// A member did not join in time and is out.
    MemberRemoved {
        /// The group.
        group: GroupId,
        /// The member.
        member: MemberId,
    },
    /// All have joined: a new generation began and its leader will assign.
    GenerationStarted {
        /// The group.
        group: GroupId,
        /// The generation.
        generation: u32,
        /// Who assigns; none in a group that is now empty.
        leader: Option<MemberId>,
        /// How many members it has.
        members: u16,
    },
    /// The leader worked out who gets what.
    PartitionsAssignedByLeader {
        /// The leader.
        consumer: ConsumerId,
        /// Who gets what.
        assignments: Vec<(MemberId, Vec<TopicPartition>)>,
    },
    /// The leader's assignment arrived: the group is stable.
    GroupStable {
        /// The group.
        group: GroupId,
        /// The generation.
        generation: u32,
    },
    /// A consumer learned what it owns (`onPartitionsAssigned`).
    PartitionsAssigned {
        /// The consumer.
        consumer: ConsumerId,
        /// What.
        partitions: Vec<TopicPartition>,
    },
    /// A consumer gave up its partitions for a rebalance (`onPartitionsRevoked`).
    PartitionsRevoked {
        /// The consumer.
        consumer: ConsumerId,
        /// What.
        partitions: Vec<TopicPartition>,
    },
    /// A consumer found out that its partitions are no longer its own (`onPartitionsLost`).
    PartitionsLost {
        /// The consumer.
        consumer: ConsumerId,
        /// What.
        partitions: Vec<TopicPartition>,
    },
    /// A consumer sent a heartbeat.
    HeartbeatSent(ConsumerId),
    /// The coordinator heard a member.
    HeartbeatHeard {
        /// The group.
        group: GroupId,
        /// The member.
        member: MemberId,
    },
    /// The coordinator turned a request away.
    RequestRefused {
        /// The group.
        group: GroupId,
        /// The member.
        member: MemberId,
        /// Why.
        error: GroupError,
    },
    /// A consumer learned from its coordinator that all is well, or not.
    HeartbeatAnswered {
        /// The consumer.
        consumer: ConsumerId,
        /// What was wrong, if anything.
        error: Option<GroupError>,
    },
    /// A member was silent for `session.timeout.ms`: the coordinator threw it out.
    SessionExpired {
        /// The group.
        group: GroupId,
        /// The member.
        member: MemberId,
    },

    /// A consumer's program has not called `poll` for `max.poll.interval.ms`: its background thread
    /// leaves the group (`AbstractCoordinator.handlePollTimeoutExpiry`).
    PollTimeoutExpired(ConsumerId),

    /// A consumer asked where its group stands.
    CommittedOffsetsAsked(ConsumerId),
    /// A consumer asked where a log begins or ends, to reset its position.
    LogEndsAsked {
        /// The consumer.
        consumer: ConsumerId,
        /// Which end.
        end: LogEnd,
    },
    /// A consumer now has a position.
    PositionSet {
        /// The consumer.
        consumer: ConsumerId,
        /// The partition.
        partition: TopicPartition,
        /// The next offset it will read.
        offset: Offset,
        /// Where that came from.
        source: PositionSource,
    },
    /// A consumer's position was outside the log.
    PositionOutOfRange {
        /// The consumer.
        consumer: ConsumerId,
        /// The partition.
        partition: TopicPartition,
        /// The position.
        offset: Offset,
    },
    /// A consumer asked for records.
    FetchSent(ConsumerId),
    /// The broker has nothing for this fetch yet and keeps it.
    FetchHeld(ConsumerId),
    /// The broker sent what a fetch asked for.
    FetchServed(ConsumerId),
    /// Records arrived in a consumer's buffer.
    RecordsFetched {
        /// The consumer.
        consumer: ConsumerId,
        /// Which.
        records: Vec<RecordSpan>,
    },
    /// A fetch's answer came too late: the position or the assignment has changed.
    FetchDiscarded(ConsumerId),
    /// Where a consumer stood is nothing any more: the position moves on to what comes after.
    GapSkipped {
        /// The consumer.
        consumer: ConsumerId,
        /// The partition.
        partition: TopicPartition,
        /// The next offset it will read.
        offset: Offset,
    },
    /// `poll` returned records; the position is now after them.
    PollReturned {
        /// The consumer.
        consumer: ConsumerId,
        /// Which.
        records: Vec<RecordSpan>,
    },
    /// The application began to process a record.
    ProcessingStarted {
        /// The consumer.
        consumer: ConsumerId,
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
    },
    /// The record took effect in the world outside Kafka.
    EffectDone {
        /// The consumer.
        consumer: ConsumerId,
        /// The partition.
        partition: TopicPartition,
        /// The record.
        offset: Offset,
        /// The n-th time for this group: more than 1 is a duplicate.
        times: u8,
        /// Whether a later order of the same customer had taken effect before this one.
        out_of_order: bool,
    },
    /// The auto-commit interval has passed. Nothing is sent before the next `poll`.
    AutoCommitDue(ConsumerId),
    /// A consumer sent a commit.
    CommitSent {
        /// The consumer.
        consumer: ConsumerId,
        /// What made it.
        trigger: CommitTrigger,
        /// The next offset to read, per partition.
        offsets: Vec<(TopicPartition, Offset)>,
    },
    /// The coordinator stored a committed offset.
    CommitApplied {
        /// The group.
        group: GroupId,
        /// The partition.
        partition: TopicPartition,
        /// The offset before, if any.
        previous: Option<Offset>,
        /// The next offset to read.
        offset: Offset,
    },
    /// Committed offsets have expired: nothing is committed there any more.
    OffsetsExpired {
        /// The group.
        group: GroupId,
        /// Where.
        partitions: Vec<TopicPartition>,
    },
    /// The coordinator looked and found no offset that has expired.
    NoOffsetExpired,
    /// A group has neither members nor offsets: the coordinator has forgotten it.
    GroupRemoved(GroupId),
    /// A consumer heard that its commit is stored.
    CommitAcknowledged {
        /// The consumer.
        consumer: ConsumerId,
        /// What had made it.
        trigger: CommitTrigger,
    },
    /// A consumer's commit failed.
    CommitFailed {
        /// The consumer.
        consumer: ConsumerId,
        /// What had made it.
        trigger: CommitTrigger,
        /// The exception, as the Java client throws it. Auto-commit only logs it.
        exception: CommitException,
    },
    /// The callback of a `commitAsync` ran, inside a later `poll` or commit.
    CommitCallbackRan {
        /// The consumer.
        consumer: ConsumerId,
        /// What the callback was given, if the commit failed.
        exception: Option<CommitException>,
    },
    /// A consumer's program did something by itself.
    Program {
        /// The consumer.
        consumer: ConsumerId,
        /// What.
        what: ProgramEvent,
    },
    /// A consumer process died.
    ConsumerCrashed {
        /// The consumer.
        consumer: ConsumerId,
        /// Records that `poll` had returned and that had not taken effect.
        in_hand: Vec<RecordSpan>,
    },
    /// An exception that nobody catches has ended a consumer's loop; `finally` is still to come.
    ConsumerFailed {
        /// The consumer.
        consumer: ConsumerId,
        /// The exception.
        exception: FatalException,
        /// Records of the batch that the program will not deal with any more.
        dropped: Vec<RecordSpan>,
    },
    /// librdkafka's `poll` returned an error; the program logs it and polls on.
    ErrorReturned {
        /// The consumer.
        consumer: ConsumerId,
        /// The error.
        error: ConsumerError,
    },
    /// A consumer process was started again.
    ConsumerRestarted(ConsumerId),
    /// A consumer process stands still from now on.
    ConsumerPaused(ConsumerId),
    /// A consumer process that stood still goes on.
    ConsumerResumed(ConsumerId),
    /// An answer found nobody: the process that asked has died since, or its connection has broken.
    AnswerLost(ConsumerId),
    /// A connection broke, and the client noticed.
    Disconnected {
        /// The client.
        client: Client,
        /// Which of its connections.
        connection: Connection,
        /// How many requests never arrive.
        requests_lost: u16,
        /// How many answers never arrive: what was asked has been done.
        answers_lost: u16,
    },
    /// The network between a client and its broker has failed; neither knows.
    NetworkCut(Client),
    /// It is there again.
    NetworkHealed(Client),
    /// What is on a link takes longer.
    MessagesDelayed {
        /// The link.
        link: Link,
        /// By so much.
        by_ms: i64,
    },
    /// An administrator asked the broker for something. What it did about it follows.
    AdminAsked(AdminRequest),
    /// The broker refused that.
    AdminRefused(AdminError),
    /// A log begins later now. The segments stay until the next retention check.
    RecordsDeleted {
        /// The partition.
        partition: TopicPartition,
        /// Where it began before.
        old_log_start: Offset,
        /// And now.
        new_log_start: Offset,
    },
    /// A committed offset was deleted: nothing is committed there any more.
    OffsetDeleted {
        /// The group.
        group: GroupId,
        /// The partition.
        partition: TopicPartition,
    },
    /// A group was deleted, and all its offsets with it.
    GroupDeleted(GroupId),
    /// Somebody changed how a group commits.
    StrategyChosen {
        /// The group.
        group: GroupId,
        /// The new strategy.
        strategy: Strategy,
    },
    /// A consumer runs its group's new program from here on.
    StrategyAdopted {
        /// The consumer.
        consumer: ConsumerId,
        /// The new strategy.
        strategy: Strategy,
    },
}
