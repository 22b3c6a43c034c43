//! Everything a person types to work on OffsetScope.
fn main() {}
