//! Where somebody makes a lesson of the run that they look at: marks moments, writes the words, a
//! question and a goal, and keeps it as a file.

mod view;

pub use view::workshop;

use offsetscope_core::history::History;
use offsetscope_core::scenario::file::{Happening, Run, ScenarioFile};
use offsetscope_lessons::Text;
use offsetscope_lessons::lesson::{Answer, Ask, Goal, Lesson, Move, Part};

/// So many answers a question has room for.
const OPTIONS: usize = 4;

/// A lesson in the making.
#[derive(Clone, Debug, Default)]
pub struct Workshop {
    title: String,
    about: String,
    /// The moments, by their steps.
    moments: Vec<Marked>,
    /// What is to be reached, in words.
    goal: String,
    /// The same, as a fact.
    reach: String,
    hint: String,
    /// What is wrong with it, as it was tried last.
    problems: Vec<String>,
    /// The link that holds it as it was when somebody asked for one.
    link: Option<Linked>,
    form: Form,
}

/// Whether its form is shown. What was written is kept either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    #[default]
    Closed,
    Open,
}

/// A lesson as a link.
#[derive(Clone, Debug)]
enum Linked {
    Here(String),
    /// It is too long for one: so many characters.
    TooLong(usize),
}

/// A marked moment.
#[derive(Clone, Debug, Default)]
struct Marked {
    step: usize,
    say: String,
    notes: String,
    question: String,
    /// Answers, and when each is right.
    options: [(String, String); OPTIONS],
}

impl Workshop {
    /// Shows its form, or puts it away.
    pub fn turn(&mut self, form: Form) {
        self.form = form;
    }

    /// The workshop, while its form is shown.
    pub fn open(&self) -> Option<&Self> {
        (self.form == Form::Open).then_some(self)
    }

    /// Marks a moment, unless it is marked already.
    pub fn mark(&mut self, step: usize) {
        self.link = None;
        if let Err(place) = self.moments.binary_search_by_key(&step, |it| it.step) {
            let moment = Marked {
                step,
                ..Marked::default()
            };
            self.moments.insert(place, moment);
        }
    }

    /// Forgets a moment.
    pub fn unmark(&mut self, place: usize) {
        self.link = None;
        if place < self.moments.len() {
            self.moments.remove(place);
        }
    }

    /// Takes what was written into a field: `lesson-say-3` is what the moment 3 says. None if there is
    /// no such field.
    pub fn write(&mut self, field: &str, text: &str) -> Option<()> {
        let mut parts = field.strip_prefix("lesson-")?.split('-');
        let kind = parts.next()?;
        let mut place = || parts.next()?.parse::<usize>().ok();
        let written = match kind {
            "title" => &mut self.title,
            "about" => &mut self.about,
            "goal" => &mut self.goal,
            "reach" => &mut self.reach,
            "hint" => &mut self.hint,
            _ => {
                let moment = self.moments.get_mut(place()?)?;
                match kind {
                    "say" => &mut moment.say,
                    "notes" => &mut moment.notes,
                    "question" => &mut moment.question,
                    "option" => &mut moment.options.get_mut(place()?)?.0,
                    "if" => &mut moment.options.get_mut(place()?)?.1,
                    _ => return None,
                }
            }
        };
        text.clone_into(written);
        self.link = None;
        Some(())
    }

    /// The lesson, if it can be played; else what is wrong with it is kept, to be shown.
    /// `scenario` is the run, written down.
    pub fn finish(&mut self, run: &History, scenario: ScenarioFile) -> Option<Lesson> {
        let lesson = self.lesson(run, scenario);
        match offsetscope_lessons::check(lesson.clone()) {
            Ok(_) => {
                self.problems.clear();
                Some(lesson)
            }
            Err(why) => {
                self.problems = why.lines().map(str::to_owned).collect();
                None
            }
        }
    }

    /// Has the link to it shown, or why there is none.
    pub fn link_to(&mut self, page: &str, lesson: &Lesson) {
        self.link = Some(match offsetscope_files::link::write_lesson(lesson) {
            Ok(fragment) => Linked::Here(format!("{page}#{fragment}")),
            Err(characters) => Linked::TooLong(characters),
        });
    }

    fn lesson(&self, run: &History, scenario: ScenarioFile) -> Lesson {
        Lesson {
            title: Text(self.title.clone()),
            about: Text(self.about.clone()),
            goal: self.has_goal().then(|| self.goal(run)),
            scenario,
            look_at: None,
            path: self.moments.iter().map(Marked::part).collect(),
        }
    }

    fn has_goal(&self) -> bool {
        !(self.goal.is_empty() && self.reach.is_empty())
    }

