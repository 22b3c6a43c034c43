//! Scenario files: what a person opens, and what they keep.

use crate::variants::Variant;
use offsetscope_core::choice::Choice;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::scenario::file::{Happening, Run, ScenarioFile};
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Opened, Step};
use offsetscope_words::strategy_name;
use std::sync::Arc;

/// Reads and plays a scenario, so that the page has only to take the same steps. Nothing on the page
/// changes unless all of it can be played.
pub fn open(name: &str, text: &str) -> Answer {
    match read(name, text) {
        Ok(opened) => Answer::Opened(Box::new(opened)),
        Err(why) => Answer::Refused(why),
    }
}

fn read(name: &str, text: &str) -> Result<Opened, String> {
    let bytes = text.len();
    let most = offsetscope_files::MOST_BYTES;
    if u64::try_from(bytes).is_ok_and(|bytes| bytes > most) {
        return Err(say!(
            "{name} has {bytes} bytes; a scenario has at most {most}",
            "{name} 有 {bytes} 字节；场景最多 {most} 字节"
        ));
    }
    let (file, setup) = offsetscope_files::parse(name, text)?;
    let source = Source::written(&setup);
    let setup = Arc::new(setup);
    let (run, beginning) =
        play(&setup, &file.run).map_err(|why| say!("{name}: {why}", "{name}：{why}"))?;
    Ok(Opened {
        what: say!("This is {name}.", "这是 {name}。"),
        about: file.about,
        ..Opened::watched(source, beginning, steps(&run))
    })
}

/// Plays what is written down.
///
/// # Errors
/// What cannot happen, with its place in the file.
pub fn play(setup: &Arc<Setup>, run: &Run) -> Result<(History, Beginning), String> {
    play_as(setup, run, |place| field(run, place))
}

/// The same, where a happening is called something else by its place.
///
/// # Errors
/// What cannot happen, with what it is called.
pub fn play_as(
    setup: &Arc<Setup>,
    run: &Run,
    called: impl Fn(usize) -> String,
) -> Result<(History, Beginning), String> {
    let schedule = run.schedule(setup);
    let schedule = schedule
        .map_err(|(place, unknown)| say!("{}: {unknown}", "{}：{unknown}"; called(place)))?;
    let choices: Vec<_> = schedule.iter().map(|it| (it.at_ms, it.choice)).collect();
    let cannot = |step: usize| {
        let place = schedule.get(step).map_or(0, |it| it.place);
        say!(
            "{}: this cannot happen then, or is one of the few things that only the program in the \
             terminal plays",
            "{}：这在那时不可能发生，或者属于少数只有终端程序才能播放的事";
            called(place)
        )
    };
    match run {
        Run::Clock(_) => {
            let history = History::by_clock(Arc::clone(setup), &choices).map_err(cannot)?;
            Ok((history, Beginning::Opening))
        }
        Run::Steps(_) => {
            let mut history = History::at_start(Arc::clone(setup));
            let followed = history.follow(0, choices);
            followed.map_err(|_| cannot(history.entries().len()))?;
            Ok((history, Beginning::Start))
        }
    }
}

/// A run with another way to commit, to be looked at by itself.
pub fn show(variant: &Variant) -> Answer {
    let setup = variant.run.current().world.setup();
    Answer::Opened(Box::new(Opened {
        what: text!("This is your run once more.", "这是你的运行，再来一次。").to_owned(),
        about: say!(
            "The same orders and faults, but: {}.",
            "订单和故障都相同，只是：{}。";
            strategy_name(variant.strategy)
        ),
        ..Opened::watched(
            Source::written(setup),
            Beginning::Opening,
            steps(&variant.run),
        )
    }))
}

/// What a happening is called in the file.
fn field(run: &Run, place: usize) -> String {
    let kind = match run {
        Run::Clock(_) => "clock",
        Run::Steps(_) => "steps",
    };
    format!("run.{kind}[{place}]")
}

/// A run that is written down, as a file to keep.
pub fn save(written: &ScenarioFile) -> Answer {
    Answer::File {
        name: "offsetscope.json".to_owned(),
        text: offsetscope_files::print(written),
    }
}

