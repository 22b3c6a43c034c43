//! The workshop, as a form.

use super::{Linked, Marked, OPTIONS, Workshop};
use crate::panel::copied;
use maud::{Markup, html};
use offsetscope_files::link::MOST_CHARACTERS;
use offsetscope_language::{say, text};

const REACHED: &str = text!(
    "It is reached when this is so, such as duplicated(fulfilment) = 1",
    "这个条件成立时即达成，例如 duplicated(fulfilment) = 1",
);
const QUESTION: &str = text!(
    "A question that comes before it; may be empty",
    "在它之前提出的问题；可以留空",
);
const SAID: &str = text!(
    "What is said there; an empty line begins a paragraph",
    "在那里要说的话；空行表示另起一段",
);

/// The form; `step` is the moment that is looked at.
pub fn workshop(workshop: &Workshop, step: u32) -> Markup {
    html! {
        div class="workshop" {
            p class="lead" {
                (text!(
                    "A lesson is a path through the run that you look at, with what you made happen in it. Go to a moment, mark it, and write what is to be said there. ",
                    "一课就是你正在看的这次运行里的一条路，包括你在其中做过的事。走到一个时刻，标记它，写下在那里要说的话。",
                ))
                (text!("What stands in braces is measured: ", "花括号里的内容会当场测量："))
                code { "{pending(fulfilment)}" }
                (text!(".", "。"))
            }
            (line("lesson-title", text!("Title", "标题"), &workshop.title))
            (line("lesson-about", text!("What one learns, in a sentence", "学到什么，用一句话说"), &workshop.about))
            @for (place, moment) in workshop.moments.iter().enumerate() { (marked(place, moment)) }
            p { button id="lesson-mark" data-do="make-lesson:mark" {
                    (say!("Mark this moment (step {step})", "标记这个时刻（第 {step} 步）"))
                } }
            fieldset {
                legend { (text!("The goal", "目标")) }
                p class="aside" {
                    (text!(
                        "To be reached by hand, in the same cluster without what you made happen. What you made happen is the solution. Leave it empty for none.",
                        "要在同样的集群里亲手达成，你做过的事那里都没有发生；你做过的事就是解法。不要目标就留空。",
                    ))
                }
                (line("lesson-goal", text!("What is to be done", "要做什么"), &workshop.goal))
                (line("lesson-reach", REACHED, &workshop.reach))
                (line("lesson-hint", text!("A hint", "提示"), &workshop.hint))
            }
            @if !workshop.problems.is_empty() {
                div role="alert" { ul { @for problem in &workshop.problems { li { (problem) } } } }
            }
            p class="controls" {
                button id="lesson-try" data-do="make-lesson:try" { (text!("Try it", "试一试")) }
                button id="lesson-save" data-do="make-lesson:save" { (text!("Save as a file", "保存为文件")) }
                button id="lesson-link" data-do="make-lesson:link" { (text!("As a link", "生成链接")) }
                button id="lesson-list" data-do="make-lesson:close" { (text!("Back to the lessons", "返回课程列表")) }
            }
            @match &workshop.link {
                Some(Linked::Here(link)) => (copied("lesson-address", text!("Link", "链接"), link, LINK_NOTE)),
                Some(Linked::TooLong(characters)) => p role="status" { (say!(
                    "It is too long for a link, which may have {MOST_CHARACTERS} characters: it has {characters}. Save it as a file.",
                    "它太长，放不进链接：链接最多 {MOST_CHARACTERS} 个字符，它有 {characters} 个。请保存为文件。"
                )) },
                None => {},
            }
        }
    }
}

const LINK_NOTE: &str = text!(
    "Whoever opens it begins the lesson, as it is now.",
    "打开它的人会开始这节课，内容就是现在这样。",
);

fn marked(place: usize, moment: &Marked) -> Markup {
    html! {
        fieldset {
            legend { (say!("Moment {0}, at step {1}", "时刻 {0}，在第 {1} 步"; place + 1, moment.step)) }
            (line(&format!("lesson-question-{place}"), QUESTION, &moment.question))
            @if !moment.question.is_empty() {
                @for option in 0..OPTIONS {
                    div class="pair" {
                        (line(&format!("lesson-option-{place}-{option}"), &say!("Answer {}", "答案 {}"; option + 1), &moment.options[option].0))
                        (line(&format!("lesson-if-{place}-{option}"), text!("It is right if", "它在什么条件下正确"), &moment.options[option].1))
                    }
                }
            }
            (words(&format!("lesson-say-{place}"), SAID, &moment.say))
            (words(&format!("lesson-notes-{place}"), text!("Notes for the teacher; may be empty", "给老师的备注；可以留空"), &moment.notes))
            p {
                button id={ "lesson-see-" (place) } data-do={ "go:" (moment.step) } { (text!("Go there", "去那里")) }
                button id={ "lesson-unmark-" (place) } data-do={ "make-lesson:unmark-" (place) } { (text!("Take it out", "去掉")) }
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
