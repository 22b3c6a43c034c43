//! Lessons, as they are taken: which there are, where one is, what was answered, how it goes on.

mod card;
mod list;
mod progress;
mod rich;

pub use card::card;
pub use list::list;
pub use progress::Progress;

use crate::panel::place_of;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::scenario::file::{Run, ScenarioFile};
use offsetscope_language::{say, text};
use offsetscope_lessons::catalogue::{LESSONS, Listed};
use offsetscope_lessons::course::{Course, actions, moment};
use offsetscope_lessons::lesson::Lesson;
use offsetscope_lessons::read::{ReadPart, read};
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Gaze, Lead, Onward, Opened, Step, Whose};

/// A lesson that is taken.
pub struct Class {
    /// Where it stands in the catalogue; nowhere if somebody has given it as a file.
    listed: Option<usize>,
    course: Course,
    /// What its parts say.
    parts: Vec<ReadPart>,
    place: Place,
    /// What was answered, by parts.
    answers: Vec<Option<usize>>,
    /// Hands that were raised, by the answers of the question that is asked.
    hands: Vec<u32>,
    attempt: Attempt,
    /// Which control was pressed last, so that the focus stays where it was.
    pressed: usize,
}

/// Where a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The question of a part is open.
    Asked(usize),
    /// A part is shown, and then said.
    Told(usize),
    /// The goal is to be reached.
    Goal,
}

/// How somebody fares with a goal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Attempt {
    /// Whether the page has begun its run: until then it still has that of the path.
    run: Begun,
    /// So many steps of the run were looked at, and it was not reached in them.
    checked: usize,
    /// By how many actions it was reached.
    reached: Option<u32>,
    help: Help,
}

/// Whether a run was begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Begun {
    #[default]
    NotYet,
    Now,
}

/// What was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Help {
    #[default]
    None,
    Hint,
    /// The solution: it does not count as one's own.
    Solution,
}

/// What came of something that is done in a lesson.
pub enum Done {
    /// It is only to be drawn.
    Drawn,
    /// The page has to do something.
    Answer(Answer),
}

/// Begins a lesson of the catalogue, by its id, at a part: `what-an-offset-is`, `what-an-offset-is.3`.
///
/// # Errors
/// There is no such lesson or part.
pub fn begin(fragment: &str) -> Result<(Class, Answer), String> {
    let (id, part) = fragment.split_once('.').unwrap_or((fragment, ""));
    let listed = LESSONS.iter().position(|it| it.id == id);
    let listed = listed.ok_or_else(|| say!("there is no lesson “{id}”", "没有名为“{id}”的课程"))?;
    let lesson = LESSONS[listed].lesson()?;
    let mut class = Class::new(lesson, Some(listed))?;
    let parts = class.parts.len();
    let place = match part {
        "" => class.arrival(0),
        "goal" if class.course.goal.is_some() => Place::Goal,
        number => match number.parse::<usize>() {
            Ok(number) if (1..=parts).contains(&number) => class.arrival(number - 1),
            _ => {
                return Err(say!(
                    "the lesson “{id}” has no part “{number}”",
                    "课程“{id}”没有“{number}”这一部分",
                ));
            }
        },
    };
    let answer = class.open_at(place);
    Ok((class, answer))
}

/// Begins a lesson that somebody has written.
///
/// # Errors
/// Everything that is wrong with it.
pub fn begin_given(lesson: Lesson) -> Result<(Class, Answer), String> {
    let mut class = Class::new(lesson, None)?;
    let answer = class.open_at(class.arrival(0));
    Ok((class, answer))
}

impl Class {
    fn new(lesson: Lesson, listed: Option<usize>) -> Result<Self, String> {
        let mut course = offsetscope_lessons::check(lesson)?;
        let parts = read(&mut course);
        Ok(Self {
            listed,
            answers: vec![None; parts.len()],
            course,
            parts,
            place: Place::Told(0),
            hands: Vec::new(),
            attempt: Attempt::default(),
            pressed: 0,
        })
    }

    /// How one comes to a part: if it asks something, that comes first.
    fn arrival(&self, part: usize) -> Place {
        match self.course.lesson.path[part].ask {
            Some(_) => Place::Asked(part),
            None => Place::Told(part),
        }
    }

