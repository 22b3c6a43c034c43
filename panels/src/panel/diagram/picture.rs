//! What is drawn of the part of a run that is shown, and what of it is lit.

use super::sign::Sign;
use super::window::{Column, Window};
use super::{HEAD, ROW, TIME_EVERY, Traffic, count, group_class, site_name};
use crate::deed;
use crate::panel::{Look, about};
use maud::{Markup, html};
use offsetscope_core::event::{Event, ProgramEvent};
use offsetscope_core::history::causality::{End, Site, Voyage};
use offsetscope_core::ids::ConsumerId;
use offsetscope_words::{self as words, clock_time};

/// What is drawn, and what of it is lit.
pub struct Picture<'a> {
    look: &'a Look<'a>,
    window: &'a Window<'a>,
    /// The step whose past and future are lit.
    selected: Option<usize>,
    /// For each step of the window, whether it is connected with that.
    lit: Vec<bool>,
}

impl<'a> Picture<'a> {
    /// The picture of a window.
    pub fn new(look: &'a Look<'a>, window: &'a Window<'a>) -> Self {
        let selected = window.column_up_to(look.run.cursor()).map(|it| it.step);
        let lit = selected.map_or_else(Vec::new, |step| {
            window.causality.connected_with(step, window.steps())
        });
        Self {
            look,
            window,
            selected,
            lit,
        }
    }

    /// Where the present moment is.
    pub fn present(&self) -> u32 {
        let column = self.window.column_up_to(self.look.run.cursor());
        column.map_or(0, |it| it.x)
    }

    /// All of it.
    pub fn all(&self) -> Markup {
        let present = self.present();
        let rows = self.window.sites.len();
        html! {
            @for place in 0..rows { (self.life(place)) }
            g.messages aria-hidden="true" {
                @for voyage in &self.window.voyages { (self.message(voyage)) }
            }
            line.present x1=(present) x2=(present) y1=(HEAD - 4) y2=(HEAD + ROW * count(rows)) {}
            (self.times())
            @for site in self.window.sites.iter().map(|it| Some(*it)).chain([None]) { (self.steps_of(site)) }
        }
    }

    /// Whether a step is lit. At the opening nothing is selected, and everything is lit.
    fn is_lit(&self, step: usize) -> bool {
        let place = step.checked_sub(self.window.steps().start);
        self.selected.is_none()
            || place.is_some_and(|it| self.lit.get(it).copied().unwrap_or(false))
    }

    fn y(&self, site: Option<Site>) -> u32 {
        let row = site.and_then(|it| self.window.row(it));
        row.map_or(HEAD - 6, |row| HEAD + ROW * count(row) + ROW / 2)
    }

    /// The line of a process's life, broken off where it does not live.
    fn life(&self, place: usize) -> Markup {
        let site = self.window.sites[place];
        let y = self.y(Some(site));
        let class = match site {
            Site::Consumer(id) => group_class(self.look, id),
            _ => String::new(),
        };
        let lives = self.lives(site);
        html! {
            g class={ "life " (class) } {
                line.death x1="0" x2=(self.window.width) y1=(y) y2=(y) {}
                @for (from, to) in lives { line x1=(from) x2=(to) y1=(y) y2=(y) {} }
            }
        }
    }

    /// From where to where a process lives.
    pub fn lives(&self, site: Site) -> Vec<(u32, u32)> {
        let Site::Consumer(id) = site else {
            return vec![(0, self.window.width)];
        };
        let steps = self.window.steps();
        let entries =
            &self.look.run.entries()[steps.start.saturating_sub(1)..steps.end.saturating_sub(1)];
        let turns = entries
            .iter()
            .zip(steps.clone())
            .filter_map(|(entry, step)| {
                let is_end = entry.events.iter().any(|it| ends(it, id));
                let is_start = entry.events.contains(&Event::ConsumerRestarted(id));
                (is_end || is_start).then_some((step, is_start))
            });
        let turns: Vec<(usize, bool)> = turns.collect();
        // Before the first turn it was the other way; without one it is as now.
        let lives_now = self.look.run.current().world.consumer(id).is_running();
        let lived_first = turns.first().map_or(lives_now, |(_, is_start)| !is_start);
        let mut lives = Vec::new();
        let mut since = lived_first.then_some(0);
        for (step, is_start) in turns {
            let x = self.window.x(step);
            match (since, is_start) {
                (None, true) => since = Some(x),
                (Some(from), false) => {
                    lives.push((from, x));
                    since = None;
                }
                _ => {}
            }
        }
        lives.extend(since.map(|from| (from, self.window.width)));
        lives
    }

