//! What a person has switched on or off in the panels. The page keeps nothing of it: a press says
//! which switch, by its number, and the desk turns it.

use crate::panel::Traffic;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::history::causality::Site;
use offsetscope_core::ids::GroupId;
use offsetscope_words::Language;

/// Something that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Messages of a kind, in the diagram.
    Traffic(Traffic),
    /// What concerns a group, in the diagram and in the list of events.
    Group(GroupId),
    /// A language for the program, and the one that it has if nobody asks for another. Only one is on.
    Language(Language, Language),
    /// A way to commit, among those that are compared.
    Strategy(Strategy),
    /// What happens at a process, in the list of events.
    Site(Site),
    /// Pictures that are kept are light on dark.
    DarkPictures,
    /// Every partition has a chart, and every line is drawn.
    AllCharts,
    /// Every consumer has a line of life in the diagram.
    AllLives,
    /// What stands below the stage of a phone takes most of the screen.
    TallSheet,
}

/// There are at most so many of each kind.
const KIND: u32 = 1 << 16;
/// Where the numbers of languages begin.
const LANGUAGES: u32 = 6 * KIND;
/// Where those of ways to commit begin.
const STRATEGIES: u32 = 7 * KIND;

impl Switch {
    /// Its number, for `data-do`.
    pub fn number(self) -> u32 {
        match self {
            Self::Traffic(traffic) => traffic as u32,
            Self::Language(language, _) => LANGUAGES + language as u32,
            Self::Strategy(strategy) => STRATEGIES + strategy as u32,
            Self::Group(group) => KIND + u32::from(group.0),
            Self::Site(Site::Logs) => 2 * KIND,
            Self::Site(Site::Coordinator) => 2 * KIND + 1,
            Self::Site(Site::Producer(id)) => 3 * KIND + u32::from(id.0),
            Self::DarkPictures => 5 * KIND,
            Self::AllCharts => 5 * KIND + 1,
            Self::AllLives => 5 * KIND + 2,
            Self::TallSheet => 5 * KIND + 3,
            Self::Site(Site::Consumer(id)) => 4 * KIND + u32::from(id.0),
        }
    }

    fn is_on_at_first(self) -> bool {
        match self {
            Self::Traffic(traffic) => traffic.is_shown_at_first(),
            Self::Language(language, native) => language == native,
            Self::Strategy(strategy) => COMPARED_AT_FIRST.contains(&strategy),
            Self::Group(_) | Self::Site(_) => true,
            Self::DarkPictures | Self::AllCharts | Self::AllLives | Self::TallSheet => false,
        }
    }
}

/// What differs most: each can do what another cannot.
const COMPARED_AT_FIRST: [Strategy; 3] = [
    Strategy::AutoCommit,
    Strategy::BeforeProcessing,
    Strategy::AfterRecord,
];

/// All switches, as they stand.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// The numbers of those that do not stand as they did at first.
    turned: Vec<u32>,
    language: Option<Language>,
}

impl Switches {
    /// Turns a switch.
    pub fn turn(&mut self, number: u32) {
        let language = number.checked_sub(LANGUAGES);
        let language = language.and_then(|it| Language::ALL.get(usize::try_from(it).ok()?));
        if let Some(&language) = language {
            self.language = Some(language);
            return;
        }
        match self.turned.iter().position(|&it| it == number) {
            Some(place) => drop(self.turned.swap_remove(place)),
            None => self.turned.push(number),
        }
    }

    /// The language that was chosen, if one was.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// How a switch stands.
    pub fn is_on(&self, switch: Switch) -> bool {
        if let (Switch::Language(language, _), Some(chosen)) = (switch, self.language) {
            return language == chosen;
        }
        switch.is_on_at_first() != self.turned.contains(&switch.number())
    }
}
