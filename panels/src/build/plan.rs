//! What shall happen in a draft, and when: its fault plan.

use offsetscope_core::choice::Choice;
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_core::scenario::file::{Happening, Run};
use offsetscope_core::setup::Setup;
use offsetscope_language::text;

/// What shall happen, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    rows: Vec<Row>,
}

/// One thing that shall happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// When, after the opening.
    pub at_ms: i64,
    /// What.
    pub fault: Fault,
    /// To whom.
    pub client: Client,
    /// For how long, where it lasts.
    pub for_ms: Option<i64>,
}

/// What can be planned. A scenario file can say more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The process dies.
    Crash,
    /// It stands still.
    Pause,
    /// Nothing gets through.
    Cut,
    /// The connection breaks, and answers on it are lost.
    Lose,
    /// What is on its way to the broker takes longer.
    Delay,
    /// It is asked to stop.
    Stop,
    /// It is started again.
    Restart,
}

/// How long what is delayed takes longer.
const DELAY_MS: i64 = 1_000;
/// How long something may last that is planned here.
pub const LASTING: [Option<i64>; 8] = [
    None,
    Some(1_000),
    Some(2_000),
    Some(5_000),
    Some(10_000),
    Some(15_000),
    Some(30_000),
    Some(60_000),
];
/// When the first thing happens that is added, and how long after the last one the next.
const PAUSE_MS: i64 = 5_000;
/// Nothing is planned for later than a day.
const LATEST_MS: i64 = 24 * 3_600_000;

impl Fault {
    /// All of them, as they are offered.
    pub const ALL: [Self; 7] = [
        Self::Crash,
        Self::Pause,
        Self::Cut,
        Self::Lose,
        Self::Delay,
        Self::Stop,
        Self::Restart,
    ];

    /// What happens to somebody.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crash => text!("crashes", "崩溃"),
            Self::Pause => text!(
                "stands still, as in a long garbage collection",
                "停住不动，就像长时间的垃圾回收"
            ),
            Self::Cut => text!("is cut off from the network", "与网络断开"),
            Self::Lose => text!(
                "loses its connection and the answers on it",
                "失去连接和连接上的应答"
            ),
            Self::Delay => text!(
                "what it has sent takes a second longer",
                "它已发出的消息晚到一秒"
            ),
            Self::Stop => text!("is asked to stop", "被要求停止"),
            Self::Restart => text!("is started again", "重新启动"),
        }
    }

    /// Whether it can happen to producers as well: they have no process here.
    fn is_of_the_network(self) -> bool {
        matches!(self, Self::Cut | Self::Lose | Self::Delay)
    }

    /// Who can be chosen.
    pub fn clients(self, setup: &Setup) -> Vec<Client> {
        let consumers = setup.consumer_ids().map(Client::Consumer);
        let producers = setup.producer_ids().map(Client::Producer);
        let producers = producers.filter(|_| self.is_of_the_network());
        consumers.chain(producers).collect()
    }

    /// The same as the core has it; none if it cannot happen to this client.
    fn choice(self, client: Client) -> Option<Choice> {
        let link = |direction| Link {
            client,
            connection: match client {
                Client::Consumer(_) => Connection::Coordinator,
                Client::Producer(_) => Connection::Leader,
            },
            direction,
        };
        let consumer = match client {
            Client::Consumer(id) => Some(id),
            Client::Producer(_) => None,
        };
        match self {
            Self::Crash => consumer.map(Choice::Crash),
            Self::Pause => consumer.map(Choice::Pause),
            Self::Stop => consumer.map(Choice::Stop),
            Self::Restart => consumer.map(Choice::Restart),
            Self::Cut => Some(Choice::Cut(client)),
            Self::Lose => Some(Choice::Disconnect(link(Direction::ToClient))),
            Self::Delay => Some(Choice::Delay {
                link: link(Direction::ToBroker),
                by_ms: DELAY_MS,
            }),
        }
    }
}

impl Row {
    /// Whether it lasts, so that it can be said for how long.
    pub fn lasts(&self) -> bool {
        let choice = self.fault.choice(self.client);
        choice.is_some_and(|it| it.ended_by().is_some())
    }

    fn happening(&self, setup: &Setup) -> Option<Happening> {
        let choice = self.fault.choice(self.client)?;
        Some(Happening {
            for_ms: self.for_ms.filter(|_| self.lasts()),
            ..Happening::of(setup, self.at_ms, choice)
        })
    }
}

/// A client's name.
pub fn name_of(setup: &Setup, client: Client) -> &str {
    match client {
        Client::Consumer(id) => &setup.consumer(id).name,
        Client::Producer(id) => &setup.producer(id).name,
    }
}

