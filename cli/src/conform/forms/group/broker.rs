//! Groups, their timers and what they answer: what the world does for the coordinator, without a
//! world.

use std::collections::BTreeMap;

use offsetscope_core::effects::{Effects, ReplyTo, TimerCommand};
use offsetscope_core::group::error::GroupError;
use offsetscope_core::group::{
    Append, ClassicGroup, GroupConfig, GroupMetadata, Member, ProtocolName, ProtocolType,
};
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::network::Response;
use offsetscope_core::timer::Timer;

pub struct Broker {
    config: GroupConfig,
    groups: BTreeMap<GroupId, ClassicGroup>,
    now_ms: i64,
    /// When each timer fires, and how many were armed before it.
    timers: BTreeMap<Timer, (i64, u64)>,
    armed: u64,
    answers: BTreeMap<u16, Answered>,
    /// Which request waits for the writes of a group to be acknowledged, oldest first.
    writes: Vec<(GroupId, u16)>,
    effects: Effects,
}

/// An answer, and what else its message says of the group then.
#[derive(Clone, Debug)]
pub struct Answered {
    pub response: Response,
    pub protocol_type: Option<ProtocolType>,
    pub protocol: Option<ProtocolName>,
}

/// What a write holds up.
pub struct HeldUp {
    /// The request that it is for.
    pub request: u16,
    /// The request is answered only when the write is acknowledged.
    pub answer_waits: bool,
}

/// Where the answer to a request goes.
pub fn reply_to(request: u16) -> ReplyTo {
    ReplyTo::consumer(ConsumerId(0), request)
}

impl Broker {
    pub fn new(config: GroupConfig) -> Self {
        Self {
            config,
            groups: BTreeMap::new(),
            now_ms: 0,
            timers: BTreeMap::new(),
            armed: 0,
            answers: BTreeMap::new(),
            writes: Vec::new(),
            effects: Effects::default(),
        }
    }

    pub fn group(&mut self, id: GroupId) -> &mut ClassicGroup {
        let config = self.config;
        let group = self.groups.entry(id);
        group.or_insert_with(|| ClassicGroup::new(id, config))
    }

    /// Reads a group's record, or the one that says it is gone.
    pub fn load(&mut self, id: GroupId, record: Option<&GroupMetadata>) {
        let loaded = ClassicGroup::load(id, self.config, record);
        self.groups.insert(id, loaded);
    }

    /// Orders the members of each group of which the place of every one is known.
    pub fn order_members(&mut self, place: impl Fn(&Member) -> Option<usize>) {
        for group in self.groups.values_mut() {
            if group.members().iter().all(|member| place(member).is_some()) {
                group.order_members(&place);
            }
        }
    }

    /// Lets something happen to a group. Returns what comes of it, and the records that it writes;
    /// their acknowledgement concerns this request.
    pub fn act<R>(
        &mut self,
        id: GroupId,
        request: u16,
        act: impl FnOnce(&mut ClassicGroup, &mut Effects) -> R,
    ) -> (R, Vec<GroupMetadata>) {
        let mut effects = std::mem::take(&mut self.effects);
        effects.clear();
        let group = self.group(id);
        let before = group.appends().len();
        let result = act(group, &mut effects);
        let new = &group.appends()[before.min(group.appends().len())..];
        let records: Vec<_> = new.iter().map(|append| group.record_of(append)).collect();
        let writes = new.iter().map(|_| (id, request)).collect::<Vec<_>>();
        self.writes.extend(writes);
        self.carry_out(id, &effects);
        self.effects = effects;
        (result, records)
    }

    fn carry_out(&mut self, id: GroupId, effects: &Effects) {
        let group = self.group(id);
        let (protocol_type, protocol) = (group.protocol_type(), group.protocol());
        for command in &effects.timers {
            match *command {
                TimerCommand::Arm { timer, after_ms } => {
                    self.armed += 1;
                    let due = (self.now_ms + after_ms, self.armed);
                    self.timers.insert(timer, due);
                }
                TimerCommand::Cancel(timer) => drop(self.timers.remove(&timer)),
            }
        }
        for (to, response) in effects.answers() {
            // A request is answered once; what comes later finds nobody.
            self.answers.entry(to.process).or_insert_with(|| Answered {
                response: response.clone(),
                protocol_type,
                protocol,
            });
        }
    }

    /// What the oldest write of a group holds up until it is acknowledged.
    pub fn held_up(&mut self, id: GroupId) -> Option<HeldUp> {
        let request = self.writes.iter().find(|(group, _)| *group == id)?.1;
        let append = self.group(id).appends().first()?;
        let answer_waits = matches!(
            append,
            Append::Assignments { .. } | Append::StaticMember { .. }
        );
        Some(HeldUp {
            request,
            answer_waits,
        })
    }

    /// The oldest write of a group is acknowledged, or fails.
    pub fn acknowledge(&mut self, id: GroupId, result: Result<(), GroupError>) {
        if let Some(place) = self.writes.iter().position(|(group, _)| *group == id) {
            let (_, request) = self.writes.remove(place);
            self.act(id, request, |group, fx| group.append_done(result, fx));
        }
    }

    /// Time passes, all at once: timers that are due fire at its end. Returns those that did, and
    /// the records written.
    pub fn sleep(&mut self, until_ms: i64) -> Vec<(Timer, Vec<GroupMetadata>)> {
        self.now_ms = until_ms;
        let mut fired = Vec::new();
        while let Some(timer) = self.next_due() {
            self.timers.remove(&timer);
            fired.push((timer, self.fire(timer)));
        }
        fired
    }

    fn next_due(&self) -> Option<Timer> {
        let due = self.timers.iter().filter(|(_, due)| due.0 <= self.now_ms);
        due.min_by_key(|(_, due)| **due).map(|(timer, _)| *timer)
    }

    fn fire(&mut self, timer: Timer) -> Vec<GroupMetadata> {
        let none = u16::MAX;
        let ((), records) = match timer {
            Timer::Session { group, member } => {
                self.act(group, none, |group, fx| group.session_expired(member, fx))
            }
            Timer::PendingMember { group, member } => self.act(group, none, |group, fx| {
                group.pending_member_expired(member, fx);
            }),
            Timer::InitialRebalanceDelay(group) => {
                self.act(group, none, ClassicGroup::initial_delay_over)
            }
            Timer::JoinDeadline(group) => self.act(group, none, ClassicGroup::join_deadline_over),
            Timer::SyncDeadline(group) => self.act(group, none, ClassicGroup::sync_deadline_over),
            _ => ((), Vec::new()),
        };
        records
    }

    /// What was answered to a request so far.
    pub fn answer(&self, request: u16) -> Option<&Answered> {
        self.answers.get(&request)
    }

    /// The requests that have been answered.
    pub fn answered(&self) -> impl Iterator<Item = u16> + '_ {
        self.answers.keys().copied()
    }
}
