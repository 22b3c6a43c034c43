//! Why a commit had the fate that it had.

use super::{Reason, Why, records};
use crate::names::{Names, list};
use crate::narration::groups::error_words;
use offsetscope_core::event::{CommitException, CommitTrigger};
use offsetscope_core::explain::commit::{Answer, Commit, Fate, Span};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};

pub fn answer(commit: &Commit<'_>, world: &World) -> Why {
    let names = Names::of(world);
    let sentences = [Some(fate(commit, names)), passed(commit, names)];
    Why {
        answer: sentences
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(text!(" ", "")),
        reasons: commit
            .causes
            .iter()
            .map(|it| Reason::of(it, world))
            .collect(),
    }
}

/// What became of it.
fn fate(commit: &Commit<'_>, names: Names<'_>) -> String {
    let who = names.consumer(commit.consumer);
    let what = say!("{0} of {who}", "{who} 的{0}"; kind(commit.trigger));
    let offsets = match commit.offsets.as_slice() {
        [] => String::new(),
        offsets => say!(", {0},", "（{0}）"; names.offsets(offsets)),
    };
    match commit.fate {
        Fate::UnderWay => say!(
            "{what}{offsets} is on its way to the coordinator.",
            "{what}{offsets}：正在发往协调者的途中。"
        ),
        Fate::Lost => say!(
            "{what}{offsets} never arrived: the connection to the coordinator broke while it was on its way.",
            "{what}{offsets}：没有到达，途中与协调者的连接断开了。"
        ),
        Fate::Stored(Answer::Heard) => {
            say!(
                "{what}{offsets} was stored, and {who} has heard so.",
                "{what}{offsets}：已存储，{who} 也已得知。"
            )
        }
        Fate::Stored(Answer::UnderWay) => {
            say!(
                "{what}{offsets} was stored. The answer is on its way to {who}.",
                "{what}{offsets}：已存储。应答正在发往 {who} 的途中。"
            )
        }
        Fate::Stored(Answer::Lost) => {
            say!(
                "{what}{offsets} was stored, but the answer never reached {who}: it cannot know.",
                "{what}{offsets}：已存储，但应答没有到达 {who}，它无从知道。"
            )
        }
        Fate::Refused(error) => refused(&format!("{what}{offsets}"), error, commit.consumer, names),
        Fate::NotSent(exception) => not_sent(&what, exception),
    }
}

fn kind(trigger: CommitTrigger) -> &'static str {
    match trigger {
        CommitTrigger::CommitSync | CommitTrigger::Abandoned => {
            text!("The commitSync", "同步提交 commitSync")
        }
        CommitTrigger::CommitAsync => text!("The commitAsync", "异步提交 commitAsync"),
        CommitTrigger::AutoCommit => text!("The auto-commit", "自动提交"),
        CommitTrigger::BeforeRebalance => text!(
            "The last auto-commit before giving partitions up",
            "交出分区前的最后一次自动提交"
        ),
    }
}

fn refused(what: &str, error: GroupError, consumer: ConsumerId, names: Names<'_>) -> String {
    let (who, group, name) = (
        names.consumer(consumer),
        names.group_of(consumer),
        error.name(),
    );
    let why = match error {
        GroupError::UnknownMemberId => {
            say!(
                "{who} took itself for a member of {group}, and was none any more",
                "{who} 以为自己还是 {group} 的成员，其实已经不是了"
            )
        }
        GroupError::IllegalGeneration => {
            say!(
                "{group} had gone on to another generation without {who}",
                "{group} 已撇下 {who} 进入另一代"
            )
        }
        GroupError::RebalanceInProgress => say!(
            "all members of {group} had joined, and the assignment of the new generation was not there yet",
            "{group} 的所有成员都已加入，而新一代的分配结果还没有到"
        ),
        other => error_words(other).to_owned(),
    };
    say!(
        "{what} was refused with {name}: {why}.",
        "{what}：因 {name} 被拒绝，{why}。"
    )
}

