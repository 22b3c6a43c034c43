//! A consumer's program as the Python it stands for, with confluent-kafka, which is librdkafka.

use crate::code::{Code, CodeLine};
use offsetscope_core::client::AutoOffsetStore;
use offsetscope_core::client::program::{CommitScope, OnFailure, Place, Program, Statement};
use offsetscope_core::client::strategy::Strategy;

/// The whole program, with the settings that go with it.
pub fn program(strategy: Strategy, program: &Program) -> Vec<CodeLine> {
    let mut code = Code::default();
    if strategy.auto_commits() {
        code.frame("# enable.auto.commit = true");
        code.frame(match strategy.auto_offset_store() {
            AutoOffsetStore::On => "# enable.auto.offset.store = true",
            AutoOffsetStore::Off => "# enable.auto.offset.store = false",
        });
    } else {
        code.frame("# enable.auto.commit = false");
    }
    code.open("try:", None);
    code.open("while not stopped:", None);
    for (number, line) in (0..).zip(program.lines()) {
        statement(
            program,
            line.statement,
            Some(Place::Line(number)),
            &mut code,
        );
    }
    code.depth -= 2;
    code.open("finally:", None);
    if let Some(scope) = program.handlers.on_close {
        code.line(commit(scope), Some(Place::CommitOnClose));
    }
    code.line("consumer.close()", Some(Place::Close));
    code.lines
}

/// `poll` returns one message, so a `for` is no line of its own.
fn statement(program: &Program, statement: Statement, place: Option<Place>, code: &mut Code) {
    match statement {
        Statement::Poll => {
            code.line("message = consumer.poll(timeout)", place);
            code.open("if message is None or message.error():", None);
            code.frame("continue");
            code.depth -= 1;
        }
        Statement::ForEachRecord | Statement::ForEachPartition => {}
        Statement::Process | Statement::ProcessAndStoreOffset(_) | Statement::HandOff => {
            processing(program, place, code);
        }
        Statement::StoreOffset => code.line("consumer.store_offsets(message)", place),
        Statement::CommitSync(scope) => code.line(commit(scope), place),
        Statement::CommitAsync(CommitScope::Positions | CommitScope::Completed) => {
            code.line("consumer.commit()", place);
        }
        Statement::CommitAsync(CommitScope::Record | CommitScope::Partition) => {
            code.line("consumer.commit(message)", place);
        }
    }
}

fn processing(program: &Program, place: Option<Place>, code: &mut Code) {
    let reaction = match program.handlers.on_failure {
        OnFailure::EndProcess => return code.line("process(message)", place),
        OnFailure::Retry => "seek_back_and_poll_again(message)",
        OnFailure::Skip => "log.exception(message)",
        OnFailure::DeadLetter(_) => "send_and_flush(dead_letters, message)",
    };
    code.open("try:", None);
    code.line("process(message)", place);
    code.depth -= 1;
    code.open("except ProcessingError:", None);
    code.line(reaction, Some(Place::OnFailure));
    code.depth -= 1;
}

fn commit(scope: CommitScope) -> &'static str {
    match scope {
        CommitScope::Positions | CommitScope::Completed => "consumer.commit(asynchronous=False)",
        CommitScope::Record | CommitScope::Partition => {
            "consumer.commit(message, asynchronous=False)"
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
    fn prints_the_loop_as_python() {
        assert_eq!(
            printed(Strategy::StoreAfterRecord),
            "\
# enable.auto.commit = true
# enable.auto.offset.store = false
try:
    while not stopped:
        message = consumer.poll(timeout)
        if message is None or message.error():
            continue
        process(message)
        consumer.store_offsets(message)
finally:
    consumer.close()"
        );
    }
}
