//! What a person can do, and what that changes.

use crate::playback::Speed;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::explain::Asked;
use offsetscope_core::ids::{ConsumerId, GroupId, Offset, TopicPartition};
use offsetscope_messages::panels::Panel;
use offsetscope_scene::flights::Kind;
use offsetscope_scene::sought::{Sought, Towards};

/// Something a person does, or a frame that passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command {
    /// Play, or pause.
    TogglePlay,
    /// Forward to the next thing worth seeing.
    Step,
    /// Back to before the last thing worth seeing.
    StepBack,
    /// To a step of the run.
    SeekTo(usize),
    /// To what one looks for, by the choice that was made of that.
    Go(Towards),
    /// To the nearest of a kind.
    GoTo(Sought, Towards),
    /// Look for something else.
    Seek(Sought),
    /// Take the last change back.
    Undo,
    /// Open a view beside the stage, or close it if it is open.
    Turn(Panel),
    /// The list of events was scrolled to a line.
    ScrollTo(usize),
    /// To the opening.
    ToStart,
    /// To the last step so far.
    ToEnd,
    /// Begin anew, without faults and changes.
    StartOver,
    /// Change the speed.
    SetSpeed(Speed),
    /// Look at a consumer, its code and its group.
    Select(ConsumerId),
    /// Make something happen.
    Inject(Choice),
    /// Change how a group commits.
    SetStrategy(GroupId, Strategy),
    /// Follow a run again that was left when the past was changed.
    ReturnToBranch(usize),
    /// Move a partition's window to where it begins with this offset; without one, back to the newest.
    Look(TopicPartition, Option<Offset>),
    /// Open a partition's wall, or close it.
    TurnLane(TopicPartition),
    /// Hide messages of a kind in flight, or show them again.
    TurnFlights(Kind),
    /// Open the program to be changed, or close it.
    TurnProgram,
    /// Ask why an order fared as it did.
    AskWhy(Asked),
    /// Ask no longer.
    ForgetWhy,
    /// Close the notice.
    DismissNotice,
    /// Time passes on the wall.
    Frame {
        /// How much, since the last frame.
        elapsed_ms: f64,
        /// Where playing pauses.
        halt: Halt,
    },
}

/// Where playing pauses by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Nowhere.
    Never,
    /// At what one looks for: in front of a room there is something to say then. A lesson has its own
    /// moments.
    AtSought,
}

/// What a command has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing but the time on the screen: only what flies has moved.
    Time,
    /// More than that.
    Everything,
}

/// Whether a step is shown as a flight or as a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// What moves is seen to move.
    Full,
    /// The person asked for less motion.
    Reduced,
}
