//! How consumers poll: all that do take turns, until what they wait for has come or time is up.

use anyhow::{Result, ensure};
use offsetscope_core::client::{Call, ClientAction, Phase, Returned, Subscription};
use offsetscope_core::event::JoinReason;
use offsetscope_core::group::GroupState;
use offsetscope_core::ids::{ConsumerId, Offset, TopicPartition};
use offsetscope_core::network::OffsetAndMetadata;
use serde_json::{Value, json};

use super::process::Polled;
use super::rig::Rig;
use super::step::Listener;

/// Nothing has happened for so long: nothing happens any more. Longer than two heartbeats.
const QUIET_MS: i64 = 1_500;
/// No longer is polled for a first record.
const BATCH_MS: i64 = 10_000;
/// No longer is waited for a group to become stable.
const STABLE_MS: i64 = 120_000;
/// A recording waited for minutes at most; in no step of it do so many timers fire.
const MOST_TURNS: u32 = 100_000;

/// When polling ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// With a call that returns records, or throws.
    WithRecords,
    /// After one call.
    AfterOneCall,
    /// When nothing happens any more, or one throws.
    WhenQuiet,
    /// When the group is stable and nothing happens any more.
    WhenStable,
    /// At this time, whatever happens.
    At(i64),
}

impl Rig {
    /// These consumers poll.
    pub fn poll(&mut self, ids: &[ConsumerId], ends: Ends) -> Result<()> {
        let begun_ms = self.now_ms;
        let mut happened_ms = self.now_ms;
        for &id in ids {
            self.process(id)?.polled = Polled::default();
        }
        for turn in 0.. {
            ensure!(turn < MOST_TURNS, "it takes too long");
            if self.take_turns(ids, ends)? {
                happened_ms = self.now_ms;
            }
            if self.has_come(ids, ends) {
                break;
            }
            let until_ms = match ends {
                Ends::WithRecords => begun_ms + BATCH_MS,
                Ends::AfterOneCall => begun_ms,
                Ends::At(time_ms) => time_ms,
                Ends::WhenStable if !self.are_stable(ids) => begun_ms + STABLE_MS,
                Ends::WhenQuiet | Ends::WhenStable => happened_ms + QUIET_MS,
            };
            let fired = self.advance_to(until_ms);
            if !fired && self.now_ms >= until_ms {
                break;
            }
        }
        for &id in ids {
            let process = self.process(id)?;
            if !process.in_background && process.client.call == Some(Call::Poll) {
                process.client.call = None;
            }
        }
        Ok(())
    }

    /// Everyone who polls gets as far as possible. Says whether anything came of it.
    fn take_turns(&mut self, ids: &[ConsumerId], ends: Ends) -> Result<bool> {
        let is_asked = |id: &ConsumerId| ids.contains(id);
        let polling: Vec<_> = self
            .processes
            .iter()
            .filter(|(id, it)| it.is_running() && (is_asked(id) || it.in_background))
            .map(|(&id, _)| id)
            .collect();
        let begun = self.sub_steps;
        loop {
            let before = self.sub_steps;
            for &id in &polling {
                self.poll_once(id)?;
            }
            if self.sub_steps == before || self.has_come(ids, ends) {
                return Ok(self.sub_steps > begun);
            }
        }
    }

    /// Calls `poll`, or goes on with it.
    fn poll_once(&mut self, id: ConsumerId) -> Result<()> {
        let now_ms = self.now_ms;
        let process = self.process(id)?;
        if process.polled.exception.is_some() {
            return Ok(());
        }
        if process.client.subscription == Subscription::None {
            process.polled.exception = Some("IllegalStateException");
            return Ok(());
        }
        process.polled_ms = now_ms;
        process.client.call = Some(Call::Poll);
        process.run_callbacks();
        self.refresh_metadata(id)?;
        let returned = self.go_on(id)?;
        let process = self.process(id)?;
        process.run_callbacks();
        match returned {
            Some(Returned::Records(records)) => process.polled.records.extend(records),
            Some(Returned::Thrown(exception)) => {
                process.polled.exception = Some(exception.class());
            }
            Some(
                Returned::Committed(_)
                | Returned::Position(_)
                | Returned::Closed
                | Returned::Error(_),
            )
            | None => {}
        }
        Ok(())
    }

