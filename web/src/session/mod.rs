//! What the page is about at this moment: a run, the time on the screen, what is selected.
//!
//! Everything a person can do is a [`Command`]. No DOM in here, so all of it is tested natively.

mod command;
mod going;
mod outside;

pub use command::{Change, Command, Halt, Motion};

use crate::playback::{Mode, Playback, Speed};
use offsetscope_core::choice::{Choice, NotEnabled};
use offsetscope_core::explain::{Asked, Subject};
use offsetscope_core::history::{Entry, History};
use offsetscope_core::ids::{ConsumerId, GroupId};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Beginning, Lead, Onward, Opened, Panel, Whose};
use offsetscope_scene::Sight;
use offsetscope_scene::flights::{Hidden, millis};
use offsetscope_scene::marks::{MarkKind, Marks};
use offsetscope_scene::sought::Sought;
use std::sync::Arc;

/// A run and how it is looked at.
pub struct Session {
    history: History,
    playback: Playback,
    marks: Marks,
    sight: Sight,
    motion: Motion,
    /// What its setup was made of.
    source: Source,
    beginning: Beginning,
    whose: Whose,
    /// What to say about what was opened, or could not be.
    notice: Option<String>,
    /// What is asked about.
    asked: Option<Asked>,
    sought: Sought,
    beside: Option<Panel>,
    program_is_open: bool,
    /// What is not to be seen in flight.
    hidden: Hidden,
    /// What those know who draw what is beside the stage; none if not even the setup.
    known_outside: Option<outside::Known>,
    /// The line of the list of events that was scrolled to; none where it follows the run.
    scrolled_to: Option<usize>,
    /// The step that is told, by the number of steps up to and with it.
    told: Option<usize>,
    /// For how long it has been told, on the wall.
    told_for_ms: f64,
}

/// While the run plays, a sentence stands at least this long, unless something more important
/// happens: more than one in a second cannot be read.
const SHORTEST_TELLING_MS: f64 = 1_300.0;

/// At the highest speed a frame may hold many steps, but not so many that the page stalls.
const MAX_STEPS_PER_FRAME: usize = 2_000;
/// As fast as it can: so many steps take a few milliseconds, and drawing what came of them more.
const STEPS_PER_FRAME_UNBOUND: usize = 250;

impl Session {
    /// Opens what everyone meets first.
    pub fn first(motion: Motion) -> Self {
        let history = History::new(Arc::new(Source::Shop.setup()));
        Self {
            beginning: Beginning::Opening,
            ..Self::of(history, Source::Shop, motion)
        }
    }

    /// Shows a run that exists already, from its beginning on. If it ends with an order that was
    /// lost or done twice, the question is why.
    pub fn of(mut history: History, source: Source, motion: Motion) -> Self {
        let asked = unlucky(&history.current().world).map(Asked::Record);
        history.seek(0);
        let mut marks = Marks::default();
        marks.take_in(history.entries());
        Self {
            playback: Playback::paused_at(history.opening_ms()),
            history,
            marks,
            sight: Sight::of(ConsumerId(0)),
            motion,
            source,
            beginning: Beginning::Start,
            whose: Whose::Own,
            notice: None,
            asked,
            sought: Sought::Marked,
            beside: None,
            program_is_open: false,
            hidden: Hidden::default(),
            known_outside: None,
            scrolled_to: None,
            told: None,
            told_for_ms: 0.0,
        }
    }

    /// Shows a run that the worker has opened.
    ///
    /// # Errors
    /// What cannot be played: then the file was read by another version of the page.
    pub fn opened(opened: Opened, motion: Motion) -> Result<Self, NotEnabled> {
        let setup = Arc::new(opened.source.setup());
        let mut history = match opened.beginning {
            Beginning::Start => History::at_start(setup),
            Beginning::Opening => History::new(setup),
        };
        history.follow(0, opened.steps.iter().map(|it| (it.at_ms, it.choice)))?;
        let mut session = Self {
            beginning: opened.beginning,
            sight: Sight::of(opened.consumer),
            beside: opened.beside,
            whose: opened.whose,
            ..Self::of(history, opened.source, motion)
        };
        session.seek(opened.step as usize);
        session.tell_last();
        Ok(session)
    }

    /// Goes on as a lesson says: plays what is to be seen, and waits at its end if it is held there.
    pub fn lead(&mut self, lead: &Lead) {
        let steps = lead.steps.iter().map(|it| (it.at_ms, it.choice));
        // The worker has taken these very steps, so they can be taken.
        let _followed = self.history.follow(lead.from as usize, steps);
        self.cut_after(lead.from as usize);
        self.marks.take_in(self.history.entries());
        self.whose = Whose::Lesson(lead.onward);
        self.sight.selected = lead.consumer;
        self.asked = None;
        self.seek(lead.show as usize);
        if lead.onward == Onward::Held && !self.at_end() {
            match self.motion {
                Motion::Full => self.playback.mode = Mode::Playing,
                Motion::Reduced => self.seek(self.history.entries().len()),
            }
        }
        self.tell_last();
    }