    /// Opens its run anew, at a place.
    fn open_at(&mut self, place: Place) -> Answer {
        self.place = place;
        self.hands.clear();
        self.attempt = Attempt::default();
        let (lesson, course) = (&self.course.lesson, &self.course);
        let on_path = |part: usize| (&course.run, &lesson.scenario, course.parts[part].look_at);
        let ((run, scenario, consumer), step, onward) = match place {
            Place::Goal => (self.goal(), 0, Onward::Free),
            Place::Asked(part) => (on_path(part), course.parts[part].begins, Onward::Held),
            Place::Told(part) => (on_path(part), course.parts[part].ends, Onward::Held),
        };
        let beginning = match &scenario.run {
            Run::Clock(_) => Beginning::Opening,
            Run::Steps(_) => Beginning::Start,
        };
        let source = Source::written(run.current().world.setup());
        Answer::Opened(Box::new(Opened {
            whose: Whose::Lesson(onward),
            step: number(step),
            consumer,
            what: lesson.title.0.clone(),
            about: lesson.about.0.clone(),
            ..Opened::watched(source, beginning, first_steps(run, step))
        }))
    }

    /// The run in which the goal is to be reached, its scenario, and the consumer to look at.
    fn goal(&self) -> (&History, &ScenarioFile, ConsumerId) {
        let course = &self.course;
        let run = course.goal.as_ref().map_or(&course.run, |it| &it.run);
        let own = course
            .lesson
            .goal
            .as_ref()
            .and_then(|it| it.scenario.as_ref());
        // In a cluster of its own, nobody was looked at before.
        let looked_at = course.parts.last().filter(|_| own.is_none());
        let consumer = looked_at.map_or(ConsumerId(0), |it| it.look_at);
        (run, own.unwrap_or(&course.lesson.scenario), consumer)
    }

    /// Has the page show a part, from where it begins or already at its end.
    fn lead(&self, known: &History, part: usize, from: From) -> Answer {
        let played = &self.course.parts[part];
        let (show, ends) = match from {
            From::Question => (played.begins, played.begins),
            From::Begin => (played.begins, played.ends),
            From::End => (played.ends, played.ends),
        };
        let steps = first_steps(&self.course.run, ends);
        Answer::Lead(lead(known, &steps, show, played.look_at, Onward::Held))
    }

    /// What a press in the card does; `known` is the run as the page has it. None if it is not about
    /// the lesson.
    pub fn press(&mut self, press: &str, known: &History) -> Option<Done> {
        let press = press.strip_prefix("lesson:")?;
        let (what, control) = press.split_once('#').unwrap_or((press, ""));
        self.pressed = control.parse().unwrap_or(0);
        let answer = match (what, self.place) {
            ("on", Place::Told(part)) if part + 1 < self.parts.len() => self.go(part + 1, known),
            ("on", Place::Told(_)) if self.course.goal.is_some() => self.open_at(Place::Goal),
            ("back", Place::Asked(part) | Place::Told(part)) if part > 0 => {
                self.place = Place::Told(part - 1);
                self.lead(known, part - 1, From::End)
            }
            ("back", Place::Goal) => self.open_at(Place::Told(self.parts.len() - 1)),
            ("again", Place::Told(part)) => self.lead(known, part, From::Begin),
            ("again", Place::Goal) => self.open_at(Place::Goal),
            ("hint", Place::Goal) => {
                self.attempt.help = Help::Hint;
                return Some(Done::Drawn);
            }
            ("solution", Place::Goal) => self.solve(known)?,
            (raised, Place::Asked(part)) if raised.starts_with("hand-") => {
                self.raise(part, raised)?;
                return Some(Done::Drawn);
            }
            (answer, Place::Asked(part)) => {
                let answer: usize = answer.strip_prefix("answer-")?.parse().ok()?;
                self.course.lesson.path[part]
                    .ask
                    .as_ref()?
                    .options
                    .get(answer)?;
                self.answers[part] = Some(answer);
                self.place = Place::Told(part);
                self.lead(known, part, From::Begin)
            }
            _ => return None,
        };
        Some(Done::Answer(answer))
    }

    /// Goes to a part: to its question first, if it asks one.
    fn go(&mut self, part: usize, known: &History) -> Answer {
        self.place = self.arrival(part);
        self.hands.clear();
        let from = match self.place {
            Place::Asked(_) => From::Question,
            Place::Told(_) | Place::Goal => From::Begin,
        };
        self.lead(known, part, from)
    }

    /// `hand-2+`: one more hand for the answer 2.
    fn raise(&mut self, part: usize, press: &str) -> Option<()> {
        let options = self.course.lesson.path[part].ask.as_ref()?.options.len();
        self.hands.resize(options, 0);
        let hand = press.strip_prefix("hand-")?;
        let (option, more) = match hand.strip_suffix('+') {
            Some(option) => (option, true),
            None => (hand.strip_suffix('-')?, false),
        };
        let hands = self.hands.get_mut(option.parse::<usize>().ok()?)?;
        *hands = if more {
            hands.saturating_add(1)
        } else {
            hands.saturating_sub(1)
        };
        Some(())
    }

