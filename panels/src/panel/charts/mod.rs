//! Charts over the whole run: lag by group, what each log holds, orders that were done twice or
//! lost. A press on one goes to that moment.

mod line;

use super::table::table;
use super::{Look, about, toggle};
use crate::deed;
use crate::samples::Sample;
use crate::switches::Switch;
use line::{HEIGHT, Scale, WIDTH};
use maud::{Markup, html};
use offsetscope_core::ids::{GroupId, Offset, TopicPartition};
use offsetscope_language::{say, text};
use offsetscope_words::{self as words, Names, clock_time};

/// A chart is at least so long, so that a short run does not fill it with its first second.
const SHORTEST_MS: i64 = 20_000;
/// Of more partitions than that, the others have charts once somebody asks for them.
const MOST_LOGS: usize = 12;
/// So many lines of partitions can be told apart by their labels; the others are drawn if somebody asks.
const MOST_LINES: usize = 6;

/// The charts.
pub fn charts(look: &Look<'_>) -> Markup {
    let samples = samples(look);
    let present = Sample::of(look.run.current(), look.run.cursor());
    let frame = Frame::new(look, &samples, present.at_ms);
    let charts: Vec<Chart> = lags(look, &samples)
        .into_iter()
        .chain(logs(look, &samples))
        .chain(fates(look, &samples))
        .collect();
    let rows: Vec<Vec<String>> = charts
        .iter()
        .flat_map(|it| it.rows(look.run.cursor()))
        .collect();
    html! {
        div.scrolled.charts id="charts" tabindex="0" role="group" aria-label=(text!("Charts over the run", "整个运行的图表")) {
            (rest(look))
            (turning_points(look, &charts))
            div.multiples { @for chart in &charts { (frame.draw(chart)) } }
            p.quiet { (words::CHARTS_NOTE) }
            (table(text!("At the present moment", "此刻"), &HEADS, &rows))
        }
    }
}

const HEADS: [&str; 4] = [
    text!("what", "内容"),
    text!("now", "现在"),
    text!("most so far", "迄今最大"),
    text!("in", "单位"),
];

/// How many of a kind are drawn.
fn most(look: &Look<'_>, few: usize) -> usize {
    if look.switches.is_on(Switch::AllCharts) {
        usize::MAX
    } else {
        few
    }
}

/// The way to the charts and lines that are not drawn, where there are any.
fn rest(look: &Look<'_>) -> Markup {
    let partitions = look.run.current().world.partitions().count();
    html! {
        @if partitions > MOST_LINES {
            div.switches {
                (toggle(look, Switch::AllCharts, &html! { (words::all_partitions(partitions)) }))
                @if !look.switches.is_on(Switch::AllCharts) {
                    span.quiet { (words::charts_leave_out(MOST_LINES, partitions.min(MOST_LOGS))) }
                }
            }
        }
    }
}

/// What is known of the run, up to its end.
fn samples(look: &Look<'_>) -> Vec<Sample> {
    let mut samples = look.chronicle.samples().to_vec();
    let last = samples.last().map_or(0, |it| it.step);
    if look.run.cursor() > last {
        samples.push(Sample::of(look.run.current(), look.run.cursor()));
    }
    samples
}

/// One chart.
struct Chart {
    title: String,
    /// The word for what all of it is about, if that has other places.
    about: Option<String>,
    unit: &'static str,
    curves: Vec<Curve>,
    /// Of so many of its first curves, the highest point is worth going to.
    offered: usize,
    /// Whether the room between its first two curves is filled.
    is_band: bool,
}

/// A line in a chart.
struct Curve {
    name: String,
    /// The word for what it alone in its chart is about.
    about: Option<String>,
    class: String,
    /// By step and time.
    points: Vec<Point>,
}

#[derive(Clone, Copy)]
struct Point {
    step: usize,
    at_ms: i64,
    /// Unknown where nobody could say.
    value: Option<i64>,
}

impl Curve {
    fn new(
        name: String,
        class: &str,
        samples: &[Sample],
        value: impl Fn(&Sample) -> Option<i64>,
    ) -> Self {
        let point = |sample: &Sample| Point {
            step: sample.step,
            at_ms: sample.at_ms,
            value: value(sample),
        };
        Self {
            name,
            about: None,
            class: class.to_owned(),
            points: samples.iter().map(point).collect(),
        }
    }

