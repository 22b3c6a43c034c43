//! A consumer in a process of its own, which can be killed: this program, in another role.

use crate::arm::{AutoCommit, Place, Settings};
use crate::real::{config_of, place_of};
use rdkafka::consumer::{BaseConsumer, Consumer};
use std::env;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The first argument of such a process.
pub const ROLE: &str = "consumer-apart";

/// A process that has read what it shall read. Dropped, it is killed.
pub struct Apart {
    child: Child,
    pub delivered: Vec<Place>,
}

impl Apart {
    /// Starts it, and waits until it has taken so many messages.
    pub fn start(settings: Settings, bootstrap: &str, topic: &str, messages: usize) -> Self {
        let program = env::current_exe().expect("this program is somewhere");
        let commits = match settings.auto_commit {
            AutoCommit::Off => "off",
            AutoCommit::Soon => "soon",
            AutoCommit::Late => "late",
        };
        let mut child = Command::new(program)
            .args([ROLE, bootstrap, topic, commits, &messages.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program can be started again");
        let output = child.stdout.take().expect("it was asked for");
        let lines = BufReader::new(output).lines().take(messages);
        let delivered = lines.map(|line| read_place(&line.expect("it writes lines")));
        let delivered = delivered.collect();
        Self { child, delivered }
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

fn read_place(line: &str) -> Place {
    let place = line
        .split_once(' ')
        .and_then(|(partition, offset)| Some((partition.parse().ok()?, offset.parse().ok()?)));
    place.expect("it writes a partition and an offset")
}

/// The life of such a process.
pub fn live(arguments: &[String]) {
    let [bootstrap, topic, commits, messages] = arguments else {
        panic!("the parent gives four arguments");
    };
    let auto_commit = match commits.as_str() {
        "soon" => AutoCommit::Soon,
        "late" => AutoCommit::Late,
        _ => AutoCommit::Off,
    };
    let settings = Settings {
        auto_commit,
        ..Settings::DEFAULT
    };
    let consumer: BaseConsumer = config_of(settings, bootstrap, topic)
        .create()
        .expect("the settings are right");
    consumer.subscribe(&[topic]).expect("a topic's name");
    let mut left: usize = messages.parse().expect("a number");
    while left > 0 {
        if let Some(Ok(message)) = consumer.poll(Duration::from_secs(1)) {
            let (partition, offset) = place_of(&message);
            println!("{partition} {offset}");
            left -= 1;
        }
    }
    // The parent kills it, or is gone and has closed this.
    let mut nothing = String::new();
    let _closed = io::stdin().read_line(&mut nothing);
}
