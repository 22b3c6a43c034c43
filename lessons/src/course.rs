//! Plays a lesson part by part, and grades what was predicted.

mod drive;

use crate::fact::{Fact, Measure, Moment};
use crate::lesson::{Goal, Lesson, Part};
use drive::Drive;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::setup::Setup;
use offsetscope_language::{say, text};
use std::sync::Arc;

/// A lesson, with its run: all parts are played when it is opened, so nothing can go wrong later.
#[derive(Clone, Debug)]
pub struct Course {
    /// The lesson.
    pub lesson: Lesson,
    /// Its run, to the end of the path.
    pub run: History,
    /// Its parts, in their order.
    pub parts: Vec<Played>,
    /// How its goal is reached.
    pub goal: Option<Reached>,
}

/// A part, as it was played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// Where the run was before.
    pub begins: usize,
    /// Where it is then.
    pub ends: usize,
    /// Which answer turned out right, if something was asked.
    pub right: Option<usize>,
    /// The consumer that is looked at.
    pub look_at: ConsumerId,
}

/// A goal, and a run that reaches it.
#[derive(Clone, Debug)]
pub struct Reached {
    /// What is to be so.
    pub fact: Fact,
    /// A run in which it is.
    pub run: History,
    /// How many actions that took.
    pub actions: u32,
}

/// The moment that a run stands at.
pub fn moment(run: &History) -> Moment<'_> {
    let current = run.current();
    Moment {
        world: &current.world,
        past: run.past(),
        since_opening_ms: current.clock.now_ms() - run.opening_ms(),
    }
}

/// How often somebody has made something happen, up to the moment that a run stands at.
pub fn actions(run: &History) -> u32 {
    let actions = Measure::Actions.value(moment(run));
    u32::try_from(actions).unwrap_or(u32::MAX)
}

impl Course {
    /// Plays a lesson.
    ///
    /// # Errors
    /// What of the lesson is not so, or cannot be, with its place in the file.
    pub fn new(lesson: Lesson) -> Result<Self, String> {
        let setup = setup(&lesson.scenario.setup(), "scenario")?;
        let mut drive = Drive::new(&setup, &lesson.scenario.run)?;
        let mut look_at = consumer(&setup, lesson.look_at.as_deref())?;
        let mut parts = Vec::new();
        for (place, part) in lesson.path.iter().enumerate() {
            let at = |why| format!("path[{place}]{why}");
            let named = consumer(&setup, part.look_at.as_deref());
            if part.look_at.is_some() {
                look_at = named.map_err(|why| at(format!(": {why}")))?;
            }
            parts.push(play(&mut drive, part, look_at).map_err(at)?);
        }
        let goal = lesson.goal.as_ref().map(|goal| reach(&lesson, goal));
        let goal = goal.transpose()?;
        let run = drive.run;
        Ok(Self {
            lesson,
            run,
            parts,
            goal,
        })
    }
}

fn setup<E: core::fmt::Display>(
    setup: &Result<Setup, Vec<E>>,
    place: &str,
) -> Result<Arc<Setup>, String> {
    match setup {
        Ok(setup) => Ok(Arc::new(setup.clone())),
        Err(problems) => {
            let lines = problems.iter().map(|it| format!("{place}: {it}"));
            Err(lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

fn consumer(setup: &Setup, name: Option<&str>) -> Result<ConsumerId, String> {
    let mut consumers = setup.consumer_ids();
    let found = match name {
        Some(name) => consumers.find(|&it| setup.consumer(it).name == name),
        None => consumers.next(),
    };
    let name = name.unwrap_or(text!("any", "任意"));
    found.ok_or_else(|| {
        say!(
            "look_at: there is no consumer “{name}”",
            "look_at: 没有名为“{name}”的消费者",
        )
    })
}

/// Plays a part, and finds out which answer is right.
fn play(drive: &mut Drive, part: &Part, look_at: ConsumerId) -> Result<Played, String> {
    let begins = drive.run.cursor();
    for (place, deed) in part.deeds.iter().enumerate() {
        drive
            .make(deed)
            .map_err(|why| format!(".do[{place}]: {why}"))?;
    }
    if let Some(until) = &part.until {
        let fact = drive.fact(until).map_err(|why| format!(".until: {why}"))?;
        drive
            .until(&fact)
            .map_err(|why| format!(".until: {why}: {until}"))?;
    }
    let mut right = None;
    for (place, option) in part
        .ask
        .iter()
        .flat_map(|ask| ask.options.iter().enumerate())
    {
        let at = |why: String| format!(".ask.options[{place}].if: {why}");
        let fact = drive.fact(&option.condition).map_err(at)?;
        if !fact.holds(moment(&drive.run)) {
            continue;
        }
        if let Some(before) = right.replace(place) {
            return Err(at(say!(
                "this is so, and options[{before}] is so too",
                "它成立，而 options[{before}] 也成立",
            )));
        }
    }
    if part.ask.is_some() && right.is_none() {
        return Err(text!(
            ".ask.options: none of them turns out right",
            ".ask.options: 没有一个答案成立",
        )
        .to_owned());
    }
    let ends = drive.run.cursor();
    Ok(Played {
        begins,
        ends,
        right,
        look_at,
    })
}

/// Reaches the goal as the lesson says that it can be.
fn reach(lesson: &Lesson, goal: &Goal) -> Result<Reached, String> {
    let scenario = goal.scenario.as_ref().unwrap_or(&lesson.scenario);
    let setup = setup(&scenario.setup(), "goal.scenario")?;
    let mut drive = Drive::new(&setup, &scenario.run)?;
    let at = |why: String| format!("goal.reach: {why}");
    let fact = drive.fact(&goal.reach).map_err(at)?;
    if fact.holds(moment(&drive.run)) {
        return Err(at(text!(
            "this is so before anything is done",
            "什么都还没有做，它就已经成立",
        )
        .to_owned()));
    }
    for (place, it) in goal.solution.iter().enumerate() {
        let at = |why: String| format!("goal.solution[{place}]{why}");
        if let Some(when) = &it.when {
            let when = drive
                .fact(when)
                .map_err(|why| at(format!(".when: {why}")))?;
            drive
                .until(&when)
                .map_err(|why| at(format!(".when: {why}")))?;
        }
        let made = drive.make(&it.deed);
        made.map_err(|why| at(format!(".do: {why}")))?;
    }
    drive.until(&fact).map_err(|why| {
        say!(
            "goal.solution does not lead to the goal: {why}",
            "goal.solution 达不到目标：{why}",
        )
    })?;
    Ok(Reached {
        fact,
        actions: actions(&drive.run),
        run: drive.run,
    })
}
