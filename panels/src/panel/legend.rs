//! What the signs on the stage mean.

use maud::{Markup, html};
use offsetscope_core::ledger::Verdict;
use offsetscope_language::text;
use offsetscope_scene::signs;
use offsetscope_words::{self as words, Marker};

/// The legend. It says the same at every moment.
pub fn legend() -> Markup {
    html! {
        p.aside { (words::HOW_TRUE) " " a href="fidelity.html" target="_blank" { (words::HOW_TRUE_LINK) } }
        div.side-by-side {
            section.scrolled.meanings id="legend-of-markers" tabindex="0" aria-label=(text!("Markers", "标记")) {
                h3 { (text!("On a partition", "分区上")) }
                dl {
                    @for marker in Marker::ALL {
                        dt { i class=(signs::marker_class(marker)) aria-hidden="true" {} (words::marker_name(marker)) }
                        dd { (words::marker_note(marker)) }
                    }
                }
            }
            section.scrolled.meanings id="legend-of-verdicts" tabindex="0" aria-label=(text!("Signs on bricks", "砖块上的符号")) {
                h3 { (text!("On a brick: what the selected group did", "砖块上：所选的组做了什么")) }
                dl {
                    @for verdict in Verdict::ALL {
                        dt {
                            i class={ "verdict " (signs::verdict_class(verdict)) } aria-hidden="true" { (signs::verdict_sign(verdict)) }
                            (words::verdict_name(verdict))
                        }
                        dd { (words::verdict_note(verdict)) }
                    }
                }
            }
        }
    }
}
