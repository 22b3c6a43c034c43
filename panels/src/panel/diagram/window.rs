//! Which part of a run the diagram shows, and where in it: its steps from left to right, its
//! processes from top to bottom.

use super::Traffic;
use crate::panel::Look;
use crate::panel::about::group_of;
use crate::switches::Switch;
use offsetscope_core::history::Entry;
use offsetscope_core::history::causality::{Causality, End, Site, Voyage};
use std::collections::BTreeSet;
use std::ops::Range;

/// So many steps are shown up to the present one.
const BEFORE: usize = 60;
/// So many after it, if they are known.
const AFTER: usize = 20;
/// So far one looks for them: most steps of a quiet run are not worth showing.
const LOOKED_AT: usize = 800;
/// Of more consumers than that, the others are shown once somebody asks for them.
const MOST_CONSUMERS: usize = 12;

/// Between two columns lies at least this much.
const NARROWEST: u32 = 14;
/// And at most this much.
const WIDEST: u32 = 44;
/// A pixel for so many milliseconds in between.
const MS_PER_PIXEL: i64 = 24;
/// Left and right of all columns.
const MARGIN: u32 = 24;

/// The part of the run that is shown.
pub struct Window<'a> {
    /// The run's steps and messages.
    pub causality: &'a Causality,
    /// Rows, from the top.
    pub sites: Vec<Site>,
    /// How many consumers have no row.
    pub left_out: usize,
    /// The steps that are shown, and where: columns.
    pub columns: Vec<Column>,
    /// The messages that are shown.
    pub voyages: Vec<&'a Voyage>,
    /// How wide all of it is.
    pub width: u32,
}

/// A step that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which step, from 1.
    pub step: usize,
    /// Where it stands.
    pub x: u32,
    /// When it was.
    pub at_ms: i64,
}

impl<'a> Window<'a> {
    /// What is shown of a run at the moment that is looked at.
    pub fn of(look: &'a Look<'_>, causality: &'a Causality) -> Self {
        let (sites, left_out) = rows(look);
        let cursor = look.run.cursor();
        let last = look.run.entries().len();
        let range = cursor.saturating_sub(LOOKED_AT) + 1..last.min(cursor + LOOKED_AT) + 1;
        let voyages = voyages(look, causality, &sites, &range);
        let ends: BTreeSet<usize> = voyages.iter().flat_map(|it| steps_of(it)).collect();
        let is_shown = |&step: &usize| {
            let entry = &look.run.entries()[step - 1];
            let has_row = causality.site(step).is_none_or(|it| sites.contains(&it));
            let is_worth_it = entry.is_notable() && !is_left_out(look, entry);
            has_row && (is_worth_it || ends.contains(&step))
        };
        let mut steps: Vec<usize> = (range.start..=cursor)
            .rev()
            .filter(is_shown)
            .take(BEFORE)
            .collect();
        steps.reverse();
        steps.extend((cursor + 1..range.end).filter(is_shown).take(AFTER));
        let columns = columns(&steps, look.run.entries());
        let width = columns.last().map_or(0, |it| it.x) + MARGIN;
        let mut window = Self {
            causality,
            sites,
            left_out,
            columns,
            voyages,
            width,
        };
        let range = window.steps();
        window.voyages.retain(|it| crosses(it, &range));
        window
    }

    /// The steps from the first to the last column, also those without one.
    pub fn steps(&self) -> Range<usize> {
        match (self.columns.first(), self.columns.last()) {
            (Some(first), Some(last)) => first.step..last.step + 1,
            _ => 0..0,
        }
    }

    /// The last column up to a step.
    pub fn column_up_to(&self, step: usize) -> Option<Column> {
        let after = self.columns.partition_point(|it| it.step <= step);
        Some(self.columns[after.checked_sub(1)?])
    }

    /// Where a step stands; at the sides if it lies outside.
    pub fn x(&self, step: usize) -> u32 {
        let place = self.columns.partition_point(|it| it.step < step);
        match self.columns.get(place) {
            Some(column) if column.step == step => column.x,
            _ if place == 0 => 0,
            _ => self.width,
        }
    }

    /// The row of a site.
    pub fn row(&self, site: Site) -> Option<usize> {
        self.sites.iter().position(|&it| it == site)
    }
}

fn rows(look: &Look<'_>) -> (Vec<Site>, usize) {
    let setup = look.run.current().world.setup();
    let producers = setup.producer_ids().map(Site::Producer);
    let is_on = |group| look.switches.is_on(Switch::Group(group));
    let consumers: Vec<Site> = setup
        .consumer_ids()
        .filter(|&it| is_on(setup.consumer(it).group))
        .map(Site::Consumer)
        .collect();
    let most = if look.switches.is_on(Switch::AllLives) {
        usize::MAX
    } else {
        MOST_CONSUMERS
    };
    let left_out = consumers.len().saturating_sub(most);
    let broker = [Site::Logs, Site::Coordinator];
    let shown = consumers.into_iter().take(most);
    (producers.chain(broker).chain(shown).collect(), left_out)
}

/// The messages of the kinds that are shown, between rows that are shown.
fn voyages<'a>(
    look: &Look<'_>,
    causality: &'a Causality,
    sites: &[Site],
    steps: &Range<usize>,
) -> Vec<&'a Voyage> {
    let is_shown = |voyage: &&Voyage| {
        look.switches.is_on(Switch::Traffic(Traffic::of(voyage)))
            && sites.contains(&Site::sender(voyage.link))
            && sites.contains(&Site::receiver(voyage.link))
            && crosses(voyage, steps)
    };
    causality.voyages().iter().filter(is_shown).collect()
}

/// Whether a message is under way anywhere in these steps.
fn crosses(voyage: &Voyage, steps: &Range<usize>) -> bool {
    let ends_later = match voyage.end {
        End::UnderWay => true,
        End::Arrived(step) | End::Lost(step) => step >= steps.start,
    };
    ends_later && voyage.sent.is_none_or(|it| it < steps.end)
}

/// The steps that a message sets out and arrives in.
fn steps_of(voyage: &Voyage) -> impl Iterator<Item = usize> + use<> {
    let arrived = match voyage.end {
        End::Arrived(step) => Some(step),
        End::UnderWay | End::Lost(_) => None,
    };
    voyage.sent.into_iter().chain(arrived)
}

/// Whether a step concerns only a group that is not shown.
fn is_left_out(look: &Look<'_>, entry: &Entry) -> bool {
    let setup = look.run.current().world.setup();
    group_of(entry.choice, setup).is_some_and(|it| !look.switches.is_on(Switch::Group(it)))
}

/// A column for each step. A long wait takes more room than a short one, but not much: what counts
/// is the order.
fn columns(steps: &[usize], entries: &[Entry]) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for &step in steps {
        let at_ms = entries[step - 1].at_ms;
        let x = columns.last().map_or(MARGIN, |before| {
            let waited = (at_ms - before.at_ms) / MS_PER_PIXEL;
            let waited = u32::try_from(waited).unwrap_or(WIDEST);
            before.x + (NARROWEST + waited).min(WIDEST)
        });
        columns.push(Column { step, x, at_ms });
    }
    columns
}
