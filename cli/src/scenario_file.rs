//! Scenario files: read from the disk.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use offsetscope_core::scenario::file::ScenarioFile;
use offsetscope_core::setup::Setup;
use offsetscope_files::MOST_BYTES;

/// Reads a scenario, and the setup that it means.
///
/// # Errors
/// That the file cannot be read, where it is not a scenario and why, or everything that no broker
/// or client would accept.
pub fn read(path: &Path) -> Result<(ScenarioFile, Setup)> {
    let name = path.display().to_string();
    let unreadable = || format!("{name} cannot be read");
    let size = fs::metadata(path).with_context(unreadable)?.len();
    if size > MOST_BYTES {
        bail!("{name} has {size} bytes; a scenario has at most {MOST_BYTES}");
    }
    let text = fs::read_to_string(path).with_context(unreadable)?;
    offsetscope_files::parse(&name, &text).map_err(anyhow::Error::msg)
}
