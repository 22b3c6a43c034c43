//! What the markers on a partition mean, in a sentence each.

use offsetscope_language::text;

/// What leads from the legend to the page about the model's truth.
pub const HOW_TRUE: &str = text!(
    "What of Kafka is modelled, simplified and left out, with its source and how many recorded cases agree:",
    "Kafka 的哪些行为建了模、哪些简化了、哪些省略了，各自的出处，以及有多少录制的案例与之一致："
);

/// And what that link is called.
pub const HOW_TRUE_LINK: &str = text!("How true is this?", "这有多真实？");

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
    /// All of a log on one line.
    Strip,
}

impl Marker {
    /// All of them, in the order they are explained.
    pub const ALL: [Self; 12] = [
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
        Self::Strip,
    ];
}

/// How a marker is called.
pub fn marker_name(marker: Marker) -> &'static str {
    match marker {
        Marker::LogStart => text!("log start", "日志起始"),
        Marker::Committed => text!("committed", "已提交"),
        Marker::Position => text!("position", "位置"),
        Marker::Lag => text!("lag", "滞后"),
        Marker::ReadAgain => text!("read again", "重读"),
        Marker::LastStable => text!("last stable offset (LSO)", "最后稳定偏移量（LSO）"),
        Marker::HighWatermark => text!("high watermark (HW)", "高水位（HW）"),
        Marker::LogEnd => text!("log end", "日志末端"),
        Marker::Segment => text!("segment", "日志段"),
        Marker::ActiveSegment => text!("active segment", "活跃日志段"),
        Marker::Gone => text!("deleted", "已删除"),
        Marker::Strip => text!("strip", "条带"),
    }
}

/// What it means.
pub fn marker_note(marker: Marker) -> &'static str {
    match marker {
        Marker::LogStart => {
            text!(
                "The first offset that can still be read. Retention and administrators move it, a commit never.",
                "还能读到的第一个偏移量。数据保留和管理员会移动它，提交永远不会。"
            )
        }
        Marker::Committed => {
            text!(
                "Where the group goes on after a crash or a rebalance: the offset of the next record to read, as the coordinator has it.",
                "崩溃或再均衡之后，组从这里继续：协调者所记的、下一条要读的记录的偏移量。"
            )
        }
        Marker::Position => {
            text!(
                "The offset of the record that the next poll returns first. It moves when records are returned, not when they are processed.",
                "下一次 poll 最先返回的记录的偏移量。它在记录被返回时移动，而不是在处理完时。"
            )
        }
        Marker::Lag => {
            text!(
                "From the committed offset to the high watermark: what the group has not committed yet.",
                "从已提交偏移量到高水位：组还没有提交的部分。"
            )
        }
        Marker::ReadAgain => {
            text!(
                "From the committed offset to the position: after a crash it would be read again, because nobody has committed it. A commit that is on its way may make it less.",
                "从已提交偏移量到位置：崩溃后会重读这一段，因为还没有人提交。正在途中的提交可能使它变短。"
            )
        }
        Marker::LastStable => {
            text!(
                "Up to here isolation.level=read_committed reads. Without transactions it is the high watermark, so both share a marker.",
                "isolation.level=read_committed 最多读到这里。没有事务时它就是高水位，所以两者共用一个标记。"
            )
        }
        Marker::HighWatermark => text!(
            "Up to here records are replicated, and consumers may read them.",
            "到这里为止的记录都已复制，消费者可以读取。"
        ),
        Marker::LogEnd => text!(
            "The offset that the next record will get.",
            "下一条记录将得到的偏移量。"
        ),
        Marker::Segment => text!(
            "A file of the log. Retention deletes whole segments, oldest first.",
            "日志的一个文件。数据保留以整个日志段为单位删除，最旧的先删。"
        ),
        Marker::ActiveSegment => text!(
            "The file that the next record is written to.",
            "下一条记录要写入的文件。"
        ),
        Marker::Gone => {
            text!(
                "Its brick has fallen away, its number stays: no other record will ever have that offset.",
                "砖块已经掉落，编号仍在：不会再有别的记录得到这个偏移量。"
            )
        }
        Marker::Strip => {
            text!(
                "All of a log on one line, the oldest record left: green took effect once, grey waits or is gone, a higher one took effect twice or was lost. A tick is a committed offset. Where there are many partitions, a press opens the wall.",
                "整个日志画成一行，最旧的记录在左：绿色已生效一次，灰色待处理或已不在，更高的是生效了两次或丢失的。刻线是已提交偏移量。分区很多时，点一下就展开它的墙。"
            )
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
