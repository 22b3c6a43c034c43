//! Appends: where they go, and what is refused.

use super::super::{BatchHeader, CleanupPolicy, ProducerStamp, TimestampType};
use super::*;

fn records(count: usize, timestamp_ms: i64) -> Vec<NewRecord> {
    let record = NewRecord {
        timestamp_ms,
        key: None,
        value: Some(b"test".as_slice().into()),
    };
    vec![record; count]
}

fn batch(count: usize) -> Batch {
    Batch::new(0, records(count, 0))
}

fn with_header(count: usize, change: impl FnOnce(&mut BatchHeader)) -> Batch {
    let mut batch = batch(count);
    change(&mut batch.header);
    batch
}

const LEADER: LeaderAppend = LeaderAppend {
    origin: AppendOrigin::Client,
    leader_epoch: 0,
};

fn produce(log: &mut PartitionLog, batch: Batch) -> Result<(Offset, Offset), AppendError> {
    let info = log.append_as_leader(vec![batch], LEADER, 0, &LogConfig::default())?;
    Ok((info.first_offset, info.last_offset))
}

fn stamped(epoch: i16, base_sequence: i32) -> Batch {
    let producer = ProducerStamp {
        id: 1,
        epoch,
        base_sequence,
    };
    with_header(2, |header| header.producer = Some(producer))
}

/// `LogManagerTest#testTimeBasedFlush`: 200 appends of 72 bytes into segments of 1024.
#[test]
fn rolls_by_size_where_kafka_does() {
    let config = LogConfig {
        segment_bytes: 1024,
        ..LogConfig::default()
    };
    let mut log = PartitionLog::new(0);
    for _ in 0..200 {
        log.append(records(1, -1), 0, &config);
    }
    let segments = log.segments().iter();
    let bases: Vec<_> = segments.map(|segment| segment.base_offset).collect();
    assert_eq!(bases, (0..15).map(|n| n * 14).collect::<Vec<_>>());
    assert_eq!(log.active().size_bytes, 288);
}

#[test]
fn rolls_by_the_age_of_records_not_by_the_brokers_clock() {
    let config = LogConfig {
        segment_ms: 1000,
        ..LogConfig::default()
    };
    let mut log = PartitionLog::new(0);
    let mut append = |timestamp_ms, now_ms| {
        let records = records(1, timestamp_ms);
        log.append(records, now_ms, &config).rolled
    };
    assert_eq!(append(5000, 0), None);
    assert_eq!(append(6000, 900_000), None);
    assert_eq!(append(6001, 900_000), Some(2));
}

#[test]
fn the_leader_gives_offsets_and_its_epoch() {
    let mut log = PartitionLog::new(0);
    assert_eq!(produce(&mut log, batch(3)), Ok((0, 2)));
    assert_eq!(produce(&mut log, batch(2)), Ok((3, 4)));
    let last = log.batches().next_back().expect("two batches");
    let offsets: Vec<_> = last.records.iter().map(|record| record.offset).collect();
    assert_eq!(offsets, [3, 4]);
    assert_eq!(last.header.leader_epoch, Some(0));
}

#[test]
fn with_log_append_time_the_brokers_clock_counts() {
    let config = LogConfig {
        message_timestamp_type: TimestampType::LogAppendTime,
        ..LogConfig::default()
    };
    let mut log = PartitionLog::new(0);
    let info = log.append_as_leader(vec![batch(2)], LEADER, 77, &config);
    assert_eq!(info.map(|info| info.max_timestamp_ms), Ok(77));
    let written = &log.active().batches[0];
    assert!(written.records.iter().all(|it| it.timestamp_ms == 77));
}

#[test]
fn what_a_client_may_not_send_is_refused() {
    let check = |batches, config: &LogConfig, error| {
        let mut log = PartitionLog::new(0);
        let refused = log.append_as_leader(batches, LEADER, 0, config);
        assert_eq!(refused, Err(error));
        assert_eq!(log.log_end_offset(), 0);
    };
    let plain = LogConfig::default();
    let invalid = AppendError::InvalidRecord;
    check(vec![batch(1), batch(1)], &plain, invalid);
    check(
        vec![with_header(1, |it| it.base_offset = 1)],
        &plain,
        invalid,
    );
    check(
        vec![with_header(2, |it| it.last_offset = 7)],
        &plain,
        invalid,
    );
    let in_two_hours = Batch::new(0, records(1, 2 * 60 * 60 * 1000));
    let timestamp = AppendError::RecordValidation(RecordValidationError::InvalidTimestamp);
    check(vec![in_two_hours], &plain, timestamp);
    let large = with_header(1, |it| it.size_bytes = plain.max_message_bytes + 1);
    check(vec![large], &plain, AppendError::RecordTooLarge);
    let small_segments = LogConfig {
        segment_bytes: 71,
        ..LogConfig::default()
    };
    check(
        vec![batch(1)],
        &small_segments,
        AppendError::RecordBatchTooLarge,
    );
    let compacted = LogConfig {
        cleanup_policy: CleanupPolicy::Compact,
        ..LogConfig::default()
    };
    let keyless = AppendError::RecordValidation(RecordValidationError::KeylessInCompactedTopic);
    check(vec![batch(1)], &compacted, keyless);
}

#[test]
fn a_replica_keeps_offsets_and_gaps() {
    let mut log = PartitionLog::new(0);
    let mut replicate = |range: (Offset, Offset)| {
        let batch = with_header(1, |header| {
            (header.base_offset, header.last_offset) = range;
            header.leader_epoch = Some(3);
        });
        let info = log.append_as_follower(vec![batch], 0, &LogConfig::default());
        (info.map(|_| ()), log.log_end_offset())
    };
    assert_eq!(replicate((5, 8)), (Ok(()), 9));
    let below = Err(AppendError::UnexpectedAppendOffset);
    assert_eq!(replicate((8, 9)), (below, 9));
    let next_segment = 5 + (1 << 31);
    assert_eq!(replicate((next_segment, next_segment)).1, next_segment + 1);
    let bases = log.segments().iter().map(|it| it.base_offset);
    assert_eq!(bases.collect::<Vec<_>>(), [0, next_segment]);
}

/// Semantics 3.1.
#[test]
fn a_batch_that_is_sent_again_is_written_once() {
    let mut log = PartitionLog::new(0);
    for batch in 0..6_u8 {
        let first = u64::from(batch) * 2;
        let sent = stamped(0, i32::from(batch) * 2);
        assert_eq!(produce(&mut log, sent), Ok((first, first + 1)));
    }
    let out_of_order = Err(AppendError::Producer(
        ProducerStateError::OutOfOrderSequence,
    ));
    assert_eq!(
        produce(&mut log, stamped(0, 2)),
        Ok((2, 3)),
        "one of the last five"
    );
    assert_eq!(produce(&mut log, stamped(0, 0)), out_of_order, "older");
    assert_eq!(
        produce(&mut log, stamped(0, 14)),
        out_of_order,
        "12 is missing"
    );
    assert_eq!(
        produce(&mut log, stamped(1, 5)),
        out_of_order,
        "epochs begin with 0"
    );
    assert_eq!(produce(&mut log, stamped(1, 0)), Ok((12, 13)));
    let fenced = Err(AppendError::Producer(
        ProducerStateError::InvalidProducerEpoch,
    ));
    assert_eq!(produce(&mut log, stamped(0, 12)), fenced);
}
