//! A consumer's program as the Java it stands for.

use crate::code::{Code, CodeLine};
use offsetscope_core::client::program::{
    CommitScope, OnAssigned, OnFailure, Place, Program, Statement, StoreGuard,
};
use offsetscope_core::client::strategy::Strategy;

/// The whole program, with the setting that goes with it.
pub fn program(strategy: Strategy, program: &Program) -> Vec<CodeLine> {
    let mut code = Code::default();
    code.frame(if strategy.auto_commits() {
        "// enable.auto.commit = true"
    } else {
        "// enable.auto.commit = false"
    });
    code.open("try {", None);
    code.open("while (true) {", None);
    body(program, &mut code);
    code.close("}");
    code.close("} finally { // WakeupException");
    code.depth += 1;
    finally(program, &mut code);
    code.close("}");
    listener(program, &mut code);
    code.lines
}

/// The statements of the loop, each body closed where it ends.
fn body(program: &Program, code: &mut Code) {
    let outside = code.depth;
    for (number, line) in (0..).zip(program.lines()) {
        while code.depth > outside + line.depth {
            code.close("}");
        }
        let place = Some(Place::Line(number));
        match line.statement {
            it if it.is_for() => code.open(statement(program, number), place),
            Statement::Process | Statement::ProcessAndStoreOffset(_) => {
                caught(program, statement(program, number), place, code);
            }
            Statement::HandOff => {
                code.open("pool.submit(() -> {", place);
                caught(program, "process(record);", Some(Place::Worker), code);
                code.close("});");
            }
            _ => code.line(statement(program, number), place),
        }
    }
    while code.depth > outside {
        code.close("}");
    }
}

/// Processing, with what is done if it throws.
fn caught(program: &Program, text: &'static str, place: Option<Place>, code: &mut Code) {
    let failure = Some(Place::OnFailure);
    let reaction = match program.handlers.on_failure {
        OnFailure::EndProcess => return code.line(text, place),
        OnFailure::Retry if program.hands_off() => "tryAgain(record);",
        OnFailure::Retry => "seekBackAndPollAgain(records, record);",
        OnFailure::Skip => "log.error(record, e);",
        OnFailure::DeadLetter(_) => "deadLetters.send(record).get();",
    };
    code.open("try {", None);
    code.line(text, place);
    code.close("} catch (ProcessingException e) {");
    code.depth += 1;
    code.line(reaction, failure);
    code.close("}");
}

fn finally(program: &Program, code: &mut Code) {
    if program.hands_off() && program.handlers.on_close == Some(CommitScope::Completed) {
        code.frame("pool.shutdown();");
        code.line(
            "pool.awaitTermination(timeout);",
            Some(Place::CommitOnClose),
        );
    }
    if let Some(scope) = program.handlers.on_close {
        code.line(commit_sync(scope), Some(Place::CommitOnClose));
    }
    code.line("consumer.close();", Some(Place::Close));
    if program.hands_off() && program.handlers.on_close.is_none() {
        code.frame("pool.shutdownNow();");
    }
}

fn listener(program: &Program, code: &mut Code) {
    if let Some(scope) = program.handlers.on_revoked {
        code.open("void onPartitionsRevoked(partitions) {", None);
        code.line(commit_sync(scope), Some(Place::OnRevoked));
        code.close("}");
    }
    if program.handlers.on_assigned == OnAssigned::SeekToStored {
        code.open("void onPartitionsAssigned(partitions) {", None);
        code.line("seekToStored(partitions);", Some(Place::OnAssigned));
        code.close("}");
    }
}

fn commit_sync(scope: CommitScope) -> &'static str {
    match scope {
        CommitScope::Positions => "consumer.commitSync();",
        CommitScope::Record => "consumer.commitSync(nextAfter(record));",
        CommitScope::Partition => "consumer.commitSync(nextAfterLast(records, partition));",
        CommitScope::Completed => "consumer.commitSync(completed());",
    }
}

