//! A consumer's program as the Rust it stands for, with the rdkafka crate, which is librdkafka.

use crate::code::{Code, CodeLine};
use offsetscope_core::client::AutoOffsetStore;
use offsetscope_core::client::program::{CommitScope, OnFailure, Place, Program, Statement};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_language::text;

/// The whole program, with the settings that go with it.
pub fn program(strategy: Strategy, program: &Program) -> Vec<CodeLine> {
    let mut code = Code::default();
    if strategy.auto_commits() {
        code.frame("// enable.auto.commit = true");
        code.frame(match strategy.auto_offset_store() {
            AutoOffsetStore::On => "// enable.auto.offset.store = true",
            AutoOffsetStore::Off => "// enable.auto.offset.store = false",
        });
    } else {
        code.frame("// enable.auto.commit = false");
    }
    code.open("while !stopped.load(Ordering::Relaxed) {", None);
    for (number, line) in (0..).zip(program.lines()) {
        statement(
            program,
            line.statement,
            Some(Place::Line(number)),
            &mut code,
        );
    }
    code.close("}");
    if let Some(scope) = program.handlers.on_close {
        code.line(commit_sync(scope), Some(Place::CommitOnClose));
    }
    code.line(
        text!("drop(consumer); // closes it", "drop(consumer); // 关闭它"),
        Some(Place::Close),
    );
    code.lines
}

/// `poll` returns one message, so a `for` is no line of its own.
fn statement(program: &Program, statement: Statement, place: Option<Place>, code: &mut Code) {
    match statement {
        Statement::Poll => {
            code.open(
                "let Some(Ok(message)) = consumer.poll(timeout) else {",
                place,
            );
            code.frame("continue;");
            code.close("};");
        }
        Statement::ForEachRecord | Statement::ForEachPartition => {}
        Statement::Process | Statement::ProcessAndStoreOffset(_) | Statement::HandOff => {
            processing(program, place, code);
        }
        Statement::StoreOffset => {
            code.line("consumer.store_offset_from_message(&message)?;", place);
        }
        Statement::CommitSync(scope) => code.line(commit_sync(scope), place),
        Statement::CommitAsync(CommitScope::Positions | CommitScope::Completed) => {
            code.line("consumer.commit_consumer_state(CommitMode::Async)?;", place);
        }
        Statement::CommitAsync(CommitScope::Record | CommitScope::Partition) => {
            code.line(
                "consumer.commit_message(&message, CommitMode::Async)?;",
                place,
            );
        }
    }
}

fn processing(program: &Program, place: Option<Place>, code: &mut Code) {
    let reaction = match program.handlers.on_failure {
        OnFailure::EndProcess => return code.line("process(&message)?;", place),
        OnFailure::Retry => "seek_back_and_poll_again(&message)?;",
        OnFailure::Skip => "error!(\"{message:?}: {error}\");",
        OnFailure::DeadLetter(_) => "send_and_flush(&dead_letters, &message)?;",
    };
    code.open("if let Err(error) = process(&message) {", place);
    code.line(reaction, Some(Place::OnFailure));
    code.close("}");
}

fn commit_sync(scope: CommitScope) -> &'static str {
    match scope {
        CommitScope::Positions | CommitScope::Completed => {
            "consumer.commit_consumer_state(CommitMode::Sync)?;"
        }
        CommitScope::Record | CommitScope::Partition => {
            "consumer.commit_message(&message, CommitMode::Sync)?;"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::printed_with;

    fn printed(strategy: Strategy) -> String {
        printed_with("    ", &program(strategy, &strategy.program()))
    }

    #[test]
    fn prints_the_loop_as_rust() {
        assert_eq!(
            printed(Strategy::StoreAfterRecord),
            "\
// enable.auto.commit = true
// enable.auto.offset.store = false
while !stopped.load(Ordering::Relaxed) {
    let Some(Ok(message)) = consumer.poll(timeout) else {
        continue;
    };
    process(&message)?;
    consumer.store_offset_from_message(&message)?;
}
drop(consumer); // closes it"
        );
        assert!(printed(Strategy::AsyncAfterRecord).contains("CommitMode::Async"));
    }
}
