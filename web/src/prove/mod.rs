//! The prover: what is asked, how far the search is, what was found out. No DOM in here but in
//! [`view`].

mod form;
mod table;
mod view;

pub use form::{Form, Quantity};
pub use view::dialog;

use offsetscope_core::choice::Choice;
use offsetscope_core::ids::GroupId;
use offsetscope_core::setup::{ClientLibrary, Setup};
use offsetscope_core::world::World;
use offsetscope_messages::prover::{Answer, Head, Proof, Question, Row};
use offsetscope_messages::{Source, decode, encode};
use std::sync::Arc;

/// What a person wants, or what the worker says.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// Go back to the page.
    Close,
    /// Ask something else.
    Change(Form),
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

/// What the page has to do about it.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Start a worker, unless there is one.
    Start,
    /// Say this to the worker.
    Say(Vec<u8>),
    /// End the worker.
    End,
    /// Show this run.
    Show(Box<Shown>),
}

/// A run that shows what was found out.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it shows, as a sentence.
    pub about: String,
    /// What its setup is made of.
    pub source: Source,
    /// Every choice.
    pub run: Vec<Choice>,
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

/// The prover.
pub struct Prover {
    is_open: bool,
    side: Side,
    presets: Presets,
    /// The group and those beside it, as they were when it was opened.
    setup: Arc<Setup>,
    source: Source,
    form: Form,
    question: Option<Question>,
    search: Search,
    hears: bool,
}

