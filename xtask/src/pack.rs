//! `cargo xtask pack`: the page as a zip file, which runs from any static server.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;
use xshell::Shell;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::project::PAGE;
use crate::test;

/// Beside the page.
const FILE: &str = "target/offsetscope.zip";

/// Builds the page and packs it.
pub fn run(sh: &Shell) -> Result<()> {
    test::run(sh, &["page"])?;
    let root = sh.current_dir();
    let path = root.join(FILE);
    let file = File::create(&path).with_context(|| path.display().to_string())?;
    pack(&root.join(PAGE), file)?;
    println!("\nThe page is in {FILE}. Unpack it where any static server finds it.");
    Ok(())
}

/// Packs the files of a folder and of those in it, in the order of their names: the same page is the
/// same zip.
fn pack(folder: &Path, file: File) -> Result<()> {
    let mut zip = ZipWriter::new(file);
    for entry in WalkDir::new(folder).min_depth(1).sort_by_file_name() {
        let entry = entry?;
        let name = entry.path().strip_prefix(folder)?.to_string_lossy();
        if entry.file_type().is_dir() {
            zip.add_directory(name, SimpleFileOptions::default())?;
        } else {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(&fs::read(entry.path())?)?;
        }
    }
    zip.finish()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_packed_is_unpacked() {
        let folder = std::env::temp_dir().join(format!("offsetscope-pack-{}", std::process::id()));
        fs::create_dir_all(folder.join("page/zh")).expect("there is room");
        for (name, text) in [
            ("page/index.html", "<p>a page"),
            ("page/zh/index.html", "<p>一页"),
        ] {
            fs::write(folder.join(name), text).expect("there is room");
        }
        let path = folder.join("page.zip");
        pack(
            &folder.join("page"),
            File::create(&path).expect("there is room"),
        )
        .expect("packed");
        let file = File::open(&path).expect("it was written");
        let mut zip = zip::ZipArchive::new(file).expect("it is a zip");
        for (name, expected) in [("index.html", "<p>a page"), ("zh/index.html", "<p>一页")] {
            let mut text = String::new();
            let mut index = zip.by_name(name).expect("it was packed");
            index.read_to_string(&mut text).expect("it is text");
            assert_eq!(text, expected);
        }
        fs::remove_dir_all(&folder).expect("it was made here");
    }
}
