//! What the parts of a lesson say: with what is measured in them, as it is in their moments.

use crate::Text;
use crate::course::{Course, moment};

/// What a part says.
#[derive(Clone, Debug, Default)]
pub struct ReadPart {
    /// What is asked before, if anything is.
    pub question: Option<String>,
    /// What can be answered.
    pub options: Vec<String>,
    /// What there is to say to whoever gave each of these answers, if it was wrong.
    pub because: Vec<Option<String>>,
    /// By paragraphs.
    pub say: Vec<String>,
    /// For the teacher only.
    pub notes: Option<String>,
    /// Something that is often said and not so.
    pub myth: Option<ReadMyth>,
}

/// What is often said and not so.
#[derive(Clone, Debug)]
pub struct ReadMyth {
    /// What is said.
    pub said: String,
    /// What is so.
    pub truth: String,
    /// Where the fidelity page tells the source.
    pub see: String,
}

/// Reads all parts of a lesson. Its run stands at the end of its path afterwards.
pub fn read(course: &mut Course) -> Vec<ReadPart> {
    let Course {
        lesson, run, parts, ..
    } = course;
    let read = lesson.path.iter().zip(parts).map(|(part, played)| {
        let ask = part.ask.as_ref();
        let options = || ask.into_iter().flat_map(|ask| &ask.options);
        run.seek(played.begins);
        let before = |text: &Text| text.read(moment(run));
        let question = ask.map(|ask| before(&ask.question));
        let answers = options().map(|it| before(&it.say)).collect();
        run.seek(played.ends);
        let after = |text: &Text| text.read(moment(run));
        ReadPart {
            question,
            options: answers,
            because: options()
                .map(|it| it.because.as_ref().map(&after))
                .collect(),
            say: part.say.iter().map(&after).collect(),
            notes: part.notes.as_ref().map(&after),
            myth: part.myth.as_ref().map(|it| ReadMyth {
                said: after(&it.said),
                truth: after(&it.truth),
                see: it.see.clone(),
            }),
        }
    });
    read.collect()
}
