//! Links: what a person opens one by, and where they are.

use crate::file::{play, steps};
use crate::panel::place_of;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::setup::Setup;
use offsetscope_files::link::{Linked, Look, read, write};
use offsetscope_language::{say, text};
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Gaze, Opened, Panel, VIEWS, Whose};
use std::sync::Arc;

/// What a view is called in links: never to be changed. None for what is no view.
fn name(panel: Panel) -> Option<&'static str> {
    Some(match panel {
        Panel::Lessons => "lessons",
        Panel::Faults => "faults",
        Panel::Build => "build",
        Panel::Compare => "compare",
        Panel::Diagram => "diagram",
        Panel::Charts => "charts",
        Panel::Events => "events",
        Panel::Tables => "tables",
        Panel::OffsetsTopic => "offsets",
        Panel::Legend => "legend",
        Panel::Export => "export",
        Panel::Program | Panel::Why | Panel::Prover | Panel::Lesson => return None,
    })
}

/// Opens a link's fragment: plays it up to its moment, so that the page has only to take the same
/// steps.
pub fn open(fragment: &str) -> Answer {
    match opened(fragment) {
        Ok(opened) => Answer::Opened(Box::new(opened)),
        Err(why) => Answer::Refused(say!(
            "This link could not be read: {why}.",
            "无法读取这个链接：{why}。"
        )),
    }
}

fn opened(fragment: &str) -> Result<Opened, String> {
    let Linked { scenario, look } = read(fragment)?;
    let setup = scenario.setup().map_err(|problems| {
        let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
        problems.join(text!("; ", "；"))
    })?;
    let consumer = consumer(&setup, look.consumer.as_deref())?;
    let beside = look.view.as_deref().map(view).transpose()?;
    let source = Source::written(&setup);
    let (mut run, beginning) = play(&Arc::new(setup), &scenario.run)?;
    let step = place_of(look.step);
    run.seek(step);
    if beginning == Beginning::Opening {
        while run.cursor() < step && run.forward() {}
    }
    let at_ms = run.current().clock.now_ms() - run.opening_ms();
    let was_changed = run.cursor() != step || look.at_ms != 0 && look.at_ms != at_ms;
    let what = if was_changed {
        text!(
            "This link was made with another version of OffsetScope: the run may go another way than it did there.",
            "这个链接是用另一个版本的 OffsetScope 生成的：这里的运行可能与当时不同。"
        )
    } else {
        ""
    };
    Ok(Opened {
        whose: Whose::Own,
        step: look.step,
        consumer,
        beside,
        what: what.to_owned(),
        ..Opened::watched(source, beginning, steps(&run))
    })
}

fn consumer(setup: &Setup, name: Option<&str>) -> Result<ConsumerId, String> {
    let Some(name) = name else {
        return Ok(ConsumerId(0));
    };
    let mut consumers = setup.consumer_ids();
    let found = consumers.find(|&it| setup.consumer(it).name == name);
    found.ok_or_else(|| {
        say!(
            "it looks at “{name}”, and there is no such consumer",
            "它要看“{name}”，但没有这个消费者"
        )
    })
}

fn view(name: &str) -> Result<Panel, String> {
    let found = VIEWS.into_iter().find(|it| self::name(*it) == Some(name));
    found.ok_or_else(|| {
        say!(
            "it opens “{name}”, and there is no such view",
            "它要打开“{name}”，但没有这个视图"
        )
    })
}

/// The fragment that leads to what is looked at; nothing if it would be too long. `run` stands at
/// that moment, and `scenario` is the run, written down.
pub fn address(run: &History, scenario: ScenarioFile, gaze: Gaze) -> String {
    let setup = run.current().world.setup();
    let since_opening_ms = run.current().clock.now_ms() - run.opening_ms();
    let beside = gaze.beside.and_then(name).map(str::to_owned);
    let is_first = gaze.consumer == ConsumerId(0);
    let linked = Linked {
        scenario,
        look: Look {
            step: gaze.step,
            at_ms: since_opening_ms,
            consumer: (!is_first).then(|| setup.consumer(gaze.consumer).name.clone()),
            view: beside,
        },
    };
    write(&linked).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::written;
    use crate::testing::shop_with_a_crash;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_messages::panels::Pace;
    use offsetscope_scene::sought::Sought;

    fn gaze(run: &History) -> Gaze {
        Gaze {
            step: u32::try_from(run.cursor()).expect("a short run"),
            consumer: ConsumerId(2),
            sought: Sought::Marked,
            asked: None,
            beside: Some(Panel::Charts),
            pace: Pace::Still,
        }
    }

    #[track_caller]
    fn opens(fragment: &str) -> Opened {
        match open(fragment) {
            Answer::Opened(opened) => *opened,
            other => panic!("{fragment}: {other:?}"),
        }
    }

    #[test]
    fn a_link_leads_to_the_very_moment() {
        let mut run = shop_with_a_crash(120);
        run.seek(150);
        let address = address(&run, written(&run, Beginning::Opening), gaze(&run));
        let opened = opens(&address);
        assert_eq!(opened.step, 150);
        assert_eq!(opened.consumer, ConsumerId(2));
        assert_eq!(opened.beside, Some(Panel::Charts));
        assert_eq!(opened.what, "");
        assert_eq!(opened.whose, Whose::Own);
        assert_eq!(opened.steps, steps(&run)[..150]);
    }

    #[test]
    fn a_moment_before_a_change_is_kept_with_the_change() {
        let mut run = shop_with_a_crash(120);
        run.seek(40);
        let opened = opens(&address(
            &run,
            written(&run, Beginning::Opening),
            gaze(&run),
        ));
        assert_eq!(opened.step, 40);
        let crash = opened
            .steps
            .iter()
            .rposition(|it| it.choice.is_intervention());
        assert_eq!(crash, Some(120));
    }

    #[test]
    fn every_view_has_a_name_of_its_own() {
        for view in VIEWS {
            let name = name(view).unwrap_or_else(|| panic!("{view:?}"));
            assert_eq!(super::view(name), Ok(view));
        }
    }

    #[test]
    fn a_run_that_comes_elsewhere_is_told() {
        let mut run = shop_with_a_crash(120);
        run.seek(150);
        let address = address(&run, written(&run, Beginning::Opening), gaze(&run));
        let mut linked = read(&address).expect("it was written");
        linked.look.at_ms += 1;
        let altered = write(&linked).expect("as short");
        assert!(opens(&altered).what.contains("another version"));
    }

    #[test]
    fn who_and_what_there_is_not_is_named() {
        let run = shop_with_a_crash(120);
        let address = address(&run, written(&run, Beginning::Opening), gaze(&run));
        let refused = |change: fn(&mut Linked)| {
            let mut linked = read(&address).expect("it was written");
            change(&mut linked);
            match open(&write(&linked).expect("as short")) {
                Answer::Refused(why) => why,
                other => panic!("{other:?}"),
            }
        };
        let why = refused(|it| it.look.consumer = Some("nobody".to_owned()));
        assert!(why.contains("“nobody”"), "{why}");
        let why = refused(|it| it.look.view = Some("<b>".to_owned()));
        assert!(why.contains("“<b>”"), "{why}");
        let why = match open("nonsense") {
            Answer::Refused(why) => why,
            other => panic!("{other:?}"),
        };
        assert!(
            why.contains("“nonsense” at character 1 has no value"),
            "{why}"
        );
    }
}
