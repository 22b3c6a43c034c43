//! `__consumer_offsets` as the log it is: what was committed, record by record.

use super::Look;
use super::table::table;
use maud::{Markup, html};
use offsetscope_core::group::record::decode::Decoded;
use offsetscope_core::log::{PartitionLog, Record};
use offsetscope_words as words;

/// So many of the newest records of each partition are listed.
const NEWEST: usize = 60;

/// Its partitions that hold anything, with their newest records last.
pub fn offsets(look: &Look<'_>) -> Markup {
    let logs = look.run.current().world.offsets_topic().logs();
    html! {
        p.quiet { (words::OFFSETS_TOPIC_NOTE) }
        div.side-by-side {
            @for (number, log) in logs { (partition(number, log)) }
        }
    }
}

fn partition(number: u16, log: &PartitionLog) -> Markup {
    let name = format!("{}-{number}", words::OFFSETS_TOPIC);
    let records = || log.batches().flat_map(|batch| &batch.records);
    let earlier = records().count().saturating_sub(NEWEST);
    let rows: Vec<_> = records().skip(earlier).filter_map(row).collect();
    html! {
        section.scrolled id=(name) tabindex="0" aria-label=(name) {
            h3 {
                (name)
                span { "log end " (log.log_end_offset()) }
                @if earlier > 0 { span { (earlier) " earlier" } }
            }
            (table("Records", &["offset", "key", "value"], &rows))
        }
    }
}

fn row(record: &Record) -> Option<Vec<String>> {
    let (key, value) = words::coordinator_record(&Decoded::of(record)?);
    Some(vec![record.offset.to_string(), key, value])
}
