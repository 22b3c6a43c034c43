//! The worker that draws, and how far it knows the run.

use super::place;
use crate::platform::{self, Background};
use crate::session::Session;
use offsetscope_messages::panels::{Answer, Gaze, Opened, Panel, ProverDeed, Question};
use offsetscope_messages::{decode, encode};
use std::mem;

/// The worker's script, beside the page.
const SCRIPT: &str = "./panels.js";
/// How what it draws looks, beside the page as well.
const STYLE: &str = "./panels.css";

/// What stands in a place if nobody can draw it.
const FAILED: &str = "This part of the page could not be loaded. Please load the page again.";

/// The worker, from when something is first to be drawn.
#[derive(Default)]
pub struct Panels {
    worker: Option<Background>,
    state: State,
    /// What is to be said as soon as it waits for questions.
    waiting: Vec<Question>,
    /// What was drawn last, or is being drawn.
    last: Option<(Vec<Panel>, Gaze)>,
}

/// What the page has to do.
pub enum Deed {
    /// Show this run.
    Open(Box<Opened>),
    /// Say why a file cannot be opened.
    Notify(String),
    /// Do something about the prover.
    Prover(ProverDeed),
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
        if panels.is_empty() {
            // A place that opens again is empty.
            self.last = None;
        }
        if panels.is_empty() && self.waiting.is_empty() {
            return;
        }
        if self.worker.is_none() && self.state != State::Failed {
            platform::load_style(STYLE);
            self.worker = Background::start(SCRIPT, heard);
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
        let wanted = (panels, session.gaze());
        if !wanted.0.is_empty() && (!questions.is_empty() || self.last.as_ref() != Some(&wanted)) {
            let (panels, gaze) = wanted.clone();
            questions.push(Question::Draw { panels, gaze });
            self.last = Some(wanted);
            self.state = State::Busy;
        }
        for question in &questions {
            worker.say(&encode(question));
        }
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
                    if !platform::fill(place(panel), &html) {
                        // To be drawn again, until it is let go.
                        self.last = None;
                    }
                }
                self.state = State::Idle;
            }
            Some(Answer::Opened(opened)) => return Some(Deed::Open(opened)),
            Some(Answer::Refused(why)) => return Some(Deed::Notify(why)),
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
        platform::fill(place(panel), text);
    }
}
