//! The prover's dialog: what is asked, how far the search is, what was found out.
//!
//! The search is another worker's, which only the page can start and end: a [`Deed`] says what it has to
//! do. What a person does comes as [`Wish`]es, which [`wish`] reads from presses.

mod form;
mod table;
mod view;
mod wish;

use view::FOUND;
pub use view::dialog;
pub use wish::wish;

use crate::file::steps;
use form::{Form, Quantity};
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::history::History;
use offsetscope_core::ids::GroupId;
use offsetscope_core::setup::{ClientLibrary, Setup};
use offsetscope_messages::panels::{Answer as Said, Beginning, Opened, ProverDeed};
use offsetscope_messages::prover::{Answer, Head, Proof, Question, Row};
use offsetscope_messages::{Source, decode, encode};
use std::sync::Arc;

/// What a person wants, or what the prover says.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Go back to the page.
    Close,
    /// Another way to commit, by its place among those that are offered.
    Commit(usize),
    /// Another amount of something, by its place among those that can be asked for.
    Amount(Quantity, usize),
    /// Search.
    Start,
    /// Search no longer.
    Cancel,
    /// The worker says something, or is gone.
    Hear(Option<Vec<u8>>),
    /// Watch the run of a finding, by its place.
    Watch(usize),
    /// Look at the table of presets, or go back from it.
    Turn(Side),
    /// Watch what breaks a property for a preset.
    WatchCell(Place),
}

/// What the dialog shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// One group.
    Group,
    /// The table of presets.
    Presets,
}

/// Where something stands in the table of presets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
    /// Which of the things that break it.
    pub cause: usize,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq)]
enum Search {
    /// Nothing was asked, or the question was changed since.
    Idle,
    /// The worker is being started: it does not hear yet.
    Starting,
    /// The worker searches: states found, and states still to be looked at.
    Running(u32, u32),
    /// It was found out.
    Done(Proof),
    /// It cannot be found out here.
    Failed,
}

/// The table of presets, as far as it is known.
#[derive(Default)]
struct Presets {
    head: Option<Head>,
    rows: Vec<Row>,
}

/// The prover, as its dialog shows it.
pub struct Prover {
    side: Side,
    presets: Presets,
    /// The group and those beside it.
    setup: Setup,
    source: Source,
    form: Form,
    question: Option<Question>,
    search: Search,
    hears: bool,
}

impl Default for Prover {
    /// Nothing asked yet.
    fn default() -> Self {
        let source = Source::default();
        let setup = source.setup();
        let strategy = setup.groups[0].strategy;
        Self {
            side: Side::Group,
            presets: Presets::default(),
            form: Form::of(&setup, GroupId(0), strategy),
            setup,
            source,
            question: None,
            search: Search::Idle,
            hears: false,
        }
    }
}

impl Prover {
    /// Opens for a group that commits so. What was found out of it stays, as long as it does.
    pub fn open(&mut self, source: Source, group: GroupId, strategy: Strategy) {
        if self.is_busy() {
            return;
        }
        self.side = Side::Group;
        let setup = source.setup();
        let form = Form::of(&setup, group, strategy);
        let is_same = form.strategy == self.form.strategy && group == self.form.group;
        if !is_same || source != self.source {
            self.setup = setup;
            self.source = source;
            self.form = form;
            self.search = Search::Idle;
        }
    }

    fn is_busy(&self) -> bool {
        matches!(self.search, Search::Starting | Search::Running(..))
    }

    /// The name of the group that is asked about.
    fn name(&self) -> &str {
        &self.setup.group(self.form.group).name
    }

    /// The client library that the group uses.
    fn library(&self) -> ClientLibrary {
        self.setup.group(self.form.group).client.library
    }

    /// Does what is wanted, and says what the page has to do.
    pub fn handle(&mut self, wish: Wish) -> Option<Said> {
        match wish {
            Wish::Commit(place) => {
                let strategy = Strategy::offered(self.library()).get(place).copied();
                self.change(strategy.map(|it| self.form.clone().committing(it))?)
            }
            Wish::Amount(quantity, place) => {
                let (least, _) = quantity.range();
                let amount = least.saturating_add(u8::try_from(place).ok()?);
                self.change(self.form.clone().with(quantity, amount))
            }
            Wish::Start => {
                let source = self.source.clone();
                let asked = self.form.asked();
                Some(self.start(Question::Proof { source, asked }))
            }
            Wish::Close | Wish::Cancel => self.cancel(),
            Wish::Hear(Some(bytes)) => self.hear(decode(&bytes)),
            Wish::Hear(None) => self.hear(None),
            Wish::Watch(place) => self.watch(place),
            Wish::Turn(side) => self.turn(side),
            Wish::WatchCell(place) => self.watch_cell(place),
        }
    }

    fn change(&mut self, form: Form) -> Option<Said> {
        self.form = form;
        let deed = self.cancel();
        self.search = Search::Idle;
        deed
    }

