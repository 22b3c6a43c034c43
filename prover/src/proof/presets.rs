//! The table of presets, row by row.

use offsetscope_core::search::{self, Cause, Preset, Property, Search, Verdict};
use offsetscope_core::setup::ClientLibrary;
use offsetscope_messages::prover::{Answer, Broken, Cell, Head, Row, Standing};
use offsetscope_words::{cause_name, cause_note, property_name, strategy_name, verdict_sentence};

/// The properties in which ways to commit differ.
const COLUMNS: [Property; 4] = [
    Property::NoLoss,
    Property::NoDuplicate,
    Property::KeyOrder,
    Property::CommittedIsProcessed,
];

pub fn tell(say: &mut impl FnMut(Answer)) {
    let note = |cause| (cause_name(cause).to_owned(), cause_note(cause).to_owned());
    say(Answer::Presets(Head {
        columns: COLUMNS.map(|it| property_name(it).to_owned()).to_vec(),
        rows: u32::try_from(Preset::all().count()).unwrap_or(u32::MAX),
        causes: Cause::ALL.map(note).to_vec(),
    }));
    for preset in Preset::all() {
        say(Answer::Row(row(preset)));
    }
    say(Answer::Whole);
}

fn row(preset: Preset) -> Row {
    let report = |cause| (cause, Search::new(preset.model(cause)).run());
    let searched = search::Row {
        preset,
        reports: Cause::ALL.map(report).to_vec(),
    };
    Row {
        preset,
        library: library_name(preset.library).to_owned(),
        name: strategy_name(preset.strategy).to_owned(),
        cells: COLUMNS.map(|property| cell(&searched, property)).to_vec(),
    }
}

fn cell(row: &search::Row, property: Property) -> Cell {
    let broken: Vec<Broken> = row
        .broken_by(property)
        .into_iter()
        .map(|(cause, run)| Broken {
            cause,
            name: cause_name(cause).to_owned(),
            sentence: verdict_sentence(property, &Verdict::Violated(run.to_vec())),
            run: run.to_vec(),
        })
        .collect();
    let standing = match broken.len() {
        0 if row.proves(property) => Standing::Proved,
        0 => Standing::Unknown,
        _ => Standing::Fails,
    };
    Cell { standing, broken }
}

fn library_name(library: ClientLibrary) -> &'static str {
    match library {
        ClientLibrary::Java => "Java",
        ClientLibrary::Librdkafka => "librdkafka",
    }
}
