//! What a leader refuses to append: `UnifiedLog.analyzeAndValidateRecords` and `LogValidator`.

use super::append::{AppendError, AppendOrigin};
use super::batch::Batch;
use super::config::{LogConfig, TimestampType};
use super::record::Record;

/// What is wrong with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordValidationError {
    /// `INVALID_RECORD` (87): the topic is compacted and the record has no key.
    KeylessInCompactedTopic,
    /// `INVALID_TIMESTAMP` (32): its timestamp is too far from the broker's time.
    InvalidTimestamp,
}

/// Checks batches before they get their offsets. In Kafka's order: where two things are wrong, the
/// same one is named.
pub(super) fn validate_for_leader(
    batches: &[Batch],
    origin: AppendOrigin,
    now_ms: i64,
    config: &LogConfig,
) -> Result<(), AppendError> {
    for batch in batches {
        if origin == AppendOrigin::Client && batch.base_offset() != 0 {
            return Err(AppendError::InvalidRecord);
        }
        if batch.size_bytes() > config.max_message_bytes {
            return Err(AppendError::RecordTooLarge);
        }
    }
    let [batch] = batches else {
        return Err(AppendError::InvalidRecord);
    };
    if origin == AppendOrigin::Client {
        validate_batch(batch)?;
    }
    validate_records(&batch.records, now_ms, config).map_err(AppendError::RecordValidation)
}

/// `LogValidator.validateBatch`: a client's batch has a record for every offset, and a producer's
/// sequence numbers begin with 0.
fn validate_batch(batch: &Batch) -> Result<(), AppendError> {
    let range = batch.last_offset().checked_sub(batch.base_offset());
    let count = u64::try_from(batch.records.len()).unwrap_or(u64::MAX);
    let complete = range.is_some_and(|delta| delta + 1 == count);
    let producer = batch.header.producer;
    let numbered = producer.is_none_or(|producer| producer.base_sequence >= 0);
    if complete && numbered {
        Ok(())
    } else {
        Err(AppendError::InvalidRecord)
    }
}

/// `LogValidator.validateRecord` and `processRecordErrors`: a timestamp that is wrong is named
/// before a key that is missing, whichever record comes first.
fn validate_records(
    records: &[Record],
    now_ms: i64,
    config: &LogConfig,
) -> Result<(), RecordValidationError> {
    let keyless = |record: &Record| config.cleanup_policy.compacts() && record.key.is_none();
    let mistimed = |record: &Record| !keyless(record) && is_mistimed(record, now_ms, config);
    if records.iter().any(mistimed) {
        return Err(RecordValidationError::InvalidTimestamp);
    }
    if records.iter().any(keyless) {
        return Err(RecordValidationError::KeylessInCompactedTopic);
    }
    Ok(())
}

fn is_mistimed(record: &Record, now_ms: i64, config: &LogConfig) -> bool {
    let age_ms = now_ms.saturating_sub(record.timestamp_ms);
    config.message_timestamp_type == TimestampType::CreateTime
        && record.timestamp_ms != -1
        && (age_ms > config.message_timestamp_before_max_ms
            || age_ms.saturating_neg() > config.message_timestamp_after_max_ms)
}

/// With `LogAppendTime`, records get the broker's time.
pub(super) fn set_timestamps(batch: &mut Batch, now_ms: i64, config: &LogConfig) {
    if config.message_timestamp_type == TimestampType::LogAppendTime {
        batch.stamp(now_ms);
    }
}
