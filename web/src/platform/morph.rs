//! Makes what is in an element like other HTML, by as few changes as it takes.
//!
//! An element that stays keeps its focus, its place under the pointer, and a press that has begun; one that
//! is put there anew has none of that, and a panel is drawn several times a second.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlOptionElement, Node};

/// Makes the content of `place` like `html`.
///
/// # Errors
/// The browser's own, if the elements are not where they were: somebody else changes them.
pub fn morph(document: &Document, place: &Element, html: &str) -> Result<(), JsValue> {
    let wanted = document.create_element("div")?;
    wanted.set_inner_html(html);
    children(place, &wanted)?;
    choose(place)
}

fn children(from: &Node, to: &Node) -> Result<(), JsValue> {
    // Both lists are live: they say what there is at each moment.
    let (there, wanted) = (from.child_nodes(), to.child_nodes());
    for index in 0..wanted.length() {
        let Some(wanted) = wanted.get(index) else {
            continue;
        };
        match there.get(index) {
            None => drop(from.append_child(&copy(&wanted)?)?),
            Some(there) if there.node_name() == wanted.node_name() => alike(&there, &wanted)?,
            Some(there) => drop(from.replace_child(&copy(&wanted)?, &there)?),
        }
    }
    while let Some(rest) = there.get(wanted.length()) {
        from.remove_child(&rest)?;
    }
    Ok(())
}

fn copy(node: &Node) -> Result<Node, JsValue> {
    node.clone_node_with_deep(true)
}

fn alike(there: &Node, wanted: &Node) -> Result<(), JsValue> {
    let (Some(there), Some(wanted)) = (there.dyn_ref::<Element>(), wanted.dyn_ref::<Element>())
    else {
        if there.node_value() != wanted.node_value() {
            there.set_node_value(wanted.node_value().as_deref());
        }
        return Ok(());
    };
    for name in names(wanted) {
        let value = wanted.get_attribute(&name);
        if there.get_attribute(&name) != value {
            there.set_attribute(&name, &value.unwrap_or_default())?;
        }
    }
    for name in names(there) {
        if !wanted.has_attribute(&name) {
            there.remove_attribute(&name)?;
        }
    }
    children(there, wanted)
}

fn names(element: &Element) -> Vec<String> {
    let names = element.get_attribute_names();
    names.iter().filter_map(|it| it.as_string()).collect()
}

/// A list that somebody has chosen from keeps that, whatever its attributes say.
fn choose(place: &Element) -> Result<(), JsValue> {
    let chosen = place.query_selector_all("option[selected]")?;
    let nodes = (0..chosen.length()).filter_map(|index| chosen.get(index));
    for option in nodes.filter_map(|it| it.dyn_into::<HtmlOptionElement>().ok()) {
        if !option.selected() {
            option.set_selected(true);
        }
    }
    Ok(())
}
