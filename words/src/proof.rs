//! What a search found out, in sentences.

use offsetscope_core::search::{Bounds, Cause, Faults, Progress, Property, Report, Verdict};
use offsetscope_language::{say, text};

/// What a property asks, as a heading: `no loss`.
pub fn property_name(property: Property) -> &'static str {
    match property {
        Property::NoLoss => text!("no loss", "无丢失"),
        Property::NoDuplicate => text!("no duplicate", "无重复"),
        Property::KeyOrder => text!("order of each key", "每个键有序"),
        Property::OneOwner => text!("one owner", "唯一拥有者"),
        Property::CommittedIsProcessed => text!("committed is processed", "提交的都已处理"),
        Property::Finishes => text!("finishes", "能完成"),
        Property::EachOnce => text!("each once", "各一次"),
    }
}

/// What happens to a group, in a word or two.
pub fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Rebalance => text!("rebalance", "再均衡"),
        Cause::Stop => text!("stop", "停止"),
        Cause::Exception => text!("exception", "异常"),
        Cause::Timeout => text!("time-out", "超时"),
        Cause::Crash => text!("crash", "崩溃"),
    }
}

/// What happens to a group, in a sentence.
pub fn cause_note(cause: Cause) -> &'static str {
    match cause {
        Cause::Rebalance => {
            text!(
                "Nothing goes wrong. Members join one after the other, and the group rebalances.",
                "没有出错。成员先后加入，组发生再均衡。"
            )
        }
        Cause::Stop => {
            text!(
                "A member is told to stop: it leaves its loop, closes its consumer and leaves the group.",
                "一个成员被要求停止：它退出循环，关闭消费者，离开组。"
            )
        }
        Cause::Exception => {
            text!(
                "A record cannot be processed. Nobody catches the exception, so the member closes its consumer and leaves; in a worker, nobody even sees it.",
                "一条记录无法处理。没有人捕获异常，于是该成员关闭消费者并离开组；如果发生在工作线程中，甚至没有人看到它。"
            )
        }
        Cause::Timeout => {
            text!(
                "A member is only slow, and goes on: the group takes it for dead, or it does not poll in time and leaves.",
                "一个成员只是慢，仍在继续：组以为它死了，或者它没有及时调用 poll 而离开组。"
            )
        }
        Cause::Crash => text!(
            "A member dies, as by kill -9.",
            "一个成员死掉，如同 kill -9。"
        ),
    }
}

/// What was found out about a property, and how long the run is that shows it.
pub fn verdict_sentence(property: Property, verdict: &Verdict) -> String {
    let ways = match verdict {
        Verdict::Violated(run) | Verdict::Shown(run) => {
            say!(" The shortest way takes {0} steps.", "最短的途径是 {0} 步。"; run.len())
        }
        Verdict::Holds | Verdict::Never | Verdict::Unknown => String::new(),
    };
    let fact = match verdict {
        Verdict::Holds => holds(property),
        Verdict::Violated(_) => is_violated(property),
        Verdict::Shown(_) => text!(
            "Every order can take effect exactly once.",
            "每个订单都可能恰好生效一次。"
        ),
        Verdict::Never => text!(
            "There is no run in which every order takes effect exactly once.",
            "没有哪次运行能让每个订单都恰好生效一次。"
        ),
        Verdict::Unknown => text!(
            "Not known: the search did not finish, and has not seen it fail.",
            "未知：搜索没有完成，也没有见到它被违反。"
        ),
    };
    format!("{fact}{ways}")
}

fn holds(property: Property) -> &'static str {
    match property {
        Property::NoLoss => text!("No order is ever lost.", "没有订单会丢失。"),
        Property::NoDuplicate => text!("No order ever takes effect twice.", "没有订单会生效两次。"),
        Property::KeyOrder => {
            text!(
                "The orders of one customer always take effect in the order in which they were placed.",
                "同一顾客的订单总是按下单的顺序生效。"
            )
        }
        Property::OneOwner => text!(
            "No two members of one generation ever own the same partition.",
            "同一代的两个成员从不拥有同一个分区。"
        ),
        Property::CommittedIsProcessed => text!(
            "Nothing is ever committed before it has taken effect.",
            "从不在生效之前提交。"
        ),
        Property::Finishes => {
            text!(
                "Once nothing more goes wrong, every order takes effect, unless it is lost already.",
                "只要不再出错，每个订单都会生效，除非已经丢失。"
            )
        }
        Property::EachOnce => text!(
            "Every order can take effect exactly once.",
            "每个订单都可能恰好生效一次。"
        ),
    }
}

fn is_violated(property: Property) -> &'static str {
    match property {
        Property::NoLoss => text!(
            "An order can be lost: committed past, without ever taking effect.",
            "订单可能丢失：提交已越过它，它却从未生效。"
        ),
        Property::NoDuplicate => text!("An order can take effect twice.", "订单可能生效两次。"),
        Property::KeyOrder => text!(
            "A later order of a customer can take effect before an earlier one.",
            "同一顾客较晚的订单可能比较早的先生效。"
        ),
        Property::OneOwner => text!(
            "Two members of one generation can own the same partition.",
            "同一代的两个成员可能拥有同一个分区。"
        ),
        Property::CommittedIsProcessed => text!(
            "An order can be committed before it has taken effect.",
            "订单可能在生效之前就被提交。"
        ),
        Property::Finishes => {
            text!(
                "It can hang: an order is left that never takes effect, although nothing more goes wrong.",
                "可能卡住：即使不再出错，仍有订单永远不会生效。"
            )
        }
        Property::EachOnce => text!(
            "There is no run in which every order takes effect exactly once.",
            "没有哪次运行能让每个订单都恰好生效一次。"
        ),
    }
}

