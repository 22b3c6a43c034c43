//! `__consumer_offsets` as the log it is: what was committed, record by record.

use super::Look;
use super::table::table;
use super::why;
use maud::{Markup, html};
use offsetscope_core::event::Event;
use offsetscope_core::group::record::decode::Decoded;
use offsetscope_core::log::{PartitionLog, Record};
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
use offsetscope_words::{self as words, Names};

/// So many of the newest records of each partition are listed.
const NEWEST: usize = 60;

/// Its partitions that hold anything, with their newest records last.
pub fn offsets(look: &Look<'_>) -> Markup {
    let logs = look.run.current().world.offsets_topic().logs();
    html! {
        p.quiet { (words::OFFSETS_TOPIC_NOTE) }
        div.side-by-side {
            @for (number, log) in logs { (partition(look, number, log)) }
        }
    }
}

const HEADS: [&str; 3] = [
    text!("offset", "偏移量"),
    text!("key", "键"),
    text!("value", "值"),
];

fn partition(look: &Look<'_>, number: u16, log: &PartitionLog) -> Markup {
    let name = format!("{}-{number}", words::OFFSETS_TOPIC);
    let records = || log.batches().flat_map(|batch| &batch.records);
    let earlier = records().count().saturating_sub(NEWEST);
    let rows: Vec<_> = records()
        .skip(earlier)
        .filter_map(|it| row(look, it))
        .collect();
    html! {
        section.scrolled id=(name) tabindex="0" aria-label=(name) {
            h3 {
                (name)
                span { (text!("log end ", "日志末端 ")) (log.log_end_offset()) }
                @if earlier > 0 { span { (say!("{earlier} earlier", "更早的 {earlier} 条")) } }
            }
            (table(text!("Records", "记录"), &HEADS, &rows))
        }
    }
}

fn row(look: &Look<'_>, record: &Record) -> Option<Vec<Markup>> {
    let decoded = Decoded::of(record)?;
    let (key, value) = words::coordinator_record(&decoded);
    let step = written_in(look, record.timestamp_ms, &decoded);
    let ask = step.map(|it| why::beside_cell(look, it, &format!("{key}, {value}")));
    Some(vec![
        html! { (record.offset) },
        html! { (key) },
        html! { (value) @if let Some(ask) = ask { (ask) } },
    ])
}

/// The step that wrote a record: a record carries its time, and one says what was committed.
fn written_in(look: &Look<'_>, at_ms: i64, record: &Decoded) -> Option<usize> {
    let entries = look.run.past();
    let first = entries.partition_point(|it| it.at_ms < at_ms);
    let at_that_time = (first + 1..).zip(entries.get(first..)?);
    let mut at_that_time = at_that_time.take_while(|(_, it)| it.at_ms == at_ms);
    let writes = |event: &Event| writes(event, record, look.latest);
    at_that_time.find_map(|(step, it)| it.events.iter().any(writes).then_some(step))
}

fn writes(event: &Event, record: &Decoded, world: &World) -> bool {
    let names = Names::of(world);
    match (record, event) {
        (
            Decoded::Offset {
                key,
                commit: Some(commit),
            },
            Event::CommitApplied {
                group,
                partition,
                offset,
                ..
            },
        ) => {
            key.group == names.group(*group)
                && format!("{}-{}", key.topic, key.partition) == names.partition(*partition)
                && u64::try_from(commit.offset) == Ok(*offset)
        }
        (
            Decoded::Group { group: name, .. },
            Event::GroupStable { group, .. }
            | Event::GenerationStarted {
                group,
                leader: None,
                ..
            },
        ) => name == names.group(*group),
        _ => false,
    }
}
