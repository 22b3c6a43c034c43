//! A whole log on a strip: what became of its records, stretch by stretch.

use offsetscope_core::ids::{GroupId, Offset, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;

/// A log from its first record to its end, in stretches of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Density {
    /// How many offsets it is long.
    pub end: Offset,
    /// The stretches, oldest first.
    pub stretches: Vec<Stretch>,
}

/// What became of the records of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The worst of their verdicts.
    pub verdict: Verdict,
    /// Whether none of them is in the log any more.
    pub is_gone: bool,
}

/// More stretches than this are not told apart on a strip.
const MOST_STRETCHES: Offset = 120;

impl Density {
    /// A partition's log, with verdicts of the `selected` group.
    pub fn new(world: &World, partition: TopicPartition, selected: GroupId) -> Self {
        let log = world.log(partition);
        let end = log.log_end_offset();
        let count = end.clamp(1, MOST_STRETCHES);
        let bound = |number: Offset| number * end / count;
        let mut verdicts = world.verdicts(selected, partition);
        let stretch = |number| {
            let offsets = bound(number)..bound(number + 1);
            let verdicts = offsets.map_while(|_| verdicts.next());
            Stretch {
                verdict: verdicts
                    .max_by_key(|&it| severity(it))
                    .unwrap_or(Verdict::Pending),
                is_gone: bound(number + 1) <= log.log_start_offset(),
            }
        };
        Self {
            end,
            stretches: (0..count).map(stretch).collect(),
        }
    }
}

/// Stretches beside each other of which the same is to be seen, on a strip of some width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// The worst of the verdicts of each.
    pub verdict: Verdict,
    /// Whether none of the records is in the log any more.
    pub is_gone: bool,
    /// Its left edge.
    pub from: f64,
    /// Its right edge.
    pub to: f64,
}

impl Density {
    /// What there is to draw, from left to right.
    pub fn runs(&self, width: f64) -> impl Iterator<Item = Run> {
        let each = width / self.stretches.len() as f64;
        let mut begins_at = 0;
        self.stretches
            .chunk_by(|one, other| one == other)
            .map(move |alike| {
                let from = each * begins_at as f64;
                begins_at += alike.len();
                Run {
                    verdict: alike[0].verdict,
                    is_gone: alike[0].is_gone,
                    from,
                    to: each * begins_at as f64,
                }
            })
    }
}

impl Run {
    /// Its outline above a base line, as a path of SVG.
    pub fn outline(&self) -> String {
        let [from, to] = [self.from, self.to].map(|it| it.round() as i32);
        format!("M{from} 0v-{}H{to}V0Z", severity(self.verdict))
    }
}

/// How much a verdict wants to be seen among others. Also how high it is drawn, so that nobody needs colours
/// to tell them apart.
fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Once => 2,
        Verdict::Pending => 3,
        Verdict::Compacted | Verdict::Skipped | Verdict::DeadLettered => 5,
        Verdict::Expired => 6,
        Verdict::Duplicated => 8,
        Verdict::Lost => 10,
    }
}
