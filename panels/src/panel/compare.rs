//! Compare: the run beside the same run with other ways to commit.

use super::{Look, toggle};
use crate::deed;
use crate::switches::{Switch, Switches};
use crate::variants::{Did, commits_sent, parting};
use crate::ways::IT_COMMITS;
use maud::{Markup, html};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::history::History;
use offsetscope_core::ids::{GroupId, Offset, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;
use offsetscope_language::{say, text};
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
        div.switches role="group" aria-label=(text!("Ways to commit", "提交方式")) {
            @for &strategy in offered(look.run, group) {
                (toggle(look, Switch::Strategy(strategy), &html! { (strategy_name(strategy)) }))
            }
        }
        div.scrolled id="compared" tabindex="0" role="region" aria-label=(text!("Runs side by side", "并排的运行")) {
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
                                        aria-label={ (text!("Show this run: ", "查看这次运行：")) (strategy_name(variant.strategy)) } { (text!("Show this run", "查看这次运行")) }
                                    @if variant.left_out > 0 {
                                        (say!(
                                            " without {} of the faults: it could not happen here",
                                            " 少了 {} 个故障：在这里不可能发生";
                                            variant.left_out
                                        ))
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

const CHOSEN_STEP_BY_STEP: &str = text!(
    "This run was chosen step by step, so there is no same run with another way to commit. Go back to \
     your own run to compare.",
    "这次运行是一步一步选出来的，所以没有“换一种提交方式的同一次运行”。要对比，请回到你自己的运行。"
);

fn about(group: &str) -> String {
    say!(
        "The same seed, the same orders, the same faults at the same time; only {group} commits in \
         another way, from the beginning on. All of them at this moment.",
        "同样的种子、同样的订单、在同样的时间发生同样的故障；只有 {group} 从一开始就换了一种提交方式。它们都停在此刻。"
    )
}

fn heads(world: &World, group: GroupId) -> Markup {
    let names = Names::of(world);
    html! {
        thead {
            tr {
                th scope="col" { (IT_COMMITS) }
                @for partition in world.partitions_read_by(group) {
                    th scope="col" { (names.partition(partition)) }
                }
                th scope="col" { (text!("lost", "丢失")) }
                th scope="col" { (text!("done twice", "重复处理")) }
                th scope="col" { (text!("lag", "滞后")) }
                th scope="col" { (text!("commits sent", "发出的提交")) }
                th scope="col" { (text!("parts from yours", "与你的运行分岔之处")) }
            }
        }
    }
}

fn own(look: &Look<'_>, group: GroupId) -> Markup {
    let strategy = look.run.current().world.strategy(group);
    html! {
        th scope="row" { (strategy_name(strategy)) small { (text!("your run", "你的运行")) } }
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
                i class=(verdict_class(verdict)) title={ (text!("offset ", "偏移量 ")) (offset) } { (verdict_sign(verdict)) }
            }
        }
    }
}

/// Where a run parts from the person's own.
fn parts(look: &Look<'_>, other: &History, group: GroupId) -> Markup {
    let Some((own, theirs)) = parting(look.run, other, group) else {
        return html! { (text!("not yet", "尚未分岔")) };
    };
    let since_opening = |it: &Did<'_>| clock_time(it.at_ms - look.run.opening_ms());
    html! {
        @if let Some(own) = &own {
            button.moment id={ "parts-" (own.step) "-" (theirs.map_or(0, |it| it.step)) } data-do=(deed::go(own.step)) title=(super::GO_THERE) {
                b { (since_opening(own)) } (text!(" yours: ", " 你的：")) (tell(own.event, &look.run.current().world))
            }
        }
        @if let Some(theirs) = &theirs {
            span.theirs {
                b { (since_opening(theirs)) } (text!(" this one: ", " 这一次：")) (tell(theirs.event, &other.current().world))
            }
        }
    }
}
