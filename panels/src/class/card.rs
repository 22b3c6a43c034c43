//! The card of the lesson that is taken.

use super::rich::rich;
use super::{Class, Help, Place, Progress};
use core::cmp::Ordering;
use maud::{Markup, html};
use offsetscope_lessons::catalogue::LESSONS;
use offsetscope_lessons::read::ReadPart;
use offsetscope_messages::panels::Gaze;

/// The card, at the moment that is looked at.
pub fn card(class: &Class, progress: &Progress, gaze: Gaze) -> Markup {
    let number = class.listed.map(|place| place + 1);
    html! {
        h2 id="lesson-title" dir="auto" {
            @if let Some(number) = number { span class="number" { "Lesson " (number) } }
            (class.course.lesson.title.0)
            button id="lesson-leave" data-do="lesson:leave" { "Leave" }
        }
        (way(class))
        div class="words" dir="auto" {
            @match class.place {
                Place::Asked(part) => (asked(class, part)),
                Place::Told(part) if class.is_shown(part, gaze) => (told(class, part)),
                Place::Told(part) => (happening(class, part)),
                Place::Goal => (goal(class, progress)),
            }
        }
    }
}

/// How far one is.
fn way(class: &Class) -> Markup {
    let parts = class.parts.len();
    let here = match class.place {
        Place::Asked(part) | Place::Told(part) => part,
        Place::Goal => parts,
    };
    let all = parts + usize::from(class.course.goal.is_some());
    html! {
        p class="way" role="img" aria-label={ "Moment " (here + 1) " of " (all) } {
            @for place in 0..all {
                i class={ (standing(place.cmp(&here))) (if place == parts { " goal" } else { "" }) } {}
            }
        }
    }
}

fn standing(to_here: Ordering) -> &'static str {
    match to_here {
        Ordering::Less => "past",
        Ordering::Equal => "here",
        Ordering::Greater => "",
    }
}

/// A control; the one that was pressed last is where the focus is, so that is where the next one is
/// that leads on.
fn control(class: &Class, place: usize, what: &str, name: &str, kind: Option<&str>) -> Markup {
    let id = match place {
        0 => class.pressed,
        it if it == class.pressed => 0,
        it => it,
    };
    html! {
        button id={ "lesson-" (id) } class=[kind] data-do={ "lesson:" (what) "#" (id) } { (name) }
    }
}

fn asked(class: &Class, part: usize) -> Markup {
    let read = &class.parts[part];
    html! {
        p class="question" { (rich(read.question.as_deref().unwrap_or_default())) }
        ul class="answers" {
            @for (option, answer) in read.options.iter().enumerate() {
                @let hands = class.hands.get(option).copied().unwrap_or_default();
                li {
                    button id={ "lesson-" (option) } data-do={ "lesson:answer-" (option) "#" (option) } { (rich(answer)) }
                    span class="hands" role="group" aria-label={ "Hands for answer " (option + 1) } {
                        button id={ "hand-less-" (option) } data-do={ "lesson:hand-" (option) "-#" (option) } aria-label="One hand less" { "−" }
                        output { (hands) }
                        button id={ "hand-more-" (option) } data-do={ "lesson:hand-" (option) "+#" (option) } aria-label="One hand more" { "+" }
                    }
                }
            }
        }
        p class="aside" { "The run waits for your answer, and then goes on to show who is right." }
        (notes(read))
    }
}

/// While the run goes on to where there is something to say.
fn happening(class: &Class, part: usize) -> Markup {
    let ends = class.course.parts[part].ends;
    let read = &class.parts[part];
    html! {
        @if let (Some(question), Some(answer)) = (&read.question, class.answers[part]) {
            p class="question" { (rich(question)) }
            p { "You said: " (rich(&read.options[answer])) }
        }
        p role="status" { "Watch the stage." }
        div class="controls" {
            button id={ "lesson-" (class.pressed) } data-do={ "go:" (ends) } { "Skip to the end of this" }
        }
    }
}

