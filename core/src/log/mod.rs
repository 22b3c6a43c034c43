//! A partition as the broker stores it.
//!
//! Knows nothing of clients or groups: a commit never touches this module.
//! Follows Kafka's `UnifiedLog`, `LocalLog`, `LogSegment` and `DefaultRecordBatch`.
//!
//! # Layout
//!
//! - [`record`] and [`batch`]: what is stored, with the sizes it has in Kafka's log format;
//! - [`segment`]: the files that a log consists of;
//! - [`partition_log`]: the log and the offsets that bound it;
//! - [`append`], [`validation`], [`producers`]: writing, and what is refused;
//! - [`read`] and [`lookup`]: reading, and which offset belongs to a time;
//! - [`retention`] and [`truncation`]: what goes at the beginning, and at the end;
//! - [`compaction`]: what goes in the middle;
//! - [`epochs`]: which leader wrote what.

mod append;
mod batch;
pub mod compaction;
mod config;
mod epochs;
mod lookup;
mod partition_log;
mod producers;
mod read;
mod record;
mod retention;
mod segment;
mod truncation;
mod validation;

pub use append::{AppendError, AppendInfo, AppendOrigin, LeaderAppend};
pub use batch::{Batch, BatchHeader, ProducerStamp};
pub use config::{CleanupPolicy, LogConfig, TimestampType};
pub use epochs::{EpochEndOffset, LeaderEpochs};
pub use lookup::{OffsetSpec, TimestampAndOffset};
pub use partition_log::{AboveLogEnd, OffsetOutOfRange, PartitionLog, RollError};
pub use producers::ProducerStateError;
pub use read::{FetchIsolation, ReadLimit};
pub use record::{NewRecord, Record};
pub use retention::{DeletedSegments, DeletionReason};
pub use segment::Segment;
pub use validation::RecordValidationError;
