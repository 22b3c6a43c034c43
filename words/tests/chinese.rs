//! A build speaks one language: in Chinese no English prose is left, in English there is no Chinese.
//!
//! `cargo test -p offsetscope-words --features offsetscope-language/chinese --test chinese` asks in Chinese.

use offsetscope_core::admin::AdminRequest;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::program::OnFailure;
use offsetscope_core::client::strategy::{Family, Strategy};
use offsetscope_core::explain::Subject;
use offsetscope_core::history::History;
use offsetscope_core::history::causality::Causality;
use offsetscope_core::ids::{ConsumerId, GroupId, TopicPartition};
use offsetscope_core::ledger::Verdict;
use offsetscope_core::network::{Client, Connection, Direction, Link, MessageKind};
use offsetscope_core::scenario::Scenario;
use offsetscope_core::search::{
    Bounds, Cause, Model, Property, Reduction, Search, Size, Verdict as Found,
};
use offsetscope_core::setup::{ClientLibrary, Setup};
use offsetscope_core::validation::{Place, Problem, Reason};
use offsetscope_core::world::World;
use offsetscope_language::TAG;
use offsetscope_words::{self as words, Fault, Marker, Names};
use std::collections::BTreeSet;
use std::sync::Arc;

const GROUP: GroupId = GroupId(0);
const C1: ConsumerId = ConsumerId(0);

/// What is called alike in every language: Kafka's words, commands, the shop's customers and groups.
const NAMES: &str = "acks all broker close earliest error execute finally get kill latest librdkafka name none \
    offsets offsetscope orders poll reset run scenario seed seek fulfilment inventory notifications shop \
    Ana Ben Dmitri Emeka Fatima Goran Hana Future Java JSON Kafka OffsetScope SIGTERM TCP ASCII HW LSO ID json topic \
    Empty Stable Dead";

/// Why somebody who reads this build's language would stumble over a text.
fn stumbles(text: &str) -> Option<String> {
    if TAG == "en" {
        let is_chinese = |it: &char| is_ideograph(*it) || ('\u{3000}'..'\u{3040}').contains(it);
        return text
            .chars()
            .find(is_chinese)
            .map(|it| format!("“{it}” is Chinese"));
    }
    let is_part = |it: char| it.is_alphanumeric() && !is_ideograph(it) || "._-=".contains(it);
    let foreign = text.split(|it: char| !is_part(it)).find(|it| is_prose(it));
    let pairs = || text.chars().zip(text.chars().skip(1));
    let is_latin = |it: char| it.is_ascii_alphanumeric();
    let narrow = pairs().find(|&(one, other)| {
        is_ideograph(one) && is_latin(other) || is_latin(one) && is_ideograph(other)
    });
    let mut triples = pairs().zip(text.chars().skip(2));
    let wide = triples
        .find(|&((one, space), other)| is_ideograph(one) && space == ' ' && is_ideograph(other));
    foreign
        .map(|it| format!("“{it}” is English"))
        .or(narrow.map(|(one, other)| format!("no space in “{one}{other}”")))
        .or(wide.map(|((one, _), other)| format!("a space in “{one} {other}”")))
}

fn is_ideograph(it: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&it)
}

/// Letters only, not the name of anything, and no capital but the first: `commitSync` is a name.
fn is_prose(word: &str) -> bool {
    let word = word.trim_matches(['.', '-', '=']);
    let is_word = word.len() > 1 && word.chars().all(|it| it.is_ascii_alphabetic());
    let has_hump = word.chars().skip(1).any(|it| it.is_ascii_uppercase());
    is_word && !has_hump && !NAMES.split_whitespace().any(|name| name == word)
}

