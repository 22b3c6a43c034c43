//! What a crash would lead to, in a few words.

use crate::terms::verdict_name;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::outlook::Outlook;
use offsetscope_language::{say, text};

/// `3 orders would be read again after a crash`; nothing if none would.
pub fn again_after_a_crash(outlook: &Outlook) -> Option<String> {
    (outlook.again > 0).then(
        || say!("{0} would be read again after a crash", "崩溃后会重读 {0}"; orders(outlook.again)),
    )
}

/// Of all partitions of a member, briefly: `crash: 3 read again, 2 done before`
pub fn outlook(of_partitions: impl Iterator<Item = Outlook>) -> String {
    let (mut again, mut done_before, mut missed, mut deleted) = (0, 0, 0, 0);
    for it in of_partitions {
        again += it.again;
        done_before += it.done_before;
        missed += it.missed;
        deleted += it.deleted;
    }
    let part =
        |count: u32, what: &str| (count > 0).then(|| say!("{count} {what}", "{what} {count} 个"));
    let parts = [
        part(again, text!("read again", "重读")),
        part(done_before, text!("done before", "已处理过")),
        part(missed, verdict_name(Verdict::Lost)),
        part(deleted, verdict_name(Verdict::Expired)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return text!("crash: nothing repeated or lost", "若崩溃：不重复，不丢失").to_owned();
    }
    say!("crash: {0}", "若崩溃：{0}"; parts.join(text!(", ", "，")))
}

fn orders(count: u32) -> String {
    match count {
        1 => text!("1 order", "1 个订单").to_owned(),
        _ => say!("{count} orders", "{count} 个订单"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(again: u32, done_before: u32, missed: u32) -> Outlook {
        Outlook {
            begins_at: 0,
            position: 0,
            again,
            done_before,
            missed,
            deleted: 0,
        }
    }

    #[test]
    fn says_what_would_be_read_again_and_what_lost() {
        let said = |outlooks: &[Outlook]| outlook(outlooks.iter().copied());
        assert_eq!(
            said(&[of(1, 0, 0), of(2, 2, 0)]),
            "crash: 3 read again, 2 done before"
        );
        assert_eq!(said(&[of(0, 0, 1)]), "crash: 1 lost");
        let deleted = Outlook {
            deleted: 3,
            ..of(0, 0, 1)
        };
        assert_eq!(said(&[deleted]), "crash: 1 lost, 3 expired");
        assert_eq!(said(&[]), "crash: nothing repeated or lost");
    }

    #[test]
    fn of_one_partition_it_is_a_sentence() {
        assert_eq!(
            again_after_a_crash(&of(3, 1, 0)).as_deref(),
            Some("3 orders would be read again after a crash")
        );
        assert_eq!(again_after_a_crash(&of(0, 0, 2)), None);
    }
}
