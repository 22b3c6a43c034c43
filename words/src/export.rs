//! What is said of what a person can keep.

/// What is in a trace.
pub const TRACE_NOTE: &str = "Every step of the run as a line of JSON: its number, its time, what was chosen, what that did. The terminal prints the same: offsetscope run --json.";

/// What is on a picture of the stage.
pub const STAGE_NOTE: &str =
    "The present moment as a file that any browser shows, without anything else.";

/// What is on a picture of the diagram.
pub const DIAGRAM_PICTURE_NOTE: &str = "The time-space diagram around the present moment, with the messages and groups that are switched on.";
