//! The size of everything the page loads, as it travels: compressed with gzip.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use xshell::Shell;

use crate::project::PAGE;

/// The page loads within a second or so on a slow mobile line (1.6 Mbit/s) up to this size.
const LIMIT_KB: f64 = 250.0;

struct Sizes {
    file: String,
    raw: usize,
    gzip: usize,
}

/// Prints the size of each file, and fails if they are too large together.
pub fn check(sh: &Shell) -> Result<()> {
    ensure_page_is_built(sh)?;
    let page = sh.current_dir().join(PAGE);
    let mut sizes = files_below(&page)?
        .iter()
        .map(|file| measure(&page, file))
        .collect::<Result<Vec<Sizes>>>()?;
    sizes.sort_by_key(|sizes| std::cmp::Reverse(sizes.gzip));
    let total = Sizes {
        file: format!("together; at most {LIMIT_KB:.0} kB with gzip"),
        raw: sizes.iter().map(|sizes| sizes.raw).sum(),
        gzip: sizes.iter().map(|sizes| sizes.gzip).sum(),
    };
    println!("  raw kB  gzip kB");
    sizes.iter().chain([&total]).for_each(print_row);
    ensure!(
        kilobytes(total.gzip) <= LIMIT_KB,
        "The page is {:.1} kB with gzip, over its limit of {LIMIT_KB:.0} kB. Find what grew above; \
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

fn files_below(directory: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).with_context(|| directory.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
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