    /// What was made to happen in the run is how the goal can be reached; whoever takes the lesson
    /// begins without it.
    fn goal(&self, run: &History) -> Goal {
        let setup = run.current().world.setup();
        let made = run.entries().iter().enumerate();
        let made = made.filter(|(_, entry)| entry.choice.is_intervention());
        let solution = made.map(|(step, entry)| Move {
            when: Some(format!("steps >= {step}")),
            deed: Happening::of(setup, entry.at_ms, entry.choice).deed,
        });
        Goal {
            say: Text(self.goal.clone()),
            reach: self.reach.clone(),
            scenario: Some(ScenarioFile::of(setup, Run::default())),
            hint: Text(self.hint.clone()),
            solution: solution.collect(),
        }
    }
}

impl Marked {
    fn part(&self) -> Part {
        let given = self.options.iter().filter(|(say, _)| !say.is_empty());
        let options = given.map(|(say, condition)| Answer {
            say: Text(say.clone()),
            condition: condition.clone(),
            because: None,
        });
        let ask = (!self.question.is_empty()).then(|| Ask {
            question: Text(self.question.clone()),
            options: options.collect(),
        });
        let paragraphs = self.say.split("\n\n").filter(|it| !it.trim().is_empty());
        Part {
            ask,
            until: Some(format!("steps >= {}", self.step)),
            say: paragraphs.map(|it| Text(it.to_owned())).collect(),
            notes: (!self.notes.is_empty()).then(|| Text(self.notes.clone())),
            ..Part::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::written;
    use crate::testing::shop_with_a_crash;
    use offsetscope_messages::panels::Beginning;

    #[test]
    fn what_was_marked_and_written_is_a_lesson_that_can_be_played() {
        let run = shop_with_a_crash(60);
        let mut workshop = Workshop::default();
        for step in [100, 20, 100] {
            workshop.mark(step);
        }
        let fields = [
            ("lesson-title", "A crash"),
            ("lesson-about", "Who takes over?"),
            (
                "lesson-say-0",
                "This is {steps}.\n\nAnd a second paragraph.",
            ),
            ("lesson-say-1", "It has crashed."),
            ("lesson-question-1", "What comes now?"),
            ("lesson-option-1-0", "nothing"),
            ("lesson-if-1-0", "crashes = 0"),
            ("lesson-option-1-1", "a crash"),
            ("lesson-if-1-1", "crashes = 1"),
            ("lesson-goal", "Crash somebody."),
            ("lesson-reach", "crashes = 1"),
        ];
        for (field, text) in fields {
            assert_eq!(workshop.write(field, text), Some(()), "{field}");
        }
        let lesson = workshop.finish(&run, written(&run, Beginning::Opening));
        let lesson = lesson.unwrap_or_else(|| panic!("{:?}", workshop.problems));
        assert_eq!(lesson.path.len(), 2);
        assert_eq!(lesson.path[0].say.len(), 2);
        workshop.link_to("page", &lesson);
        match &workshop.link {
            Some(Linked::Here(link)) => {
                let (page, fragment) = link.split_once('#').expect("it is one");
                let read = offsetscope_files::link::read_lesson(fragment);
                assert_eq!((page, read), ("page", Some(Ok(lesson.clone()))));
            }
            other => panic!("a short lesson has a link: {other:?}"),
        }
        let course = offsetscope_lessons::check(lesson).expect("it was checked");
        assert_eq!(course.parts[1].right, Some(1));
        assert_eq!(course.goal.map(|it| it.actions), Some(1));
    }

    #[test]
    fn what_is_missing_is_said_and_nothing_is_lost() {
        let run = shop_with_a_crash(60);
        let mut workshop = Workshop::default();
        assert_eq!(
            workshop.finish(&run, written(&run, Beginning::Opening)),
            None
        );
        assert!(
            workshop.problems[0].starts_with("path: "),
            "{:?}",
            workshop.problems
        );
        workshop.mark(20);
        workshop.write("lesson-say-0", "{lost(nobody)}");
        assert_eq!(
            workshop.finish(&run, written(&run, Beginning::Opening)),
            None
        );
        let problem = "path[0].say[0]: in {lost(nobody)}, character 6: there is no group “nobody”";
        assert_eq!(workshop.problems, [problem]);
        assert_eq!(workshop.write("lesson-say-7", "x"), None);
        assert_eq!(workshop.write("lesson-colour", "x"), None);
        workshop.unmark(0);
        workshop.unmark(0);
        assert!(workshop.moments.is_empty());
    }

    #[test]
    fn a_lesson_that_is_too_long_for_a_link_says_so() {
        let run = shop_with_a_crash(60);
        let mut workshop = Workshop::default();
        for place in 0..3 {
            workshop.mark(20 + place);
            let words = (0..330).map(|it| (it * it * it + place).to_string());
            let said = words.collect::<Vec<_>>().join(" ");
            workshop.write(&format!("lesson-say-{place}"), &said);
        }
        let lesson = workshop.finish(&run, written(&run, Beginning::Opening));
        let lesson = lesson.unwrap_or_else(|| panic!("{:?}", workshop.problems));
        workshop.link_to("page", &lesson);
        assert!(matches!(workshop.link, Some(Linked::TooLong(2_001..))));
        workshop.write("lesson-title", "Another");
        assert!(
            workshop.link.is_none(),
            "it would lead to the lesson of before"
        );
    }
}
