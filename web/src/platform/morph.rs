//! Makes what is in an element like other HTML, by as few changes as it takes.
//!
//! An element that stays keeps its focus, its place under the pointer, and a press that has begun; one that
//! is put there anew has none of that, and a panel is drawn several times a second.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlInputElement, HtmlOptionElement, Node, NodeList};

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
        go_to_its_id(from, &there, index, &wanted)?;
        match there.get(index) {
            None => drop(from.append_child(&copy(&wanted)?)?),
            // The browser compares all that is in them much faster than what follows would.
            Some(there) if there.is_equal_node(Some(&wanted)) => {}
            Some(there) if there.node_name() == wanted.node_name() => alike(&there, &wanted)?,
            Some(there) => drop(from.replace_child(&copy(&wanted)?, &there)?),
        }
    }
    while let Some(rest) = there.get(wanted.length()) {
        from.remove_child(&rest)?;
    }
    Ok(())
}

/// What has an id stays the same element when others before it come or go.
fn go_to_its_id(from: &Node, there: &NodeList, index: u32, wanted: &Node) -> Result<(), JsValue> {
    let id = id_of(wanted);
    let Some(before) = there.get(index).filter(|it| id_of(it) != id) else {
        return Ok(());
    };
    let rest = index..there.length();
    let place = rest.filter_map(|place| Some((place, there.get(place)?)));
    let mut place = place.filter(|(_, it)| id_of(it) == id);
    match place.next().filter(|_| !id.is_empty()) {
        Some((place, _)) => {
            for _ in index..place {
                there
                    .get(index)
                    .map(|it| from.remove_child(&it))
                    .transpose()?;
            }
        }
        // What has an id is nothing else's.
        None => drop(from.insert_before(&copy(wanted)?, Some(&before))?),
    }
    Ok(())
}

fn id_of(node: &Node) -> String {
    node.dyn_ref::<Element>()
        .map(Element::id)
        .unwrap_or_default()
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
            let value = value.unwrap_or_default();
            there.set_attribute(&name, &value)?;
            // What somebody has slid stays where it is, whatever its attribute says.
            if let Some(slider) = there
                .dyn_ref::<HtmlInputElement>()
                .filter(|_| name == "value")
            {
                slider.set_value(&value);
            }
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
