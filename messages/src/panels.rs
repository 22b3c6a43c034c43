//! What the page and the worker say to each other that draws what stands beside the stage.

use crate::Source;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::explain::Asked;
use offsetscope_core::history::Entry;
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_scene::Sight;
use offsetscope_scene::sought::Sought;
use serde::{Deserialize, Serialize};

/// Something that stands beside the stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Panel {
    /// Everything that happened, line by line.
    Events,
    /// A line of life for each process, and the messages between them.
    Diagram,
    /// What somebody can break, and what an administrator can ask for.
    Faults,
    /// A cluster of one's own.
    Build,
    /// The run beside the same run with other ways to commit.
    Compare,
    /// Lag, logs and what went wrong, over time.
    Charts,
    /// What a person can keep: the run, and pictures of it.
    Export,
    /// What the stage shows, as tables.
    Tables,
    /// What the signs on the stage mean.
    Legend,
    /// The log of `__consumer_offsets`.
    OffsetsTopic,
    /// The consumer's program, whose statements can be moved.
    Program,
    /// Why an order, a commit or a rebalance went as it did.
    Why,
    /// The prover's dialog.
    Prover,
    /// The lessons that there are.
    Lessons,
    /// The lesson that is taken.
    Lesson,
}

/// The views that open beside the stage, one at a time, in the order of their buttons in `index.html`.
pub const VIEWS: [Panel; 11] = [
    Panel::Lessons,
    Panel::Faults,
    Panel::Build,
    Panel::Compare,
    Panel::Diagram,
    Panel::Charts,
    Panel::Events,
    Panel::Tables,
    Panel::OffsetsTopic,
    Panel::Legend,
    Panel::Export,
];

/// What the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// Another run is looked at from now on. It has no steps yet.
    Begin {
        /// Its setup.
        source: Source,
        /// Where it begins.
        beginning: Beginning,
    },
    /// How the run goes on after its first `from` steps; what came there before is no more.
    Follow {
        /// So many steps stay as they are.
        from: u32,
        /// What happens after them.
        steps: Vec<Step>,
    },
    /// Draw these.
    Draw {
        /// Which.
        panels: Vec<Panel>,
        /// What the page looks at.
        gaze: Gaze,
    },
    /// The list of events was scrolled to a line; none where it follows the run again.
    Scroll(Option<u32>),
    /// Read a scenario file.
    Open {
        /// What the file is called.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Read the fragment of a link.
    Read(String),
    /// What the browser kept of [`Answer::Keep`], from an earlier visit.
    Kept(String),
    /// Write the run as a scenario file.
    Save,
    /// How the stage is looked at, for pictures of it.
    Sight(Sight),
    /// A proof is wanted.
    OpenProver {
        /// Where the group is.
        source: Source,
        /// The group.
        group: GroupId,
        /// How it commits now.
        strategy: Strategy,
    },
    /// What a press or a choice says that concerns nobody but the panels: `data-do`, or `data-field`
    /// with the place of what was chosen.
    Press(String),
    /// What the prover says; nothing if it is gone.
    Heard(Option<Vec<u8>>),
}

/// Where a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beginning {
    /// At the very beginning.
    Start,
    /// Where a visitor begins: when the first order is sent.
    Opening,
}

/// A step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub at_ms: i64,
    /// What.
    pub choice: Choice,
}

impl From<&Entry> for Step {
    fn from(entry: &Entry) -> Self {
        Self {
            at_ms: entry.at_ms,
            choice: entry.choice,
        }
    }
}

/// What the page looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gaze {
    /// The moment, by the number of steps before it.
    pub step: u32,
    /// The consumer.
    pub consumer: ConsumerId,
    /// What is looked for.
    pub sought: Sought,
    /// What is asked about: why it is as it is.
    pub asked: Option<Asked>,
    /// The view that is open beside the stage.
    pub beside: Option<Panel>,
    /// Whether it moves.
    pub pace: Pace,
}

/// Whether what is looked at moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pace {
    /// The run plays.
    Moving,
    /// It stands: its moment is worth a link.
    Still,
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It listens. What is asked before is not heard.
    Ready,
    /// What was asked to be drawn, as HTML.
    Drawn(Vec<(Panel, String)>),
    /// A run to show.
    Opened(Box<Opened>),
    /// How the run that is shown goes on.
    Lead(Lead),
    /// The fragment that leads to what is looked at; empty if it would be too long.
    Address(String),
    /// Something for the browser to keep until the next visit.
    Keep(String),
    /// It cannot be: everything that is wrong with it, a line each.
    Refused(String),
    /// What somebody makes happen now, in this order. When that is, the page knows.
    Make(Vec<Step>),
    /// Something the prover is wanted for.
    Prover(ProverDeed),
    /// A picture for the person to keep, in pixels.
    Picture {
        /// What to call it.
        name: String,
        /// What is on it.
        svg: String,
    },
    /// A file for the person to keep.
    File {
        /// What to call it.
        name: String,
        /// What is in it.
        text: String,
    },
}

/// A run to show: one that was read from a file or a link, that the prover has found, or a lesson's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Whose it is.
    pub whose: Whose,
    /// The moment to show, by the number of steps before it.
    pub step: u32,
    /// The consumer to look at.
    pub consumer: ConsumerId,
    /// The view to open beside the stage.
    pub beside: Option<Panel>,
    /// Which it is, as a sentence.
    pub what: String,
    /// What it shows.
    pub about: String,
    /// Its setup.
    pub source: Source,
    /// Where it begins.
    pub beginning: Beginning,
    /// What happens in it, as far as the file says.
    pub steps: Vec<Step>,
}

impl Opened {
    /// Somebody else's run, from its beginning.
    pub fn watched(source: Source, beginning: Beginning, steps: Vec<Step>) -> Self {
        Self {
            whose: Whose::Watched,
            step: 0,
            consumer: ConsumerId(0),
            beside: None,
            what: String::new(),
            about: String::new(),
            source,
            beginning,
            steps,
        }
    }
}

/// Whose run it is that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    /// The person's own: what was shown before is gone.
    Own,
    /// Somebody else's: the person's own is kept, to go back to.
    Watched,
    /// A lesson's, which says how far it goes; the person's own is kept as well.
    Lesson(Onward),
}

/// Whether a run goes on after the last step that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Onward {
    /// It waits: somebody has to answer or to go on.
    Held,
    /// As the clock says.
    Free,
}

/// How a lesson's run goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// So many steps stay as they are.
    pub from: u32,
    /// What happens after them.
    pub steps: Vec<Step>,
    /// From here on it is to be seen.
    pub show: u32,
    /// The consumer to look at.
    pub consumer: ConsumerId,
    /// And then?
    pub onward: Onward,
}

/// What the page has to do about the prover, which is a worker of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProverDeed {
    /// Start it.
    Start,
    /// Say this to it.
    Say(Vec<u8>),
    /// End it.
    End,
}