fn commit_async(scope: CommitScope) -> &'static str {
    match scope {
        CommitScope::Positions => "consumer.commitAsync(logFailure);",
        CommitScope::Record => "consumer.commitAsync(nextAfter(record), logFailure);",
        CommitScope::Partition => {
            "consumer.commitAsync(nextAfterLast(records, partition), logFailure);"
        }
        CommitScope::Completed => "consumer.commitAsync(completed(), logFailure);",
    }
}

fn statement(program: &Program, number: u8) -> &'static str {
    let line = program.lines()[usize::from(number)];
    match line.statement {
        Statement::Poll => "var records = consumer.poll(timeout);",
        Statement::ForEachPartition => "for (var partition : records.partitions()) {",
        Statement::ForEachRecord if line.depth > 0 => {
            "for (var record : records.records(partition)) {"
        }
        Statement::ForEachRecord => "for (var record : records) {",
        Statement::Process | Statement::HandOff => "process(record);",
        Statement::ProcessAndStoreOffset(StoreGuard::IfNotPast) => {
            "database.processUnlessPast(record);"
        }
        Statement::ProcessAndStoreOffset(StoreGuard::Unguarded) => {
            "database.processAndStore(record);"
        }
        Statement::CommitSync(scope) => commit_sync(scope),
        Statement::CommitAsync(scope) => commit_async(scope),
        // Kafka's own client has no such call.
        Statement::StoreOffset => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::printed_with;
    use offsetscope_core::client::program::Handlers;

    fn text(lines: &[CodeLine]) -> String {
        printed_with("  ", lines)
    }

    fn printed(strategy: Strategy) -> String {
        text(&program(strategy, &strategy.program()))
    }

    #[test]
    fn prints_the_loop_as_java() {
        assert_eq!(
            printed(Strategy::AfterBatch),
            "\
// enable.auto.commit = false
try {
  while (true) {
    var records = consumer.poll(timeout);
    for (var record : records) {
      process(record);
    }
    consumer.commitSync();
  }
} finally { // WakeupException
  consumer.close();
}"
        );
        assert_eq!(
            printed(Strategy::AfterPartition),
            "\
// enable.auto.commit = false
try {
  while (true) {
    var records = consumer.poll(timeout);
    for (var partition : records.partitions()) {
      for (var record : records.records(partition)) {
        process(record);
      }
      consumer.commitSync(nextAfterLast(records, partition));
    }
  }
} finally { // WakeupException
  consumer.close();
}"
        );
    }

    #[test]
    fn prints_workers_and_handlers() {
        assert_eq!(
            printed(Strategy::HandOffCompleted),
            "\
// enable.auto.commit = false
try {
  while (true) {
    var records = consumer.poll(timeout);
    for (var record : records) {
      pool.submit(() -> {
        process(record);
      });
    }
    consumer.commitSync(completed());
  }
} finally { // WakeupException
  pool.shutdown();
  pool.awaitTermination(timeout);
  consumer.commitSync(completed());
  consumer.close();
}
void onPartitionsRevoked(partitions) {
  consumer.commitSync(completed());
}"
        );
    }

    #[test]
    fn prints_what_is_done_about_a_record_that_cannot_be_processed() {
        let strategy = Strategy::DatabaseGuarded;
        let skipping = strategy.program();
        let skipping = skipping.with(Handlers {
            on_failure: OnFailure::Skip,
            ..skipping.handlers
        });
        assert_eq!(
            text(&program(strategy, &skipping.unwrap())),
            "\
// enable.auto.commit = false
try {
  while (true) {
    var records = consumer.poll(timeout);
    for (var record : records) {
      try {
        database.processUnlessPast(record);
      } catch (ProcessingException e) {
        log.error(record, e);
      }
    }
  }
} finally { // WakeupException
  consumer.close();
}
void onPartitionsAssigned(partitions) {
  seekToStored(partitions);
}"
        );
    }

    /// Wherever a thread is, a line is lit.
    #[test]
    fn every_line_of_a_loop_is_printed() {
        for strategy in Strategy::JAVA {
            let its = strategy.program();
            let lines = program(strategy, &its);
            for number in (0..).take(its.lines().len()) {
                let place = Some(Place::Line(number));
                assert!(lines.iter().any(|line| line.place == place), "{strategy:?}");
            }
        }
    }
}
