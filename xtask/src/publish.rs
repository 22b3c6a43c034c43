//! What is done to the page after Trunk has built it: the page that is published is stricter than the
//! one that is worked on, and needs no network after one visit.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::fidelity;
use crate::language::Language;
use crate::shrink;

/// What the published page may load: only what lies beside it. Yew sets `style` attributes; everything
/// else is in files.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'none'";

/// The script that starts the page, which Trunk writes into the page itself.
const BEGIN: &str = "<script type=module>";
const END: &str = "</script>";
/// What the policy comes after: nothing is loaded before.
const CHARSET: &str = "<meta charset=utf-8>";

/// Moves the script that starts the page into a file of its own, forbids everything that the page does
/// not need, and adds what keeps the page for when there is no network.
pub fn finish(sh: &Shell, page: &Path, language: Language) -> Result<()> {
    let index = page.join("index.html");
    let html = shrink::join_sheets(sh, page, &sh.read_file(&index)?)?;
    let (html, script) =
        finished(&html, language.tag()).context("Trunk writes the page otherwise now")?;
    sh.write_file(page.join("start.js"), script)?;
    sh.write_file(&index, html)?;
    shrink::number_imports(sh, page)?;
    sh.copy_file("web/sw.js", page.join("sw.js"))?;
    fidelity::write(sh, page, language)
}

/// The page with its policy, the sign that it may be kept, and a reference to the script; and the
/// script. None if one of the places for them is missing: a page without its policy is not published.
fn finished<'a>(html: &'a str, language: &str) -> Option<(String, &'a str)> {
    let root = format!("<html lang={language}");
    let (before, rest) = html.split_once(BEGIN)?;
    let (script, after) = rest.split_once(END)?;
    let (doctype, head) = before.split_once(&format!("{root}>"))?;
    let (head, others) = head.split_once(CHARSET)?;
    let html = format!(
        "{doctype}{root} data-offline>{head}{CHARSET}\
         <meta http-equiv=Content-Security-Policy content=\"{POLICY}\">{others}\
         <script type=module src=start.js>{END}{after}"
    );
    Some((html, script))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>x</title>\
        <script type=module>import init from './a.js';</script><body>";

    #[test]
    fn the_script_becomes_a_file_and_the_policy_comes_first() {
        let (html, script) = finished(BUILT, "en").expect("it is there");
        assert_eq!(script, "import init from './a.js';");
        assert_eq!(
            html,
            format!(
                "<!doctype html><html lang=en data-offline><meta charset=utf-8>\
                 <meta http-equiv=Content-Security-Policy content=\"{POLICY}\"><title>x</title>\
                 <script type=module src=start.js></script><body>"
            )
        );
    }

    #[test]
    fn a_page_without_a_place_for_the_policy_is_not_published() {
        for missing in [BEGIN, "<html lang=en>", CHARSET] {
            let html = BUILT.replace(missing, "<p>");
            assert_eq!(finished(&html, "en"), None, "{missing}");
        }
    }
}
