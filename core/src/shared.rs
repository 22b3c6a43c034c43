//! A part of the world that many worlds share until one of them changes it.
//!
//! Histories keep thousands of worlds and a search millions, and from one to the next a choice changes
//! a consumer or two. So a part is cloned by counting, written by copying, compared by address
//! first, and hashed once.

use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicU64, Ordering};
use foldhash::fast::FixedState;
use std::sync::Arc;

/// A value that is copied only when one of its owners changes it.
pub struct Shared<T>(Arc<Kept<T>>);

struct Kept<T> {
    value: T,
    /// The hash of the value, once somebody has asked for it; 0 until then.
    hash: AtomicU64,
}

impl<T> Shared<T> {
    /// A value that nobody shares yet.
    pub fn new(value: T) -> Self {
        Self(Arc::new(Kept {
            value,
            hash: AtomicU64::new(0),
        }))
    }
}

impl<T: Hash> Shared<T> {
    /// The value's hash. It is the same in every run of one build.
    pub fn fingerprint(&self) -> u64 {
        let known = self.0.hash.load(Ordering::Relaxed);
        if known != 0 {
            return known;
        }
        let mut hasher = core::hash::BuildHasher::build_hasher(&FixedState::default());
        self.0.value.hash(&mut hasher);
        let hash = hasher.finish().max(1);
        self.0.hash.store(hash, Ordering::Relaxed);
        hash
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.value
    }
}

/// Whoever takes the value to change it gets it alone.
impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        let kept = Arc::make_mut(&mut self.0);
        *kept.hash.get_mut() = 0;
        &mut kept.value
    }
}

impl<T: Clone> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            hash: AtomicU64::new(0),
        }
    }
}

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.value == other.0.value
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T: Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.fingerprint());
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_changes_alone_and_its_hash_with_it() {
        let one = Shared::new(vec![1, 2]);
        let before = one.fingerprint();
        let mut other = one.clone();
        assert_eq!((&other, other.fingerprint()), (&one, before));
        other.push(3);
        assert_eq!((one.len(), other.len()), (2, 3));
        assert_ne!(other, one);
        assert_ne!(other.fingerprint(), before);
        other.pop();
        assert_eq!((&other, other.fingerprint()), (&one, before));
    }
}
