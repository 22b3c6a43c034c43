//! The charts of a run, judged by their values.

use super::*;
use crate::chronicle::Chronicle;
use crate::class::Progress;
use crate::prover::Prover;
use crate::switches::Switches;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Beginning, Gaze, Pace};
use offsetscope_scene::sought::Sought;
use std::sync::Arc;

fn with_look<T>(steps: usize, cursor: usize, judge: impl FnOnce(&Look<'_>) -> T) -> T {
    let mut run = History::new(Arc::new(Source::default().setup()));
    for _ in 0..steps {
        run.forward();
    }
    let latest = run.current().world.clone();
    let mut chronicle = Chronicle::default();
    chronicle.take_samples(&mut run);
    run.seek(cursor);
    judge(&Look {
        run: &run,
        prover: &Prover::default(),
        draft: None,
        latest: &latest,
        gaze: Gaze {
            step: u32::try_from(cursor).expect("a short run"),
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
        progress: &Progress::default(),
        chronicle: &chronicle,
        switches: &Switches::default(),
        beginning: Beginning::Opening,
        variants: &[],
        scrolled_to: None,
    })
}

#[test]
fn the_first_curve_of_lag_is_the_sum_of_the_others() {
    with_look(500, 400, |look| {
        for chart in lags(look, &samples(look)) {
            let [sum, parts @ ..] = chart.curves.as_slice() else {
                panic!("a chart has curves");
            };
            for step in [0, 250, 400, 500] {
                let known = parts.iter().filter_map(|it| it.at(step));
                let added = known.reduce(|one, other| one + other);
                assert_eq!(sum.at(step), added, "{} at {step}", chart.title);
            }
        }
    });
}

#[test]
fn a_chart_of_a_log_ends_where_the_log_does() {
    with_look(500, 500, |look| {
        let world = &look.run.current().world;
        let charts = logs(look, &samples(look));
        assert_eq!(charts.len(), 3);
        for (chart, partition) in charts.iter().zip(world.partitions()) {
            assert_eq!(
                chart.curves[1].at(500),
                offset(world.log(partition).log_end_offset())
            );
        }
    });
}

#[test]
fn a_press_leads_to_the_steps_of_the_run_in_their_order() {
    with_look(500, 100, |look| {
        let samples = samples(look);
        let frame = Frame::new(look, &samples, look.run.opening_ms());
        let steps: Vec<usize> = frame
            .across
            .split(' ')
            .filter_map(|it| it.parse().ok())
            .collect();
        assert_eq!(steps.len(), 160);
        assert!(steps.is_sorted());
        assert!(steps[0] < 20 && steps[159] > 480, "{steps:?}");
    });
}

#[test]
fn the_highest_point_is_the_first_of_its_kind() {
    let point = |step, value| Point {
        step,
        at_ms: 0,
        value: Some(value),
    };
    let curve = Curve {
        name: String::new(),
        about: None,
        class: String::new(),
        points: vec![point(0, 1), point(1, 3), point(2, 3), point(3, 2)],
    };
    assert_eq!(
        curve.highest().map(|it| (it.step, it.value)),
        Some((1, Some(3)))
    );
    assert_eq!([0, 1, 9].map(|step| curve.at(step)), [1, 3, 2].map(Some));
}

#[test]
fn what_a_chart_shows_of_a_partition_lights_up_with_it() {
    with_look(500, 400, |look| {
        let drawn = charts(look).into_string();
        let world = &look.run.current().world;
        let steps: Vec<String> = look.run.entries().iter().filter_map(about::step).collect();
        for partition in world.partitions() {
            let lit = about::partition(partition);
            assert!(
                steps.iter().any(|it| it.split(' ').any(|it| it == lit)),
                "{lit}: no step has it"
            );
            let log = format!("<figure data-about=\"{lit}\">");
            assert_eq!(drawn.matches(&log).count(), 1, "{lit}: its log");
            let place = partition.partition;
            let label = format!(" part-{place}\" data-about=\"{lit}\">");
            let groups = world.setup().group_ids().count();
            assert_eq!(drawn.matches(&label).count(), groups, "{lit}: its lag");
        }
    });
}
