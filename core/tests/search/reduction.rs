//! With and without the reduction, the same verdicts.

use crate::setups::{all_small, kinds, some_large};
use offsetscope_core::search::{Progress, Reduction};

#[test]
fn the_reduction_keeps_every_verdict() {
    let (mut all, mut reduced) = (0, 0);
    for small in all_small().into_iter().chain(some_large()) {
        let (with, without) = (small.search(Reduction::On), small.search(Reduction::Off));
        assert_eq!(without.progress, Progress::Finished, "{small:?}");
        assert_eq!(kinds(&with), kinds(&without), "{small:?}");
        all += without.states;
        reduced += with.states;
    }
    // A reduction that reduces nothing would keep the verdicts too.
    assert!(all > 10 * reduced, "{all} states, reduced {reduced}");
}
