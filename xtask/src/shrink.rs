//! Making the published page smaller to load, where its tools leave something to do.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::Shell;

/// How the names begin that wasm-bindgen gives to what a module imports.
const IMPORT: &[u8] = b"__wbg_";
/// They end with a hash of so many hexadecimal digits, which no compression makes smaller.
const DIGITS: usize = 16;

/// Numbers what modules import, instead of the hashes in its names, in each module of a folder and in
/// the script beside it that knows the same names.
pub fn number_imports(sh: &Shell, folder: &Path) -> Result<()> {
    for path in sh.read_dir(folder)? {
        let Some(stem) = path.to_str().and_then(|it| it.strip_suffix("_bg.wasm")) else {
            continue;
        };
        let script_path = format!("{stem}.js");
        let mut script = sh.read_binary_file(&script_path)?;
        let mut module = sh.read_binary_file(&path)?;
        renumber(&mut script, &mut module).with_context(|| path.display().to_string())?;
        sh.write_file(&script_path, script)?;
        sh.write_file(&path, module)?;
    }
    Ok(())
}

fn renumber(script: &mut [u8], module: &mut [u8]) -> Result<()> {
    let mut names = Vec::new();
    number(script, &mut names);
    let of_script = names.len();
    let in_module = number(module, &mut names);
    ensure!(
        of_script == names.len() && of_script == in_module,
        "the script knows {of_script} imports and the module has {in_module}: wasm-bindgen names them \
         otherwise now"
    );
    Ok(())
}

/// Writes the place of a name among all names over its hash: as long as before, so that nothing moves.
/// Gives back how many names it has met.
fn number(bytes: &mut [u8], names: &mut Vec<Vec<u8>>) -> usize {
    let (mut at, mut met) = (0, 0);
    while at < bytes.len() {
        let is_of_name = |it: &u8| it.is_ascii_alphanumeric() || *it == b'_';
        if !bytes[at..].starts_with(IMPORT) {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|it| is_of_name(it)).count();
        let name = &mut bytes[at..at + length];
        at += length;
        if !ends_with_hash(name) {
            continue;
        }
        met += 1;
        let place = names.iter().position(|it| it == name).unwrap_or_else(|| {
            names.push(name.to_vec());
            names.len() - 1
        });
        name[length - DIGITS..].copy_from_slice(format!("{place:0DIGITS$}").as_bytes());
    }
    met
}

fn ends_with_hash(name: &[u8]) -> bool {
    let is_digit = |it: &u8| it.is_ascii_digit() || (b'a'..=b'f').contains(it);
    let hash = name.split_last_chunk::<DIGITS>();
    hash.is_some_and(|(before, hash)| before.ends_with(b"_") && hash.iter().all(is_digit))
}

/// How Trunk writes a reference to a style sheet: what is around its name.
const SHEET: (&str, &str) = ("<link href=./", " rel=stylesheet>");

/// Makes one style sheet of those that the page loads at once, in their order: together they compress
/// better. Gives back the page that refers to it.
pub fn join_sheets(sh: &Shell, folder: &Path, html: &str) -> Result<String> {
    let names = sheets(html);
    ensure!(
        !names.is_empty(),
        "Trunk refers to style sheets otherwise now"
    );
    let mut joined = String::new();
    for name in &names {
        joined += &sh.read_file(folder.join(name))?;
        sh.remove_path(folder.join(name))?;
    }
    let mut hash = DefaultHasher::new();
    joined.hash(&mut hash);
    let name = format!("style-{:016x}.css", hash.finish());
    sh.write_file(folder.join(&name), joined)?;
    Ok(referring_to(html, &names, &name))
}

fn sheets(html: &str) -> Vec<&str> {
    let references = html.split(SHEET.0).skip(1);
    let named = references.filter_map(|it| Some(it.split_once(SHEET.1)?.0));
    // What refers to something else reaches beyond its own end.
    named.filter(|name| !name.contains('>')).collect()
}

/// The page with a reference to one sheet in place of those to several.
fn referring_to(html: &str, sheets: &[&str], joined: &str) -> String {
    let reference = |name: &str| format!("{}{name}{}", SHEET.0, SHEET.1);
    let mut html = html.to_owned();
    for (place, sheet) in sheets.iter().enumerate() {
        let instead = if place == 0 {
            reference(joined)
        } else {
            String::new()
        };
        html = html.replace(&reference(sheet), &instead);
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_and_module_still_know_the_same_names() {
        let mut script =
            b"{__wbg_log_0123456789abcdef:f,__wbg_log_fedcba9876543210:g,__wbg_x:h}".to_vec();
        let mut module =
            b"\0\x1a__wbg_log_fedcba9876543210\0__wbg_log_0123456789abcdef\0__wbg_x".to_vec();
        renumber(&mut script, &mut module).expect("they agree");
        assert_eq!(
            script,
            b"{__wbg_log_0000000000000000:f,__wbg_log_0000000000000001:g,__wbg_x:h}"
        );
        assert_eq!(
            module,
            b"\0\x1a__wbg_log_0000000000000001\0__wbg_log_0000000000000000\0__wbg_x"
        );
    }

    #[test]
    fn a_name_that_only_one_of_them_knows_is_noticed() {
        let known = b"__wbg_log_0123456789abcdef".to_vec();
        for other in [&b""[..], b"__wbg_log_fedcba9876543210"] {
            assert!(renumber(&mut known.clone(), &mut other.to_vec()).is_err());
            assert!(renumber(&mut other.to_vec(), &mut known.clone()).is_err());
        }
    }

    #[test]
    fn style_sheets_become_one_where_the_first_was() {
        let html = "<title>x</title><link href=./a.css rel=stylesheet><link href=./i.svg rel=icon>\
            <link href=./b.css rel=stylesheet><body>";
        let names = sheets(html);
        assert_eq!(names, ["a.css", "b.css"]);
        assert_eq!(
            referring_to(html, &names, "c.css"),
            "<title>x</title><link href=./c.css rel=stylesheet><link href=./i.svg rel=icon><body>"
        );
    }
}
