//! How to spoil a real step so that a property of administration must notice.

use crate::doctorings::Doctoring;
use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::Choice;
use offsetscope_core::event::Event;
use std::sync::Arc;

/// What is done to a step, by the property that must notice it.
pub const DOCTORINGS: &[(&str, Doctoring)] = &[
    (
        "an administrator is refused what the group or log forbids",
        |step| {
            let refused = |event: &Event| matches!(event, Event::AdminRefused(_));
            let place = step.effects.events.iter().position(refused)?;
            step.effects.events.remove(place);
            Some(())
        },
    ),
    ("an administrator gets what was asked for", |step| {
        let altered = |event: &Event| matches!(event, Event::CommitApplied { .. });
        let Choice::Administer(AdminRequest::AlterOffset { to, .. }) = &mut step.choice else {
            return None;
        };
        step.effects.events.iter().find(|it| altered(it))?;
        *to += 1;
        Some(())
    }),
    ("an administrator changes nothing else", |step| {
        let Choice::Administer(AdminRequest::DeleteRecords { partition, .. }) = step.choice else {
            return None;
        };
        let log = step.after.logs.get_mut(&partition)?;
        Arc::make_mut(&mut log.segments[0]).batches.pop()?;
        Some(())
    }),
];