    fn start(&mut self, question: Question) -> Said {
        let bytes = encode(&question);
        self.question = Some(question);
        if self.hears {
            self.search = Search::Running(0, 0);
            Said::Prover(ProverDeed::Say(bytes))
        } else {
            self.search = Search::Starting;
            Said::Prover(ProverDeed::Start)
        }
    }

    /// A search that is cancelled ends with its worker; one that is done has left it idle.
    fn cancel(&mut self) -> Option<Said> {
        if !self.is_busy() {
            return None;
        }
        self.search = Search::Idle;
        self.hears = false;
        Some(Said::Prover(ProverDeed::End))
    }

    fn hear(&mut self, answer: Option<Answer>) -> Option<Said> {
        match answer {
            Some(Answer::Ready) => {
                self.hears = true;
                self.search = Search::Running(0, 0);
                self.question
                    .as_ref()
                    .map(encode)
                    .map(ProverDeed::Say)
                    .map(Said::Prover)
            }
            Some(Answer::Searching { states, frontier }) => {
                self.search = Search::Running(states, frontier);
                None
            }
            Some(Answer::Proof(proof)) => {
                self.search = Search::Done(proof);
                None
            }
            Some(Answer::Presets(head)) => {
                self.presets = Presets {
                    head: Some(head),
                    rows: Vec::new(),
                };
                None
            }
            Some(Answer::Row(row)) => {
                self.presets.rows.push(row);
                None
            }
            Some(Answer::Whole) => {
                self.search = Search::Idle;
                None
            }
            None => {
                self.search = Search::Failed;
                self.hears = false;
                Some(Said::Prover(ProverDeed::End))
            }
        }
    }

    fn watch(&mut self, place: usize) -> Option<Said> {
        let Search::Done(proof) = &self.search else {
            return None;
        };
        let finding = proof.findings.get(place)?;
        let Some(Question::Proof { asked, source }) = &self.question else {
            return None;
        };
        let about = format!("{}: {}", self.name(), finding.sentence);
        show(about, asked.setup(&source.setup()), &finding.run)
    }

    /// The table is searched when it is looked at first, and kept.
    fn turn(&mut self, side: Side) -> Option<Said> {
        let deed = self.cancel();
        self.side = side;
        let is_whole = self.is_whole();
        match side {
            Side::Group => deed,
            Side::Presets if is_whole => deed,
            Side::Presets => Some(self.start(Question::Presets)),
        }
    }

    fn is_whole(&self) -> bool {
        let head = self.presets.head.as_ref();
        head.is_some_and(|head| head.rows as usize == self.presets.rows.len())
    }

    fn watch_cell(&mut self, place: Place) -> Option<Said> {
        let row = self.presets.rows.get(place.row)?;
        let broken = row.cells.get(place.column)?.broken.get(place.cause)?;
        let about = format!("{}, {}: {}", row.name, broken.name, broken.sentence);
        show(about, row.preset.setup(broken.cause), &broken.run)
    }
}