    fn solve(&mut self, known: &History) -> Option<Answer> {
        let run = &self.course.goal.as_ref()?.run;
        self.attempt = Attempt {
            help: Help::Solution,
            run: self.attempt.run,
            ..Attempt::default()
        };
        let steps = first_steps(run, run.entries().len());
        let consumer = known.current().world.setup().consumer_ids().next()?;
        Some(Answer::Lead(lead(known, &steps, 0, consumer, Onward::Held)))
    }

    /// Looks whether the goal is reached by now; `run` is the run as the page has it. Returns the
    /// lesson's id and the number of actions, if it is reached just now by one's own hands.
    pub fn watch(&mut self, run: &mut History, step: usize) -> Option<(Option<Listed>, u32)> {
        let goal = self.course.goal.as_ref()?;
        if self.place != Place::Goal || self.attempt.help == Help::Solution {
            return None;
        }
        if self.attempt.reached.is_some() || self.attempt.run == Begun::NotYet {
            return None;
        }
        let found = (self.attempt.checked..=step).find(|&at| {
            run.seek(at);
            goal.fact.holds(moment(run))
        });
        self.attempt.checked = step;
        found?;
        let actions = actions(run);
        self.attempt.reached = Some(actions);
        Some((self.listed.map(|place| LESSONS[place]), actions))
    }

    /// The page has begun the run that it was told to open.
    pub fn begun(&mut self) {
        self.attempt.run = Begun::Now;
    }

    /// The run goes on otherwise after so many steps.
    pub fn forget_after(&mut self, step: usize) {
        self.attempt.checked = self.attempt.checked.min(step);
    }

    /// The fragment that leads here; none for a lesson that somebody has given.
    pub fn address(&self) -> Option<String> {
        let id = LESSONS[self.listed?].id;
        Some(match self.place {
            Place::Goal => format!("lesson={id}.goal"),
            Place::Asked(0) | Place::Told(0) => format!("lesson={id}"),
            Place::Asked(part) | Place::Told(part) => format!("lesson={id}.{}", part + 1),
        })
    }

    /// What only the teacher should read of where one is, a line each.
    pub fn notes(&self) -> String {
        let title = &self.course.lesson.title.0;
        let part = match self.place {
            Place::Asked(part) | Place::Told(part) => part,
            Place::Goal => {
                let hint = self
                    .course
                    .lesson
                    .goal
                    .as_ref()
                    .map(|it| it.hint.0.as_str());
                return say!(
                    "{title}: the goal\nA hint: {0}",
                    "{title}：目标\n提示：{0}";
                    hint.unwrap_or_default()
                );
            }
        };
        let read = &self.parts[part];
        let mut notes = say!(
            "{title}: {0} of {1}",
            "{title}：第 {0} 个，共 {1} 个";
            part + 1,
            self.parts.len()
        );
        if let (Some(question), Some(right)) = (&read.question, self.course.parts[part].right) {
            notes.push('\n');
            notes.push_str(question);
            notes.push_str(text!("\nThe answer: ", "\n答案："));
            notes.push_str(&read.options[right]);
        }
        if let Some(said) = &read.notes {
            notes.push('\n');
            notes.push_str(said);
        }
        notes
    }

    /// The lesson after it in the catalogue.
    fn next(&self) -> Option<Listed> {
        LESSONS.get(self.listed? + 1).copied()
    }

    /// Where the run has to be for what a part says.
    fn is_shown(&self, part: usize, gaze: Gaze) -> bool {
        place_of(gaze.step) >= self.course.parts[part].ends
    }
}

/// From where a part is shown.
#[derive(Clone, Copy)]
enum From {
    /// Its question is open: nothing of it happens yet.
    Question,
    /// It happens before one's eyes.
    Begin,
    /// It has happened.
    End,
}

/// Steps for a page that has some of them already.
fn lead(
    known: &History,
    steps: &[Step],
    show: usize,
    consumer: ConsumerId,
    onward: Onward,
) -> Lead {
    let same = known.entries().iter().zip(steps);
    let from = same.take_while(|(it, step)| Step::from(*it) == **step);
    let from = from.count();
    Lead {
        from: number(from),
        steps: steps[from..].to_vec(),
        show: number(show),
        consumer,
        onward,
    }
}

fn first_steps(run: &History, count: usize) -> Vec<Step> {
    run.entries().iter().take(count).map(Step::from).collect()
}

fn number(steps: usize) -> u32 {
    u32::try_from(steps).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
