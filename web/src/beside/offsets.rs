//! `__consumer_offsets` as the log it is: what was committed, record by record.

use super::table;
use crate::session::Session;
use offsetscope_core::group::record::decode::Decoded;
use offsetscope_core::log::Record;
use offsetscope_words as words;
use yew::prelude::*;

/// So many of the newest records of each partition are listed.
const NEWEST: usize = 60;

/// Its partitions that hold anything, with their newest records last.
pub fn offsets(session: &Session) -> Html {
    let world = &session.history().current().world;
    let mut parts = Vec::new();
    for (number, log) in world.offsets_topic().logs() {
        let records = || log.batches().flat_map(|batch| &batch.records);
        let earlier = records().count().saturating_sub(NEWEST);
        let rows: Vec<_> = records().skip(earlier).filter_map(row).collect();
        parts.push(html! {
            <section key={number} class="scrolled" tabindex="0" aria-label={format!("{}-{number}", words::OFFSETS_TOPIC)}>
                <h3 key="name">{ format!("{}-{number}", words::OFFSETS_TOPIC) }
                    <span>{ format!("log end {}", log.log_end_offset()) }</span>
                    if earlier > 0 {
                        <span>{ format!("{earlier} earlier") }</span>
                    }
                </h3>
                { table("Records", &["offset", "key", "value"], rows) }
            </section>
        });
    }
    html! {
        <>
            <p key="what" class="quiet">{ words::OFFSETS_TOPIC_NOTE }</p>
            <div key="logs" class="side-by-side">{ for parts }</div>
        </>
    }
}

fn row(record: &Record) -> Option<(String, Vec<String>)> {
    let (key, value) = words::coordinator_record(&Decoded::of(record)?);
    let offset = record.offset.to_string();
    Some((offset.clone(), vec![offset, key, value]))
}
