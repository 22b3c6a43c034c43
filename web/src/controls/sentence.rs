//! The one sentence that says what just happened and why.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// What [`Sentence`] takes.
#[derive(Properties, PartialEq)]
pub struct SentenceProps {
    /// What to say.
    pub said: AttrValue,
}

/// While the run plays, a screen reader hears the newest sentence once it has stood this long.
const SPOKEN_AFTER_MS: u32 = 600;

/// The sentence: shown at once, spoken when it stands still for a moment.
#[component]
pub fn Sentence(props: &SentenceProps) -> Html {
    let spoken = use_state(|| props.said.clone());
    {
        let spoken = spoken.clone();
        use_effect_with(props.said.clone(), move |said| {
            let said = said.clone();
            let timeout = Timeout::new(SPOKEN_AFTER_MS, move || spoken.set(said));
            move || drop(timeout)
        });
    }
    html! {
        <div class="sentence">
            <p>{ &props.said }</p>
            <p class="only-spoken" role="status">{ &*spoken }</p>
        </div>
    }
}
