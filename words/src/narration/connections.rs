//! Connections that break.

use crate::names::Names;
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_language::{say, text};

pub fn broken(
    client: Client,
    connection: Connection,
    (requests, answers): (u16, u16),
    names: Names<'_>,
) -> String {
    let other_end = match (client, connection) {
        (_, Connection::Coordinator) => text!("its group coordinator", "与组协调者的连接"),
        (Client::Consumer(_), Connection::Leader) => {
            text!("the broker it fetches from", "与它拉取数据的 broker 的连接")
        }
        (Client::Producer(_), Connection::Leader) => {
            text!("the broker it writes to", "与它写入的 broker 的连接")
        }
    };
    let lost = match (requests, answers) {
        (0, 0) => text!("nothing", "无").to_owned(),
        (_, 0) => requests_lost(requests),
        (0, _) => answers_lost(answers),
        _ => say!(
            "{0} and {1}",
            "{0}和 {1}";
            requests_lost(requests), answers_lost(answers)
        ),
    };
    let known = match (requests, answers) {
        (0, 0) => "",
        (_, 0) => text!(" The broker never hears of it.", "broker 永远不会知道。"),
        _ => text!(
            " What was answered has been done, and nobody knows.",
            "已应答的都已照办，却没有人知道。"
        ),
    };
    let who = names.client(client);
    say!(
        "The connection of {who} to {other_end} breaks. Lost on the way: {lost}.{known}",
        "{who} {other_end}断开。途中丢失：{lost}。{known}"
    )
}

/// A network that fails.
pub fn cut(client: Client, names: Names<'_>) -> String {
    let who = names.client(client);
    say!(
        "The network between {who} and the broker fails, and neither is told.",
        "{who} 与 broker 之间的网络断了，双方都不知道。"
    )
}

/// A network that is there again.
pub fn healed(client: Client, names: Names<'_>) -> String {
    let who = names.client(client);
    say!(
        "The network between {who} and the broker is back: what TCP still has to send arrives.",
        "{who} 与 broker 之间的网络恢复了：TCP 还要发的内容随之到达。"
    )
}

pub fn delayed(link: Link, by_ms: i64, names: Names<'_>) -> String {
    let who = names.client(link.client);
    match link.direction {
        Direction::ToBroker => say!(
            "What is on its way from {who} takes {by_ms} ms longer.",
            "{who} 发出的、尚在途中的内容晚到 {by_ms} ms。"
        ),
        Direction::ToClient => say!(
            "What is on its way to {who} takes {by_ms} ms longer.",
            "发往 {who} 的、尚在途中的内容晚到 {by_ms} ms。"
        ),
    }
}

/// `1 request`, `3 requests`
fn requests_lost(count: u16) -> String {
    match count {
        1 => text!("1 request", "1 个请求").to_owned(),
        _ => say!("{count} requests", "{count} 个请求"),
    }
}

/// `1 answer`, `3 answers`
fn answers_lost(count: u16) -> String {
    match count {
        1 => text!("1 answer", "1 个应答").to_owned(),
        _ => say!("{count} answers", "{count} 个应答"),
    }
}
