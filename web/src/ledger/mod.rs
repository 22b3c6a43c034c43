//! The ledger: what each group's work did in the world outside Kafka, counted.

use crate::session::Session;
use crate::text::{Said, add};
use offsetscope_core::explain::Subject;
use offsetscope_core::ids::{GroupId, Offset, OrderNumber, TopicPartition};
use offsetscope_core::ledger::{Tally, Verdict};
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
use offsetscope_scene::signs;
use offsetscope_words::{self as words, Names, euros};

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
/// What a press says that wants a proof for the selected group.
pub const PROVE: &str = "prove-group:";
/// This many findings are listed.
const MAX_FINDINGS: usize = 6;

impl Ledger {
    /// As a session stands.
    fn of(session: &Session) -> Self {
        let world = &session.history().current().world;
        let group = session.selected_group();
        let (found, count) = found(world, group);
        let more = count - found.len();
        let findings = found.iter().map(|it| finding(world, group, it)).collect();
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

/// An order whose verdict wants a look.
struct Found {
    number: OrderNumber,
    partition: TopicPartition,
    offset: Offset,
    verdict: Verdict,
}

/// The newest orders of a group whose verdict wants a look, newest first; and how many there are in all.
fn found(world: &World, group: GroupId) -> (Vec<Found>, usize) {
    let (mut newest, mut count) = (Vec::new(), 0);
    for (partition, offset, verdict) in world.orders_of(group) {
        if matches!(verdict, Verdict::Pending | Verdict::Once) {
            continue;
        }
        count += 1;
        let number = world.outside().order_at(partition, offset).unwrap_or(0);
        let place = newest.partition_point(|it: &Found| it.number > number);
        if place < MAX_FINDINGS {
            newest.truncate(MAX_FINDINGS - 1);
            let what = Found {
                number,
                partition,
                offset,
                verdict,
            };
            newest.insert(place, what);
        }
    }
    (newest, count)
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
        order: say!(
            "order {number}: {}, {} × {}, {}",
            "订单 {number}：{}，{} × {}，{}";
            order.customer,
            order.quantity,
            words::item_name(order.item),
            euros(order.amount_cents)
        ),
        place: names.places(partition, offset),
    }
}

/// What is in the ledger's place, as HTML.
pub fn ledger(session: &Session) -> String {
    let Ledger {
        rows,
        selected,
        work,
        findings,
        more,
    } = &Ledger::of(session);
    let columns = columns(rows);
    let mut out = String::new();
    add!(
        &mut out,
        "<h2 id='ledger-title'>{}<span>{}</span></h2><table><thead><tr><th scope='col'>{}</th>",
        text!("Ledger", "账本"),
        text!("what took effect outside Kafka", "在 Kafka 之外生效了什么"),
        text!("group", "消费者组")
    );
    for &verdict in &columns {
        let (note, name) = (words::verdict_note(verdict), words::verdict_name(verdict));
        add!(
            &mut out,
            "<th scope='col' title='{}'>{name}</th>",
            Said(note)
        );
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        ledger_row(&mut out, row, selected, &columns);
    }
    out.push_str("</tbody></table><div class='findings'>");
    if findings.is_empty() {
        add!(
            &mut out,
            "<p>{}</p>",
            Said(&say!(
                "No order was {work} twice, lost or missed by {selected}.",
                "{selected} 没有对任何订单重复{work}，没有丢失，也没有错过。"
            ))
        );
    } else {
        add!(
            &mut out,
            "<ul aria-label='{}{}'>",
            text!("What went wrong for ", "出了问题的订单："),
            Said(selected)
        );
        for finding in findings {
            finding_line(&mut out, finding, work);
        }
        out.push_str("</ul>");
        if *more > 0 {
            add!(
                &mut out,
                "<p>{}</p>",
                say!("and {more} more", "还有 {more} 个")
            );
        }
    }
    add!(
        &mut out,
        "</div><p class='prove-offer'>{}<button id='prove-offer' data-do='{PROVE}' \
         aria-label='{}{}'>{}</button></p>",
        text!("This is what has happened. ", "这是已经发生的事。"),
        text!("Prove what can happen to ", "证明可能发生什么："),
        Said(selected),
        text!("Prove what can happen", "证明可能发生什么")
    );
    out
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

fn ledger_row(out: &mut String, row: &Row, selected: &str, columns: &[Verdict]) {
    let class = if row.name == selected {
        " selected"
    } else {
        ""
    };
    add!(
        out,
        "<tr class='group-{}{class}'><th scope='row'><i class='sign' aria-hidden='true'></i>{}</th>",
        row.group.index(),
        Said(&row.name)
    );
    for &verdict in columns {
        let count = row.tally.count(verdict);
        let zero = if count == 0 { " zero" } else { "" };
        add!(
            out,
            "<td class='{}{zero}'>{count}</td>",
            signs::verdict_class(verdict)
        );
    }
    out.push_str("</tr>");
}

fn finding_line(out: &mut String, finding: &Finding, work: &str) {
    let Finding {
        verdict,
        subject,
        times,
        order,
        place,
    } = finding;
    let what = match (verdict, times) {
        (Verdict::Duplicated, 2) => say!("{work} twice", "{work}两次"),
        (Verdict::Duplicated, _) => say!("{work} {times} times", "{work} {times} 次"),
        (other, _) => words::verdict_name(*other).to_owned(),
    };
    let Subject {
        group,
        partition,
        offset,
    } = subject;
    let asked = format!(
        "{}-{}-{}-{offset}",
        group.0, partition.topic.0, partition.partition
    );
    add!(
        out,
        "<li class='{}' title='{}'><b>{what}</b> {order} <button id='ask-{asked}' class='ask' \
         data-do='why:{asked}' aria-label='{why} {what}: {order}'>{why}</button></li>",
        signs::verdict_class(*verdict),
        Said(place),
        order = Said(order),
        why = words::WHY,
    );
}
