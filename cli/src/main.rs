//! The program `offsetscope`: reads its arguments, calls the library, sets the exit status.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use offsetscope_cli::play::Play;
use offsetscope_cli::run::{self, Format};
use offsetscope_cli::{check, conform, describe, lesson, presets};

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
    /// Plays a scenario and tells what happens
    ///
    /// The clock chooses what comes next, the same for the same seed. Each step that is worth
    /// telling gets a line: the time since the opening, the number of the step, and what happened
    /// and why. At the end comes the ledger: what took effect how often, for each group.
    #[command(after_long_help = RUN_HELP)]
    Run {
        #[command(flatten)]
        play: Play,
        /// Print every step as a JSON object, one a line
        #[arg(long)]
        json: bool,
    },
    /// Plays a scenario and shows its groups as Kafka's own tool does
    ///
    /// The columns are those of `kafka-consumer-groups --describe`: where each group stands in each
    /// partition, how far that is from the end, and which member owns the partition.
    Describe {
        #[command(flatten)]
        play: Play,
    },
    /// Searches everything that can happen to a group, and says what it guarantees
    ///
    /// Every interleaving is tried: messages take as long as they like, timers fire at any moment,
    /// and as many faults happen as are allowed. Each property gets its verdict; one that does not
    /// hold is shown by a shortest run. What is searched is bounded, and the bounds are said.
    #[command(after_long_help = CHECK_HELP)]
    Check(check::Check),
    /// Says what each way to commit guarantees, and what it takes to break that
    ///
    /// Every way to commit, of both libraries, is searched by itself: a small group, and one thing
    /// that happens to it at any moment. Where a guarantee can be broken, the table says by what, and
    /// how many steps the shortest run takes that shows it.
    Presets(presets::Presets),
    /// Plays a lesson file, and tells how it goes
    ///
    /// The lesson is played to the end of its path and to its goal. Each moment is told with its step
    /// and time, and each prediction with the answer that turned out right. docs/lessons.md tells of
    /// every field.
    Lesson {
        /// The file
        path: PathBuf,
        /// Tell everything that is worth telling between the moments too
        #[arg(long)]
        tell: bool,
    },
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
        /// Write how many cases of what came out how into a table with tabs, as docs/conformance.tsv
        #[arg(long, value_name = "FILE")]
        counts: Option<PathBuf>,
    },
}

const RUN_HELP: &str = "\
Examples:
  offsetscope run shop
  offsetscope run shop --seed 7 --steps 900 --crash fulfilment-1@120
  offsetscope run shop --do '{\"stop\": \"fulfilment-1\"}@60' --do '{\"delete group\": \"fulfilment\"}@90'
  offsetscope run shop --json | jq .events
  offsetscope run scenarios/crash-before-commit.json

A file holds a setup, with Kafka's names for its settings, and what somebody makes happen:
  {
    \"topics\": [{ \"name\": \"orders\", \"partitions\": 2, \"config\": { \"retention.ms\": 60000 } }],
    \"producers\": [{ \"client.id\": \"shop\", \"topic\": \"orders\", \"order_interval_ms\": 1000 }],
    \"groups\": [{
      \"group.id\": \"fulfilment\", \"topic\": \"orders\", \"strategy\": \"AfterBatch\",
      \"processing_ms\": 1500, \"config\": { \"session.timeout.ms\": 6000 },
      \"members\": [\"fulfilment-1\", \"fulfilment-2\"]
    }],
    \"run\": { \"clock\": [{ \"at_ms\": 12500, \"do\": { \"crash\": \"fulfilment-1\" } }] }
  }
What no broker or client would accept is refused, with the range that is allowed.
docs/scenario-files.md tells of every field.";

const CHECK_HELP: &str = "\
Time stands still in a search: any timer of a group may fire at any moment, and any message may be
late, but retention, compaction and the expiry of offsets are not tried.

Properties:
  no-loss                 no order is committed past that never took effect
  no-duplicate            no order takes effect twice
  key-order               the orders of one customer take effect in order
  one-owner               no two members of one generation own a partition
  committed-is-processed  nothing is committed before it took effect
  finishes                once nothing more goes wrong, every order takes effect
  each-once               every order can take effect exactly once

Exit status:
  0  everything that is required is proved
  1  something that is required does not hold
  2  the search did not finish, or the input is no good

Examples:
  offsetscope check shop
  offsetscope check shop --group fulfilment --crashes 0 --timeouts 1
  offsetscope check shop --require no-loss,no-duplicate --tell
  offsetscope check shop --out wrong && offsetscope run wrong/notifications-no-loss.json";

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
    match execute(arguments.command, &mut io::stdout().lock()) {
        Ok(status) => status,
        // Whoever reads has seen enough, as `head` has.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done if standard error is closed as well.
            let _ = writeln!(io::stderr(), "offsetscope: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let cause = error.root_cause().downcast_ref::<io::Error>();
    cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn execute(command: Command, out: &mut impl Write) -> Result<ExitCode> {
    match command {
        Command::Run { play, json } => {
            let format = if json {
                Format::JsonLines
            } else {
                Format::Sentences
            };
            run::run(&play, format, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Describe { play } => {
            describe::run(&play, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Presets(presets) => {
            presets::run(&presets, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Check(check) => Ok(ExitCode::from(check::run(&check, out)?)),
        Command::Lesson { path, tell } => {
            let telling = if tell {
                lesson::Telling::Everything
            } else {
                lesson::Telling::Moments
            };
            write!(out, "{}", lesson::lesson(&path, telling)?)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Conform { paths, counts } => {
            let outcome = conform::run(&paths, out)?;
            if let Some(file) = counts {
                fs::write(&file, outcome.cases.to_string())
                    .with_context(|| format!("{} cannot be written", file.display()))?;
            }
            for problem in &outcome.unreadable {
                writeln!(io::stderr(), "offsetscope: {problem:#}")?;
            }
            Ok(ExitCode::from(outcome.exit_status()))
        }
    }
}
