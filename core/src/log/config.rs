//! A topic's settings, by Kafka's property names.

/// The settings of a topic that its partitions' logs obey. `None` means "no limit", where Kafka
/// writes -1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// `segment.bytes`: an append that would make the active segment larger starts a new one.
    pub segment_bytes: u64,
    /// `segment.ms`: so does one whose records are this much younger than the segment's first.
    pub segment_ms: i64,
    /// `retention.ms`: a segment may go once its youngest record is older than this.
    pub retention_ms: Option<i64>,
    /// `retention.bytes`: the oldest segments go while the partition stays at least this large.
    pub retention_bytes: Option<u64>,
}

impl Default for LogConfig {
    /// Kafka 4.0's defaults: segments of 1 GiB or 7 days, kept for 7 days.
    fn default() -> Self {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        Self {
            segment_bytes: 1 << 30,
            segment_ms: 7 * DAY_MS,
            retention_ms: Some(7 * DAY_MS),
            retention_bytes: None,
        }
    }
}
