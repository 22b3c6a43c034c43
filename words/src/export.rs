//! What is said of what a person can keep.

/// Where a link leads.
pub const LINK_NOTE: &str = "Leads to this very moment: the setup, what was changed, the consumer and the view that you see. Nothing is sent anywhere: all of it is in the link.";

/// Where there is no link.
pub const NO_LINK: &str = "There is no link to this moment: the run moves, or too much was changed in it for a link of 2,000 characters. Pause it, or save it as a file.";

/// What a frame is good for.
pub const FRAME_NOTE: &str =
    "For slides, blogs and documentation: the stage and what moves the run, nothing else.";

/// What a frame is called.
pub const FRAME_TITLE: &str = "OffsetScope: a run on Kafka";

/// What is in a trace.
pub const TRACE_NOTE: &str = "Every step of the run as a line of JSON: its number, its time, what was chosen, what that did. The terminal prints the same: offsetscope run --json.";

/// What is on a picture of the stage.
pub const STAGE_NOTE: &str =
    "The present moment as a file that any browser shows, without anything else.";

/// What is on a picture of the diagram.
pub const DIAGRAM_PICTURE_NOTE: &str = "The time-space diagram around the present moment, with the messages and groups that are switched on.";
