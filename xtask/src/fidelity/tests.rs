//! The page as it is made of what is written now.

use super::cases::Cases;
use super::document::{Document, anchor, html};
use super::translation::Translation;
use super::{ensure_none_agrees_in_vain, texts};
use crate::language::Language;
use crate::project;

fn fidelity() -> (Document, Cases) {
    fidelity_in(Language::English)
}

fn fidelity_in(language: Language) -> (Document, Cases) {
    let sh = project::shell().expect("there is a project");
    let cases = Cases::read(&sh).expect("it was counted");
    let text = sh.read_file("FIDELITY.md").expect("it can be read");
    let translation = Translation::read(&sh, language).expect("it can be read");
    (html(&text, &cases, &translation), cases)
}

/// What stands behind this in each place up to the next quotation mark.
fn values<'a>(html: &'a str, mark: &str) -> Vec<&'a str> {
    let after = html.split(mark).skip(1);
    after.filter_map(|it| it.split('"').next()).collect()
}

#[test]
fn all_of_it_is_in_chinese_with_the_same_names() {
    let sh = project::shell().expect("there is a project");
    let cases = Cases::read(&sh).expect("it was counted");
    let text = sh.read_file("FIDELITY.md").expect("it can be read");
    let chinese = Translation::read(&sh, Language::Chinese).expect("it can be read");
    let whole = chinese.ensure_whole(&texts(&text, &cases));
    assert!(whole.is_ok(), "{}", whole.unwrap_err());
}

#[test]
fn anchors_and_counts_are_the_same_in_both_languages() {
    let [english, chinese] = [Language::English, Language::Chinese].map(|it| fidelity_in(it).0);
    for mark in [" id=\"", "href=\""] {
        assert_eq!(values(&english.body, mark), values(&chinese.body, mark));
        assert_eq!(
            values(&english.contents, mark),
            values(&chinese.contents, mark)
        );
    }
    let tallies = |it: &Document| it.rules.iter().map(|it| it.tally).collect::<Vec<_>>();
    assert_eq!(tallies(&english), tallies(&chinese));
    assert_ne!(english.contents, chinese.contents);
}

#[test]
fn each_link_to_an_entry_has_a_name_of_its_own() {
    for (language, begins) in [
        (Language::English, "Link to: "),
        (Language::Chinese, "链接到："),
    ] {
        let (document, _) = fidelity_in(language);
        let mut names = values(&document.body, "aria-label=\"");
        assert!(names.len() > 100, "{}", names.len());
        for name in &names {
            let said = name.strip_prefix(begins).expect(name);
            assert!((2..64).contains(&said.chars().count()), "{name}");
        }
        names.sort_unstable();
        let twice: Vec<_> = names.windows(2).filter(|it| it[0] == it[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
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
    let mut ids = values(&document.body, " id=\"");
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
        let problem =
            ensure_none_agrees_in_vain(&html(&table, &cases, &Translation::ENGLISH), &cases);
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
        &Translation::ENGLISH,
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
