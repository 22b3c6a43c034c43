//! What some panels have to know of every step of a run, found out by going through it once more.

use crate::samples::{Sample, Samples};
use offsetscope_core::history::History;
use offsetscope_core::history::causality::Causality;
use offsetscope_core::world::World;

/// What is known of the run so far. It grows with the run, once something asks for it.
#[derive(Default)]
pub struct Chronicle {
    causality: Option<Causality>,
    opening: Option<World>,
    samples: Samples,
}

impl Chronicle {
    /// Which step can have led to which; none if nobody has asked for it.
    pub fn causality(&self) -> Option<&Causality> {
        self.causality.as_ref()
    }

    /// The world before the first step; none if nobody has asked for what led to what.
    pub fn opening(&self) -> Option<&World> {
        self.opening.as_ref()
    }

    /// How things stood from time to time; none if nobody has asked for it.
    pub fn samples(&self) -> &[Sample] {
        self.samples.taken()
    }

    /// Looks at what is new in a run from time to time. Afterwards the run is at some step of it.
    pub fn take_samples(&mut self, run: &mut History) {
        self.samples.take_in(run);
    }

    /// Goes through what is new in a run. Afterwards the run is at its end.
    pub fn take_in(&mut self, run: &mut History) {
        let causality = self.causality.get_or_insert_with(|| {
            run.seek(0);
            self.opening = Some(run.current().world.clone());
            Causality::beginning_at(run.current())
        });
        run.seek(causality.steps());
        while run.cursor() < run.entries().len() && run.forward() {
            if let Some(entry) = run.last_entry() {
                causality.take_in(entry.choice, run.last_effects());
            }
        }
    }

    /// Forgets what came after so many steps.
    pub fn truncate(&mut self, steps: usize) {
        if let Some(causality) = &mut self.causality {
            causality.truncate(steps);
        }
        self.samples.truncate(steps);
    }
}
