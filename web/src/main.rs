//! The OffsetScope page.
use yew::prelude::*;

#[component]
fn App() -> Html {
    html! { <main>{ "OffsetScope" }</main> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