fn assert_spoken(said: &BTreeSet<String>, at_least: usize) {
    assert!(said.len() >= at_least, "it says much: {}", said.len());
    let wrong = said.iter().filter_map(|it| Some((stumbles(it)?, it)));
    let wrong: Vec<String> = wrong.map(|(why, it)| format!("{why}: {it}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The shop, with one group as somebody wants it.
fn shop(strategy: Strategy, on_failure: OnFailure) -> Setup {
    let mut setup = Scenario::Shop.setup(1);
    let group = &mut setup.groups[0];
    if !Strategy::offered(group.client.library).contains(&strategy) {
        group.client.library = ClientLibrary::Librdkafka;
    }
    (group.strategy, group.on_failure) = (strategy, on_failure);
    setup
}

/// Everything that somebody can do to the first consumer and its group, some steps after each other.
fn deeds() -> Vec<Choice> {
    let partition = TopicPartition {
        topic: offsetscope_core::ids::TopicId(0),
        partition: 0,
    };
    let link = |direction| Link {
        client: Client::Consumer(C1),
        connection: Connection::Coordinator,
        direction,
    };
    let group = GROUP;
    let request = Choice::Administer;
    vec![
        Choice::Crash(C1),
        Choice::Restart(C1),
        Choice::Pause(C1),
        Choice::Resume(C1),
        Choice::Disconnect(link(Direction::ToBroker)),
        Choice::Disconnect(link(Direction::ToClient)),
        request(AdminRequest::DeleteRecords {
            partition,
            before: 2,
        }),
        request(AdminRequest::DeleteRecords {
            partition,
            before: 9_999,
        }),
        request(AdminRequest::AlterOffset {
            group,
            partition,
            to: 1,
        }),
        request(AdminRequest::DeleteOffset { group, partition }),
        request(AdminRequest::DeleteGroup(group)),
        Choice::Stop(C1),
    ]
}

/// A run with all that can happen to it, and what was said of each of its moments.
fn played(setup: Setup, between: usize, said: &mut BTreeSet<String>) -> History {
    let mut run = History::new(Arc::new(setup));
    said.insert(words::opening(&run.current().world));
    let mut happened = 0;
    for deed in deeds() {
        for _ in 0..between {
            assert!(run.forward(), "a shop does not end");
            tell_moment(&run, said);
        }
        let now_ms = run.current().clock.now_ms();
        if run.inject(deed, now_ms).is_ok() {
            tell_moment(&run, said);
            happened += 1;
        }
    }
    assert!(happened >= 7, "most can happen: {happened}");
    run
}

fn tell_moment(run: &History, said: &mut BTreeSet<String>) {
    let world = &run.current().world;
    let entry = run.last_entry().expect("it has gone on");
    said.insert(words::narrate_fully(entry, world));
    for consumer in world.setup().consumer_ids() {
        let activity = world.consumer(consumer).activity();
        said.insert(words::activity(Names::of(world), activity));
    }
    for group in world.setup().group_ids() {
        let outlooks = world.partitions_read_by(group);
        let outlooks: Vec<_> = outlooks.filter_map(|it| world.outlook(group, it)).collect();
        said.extend(outlooks.iter().filter_map(words::again_after_a_crash));
        said.insert(words::outlook(outlooks.into_iter()));
    }
}

/// Why each of its steps, and each of its orders.
fn explained(run: &History, opening: &World, said: &mut BTreeSet<String>) {
    let mut again = run.clone();
    again.seek(0);
    let mut causality = Causality::beginning_at(again.current());
    while again.cursor() < run.cursor() && again.forward() {
        let entry = again.last_entry().expect("it has gone on");
        causality.take_in(entry.choice, again.last_effects());
    }
    let world = &run.current().world;
    for step in 1..=run.cursor() {
        let whys = words::why_of_step(opening, run.past(), &causality, step, world);
        said.extend(whys.into_iter().map(|it| it.answer));
    }
    for partition in world.partitions_read_by(GROUP) {
        for offset in 0..=world.log(partition).log_end_offset() {
            let subject = Subject {
                group: GROUP,
                partition,
                offset,
            };
            let why = words::why(run, subject);
            said.insert(why.answer);
            said.extend(why.reasons.into_iter().map(|it| it.said));
        }
    }
}

#[test]
fn runs_are_told_in_one_language() {
    let mut said = BTreeSet::new();
    for strategy in Strategy::JAVA.into_iter().chain(Strategy::LIBRDKAFKA) {
        let setup = shop(strategy, OnFailure::EndProcess);
        let opening = History::new(Arc::new(setup.clone()))
            .current()
            .world
            .clone();
        let run = played(setup, 60, &mut said);
        explained(&run, &opening, &mut said);
    }
    played(shop(Strategy::AfterBatch, OnFailure::Skip), 300, &mut said);
    assert_spoken(&said, 2_000);
}

#[test]
fn whatever_has_a_name_or_a_note_has_it_in_one_language() {
    let notes = [
        words::ASKS_NOTHING,
        words::BREAK_NOTE,
        words::CANNOT_NOTICE,
        words::CHARTS_NOTE,
        words::COORDINATOR,
        words::DELETE_GROUP_NOTE,
        words::DELETE_OFFSETS_NOTE,
        words::DELETE_RECORDS_NOTE,
        words::DIAGRAM_NOTE,
        words::DIAGRAM_PICTURE_NOTE,
        words::EVERY_CONSUMER,
        words::FAULTS_NOTE,
        words::FENCED,
        words::FRAME_NOTE,
        words::FRAME_TITLE,
        words::HOW_TRUE,
        words::HOW_TRUE_LINK,
        words::LINK_NOTE,
        words::LOGS,
        words::NOTHING_ON_ITS_WAY,
        words::NOTHING_TO_EXPLAIN,
        words::NO_LINK,
        words::OFFSETS_TOPIC_NOTE,
        words::RESET_NOTE,
        words::STAGE_NOTE,
        words::TRACE_NOTE,
        words::WHY_PRESENT,
    ];
    let mut said: BTreeSet<String> = notes.map(str::to_owned).into();
    let mut say = |it: &str| said.extend([it.to_owned()]);
    for strategy in Strategy::JAVA.into_iter().chain(Strategy::LIBRDKAFKA) {
        say(words::strategy_name(strategy));
        say(words::strategy_note(strategy));
        for language in words::Language::ALL {
            let printed = words::program_in(language, strategy, &strategy.program());
            printed.err().into_iter().for_each(&mut say);
        }
    }
    for family in [Family::AutoCommit, Family::HandOff, Family::Database] {
        say(words::family_name(family));
    }
    for marker in Marker::ALL {
        say(words::marker_name(marker));
        say(words::marker_note(marker));
    }
    for verdict in Verdict::ALL {
        say(words::verdict_name(verdict));
        say(words::verdict_note(verdict));
    }
    for fault in [
        Fault::Crash,
        Fault::Restart,
        Fault::Pause,
        Fault::Resume,
        Fault::Stop,
    ] {
        say(words::fault_verb(fault));
        say(words::fault_note(fault));
        say(words::why_no_fault(fault));
    }
    for kind in [
        MessageKind::Produce,
        MessageKind::Fetch,
        MessageKind::OffsetLookup,
    ] {
        say(words::message_name(kind));
    }
    for group in ["fulfilment", "inventory", "notifications", "my-group"] {
        say(words::group_work(group));
        say(&words::lag_of(group));
        say(&words::fates_of(group));
    }
    say(&words::all_partitions(12));
    say(&words::charts_leave_out(3, 4));
    say(&words::diagram_leaves_out(5));
    assert_spoken(&said, 90);
}

#[test]
fn what_is_proved_is_told_in_one_language() {
    let mut said = BTreeSet::new();
    for cause in Cause::ALL {
        said.insert(words::cause_name(cause).to_owned());
        said.insert(words::cause_note(cause).to_owned());
    }
    let size = Size {
        members: Some(1),
        partitions: Some(1),
    };
    let setup = Arc::new(Scenario::Shop.setup(1).only(GROUP, size));
    let model = Model::new(setup, Bounds::default(), Reduction::On);
    let report = Search::new(model).run();
    said.insert(words::searched(&report));
    said.insert(words::guarantee(&report).to_owned());
    for property in Property::ALL {
        said.insert(words::property_name(property).to_owned());
        let run = vec![Choice::Run(C1); 7];
        let verdicts = [
            Found::Holds,
            Found::Never,
            Found::Unknown,
            Found::Violated(run),
        ];
        said.extend(verdicts.map(|it| words::verdict_sentence(property, &it)));
    }
    assert_spoken(&said, 30);
}

#[test]
fn what_is_refused_is_refused_in_one_language() {
    let reasons = [
        Reason::AtLeast(1),
        Reason::AtMost(1),
        Reason::Bound(3),
        Reason::Taken,
        Reason::EmptyName,
        Reason::Dots,
        Reason::TooLong(249),
        Reason::IllegalCharacter,
        Reason::BlankGroupId,
        Reason::OtherLibrary,
        Reason::NoAssignor,
        Reason::NotInLibrdkafka,
        Reason::OverAtOnce,
        Reason::Idempotence("all"),
        Reason::NoLessThan("fetch.max.bytes", 1),
        Reason::NoMoreThan("fetch.max.bytes", 1),
        Reason::LowerThan("fetch.max.bytes", 1),
    ];
    let problem = |reason| Problem {
        place: Place::Topic("orders".to_owned()),
        property: "retention.ms",
        value: "7".to_owned(),
        reason,
    };
    let mut said: BTreeSet<String> = reasons
        .map(|it| problem(it).to_string())
        .into_iter()
        .collect();
    let links = ["seed", "seed=a", "run=1", "seed=1&seed=2", "scenario=run"];
    let refused = links.map(offsetscope_core::scenario::Link::parse);
    said.extend(refused.map(|it| it.expect_err("it is no link").to_string()));
    let mut setup = Scenario::Shop.setup(1);
    setup.groups[0].topic = offsetscope_core::ids::TopicId(9);
    let problems = offsetscope_core::validation::problems(&setup);
    said.extend(problems.iter().map(ToString::to_string));
    assert_spoken(&said, 20);
}
