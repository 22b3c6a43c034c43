//! Dialogs, by the browser's own means: it keeps the focus in and gives it back.

use web_sys::HtmlDialogElement;
use yew::NodeRef;

/// Opens or closes a dialog as wanted.
pub fn show_modal(dialog: &NodeRef, open: bool) {
    let Some(dialog) = dialog.cast::<HtmlDialogElement>() else {
        return;
    };
    if open && !dialog.open() {
        // Refused only where it is open already or not in the page.
        let _already_open = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}
