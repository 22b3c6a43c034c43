//! A consumer's program as code, line by line: Java, or Python where the client is librdkafka.

use crate::{java, python};
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

/// The whole program, with the setting that goes with it, in the language of its library.
pub fn program(library: ClientLibrary, strategy: Strategy, its: &Program) -> Vec<CodeLine> {
    match library {
        ClientLibrary::Java => java::program(strategy, its),
        ClientLibrary::Librdkafka => python::program(strategy, its),
    }
}
