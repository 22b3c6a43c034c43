//! How to spoil a real step so that a property of producers must notice.

use crate::doctorings::Doctoring;
use offsetscope_core::event::Event;
use offsetscope_core::network::{Client, Direction, Link, Request};
use offsetscope_core::timer::Timer;
use std::sync::Arc;

/// What is done to a step, by the property that must notice it.
pub const DOCTORINGS: &[(&str, Doctoring)] = &[
    ("sequence numbers are consecutive", |step| {
        let Some(Request::Produce { batches, .. }) = step.request() else {
            return None;
        };
        let partition = batches.first()?.partition;
        let ours = batches.first()?.batch.header.producer?.id;
        let log = step.before.logs.get_mut(&partition)?;
        let last = log.segments.last_mut()?;
        let batch = Arc::make_mut(last).batches.last_mut()?;
        let stamp = Arc::make_mut(batch).header.producer.as_mut()?;
        let appended = step.after.logs[&partition].end > log.end;
        (stamp.id == ours && appended).then_some(())?;
        stamp.base_sequence += 7;
        Some(())
    }),
    ("what is acknowledged is in the log", |step| {
        let mut events = step.effects.events.iter_mut();
        let offset = events.find_map(|event| match event {
            Event::ProduceAcknowledged { offset, .. } => offset.as_mut(),
            _ => None,
        })?;
        *offset += 1;
        Some(())
    }),
    ("produce requests will be answered", |step| {
        let to_producer = |link: &Link| {
            matches!(link.client, Client::Producer(_)) && link.direction == Direction::ToClient
        };
        let link = step.after.network.busy_links().find(to_producer)?;
        step.after.network.receive(link)?;
        Some(())
    }),
    ("requests in flight are limited", |step| {
        let producer = step.after.producers.first()?;
        producer.in_flight().next()?;
        let setup = Arc::make_mut(&mut step.setup);
        setup.producers[0]
            .client
            .max_in_flight_requests_per_connection = 0;
        Some(())
    }),
    ("every batch has its timers", |step| {
        let deadline = |timer: &&Timer| matches!(timer, Timer::DeliveryTimeout { .. });
        let timer = *step.after.timers.iter().find(deadline)?;
        step.after.timers.remove(&timer).then_some(())
    }),
];
