//! Curves over time, in a picture of a thousand by a hundred that is stretched to its place.

use std::fmt::Write;

/// How wide a picture is.
pub const WIDTH: i64 = 1_000;
/// How high.
pub const HEIGHT: i64 = 100;

/// From when to when a picture goes, and how far up.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Its left end.
    pub from_ms: i64,
    /// Its right end.
    pub to_ms: i64,
    /// Its upper end; the lower is 0.
    pub top: i64,
}

impl Scale {
    /// Where a time is.
    pub fn x(self, at_ms: i64) -> i64 {
        (at_ms - self.from_ms) * WIDTH / (self.to_ms - self.from_ms).max(1)
    }

    /// Where a value is. What is below 0 is drawn at 0.
    pub fn y(self, value: i64) -> i64 {
        HEIGHT - value.clamp(0, self.top) * HEIGHT / self.top.max(1)
    }

    /// Values that stay as they are until the next: stairs, with a gap where a value is unknown.
    pub fn stairs(self, points: &[(i64, Option<i64>)]) -> String {
        let mut path = String::new();
        let mut last = None;
        for &(at_ms, value) in points {
            let x = self.x(at_ms);
            let y = value.map(|it| self.y(it));
            // Writing to a string does not fail.
            let _written = match (last, y) {
                (None, None) => Ok(()),
                (None, Some(y)) => write!(path, "M{x} {y}"),
                (Some(_), None) => write!(path, "H{x}"),
                (Some(before), Some(y)) if before == y => continue,
                (Some(_), Some(y)) => write!(path, "H{x}V{y}"),
            };
            last = y;
        }
        if let (Some(_), Some((at_ms, _))) = (last, points.last()) {
            let _written = write!(path, "H{}", self.x(*at_ms));
        }
        path
    }

    /// What lies between two stairs.
    pub fn between(self, lower: &[(i64, Option<i64>)], upper: &[(i64, Option<i64>)]) -> String {
        let mut path = self.stairs(upper);
        let mut back = lower.iter().rev().peekable();
        while let Some(&(at_ms, value)) = back.next() {
            let _written = write!(path, "V{}", self.y(value.unwrap_or(0)));
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
        let path = SCALE.stairs(&[
            (1_000, Some(0)),
            (2_000, Some(1)),
            (2_500, Some(1)),
            (3_000, Some(4)),
        ]);
        assert_eq!(path, "M0 100H500V75H1000V0H1000");
        assert_eq!(SCALE.stairs(&[]), "");
        let unknown_first = [
            (1_000, None),
            (2_000, Some(1)),
            (2_500, None),
            (3_000, None),
        ];
        assert_eq!(SCALE.stairs(&unknown_first), "M500 75H750");
    }

    #[test]
    fn what_lies_between_is_closed() {
        let lower = [(1_000, Some(0)), (2_000, Some(2)), (3_000, Some(2))];
        let upper = [(1_000, Some(2)), (2_000, Some(3)), (3_000, Some(4))];
        let path = SCALE.between(&lower, &upper);
        assert_eq!(path, "M0 50H500V25H1000V0H1000V50H1000V50H500V100H0Z");
    }
}
