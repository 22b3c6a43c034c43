//! What the markers on a partition mean, in a sentence each.

/// What leads from the legend to the page about the model's truth.
pub const HOW_TRUE: &str = "What of Kafka is modelled, simplified and left out, with its source and how many recorded cases agree:";

/// And what that link is called.
pub const HOW_TRUE_LINK: &str = "How true is this?";

/// Something that is drawn on a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// The log start offset.
    LogStart,
    /// A group's committed offset.
    Committed,
    /// The position of the member that owns the partition.
    Position,
    /// From the committed offset to the high watermark.
    Lag,
    /// From where the group would begin to the position.
    ReadAgain,
    /// The last stable offset.
    LastStable,
    /// The high watermark.
    HighWatermark,
    /// The log end offset.
    LogEnd,
    /// A closed segment.
    Segment,
    /// The active segment.
    ActiveSegment,
    /// A record that retention or compaction took.
    Gone,
}

impl Marker {
    /// All of them, in the order they are explained.
    pub const ALL: [Self; 11] = [
        Self::Committed,
        Self::Position,
        Self::ReadAgain,
        Self::Lag,
        Self::LogStart,
        Self::HighWatermark,
        Self::LastStable,
        Self::LogEnd,
        Self::ActiveSegment,
        Self::Segment,
        Self::Gone,
    ];
}

/// How a marker is called.
pub fn marker_name(marker: Marker) -> &'static str {
    match marker {
        Marker::LogStart => "log start",
        Marker::Committed => "committed",
        Marker::Position => "position",
        Marker::Lag => "lag",
        Marker::ReadAgain => "read again",
        Marker::LastStable => "last stable offset (LSO)",
        Marker::HighWatermark => "high watermark (HW)",
        Marker::LogEnd => "log end",
        Marker::Segment => "segment",
        Marker::ActiveSegment => "active segment",
        Marker::Gone => "deleted",
    }
}

/// What it means.
pub fn marker_note(marker: Marker) -> &'static str {
    match marker {
        Marker::LogStart => {
            "The first offset that can still be read. Retention and administrators move it, a commit never."
        }
        Marker::Committed => {
            "Where the group goes on after a crash or a rebalance: the offset of the next record to read, as the coordinator has it."
        }
        Marker::Position => {
            "The offset of the record that the next poll returns first. It moves when records are returned, not when they are processed."
        }
        Marker::Lag => {
            "From the committed offset to the high watermark: what the group has not committed yet."
        }
        Marker::ReadAgain => {
            "From the committed offset to the position: after a crash it would be read again, because nobody has committed it. A commit that is on its way may make it less."
        }
        Marker::LastStable => {
            "Up to here isolation.level=read_committed reads. Without transactions it is the high watermark, so both share a marker."
        }
        Marker::HighWatermark => "Up to here records are replicated, and consumers may read them.",
        Marker::LogEnd => "The offset that the next record will get.",
        Marker::Segment => "A file of the log. Retention deletes whole segments, oldest first.",
        Marker::ActiveSegment => "The file that the next record is written to.",
        Marker::Gone => {
            "Its brick has fallen away, its number stays: no other record will ever have that offset."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_marker_is_explained_once_and_apart() {
        let notes: Vec<_> = Marker::ALL.into_iter().map(marker_note).collect();
        for (place, note) in notes.iter().enumerate() {
            assert!(note.ends_with('.'), "{note}");
            assert!(!notes[..place].contains(note), "{note}");
        }
    }
}
