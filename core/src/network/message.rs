//! What clients and broker say to each other: Kafka's requests, reduced to what shows.

use super::Link;
use crate::effects::ReplyTo;
use crate::group::error::GroupError;
use crate::group::{Claim, Committer, InstanceId, MemberIdentity, Protocol, ProtocolName};
use crate::ids::{GroupId, MemberId, Offset, OrderNumber, TopicId, TopicPartition};
use crate::log::Batch;
use crate::setup::Acks;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// One message on a link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message {
    /// Which life of the client process this belongs to. An answer to a process that has died
    /// since finds its connection closed.
    pub process: u16,
    /// Which of the connection's sockets it goes through. An answer to a socket that has broken
    /// since finds it closed.
    pub socket: u16,
    /// What it says.
    pub body: Body,
}

/// A message's content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// From a client.
    Request(Request),
    /// To a client.
    Response(Response),
}

/// From a partition a consumer wants to read, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FetchTarget {
    /// The partition.
    pub partition: TopicPartition,
    /// The first offset wanted.
    pub offset: Offset,
}

/// How much a fetch may bring. Both limits are soft: a consumer must be able to move on, so the
/// first batch of the whole answer comes whatever its size (KIP-74).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FetchLimits {
    /// `fetch.max.bytes`: of all partitions together.
    pub max_bytes: u32,
    /// `max.partition.fetch.bytes`: of each.
    pub partition_max_bytes: u32,
}

/// What a client commits for a partition, and what it is told of a commit: `OffsetAndMetadata`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OffsetAndMetadata {
    /// The next offset to read.
    pub offset: Offset,
    /// The leader epoch of the last record read, if the client says so.
    pub leader_epoch: Option<u32>,
    /// What the application wants to remember with it; empty if nothing.
    pub metadata: Arc<str>,
}

impl From<Offset> for OffsetAndMetadata {
    fn from(offset: Offset) -> Self {
        Self {
            offset,
            leader_epoch: None,
            metadata: Arc::default(),
        }
    }
}

/// A batch on its way into a log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProducedBatch {
    /// Where to.
    pub partition: TopicPartition,
    /// The records, with their producer's stamp if it is idempotent.
    pub batch: Batch,
    /// Which order each carries: for the ledger, the broker never looks.
    pub orders: Vec<OrderNumber>,
}

/// Why the broker does not append a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ProduceError {
    /// `MESSAGE_TOO_LARGE` (10)
    MessageTooLarge,
    /// `RECORD_LIST_TOO_LARGE` (18)
    RecordListTooLarge,
    /// `INVALID_TIMESTAMP` (32)
    InvalidTimestamp,
    /// `OUT_OF_ORDER_SEQUENCE_NUMBER` (45)
    OutOfOrderSequence,
    /// `INVALID_PRODUCER_EPOCH` (47)
    InvalidProducerEpoch,
    /// `INVALID_RECORD` (87)
    InvalidRecord,
}

/// What a client asks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Request {
    /// Append batches, one for each partition at most.
    Produce {
        /// When to answer.
        acks: Acks,
        /// What.
        batches: Vec<ProducedBatch>,
    },
    /// Read partitions from the given offsets. Waits at the broker until there is something.
    Fetch {
        /// Where from.
        targets: Vec<FetchTarget>,
        /// How much.
        limits: FetchLimits,
    },
    /// Where does each partition begin, or end? Asked when a position must be reset.
    ListOffsets {
        /// The partitions.
        partitions: Vec<TopicPartition>,
        /// Which end.
        end: LogEnd,
    },
    /// Become a member, or say that one takes part in the rebalance.
    JoinGroup {
        /// The group.
        group: GroupId,
        /// The member id; none the first time.
        member: Option<MemberId>,
        /// The id the coordinator hands out if there is none yet. In Kafka it draws a uuid.
        new_id: MemberId,
        /// `group.instance.id`, of a static member.
        instance: Option<InstanceId>,
        /// `session.timeout.ms`
        session_timeout_ms: i64,
        /// `max.poll.interval.ms`, which the Java client sends as its rebalance timeout.
        rebalance_timeout_ms: i64,
        /// The assignors supported, with the topics wanted.
        protocols: Vec<Protocol>,
    },
    /// Fetch one's assignment; the leader brings everybody's.
    SyncGroup {
        /// The group.
        group: GroupId,
        /// The member.
        who: MemberIdentity,
        /// The generation it believes in.
        generation: u32,
        /// From the leader: who gets what. Empty from others.
        assignments: Vec<(MemberId, Vec<TopicPartition>)>,
    },
    /// I am alive.
    Heartbeat {
        /// The group.
        group: GroupId,
        /// The member.
        who: MemberIdentity,
        /// The generation it believes in.
        generation: u32,
    },
    /// I go. Nobody waits for an answer.
    LeaveGroup {
        /// The group.
        group: GroupId,
        /// The member.
        who: MemberIdentity,
    },
    /// Store positions.
    OffsetCommit {
        /// The group.
        group: GroupId,
        /// Who commits, and the generation it believes in.
        committer: Committer,
        /// The next offset to read, per partition.
        offsets: Vec<(TopicPartition, OffsetAndMetadata)>,
    },
    /// Which offsets are committed?
    OffsetFetch {
        /// The group.
        group: GroupId,
        /// The partitions.
        partitions: Vec<TopicPartition>,
    },
}

