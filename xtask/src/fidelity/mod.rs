//! The page “How true is this?”, made of FIDELITY.md when the page is built: each row of its tables is an
//! entry with an anchor of its own, and says how many recorded cases of Kafka agree with it.
//!
//! - [`cases`]: what was counted, and which of it a row names;
//! - [`document`]: Markdown to HTML.

mod cases;
mod document;

use std::path::Path;

use anyhow::{Result, ensure};
use xshell::Shell;

use cases::{Cases, Tally};
use document::{Document, Rule};

/// Writes the page and what it is drawn with into the folder of the built page.
pub fn write(sh: &Shell, page: &Path) -> Result<()> {
    let cases = Cases::read(sh)?;
    let document = document::html(&sh.read_file("FIDELITY.md")?, &cases);
    ensure_none_agrees_in_vain(&document, &cases)?;
    let html = sh
        .read_file("web/fidelity.html")?
        .replace("<!-- contents -->", &document.contents)
        .replace("<!-- counts -->", &(cases.summary() + &sum_of(&document)))
        .replace("<!-- document -->", &document.body);
    sh.write_file(page.join("fidelity.html"), html)?;
    for file in ["web/fidelity.js", "web/styles/fidelity.css"] {
        sh.copy_file(file, page)?;
    }
    Ok(())
}

/// What a rule says is recorded is, and agrees.
fn ensure_none_agrees_in_vain(document: &Document, cases: &Cases) -> Result<()> {
    for rule in &document.rules {
        for name in names_of_recordings(&rule.checked_by) {
            ensure!(
                cases.tally(&[name.to_owned()]).recorded > 0,
                "FIDELITY.md names the recording {name}, in which nothing agrees, for: {}",
                rule.says
            );
        }
    }
    Ok(())
}

/// What stands as code behind the word “recorded”, up to the next semicolon.
fn names_of_recordings(checked_by: &str) -> impl Iterator<Item = &str> {
    let parts = checked_by.split("; ");
    let recorded = parts.filter_map(|part| Some(part.split_once("recorded `")?.1));
    recorded.flat_map(|names| names.split('`').step_by(2))
}

/// How many rules are checked by more than this project's own tests.
fn sum_of(document: &Document) -> String {
    let is_judged = |it: &&Rule| it.tally != Tally::default();
    format!(
        "<p>Of {} rules below, {} are checked by such cases or by the real librdkafka, which the model is \
         run against. The others were read in Kafka’s source, and are checked by this project’s own tests.</p>",
        document.rules.len(),
        document.rules.iter().filter(is_judged).count()
    )
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::cases::Cases;
    use super::document::{Document, anchor, html};
    use super::ensure_none_agrees_in_vain;
    use crate::project;

    fn fidelity() -> (Document, Cases) {
        let sh = project::shell().expect("there is a project");
        let cases = Cases::read(&sh).expect("it was counted");
        let text = sh.read_file("FIDELITY.md").expect("it can be read");
        (html(&text, &cases), cases)
    }

    /// The text of a field, wherever it stands in a lesson.
    fn fields(json: &str, field: &str) -> Vec<String> {
        let mark = format!("\"{field}\": \"");
        let after = json.split(&mark).skip(1);
        after
            .filter_map(|it| it.split('"').next())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn what_a_lesson_puts_right_has_its_place_on_the_page() {
        let sh = project::shell().expect("there is a project");
        let (document, _) = fidelity();
        let lessons = sh.read_dir("lessons/catalogue").expect("there are lessons");
        let mut found = 0;
        for lesson in lessons {
            for see in fields(&sh.read_file(&lesson).expect("it can be read"), "see") {
                let begins = format!("<article id=\"{}", anchor(&see));
                assert!(document.body.contains(&begins), "{see}");
                found += 1;
            }
        }
        assert!(found >= 20, "{found}");
    }

    #[test]
    fn no_anchor_stands_for_two_entries() {
        let (document, _) = fidelity();
        let mut ids: Vec<_> = document.body.split(" id=\"").skip(1).collect();
        for id in &mut ids {
            *id = id.split('"').next().unwrap_or_default();
        }
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all);
        assert!(all > 100, "{all}");
    }

    #[test]
    fn a_row_that_speaks_of_recordings_names_some_that_agree() {
        let (document, cases) = fidelity();
        ensure_none_agrees_in_vain(&document, &cases).expect("each does");
        let checked = document.rules.iter().filter(|it| it.tally.recorded > 0);
        let checked = checked.count();
        assert!(checked >= 50, "{checked}");
        for stale in ["recorded `murmur2`, `gone`", "a story; recorded `gone`"] {
            let table = format!("| what | checked by |\n|---|---|\n| A | {stale} |\n");
            let problem = ensure_none_agrees_in_vain(&html(&table, &cases), &cases);
            assert!(problem.unwrap_err().to_string().contains("gone"));
        }
    }

    #[test]
    fn what_is_named_is_counted_once_and_only_if_it_agreed() {
        let cases = Cases::parse(
            "recording\tfrom\toutcome\tcases\n\
             f01_whole\tf01_whole\tpassed\t1\n\
             f01b_shield\tf01b_shield\tpassed\t1\n\
             traces\tATest#testStaticMember\tpassed\t3\n\
             traces\tATest#testOther\tpassed\t4\n\
             traces\tATest#testStaticMember\tskipped: racks\t7\n",
            ["a_script".to_owned()].into(),
        )
        .expect("it is a table");
        let recorded = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&it| it.to_owned()).collect();
            cases.tally(&names).recorded
        };
        assert_eq!(recorded(&["f01"]), 1);
        assert_eq!(recorded(&["f01", "f01", "f01b"]), 2);
        assert_eq!(recorded(&["traces/Static"]), 3);
        assert_eq!(recorded(&["traces/Static", "traces"]), 7);
        assert_eq!(recorded(&["ATest#testOther"]), 4);
        assert_eq!(recorded(&["poll", "trace", "f0", "traces/Nothing"]), 0);
        assert_eq!(cases.tally(&["a_script".to_owned()]).live, 1);
    }

    #[test]
    fn markup_in_the_document_is_shown_as_text() {
        let cases = Cases::parse("", [].into()).expect("it is a table");
        let document = html(
            "# T\n\n<b onclick=x>\n\n## A & <i>B</i>\n\n| what | why |\n|---|---|\n| <script>x</script> `<b>` | [here](javascript:x) |\n",
            &cases,
        );
        for tag in ["<b ", "<b>", "<i>", "<script", "href=\"javascript"] {
            assert!(!document.body.contains(tag), "{}", document.body);
            assert!(!document.contents.contains(tag), "{}", document.contents);
        }
        assert!(
            document.body.contains("&lt;script&gt;"),
            "{}",
            document.body
        );
    }
}