    /// Whether it is a lesson's run.
    pub fn is_lesson(&self) -> bool {
        matches!(self.whose, Whose::Lesson(_))
    }

    /// Whether somebody has to answer before it goes on.
    pub fn is_held(&self) -> bool {
        self.whose == Whose::Lesson(Onward::Held)
    }

    /// Says something, until it is dismissed.
    pub fn notify(&mut self, notice: String) {
        self.notice = Some(notice);
    }

    /// The run.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The time on the screen.
    pub fn playback(&self) -> &Playback {
        &self.playback
    }

    /// The marks on the timeline.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// How the stage is looked at.
    pub fn sight(&self) -> &Sight {
        &self.sight
    }

    /// The consumer that is looked at.
    pub fn selected(&self) -> ConsumerId {
        self.sight.selected
    }

    /// The group of the consumer that is looked at.
    pub fn selected_group(&self) -> GroupId {
        self.history
            .current()
            .world
            .consumer(self.sight.selected)
            .group
    }

    /// What its setup was made of.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// What was wrong with what was to be opened, until it is dismissed.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// What is asked about.
    pub fn asked(&self) -> Option<Asked> {
        self.asked
    }

    /// The step to tell: the last one worth seeing, or while the run plays, the one that has not
    /// been told for long enough. None at the opening.
    pub fn told(&self) -> Option<&Entry> {
        self.history.entries().get(self.told?.checked_sub(1)?)
    }

    /// What is looked for.
    pub fn sought(&self) -> Sought {
        self.sought
    }

    /// What is not to be seen in flight.
    pub fn hidden(&self) -> Hidden {
        self.hidden
    }

    /// Whether the program is open to be changed.
    pub fn program_is_open(&self) -> bool {
        self.program_is_open
    }

    /// The view that is open beside the stage.
    pub fn beside(&self) -> Option<Panel> {
        self.beside
    }

    fn tell_last(&mut self) {
        let before = &self.history.entries()[..self.history.cursor()];
        let last = before.iter().rposition(Entry::is_notable);
        self.told = last.map(|place| place + 1);
        self.told_for_ms = 0.0;
    }

    /// Tells one of the steps after `from`, if it is time or one is worth it.
    fn tell_while_playing(&mut self, from: usize) {
        for step in from + 1..=self.history.cursor() {
            let entry = &self.history.entries()[step - 1];
            let importance = MarkKind::of_entry(entry);
            let told_importance = self.told().and_then(MarkKind::of_entry);
            let its_turn = self.told_for_ms >= SHORTEST_TELLING_MS || importance > told_importance;
            if entry.is_notable() && its_turn {
                self.told = Some(step);
                self.told_for_ms = 0.0;
            }
        }
    }

    /// Whether the opening is looked at: there is nothing to go back to.
    pub fn at_start(&self) -> bool {
        self.history.cursor() == 0
    }

    /// Whether the run has reached the most steps it may have, or waits: there is nothing to go on to.
    pub fn at_end(&self) -> bool {
        self.waits_for_somebody() || self.history.next().is_none()
    }

    /// Whether somebody has to answer first.
    fn waits_for_somebody(&self) -> bool {
        self.is_held() && self.history.cursor() == self.history.entries().len()
    }

    /// Does what a person wants.
    pub fn handle(&mut self, command: Command) -> Change {
        match command {
            Command::Frame { elapsed_ms, halt } => return self.pass(elapsed_ms, halt),
            Command::TogglePlay => self.toggle_play(),
            Command::Step => self.step(),
            Command::StepBack => {
                self.finish_flight();
                self.history.step_back();
                self.pause();
            }
            Command::SeekTo(step) => self.seek(step),
            Command::Go(towards) => self.go_to(self.sought, towards),
            Command::GoTo(sought, towards) => self.go_to(sought, towards),
            Command::Seek(sought) => self.sought = sought,
            Command::Undo => {
                self.finish_flight();
                self.history.undo();
                self.follow_anew();
            }
            Command::Turn(view) => {
                self.beside = (self.beside != Some(view)).then_some(view);
            }
            Command::ScrollTo(line) => {
                self.scrolled_to = Some(line);
                return Change::Everything;
            }
            Command::ToStart => self.seek(0),
            Command::ToEnd => self.seek(self.history.entries().len()),
            Command::StartOver if self.is_held() => self.seek(0),
            Command::StartOver => {
                self.history.start_over();
                self.cut_after(0);
                self.pause();
            }
            Command::SetSpeed(speed) => self.playback.speed = speed,
            Command::Select(consumer) => self.sight.selected = consumer,
            Command::Inject(choice) => self.inject(choice),
            Command::SetStrategy(group, strategy) => {
                self.inject(Choice::SetStrategy { group, strategy });
            }
            Command::ReturnToBranch(index) => {
                self.history.return_to_branch(index);
                self.follow_anew();
            }
            Command::Look(partition, first) => self.sight.look(partition, first),
            Command::TurnLane(partition) => self.sight.turn(partition),
            Command::TurnFlights(kind) => self.hidden.turn(kind),
            Command::TurnProgram => self.program_is_open = !self.program_is_open,
            Command::AskWhy(asked) => self.asked = Some(asked),
            Command::ForgetWhy => self.asked = None,
            Command::DismissNotice => self.notice = None,
        }
        self.scrolled_to = None;
        self.marks.take_in(self.history.entries());
        if self.playback.mode != Mode::Playing {
            self.tell_last();
        }
        Change::Everything
    }

