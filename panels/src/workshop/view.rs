//! The workshop, as a form.

use super::{Marked, OPTIONS, Workshop};
use maud::{Markup, html};

/// The form; `step` is the moment that is looked at.
pub fn workshop(workshop: &Workshop, step: u32) -> Markup {
    html! {
        div class="workshop" {
            p class="lead" {
                "A lesson is a path through the run that you look at, with what you made happen in it. Go to a moment, mark it, and write what is to be said there. "
                "What stands in braces is measured: " code { "{lag(fulfilment)}" } "."
            }
            (line("lesson-title", "Title", &workshop.title))
            (line("lesson-about", "What one learns, in a sentence", &workshop.about))
            @for (place, moment) in workshop.moments.iter().enumerate() { (marked(place, moment)) }
            p { button id="lesson-mark" data-do="make-lesson:mark" { "Mark this moment (step " (step) ")" } }
            fieldset {
                legend { "The goal" }
                p class="aside" { "To be reached by hand, in the same cluster without what you made happen. What you made happen is the solution. Leave it empty for none." }
                (line("lesson-goal", "What is to be done", &workshop.goal))
                (line("lesson-reach", "It is reached when this is so, such as duplicated(fulfilment) = 1", &workshop.reach))
                (line("lesson-hint", "A hint", &workshop.hint))
            }
            @if !workshop.problems.is_empty() {
                div role="alert" { ul { @for problem in &workshop.problems { li { (problem) } } } }
            }
            p class="controls" {
                button id="lesson-try" data-do="make-lesson:try" { "Try it" }
                button id="lesson-save" data-do="make-lesson:save" { "Save as a file" }
                button id="lesson-list" data-do="make-lesson:close" { "Back to the lessons" }
            }
        }
    }
}

fn marked(place: usize, moment: &Marked) -> Markup {
    html! {
        fieldset {
            legend { "Moment " (place + 1) ", at step " (moment.step) }
            (line(&format!("lesson-question-{place}"), "A question that comes before it; may be empty", &moment.question))
            @if !moment.question.is_empty() {
                @for option in 0..OPTIONS {
                    div class="pair" {
                        (line(&format!("lesson-option-{place}-{option}"), &format!("Answer {}", option + 1), &moment.options[option].0))
                        (line(&format!("lesson-if-{place}-{option}"), "It is right if", &moment.options[option].1))
                    }
                }
            }
            (words(&format!("lesson-say-{place}"), "What is said there; an empty line begins a paragraph", &moment.say))
            (words(&format!("lesson-notes-{place}"), "Notes for the teacher; may be empty", &moment.notes))
            p {
                button id={ "lesson-see-" (place) } data-do={ "go:" (moment.step) } { "Go there" }
                button id={ "lesson-unmark-" (place) } data-do={ "make-lesson:unmark-" (place) } { "Take it out" }
            }
        }
    }
}

fn line(id: &str, name: &str, text: &str) -> Markup {
    html! { label { span { (name) } input id=(id) data-field=(id) value=(text); } }
}

fn words(id: &str, name: &str, text: &str) -> Markup {
    html! { label { span { (name) } textarea id=(id) data-field=(id) rows="2" { (text) } } }
}
