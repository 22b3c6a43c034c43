//! Going to the next or previous thing that one looks for.

use super::Session;
use offsetscope_scene::sought::{Sought, Towards};

/// A run goes on for at most so many steps to find something that comes by itself.
const MOST_STEPS_AHEAD: usize = 2_000;

impl Session {
    /// Goes to the nearest of a kind, if there is one.
    pub(super) fn go_to(&mut self, sought: Sought, towards: Towards) {
        self.finish_flight();
        match self.nearest(sought, towards) {
            Some(step) => self.seek(step),
            None if towards == Towards::Later && sought.comes_by_itself() => self.go_on_to(sought),
            None => {}
        }
    }

    /// Whether there is one, or one will come.
    pub fn can_go_to(&self, sought: Sought, towards: Towards) -> bool {
        let waits = towards == Towards::Later && sought.comes_by_itself() && !self.at_end();
        waits || self.nearest(sought, towards).is_some()
    }

    /// The nearest of a kind in what has happened so far, by the number of steps up to and with it.
    fn nearest(&self, sought: Sought, towards: Towards) -> Option<usize> {
        let (entries, cursor) = (self.history.entries(), self.history.cursor());
        match towards {
            Towards::Later => {
                let place = entries[cursor..].iter().position(|it| sought.is_in(it));
                place.map(|place| cursor + place + 1)
            }
            Towards::Earlier => {
                let before = &entries[..cursor.saturating_sub(1)];
                let place = before.iter().rposition(|it| sought.is_in(it));
                // Before the first of them is the opening.
                place.map(|place| place + 1).or((cursor > 0).then_some(0))
            }
        }
    }

    fn go_on_to(&mut self, sought: Sought) {
        self.history.seek(self.history.entries().len());
        for _ in 0..MOST_STEPS_AHEAD {
            if !self.history.forward()
                || self.history.last_entry().is_some_and(|it| sought.is_in(it))
            {
                break;
            }
        }
        self.pause();
    }
}
