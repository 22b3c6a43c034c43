//! A run that was left when the past was changed.

use super::Entry;

/// What had happened before the past was changed.
#[derive(Clone, Debug)]
pub struct Branch {
    /// How many steps it shares with the run that is followed now.
    pub fork_step: usize,
    /// What happened after them.
    pub entries: Vec<Entry>,
}

impl Branch {
    /// The run that is followed was cut at `step`, and `future` is what it loses. A branch that
    /// forked off from the lost part takes along what it shared with it.
    pub(super) fn fork_at_or_before(&mut self, step: usize, future: &[Entry]) {
        if let Some(shared) = self.fork_step.checked_sub(step) {
            let own = core::mem::replace(&mut self.entries, future[..shared].to_vec());
            self.entries.extend(own);
            self.fork_step = step;
        }
    }

    /// Another run is followed now. What the branch has in common with it belongs to that run.
    pub(super) fn fork_from(&mut self, followed: &[Entry]) {
        let future = followed.iter().skip(self.fork_step);
        let pairs = self.entries.iter().zip(future);
        let shared = pairs.take_while(|(ours, theirs)| ours == theirs).count();
        self.entries.drain(..shared);
        self.fork_step += shared;
    }
}
