//! The card of the lesson that is taken.

use super::rich::rich;
use super::{Class, Help, Place, Progress};
use core::cmp::Ordering;
use maud::{Markup, html};
use offsetscope_language::{say, text};
use offsetscope_lessons::catalogue::LESSONS;
use offsetscope_lessons::read::ReadPart;
use offsetscope_messages::panels::Gaze;

/// The card, at the moment that is looked at.
pub fn card(class: &Class, progress: &Progress, gaze: Gaze) -> Markup {
    let number = class.listed.map(|place| place + 1);
    html! {
        h2 id="lesson-title" dir="auto" {
            @if let Some(number) = number { span class="number" { (say!("Lesson {number}", "第 {number} 课")) } }
            (class.course.lesson.title.0)
            button id="lesson-leave" data-do="lesson:leave" { (text!("Leave", "离开")) }
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
    let how_far = say!("Moment {0} of {1}", "第 {0} 个时刻，共 {1} 个"; here + 1, all);
    html! {
        p class="way" role="img" aria-label=(how_far) {
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

fn hands_for(answer: usize) -> String {
    say!("Hands for answer {answer}", "答案 {answer} 的举手人数")
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
                    span class="hands" role="group" aria-label=(hands_for(option + 1)) {
                        button id={ "hand-less-" (option) } data-do={ "lesson:hand-" (option) "-#" (option) } aria-label=(text!("One hand less", "举手减一")) { "−" }
                        output { (hands) }
                        button id={ "hand-more-" (option) } data-do={ "lesson:hand-" (option) "+#" (option) } aria-label=(text!("One hand more", "举手加一")) { "+" }
                    }
                }
            }
        }
        p class="aside" {
            (text!(
                "The run waits for your answer, and then goes on to show who is right.",
                "运行在等你回答，然后会继续，看看谁是对的。",
            ))
        }
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
            p { (text!("You said: ", "你的回答：")) (rich(&read.options[answer])) }
        }
        p role="status" { (text!("Watch the stage.", "请看舞台。")) }
        div class="controls" {
            button id={ "lesson-" (class.pressed) } data-do={ "go:" (ends) } { (text!("Skip to the end of this", "跳到这一段的末尾")) }
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
                p { b { (text!("Often said: ", "常有人说：")) } "“" (rich(&myth.said)) "”" }
                p { b { (text!("But: ", "其实：")) } (rich(&myth.truth)) }
                p {
                    a href={ "fidelity.html#" (anchor(&myth.see)) } target="_blank" {
                        (text!("How this is checked", "这一点是怎样核对的"))
                    }
                }
            }
        }
        div class="controls" {
            @if !is_last {
                (control(class, 0, "on", text!("Continue", "继续"), Some("primary")))
            } @else if class.course.goal.is_some() {
                (control(class, 0, "on", text!("To the goal", "去完成目标"), Some("primary")))
            } @else {
                p { (text!("That is the end of this lesson.", "这一课到此结束。")) }
            }
            (control(class, 1, "again", text!("Show it again", "再看一遍"), None))
            @if part > 0 { (control(class, 2, "back", text!("Back", "返回"), None)) }
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
                p { b { (text!("✓ Right: ", "✓ 对了：")) } (rich(&read.options[answer])) }
            } @else {
                p { b { (text!("✗ Not so: ", "✗ 不是这样：")) } (rich(&read.options[answer])) }
                @if let Some(because) = &read.because[answer] { p { (rich(because)) } }
                @if let Some(right) = right { p { b { (text!("It was: ", "实际是：")) } (rich(&read.options[right])) } }
            }
        }
    }
}

fn notes(read: &ReadPart) -> Markup {
    html! {
        @if let Some(notes) = &read.notes {
            p class="notes" { b { (text!("For the teacher: ", "给老师：")) } (rich(notes)) }
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
        p class="question" { b { (text!("Your goal: ", "你的目标：")) } (rich(&goal.say.0)) }
        div role="status" {
            @if let Some(actions) = class.attempt.reached {
                div class="grade right" {
                    p { b { (text!("✓ Reached", "✓ 达成")) } (say!(" with {}.", "，用了{}。"; count(actions))) }
                    p { (golf(actions, known.actions)) }
                }
            } @else if help == Help::Solution {
                p { (one_way(known.actions)) }
            } @else if let Some(best) = best {
                p class="aside" { (say!("You have reached it before, with {}.", "你以前达成过，用了{}。"; count(best))) }
            }
            @if help == Help::Hint { p class="hint" { b { (text!("A hint: ", "提示：")) } (rich(&goal.hint.0)) } }
        }
        div class="controls" {
            @if let Some(next) = class.next().filter(|_| class.attempt.reached.is_some()) {
                button id={ "lesson-" (class.pressed) } class="primary" data-do={ "start-lesson:" (next.id) } { (text!("Next lesson", "下一课")) }
            }
            (control(class, 1, "again", text!("Begin again", "重新开始"), None))
            @if help == Help::None && class.attempt.reached.is_none() { (control(class, 2, "hint", text!("A hint", "提示"), None)) }
            @if help != Help::Solution { (control(class, 3, "solution", text!("Show a solution", "演示一种做法"), None)) }
            (control(class, 4, "back", text!("Back", "返回"), None))
        }
    }
}

/// Said under a solution that is shown.
fn one_way(actions: u32) -> String {
    say!(
        "This is one way to do it, with {}. Now do it yourself: what was shown does not count.",
        "这是一种做法，用了{}。现在请你自己做一遍：演示的不算数。";
        count(actions)
    )
}

/// How few actions it took.
fn golf(actions: u32, fewest: u32) -> String {
    match actions.checked_sub(fewest) {
        Some(0) => text!("Nobody knows a shorter way.", "没有人知道更短的做法。").to_owned(),
        Some(_) => say!("It can be done with {}.", "用{}就能做到。"; count(fewest)),
        None => say!(
            "The shortest way that we knew took {}: yours is shorter.",
            "我们所知的最短做法用了{}：你的更短。";
            count(fewest)
        ),
    }
}

fn count(actions: u32) -> String {
    match actions {
        0 => text!("no action but watching", " 0 次操作（只是观看）").to_owned(),
        1 => text!("1 action", " 1 次操作").to_owned(),
        more => say!("{more} actions", " {more} 次操作"),
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
