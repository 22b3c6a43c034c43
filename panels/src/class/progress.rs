//! What the browser keeps of lessons, and of the last run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which goals were reached, and where somebody was last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// By how few actions, by the lesson's id.
    reached: BTreeMap<String, u32>,
    /// The link to the moment that was looked at last, on an earlier visit.
    pub last_visit: Option<String>,
    /// The same, on this visit.
    now: String,
}

impl Progress {
    /// Reads what was kept. A line that is not known was kept by another version, and is left out.
    pub fn read(kept: &str) -> Self {
        let mut progress = Self::default();
        for line in kept.lines() {
            match line.split_once(' ') {
                Some(("at", link)) => progress.last_visit = Some(link.to_owned()),
                Some(("lesson", reached)) => {
                    if let Some((id, actions)) = reached.split_once(' ')
                        && let Ok(actions) = actions.parse()
                    {
                        progress.reached.insert(id.to_owned(), actions);
                    }
                }
                _ => {}
            }
        }
        progress
    }

    /// What is to be kept.
    pub fn write(&self) -> String {
        let mut kept = String::new();
        if !self.now.is_empty() {
            // A string takes whatever is written.
            let _written = writeln!(kept, "at {}", self.now);
        }
        for (id, actions) in &self.reached {
            let _written = writeln!(kept, "lesson {id} {actions}");
        }
        kept
    }

    /// A goal was reached.
    pub fn reach(&mut self, id: &str, actions: u32) {
        let best = self.reached.entry(id.to_owned()).or_insert(actions);
        *best = actions.min(*best);
    }

    /// Somebody is here now.
    pub fn be_at(&mut self, link: &str) {
        link.clone_into(&mut self.now);
    }

    /// By how few actions a lesson's goal was reached.
    pub fn best(&self, id: &str) -> Option<u32> {
        self.reached.get(id).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_actions_are_kept() {
        let mut progress = Progress::default();
        progress.reach("a-lesson", 3);
        progress.reach("a-lesson", 2);
        progress.reach("a-lesson", 4);
        progress.be_at("v1.abc");
        let again = Progress::read(&progress.write());
        assert_eq!(again.best("a-lesson"), Some(2));
        assert_eq!(again.best("another"), None);
        assert_eq!(again.last_visit.as_deref(), Some("v1.abc"));
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let progress = Progress::read("lesson a\nlesson b many\n\nfuture thing\nlesson c 1");
        assert_eq!(progress.best("c"), Some(1));
        assert_eq!(progress.reached.len(), 1);
    }
}
