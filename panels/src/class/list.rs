//! The lessons that there are, and how far one is.

use super::Progress;
use super::rich::rich;
use maud::{Markup, html};
use offsetscope_lessons::catalogue::{LESSONS, Listed};

/// The list.
pub fn list(progress: &Progress) -> Markup {
    let done = LESSONS.iter().filter(|it| progress.best(it.id).is_some());
    html! {
        div class="lessons" {
            p class="lead" {
                "Each lesson is a short way through a real run. It asks what will happen before it shows it, and ends with something to do. "
                (done.count()) " of " (LESSONS.len()) " goals reached."
            }
            @if let Some(link) = &progress.last_visit {
                p { "Your last visit ended elsewhere: " a id="last-visit" href={ "#" (link) } { "go on from there" } "." }
            }
            p { button id="make-lesson" class="plain" data-do="make-lesson:open" { "Make a lesson of the run that you look at" } }
            ol {
                @for (number, listed) in (1_usize..).zip(LESSONS) {
                    (entry(number, *listed, progress))
                }
            }
        }
    }
}

fn entry(number: usize, listed: Listed, progress: &Progress) -> Markup {
    // A test sees to it that every lesson can be read.
    let Ok(lesson) = listed.lesson() else {
        return html! {};
    };
    let best = progress.best(listed.id);
    html! {
        li class=[best.map(|_| "done")] {
            button id={ "start-" (listed.id) } data-do={ "start-lesson:" (listed.id) } {
                span class="number" { (number) } b { (lesson.title.0) }
                @if let Some(actions) = best {
                    span class="best" { "✓ " (actions) " " (if actions == 1 { "action" } else { "actions" }) }
                }
            }
            p { (rich(&lesson.about.0)) }
        }
    }
}
