//! Words with a little emphasis: `code`, *stress*, **new term**.

use maud::{Markup, html};

/// What stands between these marks is set apart. The longer mark comes first.
const MARKS: [&str; 3] = ["`", "**", "*"];

/// A text as HTML; everything else in it is shown as it is.
pub fn rich(text: &str) -> Markup {
    let Some((before, mark, inside, after)) = first_marked(text) else {
        return html! { (text) };
    };
    html! {
        (before)
        @match mark {
            "`" => { code { (inside) } }
            "**" => { strong { (inside) } }
            _ => { em { (inside) } }
        }
        (rich(after))
    }
}

/// What stands before the first pair of marks, the mark, what is inside, and what comes after.
fn first_marked(text: &str) -> Option<(&str, &'static str, &str, &str)> {
    let place = text.find(['`', '*'])?;
    let (before, rest) = text.split_at(place);
    let mark = MARKS.into_iter().find(|mark| rest.starts_with(mark))?;
    let (inside, after) = rest[mark.len()..].split_once(mark)?;
    Some((before, mark, inside, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_set_apart_and_everything_else_is_text() {
        let read = |text: &str| rich(text).into_string();
        assert_eq!(
            read("the **offset** of `orders-0` is *never* given again"),
            "the <strong>offset</strong> of <code>orders-0</code> is <em>never</em> given again"
        );
        assert_eq!(read("2 * 3 < 7"), "2 * 3 &lt; 7");
        assert_eq!(read("`<b>`"), "<code>&lt;b&gt;</code>");
        assert_eq!(
            read("<script>*x*</script>"),
            "&lt;script&gt;<em>x</em>&lt;/script&gt;"
        );
    }

    #[test]
    fn a_text_of_nothing_but_marks_is_read_to_its_end() {
        let marks = "*".repeat(3_000);
        assert!(!rich(&marks).into_string().is_empty());
    }
}
