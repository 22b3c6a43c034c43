//! Build your own: a cluster that differs from the one on the page.
//!
//! A [`Draft`] is a setup that is not played yet, with what shall happen in it. Topics, producers and groups
//! come and go ([`Kind`]), each setting is a [`Field`] with a few values to choose from, and a [`Plan`] says
//! what goes wrong when; whatever else there is can be written in a scenario file.

mod clients;
mod field;
mod parts;
mod plan;
mod view;

pub use view::build;

use crate::file;
use field::{CLUSTER, Field};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Opened};
use parts::{Kind, topic_id};
use plan::{Fault, Plan};
use std::sync::Arc;

/// A setup that is not played yet, and what shall happen in it.
pub struct Draft {
    setup: Setup,
    plan: Plan,
    /// What is wrong with it, a line each.
    problems: Vec<String>,
    /// What was done last, where that does not show at the place itself.
    done: String,
}

impl Draft {
    /// What there is, to be changed.
    pub fn of(setup: &Setup) -> Self {
        Self {
            setup: setup.clone(),
            plan: Plan::default(),
            problems: Vec::new(),
            done: String::new(),
        }
    }

    /// Does what a press, a choice or something written says.
    pub fn press(&mut self, press: &str) -> Pressed {
        if press == PLAY {
            return self.play().map_or(Pressed::Done, Pressed::Play);
        }
        match self.change(press) {
            Some(()) => Pressed::Done,
            None => Pressed::NotHere,
        }
    }

    fn change(&mut self, press: &str) -> Option<()> {
        let deed = press.strip_prefix("build-")?;
        self.done.clear();
        if let Some((field, written)) = deed.split_once('=') {
            return self.write(field, written);
        }
        let (field, place) = deed.split_once(':')?;
        match field.split_once('-') {
            _ if field == "add" => self.add(Kind::of_key(place)?),
            Some(("remove", kind)) => self.remove(Kind::of_key(kind)?, place.parse().ok()?)?,
            Some(("plan", what)) => self.plan_otherwise(what, place.parse().ok()?)?,
            _ => self.choose(field, place.parse().ok()?)?,
        }
        self.check();
        Some(())
    }

    /// Sees at once what no broker or client would accept.
    fn check(&mut self) {
        let checked = self.written().setup();
        let problems = checked.err().unwrap_or_default();
        self.problems = problems.iter().map(ToString::to_string).collect();
    }

    fn written(&self) -> ScenarioFile {
        ScenarioFile::of(&self.setup, self.plan.run(&self.setup))
    }

