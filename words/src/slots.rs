//! The places in a printed program that its statements can be moved to.

use crate::code::CodeLine;
use offsetscope_core::client::program::{Place, Program, Statement};
use offsetscope_core::client::strategy::{CommitPlace, Move, Moved, Strategy};
use offsetscope_core::setup::ClientLibrary;

/// A place that a statement can be moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Before which line of the code it is.
    pub before: usize,
    /// How deep it is indented.
    pub depth: u8,
    /// What moving the statement there does.
    pub step: Move,
}

/// The places for the statements of a program that is printed in these lines, from the top down.
pub fn slots(
    library: ClientLibrary,
    strategy: Strategy,
    program: &Program,
    lines: &[CodeLine],
) -> Vec<Slot> {
    let slot = |step: Move| {
        let (before, depth) = match step.moved {
            Moved::Processing => after_processing(program, lines),
            Moved::Commit => place_of(step.place, program, lines),
        };
        Slot {
            before,
            depth,
            step,
        }
    };
    let mut slots: Vec<Slot> = strategy.moves(library).map(slot).collect();
    slots.sort_by_key(|slot| (slot.before, core::cmp::Reverse(slot.depth)));
    slots
}

fn place_of(place: CommitPlace, program: &Program, lines: &[CodeLine]) -> (usize, u8) {
    let (body, body_depth) = body(lines);
    match place {
        CommitPlace::ByClient => {
            let settings = lines.iter().take_while(|line| is_comment(line)).count();
            (settings, 0)
        }
        CommitPlace::BeforeProcessing => {
            let first = lines.iter().position(|line| {
                let number = match line.place {
                    Some(Place::Line(number)) => number,
                    _ => 0,
                };
                number > 0
            });
            (first.unwrap_or(body), body_depth)
        }
        CommitPlace::WithEffect | CommitPlace::AfterRecord => after_processing(program, lines),
        CommitPlace::AfterPartition | CommitPlace::AfterBatch => (body, body_depth),
    }
}

/// Where the body of the loop ends, and how deep it is.
fn body(lines: &[CodeLine]) -> (usize, u8) {
    let poll = lines
        .iter()
        .position(|line| line.place == Some(Place::Line(0)))
        .unwrap_or(0);
    let depth = lines[poll].depth;
    let rest = lines[poll..].iter().take_while(|line| line.depth >= depth);
    (poll + rest.count(), depth)
}

/// Behind what is done with one record, as deep as that.
fn after_processing(program: &Program, lines: &[CodeLine]) -> (usize, u8) {
    let does = |statement: Statement| {
        matches!(
            statement,
            Statement::Process | Statement::HandOff | Statement::ProcessAndStoreOffset(_)
        )
    };
    let number = program.lines().iter().position(|line| does(line.statement));
    let number = number.and_then(|it| u8::try_from(it).ok()).unwrap_or(0);
    let is_it = |line: &CodeLine| line.place == Some(Place::Line(number));
    let first = lines.iter().position(is_it).unwrap_or(0);
    let in_try = first
        .checked_sub(1)
        .is_some_and(|before| lines[before].text.starts_with("try"));
    let depth = lines[first].depth - u8::from(in_try);
    let deeper = lines[first + 1..]
        .iter()
        .take_while(|line| line.depth > depth);
    let mut end = first + 1 + deeper.count();
    while lines
        .get(end)
        .is_some_and(|line| line.depth == depth && closes(line))
    {
        let body = lines[end + 1..]
            .iter()
            .take_while(|line| line.depth > depth);
        end += 1 + body.count();
    }
    (end, depth)
}

/// Whether a line belongs to the statement above it.
fn closes(line: &CodeLine) -> bool {
    line.text.starts_with('}') || line.text.starts_with("except")
}

fn is_comment(line: &CodeLine) -> bool {
    line.text.starts_with("//") || line.text.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::{Language, program_in};
    use offsetscope_core::client::program::{Handlers, OnFailure};

    /// The code with its slots in it, each as `>` and where it leads.
    fn marked(language: Language, strategy: Strategy, program: &Program) -> String {
        let lines = program_in(language, strategy, program).unwrap();
        let slots = slots(language.library(), strategy, program, &lines);
        let indented = |depth: u8, text: String| format!("{}{text}", "  ".repeat(depth.into()));
        let mut text = Vec::new();
        for number in 0..=lines.len() {
            for slot in slots.iter().filter(|slot| slot.before == number) {
                text.push(indented(slot.depth, format!("> {:?}", slot.step.to)));
            }
            let line = lines.get(number);
            text.extend(line.map(|line| indented(line.depth, line.text.to_owned())));
        }
        text.join("\n")
    }

    #[test]
    fn java_has_a_slot_for_every_place_of_the_commit() {
        let strategy = Strategy::AfterBatch;
        assert_eq!(
            marked(Language::Java, strategy, &strategy.program()),
            "\
// enable.auto.commit = false
> AutoCommit
try {
  while (true) {
    var records = consumer.poll(timeout);
    > BeforeProcessing
    for (var record : records) {
      process(record);
      > AfterRecord
      > HandOffPositions
      > HandOffCompleted
      > DatabaseGuarded
      > DatabaseUnguarded
    }
    consumer.commitSync();
    > AfterPartition
    > AsyncAfterBatch
    > AsyncThenSync
  }
} finally { // WakeupException
  consumer.close();
}"
        );
    }

    #[test]
    fn what_catches_a_failure_belongs_to_the_processing() {
        let strategy = Strategy::AfterRecord;
        let program = strategy.program();
        let skipping = program.with(Handlers {
            on_failure: OnFailure::Skip,
            ..program.handlers
        });
        let skipping = skipping.unwrap();
        let python = marked(Language::Python, strategy, &skipping);
        assert!(
            python.contains("log.exception(message)\n    > StoreAfterRecord\n"),
            "{python}"
        );
        let rust = marked(Language::Rust, strategy, &skipping);
        assert!(rust.contains("  }\n  > StoreAfterRecord\n"), "{rust}");
    }

    #[test]
    fn every_move_has_a_slot_in_every_language_that_can_print_the_program() {
        for language in Language::ALL {
            for &strategy in Strategy::offered(language.library()) {
                let program = strategy.program();
                let lines = program_in(language, strategy, &program).unwrap();
                let slots = slots(language.library(), strategy, &program, &lines);
                assert_eq!(slots.len(), strategy.moves(language.library()).count());
                for slot in slots {
                    assert!(slot.before > 0 && slot.before < lines.len(), "{slot:?}");
                }
            }
        }
    }
}
