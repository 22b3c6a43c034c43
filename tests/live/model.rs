//! The model's arm.

use crate::arm::{Arm, Mode, Place, Settings, Until, Who};
use crate::rig::{GROUP, Rig, TOPIC, id_of, outcome, partition};
use offsetscope_core::client::librdkafka::partitioner::partition_for_key;
use offsetscope_core::client::{Call, FarewellCommit, Flow, Returned, SeekTo, StoreError};
use offsetscope_core::ids::Offset;
use std::collections::BTreeMap;

/// What has not come by then will not come.
const DEADLINE_MS: i64 = 90_000;

/// What polling has brought, and was not yet asked for.
#[derive(Default)]
struct Polled {
    delivered: Vec<Place>,
    errors: Vec<String>,
    commit_callbacks: Vec<String>,
}

/// The model's librdkafka at the model's broker.
pub struct Model {
    rig: Rig,
    partitions: u16,
    polled: BTreeMap<Who, Polled>,
    /// The callbacks of those that are gone.
    gone: BTreeMap<Who, Vec<String>>,
}

impl Model {
    /// Before the script begins.
    pub fn new() -> Self {
        Self {
            rig: Rig::new(1),
            partitions: 1,
            polled: BTreeMap::new(),
            gone: BTreeMap::new(),
        }
    }

    fn polled(&mut self, who: Who) -> &mut Polled {
        self.polled.entry(who).or_default()
    }

    /// Goes on with a call until it returns, or has to wait.
    fn go_on(&mut self, who: Who) -> Option<Returned> {
        loop {
            let process = self.rig.process(who);
            if let Some(returned) = process.returned.take() {
                return Some(returned);
            }
            let action = process.client.next_action()?;
            let returned =
                (self.rig).with_client(who, |client, context, fx| client.act(action, context, fx));
            if let Some(returned) = returned {
                return Some(returned);
            }
        }
    }

    /// Calls `poll` once; says whether it returned anything.
    fn poll_once(&mut self, who: Who) -> bool {
        let now_ms = self.rig.now_ms;
        let process = self.rig.process(who);
        process.polled_ms = now_ms;
        process.client.call = Some(Call::Poll);
        let callbacks: Vec<String> = process.answered.drain(..).collect();
        let ran_callbacks = !callbacks.is_empty();
        self.polled(who).commit_callbacks.extend(callbacks);
        let ran_before = self.rig.process(who).rebalances.len();
        let returned = self.go_on(who);
        let process = self.rig.process(who);
        process.client.call = None;
        let rebalanced = process.rebalances.len() > ran_before;
        match returned {
            Some(Returned::Records(records)) => {
                let places = records.iter().map(|it| (it.partition.partition, it.offset));
                self.polled(who).delivered.extend(places);
            }
            Some(Returned::Error(error)) => {
                self.polled(who).errors.push(error.name().to_owned());
            }
            _ => return ran_callbacks || rebalanced,
        }
        true
    }

    fn has_come(&mut self, until: Until) -> bool {
        match until {
            Until::Delivered(who, count) => self.polled(who).delivered.len() >= count,
            Until::Errors(who, count) => self.polled(who).errors.len() >= count,
            Until::Rebalances(who, count) => self.rebalances(who).len() >= count,
            Until::Fetching(who) => {
                let owned = &self.rig.process(who).client.assignment;
                !owned.is_empty() && owned.iter().all(|it| it.offset().is_some())
            }
            Until::Committed((partition, next)) => self.committed(partition) == Some(next),
        }
    }

    /// These poll in turns, and time passes, until it has come or the time is there.
    fn run(&mut self, who: &[Who], until: Option<Until>, until_ms: i64) {
        let has_come = |model: &mut Self| until.is_some_and(|until| model.has_come(until));
        loop {
            let mut busy = true;
            while busy {
                busy = false;
                for &who in who {
                    if has_come(self) {
                        return;
                    }
                    busy |= self.poll_once(who);
                }
            }
            if has_come(self) {
                return;
            }
            if !self.rig.advance_to(until_ms) {
                assert!(until.is_none(), "it does not come: {until:?}");
                return;
            }
        }
    }

    fn commit_returned(&mut self, who: Who, returned: Option<Returned>) -> String {
        match returned.or_else(|| self.rig.process(who).returned.take()) {
            Some(Returned::Committed(result)) => outcome(result),
            _ => "no answer".to_owned(),
        }
    }
}

impl Arm for Model {
    fn create_topic(&mut self, partitions: u16) {
        self.partitions = partitions;
        self.rig = Rig::new(partitions);
    }

    fn produce(&mut self, number: u16, count: usize) {
        for _ in 0..count {
            self.rig.produce(partition(number));
        }
    }

    fn produce_keyed(&mut self, key: &str) -> u16 {
        let chosen = partition_for_key(key.as_bytes(), self.partitions);
        chosen.expect("no script has an empty key")
    }

    fn start(&mut self, who: Who, settings: Settings) {
        self.rig.start(who, settings);
    }

