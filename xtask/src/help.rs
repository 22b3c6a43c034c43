//! `cargo xtask help`: what can be typed.

use crate::test::STEPS;

pub fn print() {
    println!(
        "\
cargo xtask serve         builds the page, serves it at http://127.0.0.1:8080, and builds it
                          again whenever a source file changes
cargo xtask test          everything that CI checks; stops at the first step that fails
cargo xtask test NAME...  only the steps named
cargo xtask live          the model's librdkafka against the real one; with KAFKA_BOOTSTRAP set, at
                          that cluster
cargo xtask live NAME...  only the scripts named
cargo xtask pack          the page as a zip file, which runs from any static server
cargo xtask bench         the core's speed, and main-thread milliseconds a second of the page
cargo xtask long          the properties over ten million random choices; --choices N and --seed N
                          say otherwise. A run that fails is shrunk to a scenario file
cargo xtask fuzz          inputs of every form, made up, for a minute each; --seconds N says
                          otherwise
cargo xtask fuzz NAME...  only the forms named
cargo xtask mutants       rules of the core are broken one by one, and a test must notice. It takes
                          many hours; --shard 0/8 takes every eighth
cargo xtask help          this text

Each installs the tools it lacks, or prints the command that does.

Test steps, in their order:"
    );
    for step in &STEPS {
        println!("  {:<9} {}", step.name, step.checks);
    }
}
