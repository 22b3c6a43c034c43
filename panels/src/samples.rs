//! How things stood at some steps of a run, evenly spread: what the charts are drawn from.

use offsetscope_core::history::{History, Moment};
use offsetscope_core::ids::{GroupId, Offset};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;

/// A run is looked at in about so many steps when the charts are opened. As many more are taken
/// while it grows; then every second one is forgotten.
const AT_FIRST: usize = 256;

/// How things stood at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// After so many steps.
    pub step: usize,
    /// When.
    pub at_ms: i64,
    /// Of each partition, in their order: where its log begins and ends.
    pub logs: Vec<(Offset, Offset)>,
    /// Of each group, in their order.
    pub groups: Vec<GroupSample>,
}

/// How a group stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSample {
    /// By partition that it reads: how many records it has still to commit; unknown where nothing is
    /// committed.
    pub lag: Vec<Option<i64>>,
    /// How many orders took effect more than once.
    pub duplicated: u32,
    /// How many never will.
    pub lost: u32,
}

impl Sample {
    /// How things stand at a moment.
    pub fn of(moment: &Moment, step: usize) -> Self {
        let world = &moment.world;
        let ends = |partition| {
            let log = world.log(partition);
            (log.log_start_offset(), log.log_end_offset())
        };
        Self {
            step,
            at_ms: moment.clock.now_ms(),
            logs: world.partitions().map(ends).collect(),
            groups: world
                .setup()
                .group_ids()
                .map(|it| group(world, it))
                .collect(),
        }
    }
}

fn group(world: &World, group: GroupId) -> GroupSample {
    let tally = world.tally(group);
    GroupSample {
        lag: world
            .partitions_read_by(group)
            .map(|it| world.lag(group, it))
            .collect(),
        duplicated: tally.count(Verdict::Duplicated),
        lost: tally.count(Verdict::Lost),
    }
}

/// The samples of a run; grows with it.
#[derive(Debug, Default)]
pub struct Samples {
    /// From one to the next are so many steps; none before the first.
    every: usize,
    taken: Vec<Sample>,
}

impl Samples {
    /// All of them, oldest first. The first is the opening.
    pub fn taken(&self) -> &[Sample] {
        &self.taken
    }

    /// Looks at what is new in a run. Afterwards the run is at some step of it.
    pub fn take_in(&mut self, run: &mut History) {
        let steps = run.entries().len();
        if self.every == 0 {
            self.every = (steps / AT_FIRST).max(1);
        }
        while self.taken.len() * self.every <= steps {
            if self.taken.len() >= 2 * AT_FIRST {
                self.forget_every_second();
            }
            let step = self.taken.len() * self.every;
            run.seek(step);
            self.taken.push(Sample::of(run.current(), step));
        }
    }

    fn forget_every_second(&mut self) {
        self.every *= 2;
        let every = self.every;
        self.taken.retain(|it| it.step.is_multiple_of(every));
    }

    /// Forgets what came after so many steps.
    pub fn truncate(&mut self, steps: usize) {
        let kept = steps.checked_div(self.every).map_or(0, |it| it + 1);
        self.taken.truncate(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_messages::Source;
    use std::sync::Arc;

    fn shop(steps: usize) -> History {
        let mut run = History::new(Arc::new(Source::default().setup()));
        for _ in 0..steps {
            run.forward();
        }
        run
    }

    #[test]
    fn a_run_that_grows_is_sampled_as_one_that_is_there_at_once() {
        let mut run = shop(100);
        let mut grown = Samples::default();
        grown.take_in(&mut run);
        run.seek(100);
        for _ in 0..1_100 {
            run.forward();
        }
        grown.take_in(&mut run);
        let steps: Vec<usize> = grown.taken().iter().map(|it| it.step).collect();
        let every = steps[1];
        assert!(steps.len() <= 2 * AT_FIRST, "{}", steps.len());
        assert!(
            steps
                .iter()
                .enumerate()
                .all(|(place, step)| *step == place * every)
        );
        assert!(
            1_200 - steps.last().copied().unwrap_or(0) < every,
            "up to the end"
        );
        let mut at_once = Samples::default();
        at_once.take_in(&mut run);
        for sample in at_once.taken() {
            let other = grown.taken().iter().find(|it| it.step == sample.step);
            assert!(other.is_none_or(|it| it == sample));
        }
    }

    #[test]
    fn what_is_forgotten_is_sampled_anew() {
        let mut run = shop(200);
        let mut samples = Samples::default();
        samples.take_in(&mut run);
        let before = samples.taken().to_vec();
        samples.truncate(90);
        assert_eq!(samples.taken().len(), 91);
        samples.take_in(&mut run);
        assert_eq!(samples.taken(), before);
    }

    #[test]
    fn lag_is_what_is_still_to_be_committed() {
        let run = shop(0);
        let sample = Sample::of(run.current(), 0);
        assert_eq!(sample.groups.len(), 3);
        assert_eq!(sample.groups[0].lag, [None; 3], "nothing is committed");
        assert_eq!(
            sample.groups[1].lag,
            [Some(0); 3],
            "auto-commit has been there"
        );
        let run = shop(600);
        let sample = Sample::of(run.current(), 600);
        let world = &run.current().world;
        let group = GroupId(0);
        for (partition, lag) in world.partitions_read_by(group).zip(&sample.groups[0].lag) {
            let committed = world.coordinator().committed(group, partition);
            let end = world.log(partition).high_watermark();
            let counted = committed.map(|it| i64::try_from(end - it).expect("a short run"));
            assert_eq!(*lag, counted);
        }
    }
}
