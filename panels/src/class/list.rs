//! The lessons that there are, and how far one is.

use super::Progress;
use super::rich::rich;
use maud::{Markup, html};
use offsetscope_language::{say, text};
use offsetscope_lessons::catalogue::{LESSONS, Listed};

/// The list.
pub fn list(progress: &Progress) -> Markup {
    let done = LESSONS.iter().filter(|it| progress.best(it.id).is_some());
    html! {
        div class="lessons" {
            p class="lead" {
                (text!(
                    "Each lesson is a short way through a real run. It asks what will happen before it shows it, and ends with something to do. ",
                    "每一课都是一次真实运行中的一小段路。它先问会发生什么，再演示，最后有一件事要你动手做。",
                ))
                (say!("{0} of {1} goals reached.", "已达成 {0} 个目标，共 {1} 个。"; done.count(), LESSONS.len()))
            }
            @if let Some(link) = &progress.last_visit {
                p {
                    (text!("Your last visit ended elsewhere: ", "你上次离开时在别处："))
                    a id="last-visit" href={ "#" (link) } { (text!("go on from there", "从那里继续")) }
                    (text!(".", "。"))
                }
            }
            ol {
                @for (number, listed) in (1_usize..).zip(LESSONS) {
                    (entry(number, *listed, progress))
                }
            }
            p {
                button id="make-lesson" class="plain" data-do="make-lesson:open" {
                    (text!("Make a lesson of the run that you look at", "把你正在看的运行做成一课"))
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
                    span class="best" { "✓ " (taken(actions)) }
                }
            }
            p { (rich(&lesson.about.0)) }
        }
    }
}

fn taken(actions: u32) -> String {
    match actions {
        1 => text!("1 action", "1 次操作").to_owned(),
        more => say!("{more} actions", "{more} 次操作"),
    }
}
