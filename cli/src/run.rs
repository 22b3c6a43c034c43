//! `offsetscope run`: plays a scenario and tells it, as sentences or as JSON lines.

use std::io::Write;

use anyhow::Result;
use offsetscope_core::ledger::Verdict;
use offsetscope_core::world::World;
use offsetscope_words::{Names, clock_time, narrate, verdict_name};

use crate::play::Play;

/// How a run is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A sentence for each step worth telling, then the ledger.
    Sentences,
    /// A JSON object for each step, all of them: step, time, choice, events.
    JsonLines,
}

/// Plays and prints.
///
/// # Errors
/// What [`Play::run`] refuses, or that `out` cannot be written.
pub fn run(play: &Play, format: Format, out: &mut impl Write) -> Result<()> {
    let world = play.run(|world, step, since_ms, entry| {
        match format {
            Format::JsonLines => {
                let line = offsetscope_files::trace::line(step, since_ms, entry);
                writeln!(out, "{line}")?;
            }
            Format::Sentences if entry.is_notable() => {
                let said = narrate(entry, world);
                writeln!(out, "{:>8} {step:>6}  {said}", clock_time(since_ms))?;
            }
            Format::Sentences => {}
        }
        Ok(())
    })?;
    match format {
        Format::Sentences => ledger(&world, out),
        Format::JsonLines => Ok(()),
    }
}

/// What took effect outside Kafka, a line a group.
fn ledger(world: &World, out: &mut impl Write) -> Result<()> {
    write!(out, "\n{:<16}", "LEDGER")?;
    for verdict in Verdict::ALL {
        write!(out, "{:>10}", verdict_name(verdict))?;
    }
    writeln!(out)?;
    for group in world.setup().group_ids() {
        let tally = world.tally(group);
        write!(out, "{:<16}", Names::of(world).group(group))?;
        for verdict in Verdict::ALL {
            write!(out, "{:>10}", tally.count(verdict))?;
        }
        writeln!(out)?;
    }
    Ok(())
}
