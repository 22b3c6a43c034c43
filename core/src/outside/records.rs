//! Which orders a partition's records carry.

use crate::ids::{Offset, OrderNumber};
use crate::long::Long;

/// The orders of a partition's records, deleted ones too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Records {
    /// By offset.
    orders: Long<OrderNumber>,
    /// The latest order of all.
    latest: OrderNumber,
    /// Some record carries an earlier order than one before it.
    is_mixed: bool,
    /// Records that carry an order which another one did before, each with that one; in order.
    copies: Vec<Copy>,
}

/// A record that carries the same order as another one before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Copy {
    at: Offset,
    original: Offset,
}

impl Records {
    /// The next record carries this order.
    pub fn note(&mut self, order: OrderNumber) {
        if order > self.latest {
            self.latest = order;
        } else {
            self.is_mixed = true;
            let original = (0..)
                .zip(self.orders.iter_from(0))
                .find(|(_, it)| **it == order);
            if let Some((original, _)) = original {
                let at = u64::try_from(self.orders.len()).unwrap_or(u64::MAX);
                self.copies.push(Copy { at, original });
            }
        }
        self.orders.push(order);
    }

    /// By offset.
    pub fn orders(&self) -> &Long<OrderNumber> {
        &self.orders
    }

    /// Whether two of them carry the same order.
    pub fn has_copies(&self) -> bool {
        !self.copies.is_empty()
    }

    /// The first record that carries the same order.
    pub fn original(&self, offset: Offset) -> Offset {
        let copy = self.copies.iter().find(|copy| copy.at == offset);
        copy.map_or(offset, |copy| copy.original)
    }

    /// The records after this one that carry the same order.
    pub fn copies_of(&self, original: Offset) -> impl Iterator<Item = Offset> + '_ {
        let of_it = move |copy: &&Copy| copy.original == original;
        self.copies.iter().filter(of_it).map(|copy| copy.at)
    }

    /// No record before this one carries a later order than the record at `offset`.
    pub fn first_that_may_be_later(&self, offset: Offset) -> Offset {
        if self.is_mixed { 0 } else { offset + 1 }
    }
}
