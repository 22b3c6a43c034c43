//! What the model says, in the language of the build. The core speaks in types; here each gets its
//! sentence, by matches without a default, so that nothing new goes unsaid. The page and the program
//! in the terminal say the same.

#![forbid(unsafe_code)]

mod activity;
mod charts;
mod code;
mod diagram;
mod export;
mod faults;
mod java;
mod legend;
mod names;
mod narration;
mod offsets_topic;
mod outlook;
mod proof;
mod python;
mod rust;
mod slots;
mod terms;
mod why;

pub use activity::{FENCED, activity};
pub use charts::{CHARTS_NOTE, all_partitions, charts_leave_out, fates_of, highest, lag_of};
pub use code::{CodeLine, Language, program, program_in};
pub use diagram::{COORDINATOR, DIAGRAM_NOTE, EVERY_CONSUMER, LOGS, diagram_leaves_out};
pub use export::{
    DIAGRAM_PICTURE_NOTE, FRAME_NOTE, FRAME_TITLE, LINK_NOTE, NO_LINK, STAGE_NOTE, TRACE_NOTE,
};
pub use faults::{
    ASKS_NOTHING, BREAK_NOTE, CANNOT_NOTICE, DELAY_NOTE, DELETE_GROUP_NOTE, DELETE_OFFSETS_NOTE,
    DELETE_RECORDS_NOTE, FAULTS_NOTE, Fault, NOTHING_ON_ITS_WAY, RESET_NOTE, fault_note,
    fault_verb, link_name, message_name, why_no_fault,
};
pub use legend::{HOW_TRUE, HOW_TRUE_LINK, Marker, marker_name, marker_note};
pub use names::{Names, clock_time, euros, item_name, members};
pub use narration::{narrate, narrate_fully, opening, tell};
pub use offsets_topic::{OFFSETS_TOPIC, OFFSETS_TOPIC_NOTE, coordinator_record};
pub use outlook::{again_after_a_crash, outlook};
pub use proof::{cause_name, cause_note, guarantee, property_name, searched, verdict_sentence};
pub use slots::{Slot, slots};
pub use terms::{
    family_name, group_state, group_work, strategy_name, strategy_note, verdict_name, verdict_note,
};
pub use why::{NOTHING_TO_EXPLAIN, Reason, WHY, WHY_PRESENT, Why, why, why_of_step};
