//! Lists that stay in order while they grow.

/// Puts an item behind all that come before it. For lists of a few things: the standard library's
/// sort would add a kilobyte to the page for every type that it is used with.
pub(crate) fn insert_in_order<T>(
    list: &mut Vec<T>,
    item: T,
    comes_before: impl Fn(&T, &T) -> bool,
) {
    let place = list.partition_point(|other| comes_before(other, &item));
    list.insert(place, item);
}
