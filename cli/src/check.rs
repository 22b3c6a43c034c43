//! `offsetscope check`: searches what a scenario's groups guarantee.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use offsetscope_core::choice::Choice;
use offsetscope_core::history::{Entry, History};
use offsetscope_core::ids::GroupId;
use offsetscope_core::scenario::file::{Happening, Run, ScenarioFile};
use offsetscope_core::search::{
    Bounds, Faults, Model, Progress, Property, Reduction, Report, Search, Size, Verdict,
};
use offsetscope_core::setup::Setup;
use offsetscope_words::{clock_time, narrate, property_name, searched, verdict_sentence};
use serde_json::json;

use crate::play::Source;
use crate::scenario_file;

/// What to search, and how far.
#[derive(clap::Args, Clone, Debug)]
pub struct Check {
    /// A scenario of the catalogue (shop), or a file that ends in .json; what happens in its run is
    /// not asked, as everything that can is tried
    #[arg(value_name = "SCENARIO")]
    scenario: Source,
    /// Seeds what the orders are [default: that of the file, or 1]
    #[arg(long)]
    seed: Option<u64>,
    /// Only this group; all of them if not given
    #[arg(long)]
    group: Option<String>,
    /// How many processes may die
    #[arg(long, default_value_t = 1)]
    crashes: u8,
    /// How many timers may fire on members that live
    #[arg(long, default_value_t = 0)]
    timeouts: u8,
    /// How many connections to the coordinator may break, with what travels on them
    #[arg(long, default_value_t = 0)]
    drops: u8,
    /// How many processes may be told to stop, and then close their consumer
    #[arg(long, default_value_t = 0)]
    stops: u8,
    /// How many orders there are
    #[arg(long, default_value_t = 4)]
    orders: u32,
    /// How many members the group has; as many as in the scenario if not given
    #[arg(long)]
    members: Option<u16>,
    /// How many partitions the topic has; as many as in the scenario if not given
    #[arg(long)]
    partitions: Option<u16>,
    /// How many generations a group goes through at most
    #[arg(long, default_value_t = 3)]
    generations: u32,
    /// How many states are kept at most
    #[arg(long, default_value_t = 2_000_000)]
    states: u32,
    /// What must be proved
    #[arg(
        long,
        value_name = "PROPERTY",
        value_delimiter = ',',
        default_values = ["no-loss", "key-order"],
        value_parser = property
    )]
    require: Vec<Property>,
    /// Tell the run that shows what does not hold, step by step
    #[arg(long)]
    tell: bool,
    /// Write each run that shows what does not hold as a scenario file into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print the verdicts as a JSON object for each group, one a line
    #[arg(long)]
    json: bool,
}

fn property(name: &str) -> Result<Property, String> {
    Property::named(name).ok_or_else(|| {
        let names = Property::ALL.map(Property::name).join(", ");
        format!("there is no property “{name}”; there are: {names}")
    })
}

/// Searches and prints; returns the exit status.
///
/// # Errors
/// A group or a number that does not fit, or that `out` cannot be written.
pub fn run(check: &Check, out: &mut impl Write) -> Result<u8> {
    let whole = setup(check)?;
    let mut status = 0;
    for group in groups(check, &whole)? {
        let setup = Arc::new(whole.only(group, size(check)?));
        let model = Model::new(Arc::clone(&setup), bounds(check), Reduction::On);
        let report = Search::new(model).run();
        if check.json {
            writeln!(out, "{}", as_json(&setup, &report))?;
        } else {
            print(check, &setup, &report, out)?;
        }
        if let Some(folder) = &check.out {
            let group = &setup.group(GroupId(0)).name;
            write_runs(folder, group, &setup, &report)?;
        }
        status = status.max(status_of(check, &report));
    }
    Ok(status)
}

fn setup(check: &Check) -> Result<Setup> {
    let mut setup = match &check.scenario {
        Source::Catalogue(scenario) => scenario.setup(1),
        Source::File(path) => scenario_file::read(path)?.1,
    };
    setup.seed = check.seed.unwrap_or(setup.seed);
    Ok(setup)
}

fn groups(check: &Check, setup: &Setup) -> Result<Vec<GroupId>> {
    let Some(name) = &check.group else {
        return Ok(setup.group_ids().collect());
    };
    let with_name = setup.group_ids().find(|&it| setup.group(it).name == *name);
    let found = with_name.with_context(|| {
        let names: Vec<_> = setup.groups.iter().map(|it| it.name.as_str()).collect();
        format!(
            "there is no group “{name}”; there are: {}",
            names.join(", ")
        )
    })?;
    Ok(vec![found])
}

fn size(check: &Check) -> Result<Size> {
    if check.members == Some(0) {
        bail!("--members 0: a group without members guarantees nothing; give at least 1");
    }
    if check.partitions == Some(0) {
        bail!("--partitions 0: a topic has at least 1 partition");
    }
    Ok(Size {
        members: check.members,
        partitions: check.partitions,
    })
}

