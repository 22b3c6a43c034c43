//! A table.

use maud::{Markup, Render, html};

/// A table: its name, its heads, and its rows.
pub fn table<T: Render>(name: &str, heads: &[&str], rows: &[Vec<T>]) -> Markup {
    html! {
        table {
            caption { (name) }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody {
                @for row in rows {
                    tr { @for cell in row { td { (cell) } } }
                }
            }
        }
    }
}
