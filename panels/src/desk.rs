//! The run as the page has it, and what is drawn of it.

use crate::chronicle::Chronicle;
use crate::file;
use crate::panel::{Look, chosen, draw};
use crate::prover::{Prover, Wish, wish};
use crate::switches::Switches;
use crate::variants::Variants;
use offsetscope_core::history::History;
use offsetscope_messages::Source;
use offsetscope_messages::panels::{Answer, Beginning, Gaze, Panel, Question, Step};
use std::sync::Arc;

/// Hears what the page says, and draws.
pub struct Desk {
    run: History,
    beginning: Beginning,
    chronicle: Chronicle,
    switches: Switches,
    variants: Variants,
    /// The line of the list of events that was scrolled to; none where it follows the run.
    scrolled_to: Option<usize>,
    prover: Prover,
}

impl Default for Desk {
    /// Until the page says which run it looks at, that is the shop.
    fn default() -> Self {
        Self {
            run: begin(&Source::default(), Beginning::Opening),
            beginning: Beginning::Opening,
            chronicle: Chronicle::default(),
            switches: Switches::default(),
            variants: Variants::default(),
            scrolled_to: None,
            prover: Prover::default(),
        }
    }
}

impl Desk {
    /// Hears a question. There is an answer only to what is to be drawn.
    pub fn hear(&mut self, question: Question) -> Option<Answer> {
        match question {
            Question::Begin { source, beginning } => {
                self.run = begin(&source, beginning);
                self.beginning = beginning;
                self.chronicle = Chronicle::default();
                self.variants = Variants::default();
            }
            Question::Open { name, text } => return Some(file::open(&name, &text)),
            Question::Save => return Some(file::save(&self.run, self.beginning)),
            Question::Follow { from, steps } => self.follow(from, steps),
            Question::Turn(switch) => self.switches.turn(switch),
            Question::Scroll(line) => self.scrolled_to = line.map(size),
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

    fn follow(&mut self, from: u32, steps: Vec<Step>) {
        self.chronicle.truncate(size(from));
        let steps = steps.into_iter().map(|step| (step.at_ms, step.choice));
        // The page has taken these very choices. If it is of another version, what can be followed is.
        let _followed = self.run.follow(size(from), steps);
    }

    fn press(&mut self, press: &str) -> Option<Answer> {
        let place = press.strip_prefix("show-variant:");
        match place.and_then(|place| place.parse::<usize>().ok()) {
            Some(place) => Some(file::show(self.variants.all.get(place)?)),
            None => self.prover.handle(wish(press)?),
        }
    }

    fn draw(&mut self, panels: Vec<Panel>, gaze: Gaze) -> Answer {
        if panels.contains(&Panel::Diagram) {
            self.chronicle.take_in(&mut self.run);
        }
        self.run.seek(size(gaze.step));
        if panels.contains(&Panel::Compare) && self.beginning == Beginning::Opening {
            let group = self.run.current().world.consumer(gaze.consumer).group;
            let chosen = chosen(&self.run, group, |switch| self.switches.is_on(switch));
            self.variants.take_in(&self.run, group, &chosen);
        }
        let look = Look {
            run: &self.run,
            prover: &self.prover,
            gaze,
            chronicle: &self.chronicle,
            switches: &self.switches,
            beginning: self.beginning,
            variants: &self.variants.all,
            scrolled_to: self.scrolled_to,
        };
        let drawn = panels.into_iter().map(|panel| (panel, draw(panel, &look)));
        Answer::Drawn(drawn.collect())
    }
}

fn begin(source: &Source, beginning: Beginning) -> History {
    let setup = Arc::new(source.setup());
    match beginning {
        Beginning::Start => History::at_start(setup),
        Beginning::Opening => History::new(setup),
    }
}

fn size(number: u32) -> usize {
    usize::try_from(number).expect("32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::choice::Choice;
    use offsetscope_core::explain::Subject;
    use offsetscope_core::history::Entry;
    use offsetscope_core::ids::{ConsumerId, GroupId, TopicId, TopicPartition};
    use offsetscope_scene::sought::Sought;

    const PANELS: [Panel; 7] = [
        Panel::Events,
        Panel::Diagram,
        Panel::Tables,
        Panel::Legend,
        Panel::OffsetsTopic,
        Panel::Program,
        Panel::Why,
    ];

    fn shop(steps: usize) -> History {
        let mut run = begin(&Source::default(), Beginning::Opening);
        for _ in 0..steps {
            run.forward();
        }
        run
    }

    fn steps(entries: &[Entry]) -> Vec<Step> {
        let step = |entry: &Entry| Step {
            at_ms: entry.at_ms,
            choice: entry.choice,
        };
        entries.iter().map(step).collect()
    }

    fn gaze(run: &History) -> Gaze {
        let partition = TopicPartition {
            topic: TopicId(0),
            partition: 0,
        };
        Gaze {
            step: u32::try_from(run.cursor()).expect("a short run"),
            consumer: ConsumerId(0),
            sought: Sought::Notable,
            asked: Some(Subject {
                group: GroupId(0),
                partition,
                offset: 0,
            }),
        }
    }

    fn drawn(desk: &mut Desk, run: &History) -> Vec<(Panel, String)> {
        let (panels, gaze) = (PANELS.to_vec(), gaze(run));
        let Some(Answer::Drawn(drawn)) = desk.hear(Question::Draw { panels, gaze }) else {
            panic!("what is to be drawn is drawn");
        };
        drawn
    }

    fn told(run: &History) -> Desk {
        let mut desk = Desk::default();
        let steps = steps(run.entries());
        assert_eq!(desk.hear(Question::Follow { from: 0, steps }), None);
        desk
    }

    #[test]
    fn what_is_drawn_is_of_the_run_as_the_page_has_it() {
        let mut run = shop(400);
        let mut desk = told(&run);
        run.seek(300);
        let before = drawn(&mut desk, &run);
        let crash = Choice::Crash(ConsumerId(0));
        run.inject(crash, 0).expect("it lives");
        run.step();
        let steps = steps(&run.entries()[300..]);
        desk.hear(Question::Follow { from: 300, steps });
        let after = drawn(&mut desk, &run);
        assert_ne!(before, after);
        assert_eq!(after, drawn(&mut told(&run), &run));
        assert!(after.iter().all(|(_, html)| !html.is_empty()));
        assert!(
            after[0].1.contains("fulfilment-1 crashes"),
            "{}",
            after[0].1
        );
    }

    #[test]
    fn another_run_begins_without_steps() {
        let mut desk = told(&shop(400));
        let source = Source::Link("seed=2".to_owned());
        let beginning = Beginning::Start;
        desk.hear(Question::Begin { source, beginning });
        assert_eq!(desk.run.entries().len(), 0);
        assert_eq!(desk.run.current().world.setup().seed, 2);
    }

    #[test]
    fn a_run_that_cannot_be_followed_is_followed_as_far_as_it_can() {
        let mut desk = Desk::default();
        let crash = Step {
            at_ms: 10_000,
            choice: Choice::Crash(ConsumerId(0)),
        };
        let steps = vec![crash, crash];
        desk.hear(Question::Follow { from: 9, steps });
        assert_eq!(desk.run.entries().len(), 1);
    }
}
