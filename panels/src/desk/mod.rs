//! The run as the page has it, and what is drawn of it.

use crate::build::{Draft, Pressed};
use crate::chronicle::Chronicle;
use crate::class::{self, Class, Done, Progress};
use crate::deed;
use crate::export;
use crate::file;
use crate::link;
use crate::panel::{Address, Look, compared, in_place, place_of};
use crate::prover::{Prover, Wish, wish};
use crate::switches::Switches;
use crate::variants::Variants;
use crate::workshop::{Form, Workshop};
use offsetscope_core::explain::Asked;
use offsetscope_core::history::History;
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
use offsetscope_lessons::lesson::Lesson;
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Gaze, Pace, Panel, Question, Step};
use offsetscope_scene::Sight;
use std::mem;
use std::sync::Arc;

/// Hears what the page says, and draws.
pub struct Desk {
    run: History,
    /// The world at the end of the run so far.
    latest: World,
    beginning: Beginning,
    chronicle: Chronicle,
    switches: Switches,
    variants: Variants,
    /// The run, written down, from when that was asked for until it goes on otherwise.
    written: Option<ScenarioFile>,
    /// What was looked at when something was drawn last.
    gaze: Option<Gaze>,
    /// How the stage is looked at, as far as that was told.
    sight: Option<Sight>,
    /// The line of the list of events that was scrolled to; none where it follows the run.
    scrolled_to: Option<usize>,
    prover: Prover,
    /// What is to be built, once somebody has begun.
    draft: Option<Draft>,
    class: Option<Class>,
    /// A lesson in the making.
    workshop: Workshop,
    progress: Progress,
    /// Where the page is, as it knows itself.
    address: Address,
    /// What the teacher was told last.
    notes: String,
    /// What is to be said besides the answer.
    besides: Vec<Answer>,
}

impl Default for Desk {
    /// Until the page says which run it looks at, that is the shop.
    fn default() -> Self {
        let run = begin(&Source::default(), Beginning::Opening);
        Self {
            latest: run.current().world.clone(),
            run,
            beginning: Beginning::Opening,
            chronicle: Chronicle::default(),
            switches: Switches::default(),
            variants: Variants::default(),
            written: None,
            gaze: None,
            sight: None,
            scrolled_to: None,
            prover: Prover::default(),
            draft: None,
            class: None,
            workshop: Workshop::default(),
            progress: Progress::default(),
            address: Address::default(),
            notes: String::new(),
            besides: Vec::new(),
        }
    }
}

impl Desk {
    /// Hears a question. There is an answer only to what is to be drawn.
    pub fn hear(&mut self, question: Question) -> Option<Answer> {
        match question {
            Question::Begin { source, beginning } => {
                self.run = begin(&source, beginning);
                self.latest = self.run.current().world.clone();
                self.beginning = beginning;
                self.written = None;
                self.sight = None;
                self.chronicle = Chronicle::default();
                self.variants = Variants::default();
                self.draft = None;
                if let Some(class) = &mut self.class {
                    class.begun();
                }
            }
            Question::Open { name, text } if offsetscope_files::is_lesson(&text) => {
                return Some(self.open_lesson(&name, &text));
            }
            Question::Open { name, text } => return Some(file::open(&name, &text)),
            Question::Read(fragment) => return Some(self.read(&fragment)),
            Question::Kept(kept) => self.progress = Progress::read(&kept),
            Question::Save => return Some(file::save(&self.written())),
            Question::Follow { from, steps } => self.follow(from, steps),
            Question::Sight(sight) => self.sight = Some(sight),
            Question::Scroll(line) => self.scrolled_to = line.map(place_of),
            Question::OpenProver {
                source,
                group,
                strategy,
            } => self.prover.open(source, group, strategy),
            Question::Press(press) => return self.press(&press),
            Question::Heard(bytes) => return self.prover.handle(Wish::Hear(bytes)),
            Question::Draw { panels, gaze } => return Some(self.draw(panels, gaze)),
        }
        None
    }

    /// A desk for a page at this address.
    pub fn at(page: &str) -> Self {
        let mut desk = Self::default();
        page.clone_into(&mut desk.address.page);
        desk
    }

