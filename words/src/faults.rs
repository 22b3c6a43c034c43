//! What somebody can break or ask for: what it is called, what it does, and why it would do nothing.

use crate::names::Names;
use offsetscope_core::network::{Connection, Direction, Link, MessageKind};

/// Something that can happen to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It dies.
    Crash,
    /// It is started again.
    Restart,
    /// It stands still.
    Pause,
    /// It goes on.
    Resume,
    /// It is asked to stop.
    Stop,
}

/// How the view of all this is introduced.
pub const FAULTS_NOTE: &str = "A press makes it happen at the moment that is shown; in the past it begins \
     another run, and yours is kept.";

/// What the button says.
pub fn fault_verb(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash => "crash",
        Fault::Restart => "restart",
        Fault::Pause => "pause",
        Fault::Resume => "resume",
        Fault::Stop => "stop",
    }
}

/// What it does.
pub fn fault_note(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash => "kill -9: no close, no commit, no goodbye",
        Fault::Restart => "a new process with an empty memory",
        Fault::Pause => {
            "as in a long garbage collection: nothing of it runs, and it sends no heartbeat"
        }
        Fault::Resume => "it goes on where it was, and does not know that time has passed",
        Fault::Stop => "SIGTERM: it leaves its loop, commits if its program does, and closes",
    }
}

/// Why it is not possible now.
pub fn why_no_fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash | Fault::Pause => "it is not running",
        Fault::Restart => "it is running",
        Fault::Resume => "it is not paused",
        Fault::Stop => "it has been asked to stop already",
    }
}

/// `fulfilment-1 to the coordinator`
pub fn link_name(link: Link, names: Names<'_>) -> String {
    let client = names.client(link.client);
    let broker = match link.connection {
        Connection::Leader => "the leader",
        Connection::Coordinator => "the coordinator",
    };
    match link.direction {
        Direction::ToBroker => format!("{client} to {broker}"),
        Direction::ToClient => format!("{broker} to {client}"),
    }
}

/// What a message is called.
pub fn message_name(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Produce => "produce",
        MessageKind::Fetch => "fetch",
        MessageKind::OffsetLookup => "offset lookup",
        MessageKind::Join => "join",
        MessageKind::Sync => "sync",
        MessageKind::Heartbeat => "heartbeat",
        MessageKind::Commit => "commit",
    }
}

/// What becomes of what is on a connection that breaks.
pub const BREAK_NOTE: &str = "TCP loses no single message: the connection breaks under it, with all that is \
     on it. A request is lost before the broker has seen it; an answer, after the broker has done it";
/// Why a connection cannot break.
pub const CANNOT_NOTICE: &str = "nobody is there to notice: the process is dead or stands still";
/// What is said if there are no messages.
pub const NOTHING_ON_ITS_WAY: &str = "Nothing is on its way at this moment.";
/// What a reset does.
pub const RESET_NOTE: &str = "--reset-offsets --execute: the group goes on there, if it has no members; else \
     the broker refuses";
/// What it does to delete offsets.
pub const DELETE_OFFSETS_NOTE: &str = "nothing is committed any more, and auto.offset.reset decides; refused \
     while a member reads the topic";
/// What it does to delete a group.
pub const DELETE_GROUP_NOTE: &str =
    "the group goes with all that it has committed; refused while it has members";
/// What it does to delete records.
pub const DELETE_RECORDS_NOTE: &str =
    "the log begins there from now on, whoever has read them or not";
/// Why a request would change nothing.
pub const ASKS_NOTHING: &str = "it would change nothing: it is so already";
