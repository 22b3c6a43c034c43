//! One partition as SVG, written as text: it is put into its place by as few changes as it takes.

use crate::text::{Said, add};
use offsetscope_core::ids::Offset;
use offsetscope_language::{say, text};
use offsetscope_scene::layout::lane;
use offsetscope_scene::signs::{verdict_class, verdict_sign};
use offsetscope_scene::{Brick, BrickState, Form, GroupRow, Lane, Rect};
use offsetscope_words as words;

/// Where the bricks' row begins.
const BRICKS_Y: i32 = (lane::TITLE + lane::ENDS) as i32;
/// Markers at the edges stick out by this much.
const EDGE: i32 = 9;
const ROWS_Y: i32 = BRICKS_Y + BRICK + 4;
/// The baseline of what stands above the bricks.
const ENDS_Y: i32 = lane::TITLE as i32 + 12;
const BRICK: i32 = lane::BRICK as i32;
const ROW: i32 = lane::ROW as i32;
const NAMES: i32 = lane::NAMES as i32;

/// How a partition is drawn.
pub struct Drawing<'a> {
    /// What it shows.
    pub lane: &'a Lane,
    /// How large it is.
    pub place: Rect,
    /// How wide all of its log is.
    pub width: f64,
    /// The groups' names.
    pub names: &'a [String],
    /// What opens or closes its wall, where there are so many that it can be a strip.
    pub turn: Option<String>,
}