/// Which end of a log `ListOffsets` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LogEnd {
    /// The log start offset (timestamp -2).
    Earliest,
    /// The high watermark (timestamp -1).
    Latest,
    /// No end: the first record that is not older than so many ms as the broker is asked, and the
    /// high watermark if there is none.
    Since(i64),
}

/// A member as the leader sees it in its answer to `JoinGroup`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JoinedMember {
    /// Its id.
    pub member: MemberId,
    /// Its `group.instance.id`, if it is static.
    pub instance: Option<InstanceId>,
    /// The topics it wants.
    pub subscription: Vec<TopicId>,
    /// The generation that it was in as it joined.
    pub generation: Option<u32>,
    /// What it had.
    pub claim: Claim,
}

/// What a fetch brings for one partition.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FetchAnswer {
    /// The partition.
    pub partition: TopicPartition,
    /// The offset that was asked for.
    pub offset: Offset,
    /// Whole batches, or that the log does not hold this offset (`OFFSET_OUT_OF_RANGE`).
    pub records: Result<Vec<Arc<Batch>>, OffsetOutOfRange>,
}

/// `OFFSET_OUT_OF_RANGE` (1): below the log start or above the log end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OffsetOutOfRange;

/// What the broker answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Response {
    /// For each batch, the offset of its first record, or why it is not in the log.
    Produce(Vec<(TopicPartition, Result<Offset, ProduceError>)>),
    /// Records.
    Fetch(Vec<FetchAnswer>),
    /// The ends asked for.
    ListOffsets {
        /// Which end was asked for.
        end: LogEnd,
        /// Where that is.
        offsets: Vec<(TopicPartition, Offset)>,
    },
    /// The first join of a process: use this id and ask again (`MEMBER_ID_REQUIRED`, KIP-394).
    MemberIdRequired(MemberId),
    /// The rebalance's first half is over.
    JoinGroup(Result<Joined, GroupError>),
    /// The rebalance's second half is over: what this member owns.
    SyncGroup(Result<Vec<TopicPartition>, GroupError>),
    /// Heard you.
    Heartbeat(Result<(), GroupError>),
    /// Stored, or refused. Kafka answers partition by partition; the Java client looks no further
    /// than the first error, and that is what is here.
    OffsetCommit(Result<(), GroupError>),
    /// The committed offsets; none where nothing was committed.
    OffsetFetch(Vec<(TopicPartition, Option<OffsetAndMetadata>)>),
}

/// A successful answer to `JoinGroup`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Joined {
    /// Whom this is for: a static member learns its new id here.
    pub member: MemberId,
    /// The new generation.
    pub generation: u32,
    /// Who assigns.
    pub leader: Option<MemberId>,
    /// The protocol chosen: the assignor to use.
    pub protocol: Option<ProtocolName>,
    /// The leader need not assign: a static one that came back goes on with what there is.
    pub skip_assignment: bool,
    /// Everybody's subscription for the leader, who must assign; empty for the others.
    pub members: Vec<JoinedMember>,
}

/// Tells messages apart, for drawing and filtering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MessageKind {
    /// A record on its way to the log, or the answer.
    Produce,
    /// A fetch request or its records.
    Fetch,
    /// A question about offsets: committed ones, or the ends of a log.
    OffsetLookup,
    /// A join or its answer, or a leave.
    Join,
    /// A sync, or its answer.
    Sync,
    /// A heartbeat, or its answer.
    Heartbeat,
    /// A commit, or its answer.
    Commit,
}

impl Message {
    /// The client at the far end of its link, as it was when the message was sent or asked for.
    pub fn sender(&self, link: Link) -> ReplyTo {
        ReplyTo {
            client: link.client,
            process: self.process,
            socket: self.socket,
        }
    }

    /// What kind of message this is.
    pub fn kind(&self) -> MessageKind {
        match &self.body {
            Body::Request(request) => match request {
                Request::Produce { .. } => MessageKind::Produce,
                Request::Fetch { .. } => MessageKind::Fetch,
                Request::ListOffsets { .. } | Request::OffsetFetch { .. } => {
                    MessageKind::OffsetLookup
                }
                Request::JoinGroup { .. } | Request::LeaveGroup { .. } => MessageKind::Join,
                Request::SyncGroup { .. } => MessageKind::Sync,
                Request::Heartbeat { .. } => MessageKind::Heartbeat,
                Request::OffsetCommit { .. } => MessageKind::Commit,
            },
            Body::Response(response) => match response {
                Response::Produce(_) => MessageKind::Produce,
                Response::Fetch(_) => MessageKind::Fetch,
                Response::ListOffsets { .. } | Response::OffsetFetch(_) => {
                    MessageKind::OffsetLookup
                }
                Response::MemberIdRequired(_) | Response::JoinGroup(_) => MessageKind::Join,
                Response::SyncGroup(_) => MessageKind::Sync,
                Response::Heartbeat(_) => MessageKind::Heartbeat,
                Response::OffsetCommit(_) => MessageKind::Commit,
            },
        }
    }
}
