//! How time passes on the screen: playing, and the short flight after a step.

use offsetscope_language::text;
use offsetscope_scene::flights::millis;

/// How fast virtual time goes, against the time on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    /// An eighth.
    Eighth,
    /// A quarter.
    Quarter,
    /// Half.
    Half,
    /// One second is one second.
    Normal,
    /// Twice.
    Double,
    /// Four times.
    Quadruple,
    /// Eight times.
    Eight,
    /// Sixteen times.
    Sixteen,
    /// As fast as it can.
    Unbound,
}

impl Speed {
    /// All of them, slowest first.
    pub const ALL: [Self; 9] = [
        Self::Eighth,
        Self::Quarter,
        Self::Half,
        Self::Normal,
        Self::Double,
        Self::Quadruple,
        Self::Eight,
        Self::Sixteen,
        Self::Unbound,
    ];

    /// Virtual milliseconds a millisecond, at least.
    pub fn factor(self) -> f64 {
        match self {
            Self::Eighth => 0.125,
            Self::Quarter => 0.25,
            Self::Half => 0.5,
            Self::Normal | Self::Unbound => 1.0,
            Self::Double => 2.0,
            Self::Quadruple => 4.0,
            Self::Eight => 8.0,
            Self::Sixteen => 16.0,
        }
    }

    /// What the control shows.
    pub fn label(self) -> &'static str {
        match self {
            Self::Eighth => "⅛×",
            Self::Quarter => "¼×",
            Self::Half => "½×",
            Self::Normal => "1×",
            Self::Double => "2×",
            Self::Quadruple => "4×",
            Self::Eight => "8×",
            Self::Sixteen => "16×",
            Self::Unbound => text!("fastest", "最快"),
        }
    }
}

/// Whether and where to time goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mode {
    /// It stands still.
    Paused,
    /// It goes on and on.
    Playing,
    /// It goes to the end of a step, quickly, so that one sees what moves.
    Stepping {
        /// Where it ends.
        to_step: usize,
        /// And when.
        to_ms: f64,
        /// Virtual milliseconds a millisecond.
        factor: f64,
    },
}

/// The time on the screen, and how it passes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    /// Whether and where to it goes.
    pub mode: Mode,
    /// How fast, while it plays.
    pub speed: Speed,
    /// The virtual time that is shown: at or after that of the last step.
    pub shown_ms: f64,
}

/// A step's flight takes this long on the wall, at most.
const LONGEST_STEP_MS: f64 = 420.0;
/// After a pause of the page (another tab, a sleeping machine), time goes on from where it was.
const LONGEST_FRAME_MS: f64 = 100.0;

impl Playback {
    /// Standing still at a time.
    pub fn paused_at(now_ms: i64) -> Self {
        Self {
            mode: Mode::Paused,
            speed: Speed::Normal,
            shown_ms: millis(now_ms),
        }
    }

    /// Stands still at a time, at the speed it had.
    pub fn pause_at(&mut self, now_ms: i64) {
        self.mode = Mode::Paused;
        self.shown_ms = millis(now_ms);
    }

    /// Begins the flight to the end of a step.
    pub fn begin_step(&mut self, to_step: usize, to_ms: i64) {
        let to_ms = millis(to_ms);
        let factor = ((to_ms - self.shown_ms) / LONGEST_STEP_MS).max(1.0);
        self.mode = Mode::Stepping {
            to_step,
            to_ms,
            factor,
        };
    }

    /// Lets `elapsed_ms` pass on the wall. Returns the step to jump to, where a flight has ended.
    pub fn advance(&mut self, elapsed_ms: f64) -> Option<usize> {
        let elapsed_ms = elapsed_ms.clamp(0.0, LONGEST_FRAME_MS);
        match self.mode {
            Mode::Paused => None,
            Mode::Playing => {
                self.shown_ms += elapsed_ms * self.speed.factor();
                None
            }
            Mode::Stepping {
                to_step,
                to_ms,
                factor,
            } => {
                self.shown_ms = (self.shown_ms + elapsed_ms * factor).min(to_ms);
                (self.shown_ms >= to_ms).then_some(to_step)
            }
        }
    }

    /// How many virtual milliseconds pass in one on the wall as things stand, and until which time.
    pub fn rate(&self) -> (f64, f64) {
        match self.mode {
            Mode::Paused => (0.0, self.shown_ms),
            Mode::Playing => (self.speed.factor(), f64::MAX),
            Mode::Stepping { to_ms, factor, .. } => (factor, to_ms),
        }
    }

    /// Whether what stands has the time to glide to its next place.
    pub fn leaves_time_to_glide(&self) -> bool {
        self.mode != Mode::Playing || self.speed.factor() < 1.0
    }

    /// Whether anything moves.
    pub fn is_moving(&self) -> bool {
        self.mode != Mode::Paused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playing_goes_at_the_chosen_speed() {
        let mut playback = Playback::paused_at(1000);
        playback.mode = Mode::Playing;
        playback.speed = Speed::Quadruple;
        assert_eq!(playback.advance(16.0), None);
        assert!((playback.shown_ms - 1064.0).abs() < 1e-9);
    }

    #[test]
    fn a_step_flies_at_most_so_long_and_ends_exactly() {
        let mut playback = Playback::paused_at(1000);
        playback.begin_step(7, 9000);
        let mut frames = 0;
        while playback.advance(10.0) != Some(7) {
            frames += 1;
            assert!(frames < 43);
        }
        assert!((playback.shown_ms - 9000.0).abs() < 1e-9);
    }

    #[test]
    fn a_sleeping_tab_does_not_leap() {
        let mut playback = Playback::paused_at(0);
        playback.mode = Mode::Playing;
        playback.advance(3_600_000.0);
        assert!(playback.shown_ms <= LONGEST_FRAME_MS);
    }
}
