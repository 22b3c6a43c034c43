//! What a person has switched on or off in the panels. The page keeps nothing of it: a press says
//! which switch, by its number, and the desk turns it.

use crate::panel::Traffic;
use offsetscope_core::ids::GroupId;

/// Something that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Messages of a kind, in the diagram.
    Traffic(Traffic),
    /// What concerns a group, in the diagram.
    Group(GroupId),
}

/// Where the numbers of groups begin.
const GROUPS: u32 = 1 << 16;

impl Switch {
    /// Its number, for `data-do`.
    pub fn number(self) -> u32 {
        match self {
            Self::Traffic(traffic) => traffic as u32,
            Self::Group(group) => GROUPS + u32::from(group.0),
        }
    }

    fn is_on_at_first(self) -> bool {
        match self {
            Self::Traffic(traffic) => traffic.is_shown_at_first(),
            Self::Group(_) => true,
        }
    }
}

/// All switches, as they stand.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// The numbers of those that do not stand as they did at first.
    turned: Vec<u32>,
}

impl Switches {
    /// Turns a switch.
    pub fn turn(&mut self, number: u32) {
        match self.turned.iter().position(|&it| it == number) {
            Some(place) => drop(self.turned.swap_remove(place)),
            None => self.turned.push(number),
        }
    }

    /// How a switch stands.
    pub fn is_on(&self, switch: Switch) -> bool {
        switch.is_on_at_first() != self.turned.contains(&switch.number())
    }
}
