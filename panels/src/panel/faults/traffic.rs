//! What is on its way, link by link: a connection that breaks takes all that is on it along.

use super::super::Look;
use super::Button;
use maud::{Markup, html};
use offsetscope_core::choice::Choice;
use offsetscope_core::network::{Link, Message};
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
use offsetscope_words::{
    BREAK_NOTE, CANNOT_NOTICE, DELAY_NOTE, NOTHING_ON_ITS_WAY, Names, clock_time, link_name,
    message_name,
};

/// A second is long enough to be seen, and shorter than any time-out.
const DELAY_MS: i64 = 1_000;

pub fn traffic(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    let links: Vec<Link> = world.network().busy_links().collect();
    let possible = world.choices();
    html! {
        table {
            caption { (text!("On its way", "在途")) }
            tbody {
                @for (place, &link) in links.iter().enumerate() {
                    tr { (row(look, place, link, &possible)) }
                }
            }
        }
        @if links.is_empty() { p.quiet { (NOTHING_ON_ITS_WAY) } }
    }
}

fn row(look: &Look<'_>, place: usize, link: Link, possible: &[Choice]) -> Markup {
    let world = &look.run.current().world;
    let arrives_ms = look.run.current().clock.due_ms(Choice::Deliver(link));
    let arrives_ms = arrives_ms.map_or(0, |it| it - look.run.opening_ms());
    let name = link_name(link, Names::of(world));
    let breaks = Choice::Disconnect(link);
    let can_break = possible.contains(&breaks);
    let by_ms = DELAY_MS;
    let buttons = [
        Button {
            id: format!("break-{place}"),
            says: text!("break", "断开"),
            name: say!("break the connection, {name}", "断开连接，{name}"),
            makes: if can_break { vec![breaks] } else { Vec::new() },
            note: if can_break { BREAK_NOTE } else { CANNOT_NOTICE },
        },
        Button {
            id: format!("delay-{place}"),
            says: text!("1 s later", "晚 1 秒"),
            name: say!("1 s later, {name}", "晚 1 秒，{name}"),
            makes: vec![Choice::Delay { link, by_ms }],
            note: DELAY_NOTE,
        },
    ];
    html! {
        th scope="row" { (name) small { (what(world, link)) (text!(", due at ", "，到达时间 ")) (clock_time(arrives_ms)) } }
        td { @for button in buttons { (button.draw()) " " } }
    }
}

/// `commit, 2 heartbeats`
fn what(world: &World, link: Link) -> String {
    let kinds = world.network().on_link(link).map(Message::kind);
    let names: Vec<&str> = kinds.map(message_name).collect();
    names.join(text!(", ", "、"))
}
