//! Faults: what somebody can break now, and what an administrator can ask for.
//!
//! Whether something can happen, the world says; what cannot happen has its reason, and no press.

mod admin;
mod processes;
mod traffic;

use super::Look;
use crate::deed;
use maud::{Markup, html};
use offsetscope_core::choice::Choice;
use offsetscope_language::text;
use offsetscope_words::FAULTS_NOTE;

/// The panel.
pub fn faults(look: &Look<'_>) -> Markup {
    html! {
        p.quiet { (FAULTS_NOTE) }
        div.side-by-side.faults {
            section.scrolled id="faults-processes" tabindex="0" aria-label=(text!("Processes", "进程")) {
                (processes::processes(look))
            }
            section.scrolled id="faults-traffic" tabindex="0" aria-label=(text!("On its way", "在途")) {
                (traffic::traffic(look))
            }
            section.scrolled id="faults-admin" tabindex="0" aria-label=(text!("Ask the broker", "向 broker 提出请求")) {
                (admin::admin(look))
            }
        }
    }
}

/// A button that makes something happen, or says why it would change nothing.
struct Button<'a> {
    /// Its place among all of them.
    id: String,
    /// What it says.
    says: &'a str,
    /// What it is called, for those who do not see what stands beside it.
    name: String,
    /// What it makes happen; nothing if that is not possible.
    makes: Vec<Choice>,
    /// What it does, or why it does nothing.
    note: &'a str,
}

impl Button<'_> {
    fn draw(&self) -> Markup {
        let works = !self.makes.is_empty();
        let deed = works.then(|| deed::make(&self.makes));
        html! {
            button id=(self.id) aria-label=(self.name) title=(self.note)
                aria-disabled=[(!works).then_some("true")] data-do=[deed] { (self.says) }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::deed;
    use crate::desk::Desk;
    use offsetscope_core::choice::Choice;
    use offsetscope_core::effects::Effects;
    use offsetscope_core::history::History;
    use offsetscope_core::ids::ConsumerId;
    use offsetscope_messages::Source;
    use offsetscope_messages::panels::{Answer, Gaze, Pace, Panel, Question, Step};
    use offsetscope_scene::sought::Sought;
    use std::sync::Arc;

    fn drawn(run: &History) -> String {
        let mut desk = Desk::default();
        let steps = run.entries().iter().map(Step::from).collect();
        desk.hear(Question::Follow { from: 0, steps });
        let gaze = Gaze {
            step: u32::try_from(run.cursor()).expect("a short run"),
            consumer: ConsumerId(0),
            sought: Sought::Notable,
            asked: None,
            beside: None,
            pace: Pace::Still,
        };
        let panels = vec![Panel::Faults];
        match desk.hear(Question::Draw { panels, gaze }) {
            Some(Answer::Drawn(mut drawn)) => drawn.remove(0).1,
            other => panic!("it is drawn: {other:?}"),
        }
    }

    /// What each press on a panel makes happen.
    fn offered(html: &str) -> Vec<Vec<Choice>> {
        // The first press makes the panel higher, on a phone.
        let presses = html.split("data-do=\"").skip(2);
        let presses = presses.filter_map(|it| it.split('"').next());
        presses
            .map(|it| deed::made(it).expect("it makes something happen"))
            .collect()
    }

    #[test]
    fn all_that_can_be_pressed_happens_and_the_rest_says_why_not() {
        let mut run = History::new(Arc::new(Source::default().setup()));
        let mut kinds = 0;
        for step in 0..400 {
            run.forward();
            if step == 200 {
                let now_ms = run.current().clock.now_ms();
                let faults = [Choice::Pause(ConsumerId(0)), Choice::Crash(ConsumerId(1))];
                for fault in faults {
                    run.inject(fault, now_ms).expect("it lives");
                }
            }
            if step % 40 != 0 {
                continue;
            }
            let html = drawn(&run);
            let offered = offered(&html);
            kinds = kinds.max(offered.len());
            for choices in offered {
                let mut moment = run.current().clone();
                let now_ms = moment.clock.now_ms();
                for choice in choices {
                    let done = moment.apply(choice, now_ms, &mut Effects::default());
                    assert_eq!(done, Ok(()), "{choice:?} at step {step}");
                }
            }
            let silent = html.matches("aria-disabled").count();
            let buttons = html.matches("<button").count();
            assert_eq!(html.matches("data-do").count() + silent, buttons);
        }
        assert!(kinds > 20, "{kinds}");
    }

    #[test]
    fn a_press_is_an_order_to_the_page() {
        let choices = vec![Choice::Pause(ConsumerId(3)), Choice::Crash(ConsumerId(1))];
        let press = deed::make(&choices);
        let answer = Desk::default().hear(Question::Press(press));
        let Some(Answer::Make(steps)) = answer else {
            panic!("the page is to do something: {answer:?}");
        };
        let made: Vec<Choice> = steps.iter().map(|it| it.choice).collect();
        assert_eq!(made, choices);
        assert_eq!(deed::made("make:zz"), None);
    }
}
