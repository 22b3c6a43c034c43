//! What somebody can break or ask for: what it is called, what it does, and why it would do nothing.

use crate::names::Names;
use offsetscope_core::network::{Connection, Direction, Link, MessageKind};
use offsetscope_language::{say, text};

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
    /// The network to it fails.
    Cut,
    /// The network to it is there again.
    Heal,
}

/// How the view of all this is introduced.
pub const FAULTS_NOTE: &str = text!(
    "A press makes it happen at the moment that is shown; in the past it begins \
     another run, and yours is kept.",
    "一按，它就在所显示的时刻发生；如果那是过去，就从那里开始另一次运行，原来的会保留。"
);

/// What the button says.
pub fn fault_verb(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash => text!("crash", "崩溃"),
        Fault::Restart => text!("restart", "重启"),
        Fault::Pause => text!("pause", "暂停"),
        Fault::Resume => text!("resume", "恢复"),
        Fault::Stop => text!("stop", "停止"),
        Fault::Cut => text!("cut off", "断网"),
        Fault::Heal => text!("reconnect", "恢复网络"),
    }
}

/// What it does.
pub fn fault_note(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash => text!(
            "kill -9: no close, no commit, no goodbye",
            "kill -9：不 close，不提交，不告别"
        ),
        Fault::Restart => text!(
            "a new process with an empty memory",
            "一个新进程，内存是空的"
        ),
        Fault::Pause => {
            text!(
                "as in a long garbage collection: nothing of it runs, and it sends no heartbeat",
                "如同一次很长的垃圾回收：什么都不运行，也不发送心跳"
            )
        }
        Fault::Resume => text!(
            "it goes on where it was, and does not know that time has passed",
            "从原来的地方继续，不知道时间已经过去"
        ),
        Fault::Stop => text!(
            "SIGTERM: it leaves its loop, commits if its program does, and closes",
            "SIGTERM：退出循环，如果程序会提交就提交，然后关闭"
        ),
        Fault::Cut => text!(
            "nothing gets through between it and the broker, and neither is told",
            "它与 broker 之间什么都传不过去，双方都不知道"
        ),
        Fault::Heal => text!(
            "the network is there again, and what TCP still has to send arrives",
            "网络恢复，TCP 还要发的内容随之到达"
        ),
    }
}

/// Why it is not possible now.
pub fn why_no_fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Crash | Fault::Pause => text!("it is not running", "它没有在运行"),
        Fault::Restart => text!("it is running", "它正在运行"),
        Fault::Resume => text!("it is not paused", "它没有暂停"),
        Fault::Stop => text!("it has been asked to stop already", "已经要求它停止了"),
        Fault::Cut | Fault::Heal => text!("it is so already", "已经是这样了"),
    }
}

/// `fulfilment-1 to the coordinator`
pub fn link_name(link: Link, names: Names<'_>) -> String {
    let client = names.client(link.client);
    let broker = match link.connection {
        Connection::Leader => text!("the leader", "分区领导者"),
        Connection::Coordinator => text!("the coordinator", "协调者"),
    };
    match link.direction {
        Direction::ToBroker => say!("{client} to {broker}", "{client} 到{broker}"),
        Direction::ToClient => say!("{broker} to {client}", "{broker}到 {client}"),
    }
}

/// What a message is called.
pub fn message_name(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Produce => text!("produce", "生产"),
        MessageKind::Fetch => text!("fetch", "拉取"),
        MessageKind::OffsetLookup => text!("offset lookup", "查询偏移量"),
        MessageKind::Join => text!("join", "加入"),
        MessageKind::Sync => text!("sync", "同步"),
        MessageKind::Heartbeat => text!("heartbeat", "心跳"),
        MessageKind::Commit => text!("commit", "提交"),
    }
}

/// What becomes of what is on a connection that breaks.
pub const BREAK_NOTE: &str = text!(
    "TCP loses no single message: the connection breaks under it, with all that is \
     on it. A request is lost before the broker has seen it; an answer, after the broker has done it",
    "TCP 不会单独丢失一条消息：是整条连接断开，上面的一切都随之丢失。请求丢失时，broker 还没有看到它；应答丢失时，broker 已经照办了"
);
/// Why a connection cannot break.
pub const CANNOT_NOTICE: &str = text!(
    "nobody is there to notice: the process is dead or stands still",
    "没有谁会察觉：进程已死或停住了"
);
/// What a delay does.
pub const DELAY_NOTE: &str = text!(
    "it takes a second longer, with what is behind it: a connection keeps order",
    "它和排在它后面的都晚到一秒：连接保持顺序"
);
/// What is said if there are no messages.
pub const NOTHING_ON_ITS_WAY: &str = text!(
    "Nothing is on its way at this moment.",
    "此刻没有消息在途。"
);
/// What a reset does.
pub const RESET_NOTE: &str = text!(
    "--reset-offsets --execute: the group goes on there, if it has no members; else \
     the broker refuses",
    "--reset-offsets --execute：如果组没有成员，就从那里继续；否则 broker 会拒绝"
);
/// What it does to delete offsets.
pub const DELETE_OFFSETS_NOTE: &str = text!(
    "nothing is committed any more, and auto.offset.reset decides; refused \
     while a member reads the topic",
    "不再有任何提交，由 auto.offset.reset 决定；有成员在读该主题时会被拒绝"
);
/// What it does to delete a group.
pub const DELETE_GROUP_NOTE: &str = text!(
    "the group goes with all that it has committed; refused while it has members",
    "组连同它提交的一切一起删除；还有成员时会被拒绝"
);
/// What it does to delete records.
pub const DELETE_RECORDS_NOTE: &str = text!(
    "the log begins there from now on, whoever has read them or not",
    "日志从此由那里开始，不管谁读过、谁没读过"
);
/// Why a request would change nothing.
pub const ASKS_NOTHING: &str = text!(
    "it would change nothing: it is so already",
    "不会有任何变化：已经是这样了"
);
