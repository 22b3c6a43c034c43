//! A draft is changed as presses of the form do, and played.

use super::*;
use offsetscope_core::choice::Choice;
use offsetscope_core::history::History;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::scenario::Scenario;

fn draft() -> Draft {
    Draft::of(&Scenario::Shop.setup(1))
}

fn opened(draft: &mut Draft) -> Opened {
    match draft.press(PLAY) {
        Pressed::Play(Answer::Opened(opened)) => *opened,
        other => panic!("it can be played: {other:?}, {:?}", draft.problems),
    }
}

fn press(draft: &mut Draft, press: &str) {
    assert_eq!(draft.press(press), Pressed::Done, "{press}");
}

fn names(kind: Kind, draft: &Draft) -> Vec<&str> {
    kind.names(&draft.setup)
}

#[test]
fn every_value_of_every_field_can_be_chosen_and_played_or_says_why_not() {
    let mut fields: Vec<(String, usize, &Field)> = Vec::new();
    fields.extend(
        (0..)
            .zip(CLUSTER)
            .map(|(number, it): (usize, _)| (format!("cluster-0-{number}"), 0, it)),
    );
    for kind in Kind::ALL {
        for place in 0..kind.names(&draft().setup).len() {
            let of_kind = (0..).zip(kind.fields());
            fields.extend(of_kind.map(|(number, it): (usize, _)| {
                (format!("{}-{place}-{number}", kind.key()), place, it)
            }));
        }
    }
    for (name, place, field) in fields {
        for (number, value) in field.values(&draft().setup, place).into_iter().enumerate() {
            let mut draft = draft();
            press(&mut draft, &format!("build-{name}:{number}"));
            assert_eq!((field.get)(&draft.setup, place), value, "{name}");
            if draft.press(PLAY) == Pressed::Done {
                assert!(!draft.problems.is_empty(), "{name} {value}");
                continue;
            }
            let mut run = History::new(Arc::new(opened(&mut draft).source.setup()));
            for _ in 0..50 {
                run.forward();
            }
        }
    }
}

#[test]
fn members_come_and_go_in_their_group() {
    let mut draft = draft();
    let members = clients::GROUP
        .iter()
        .position(|it| it.label == text!("Members", "成员"));
    press(
        &mut draft,
        &format!("build-group-1-{}:2", members.expect("it is there")),
    );
    let setup = opened(&mut draft).source.setup();
    let names: Vec<_> = setup.consumers.iter().map(|it| it.name.as_str()).collect();
    let wanted = [
        "fulfilment-1",
        "fulfilment-2",
        "inventory-1",
        "inventory-2",
        "inventory-3",
        "notifications-1",
    ];
    assert_eq!(names, wanted);
}

#[test]
fn what_is_added_can_be_played_and_removed_again() {
    for kind in Kind::ALL {
        let mut draft = draft();
        let before = draft.setup.clone();
        press(&mut draft, &format!("build-add:{}", kind.key()));
        let last = names(kind, &draft).len() - 1;
        let name = names(kind, &draft)[last].to_owned();
        assert!(draft.done.contains(&name), "{}", draft.done);
        assert_eq!(opened(&mut draft).source.setup(), draft.setup, "{name}");
        press(&mut draft, &format!("build-remove-{}:{last}", kind.key()));
        assert_eq!(draft.setup, before);
    }
}

#[test]
fn what_is_removed_leaves_the_others_what_they_refer_to() {
    let mut draft = draft();
    for pressed in [
        "build-add:topic",
        "build-add:topic",
        "build-producers_topic-0:2",
        "build-groups_topic-0:2",
    ] {
        press(&mut draft, pressed);
    }
    press(&mut draft, "build-groups_topic-1:2");
    press(&mut draft, "build-remove-topic:1");
    assert_eq!(names(Kind::Topic, &draft), ["orders", "topic-3"]);
    assert_eq!(draft.setup.producers[0].topic, topic_id(1));
    press(&mut draft, "build-remove-group:0");
    assert_eq!(names(Kind::Group, &draft), ["inventory", "notifications"]);
    let groups: Vec<_> = draft.setup.consumers.iter().map(|it| it.group.0).collect();
    assert_eq!(groups, [0, 1]);
    let setup = opened(&mut draft).source.setup();
    assert_eq!(setup.group(GroupId(0)).topic, topic_id(1));
}

#[test]
fn a_topic_that_is_used_stays_and_says_by_whom() {
    let mut draft = draft();
    press(&mut draft, "build-remove-topic:0");
    assert_eq!(draft.setup, Scenario::Shop.setup(1));
    let users = text!(
        "orders stays. It is used by shop, fulfilment, inventory, notifications",
        "orders 保留。正被使用：shop、fulfilment、inventory、notifications"
    );
    assert_eq!(draft.done, users);
}

