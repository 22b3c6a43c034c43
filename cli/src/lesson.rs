//! Plays a lesson file, and tells how it goes.

use anyhow::{Context, Result, bail};
use offsetscope_core::history::History;
use offsetscope_lessons::course::moment;
use offsetscope_lessons::{check, lesson::Lesson, read::read};
use offsetscope_words::narrate;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// The moments.
    Moments,
    /// What happens between them as well.
    Everything,
}

/// Reads a lesson, plays it to the end of its path and to its goal, and tells each moment.
///
/// # Errors
/// What is wrong with the file, with its place.
pub fn lesson(path: &Path, telling: Telling) -> Result<String> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("{name} cannot be read"))?;
    let lesson: Lesson = match offsetscope_files::parse_json(&text) {
        Ok(lesson) => lesson,
        Err(why) => bail!("{name} is not a lesson: {why}"),
    };
    let mut course = match check(lesson) {
        Ok(course) => course,
        Err(why) => bail!("{name} cannot be played:\n{why}"),
    };
    let mut told = String::new();
    let mut run = course.run.clone();
    let parts = read(&mut course);
    for (place, (part, played)) in parts.iter().zip(&course.parts).enumerate() {
        run.seek(played.begins);
        if let Some(question) = &part.question {
            writeln!(told, "     ? {question}")?;
            for (number, option) in part.options.iter().enumerate() {
                let mark = if played.right == Some(number) {
                    "✓"
                } else {
                    "·"
                };
                writeln!(told, "       {mark} {option}")?;
            }
        }
        go(&mut run, played.ends, telling, &mut told)?;
        let time_ms = moment(&run).since_opening_ms;
        writeln!(told, "{place:>3}. step {}, {time_ms} ms", played.ends)?;
        for paragraph in &part.say {
            writeln!(told, "     {paragraph}")?;
        }
    }
    if let Some(goal) = &course.goal {
        let time_ms = moment(&goal.run).since_opening_ms;
        let (steps, actions) = (goal.run.cursor(), goal.actions);
        let mut run = goal.run.clone();
        run.seek(0);
        go(&mut run, steps, telling, &mut told)?;
        writeln!(told, "goal: step {steps}, {time_ms} ms, {actions} actions")?;
    }
    Ok(told)
}

/// Goes on to a step, and tells what is worth it on the way.
fn go(run: &mut History, step: usize, telling: Telling, told: &mut String) -> Result<()> {
    if telling == Telling::Moments {
        run.seek(step);
    }
    while run.cursor() < step && run.forward() {
        if let Some(entry) = run.last_entry().filter(|it| it.is_notable()) {
            let current = run.current();
            let ms = current.clock.now_ms() - run.opening_ms();
            let sentence = narrate(entry, &current.world);
            writeln!(told, "       {ms:>6} ms  {:>4}  {sentence}", run.cursor())?;
        }
    }
    Ok(())
}
