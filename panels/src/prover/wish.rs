//! What a press in the dialog means.

use super::{Place, Quantity, Side, Wish};

/// The wish that a press or a choice says; see `data-do` and `data-field` in the dialog.
pub fn wish(press: &str) -> Option<Wish> {
    let (what, about) = press.split_once(':')?;
    Some(match what {
        "prove" => match about {
            "start" => Wish::Start,
            "cancel" => Wish::Cancel,
            "close" => Wish::Close,
            "group" => Wish::Turn(Side::Group),
            "presets" => Wish::Turn(Side::Presets),
            _ => return None,
        },
        "prove-watch" => Wish::Watch(about.parse().ok()?),
        "prove-cell" => {
            let mut numbers = about.split('.').map(str::parse);
            let mut next = || numbers.next()?.ok();
            Wish::WatchCell(Place {
                row: next()?,
                column: next()?,
                cause: next()?,
            })
        }
        "prove-commit" => Wish::Commit(about.parse().ok()?),
        _ => {
            let place: usize = what.strip_prefix("prove-amount-")?.parse().ok()?;
            Wish::Amount(*Quantity::ALL.get(place)?, about.parse().ok()?)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_wish_is_not_taken_for_one() {
        let place = Place {
            row: 1,
            column: 2,
            cause: 0,
        };
        assert_eq!(wish("prove-cell:1.2.0"), Some(Wish::WatchCell(place)));
        assert_eq!(
            wish("prove-amount-3:2"),
            Some(Wish::Amount(Quantity::Crashes, 2))
        );
        for press in [
            "",
            "prove",
            "prove:",
            "prove-cell:1.2",
            "prove-watch:x",
            "prove-amount-9:0",
            "go:3",
        ] {
            assert_eq!(wish(press), None, "{press}");
        }
    }
}
