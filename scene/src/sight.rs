//! How a person looks at the stage: which stretch of each log, and what in full where there is much.
//! It is the view's, and no part of a run.

use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use serde::{Deserialize, Serialize};

/// How the stage is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// The consumer that is looked at.
    pub selected: ConsumerId,
    /// The partitions whose window was moved, and where it begins; the others follow the newest record.
    held: Vec<(TopicPartition, Offset)>,
    /// The partitions that are shown as walls where there are too many for that.
    opened: Vec<TopicPartition>,
}

/// The free place right of the newest brick, where the next one will land.
const ROOM_FOR_NEXT: Offset = 1;

impl Sight {
    /// Looking at a consumer, and at the newest of every log.
    pub fn of(selected: ConsumerId) -> Self {
        Self {
            selected,
            held: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// Moves a partition's window to where it begins with this offset; without one, to the newest
    /// record, which it follows from then on.
    pub fn look(&mut self, partition: TopicPartition, first: Option<Offset>) {
        self.held.retain(|&(held, _)| held != partition);
        self.held.extend(first.map(|first| (partition, first)));
    }

    /// Opens a partition's wall, or closes it.
    pub fn turn(&mut self, partition: TopicPartition) {
        let before = self.opened.len();
        self.opened.retain(|&opened| opened != partition);
        if self.opened.len() == before {
            self.opened.push(partition);
        }
    }

    /// Whether a partition's wall was opened.
    pub fn has_opened(&self, partition: TopicPartition) -> bool {
        self.opened.contains(&partition)
    }

    /// The first offset of a partition's window with room for so many.
    pub fn first_slot(&self, partition: TopicPartition, log_end: Offset, slots: u32) -> Offset {
        let newest = newest_window(log_end, slots);
        let held = self.held.iter().find(|(held, _)| *held == partition);
        held.map_or(newest, |&(_, first)| first.min(newest))
    }

    /// Whether a partition's window stays where it is, whatever is appended.
    pub fn holds(&self, partition: TopicPartition) -> bool {
        self.held.iter().any(|(held, _)| *held == partition)
    }
}

/// Where the window begins that shows the newest record. The wall stays put until that gets near its end,
/// then moves on by a few, so that it is not always on the move.
pub fn newest_window(log_end: Offset, slots: u32) -> Offset {
    let hidden = (log_end + ROOM_FOR_NEXT).saturating_sub(Offset::from(slots));
    let shift = Offset::from(slots / 6).max(1);
    hidden.div_ceil(shift) * shift
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::ids::TopicId;

    const PARTITION: TopicPartition = TopicPartition {
        topic: TopicId(0),
        partition: 1,
    };

    #[test]
    fn the_wall_moves_on_by_a_few_bricks_when_the_newest_gets_near_its_end() {
        let firsts: Vec<Offset> = (0..14).map(|log_end| newest_window(log_end, 8)).collect();
        assert_eq!(firsts, [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn a_window_stays_where_it_was_moved_to_until_it_follows_again() {
        let mut sight = Sight::of(ConsumerId(0));
        let first = |sight: &Sight, log_end| sight.first_slot(PARTITION, log_end, 8);
        sight.look(PARTITION, Some(3));
        assert_eq!([first(&sight, 40), first(&sight, 90)], [3, 3]);
        assert!(sight.holds(PARTITION));
        assert_eq!(first(&sight, 5), 0, "of a log that was shorter, all of it");
        sight.look(PARTITION, None);
        assert_eq!(first(&sight, 40), newest_window(40, 8));
        assert!(!sight.holds(PARTITION));
    }

    #[test]
    fn a_wall_that_is_turned_twice_is_closed() {
        let mut sight = Sight::of(ConsumerId(0));
        sight.turn(PARTITION);
        assert!(sight.has_opened(PARTITION));
        sight.turn(PARTITION);
        assert!(!sight.has_opened(PARTITION));
    }
}
