//! The order in which Java goes through a `java.util.HashMap` or `HashSet`.
//!
//! Kafka's assignors go through such maps, so that order can be seen in what they assign. It is
//! fixed: a key's hash names a bucket, buckets are visited in turn, and keys in one bucket in the
//! order of their insertion. The table doubles when more than three quarters full, and never
//! shrinks. Left out: Java makes a tree of a bucket with nine keys or more.

/// `Object.hashCode` of the key that this stands for.
pub trait JavaHash {
    /// The hash.
    fn java_hash(&self) -> i32;
}

impl JavaHash for str {
    fn java_hash(&self) -> i32 {
        self.encode_utf16()
            .fold(0, |hash, unit| chain(hash, i32::from(unit)))
    }
}

impl<K: JavaHash + ?Sized> JavaHash for &K {
    fn java_hash(&self) -> i32 {
        (**self).java_hash()
    }
}

/// How Java adds the hash of a further part.
pub(super) fn chain(hash: i32, part: i32) -> i32 {
    hash.wrapping_mul(31).wrapping_add(part)
}

/// A `HashSet`, or the keys of a `HashMap`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JavaHashSet<K> {
    /// In the order of insertion.
    keys: Vec<K>,
    buckets: u32,
}

impl<K> Default for JavaHashSet<K> {
    fn default() -> Self {
        Self {
            keys: Vec::new(),
            buckets: 16,
        }
    }
}

impl<K: JavaHash + PartialEq + Copy> JavaHashSet<K> {
    /// Adds a key, unless it is there.
    pub fn insert(&mut self, key: K) {
        if self.keys.contains(&key) {
            return;
        }
        self.keys.push(key);
        if super::count(&self.keys) > self.buckets / 4 * 3 {
            self.buckets *= 2;
        }
    }

    /// Takes a key out. The table stays as large as it is.
    pub fn remove(&mut self, key: &K) {
        self.keys.retain(|other| other != key);
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// The key that Java comes to first.
    pub fn first(&self) -> Option<K> {
        // `min_by_key` gives the first of equal ones.
        self.keys.iter().copied().min_by_key(|key| self.bucket(key))
    }

    /// The keys in Java's order.
    pub fn into_order(self) -> Vec<K> {
        let mut keys = self.keys.clone();
        keys.sort_by_key(|key| self.bucket(key));
        keys
    }

    fn bucket(&self, key: &K) -> u32 {
        let hash = key.java_hash().cast_unsigned();
        (hash ^ (hash >> 16)) & (self.buckets - 1)
    }
}

impl<K: JavaHash + PartialEq + Copy> FromIterator<K> for JavaHashSet<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let mut set = Self::default();
        for key in keys {
            set.insert(key);
        }
        set
    }
}

/// These keys in the order of a `HashMap` that they were put into one after the other.
pub fn order<K: JavaHash + PartialEq + Copy>(keys: impl IntoIterator<Item = K>) -> Vec<K> {
    keys.into_iter().collect::<JavaHashSet<K>>().into_order()
}

#[cfg(test)]
mod tests {
    use super::{JavaHash, JavaHashSet, order};

    #[test]
    fn hashes_are_javas() {
        for (text, hash) in [
            ("", 0),
            ("a", 97),
            ("hello", 99_162_322),
            ("polygenelubricants", i32::MIN),
        ] {
            assert_eq!(text.java_hash(), hash, "{text:?}");
        }
    }

    fn check(keys: &[&'static str], expected: &[&str]) {
        assert_eq!(order(keys.iter().copied()), expected);
    }

    #[test]
    fn buckets_come_in_turn_and_equal_ones_by_insertion() {
        check(&["b", "a", "c"], &["a", "b", "c"]);
        // Both hash to 2112.
        check(&["BB", "Aa"], &["BB", "Aa"]);
        check(&["Aa", "BB"], &["Aa", "BB"]);
    }

    #[test]
    fn a_key_that_is_there_keeps_its_place() {
        check(&["BB", "Aa", "BB"], &["BB", "Aa"]);
    }

    #[test]
    fn a_table_that_has_grown_stays_large() {
        // "0" to "9" hash to 48 to 57, and "q" to 113, which is 1 modulo 16 and 17 modulo 32.
        let digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        let mut grown: JavaHashSet<_> = digits.into_iter().chain(["x", "y", "z"]).collect();
        for key in digits.into_iter().chain(["x", "y", "z"]) {
            grown.remove(&key);
        }
        assert!(grown.is_empty());
        grown.insert("q");
        grown.insert("b");
        assert_eq!(
            grown.into_order(),
            ["b", "q"],
            "98 is 2 and 113 is 17 modulo 32"
        );
        check(&["q", "b"], &["q", "b"]);
    }
}
