//! The page: owns the session, passes commands to it, and hands its slices to the panels.

use crate::code::code;
use crate::controls::{Sentence, controls, notice, watched};
use crate::keys::{Wish, wish};
use crate::ledger::{PROVE, ledger};
use crate::panels;
use crate::panels::{Panels, beside, lesson, why};
use crate::platform::{self, Background, Filling, Frames, Next, Wanted};
use crate::session::{Change, Command, Halt, Motion, Session};
use crate::stage::{Painter, Stage, View, Walls};
use crate::timeline::timeline;
use offsetscope_language::text;
use offsetscope_messages::panels::{Opened, Panel, ProverDeed, Question, Whose};
use offsetscope_scene::Room;
use offsetscope_words as words;
use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;
use yew::prelude::*;

/// The page.
pub struct App {
    session: Rc<RefCell<Session>>,
    frames: Rc<Frames>,
    painter: Painter,
    /// What is in the ledger's place.
    ledger: String,
    /// The view whose button is marked.
    pressed: Option<Panel>,
    walls: Walls,
    /// The room for the stage, as it was measured.
    room: Room,
    on_command: Callback<Command>,
    on_room: Callback<Room>,
    panels: Panels,
    /// Whether the prover's dialog is open.
    is_proving: bool,
    prove_dialog: NodeRef,
    /// Where proofs are searched for, once one was asked for.
    prover: Option<Background>,
    /// What is watched instead of the person's own run, which is kept until they go back to it.
    watched: Option<Watched>,
    /// Whether a link is being opened: until then there is nothing to show.
    is_opening: bool,
}

/// A run over the person's own: it shows what was found out, or was read from a file.
struct Watched {
    /// Which it is, as a sentence.
    what: String,
    about: String,
    own: Session,
}

/// What reaches the page.
pub enum Msg {
    /// A person did something.
    Do(Command),
    /// The session has changed by itself, because time has passed.
    Refresh,
    /// A file was chosen: its name and its text.
    OpenFile(String, String),
    /// The system went over to light or dark, or other colours were chosen.
    ColoursChanged,
    /// The address's fragment has changed.
    OpenLink,
    /// The stage was measured.
    SetRoom(Room),
    /// A proof is wanted for the group that is looked at.
    OpenProver,
    /// A press in a panel: what it says of itself.
    Press(String),
    /// The prover says something, or is gone.
    Heard(Option<Vec<u8>>),
    /// The prover's dialog was closed.
    CloseProver,
    /// The worker says something that draws what is beside the stage, or is gone.
    Panels(Option<Vec<u8>>),
    /// Back from the run that is watched.
    BackToOwn,
}

/// For the first drawing, which the browser measures before it shows it.
const BEFORE_MEASURED: Room = Room {
    width: 920.0,
    height: 640.0,
};

