//! The search, for somebody who waits for it in another thread.
//!
//! The page asks and goes on; a Web Worker (`main.rs`) searches and answers. What they say to each
//! other is in the crate `messages`, and [`proof`] is what is done about it. Only the worker needs the search
//! and its words, so the page does not load them until somebody asks.

pub mod proof;
