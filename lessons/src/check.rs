//! Whether a lesson can be opened.

use crate::course::Course;
use crate::lesson::Lesson;
use crate::text::Text;
use offsetscope_core::setup::Setup;
use offsetscope_language::say;
use std::sync::Arc;

/// A lesson has at most so many moments.
const MOST_PARTS: usize = 60;
/// What it says at once has at most so many characters.
const MOST_CHARACTERS: usize = 3_000;
/// A question has at most so many answers.
const MOST_OPTIONS: usize = 8;

/// Plays a lesson, and reads all that it says.
///
/// # Errors
/// Everything that is wrong with its words, or the first thing that is wrong with its run: a line
/// each, with its place in the file.
pub fn check(lesson: Lesson) -> Result<Course, String> {
    let mut problems = Vec::new();
    if lesson.path.is_empty() || lesson.path.len() > MOST_PARTS {
        problems.push(say!(
            "path: a lesson has 1 to {MOST_PARTS} moments",
            "path: 一课要有 1 到 {MOST_PARTS} 个时刻",
        ));
    }
    for (place, part) in lesson.path.iter().enumerate() {
        let options = part.ask.as_ref().map_or(2, |ask| ask.options.len());
        if !(2..=MOST_OPTIONS).contains(&options) {
            let which = format!("path[{place}].ask.options");
            problems.push(say!(
                "{which}: a question has 2 to {MOST_OPTIONS} answers",
                "{which}: 一个问题要有 2 到 {MOST_OPTIONS} 个答案",
            ));
        }
    }
    if problems.is_empty() {
        let course = Course::new(lesson)?;
        let setup = course.run.current().world.setup();
        let goal = course.goal.as_ref();
        let of_goal = goal.map_or(setup, |it| it.run.current().world.setup());
        problems.extend(words(&course.lesson, setup, of_goal));
        if problems.is_empty() {
            return Ok(course);
        }
    }
    Err(problems.join("\n"))
}

/// What is wrong with its words.
fn words(lesson: &Lesson, setup: &Arc<Setup>, of_goal: &Arc<Setup>) -> Vec<String> {
    let mut problems = Vec::new();
    let mut look = |place: String, text: &Text, setup: &Setup| {
        if text.0.chars().count() > MOST_CHARACTERS {
            problems.push(say!(
                "{place}: has more than {MOST_CHARACTERS} characters",
                "{place}: 超过了 {MOST_CHARACTERS} 个字符",
            ));
        }
        let measured = text.problems(setup).into_iter();
        problems.extend(measured.map(|problem| format!("{place}: {problem}")));
    };
    look("title".to_owned(), &lesson.title, setup);
    look("about".to_owned(), &lesson.about, setup);
    for (place, part) in lesson.path.iter().enumerate() {
        for (paragraph, text) in part.say.iter().enumerate() {
            look(format!("path[{place}].say[{paragraph}]"), text, setup);
        }
        if let Some(notes) = &part.notes {
            look(format!("path[{place}].notes"), notes, setup);
        }
        if let Some(myth) = &part.myth {
            look(format!("path[{place}].myth.said"), &myth.said, setup);
            look(format!("path[{place}].myth.truth"), &myth.truth, setup);
        }
        let Some(ask) = &part.ask else { continue };
        look(format!("path[{place}].ask.question"), &ask.question, setup);
        for (number, option) in ask.options.iter().enumerate() {
            let place = format!("path[{place}].ask.options[{number}]");
            look(format!("{place}.say"), &option.say, setup);
            if let Some(because) = &option.because {
                look(format!("{place}.because"), because, setup);
            }
        }
    }
    if let Some(goal) = &lesson.goal {
        look("goal.say".to_owned(), &goal.say, of_goal);
        look("goal.hint".to_owned(), &goal.hint, of_goal);
    }
    problems
}
