//! A consumer's program as the Java it stands for.

use offsetscope_core::client::program::{CommitScope, Program, Statement};
use offsetscope_core::client::strategy::Strategy;

/// A line of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// How deep it is indented.
    pub depth: u8,
    /// What it says.
    pub text: &'static str,
    /// The statement of the program that it stands for, by its number.
    pub statement: Option<u8>,
}

/// The whole loop, with the setting that goes with it.
pub fn program(strategy: Strategy) -> Vec<CodeLine> {
    let frame = |depth, text| CodeLine {
        depth,
        text,
        statement: None,
    };
    let setting = if strategy.auto_commits() {
        "// enable.auto.commit = true"
    } else {
        "// enable.auto.commit = false"
    };
    let mut code = vec![frame(0, setting), frame(0, "while (true) {")];
    let program = strategy.program();
    let mut open_depth = 0;
    for (number, line) in (0..).zip(program.lines()) {
        close_to(line.depth, &mut open_depth, &mut code);
        code.push(CodeLine {
            depth: line.depth + 1,
            text: statement(&program, number),
            statement: Some(number),
        });
        if line.statement.is_for() {
            open_depth = line.depth + 1;
        }
    }
    close_to(0, &mut open_depth, &mut code);
    code.push(frame(0, "}"));
    code
}

/// Closes the bodies that are deeper than `depth`.
fn close_to(depth: u8, open_depth: &mut u8, code: &mut Vec<CodeLine>) {
    while *open_depth > depth {
        code.push(CodeLine {
            depth: *open_depth,
            text: "}",
            statement: None,
        });
        *open_depth -= 1;
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
        Statement::Process => "process(record);",
        Statement::CommitSync(CommitScope::Positions) => "consumer.commitSync();",
        Statement::CommitSync(CommitScope::Record) => "consumer.commitSync(nextAfter(record));",
        Statement::CommitSync(CommitScope::Partition) => {
            "consumer.commitSync(nextAfterLast(records, partition));"
        }
        Statement::CommitAsync(CommitScope::Positions) => "consumer.commitAsync(logFailure);",
        Statement::CommitAsync(CommitScope::Record) => {
            "consumer.commitAsync(nextAfter(record), logFailure);"
        }
        Statement::CommitAsync(CommitScope::Partition) => {
            "consumer.commitAsync(nextAfterLast(records, partition), logFailure);"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(strategy: Strategy) -> String {
        let line = |line: CodeLine| format!("{}{}", "  ".repeat(line.depth.into()), line.text);
        program(strategy)
            .into_iter()
            .map(line)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn prints_the_loop_as_java() {
        assert_eq!(
            printed(Strategy::AfterBatch),
            "\
// enable.auto.commit = false
while (true) {
  var records = consumer.poll(timeout);
  for (var record : records) {
    process(record);
  }
  consumer.commitSync();
}"
        );
        assert_eq!(
            printed(Strategy::AfterRecord),
            "\
// enable.auto.commit = false
while (true) {
  var records = consumer.poll(timeout);
  for (var record : records) {
    process(record);
    consumer.commitSync(nextAfter(record));
  }
}"
        );
        assert_eq!(
            printed(Strategy::AfterPartition),
            "\
// enable.auto.commit = false
while (true) {
  var records = consumer.poll(timeout);
  for (var partition : records.partitions()) {
    for (var record : records.records(partition)) {
      process(record);
    }
    consumer.commitSync(nextAfterLast(records, partition));
  }
}"
        );
    }
}
