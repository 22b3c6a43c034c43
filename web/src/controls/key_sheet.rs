//! The sheet that tells the keys.

use crate::keys::SHEET;
use crate::platform;
use yew::prelude::*;

/// Whether it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySheet {
    /// Shown.
    Open,
    /// Not shown.
    Closed,
}

/// What [`KeySheetDialog`] takes.
#[derive(Properties, PartialEq)]
pub struct KeySheetProps {
    /// Whether it is shown.
    pub state: KeySheet,
    /// It was closed, by its button or by Escape.
    pub on_close: Callback<()>,
}

/// The key sheet.
#[component]
pub fn KeySheetDialog(props: &KeySheetProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with(props.state, move |&state| {
            platform::show_modal(&dialog, state == KeySheet::Open);
        });
    }
    html! {
        <dialog ref={dialog} aria-labelledby="keys-title"
            onclose={props.on_close.reform(|_: Event| ())}>
            <h2 id="keys-title">{ "Keys" }</h2>
            <dl class="keys">
                { for SHEET.iter().map(|&(keys, action)| html! {
                    <div key={keys}><dt><kbd>{ keys }</kbd></dt><dd>{ action }</dd></div>
                }) }
            </dl>
            <button onclick={props.on_close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
        </dialog>
    }
}
