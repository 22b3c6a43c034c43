//! The page's head: its name, the theme, the keys.

use crate::platform::{self, Theme};
use yew::prelude::*;

/// What the page's head shows and does.
pub struct Header {
    /// Which colours are shown.
    pub theme: Theme,
    /// Other colours are wanted.
    pub on_theme: Callback<Theme>,
    /// What opens views beside the stage.
    pub views: Html,
    /// A file was chosen, to be opened.
    pub on_file: Callback<Event>,
    /// The run is to be saved.
    pub on_save: Callback<()>,
    /// The key sheet is wanted.
    pub on_keys: Callback<()>,
}

impl Header {
    /// Draws it.
    pub fn view(&self) -> Html {
        let on_theme = self.on_theme.reform(|event: Event| {
            let chosen = platform::chosen_index(&event).and_then(|index| Theme::ALL.get(index));
            chosen.copied().unwrap_or(Theme::System)
        });
        html! {
            <header key="header" class="head">
                <h1>{ "OffsetScope" }</h1>
                <p>{ "An online shop on Kafka: crash a consumer and see what is done twice." }</p>
                { self.views.clone() }
                <div class="views" role="group" aria-label="Files">
                    <label class="file">
                        { "Open a file" }
                        <input type="file" accept=".json,application/json" onchange={self.on_file.clone()} />
                    </label>
                    <button onclick={self.on_save.reform(|_: MouseEvent| ())}>{ "Save as a file" }</button>
                </div>
                <label class="field">
                    <span>{ "Colours" }</span>
                    <select onchange={on_theme}>
                        { for Theme::ALL.into_iter().map(|theme| html! {
                            <option key={theme.name()} selected={theme == self.theme}>
                                { theme_label(theme) }
                            </option>
                        }) }
                    </select>
                </label>
                <button onclick={self.on_keys.reform(|_: MouseEvent| ())}>{ "Keys" }</button>
            </header>
        }
    }
}

fn theme_label(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "as the system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}
