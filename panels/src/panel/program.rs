//! A consumer's program in a language of one's choice, with the places that its statements can be
//! moved to.

use super::Look;
use super::toggle;
use crate::deed;
use crate::switches::Switch;
use maud::{Markup, html};
use offsetscope_core::client::program::{Place, Program, Statement};
use offsetscope_core::client::strategy::CommitPlace;
use offsetscope_core::ids::GroupId;
use offsetscope_language::{say, text};
use offsetscope_words::{self as words, CodeLine, Language, Slot};

/// The program of the consumer that is looked at.
pub fn program(look: &Look<'_>) -> Markup {
    let world = &look.run.current().world;
    let consumer = world.consumer(look.gaze.consumer);
    let (strategy, its) = (consumer.application.strategy, consumer.application.program);
    let native = Language::of(consumer.client.library.kind());
    let language = look.switches.language().unwrap_or(native);
    let next = world.strategy(consumer.group);
    let places: Vec<Place> = consumer.places().collect();
    html! {
        div.languages role="group" aria-label=(text!("Language", "编程语言")) {
            @for language in Language::ALL {
                (toggle(look, Switch::Language(language, native), &html! { (language.name()) }))
            }
        }
        @match words::program_in(language, strategy, &its) {
            Err(why_not) => p.why-not { (why_not) },
            Ok(lines) => {
                @let slots = words::slots(language.library(), strategy, &its, &lines);
                ol id="lines" tabindex="0" aria-label=(text!("Program", "程序")) {
                    @for (number, line) in lines.iter().enumerate() {
                        (slots_before(&slots, number, consumer.group))
                        (code_line(line, &its, &places))
                    }
                }
            }
        }
        @if next != strategy {
            p.note { (say!("From its next poll on: {}.", "从下一次 poll 起：{}。"; words::strategy_name(next))) }
        }
        p.note { (words::strategy_note(strategy)) }
    }
}

fn slots_before(slots: &[Slot], number: usize, group: GroupId) -> Markup {
    html! {
        @for slot in slots.iter().filter(|slot| slot.before == number) {
            li.slot style={ "--depth: " (slot.depth) } {
                @let name = words::strategy_name(slot.step.to);
                button id={ "slot-" (name) } aria-label={ (text!("Move here: ", "移到这里：")) (name) }
                    data-do=(deed::commit_as(group, slot.step.to)) { (name) }
            }
        }
    }
}

fn code_line(line: &CodeLine, program: &Program, places: &[Place]) -> Markup {
    let lit = line.place.is_some_and(|place| places.contains(&place));
    let is_comment = line.text.starts_with("//") || line.text.starts_with('#');
    let moves = can_be_moved(line, program, is_comment);
    html! {
        li.lit[lit].comment[is_comment].grip[moves] style={ "--depth: " (line.depth) }
            aria-current=[lit.then_some("step")] draggable=[moves.then_some("true")] {
            code { (line.text) }
        }
    }
}

/// Whether a line is of the statement that commits, or of the one that processes.
fn can_be_moved(line: &CodeLine, program: &Program, is_comment: bool) -> bool {
    match line.place {
        Some(Place::Line(number)) => matches!(
            program.lines()[usize::from(number)].statement,
            Statement::Process
                | Statement::HandOff
                | Statement::ProcessAndStoreOffset(_)
                | Statement::StoreOffset
                | Statement::CommitSync(_)
                | Statement::CommitAsync(_)
        ),
        _ => is_comment && program.commit_place() == CommitPlace::ByClient,
    }
}
