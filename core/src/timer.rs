//! Timers that can be armed. The world knows which are armed; *when* they fire is the clock's.

use crate::ids::{ConsumerId, GroupId, MemberId, OrderNumber, ProducerId};
use crate::network::Connection;
use serde::{Deserialize, Serialize};

/// Something that fires some time after it was armed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Timer {
    /// A customer places the next order with this producer.
    OrderDue(ProducerId),
    /// A producer's batch has waited for more records for `linger.ms`.
    Linger {
        /// The producer.
        producer: ProducerId,
        /// The batch's first order.
        order: OrderNumber,
    },
    /// A producer's request was not answered for `request.timeout.ms`.
    RequestTimeout {
        /// The producer.
        producer: ProducerId,
        /// The first order in the request.
        order: OrderNumber,
    },
    /// A producer's batch was not delivered within `delivery.timeout.ms`.
    DeliveryTimeout {
        /// The producer.
        producer: ProducerId,
        /// The batch's first order.
        order: OrderNumber,
    },
    /// A producer has waited for `retry.backoff.ms` before it sends again.
    RetryBackoff(ProducerId),
    /// The consumer's background thread sends a heartbeat (`heartbeat.interval.ms`).
    Heartbeat(ConsumerId),
    /// The consumer's auto-commit interval has passed (`auto.commit.interval.ms`).
    AutoCommit(ConsumerId),
    /// A consumer's call takes longer than `default.api.timeout.ms`.
    ApiTimeout(ConsumerId),
    /// The consumer's program has not called `poll` again for so long (`max.poll.interval.ms`).
    MaxPollInterval(ConsumerId),
    /// A consumer that the network has cut off has waited for an answer for too long
    /// (`request.timeout.ms`). Otherwise every request is answered.
    Unanswered {
        /// The consumer.
        consumer: ConsumerId,
        /// Where it waits for the answer.
        connection: Connection,
    },
    /// The coordinator has not heard from a member for `session.timeout.ms`.
    Session {
        /// The member's group.
        group: GroupId,
        /// The silent member.
        member: MemberId,
    },
    /// A member id was handed out and its owner did not join with it in time (KIP-394).
    PendingMember {
        /// The member's group.
        group: GroupId,
        /// The id nobody joined with.
        member: MemberId,
    },
    /// The end of `group.initial.rebalance.delay.ms`.
    InitialRebalanceDelay(GroupId),
    /// The longest `max.poll.interval.ms` of the group has passed since the rebalance began.
    JoinDeadline(GroupId),
    /// As long again since the new generation began: members that have not synced are out.
    SyncDeadline(GroupId),
    /// The broker's retention task looks for segments to delete
    /// (`log.retention.check.interval.ms`).
    RetentionCheck,
    /// The log cleaner looks for compacted logs that are due (`log.cleaner.backoff.ms`).
    LogCleaner,
    /// The coordinator looks for committed offsets that have expired
    /// (`offsets.retention.check.interval.ms`).
    OffsetExpiration,
}

impl Timer {
    /// The consumer process whose own it is; none if it is somebody else's.
    pub fn consumer(self) -> Option<ConsumerId> {
        match self {
            Self::Heartbeat(id)
            | Self::AutoCommit(id)
            | Self::ApiTimeout(id)
            | Self::MaxPollInterval(id)
            | Self::Unanswered { consumer: id, .. } => Some(id),
            _ => None,
        }
    }
}
