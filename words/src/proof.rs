//! What a search found out, in sentences.

use offsetscope_core::search::{Bounds, Cause, Faults, Progress, Property, Report, Verdict};

/// What a property asks, as a heading: `no loss`.
pub fn property_name(property: Property) -> &'static str {
    match property {
        Property::NoLoss => "no loss",
        Property::NoDuplicate => "no duplicate",
        Property::KeyOrder => "order of each key",
        Property::OneOwner => "one owner",
        Property::CommittedIsProcessed => "committed is processed",
        Property::Finishes => "finishes",
        Property::EachOnce => "each once",
    }
}

/// What happens to a group, in a word or two.
pub fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Rebalance => "rebalance",
        Cause::Stop => "stop",
        Cause::Exception => "exception",
        Cause::Timeout => "time-out",
        Cause::Crash => "crash",
    }
}

/// What happens to a group, in a sentence.
pub fn cause_note(cause: Cause) -> &'static str {
    match cause {
        Cause::Rebalance => {
            "Nothing goes wrong. Members join one after the other, and the group rebalances."
        }
        Cause::Stop => {
            "A member is told to stop: it leaves its loop, closes its consumer and leaves the group."
        }
        Cause::Exception => {
            "A record cannot be processed. Nobody catches the exception, so the member closes its consumer and leaves; in a worker, nobody even sees it."
        }
        Cause::Timeout => {
            "A member is only slow, and goes on: the group takes it for dead, or it does not poll in time and leaves."
        }
        Cause::Crash => "A member dies, as by kill -9.",
    }
}

/// What was found out about a property, and how long the run is that shows it.
pub fn verdict_sentence(property: Property, verdict: &Verdict) -> String {
    let ways = match verdict {
        Verdict::Violated(run) | Verdict::Shown(run) => {
            format!(" The shortest way takes {} steps.", run.len())
        }
        Verdict::Holds | Verdict::Never | Verdict::Unknown => String::new(),
    };
    let fact = match verdict {
        Verdict::Holds => holds(property),
        Verdict::Violated(_) => is_violated(property),
        Verdict::Shown(_) => "Every order can take effect exactly once.",
        Verdict::Never => "There is no run in which every order takes effect exactly once.",
        Verdict::Unknown => "Not known: the search did not finish, and has not seen it fail.",
    };
    format!("{fact}{ways}")
}

fn holds(property: Property) -> &'static str {
    match property {
        Property::NoLoss => "No order is ever lost.",
        Property::NoDuplicate => "No order ever takes effect twice.",
        Property::KeyOrder => {
            "The orders of one customer always take effect in the order in which they were placed."
        }
        Property::OneOwner => "No two members of one generation ever own the same partition.",
        Property::CommittedIsProcessed => "Nothing is ever committed before it has taken effect.",
        Property::Finishes => {
            "Once nothing more goes wrong, every order takes effect, unless it is lost already."
        }
        Property::EachOnce => "Every order can take effect exactly once.",
    }
}

fn is_violated(property: Property) -> &'static str {
    match property {
        Property::NoLoss => "An order can be lost: committed past, without ever taking effect.",
        Property::NoDuplicate => "An order can take effect twice.",
        Property::KeyOrder => "A later order of a customer can take effect before an earlier one.",
        Property::OneOwner => "Two members of one generation can own the same partition.",
        Property::CommittedIsProcessed => "An order can be committed before it has taken effect.",
        Property::Finishes => {
            "It can hang: an order is left that never takes effect, although nothing more goes wrong."
        }
        Property::EachOnce => "There is no run in which every order takes effect exactly once.",
    }
}

/// What a group guarantees of its orders, in a few words: `Never loses, may duplicate.`
pub fn guarantee(report: &Report) -> &'static str {
    let of = |property| report.verdict(property);
    match (of(Property::NoLoss), of(Property::NoDuplicate)) {
        (Verdict::Holds, Verdict::Holds) => "Never loses, never duplicates.",
        (Verdict::Holds, Verdict::Violated(_)) => "Never loses, may duplicate.",
        (Verdict::Holds, _) => "Never loses; whether it duplicates is not known.",
        (Verdict::Violated(_), Verdict::Holds) => "May lose, never duplicates.",
        (Verdict::Violated(_), Verdict::Violated(_)) => "May lose, and may duplicate.",
        (Verdict::Violated(_), _) => "May lose; whether it duplicates is not known.",
        (_, Verdict::Violated(_)) => "May duplicate; whether it loses is not known.",
        _ => "Not known: the search did not finish.",
    }
}

/// Within which bounds, and how much was looked at.
pub fn searched(report: &Report) -> String {
    let extent = match report.progress {
        Progress::Finished => format!(
            "in all {} states that can be reached",
            thousands(report.states)
        ),
        Progress::Running | Progress::Full => format!(
            "not finished: {} states found, {} of them not yet looked at",
            thousands(report.states),
            thousands(report.frontier)
        ),
    };
    format!("With {}: {extent}.", bounds_words(report.bounds))
}

fn bounds_words(bounds: Bounds) -> String {
    let orders = if bounds.orders == 1 {
        "order"
    } else {
        "orders"
    };
    let generations = if bounds.generations == 1 {
        "generation"
    } else {
        "generations"
    };
    format!(
        "{}, {} {orders}, {} {generations}",
        faults_words(bounds.faults),
        bounds.orders,
        bounds.generations,
    )
}

/// `at most 1 crash and no other fault`
fn faults_words(faults: Faults) -> String {
    let kinds = [
        (faults.crashes, "crash", "crashes"),
        (
            faults.timeouts,
            "time-out of a living member",
            "time-outs of living members",
        ),
        (faults.drops, "broken connection", "broken connections"),
        (
            faults.stops,
            "member that is told to stop",
            "members that are told to stop",
        ),
    ];
    let possible = kinds.iter().filter(|it| it.0 > 0);
    let said: Vec<String> = possible
        .map(|&(most, one, many)| format!("at most {most} {}", if most == 1 { one } else { many }))
        .collect();
    match said.len() {
        0 => "no fault at all".to_owned(),
        count if count == kinds.len() => said.join(", "),
        _ => format!("{} and no other fault", said.join(", ")),
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