impl Drawing<'_> {
    /// The partition.
    pub fn html(&self) -> String {
        let Self { lane, place, .. } = self;
        let mut out = String::new();
        let (form, role) = match lane.form {
            Form::Wall => ("lane", "group"),
            Form::Strip => ("lane strip", "button"),
        };
        add!(
            &mut out,
            "<svg class='{form}' role='{role}' width='{}' height='{}' aria-label='",
            place.w as i32,
            place.h as i32
        );
        self.describe(&mut out);
        out.push('\'');
        match lane.form {
            Form::Wall => self.wall(&mut out),
            Form::Strip => self.strip(&mut out),
        }
        out.push_str("</svg>");
        out
    }

    /// The same for the eye and the ear.
    fn describe(&self, out: &mut String) {
        let lane = self.lane;
        add!(
            out,
            "{}{}",
            lane.name,
            say!(
                ": log start {}, high watermark {}, log end {}",
                "：日志起始 {}，高水位 {}，日志末端 {}";
                lane.log_start,
                lane.high_watermark,
                lane.log_end
            )
        );
        for row in &lane.rows {
            let offset = |at: Option<Offset>| {
                at.map_or(text!("none", "无").to_owned(), |at| at.to_string())
            };
            let lag = row
                .lag
                .map_or(text!("unknown", "未知").to_owned(), |lag| lag.to_string());
            add!(
                out,
                "; {}: {}",
                Said(&self.names[row.group.index()]),
                say!(
                    "committed {}, position {}, lag {lag}",
                    "已提交 {}，位置 {}，滞后 {lag}";
                    offset(row.committed),
                    offset(row.position)
                )
            );
            if let Some(again) = row.outlook.as_ref().and_then(words::again_after_a_crash) {
                add!(out, "; {again}");
            }
        }
    }

    /// All of a partition on one line: its name, what became of its records, and the lag of the group that
    /// is looked at.
    fn strip(&self, out: &mut String) {
        let (lane, w) = (self.lane, self.place.w as i32);
        let turn = self.turn.as_deref().unwrap_or_default();
        add!(
            out,
            "{turn} aria-expanded='false'><rect width='{w}' height='22' rx='4' />\
             <text class='lane-name' x='4' y='16'>{}</text>",
            lane.name
        );
        self.density(out, 18);
        let of_selected = lane.rows.iter().find(|row| row.group == lane.selected);
        if let Some(lag) = of_selected.and_then(|row| row.lag) {
            add!(
                out,
                "<text class='strip-lag' x='{}' y='16'>{} {lag}</text>",
                w - 4,
                text!("lag", "滞后")
            );
        }
    }

    fn wall(&self, out: &mut String) {
        let (lane, w) = (self.lane, self.place.w as i32);
        out.push_str("><g");
        if let Some(turn) = &self.turn {
            add!(out, " role='button'{turn} aria-expanded='true'");
        }
        add!(
            out,
            "><text class='lane-name' y='15'>{}</text></g><text class='lane-ends' x='{w}' y='15'>\
             {}</text>",
            lane.name,
            lane.ends()
        );
        for (number, row) in (0..).zip(&lane.rows) {
            self.row_ends(out, number, row);
            if row.group == lane.selected {
                self.whose(out);
            }
        }
        let bottom = (0..)
            .zip(&lane.rows)
            .last()
            .map_or(ROWS_Y, |(number, _)| row_y(number + 1));
        let moved = x_of(lane.first_slot);
        add!(
            out,
            "<svg x='{}' width='{}' height='{bottom}'><g transform='translate({EDGE} 0)'>\
             <g class='wall' data-row='' style='transform:translateX(-{moved}px)'>",
            NAMES - EDGE,
            x_of(Offset::from(lane.slots)) + 2 * EDGE
        );
        self.segments(out);
        add!(
            out,
            "<g class='next' transform='translate({} {BRICKS_Y})'><rect rx='4' width='{BRICK}' height='{BRICK}' />\
             <text class='number' x='14' y='15'>{}</text><text class='verdict' x='14' y='25'>{}</text></g>",
            x_of(lane.log_end),
            lane.log_end,
            text!("end", "末端")
        );
        for brick in &lane.bricks {
            self.brick(out, brick);
        }
        for (number, row) in (0..).zip(&lane.rows) {
            self.markers(out, number, row);
        }
        add!(
            out,
            "</g></g></svg><g transform='translate({NAMES} 0)'>\
             <g class='wall' style='transform:translateX(-{moved}px)'>"
        );
        self.log_start(out);
        self.high_watermark(out, bottom);
        out.push_str("</g></g>");
        self.density(out, self.place.h as i32 - 4);
    }

    /// Segments behind the bricks; the last one is the active one, which the next record goes into.
    fn segments(&self, out: &mut String) {
        let mut bases = self.lane.segment_bases.iter().peekable();
        while let Some(&base) = bases.next() {
            let (end, active) = match bases.peek() {
                Some(&&end) => (end, ""),
                None => (self.lane.log_end + 1, " active"),
            };
            add!(
                out,
                "<rect id='{}-s{base}' class='segment{active}' rx='6' height='36' x='{}' y='{}' width='{}' />",
                self.lane.name,
                x_of(base) - 2,
                BRICKS_Y - 4,
                x_of(end - base)
            );
        }
    }

    /// A record. Of each partition one can be reached with Tab, and from there the others with arrows.
    fn brick(&self, out: &mut String, brick: &Brick) {
        let lane = self.lane;
        let Brick { offset, order, .. } = brick;
        let (presence, gone, verdict) = match brick.state {
            BrickState::InLog(verdict) => ("in-log", "", verdict),
            BrickState::Deleted(verdict) => (
                "deleted",
                text!("no longer in the log; ", "已不在日志中；"),
                verdict,
            ),
        };
        let record = format!("{}-{offset}", partition_of(lane));
        let is_newest = lane.bricks.last().is_some_and(|it| it.offset == *offset);
        add!(
            out,
            "<g id='b{record}' class='brick {presence} {}' transform='translate({} {BRICKS_Y})' role='button' \
             tabindex='{}' data-about='o:{record}' data-do='why:{}-{record}'>\
             <title>{}</title>\
             <rect class='falls' rx='4' width='{BRICK}' height='{BRICK}' />\
             <text class='number' x='14' y='15'>{offset}</text><text class='verdict' x='14' y='25'>{}</text></g>",
            verdict_class(verdict),
            x_of(*offset),
            i32::from(is_newest) - 1,
            lane.selected.0,
            say!(
                "{} offset {offset}: order {order}, {gone}{}",
                "{} 偏移量 {offset}：订单 {order}，{gone}{}";
                lane.name,
                words::verdict_note(verdict)
            ),
            verdict_sign(verdict)
        );
    }

    /// The log start offset: a flag before the first record that is left.
    fn log_start(&self, out: &mut String) {
        let lane = self.lane;
        if !lane.shows(lane.log_start) {
            return;
        }
        // Where the log is short, there is no room right of it.
        let (x, class) = match lane.high_watermark - lane.log_start {
            0 | 1 => (-5, "left"),
            _ => (11, "right"),
        };
        add!(
            out,
            "<g class='log-start' transform='translate({} 0)'><path class='pole' d='M0 72V26' />\
             <path class='flag' d='M0 25l9 4.5l-9 4.5Z' /><text class='{class}' x='{x}' y='{ENDS_Y}'>{}</text></g>",
            x_of(lane.log_start) - 3,
            text!("start", "起始")
        );
    }

    /// The high watermark, and the line down to which lag is measured.
    fn high_watermark(&self, out: &mut String, bottom: i32) {
        let offset = self.lane.high_watermark;
        if self.lane.shows(offset) {
            add!(
                out,
                "<g class='marker high-watermark' style='transform:translateX({}px)'>\
                 <path class='pole' d='M0 34V{bottom}' /><path class='arrow' d='M-5.5 26h11l-5.5 8Z' />\
                 <text class='right' x='9' y='{ENDS_Y}'>HW = LSO</text></g>",
                x_of(offset) - 1
            );
        }
    }

    /// Whose verdicts the bricks have, left of them.
    fn whose(&self, out: &mut String) {
        let group = self.lane.selected.index();
        add!(
            out,
            "<text class='verdict' y='51'>{}</text><g class='group-{group}'><text class='row-name' y='63'>{}</text></g>",
            text!("done by", "处理者"),
            Said(&self.names[group])
        );
    }

    /// A group's name and lag, left and right of its markers.
    fn row_ends(&self, out: &mut String, number: i32, row: &GroupRow) {
        let (lane, w, y) = (self.lane, self.place.w as i32, row_y(number) + 4);
        let lag = row.lag.map_or("–".to_owned(), |lag| lag.to_string());
        let hidden = match row.committed {
            Some(committed) if committed < lane.first_slot => "◂ ",
            Some(committed) if !lane.shows(committed) => "▸ ",
            _ => "",
        };
        let group = row.group.index();
        add!(
            out,
            "<g class='group-{group}'><text class='row-name' y='{y}'>{}",
            Said(&self.names[group])
        );
        add!(
            out,
            "</text><text class='row-lag' x='{w}' y='{y}'>{hidden}{} {lag}</text>",
            text!("lag", "滞后")
        );
        if let Some(outlook) = row.outlook.filter(|it| it.again > 0) {
            add!(
                out,
                "<text class='again' x='{w}' y='{y}'>↺ {}</text>",
                outlook.again
            );
        }
        out.push_str("</g>");
    }

    /// A group's committed offset and position, the lag between commit and high watermark, and what would
    /// be read again after a crash.
    fn markers(&self, out: &mut String, number: i32, row: &GroupRow) {
        let end = self.lane.high_watermark;
        add!(
            out,
            "<g class='markers group-{}' transform='translate(0 {})'>",
            row.group.index(),
            row_y(number)
        );
        span(out, "track", self.lane.first_slot, end);
        if let Some(committed) = row.committed {
            span(out, "lag", committed, end);
        }
        if let Some(again) = row.outlook.filter(|it| it.again > 0) {
            span(out, "again", again.begins_at, again.position);
        }
        marker(
            out,
            "committed",
            row.committed,
            "M0-5.5L5.5 0L0 5.5L-5.5 0Z",
        );
        marker(
            out,
            "position",
            row.position,
            "M-7 0A7 7 0 1 1 7 0A7 7 0 1 1-7 0Z",
        );
        out.push_str("</g>");
    }

    /// A log from end to end above a base line, and what each group has committed. The worse something is,
    /// the higher.
    fn density(&self, out: &mut String, base: i32) {
        let Some(density) = &self.lane.density else {
            return;
        };
        add!(
            out,
            "<g class='density' transform='translate({NAMES} {base})'>"
        );
        for run in density.runs(self.width) {
            let gone = if run.is_gone { " gone" } else { "" };
            add!(
                out,
                "<path class='{}{gone}' d='{}' />",
                verdict_class(run.verdict),
                run.outline()
            );
        }
        for row in &self.lane.rows {
            if let Some(committed) = row.committed {
                let x = self.width * committed as f64 / density.end.max(1) as f64;
                add!(
                    out,
                    "<path class='tick group-{}' d='M{} 2V-12' />",
                    row.group.index(),
                    x as i32
                );
            }
        }
        out.push_str("</g>");
    }
}

/// A partition by its numbers, as what can be pressed says it.
pub fn partition_of(lane: &Lane) -> String {
    let partition = lane.partition;
    format!("{}-{}", partition.topic.0, partition.partition)
}

/// A line from one offset to another.
fn span(out: &mut String, class: &str, from: Offset, to: Offset) {
    add!(
        out,
        "<line class='{class}' x1='{}' x2='{}' />",
        x_of(from),
        x_of(to)
    );
}

/// A sign at an offset. It moves by style, not by attribute, so that the style sheet can let it glide.
fn marker(out: &mut String, class: &str, offset: Option<Offset>, shape: &str) {
    if let Some(offset) = offset {
        add!(
            out,
            "<g class='marker' style='transform:translateX({}px)'><path class='{class}' d='{shape}' /></g>",
            x_of(offset)
        );
    }
}

/// Where a brick begins; also where an offset's marker stands, since an offset is the place
/// *before* its record.
fn x_of(offset: Offset) -> i32 {
    offset as i32 * lane::PITCH as i32
}

fn row_y(number: i32) -> i32 {
    ROWS_Y + number * ROW + ROW / 2
}
