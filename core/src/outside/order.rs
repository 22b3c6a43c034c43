//! What the shop's customers order: a pure function of the seed and the order's number.

use crate::ids::OrderNumber;
use crate::setup::{Stream, stream_of_chance};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// An order in the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its number, from 1.
    pub number: OrderNumber,
    /// Who ordered: the record's key.
    pub customer: &'static str,
    /// What.
    pub item: &'static str,
    /// How many.
    pub quantity: u32,
    /// What it costs in all, in euro cents.
    pub amount_cents: u32,
}

const CUSTOMERS: [&str; 8] = [
    "Ana", "Ben", "Chloé", "Dmitri", "Emeka", "Fatima", "Goran", "Hana",
];

/// What the shop sells, and for how many cents.
const ITEMS: [(&str, u32); 8] = [
    ("coffee beans", 1_490),
    ("teapot", 3_900),
    ("desk lamp", 5_450),
    ("notebook", 690),
    ("wool socks", 1_250),
    ("bike bell", 1_100),
    ("chess set", 4_200),
    ("umbrella", 2_350),
];

impl Order {
    /// The order with this number in a run with this seed.
    pub fn new(seed: u64, number: OrderNumber) -> Self {
        let mut chance = stream_of_chance(seed, Stream::Order, u64::from(number));
        let customer = one_of(&CUSTOMERS, &mut chance);
        let (item, price_cents) = one_of(&ITEMS, &mut chance);
        let quantity = chance.random_range(1..=3);
        Self {
            number,
            customer,
            item,
            quantity,
            amount_cents: quantity * price_cents,
        }
    }

    /// The record's value, as a shop would write it.
    pub fn to_json(&self) -> String {
        let Self {
            number,
            customer,
            item,
            quantity,
            amount_cents,
        } = self;
        format!(
            r#"{{"order":{number},"customer":"{customer}","item":"{item}","quantity":{quantity},"amount_cents":{amount_cents}}}"#
        )
    }
}

/// Draws one. The number drawn is a `u32`, so that it is the same where a `usize` has 32 bits.
fn one_of<T: Copy, const N: usize>(list: &[T; N], chance: &mut Pcg64Mcg) -> T {
    let count = u32::try_from(N).expect("a short list");
    list[chance.random_range(0..count) as usize]
}