impl Plan {
    /// All of it, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The same as a scenario file has it.
    pub fn run(&self, setup: &Setup) -> Run {
        let happenings = self.rows.iter().filter_map(|row| row.happening(setup));
        Run::Clock(happenings.collect())
    }

    /// Adds a crash after all the others. None if there is nobody to crash.
    pub fn add(&mut self, setup: &Setup) -> Option<()> {
        let last_ms = self.rows.last().map_or(0, |row| row.at_ms);
        self.rows.push(Row {
            at_ms: (last_ms + PAUSE_MS).min(LATEST_MS),
            fault: Fault::Crash,
            client: *Fault::Crash.clients(setup).first()?,
            for_ms: None,
        });
        Some(())
    }

    /// Removes what is at this place.
    pub fn remove(&mut self, place: usize) -> Option<()> {
        self.rows.get(place)?;
        self.rows.remove(place);
        Some(())
    }

    /// Changes what happens; somebody to whom that cannot happen gives way to the first who it can.
    pub fn set_fault(&mut self, setup: &Setup, place: usize, fault: Fault) -> Option<()> {
        let clients = fault.clients(setup);
        let row = self.rows.get_mut(place)?;
        if !clients.contains(&row.client) {
            row.client = *clients.first()?;
        }
        row.fault = fault;
        Some(())
    }

    /// Changes to whom.
    pub fn set_client(&mut self, setup: &Setup, place: usize, client: usize) -> Option<()> {
        let row = self.rows.get_mut(place)?;
        row.client = *row.fault.clients(setup).get(client)?;
        Some(())
    }

    /// Changes for how long.
    pub fn set_lasting(&mut self, place: usize, lasting: usize) -> Option<()> {
        self.rows.get_mut(place)?.for_ms = *LASTING.get(lasting)?;
        Some(())
    }

    /// Changes when, by what somebody has written; later things stand below.
    ///
    /// # Errors
    /// What was written, if it is not a number of seconds of a day.
    pub fn set_time(&mut self, place: usize, seconds: &str) -> Result<(), String> {
        let at_ms = milliseconds(seconds).ok_or_else(|| seconds.to_owned())?;
        if let Some(row) = self.rows.get_mut(place) {
            row.at_ms = at_ms;
        }
        self.rows.sort_by_key(|row| row.at_ms);
        Ok(())
    }

    /// Clients have come and gone: everybody is found again by name. What was to happen to who is gone,
    /// is gone as well.
    pub fn follow(&mut self, old: &Setup, new: &Setup) {
        self.rows.retain_mut(|row| {
            let name = name_of(old, row.client);
            let mut clients = Fault::Cut.clients(new).into_iter();
            let found = match row.client {
                Client::Consumer(_) => {
                    clients.find(|&it| is_consumer(it) && name_of(new, it) == name)
                }
                Client::Producer(_) => {
                    clients.find(|&it| !is_consumer(it) && name_of(new, it) == name)
                }
            };
            row.client = found.unwrap_or(row.client);
            found.is_some()
        });
    }
}

fn is_consumer(client: Client) -> bool {
    matches!(client, Client::Consumer(_))
}

/// Of seconds with at most three decimals.
fn milliseconds(seconds: &str) -> Option<i64> {
    let (whole, part) = seconds
        .trim()
        .split_once(['.', ','])
        .unwrap_or((seconds.trim(), ""));
    let digits = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
    if whole.is_empty() || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    let at_ms = whole.parse::<i64>().ok()?.checked_mul(1_000)? + part;
    (at_ms <= LATEST_MS).then_some(at_ms)
}

/// The other way round.
pub fn seconds(at_ms: i64) -> String {
    let (whole, part) = (at_ms / 1_000, at_ms % 1_000);
    match part {
        0 => whole.to_string(),
        _ => format!("{whole}.{part:03}")
            .trim_end_matches('0')
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_they_are_written_and_nothing_else_is() {
        for at_ms in [0, 1, 20, 300, 3_200, 12_345, LATEST_MS] {
            assert_eq!(milliseconds(&seconds(at_ms)), Some(at_ms), "{at_ms}");
        }
        assert_eq!(milliseconds(" 3,2 "), Some(3_200));
        for wrong in [
            "",
            ".",
            "x",
            "-1",
            "1.2345",
            "1e3",
            "86401",
            "99999999999999999999",
            "+1",
        ] {
            assert_eq!(milliseconds(wrong), None, "{wrong}");
        }
    }
}