#[test]
fn a_group_is_renamed_with_its_members_and_what_is_planned_for_them() {
    let mut draft = draft();
    press(&mut draft, "build-plan-add:0");
    press(&mut draft, "build-name-group-0=payments ");
    let setup = opened(&mut draft).source.setup();
    let members: Vec<_> = setup.consumers.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(members[..2], ["payments-1", "payments-2"]);
    assert_eq!(
        plan::name_of(&setup, draft.plan.rows()[0].client),
        "payments-1"
    );
}

#[test]
fn a_name_that_kafka_refuses_is_said_at_once_and_what_else_was_chosen_stays() {
    let mut draft = draft();
    press(&mut draft, "build-commit-0:0");
    let chosen = draft.setup.groups[0].strategy;
    press(&mut draft, "build-name-topic-0=no spaces");
    assert_eq!(draft.problems.len(), 1, "{:?}", draft.problems);
    assert_eq!(draft.press(PLAY), Pressed::Done);
    press(&mut draft, "build-name-topic-0=orders");
    assert!(draft.problems.is_empty());
    assert_eq!(draft.setup.groups[0].strategy, chosen);
}

#[test]
fn what_is_planned_happens_at_its_time() {
    let mut draft = draft();
    press(&mut draft, "build-plan-add:0");
    press(&mut draft, "build-at-0=3.2");
    press(&mut draft, "build-plan-for-0:3");
    let opened = opened(&mut draft);
    let made: Vec<_> = opened
        .steps
        .iter()
        .filter(|it| it.choice.is_intervention())
        .collect();
    let opening_ms = History::new(Arc::new(opened.source.setup())).opening_ms();
    let made: Vec<_> = made
        .iter()
        .map(|it| (it.at_ms - opening_ms, it.choice))
        .collect();
    let wanted = [
        (3_200, Choice::Crash(ConsumerId(0))),
        (8_200, Choice::Restart(ConsumerId(0))),
    ];
    assert_eq!(made, wanted);
}

#[test]
fn the_plan_follows_who_it_is_about() {
    let mut draft = draft();
    for who in [0, 2, 3] {
        press(&mut draft, "build-plan-add:0");
        let place = draft.plan.rows().len() - 1;
        press(&mut draft, &format!("build-plan-who-{place}:{who}"));
    }
    press(&mut draft, "build-remove-group:0");
    let who = |draft: &Draft| -> Vec<String> {
        let rows = draft.plan.rows().iter();
        rows.map(|it| plan::name_of(&draft.setup, it.client).to_owned())
            .collect()
    };
    assert_eq!(who(&draft), ["inventory-1", "notifications-1"]);
    // A producer can be cut off, but has no process that could crash.
    press(&mut draft, "build-plan-what-0:2");
    press(&mut draft, "build-plan-who-0:2");
    assert_eq!(who(&draft)[0], "shop");
    press(&mut draft, "build-plan-what-0:0");
    assert_eq!(who(&draft)[0], "inventory-1");
}

#[test]
fn what_cannot_happen_then_is_named() {
    let mut draft = draft();
    press(&mut draft, "build-plan-add:0");
    press(&mut draft, "build-plan-add:0");
    assert_eq!(draft.press(PLAY), Pressed::Done);
    let named = text!("Happening 2: this cannot happen then", "第 2 件事：");
    assert!(draft.problems[0].starts_with(named), "{:?}", draft.problems);
    press(&mut draft, "build-plan-remove:1");
    assert!(draft.problems.is_empty());
    press(&mut draft, "build-at-0=soon");
    assert!(draft.problems[0].contains("soon"), "{:?}", draft.problems);
    assert_eq!(draft.plan.rows()[0].at_ms, 5_000);
}

#[test]
fn what_is_no_press_of_the_draft_changes_nothing() {
    let mut draft = draft();
    for press in [
        "build-group-9-0:0",
        "build-group-0-99:0",
        "build-cluster-0-0:99",
        "build-cluster-1-0:0",
        "build-x:1",
        "build-add:x",
        "build-remove-group:9",
        "build-groups_topic-0:9",
        "build-topics_topic-0:0",
        "build-name-group-9=x",
        "build-at-0=1",
        "build-plan-remove:0",
        "build-plan-what-0:1",
        "go:3",
    ] {
        assert_eq!(draft.press(press), Pressed::NotHere, "{press}");
    }
    assert_eq!(draft.setup, Scenario::Shop.setup(1));
    assert!(draft.plan.rows().is_empty());
}