    /// The same, and what it is about.
    fn about(self, partition: TopicPartition) -> Self {
        Self {
            about: Some(about::partition(partition)),
            ..self
        }
    }

    /// Its value at a step.
    fn at(&self, step: usize) -> Option<i64> {
        let after = self.points.partition_point(|it| it.step <= step);
        self.points[after.checked_sub(1)?].value
    }

    /// The same in words.
    fn told(&self, step: usize) -> String {
        told(self.at(step))
    }

    /// Where it is highest first.
    fn highest(&self) -> Option<Point> {
        let by_value = |it: &&Point| (it.value, std::cmp::Reverse(it.step));
        self.points.iter().max_by_key(by_value).copied()
    }

    fn stairs(&self) -> Vec<(i64, Option<i64>)> {
        self.points.iter().map(|it| (it.at_ms, it.value)).collect()
    }
}

fn told(value: Option<i64>) -> String {
    value.map_or(text!("unknown", "未知").to_owned(), |it| it.to_string())
}

impl Chart {
    /// Its curves as rows of a table.
    fn rows(&self, step: usize) -> Vec<Vec<String>> {
        let row = |curve: &Curve| {
            vec![
                say!("{}: {}", "{}：{}"; self.title, curve.name),
                curve.told(step),
                told(curve.highest().and_then(|it| it.value)),
                self.unit.to_owned(),
            ]
        };
        self.curves.iter().map(row).collect()
    }
}

/// Lag by group: the sum, and each partition.
fn lags(look: &Look<'_>, samples: &[Sample]) -> Vec<Chart> {
    let world = &look.run.current().world;
    let names = Names::of(world);
    let of_group = |group: GroupId| {
        let index = group.index();
        let class = format!("group-{}", index % 6);
        let sum = Curve::new(
            text!("all", "全部").to_owned(),
            &format!("{class} sum"),
            samples,
            |it| {
                let known = it.groups[index].lag.iter().flatten();
                known.copied().reduce(|one, other| one + other)
            },
        );
        let partitions: Vec<_> = world.partitions_read_by(group).collect();
        let part = |(place, &partition): (usize, &TopicPartition)| {
            let class = format!("{class} part-{}", place % MOST_LINES);
            Curve::new(names.partition(partition), &class, samples, |it| {
                it.groups[index].lag[place]
            })
            .about(partition)
        };
        // A single partition is the sum.
        let told_apart = partitions.iter().take(most(look, MOST_LINES)).enumerate();
        let parts = told_apart.filter(|_| partitions.len() > 1).map(part);
        Chart {
            title: words::lag_of(names.group(group)),
            about: None,
            unit: text!("records", "条记录"),
            curves: std::iter::once(sum).chain(parts).collect(),
            offered: 1,
            is_band: false,
        }
    };
    world.setup().group_ids().map(of_group).collect()
}

/// What each log holds.
fn logs(look: &Look<'_>, samples: &[Sample]) -> Vec<Chart> {
    let world = &look.run.current().world;
    let names = Names::of(world);
    let partitions = world.partitions().take(most(look, MOST_LOGS)).enumerate();
    let of_log = |(place, partition): (usize, TopicPartition)| Chart {
        title: names.partition(partition),
        about: Some(about::partition(partition)),
        unit: text!("offset", "偏移量"),
        curves: vec![
            Curve::new(
                text!("log start", "日志起始").to_owned(),
                "log-start",
                samples,
                |it: &Sample| offset(it.logs[place].0),
            ),
            Curve::new(
                text!("log end", "日志末端").to_owned(),
                "log-end",
                samples,
                |it| offset(it.logs[place].1),
            ),
        ],
        offered: 0,
        is_band: true,
    };
    partitions.map(of_log).collect()
}

fn offset(at: Offset) -> Option<i64> {
    i64::try_from(at).ok()
}

