//! Compare: the run beside the same run with other ways to commit.

use super::{Look, toggle};
use crate::deed;
use crate::switches::{Switch, Switches};
use crate::variants::{Did, commits_sent, parting};
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::history::History;
use offsetscope_core::ids::{GroupId, Offset, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;
use offsetscope_messages::panels::{Beginning, Gaze};
use offsetscope_scene::signs::{verdict_class, verdict_sign};
use offsetscope_scene::standings;
use offsetscope_words::{Names, clock_time, strategy_name, tell};

/// So many of the newest records of a partition are shown.
const RECORDS: Offset = 16;

/// What is compared: the group of the consumer that is looked at, and the ways to commit that are
/// switched on.
pub fn compared(run: &History, gaze: Gaze, switches: &Switches) -> (GroupId, Vec<Strategy>) {
    let group = group(run, gaze);
    let offered = offered(run, group).iter().copied();
    let chosen = offered.filter(|&it| switches.is_on(Switch::Strategy(it)));
    (group, chosen.collect())
}

fn group(run: &History, gaze: Gaze) -> GroupId {
    run.current().world.consumer(gaze.consumer).group
}

fn offered(run: &History, group: GroupId) -> &'static [Strategy] {
    let library = run.current().world.setup().group(group).client.library;
    Strategy::offered(library)
}

/// The runs side by side.
pub fn compare(look: &Look<'_>) -> Markup {
    if look.beginning == Beginning::Start {
        return html! { p.quiet { (CHOSEN_STEP_BY_STEP) } };
    }
    let group = group(look.run, look.gaze);
    let world = &look.run.current().world;
    html! {
        p.quiet { (about(Names::of(world).group(group))) }
        div.switches role="group" aria-label="Ways to commit" {
            @for &strategy in offered(look.run, group) {
                (toggle(look, Switch::Strategy(strategy), &html! { (strategy_name(strategy)) }))
            }
        }
        div.scrolled id="compared" tabindex="0" role="region" aria-label="Runs side by side" {
            table.compared {
                (heads(world, group))
                tbody {
                    tr { (own(look, group)) }
                    @for (place, variant) in look.variants.iter().enumerate() {
                        tr {
                            th scope="row" {
                                (strategy_name(variant.strategy))
                                small {
                                    button id={ "show-variant-" (place) } data-do=(deed::show_variant(place))
                                        aria-label={ "Show this run: " (strategy_name(variant.strategy)) } { "Show this run" }
                                    @if variant.left_out > 0 {
                                        " without " (variant.left_out) " of the faults: it could not happen here"
                                    }
                                }
                            }
                            (cells(&variant.run, group))
                            td { (parts(look, &variant.run, group)) }
                        }
                    }
                }
            }
        }
    }
}

const CHOSEN_STEP_BY_STEP: &str = "This run was chosen step by step, so there is no same run with another \
     way to commit. Go back to your own run to compare.";

fn about(group: &str) -> String {
    format!(
        "The same seed, the same orders, the same faults at the same time; only {group} commits in \
         another way, from the beginning on. All of them at this moment."
    )
}

fn heads(world: &World, group: GroupId) -> Markup {
    let names = Names::of(world);
    html! {
        thead {
            tr {
                th scope="col" { "It commits" }
                @for partition in world.partitions_read_by(group) {
                    th scope="col" { (names.partition(partition)) }
                }
                th scope="col" { "lost" }
                th scope="col" { "done twice" }
                th scope="col" { "lag" }
                th scope="col" { "commits sent" }
                th scope="col" { "parts from yours" }
            }
        }
    }
}

fn own(look: &Look<'_>, group: GroupId) -> Markup {
    let strategy = look.run.current().world.strategy(group);
    html! {
        th scope="row" { (strategy_name(strategy)) small { "your run" } }
        (cells(look.run, group))
        td { "" }
    }
}

fn cells(run: &History, group: GroupId) -> Markup {
    let world = &run.current().world;
    let tally = world.tally(group);
    let standings = standings(world);
    let lag: i64 = standings
        .iter()
        .filter(|it| it.row.group == group)
        .filter_map(|it| it.row.lag)
        .sum();
    html! {
        @for partition in world.partitions_read_by(group) { td { (records(world, group, partition)) } }
        (bad(tally.count(Verdict::Lost), "lost"))
        (bad(tally.count(Verdict::Duplicated), "duplicated"))
        td.number { (lag) }
        td.number { (commits_sent(run, group)) }
    }
}

fn bad(count: u32, class: &str) -> Markup {
    let class = if count == 0 { "" } else { class };
    html! { td class={ "number " (class) } { (count) } }
}

/// The newest records, as small bricks; the numbers beside them say the same.
fn records(world: &World, group: GroupId, partition: TopicPartition) -> Markup {
    let end = world.log(partition).log_end_offset();
    html! {
        span.mini aria-hidden="true" {
            @for offset in end.saturating_sub(RECORDS)..end {
                @let verdict = world.verdict(group, partition, offset);
                i class=(verdict_class(verdict)) title={ "offset " (offset) } { (verdict_sign(verdict)) }
            }
        }
    }
}

/// Where a run parts from the person's own.
fn parts(look: &Look<'_>, other: &History, group: GroupId) -> Markup {
    let Some((own, theirs)) = parting(look.run, other, group) else {
        return html! { "not yet" };
    };
    let since_opening = |it: &Did<'_>| clock_time(it.at_ms - look.run.opening_ms());
    html! {
        @if let Some(own) = &own {
            button.moment id={ "parts-" (own.step) "-" (theirs.map_or(0, |it| it.step)) } data-do=(deed::go(own.step)) title="Go to this moment" {
                b { (since_opening(own)) } " yours: " (tell(own.event, &look.run.current().world))
            }
        }
        @if let Some(theirs) = &theirs {
            span.theirs {
                b { (since_opening(theirs)) } " this one: " (tell(theirs.event, &other.current().world))
            }
        }
    }
}