/// What a group guarantees of its orders, in a few words: `Never loses, may duplicate.`
pub fn guarantee(report: &Report) -> &'static str {
    let of = |property| report.verdict(property);
    match (of(Property::NoLoss), of(Property::NoDuplicate)) {
        (Verdict::Holds, Verdict::Holds) => {
            text!("Never loses, never duplicates.", "从不丢失，从不重复。")
        }
        (Verdict::Holds, Verdict::Violated(_)) => {
            text!("Never loses, may duplicate.", "从不丢失，可能重复。")
        }
        (Verdict::Holds, _) => text!(
            "Never loses; whether it duplicates is not known.",
            "从不丢失；是否重复未知。"
        ),
        (Verdict::Violated(_), Verdict::Holds) => {
            text!("May lose, never duplicates.", "可能丢失，从不重复。")
        }
        (Verdict::Violated(_), Verdict::Violated(_)) => {
            text!("May lose, and may duplicate.", "可能丢失，也可能重复。")
        }
        (Verdict::Violated(_), _) => text!(
            "May lose; whether it duplicates is not known.",
            "可能丢失；是否重复未知。"
        ),
        (_, Verdict::Violated(_)) => text!(
            "May duplicate; whether it loses is not known.",
            "可能重复；是否丢失未知。"
        ),
        _ => text!(
            "Not known: the search did not finish.",
            "未知：搜索没有完成。"
        ),
    }
}

/// Within which bounds, and how much was looked at.
pub fn searched(report: &Report) -> String {
    let extent = match report.progress {
        Progress::Finished => say!(
            "in all {0} states that can be reached",
            "查遍了所有可达的 {0} 个状态";
            thousands(report.states)
        ),
        Progress::Running | Progress::Full => say!(
            "not finished: {0} states found, {1} of them not yet looked at",
            "没有完成：找到 {0} 个状态，其中 {1} 个还没有检查";
            thousands(report.states), thousands(report.frontier)
        ),
    };
    say!("With {0}: {extent}.", "范围：{0}。{extent}。"; bounds_words(report.bounds))
}

fn bounds_words(bounds: Bounds) -> String {
    let orders = match bounds.orders {
        1 => text!("1 order", "1 个订单").to_owned(),
        many => say!("{many} orders", "{many} 个订单"),
    };
    let generations = match bounds.generations {
        1 => text!("1 generation", "1 代").to_owned(),
        many => say!("{many} generations", "{many} 代"),
    };
    let faults = faults_words(bounds.faults);
    say!(
        "{faults}, {orders}, {generations}",
        "{faults}、{orders}、{generations}"
    )
}

/// `at most 1 crash and no other fault`
fn faults_words(faults: Faults) -> String {
    let kinds = [
        (
            faults.crashes,
            text!("crash", "次崩溃"),
            text!("crashes", "次崩溃"),
        ),
        (
            faults.timeouts,
            text!("time-out of a living member", "次存活成员超时"),
            text!("time-outs of living members", "次存活成员超时"),
        ),
        (
            faults.drops,
            text!("broken connection", "次连接断开"),
            text!("broken connections", "次连接断开"),
        ),
        (
            faults.stops,
            text!("member that is told to stop", "个成员被要求停止"),
            text!("members that are told to stop", "个成员被要求停止"),
        ),
    ];
    let possible = kinds.iter().filter(|it| it.0 > 0);
    let said: Vec<String> = possible
        .map(|&(most, one, many)| {
            let what = if most == 1 { one } else { many };
            say!("at most {most} {what}", "最多 {most} {what}")
        })
        .collect();
    let faults = said.join(text!(", ", "、"));
    match said.len() {
        0 => text!("no fault at all", "没有任何故障").to_owned(),
        count if count == kinds.len() => faults,
        _ => say!("{faults} and no other fault", "{faults}、没有其他故障"),
    }
}

/// `48,211`
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_faults_that_may_happen_are_named() {
        let faults = |crashes, timeouts, drops, stops| {
            faults_words(Faults {
                crashes,
                timeouts,
                drops,
                stops,
            })
        };
        assert_eq!(faults(0, 0, 0, 0), "no fault at all");
        assert_eq!(faults(1, 0, 0, 0), "at most 1 crash and no other fault");
        assert_eq!(
            faults(2, 1, 1, 1),
            "at most 2 crashes, at most 1 time-out of a living member, at most 1 broken connection, \
             at most 1 member that is told to stop"
        );
    }

    #[test]
    fn large_numbers_are_grouped() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (48_211, "48,211"),
            (1_234_567, "1,234,567"),
        ];
        for (number, said) in cases {
            assert_eq!(thousands(number), said);
        }
    }
}
