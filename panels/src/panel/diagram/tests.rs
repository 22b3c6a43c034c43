//! What the diagram shows of a run, judged by its columns and rows.

use super::window::Window;
use super::*;
use crate::chronicle::Chronicle;
use crate::class::Progress;
use crate::panel::about::group_of;
use crate::prover::Prover;
use crate::switches::Switches;
use offsetscope_core::choice::Choice;
use offsetscope_core::history::History;
use offsetscope_core::history::causality::End;
use offsetscope_core::ids::GroupId;
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Beginning, Gaze, Pace};
use offsetscope_scene::sought::Sought;
use std::sync::Arc;

struct Scene {
    run: History,
    chronicle: Chronicle,
    switches: Switches,
    prover: Prover,
    progress: Progress,
}

impl Scene {
    fn of(mut run: History) -> Self {
        let cursor = run.cursor();
        let mut chronicle = Chronicle::default();
        chronicle.take_in(&mut run);
        run.seek(cursor);
        Self {
            run,
            chronicle,
            switches: Switches::default(),
            prover: Prover::default(),
            progress: Progress::default(),
        }
    }

    fn look(&self) -> Look<'_> {
        Look {
            run: &self.run,
            prover: &self.prover,
            draft: None,
            latest: &self.run.current().world,
            gaze: Gaze {
                step: count(self.run.cursor()),
                consumer: ConsumerId(0),
                sought: Sought::Marked,
                asked: None,
                beside: None,
                pace: Pace::Still,
            },
            sight: None,
            address: None,
            workshop: None,
            class: None,
            progress: &self.progress,
            chronicle: &self.chronicle,
            switches: &self.switches,
            beginning: Beginning::Opening,
            variants: &[],
            scrolled_to: None,
        }
    }

    fn with_window<T>(&self, judge: impl FnOnce(&Window<'_>) -> T) -> T {
        let causality = self.chronicle.causality().expect("it was asked for");
        judge(&Window::of(&self.look(), causality))
    }
}

fn shop(steps: usize) -> History {
    let mut run = History::new(Arc::new(Source::default().setup()));
    for _ in 0..steps {
        run.forward();
    }
    run
}

fn crashed() -> History {
    let mut run = shop(300);
    run.inject(Choice::Crash(ConsumerId(0)), 0)
        .expect("it lives");
    for _ in 0..20 {
        run.forward();
    }
    run
}

#[test]
fn heartbeats_are_left_out_until_they_are_asked_for() {
    let mut scene = Scene::of(shop(400));
    let count_of = |scene: &Scene, traffic| {
        scene.with_window(|it| {
            it.voyages
                .iter()
                .filter(|it| Traffic::of(it) == traffic)
                .count()
        })
    };
    assert_eq!(count_of(&scene, Traffic::Heartbeats), 0);
    assert!(count_of(&scene, Traffic::Commits) > 0);
    for traffic in [Traffic::Heartbeats, Traffic::Commits] {
        scene.switches.turn(Switch::Traffic(traffic).number());
    }
    assert!(count_of(&scene, Traffic::Heartbeats) > 0);
    assert_eq!(count_of(&scene, Traffic::Commits), 0);
}

#[test]
fn every_message_that_is_shown_begins_and_ends_at_a_column() {
    let scene = Scene::of(shop(400));
    scene.with_window(|window| {
        let steps = window.steps();
        let is_column = |step: &usize| window.columns.iter().any(|it| it.step == *step);
        for voyage in &window.voyages {
            let arrived = match voyage.end {
                End::Arrived(step) => Some(step),
                End::UnderWay | End::Lost(_) => None,
            };
            let ends = voyage.sent.into_iter().chain(arrived);
            for step in ends.filter(|it| steps.contains(it)) {
                assert!(is_column(&step), "{voyage:?}");
            }
        }
    });
}

#[test]
fn columns_follow_the_order_of_steps() {
    let scene = Scene::of(shop(400));
    scene.with_window(|window| {
        let is_before =
            |pair: &[window::Column]| pair[0].step < pair[1].step && pair[0].x < pair[1].x;
        assert!(window.columns.windows(2).all(is_before));
        assert_eq!(
            window.column_up_to(400).map(|it| it.step),
            window.columns.last().map(|it| it.step)
        );
    });
}

#[test]
fn a_group_that_is_switched_off_has_no_rows_and_no_steps() {
    let mut scene = Scene::of(shop(400));
    scene.switches.turn(Switch::Group(GroupId(0)).number());
    let setup = scene.run.current().world.setup().clone();
    scene.with_window(|window| {
        assert_eq!(
            window.sites.len(),
            5,
            "shop, two of the broker, two consumers"
        );
        for column in &window.columns {
            let choice = scene.run.entries()[column.step - 1].choice;
            assert_ne!(group_of(choice, &setup), Some(GroupId(0)), "{choice:?}");
        }
    });
}

#[test]
fn what_a_crash_loses_is_drawn_as_lost_and_its_line_of_life_breaks_off() {
    let scene = Scene::of(crashed());
    let drawn = diagram(&scene.look()).into_string();
    assert!(drawn.contains("fulfilment-1 crashes"), "{drawn}");
    let lost = scene.with_window(|it| it.voyages.iter().any(|it| it.end == End::Lost(301)));
    assert_eq!(drawn.contains(" lost "), lost);
    scene.with_window(|window| {
        let look = scene.look();
        let picture = Picture::new(&look, window);
        let crash = window.x(301);
        assert_eq!(picture.lives(Site::Consumer(ConsumerId(0))), [(0, crash)]);
        assert_eq!(picture.lives(Site::Logs), [(0, window.width)]);
    });
}

#[test]
fn names_are_escaped() {
    let mut setup = Source::default().setup();
    setup.consumers[0].name = "<img src=x>".to_owned();
    let mut run = History::new(Arc::new(setup));
    for _ in 0..100 {
        run.forward();
    }
    let drawn = diagram(&Scene::of(run).look()).into_string();
    assert!(!drawn.contains("<img"), "{drawn}");
    assert!(drawn.contains("&lt;img"), "{drawn}");
}
