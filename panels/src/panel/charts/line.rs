//! Curves over time, in a picture of a thousand by a hundred that is stretched to its place.

use std::fmt::Write;

/// How wide a picture is.
pub const WIDTH: i64 = 1_000;
/// How high.
pub const HEIGHT: u64 = 100;

/// From when to when a picture goes, and how far up.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Its left end.
    pub from_ms: i64,
    /// Its right end.
    pub to_ms: i64,
    /// Its upper end; the lower is 0.
    pub top: u64,
}

impl Scale {
    /// Where a time is.
    pub fn x(self, at_ms: i64) -> i64 {
        (at_ms - self.from_ms) * WIDTH / (self.to_ms - self.from_ms).max(1)
    }

    /// Where a value is.
    pub fn y(self, value: u64) -> u64 {
        HEIGHT - value.min(self.top) * HEIGHT / self.top.max(1)
    }

    /// Values that stay as they are until the next: stairs.
    pub fn stairs(self, points: &[(i64, u64)]) -> String {
        let mut path = String::new();
        let mut last = None;
        for &(at_ms, value) in points {
            let (x, y) = (self.x(at_ms), self.y(value));
            // Writing to a string does not fail.
            let _written = match last {
                None => write!(path, "M{x} {y}"),
                Some(before) if before == y => continue,
                Some(_) => write!(path, "H{x}V{y}"),
            };
            last = Some(y);
        }
        if let Some((at_ms, _)) = points.last() {
            let _written = write!(path, "H{}", self.x(*at_ms));
        }
        path
    }

    /// What lies between two stairs.
    pub fn between(self, lower: &[(i64, u64)], upper: &[(i64, u64)]) -> String {
        let mut path = self.stairs(upper);
        let mut back = lower.iter().rev().peekable();
        while let Some(&(at_ms, value)) = back.next() {
            let _written = write!(path, "V{}", self.y(value));
            if back.peek().is_some() {
                let _written = write!(path, "H{}", self.x(at_ms));
            }
        }
        if let Some(&(at_ms, _)) = lower.first() {
            let _written = write!(path, "H{}", self.x(at_ms));
        }
        path.push('Z');
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: Scale = Scale {
        from_ms: 1_000,
        to_ms: 3_000,
        top: 4,
    };

    #[test]
    fn stairs_stay_level_until_the_next_value() {
        let path = SCALE.stairs(&[(1_000, 0), (2_000, 1), (2_500, 1), (3_000, 4)]);
        assert_eq!(path, "M0 100H500V75H1000V0H1000");
        assert_eq!(SCALE.stairs(&[]), "");
    }

    #[test]
    fn what_lies_between_is_closed() {
        let lower = [(1_000, 0), (2_000, 2), (3_000, 2)];
        let upper = [(1_000, 2), (2_000, 3), (3_000, 4)];
        let path = SCALE.between(&lower, &upper);
        assert_eq!(path, "M0 50H500V25H1000V0H1000V50H1000V50H500V100H0Z");
    }
}
