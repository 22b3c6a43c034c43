//! Durations as Java writes them (`java.time.Duration`, ISO 8601): `P1DT2H3M4.5S`.

/// Reads a duration, in ms; none if it is none, is negative, or is longer than can be counted.
pub fn parse_ms(text: &str) -> Option<i64> {
    let text = text.strip_prefix(['P', 'p'])?;
    let (date, time) = match text.split_once(['T', 't']) {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None if text.is_empty() => return None,
        None => (text, ""),
    };
    let (days, rest) = take(date, 'D')?;
    if !rest.is_empty() {
        return None;
    }
    let (hours, rest) = take(time, 'H')?;
    let (minutes, rest) = take(rest, 'M')?;
    let hours = days.checked_mul(24)?.checked_add(hours)?;
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    minutes.checked_mul(60_000)?.checked_add(seconds_ms(rest)?)
}

/// Writes a duration that [`parse_ms`] reads.
pub fn to_text(duration_ms: i64) -> String {
    let (seconds, ms) = (duration_ms / 1_000, duration_ms % 1_000);
    if ms == 0 {
        format!("PT{seconds}S")
    } else {
        format!("PT{seconds}.{ms:03}S")
    }
}

/// Takes a whole number with this unit off the front; 0 if there is none.
fn take(text: &str, unit: char) -> Option<(i64, &str)> {
    match text.split_once([unit, unit.to_ascii_lowercase()]) {
        Some((number, rest)) => Some((whole(number)?, rest)),
        None => Some((0, text)),
    }
}

fn whole(digits: &str) -> Option<i64> {
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| digits.parse().ok()).flatten()
}

fn seconds_ms(text: &str) -> Option<i64> {
    if text.is_empty() {
        return Some(0);
    }
    let number = text.strip_suffix(['S', 's'])?;
    let (seconds, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // What is shorter than a ms does not count.
    let ms: String = fraction.chars().chain("000".chars()).take(3).collect();
    whole(seconds)?.checked_mul(1_000)?.checked_add(whole(&ms)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_javas() {
        for (text, expected) in [
            ("PT1H", Some(3_600_000)),
            ("P1D", Some(86_400_000)),
            ("P1DT2H3M4.5S", Some(93_784_500)),
            ("pt1m", Some(60_000)),
            ("PT0.0019S", Some(1)),
            ("PT0S", Some(0)),
        ] {
            assert_eq!(parse_ms(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_none_or_negative_is_refused() {
        for text in [
            "",
            "P",
            "PT",
            "P1DT",
            "1H",
            "PT1",
            "PT1H1D",
            "PT1S1M",
            "P-1D",
            "PT-1S",
            "-PT1S",
            "PT1.S.S",
            "P1H",
            "PT99999999999999999999S",
            "P999999999999999D",
        ] {
            assert_eq!(parse_ms(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for duration_ms in [0, 1, 999, 1_000, 90_061_001] {
            assert_eq!(parse_ms(&to_text(duration_ms)), Some(duration_ms));
        }
    }
}
