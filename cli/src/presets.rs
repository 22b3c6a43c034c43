//! `offsetscope presets`: which way to commit to choose, as a table.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use offsetscope_core::search::{Cause, Preset, Property, Report, Row, Search};
use offsetscope_core::setup::ClientLibrary;
use offsetscope_words::{cause_name, cause_note, property_name, strategy_name};
use serde_json::json;

use crate::check::{verdicts_as_json, write_runs};

/// The properties in which ways to commit differ.
const COLUMNS: [Property; 4] = [
    Property::NoLoss,
    Property::NoDuplicate,
    Property::KeyOrder,
    Property::CommittedIsProcessed,
];
const NAME_WIDTH: usize = 40;
const COLUMN_WIDTH: usize = 34;

/// What to print.
#[derive(clap::Args, Clone, Debug)]
pub struct Presets {
    /// Write each run that breaks something as a scenario file into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print a JSON object for each search, one a line, with its runs
    #[arg(long)]
    json: bool,
}

/// Searches and prints.
///
/// # Errors
/// That `out` cannot be written.
pub fn run(presets: &Presets, out: &mut impl Write) -> Result<()> {
    let mut rows = Vec::new();
    for preset in Preset::all() {
        let mut reports = Vec::new();
        for cause in Cause::ALL {
            let report = search(presets, preset, cause)?;
            if presets.json {
                writeln!(out, "{}", as_json(preset, cause, &report))?;
            }
            reports.push((cause, report));
        }
        rows.push(Row { preset, reports });
    }
    if !presets.json {
        print(&rows, out)?;
    }
    Ok(())
}

fn search(presets: &Presets, preset: Preset, cause: Cause) -> Result<Report> {
    let mut search = Search::new(preset.model(cause));
    let report = search.run();
    if let Some(folder) = &presets.out {
        let Preset { library, strategy } = preset;
        let name = format!(
            "{}-{strategy:?}-{}",
            library_name(library),
            cause_name(cause)
        );
        write_runs(folder, &name, search.model().setup(), &report)?;
    }
    Ok(report)
}

fn as_json(preset: Preset, cause: Cause, report: &Report) -> serde_json::Value {
    let mut verdicts = verdicts_as_json(report);
    verdicts.retain(|name, _| Property::named(name).is_some_and(|it| cause.asks(it)));
    json!({
        "preset": preset,
        "cause": cause,
        "states": report.states,
        "verdicts": verdicts,
    })
}

fn print(rows: &[Row], out: &mut impl Write) -> Result<()> {
    let mut library = None;
    for row in rows {
        let Preset {
            library: of,
            strategy,
        } = row.preset;
        if library != Some(of) {
            library = Some(of);
            let names = COLUMNS.map(|property| property_name(property).to_owned());
            print_line(&format!("\n{}", library_name(of)), &names, out)?;
        }
        let cells = COLUMNS.map(|property| cell(row, property));
        print_line(&format!("  {}", strategy_name(strategy)), &cells, out)?;
    }
    writeln!(out)?;
    for property in Property::ALL.into_iter().filter(|it| !COLUMNS.contains(it)) {
        let everywhere = rows.iter().all(|row| row.proves(property));
        let how = if everywhere {
            "holds in all of them"
        } else {
            "does not hold in all of them"
        };
        writeln!(out, "{}: {how}.", property_name(property))?;
    }
    writeln!(
        out,
        "\nWhat happens, and how many steps the shortest run takes:"
    )?;
    for cause in Cause::ALL {
        writeln!(out, "  {:<10} {}", cause_name(cause), cause_note(cause))?;
    }
    Ok(())
}

fn print_line(name: &str, cells: &[String], out: &mut impl Write) -> Result<()> {
    let width = NAME_WIDTH + usize::from(name.starts_with('\n'));
    write!(out, "{name:<width$}")?;
    let (last, others) = cells.split_last().expect("there are columns");
    for cell in others {
        write!(out, "  {cell:<COLUMN_WIDTH$}")?;
    }
    writeln!(out, "  {last}")?;
    Ok(())
}

fn cell(row: &Row, property: Property) -> String {
    let broken = row.broken_by(property);
    if row.proves(property) {
        "holds".to_owned()
    } else if broken.is_empty() {
        "not known".to_owned()
    } else {
        let ways = broken.iter();
        let ways = ways.map(|(cause, run)| format!("{} {}", cause_name(*cause), run.len()));
        ways.collect::<Vec<_>>().join(", ")
    }
}

fn library_name(library: ClientLibrary) -> &'static str {
    match library {
        ClientLibrary::Java => "Java",
        ClientLibrary::Librdkafka => "librdkafka",
    }
}
