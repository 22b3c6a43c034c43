//! The page: owns the session, passes commands to it, and hands its slices to the panels.

use crate::code::code;
use crate::controls::{Header, KeySheet, Sentence, controls, key_sheet, notice};
use crate::keys::{Wish, wish};
use crate::ledger::ledger;
use crate::platform::{self, Frames, Next, Theme};
use crate::scene::Room;
use crate::session::{Change, Command, Motion, Session};
use crate::stage::{Painter, Stage, View};
use crate::timeline::timeline;
use offsetscope_words as words;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The page.
pub struct App {
    session: Rc<RefCell<Session>>,
    frames: Rc<Frames>,
    painter: Painter,
    /// The room for the stage, as it was measured.
    room: Room,
    on_command: Callback<Command>,
    on_room: Callback<Room>,
    theme: Theme,
    key_sheet: KeySheet,
    dialog: NodeRef,
}

/// What reaches the page.
pub enum Msg {
    /// A person did something.
    Do(Command),
    /// The session has changed by itself, because time has passed.
    Refresh,
    /// A key that is not a command.
    ShowKeys,
    /// The key sheet was closed.
    HideKeys,
    /// Other colours.
    SetTheme(Theme),
    /// The system went over to light or dark.
    ColoursChanged,
    /// The address's fragment has changed.
    OpenLink,
    /// The stage was measured.
    SetRoom(Room),
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
        let theme = platform::stored_theme();
        platform::apply_theme(theme);
        let session = Rc::new(RefCell::new(open_session()));
        let painter = Painter::new();
        let frames = Rc::new(frame_loop(ctx, &session, &painter));
        let link = ctx.link().clone();
        platform::on_key(move |press| {
            let Some(wish) = wish(press) else {
                return platform::Use::Left;
            };
            link.send_message(match wish {
                Wish::Do(command) => Msg::Do(command),
                Wish::ShowKeys => Msg::ShowKeys,
            });
            platform::Use::Taken
        });
        let link = ctx.link().clone();
        platform::on_fragment_change(move || link.send_message(Msg::OpenLink));
        let link = ctx.link().clone();
        platform::on_colour_scheme_change(move || link.send_message(Msg::ColoursChanged));
        Self {
            session,
            frames,
            painter,
            room: BEFORE_MEASURED,
            on_command: ctx.link().callback(Msg::Do),
            on_room: ctx.link().callback(Msg::SetRoom),
            theme,
            key_sheet: KeySheet::Closed,
            dialog: NodeRef::default(),
        }
    }

    fn update(&mut self, _ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Refresh => {}
            Msg::Do(command) => {
                self.session.borrow_mut().handle(command);
            }
            Msg::OpenLink => {
                self.session.replace(open_session());
            }
            Msg::SetRoom(room) => self.room = room,
            Msg::ColoursChanged => self.painter.forget_colours(),
            Msg::ShowKeys => self.key_sheet = KeySheet::Open,
            Msg::HideKeys => self.key_sheet = KeySheet::Closed,
            Msg::SetTheme(theme) => {
                self.theme = theme;
                platform::apply_theme(theme);
                self.painter.forget_colours();
            }
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
        let said = session.told().map_or_else(
            || AttrValue::from(words::opening(world)),
            |entry| AttrValue::from(words::narrate(entry, world)),
        );
        let header = Header {
            theme: self.theme,
            on_theme: ctx.link().callback(Msg::SetTheme),
            on_keys: ctx.link().callback(|()| Msg::ShowKeys),
        };
        html! {
            <div class="page">
                { header.view() }
                { for session.notice().map(|error| notice(error, on_command)) }
                <main key="main" class="desk">
                    <Stage
                        key="stage"
                        view={View::of(&session, self.room)}
                        painter={self.painter.clone()}
                        on_command={on_command.clone()}
                        on_room={self.on_room.clone()}
                    />
                    <aside key="side" class="side" aria-label="Ledger and code">
                        { ledger(&session) }
                        { code(&session) }
                    </aside>
                </main>
                <footer key="dock" class="dock">
                    <Sentence key="sentence" {said} />
                    { controls(&session, on_command) }
                    { timeline(&session, on_command) }
                </footer>
                { key_sheet(&self.dialog, &ctx.link().callback(|()| Msg::HideKeys)) }
            </div>
        }
    }

    fn rendered(&mut self, _ctx: &Context<Self>, _first_render: bool) {
        platform::show_modal(&self.dialog, self.key_sheet == KeySheet::Open);
        self.painter.take_in(&self.session.borrow(), self.room);
    }
}

fn open_session() -> Session {
    let motion = if platform::prefers_reduced_motion() {
        Motion::Reduced
    } else {
        Motion::Full
    };
    Session::open(&platform::fragment(), motion)
}

/// A frame moves what flies. Only when a step was taken is the page drawn anew.
fn frame_loop(ctx: &Context<App>, session: &Rc<RefCell<Session>>, painter: &Painter) -> Frames {
    let (session, painter, link) = (session.clone(), painter.clone(), ctx.link().clone());
    Frames::new(move |elapsed_ms| {
        let change = session.borrow_mut().handle(Command::Frame { elapsed_ms });
        let session = session.borrow();
        match change {
            Change::Time => painter.paint(session.playback().shown_ms),
            Change::Everything => link.send_message(Msg::Refresh),
        }
        if session.playback().is_moving() {
            Next::Continue
        } else {
            Next::Stop
        }
    })
}
