//! A list that grows at its end and changes near it, as what became of a log's records does.
//!
//! A history keeps hundreds of worlds, and such a list is as long as the run. So they share the parts of it
//! that stay as they are; a list that is short is one part of its own.

use std::sync::Arc;

/// A list whose older parts are shared between its copies, each until it is changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Long<T> {
    /// The older entries, in parts of [`PART`].
    shared: Vec<Arc<Vec<T>>>,
    /// The newer ones: at most one part.
    own: Vec<T>,
}

/// So many entries are shared or copied together.
const PART: usize = 64;

impl<T> Long<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.shared.len() * PART + self.own.len()
    }

    /// One entry, if there are so many.
    pub fn get(&self, place: usize) -> Option<&T> {
        match self.shared.get(place / PART) {
            Some(part) => part.get(place % PART),
            None => self.own.get(place - self.shared.len() * PART),
        }
    }

    /// The entries from this place on, oldest first.
    pub fn iter_from(&self, place: usize) -> impl Iterator<Item = &T> {
        (place..).map_while(|place| self.get(place))
    }
}

impl<T: Clone> Long<T> {
    /// Adds an entry at the end.
    pub fn push(&mut self, entry: T) {
        if self.own.len() == PART {
            let full = core::mem::take(&mut self.own);
            self.shared.push(Arc::new(full));
        }
        self.own.push(entry);
    }

    /// One entry, to be changed, if there are so many.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let before = self.shared.len() * PART;
        match self.shared.get_mut(place / PART) {
            Some(part) => Arc::make_mut(part).get_mut(place % PART),
            None => self.own.get_mut(place - before),
        }
    }
}

// `T` need not have a default.
impl<T> Default for Long<T> {
    fn default() -> Self {
        Self {
            shared: Vec::new(),
            own: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(count: usize) -> Long<usize> {
        let mut list = Long::default();
        for entry in 0..count {
            list.push(entry);
        }
        list
    }

    #[test]
    fn it_is_a_list_whatever_its_length() {
        for count in [0, 1, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1, 500] {
            let list = counting(count);
            assert_eq!(list.len(), count);
            for place in 0..=count + PART {
                assert_eq!(list.get(place), (place < count).then_some(&place));
                let rest = list.iter_from(place).copied();
                assert!(rest.eq(place..count.max(place)), "{place} of {count}");
            }
        }
    }

    #[test]
    fn a_copy_changes_alone() {
        let list = counting(200);
        for place in [0, PART, 199] {
            let mut copy = list.clone();
            *copy.get_mut(place).expect("there are 200") = 1_000;
            assert_eq!(
                (copy.get(place), list.get(place)),
                (Some(&1_000), Some(&place))
            );
            assert_ne!(copy, list);
        }
        assert_eq!(list.clone().get_mut(200), None);
    }
}
