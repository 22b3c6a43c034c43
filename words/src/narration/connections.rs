//! Connections that break.

use crate::names::{Names, list};
use offsetscope_core::network::{Client, Connection};

pub fn broken(
    client: Client,
    connection: Connection,
    (requests, answers): (u16, u16),
    names: Names<'_>,
) -> String {
    let other_end = match (client, connection) {
        (_, Connection::Coordinator) => "its group coordinator",
        (Client::Consumer(_), Connection::Leader) => "the broker it fetches from",
        (Client::Producer(_), Connection::Leader) => "the broker it writes to",
    };
    let lost = match (requests, answers) {
        (_, 0) => counted(requests, "request"),
        (0, _) => counted(answers, "answer"),
        _ => list(&[counted(requests, "request"), counted(answers, "answer")]),
    };
    let known = match answers {
        0 => "The broker never hears of it.",
        _ => "What was answered has been done, and nobody knows.",
    };
    let who = names.client(client);
    format!("The connection of {who} to {other_end} breaks, and {lost} with it. {known}")
}

/// `1 request`, `3 requests`
fn counted(count: u16, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