    /// What only the teacher should read, if that has changed.
    pub fn notes(&mut self) -> Option<String> {
        let notes = self.class.as_ref().map(Class::notes)?;
        let is_new = notes != self.notes;
        self.notes.clone_from(&notes);
        is_new.then_some(notes)
    }

    /// What there is to say besides, since this was asked last.
    pub fn besides(&mut self) -> Vec<Answer> {
        mem::take(&mut self.besides)
    }

    fn press(&mut self, press: &str) -> Option<Answer> {
        if let Some(switch) = deed::turned(press) {
            self.switches.turn(switch);
            return None;
        }
        if let Some(what) = press.strip_prefix("make-lesson:") {
            return self.make_lesson(what);
        }
        if let Some((field, text)) = press.split_once('=')
            && self.workshop.write(field, text).is_some()
        {
            return None;
        }
        if let Some(id) = press.strip_prefix("start-lesson:") {
            return Some(self.begin_lesson(class::begin(id)));
        }
        if let Some(done) = self
            .class
            .as_mut()
            .and_then(|it| it.press(press, &self.run))
        {
            return match done {
                Done::Drawn => None,
                Done::Answer(answer) => Some(answer),
            };
        }
        if let Some(file) = deed::exported(press) {
            self.chronicle.take_in(&mut self.run);
            let gaze = self.gaze?;
            return export::export(file, &self.look(gaze));
        }
        if let Some(choices) = deed::made(press) {
            let at_ms = self.run.current().clock.now_ms();
            let steps = choices.into_iter().map(|choice| Step { at_ms, choice });
            return Some(Answer::Make(steps.collect()));
        }
        if let Some(place) = deed::shown_variant(press) {
            return Some(file::show(self.variants.all.get(place)?));
        }
        let built = self.draft.as_mut().map(|draft| draft.press(press));
        match built {
            Some(Pressed::Play(answer)) => Some(answer),
            Some(Pressed::Done) => None,
            Some(Pressed::NotHere) | None => self.prover.handle(wish(press)?),
        }
    }

    /// A link's fragment.
    fn read(&mut self, fragment: &str) -> Answer {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(lesson) = fragment.strip_prefix("lesson=") {
            return self.begin_lesson(class::begin(lesson));
        }
        match offsetscope_files::link::read_lesson(fragment) {
            Some(lesson) => self.begin_made(text!("This link", "这个链接"), lesson),
            None => link::open(fragment),
        }
    }

    /// What a press in the workshop does.
    fn make_lesson(&mut self, what: &str) -> Option<Answer> {
        match what {
            "open" => self.workshop.turn(Form::Open),
            "close" => self.workshop.turn(Form::Closed),
            "mark" => self.workshop.mark(place_of(self.gaze?.step)),
            "try" => {
                let lesson = self.made_lesson()?;
                return Some(self.begin_lesson(class::begin_given(lesson)));
            }
            "save" => {
                return Some(Answer::File {
                    name: "lesson.json".to_owned(),
                    text: offsetscope_files::print(&self.made_lesson()?),
                });
            }
            "link" => {
                let lesson = self.made_lesson()?;
                self.workshop.link_to(&self.address.page, &lesson);
            }
            _ => {
                let place = what.strip_prefix("unmark-")?.parse().ok()?;
                self.workshop.unmark(place);
            }
        }
        None
    }

    fn made_lesson(&mut self) -> Option<Lesson> {
        let scenario = self.written();
        self.workshop.finish(&self.run, scenario)
    }

    fn open_lesson(&mut self, name: &str, text: &str) -> Answer {
        self.begin_made(name, offsetscope_files::parse_json(text))
    }

    /// Begins a lesson that somebody has made; `name` is what holds it.
    fn begin_made(&mut self, name: &str, lesson: Result<Lesson, String>) -> Answer {
        let begun = lesson
            .map_err(|why| say!("{name} is not a lesson: {why}", "{name} 不是课程：{why}"))
            .and_then(|lesson| {
                let begun = class::begin_given(lesson);
                begun.map_err(|why| {
                    say!(
                        "{name} cannot be played:\n{why}",
                        "{name} 无法播放：\n{why}"
                    )
                })
            });
        self.begin_lesson(begun)
    }

    fn begin_lesson(&mut self, begun: Result<(Class, Answer), String>) -> Answer {
        match begun {
            Ok((class, answer)) => {
                self.class = Some(class);
                answer
            }
            Err(why) => Answer::Refused(why),
        }
    }

