//! Puts the lessons of the catalogue in, in the language that is built. A lesson of which something is
//! not translated does not compile.

#[path = "translation.rs"]
mod translation;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=catalogue");
    println!("cargo:rerun-if-changed=translation.rs");
    let is_chinese = env::var_os("CARGO_FEATURE_CHINESE").is_some();
    let language = if is_chinese { "zh" } else { "en" };
    let out = env::var_os("OUT_DIR").ok_or("Cargo says where to write")?;
    for lesson in fs::read_dir("catalogue")? {
        let path = lesson?.path();
        let name = path.file_name().ok_or("a file has a name")?;
        let spoken = in_language(&path, language);
        let spoken = spoken.map_err(|why| format!("lessons/{}: {why}", path.display()))?;
        fs::write(Path::new(&out).join(name), spoken)?;
    }
    Ok(())
}

fn in_language(path: &Path, language: &str) -> Result<String, Box<dyn Error>> {
    let mut lesson = serde_json::from_str(&fs::read_to_string(path)?)?;
    translation::keep(language, &mut lesson, "")?;
    Ok(lesson.to_string())
}
