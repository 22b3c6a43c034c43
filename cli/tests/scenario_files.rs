//! Scenario files: what is written is what is read, what is wrong is said with its place, and the
//! examples can be played.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::Choice;
use offsetscope_core::effects::Effects;
use offsetscope_core::history::Moment;
use offsetscope_core::ids::{ConsumerId, TopicPartition};
use offsetscope_core::network::{Client, Connection, Direction, Link};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::scenario::file::{Deed, Happening, Run, ScenarioFile};
use offsetscope_core::world::World;

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let entries = fs::read_dir(folder).expect("there is a folder of examples");
    let mut files: Vec<_> = entries
        .map(|it| it.expect("it can be listed").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "json"));
    files.sort();
    files
}

fn play(file: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .arg("run")
        .arg(file)
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}: {output:?}", file.display());
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

#[test]
fn every_example_is_accepted_and_can_be_played() {
    let examples = examples();
    assert!(examples.len() >= 3, "{examples:?}");
    for file in examples {
        let told = play(&file);
        assert!(told.contains("LEDGER"), "{}: {told}", file.display());
    }
}

/// How many records of a group have this verdict in the ledger.
fn counted(file: &str, group: &str, verdict: &str) -> u32 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let told = play(&folder.join(file));
    let mut lines = told.lines().skip_while(|line| !line.starts_with("LEDGER"));
    let mut heads = lines.next().unwrap_or_default().split_whitespace();
    let column = heads
        .position(|head| head == verdict)
        .expect("a known verdict");
    let mut rows = lines.map(|line| line.split_whitespace().collect::<Vec<_>>());
    let row = rows.find(|row| row[0] == group).expect("a known group");
    row[column].parse().expect("a count")
}

#[test]
fn the_examples_show_what_they_are_about() {
    assert!(counted("crash-before-commit.json", "fulfilment", "twice+") > 0);
    assert!(counted("a-long-pause.json", "fulfilment", "twice+") > 0);
    assert!(counted("librdkafka-and-java.json", "java", "twice+") > 0);
    assert_eq!(counted("librdkafka-and-java.json", "java", "lost"), 0);
    assert!(counted("librdkafka-and-java.json", "python", "lost") > 0);
    assert!(counted("retention-overtakes-a-group.json", "reports", "expired") > 0);
    assert!(counted("an-administrator-resets-a-group.json", "reports", "twice+") > 0);
}

#[test]
fn what_is_written_is_what_is_read() {
    for seed in 0..20 {
        let setup = Scenario::Shop.setup(seed);
        let mut moment = Moment::beginning(Arc::new(setup.clone()));
        let mut effects = Effects::default();
        let mut steps = Vec::new();
        while steps.len() < 200 {
            let (at_ms, choice) = moment.clock.next().expect("the shop never rests");
            moment
                .apply(choice, at_ms, &mut effects)
                .expect("it is due");
            steps.push(Happening::of(&setup, at_ms, choice));
        }
        let file = ScenarioFile::of(&setup, Run::Steps(steps.clone()));
        let (read, meant) =
            offsetscope_files::parse("it", &offsetscope_files::print(&file)).unwrap();
        assert_eq!((&read, &meant), (&file, &setup));
        let mut again = World::new(Arc::new(meant), &mut effects);
        for step in read.run.happenings() {
            let choice = step.choice(&setup).expect("it is named as it was written");
            again
                .apply(choice, step.at_ms, &mut effects)
                .expect("it could happen");
        }
        assert_eq!(again, moment.world, "seed {seed}");
    }
}

/// Interventions are written by the names of what they are about.
#[test]
fn what_an_administrator_asks_is_read_as_it_is_written() {
    let setup = Scenario::Shop.setup(1);
    let (topic, number) = (setup.topic_ids().next().expect("there is one"), 2);
    let partition = TopicPartition {
        topic,
        partition: number,
    };
    let group = setup.group_ids().nth(1).expect("there are three");
    for (request, written) in [
        (
            AdminRequest::DeleteRecords {
                partition,
                before: 7,
            },
            r#"{"delete records":{"topic":"orders","partition":2,"before":7}}"#,
        ),
        (
            AdminRequest::AlterOffset {
                group,
                partition,
                to: 9,
            },
            r#"{"alter offset":{"group":"inventory","topic":"orders","partition":2,"to":9}}"#,
        ),
        (
            AdminRequest::DeleteOffset { group, partition },
            r#"{"delete offset":{"group":"inventory","topic":"orders","partition":2}}"#,
        ),
        (
            AdminRequest::DeleteGroup(group),
            r#"{"delete group":"inventory"}"#,
        ),
    ] {
        let choice = Choice::Administer(request);
        let deed = Happening::of(&setup, 0, choice).deed;
        assert_eq!(serde_json::to_string(&deed).unwrap(), written);
        let read: Deed = serde_json::from_str(written).unwrap();
        assert_eq!(read.choice(&setup), Ok(choice));
    }
}

