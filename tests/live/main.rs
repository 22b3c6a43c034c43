//! The living judge: the same scripts for the model's librdkafka and for the real one, side by side.
//!
//! The real client talks to the mock cluster that librdkafka brings along, or, if
//! `KAFKA_BOOTSTRAP` is set, to a real cluster. `cargo xtask live` runs it; the names of scripts may
//! follow.
//!
//! # Layout
//!
//! - [`arm`]: what a script can do and ask, and what it may say about a client;
//! - [`model`] and [`rig`]: the arm in virtual time, and what it is made of;
//! - [`real`], [`watcher`] and [`apart`]: the arm with the real client, its callbacks, and its
//!   processes that can be killed; [`cluster`] is what it talks to;
//! - [`scripts`]: what is compared.
#![allow(clippy::print_stdout, reason = "a judge speaks on standard output")]

mod apart;
mod arm;
mod cluster;
mod model;
mod real;
mod rig;
mod scripts;
mod watcher;

use arm::{Arm, Judge};
use scripts::{SCRIPTS, Script};
use std::env;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

/// What came of a script.
enum Verdict {
    Same,
    Different {
        model: Vec<String>,
        real: Vec<String>,
    },
    /// An arm has given up.
    Failed,
    /// This cluster is no judge of it.
    NotJudged,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [role, life @ ..] = arguments.as_slice()
        && role == apart::ROLE
    {
        apart::live(life);
        return ExitCode::SUCCESS;
    }
    let cluster = cluster::Cluster::find();
    let chosen = |script: &&Script| {
        let named = |name: &String| script.name.contains(name.as_str());
        arguments.is_empty() || arguments.iter().any(named)
    };
    let chosen: Vec<&Script> = SCRIPTS.iter().filter(chosen).collect();
    println!("{} scripts against {}", chosen.len(), cluster.name());
    let begun = Instant::now();
    let verdicts: Vec<Verdict> = thread::scope(|scope| {
        let cluster = &cluster;
        let run = |script| scope.spawn(move || judge(script, cluster));
        let runs: Vec<_> = chosen.into_iter().map(run).collect();
        runs.into_iter()
            .map(|run| run.join().unwrap_or(Verdict::Failed))
            .collect()
    });
    let count = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|it| is(it)).count();
    let same = count(|it| matches!(it, Verdict::Same));
    let skipped = count(|it| matches!(it, Verdict::NotJudged));
    println!(
        "{same} the same, {} not, {skipped} not judged, after {:.0} s",
        verdicts.len() - same - skipped,
        begun.elapsed().as_secs_f64()
    );
    if same + skipped == verdicts.len() && same > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn judge(script: &'static Script, cluster: &cluster::Cluster) -> Verdict {
    let wanted = match script.judge {
        Judge::Any => None,
        Judge::RealCluster => Some(false),
        Judge::MockCluster => Some(true),
    };
    if wanted.is_some_and(|mock| mock != cluster.is_mock()) {
        println!("{}: {} is no judge of it", script.name, cluster.name());
        return Verdict::NotJudged;
    }
    let notes = |arm: &mut dyn Arm| {
        let mut notes = Vec::new();
        (script.run)(arm, &mut notes);
        notes
    };
    // In threads of their own, so that one that gives up does not take the other along.
    let verdict = thread::scope(|scope| {
        let model = scope.spawn(|| notes(&mut model::Model::new()));
        let real = scope.spawn(|| notes(&mut real::Real::new(script.name, cluster)));
        match (model.join(), real.join()) {
            (Ok(model), Ok(real)) if model == real => Verdict::Same,
            (Ok(model), Ok(real)) => Verdict::Different { model, real },
            _ => Verdict::Failed,
        }
    });
    match &verdict {
        Verdict::Same => println!("{}: the same", script.name),
        Verdict::Failed | Verdict::NotJudged => println!("{}: gave up", script.name),
        Verdict::Different { model, real } => {
            println!("{}: different", script.name);
            println!("  model: {}", model.join("\n         "));
            println!("  real:  {}", real.join("\n         "));
        }
    }
    verdict
}