fn told(class: &Class, part: usize) -> Markup {
    let read = &class.parts[part];
    let is_last = part + 1 == class.parts.len();
    html! {
        (grade(class, part))
        @for paragraph in &read.say {
            p { (rich(paragraph)) }
        }
        @if let Some(myth) = &read.myth {
            div class="myth" {
                p { b { "Often said: " } "“" (rich(&myth.said)) "”" }
                p { b { "But: " } (rich(&myth.truth)) }
                p { a href={ "fidelity.html#" (anchor(&myth.see)) } target="_blank" { "How this is checked" } }
            }
        }
        div class="controls" {
            @if !is_last {
                (control(class, 0, "on", "Continue", Some("primary")))
            } @else if class.course.goal.is_some() {
                (control(class, 0, "on", "To the goal", Some("primary")))
            } @else {
                p { "That is the end of this lesson." }
            }
            (control(class, 1, "again", "Show it again", None))
            @if part > 0 { (control(class, 2, "back", "Back", None)) }
        }
        (notes(read))
    }
}

/// Whether the prediction came true.
fn grade(class: &Class, part: usize) -> Markup {
    let read = &class.parts[part];
    let (Some(question), Some(answer)) = (&read.question, class.answers[part]) else {
        return html! {};
    };
    let right = class.course.parts[part].right;
    let is_right = right == Some(answer);
    html! {
        p class="question" { (rich(question)) }
        div class={ "grade " (if is_right { "right" } else { "wrong" }) } role="status" {
            @if is_right {
                p { b { "✓ Right: " } (rich(&read.options[answer])) }
            } @else {
                p { b { "✗ Not so: " } (rich(&read.options[answer])) }
                @if let Some(because) = &read.because[answer] { p { (rich(because)) } }
                @if let Some(right) = right { p { b { "It was: " } (rich(&read.options[right])) } }
            }
        }
    }
}

fn notes(read: &ReadPart) -> Markup {
    html! {
        @if let Some(notes) = &read.notes {
            p class="notes" { b { "For the teacher: " } (rich(notes)) }
        }
    }
}

fn goal(class: &Class, progress: &Progress) -> Markup {
    let (Some(goal), Some(known)) = (&class.course.lesson.goal, &class.course.goal) else {
        return html! {};
    };
    let best = class.listed.and_then(|it| progress.best(LESSONS[it].id));
    let help = class.attempt.help;
    html! {
        p class="question" { b { "Your goal: " } (rich(&goal.say.0)) }
        div role="status" {
            @if let Some(actions) = class.attempt.reached {
                div class="grade right" {
                    p { b { "✓ Reached" } " with " (count(actions)) "." }
                    p { (golf(actions, known.actions)) }
                }
            } @else if help == Help::Solution {
                p { "This is one way to do it, with " (count(known.actions)) ". Now do it yourself: what was shown does not count." }
            } @else if let Some(best) = best {
                p class="aside" { "You have reached it before, with " (count(best)) "." }
            }
            @if help == Help::Hint { p class="hint" { b { "A hint: " } (rich(&goal.hint.0)) } }
        }
        div class="controls" {
            @if let Some(next) = class.next().filter(|_| class.attempt.reached.is_some()) {
                button id={ "lesson-" (class.pressed) } class="primary" data-do={ "start-lesson:" (next.id) } { "Next lesson" }
            }
            (control(class, 1, "again", "Begin again", None))
            @if help == Help::None && class.attempt.reached.is_none() { (control(class, 2, "hint", "A hint", None)) }
            @if help != Help::Solution { (control(class, 3, "solution", "Show a solution", None)) }
            (control(class, 4, "back", "Back", None))
        }
    }
}

/// How few actions it took.
fn golf(actions: u32, fewest: u32) -> String {
    match actions.checked_sub(fewest) {
        Some(0) => "Nobody knows a shorter way.".to_owned(),
        Some(_) => format!("It can be done with {}.", count(fewest)),
        None => format!(
            "The shortest way that we knew took {}: yours is shorter.",
            count(fewest)
        ),
    }
}

fn count(actions: u32) -> String {
    match actions {
        0 => "no action but watching".to_owned(),
        1 => "1 action".to_owned(),
        more => format!("{more} actions"),
    }
}

/// What a row of the fidelity page is called in an address.
fn anchor(row: &str) -> String {
    let word = |it: char| {
        if it.is_ascii_alphanumeric() {
            it.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    row.chars().map(word).collect()
}
