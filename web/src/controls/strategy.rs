//! The list of ways to commit.

use crate::platform;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_words as words;
use yew::prelude::*;

/// Chooses among ways to commit, family by family; `on_choice` hears the choice.
pub fn strategy_select(
    current: Strategy,
    strategies: &'static [Strategy],
    on_choice: Callback<Strategy>,
) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let chosen = platform::chosen_index(&event).and_then(|index| strategies.get(index));
        on_choice.emit(chosen.copied().unwrap_or(current));
    });
    let families = strategies.chunk_by(|one, other| one.family() == other.family());
    html! {
        <select {onchange}>
            { for families.map(|family| html! {
                <optgroup key={family[0].family() as usize} label={words::family_name(family[0].family())}>
                    { for family.iter().map(|&strategy| option(strategy, current)) }
                </optgroup>
            }) }
        </select>
    }
}

fn option(strategy: Strategy, chosen: Strategy) -> Html {
    let name = words::strategy_name(strategy);
    html! { <option key={name} selected={strategy == chosen}>{ name }</option> }
}
