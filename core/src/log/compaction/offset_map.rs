//! The last offset of each key in the dirty part of a log: Kafka's `OffsetMap`.

use super::super::segment::Segment;
use crate::ids::Offset;
use litemap::LiteMap;
use std::sync::Arc;

/// The last offset of each key that was read. Memory bounds how many keys one pass can handle.
#[derive(Debug)]
pub(super) struct OffsetMap {
    offsets: LiteMap<Arc<[u8]>, Offset>,
    max_keys: u64,
    /// The offset after the last that was read: the pass ends here.
    pub end: Offset,
}

/// Whether there is room for more keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Left,
    None,
}

impl OffsetMap {
    /// Reads the dirty part of a log, as far as there is room: `Cleaner.buildOffsetMap`. `dirty`
    /// holds the segments from the one with the first dirty offset `start` up to `end`.
    pub fn build(dirty: &[Arc<Segment>], start: Offset, end: Offset, max_keys: u64) -> Self {
        let mut map = Self {
            offsets: LiteMap::new(),
            max_keys,
            end: start,
        };
        let next_bases = dirty.iter().skip(1).map(|next| next.base_offset);
        for (segment, next_base) in dirty.iter().zip(next_bases.chain([end])) {
            if map.read(segment, start) == Room::None {
                break;
            }
            // Offsets that are missing at a segment's end are clean too.
            map.end = map.end.max(next_base);
        }
        map
    }

    fn read(&mut self, segment: &Segment, start: Offset) -> Room {
        for batch in &segment.batches[segment.batches_below(start)..] {
            for record in batch.records.iter().filter(|it| it.offset >= start) {
                let Some(key) = &record.key else { continue };
                // A full map takes no offset, not even of a key that it has.
                if self.len() >= self.max_keys {
                    return Room::None;
                }
                self.offsets.insert(Arc::clone(key), record.offset);
                self.end = self.end.max(record.offset + 1);
            }
            self.end = self.end.max(batch.last_offset() + 1);
        }
        Room::Left
    }

    fn len(&self) -> u64 {
        u64::try_from(self.offsets.len()).unwrap_or(u64::MAX)
    }

    /// Whether a later record with this key was read.
    pub fn has_later(&self, key: &[u8], offset: Offset) -> bool {
        self.offsets.get(key).is_some_and(|&last| last > offset)
    }
}
