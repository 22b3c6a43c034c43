//! What is said of what a person can keep.

use offsetscope_language::text;

/// Where a link leads.
pub const LINK_NOTE: &str = text!(
    "Leads to this very moment: the setup, what was changed, the consumer and the view that you see. Nothing is sent anywhere: all of it is in the link.",
    "通向这一时刻：设置、所做的改动，以及你正在看的消费者和视图。不会向任何地方发送数据：一切都在链接里。"
);

/// Where there is no link.
pub const NO_LINK: &str = text!(
    "There is no link to this moment: the run moves, or too much was changed in it for a link of 2,000 characters. Pause it, or save it as a file.",
    "这一时刻没有链接：运行还在进行，或者改动太多，2,000 个字符的链接装不下。请暂停它，或存为文件。"
);

/// What a frame is good for.
pub const FRAME_NOTE: &str = text!(
    "For slides, blogs and documentation: the stage and what moves the run, nothing else.",
    "用于幻灯片、博客和文档：只有舞台和控制运行的按钮。"
);

/// What a frame is called.
pub const FRAME_TITLE: &str = text!(
    "OffsetScope: a run on Kafka",
    "OffsetScope：Kafka 上的一次运行"
);

/// What is in a trace.
pub const TRACE_NOTE: &str = text!(
    "Every step of the run as a line of JSON: its number, its time, what was chosen, what that did. The terminal prints the same: offsetscope run --json.",
    "运行的每一步是一行 JSON：编号、时间、选择了什么、产生了什么结果。终端打印的内容相同：offsetscope run --json。"
);

/// What is on a picture of the stage.
pub const STAGE_NOTE: &str = text!(
    "The present moment as a file that any browser shows, without anything else.",
    "当前时刻存成一个文件，任何浏览器都能直接显示。"
);

/// What is on a picture of the diagram.
pub const DIAGRAM_PICTURE_NOTE: &str = text!(
    "The time-space diagram around the present moment, with the messages and groups that are switched on.",
    "当前时刻前后的时空图，包含已打开的消息和组。"
);
