//! What those are told who draw what is beside the stage.

use super::Session;
use offsetscope_messages::panels::{Gaze, Pace, Panel, Question, Step};
use offsetscope_scene::Sight;

/// How much of the run is known outside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// So many steps are known as they are.
    pub steps: usize,
    /// Others after them are known, which are not in the run any more.
    pub is_cut: bool,
    /// Where the list of events is scrolled to.
    pub scrolled_to: Option<usize>,
    /// How the stage is looked at, if that was told.
    pub sight: Option<Sight>,
}

impl Session {
    /// What is open beside the stage.
    pub fn panels(&self) -> Vec<Panel> {
        let why = self.asked.map(|_| Panel::Why);
        let program = self.program_is_open.then_some(Panel::Program);
        let lesson = self.is_lesson().then_some(Panel::Lesson);
        let panels = self.beside.into_iter().chain(why).chain(program);
        panels.chain(lesson).collect()
    }

    /// What is looked at.
    pub fn gaze(&self) -> Gaze {
        Gaze {
            step: number(self.history.cursor()),
            consumer: self.selected(),
            sought: self.sought,
            asked: self.asked,
            beside: self.beside,
            pace: if self.playback.is_moving() {
                Pace::Moving
            } else {
                Pace::Still
            },
        }
    }

    /// What was not told yet. It is taken to be told now.
    pub fn news(&mut self) -> Vec<Question> {
        let mut news = Vec::new();
        let known = self.known_outside.take().unwrap_or_else(|| {
            news.push(Question::Begin {
                source: self.source.clone(),
                beginning: self.beginning,
            });
            Known::default()
        });
        if known.scrolled_to != self.scrolled_to {
            news.push(Question::Scroll(self.scrolled_to.map(number)));
        }
        if known.sight.as_ref() != Some(&self.sight) {
            news.push(Question::Sight(self.sight.clone()));
        }
        let entries = self.history.entries();
        if known.is_cut || entries.len() > known.steps {
            news.push(Question::Follow {
                from: number(known.steps),
                steps: entries[known.steps..].iter().map(Step::from).collect(),
            });
        }
        self.known_outside = Some(Known {
            steps: entries.len(),
            is_cut: false,
            scrolled_to: self.scrolled_to,
            sight: Some(self.sight.clone()),
        });
        news
    }

    /// Everything is to be told anew: somebody else's run was looked at meanwhile.
    pub fn tell_all(&mut self) {
        self.known_outside = None;
    }
}

fn number(steps: usize) -> u32 {
    u32::try_from(steps).unwrap_or(u32::MAX)
}
