//! What the person has told the browser about how they like pages.

/// Whether they asked for less motion.
pub fn prefers_reduced_motion() -> bool {
    let query = web_sys::window().and_then(|window| {
        window
            .match_media("(prefers-reduced-motion: reduce)")
            .ok()
            .flatten()
    });
    query.is_some_and(|query| query.matches())
}