fn bounds(check: &Check) -> Bounds {
    Bounds {
        faults: Faults {
            crashes: check.crashes,
            timeouts: check.timeouts,
            drops: check.drops,
            stops: check.stops,
        },
        orders: check.orders,
        generations: check.generations,
        states: check.states,
        ..Bounds::default()
    }
}

/// 0: all that is required is proved; 1: some of it does not hold; 2: not known.
fn status_of(check: &Check, report: &Report) -> u8 {
    let of_one = |&property: &Property| match report.verdict(property) {
        Verdict::Holds | Verdict::Shown(_) => 0,
        Verdict::Violated(_) | Verdict::Never => 1,
        Verdict::Unknown => 2,
    };
    let statuses: Vec<u8> = check.require.iter().map(of_one).collect();
    // What does not hold is known not to, finished or not.
    if statuses.contains(&1) {
        1
    } else {
        statuses.into_iter().max().unwrap_or(0)
    }
}

fn print(check: &Check, setup: &Arc<Setup>, report: &Report, out: &mut impl Write) -> Result<()> {
    let group = setup.group(GroupId(0));
    writeln!(out, "{}: {}", group.name, searched(report))?;
    for (property, verdict) in &report.verdicts {
        let is_required = check.require.contains(property);
        writeln!(
            out,
            "  {:<8} {:<24} {}{}",
            sign(verdict),
            property_name(*property),
            verdict_sentence(*property, verdict),
            if is_required { " (required)" } else { "" },
        )?;
        if let (true, Verdict::Violated(run)) = (check.tell, verdict) {
            tell(setup, run, out)?;
        }
    }
    if report.progress != Progress::Finished {
        writeln!(
            out,
            "  The search stopped at --states {}: what is not known may still fail.",
            report.bounds.states
        )?;
    }
    writeln!(out)?;
    Ok(())
}

fn sign(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds | Verdict::Shown(_) => "proved",
        Verdict::Violated(_) | Verdict::Never => "FAILS",
        Verdict::Unknown => "unknown",
    }
}

/// The run, as `offsetscope run` tells one.
fn tell(setup: &Arc<Setup>, run: &[Choice], out: &mut impl Write) -> Result<()> {
    let history = History::of_choices(Arc::clone(setup), run)?;
    let world = &history.current().world;
    for (step, entry) in history.entries().iter().enumerate() {
        if entry.is_notable() {
            let (time, said) = (clock_time(entry.at_ms), narrate(entry, world));
            writeln!(out, "    {time:>8} {:>4}  {said}", step + 1)?;
        }
    }
    Ok(())
}

/// One file for each property that does not hold: `fulfilment-no-loss.json`.
///
/// # Errors
/// If the folder cannot be written.
pub fn write_runs(folder: &Path, of: &str, setup: &Arc<Setup>, report: &Report) -> Result<()> {
    let at_folder = || format!("{} cannot be written", folder.display());
    fs::create_dir_all(folder).with_context(at_folder)?;
    for (property, verdict) in &report.verdicts {
        let Verdict::Violated(run) = verdict else {
            continue;
        };
        let history = History::of_choices(Arc::clone(setup), run)?;
        let happening = |entry: &Entry| Happening::of(setup, entry.at_ms, entry.choice);
        let steps = history.entries().iter().map(happening).collect();
        let mut file = ScenarioFile::of(setup, Run::Steps(steps));
        file.about = verdict_sentence(*property, verdict);
        let name = format!("{of}-{}.json", property.name());
        fs::write(folder.join(name), offsetscope_files::print(&file)).with_context(at_folder)?;
    }
    Ok(())
}

fn as_json(setup: &Setup, report: &Report) -> serde_json::Value {
    json!({
        "group": setup.group(GroupId(0)).name,
        "bounds": report.bounds,
        "states": report.states,
        "finished": report.progress == Progress::Finished,
        "verdicts": verdicts_as_json(report),
    })
}

/// By the name of each property: what was found out, and the run that shows it.
pub fn verdicts_as_json(report: &Report) -> serde_json::Map<String, serde_json::Value> {
    let verdict = |(property, verdict): &(Property, Verdict)| {
        let (word, run) = match verdict {
            Verdict::Holds => ("holds", None),
            Verdict::Violated(run) => ("violated", Some(run)),
            Verdict::Shown(run) => ("shown", Some(run)),
            Verdict::Never => ("never", None),
            Verdict::Unknown => ("unknown", None),
        };
        let value = json!({ "verdict": word, "steps": run.map(Vec::len), "run": run });
        (property.name().to_owned(), value)
    };
    report.verdicts.iter().map(verdict).collect()
}