fn not_sent(what: &str, exception: CommitException) -> String {
    let name = exception.class();
    match exception {
        CommitException::Timeout => say!(
            "{what} ended with {name} after default.api.timeout.ms. What it had sent may be stored all the same.",
            "{what}：过了 default.api.timeout.ms，以 {name} 结束。它发出的提交仍可能已存储。"
        ),
        CommitException::NoOffset => say!(
            "{what} was not sent ({name}): nothing is stored that is not committed already.",
            "{what}：没有发送（{name}），已存储的都已提交过。"
        ),
        CommitException::AssignmentLost => say!(
            "{what} was not sent ({name}): the client knows that the partitions are no longer its own.",
            "{what}：没有发送（{name}），客户端知道这些分区已不归它所有。"
        ),
        CommitException::CommitFailed => say!(
            "{what} was not sent, it failed with {name}: the client knows that it is out of the group.",
            "{what}：没有发送，以 {name} 失败，客户端知道自己已不在组中。"
        ),
        CommitException::RebalanceInProgress => say!(
            "{what} was not sent, it failed with {name}: the client is joining the next generation.",
            "{what}：没有发送，以 {name} 失败，客户端正在加入下一代。"
        ),
        _ => say!("{what} failed with {name}.", "{what}：以 {name} 失败。"),
    }
}

/// What it went past, and what that means.
fn passed(commit: &Commit<'_>, names: Names<'_>) -> Option<String> {
    match commit.fate {
        Fate::Stored(_) => stored_past(commit, names),
        Fate::Lost | Fate::Refused(_) => stands_still(&commit.spans, names),
        Fate::UnderWay | Fate::NotSent(_) => None,
    }
}

fn stored_past(commit: &Commit<'_>, names: Names<'_>) -> Option<String> {
    if commit.spans.is_empty() {
        return Some(
            text!(
                "It moved nothing: that was committed already.",
                "它没有移动任何东西：之前已经提交到这里。"
            )
            .to_owned(),
        );
    }
    let undone: u32 = commit.spans.iter().map(|it| it.undone).sum();
    let mut first = commit.spans.iter().filter_map(|it| {
        let order = names.order_at(it.partition, it.first_undone?);
        Some(order)
    });
    let who = names.consumer(commit.consumer);
    first.next().map_or_else(
        || Some(text!(
            "Of what it went past, all that poll had returned to anybody was done.",
            "在它越过的记录中，凡是 poll 返回给过任何消费者的，都已处理完。"
        ).to_owned()),
        |first| {
            let undone = match undone {
                1 => say!(
                    "{first}, which poll had returned and which had not taken effect",
                    "{first}，poll 已返回它，而它还没有生效"
                ),
                _ => say!(
                    "{0} that poll had returned and that had not taken effect, {first} to begin with",
                    "{first} 等 {0}，poll 已返回它们，而它们还没有生效";
                    records(undone)
                ),
            };
            Some(say!(
                "It went past {undone}. From then on only {who} itself could still see to that: whoever \
                 begins there does not read it.",
                "它越过了{undone}。从那以后，只有 {who} 自己还能补上：从那里开始的消费者不会读到。"
            ))
        },
    )
}

fn stands_still(spans: &[Span], names: Names<'_>) -> Option<String> {
    let stand = |it: &Span| match it.from {
        Some(from) => say!("{0} at {from}", "{0} 的偏移量 {from}"; names.partition(it.partition)),
        None => say!(
            "{0} with nothing committed",
            "{0}（没有提交过）";
            names.partition(it.partition)
        ),
    };
    let stands: Vec<String> = spans.iter().map(stand).collect();
    (!stands.is_empty()).then(|| {
        say!(
            "The group still stands in {0}.",
            "组的提交仍停在：{0}。";
            list(&stands)
        )
    })
}
