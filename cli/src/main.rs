//! The program `offsetscope`: reads its arguments, calls the library, sets the exit status.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use offsetscope_cli::conform;

/// OffsetScope in a terminal: a deterministic model of Apache Kafka's logs, consumer groups and
/// offsets.
#[derive(Parser)]
#[command(name = "offsetscope", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Compares the model with recordings of a real Kafka
    ///
    /// A recording is a JSON file with what Kafka was given and what it answered. The model is
    /// given the same, and its answers are compared. Folders are searched for files that end in
    /// `.json`, subfolders too.
    ///
    /// Each file gets a line with how many of its cases passed, failed and were skipped; each
    /// failure gets its case, step, expected and got. What the model does not do, and what this
    /// program does not know how to replay, is skipped, and counted by reason. The last line sums
    /// up.
    #[command(after_long_help = CONFORM_HELP)]
    Conform {
        /// Files and folders
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}

const CONFORM_HELP: &str = "\
Exit status:
  0  nothing failed
  1  the model did something else than Kafka
  2  a file could not be read, or is not JSON

Examples:
  offsetscope conform tests/recorded
  offsetscope conform more/cases some/case.json";

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command, &mut io::stdout().lock()) {
        Ok(status) => status,
        Err(error) => {
            // Nothing can be done if standard error is closed as well.
            let _ = writeln!(io::stderr(), "offsetscope: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(command: Command, out: &mut impl Write) -> Result<ExitCode> {
    match command {
        Command::Conform { paths } => {
            let outcome = conform::run(&paths, out)?;
            for problem in &outcome.unreadable {
                writeln!(io::stderr(), "offsetscope: {problem:#}")?;
            }
            Ok(ExitCode::from(outcome.exit_status()))
        }
    }
}