    fn write(&mut self, field: &str, written: &str) -> Option<()> {
        let mut parts = field.split('-');
        let (what, kind) = (parts.next()?, parts.next()?);
        match what {
            "name" => {
                let place = parts.next()?.parse().ok()?;
                Kind::of_key(kind)?.rename(&mut self.setup, place, written.trim())?;
                self.check();
            }
            "at" => {
                let place = kind
                    .parse()
                    .ok()
                    .filter(|&it| it < self.plan.rows().len())?;
                let changed = self.plan.set_time(place, written);
                self.check();
                if let Err(written) = changed {
                    self.problems.push(say!(
                        "Happening {}: “{written}” is not a number of seconds, such as 3.2, within a day",
                        "第 {} 件事：“{written}”不是一天之内的秒数，例如 3.2";
                        place + 1
                    ));
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn add(&mut self, kind: Kind) {
        let old = self.setup.clone();
        let name = kind.add(&mut self.setup);
        self.plan.follow(&old, &self.setup);
        self.done = say!("{name} was added", "已添加 {name}");
    }

    /// Removes something, or says why it stays.
    fn remove(&mut self, kind: Kind, place: usize) -> Option<()> {
        let name = (*kind.names(&self.setup).get(place)?).to_owned();
        if let Some(why) = kind.why_it_stays(&self.setup, place) {
            self.done = say!("{name} stays. {why}", "{name} 保留。{why}");
            return Some(());
        }
        let (old, planned) = (self.setup.clone(), self.plan.rows().len());
        kind.remove(&mut self.setup, place);
        self.plan.follow(&old, &self.setup);
        self.done = match planned - self.plan.rows().len() {
            0 => say!("{name} was removed", "已移除 {name}"),
            gone => say!(
                "{name} was removed, and what was planned for it ({gone})",
                "已移除 {name} 和为它计划的事（{gone}）"
            ),
        };
        Some(())
    }

    fn plan_otherwise(&mut self, what: &str, value: usize) -> Option<()> {
        let Self { plan, setup, .. } = self;
        match what.split_once('-') {
            None if what == "add" => plan.add(setup),
            None if what == "remove" => plan.remove(value),
            Some(("what", place)) => {
                plan.set_fault(setup, place.parse().ok()?, *Fault::ALL.get(value)?)
            }
            Some(("who", place)) => plan.set_client(setup, place.parse().ok()?, value),
            Some(("for", place)) => plan.set_lasting(place.parse().ok()?, value),
            _ => None,
        }
    }

    fn choose(&mut self, field: &str, value: usize) -> Option<()> {
        let mut parts = field.split('-');
        let what = parts.next()?;
        let mut number = || parts.next()?.parse::<usize>().ok();
        let place = number()?;
        if what == "commit" {
            return self.commit(place, value);
        }
        if let Some(kind) = what.strip_suffix("s_topic").and_then(Kind::of_key) {
            let topic = topic_id(value);
            self.setup.topics.get(value)?;
            *kind.topic_of(&mut self.setup, place)? = topic;
            return Some(());
        }
        let (fields, there): (&[Field], _) = match Kind::of_key(what) {
            Some(kind) => (kind.fields(), kind.names(&self.setup).len()),
            None if what == "cluster" => (CLUSTER, 1),
            None => return None,
        };
        let field = fields.get(number()?).filter(|_| place < there)?;
        let value = *field.values(&self.setup, place).get(value)?;
        let old = self.setup.clone();
        (field.set)(&mut self.setup, place, value);
        self.plan.follow(&old, &self.setup);
        Some(())
    }

    fn commit(&mut self, group: usize, place: usize) -> Option<()> {
        let group = self.setup.groups.get_mut(group)?;
        group.strategy = *Strategy::offered(group.client.library).get(place)?;
        Some(())
    }

    /// The draft as a run to show, unless no broker or client would accept it, or what is planned cannot
    /// happen.
    fn play(&mut self) -> Option<Answer> {
        self.check();
        let written = self.written();
        let setup = Arc::new(written.setup().ok()?);
        let called = |place| say!("Happening {}", "第 {} 件事"; place + 1);
        match file::play_as(&setup, &written.run, called) {
            Ok((run, beginning)) => Some(Answer::Opened(Box::new(Opened {
                what: text!("This is a cluster of your own.", "这是你自己搭建的集群。").to_owned(),
                about: self.summary(),
                ..Opened::watched(Source::written(&setup), beginning, file::steps(&run))
            }))),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn summary(&self) -> String {
        let partitions: u32 = self
            .setup
            .topics
            .iter()
            .map(|it| u32::from(it.partitions))
            .sum();
        let members = |group: GroupId| self.setup.members_of(group).count();
        let groups = self.setup.group_ids().map(|group| {
            let name = &self.setup.group(group).name;
            format!("{name} {}", members(group))
        });
        let groups: Vec<_> = groups.collect();
        say!(
            "{partitions} partitions; members: {}.",
            "{partitions} 个分区；成员：{}。";
            groups.join(text!(", ", "、"))
        )
    }
}

/// What came of a press.
#[derive(Debug, PartialEq)]
pub enum Pressed {
    /// It is not about the draft.
    NotHere,
    /// The draft has changed, or says why it cannot be played.
    Done,
    /// It is to be played.
    Play(Answer),
}

/// What the button says that plays the draft.
const PLAY: &str = "build:play";

#[cfg(test)]
mod tests;
