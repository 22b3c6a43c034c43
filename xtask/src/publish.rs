//! What is done to the page after Trunk has built it: the page that is published is stricter than the
//! one that is worked on, and needs no network after one visit.

use std::path::Path;

use anyhow::{Context, Result};
use xshell::Shell;

use crate::fidelity;

/// What the published page may load: only what lies beside it. Yew sets `style` attributes; everything
/// else is in files.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'none'";

/// The script that starts the page, which Trunk writes into the page itself.
const BEGIN: &str = "<script type=module>";
const END: &str = "</script>";

/// Moves the script that starts the page into a file of its own, forbids everything that the page does
/// not need, and adds what keeps the page for when there is no network.
pub fn finish(sh: &Shell, page: &str) -> Result<()> {
    let page = Path::new(page);
    let index = page.join("index.html");
    let html = sh.read_file(&index)?;
    let (html, script) = without_script(&html).context("Trunk writes its script elsewhere now")?;
    sh.write_file(page.join("start.js"), script)?;
    let html = html
        .replacen(
            "<meta charset=utf-8>",
            &format!(
                "<meta charset=utf-8><meta http-equiv=Content-Security-Policy content=\"{POLICY}\">"
            ),
            1,
        )
        .replacen("<html lang=en>", "<html lang=en data-offline>", 1);
    sh.write_file(&index, html)?;
    sh.copy_file("web/sw.js", page.join("sw.js"))?;
    fidelity::write(sh, page)
}

/// The page with a reference to the script, and the script.
fn without_script(html: &str) -> Option<(String, &str)> {
    let (before, rest) = html.split_once(BEGIN)?;
    let (script, after) = rest.split_once(END)?;
    let html = format!("{before}<script type=module src=start.js>{END}{after}");
    Some((html, script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_that_starts_the_page_becomes_a_file() {
        let html = "<title>x</title><script type=module>import init from './a.js';</script><body>";
        let (html, script) = without_script(html).expect("it is there");
        assert_eq!(script, "import init from './a.js';");
        assert_eq!(
            html,
            "<title>x</title><script type=module src=start.js></script><body>"
        );
        assert_eq!(without_script("<body>"), None);
    }
}
