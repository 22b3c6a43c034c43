//! The forms of recordings that are known, one file each, and what some of them share.
//!
//! - [`murmur2`]: keys and their partitions;
//! - [`client_assignor`], [`server_assignor`], [`random_assignor`]: who gets which partition;
//!   [`classic_assignors`] and [`server_assignors`] are what these share;
//! - [`group`]: groups at their coordinator; [`offset`]: committed offsets;
//! - [`state_machine`]: which state may follow which;
//! - [`golden`]: clients and a broker, as an application and an operator see them;
//! - [`log`]: a partition's log, and its cleaner;
//! - [`defaults`]: what settings are when nobody sets them;
//! - [`later`]: forms that have nothing in the model yet.

mod classic_assignors;
mod client_assignor;
mod defaults;
mod golden;
mod group;
mod later;
mod log;
mod murmur2;
mod offset;
mod random_assignor;
mod server_assignor;
mod server_assignors;
mod state_machine;

use super::form::Form;

/// Every form, in the order in which they are tried. No case has two of them.
pub const ALL: &[Form] = &[
    murmur2::FORM,
    client_assignor::FORM,
    server_assignor::FORM,
    random_assignor::FORM,
    golden::FORM,
    group::trace::FORM,
    offset::trace::FORM,
    state_machine::FORM,
    defaults::FORM,
    later::RECONCILIATION,
    later::SHARE_PARTITION,
    later::PROSE,
    log::trace::FORM,
    log::cleaning::FORM,
];