    /// Goes on with a consumer's call until it returns, or has to wait.
    pub fn go_on(&mut self, id: ConsumerId) -> Result<Option<Returned>> {
        loop {
            let process = self.process(id)?;
            if let Some(returned) = process.returned.take() {
                return Ok(Some(returned));
            }
            let Some(action) = process.client.next_action() else {
                return Ok(None);
            };
            let commit = match action {
                ClientAction::RevokePartitions => self.listen(id, |it| it.on_revoked)?,
                ClientAction::LosePartitions => self.listen(id, |it| it.on_lost)?,
                _ => None,
            };
            self.sub_steps += 1;
            let returned =
                self.with_client(id, |client, context, fx| client.act(action, context, fx))?;
            if let (Some(commit), Some(call)) =
                (commit, self.process(id)?.listener_calls.last_mut())
                && let Some(call) = call.as_array_mut()
            {
                call.push(commit);
            }
            if returned.is_some() {
                return Ok(returned);
            }
        }
    }

    /// The listener commits before its partitions are gone: a call within a call.
    fn listen(
        &mut self,
        id: ConsumerId,
        listener: impl Fn(&super::process::Process) -> Listener,
    ) -> Result<Option<Value>> {
        let process = self.process(id)?;
        let (name, offsets): (_, Vec<(TopicPartition, Offset)>) = match listener(process) {
            Listener::Nothing => return Ok(None),
            Listener::CommitPosition => ("positions", process.client.positions()),
            Listener::CommitProcessed => {
                let owned = process.client.to_give_up();
                let processed = process.processed.iter().map(|(&it, &next)| (it, next));
                let processed = processed.filter(|(partition, _)| owned.contains(partition));
                ("processed", processed.collect())
            }
        };
        let outer = process.client.call.take();
        let result = self.commit_sync(id, offsets)?;
        self.process(id)?.client.call = outer;
        Ok(Some(json!({ "commit": name, "result": result })))
    }

    /// `commitSync(offsets)`: what it throws, or "ok".
    pub fn commit_sync<C: Into<OffsetAndMetadata>>(
        &mut self,
        id: ConsumerId,
        offsets: Vec<(TopicPartition, C)>,
    ) -> Result<&'static str> {
        let returned = self.with_client(id, |client, context, fx| {
            client.commit_sync(offsets, context.config, fx)
        })?;
        let process = self.process(id)?;
        let returned = returned.or(process.returned.take());
        process.run_callbacks();
        Ok(match returned {
            Some(Returned::Committed(Err(exception))) => exception.class(),
            _ => "ok",
        })
    }

    fn has_come(&self, ids: &[ConsumerId], ends: Ends) -> bool {
        let polled = |is_so: fn(&Polled) -> bool| {
            let mut polled = ids.iter().filter_map(|id| self.processes.get(id));
            polled.any(|it| is_so(&it.polled))
        };
        match ends {
            Ends::WithRecords | Ends::AfterOneCall => {
                polled(|it| !it.records.is_empty() || it.exception.is_some())
            }
            Ends::WhenQuiet => polled(|it| it.exception.is_some()),
            Ends::WhenStable | Ends::At(_) => false,
        }
    }

    fn are_stable(&self, ids: &[ConsumerId]) -> bool {
        let processes = ids.iter().filter_map(|id| self.processes.get(id));
        let mut members = processes.filter(|it| it.polled.exception.is_none());
        members.all(|it| {
            let state = it
                .client
                .group
                .map(|group| self.broker.coordinator.group(group).state());
            let assigned = it.client.subscription == Subscription::Assigned;
            assigned
                || it.client.membership.phase == Phase::Stable && state == Some(GroupState::Stable)
        })
    }

    /// A client that sees more partitions than before joins again, if it is the one who assigns.
    fn refresh_metadata(&mut self, id: ConsumerId) -> Result<()> {
        let counts: Vec<_> = self.setup.topics.iter().map(|it| it.partitions).collect();
        let now_ms = self.now_ms;
        let process = self.process(id)?;
        let metadata = &mut process.metadata;
        if now_ms - metadata.since_ms < metadata.max_age_ms {
            return Ok(());
        }
        metadata.since_ms = now_ms;
        let changed = std::mem::replace(&mut metadata.partitions, counts.clone()) != counts;
        let (group, member) = (process.client.group, process.client.membership.member);
        let leader = group.and_then(|group| self.broker.coordinator.group(group).leader());
        if changed && leader.is_some() && leader == member {
            self.process(id)?.client.rejoin(JoinReason::Changed);
        }
        Ok(())
    }
}
