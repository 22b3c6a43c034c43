//! Proving: a search, and its report in words.

mod presets;

use offsetscope_core::choice::Choice;
use offsetscope_core::search::{
    Bounds, Model, Progress, Property, Reduction, Report, Search, Verdict,
};
use offsetscope_core::setup::Setup;
use offsetscope_messages::prover::{Answer, Finding, Proof, Question, Standing};
use offsetscope_words::{guarantee, property_name, searched, verdict_sentence};
use std::sync::Arc;

/// After so many states the page hears how far it is: several times a second.
const STATES_BETWEEN_ANSWERS: u32 = 2_000;

/// Answers a question, with as many answers on the way as it takes.
pub fn answer(question: Question, say: &mut impl FnMut(Answer)) {
    match question {
        Question::Proof { source, asked } => {
            let proof = prove(asked.setup(&source.setup()), asked.bounds(), say);
            say(Answer::Proof(proof));
        }
        Question::Presets => presets::tell(say),
    }
}

fn prove(setup: Setup, bounds: Bounds, say: &mut impl FnMut(Answer)) -> Proof {
    let mut search = Search::new(Model::new(Arc::new(setup), bounds, Reduction::On));
    while search.advance(STATES_BETWEEN_ANSWERS) == Progress::Running {
        say(Answer::Searching {
            states: search.states(),
            frontier: search.frontier(),
        });
    }
    in_words(search.report())
}

fn in_words(report: Report) -> Proof {
    Proof {
        guarantee: guarantee(&report).to_owned(),
        searched: searched(&report),
        findings: report.verdicts.into_iter().map(finding).collect(),
    }
}

fn finding((property, verdict): (Property, Verdict)) -> Finding {
    Finding {
        property,
        name: property_name(property).to_owned(),
        sentence: verdict_sentence(property, &verdict),
        standing: standing(&verdict),
        run: run(verdict),
    }
}

fn standing(verdict: &Verdict) -> Standing {
    match verdict {
        Verdict::Holds | Verdict::Shown(_) => Standing::Proved,
        Verdict::Violated(_) | Verdict::Never => Standing::Fails,
        Verdict::Unknown => Standing::Unknown,
    }
}

fn run(verdict: Verdict) -> Vec<Choice> {
    match verdict {
        Verdict::Violated(run) | Verdict::Shown(run) => run,
        Verdict::Holds | Verdict::Never | Verdict::Unknown => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use offsetscope_core::client::strategy::Strategy;
    use offsetscope_core::history::History;
    use offsetscope_core::ids::GroupId;
    use offsetscope_core::search::Faults;
    use offsetscope_messages::prover::{Asked, Row};
    use offsetscope_messages::{Source, decode, encode};

    fn fulfilment(strategy: Strategy) -> Question {
        Question::Proof {
            source: Source::Shop,
            asked: asked(strategy),
        }
    }

    fn asked(strategy: Strategy) -> Asked {
        let faults = Faults {
            crashes: 1,
            ..Faults::default()
        };
        Asked {
            group: GroupId(0),
            strategy,
            members: 2,
            partitions: 2,
            orders: 4,
            faults,
        }
    }

    fn ask(question: &Question) -> Vec<Answer> {
        let heard = decode(&encode(question)).expect("a question can be read");
        let mut answers = Vec::new();
        answer(heard, &mut |it| {
            answers.push(decode(&encode(&it)).expect("an answer can be read"));
        });
        answers
    }

    fn standing_of(answers: &[Answer], property: Property) -> (Standing, usize) {
        let Some(Answer::Proof(proof)) = answers.last() else {
            panic!("the last answer is the proof: {answers:?}");
        };
        let finding = &proof.findings[property as usize];
        assert_eq!(finding.property, property);
        (finding.standing, finding.run.len())
    }

    #[test]
    fn the_verdict_turns_round_when_the_commit_moves_above_the_processing() {
        let after = ask(&fulfilment(Strategy::AfterBatch));
        let before = ask(&fulfilment(Strategy::BeforeProcessing));
        assert_eq!(standing_of(&after, Property::NoLoss), (Standing::Proved, 0));
        assert_eq!(standing_of(&before, Property::NoLoss).0, Standing::Fails);
        let (standing, steps) = standing_of(&after, Property::NoDuplicate);
        assert_eq!(standing, Standing::Fails);
        assert!(steps > 10, "with the run that shows it: {steps}");
        assert_eq!(
            standing_of(&before, Property::NoDuplicate).0,
            Standing::Proved
        );
    }

    #[test]
    fn a_long_search_says_how_far_it_is() {
        let mut question = fulfilment(Strategy::AfterBatch);
        if let Question::Proof { asked, .. } = &mut question {
            asked.faults.timeouts = 1;
        }
        let answers = ask(&question);
        assert!(
            matches!(answers[0], Answer::Searching { states, .. } if states >= STATES_BETWEEN_ANSWERS)
        );
    }

    #[test]
    fn the_table_comes_row_by_row_and_every_run_in_it_happens_in_its_setup() {
        let mut answers = ask(&Question::Presets).into_iter();
        let Some(Answer::Presets(head)) = answers.next() else {
            panic!("first what the columns are");
        };
        let rows: Vec<Row> = answers
            .filter_map(|it| {
                if let Answer::Row(row) = it {
                    Some(row)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(rows.len(), head.rows as usize);
        let names = |row: &Row, column: usize| {
            let broken = row.cells[column].broken.iter();
            broken.map(|it| it.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(rows[1].name, "commit after the batch");
        assert_eq!(names(&rows[1], 0), [""; 0]);
        assert_eq!(names(&rows[1], 1), ["exception", "time-out", "crash"]);
        for row in &rows {
            assert_eq!(row.cells.len(), head.columns.len());
            for broken in row.cells.iter().flat_map(|it| &it.broken) {
                let setup = Arc::new(row.preset.setup(broken.cause));
                assert!(History::of_choices(setup, &broken.run).is_ok());
            }
        }
    }

    #[test]
    fn what_is_no_message_is_not_taken_for_one() {
        assert_eq!(decode::<Answer>(&[9, 9, 9]), None);
        assert_eq!(decode::<Question>(&[]), None);
    }
}
