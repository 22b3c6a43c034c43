//! The worker that draws, and how far it knows the run.

use super::place;
use crate::platform::{self, Background};
use crate::session::Session;
use offsetscope_messages::panels::{Answer, Gaze, Panel, Question};
use offsetscope_messages::{decode, encode};

/// The worker's script, beside the page.
const SCRIPT: &str = "./panels.js";

/// What stands in a place if nobody can draw it.
const FAILED: &str = "This part of the page could not be loaded. Please load the page again.";

/// The worker, from when something is first to be drawn.
#[derive(Default)]
pub struct Panels {
    worker: Option<Background>,
    state: State,
    /// What was drawn last, or is being drawn.
    last: Option<(Vec<Panel>, Gaze)>,
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
        heard: impl Fn(Option<Vec<u8>>) + Clone + 'static,
    ) {
        let panels = session.panels();
        if panels.is_empty() {
            // A place that opens again is empty.
            self.last = None;
            return;
        }
        if self.worker.is_none() && self.state != State::Failed {
            self.worker = Background::start(SCRIPT, heard);
        }
        let Some(worker) = &self.worker else {
            return fill_all(&panels, FAILED);
        };
        if self.state != State::Idle {
            return;
        }
        let news = session.news();
        let wanted = (panels, session.gaze());
        if news.is_empty() && self.last.as_ref() == Some(&wanted) {
            return;
        }
        for question in news {
            worker.say(&encode(&question));
        }
        let (panels, gaze) = wanted.clone();
        worker.say(&encode(&Question::Draw { panels, gaze }));
        self.last = Some(wanted);
        self.state = State::Busy;
    }

    /// Hears what the worker says; nothing if it is gone.
    pub fn hear(&mut self, bytes: Option<Vec<u8>>) {
        self.state = match bytes.and_then(|bytes| decode(&bytes)) {
            Some(Answer::Ready) => State::Idle,
            Some(Answer::Drawn(drawn)) => {
                for (panel, html) in drawn {
                    platform::fill(place(panel), &html);
                }
                State::Idle
            }
            None => {
                self.worker = None;
                State::Failed
            }
        };
    }
}

fn fill_all(panels: &[Panel], text: &str) {
    for &panel in panels {
        platform::fill(place(panel), text);
    }
}
