//! What a search says when it could not finish.

use crate::setups::all_small;
use offsetscope_core::search::{Model, Progress, Property, Reduction, Search, Verdict};

#[test]
fn a_search_that_ran_out_of_room_proves_nothing() {
    let small = all_small()[0];
    let model = small.model(Reduction::On);
    let mut bounds = model.bounds();
    bounds.states = 20;
    let setup = model.setup().clone();
    let report = Search::new(Model::new(setup, bounds, Reduction::On)).run();
    assert_eq!(report.progress, Progress::Full);
    assert!(report.frontier > 0);
    let proved = |property: &Property| report.proves(*property);
    let always = Property::ALL
        .into_iter()
        .filter(|it| *it != Property::EachOnce);
    assert_eq!(always.clone().find(proved), None);
    assert!(
        always
            .clone()
            .any(|it| *report.verdict(it) == Verdict::Unknown)
    );
}

#[test]
fn a_search_goes_on_where_it_was() {
    let small = all_small()[0];
    let at_once = small.search(Reduction::On);
    let mut bit_by_bit = Search::new(small.model(Reduction::On));
    while bit_by_bit.advance(7) == Progress::Running {}
    assert_eq!(bit_by_bit.report(), at_once);
}
