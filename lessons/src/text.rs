//! What a lesson says.

use crate::fact::{Moment, Number};
use offsetscope_core::setup::Setup;
use serde::{Deserialize, Serialize};

/// Words for a reader. What stands in braces is measured in the moment they are read, so that they are
/// never untrue: `The group has committed {committed(fulfilment, orders-0)}.`
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub String);

impl Text {
    /// As it reads in a moment of a run.
    pub fn read(&self, moment: Moment<'_>) -> String {
        let mut read = String::new();
        for piece in pieces(&self.0) {
            match piece {
                Piece::Words(words) => read.push_str(words),
                Piece::Measured(measure) => {
                    let setup = moment.world.setup();
                    match Number::parse(measure, setup) {
                        Ok(number) => read.push_str(&number.value(moment).to_string()),
                        Err(_) => read.push_str(measure),
                    }
                }
            }
        }
        read
    }

    /// What is wrong with what is measured in it.
    pub fn problems(&self, setup: &Setup) -> Vec<String> {
        let measured = pieces(&self.0).into_iter().filter_map(|it| match it {
            Piece::Measured(measure) => Some(measure),
            Piece::Words(_) => None,
        });
        let wrong = measured.filter_map(|measure| {
            let error = Number::parse(measure, setup).err()?;
            Some(format!("in {{{measure}}}, {error}"))
        });
        wrong.collect()
    }
}

enum Piece<'a> {
    Words(&'a str),
    Measured(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((measure, after)) = after.split_once('}') else {
            break;
        };
        pieces.extend([Piece::Words(words), Piece::Measured(measure)]);
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
}
