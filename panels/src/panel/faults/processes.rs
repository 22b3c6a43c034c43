//! Processes, and what can happen to each.

use super::super::Look;
use super::Button;
use maud::{Markup, html};
use offsetscope_core::choice::Choice;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::network::Client;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
use offsetscope_words::{Fault, Names, activity, fault_note, fault_verb, why_no_fault};

pub fn processes(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    let possible = world.choices();
    let setup = world.setup();
    html! {
        table {
            caption { (text!("Processes", "进程")) }
            tbody {
                @for id in setup.consumer_ids() {
                    tr data-about={ "c:" (id.0) } {
                        th scope="row" { (Names::of(world).consumer(id)) small { (activity(Names::of(world), world.consumer(id).activity())) } }
                        td { (buttons(world, Client::Consumer(id), &possible)) }
                    }
                }
                @for id in setup.producer_ids() {
                    tr {
                        th scope="row" { (Names::of(world).producer(id)) small { (text!("producer", "生产者")) } }
                        td { (buttons(world, Client::Producer(id), &possible)) }
                    }
                }
            }
        }
    }
}

fn buttons(world: &World, client: Client, possible: &[Choice]) -> Markup {
    let network = if world.network().is_cut_off(client) {
        (Fault::Heal, Choice::Heal(client))
    } else {
        (Fault::Cut, Choice::Cut(client))
    };
    let of_process = match client {
        Client::Consumer(id) => of_process(world, id),
        Client::Producer(_) => Vec::new(),
    };
    let name = Names::of(world).client(client);
    let button = |(fault, choice): (Fault, Choice)| {
        let makes: Vec<_> = possible
            .iter()
            .copied()
            .filter(|&it| it == choice)
            .collect();
        let note = if makes.is_empty() {
            why_no_fault(fault)
        } else {
            fault_note(fault)
        };
        let says = fault_verb(fault);
        Button {
            id: format!("fault-{says}-{name}").replace(' ', "-"),
            says,
            name: say!("{says} {name}, {note}", "{says} {name}，{note}"),
            makes,
            note,
        }
    };
    let all = of_process.into_iter().chain([network]).map(button);
    html! { @for button in all { (button.draw()) " " } }
}

fn of_process(world: &World, id: ConsumerId) -> Vec<(Fault, Choice)> {
    let consumer = world.consumer(id);
    if !consumer.is_running() {
        return vec![(Fault::Restart, Choice::Restart(id))];
    }
    let pause = if consumer.is_paused() {
        (Fault::Resume, Choice::Resume(id))
    } else {
        (Fault::Pause, Choice::Pause(id))
    };
    vec![
        (Fault::Crash, Choice::Crash(id)),
        pause,
        (Fault::Stop, Choice::Stop(id)),
    ]
}
