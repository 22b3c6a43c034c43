//! A search that remembers nothing finds the same.

use super::numbered::Numbered;
use super::{FAULTS, Recall, unpacked};
use crate::choice::{Choice, NotEnabled};
use crate::client::program::OnFailure;
use crate::client::strategy::Strategy;
use crate::effects::Effects;
use crate::group::InstanceId;
use crate::ids::{GroupId, TopicId};
use crate::scenario::Scenario;
use crate::search::property::observe;
use crate::search::{
    Bounds, Cause, Configuration, Faults, Kafka, Laws, Model, Preset, Reduction, Restarts, Size,
};
use crate::setup::{AutoOffsetReset, ClientLibrary};
use crate::world::World;
use std::sync::Arc;

/// How many states are looked at of each setup.
const MOST: usize = 2_000;

/// Every move, and where it leads, of the first states.
fn compare<L: Laws + Clone>(model: &Model<L>, of: &str) {
    let mut recall = Recall::new(model.clone());
    let (mut theirs, mut ours) = (Numbered::default(), Numbered::default());
    let initial = (model.initial(&mut |_| {}), recall.initial());
    assert_eq!(
        (theirs.number_of(initial.0), ours.number_of(initial.1)),
        (0, 0)
    );
    let (mut fx, mut moves, mut recalled) = (Effects::default(), Vec::new(), Vec::new());
    let (mut at, mut next) = (0, Vec::new());
    while at < MOST && at < theirs.count() {
        let number = u32::try_from(at).expect("few");
        let configuration: Configuration = theirs.value(number).clone();
        let state: Vec<u32> = ours.value(number).clone();
        assert_eq!(recall.world_of(&state), configuration.world, "{of}");
        assert_eq!(unpacked(state[FAULTS]), configuration.faults, "{of}");
        let seen = observe(&configuration.world);
        assert_eq!(recall.observe(&state), seen, "{of}");
        model.moves(&configuration, &mut moves);
        recall.moves(&state, &mut recalled);
        let choices = recalled.iter().map(|it| it.choice);
        assert_eq!(choices.collect::<Vec<_>>(), moves, "{of}");
        for &what in &recalled {
            let to = model.apply(&configuration, what.choice, &mut fx, &mut |_| {});
            let is_free = to.as_ref().map(|it| it.faults == configuration.faults);
            let expected = to.map(|it| theirs.number_of(it));
            let is_within = recall.apply(&state, what, &mut next);
            let found = is_within.then(|| ours.number_of(next.clone()));
            assert_eq!(found, expected, "{of}: {what:?}");
            assert!(
                is_free.is_none_or(|it| it == what.fault.is_none()),
                "{of}: {what:?}"
            );
        }
        at += 1;
    }
}

fn model(preset: Preset, members: u16, faults: Faults, reduction: Reduction) -> Model {
    let size = Size {
        members: Some(members),
        partitions: Some(members),
    };
    let mut setup = Scenario::Shop.setup(1).only(GroupId(0), size);
    let group = &mut setup.groups[0];
    group.strategy = preset.strategy;
    group.client.library = preset.library;
    group.client.max_poll_records = 2;
    let bounds = Bounds {
        faults,
        orders: 3,
        ..Bounds::default()
    };
    Model::new(Arc::new(setup), bounds, reduction)
}

fn faults() -> [Faults; 3] {
    let none = Faults::default();
    let (crashes, timeouts, drops, stops) = (1, 1, 1, 1);
    [
        Faults {
            crashes,
            timeouts,
            ..none
        },
        Faults { drops, ..none },
        Faults {
            crashes,
            stops,
            ..none
        },
    ]
}

#[test]
fn unreduced_every_move_leads_where_it_leads_without_remembering() {
    for preset in Preset::all() {
        for members in [1, 2] {
            for faults in faults() {
                let model = model(preset, members, faults, Reduction::Off);
                compare(&model, &format!("{preset:?}, {members}, {faults:?}"));
            }
        }
    }
}

#[test]
fn reduced_every_move_leads_where_it_leads_without_remembering() {
    for preset in Preset::all() {
        for cause in Cause::ALL {
            compare(&preset.model(cause), &format!("{preset:?}, {cause:?}"));
        }
        for faults in faults() {
            let model = model(preset, 2, faults, Reduction::On);
            compare(&model, &format!("{preset:?}, {faults:?}"));
        }
    }
}

/// A dead letter is a record more, and so more than a fetch looks at.
#[test]
fn so_it_does_where_records_are_produced_meanwhile() {
    let letters = [0, 1].map(|topic| OnFailure::DeadLetter(TopicId(topic)));
    for on_failure in letters.into_iter().chain([OnFailure::Skip]) {
        for reduction in [Reduction::Off, Reduction::On] {
            let preset = Preset {
                library: ClientLibrary::Java,
                strategy: Strategy::AfterBatch,
            };
            let like = model(preset, 2, faults()[0], reduction);
            let mut setup = (**like.setup()).clone();
            setup.topics.push(setup.topics[0].clone());
            setup.groups[0].on_failure = on_failure;
            setup.poison = vec![1];
            let model = Model::new(Arc::new(setup), like.bounds(), reduction);
            compare(&model, &format!("{on_failure:?}"));
        }
    }
}

#[test]
fn so_it_does_with_static_members_that_begin_at_the_end() {
    let preset = Preset {
        library: ClientLibrary::Java,
        strategy: Strategy::AsyncAfterBatch,
    };
    for reduction in [Reduction::Off, Reduction::On] {
        for faults in faults() {
            let like = model(preset, 2, faults, reduction);
            let mut setup = (**like.setup()).clone();
            setup.instances = vec!["a".into(), "b".into()];
            for (instance, consumer) in (0..).zip(&mut setup.consumers) {
                consumer.instance = Some(InstanceId(instance));
            }
            setup.groups[0].client.auto_offset_reset = AutoOffsetReset::Latest;
            let mut bounds = like.bounds();
            bounds.restarts = Restarts::Always;
            let model = Model::new(Arc::new(setup), bounds, reduction);
            compare(&model, &format!("{reduction:?}, {faults:?}"));
        }
    }
}

/// Laws that may look at anything.
#[derive(Clone, Copy)]
struct Others;

impl Laws for Others {
    fn apply(&self, world: &mut World, choice: Choice, fx: &mut Effects) -> Result<(), NotEnabled> {
        let members = world.consumers();
        let busy = members.filter(|it| it.application.in_hand().next().is_some());
        if busy.count() > 1 && matches!(choice, Choice::Run(_)) {
            return Err(NotEnabled(choice));
        }
        Kafka.apply(world, choice, fx)
    }
}

#[test]
fn nothing_is_remembered_of_other_laws() {
    let preset = Preset {
        library: ClientLibrary::Java,
        strategy: Strategy::AfterBatch,
    };
    let model = preset.model_with_laws(Others, Cause::Crash);
    compare(&model, "other laws");
}
