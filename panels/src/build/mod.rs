//! Build your own: a cluster that differs from the one on the page.
//!
//! A [`Draft`] is a setup that is not played yet. Each setting in it is a [`Field`] with a few values to
//! choose from; whatever else there is can be written in a scenario file.

mod field;
mod view;

pub use view::build;

use field::{CLUSTER, Field, GROUP};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::file::{Run, ScenarioFile};
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Opened};

/// A setup that is not played yet.
pub struct Draft {
    setup: Setup,
    /// What is wrong with it, a line each.
    problems: Vec<String>,
}

impl Draft {
    /// What there is, to be changed.
    pub fn of(setup: &Setup) -> Self {
        Self {
            setup: setup.clone(),
            problems: Vec::new(),
        }
    }

    /// Does what a press or a choice says.
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
        let (field, place) = press.strip_prefix("build-")?.split_once(':')?;
        self.choose(field, place.parse().ok()?)?;
        self.problems.clear();
        Some(())
    }

    fn choose(&mut self, field: &str, place: usize) -> Option<()> {
        let mut parts = field.split('-');
        let kind = parts.next()?;
        let mut number = || parts.next()?.parse::<usize>().ok();
        let (group, field): (usize, &Field) = match kind {
            "cluster" => (0, CLUSTER.get(number()?)?),
            "group" => (number()?, GROUP.get(number()?)?),
            "commit" => return self.commit(number()?, place),
            _ => return None,
        };
        self.setup.groups.get(group)?;
        let value = *field.values(&self.setup, group).get(place)?;
        (field.set)(&mut self.setup, group, value);
        Some(())
    }

    fn commit(&mut self, group: usize, place: usize) -> Option<()> {
        let group = self.setup.groups.get_mut(group)?;
        group.strategy = *Strategy::offered(group.client.library).get(place)?;
        Some(())
    }

    /// The draft as a run to show, unless no broker or client would accept it.
    fn play(&mut self) -> Option<Answer> {
        match ScenarioFile::of(&self.setup, Run::default()).setup() {
            Ok(setup) => Some(Answer::Opened(Box::new(Opened {
                what: text!("This is a cluster of your own.", "这是你自己搭建的集群。").to_owned(),
                about: self.summary(),
                ..Opened::watched(Source::written(&setup), Beginning::Opening, Vec::new())
            }))),
            Err(problems) => {
                self.problems = problems.iter().map(ToString::to_string).collect();
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
mod tests {
    use super::*;
    use offsetscope_core::history::History;
    use offsetscope_core::scenario::Scenario;
    use std::sync::Arc;

    fn draft() -> Draft {
        Draft::of(&Scenario::Shop.setup(1))
    }

    fn opened(draft: &mut Draft) -> Setup {
        match draft.press(PLAY) {
            Pressed::Play(Answer::Opened(opened)) => opened.source.setup(),
            other => panic!("it can be played: {other:?}, {:?}", draft.problems),
        }
    }

    #[test]
    fn every_value_of_every_field_can_be_chosen_and_played_or_says_why_not() {
        let groups = draft().setup.groups.len();
        let of_groups = (0..groups).flat_map(|group| {
            (0..GROUP.len())
                .map(move |field| (format!("group-{group}-{field}"), group, &GROUP[field]))
        });
        let of_cluster =
            (0..CLUSTER.len()).map(|field| (format!("cluster-{field}"), 0, &CLUSTER[field]));
        for (name, group, field) in of_cluster.chain(of_groups) {
            for (place, value) in field.values(&draft().setup, group).into_iter().enumerate() {
                let mut draft = draft();
                let pressed = draft.press(&format!("build-{name}:{place}"));
                assert_eq!(pressed, Pressed::Done, "{name}");
                assert_eq!((field.get)(&draft.setup, group), value, "{name}");
                if draft.press(PLAY) == Pressed::Done {
                    assert!(!draft.problems.is_empty(), "{name} {value}");
                    continue;
                }
                let mut run = History::new(Arc::new(opened(&mut draft)));
                for _ in 0..50 {
                    run.forward();
                }
            }
        }
    }

    #[test]
    fn members_come_and_go_in_their_group() {
        let mut draft = draft();
        let members = GROUP
            .iter()
            .position(|it| it.label == "Members")
            .expect("it is there");
        draft.press(&format!("build-group-1-{members}:2"));
        let setup = opened(&mut draft);
        let names: Vec<_> = setup.consumers.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "fulfilment-1",
                "fulfilment-2",
                "inventory-1",
                "inventory-2",
                "inventory-3",
                "notifications-1"
            ]
        );
    }

    #[test]
    fn what_is_no_press_of_the_draft_changes_nothing() {
        let mut draft = draft();
        for press in [
            "build-group-9-0:0",
            "build-group-0-99:0",
            "build-cluster-0:99",
            "build-x:1",
            "go:3",
        ] {
            assert_eq!(draft.press(press), Pressed::NotHere, "{press}");
        }
        assert_eq!(draft.setup, Scenario::Shop.setup(1));
    }
}
