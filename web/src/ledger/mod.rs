//! The ledger: what each group's work did in the world outside Kafka, counted.

use crate::session::{Command, Session};
use offsetscope_core::explain::{Asked, Subject};
use offsetscope_core::ids::{GroupId, Offset, OrderNumber, TopicPartition};
use offsetscope_core::ledger::{Tally, Verdict};
use offsetscope_core::world::World;
use offsetscope_scene::signs;
use offsetscope_words::{self as words, Names, euros};
use yew::prelude::*;

/// What the ledger shows.
#[derive(Clone, Debug, PartialEq)]
struct Ledger {
    rows: Vec<Row>,
    selected: String,
    /// What the selected group's work does: `charged`.
    work: &'static str,
    /// Orders of the selected group with a verdict that wants a look, newest first.
    findings: Vec<Finding>,
    /// How many more there are.
    more: usize,
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    group: GroupId,
    name: String,
    tally: Tally,
}

#[derive(Clone, Debug, PartialEq)]
struct Finding {
    verdict: Verdict,
    subject: Subject,
    times: u8,
    order: String,
    place: String,
}

/// The verdicts in the order of the columns.
const COLUMNS: [Verdict; 8] = [
    Verdict::Once,
    Verdict::Duplicated,
    Verdict::Lost,
    Verdict::Expired,
    Verdict::Compacted,
    Verdict::Skipped,
    Verdict::DeadLettered,
    Verdict::Pending,
];
/// This many findings are listed.
const MAX_FINDINGS: usize = 6;

impl Ledger {
    /// As a session stands.
    fn of(session: &Session) -> Self {
        let world = &session.history().current().world;
        let group = session.selected_group();
        let found = found(world, group);
        let more = found.len().saturating_sub(MAX_FINDINGS);
        let shown = found.iter().take(MAX_FINDINGS);
        let findings = shown.map(|it| finding(world, group, it)).collect();
        let row = |group| Row {
            group,
            name: Names::of(world).group(group).to_owned(),
            tally: world.tally(group),
        };
        let selected = Names::of(world).group(group).to_owned();
        Self {
            rows: world.setup().group_ids().map(row).collect(),
            work: words::group_work(&selected),
            selected,
            findings,
            more,
        }
    }
}

/// A record whose verdict wants a look: cheap, since a long run can have thousands.
struct Found {
    number: OrderNumber,
    partition: TopicPartition,
    offset: Offset,
    verdict: Verdict,
}

/// Every record of a group whose verdict wants a look, newest order first.
fn found(world: &World, group: GroupId) -> Vec<Found> {
    let mut found = Vec::new();
    for partition in world.partitions_read_by(group) {
        for (offset, &number) in (0..).zip(world.outside().records_of(partition)) {
            if world.outside().original(partition, offset) != offset {
                continue;
            }
            let verdict = world.verdict(group, partition, offset);
            if matches!(
                verdict,
                Verdict::Duplicated
                    | Verdict::Lost
                    | Verdict::Expired
                    | Verdict::Skipped
                    | Verdict::DeadLettered
                    | Verdict::Compacted
            ) {
                let place = found.partition_point(|it: &Found| it.number > number);
                let what = Found {
                    number,
                    partition,
                    offset,
                    verdict,
                };
                found.insert(place, what);
            }
        }
    }
    found
}

fn finding(world: &World, group: GroupId, found: &Found) -> Finding {
    let Found {
        number,
        partition,
        offset,
        verdict,
    } = *found;
    let names = Names::of(world);
    let order = names.order(number);
    Finding {
        verdict,
        subject: Subject {
            group,
            partition,
            offset,
        },
        times: world.outside().times(group, partition, offset),
        order: format!(
            "order {number}: {}, {} × {}, {}",
            order.customer,
            order.quantity,
            order.item,
            euros(order.amount_cents)
        ),
        place: names.places(partition, offset),
    }
}

/// The ledger as a session stands; `on_prove` hears that a proof is wanted for its group.
pub fn ledger(session: &Session, on_command: &Callback<Command>, on_prove: &Callback<()>) -> Html {
    let Ledger {
        rows,
        selected,
        work,
        findings,
        more,
    } = &Ledger::of(session);
    let columns = columns(rows);
    html! {
        <section key="ledger" class="panel ledger" aria-labelledby="ledger-title">
            <h2 key="title" id="ledger-title">{ "Ledger" }<span>{ "what took effect outside Kafka" }</span></h2>
            <table key="table">
                <thead>
                    <tr>
                        <th key="group" scope="col">{ "group" }</th>
                        { for columns.iter().map(|&verdict| html! {
                            <th key={verdict as usize} scope="col" title={words::verdict_note(verdict)}>
                                { words::verdict_name(verdict) }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().map(|row| ledger_row(row, selected, &columns)) }
                </tbody>
            </table>
            <div key="findings" class="findings">
                if findings.is_empty() {
                    <p>{ format!("No order was {work} twice, lost or missed by {selected}.") }</p>
                } else {
                    <ul aria-label={format!("What went wrong for {selected}")}>
                        { for findings.iter().map(|finding| finding_line(finding, work, on_command)) }
                    </ul>
                    if *more > 0 {
                        <p>{ format!("and {more} more") }</p>
                    }
                }
            </div>
            <p key="prove" class="prove-offer">
                { "This is what has happened. " }
                <button onclick={on_prove.reform(|_: MouseEvent| ())}
                    aria-label={format!("Prove what can happen to {selected}")}>
                    { "Prove what can happen" }
                </button>
            </p>
        </section>
    }
}

/// The columns that are shown: those for records that were compacted, or cannot be processed, only
/// where there are any.
fn columns(rows: &[Row]) -> Vec<Verdict> {
    let is_shown = |verdict: &Verdict| {
        let is_rare = matches!(
            verdict,
            Verdict::Compacted | Verdict::Skipped | Verdict::DeadLettered
        );
        !is_rare || rows.iter().any(|row| row.tally.count(*verdict) > 0)
    };
    COLUMNS.into_iter().filter(is_shown).collect()
}

fn ledger_row(row: &Row, selected: &str, columns: &[Verdict]) -> Html {
    html! {
        <tr key={row.name.clone()} class={classes!(
            format!("group-{}", row.group.index()),
            (row.name == selected).then_some("selected"),
        )}>
            <th key="name" scope="row"><i class="sign" aria-hidden="true" />{ &row.name }</th>
            { for columns.iter().map(|&verdict| {
                let count = row.tally.count(verdict);
                let class = classes!(signs::verdict_class(verdict), (count == 0).then_some("zero"));
                html! { <td key={verdict as usize} {class}>{ count }</td> }
            }) }
        </tr>
    }
}

fn finding_line(finding: &Finding, work: &str, on_command: &Callback<Command>) -> Html {
    let Finding {
        verdict,
        subject,
        times,
        order,
        place,
    } = finding;
    let what = match (verdict, times) {
        (Verdict::Duplicated, 2) => format!("{work} twice"),
        (Verdict::Duplicated, _) => format!("{work} {times} times"),
        (other, _) => words::verdict_name(*other).to_owned(),
    };
    let subject = *subject;
    let ask = on_command.reform(move |_: MouseEvent| Command::AskWhy(Asked::Record(subject)));
    html! {
        <li key={place.clone()} class={signs::verdict_class(*verdict)} title={place.clone()}>
            <b>{ &what }</b>{ " " }{ order }
            <button class="ask" onclick={ask} aria-label={format!("Why? {what}: {order}")}>{ "Why?" }</button>
        </li>
    }
}