impl Component for App {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let session = Rc::new(RefCell::new(Session::first(motion())));
        let painter = Painter::new();
        let frames = Rc::new(frame_loop(ctx, &session));
        let link = ctx.link().clone();
        platform::on_key(move |press| {
            let Some(wish) = wish(press) else {
                return platform::Use::Left;
            };
            match wish {
                Wish::Do(command) => link.send_message(Msg::Do(command)),
                Wish::Prove => link.send_message(Msg::OpenProver),
            }
            platform::Use::Taken
        });
        let link = ctx.link().clone();
        platform::on_head(move |wanted| {
            link.send_message(match wanted {
                Wanted::Press(press) => Msg::Press(press),
                Wanted::Colours => Msg::ColoursChanged,
                Wanted::File(name, text) => Msg::OpenFile(name, text),
            });
        });
        let link = ctx.link().clone();
        platform::on_fragment_change(move || link.send_message(Msg::OpenLink));
        let link = ctx.link().clone();
        platform::on_scroll(move |line| link.send_message(Msg::Do(Command::ScrollTo(line))));
        let link = ctx.link().clone();
        platform::on_colour_scheme_change(move || link.send_message(Msg::ColoursChanged));
        let mut panels = Panels::default();
        let fragment = platform::fragment();
        let is_opening = fragment.len() > 1;
        if is_opening {
            panels.ask(Question::Read(fragment));
        }
        Self {
            panels,
            is_opening,
            is_proving: false,
            prove_dialog: NodeRef::default(),
            prover: None,
            watched: None,
            session,
            ledger: String::new(),
            frames,
            painter,
            pressed: None,
            walls: Walls::default(),
            room: BEFORE_MEASURED,
            on_command: ctx.link().callback(Msg::Do),
            on_room: ctx.link().callback(Msg::SetRoom),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Refresh => {}
            Msg::Do(command) => {
                self.panels.wake();
                self.session.borrow_mut().handle(command);
            }
            Msg::OpenLink => self.panels.ask(Question::Read(platform::fragment())),
            Msg::OpenProver => self.open_prover(),
            Msg::CloseProver => self.close_prover(),
            Msg::Press(press) if press == PROVE => self.open_prover(),
            Msg::Press(press) if press == CLOSE_PROVER => self.close_prover(),
            Msg::Press(press) if press == SAVE => self.panels.ask(Question::Save),
            Msg::Press(press) if press == LEAVE_LESSON => self.back_to_own(),
            Msg::Press(press) => match panels::command(&press) {
                Some(command) => drop(self.session.borrow_mut().handle(command)),
                None => self.panels.ask(Question::Press(press)),
            },
            Msg::Heard(bytes) => {
                self.panels.ask(Question::Heard(bytes));
                self.draw_panels(ctx);
                return false;
            }
            Msg::BackToOwn => self.back_to_own(),
            Msg::Panels(bytes) => {
                let deed = self.panels.hear(bytes);
                self.draw_panels(ctx);
                match deed {
                    Some(deed) => self.follow(ctx, deed),
                    None => return false,
                }
            }
            Msg::OpenFile(name, text) => self.panels.ask(Question::Open { name, text }),
            Msg::SetRoom(room) => self.room = room,
            Msg::ColoursChanged => self.painter.forget_colours(),
        }
        if self.session.borrow().playback().is_moving() {
            self.frames.start();
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let session = self.session.borrow();
        let history = session.history();
        let world = &history.current().world;
        let on_command = &self.on_command;
        let on_press = ctx.link().callback(Msg::Press);
        let said = session.told().map_or_else(
            || AttrValue::from(words::opening(world)),
            |entry| AttrValue::from(words::narrate(entry, world)),
        );
        html! {
            <>
                { for session.notice().map(|error| notice(error, on_command)) }
                { for self.watched.as_ref().filter(|_| !session.is_lesson()).map(|it| {
                    watched(&it.what, &it.about, &ctx.link().callback(|()| Msg::BackToOwn))
                }) }
                <main key="main" class="desk" aria-busy={self.is_opening.then_some("true")}>
                    <Stage
                        key="stage"
                        view={View::of(&session, self.room)}
                        painter={self.painter.clone()}
                        on_command={on_command.clone()}
                        on_room={self.on_room.clone()}
                    />
                    <aside key="side" class="side" aria-label={text!("Ledger and code", "账本与代码")}>
                        { for lesson(&session, &on_press) }
                        { panels::ledger(&on_press) }
                        { for why(&session, &on_press) }
                        { code(&session, on_command, &on_press) }
                    </aside>
                </main>
                <footer key="dock" class="dock">
                    { for beside(&session, &on_press) }
                    <Sentence key="sentence" {said} />
                    { controls(&session, on_command) }
                    { timeline(&session, on_command) }
                </footer>
                { panels::prover(&self.prove_dialog, &on_press, &ctx.link().callback(|()| Msg::CloseProver)) }
            </>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        let ledger = ledger(&self.session.borrow());
        platform::put(&mut self.ledger, panels::LEDGER, ledger, Filling::Changed);
        let beside = self.session.borrow().beside();
        if mem::replace(&mut self.pressed, beside) != beside {
            platform::press_view(beside.and_then(panels::number));
        }
        platform::show_modal(&self.prove_dialog, self.is_proving);
        self.walls.draw(&self.session.borrow(), self.room);
        self.painter.take_in(&self.session.borrow(), self.room);
        self.draw_panels(ctx);
    }
}

/// What a press says that closes the prover's dialog.
const CLOSE_PROVER: &str = "prove:close";
/// What a press says that saves the run.
const SAVE: &str = "save:";
/// What a press says that leaves a lesson.
const LEAVE_LESSON: &str = "lesson:leave";

/// The prover's script, beside the page.
const PROVER: &str = "./worker.js";

impl App {
    fn draw_panels(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let heard = move |bytes| link.send_message(Msg::Panels(bytes));
        let dialog = self.is_proving.then_some(Panel::Prover);
        self.panels
            .draw(&mut self.session.borrow_mut(), dialog, heard);
    }

