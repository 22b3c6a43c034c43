//! The worker that draws, and how far it knows the run.

use super::place;
use crate::platform::{self, Background, Filling};
use crate::session::Session;
use offsetscope_language::text;
use offsetscope_messages::panels::{
    Answer, Gaze, Lead, Opened, Pace, Panel, ProverDeed, Question, Step,
};
use offsetscope_messages::{decode, encode};
use std::mem;

/// The worker's script, beside the page.
const SCRIPT: &str = "./panels.js";
/// How what it draws looks, beside the page as well.
const STYLE: &str = "./panels.css";

/// What stands in a place if nobody can draw it.
const FAILED: &str = text!(
    "This part of the page could not be loaded. Please load the page again.",
    "页面的这一部分无法加载。请重新加载页面。"
);

/// The worker, from when something is first to be drawn.
#[derive(Default)]
pub struct Panels {
    worker: Option<Background>,
    state: State,
    /// What is to be said as soon as it waits for questions.
    waiting: Vec<Question>,
    /// What was drawn last, or is being drawn.
    last: Option<(Vec<Panel>, Gaze)>,
    /// Whether somebody has done something: then the address follows what is looked at.
    is_awake: bool,
}

/// What the page has to do.
pub enum Deed {
    /// Show this run.
    Open(Box<Opened>),
    /// Say why a file cannot be opened.
    Notify(String),
    /// Make this happen now.
    Make(Vec<Step>),
    /// Do something about the prover.
    Prover(ProverDeed),
    /// Go on as a lesson says.
    Lead(Lead),
}

/// What the worker is at.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// It does not hear yet.
    #[default]
    Starting,
    /// It waits for questions.
    Idle,
    /// It draws.
    Busy,
    /// It is gone.
    Failed,
}

impl Panels {
    /// Has drawn what is open, unless it is drawn already, or the worker is still at what was to be
    /// drawn before. `heard` gets what the worker says.
    pub fn draw(
        &mut self,
        session: &mut Session,
        dialog: Option<Panel>,
        heard: impl Fn(Option<Vec<u8>>) + Clone + 'static,
    ) {
        let mut panels = session.panels();
        panels.extend(dialog);
        let gaze = session.gaze();
        // The worker also tells the address of what stands still.
        let is_to_be_placed = self.is_awake && gaze.pace == Pace::Still;
        if panels.is_empty() && self.waiting.is_empty() && !is_to_be_placed {
            return;
        }
        if self.worker.is_none() && self.state != State::Failed {
            platform::load_style(STYLE);
            self.worker = Background::start(SCRIPT, heard);
            if let Some(kept) = platform::kept() {
                self.waiting.insert(0, Question::Kept(kept));
            }
        }
        let Some(worker) = &self.worker else {
            if !mem::take(&mut self.waiting).is_empty() {
                session.notify(FAILED.to_owned());
            }
            return fill_all(&panels, FAILED);
        };
        if self.state != State::Idle {
            return;
        }
        let mut questions = session.news();
        questions.append(&mut self.waiting);
        let wanted = (panels, gaze);
        if !questions.is_empty() || self.last.as_ref() != Some(&wanted) {
            let (panels, gaze) = wanted.clone();
            questions.push(Question::Draw { panels, gaze });
            self.last = Some(wanted);
            self.state = State::Busy;
        }
        for question in &questions {
            worker.say(&encode(question));
        }
    }

    /// Has the address follow what is looked at from now on.
    pub fn wake(&mut self) {
        self.is_awake = true;
    }

    /// Asks something besides, the next time that something is drawn.
    pub fn ask(&mut self, question: Question) {
        self.waiting.push(question);
    }

    /// Hears what the worker says; nothing if it is gone. Gives back what the page has to do.
    pub fn hear(&mut self, bytes: Option<Vec<u8>>) -> Option<Deed> {
        match bytes.and_then(|bytes| decode(&bytes)) {
            Some(Answer::Ready) => self.state = State::Idle,
            Some(Answer::Drawn(drawn)) => {
                for (panel, html) in drawn {
                    if !platform::fill(place(panel), &html, Filling::Changed) {
                        // To be drawn again, until it is let go.
                        self.last = None;
                    }
                }
                self.state = State::Idle;
            }
            Some(Answer::Opened(opened)) => {
                platform::show(place(Panel::Lesson));
                return Some(Deed::Open(opened));
            }
            Some(Answer::Refused(why)) => return Some(Deed::Notify(why)),
            // The stage is beside where the card begins, and a long card ends below it.
            Some(Answer::Lead(lead)) => {
                platform::show(place(Panel::Lesson));
                return Some(Deed::Lead(lead));
            }
            Some(Answer::Address(fragment)) => platform::set_fragment(fragment),
            Some(Answer::Keep(text)) => platform::keep(&text),
            Some(Answer::Make(steps)) => return Some(Deed::Make(steps)),
            Some(Answer::Prover(deed)) => return Some(Deed::Prover(deed)),
            Some(Answer::Picture { name, svg }) => platform::save_picture(name, &svg),
            Some(Answer::File { name, text }) => platform::save_file(&name, &text),
            None => {
                self.worker = None;
                self.state = State::Failed;
            }
        }
        None
    }
}

fn fill_all(panels: &[Panel], text: &str) {
    for &panel in panels {
        platform::fill(place(panel), text, Filling::Changed);
    }
}
