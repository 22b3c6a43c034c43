//! What a random run likes to do. If everything were equally likely, sessions would expire all the
//! time and no group would ever get to work. And a single good weighting would never find what
//! needs an odd one. So every run draws its own, as the simulator of `TigerBeetle` does ("swarm testing").

use crate::setups::one_of;
use offsetscope_core::choice::Choice;
use offsetscope_core::client::strategy::Strategy;
use offsetscope_core::ids::ConsumerId;
use offsetscope_core::network::Client;
use offsetscope_core::timer::Timer;
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// The weights of a run.
#[derive(Clone, Copy, Debug)]
pub struct Mix {
    deliver: u32,
    run: u32,
    order_due: u32,
    heartbeat: u32,
    auto_commit: u32,
    api_timeout: u32,
    max_poll_interval: u32,
    linger: u32,
    request_timeout: u32,
    delivery_timeout: u32,
    session: u32,
    pending_member: u32,
    initial_delay: u32,
    join_deadline: u32,
    sync_deadline: u32,
    retention_check: u32,
    offset_expiration: u32,
    log_cleaner: u32,
    crash: u32,
    restart: u32,
    pause: u32,
    resume: u32,
    cut: u32,
    heal: u32,
    unanswered: u32,
    disconnect: u32,
    set_strategy: u32,
    work: u32,
    stop: u32,
    administer: u32,
    /// The ways to commit that somebody may choose.
    strategies: [Strategy; 3],
    /// A consumer whose messages take long and whose program hardly gets to run.
    slow: Option<ConsumerId>,
    /// How far time moves on with a step, at most.
    pub longest_pause_ms: i64,
}

impl Mix {
    /// Draws a run's weights.
    pub fn draw(chance: &mut Pcg64Mcg) -> Self {
        let mut often = |base: u32| base * one_of(&[1, 1, 4], chance);
        let (deliver, run, order_due) = (often(400), often(400), often(60));
        let linger = often(60);
        let (initial_delay, restart, resume, heal) = (often(40), often(20), often(20), often(20));
        let mut perhaps = |base: u32| base * one_of(&[0, 1, 1, 1, 6], chance);
        Self {
            deliver,
            run,
            order_due,
            heartbeat: perhaps(20),
            auto_commit: perhaps(20),
            api_timeout: perhaps(1),
            max_poll_interval: perhaps(1),
            linger,
            request_timeout: perhaps(1),
            delivery_timeout: perhaps(1),
            session: perhaps(1),
            pending_member: perhaps(1),
            initial_delay,
            join_deadline: perhaps(3),
            sync_deadline: perhaps(3),
            retention_check: perhaps(6),
            offset_expiration: perhaps(20),
            log_cleaner: perhaps(6),
            crash: perhaps(2),
            restart,
            pause: perhaps(2),
            resume,
            cut: perhaps(1),
            heal,
            unanswered: perhaps(3),
            disconnect: perhaps(3),
            set_strategy: perhaps(1),
            work: perhaps(60).max(1),
            stop: perhaps(3),
            strategies: core::array::from_fn(|_| one_of(&Strategy::JAVA, chance)),
            slow: one_of(&[None, Some(ConsumerId(0)), Some(ConsumerId(1))], chance),
            longest_pause_ms: one_of(&[1, 20, 300, 4_000, 300_000], chance),
            administer: one_of(&[0, 0, 1, 1, 4], chance),
        }
    }

    fn weight(&self, choice: Choice) -> u32 {
        let is_slow = |consumer: ConsumerId| self.slow == Some(consumer);
        let slowed = |weight: u32, consumer: ConsumerId| {
            weight.div_ceil(if is_slow(consumer) { 40 } else { 1 })
        };
        match choice {
            Choice::Deliver(link) => match link.client {
                Client::Consumer(consumer) => slowed(self.deliver, consumer),
                Client::Producer(_) => self.deliver,
            },
            Choice::Run(consumer) => slowed(self.run, consumer),
            Choice::Fire(timer) => self.timer_weight(timer),
            Choice::Crash(_) => self.crash,
            Choice::Restart(_) => self.restart,
            Choice::Pause(_) => self.pause,
            Choice::Cut(_) => self.cut,
            Choice::Heal(_) => self.heal,
            Choice::Resume(_) => self.resume,
            Choice::Disconnect(_) => self.disconnect,
            Choice::Work { consumer, .. } => slowed(self.work, consumer),
            Choice::Stop(_) => self.stop,
            Choice::SetStrategy { strategy, .. } if self.strategies.contains(&strategy) => {
                self.set_strategy
            }
            Choice::Delay { .. } | Choice::SetStrategy { .. } => 0,
            Choice::Administer(_) => self.administer,
        }
    }

    fn timer_weight(&self, timer: Timer) -> u32 {
        match timer {
            Timer::OrderDue(_) => self.order_due,
            Timer::Heartbeat(_) => self.heartbeat,
            Timer::AutoCommit(_) => self.auto_commit,
            Timer::ApiTimeout(_) => self.api_timeout,
            Timer::Unanswered { .. } => self.unanswered,
            Timer::MaxPollInterval(_) => self.max_poll_interval,
            Timer::Linger { .. } | Timer::RetryBackoff(_) => self.linger,
            Timer::RequestTimeout { .. } => self.request_timeout,
            Timer::DeliveryTimeout { .. } => self.delivery_timeout,
            Timer::Session { .. } => self.session,
            Timer::PendingMember { .. } => self.pending_member,
            Timer::InitialRebalanceDelay(_) => self.initial_delay,
            Timer::JoinDeadline(_) => self.join_deadline,
            Timer::SyncDeadline(_) => self.sync_deadline,
            Timer::RetentionCheck => self.retention_check,
            Timer::OffsetExpiration => self.offset_expiration,
            Timer::LogCleaner => self.log_cleaner,
        }
    }

    /// Picks one, the heavier the likelier.
    pub fn pick(&self, choices: &[Choice], chance: &mut Pcg64Mcg) -> Choice {
        let total: u32 = choices.iter().map(|&choice| self.weight(choice)).sum();
        let mut left = chance.random_range(0..total.max(1));
        for &choice in choices {
            match left.checked_sub(self.weight(choice)) {
                Some(rest) => left = rest,
                None => return choice,
            }
        }
        choices[choices.len() - 1]
    }
}
