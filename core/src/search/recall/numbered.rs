//! Values that occur again and again, each kept once under a number, and answers under a key.

use core::hash::{BuildHasher, Hash};
use foldhash::fast::FixedState;
use hashbrown::HashTable;

/// Different values, in the order in which they came up.
pub(super) struct Numbered<T> {
    values: Vec<T>,
    numbers: HashTable<u32>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            numbers: HashTable::new(),
        }
    }
}

impl<T: Hash + Eq> Numbered<T> {
    /// The number of a value, which it gets if it has none yet.
    pub fn number_of(&mut self, value: T) -> u32 {
        let Self { values, numbers } = self;
        let hash = FixedState::default().hash_one(&value);
        let is_it = |&number: &u32| values[index(number)] == value;
        if let Some(&number) = numbers.find(hash, is_it) {
            return number;
        }
        let number = u32::try_from(values.len()).expect("there is no memory for more");
        let hash_of = |&number: &u32| FixedState::default().hash_one(&values[index(number)]);
        numbers.insert_unique(hash, number, hash_of);
        values.push(value);
        number
    }
}

impl<T> Numbered<T> {
    /// The value of a number.
    pub fn value(&self, number: u32) -> &T {
        &self.values[index(number)]
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }
}

/// Answers to questions, known again by 64 bits of hash as states are.
pub(super) struct Answers<T>(HashTable<(u64, T)>);

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Self(HashTable::new())
    }
}

impl<T: Copy> Answers<T> {
    /// The answer, if this was asked before.
    pub fn get(&self, question: u64) -> Option<T> {
        let found = self.0.find(question, |(key, _)| *key == question);
        found.map(|&(_, answer)| answer)
    }

    /// Notes the answer to what was never asked before.
    pub fn note(&mut self, question: u64, answer: T) {
        let key_of = |&(key, _): &(u64, T)| key;
        self.0.insert_unique(question, (question, answer), key_of);
    }
}

pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).expect("32 bits")
}
