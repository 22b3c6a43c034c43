//! What a broker is set up with for its groups.

/// The settings of a broker for groups of the classic protocol: Kafka's `GroupCoordinatorConfig`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupConfig {
    /// `group.initial.rebalance.delay.ms`
    pub initial_rebalance_delay_ms: i64,
    /// `group.min.session.timeout.ms`
    pub min_session_timeout_ms: i64,
    /// `group.max.session.timeout.ms`
    pub max_session_timeout_ms: i64,
    /// A new member that waits for its join to be answered is kept for this long, whatever its
    /// session timeout (`CLASSIC_GROUP_NEW_MEMBER_JOIN_TIMEOUT_MS`).
    pub new_member_join_timeout_ms: i64,
    /// `group.max.size`
    pub max_size: u32,
    /// When what a group writes to `__consumer_offsets` is acknowledged.
    pub acknowledged: Acknowledged,
}

/// When what a group writes to `__consumer_offsets` is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Acknowledged {
    /// As soon as it is written: the broker is alone.
    AtOnce,
    /// When somebody calls [`super::ClassicGroup::append_done`].
    Later,
}

impl Default for GroupConfig {
    fn default() -> Self {
        Self {
            initial_rebalance_delay_ms: 3_000,
            min_session_timeout_ms: 6_000,
            max_session_timeout_ms: 1_800_000,
            new_member_join_timeout_ms: 300_000,
            max_size: i32::MAX.unsigned_abs(),
            acknowledged: Acknowledged::AtOnce,
        }
    }
}