    /// Keeps what was reached.
    fn watch_goal(&mut self, step: usize) {
        let Some(class) = &mut self.class else {
            return;
        };
        if let Some((listed, actions)) = class.watch(&mut self.run, step) {
            if let Some(listed) = listed {
                self.progress.reach(listed.id, actions);
            }
            self.besides.push(Answer::Keep(self.progress.write()));
        }
    }

    fn follow(&mut self, from: u32, steps: Vec<Step>) {
        self.written = None;
        self.chronicle.truncate(place_of(from));
        if let Some(class) = &mut self.class {
            class.forget_after(place_of(from));
        }
        let steps = steps.into_iter().map(|step| (step.at_ms, step.choice));
        // The page has taken these very choices. If it is of another version, what can be followed is.
        let _followed = self.run.follow(place_of(from), steps);
        self.latest = self.run.current().world.clone();
    }

    fn draw(&mut self, panels: Vec<Panel>, gaze: Gaze) -> Answer {
        let asks_about_step = matches!(gaze.asked, Some(Asked::Step(_)));
        if panels.contains(&Panel::Diagram) || (panels.contains(&Panel::Why) && asks_about_step) {
            self.chronicle.take_in(&mut self.run);
        }
        if panels.contains(&Panel::Charts) {
            self.chronicle.take_samples(&mut self.run);
        }
        if panels.contains(&Panel::Compare) && self.beginning == Beginning::Opening {
            self.run.seek(place_of(gaze.step));
            let (group, chosen) = compared(&self.run, gaze, &self.switches);
            self.variants.take_in(&self.run, group, &chosen);
        }
        self.gaze = Some(gaze);
        if panels.contains(&Panel::Build) && self.draft.is_none() {
            self.draft = Some(Draft::of(self.run.current().world.setup()));
        }
        let is_lesson = panels.contains(&Panel::Lesson);
        if is_lesson {
            self.watch_goal(place_of(gaze.step));
        }
        if gaze.pace == Pace::Still {
            let address = match self.class.as_ref().filter(|_| is_lesson) {
                Some(class) => class.address().unwrap_or_default(),
                None => self.link(gaze),
            };
            self.tell_address(address);
        }
        let look = self.look(gaze);
        let drawn = panels
            .into_iter()
            .map(|panel| (panel, in_place(panel, &look)));
        Answer::Drawn(drawn.collect())
    }

    /// The run, written down. To find out what somebody made happen in it, all of it is played again.
    fn written(&mut self) -> ScenarioFile {
        let (run, beginning) = (&self.run, self.beginning);
        let written = self
            .written
            .get_or_insert_with(|| file::written(run, beginning));
        written.clone()
    }

    /// The fragment that leads to what is looked at in the run.
    fn link(&mut self, gaze: Gaze) -> String {
        let scenario = self.written();
        self.run.seek(place_of(gaze.step));
        link::address(&self.run, scenario, gaze)
    }

    /// Tells the page where it is, if that is somewhere else than before.
    fn tell_address(&mut self, address: String) {
        if address != self.address.fragment {
            self.address.fragment.clone_from(&address);
            self.progress.be_at(&address);
            self.besides.push(Answer::Keep(self.progress.write()));
            self.besides.push(Answer::Address(address));
        }
    }

    /// What there is to draw from, at the moment that is looked at.
    fn look(&mut self, gaze: Gaze) -> Look<'_> {
        self.run.seek(place_of(gaze.step));
        Look {
            run: &self.run,
            prover: &self.prover,
            draft: self.draft.as_ref(),
            address: (gaze.pace == Pace::Still).then_some(&self.address),
            class: self.class.as_ref(),
            progress: &self.progress,
            workshop: self.workshop.open(),
            latest: &self.latest,
            gaze,
            sight: self.sight.as_ref(),
            chronicle: &self.chronicle,
            switches: &self.switches,
            beginning: self.beginning,
            variants: &self.variants.all,
            scrolled_to: self.scrolled_to,
        }
    }
}

fn begin(source: &Source, beginning: Beginning) -> History {
    let setup = Arc::new(source.setup());
    match beginning {
        Beginning::Start => History::at_start(setup),
        Beginning::Opening => History::new(setup),
    }
}

#[cfg(test)]
mod tests;
