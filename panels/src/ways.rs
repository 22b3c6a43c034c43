//! The list of ways to commit, for forms.

use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_language::text;
use offsetscope_words as words;

/// What a list, or a column, of ways to commit is called.
pub const IT_COMMITS: &str = text!("It commits", "提交方式");

/// Chooses among ways to commit, family by family; `field` is its id, and what a choice says.
pub fn ways_to_commit(field: &str, current: Strategy, offered: &[Strategy]) -> Markup {
    let families = offered.chunk_by(|one, other| one.family() == other.family());
    html! {
        select id=(field) data-field=(field) {
            @for family in families {
                optgroup label=(words::family_name(family[0].family())) {
                    @for &strategy in family {
                        option selected[strategy == current] { (words::strategy_name(strategy)) }
                    }
                }
            }
        }
    }
}