impl Prover {
    /// Nothing asked yet.
    pub fn new(world: &World) -> Self {
        Self {
            is_open: false,
            side: Side::Group,
            presets: Presets::default(),
            setup: Arc::clone(world.setup()),
            source: Source::default(),
            form: Form::of(world, GroupId(0)),
            question: None,
            search: Search::Idle,
            hears: false,
        }
    }

    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Opens for a group. What was found out of it stays, as long as the group commits as it did.
    pub fn open(&mut self, world: &World, group: GroupId, source: &Source) {
        self.is_open = true;
        if self.is_busy() {
            return;
        }
        self.side = Side::Group;
        let form = Form::of(world, group);
        let is_same = form.strategy == self.form.strategy && group == self.form.group;
        if !is_same || !Arc::ptr_eq(&self.setup, world.setup()) {
            self.setup = Arc::clone(world.setup());
            self.source = source.clone();
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
    pub fn handle(&mut self, wish: Wish) -> Option<Deed> {
        match wish {
            Wish::Close => {
                self.is_open = false;
                self.cancel()
            }
            Wish::Change(form) => {
                self.form = form;
                let deed = self.cancel();
                self.search = Search::Idle;
                deed
            }
            Wish::Start => {
                let source = self.source.clone();
                let asked = self.form.asked();
                Some(self.start(Question::Proof { source, asked }))
            }
            Wish::Cancel => self.cancel(),
            Wish::Hear(Some(bytes)) => self.hear(decode(&bytes)),
            Wish::Hear(None) => self.hear(None),
            Wish::Watch(place) => self.watch(place),
            Wish::Turn(side) => self.turn(side),
            Wish::WatchCell(place) => self.watch_cell(place),
        }
    }

    fn start(&mut self, question: Question) -> Deed {
        let bytes = encode(&question);
        self.question = Some(question);
        if self.hears {
            self.search = Search::Running(0, 0);
            Deed::Say(bytes)
        } else {
            self.search = Search::Starting;
            Deed::Start
        }
    }

    /// A search that is cancelled ends with its worker; one that is done has left it idle.
    fn cancel(&mut self) -> Option<Deed> {
        if !self.is_busy() {
            return None;
        }
        self.search = Search::Idle;
        self.hears = false;
        Some(Deed::End)
    }

    fn hear(&mut self, answer: Option<Answer>) -> Option<Deed> {
        match answer {
            Some(Answer::Ready) => {
                self.hears = true;
                self.search = Search::Running(0, 0);
                self.question.as_ref().map(encode).map(Deed::Say)
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
                Some(Deed::End)
            }
        }
    }

    fn watch(&mut self, place: usize) -> Option<Deed> {
        let Search::Done(proof) = &self.search else {
            return None;
        };
        let finding = proof.findings.get(place)?;
        let Some(Question::Proof { asked, source }) = &self.question else {
            return None;
        };
        let (whole, asked) = (Box::new(source.clone()), asked.clone());
        let shown = Shown {
            about: format!("{}: {}", self.name(), finding.sentence),
            source: Source::Group { whole, asked },
            run: finding.run.clone(),
        };
        self.is_open = false;
        Some(Deed::Show(Box::new(shown)))
    }

    /// The table is searched when it is looked at first, and kept.
    fn turn(&mut self, side: Side) -> Option<Deed> {
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

    fn watch_cell(&mut self, place: Place) -> Option<Deed> {
        let row = self.presets.rows.get(place.row)?;
        let broken = row.cells.get(place.column)?.broken.get(place.cause)?;
        let shown = Shown {
            about: format!("{}, {}: {}", row.name, broken.name, broken.sentence),
            source: Source::Preset(row.preset, broken.cause),
            run: broken.run.clone(),
        };
        // What is left of the table is searched meanwhile.
        self.is_open = false;
        Some(Deed::Show(Box::new(shown)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::client::strategy::Strategy;
    use offsetscope_core::effects::Effects;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_core::scenario::Scenario;
    use offsetscope_core::search::{Cause, Preset, Property};
    use offsetscope_messages::prover::{Broken, Cell, Finding, Standing};

    fn world() -> World {
        World::new(Arc::new(Scenario::Shop.setup(1)), &mut Effects::default())
    }

    fn opened() -> Prover {
        let mut prover = Prover::new(&world());
        prover.open(&world(), GroupId(0), &Source::default());
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
        assert_eq!(prover.handle(Wish::Start), Some(Deed::Start));
        let asked = prover.handle(said(&Answer::Ready));
        assert!(matches!(asked, Some(Deed::Say(bytes)) if !bytes.is_empty()));
        assert_eq!(prover.handle(said(&proof())), None);
        let again = prover.handle(Wish::Start);
        assert!(
            matches!(again, Some(Deed::Say(_))),
            "the worker is there already"
        );
    }

    #[test]
    fn what_is_cancelled_or_asked_otherwise_ends_its_worker() {
        for wish in [Wish::Cancel, Wish::Close, Wish::Change(opened().form)] {
            let mut prover = opened();
            prover.handle(Wish::Start);
            prover.handle(said(&Answer::Ready));
            assert_eq!(prover.handle(wish), Some(Deed::End));
            assert_eq!(
                prover.handle(Wish::Start),
                Some(Deed::Start),
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
        let Some(Deed::Show(shown)) = prover.handle(Wish::Watch(0)) else {
            panic!("there is a run to watch");
        };
        assert_eq!(shown.about, "fulfilment: An order can be lost.");
        assert_eq!(shown.source.setup().groups.len(), 1);
        assert!(!prover.is_open());
        assert_eq!(prover.handle(Wish::Watch(1)), None);
    }

    #[test]
    fn the_table_is_searched_once_and_stopped_by_going_back() {
        let mut prover = opened();
        assert_eq!(prover.handle(Wish::Turn(Side::Presets)), Some(Deed::Start));
        prover.handle(said(&Answer::Ready));
        prover.handle(said(&Answer::Presets(head())));
        prover.handle(said(&Answer::Row(row())));
        assert!(!prover.is_whole());
        assert_eq!(prover.handle(Wish::Turn(Side::Group)), Some(Deed::End));
        assert_eq!(prover.handle(Wish::Turn(Side::Presets)), Some(Deed::Start));
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
        let Some(Deed::Show(shown)) = prover.handle(Wish::WatchCell(place(0))) else {
            panic!("there is a run to watch");
        };
        assert_eq!(shown.source.setup(), PRESET.setup(Cause::Crash));
        assert!(!prover.is_open());
        prover.open(&world(), GroupId(0), &Source::default());
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
            assert_eq!(prover.handle(Wish::Hear(heard)), Some(Deed::End));
            assert_eq!(prover.search, Search::Failed);
        }
    }

    #[test]
    fn another_group_or_another_way_to_commit_begins_anew() {
        let mut prover = opened();
        let form = prover.form.clone().committing(Strategy::BeforeProcessing);
        prover.handle(Wish::Change(form.clone()));
        assert_eq!(prover.form, form);
        prover.open(&world(), GroupId(1), &Source::default());
        assert_eq!(prover.form, Form::of(&world(), GroupId(1)));
    }
}