    fn subscribe(&mut self, who: Who) {
        let subscribed = self.rig.with_client(who, |client, context, fx| {
            let subscribed = client.subscribe(vec![TOPIC]);
            client.run_library_thread(context, fx);
            subscribed
        });
        subscribed.expect("it is not assigned");
    }

    fn assign(&mut self, who: Who, partitions: &[u16]) {
        let partitions = partitions.iter().copied().map(partition).collect();
        let assigned = self.rig.with_client(who, |client, context, fx| {
            let assigned = client.assign(partitions);
            client.run_library_thread(context, fx);
            assigned
        });
        assigned.expect("it has not subscribed");
    }

    fn unsubscribe(&mut self, who: Who) {
        self.rig
            .with_client(who, |client, _, fx| client.unsubscribe(fx));
    }

    fn close(&mut self, who: Who) {
        self.rig.process(who).client.call = Some(Call::Close(FarewellCommit::Due));
        let closed = self.go_on(who);
        assert_eq!(closed, Some(Returned::Closed));
        let rebalances = self.rebalances(who);
        self.gone.insert(who, rebalances);
        self.rig.end(who);
    }

    fn start_apart(&mut self, who: Who, settings: Settings, messages: usize) -> Vec<Place> {
        self.start(who, settings);
        self.subscribe(who);
        self.poll_until(&[who], Until::Delivered(who, messages));
        self.delivered(who)
    }

    fn kill(&mut self, who: Who) {
        self.rig.end(who);
    }

    fn disconnect(&mut self) {
        self.rig.disconnect();
    }

    fn reconnect(&mut self) {
        self.rig.reconnect();
    }

    fn poll_until(&mut self, who: &[Who], until: Until) {
        self.run(who, Some(until), self.rig.now_ms + DEADLINE_MS);
    }

    fn poll_for_ms(&mut self, who: Who, ms: i64) {
        self.run(&[who], None, self.rig.now_ms + ms);
    }

    fn wait_until(&mut self, until: Until) {
        self.run(&[], Some(until), self.rig.now_ms + DEADLINE_MS);
    }

    fn wait_ms(&mut self, ms: i64) {
        self.run(&[], None, self.rig.now_ms + ms);
    }

    fn delivered(&mut self, who: Who) -> Vec<Place> {
        std::mem::take(&mut self.polled(who).delivered)
    }

    fn errors(&mut self, who: Who) -> Vec<String> {
        std::mem::take(&mut self.polled(who).errors)
    }

    fn rebalances(&self, who: Who) -> Vec<String> {
        let alive = self.rig.processes.get(&id_of(who));
        alive.map_or_else(|| self.gone[&who].clone(), |it| it.rebalances.clone())
    }

    fn commit_callbacks(&mut self, who: Who) -> Vec<String> {
        std::mem::take(&mut self.polled(who).commit_callbacks)
    }

    fn commit(&mut self, who: Who, mode: Mode) -> String {
        let returned = self.rig.with_client(who, |client, context, fx| match mode {
            Mode::Sync => client.commit_all_sync(context.config, fx),
            Mode::Async => {
                client.commit_all_async(fx);
                Some(Returned::Committed(Ok(())))
            }
        });
        self.commit_returned(who, returned)
    }

    fn commit_offset(&mut self, who: Who, (number, next): Place, mode: Mode) -> String {
        let offsets = vec![(partition(number), next)];
        let returned = self.rig.with_client(who, |client, context, fx| match mode {
            Mode::Sync => client.commit_sync(offsets, context.config, fx),
            Mode::Async => {
                client.commit_async(offsets, fx);
                Some(Returned::Committed(Ok(())))
            }
        });
        self.commit_returned(who, returned)
    }

    fn take_and_commit(&mut self, who: Who, mode: Mode) -> (Place, String) {
        self.poll_until(&[who], Until::Delivered(who, 1));
        let message = self.delivered(who)[0];
        let (number, offset) = message;
        (message, self.commit_offset(who, (number, offset + 1), mode))
    }

    fn store(&mut self, who: Who, (number, message): Place) -> String {
        let client = &mut self.rig.process(who).client;
        let stored = client.store_offset(partition(number), message + 1);
        match stored {
            Ok(()) => "ok",
            Err(StoreError::State) => "_STATE",
            Err(StoreError::InvalidArgument) => "_INVALID_ARG",
        }
        .to_owned()
    }

    fn seek(&mut self, who: Who, (number, to): Place) -> String {
        let client = &mut self.rig.process(who).client;
        let sought = client.seek(partition(number), SeekTo::Offset(to));
        sought.map_or("_STATE", |()| "ok").to_owned()
    }

    fn pause(&mut self, who: Who, number: u16) {
        let client = &mut self.rig.process(who).client;
        let paused = client.set_flow(partition(number), Flow::Paused);
        paused.expect("it is assigned");
    }

    fn resume(&mut self, who: Who, number: u16) {
        let client = &mut self.rig.process(who).client;
        let resumed = client.set_flow(partition(number), Flow::Resumed);
        resumed.expect("it is assigned");
    }

    fn committed(&mut self, number: u16) -> Option<Offset> {
        self.rig
            .broker
            .coordinator
            .committed(GROUP, partition(number))
    }
}