/// Orders that went wrong, by group.
fn fates(look: &Look<'_>, samples: &[Sample]) -> Vec<Chart> {
    let world = &look.run.current().world;
    let of_group = |group: GroupId| {
        let index = group.index();
        Chart {
            title: words::fates_of(Names::of(world).group(group)),
            about: None,
            unit: text!("orders", "个订单"),
            curves: vec![
                Curve::new(
                    text!("done twice", "重复处理").to_owned(),
                    "twice",
                    samples,
                    |it| Some(it.groups[index].duplicated.into()),
                ),
                Curve::new(text!("lost", "丢失").to_owned(), "never", samples, |it| {
                    Some(it.groups[index].lost.into())
                }),
            ],
            offered: 2,
            is_band: false,
        }
    };
    world.setup().group_ids().map(of_group).collect()
}

/// The moments where something goes to its highest, as buttons: the way there without a mouse.
fn turning_points(look: &Look<'_>, charts: &[Chart]) -> Markup {
    let opening_ms = look.run.opening_ms();
    let points = charts.iter().flat_map(|chart| {
        let curves = chart.curves.iter().take(chart.offered);
        curves.filter_map(move |curve| {
            let highest = curve.highest()?;
            let value = highest.value.filter(|&it| it > 0)?;
            Some((chart, curve, highest, value))
        })
    });
    html! {
        div.switches role="group" aria-label=(text!("Highest points", "最高点")) {
            span {
                @for (number, (chart, curve, point, value)) in points.enumerate() {
                    button id={ "highest-" (number) } data-do=(deed::go(point.step)) {
                        (words::highest(&chart.title, &curve.name, value)) " "
                        b { (clock_time(point.at_ms - opening_ms)) }
                    }
                }
            }
        }
    }
}

/// What all charts have in common.
struct Frame {
    from_ms: i64,
    to_ms: i64,
    present_ms: i64,
    cursor: usize,
    /// The steps that a press leads to, evenly over the width.
    across: String,
}

/// A press goes to the nearest of so many moments.
const PLACES: i64 = 160;

impl Frame {
    fn new(look: &Look<'_>, samples: &[Sample], present_ms: i64) -> Self {
        let from_ms = look.run.opening_ms();
        let last_ms = samples.last().map_or(from_ms, |it| it.at_ms);
        let to_ms = last_ms.max(from_ms + SHORTEST_MS);
        let entries = look.run.entries();
        let step_at = |place: i64| {
            let at_ms = from_ms + (to_ms - from_ms) * (2 * place + 1) / (2 * PLACES);
            entries.partition_point(|it| it.at_ms <= at_ms).to_string()
        };
        Self {
            from_ms,
            to_ms,
            present_ms,
            cursor: look.run.cursor(),
            across: (0..PLACES).map(step_at).collect::<Vec<_>>().join(" "),
        }
    }

    fn draw(&self, chart: &Chart) -> Markup {
        let highest = chart.curves.iter().filter_map(Curve::highest);
        let top = highest.filter_map(|it| it.value).max().unwrap_or(0).max(4);
        let scale = Scale {
            from_ms: self.from_ms,
            to_ms: self.to_ms,
            top,
        };
        let x = scale.x(self.present_ms);
        let said = chart
            .curves
            .iter()
            .map(|it| format!("{} {}", it.name, it.told(self.cursor)));
        let said = said.collect::<Vec<_>>().join(text!(", ", "，"));
        html! {
            figure data-about=[&chart.about] {
                figcaption { b { (chart.title) } span { (chart.unit) } }
                div.plot {
                    span.top { (top) }
                    svg viewBox={ "0 -4 " (WIDTH) " " (HEIGHT + 8) } preserveAspectRatio="none" role="img"
                        aria-label={ (chart.title) (text!(", ", "，")) (chart.unit) (text!(" at the present moment: ", "，此刻：")) (said) }
                        data-do="go:" data-across=(self.across) {
                        @if let (true, [lower, upper, ..]) = (chart.is_band, chart.curves.as_slice()) {
                            path.band d=(scale.between(&lower.stairs(), &upper.stairs())) {}
                        }
                        @for curve in chart.curves.iter().rev() {
                            path class=(curve.class) d=(scale.stairs(&curve.stairs())) {}
                        }
                        line.present x1=(x) x2=(x) y1="0" y2=(HEIGHT) {}
                    }
                }
                p.labels {
                    @for curve in &chart.curves {
                        span class=(curve.class) data-about=[&curve.about] { i {} (curve.name) " " b { (curve.told(self.cursor)) } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
