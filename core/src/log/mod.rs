//! A partition as the broker stores it.
//!
//! Knows nothing of clients or groups: a commit never touches this module.
//! Follows Kafka's `UnifiedLog`, `LogSegment` and `DefaultRecordBatch`.

mod config;
mod partition_log;
mod record;
mod retention;
mod segment;

pub use config::LogConfig;
pub use partition_log::{AppendInfo, PartitionLog, ReadError};
pub use record::{Batch, NewRecord, Record};
pub use retention::{DeletedSegments, DeletionReason};
pub use segment::Segment;