/// What somebody does to the network is written by names, where they say which client is meant.
#[test]
fn what_is_done_to_the_network_is_read_as_it_is_written() {
    let setup = Scenario::Shop.setup(1);
    let client = Client::Consumer(ConsumerId(0));
    let link = Link {
        client,
        connection: Connection::Coordinator,
        direction: Direction::ToClient,
    };
    let shop = Client::Producer(setup.producer_ids().next().expect("there is one"));
    for (choice, written) in [
        (Choice::Pause(ConsumerId(0)), r#"{"pause":"fulfilment-1"}"#),
        (
            Choice::Resume(ConsumerId(0)),
            r#"{"resume":"fulfilment-1"}"#,
        ),
        (Choice::Cut(client), r#"{"cut":"fulfilment-1"}"#),
        (Choice::Heal(shop), r#"{"heal":"shop"}"#),
        (
            Choice::Disconnect(link),
            r#"{"break":{"client":"fulfilment-1","to":"coordinator","of":"answers"}}"#,
        ),
        (
            Choice::Delay { link, by_ms: 700 },
            r#"{"delay":{"client":"fulfilment-1","to":"coordinator","of":"answers","by_ms":700}}"#,
        ),
    ] {
        let deed = Happening::of(&setup, 0, choice).deed;
        assert_eq!(serde_json::to_string(&deed).unwrap(), written);
        let read: Deed = serde_json::from_str(written).unwrap();
        assert_eq!(read.choice(&setup), Ok(choice));
    }
    let nobody: Deed = serde_json::from_str(r#"{"cut":"nobody"}"#).unwrap();
    let refusal = nobody.choice(&setup).expect_err("there is none");
    assert!(refusal.to_string().contains("there is no client “nobody”"));
}

/// What lasts for a time ends by itself, after whatever else comes before.
#[test]
fn a_pause_is_written_with_its_length() {
    let setup = Scenario::Shop.setup(1);
    let happening = |written: &str| serde_json::from_str::<Happening>(written).unwrap();
    let run = Run::Clock(vec![
        happening(r#"{"at_ms":3000,"do":{"pause":"fulfilment-1"},"for_ms":2000}"#),
        happening(r#"{"at_ms":4000,"do":{"crash":"fulfilment-2"},"for_ms":500}"#),
    ]);
    let schedule = run.schedule(&setup).expect("both are there");
    let (one, other) = (ConsumerId(0), ConsumerId(1));
    let planned = schedule.iter().map(|it| (it.at_ms, it.choice, it.place));
    assert_eq!(
        planned.collect::<Vec<_>>(),
        [
            (3_000, Choice::Pause(one), 0),
            (4_000, Choice::Crash(other), 1),
            (4_500, Choice::Restart(other), 1),
            (5_000, Choice::Resume(one), 0),
        ]
    );
    let text = offsetscope_files::print(&ScenarioFile::of(&setup, run.clone()));
    let (read, _) = offsetscope_files::parse("it", &text).unwrap();
    assert_eq!(read.run, run);
    for (wrong, reason) in [
        (
            r#"{"stop":"fulfilment-1"},"for_ms":2000"#,
            "only a crash, a pause",
        ),
        (
            r#"{"pause":"fulfilment-1"},"for_ms":0"#,
            "for_ms is 0: value must be at least 1",
        ),
        (
            r#"{"pause":"nobody"},"for_ms":1"#,
            "there is no such consumer",
        ),
    ] {
        let wrong = happening(&format!(r#"{{"at_ms":1,"do":{wrong}}}"#));
        let file = ScenarioFile::of(&setup, Run::Clock(vec![wrong]));
        let refusal = offsetscope_files::parse("it", &offsetscope_files::print(&file));
        let refusal = refusal.expect_err("it is refused");
        assert!(refusal.contains(reason), "{refusal}");
    }
}

/// Kafka's offsets are 64 bits with a sign, and partitions have numbers.
#[test]
fn what_no_administrator_can_ask_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let example = folder.join("an-administrator-resets-a-group.json");
    let text = fs::read_to_string(example).unwrap();
    for (right, wrong, reason) in [
        (
            "\"partition\": 0, \"to\": 0",
            "\"partition\": 1, \"to\": 0",
            "there is no such partition",
        ),
        (
            "\"to\": 0",
            "\"to\": 9223372036854775808",
            "value must be no more than 9223372036854775807",
        ),
        ("\"to\": 0", "\"to\": -1", "-1"),
        (
            "\"alter offset\": { \"group\": \"reports\"",
            "\"alter offset\": { \"group\": \"repots\"",
            "there is no such group",
        ),
    ] {
        let wrong = text.replace(right, wrong);
        assert_ne!(wrong, text);
        let refusal = offsetscope_files::parse("it", &wrong).expect_err("it is refused");
        let refusal = format!("{refusal:#}");
        assert!(refusal.contains(reason), "{refusal}");
    }
}

#[test]
fn a_run_that_lists_its_steps_is_played_to_its_last() {
    let setup = Scenario::Shop.setup(1);
    let mut moment = Moment::beginning(Arc::new(setup.clone()));
    let mut steps = Vec::new();
    for _ in 0..450 {
        let (at_ms, choice) = moment.clock.next().expect("the shop never rests");
        let applied = moment.apply(choice, at_ms, &mut Effects::default());
        applied.expect("it is due");
        steps.push(Happening::of(&setup, at_ms, choice));
    }
    let text = offsetscope_files::print(&ScenarioFile::of(&setup, Run::Steps(steps)));
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("steps.json");
    fs::write(&file, text).expect("a test file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_offsetscope"))
        .args(["run", "--json"])
        .arg(&file)
        .output()
        .expect("the program starts");
    let lines = String::from_utf8(output.stdout).expect("it prints UTF-8");
    assert_eq!(lines.lines().count(), 450);
}

#[track_caller]
fn check_refused(text: &str, said: &[&str]) {
    let message = offsetscope_files::parse("it.json", text).unwrap_err();
    for part in said {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
}

const TOPIC: &str = r#"{"name": "orders", "partitions": 1}"#;

fn with_group(group: &str) -> String {
    format!(
        r#"{{"topics": [{TOPIC}], "groups": [{{"group.id": "g", "topic": "orders",
           "strategy": "AfterBatch", "processing_ms": 1, "members": ["a"], {group}}}]}}"#
    )
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    check_refused(
        "{\n  \"topics\": }",
        &["it.json is not a scenario", "line 2 column 13"],
    );
    check_refused("{}", &["missing field `topics`"]);
    check_refused(
        &format!("{{\"topics\": [{TOPIC}]}} and more"),
        &["trailing characters"],
    );
    check_refused(
        &with_group(r#""config": {"sesion.timeout.ms": 1}"#),
        &[
            "groups[0].config.sesion.timeout.ms: unknown field `sesion.timeout.ms`",
            "line 2 column",
        ],
    );
    check_refused(
        &with_group(r#""config": {"max.poll.records": -1}"#),
        &[
            "groups[0].config",
            "max.poll.records",
            "invalid value: integer `-1`",
        ],
    );
    check_refused(
        &with_group(r#""config": {"partition.assignment.strategy": ["rage"]}"#),
        &["no assignor “rage”; there are: range"],
    );
    check_refused(
        r#"{"topics": [{"name": "t", "partitions": 1, "config": {"retention.bytes": -2}}]}"#,
        &["topics[0].config", "value must be at least -1, not -2"],
    );
}

#[test]
fn all_that_nobody_would_accept_is_said_at_once() {
    check_refused(
        r#"{"topics": [{"name": "orders", "partitions": 0}],
            "groups": [{"group.id": "g", "topic": "order", "strategy": "AfterBatch",
                        "processing_ms": 1, "members": ["a", "a"],
                        "config": {"session.timeout.ms": 5000}}],
            "run": {"clock": [{"at_ms": 5, "do": {"crash": "b"}}, {"at_ms": 4, "do": {"restart": "a"}}]}}"#,
        &[
            "it.json is not accepted:",
            "group g: topic is “order”: there is no such topic",
            "topic orders: partitions is 0: value must be at least 1",
            "group g: session.timeout.ms is 5000: the session timeout is not within",
            "6000 to 1800000",
            "consumer a: client.id is “a”: there is one of this name already",
            "scenario: do is “b”: there is no such consumer",
            "scenario: at_ms is 4: value must be at least 5",
        ],
    );
}