/// A run that shows what was found out.
fn show(about: String, setup: Setup, run: &[Choice]) -> Option<Said> {
    let source = Source::searched(&setup);
    // The search has taken these very choices, so they can be taken.
    let run = History::of_choices(Arc::new(setup), run).ok()?;
    Some(Said::Opened(Box::new(Opened {
        what: FOUND.to_owned(),
        about,
        ..Opened::watched(source, Beginning::Start, steps(&run))
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_core::search::{Cause, Preset, Property};
    use offsetscope_messages::prover::{Broken, Cell, Finding, Standing};

    fn opened() -> Prover {
        let mut prover = Prover::default();
        prover.open(Source::default(), GroupId(0), Strategy::AfterBatch);
        prover
    }

    fn said(answer: &Answer) -> Wish {
        Wish::Hear(Some(encode(answer)))
    }

    fn proof() -> Answer {
        Answer::Proof(Proof {
            guarantee: String::new(),
            searched: String::new(),
            findings: vec![Finding {
                property: Property::NoLoss,
                name: "no loss".to_owned(),
                standing: Standing::Fails,
                sentence: "An order can be lost.".to_owned(),
                run: vec![Choice::Crash(ConsumerId(0))],
            }],
        })
    }

    #[test]
    fn the_question_waits_until_the_worker_hears() {
        let mut prover = opened();
        assert_eq!(
            prover.handle(Wish::Start),
            Some(Said::Prover(ProverDeed::Start))
        );
        let asked = prover.handle(said(&Answer::Ready));
        assert!(matches!(asked, Some(Said::Prover(ProverDeed::Say(bytes))) if !bytes.is_empty()));
        assert_eq!(prover.handle(said(&proof())), None);
        let again = prover.handle(Wish::Start);
        assert!(
            matches!(again, Some(Said::Prover(ProverDeed::Say(_)))),
            "the worker is there already"
        );
    }

    #[test]
    fn what_is_cancelled_or_asked_otherwise_ends_its_worker() {
        for wish in [Wish::Cancel, Wish::Close, Wish::Commit(0)] {
            let mut prover = opened();
            prover.handle(Wish::Start);
            prover.handle(said(&Answer::Ready));
            assert_eq!(prover.handle(wish), Some(Said::Prover(ProverDeed::End)));
            assert_eq!(
                prover.handle(Wish::Start),
                Some(Said::Prover(ProverDeed::Start)),
                "another is needed"
            );
        }
    }

    #[test]
    fn a_finding_is_watched_in_the_setup_that_was_searched() {
        let mut prover = opened();
        prover.handle(Wish::Start);
        prover.handle(said(&Answer::Ready));
        prover.handle(said(&proof()));
        let Some(Said::Opened(shown)) = prover.handle(Wish::Watch(0)) else {
            panic!("there is a run to watch");
        };
        assert_eq!(shown.about, "fulfilment: An order can be lost.");
        assert_eq!(shown.source.setup().groups.len(), 1);
        assert_eq!(prover.handle(Wish::Watch(1)), None);
    }

    #[test]
    fn the_table_is_searched_once_and_stopped_by_going_back() {
        let mut prover = opened();
        assert_eq!(
            prover.handle(Wish::Turn(Side::Presets)),
            Some(Said::Prover(ProverDeed::Start))
        );
        prover.handle(said(&Answer::Ready));
        prover.handle(said(&Answer::Presets(head())));
        prover.handle(said(&Answer::Row(row())));
        assert!(!prover.is_whole());
        assert_eq!(
            prover.handle(Wish::Turn(Side::Group)),
            Some(Said::Prover(ProverDeed::End))
        );
        assert_eq!(
            prover.handle(Wish::Turn(Side::Presets)),
            Some(Said::Prover(ProverDeed::Start))
        );
        for answer in [Answer::Ready, Answer::Presets(head())] {
            prover.handle(said(&answer));
        }
        for answer in [Answer::Row(row()), Answer::Row(row()), Answer::Whole] {
            assert_eq!(prover.handle(said(&answer)), None);
        }
        prover.handle(Wish::Turn(Side::Group));
        assert_eq!(
            prover.handle(Wish::Turn(Side::Presets)),
            None,
            "it is known"
        );
    }

    #[test]
    fn a_cell_is_watched_in_its_own_setup_while_the_table_goes_on() {
        let mut prover = opened();
        prover.handle(Wish::Turn(Side::Presets));
        for answer in [Answer::Ready, Answer::Presets(head()), Answer::Row(row())] {
            prover.handle(said(&answer));
        }
        let place = |column| Place {
            row: 0,
            column,
            cause: 0,
        };
        assert_eq!(prover.handle(Wish::WatchCell(place(1))), None);
        let Some(Said::Opened(shown)) = prover.handle(Wish::WatchCell(place(0))) else {
            panic!("there is a run to watch");
        };
        assert_eq!(shown.source.setup(), PRESET.setup(Cause::Crash));
        prover.open(Source::default(), GroupId(0), Strategy::AfterBatch);
        assert_eq!(prover.side, Side::Presets, "it is still being searched");
    }

    const PRESET: Preset = Preset {
        library: ClientLibrary::Java,
        strategy: Strategy::AfterBatch,
    };

    fn head() -> Head {
        Head {
            columns: vec!["no duplicate".to_owned()],
            rows: 2,
            causes: Vec::new(),
        }
    }

    fn row() -> Row {
        let broken = Broken {
            cause: Cause::Crash,
            name: "crash".to_owned(),
            sentence: "An order can take effect twice.".to_owned(),
            run: Vec::new(),
        };
        Row {
            preset: PRESET,
            library: "Java".to_owned(),
            name: "commit after the batch".to_owned(),
            cells: vec![Cell {
                standing: Standing::Fails,
                broken: vec![broken],
            }],
        }
    }

    #[test]
    fn a_worker_that_is_gone_or_not_understood_is_a_failure() {
        for heard in [None, Some(vec![99])] {
            let mut prover = opened();
            prover.handle(Wish::Start);
            assert_eq!(
                prover.handle(Wish::Hear(heard)),
                Some(Said::Prover(ProverDeed::End))
            );
            assert_eq!(prover.search, Search::Failed);
        }
    }

    #[test]
    fn another_group_or_another_way_to_commit_begins_anew() {
        let mut prover = opened();
        prover.handle(Wish::Commit(1));
        let form = prover.form.clone();
        assert_eq!(form.strategy, Strategy::offered(ClientLibrary::Java)[1]);
        prover.handle(Wish::Amount(Quantity::Crashes, 2));
        assert_eq!(prover.form, form.with(Quantity::Crashes, 2));
        prover.open(Source::default(), GroupId(1), Strategy::AfterBatch);
        let setup = Source::default().setup();
        assert_eq!(
            prover.form,
            Form::of(&setup, GroupId(1), Strategy::AfterBatch)
        );
        assert_eq!(
            prover.handle(Wish::Commit(99)),
            None,
            "there is no such way"
        );
    }
}