    fn open_prover(&mut self) {
        let shown = self.session.borrow();
        // A counterexample is a smaller world of the own run: that is what is asked about.
        let own = self.watched.as_ref().map_or(&*shown, |it| &it.own);
        let session = if shown.source().is_own() {
            &*shown
        } else {
            own
        };
        let group = session.selected_group();
        self.panels.ask(Question::OpenProver {
            source: session.source().clone(),
            group,
            strategy: session.history().current().world.strategy(group),
        });
        self.is_proving = true;
    }

    /// What is searched is searched no longer, unless the dialog was closed to show something: then
    /// what is left of the table of presets is searched meanwhile.
    fn close_prover(&mut self) {
        if mem::take(&mut self.is_proving) {
            self.panels.ask(Question::Press(CLOSE_PROVER.to_owned()));
        }
    }

    fn follow(&mut self, ctx: &Context<Self>, deed: panels::Deed) {
        let was_opening = mem::take(&mut self.is_opening);
        match deed {
            panels::Deed::Lead(lead) => self.session.borrow_mut().lead(&lead),
            panels::Deed::Notify(why) => self.session.borrow_mut().notify(why),
            panels::Deed::Open(mut opened) => {
                if was_opening {
                    // The head can be pressed before the link is read.
                    opened.beside = opened.beside.or(self.session.borrow().beside());
                }
                self.open(*opened);
            }
            panels::Deed::Make(steps) => {
                for step in steps {
                    self.session
                        .borrow_mut()
                        .handle(Command::Inject(step.choice));
                }
            }
            panels::Deed::Prover(ProverDeed::Start) => {
                let link = ctx.link().clone();
                let heard = move |bytes| link.send_message(Msg::Heard(bytes));
                self.prover = Background::start(PROVER, heard);
            }
            panels::Deed::Prover(ProverDeed::Say(bytes)) => {
                if let Some(prover) = &self.prover {
                    prover.say(&bytes);
                }
            }
            panels::Deed::Prover(ProverDeed::End) => self.prover = None,
        }
    }

    fn open(&mut self, opened: Opened) {
        let (whose, what, about) = (opened.whose, opened.what.clone(), opened.about.clone());
        // The worker has taken these very steps, so they can be taken.
        let Ok(mut session) = Session::opened(opened, motion()) else {
            return;
        };
        self.is_proving = false;
        self.panels.wake();
        if whose == Whose::Own {
            if !what.is_empty() {
                session.notify(what);
            }
            self.session.replace(session);
            self.watched = None;
            return;
        }
        // Over the person's own run, which is kept.
        let before = self.session.replace(session);
        let own = self.watched.take().map_or(before, |it| it.own);
        self.watched = Some(Watched { what, about, own });
    }

    fn back_to_own(&mut self) {
        if let Some(watched) = self.watched.take() {
            let mut own = watched.own;
            own.tell_all();
            self.session.replace(own);
        }
    }
}

fn motion() -> Motion {
    if platform::prefers_reduced_motion() {
        Motion::Reduced
    } else {
        Motion::Full
    }
}

/// While a run plays, it is drawn at most so often: what flies goes on in between.
const DRAWN_EVERY_MS: f64 = 50.0;
/// Where there is much to draw, so that the frame in which it is takes long, the next drawing waits for so many
/// times as long.
const FRAMES_A_DRAWING: f64 = 3.0;

/// Time passes with each frame. Only when a step was taken is the page drawn anew.
fn frame_loop(ctx: &Context<App>, session: &Rc<RefCell<Session>>) -> Frames {
    let (session, link) = (session.clone(), ctx.link().clone());
    // Whether something is still to be drawn; for how long it was not; and how long the last drawing took.
    let (is_owed, waited_ms, drawing_ms) = (Cell::new(false), Cell::new(0.0), Cell::new(0.0));
    Frames::new(move |elapsed_ms| {
        let halt = if platform::is_presented() {
            Halt::AtSought
        } else {
            Halt::Never
        };
        let frame = Command::Frame { elapsed_ms, halt };
        let change = session.borrow_mut().handle(frame);
        let is_moving = session.borrow().playback().is_moving();
        let before_ms = waited_ms.replace(waited_ms.get() + elapsed_ms);
        if before_ms == 0.0 {
            drawing_ms.set(elapsed_ms);
        }
        is_owed.set(is_owed.get() || change == Change::Everything);
        let wait_ms = DRAWN_EVERY_MS.max(drawing_ms.get() * FRAMES_A_DRAWING);
        if is_owed.get() && (waited_ms.get() >= wait_ms || !is_moving) {
            is_owed.set(false);
            waited_ms.set(0.0);
            link.send_message(Msg::Refresh);
        }
        if is_moving {
            Next::Continue
        } else {
            Next::Stop
        }
    })
}
