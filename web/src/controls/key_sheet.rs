//! The sheet that tells the keys.

use crate::keys::SHEET;
use yew::prelude::*;

/// Whether it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySheet {
    /// Shown.
    Open,
    /// Not shown.
    Closed,
}

/// The key sheet, in a dialog that the page opens; `on_close` hears its button and Escape.
pub fn key_sheet(dialog: &NodeRef, on_close: &Callback<()>) -> Html {
    html! {
        <dialog key="keys" ref={dialog.clone()} aria-labelledby="keys-title"
            onclose={on_close.reform(|_: Event| ())}>
            <h2 id="keys-title">{ "Keys" }</h2>
            <dl class="keys">
                { for SHEET.iter().map(|&(keys, action)| html! {
                    <div key={keys}><dt><kbd>{ keys }</kbd></dt><dd>{ action }</dd></div>
                }) }
            </dl>
            <button onclick={on_close.reform(|_: MouseEvent| ())}>{ "Close" }</button>
        </dialog>
    }
}