    /// A message's line, from where it was sent to where it arrived.
    fn message(&self, voyage: &Voyage) -> Markup {
        let x1 = voyage.sent.map_or(0, |it| self.window.x(it));
        let y1 = self.y(Some(Site::sender(voyage.link)));
        let y2 = self.y(Some(Site::receiver(voyage.link)));
        let (x2, ending, end) = match voyage.end {
            End::Arrived(step) => (self.window.x(step), "", step),
            End::Lost(step) => (self.window.x(step), "lost", step),
            End::UnderWay => (self.window.width, "under-way", usize::MAX),
        };
        let is_lit = voyage.sent.is_some_and(|it| self.is_lit(it)) && self.is_lit(end);
        let traffic = Traffic::of(voyage);
        let class = format!(
            "{} {ending} {} {}",
            traffic.class(),
            if is_lit { "lit" } else { "" },
            match Site::receiver(voyage.link) {
                Site::Consumer(id) => group_class(self.look, id),
                _ => match Site::sender(voyage.link) {
                    Site::Consumer(id) => group_class(self.look, id),
                    _ => "orders".to_owned(),
                },
            }
        );
        // The letter stands nearer to where it was sent: there fewer lines cross.
        let (x, y) = ((2 * x1 + x2) / 3, (2 * y1 + y2) / 3);
        html! {
            g class=(class) {
                line x1=(x1) y1=(y1) x2=(x2) y2=(y2) {}
                @if ending == "lost" {
                    path transform={ "translate(" (x1.midpoint(x2)) " " (y1.midpoint(y2)) ")" } d="M-4-4 4 4M-4 4 4-4" {}
                }
                text x=(x) y=(y + 3) { (traffic.letter()) }
            }
        }
    }

    /// The time, where there is room for it.
    fn times(&self) -> Markup {
        let opening_ms = self.look.run.opening_ms();
        let mut free_from = 0;
        let mut times = Vec::new();
        for column in &self.window.columns {
            if column.x >= free_from {
                times.push((column.x, clock_time(column.at_ms - opening_ms)));
                free_from = column.x + TIME_EVERY;
            }
        }
        html! {
            g.times aria-hidden="true" {
                @for (x, time) in times {
                    line x1=(x) x2=(x) y1=(HEAD - 5) y2=(HEAD - 1) {}
                    text x=(x) y="12" { (time) }
                }
            }
        }
    }

    /// A process's steps. Tab goes from one process to the next, arrows go along its line.
    fn steps_of(&self, site: Option<Site>) -> Markup {
        let own = |it: &&Column| self.window.causality.site(it.step) == site;
        let columns: Vec<Column> = self.window.columns.iter().filter(own).copied().collect();
        let present = self.selected.unwrap_or(0);
        let nearest = columns.iter().min_by_key(|it| it.step.abs_diff(present));
        let stop = nearest.map(|it| it.step);
        html! {
            @if !columns.is_empty() {
                g data-row="" {
                    @for column in columns { (self.step(column, stop)) }
                }
            }
        }
    }

    /// A step, as a button that leads to its moment.
    fn step(&self, column: Column, stop: Option<usize>) -> Markup {
        let Column { step, x, at_ms } = column;
        let entry = &self.look.run.entries()[step - 1];
        let site = self.window.causality.site(step);
        let y = self.y(site);
        let said = words::narrate_fully(entry, self.look.latest);
        let time = clock_time(at_ms - self.look.run.opening_ms());
        let process = site.map_or_else(String::new, |it| format!("{}: ", site_name(self.look, it)));
        let is_present = self.selected == Some(step);
        let group = match site {
            Some(Site::Consumer(id)) => group_class(self.look, id),
            _ => String::new(),
        };
        let sign = Sign::of(entry);
        let lit = if self.is_lit(step) { "lit" } else { "" };
        html! {
            g class={ "step " (lit) " " (group) " " (sign.class) } id={ "at-" (step) }
                role="button" tabindex=(if stop == Some(step) { "0" } else { "-1" }) aria-label={ (process) (time) " " (said) }
                aria-current=[is_present.then_some("step")] data-do=(deed::go(step)) data-about=[about::step(entry)]
                transform={ "translate(" (x) " " (y) ")" } {
                title { (time) " " (said) }
                rect x="-7" y="-12" width="14" height="24" rx="4" {}
                path d=(sign.path) {}
            }
        }
    }
}

/// Whether a consumer's process is gone after this.
fn ends(event: &Event, id: ConsumerId) -> bool {
    match event {
        Event::ConsumerCrashed { consumer, .. }
        | Event::Program {
            consumer,
            what: ProgramEvent::Stopped { .. },
        } => *consumer == id,
        _ => false,
    }
}
