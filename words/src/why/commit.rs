//! Why a commit had the fate that it had.

use super::{Reason, Why, records};
use crate::names::{Names, list};
use crate::narration::groups::error_words;
use offsetscope_core::event::{CommitException, CommitTrigger};
use offsetscope_core::explain::commit::{Answer, Commit, Fate, Span};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::world::World;

pub fn answer(commit: &Commit<'_>, world: &World) -> Why {
    let names = Names::of(world);
    let sentences = [Some(fate(commit, names)), passed(commit, names)];
    Why {
        answer: sentences
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
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
    let what = format!("{} of {who}", kind(commit.trigger));
    let offsets = match commit.offsets.as_slice() {
        [] => String::new(),
        offsets => format!(", {},", names.offsets(offsets)),
    };
    match commit.fate {
        Fate::UnderWay => format!("{what}{offsets} is on its way to the coordinator."),
        Fate::Lost => format!(
            "{what}{offsets} never arrived: the connection to the coordinator broke while it was on its way."
        ),
        Fate::Stored(Answer::Heard) => {
            format!("{what}{offsets} was stored, and {who} has heard so.")
        }
        Fate::Stored(Answer::UnderWay) => {
            format!("{what}{offsets} was stored. The answer is on its way to {who}.")
        }
        Fate::Stored(Answer::Lost) => {
            format!(
                "{what}{offsets} was stored, but the answer never reached {who}: it cannot know."
            )
        }
        Fate::Refused(error) => refused(&format!("{what}{offsets}"), error, commit.consumer, names),
        Fate::NotSent(exception) => not_sent(&what, exception),
    }
}

fn kind(trigger: CommitTrigger) -> &'static str {
    match trigger {
        CommitTrigger::CommitSync | CommitTrigger::Abandoned => "The commitSync",
        CommitTrigger::CommitAsync => "The commitAsync",
        CommitTrigger::AutoCommit => "The auto-commit",
        CommitTrigger::BeforeRebalance => "The last auto-commit before giving partitions up",
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
            format!("{who} took itself for a member of {group}, and was none any more")
        }
        GroupError::IllegalGeneration => {
            format!("{group} had gone on to another generation without {who}")
        }
        GroupError::RebalanceInProgress => format!(
            "all members of {group} had joined, and the assignment of the new generation was not there yet"
        ),
        other => error_words(other).to_owned(),
    };
    format!("{what} was refused with {name}: {why}.")
}

fn not_sent(what: &str, exception: CommitException) -> String {
    let name = exception.class();
    match exception {
        CommitException::Timeout => format!(
            "{what} ended with {name} after default.api.timeout.ms. What it had sent may be stored all the same."
        ),
        CommitException::NoOffset => format!(
            "{what} was not sent ({name}): nothing is stored that is not committed already."
        ),
        CommitException::AssignmentLost => format!(
            "{what} was not sent ({name}): the client knows that the partitions are no longer its own."
        ),
        CommitException::CommitFailed => format!(
            "{what} was not sent, it failed with {name}: the client knows that it is out of the group."
        ),
        CommitException::RebalanceInProgress => format!(
            "{what} was not sent, it failed with {name}: the client is joining the next generation."
        ),
        _ => format!("{what} failed with {name}."),
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
        return Some("It moved nothing: that was committed already.".to_owned());
    }
    let undone: u32 = commit.spans.iter().map(|it| it.undone).sum();
    let mut first = commit.spans.iter().filter_map(|it| {
        let order = names.order_at(it.partition, it.first_undone?);
        Some(order)
    });
    let who = names.consumer(commit.consumer);
    first.next().map_or_else(
        || Some("Of what it went past, all that poll had returned to anybody was done.".to_owned()),
        |first| {
            let undone = match undone {
                1 => format!("{first}, which poll had returned and which had not taken effect"),
                _ => format!(
                    "{} that poll had returned and that had not taken effect, {first} to begin with",
                    records(undone)
                ),
            };
            Some(format!(
                "It went past {undone}. From then on only {who} itself could still see to that: whoever \
                 begins there does not read it."
            ))
        },
    )
}

fn stands_still(spans: &[Span], names: Names<'_>) -> Option<String> {
    let stand = |it: &Span| match it.from {
        Some(from) => format!("{} at {from}", names.partition(it.partition)),
        None => format!("{} with nothing committed", names.partition(it.partition)),
    };
    let stands: Vec<String> = spans.iter().map(stand).collect();
    (!stands.is_empty()).then(|| format!("The group still stands in {}.", list(&stands)))
}