    fn toggle_play(&mut self) {
        self.playback.mode = match self.playback.mode {
            _ if self.at_end() => Mode::Paused,
            Mode::Playing => Mode::Paused,
            Mode::Paused | Mode::Stepping { .. } => Mode::Playing,
        };
    }

    /// The step is taken at once, to learn where it ends, and then shown on the way there.
    fn step(&mut self) {
        self.finish_flight();
        let from = self.history.cursor();
        if self.at_end() || !self.history.step_within(self.last_step()) {
            return self.pause();
        }
        let (to_step, to_ms) = (self.history.cursor(), self.now_ms());
        match self.motion {
            Motion::Reduced => self.pause(),
            Motion::Full => {
                self.history.seek(from);
                self.playback.begin_step(to_step, to_ms);
            }
        }
    }

    /// No step lies after it, as far as one knows.
    fn last_step(&self) -> usize {
        if self.is_held() {
            self.history.entries().len()
        } else {
            usize::MAX
        }
    }

    /// A person does not wait for a flight to end.
    fn finish_flight(&mut self) {
        if let Mode::Stepping { to_step, .. } = self.playback.mode {
            self.history.seek(to_step);
            self.pause();
        }
    }

    /// Another run is followed from this moment on.
    fn follow_anew(&mut self) {
        self.cut_after(self.history.cursor());
        self.pause();
    }

    fn seek(&mut self, step: usize) {
        self.history.seek(step);
        self.pause();
    }

    fn pause(&mut self) {
        self.playback.pause_at(self.now_ms());
    }

    fn now_ms(&self) -> i64 {
        self.history.current().clock.now_ms()
    }

    /// What cannot happen now has no control, so a refusal means that two things crossed: the
    /// person sees the state that refused it.
    fn inject(&mut self, choice: Choice) {
        self.finish_flight();
        // Truncates to the millisecond that has begun.
        let at_ms = self.playback.shown_ms as i64;
        let cursor = self.history.cursor();
        if self.history.inject(choice, at_ms).is_ok() {
            self.cut_after(cursor);
        }
    }

    /// The run goes on otherwise after `step`.
    fn cut_after(&mut self, step: usize) {
        self.marks.truncate(step);
        if let Some(known) = &mut self.known_outside {
            known.is_cut |= known.steps > step;
            known.steps = known.steps.min(step);
        }
    }

    fn pass(&mut self, elapsed_ms: f64, halt: Halt) -> Change {
        let landed = self.playback.advance(elapsed_ms);
        self.told_for_ms += elapsed_ms;
        let before = self.history.cursor();
        let halts =
            halt == Halt::AtSought && self.playback.mode == Mode::Playing && !self.is_lesson();
        let is_unbound =
            self.playback.mode == Mode::Playing && self.playback.speed == Speed::Unbound;
        let most_steps = if is_unbound {
            STEPS_PER_FRAME_UNBOUND
        } else {
            MAX_STEPS_PER_FRAME
        };
        for _ in 0..most_steps {
            let shown_ms = self.playback.shown_ms;
            let is_time = |due_ms| is_unbound || millis(due_ms) <= shown_ms;
            let taken = if self.waits_for_somebody() {
                None
            } else {
                self.history.forward_if(is_time)
            };
            if taken.is_none() {
                self.pause();
            }
            if taken != Some(true) {
                break;
            }
            let last = self.history.entries()[..self.history.cursor()].last();
            if halts && last.is_some_and(|it| self.sought.is_in(it)) {
                self.pause();
                break;
            }
        }
        if is_unbound {
            self.playback.shown_ms = millis(self.now_ms());
        }
        if let Some(step) = landed {
            self.seek(step);
        }
        // Where a lesson waits, its card speaks of what came last.
        if landed.is_some() || self.waits_for_somebody() {
            self.tell_last();
        } else {
            self.tell_while_playing(before);
        }
        if self.history.cursor() == before && landed.is_none() {
            return Change::Time;
        }
        self.marks.take_in(self.history.entries());
        Change::Everything
    }
}

/// The first order that was lost or done twice.
fn unlucky(world: &World) -> Option<Subject> {
    world.setup().group_ids().find_map(|group| {
        let is_unlucky = |verdict: Verdict| matches!(verdict, Verdict::Lost | Verdict::Duplicated);
        let mut orders = world.orders_of(group);
        let (partition, offset, _) = orders.find(|(_, _, verdict)| is_unlucky(*verdict))?;
        Some(Subject {
            group,
            partition,
            offset,
        })
    })
}

#[cfg(test)]
mod tests;
