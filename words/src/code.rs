//! A consumer's program as code, line by line: Java, or Python or Rust where the client is librdkafka.

use crate::{java, python, rust, terms};
use offsetscope_core::client::program::{Place, Program};
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::setup::ClientLibrary;

/// A line of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// How deep it is indented.
    pub depth: u8,
    /// What it says.
    pub text: &'static str,
    /// The place in the program that it stands for.
    pub place: Option<Place>,
}

/// The lines so far, and how deep the next one is.
#[derive(Default)]
pub struct Code {
    pub lines: Vec<CodeLine>,
    pub depth: u8,
}

impl Code {
    pub fn line(&mut self, text: &'static str, place: Option<Place>) {
        self.lines.push(CodeLine {
            depth: self.depth,
            text,
            place,
        });
    }

    /// A line that stands for nothing a thread could be at.
    pub fn frame(&mut self, text: &'static str) {
        self.line(text, None);
    }

    pub fn open(&mut self, text: &'static str, place: Option<Place>) {
        self.line(text, place);
        self.depth += 1;
    }

    pub fn close(&mut self, text: &'static str) {
        self.depth -= 1;
        self.frame(text);
    }
}

/// A language that programs are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// With Kafka's own client.
    Java,
    /// With confluent-kafka.
    Python,
    /// With the rdkafka crate.
    Rust,
}

impl Language {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Java, Self::Python, Self::Rust];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Java => "Java",
            Self::Python => "Python",
            Self::Rust => "Rust",
        }
    }

    /// The client library that is used in it.
    pub fn library(self) -> ClientLibrary {
        match self {
            Self::Java => ClientLibrary::Java,
            Self::Python | Self::Rust => ClientLibrary::Librdkafka,
        }
    }

    /// The one that programs with a library are printed in if nobody asks for another.
    pub fn of(library: ClientLibrary) -> Self {
        match library {
            ClientLibrary::Java => Self::Java,
            ClientLibrary::Librdkafka => Self::Python,
        }
    }
}

/// The whole program in a language.
///
/// # Errors
/// Why the client library of that language has no such program.
pub fn program_in(
    language: Language,
    strategy: Strategy,
    its: &Program,
) -> Result<Vec<CodeLine>, &'static str> {
    if !Strategy::offered(language.library()).contains(&strategy) {
        return Err(terms::why_not_in(language.library(), strategy));
    }
    Ok(match language {
        Language::Java => java::program(strategy, its),
        Language::Python => python::program(strategy, its),
        Language::Rust => rust::program(strategy, its),
    })
}

/// The whole program, with the setting that goes with it, in the language of its library.
pub fn program(library: ClientLibrary, strategy: Strategy, its: &Program) -> Vec<CodeLine> {
    match library {
        ClientLibrary::Java => java::program(strategy, its),
        ClientLibrary::Librdkafka => python::program(strategy, its),
    }
}

/// Lines of code as a text, for tests.
#[cfg(test)]
pub fn printed_with(indent: &str, lines: &[CodeLine]) -> String {
    let line = |line: &CodeLine| format!("{}{}", indent.repeat(line.depth.into()), line.text);
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use offsetscope_core::client::program::Statement;

    /// Wherever the program can stop, a line is lit. `poll` of librdkafka returns one record, so there a
    /// `for` is no line of its own.
    #[test]
    fn every_statement_of_librdkafka_but_a_for_is_printed() {
        for program in [python::program, rust::program] {
            for strategy in Strategy::LIBRDKAFKA {
                let its = strategy.program();
                let lines = program(strategy, &its);
                for (number, line) in (0..).zip(its.lines()) {
                    let place = Some(Place::Line(number));
                    let is_printed = lines.iter().any(|line| line.place == place);
                    assert!(
                        is_printed || line.statement == Statement::ForEachRecord,
                        "{strategy:?}"
                    );
                }
            }
        }
    }
}
