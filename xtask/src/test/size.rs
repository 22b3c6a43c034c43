//! The size of everything the page loads, as it travels: compressed with gzip.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use xshell::Shell;

use crate::language::Language;
use crate::project::PAGE;

/// Files that are loaded together.
struct Part {
    what: &'static str,
    /// How the names of its files begin; of the page itself are all the others.
    files: &'static [&'static str],
    limit_kb: f64,
}

/// The page loads within a second or so on a slow mobile line (1.6 Mbit/s) up to this size.
const PAGE_ITSELF: Part = Part {
    what: "the page",
    files: &[],
    limit_kb: 250.0,
};

/// Loaded when somebody asks for a proof, and seldom waited for longer than the page.
const PROVER: Part = Part {
    what: "the prover",
    files: &["offsetscope-prover", "worker.js"],
    limit_kb: 250.0,
};

/// Loaded when somebody opens a view beside the stage, a file or a dialog: it holds what is in all of
/// them, reads and writes JSON, packs links, plays lessons, and finds out why things went as they did,
/// with a sentence for each cause. Nobody waits for it who only watches.
const PANELS: Part = Part {
    what: "the worker that draws the panels",
    files: &["offsetscope-panels", "panels.js", "panels.css"],
    limit_kb: 500.0,
};

/// Loaded by who presents or embeds the page, by phones, by the teacher's window, or never.
const MODES: Part = Part {
    what: "other ways to look at the page",
    files: &["modes.css", "adapt.css", "notes", "tokens.css", "sw.js"],
    limit_kb: 8.0,
};

/// Read by who wants to know how true the model is, in one language.
const FIDELITY: Part = Part {
    what: "the page about how true the model is",
    files: &["fidelity"],
    limit_kb: 40.0,
};

struct Sizes {
    file: String,
    raw: usize,
    gzip: usize,
}

/// Prints the size of each file, and fails if they are too large together: in each language.
pub fn check(sh: &Shell) -> Result<()> {
    ensure_page_is_built(sh)?;
    Language::ALL.into_iter().try_for_each(|language| {
        println!("\n{}", language.source());
        check_folder(sh, &sh.current_dir().join(language.folder(PAGE)))
    })
}

fn check_folder(sh: &Shell, page: &Path) -> Result<()> {
    let mut sizes = sh
        .read_dir(page)?
        .iter()
        // Another language is a folder: it is counted for itself.
        .filter(|path| path.is_file())
        .map(|file| measure(page, file))
        .collect::<Result<Vec<Sizes>>>()?;
    sizes.sort_by_key(|sizes| std::cmp::Reverse(sizes.gzip));
    let mut take = |part: &Part| -> Vec<Sizes> {
        let is_of = |sizes: &mut Sizes| part.files.iter().any(|it| sizes.file.starts_with(it));
        sizes.extract_if(.., is_of).collect()
    };
    let later = [PROVER, PANELS, MODES, FIDELITY].map(|part| (take(&part), part));
    println!("  raw kB  gzip kB");
    check_part(&PAGE_ITSELF, &sizes)?;
    later
        .iter()
        .try_for_each(|(sizes, part)| check_part(part, sizes))
}

fn check_part(part: &Part, sizes: &[Sizes]) -> Result<()> {
    let Part { what, limit_kb, .. } = part;
    let total = Sizes {
        file: format!("{what} together; at most {limit_kb:.0} kB with gzip"),
        raw: sizes.iter().map(|sizes| sizes.raw).sum(),
        gzip: sizes.iter().map(|sizes| sizes.gzip).sum(),
    };
    sizes.iter().chain([&total]).for_each(print_row);
    ensure!(
        kilobytes(total.gzip) <= *limit_kb,
        "{what} takes {:.1} kB with gzip, over its limit of {limit_kb:.0} kB. Find what grew above; \
         `cargo tree --package offsetscope-web` shows what it is made of.",
        kilobytes(total.gzip)
    );
    Ok(())
}

/// Some steps look at the page that another has built.
pub fn ensure_page_is_built(sh: &Shell) -> Result<()> {
    let built = sh.path_exists(Path::new(PAGE).join("index.html"));
    ensure!(
        built,
        "There is no built page in {PAGE} yet. First: cargo xtask test page"
    );
    Ok(())
}

fn measure(page: &Path, file: &Path) -> Result<Sizes> {
    let content = fs::read(file)?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok(Sizes {
        file: file.strip_prefix(page)?.display().to_string(),
        raw: content.len(),
        gzip: encoder.finish()?.len(),
    })
}

fn print_row(sizes: &Sizes) {
    println!(
        "{:8.1} {:8.1}  {}",
        kilobytes(sizes.raw),
        kilobytes(sizes.gzip),
        sizes.file
    );
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a page has far fewer than 2^52 bytes"
)]
fn kilobytes(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}