/// The run, written down: what somebody made happen, if the clock does the rest, or else all of its
/// steps.
pub fn written(run: &History, beginning: Beginning) -> ScenarioFile {
    let setup = run.current().world.setup();
    let by_clock = match beginning {
        Beginning::Opening => interventions(setup, run),
        Beginning::Start => None,
    };
    let written = by_clock.unwrap_or_else(|| Run::Steps(happenings(setup, run.entries(), 0)));
    ScenarioFile::of(setup, written)
}

/// What somebody made happen; none if the clock would not do the rest just so.
fn interventions(setup: &Arc<Setup>, run: &History) -> Option<Run> {
    let made: Vec<Entry> = run
        .entries()
        .iter()
        .filter(|it| it.choice.is_intervention())
        .cloned()
        .collect();
    let choices: Vec<(i64, Choice)> = made
        .iter()
        .map(|it| (it.at_ms - run.opening_ms(), it.choice))
        .collect();
    let mut again = History::by_clock(Arc::clone(setup), &choices).ok()?;
    again.seek(again.entries().len());
    while again.entries().len() < run.entries().len() && again.forward() {}
    let is_same = again.entries() == run.entries();
    is_same.then(|| Run::Clock(happenings(setup, &made, run.opening_ms())))
}

fn happenings(setup: &Setup, entries: &[Entry], from_ms: i64) -> Vec<Happening> {
    let happening = |it: &Entry| Happening::of(setup, it.at_ms - from_ms, it.choice);
    entries.iter().map(happening).collect()
}

/// The steps of a run, for the page to take.
pub fn steps(run: &History) -> Vec<Step> {
    run.entries().iter().map(Step::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_core::scenario::Scenario;

    fn saved(run: &History, beginning: Beginning) -> String {
        match save(&written(run, beginning)) {
            Answer::File { text, .. } => text,
            other => panic!("a file: {other:?}"),
        }
    }

    #[track_caller]
    fn opened(text: &str) -> Opened {
        read("it.json", text).expect("it was saved")
    }

    #[test]
    fn what_is_saved_is_opened_as_the_same_run() {
        let setup = Arc::new(Scenario::Shop.setup(7));
        let mut run = History::new(Arc::clone(&setup));
        for _ in 0..300 {
            run.forward();
        }
        let now_ms = run.current().clock.now_ms();
        run.inject(Choice::Crash(ConsumerId(1)), now_ms)
            .expect("it lives");
        let text = saved(&run, Beginning::Opening);
        assert!(text.contains("\"clock\""), "{text}");
        let times = text.matches("\"at_ms\"").count();
        assert_eq!(times, 1, "only what was made to happen");
        let opened = opened(&text);
        assert_eq!(opened.source.setup(), *setup);
        assert_eq!(opened.beginning, Beginning::Opening);
        assert_eq!(opened.steps, steps(&run));
    }

    #[test]
    fn a_run_that_no_clock_would_choose_is_saved_step_by_step() {
        let setup = Arc::new(Scenario::Shop.setup(7));
        let mut run = History::at_start(setup);
        // Much later than the clock would have anything happen.
        let crash = (90_000, Choice::Crash(ConsumerId(0)));
        run.follow(0, [crash]).expect("it lives");
        let opened = opened(&saved(&run, Beginning::Start));
        assert_eq!(opened.beginning, Beginning::Start);
        assert_eq!(opened.steps.len(), 1);
    }

    #[test]
    fn what_cannot_be_played_is_refused_with_its_place_in_the_file() {
        let setup = Scenario::Shop.setup(1);
        let crash = |at_ms| Happening::of(&setup, at_ms, Choice::Crash(ConsumerId(0)));
        let twice = Run::Clock(vec![crash(1_000), crash(1_001)]);
        let text = offsetscope_files::print(&ScenarioFile::of(&setup, twice));
        let why = read("it.json", &text).expect_err("nobody dies twice");
        assert!(
            why.starts_with("it.json: run.clock[1]: this cannot happen then"),
            "{why}"
        );
        let unknown = text.replacen("\"crash\": \"fulfilment-1\"", "\"crash\": \"x\"", 1);
        let why = read("it.json", &unknown).expect_err("there is no x");
        assert!(why.contains("“x”: there is no such consumer"), "{why}");
        let bad = "{ \"topics\": [{ \"name\": \"orders\", \"partitions\": \"three\" }] }";
        let why = read("bad.json", bad).expect_err("no number");
        assert!(
            why.contains("bad.json is not a scenario: topics[0].partitions:"),
            "{why}"
        );
        assert!(why.contains("line 1"), "{why}");
    }
}
