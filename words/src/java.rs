//! A consumer's program as the Java it stands for.

use offsetscope_core::client::program::{CommitScope, Line, Statement};
use offsetscope_core::client::strategy::Strategy;

/// A line of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// How deep it is indented.
    pub depth: u8,
    /// What it says.
    pub text: &'static str,
    /// The statement of the program that it stands for, by its number.
    pub statement: Option<u16>,
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
            text: statement(*line),
            statement: Some(number),
        });
        if line.statement == Statement::ForEachRecord {
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

fn statement(line: Line) -> &'static str {
    match line.statement {
        Statement::Poll => "var records = consumer.poll(timeout);",
        Statement::ForEachRecord => "for (var record : records) {",
        Statement::Process => "process(record);",
        Statement::CommitSync(CommitScope::Positions) => "consumer.commitSync();",
        Statement::CommitSync(CommitScope::Record) => "consumer.commitSync(nextAfter(record));",
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
    }
}
